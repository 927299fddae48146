/**
 * A ring of variable records between exactly one writing and one reading thread (or process).
 *
 * The writer claims, fills and commits records, then publishes them all with one store; the reader polls them in place,
 * then releases them all with one store. Neither waits: a full or empty ring is a returned word, and who waits, how,
 * is the caller's policy. README.md argues the memory order.
 */
import { CACHE_LINE_BYTES, type Region } from './memory.ts';
import {
  assertCapacity,
  CONSUMER_POSITION_INDEX,
  FRAME_BYTES,
  maxPayloadBytes,
  PRODUCER_POSITION_INDEX,
  recordWords,
  SPSC_HEADER_BYTES,
  WORD_BYTES,
} from './spsc_layout.ts';

/** No room now. Publish what is committed, let the reader drain, claim again. */
export const FULL = -1;
/** Nothing published beyond what was polled. */
export const EMPTY = -1;

/** The bytes are not what the protocol puts there: a bug or a foreign writer. Not to be caught: the engine stops. */
export class RingCorruptedError extends Error {
  override readonly name = 'RingCorruptedError';
}

/** Shared memory that a ring of `capacityBytes` (a power of two) needs, header included. */
export function spscRegionBytes(capacityBytes: number): number {
  assertCapacity(capacityBytes);
  return SPSC_HEADER_BYTES + capacityBytes;
}

/**
 * Empties the ring, before either end is constructed. Zeroed memory is an empty ring already; tests start shortly
 * before the Int32 wrap (`startPosition` counts 8-byte words).
 */
export function initialiseSpsc(region: Region, startPosition = 0): void {
  checkedCapacity(region);
  region.i32.fill(0);
  Atomics.store(region.i32, PRODUCER_POSITION_INDEX, startPosition | 0);
  Atomics.store(region.i32, CONSUMER_POSITION_INDEX, startPosition | 0);
}

export class SpscProducer {
  /** Records lie here; `claim` returns byte offsets into it. */
  declare readonly data: Region;
  declare readonly capacityBytes: number;
  declare readonly maxPayloadBytes: number;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly frames: Int32Array<SharedArrayBuffer>;
  declare private readonly capacityWords: number;
  declare private readonly mask: number;
  /** Where the next record starts; runs ahead of the published position. */
  declare private position: number;
  /** Where the claimed record ends. */
  declare private claimedEnd: number;
  declare private publishedPosition: number;
  /** A record that ends at or before it is free and does not pass the end of the buffer: all that `claim` compares. */
  declare private limit: number;

  constructor(region: Region) {
    this.capacityBytes = checkedCapacity(region);
    this.maxPayloadBytes = maxPayloadBytes(this.capacityBytes);
    this.capacityWords = this.capacityBytes / WORD_BYTES;
    this.mask = this.capacityWords - 1;
    this.data = region.slice(SPSC_HEADER_BYTES, this.capacityBytes);
    this.header = region.i32;
    this.frames = this.data.i32;
    this.position = Atomics.load(this.header, PRODUCER_POSITION_INDEX);
    this.claimedEnd = this.position;
    this.publishedPosition = this.position;
    this.limit = this.position;
  }

  /**
   * Byte offset in `data` of `byteLength` contiguous bytes for a payload (8-byte aligned, holding old bytes), or FULL.
   * A claim that is not committed is replaced by the next one.
   */
  claim(byteLength: number): number {
    const position = this.position;
    const end = (position + recordWords(byteLength)) | 0;
    if (((this.limit - end) | 0) < 0) return this.claimSlowly(byteLength);
    this.claimedEnd = end;
    const word = position & this.mask;
    this.frames[word << 1] = byteLength;
    this.frames[(word << 1) + 1] = ~position;
    return (word << 3) + FRAME_BYTES;
  }

  /** Seals the claimed record; the reader does not see it yet. */
  commit(): void {
    this.position = this.claimedEnd;
  }

  /** Makes every committed record visible. Pairs with the load in SpscConsumer.poll. */
  publish(): void {
    if (this.position === this.publishedPosition) return;
    this.publishedPosition = this.position;
    Atomics.store(this.header, PRODUCER_POSITION_INDEX, this.position);
  }

  /** Bytes not taken by records that are committed and not released, by a fresh look at the reader's position. */
  freeBytes(): number {
    return this.capacityBytes - this.usedWords() * WORD_BYTES;
  }

  /** 0 is empty, 1 is full: what admission decides on. */
  fillFraction(): number {
    return this.usedWords() / this.capacityWords;
  }

  private usedWords(): number {
    return (this.position - Atomics.load(this.header, CONSUMER_POSITION_INDEX)) | 0;
  }

