/**
 * A replay that is compared with what the live run recorded: stage hashes of the event log, snapshots on the way, and,
 * if asked, every byte of every section. It never compares with itself: what has no record counts as not compared.
 */

import { join } from 'node:path';
import { diskFiles } from '../durability/journal/files.ts';
import { readSnapshot, type Snapshot, SnapshotDamagedError } from '../durability/snapshot/read_snapshot.ts';
import { snapshotSequence } from '../durability/snapshot/snapshot_layout.ts';
import { snapshotNames } from '../durability/snapshot/write_snapshot.ts';
import type { Engines } from '../pipeline/engines.ts';
import { HashComparison, type StageComparison } from './hash_comparison.ts';
import { firstSequenceOf, JournalReplay } from './journal_replay.ts';
import { type RecordedHash, readRecordedHashes } from './recorded_hashes.ts';
import { readRunDescription } from './run_description.ts';
import { SectionComparison, type SectionDifference } from './section_comparison.ts';

export interface CheckedReplayOptions {
  readonly journalDirectory: string;
  readonly snapshotDirectory: string;
  /** From the newest snapshot, though the journal may begin earlier. */
  readonly fromSnapshot: boolean;
  /** Compare every section that the event log has, too: names the first command that differs. */
  readonly comparesSections: boolean;
}

export interface SnapshotComparison {
  readonly path: string;
  readonly sequence: number;
  /** Names of the parts that differ; or why it could not be read. */
  readonly problem: string | undefined;
}

export interface CheckedReplay {
  /** The snapshot that it began with. */
  readonly startedFrom: string | undefined;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly commands: number;
  readonly seconds: number;
  readonly stages: readonly StageComparison[];
  readonly snapshots: readonly SnapshotComparison[];
  /** Sections compared and their first difference; undefined: not asked for. */
  readonly sections: { readonly compared: number; readonly difference: SectionDifference | undefined } | undefined;
  /** Commands whose sections the event log lacks. */
  readonly lostSections: number;
  /** Everything up to here is covered by a hash that was compared. */
  readonly comparedUpTo: number;
  /** The last sequence of which the event log knows a hash; above `lastSequence`, the journal lacks commands. */
  readonly lastRecordedHash: number;
  /** Why the journal's last record is none, where it does not end in order. */
  readonly torn: string | undefined;
}

export class NothingToReplayError extends Error {
  override readonly name = 'NothingToReplayError';
}

export function isEqual(replay: CheckedReplay): boolean {
  const areStagesEqual = replay.stages.every(({ compared, difference }) => compared > 0 && difference === undefined);
  const areSnapshotsEqual = replay.snapshots.every(({ problem }) => problem === undefined);
  return areStagesEqual && areSnapshotsEqual && replay.sections?.difference === undefined;
}

export function checkedReplay(options: CheckedReplayOptions): CheckedReplay {
  const { journalDirectory, snapshotDirectory } = options;
  const start = chooseStart(options);
  const firstSequence = (start.snapshot?.meta.sequence ?? 0) + 1;
  const recorded = readRecordedHashes(journalDirectory, firstSequence);
  const sections = options.comparesSections ? new SectionComparison(journalDirectory, firstSequence) : undefined;
  const replay = new JournalReplay({
    directory: journalDirectory,
    runs: readRunDescription(journalDirectory),
    snapshot: start.snapshot,
    onEngines: (single) => sections?.follow(single),
    afterBatch: () => sections?.take(),
  });
  const hashes = new HashComparison(firstSequence - 1);
  const snapshots = laterSnapshots(snapshotDirectory, firstSequence);
  const found: SnapshotComparison[] = [...start.damaged];
  const began = performance.now();
  for (const sequence of checkpoints(recorded.hashes, snapshots)) {
    if (!replay.advanceTo(sequence)) break;
    for (const hash of hashes.at(recorded.hashes, sequence)) hashes.compare(hash, replay.engines);
    for (const snapshot of snapshots) {
      if (snapshot.sequence === sequence) found.push(compareSnapshot(snapshot.path, sequence, replay.engines));
    }
  }
  replay.advanceTo(Number.POSITIVE_INFINITY);
  const seconds = (performance.now() - began) / 1000;
  replay.close();
  const lastSequence = replay.sequence;
  sections?.finish(lastSequence);
  return {
    startedFrom: start.snapshot?.path,
    firstSequence,
    lastSequence,
    commands: lastSequence - firstSequence + 1,
    seconds,
    stages: hashes.stages,
    snapshots: found,
    sections: sections && { compared: sections.compared, difference: sections.difference },
    lostSections: recorded.lostCommands,
    comparedUpTo: hashes.comparedUpTo,
    lastRecordedHash: recorded.hashes.at(-1)?.sequence ?? 0,
    torn: replay.reader.tail?.torn,
  };
}

interface Start {
  readonly snapshot: Snapshot | undefined;
  readonly damaged: readonly SnapshotComparison[];
}

/** From the beginning where the journal has it; otherwise from the oldest whole snapshot that the journal goes on from. */
function chooseStart({ journalDirectory, snapshotDirectory, fromSnapshot }: CheckedReplayOptions): Start {
  const first = firstSequenceOf(journalDirectory);
  if (first === undefined) throw new NothingToReplayError(`${journalDirectory} holds no journal`);
  if (first === 1 && !fromSnapshot) return { snapshot: undefined, damaged: [] };
  const paths = snapshotPaths(snapshotDirectory).filter(({ sequence }) => sequence >= first - 1);
  const damaged: SnapshotComparison[] = [];
  for (const { path, sequence } of fromSnapshot ? paths.reverse() : paths) {
    const snapshot = tryRead(path);
    if (typeof snapshot !== 'string') return { snapshot, damaged };
    damaged.push({ path, sequence, problem: snapshot });
  }
  const why = damaged.map(({ problem }) => problem).join('; ');
  throw new NothingToReplayError(
    `${journalDirectory} begins at sequence ${first}, and ${snapshotDirectory} has no whole snapshot to start from${why === '' ? '' : `: ${why}`}`,
  );
}

interface SnapshotPath {
  readonly path: string;
  readonly sequence: number;
}

/** Oldest first. */
function snapshotPaths(directory: string): SnapshotPath[] {
  let names: string[];
  try {
    names = snapshotNames(directory, diskFiles);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.reverse().map((name) => ({ path: join(directory, name), sequence: snapshotSequence(name) }));
}

function laterSnapshots(directory: string, firstSequence: number): SnapshotPath[] {
  return snapshotPaths(directory).filter(({ sequence }) => sequence >= firstSequence);
}

function checkpoints(hashes: readonly RecordedHash[], snapshots: readonly SnapshotPath[]): number[] {
  return [...new Set([...hashes, ...snapshots].map(({ sequence }) => sequence))].sort((a, b) => a - b);
}

function tryRead(path: string): Snapshot | string {
  try {
    return readSnapshot(path);
  } catch (error) {
    if (!(error instanceof SnapshotDamagedError)) throw error;
    return error.message;
  }
}

/** The state of every engine against what the snapshot kept of it, byte by byte. */
function compareSnapshot(path: string, sequence: number, engines: Engines): SnapshotComparison {
  const snapshot = tryRead(path);
  if (typeof snapshot === 'string') return { path, sequence, problem: snapshot };
  const parts = engines.save();
  const different = parts.filter(({ name, bytes }) => {
    const kept = snapshot.parts.get(name);
    return kept === undefined || Buffer.compare(kept, bytes) !== 0;
  });
  const problem = different.length === 0 ? undefined : `differs in ${different.map(({ name }) => name).join(', ')}`;
  return { path, sequence, problem };
}
