import type { Region } from '../../../ring/memory.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { checkedLogDataBytes } from './log_header.ts';
import { LOG_HEADER_BYTES, PADDING_TYPE, PUBLISHED_WORDS_INDEX, WORD_BYTES } from './log_layout.ts';

/** Walks the records of a log by their lengths. Any number may; none holds the writer up. */
export class LogReader {
  /** Records lie here; `next` returns byte offsets into it. */
  readonly data: Region;
  /** Bytes of the record last returned. */
  length = 0;
  /** Of the first record that there can be, in `data`. */
  private readonly baseBytes: number;
  private readonly header: Int32Array<SharedArrayBuffer>;
  private readonly words: Int32Array<SharedArrayBuffer>;
  private readonly dataWords: number;
  private readonly mask: number;
  private current: number;
  /** The writer's position when last looked at: only an apparently empty log costs a look at the other core's line. */
  private limit: number;

  /**
   * Starts at `position`, or at what is published next. Offsets are into `data`, the log's own data area, unless the caller
   * names a larger region of the same memory: a stage sees its commands through one object, whichever log they lie in.
   */
  constructor(region: Region, position?: number, data?: Region) {
    const dataBytes = checkedLogDataBytes(region);
    const own = region.slice(LOG_HEADER_BYTES, dataBytes);
    this.data = data ?? own;
    this.baseBytes = own.byteOffset - this.data.byteOffset;
    if (own.buffer !== this.data.buffer || this.baseBytes < 0 || this.baseBytes + dataBytes > this.data.byteLength) {
      throw new RangeError('the log does not lie in the region that its records are read through');
    }
    this.header = region.i32;
    this.words = own.i32;
    this.dataWords = dataBytes / WORD_BYTES;
    this.mask = this.dataWords - 1;
    this.current = (position ?? Atomics.load(region.i32, PUBLISHED_WORDS_INDEX)) | 0;
    this.limit = this.current;
  }

  /** Words since the log began, wrapping; of the record that `next` returns next. */
  get position(): number {
    return this.current;
  }

  set position(position: number) {
    this.current = position | 0;
    this.limit = this.current;
  }

  /** Byte offset in `data` of the next published record, or EMPTY. */
  next(): number {
    if (this.current === this.limit && !this.look()) return EMPTY;
    return this.nextKnown();
  }

  /** The same for a reader that knows from a cursor that the next record is there: no look at the writer's line. */
  nextKnown(): number {
    let word = this.current & this.mask;
    if ((this.words[(word << 1) + 1]! & 0xffff) === PADDING_TYPE) {
      this.current = (this.current + (this.words[word << 1]! >>> 3)) | 0;
      word = this.current & this.mask;
    }
    const length = this.words[word << 1]!;
    this.length = length;
    this.current = (this.current + (length >>> 3)) | 0;
    return this.baseBytes + (word << 3);
  }

  /**
   * True when the writer may have been over the records that this reader has not finished with. A reader that gates
   * nothing asks after it has copied what it read: true means that the copy is worthless.
   */
  isOverrun(position = this.current): boolean {
    return ((Atomics.load(this.header, PUBLISHED_WORDS_INDEX) - position) | 0) > this.dataWords - this.dataWords / 8;
  }

  /** Pairs with the store in LogWriter.publish: the bytes before the position it stored are written. */
  private look(): boolean {
    this.limit = Atomics.load(this.header, PUBLISHED_WORDS_INDEX);
    return this.limit !== this.current;
  }
}
