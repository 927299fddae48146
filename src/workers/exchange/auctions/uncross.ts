import { Side } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { EventType, FillKind } from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import * as layout from '../matching/layout.ts';
import type { BookMemory } from '../matching/memory.ts';
import type { OrderEvents } from '../matching/order_events.ts';
import type { RestingOrders } from '../matching/resting_orders.ts';
import type { Cross, CrossPrice } from './cross_price.ts';

const { BEST, BEST_LEVEL, F64, LOTS, MARKET, MARKET_KEY, NEXT, STATE_SHIFT } = layout;
const { CROSSED, EXPIRED, FILLED, INDICATIVE } = EventType;
const { NO_LIQUIDITY } = VenueReason;
const { BUY, SELL } = Side;
const MOST_LOTS = 2 ** 31 - 1;

/** Ends a call: what can trade does, at one price. Self-trades are not prevented here, as on real exchanges. */
export interface Uncross {
  /** Trades at the price that the rules name; market orders that are left expire. Answers with the price, or 0. */
  uncross(instrument: number, referenceTicks: number, crossType: number): number;
  /** Tells what would trade now. */
  indicate(instrument: number, referenceTicks: number, crossType: number): void;
}

export function makeUncross(
  memory: BookMemory,
  resting: RestingOrders,
  reports: OrderEvents,
  events: EventBuffer,
  prices: CrossPrice,
): Uncross {
  const { words, doubles, state } = memory;
  const { emit } = events;

  function uncross(instrument: number, referenceTicks: number, crossType: number): number {
    const cross = prices.find(instrument, referenceTicks);
    for (let left = cross.lots; left > 0; ) left -= trade(instrument, cross.ticks, left);
    if (cross.lots > 0) tell(CROSSED, instrument, cross, crossType);
    expireMarketOrders(instrument * 2);
    expireMarketOrders(instrument * 2 + 1);
    return cross.ticks;
  }

  function indicate(instrument: number, referenceTicks: number, crossType: number): void {
    tell(INDICATIVE, instrument, prices.find(instrument, referenceTicks), crossType);
  }

  /** Sums of many orders may be more than a word holds. */
  function tell(type: number, instrument: number, cross: Cross, crossType: number): void {
    const { imbalanceLots, ticks } = cross;
    const side = imbalanceLots === 0 ? 0 : imbalanceLots > 0 ? BUY : SELL;
    const lots = Math.min(MOST_LOTS, cross.lots);
    const left = Math.min(MOST_LOTS, Math.abs(imbalanceLots));
    emit(type | (side << 8) | (crossType << 16), instrument, 0, 0, lots, ticks, left, 0, 0, 0);
  }

  /** The first buyer with the first seller, by price, then time, market orders before all. */
  function trade(instrument: number, ticks: number, most: number): number {
    const buyer = firstOf(instrument * 2);
    const seller = firstOf(instrument * 2 + 1);
    const lots = Math.min(words[buyer + LOTS]!, words[seller + LOTS]!, most);
    const code = FILLED | (BUY << 8) | (FillKind.CROSS << 16);
    const left = resting.leavesOf(buyer) - lots;
    const sellerLeft = resting.leavesOf(seller) - lots;
    const owner = resting.ownerOf(buyer);
    const sellerOwner = resting.ownerOf(seller);
    emit(code, instrument, owner, sellerOwner, lots, ticks, left, sellerLeft, idOf(buyer), idOf(seller));
    takeOff(buyer, lots, left);
    takeOff(seller, lots, sellerLeft);
    return lots;
  }

  function takeOff(order: number, lots: number, leaves: number): void {
    const isUsedUp = words[order + LOTS] === lots;
    if (leaves === 0) resting.remove(order);
    else resting.reduce(order, lots, 0);
    if (leaves > 0 && isUsedUp) reports.refreshed(order, resting.refresh(order));
  }

  function expireMarketOrders(side: number): void {
    while (state[(side << STATE_SHIFT) + BEST] === MARKET_KEY) {
      const order = firstOf(side);
      const code = EXPIRED | ((BUY + (side & 1)) << 8) | (NO_LIQUIDITY << 16);
      emit(code, side >> 1, resting.ownerOf(order), 0, resting.leavesOf(order), MARKET, 0, 0, idOf(order), 0);
      resting.remove(order);
    }
  }

  function firstOf(side: number): number {
    return words[state[(side << STATE_SHIFT) + BEST_LEVEL]! + NEXT]!;
  }

  function idOf(order: number): number {
    return doubles[(order >> 1) + F64]!;
  }

  return { uncross, indicate };
}
