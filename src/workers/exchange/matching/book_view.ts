import { Side } from '../../model/order.ts';
import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import type { BookMemory } from './memory.ts';
import type { RestingOrders } from './resting_orders.ts';

const { BEST, BEST_LEVEL, F64, KEY, LOTS, MARKET, MARKET_KEY, NEXT, STATE_SHIFT } = layout;
const { BUY } = Side;

export type OrderVisitor = (ticks: number, id: number, displayed: number, hidden: number, owner: number) => void;

/** What the books hold, for those who only look. */
export interface BookView {
  /** 0: the side is empty. */
  bestTicks(instrument: number, side: number): number;
  /** Displayed lots at the best price. */
  bestLots(instrument: number, side: number): number;
  /** For inspection, not for the hot path: every order of a side, best level first, front of the queue first. */
  visitOrders(instrument: number, side: number, visit: OrderVisitor): void;
}

export function makeBookView(memory: BookMemory, levels: Levels, resting: RestingOrders): BookView {
  const { words, doubles, state } = memory;

  function bestTicks(instrument: number, side: number): number {
    const at = sideIndexOf(instrument, side) << STATE_SHIFT;
    const best = state[at + BEST]!;
    return state[at + BEST_LEVEL] === 0 ? 0 : side === BUY ? best : -best;
  }

  function bestLots(instrument: number, side: number): number {
    const level = state[(sideIndexOf(instrument, side) << STATE_SHIFT) + BEST_LEVEL]!;
    return level === 0 ? 0 : doubles[(level >> 1) + F64]!;
  }

  function visitOrders(instrument: number, side: number, visit: OrderVisitor): void {
    const sideIndex = sideIndexOf(instrument, side);
    const best = state[(sideIndex << STATE_SHIFT) + BEST_LEVEL]!;
    for (let level = best; level !== 0; level = levels.next(sideIndex, level)) {
      // Market orders rest in a call only.
      const ticks = words[level + KEY] === MARKET_KEY ? MARKET : Math.abs(words[level + KEY]!);
      for (let order = words[level + NEXT]!; order !== level; order = words[order + NEXT]!) {
        const id = doubles[(order >> 1) + F64]!;
        visit(ticks, id, words[order + LOTS]!, resting.hiddenOf(order), resting.ownerOf(order));
      }
    }
  }

  return { bestTicks, bestLots, visitOrders };
}

function sideIndexOf(instrument: number, side: number): number {
  return instrument * 2 + (side === BUY ? 0 : 1);
}
