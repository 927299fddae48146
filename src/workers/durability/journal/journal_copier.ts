import type { Region } from '../../../ring/memory.ts';
import {
  COPIED_SEQUENCE_F64,
  COPIED_WORDS_INDEX,
  DURABLE_SEQUENCE_F64,
  DURABLE_WORDS_INDEX,
  LOG_HEADER_BYTES,
  PADDING_TYPE,
  PUBLISHED_WORDS_INDEX,
  RECORD_HEADER_BYTES,
  WORD_BYTES,
} from '../log/log_layout.ts';
import type { SegmentWriter } from './segment_writer.ts';

/** The log's bytes are not records: memory was overwritten, or the sequencer is wrong. The process must stop. */
export class LogCorruptedError extends Error {
  override readonly name = 'LogCorruptedError';
}

/** Moves published records from the log to the journal, and tells the log how far that has come. */
export class JournalCopier {
  private readonly log: Region;
  private readonly data: Region;
  private readonly writer: SegmentWriter;
  private readonly mask: number;
  private position: number;
  private syncPosition = 0;
  private syncSequence = 0;
  /** The last `copy` took nothing because the open segment has no room for the next record: roll. */
  isBlocked = false;
  /** What `measure` found: whole records from `position` on that are contiguous and fit. */
  private extentBytes = 0;
  private extentSequence: number;

  constructor(log: Region, writer: SegmentWriter) {
    this.log = log;
    this.data = log.slice(LOG_HEADER_BYTES, log.byteLength - LOG_HEADER_BYTES);
    this.writer = writer;
    this.mask = this.data.byteLength / WORD_BYTES - 1;
    this.position = Atomics.load(log.i32, COPIED_WORDS_INDEX);
    this.extentSequence = writer.lastSequence;
  }

  /** Published and not yet copied. */
  get lagBytes(): number {
    return ((Atomics.load(this.log.i32, PUBLISHED_WORDS_INDEX) - this.position) | 0) * WORD_BYTES;
  }

  /** Copies up to `limitBytes`; returns the bytes copied. 0: nothing to do, or the segment is full (`isBlocked`). */
  copy(limitBytes: number): number {
    this.isBlocked = false;
    // Pairs with the store in LogWriter.publish: the bytes before the position it stored are written.
    const published = Atomics.load(this.log.i32, PUBLISHED_WORDS_INDEX);
    if (published === this.position) return 0;
    this.skipPadding();
    // An extent that the disk refused stays measured.
    if (this.extentBytes === 0) this.measure(((published - this.position) | 0) * WORD_BYTES, limitBytes);
    const bytes = this.extentBytes;
    if (bytes === 0) return 0;
    this.writer.append(this.data, (this.position & this.mask) << 3, bytes, this.extentSequence);
    this.extentBytes = 0;
    this.position = (this.position + (bytes >>> 3)) | 0;
    this.log.f64[COPIED_SEQUENCE_F64] = this.extentSequence;
    Atomics.store(this.log.i32, COPIED_WORDS_INDEX, this.position);
    return bytes;
  }

  /** Everything copied by now is what the sync that starts now will have made durable. */
  beginSync(): void {
    this.syncSequence = this.writer.lastSequence;
    this.syncPosition = this.position;
  }

  /** The sync has returned. Pairs with the loads in LogWriter.usedWords and durableSequence. */
  endSync(): void {
    this.log.f64[DURABLE_SEQUENCE_F64] = this.syncSequence;
    Atomics.store(this.log.i32, DURABLE_WORDS_INDEX, this.syncPosition);
  }

  /** Walks records until the publication, the limit, the segment's room or the data's end. */
  private measure(availableBytes: number, limitBytes: number): void {
    const { i32, f64 } = this.data;
    const start = (this.position & this.mask) << 3;
    const limit = Math.min(availableBytes, this.data.byteLength - start);
    const room = Math.min(limitBytes, this.writer.roomBytes);
    let bytes = 0;
    let sequence = this.extentSequence;
    while (bytes < limit) {
      const word = (start + bytes) >> 2;
      if ((i32[word + 1]! & 0xffff) === PADDING_TYPE) break;
      const length = i32[word]!;
      if (bytes + length > room) {
        this.isBlocked = bytes === 0;
        break;
      }
      sequence++;
      if (
        length < RECORD_HEADER_BYTES ||
        (length & 7) !== 0 ||
        bytes + length > limit ||
        f64[(word >> 1) + 2] !== sequence
      ) {
        throw new LogCorruptedError(
          `at byte ${start + bytes} of the log: expected sequence ${sequence}, found ${f64[(word >> 1) + 2]}, length ${length}`,
        );
      }
      bytes += length;
    }
    this.extentBytes = bytes;
    this.extentSequence = sequence;
  }

  private skipPadding(): void {
    const word = (this.position & this.mask) << 1;
    if ((this.data.i32[word + 1]! & 0xffff) !== PADDING_TYPE) return;
    this.position = (this.position + (this.data.i32[word]! >>> 3)) | 0;
  }
}
