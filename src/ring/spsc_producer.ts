/** The writing end of an SPSC ring (spsc.ts). */
import type { Region } from './memory.ts';
import {
  CONSUMER_POSITION_INDEX,
  checkedCapacity,
  frameWords,
  headIndex,
  MAX_RUN_WORDS,
  maxPayloadBytes,
  PRODUCER_POSITION_INDEX,
  payloadWords,
  SPSC_HEADER_BYTES,
  sequenceIndex,
  WORD_BYTES,
} from './spsc_layout.ts';

/**
 * What runs for each record or run repeats what spsc_layout.ts says (`FRAME_BYTES`, `payloadWords`, `frameWords`), as literals: what a
 * file imports or exports is loaded and checked at each use. A tenth of a record's time (2026-11, Node 24.21, both ends in turn on
 * one thread).
 */
const PAYLOAD_AT = 8;
/** What `claim` answers when the ring is full; no run is open. */
const NONE = -1;

export class SpscProducer {
  /** Records lie here; `claim` returns byte offsets into it. */
  declare readonly data: Region;
  declare readonly capacityBytes: number;
  declare readonly maxPayloadBytes: number;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly frames: Int32Array<SharedArrayBuffer>;
  declare private readonly mask: number;
  /** Payload bytes of the open run's records. */
  declare private runLength: number;
  /** Bytes from one record of the open run to the next: its payload, rounded up to words. */
  declare stride: number;
  /** Where the next record of the open run goes. */
  declare private next: number;
  /**
   * The last offset at which the open run takes a record; NONE while no run is open. After `claim` records of the same length may be
   * written at its offset, a `stride` behind it, and so on up to this one; `commitUntil` then seals them all.
   */
  declare lastOffset: number;
  /** Of the open run's frame or, when there is none, of the next one's; runs ahead of the published position. */
  declare private position: number;
  declare private publishedPosition: number;
  /** What ends at or before it is free and does not pass the end of the buffer. */
  declare private limit: number;

  constructor(region: Region) {
    this.capacityBytes = checkedCapacity(region);
    this.maxPayloadBytes = maxPayloadBytes(this.capacityBytes);
    this.mask = this.capacityBytes / WORD_BYTES - 1;
    this.data = region.slice(SPSC_HEADER_BYTES, this.capacityBytes);
    this.header = region.i32;
    this.frames = this.data.i32;
    this.runLength = 0;
    this.stride = WORD_BYTES;
    this.next = 0;
    this.lastOffset = NONE;
    this.position = this.endOfPublished(Atomics.load(this.header, PRODUCER_POSITION_INDEX));
    this.publishedPosition = this.position;
    this.limit = this.position;
  }

  /**
   * Byte offset in `data` of `byteLength` contiguous bytes for a payload (8-byte aligned, holding old bytes), or FULL.
   * A claim that is not committed is replaced by the next one.
   */
  claim(byteLength: number): number {
    const { next } = this;
    if (byteLength === this.runLength && next <= this.lastOffset) return next;
    return this.openRun(byteLength);
  }

  /** Seals the claimed record; the reader does not see it yet. */
  commit(): void {
    this.next = (this.next + this.stride) | 0;
  }

  /** Seals every record of the open run that lies before `offset`: the claimed one's, plus a number of strides. */
  commitUntil(offset: number): void {
    this.next = offset;
  }

  /** Makes every committed record visible. */
  publish(): void {
    if (this.lastOffset >= 0) this.closeRun();
    const { position, publishedPosition: first, mask } = this;
    if (position === first) return;
    // What the reader will look at next must not be a stale word that happens to be the right sequence.
    this.frames[((position & mask) << 1) | 1] = position;
    // Pairs with the load of a frame in SpscConsumer.look, and makes the whole batch visible.
    Atomics.store(this.frames, ((first & mask) << 1) | 1, ~first);
    this.publishedPosition = position;
    // Pairs with the load of the position there.
    Atomics.store(this.header, PRODUCER_POSITION_INDEX, position);
  }

