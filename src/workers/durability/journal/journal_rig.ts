/** A log with its writer, journal and disk, in one thread, for tests: `write`, `step`, crash, start again. */
import { allocateRegion, type Region } from '../../../ring/memory.ts';
import { EMPTY, FULL } from '../../../ring/spsc.ts';
import { sealRecord } from '../log/checksum.ts';
import { initialiseLog } from '../log/log_header.ts';
import { logRegionBytes } from '../log/log_layout.ts';
import { LogWriter } from '../log/log_writer.ts';
import type { Files } from './files.ts';
import { Journal } from './journal.ts';
import { JournalReader } from './journal_reader.ts';
import { type RecoveredJournal, recoverJournal } from './salvage.ts';
import { SegmentKind } from './segment_layout.ts';
import { SegmentWriter } from './segment_writer.ts';

export const BOOT_ID = new Int32Array([11, 22, 33, 44]);
export const SCHEMA = new Uint8Array([1, 2, 3]);
export const BASE_TIME_MS = 1_700_000_000_000;
/** The least that holds a header, the longest record, a mark and padding. */
export const SMALL_SEGMENT_BYTES = 80 * 1024;

export interface RigOptions {
  readonly files: Files;
  readonly directory: string;
  readonly durability: 'process' | 'disk';
  readonly dataBytes?: number;
  readonly segmentBytes?: number;
  readonly retainBytes?: number;
  readonly position?: number;
}

/** Body of record `sequence`: every byte follows from the sequence, so that a reader can check it. */
export function fillRecord(data: Region, offset: number, length: number, sequence: number): void {
  data.i32[offset >> 2] = length;
  data.i32[(offset >> 2) + 1] = 20 | (1 << 16);
  data.i32[(offset >> 2) + 3] = 64;
  data.f64[(offset >> 3) + 2] = sequence;
  for (let word = 6; word < length >> 2; word++) {
    data.i32[(offset >> 2) + word] = Math.imul(sequence * 64 + word, 0x9e3779b1);
  }
  sealRecord(data.i32, offset, length);
}

export function isRecord(data: Region, offset: number, length: number, sequence: number): boolean {
  if (data.f64[(offset >> 3) + 2] !== sequence) return false;
  for (let word = 6; word < length >> 2; word++) {
    if (data.i32[(offset >> 2) + word] !== Math.imul(sequence * 64 + word, 0x9e3779b1)) return false;
  }
  return true;
}

export class JournalRig {
  readonly log: Region;
  readonly writer: LogWriter;
  readonly segments: SegmentWriter;
  readonly journal: Journal;
  readonly recovered: RecoveredJournal;
  sequence: number;
  nowMs = 0;

  private constructor(options: RigOptions, recovered: RecoveredJournal) {
    this.recovered = recovered;
    this.sequence = recovered.lastSequence;
    this.log = allocateRegion(logRegionBytes(options.dataBytes ?? 1 << 16));
    initialiseLog(
      this.log,
      { bootId: BOOT_ID, engineEpoch: 1, baseTimeMs: BASE_TIME_MS },
      { lastSequence: this.sequence, position: options.position ?? 0 },
    );
    this.writer = new LogWriter(this.log);
    this.segments = new SegmentWriter({
      ...options,
      segmentBytes: options.segmentBytes ?? SMALL_SEGMENT_BYTES,
      kind: SegmentKind.INPUT,
      baseTimeMs: BASE_TIME_MS,
      engineEpoch: 1,
      behaviourVersion: '0.1.0',
      schema: SCHEMA,
      start: recovered,
    });
    this.journal = new Journal({ log: this.log, writer: this.segments, durability: options.durability });
  }

  /** As a start of the engine does it; `log` is the window file of the last run. */
  static async start(options: RigOptions, log?: Region): Promise<JournalRig> {
    const { files, directory } = options;
    const recovered = await recoverJournal({
      files,
      directory,
      log,
      bootId: BOOT_ID,
      behaviourVersion: '0.1.0',
      schema: SCHEMA,
    });
    return new JournalRig(options, recovered);
  }

  /** False: the log is full. */
  write(length: number): boolean {
    const offset = this.writer.reserve(length);
    if (offset === FULL) return false;
    fillRecord(this.writer.data, offset, length, ++this.sequence);
    this.writer.append(length);
    return true;
  }

  publish(): void {
    this.writer.publish(this.sequence);
  }

  /** One duty cycle of the journal and one turn of the event loop. */
  async step(): Promise<number> {
    this.nowMs += 1;
    const bytes = this.journal.step(this.nowMs);
    await new Promise<void>((resolve) => setImmediate(resolve));
    return bytes;
  }

  async drain(): Promise<void> {
    this.publish();
    const { copier } = this.journal;
    while (copier.lagBytes > 0 || this.segments.uncommittedBytes > 0 || this.segments.isSyncing) {
      this.nowMs += 100;
      await this.step();
    }
  }
}

/** Reads a whole journal, checking every byte; returns its last sequence. */
export function readAll(files: Files, directory: string, fromSequence = 1): number {
  const reader = new JournalReader({ files, directory, fromSequence });
  let sequence = fromSequence - 1;
  for (let offset = reader.next(); offset !== EMPTY; offset = reader.next()) {
    sequence++;
    if (!isRecord(reader.data, offset, reader.length, sequence))
      throw new Error(`record ${sequence} is not what was written`);
  }
  return sequence;
}
