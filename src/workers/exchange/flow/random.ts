/** Adds to the state so that seeds that differ by one start far apart (splitmix32). */
const GOLDEN_RATIO = 0x9e3779b9;
const TO_UNIT = 2 ** -32;

/** xoshiro128**: small, fast, all of its state in one array, and the same numbers on every machine. */
export class Random {
  readonly state = new Int32Array(4);

  constructor(seed: number) {
    let value = seed | 0;
    for (let i = 0; i < 4; i++) {
      value = (value + GOLDEN_RATIO) | 0;
      let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      this.state[i] = mixed ^ (mixed >>> 15);
    }
  }

  /** Uniform over all 32-bit patterns, as an unsigned whole number. */
  next(): number {
    const state = this.state;
    const s1 = state[1]!;
    const scaled = Math.imul(s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    const shifted = s1 << 9;
    const s2 = state[2]! ^ state[0]!;
    const s3 = state[3]! ^ s1;
    state[1] = s1 ^ s2;
    state[0] = state[0]! ^ s3;
    state[2] = s2 ^ shifted;
    state[3] = (s3 << 11) | (s3 >>> 21);
    return result >>> 0;
  }

  /** Above 0 and below 1, so that its logarithm is finite. */
  unit(): number {
    return (this.next() + 0.5) * TO_UNIT;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * TO_UNIT * limit);
  }

  exponential(mean: number): number {
    return -mean * Math.log(this.unit());
  }

  /** Failures before the first success: 0, 1, 2 ...; mean (1 - p) / p. */
  geometric(successProbability: number): number {
    return Math.floor(Math.log(this.unit()) / Math.log(1 - successProbability));
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}
