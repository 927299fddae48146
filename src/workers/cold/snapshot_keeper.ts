/** Main's end of the shadow: one snapshot at a time, in a thread of its own that ends when there is nothing to do. */

import { Piscina } from 'piscina';
import type { SnapshotResult, SnapshotTask } from './snapshot_task.ts';

export interface SnapshotKeeperOptions {
  readonly journalDirectory: string;
  readonly snapshotDirectory: string;
  readonly behaviourVersion: string;
  /** How long journal and event log are waited for. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;

export class SnapshotKeeper {
  readonly #options: SnapshotKeeperOptions;
  readonly #pool = new Piscina({
    filename: new URL('./snapshot_task.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 1_000,
  });

  constructor(options: SnapshotKeeperOptions) {
    this.#options = options;
  }

  /**
   * Call it when every session's outbound log has passed the marker's OUTPUT_MARK. A recovery from this snapshot makes
   * no output of an earlier command again: what a session's log lacked by then would be lost.
   */
  request(markerSequence: number): Promise<SnapshotResult> {
    const { patienceMs = PATIENCE_MS, ...rest } = this.#options;
    return this.#pool.run({ ...rest, markerSequence, patienceMs } satisfies SnapshotTask) as Promise<SnapshotResult>;
  }

  /** Ends a snapshot that is under way: it never gets its name. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
