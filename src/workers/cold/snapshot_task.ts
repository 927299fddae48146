/**
 * A snapshot by shadow, as a piscina task: replays from the last snapshot to a marker beside the live engine, and writes
 * what it has only if every stage's hash there equals the live one. So each snapshot is a proof of replay, too.
 */

import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newestBefore, type Snapshot } from '../durability/snapshot/read_snapshot.ts';
import { snapshotName } from '../durability/snapshot/snapshot_layout.ts';
import { coveredSequence, writeSnapshot } from '../durability/snapshot/write_snapshot.ts';
import { STAGES, StageIndex } from '../pipeline/stages.ts';
import { HashComparison } from './hash_comparison.ts';
import { firstSequenceOf, JournalReplay } from './journal_replay.ts';
import { type RecordedHash, readRecordedHashes } from './recorded_hashes.ts';
import { readRunDescription } from './run_description.ts';

export interface SnapshotTask {
  readonly journalDirectory: string;
  readonly snapshotDirectory: string;
  readonly behaviourVersion: string;
  /** Sequence of the SNAPSHOT_MARKER command. */
  readonly markerSequence: number;
  /** Journal and event log lag behind the pipeline: so long is waited for them. */
  readonly patienceMs: number;
}

export type SnapshotResult =
  | {
      readonly kind: 'written';
      readonly path: string;
      readonly sequence: number;
      /** Commands replayed since the snapshot before it. */
      readonly commands: number;
      /** The journal may be written again up to here: for `allowReuse`. */
      readonly coveredSequence: number;
      readonly seconds: number;
    }
  | { readonly kind: 'not written'; readonly sequence: number; readonly why: string };

/** The lowest: the live engine goes first. Zero as pid is this thread alone, on Linux. */
const NICE = 19;
const RETRY_MS = 50;
const HASHES = STAGES.length - 1;

export default async function takeSnapshot(task: SnapshotTask): Promise<SnapshotResult> {
  const { snapshotDirectory, markerSequence } = task;
  const began = performance.now();
  setPriority(0, NICE);
  const path = join(snapshotDirectory, snapshotName(markerSequence));
  if (existsSync(path)) return refused(markerSequence, 'there is one of this sequence');
  const live = await liveHashes(task);
  if (live.length < HASHES)
    return refused(markerSequence, `the event log has ${live.length} of ${HASHES} hashes there`);
  const base = newestBefore(snapshotDirectory, markerSequence);
  if (base === undefined && firstSequenceOf(task.journalDirectory) !== 1) {
    return refused(markerSequence, 'the journal no longer begins at 1, and there is no whole snapshot to start from');
  }
  const replay = await replayTo(task, base);
  if (replay === undefined) return refused(markerSequence, 'the journal does not reach the marker');
  const { engines } = replay;
  const comparison = new HashComparison(base?.meta.sequence ?? 0);
  for (const hash of live) comparison.compare(hash, engines);
  const different = comparison.stages.filter(({ compared, difference }) => compared === 0 || difference !== undefined);
  if (different.length > 0) {
    const why = `the replay differs from the live run: ${different.map(({ stage }) => stage).join(', ')}`;
    return refused(markerSequence, why);
  }
  const meta = {
    sequence: markerSequence,
    baseTimeMs: engines.sequencer.baseTimeMs,
    engineEpoch: engines.front.orders.store.epoch(),
    behaviourVersion: task.behaviourVersion,
    stageHashes: engines.hashes.flatMap(({ low, high, count }) => [low, high, count]),
  };
  return {
    kind: 'written',
    path: writeSnapshot(snapshotDirectory, meta, engines.save()),
    sequence: markerSequence,
    commands: markerSequence - (base?.meta.sequence ?? 0),
    coveredSequence: coveredSequence(snapshotDirectory),
    seconds: (performance.now() - began) / 1000,
  };
}

function refused(sequence: number, why: string): SnapshotResult {
  return { kind: 'not written', sequence, why };
}

/** What the stages said at the marker. The event log gets it last of all, so the journal is there by then, or soon. */
async function liveHashes({ journalDirectory, markerSequence, patienceMs }: SnapshotTask): Promise<RecordedHash[]> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const { hashes } = readRecordedHashes(journalDirectory, markerSequence);
    const found = hashes.filter(({ sequence, stage }) => sequence === markerSequence && stage !== StageIndex.SEQUENCER);
    if (found.length >= HASHES || performance.now() > deadlineMs) return found;
    await sleep(RETRY_MS);
  }
}

/** The journal's reader ends where the journal does at that moment: while the marker is not there yet, a new one goes on. */
async function replayTo(task: SnapshotTask, snapshot: Snapshot | undefined): Promise<JournalReplay | undefined> {
  const { journalDirectory: directory, markerSequence, patienceMs } = task;
  const deadlineMs = performance.now() + patienceMs;
  const replay = new JournalReplay({ directory, runs: readRunDescription(directory), snapshot });
  try {
    while (!replay.advanceTo(markerSequence)) {
      if (performance.now() > deadlineMs) return undefined;
      await sleep(RETRY_MS);
      replay.reopen();
    }
    return replay;
  } finally {
    replay.close();
  }
}
