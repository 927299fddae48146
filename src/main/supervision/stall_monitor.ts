/**
 * How late main's event loop ran its timers: its own work, collections, and bursts that the host took away.
 * Resolution is the timer's millisecond; the engine's threads measure themselves between duty cycles, far finer.
 */

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { StallFigures } from '../live_view/figures.ts';

/** A hundred wake-ups a second: what it costs is below what it measures. */
const INTERVAL_MS = 10;

export class StallMonitor {
  readonly #thread: string;
  readonly #histogram: ReturnType<typeof monitorEventLoopDelay>;

  constructor(thread: string) {
    this.#thread = thread;
    this.#histogram = monitorEventLoopDelay({ resolution: INTERVAL_MS });
  }

  start(): void {
    this.#histogram.enable();
  }

  stop(): void {
    this.#histogram.disable();
  }

  /** Since the start. */
  figures(): StallFigures {
    const { count } = this.#histogram;
    const late = (intervalNs: number) => (count === 0 ? 0 : Math.max(0, intervalNs - INTERVAL_MS * 1e6));
    return {
      thread: this.#thread,
      p50Ns: late(this.#histogram.percentile(50)),
      p99Ns: late(this.#histogram.percentile(99)),
      maxNs: late(this.#histogram.max),
    };
  }
}
