/**
 * Pegged: one child for all that is left, at a price that follows the market: the best price of its own side (PRIMARY), of
 * the other side (MARKET) or the middle (MIDPOINT), with an offset, never beyond the limit.
 *
 * It moves when the price to follow is `repriceTicks` or more away from where it stands, and not more often than
 * `intervalMs`: the child is taken back, and sent anew when it has gone, so that never two are open. A middle between two
 * ticks counts as the tick that is further from trading. Where there is nothing to follow, nothing is open.
 */

import * as orderModel from '../../../../model/order.ts';
import type { Algorithm, WorkedOrder } from '../algorithm.ts';
import type { Decision } from '../decision.ts';

const { OrderType, PegKind, TimeInForce } = orderModel;

// What is remembered: where the child stands, and when it was sent.
const TICKS = 0;
const SENT_AT = 1;

export const pegged: Algorithm = { name: 'PEGGED', decide };

function decide(order: WorkedOrder, decision: Decision): void {
  decision.followsQuotes = true;
  const ticks = priceToFollow(order);
  if (order.children > 0) move(order, decision, ticks);
  else if (ticks > 0) send(order, decision, ticks);
}

function move(order: WorkedOrder, decision: Decision, ticks: number): void {
  const stands = order.recall(TICKS);
  const isGone = ticks <= 0;
  // What it follows may be itself: a best price of its own would lead it on for ever.
  if (!isGone && isItself(order, stands)) return;
  const least = Math.max(1, order.repriceTicks);
  if (!isGone && Math.abs(ticks - stands) < least) return;
  const next = order.recall(SENT_AT) + order.intervalMs;
  if (!isGone && order.nowMs < next) {
    decision.wakeAt(next);
    return;
  }
  decision.cancelChildren();
}

function send(order: WorkedOrder, decision: Decision, ticks: number): void {
  order.remember(TICKS, ticks);
  order.remember(SENT_AT, order.nowMs);
  decision.slice(OrderType.LIMIT, TimeInForce.GTC, order.quantityLots - order.filledLots, ticks);
}

function isItself(order: WorkedOrder, stands: number): boolean {
  if (order.peg !== PegKind.PRIMARY) return false;
  return stands === (order.isBuy ? order.bidTicks : order.askTicks);
}

/** In ticks, whole; 0: nothing to follow. */
function priceToFollow(order: WorkedOrder): number {
  const reference = referenceOf(order);
  if (reference <= 0) return 0;
  const ticks = reference + order.pegOffsetTicks;
  const limit = order.priceTicks;
  const capped = limit === 0 ? ticks : order.isBuy ? Math.min(ticks, limit) : Math.max(ticks, limit);
  return Math.max(1, capped);
}

function referenceOf(order: WorkedOrder): number {
  const { askTicks, bidTicks, isBuy } = order;
  switch (order.peg) {
    case PegKind.PRIMARY:
      return isBuy ? bidTicks : askTicks;
    case PegKind.MARKET:
      return isBuy ? askTicks : bidTicks;
    default:
      if (bidTicks === 0 || askTicks === 0) return 0;
      return isBuy ? Math.floor((bidTicks + askTicks) / 2) : Math.ceil((bidTicks + askTicks) / 2);
  }
}
