/** Where prices are, for every exchange of one host: the reference that background participants trade around. */

import { Random } from './random.ts';

/** Standard deviation over one second, and pull back to the start, a second. */
export interface WalkOptions {
  readonly walkTicks: number;
  readonly reversion: number;
}

export interface ReferencePrices {
  /** Ticks, not whole, of an instrument at a time that is not far before the latest asked for. */
  at(instrument: number, seconds: number): number;
}

/** Prices stand still for so long, then step: what a price is does not depend on when it is asked for. */
const STEP_SECONDS = 0.01;
/** Steps that are remembered, for venues that lag behind. */
const REMEMBERED = 512;
const LOWEST_TICKS = 2;

/** How late a venue may be. */
export const MOST_LAG_SECONDS = ((REMEMBERED - 1) * STEP_SECONDS) / 2;

/** One Ornstein-Uhlenbeck walk an instrument, from one seed; or what is observed somewhere, where that is a price. */
export class ReferenceMarket implements ReferencePrices {
  readonly #home: Float64Array;
  readonly #steps: Float64Array;
  readonly #options: WalkOptions;
  readonly #random: Random;
  readonly #observed: (instrument: number) => number;
  #latest = 0;

  /** `observed` answers with ticks, or with 0. */
  constructor(
    startTicks: readonly number[],
    seed: number,
    options: WalkOptions,
    observed: (instrument: number) => number = () => 0,
  ) {
    this.#home = Float64Array.from(startTicks);
    this.#steps = new Float64Array(startTicks.length * REMEMBERED);
    startTicks.forEach((ticks, instrument) => {
      this.#steps[instrument * REMEMBERED] = ticks;
    });
    this.#options = options;
    this.#random = new Random(seed);
    this.#observed = observed;
  }

  at(instrument: number, seconds: number): number {
    const step = Math.max(0, Math.floor(seconds / STEP_SECONDS));
    while (this.#latest < step) this.#walk();
    const oldest = Math.max(0, this.#latest - REMEMBERED + 1);
    return this.#steps[instrument * REMEMBERED + (Math.max(oldest, step) % REMEMBERED)]!;
  }

  #walk(): void {
    const { walkTicks, reversion } = this.#options;
    const deviation = walkTicks * Math.sqrt(STEP_SECONDS);
    const from = this.#latest % REMEMBERED;
    this.#latest++;
    const to = this.#latest % REMEMBERED;
    for (let instrument = 0; instrument < this.#home.length; instrument++) {
      const row = instrument * REMEMBERED;
      const price = this.#steps[row + from]!;
      const pull = reversion * STEP_SECONDS * (this.#home[instrument]! - price);
      const walked = Math.max(LOWEST_TICKS, price + pull + deviation * this.#random.normal());
      this.#steps[row + to] = this.#observed(instrument) || walked;
    }
  }
}
