import type { Region } from '../../../ring/memory.ts';
import {
  JOURNAL_BEAT_F64,
  JOURNAL_BYTES_F64,
  JOURNAL_COMMITS_F64,
  JOURNAL_COVERED_F64,
  JOURNAL_DISK_FULL_F64,
  JOURNAL_SEGMENTS_F64,
  JOURNAL_STATE_INDEX,
} from '../log/log_layout.ts';
import { isDiskFull } from './files.ts';
import { JournalCopier } from './journal_copier.ts';
import type { SegmentWriter } from './segment_writer.ts';

/** What the live view and supervision see in the log's header page. */
export const JournalState = { STARTING: 0, RUNNING: 1, DISK_FULL: 2, FAILED: 3, STOPPED: 4 } as const;
export type JournalState = (typeof JournalState)[keyof typeof JournalState];

export interface JournalOptions {
  readonly log: Region;
  readonly writer: SegmentWriter;
  readonly durability: 'process' | 'disk';
  /** At `process`: a sync at the latest after this many bytes ... */
  readonly syncBytes?: number;
  /** ... or this long. */
  readonly syncIntervalMs?: number;
}

const SYNC_BYTES = 8 << 20;
const SYNC_INTERVAL_MS = 50;
/** One write: large enough that the system call vanishes, small enough that `copied` moves while a sync is not due. */
const COPY_BYTES = 1 << 20;

/** One step of the journal's duty cycle at a time; `runJournal` is the loop around it. */
export class Journal {
  readonly copier: JournalCopier;
  private readonly log: Region;
  private readonly writer: SegmentWriter;
  private readonly durability: 'process' | 'disk';
  private readonly syncBytes: number;
  private readonly syncIntervalMs: number;
  private lastSyncMs = 0;

  constructor(options: JournalOptions) {
    this.log = options.log;
    this.writer = options.writer;
    this.durability = options.durability;
    this.syncBytes = options.syncBytes ?? SYNC_BYTES;
    this.syncIntervalMs = options.syncIntervalMs ?? SYNC_INTERVAL_MS;
    this.copier = new JournalCopier(options.log, options.writer);
  }

  /** Bytes copied. 0: idle, or the disk is full (then `state` says so). Any other error is fatal and thrown. */
  step(nowMs: number): number {
    this.log.f64[JOURNAL_BEAT_F64] = nowMs;
    this.writer.coveredSequence = this.log.f64[JOURNAL_COVERED_F64]!;
    try {
      this.pollSync();
      this.writer.prepare();
      const bytes = this.copyBatch();
      this.rollIfBlocked();
      this.commitIfDue(nowMs);
      this.count(bytes);
      return bytes;
    } catch (error) {
      this.setState(isDiskFull(error) ? JournalState.DISK_FULL : JournalState.FAILED);
      if (!isDiskFull(error)) throw error;
      return 0;
    }
  }

  get state(): JournalState {
    return Atomics.load(this.log.i32, JOURNAL_STATE_INDEX) as JournalState;
  }

  /** Commits what has been copied and ends; not while the writer is syncing. */
  close(): void {
    this.commit();
    this.writer.close();
    this.setState(JournalState.STOPPED);
  }

  private copyBatch(): number {
    const limit = this.durability === 'disk' ? this.syncBytes : COPY_BYTES;
    let total = 0;
    for (let bytes = -1; bytes !== 0 && total < limit; total += bytes) bytes = this.copier.copy(limit);
    return total;
  }

  /** The open segment is full: go on to the next one, if it is ready. If it is not, the log fills and admission stops. */
  private rollIfBlocked(): void {
    if (!this.copier.isBlocked) {
      this.setState(JournalState.RUNNING);
      return;
    }
    if (this.writer.isSyncing) return;
    this.copier.beginSync();
    if (this.writer.roll()) {
      this.copier.endSync();
      this.setState(JournalState.RUNNING);
      return;
    }
    const error = this.writer.preparationError;
    if (error !== undefined) throw error;
  }

  /** Before anything that a full disk refuses: what is on the disk by now frees windows, and a stop waits for it. */
  private pollSync(): void {
    if (this.writer.isSyncing && this.writer.pollSync()) this.committed();
  }

  private commitIfDue(nowMs: number): void {
    const { writer } = this;
    if (writer.isSyncing) return;
    const { uncommittedBytes } = writer;
    const isOverdue = nowMs - this.lastSyncMs >= this.syncIntervalMs;
    if (uncommittedBytes > 0 && this.durability === 'disk') this.commit();
    else if (uncommittedBytes >= this.syncBytes || (uncommittedBytes > 0 && isOverdue)) this.beginSync();
    else if (uncommittedBytes === 0 && writer.markUnsynced && isOverdue) writer.syncMark();
    else return;
    this.lastSyncMs = nowMs;
  }

  private commit(): void {
    if (this.writer.uncommittedBytes === 0) return;
    this.copier.beginSync();
    this.writer.commit();
    this.committed();
  }

  /** At `process` nobody waits for a sync: the next bytes are written while the disk takes these. */
  private beginSync(): void {
    this.copier.beginSync();
    this.writer.beginSync();
  }

  private committed(): void {
    this.copier.endSync();
    this.log.f64[JOURNAL_COMMITS_F64]!++;
  }

  private count(bytes: number): void {
    this.log.f64[JOURNAL_BYTES_F64]! += bytes;
    this.log.f64[JOURNAL_SEGMENTS_F64] = this.writer.segmentCount;
  }

  private setState(state: JournalState): void {
    if (this.state === state) return;
    if (state === JournalState.DISK_FULL) this.log.f64[JOURNAL_DISK_FULL_F64]!++;
    Atomics.store(this.log.i32, JOURNAL_STATE_INDEX, state);
  }
}
