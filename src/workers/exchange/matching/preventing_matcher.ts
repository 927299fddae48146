import { VenueReason } from '../../model/venue.ts';
import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import type { Matcher } from './matcher.ts';
import type { BookMemory } from './memory.ts';
import type { OrderEvents } from './order_events.ts';
import type { RestingOrders } from './resting_orders.ts';
import { SelfTrade, type SelfTradePrevention } from './self_trade.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST, BEST_LEVEL, F64, KEY, LOTS, MARKET, MARKET_KEY, NEXT, NODE_SHIFT, STATE_SHIFT } = layout;
const { CANCELLED, EXPIRED, REDUCED } = EventType;
const { SELF_TRADE } = VenueReason;
const { CANCEL_NEWEST, CANCEL_OLDEST, DECREMENT } = SelfTrade;

const REASON = SELF_TRADE << 16;

/**
 * A matcher that looks at whose order it meets. It takes the plain one's place when an exchange prevents self-trades, so
 * that an exchange which does not pays nothing for it.
 *
 * A FOK is judged by what it would trade: lots of its own group do not count, nor, unless the oldest is cancelled, do those
 * that lie behind them.
 */
export function makePreventingMatcher(
  memory: BookMemory,
  levels: Levels,
  resting: RestingOrders,
  reports: OrderEvents,
  events: EventBuffer,
  plain: Matcher,
  prevention: SelfTradePrevention,
): Matcher {
  const { words, doubles, hidden, state } = memory;
  const { mode, groups } = prevention;
  const { leavesOf, hiddenOf, ownerOf, reduce, remove } = resting;
  const { emit } = events;

  function match(side: number, key: number, id: number, owner: number, lots: number, kept: number): number {
    const group = groups[owner] ?? 0;
    if (group === 0) return plain.match(side, key, id, owner, lots, kept);
    const at = (side ^ 1) << STATE_SHIFT;
    let leaves = lots;
    while (leaves > 0 && key + state[at + BEST]! >= 0) {
      const first = words[state[at + BEST_LEVEL]! + NEXT]!;
      if (groups[ownerOf(first)] === group) leaves = prevent(side, key, id, owner, leaves, first);
      else leaves = tradeWith(first, side, key, id, owner, leaves);
    }
    return leaves;
  }

  /** One step of the plain matcher's: what the best level's first order shows. */
  function tradeWith(first: number, side: number, key: number, id: number, owner: number, lots: number): number {
    const traded = Math.min(words[first + LOTS]!, lots);
    plain.match(side, key, id, owner, traded, lots - traded);
    return lots - traded;
  }

  /** Answers with the lots that the arriving order has left to trade. */
  function prevent(side: number, key: number, id: number, owner: number, lots: number, own: number): number {
    const taken = mode === DECREMENT ? Math.min(lots, leavesOf(own)) : lots;
    if (mode !== CANCEL_NEWEST) takeOff(own, mode === DECREMENT ? taken : leavesOf(own));
    if (mode === CANCEL_OLDEST) return lots;
    const leaves = lots - taken;
    const sell = side & 1;
    const ticks = key === MARKET_KEY ? MARKET : Math.imul(key, 1 - (sell << 1));
    const type = leaves === 0 ? EXPIRED : REDUCED;
    emit(type | ((1 + sell) << 8) | REASON, side >> 1, owner, 0, taken, ticks, leaves, 0, id, 0);
    return leaves;
  }

  /** Hidden lots first, like any fall in quantity. */
  function takeOff(order: number, lots: number): void {
    const leaves = leavesOf(order) - lots;
    if (leaves === 0) {
      reports.changed(CANCELLED | REASON, order, lots, 0, 0);
      remove(order);
      return;
    }
    const fromHidden = Math.min(lots, hiddenOf(order));
    reduce(order, lots - fromHidden, fromHidden);
    reports.changed(REDUCED | REASON, order, lots, leaves, words[order + LOTS]!);
  }

  function canFill(side: number, key: number, lots: number, owner: number): boolean {
    const group = groups[owner] ?? 0;
    if (group === 0) return plain.canFill(side, key, lots, owner);
    const opposite = side ^ 1;
    let wanted = lots;
    const best = state[(opposite << STATE_SHIFT) + BEST_LEVEL]!;
    for (let level = best; level !== 0; level = levels.next(opposite, level)) {
      if (key + words[level + KEY]! < 0) return false;
      const own = firstOf(group, level, level);
      if (own === 0) wanted -= doubles[(level >> 1) + F64]! + hidden[level >> NODE_SHIFT]!;
      else wanted -= mode === CANCEL_OLDEST ? othersIn(group, level) : shownBefore(level, own);
      if (wanted <= 0) return true;
      if (own !== 0 && mode !== CANCEL_OLDEST) return false;
    }
    return false;
  }

  /** The group's first order behind `after` in a level's queue, or 0. */
  function firstOf(group: number, level: number, after: number): number {
    let order = words[after + NEXT]!;
    while (order !== level && groups[ownerOf(order)] !== group) order = words[order + NEXT]!;
    return order === level ? 0 : order;
  }

  function othersIn(group: number, level: number): number {
    let lots = doubles[(level >> 1) + F64]! + hidden[level >> NODE_SHIFT]!;
    for (let own = firstOf(group, level, level); own !== 0; own = firstOf(group, level, own)) lots -= leavesOf(own);
    return lots;
  }

  /** An iceberg's next part would queue behind the own order, so it is not counted. */
  function shownBefore(level: number, own: number): number {
    let lots = 0;
    for (let order = words[level + NEXT]!; order !== own; order = words[order + NEXT]!) lots += words[order + LOTS]!;
    return lots;
  }

  return { match, canFill };
}
