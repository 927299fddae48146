import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import type { BookMemory } from './memory.ts';
import type { OrderEvents } from './order_events.ts';
import type { RestingOrders } from './resting_orders.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST, BEST_LEVEL, F64, KEY, LOTS, NEXT, NODE_SHIFT, STATE_SHIFT } = layout;
const { FILLED } = EventType;

/** Trades an arriving order against the other side of its book. */
export interface Matcher {
  /**
   * Trades while prices cross; answers with the lots that are left. `side` is the arriving order's. `kept` of its lots do
   * not take part, but belong to what it has left.
   */
  match(side: number, key: number, id: number, owner: number, lots: number, kept: number): number;
  /** Whether all lots would trade, hidden ones included. */
  canFill(side: number, key: number, lots: number, owner: number): boolean;
}

export function makeMatcher(
  memory: BookMemory,
  levels: Levels,
  resting: RestingOrders,
  reports: OrderEvents,
  events: EventBuffer,
): Matcher {
  const { words, doubles, hidden, state } = memory;
  const { reduce, remove, hiddenOf, ownerOf, refresh } = resting;
  const { emit } = events;

  function match(side: number, key: number, id: number, owner: number, lots: number, kept: number): number {
    const sell = side & 1;
    const code = FILLED | ((1 + sell) << 8);
    // The makers' keys have the other sign: a bid for an arriving offer.
    const sign = (sell << 1) - 1;
    const at = (side ^ 1) << STATE_SHIFT;
    let leaves = lots;
    while (leaves > 0 && key + state[at + BEST]! >= 0) {
      const ticks = Math.imul(state[at + BEST]!, sign);
      const maker = words[state[at + BEST_LEVEL]! + NEXT]!;
      const shown = words[maker + LOTS]!;
      const traded = Math.min(shown, leaves);
      const hiddenLeft = hiddenOf(maker);
      leaves -= traded;
      const makerLeaves = shown - traded + hiddenLeft;
      emit(
        code,
        side >> 1,
        owner,
        ownerOf(maker),
        traded,
        ticks,
        leaves + kept,
        makerLeaves,
        id,
        doubles[(maker >> 1) + F64]!,
      );
      if (makerLeaves === 0) remove(maker);
      else {
        reduce(maker, traded, 0);
        if (traded === shown) reports.refreshed(maker, refresh(maker));
      }
    }
    return leaves;
  }

  function canFill(side: number, key: number, lots: number): boolean {
    const opposite = side ^ 1;
    let wanted = lots;
    const best = state[(opposite << STATE_SHIFT) + BEST_LEVEL]!;
    for (let level = best; level !== 0; level = levels.next(opposite, level)) {
      if (key + words[level + KEY]! < 0) return false;
      wanted -= doubles[(level >> 1) + F64]! + hidden[level >> NODE_SHIFT]!;
      if (wanted <= 0) return true;
    }
    return false;
  }

  return { match, canFill };
}
