/** A journal through the engines of `single`, up to any sequence, with the capacities that each part was written with. */

import { EMPTY } from '../../ring/spsc.ts';
import { diskFiles } from '../durability/journal/files.ts';
import { JournalReader } from '../durability/journal/journal_reader.ts';
import { openSegment, segmentNumbers } from '../durability/journal/segment_files.ts';
import { SegmentKind } from '../durability/journal/segment_layout.ts';
import type { Snapshot } from '../durability/snapshot/read_snapshot.ts';
import type { Engines } from '../pipeline/engines.ts';
import type { CommandSource } from '../pipeline/sequencer/replayer.ts';
import type { SequencerState } from '../pipeline/sequencer/state.ts';
import { Single } from '../pipeline/single.ts';
import { hasSameShape, type RunDescription, runAt } from './run_description.ts';

export interface JournalReplayOptions {
  readonly directory: string;
  readonly runs: readonly RunDescription[];
  /** Undefined: from the journal's beginning, which must be the stream's. */
  readonly snapshot: Snapshot | undefined;
  /** Destinations get their rings, for who wants to read them; else outputs are hashed and dropped. */
  readonly keepsOutputs?: boolean;
  /** Told of every new set of engines, before a command passes them. */
  readonly onEngines?: (single: Single) => void;
  /** Called between batches, when all stages stand at one command. */
  readonly afterBatch?: () => void;
}

/** One batch: sections and log then stay in the core's cache, for a third less time a command than 1,024 (November 2026). */
const SLOTS = 256;

/** The journal as a source that ends where it is told to. */
class BoundedSource implements CommandSource {
  data;
  #reader: JournalReader;
  #state: SequencerState;
  limit = 0;
  isAtEnd = false;

  constructor(reader: JournalReader, state: SequencerState) {
    this.data = reader.data;
    this.#reader = reader;
    this.#state = state;
  }

  /** Goes on with another reader of the same journal. */
  read(reader: JournalReader): void {
    this.data = reader.data;
    this.#reader = reader;
    this.isAtEnd = false;
  }

  follow(state: SequencerState): void {
    this.#state = state;
  }

  get length(): number {
    return this.#reader.length;
  }

  next(): number {
    if (this.#state.sequence >= this.limit) return EMPTY;
    const at = this.#reader.next();
    if (at === EMPTY) this.isAtEnd = true;
    return at;
  }
}

export class JournalReplay {
  reader: JournalReader;
  readonly #options: JournalReplayOptions;
  readonly #source: BoundedSource;
  #run: RunDescription;
  #single: Single;

  constructor(options: JournalReplayOptions) {
    const { snapshot, runs } = options;
    const sequence = snapshot?.meta.sequence ?? 0;
    this.#options = options;
    this.#run = runAt(runs, sequence);
    this.#single = this.#build(this.#run);
    if (snapshot !== undefined) this.engines.load(snapshot.parts);
    this.reader = this.#read(sequence + 1);
    this.#source = new BoundedSource(this.reader, this.engines.sequencer);
    options.onEngines?.(this.#single);
  }

  get engines(): Engines {
    return this.#single.engines;
  }

  /** Of the last command replayed. */
  get sequence(): number {
    return this.engines.sequencer.sequence;
  }

  /** The journal has no more. */
  get isAtEnd(): boolean {
    return this.#source.isAtEnd;
  }

  /** Replays up to `sequence`, or to the end of the journal; true when it got there. */
  advanceTo(sequence: number): boolean {
    while (this.sequence < sequence && !this.isAtEnd) {
      this.#enterRun(runAt(this.#options.runs, this.sequence + 1));
      const next = this.#options.runs.find(({ firstSequence }) => firstSequence > this.sequence + 1);
      this.#source.limit = Math.min(sequence, (next?.firstSequence ?? Number.POSITIVE_INFINITY) - 1);
      this.#single.replay(this.#source, this.#options.afterBatch);
    }
    return this.sequence >= sequence;
  }

  /** Looks again for what the journal may have got since it ended. */
  reopen(): void {
    this.reader.close();
    this.reader = this.#read(this.sequence + 1);
    this.#source.read(this.reader);
  }

  close(): void {
    this.reader.close();
  }

  /** A run with other capacities: the state moves over, as it did by the snapshot that the live engine started from. */
  #enterRun(run: RunDescription): void {
    if (run === this.#run) return;
    const before = this.#run;
    this.#run = run;
    if (hasSameShape(before, run)) return;
    const parts = new Map(this.engines.save().map(({ name, bytes }) => [name, bytes]));
    this.#single = this.#build(run);
    this.engines.load(parts);
    this.#source.follow(this.engines.sequencer);
    this.#options.onEngines?.(this.#single);
  }

  #read(fromSequence: number): JournalReader {
    return new JournalReader({ files: diskFiles, directory: this.#options.directory, fromSequence });
  }

  #build({ capacity, sessions, venues }: RunDescription): Single {
    return new Single({
      engines: capacity,
      sessions,
      venues,
      dropsOutputs: this.#options.keepsOutputs !== true,
      slots: SLOTS,
    });
  }
}

/** Sequence with which the journal begins; undefined: there is none. */
export function firstSequenceOf(directory: string, kind: SegmentKind = SegmentKind.INPUT): number | undefined {
  const [number] = segmentNumbers(diskFiles, directory, kind);
  if (number === undefined) return undefined;
  const segment = openSegment(diskFiles, directory, kind, number);
  diskFiles.close(segment.file);
  return segment.header.firstSequence;
}
