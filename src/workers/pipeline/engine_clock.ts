/** The engine's time: nanoseconds since the base time of the trading day, monotonic, anchored to wall time at start. */

// The global of this name is a getter, which costs as much again as a look at the clock.
import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

const NS_PER_MS = 1e6;

/** One anchor a process, so that stamps of different threads agree to the clock's resolution. */
export interface ClockAnchor {
  /** Wall time in ms since 1970 at which `performance.timeOrigin + performance.now()` was `originMs`. */
  readonly wallMs: number;
  readonly originMs: number;
}

export function anchorClock(): ClockAnchor {
  return { wallMs: Date.now(), originMs: performance.timeOrigin + performance.now() };
}

export class EngineClock implements Clock {
  readonly reading = new Float64Array(1);
  readonly #anchor: ClockAnchor;
  /** Added to this thread's `performance.now()`, in ms. */
  #offsetMs = 0;

  constructor(anchor: ClockAnchor, baseTimeMs: number) {
    this.#anchor = anchor;
    this.rebase(baseTimeMs);
  }

  /** A DayRoll changes the base time. */
  rebase(baseTimeMs: number): void {
    // Small numbers first: a double holds 1e12 ms to a quarter of a microsecond only.
    this.#offsetMs = performance.timeOrigin - this.#anchor.originMs + (this.#anchor.wallMs - baseTimeMs);
  }

  now(): number {
    this.read();
    return this.reading[0]!;
  }

  /** The time into `reading`: a result would be a heap number wherever V8 does not inline the call. */
  read(): void {
    this.reading[0] = Math.round((performance.now() + this.#offsetMs) * NS_PER_MS);
  }
}
