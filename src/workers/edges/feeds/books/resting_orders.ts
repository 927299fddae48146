import type { BookCounters } from './counters.ts';
import { Fault } from './counters.ts';
import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import { type BookMemory, Cell } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST_KEY, BEST_LEVEL, FIRST, LAST, LEVEL, LEVEL_SHARES, MAX_SHARES, NEXT, NODE_SHIFT } = layout;
const { ORDERS, PREVIOUS, SHARES, STATE_SHIFT, TOP_KEY } = layout;
const { CHANGED, FREE_ORDER, NEW_ORDER } = Cell;
const OPEN_ORDERS = Cell.ORDERS;
const { BOOK_CROSSED, BOOK_LOCKED, LEVEL_FULL, ORDERS_FULL, WINDOWS_FULL } = Fault;

/** Orders in the queues of their levels. Whatever touches a side's best level marks its instrument as changed. */
export interface RestingOrders {
  /** The new order, at the end of its level's queue; 0, and counted: there is no room. */
  add(side: number, key: number, shares: number): number;
  remove(order: number): void;
  /** Takes shares off an order that has more. */
  reduce(order: number, shares: number): void;
  markChanged(instrument: number): void;
}

export function makeRestingOrders(memory: BookMemory, levels: Levels, counters: BookCounters): RestingOrders {
  const { orders, levels: levelWords, state, cells, changed, isChanged } = memory;
  const { levelFor, opened, closed, sideOf } = levels;
  const { faults } = counters;
  const capacity = memory.limits.orders;

  function add(side: number, key: number, shares: number): number {
    if (cells[OPEN_ORDERS] === capacity) return refuse(ORDERS_FULL);
    const level = levelFor(side, key);
    if (level === 0) return refuse(WINDOWS_FULL);
    const levelAt = level << NODE_SHIFT;
    if (levelWords[levelAt + LEVEL_SHARES]! > MAX_SHARES - shares) return refuse(LEVEL_FULL);
    const order = take();
    const orderAt = order << NODE_SHIFT;
    orders[orderAt + NEXT] = 0;
    orders[orderAt + SHARES] = shares;
    orders[orderAt + LEVEL] = level;
    if (levelWords[levelAt + ORDERS] === 0) begin(side, key, level, order);
    else append(levelAt, order);
    levelWords[levelAt + LEVEL_SHARES]! += shares;
    if (level === state[(side << STATE_SHIFT) + BEST_LEVEL]) markChanged(side >> 1);
    return order;
  }

  function refuse(fault: number): number {
    faults[fault]! += 1;
    return 0;
  }

  function take(): number {
    cells[OPEN_ORDERS]! += 1;
    const free = cells[FREE_ORDER]!;
    if (free === 0) return cells[NEW_ORDER]!++;
    // The last freed record is the next used, since it is still in the cache.
    cells[FREE_ORDER] = orders[(free << NODE_SHIFT) + NEXT]!;
    return free;
  }

  function append(levelAt: number, order: number): void {
    const last = levelWords[levelAt + LAST]!;
    orders[(last << NODE_SHIFT) + NEXT] = order;
    orders[(order << NODE_SHIFT) + PREVIOUS] = last;
    levelWords[levelAt + LAST] = order;
    levelWords[levelAt + ORDERS]! += 1;
  }

  function begin(side: number, key: number, level: number, order: number): void {
    const levelAt = level << NODE_SHIFT;
    orders[(order << NODE_SHIFT) + PREVIOUS] = 0;
    levelWords[levelAt + FIRST] = order;
    levelWords[levelAt + LAST] = order;
    levelWords[levelAt + ORDERS] = 1;
    const isBetter = key > state[(side << STATE_SHIFT) + BEST_KEY]!;
    opened(side, key, level);
    if (isBetter) compareSides(side, key);
  }

  /** A new best price that meets the other side's is no error of the feed, but of one that matches, or of a part missed. */
  function compareSides(side: number, key: number): void {
    const other = state[((side ^ 1) << STATE_SHIFT) + BEST_KEY]!;
    if (other === 0) return;
    const meeting = TOP_KEY - other + 1;
    if (key > meeting) faults[BOOK_CROSSED]! += 1;
    else if (key === meeting) faults[BOOK_LOCKED]! += 1;
  }

  function remove(order: number): void {
    const orderAt = order << NODE_SHIFT;
    const level = orders[orderAt + LEVEL]!;
    const levelAt = level << NODE_SHIFT;
    const side = sideOf(level);
    if (level === state[(side << STATE_SHIFT) + BEST_LEVEL]) markChanged(side >> 1);
    const left = levelWords[levelAt + ORDERS]! - 1;
    levelWords[levelAt + ORDERS] = left;
    levelWords[levelAt + LEVEL_SHARES]! -= orders[orderAt + SHARES]!;
    if (left === 0) closed(side, level);
    else unlink(levelAt, orderAt);
    orders[orderAt + NEXT] = cells[FREE_ORDER]!;
    cells[FREE_ORDER] = order;
    cells[OPEN_ORDERS]! -= 1;
  }

  function unlink(levelAt: number, orderAt: number): void {
    const next = orders[orderAt + NEXT]!;
    const previous = orders[orderAt + PREVIOUS]!;
    if (next === 0) levelWords[levelAt + LAST] = previous;
    else orders[(next << NODE_SHIFT) + PREVIOUS] = previous;
    if (previous === 0) levelWords[levelAt + FIRST] = next;
    else orders[(previous << NODE_SHIFT) + NEXT] = next;
  }

  function reduce(order: number, shares: number): void {
    const orderAt = order << NODE_SHIFT;
    const level = orders[orderAt + LEVEL]!;
    orders[orderAt + SHARES]! -= shares;
    levelWords[(level << NODE_SHIFT) + LEVEL_SHARES]! -= shares;
    const side = sideOf(level);
    if (level === state[(side << STATE_SHIFT) + BEST_LEVEL]) markChanged(side >> 1);
  }

  function markChanged(instrument: number): void {
    if (isChanged[instrument] !== 0) return;
    isChanged[instrument] = 1;
    changed[cells[CHANGED]!] = instrument;
    cells[CHANGED]! += 1;
  }

  return { add, remove, reduce, markChanged };
}
