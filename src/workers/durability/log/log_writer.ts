import type { Region } from '../../../ring/memory.ts';
import { FULL } from '../../../ring/spsc.ts';
import { checkedLogDataBytes } from './log_header.ts';
import {
  DURABLE_WORDS_INDEX,
  LOG_HEADER_BYTES,
  maxRecordBytes,
  PADDING_TYPE,
  PUBLISHED_SEQUENCE_F64,
  PUBLISHED_WORDS_INDEX,
  WORD_BYTES,
} from './log_layout.ts';

export interface LogWriterOptions {
  /** False at durability `none`: nobody copies the log, so nothing holds its oldest records. */
  readonly gated?: boolean;
}

/**
 * The sequencer's end of the log: `reserve` room, write the record in place, `append` it, `publish` once a batch.
 *
 * Room is given back when the journal has synced it, not when it has written it: after a failed fdatasync the records
 * in doubt are still here. Readers of the pipeline are not looked at; the ring of slots in front of this one bounds
 * what they may still read (slots x longest record must fit the data area).
 */
export class LogWriter {
  /** Records lie here; `reserve` returns byte offsets into it. */
  readonly data: Region;
  readonly maxRecordBytes: number;
  private readonly header: Region;
  private readonly gated: boolean;
  private readonly dataWords: number;
  private readonly mask: number;
  /** Where the next record starts; runs ahead of the published position. */
  private position: number;
  /** End of the last appended record: padding is published with the record behind it, never alone. */
  private appendedPosition: number;
  private publishedPosition: number;
  /** Words known free from `position` on without passing the end of the data: the only thing `reserve` compares. */
  private roomWords = 0;

  constructor(region: Region, options: LogWriterOptions = {}) {
    const dataBytes = checkedLogDataBytes(region);
    this.header = region;
    this.data = region.slice(LOG_HEADER_BYTES, dataBytes);
    this.gated = options.gated ?? true;
    this.dataWords = dataBytes / WORD_BYTES;
    this.mask = this.dataWords - 1;
    this.maxRecordBytes = maxRecordBytes(dataBytes);
    this.position = Atomics.load(region.i32, PUBLISHED_WORDS_INDEX);
    this.appendedPosition = this.position;
    this.publishedPosition = this.position;
  }

  /** Byte offset in `data` of `maxBytes` contiguous bytes (holding old bytes), or FULL. */
  reserve(maxBytes: number): number {
    const words = (maxBytes + 7) >>> 3;
    if (words > this.roomWords && !this.makeRoom(words)) return FULL;
    return (this.position & this.mask) << 3;
  }

  /** Takes the first `lengthBytes` (a multiple of 8, what the record's length field says) of what was reserved. */
  append(lengthBytes: number): void {
    const words = lengthBytes >>> 3;
    this.position = (this.position + words) | 0;
    this.appendedPosition = this.position;
    this.roomWords -= words;
  }

  /** Makes every appended record visible. Pairs with the load in LogReader.look and in the journal. */
  publish(lastSequence: number): void {
    const position = this.appendedPosition;
    if (position === this.publishedPosition) return;
    this.publishedPosition = position;
    this.header.f64[PUBLISHED_SEQUENCE_F64] = lastSequence;
    Atomics.store(this.header.i32, PUBLISHED_WORDS_INDEX, position);
  }

  /** 1 is empty, 0 is full, by a fresh look: below one window's share admission takes no new orders. */
  freeFraction(): number {
    return this.gated ? 1 - this.usedWords() / this.dataWords : 1;
  }

  /** The same as an answer that is no double: a result that is one may be a heap number, and the sequencer asks often. */
  isFreeBelow(fraction: number): boolean {
    return this.freeFraction() < fraction;
  }

  private usedWords(): number {
    // Pairs with the journal's store: it is done with the words before the position it stored.
    return (this.position - Atomics.load(this.header.i32, DURABLE_WORDS_INDEX)) | 0;
  }

  /** The slow path of `reserve`: looks at the journal's position again, and pads where the data's end is in the way. */
  private makeRoom(words: number): boolean {
    if (words * WORD_BYTES > this.maxRecordBytes) {
      throw new RangeError(`a record of ${words * WORD_BYTES} bytes does not fit: at most ${this.maxRecordBytes}`);
    }
    const freeWords = this.gated ? this.dataWords - this.usedWords() : this.dataWords;
    const wordsToEnd = this.dataWords - (this.position & this.mask);
    if (words <= wordsToEnd) {
      this.roomWords = Math.min(freeWords, wordsToEnd);
      return words <= this.roomWords;
    }
    // Known room must never reach past the end, so it stays as it was (less than `words`) until the pad is written.
    if (wordsToEnd + words > freeWords) return false;
    this.pad(wordsToEnd);
    this.roomWords = Math.min(freeWords - wordsToEnd, this.dataWords);
    return true;
  }

  private pad(words: number): void {
    const index = (this.position & this.mask) << 1;
    this.data.i32[index] = words * WORD_BYTES;
    this.data.i32[index + 1] = PADDING_TYPE;
    this.position = (this.position + words) | 0;
  }
}
