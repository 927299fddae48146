import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import { type BookMemory, Cell } from './memory.ts';
import type { Prices } from './prices.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST_KEY, BEST_LEVEL, LEVEL_SHARES, LEVEL_SHIFT, ORDER_SHIFT, ORDERS, PRICE4, SHARES, SIDE, STATE_SHIFT } =
  layout;

/** What can be read of the books between two messages. */
export interface BookView {
  /** 0: no order on that side. */
  bidPrice4(instrument: number): number;
  bidShares(instrument: number): number;
  askPrice4(instrument: number): number;
  askShares(instrument: number): number;
  /** Levels of a side, best first, `most` of them. */
  visitLevels(instrument: number, isAsk: boolean, most: number, visit: LevelVisitor): void;
  /** Orders of a side, best price first, then as they came. Slow: it goes through the orders of all books. */
  visitOrders(instrument: number, isAsk: boolean, visit: (price4: number, shares: number) => void): void;
  /** Open orders of all books, and how many of those are elders: see order_store.ts. */
  orderCount(): number;
  elderCount(): number;
  /** Instruments whose best prices or trades have changed since `clearChanged`, in the order in which they first did. */
  changedCount(): number;
  changedAt(place: number): number;
  clearChanged(): void;
}

export type LevelVisitor = (price4: number, shares: number, orders: number) => void;

export function makeBookView(memory: BookMemory, { next, keyOf }: Levels, { priceOf }: Prices): BookView {
  const { state, levels, orders, arrivals, cells, changed, isChanged } = memory;
  const places = 2 ** memory.limits.indexBits;

  function bestPrice4(side: number): number {
    const key = state[(side << STATE_SHIFT) + BEST_KEY]!;
    return key === 0 ? 0 : priceOf(side, key);
  }

  function bestShares(side: number): number {
    const level = state[(side << STATE_SHIFT) + BEST_LEVEL]!;
    return level === 0 ? 0 : levels[(level << LEVEL_SHIFT) + LEVEL_SHARES]!;
  }

  function visitLevels(instrument: number, isAsk: boolean, most: number, visit: LevelVisitor): void {
    const side = sideOf(instrument, isAsk);
    let level = state[(side << STATE_SHIFT) + BEST_LEVEL]!;
    for (let shown = 0; level !== 0 && shown < most; shown++) {
      const at = level << LEVEL_SHIFT;
      visit(priceOf(side, keyOf(side, level)), levels[at + LEVEL_SHARES]!, levels[at + ORDERS]!);
      level = next(side, level);
    }
  }

  function visitOrders(instrument: number, isAsk: boolean, visit: (price4: number, shares: number) => void): void {
    const side = sideOf(instrument, isAsk);
    const found: number[] = [];
    const end = places + cells[Cell.NEW_ELDER]! - 1;
    for (let order = 0; order < end; order++) {
      const at = order << ORDER_SHIFT;
      if (orders[at + SHARES] !== 0 && orders[at + SIDE] === side) found.push(order);
    }
    const price4Of = (order: number): number => orders[(order << ORDER_SHIFT) + PRICE4]!;
    const better = isAsk ? 1 : -1;
    found.sort((a, b) => better * (price4Of(a) - price4Of(b)) || (arrivals[a]! >>> 0) - (arrivals[b]! >>> 0));
    for (const order of found) visit(price4Of(order), orders[(order << ORDER_SHIFT) + SHARES]!);
  }

  return {
    bidPrice4: (instrument) => bestPrice4(instrument * 2),
    bidShares: (instrument) => bestShares(instrument * 2),
    askPrice4: (instrument) => bestPrice4(instrument * 2 + 1),
    askShares: (instrument) => bestShares(instrument * 2 + 1),
    visitLevels,
    visitOrders,
    orderCount: () => cells[Cell.OPEN]!,
    elderCount: () => cells[Cell.ELDERS]!,
    changedCount: () => cells[Cell.CHANGED]!,
    changedAt: (place) => changed[place]!,
    clearChanged() {
      for (let place = 0; place < cells[Cell.CHANGED]!; place++) isChanged[changed[place]!] = 0;
      cells[Cell.CHANGED] = 0;
    },
  };
}

function sideOf(instrument: number, isAsk: boolean): number {
  return instrument * 2 + (isAsk ? 1 : 0);
}
