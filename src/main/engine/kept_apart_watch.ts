/** Tells operators when a fill is kept apart: it waits for one of them. */

import { MOST_SUSPENDED, SUSPENDED_LAST_NUMBER, SUSPENDED_WAITING } from '../../workers/pipeline/orders/suspense.ts';

const INTERVAL_MS = 500;

export class KeptApartWatch {
  readonly #figures: Float64Array;
  readonly #notice: (text: string) => void;
  #told = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `figures`: the suspense's, which the engine writes meanwhile. */
  private constructor(figures: Float64Array, notice: (text: string) => void) {
    this.#figures = figures;
    this.#notice = notice;
  }

  /** What waits already is told at once, and what comes from now on. */
  static start(figures: Float64Array, notice: (text: string) => void): KeptApartWatch {
    const watch = new KeptApartWatch(figures, notice);
    watch.start();
    return watch;
  }

  private start(): void {
    const waiting = this.#figures[SUSPENDED_WAITING]!;
    this.#told = this.#figures[SUSPENDED_LAST_NUMBER]!;
    if (waiting > 0) this.#notice(`fills kept apart: ${waiting} wait for an operator (sluice fills, sluice assign)`);
    this.#timer = setInterval(() => this.look(), INTERVAL_MS);
    this.#timer.unref();
  }

  look(): void {
    const last = this.#figures[SUSPENDED_LAST_NUMBER]!;
    if (last === this.#told) return;
    const numbers = last === this.#told + 1 ? `fill ${last} is` : `fills ${this.#told + 1} to ${last} are`;
    this.#told = last;
    const waiting = this.#figures[SUSPENDED_WAITING]!;
    const full = waiting < MOST_SUSPENDED ? '' : '; there is room for no more, and further ones are lost to the engine';
    this.#notice(`${numbers} kept apart: nobody knows whose (sluice fills, sluice assign)${full}`);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
