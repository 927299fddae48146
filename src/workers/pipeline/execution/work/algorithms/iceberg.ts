/**
 * Iceberg: a part of the order is shown, and the next one when that is filled, until all of it is.
 *
 * A venue that does so by itself does it better, with all of the order in its book: it gets one child, of which it shows the
 * display quantity. Where there is none, or one has given such a child back as it was, or where parts are to vary, each part
 * is a child: with a variation v it has up to v / 2 more or less than the display quantity, by a hash of the order's id and of
 * what is filled, so that parts are not recognised by their size.
 */

import * as orderModel from '../../../../model/order.ts';
import type { Algorithm, WorkedOrder } from '../algorithm.ts';
import type { Decision } from '../decision.ts';
import { hashPart } from './schedule.ts';

const { OrderType, TimeInForce } = orderModel;

// What is remembered of the last child that a venue was to show in parts. The price is the order's, plus one: 0 is nobody's.
const GIVEN_LOTS = 0;
const GIVEN_TICKS_PLUS_1 = 1;
const GIVEN_DISPLAY = 2;

export const iceberg: Algorithm = { name: 'ICEBERG', decide };

function decide(order: WorkedOrder, decision: Decision): void {
  if (order.children > 0) return;
  const left = order.quantityLots - order.filledLots;
  if (order.variation === 0 && order.canShowParts && !cameBack(order, left)) {
    order.remember(GIVEN_LOTS, left);
    order.remember(GIVEN_TICKS_PLUS_1, order.priceTicks + 1);
    order.remember(GIVEN_DISPLAY, order.displayLots);
    decision.slice(OrderType.LIMIT, TimeInForce.GTC, left, order.priceTicks, order.displayLots);
    return;
  }
  const varied = order.displayLots * (1 + order.variation * (hashPart(order.orderId, order.filledLots) - 0.5));
  const lots = Math.min(Math.max(1, Math.round(varied)), left);
  decision.slice(OrderType.LIMIT, TimeInForce.GTC, lots, order.priceTicks);
}

/** Nothing of it has traded, and its client has not changed it. */
function cameBack(order: WorkedOrder, left: number): boolean {
  return (
    order.recall(GIVEN_LOTS) === left &&
    order.recall(GIVEN_TICKS_PLUS_1) === order.priceTicks + 1 &&
    order.recall(GIVEN_DISPLAY) === order.displayLots
  );
}
