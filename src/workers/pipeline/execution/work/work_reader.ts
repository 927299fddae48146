/**
 * What execution knows of an order that it works or holds, for people: terms that the order's record in the pool does not have.
 * Copied by another thread within a look at the orders whose last stage is execution (../../stage_look.ts): whole where the
 * order's own record is, since only commands that name an order change its terms. Cold: allocates.
 *
 * A stop that has triggered keeps no trigger price, and an order's time is taken away while it is being ended by it.
 */

import { OrderType } from '../../../model/order.ts';
import { HELD, HELD_TRIGGER, Held, ORDER_BYTES } from '../leg_store.ts';
import { TradePlace } from './market.ts';
import { CHILD_WORDS, NO_WORK, WORK_DOUBLES, WORK_WORDS, WORKS, WorkDouble, WorkInt } from './works.ts';

/** Plain objects of shared arrays, which survive postMessage. */
export interface WorkView {
  /** Orders that can be worked at once. */
  readonly capacity: number;
  readonly counts: Int32Array;
  readonly records: Float64Array;
  /** By order: its work plus one, and links. */
  readonly rows: Int32Array;
  /** By order: leg_store.ts. */
  readonly legs: Uint8Array;
  /** By order, two: the price of a resting stop, negative for sells; 0: it rests no more. */
  readonly stopKeys: Float64Array;
  /** By order: when it wants to be woken, ms since 1970; 0: not at all. */
  readonly times: Float64Array;
  /** By instrument: what the market has traded, market.ts. */
  readonly trades: Float64Array;
}

/** Terms of an order beside its price and quantity. Times are ms since 1970; what is undefined was not asked for. */
export interface WorkTerms {
  readonly stopTicks: number | undefined;
  /** StopTrigger. */
  readonly trigger: number;
  /** It stands in line until a venue opens. */
  readonly isWaiting: boolean;
  /** When it expires or acts next, where it waits for a time. */
  readonly dueMs: number | undefined;
  readonly work: WorkedTerms | undefined;
  /** What the market has traded since a worked order came; other commands change it than those that name the order. */
  readonly market: MarketTrades | undefined;
}

/** Lots, and the sum of ticks x lots. */
export interface MarketTrades {
  readonly lots: number;
  readonly value: number;
}

/** Of an order that an algorithm works. */
export interface WorkedTerms {
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly expireMs: number | undefined;
  readonly intervalMs: number;
  /** Most of the market's volume, 0 to 1; 0: no limit. */
  readonly participationRate: number;
  readonly variation: number;
  /** PegKind and what is added to its price. */
  readonly peg: number;
  readonly pegOffsetTicks: number;
  readonly repriceTicks: number;
  readonly riskAversion: number;
  readonly volatility: number;
  readonly impact: number;
  /** Completion. */
  readonly completion: number;
  /** The middle of the market when it came, ticks; 0: nobody knew. */
  readonly arrivalTicks: number;
  /** Lots that its children have open. */
  readonly openLots: number;
  readonly children: number;
}

export class WorkReader {
  readonly #view: WorkView;
  readonly #works: Int32Array;
  readonly #copy = new Float64Array(WORK_DOUBLES);
  readonly #ints = new Int32Array(this.#copy.buffer);
  #order = NO_WORK;
  #work = NO_WORK;
  #stop = 0;
  #held = 0;
  #trigger = 0;
  #time = 0;
  #marketLots = 0;
  #marketValue = 0;

  constructor(view: WorkView) {
    this.#view = view;
    this.#works = new Int32Array(view.records.buffer);
  }

  /** How many orders are worked now. */
  get used(): number {
    return this.#view.counts[WORKS]!;
  }

  /** Copies what is known of the order at this place of the pool: within a look. */
  copy(order: number): void {
    const { capacity, legs, rows, stopKeys, times } = this.#view;
    this.#order = order;
    this.#stop = stopKeys[2 * order]!;
    this.#held = legs[order * ORDER_BYTES + HELD]!;
    this.#trigger = legs[order * ORDER_BYTES + HELD_TRIGGER]!;
    this.#time = times[order]!;
    const work = rows[order * CHILD_WORDS]! - 1;
    this.#work = work >= 0 && work < capacity ? work : NO_WORK;
    if (this.#work === NO_WORK) return;
    for (let i = 0; i < WORK_WORDS; i++) this.#ints[i] = this.#works[work * WORK_WORDS + i]!;
    this.#copyTrades(this.#ints[WorkInt.INSTRUMENT]!);
  }

  /** A quote may come in between the two: an average of many trades is wrong by one of them at most. */
  #copyTrades(instrument: number): void {
    const { trades } = this.#view;
    const at = instrument * TradePlace.ROW;
    const isThere = instrument >= 0 && at < trades.length;
    this.#marketLots = isThere ? trades[at + TradePlace.VOLUME]! : 0;
    this.#marketValue = isThere ? trades[at + TradePlace.VALUE]! : 0;
  }

  /** What the copy says, when the look has shown that the order's record is whole. */
  terms(orderType: number, generation: number): WorkTerms {
    const isStop = orderType === OrderType.STOP || orderType === OrderType.STOP_LIMIT;
    const isResting = isStop && this.#held === Held.STOP && this.#stop !== 0;
    return {
      stopTicks: isResting ? Math.abs(this.#stop) : undefined,
      trigger: this.#trigger,
      isWaiting: this.#held === Held.WAITING,
      dueMs: this.#time > 0 ? this.#time : undefined,
      work: this.#isOf(generation) ? this.#worked() : undefined,
      market: this.#isOf(generation) ? this.#market() : undefined,
    };
  }

  /** A child's row names its parent's work. */
  #isOf(generation: number): boolean {
    if (this.#work === NO_WORK) return false;
    return this.#ints[WorkInt.ORDER] === this.#order && this.#ints[WorkInt.GENERATION] === generation;
  }

  #worked(): WorkedTerms {
    const double = (field: number): number => this.#copy[field]!;
    const end = double(WorkDouble.END);
    const expiry = double(WorkDouble.EXPIRY);
    return {
      startMs: double(WorkDouble.START),
      endMs: end > 0 ? end : undefined,
      expireMs: Number.isFinite(expiry) ? expiry : undefined,
      intervalMs: double(WorkDouble.INTERVAL),
      participationRate: double(WorkDouble.PARTICIPATION),
      variation: double(WorkDouble.VARIATION),
      peg: this.#ints[WorkInt.PEG]!,
      pegOffsetTicks: double(WorkDouble.PEG_OFFSET),
      repriceTicks: double(WorkDouble.REPRICE),
      riskAversion: double(WorkDouble.RISK_AVERSION),
      volatility: double(WorkDouble.VOLATILITY),
      impact: double(WorkDouble.IMPACT),
      completion: this.#ints[WorkInt.COMPLETION]!,
      arrivalTicks: double(WorkDouble.ARRIVAL),
      openLots: double(WorkDouble.OPEN),
      children: this.#ints[WorkInt.CHILDREN]!,
    };
  }

  #market(): MarketTrades {
    return {
      lots: Math.max(0, this.#marketLots - this.#copy[WorkDouble.START_VOLUME]!),
      value: Math.max(0, this.#marketValue - this.#copy[WorkDouble.START_VALUE]!),
    };
  }
}
