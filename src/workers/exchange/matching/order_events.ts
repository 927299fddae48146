import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';
import type { RestingOrders } from './resting_orders.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { F64, KEY, LEVEL, SIDE } = layout;
const { REFRESHED } = EventType;

/** Events about one order in the book, with what the book says of it. */
export interface OrderEvents {
  changed(type: number, order: number, lots: number, leaves: number, displayed: number): void;
  /** An iceberg shows its next part of `shown` lots. */
  refreshed(order: number, shown: number): void;
}

export function makeOrderEvents(memory: BookMemory, resting: RestingOrders, events: EventBuffer): OrderEvents {
  const { words, doubles } = memory;
  const { emit } = events;
  const { ownerOf, hiddenOf } = resting;

  function changed(type: number, order: number, lots: number, leaves: number, displayed: number): void {
    const level = words[order + LEVEL]!;
    const side = words[level + SIDE]!;
    const sell = side & 1;
    const ticks = Math.imul(words[level + KEY]!, 1 - (sell << 1));
    const code = type | ((1 + sell) << 8);
    emit(code, side >> 1, ownerOf(order), 0, lots, ticks, leaves, displayed, doubles[(order >> 1) + F64]!, 0);
  }

  return {
    changed,
    refreshed: (order, shown) => changed(REFRESHED, order, shown, shown + hiddenOf(order), shown),
  };
}
