/** Seeded numbers for the demo trader: the same seed and the same reports give the same orders. */

export class Random {
  #state: number;

  constructor(seed: number) {
    // A state of zero would stay zero.
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635) | 0 || 1;
  }

  /** From 0 to below 1, 32-bit xorshift. */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** 1 with probability `p`, 2 with (1-p)p and so on, at most `most`. */
  geometric(p: number, most: number): number {
    let n = 1;
    while (n < most && this.next() >= p) n++;
    return n;
  }
}
