/** Time on this thread, of the two kinds that a feed needs. */

// The global of this name is a getter, which costs as much again as a look at the clock.
import { performance } from 'node:perf_hooks';

export interface FeedClockAnchor {
  /** Wall time in ms since 1970 at which `performance.timeOrigin + performance.now()` was `originMs`. */
  readonly wallMs: number;
  readonly originMs: number;
  readonly baseTimeMs: number;
}

/** Places in `reading`: of a clock that nobody sets, for time-outs; and the engine's, since the base time of its trading day. */
export const MONOTONIC_NS = 0;
export const ENGINE_NS = 1;

const NS_PER_MS = 1e6;

export class FeedClock {
  /** What `read` found: as results or arguments doubles are heap numbers wherever V8 does not inline the call. */
  readonly reading = new Float64Array(2);
  private readonly offsetMs: number;

  constructor({ wallMs, originMs, baseTimeMs }: FeedClockAnchor) {
    // Small numbers first: a double holds 1e12 ms to a quarter of a microsecond only.
    this.offsetMs = performance.timeOrigin - originMs + (wallMs - baseTimeMs);
    this.read();
  }

  read(): void {
    const nowMs = performance.now();
    this.reading[MONOTONIC_NS] = nowMs * NS_PER_MS;
    this.reading[ENGINE_NS] = Math.round((nowMs + this.offsetMs) * NS_PER_MS);
  }
}
