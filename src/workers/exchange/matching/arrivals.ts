import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import type { Matcher } from './matcher.ts';
import type { RestingOrders } from './resting_orders.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { EXPIRES, MARKET, MARKET_KEY } = layout;
const { EXPIRED, RESTED } = EventType;
const { NO_LIQUIDITY } = VenueReason;
const { BUY } = Side;
const { FOK } = TimeInForce;

/** Orders that may trade at once, or cannot rest. */
export interface Arrivals {
  /** Trades what can be traded; the rest expires, or joins the book and displays so many lots at a time. */
  arrive(
    side: number,
    key: number,
    id: number,
    owner: number,
    timeInForce: number,
    lots: number,
    displayLots: number,
  ): void;
}

export function makeArrivals(resting: RestingOrders, matcher: Matcher, events: EventBuffer): Arrivals {
  const { add } = resting;
  const { match, canFill } = matcher;
  const { emit } = events;

  function arrive(
    side: number,
    key: number,
    id: number,
    owner: number,
    timeInForce: number,
    lots: number,
    displayLots: number,
  ): void {
    const fillable = timeInForce !== FOK || canFill(side, key, lots, owner);
    const leaves = fillable ? match(side, key, id, owner, lots, 0) : lots;
    if (leaves === 0) return;
    if (displayLots === EXPIRES) expire(side, key, id, owner, leaves);
    else restRemainder(side, key, id, owner, leaves, displayLots);
  }

  function restRemainder(side: number, key: number, id: number, owner: number, lots: number, display: number): void {
    const shown = display !== 0 && display < lots ? display : lots;
    add(side, key, id, owner, lots, shown, display);
    const sell = side & 1;
    const ticks = Math.imul(key, 1 - (sell << 1));
    emit(RESTED | ((BUY + sell) << 8), side >> 1, owner, 0, lots, ticks, lots, shown, id, 0);
  }

  function expire(side: number, key: number, id: number, owner: number, lots: number): void {
    const sell = side & 1;
    const ticks = key === MARKET_KEY ? MARKET : Math.imul(key, 1 - (sell << 1));
    const code = EXPIRED | ((BUY + sell) << 8) | (NO_LIQUIDITY << 16);
    emit(code, side >> 1, owner, 0, lots, ticks, 0, 0, id, 0);
  }

  return { arrive };
}
