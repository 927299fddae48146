import * as layout from './layout.ts';
import type { Levels } from './levels.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { CENT_PRICE4, DOLLAR_PRICE4, MAX_PRICE4, TOP_KEY } = layout;

/** What a tick may become when a price is no multiple of the instrument's: parts of a cent. */
const FINER_PRICE4 = [50, 20, 10, 5, 2, 1];

/** Prices of ten-thousandths and the keys under which levels are found. */
export interface Prices {
  /** The key of a price (`isPrice4`) on a side. A price between the ticks makes the ticks finer. */
  keyFor(side: number, price4: number): number;
  priceOf(side: number, key: number): number;
}

export function makePrices({ tickPrice4 }: BookMemory, { renumber }: Levels, onFinerTick: () => void): Prices {
  function keyFor(side: number, price4: number): number {
    const ticks = ticksFor(side >> 1, price4);
    return (side & 1) === 0 ? ticks + 1 : TOP_KEY - ticks;
  }

  function ticksFor(instrument: number, price4: number): number {
    if (price4 < DOLLAR_PRICE4) return price4;
    if (tickPrice4[instrument] !== CENT_PRICE4) return partsFor(instrument, price4);
    // Division by a constant is a multiplication.
    const cents = ((price4 - DOLLAR_PRICE4) / CENT_PRICE4) | 0;
    if (cents * CENT_PRICE4 + DOLLAR_PRICE4 !== price4) return partsFor(instrument, price4);
    return DOLLAR_PRICE4 + cents;
  }

  function partsFor(instrument: number, price4: number): number {
    const tick = tickPrice4[instrument]!;
    const above = price4 - DOLLAR_PRICE4;
    if (above % tick !== 0) return refine(instrument, price4);
    return DOLLAR_PRICE4 + above / tick;
  }

  function refine(instrument: number, price4: number): number {
    const tick = tickPrice4[instrument]!;
    const finer = FINER_PRICE4.find((part) => tick % part === 0 && (price4 - DOLLAR_PRICE4) % part === 0)!;
    const times = tick / finer;
    const refined = (ticks: number): number =>
      ticks < DOLLAR_PRICE4 ? ticks : DOLLAR_PRICE4 + (ticks - DOLLAR_PRICE4) * times;
    renumber(instrument * 2, (key) => refined(key - 1) + 1);
    renumber(instrument * 2 + 1, (key) => TOP_KEY - refined(TOP_KEY - key));
    tickPrice4[instrument] = finer;
    onFinerTick();
    return ticksFor(instrument, price4);
  }

  function priceOf(side: number, key: number): number {
    const ticks = (side & 1) === 0 ? key - 1 : TOP_KEY - key;
    if (ticks < DOLLAR_PRICE4) return ticks;
    return DOLLAR_PRICE4 + (ticks - DOLLAR_PRICE4) * tickPrice4[side >> 1]!;
  }

  return { keyFor, priceOf };
}

/** Zero would be a market order, which no displayed order is. */
export function isPrice4(price4: number): boolean {
  return price4 > 0 && price4 <= MAX_PRICE4;
}
