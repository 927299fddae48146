import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import type { Arrivals } from './arrivals.ts';
import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';
import type { OrderStore } from './order_store.ts';
import type { RestingOrders } from './resting_orders.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST, EXPIRES, MARKET, MARKET_KEY, MAX_ORDER_LOTS, MAX_TICKS, STATE_SHIFT } = layout;
const { ACCEPTED, REJECTED } = EventType;
const { BAD_PRICE, BAD_QUANTITY, BOOK_FULL, DUPLICATE, NONE, UNKNOWN_INSTRUMENT, UNSUPPORTED } = VenueReason;
const { BUY, SELL } = Side;
const { FOK, IOC } = TimeInForce;

/** See MatchingEngine. */
export interface NewOrders {
  newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number;
  /** Why an order is not taken, or NONE. */
  refusal(instrument: number, id: number, side: number, ticks: number, lots: number, displayLots: number): number;
  /** Tells a refusal, and answers with it. */
  reject(
    reason: number,
    instrument: number,
    id: number,
    owner: number,
    side: number,
    ticks: number,
    lots: number,
  ): number;
}

export function makeNewOrders(
  memory: BookMemory,
  orders: OrderStore,
  resting: RestingOrders,
  arrivals: Arrivals,
  events: EventBuffer,
): NewOrders {
  const { state, sides, orderCapacity } = memory;
  const instruments = sides >> 1;
  const { find, count } = orders;
  const { add } = resting;
  const { arrive } = arrivals;
  const { emit } = events;

  function newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number {
    const reason = refusal(instrument, id, side, ticks, lots, displayLots);
    if (reason !== NONE) return reject(reason, instrument, id, owner, side, ticks, lots);
    const sell = side - BUY;
    const sideIndex = (instrument << 1) + sell;
    const key = ticks === MARKET ? MARKET_KEY : Math.imul(ticks, 1 - (sell << 1));
    const stays = timeInForce !== IOC && timeInForce !== FOK && ticks !== MARKET;
    const rests = stays && key + state[((sideIndex ^ 1) << STATE_SHIFT) + BEST]! < 0;
    const part = displayLots !== 0 && displayLots < lots ? displayLots : lots;
    emit(ACCEPTED | (side << 8), instrument, owner, 0, lots, ticks, lots, rests ? part : 0, id, 0);
    if (rests) add(sideIndex, key, id, owner, lots, part, displayLots);
    else arrive(sideIndex, key, id, owner, timeInForce, lots, stays ? displayLots : EXPIRES);
    return NONE;
  }

  function refusal(
    instrument: number,
    id: number,
    side: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number {
    if (!(instrument >= 0 && instrument < instruments)) return UNKNOWN_INSTRUMENT;
    if (side !== BUY && side !== SELL) return UNSUPPORTED;
    // Whole numbers only: a fraction would be cut off silently by the integer records.
    if (!(lots > 0 && lots <= MAX_ORDER_LOTS) || (lots | 0) !== lots) return BAD_QUANTITY;
    if (!(displayLots >= 0 && displayLots <= MAX_ORDER_LOTS) || (displayLots | 0) !== displayLots) return BAD_QUANTITY;
    if (!(ticks >= 0 && ticks <= MAX_TICKS) || (ticks | 0) !== ticks) return BAD_PRICE;
    if (count() === orderCapacity) return BOOK_FULL;
    if (find(id) !== 0) return DUPLICATE;
    return NONE;
  }

  function reject(
    reason: number,
    instrument: number,
    id: number,
    owner: number,
    side: number,
    ticks: number,
    lots: number,
  ): number {
    emit(REJECTED | (side << 8) | (reason << 16), instrument, owner, 0, lots, ticks, 0, 0, id, 0);
    return reason;
  }

  return { newOrder, refusal, reject };
}
