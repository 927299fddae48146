/** Counts a second, from totals sampled now and then. */

export class Rate {
  #total = 0;
  #atMs: number;
  #perSecond = 0;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** Samples closer than this keep the last answer: a redraw asks four times a second. */
  static readonly WINDOW_MS = 1_000;

  sample(total: number, nowMs: number): number {
    const elapsedMs = nowMs - this.#atMs;
    if (elapsedMs >= Rate.WINDOW_MS) {
      this.#perSecond = ((total - this.#total) * 1_000) / elapsedMs;
      this.#total = total;
      this.#atMs = nowMs;
    }
    return this.#perSecond;
  }
}
