/** Time-weighted average price: after step s of n, floor(quantity x s / n) lots. No slice differs from another by more than one. */

import { makeSchedule } from './schedule.ts';

export const twap = makeSchedule('TWAP', (order, step, steps) => Math.floor((order.quantityLots * step) / steps));
