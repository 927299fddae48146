/**
 * What one session was never handed, as a piscina task: its ring was full, and the outputs of some commands were not
 * written into it. They follow from the stream, so the journal is replayed from the last snapshot and they are made again.
 *
 *     |------ snapshot ------ last output it has ====== missed ====== mark ------ handed out again ------>
 */

import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { Region, type RegionTransfer } from '../../ring/memory.ts';
import { EMPTY, SpscConsumer } from '../../ring/spsc.ts';
import { newestBefore } from '../durability/snapshot/read_snapshot.ts';
import type { Single } from '../pipeline/single.ts';
import { firstSequenceOf, JournalReplay } from './journal_replay.ts';
import { readRunDescription } from './run_description.ts';

/** Names an output for ever. */
export interface OutputPosition {
  readonly sequence: number;
  readonly outputIndex: number;
}

export interface MissedOutputsTask {
  readonly journalDirectory: string;
  readonly snapshotDirectory: string;
  readonly session: number;
  /** The last output that the session has. */
  readonly after: OutputPosition;
  /** Sequence of the mark behind which the session is handed its outputs again. */
  readonly untilSequence: number;
  /** The journal lags behind the pipeline: so long is waited for it. */
  readonly patienceMs: number;
  /** Records are handed over in this memory, one after the other, a part at a time: it is free again when answered. */
  readonly part: RegionTransfer;
  readonly port: MessagePort;
}

export type MissedOutputsResult =
  | { readonly kind: 'made'; readonly records: number }
  | { readonly kind: 'not made'; readonly why: string };

/** Commands between two looks at the ring, which holds many times their outputs. */
const COMMANDS_PER_STEP = 4_096;
const RETRY_MS = 50;
const NICE = 19;
const EVERYTHING: OutputPosition = { sequence: Number.MAX_SAFE_INTEGER, outputIndex: 0 };

export default async function makeMissedOutputs(task: MissedOutputsTask): Promise<MissedOutputsResult> {
  setPriority(0, NICE);
  const { journalDirectory: directory, untilSequence, after } = task;
  // A snapshot is only made when every session has what is before it.
  const snapshot = newestBefore(task.snapshotDirectory, untilSequence);
  if (snapshot === undefined && firstSequenceOf(directory) !== 1) {
    return { kind: 'not made', why: 'the journal no longer begins at 1, and there is no whole snapshot to start from' };
  }
  const outputs = new SessionOutputs(task.session, after);
  const handOver = new HandOver(task);
  const replay = new JournalReplay({
    directory,
    runs: readRunDescription(directory),
    snapshot,
    keepsOutputs: true,
    onEngines: (single) => outputs.follow(single),
  });
  try {
    for (let deadlineMs = performance.now() + task.patienceMs; replay.sequence < untilSequence; ) {
      const before = replay.sequence;
      const isThere = replay.advanceTo(Math.min(before + COMMANDS_PER_STEP, untilSequence));
      await outputs.drain(handOver);
      if (replay.sequence > before) deadlineMs = performance.now() + task.patienceMs;
      if (isThere) continue;
      if (performance.now() > deadlineMs) return { kind: 'not made', why: 'the journal does not reach the mark' };
      await sleep(RETRY_MS);
      replay.reopen();
    }
    await handOver.finish();
  } finally {
    replay.close();
  }
  return { kind: 'made', records: outputs.records };
}

/** One session's ring in the replay: of all others nothing is written. */
class SessionOutputs {
  records = 0;
  readonly #session: number;
  readonly #after: OutputPosition;
  #single: Single | undefined;
  #ring: SpscConsumer | undefined;

  constructor(session: number, after: OutputPosition) {
    this.#session = session;
    this.#after = after;
  }

  follow(single: Single): void {
    const { sink } = single.assembly;
    const rings = single.memory.rings.reports;
    rings.forEach((_, session) => {
      sink!.setDelivered(session, session === this.#session ? this.#after : EVERYTHING);
    });
    this.#single = single;
    this.#ring = this.#session < rings.length ? new SpscConsumer(rings[this.#session]!) : undefined;
  }

  async drain(handOver: HandOver): Promise<void> {
    const ring = this.#ring;
    if (ring === undefined) return;
    for (let at = ring.poll(); at !== EMPTY; at = ring.poll()) {
      if (!handOver.hasRoom(ring.length)) await handOver.finish();
      handOver.put(ring, at);
      this.records++;
    }
    ring.release();
    if (this.#single!.assembly.sink!.isSessionLost(this.#session)) throw new Error('the ring of a replay was full');
  }
}

/** Parts of the records, each handed over when the one before was taken. */
class HandOver {
  readonly #part: Region;
  readonly #port: MessagePort;
  #bytes = 0;

  constructor({ part, port }: MissedOutputsTask) {
    this.#part = Region.from(part);
    this.#port = port;
  }

  hasRoom(bytes: number): boolean {
    return this.#bytes + bytes <= this.#part.byteLength;
  }

  put(ring: SpscConsumer, at: number): void {
    const from = at >> 3;
    const to = this.#bytes >> 3;
    for (let i = 0; i < ring.length >> 3; i++) this.#part.f64[to + i] = ring.data.f64[from + i]!;
    this.#bytes += ring.length;
  }

  async finish(): Promise<void> {
    if (this.#bytes === 0) return;
    const isTaken = new Promise((resolve) => this.#port.once('message', resolve));
    this.#port.postMessage(this.#bytes);
    this.#bytes = 0;
    await isTaken;
  }
}
