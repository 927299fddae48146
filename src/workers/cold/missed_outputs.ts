/** Main's end of making missed outputs again: one session at a time, in a thread that ends when there is nothing to do. */

import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { allocateRegion, type Region } from '../../ring/memory.ts';
import type { MissedOutputsResult, MissedOutputsTask, OutputPosition } from './missed_outputs_task.ts';

export interface MissedOutputsOptions {
  readonly journalDirectory: string;
  readonly snapshotDirectory: string;
  /** How long the journal is waited for. */
  readonly patienceMs?: number;
}

export interface MissedBy {
  readonly session: number;
  /** The last output that the session has. */
  readonly after: OutputPosition;
  readonly untilSequence: number;
}

const PATIENCE_MS = 10_000;
const PART_BYTES = 1 << 20;

export class MissedOutputs {
  readonly #options: MissedOutputsOptions;
  readonly #pool = new Piscina({
    filename: new URL('./missed_outputs_task.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 1_000,
  });

  constructor(options: MissedOutputsOptions) {
    this.#options = options;
  }

  /** Calls `take` with records one after the other, `bytes` of them, in the order in which the session missed them. */
  async make(missed: MissedBy, take: (records: Region, bytes: number) => void): Promise<MissedOutputsResult> {
    const { patienceMs = PATIENCE_MS, ...rest } = this.#options;
    const part = allocateRegion(PART_BYTES);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (bytes: number) => {
      take(part, bytes);
      port1.postMessage('taken');
    });
    const task: MissedOutputsTask = { ...rest, ...missed, patienceMs, part: part.transfer(), port: port2 };
    try {
      return (await this.#pool.run(task, { transferList: [port2] })) as MissedOutputsResult;
    } finally {
      port1.close();
    }
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