  /** Bytes that records (with their frames) may still take, by a fresh look at the reader's position. */
  freeBytes(): number {
    return (this.mask - this.usedWords()) * WORD_BYTES;
  }

  /** 0 is empty, 1 is full: what admission decides on. */
  fillFraction(): number {
    return this.usedWords() / this.mask;
  }

  /**
   * Whether the reader has handed back every published record: `fillFraction` counts padding behind the last one, which the
   * reader passes only with the next.
   */
  isDrained(): boolean {
    // Pairs with the store in SpscConsumer.release.
    const read = Atomics.load(this.header, CONSUMER_POSITION_INDEX);
    const left = (this.publishedPosition - read) | 0;
    return left === 0 || this.frames[(read & this.mask) << 1] === -left;
  }

  private usedWords(): number {
    const { position } = this;
    const runWords = this.lastOffset >= 0 ? (this.next >> 3) - (position & this.mask) : 0;
    const end = runWords > 1 ? position + runWords : position;
    return (end - Atomics.load(this.header, CONSUMER_POSITION_INDEX)) | 0;
  }

  /** A run of another length, or the first one of a batch. */
  private openRun(byteLength: number): number {
    if (this.lastOffset >= 0) this.closeRun();
    const { position } = this;
    const words = (byteLength + 7) >>> 3 || 1;
    const spareWords = (this.limit - position - 1 - words) | 0;
    if (spareWords < 0 || byteLength < 0) return this.claimSlowly(byteLength);
    const next = ((position & this.mask) << 3) + PAYLOAD_AT;
    this.runLength = byteLength;
    this.stride = words << 3;
    this.next = next;
    this.lastOffset = next + (spareWords << 3);
    return next;
  }

  /** Says in the run's frame what is in it. The sequence of a batch's first frame is left to `publish`. */
  private closeRun(): void {
    this.lastOffset = NONE;
    const { position, frames } = this;
    const word = position & this.mask;
    const words = ((this.next >> 3) - word - 1) | 0;
    if (words <= 0) return;
    frames[word << 1] = (words << 16) | this.runLength;
    if (position !== this.publishedPosition) frames[(word << 1) | 1] = ~position;
    this.position = (position + 1 + words) | 0;
  }

  /** Looks at the reader's position again, and pads where the buffer's end is in the way. No run is open. */
  private claimSlowly(byteLength: number): number {
    const words = 1 + payloadWords(byteLength);
    const capacityWords = this.mask + 1;
    if (byteLength >>> 0 > this.maxPayloadBytes) {
      throw new RangeError(`a record of ${byteLength} bytes does not fit: at most ${this.maxPayloadBytes} bytes`);
    }
    // Pairs with the store in SpscConsumer.release: the reader is done with the words before the position it stored.
    // One word stays free for the mark behind the last record (publish).
    const freeWords = this.mask - this.usedWords();
    const wordsToEnd = capacityWords - (this.position & this.mask);
    if (words <= wordsToEnd) {
      this.limit = (this.position + Math.min(freeWords, wordsToEnd, MAX_RUN_WORDS)) | 0;
      return words <= freeWords ? this.openRun(byteLength) : NONE;
    }
    // The limit must never reach past the end, so it stays as it was until the padding is written.
    if (wordsToEnd + words > freeWords) return NONE;
    this.pad(wordsToEnd);
    this.limit = (this.position + Math.min(freeWords - wordsToEnd, MAX_RUN_WORDS)) | 0;
    return this.openRun(byteLength);
  }

  private pad(words: number): void {
    const word = this.position & this.mask;
    this.frames[headIndex(word)] = -words;
    if (this.position !== this.publishedPosition) this.frames[sequenceIndex(word)] = ~this.position;
    this.position = (this.position + words) | 0;
  }

  /** A writer may have died between the two stores of `publish`: what its frames say was published stays so. */
  private endOfPublished(from: number): number {
    let position = from;
    while (Atomics.load(this.frames, sequenceIndex(position & this.mask)) === ~position) {
      position = (position + frameWords(this.frames[headIndex(position & this.mask)]!)) | 0;
    }
    return position;
  }
}
