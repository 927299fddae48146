/**
 * Volume-weighted average price: the schedule follows the volume of the day as the market has traded it on days before
 * (volume_curves.ts). After step s of n, floor(quantity x V(start, end of step s) / V(start, end)) lots, where V is the
 * volume that the curve has between two times. Where nothing was learnt, or not for these hours, it is a TWAP.
 */

import type { WorkedOrder } from '../algorithm.ts';
import { makeSchedule } from './schedule.ts';

export const vwap = makeSchedule('VWAP', (order, step, steps) => {
  if (step >= steps) return order.quantityLots;
  return Math.floor(order.quantityLots * shareAt(order, step, steps));
});

function shareAt(order: WorkedOrder, step: number, steps: number): number {
  const whole = order.usualVolume(order.startMs, order.endMs);
  const stepEnd = order.startMs + ((order.endMs - order.startMs) * step) / steps;
  return whole > 0 ? order.usualVolume(order.startMs, stepEnd) / whole : step / steps;
}
