import { join } from 'node:path';
import { allocateRegion, type Region, type Views } from '../../../ring/memory.ts';
import { MAX_RECORD_BYTES, PADDING_TYPE } from '../log/log_layout.ts';
import { BlockChain, MARK_BYTES, writeMark } from './block_mark.ts';
import { type Files, isDiskFull, PAGE_BYTES } from './files.ts';
import {
  encodeSegmentHeader,
  preparedName,
  type SegmentHeader,
  type SegmentKind,
  segmentHeaderBytes,
  segmentName,
} from './segment_layout.ts';

export interface SegmentWriterOptions {
  readonly files: Files;
  readonly directory: string;
  readonly kind: SegmentKind;
  readonly segmentBytes: number;
  readonly baseTimeMs: number;
  readonly engineEpoch: number;
  readonly behaviourVersion: string;
  readonly schema: Uint8Array;
  /** Where the journal stands: what `openJournal` returned. */
  readonly start: SegmentStart;
  /** Above this many bytes on disk the oldest segment is written again instead of a new one, once it is covered. */
  readonly retainBytes?: number;
}

export interface SegmentStart {
  readonly nextNumber: number;
  readonly lastSequence: number;
  readonly chain: Uint8Array;
  /** Whole segments of before, oldest first. */
  readonly segments: readonly SegmentFile[];
}

export interface SegmentFile {
  readonly number: number;
  readonly bytes: number;
  readonly firstSequence: number;
}

/** What fdatasync could not write is lost to it, and a second call may well return success: the process must stop. */
export class JournalSyncError extends Error {
  override readonly name = 'JournalSyncError';
}

/** Three quarters of 256 MB last longer than zeroing the next takes, and the windows bridge what is left. */
const PREPARED_BELOW = 0.75;

interface LaterSync {
  /** Everything before it is what the sync covers. */
  readonly offset: number;
  state: 'running' | 'done' | 'failed';
  error?: unknown;
}

/** Room for two marks, of the sync under way and of what was appended meanwhile, and for the padding behind them. */
const RESERVED_BYTES = 2 * MARK_BYTES + 8;

/**
 * Writes whole records to segments: `append` from shared memory, `commit` to make them durable. Never waits: where the
 * next segment is not ready `roll` says false, and `preparationError` why.
 */
export class SegmentWriter {
  lastSequence: number;
  /** Bytes appended since the last commit. */
  uncommittedBytes = 0;
  /** A mark is written but not synced: an idle journal syncs it, so that damage at rest is always told from a torn tail. */
  markUnsynced = false;
  segmentCount = 0;
  /** Snapshots cover the stream up to here: segments with nothing newer may be written again. */
  coveredSequence = 0;
  /** Why the next segment could not be prepared; undefined while all is well. */
  preparationError: unknown;
  private readonly options: SegmentWriterOptions;
  private readonly files: Files;
  private readonly chain: BlockChain;
  private readonly mark: Region = allocateRegion(PAGE_BYTES);
  private readonly segments: SegmentFile[];
  private file = -1;
  private number: number;
  private offset = 0;
  private blockStart = 0;
  /** The mark in `mark` belongs at `offset`, but the disk was full. */
  private markPending = false;
  private laterSync: LaterSync | undefined;
  private prepared: 'none' | 'running' | 'ready' = 'none';

  constructor(options: SegmentWriterOptions) {
    const minimumBytes = segmentHeaderBytes(options.schema.byteLength) + MAX_RECORD_BYTES + RESERVED_BYTES;
    if (options.segmentBytes < minimumBytes) {
      throw new RangeError(`segments of ${options.segmentBytes} bytes are too small: at least ${minimumBytes}`);
    }
    this.options = options;
    this.files = options.files;
    this.chain = new BlockChain(options.start.chain);
    this.segments = [...options.start.segments];
    this.number = options.start.nextNumber - 1;
    this.lastSequence = options.start.lastSequence;
  }

  /** Bytes of records that the open segment still takes. */
  get roomBytes(): number {
    return this.file < 0 ? 0 : this.options.segmentBytes - RESERVED_BYTES - this.offset;
  }

  /**
   * Writes `lengthBytes` of whole records at `byteOffset` of `views`; they must fit `roomBytes`. Throws what the disk throws:
   * nothing has been taken then, the caller may repeat.
   */
  append(views: Views, byteOffset: number, lengthBytes: number, lastSequence: number): void {
    if (this.markPending) this.flushMark();
    this.files.write(this.file, views.u8, byteOffset, lengthBytes, this.offset);
    this.offset += lengthBytes;
    this.uncommittedBytes += lengthBytes;
    this.lastSequence = lastSequence;
    // Not before they are in the file: a mark written after a disk that refused them would count them.
    this.chain.addRecords(views.i32, byteOffset, lengthBytes);
  }

  /** Everything appended survives power loss when this returns. An error of the sync is fatal: never call again. */
  commit(): void {
    if (this.uncommittedBytes === 0) return;
    this.sync(this.file);
    this.uncommittedBytes = 0;
    this.appendMark(this.offset);
  }

  /** Starts syncing on another thread while appending goes on; `pollSync` tells when that is done. */
  beginSync(): void {
    const sync: LaterSync = { offset: this.offset, state: 'running' };
    this.laterSync = sync;
    this.uncommittedBytes = 0;
    this.files.fdatasyncLater(this.file).then(
      () => {
        sync.state = 'done';
      },
      (error: unknown) => {
        sync.state = 'failed';
        sync.error = error;
      },
    );
  }

