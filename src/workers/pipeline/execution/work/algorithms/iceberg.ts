/**
 * Iceberg: a part of the order is shown, and the next one when that is filled, until all of it is. For venues that have no
 * hidden quantity of their own: where they have, a limit order with a display quantity is the better one.
 *
 * With a variation v a part has up to v / 2 more or less than the display quantity, by a hash of the order's id and of what
 * is filled, so that parts are not recognised by their size.
 */

import * as orderModel from '../../../../model/order.ts';
import type { Algorithm, WorkedOrder } from '../algorithm.ts';
import type { Decision } from '../decision.ts';
import { hashPart } from './schedule.ts';

const { OrderType, TimeInForce } = orderModel;

export const iceberg: Algorithm = { name: 'ICEBERG', decide };

function decide(order: WorkedOrder, decision: Decision): void {
  if (order.children > 0) return;
  const varied = order.displayLots * (1 + order.variation * (hashPart(order.orderId, order.filledLots) - 0.5));
  const lots = Math.min(Math.max(1, Math.round(varied)), order.quantityLots - order.filledLots);
  decision.slice(OrderType.LIMIT, TimeInForce.GTC, lots, order.priceTicks);
}
