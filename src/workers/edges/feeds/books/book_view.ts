import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import { type BookMemory, Cell } from './memory.ts';
import type { Prices } from './prices.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST_KEY, BEST_LEVEL, FIRST, LEVEL_SHARES, NEXT, NODE_SHIFT, ORDERS, SHARES, STATE_SHIFT } = layout;

/** What can be read of the books between two messages. */
export interface BookView {
  /** 0: no order on that side. */
  bidPrice4(instrument: number): number;
  bidShares(instrument: number): number;
  askPrice4(instrument: number): number;
  askShares(instrument: number): number;
  /** Levels of a side, best first, `most` of them. */
  visitLevels(instrument: number, isAsk: boolean, most: number, visit: LevelVisitor): void;
  /** Orders of a side, best price first, then as they came. */
  visitOrders(instrument: number, isAsk: boolean, visit: (price4: number, shares: number) => void): void;
  /** Open orders of all books, and how many of those are elders: see order_index.ts. */
  orderCount(): number;
  elderCount(): number;
  /** Instruments whose best prices or trades have changed since `clearChanged`, in the order in which they first did. */
  changedCount(): number;
  changedAt(place: number): number;
  clearChanged(): void;
}

export type LevelVisitor = (price4: number, shares: number, orders: number) => void;

export function makeBookView(memory: BookMemory, { next, keyOf }: Levels, { priceOf }: Prices): BookView {
  const { state, levels, orders, cells, changed, isChanged } = memory;

  function bestPrice4(side: number): number {
    const key = state[(side << STATE_SHIFT) + BEST_KEY]!;
    return key === 0 ? 0 : priceOf(side, key);
  }

  function bestShares(side: number): number {
    const level = state[(side << STATE_SHIFT) + BEST_LEVEL]!;
    return level === 0 ? 0 : levels[(level << NODE_SHIFT) + LEVEL_SHARES]!;
  }

  function visitLevels(instrument: number, isAsk: boolean, most: number, visit: LevelVisitor): void {
    const side = sideOf(instrument, isAsk);
    let level = state[(side << STATE_SHIFT) + BEST_LEVEL]!;
    for (let shown = 0; level !== 0 && shown < most; shown++) {
      const at = level << NODE_SHIFT;
      visit(priceOf(side, keyOf(side, level)), levels[at + LEVEL_SHARES]!, levels[at + ORDERS]!);
      level = next(side, level);
    }
  }

  function visitOrders(instrument: number, isAsk: boolean, visit: (price4: number, shares: number) => void): void {
    const side = sideOf(instrument, isAsk);
    for (let level = state[(side << STATE_SHIFT) + BEST_LEVEL]!; level !== 0; level = next(side, level)) {
      const price4 = priceOf(side, keyOf(side, level));
      for (let order = levels[(level << NODE_SHIFT) + FIRST]!; order !== 0; ) {
        visit(price4, orders[(order << NODE_SHIFT) + SHARES]!);
        order = orders[(order << NODE_SHIFT) + NEXT]!;
      }
    }
  }

  return {
    bidPrice4: (instrument) => bestPrice4(instrument * 2),
    bidShares: (instrument) => bestShares(instrument * 2),
    askPrice4: (instrument) => bestPrice4(instrument * 2 + 1),
    askShares: (instrument) => bestShares(instrument * 2 + 1),
    visitLevels,
    visitOrders,
    orderCount: () => cells[Cell.ORDERS]!,
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