  /** Looks at the reader's position again, and pads where the buffer's end is in the way. */
  private claimSlowly(byteLength: number): number {
    const words = recordWords(byteLength);
    if (words > this.capacityWords / 2) {
      throw new RangeError(`a record of ${byteLength} bytes does not fit: at most ${this.maxPayloadBytes} bytes`);
    }
    // Pairs with the store in SpscConsumer.release: the reader is done with the words before the position it stored.
    const freeWords = this.capacityWords - this.usedWords();
    const wordsToEnd = this.capacityWords - (this.position & this.mask);
    if (words <= wordsToEnd) {
      this.limit = (this.position + Math.min(freeWords, wordsToEnd)) | 0;
      return words <= freeWords ? this.claim(byteLength) : FULL;
    }
    // The limit must never reach past the end, so it stays as it was until the padding is written.
    if (wordsToEnd + words > freeWords) return FULL;
    this.pad(wordsToEnd);
    this.limit = (this.position + freeWords - wordsToEnd) | 0;
    return this.claim(byteLength);
  }

  private pad(words: number): void {
    const frame = (this.position & this.mask) << 1;
    this.frames[frame] = -words;
    this.frames[frame + 1] = ~this.position;
    this.position = (this.position + words) | 0;
    this.claimedEnd = this.position;
  }
}

export class SpscConsumer {
  /** Records lie here; `poll` returns byte offsets into it. A record's bytes are the writer's again after `release`. */
  declare readonly data: Region;
  declare readonly capacityBytes: number;
  /** Payload bytes of the record last polled. */
  length = 0;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly frames: Int32Array<SharedArrayBuffer>;
  declare private readonly mask: number;
  declare private position: number;
  declare private releasedPosition: number;
  /** The writer's position when last looked at: only an apparently empty ring costs a look at the other core's line. */
  declare private limit: number;

  constructor(region: Region) {
    this.capacityBytes = checkedCapacity(region);
    this.mask = this.capacityBytes / WORD_BYTES - 1;
    this.data = region.slice(SPSC_HEADER_BYTES, this.capacityBytes);
    this.header = region.i32;
    this.frames = this.data.i32;
    this.position = Atomics.load(this.header, CONSUMER_POSITION_INDEX);
    this.releasedPosition = this.position;
    this.limit = this.position;
  }

  /** Byte offset in `data` of the next record's payload, or EMPTY. Its length is in `length`. */
  poll(): number {
    const position = this.position;
    if (position === this.limit && !this.look()) return EMPTY;
    const word = position & this.mask;
    const length = this.frames[word << 1]!;
    if (this.frames[(word << 1) + 1]! !== ~position || length < 0) return this.pollPadding();
    this.length = length;
    this.position = (position + recordWords(length)) | 0;
    return (word << 3) + FRAME_BYTES;
  }

  /** Hands every polled record's bytes back. Pairs with the load in SpscProducer.makeRoom. */
  release(): void {
    if (this.position === this.releasedPosition) return;
    this.releasedPosition = this.position;
    Atomics.store(this.header, CONSUMER_POSITION_INDEX, this.position);
  }

  /** A fresh look that moves nothing: what a thread asks once more between raising its sleeping flag and parking. */
  isEmpty(): boolean {
    return this.position === Atomics.load(this.header, PRODUCER_POSITION_INDEX);
  }

  /** Published and not yet polled, as a share of the ring. */
  fillFraction(): number {
    return ((Atomics.load(this.header, PRODUCER_POSITION_INDEX) - this.position) | 0) / (this.mask + 1);
  }

  /** Pairs with the store in SpscProducer.publish: the bytes before the position it stored are written. */
  private look(): boolean {
    this.limit = Atomics.load(this.header, PRODUCER_POSITION_INDEX);
    return this.limit !== this.position;
  }

  /** A frame that `poll` did not like is the padding before the buffer's end, or the ring is corrupt. */
  private pollPadding(): number {
    const word = this.position & this.mask;
    const length = this.frames[word << 1]!;
    const sequence = this.frames[(word << 1) + 1]!;
    if (sequence !== ~this.position || word - length !== this.mask + 1) {
      throw new RingCorruptedError(
        `at position ${this.position}: sequence ${~sequence}, length ${length}, word ${word} of ${this.mask + 1}`,
      );
    }
    this.position = (this.position - length) | 0;
    return this.poll();
  }
}

function checkedCapacity(region: Region): number {
  if (region.byteOffset % CACHE_LINE_BYTES !== 0) {
    throw new RangeError(`a ring must start on a cache line, not at byte ${region.byteOffset}`);
  }
  const capacityBytes = region.byteLength - SPSC_HEADER_BYTES;
  assertCapacity(capacityBytes);
  return capacityBytes;
}