  /** True when the sync that `beginSync` started has ended: everything appended before it survives power loss. */
  pollSync(): boolean {
    const sync = this.laterSync;
    if (sync === undefined || sync.state === 'running') return false;
    this.laterSync = undefined;
    if (sync.state === 'failed') throw this.syncError(sync.error);
    this.appendMark(sync.offset);
    return true;
  }

  /** Between `beginSync` and the `pollSync` that says true, `commit`, `roll` and `close` must wait. */
  get isSyncing(): boolean {
    return this.laterSync !== undefined;
  }

  /** What an idle journal does: the mark behind the last commit reaches the disk too. */
  syncMark(): void {
    if (!this.markUnsynced) return;
    this.sync(this.file);
    this.markUnsynced = false;
  }

  /**
   * Starts making the next segment ready, unless that is under way, done, or too early: a run that ends soon should not
   * have zeroed a segment for nothing. Errors end in `preparationError`.
   */
  prepare(): void {
    const isEarly = this.roomBytes > this.options.segmentBytes * PREPARED_BELOW;
    if (this.prepared === 'none' && !isEarly) void this.prepareNow();
  }

  /** The same, for one who waits for it; errors are in `preparationError` all the same. */
  async prepareNow(): Promise<void> {
    const path = this.path(preparedName(this.options.kind));
    const recycled = this.takeRecyclable();
    this.prepared = 'running';
    try {
      if (recycled === undefined) await this.files.allocate(path, this.options.segmentBytes);
      else this.files.rename(this.path(segmentName(this.options.kind, recycled.number)), path);
      this.files.syncDirectory(this.options.directory);
      this.preparationError = undefined;
      this.prepared = 'ready';
    } catch (error) {
      this.preparationError = error;
      this.prepared = 'none';
    }
  }

  /**
   * Ends the open segment and begins the prepared one. False: none is ready yet. The order matters for power loss: the
   * old segment is whole on disk before the new one has its name, so a segment with a successor has no torn tail.
   */
  roll(): boolean {
    if (this.prepared !== 'ready') return false;
    if (this.file >= 0) this.finish();
    const { directory, kind } = this.options;
    const header = encodeSegmentHeader(this.header());
    const prepared = this.path(preparedName(kind));
    const file = this.files.openForWrite(prepared);
    try {
      this.files.write(file, header, 0, header.byteLength, 0);
      this.sync(file);
      this.files.rename(prepared, this.path(segmentName(kind, this.number + 1)));
    } catch (error) {
      this.files.close(file);
      throw error;
    }
    this.files.syncDirectory(directory);
    this.number++;
    this.file = file;
    this.offset = header.byteLength;
    this.blockStart = this.offset;
    this.prepared = 'none';
    this.segmentCount++;
    this.segments.push({
      number: this.number,
      bytes: this.options.segmentBytes,
      firstSequence: this.lastSequence + 1,
    });
    return true;
  }

  /** Commits, and leaves the segment open for the next start to end. */
  close(): void {
    if (this.file < 0) return;
    this.commit();
    this.syncMark();
    this.files.close(this.file);
    this.file = -1;
  }

  get bytesOnDisk(): number {
    return this.segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  private appendMark(syncedBytes: number): void {
    const mark = {
      syncedBytes,
      blockBytes: this.offset - this.blockStart,
      lastSequence: this.lastSequence,
    };
    writeMark(this.mark, mark, this.chain.finishBlock());
    this.markPending = true;
    try {
      this.flushMark();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  private flushMark(): void {
    this.files.write(this.file, this.mark.u8, 0, MARK_BYTES, this.offset);
    this.markPending = false;
    this.offset += MARK_BYTES;
    this.blockStart = this.offset;
    this.markUnsynced = true;
  }

  private sync(file: number): void {
    try {
      this.files.fdatasync(file);
    } catch (error) {
      throw this.syncError(error);
    }
  }

  private syncError(cause: unknown): JournalSyncError {
    return new JournalSyncError(`fdatasync of segment ${this.number} in ${this.options.directory} failed`, { cause });
  }

  private finish(): void {
    this.commit();
    if (this.markPending) this.flushMark();
    const padding = new Uint8Array(this.options.segmentBytes - this.offset);
    const view = new DataView(padding.buffer);
    view.setInt32(0, padding.byteLength, true);
    view.setUint16(4, PADDING_TYPE, true);
    this.files.write(this.file, padding, 0, padding.byteLength, this.offset);
    this.sync(this.file);
    this.markUnsynced = false;
    this.files.close(this.file);
    this.file = -1;
  }

  private header(): SegmentHeader {
    return { ...this.options, firstSequence: this.lastSequence + 1, chain: this.chain.value };
  }

  /** The oldest segment, if the disk is full enough, snapshots cover it, and it has the size of a new one. */
  private takeRecyclable(): SegmentFile | undefined {
    const [oldest, next] = this.segments;
    const retainBytes = this.options.retainBytes ?? Number.POSITIVE_INFINITY;
    if (oldest === undefined || next === undefined || this.segments.length < 3) return undefined;
    if (this.bytesOnDisk + this.options.segmentBytes <= retainBytes) return undefined;
    if (next.firstSequence - 1 > this.coveredSequence || oldest.bytes !== this.options.segmentBytes) return undefined;
    return this.segments.shift();
  }

  private path(name: string): string {
    return join(this.options.directory, name);
  }
}
