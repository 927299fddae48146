/**
 * The reading end of an SPSC ring whose writer is a program that nobody here has seen: it may be wrong, or write where it must not.
 *
 * Every record has the length that both sides agreed on. Each word of the writer's is read once, checked, and used no further than
 * checked; whatever it writes, a poll takes bounded time and stays within the ring. A frame that breaks the protocol ends the reading
 * for good: behind it, nothing says where a record begins. The bytes of a record remain the writer's to change while they are read, so
 * who takes one copies each field before looking at it.
 *
 * The protocol is the one of spsc.ts, README.md argues its memory order. Two differences. The writer's position is not looked at:
 * a reader must not believe it. A run is handed back as a whole, so the ring holds two of the longest at least.
 */
import type { Region } from './memory.ts';
import {
  CONSUMER_POSITION_INDEX,
  checkedCapacity,
  MAX_RUN_WORDS,
  payloadWords,
  SPSC_HEADER_BYTES,
  WORD_BYTES,
} from './spsc_layout.ts';

/** The writer broke the protocol. No poll will find a record again. */
export const BROKEN = -2;

const NONE = -1;
const PAYLOAD_AT = 8;
/** A cache line as the processor fetches it. */
const LINE_WORDS = 8;

/** Two runs of the longest fit, so that the writer fills one while the other is read. */
export const MIN_UNTRUSTED_CAPACITY_BYTES = 2 * MAX_RUN_WORDS * WORD_BYTES;

export class UntrustedConsumer {
  /** Records lie here; `poll` returns byte offsets into it. */
  declare readonly data: Region;
  declare readonly recordBytes: number;
  declare isBroken: boolean;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly frames: Int32Array<SharedArrayBuffer>;
  declare private readonly mask: number;
  declare private readonly recordWords: number;
  declare private readonly stride: number;
  declare private next: number;
  declare private runEnd: number;
  /** Of the frame behind the run that is being polled, and of that run's own. */
  declare private position: number;
  declare private runPosition: number;
  declare private releasedPosition: number;
  /** Means nothing; it is kept so that no compiler leaves the loads out. */
  declare protected touched: number;

  /** The ring is new: zeroed, or as `initialiseSpsc` leaves it at `startPosition`. */
  constructor(region: Region, recordBytes: number, startPosition = 0) {
    const capacityBytes = checkedCapacity(region);
    if (capacityBytes < MIN_UNTRUSTED_CAPACITY_BYTES || recordBytes <= 0 || recordBytes % WORD_BYTES !== 0) {
      throw new RangeError(
        `an untrusted ring has at least ${MIN_UNTRUSTED_CAPACITY_BYTES} bytes and whole words a record, not ${capacityBytes} and ${recordBytes}`,
      );
    }
    this.mask = capacityBytes / WORD_BYTES - 1;
    this.data = region.slice(SPSC_HEADER_BYTES, capacityBytes);
    this.header = region.i32;
    this.frames = this.data.i32;
    this.recordBytes = recordBytes;
    this.recordWords = payloadWords(recordBytes);
    this.stride = this.recordWords * WORD_BYTES;
    this.next = 0;
    this.runEnd = 0;
    this.position = startPosition | 0;
    this.runPosition = this.position;
    this.releasedPosition = this.position;
    this.touched = 0;
    this.isBroken = false;
  }

  /** Byte offset in `data` of the next record, EMPTY or BROKEN. */
  poll(): number {
    const { next } = this;
    if (next === this.runEnd) return this.enterRun();
    this.next = (next + this.stride) | 0;
    return next;
  }

  /** Hands the bytes of runs that were polled whole back. Pairs with the load in the writer's claim. */
  release(): void {
    const position = this.next === this.runEnd ? this.position : this.runPosition;
    if (position === this.releasedPosition) return;
    this.releasedPosition = position;
    Atomics.store(this.header, CONSUMER_POSITION_INDEX, position);
  }

  private enterRun(): number {
    if (this.isBroken) return BROKEN;
    let { position } = this;
    const { frames, mask } = this;
    let word = position & mask;
    // Pairs with the store of the sequence in the writer's publish: this frame and all of its batch are written.
    let sequence = Atomics.load(frames, (word << 1) | 1);
    if (sequence !== ~position) return sequence === position ? this.touchNext() : this.broke();
    let head = frames[word << 1]!;
    if (head < 0) {
      // Padding, which goes to the buffer's end and nowhere else. A run that starts there is no padding again.
      if (word === 0 || word - head !== mask + 1) return this.broke();
      position = (position - head) | 0;
      this.position = position;
      word = 0;
      sequence = Atomics.load(frames, 1);
      if (sequence !== ~position) return sequence === position ? NONE : this.broke();
      head = frames[0]!;
    }
    const words = head >> 16;
    const { recordWords } = this;
    const isWhole = words === recordWords || (words > 0 && words % recordWords === 0);
    if (!isWhole || (head & 0xffff) !== this.recordBytes || word + words > mask) return this.broke();
    const next = (word << 3) + PAYLOAD_AT;
    this.next = next + this.stride;
    this.runEnd = next + (words << 3);
    this.runPosition = position;
    this.position = (position + 1 + words) | 0;
    return next;
  }

  /** A reader that waits asks for the lines behind the frame, so that they arrive while the writer publishes (spsc_consumer.ts). */
  private touchNext(): number {
    const { frames, mask, position } = this;
    this.touched = frames[((position + LINE_WORDS) & mask) << 1]! + frames[((position + 2 * LINE_WORDS) & mask) << 1]!;
    return NONE;
  }

  private broke(): number {
    this.isBroken = true;
    return BROKEN;
  }
}
