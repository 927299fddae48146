import * as layout from '../matching/layout.ts';
import type { Levels } from '../matching/levels.ts';
import type { BookMemory } from '../matching/memory.ts';

const { BEST_LEVEL, F64, KEY, MARKET_KEY, MAX_TICKS, NODE_SHIFT, STATE_SHIFT } = layout;

/** What a call would trade at its best price. */
export interface Cross {
  /** 0: nothing trades. */
  ticks: number;
  lots: number;
  /** What is left over at the price: above 0 to buy, below 0 to sell. */
  imbalanceLots: number;
}

/**
 * The one price at which a call trades: where most lots do; of several, where least is left over; of several, the nearest
 * to the reference; of two as near, or without a reference (0), the lowest. It lies between the lowest and the highest
 * limit in the book, or is the reference.
 */
export interface CrossPrice {
  /** The answer is written over by the next call. */
  find(instrument: number, referenceTicks: number): Cross;
}

/** A side's levels, best first, each with the lots of all that are no worse. Grows to the deepest book that it has seen. */
interface Ladder {
  prices: Int32Array;
  sums: Float64Array;
  count: number;
  marketLots: number;
}

export function makeCrossPrice(memory: BookMemory, levels: Levels): CrossPrice {
  const { words, doubles, hidden, state } = memory;
  const buyers = newLadder();
  const sellers = newLadder();
  const cross: Cross = { ticks: 0, lots: 0, imbalanceLots: 0 };

  function find(instrument: number, referenceTicks: number): Cross {
    climb(buyers, instrument * 2);
    climb(sellers, instrument * 2 + 1);
    cross.ticks = 0;
    cross.lots = 0;
    cross.imbalanceLots = 0;
    // What trades changes just above a buyer's price and at a seller's: in between, one price is as good as the next.
    const { lowest, highest } = limitsOf();
    for (let i = 0; i < buyers.count; i++) {
      consider(buyers.prices[i]!, referenceTicks);
      if (buyers.prices[i] !== highest) consider(buyers.prices[i]! + 1, referenceTicks);
    }
    for (let i = 0; i < sellers.count; i++) {
      consider(sellers.prices[i]!, referenceTicks);
      if (sellers.prices[i] !== lowest) consider(sellers.prices[i]! - 1, referenceTicks);
    }
    consider(referenceTicks, referenceTicks);
    return cross;
  }

  function limitsOf(): { lowest: number; highest: number } {
    let lowest = MAX_TICKS;
    let highest = 0;
    for (const { prices, count } of [buyers, sellers]) {
      if (count === 0) continue;
      lowest = Math.min(lowest, prices[0]!, prices[count - 1]!);
      highest = Math.max(highest, prices[0]!, prices[count - 1]!);
    }
    return { lowest, highest };
  }

  function climb(ladder: Ladder, side: number): void {
    ladder.count = 0;
    ladder.marketLots = 0;
    let sum = 0;
    const best = state[(side << STATE_SHIFT) + BEST_LEVEL]!;
    for (let level = best; level !== 0; level = levels.next(side, level)) {
      sum += doubles[(level >> 1) + F64]! + hidden[level >> NODE_SHIFT]!;
      if (words[level + KEY] === MARKET_KEY) {
        ladder.marketLots = sum;
        continue;
      }
      if (ladder.count === ladder.prices.length) grow(ladder);
      ladder.prices[ladder.count] = Math.abs(words[level + KEY]!);
      ladder.sums[ladder.count] = sum;
      ladder.count++;
    }
  }

  function consider(ticks: number, referenceTicks: number): void {
    if (ticks === 0) return;
    const toBuy = lotsAt(buyers, ticks, 1);
    const toSell = lotsAt(sellers, ticks, -1);
    const lots = Math.min(toBuy, toSell);
    if (lots === 0 || lots < cross.lots) return;
    if (lots === cross.lots && !isBetter(ticks, Math.abs(toBuy - toSell), referenceTicks)) return;
    cross.ticks = ticks;
    cross.lots = lots;
    cross.imbalanceLots = toBuy - toSell;
  }

  /** Of two prices at which as much trades. */
  function isBetter(ticks: number, imbalance: number, referenceTicks: number): boolean {
    const best = Math.abs(cross.imbalanceLots);
    if (imbalance !== best) return imbalance < best;
    const distance = referenceTicks === 0 ? 0 : Math.abs(ticks - referenceTicks);
    const bestDistance = referenceTicks === 0 ? 0 : Math.abs(cross.ticks - referenceTicks);
    return distance !== bestDistance ? distance < bestDistance : ticks < cross.ticks;
  }

  return { find };
}

/** The lots of a side that trade at a price: those whose limits are no worse. `sign` is 1 for buyers, -1 for sellers. */
function lotsAt(ladder: Ladder, ticks: number, sign: number): number {
  let low = 0;
  let high = ladder.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ladder.prices[middle]! - ticks) * sign >= 0) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? ladder.marketLots : ladder.sums[low - 1]!;
}

function newLadder(): Ladder {
  return { prices: new Int32Array(256), sums: new Float64Array(256), count: 0, marketLots: 0 };
}

function grow(ladder: Ladder): void {
  const { prices, sums } = ladder;
  ladder.prices = new Int32Array(prices.length * 2);
  ladder.sums = new Float64Array(sums.length * 2);
  ladder.prices.set(prices);
  ladder.sums.set(sums);
}
