/**
 * What the orders of the pipeline's benches say: 20 instruments by Zipf's law, 500 accounts, 5 % denied (half beyond the
 * collar, half too large). Order `n` is template `n` modulo their number with an identifier of its own, so that the check of
 * what comes back needs to remember nothing.
 */
import { Side } from '../src/workers/model/order.ts';
import { ReasonCode } from '../src/workers/model/reason.ts';

export const INSTRUMENTS = 20;
/** One that no template names, without collar and breaker: for orders beside those that are measured. */
export const BESIDE_INSTRUMENT = INSTRUMENTS;
export const ALL_INSTRUMENTS = INSTRUMENTS + 1;
export const ACCOUNTS = 500;
export const STRATEGIES = 8;
export const VENUES = 1;
export const TEMPLATES = 1 << 16;
export const MOST_LOTS = 1_000;
const MIDDLE_TICKS = 10_000;
export const COLLAR_BPS = 500;
const DENIED_SHARE = 0.05;

/** Mulberry's mixing of a counter: enough for a load, the same on every machine. */
export function makeRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Order `n` has the terms of row `n % TEMPLATES`. */
export class Templates {
  readonly account = new Int32Array(TEMPLATES);
  readonly strategy = new Int32Array(TEMPLATES);
  readonly instrument = new Int32Array(TEMPLATES);
  readonly side = new Int32Array(TEMPLATES);
  readonly ticks = new Float64Array(TEMPLATES);
  readonly lots = new Float64Array(TEMPLATES);
  /** ReasonCode.NONE: approved. */
  readonly reason = new Int32Array(TEMPLATES);
  readonly approved: number;

  constructor(seed: number) {
    const random = makeRandom(seed);
    const zipf = cumulativeZipf(INSTRUMENTS);
    let approved = 0;
    for (let i = 0; i < TEMPLATES; i++) {
      const isBuy = random() < 0.5;
      const share = random();
      this.account[i] = Math.floor(random() * ACCOUNTS);
      this.strategy[i] = Math.floor(random() * STRATEGIES);
      this.instrument[i] = zipf.findIndex((sum) => share < sum);
      this.side[i] = isBuy ? Side.BUY : Side.SELL;
      this.lots[i] = 1 + Math.floor(random() * 100);
      const away = Math.floor(random() * 20) - 10;
      this.ticks[i] = middleOf(this.instrument[i]!) + away;
      const isDenied = random() < DENIED_SHARE;
      if (!isDenied) approved++;
      else if (random() < 0.5) {
        this.reason[i] = ReasonCode.PRICE_COLLAR;
        this.ticks[i] = isBuy ? MIDDLE_TICKS * 4 : 1;
      } else {
        this.reason[i] = ReasonCode.ORDER_SIZE;
        this.lots[i] = MOST_LOTS + 1;
      }
    }
    this.approved = approved;
  }

  row(order: number): number {
    return order & (TEMPLATES - 1);
  }

  /** How many of the first `orders` are approved. */
  approvedOf(orders: number): number {
    let approved = Math.floor(orders / TEMPLATES) * this.approved;
    for (let i = 0; i < orders % TEMPLATES; i++) if (this.reason[i] === ReasonCode.NONE) approved++;
    return approved;
  }
}

export function middleOf(instrument: number): number {
  return MIDDLE_TICKS + 100 * instrument;
}

function cumulativeZipf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight / total;
    return sum;
  });
}

// Identifiers: 4 characters that all share and 12 digits, as clients number their orders.
export const ID_PREFIX = 0x2d44524f; // "ORD-"
const DIGITS = 10_000;
const DIGIT_WORDS = Int32Array.from({ length: DIGITS }, (_, value) => {
  const text = String(value).padStart(4, '0');
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24);
});

/** The three words behind the prefix of identifier `number`. */
export function idWord(number: number, word: number): number {
  if (word === 3) return DIGIT_WORDS[number % DIGITS]!;
  const thousands = Math.floor(number / DIGITS);
  return word === 2 ? DIGIT_WORDS[thousands % DIGITS]! : DIGIT_WORDS[Math.floor(thousands / DIGITS)]!;
}
