/**
 * A ring of variable records between exactly one writing and one reading thread (or process).
 *
 * The writer claims, fills and commits records, then publishes them all with one store; the reader polls them in place,
 * then releases them all with one store. Neither waits: a full or empty ring is a returned word, and who waits, how,
 * is the caller's policy.
 *
 * What publishes a batch is the sequence of its first frame, stored last. A reader that waits looks at the very cache line
 * that brings it the record, so a hop costs one line and not two. The writer's position follows, for a reader that is behind:
 * it then learns of whole batches at a time and takes frames by plain loads. README.md argues the memory order.
 */
import { CACHE_LINE_BYTES, type Region } from './memory.ts';
import {
  assertCapacity,
  CONSUMER_POSITION_INDEX,
  frameWords,
  lengthIndex,
  maxPayloadBytes,
  PRODUCER_POSITION_INDEX,
  recordWords,
  SPSC_HEADER_BYTES,
  sequenceIndex,
  WORD_BYTES,
} from './spsc_layout.ts';

/** A cache line as the processor fetches it; two of them make CACHE_LINE_BYTES. */
const LINE_WORDS = 8;

/**
 * `claim` and `poll` repeat what spsc_layout.ts says (`FRAME_BYTES`, `recordWords`), as literals: what a file imports or exports is
 * loaded and checked at each use. A tenth of a record's time (2026-11, Node 24.21, both ends in turn on one thread).
 */
