import type { BookCounters } from './counters.ts';
import { Fault } from './counters.ts';
import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import { type BookMemory, Cell } from './memory.ts';
import type { OrderStore } from './order_store.ts';
import type { Prices } from './prices.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST_KEY, BEST_LEVEL, LEVEL_SHARES, LEVEL_SHIFT, MAX_SHARES, ORDER_SHIFT } = layout;
const { ORDERS, PRICE4, SHARES, SIDE, STATE_SHIFT, TOP_KEY } = layout;
const { CHANGED, OPEN } = Cell;
const { BOOK_CROSSED, BOOK_LOCKED, LEVEL_FULL, ORDERS_FULL, WINDOWS_FULL } = Fault;

/** Orders in their levels. Whatever touches a side's best level marks its instrument as changed. */
export interface RestingOrders {
  /** A new order under a reference that none has, last in its level's queue; counted and left out when there is no room. */
  add(high: number, low: number, side: number, shares: number, price4: number): void;
  remove(order: number): void;
  /** Takes shares off an order that has more. */
  reduce(order: number, shares: number): void;
  markChanged(instrument: number): void;
}

export function makeRestingOrders(
  memory: BookMemory,
  store: OrderStore,
  levels: Levels,
  prices: Prices,
  { faults }: BookCounters,
): RestingOrders {
  const { orders, levels: levelWords, state, cells, changed, isChanged } = memory;
  const { put, remove: removeFromStore } = store;
  const { levelAt, levelFor, opened, closed } = levels;
  const { keyFor } = prices;
  const capacity = memory.limits.orders;

  function add(high: number, low: number, side: number, shares: number, price4: number): void {
    if (cells[OPEN] === capacity) {
      faults[ORDERS_FULL]! += 1;
      return;
    }
    const key = keyFor(side, price4);
    const level = levelFor(side, key);
    if (level === 0) {
      faults[WINDOWS_FULL]! += 1;
      return;
    }
    const at = level << LEVEL_SHIFT;
    const before = levelWords[at + LEVEL_SHARES]!;
    if (before > MAX_SHARES - shares) {
      faults[LEVEL_FULL]! += 1;
      return;
    }
    put(high, low, side, shares, price4);
    levelWords[at + LEVEL_SHARES] = before + shares;
    levelWords[at + ORDERS]! += 1;
    if (before === 0) begin(side, key, level);
    if (level === state[(side << STATE_SHIFT) + BEST_LEVEL]) markChanged(side >> 1);
  }

  function begin(side: number, key: number, level: number): void {
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
    const orderAt = order << ORDER_SHIFT;
    const side = orders[orderAt + SIDE]!;
    const level = levelAt(side, keyFor(side, orders[orderAt + PRICE4]!));
    const at = level << LEVEL_SHIFT;
    if (level === state[(side << STATE_SHIFT) + BEST_LEVEL]) markChanged(side >> 1);
    const left = levelWords[at + ORDERS]! - 1;
    levelWords[at + ORDERS] = left;
    levelWords[at + LEVEL_SHARES]! -= orders[orderAt + SHARES]!;
    if (left === 0) closed(side, level);
    removeFromStore(order);
  }

  function reduce(order: number, shares: number): void {
    const orderAt = order << ORDER_SHIFT;
    const side = orders[orderAt + SIDE]!;
    const level = levelAt(side, keyFor(side, orders[orderAt + PRICE4]!));
    orders[orderAt + SHARES]! -= shares;
    levelWords[(level << LEVEL_SHIFT) + LEVEL_SHARES]! -= shares;
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
