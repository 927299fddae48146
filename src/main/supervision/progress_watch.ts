/** Tells a worker that hangs from a machine that stood still: two seconds without progress while main itself was awake. */

export const HUNG_AFTER_MS = 2_000;
/** How often main looks. A longer gap means that main did not run either, and counts as one look. */
export const CHECK_INTERVAL_MS = 250;

/** A worker's words in shared memory. A parked worker wakes on a time limit below the hung limit, so it progresses too. */
export interface WatchedWorker {
  readonly name: string;
  /** Changes with each duty cycle. */
  progress(): number;
  /** It has been told to stop, or has stopped. */
  stopped(): boolean;
}

export class ProgressWatch {
  readonly #workers: readonly { readonly worker: WatchedWorker; progress: number; stillMs: number }[];
  #lastMs: number;

  constructor(workers: readonly WatchedWorker[], nowMs: number) {
    this.#workers = workers.map((worker) => ({ worker, progress: worker.progress(), stillMs: 0 }));
    this.#lastMs = nowMs;
  }

  /** Name of the first worker found hung. */
  check(nowMs: number): string | undefined {
    const awakeMs = Math.min(nowMs - this.#lastMs, CHECK_INTERVAL_MS);
    this.#lastMs = nowMs;
    for (const entry of this.#workers) {
      const progress = entry.worker.progress();
      entry.stillMs = progress === entry.progress && !entry.worker.stopped() ? entry.stillMs + awakeMs : 0;
      entry.progress = progress;
      if (entry.stillMs >= HUNG_AFTER_MS) return entry.worker.name;
    }
    return undefined;
  }
}
