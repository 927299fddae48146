import * as layout from './layout.ts';
import { makeLevelQueue } from './level_queue.ts';
import type { Levels } from './levels.ts';
import type { BookMemory } from './memory.ts';
import type { OrderStore } from './order_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { F64, ICEBERG, LEVEL, LOTS, NODE_SHIFT, OWNER } = layout;

/** Orders in the queues of their levels, and what the levels' sums say of them. */
export interface RestingOrders {
  /** A new order at the end of its level's queue; `shown` of its lots are displayed, `display` is an iceberg's part or 0. */
  add(side: number, key: number, id: number, owner: number, lots: number, shown: number, display: number): void;
  /** Out of its level, the level out of the book when it was the last, and the record back to the store. */
  remove(order: number): void;
  /** Takes lots off the shown part, and off the hidden part; neither may use up the order. */
  reduce(order: number, fromShown: number, fromHidden: number): void;
  /** An iceberg whose shown part is used up shows the next, at the end of the queue. Answers with its lots. */
  refresh(order: number): number;
  leavesOf(order: number): number;
  hiddenOf(order: number): number;
  ownerOf(order: number): number;
  /** 0 when it is no iceberg. */
  displayOf(order: number): number;
}

export function makeRestingOrders(memory: BookMemory, orders: OrderStore, levels: Levels): RestingOrders {
  const { words, doubles, hidden, display: displays } = memory;
  const { take, give } = orders;
  const { levelFor, close } = levels;
  const { append, unlink } = makeLevelQueue(memory);

  function add(
    side: number,
    key: number,
    id: number,
    owner: number,
    lots: number,
    shown: number,
    display: number,
  ): void {
    const order = take(id);
    const level = levelFor(side, key);
    words[order + LEVEL] = level;
    words[order + LOTS] = shown;
    words[order + OWNER] = owner;
    doubles[(level >> 1) + F64]! += shown;
    if (display !== 0) hide(order, level, lots - shown, display);
    append(level, order);
  }

  function hide(order: number, level: number, lots: number, display: number): void {
    words[order + OWNER]! |= ICEBERG;
    hidden[order >> NODE_SHIFT] = lots;
    displays[order >> NODE_SHIFT] = display;
    hidden[level >> NODE_SHIFT]! += lots;
  }

  function remove(order: number): void {
    const level = words[order + LEVEL]!;
    doubles[(level >> 1) + F64]! -= words[order + LOTS]!;
    if (words[order + OWNER]! < 0) hidden[level >> NODE_SHIFT]! -= hidden[order >> NODE_SHIFT]!;
    if (unlink(order)) close(level);
    give(order);
  }

  function reduce(order: number, fromShown: number, fromHidden: number): void {
    const level = words[order + LEVEL]!;
    words[order + LOTS]! -= fromShown;
    doubles[(level >> 1) + F64]! -= fromShown;
    if (fromHidden === 0) return;
    hidden[order >> NODE_SHIFT]! -= fromHidden;
    hidden[level >> NODE_SHIFT]! -= fromHidden;
  }

  function refresh(order: number): number {
    const level = words[order + LEVEL]!;
    const shown = Math.min(displays[order >> NODE_SHIFT]!, hidden[order >> NODE_SHIFT]!);
    reduce(order, -shown, shown);
    unlink(order);
    append(level, order);
    return shown;
  }

  /** Only icebergs have an entry beside the records: the others must not fetch another cache line. */
  function hiddenOf(order: number): number {
    return words[order + OWNER]! < 0 ? hidden[order >> NODE_SHIFT]! : 0;
  }

  return {
    add,
    remove,
    reduce,
    refresh,
    leavesOf: (order) => words[order + LOTS]! + hiddenOf(order),
    hiddenOf,
    ownerOf: (order) => words[order + OWNER]! & ~ICEBERG,
    displayOf: (order) => (words[order + OWNER]! < 0 ? displays[order >> NODE_SHIFT]! : 0),
  };
}