const PAYLOAD_AT = 8;
const NONE = -1;

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
  const mask = checkedCapacity(region) / WORD_BYTES - 1;
  region.i32.fill(0);
  const start = startPosition | 0;
  region.i32[SPSC_HEADER_BYTES / 4 + sequenceIndex(start & mask)] = notPublished(start);
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
    this.position = this.endOfPublished(Atomics.load(this.header, PRODUCER_POSITION_INDEX));
    this.claimedEnd = this.position;
    this.publishedPosition = this.position;
    this.limit = this.position;
  }

  /**
   * Byte offset in `data` of `byteLength` contiguous bytes for a payload (8-byte aligned, holding old bytes), or FULL.
   * A claim that is not committed is replaced by the next one.
   */
  claim(byteLength: number): number {
    const { position, frames } = this;
    const end = (position + ((byteLength + 7) >>> 3) + 1) | 0;
    if (((this.limit - end) | 0) < 0) return this.claimSlowly(byteLength);
    this.claimedEnd = end;
    const word = position & this.mask;
    frames[word << 1] = byteLength;
    if (position !== this.publishedPosition) frames[(word << 1) | 1] = ~position;
    return ((word << 3) + PAYLOAD_AT) | 0;
  }

  /** Seals the claimed record; the reader does not see it yet. */
  commit(): void {
    this.position = this.claimedEnd;
  }

  /** Makes every committed record visible. */
  publish(): void {
    const { position, publishedPosition: first, mask } = this;
    if (position === first) return;
    // What the reader will look at next must not be a stale word that happens to be the right sequence.
    this.frames[sequenceIndex(position & mask)] = notPublished(position);
    // Pairs with the load of a frame in SpscConsumer.look, and makes the whole batch visible.
    Atomics.store(this.frames, sequenceIndex(first & mask), ~first);
    this.publishedPosition = position;
    // Pairs with the load of the position there.
    Atomics.store(this.header, PRODUCER_POSITION_INDEX, position);
  }

  /** Bytes that records (with their frames) may still take, by a fresh look at the reader's position. */
  freeBytes(): number {
    return (this.capacityWords - 1 - this.usedWords()) * WORD_BYTES;
  }

  /** 0 is empty, 1 is full: what admission decides on. */
  fillFraction(): number {
    return this.usedWords() / (this.capacityWords - 1);
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
    // One word stays free for the mark behind the last record (publish).
    const freeWords = this.capacityWords - 1 - this.usedWords();
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
    const word = this.position & this.mask;
    this.frames[lengthIndex(word)] = -words;
    if (this.position !== this.publishedPosition) this.frames[sequenceIndex(word)] = ~this.position;
    this.position = (this.position + words) | 0;
    this.claimedEnd = this.position;
  }

  /** A writer may have died between the two stores of `publish`: what its frames say was published stays so. */
  private endOfPublished(from: number): number {
    let position = from;
    while (Atomics.load(this.frames, sequenceIndex(position & this.mask)) === ~position) {
      position = (position + frameWords(this.frames[lengthIndex(position & this.mask)]!)) | 0;
    }
    return position;
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
  /** Records before it are known to be published: only when there are none does `poll` look at the other core's lines. */
  declare private limit: number;
  /** Looks in a row that found a record by its frame. */
  private frameLooks = 0;
  protected touched = 0;

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
    const { position, frames } = this;
    if (position === this.limit && !this.look()) return NONE;
    const word = position & this.mask;
    const length = frames[word << 1]!;
    if (frames[(word << 1) | 1]! !== ~position || length < 0) return this.pollPadding();
    this.length = length;
    this.position = (position + ((length + 7) >>> 3) + 1) | 0;
    return ((word << 3) + PAYLOAD_AT) | 0;
  }

  /** Hands every polled record's bytes back. Pairs with the load in SpscProducer.makeRoom. */
  release(): void {
    if (this.position === this.releasedPosition) return;
    this.releasedPosition = this.position;
    Atomics.store(this.header, CONSUMER_POSITION_INDEX, this.position);
  }

  /** A fresh look that moves nothing: what a thread asks once more between raising its sleeping flag and parking. */
  isEmpty(): boolean {
    return this.position === this.limit && !this.isFramePublished();
  }

  /** Published and not yet polled, as a share of the ring. */
  fillFraction(): number {
    const words = (Atomics.load(this.header, PRODUCER_POSITION_INDEX) - this.position) | 0;
    return Math.max(0, words) / this.mask;
  }

  /**
   * A reader that waits watches the frame. Only when it met two records in a row is it behind, and asks for the writer's
   * position: that line then stays in the writer's cache as long as records come singly.
   */
  private look(): boolean {
    if (this.frameLooks >= 2) {
      // Pairs with the second store in SpscProducer.publish. It may be older than what a frame has told already.
      const written = Atomics.load(this.header, PRODUCER_POSITION_INDEX);
      if (((written - this.position) | 0) > 0) {
        this.limit = written;
        return true;
      }
    }
    if (!this.isFramePublished()) {
      this.frameLooks = 0;
      this.touchNextLine();
      return false;
    }
    this.frameLooks++;
    const words = frameWords(this.frames[lengthIndex(this.position & this.mask)]!);
    this.limit = (this.position + words) | 0;
    return true;
  }

  /**
   * A record of 64 bytes ends in the line after its frame's. A reader that waits asks for that line too, so that it arrives while
   * the writer still publishes: a hop of 430 ns instead of 570 between distant cores, 133 instead of 170 between near ones
   * (2026-11, Node 24.21, bench/hop.ts). What is read means nothing; it is kept so that no compiler leaves the load out.
   */
  private touchNextLine(): void {
    this.touched = this.frames[lengthIndex((this.position + LINE_WORDS) & this.mask)]!;
  }

  /** Pairs with the first store in SpscProducer.publish: this record, and all of its batch, is written. */
  private isFramePublished(): boolean {
    const sequence = Atomics.load(this.frames, sequenceIndex(this.position & this.mask));
    if (sequence === ~this.position) return true;
    if (sequence !== notPublished(this.position)) throw this.corrupted();
    return false;
  }

  /** A frame that `poll` did not like is the padding before the buffer's end, or the ring is corrupt. */
  private pollPadding(): number {
    const word = this.position & this.mask;
    const length = this.frames[word << 1]!;
    const sequence = this.frames[(word << 1) + 1]!;
    if (sequence !== ~this.position || word - length !== this.mask + 1) throw this.corrupted();
    this.position = (this.position - length) | 0;
    return this.poll();
  }

  private corrupted(): RingCorruptedError {
    const word = this.position & this.mask;
    const [length, sequence] = this.frames.subarray(lengthIndex(word), lengthIndex(word) + 2);
    return new RingCorruptedError(
      `at position ${this.position}, word ${word} of ${this.mask + 1}: sequence ${~sequence!}, length ${length}`,
    );
  }
}

/** What stands for the sequence of a frame that is not there yet: it differs from `~position` in every bit. */
function notPublished(position: number): number {
  return position;
}

function checkedCapacity(region: Region): number {
  if (region.byteOffset % CACHE_LINE_BYTES !== 0) {
    throw new RangeError(`a ring must start on a cache line, not at byte ${region.byteOffset}`);
  }
  const capacityBytes = region.byteLength - SPSC_HEADER_BYTES;
  assertCapacity(capacityBytes);
  return capacityBytes;
}
