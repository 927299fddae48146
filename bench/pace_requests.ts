/**
 * Requests under way: when each was due and how long its answer took. They are known by the number that their source gave
 * them, which the answer carries: the message to the venue, the denial or the rejection that comes of this very request.
 */
import { Histogram, type HistogramSnapshot } from '../src/ring/histogram.ts';
import { check } from './harness.ts';

export const KINDS = ['submit', 'modify', 'cancel'] as const;
export type Kind = (typeof KINDS)[number];
export const SUBMIT = 0;
export const MODIFY = 1;
export const CANCEL = 2;

/** More than the client's ring and the pipeline hold together; a power of two. */
const MOST_UNDER_WAY = 1 << 16;
const MASK = MOST_UNDER_WAY - 1;
/** Not timed: what fills the book up before the run. */
export const UNTIMED = 0;
const ANSWERED = -1;

export class Requests {
  readonly #latencies = KINDS.map(() => new Histogram());
  readonly #dueNs = new Float64Array(MOST_UNDER_WAY).fill(ANSWERED);
  readonly #order = new Float64Array(MOST_UNDER_WAY);
  readonly #kind = new Uint8Array(MOST_UNDER_WAY);
  #last = 0;
  sent = 0;
  answered = 0;

  get underWay(): number {
    return this.sent - this.answered;
  }

  add(number: number, kind: number, order: number, dueNs: number): void {
    const at = number & MASK;
    check(this.#dueNs[at] === ANSWERED, 'requests under way have room');
    this.#dueNs[at] = dueNs;
    this.#order[at] = order;
    this.#kind[at] = kind;
    this.#last = number;
    this.sent++;
  }

  /** The order that a request is about. */
  order(number: number): number {
    return this.#order[number & MASK]!;
  }

  kind(number: number): number {
    return this.#kind[number & MASK]!;
  }

  answer(number: number, nowNs: number): void {
    const at = number & MASK;
    const dueNs = this.#dueNs[at]!;
    check(dueNs !== ANSWERED, `one answer a request, a second one to ${number}`);
    this.#dueNs[at] = ANSWERED;
    this.answered++;
    if (dueNs !== UNTIMED) this.record(this.#kind[at]!, nowNs - dueNs);
  }

  /** Also for requests that were due and never sent: that they waited, until now, is in the figures. */
  record(kind: number, ns: number): void {
    this.#latencies[kind]!.record(Math.max(0, Math.floor(ns)));
  }

  /** Ends all that got no answer, as having waited until now; returns how many. */
  giveUp(nowNs: number): number {
    const lost = this.underWay;
    for (let number = this.#last - MOST_UNDER_WAY + 1; number <= this.#last; number++) {
      if (this.#dueNs[number & MASK] !== ANSWERED) this.answer(number, nowNs);
    }
    return lost;
  }

  snapshots(): HistogramSnapshot[] {
    return this.#latencies.map((latency) => latency.snapshot());
  }
}
