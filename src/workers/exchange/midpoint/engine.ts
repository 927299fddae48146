import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import type { OrderVisitor } from '../matching/book_view.ts';
import type { MatchingEngine } from '../matching/engine.ts';
import { EventType } from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import { MARKET, MAX_ORDER_LOTS, MAX_TICKS } from '../matching/layout.ts';
import type { SelfTradePrevention } from '../matching/self_trade.ts';
import { makeMidpointMatcher } from './matcher.ts';
import { makeMidpointOrders } from './orders.ts';

const { ACCEPTED, CANCELLED, CANCEL_REJECTED, EXPIRED, REDUCED, REJECTED } = EventType;
const { REPLACED, REPLACE_REJECTED, RESTED } = EventType;
const { BAD_PRICE, BAD_QUANTITY, BOOK_FULL, DUPLICATE, NONE, NO_LIQUIDITY } = VenueReason;
const { UNKNOWN_INSTRUMENT, UNKNOWN_ORDER, UNSUPPORTED } = VenueReason;
const { BUY, SELL } = Side;
const { FOK, IOC } = TimeInForce;

/**
 * Books that trade at the middle of somebody else's best bid and offer, and show nothing.
 *
 * - The reference is set from outside. Without one, or while it is locked or crossed, nothing trades and orders wait.
 * - Prices are whole ticks. A mid-point between two of them trades at the one that is better for the order that waited
 *   longer: the spread's odd tick is its reward. An instrument that is to trade at half-cents has ticks of half a cent.
 * - Time is the only priority: a limit says at which mid-points an order takes part, never who is first.
 * - No fill is smaller than either order's minimum quantity, unless it ends that order; a pair that does not suit is passed
 *   over, and so is one of the same group when self-trades are prevented. When an order's lots fall, others may suit:
 *   then all meet again, by arrival, until nothing trades.
 * - A market order takes what trades at once. `displayLots` says nothing here.
 */
export interface MidpointEngine extends MatchingEngine {
  /** The best bid and offer of the lit venues, 0 where there is none. What can trade at the new mid-point does. */
  setReference(instrument: number, bidTicks: number, askTicks: number): void;
}

