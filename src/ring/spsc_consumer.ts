/** The reading end of an SPSC ring (spsc.ts). */
import type { Region } from './memory.ts';
import {
  CONSUMER_POSITION_INDEX,
  checkedCapacity,
  headIndex,
  notPublished,
  PRODUCER_POSITION_INDEX,
  SPSC_HEADER_BYTES,
  sequenceIndex,
  WORD_BYTES,
} from './spsc_layout.ts';

/** A cache line as the processor fetches it; two of them make CACHE_LINE_BYTES. */
const LINE_WORDS = 8;

/**
 * What runs for each record or run repeats what spsc_layout.ts says (`FRAME_BYTES`, `payloadWords`, `frameWords`), as literals: what a
 * file imports or exports is loaded and checked at each use. A tenth of a record's time (2026-11, Node 24.21, both ends in turn on
 * one thread).
 */
const PAYLOAD_AT = 8;
/** What `poll` answers when the ring is empty. */
const NONE = -1;

/** The bytes are not what the protocol puts there: a bug or a foreign writer. Not to be caught: the engine stops. */
export class RingCorruptedError extends Error {
  override readonly name = 'RingCorruptedError';
}

export class SpscConsumer {
  /** Records lie here; `poll` returns byte offsets into it. A record's bytes are the writer's again after `release`. */
  declare readonly data: Region;
  declare readonly capacityBytes: number;
  /** Payload bytes of the record last polled, as of all its run. */
  declare length: number;
  /** Bytes from one record of the run to the next. */
  declare stride: number;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly frames: Int32Array<SharedArrayBuffer>;
  declare private readonly mask: number;
  declare private next: number;
  /** Where the run ends that the record last polled is of, or the one that `nextRun` found. */
  declare runEnd: number;
  /** Of the frame behind the run that is being polled. */
  declare private position: number;
  declare private releasedPosition: number;
  /** Runs before it are known to be published: only when there are none does `poll` look at the other core's lines. */
  declare private limit: number;
  /** Looks in a row that found a run by its frame. */
  declare private frameLooks: number;
  declare protected touched: number;

  constructor(region: Region) {
    this.capacityBytes = checkedCapacity(region);
    this.mask = this.capacityBytes / WORD_BYTES - 1;
    this.data = region.slice(SPSC_HEADER_BYTES, this.capacityBytes);
    this.header = region.i32;
    this.frames = this.data.i32;
    this.length = 0;
    this.stride = WORD_BYTES;
    this.next = 0;
    this.runEnd = 0;
    this.position = Atomics.load(this.header, CONSUMER_POSITION_INDEX);
    this.releasedPosition = this.position;
    this.limit = this.position;
    this.frameLooks = 0;
    this.touched = 0;
  }

  /** Byte offset in `data` of the next record's payload, or EMPTY. Its length is in `length`. */
  poll(): number {
    const { next } = this;
    if (next === this.runEnd) return this.enterRun();
    this.next = (next + this.stride) | 0;
    return next;
  }

  /**
   * The same without taking the record: it and the rest of its run lie from here to `runEnd`, one each `stride`, all `length` bytes
   * long. `takeUntil` takes them.
   */
  nextRun(): number {
    const { next } = this;
    if (next !== this.runEnd) return next;
    const offset = this.enterRun();
    if (offset >= 0) this.next = offset;
    return offset;
  }

  /** Every record of the run that lies before `offset` counts as polled. */
  takeUntil(offset: number): void {
    this.next = offset;
  }

  /** Hands every polled record's bytes back. Pairs with the load in SpscProducer.claimSlowly. */
  release(): void {
    let { position } = this;
    if (this.next !== this.runEnd) position = this.splitRun();
    if (position === this.releasedPosition) return;
    this.releasedPosition = position;
    Atomics.store(this.header, CONSUMER_POSITION_INDEX, position);
  }

  /** A fresh look that moves nothing: what a thread asks once more between raising its sleeping flag and parking. */
  isEmpty(): boolean {
    return this.next === this.runEnd && this.position === this.limit && !this.isFramePublished();
  }

  /** Published and not yet polled, as a share of the ring. */
  fillFraction(): number {
    const inRun = (this.runEnd - this.next) >> 3;
    const words = (Atomics.load(this.header, PRODUCER_POSITION_INDEX) - this.position + inRun) | 0;
    return Math.max(0, words) / this.mask;
  }

  /**
   * Part of a run is handed back: what is left gets a frame of its own, in the last word of what was polled, so that a reader that
   * takes over from this one starts at a frame. That word is still the reader's.
   */
  private splitRun(): number {
    const words = (this.runEnd - this.next) >> 3;
    const position = (this.position - words - 1) | 0;
    // Nothing of the run was polled, or nothing since the last release.
    if (position === this.releasedPosition) return position;
    const word = position & this.mask;
    this.frames[word << 1] = (words << 16) | this.length;
    this.frames[(word << 1) | 1] = ~position;
    return position;
  }

  /** The first record of the next run, taken. */
  private enterRun(): number {
    const { position, frames, mask } = this;
    if (position === this.limit && !this.look()) return NONE;
    const word = position & mask;
    const head = frames[word << 1]!;
    const words = head >> 16;
    if (frames[(word << 1) | 1]! !== ~position || words <= 0 || word + words > mask) return this.skipPadding();
    const end = (position + 1 + words) | 0;
    if (position === this.limit) this.limit = end;
    const length = head & 0xffff;
    const stride = (length + 7) & ~7 || 8;
    const next = (word << 3) + PAYLOAD_AT;
    this.length = length;
    this.stride = stride;
    this.next = next + stride;
    this.runEnd = next + (words << 3);
    this.position = end;
    return next;
  }

  /**
   * A reader that waits watches the frame. Only when it met two runs in a row is it behind, and asks for the writer's
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
    return true;
  }

  /**
   * A record of 64 bytes ends in the line after its frame's. A reader that waits asks for that line too, so that it arrives while
   * the writer still publishes: a hop of 430 ns instead of 570 between distant cores, 133 instead of 170 between near ones
   * (2026-11, Node 24.21, bench/hop.ts). What is read means nothing; it is kept so that no compiler leaves the load out.
   */
  private touchNextLine(): void {
    this.touched = this.frames[headIndex((this.position + LINE_WORDS) & this.mask)]!;
  }

  /** Pairs with the first store in SpscProducer.publish: this run, and all of its batch, is written. */
  private isFramePublished(): boolean {
    const sequence = Atomics.load(this.frames, sequenceIndex(this.position & this.mask));
    if (sequence === ~this.position) return true;
    if (sequence !== notPublished(this.position)) throw this.corrupted();
    return false;
  }

  /** A frame that is no run's is the padding before the buffer's end, or the ring is corrupt. */
  private skipPadding(): number {
    const { position, frames, mask } = this;
    const word = position & mask;
    const head = frames[word << 1]!;
    if (frames[(word << 1) | 1] !== ~position || word - head !== mask + 1) throw this.corrupted();
    this.position = (position - head) | 0;
    if (position === this.limit) this.limit = this.position;
    return this.enterRun();
  }

  private corrupted(): RingCorruptedError {
    const word = this.position & this.mask;
    const [head, sequence] = this.frames.subarray(headIndex(word), headIndex(word) + 2);
    return new RingCorruptedError(
      `at position ${this.position}, word ${word} of ${this.mask + 1}: sequence ${~sequence!}, head ${head}`,
    );
  }
}