export function makeMidpointEngine(
  instruments: number,
  orderCapacity: number,
  events: EventBuffer,
  prevention: SelfTradePrevention | null = null,
  venueMinimumLots = 1,
): MidpointEngine {
  const orders = makeMidpointOrders(instruments, orderCapacity);
  const matcher = makeMidpointMatcher(instruments, orders, events, prevention);
  const { leaves, limitTicks, owner: owners, side: sides, next, first } = orders;
  const { emit } = events;

  function newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    _displayLots: number,
    minimumLots = 0,
  ): number {
    const reason = refusal(instrument, id, side, ticks, lots, minimumLots);
    emit(
      (reason === NONE ? ACCEPTED : REJECTED) | (side << 8) | (reason << 16),
      instrument,
      owner,
      0,
      lots,
      ticks,
      reason === NONE ? lots : 0,
      0,
      id,
      0,
    );
    if (reason !== NONE) return reason;
    const at = instrument * 2 + (side - BUY);
    const limit = ticks !== MARKET ? ticks : side === BUY ? MAX_TICKS : 1;
    const minimum = Math.min(lots, Math.max(minimumLots, venueMinimumLots));
    const order = orders.take(at, id, owner, lots, limit, minimum);
    const stays = timeInForce !== IOC && timeInForce !== FOK && ticks !== MARKET;
    if (timeInForce !== FOK || matcher.wouldFill(order)) matcher.meet(order);
    finish(order, ticks, lots, stays);
    return NONE;
  }

  /** After an order has met the others: it ends, leaves, or waits. */
  function finish(order: number, ticks: number, before: number, stays: boolean): void {
    const left = leaves[order]!;
    const instrument = sides[order]! >> 1;
    if (left > 0 && !stays) about(EXPIRED | (NO_LIQUIDITY << 16), order, left, ticks, 0);
    if (left > 0 && stays && left < before) about(RESTED, order, left, ticks, left);
    if (left === 0 || !stays) orders.give(order);
    if (left < before) settle(instrument);
  }

  /** Fewer lots on one side of a pair can make it suit; without minimum quantities there is no such pair. */
  function settle(instrument: number): void {
    if (orders.picky[instrument] !== 0) matcher.settle(instrument);
  }

  function refusal(
    instrument: number,
    id: number,
    side: number,
    ticks: number,
    lots: number,
    minimumLots: number,
  ): number {
    if (!(instrument >= 0 && instrument < instruments)) return UNKNOWN_INSTRUMENT;
    if (side !== BUY && side !== SELL) return UNSUPPORTED;
    if (!isQuantity(lots) || !(minimumLots >= 0 && minimumLots <= lots) || (minimumLots | 0) !== minimumLots) {
      return BAD_QUANTITY;
    }
    if (ticks !== MARKET && !isPrice(ticks)) return BAD_PRICE;
    if (orders.isFull()) return BOOK_FULL;
    return orders.find(id) !== 0 ? DUPLICATE : NONE;
  }

  function cancel(id: number, owner: number): number {
    const order = orders.find(id);
    if (order === 0) return refuse(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
    const lots = leaves[order]!;
    about(CANCELLED, order, lots, limitTicks[order]!, 0);
    orders.give(order);
    return lots;
  }

  function reduce(id: number, lots: number, owner: number): number {
    const order = orders.find(id);
    if (order === 0) return refuse(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
    if (lots >= leaves[order]!) return cancel(id, owner);
    reduceInPlace(order, lots);
    return lots;
  }

  function replace(id: number, ticks: number, lots: number, owner: number): number {
    const order = orders.find(id);
    let reason: number = NONE;
    if (order === 0) reason = UNKNOWN_ORDER;
    else if (!isQuantity(lots)) reason = BAD_QUANTITY;
    else if (!isPrice(ticks)) reason = BAD_PRICE;
    if (reason !== NONE) {
      refuse(REPLACE_REJECTED, reason, id, owner);
      return reason;
    }
    const open = leaves[order]!;
    if (ticks === limitTicks[order] && lots <= open) reduceInPlace(order, open - lots);
    else moveOrder(order, ticks, lots);
    return NONE;
  }

  function reduceInPlace(order: number, lots: number): void {
    leaves[order]! -= lots;
    about(REDUCED, order, lots, limitTicks[order]!, leaves[order]!);
    settle(sides[order]! >> 1);
  }

  function moveOrder(order: number, ticks: number, lots: number): void {
    leaves[order] = lots;
    limitTicks[order] = ticks;
    about(REPLACED, order, lots, ticks, lots);
    orders.requeue(order);
    matcher.meet(order);
    // Fewer lots than before may suit somebody, even if none have traded.
    if (leaves[order] === lots) settle(sides[order]! >> 1);
    else finish(order, ticks, lots, true);
  }

  function about(code: number, order: number, lots: number, ticks: number, left: number): void {
    const at = sides[order]!;
    emit(code | ((BUY + (at & 1)) << 8), at >> 1, owners[order]!, 0, lots, ticks, left, 0, orders.id[order]!, 0);
  }

  function refuse(type: number, reason: number, id: number, owner: number): number {
    emit(type | (reason << 16), -1, owner, 0, 0, 0, 0, 0, id, 0);
    return 0;
  }

  function setReference(instrument: number, bidTicks: number, askTicks: number): void {
    if (matcher.setReference(instrument, bidTicks, askTicks)) matcher.settle(instrument);
  }

  /** By arrival, all of it hidden. */
  function visitOrders(instrument: number, side: number, visit: OrderVisitor): void {
    for (let order = first[instrument * 2 + (side - BUY)]!; order !== 0; order = next[order]!) {
      visit(limitTicks[order]!, orders.id[order]!, 0, leaves[order]!, owners[order]!);
    }
  }

  function openLots(id: number): number {
    const order = orders.find(id);
    return order === 0 ? 0 : leaves[order]!;
  }

  // Nothing is shown, so nobody sees a top.
  const nothing = (): number => 0;
  return {
    instruments,
    newOrder,
    cancel,
    reduce,
    replace,
    setReference,
    bestTicks: nothing,
    bestLots: nothing,
    visitOrders,
    orderCount: orders.count,
    openLots,
  };
}

function isQuantity(lots: number): boolean {
  return lots > 0 && lots <= MAX_ORDER_LOTS && (lots | 0) === lots;
}

function isPrice(ticks: number): boolean {
  return ticks > 0 && ticks <= MAX_TICKS && (ticks | 0) === ticks;
}
