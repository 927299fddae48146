/**
 * One writer that never waits, any number of readers; a reader that is too slow loses records and is told how many.
 *
 *     writer                                      reader
 *     1. intent += step   (Atomics.add)           a. tail?                (Atomics.load, pairs with 3)
 *     2. write records    (plain)                 b. copy words before it (plain)
 *     3. tail := end      (Atomics.store)         c. intent?              (Atomics.add 0, pairs with 1)
 *                                                    passed what was copied: throw it away, say LOST
 *
 * README.md argues the order of 1 against 2 and of b against c, which loads and stores alone would not give.
 */
import {
  BROADCAST_HEADER_BYTES,
  INTENT_INDEX,
  INTENT_STEPS,
  LATEST_INDEX,
  maxBroadcastPayloadBytes,
  TAIL_INDEX,
} from './broadcast_layout.ts';
import { distance } from './cursor.ts';
import { allocateRegion, type Region } from './memory.ts';
import { EMPTY, RingCorruptedError } from './spsc.ts';
import { assertCapacity, FRAME_BYTES, recordWords, WORD_BYTES } from './spsc_layout.ts';

/** The reader fell behind: `lostRecords` are gone; poll again to go on with the newest. */
export const LOST = -2;

/** Smaller ones would have steps that hold no record. */
const MIN_BROADCAST_BYTES = 1024;

export function broadcastRegionBytes(capacityBytes: number): number {
  assertBroadcastCapacity(capacityBytes);
  return BROADCAST_HEADER_BYTES + capacityBytes;
}

/** Empties the broadcast before anyone uses it; tests start shortly before the Int32 wrap. Zeroed memory is empty already. */
export function initialiseBroadcast(region: Region, startPosition = 0): void {
  region.i32.fill(0);
  for (const index of [INTENT_INDEX, TAIL_INDEX, LATEST_INDEX]) Atomics.store(region.i32, index, startPosition | 0);
}

export class BroadcastProducer {
  /** Records lie here; `claim` returns byte offsets into it. */
  declare readonly data: Region;
  declare readonly maxPayloadBytes: number;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly frames: Int32Array<SharedArrayBuffer>;
  declare private readonly mask: number;
  declare private readonly stepWords: number;
  declare private position: number;
  declare private claimedEnd: number;
  declare private publishedPosition: number;
  declare private latest: number;
  declare private intent: number;
  private sequence = 0;

  constructor(region: Region) {
    const capacityBytes = region.byteLength - BROADCAST_HEADER_BYTES;
    assertBroadcastCapacity(capacityBytes);
    this.maxPayloadBytes = maxBroadcastPayloadBytes(capacityBytes);
    this.mask = capacityBytes / WORD_BYTES - 1;
    this.stepWords = capacityBytes / WORD_BYTES / INTENT_STEPS;
    this.data = region.slice(BROADCAST_HEADER_BYTES, capacityBytes);
    this.header = region.i32;
    this.frames = this.data.i32;
    this.position = Atomics.load(this.header, TAIL_INDEX);
    this.claimedEnd = this.position;
    this.publishedPosition = this.position;
    this.latest = Atomics.load(this.header, LATEST_INDEX);
    this.intent = Atomics.load(this.header, INTENT_INDEX);
    // A writer that follows another goes on counting where that one ended.
    if (this.latest !== this.position) this.sequence = (this.frames[((this.latest & this.mask) << 1) + 1]! + 1) | 0;
  }

  /** Byte offset of `byteLength` contiguous bytes for a payload; there is always room. */
  claim(byteLength: number): number {
    if (byteLength >>> 0 > this.maxPayloadBytes) {
      throw new RangeError(`a broadcast record of ${byteLength} bytes: at most ${this.maxPayloadBytes}`);
    }
    const words = recordWords(byteLength);
    const wordsToEnd = this.mask + 1 - (this.position & this.mask);
    if (words > wordsToEnd) this.pad(wordsToEnd);
    const position = this.position;
    const end = (position + words) | 0;
    if (((this.intent - end) | 0) < 0) this.raiseIntent();
    this.claimedEnd = end;
    const word = position & this.mask;
    this.frames[word << 1] = byteLength;
    this.frames[(word << 1) + 1] = this.sequence;
    return (word << 3) + FRAME_BYTES;
  }

  /** Seals the claimed record; readers do not see it yet. */
  commit(): void {
    if (this.claimedEnd === this.position) return;
    this.latest = this.position;
    this.position = this.claimedEnd;
    this.sequence = (this.sequence + 1) | 0;
  }

  /** Makes every committed record visible. */
  publish(): void {
    if (this.position === this.publishedPosition) return;
    this.publishedPosition = this.position;
    // A reader that meets this before the tail finds nothing there yet and comes again.
    Atomics.store(this.header, LATEST_INDEX, this.latest);
    // Pairs with the load in BroadcastConsumer.receive.
    Atomics.store(this.header, TAIL_INDEX, this.position);
  }

  /** A step holds two of the largest records, so one is always enough. */
  private raiseIntent(): void {
    this.intent = (this.intent + this.stepWords) | 0;
    // Pairs with the Atomics.add in BroadcastConsumer.receive. An add and no store: later plain stores may pass a store.
    Atomics.add(this.header, INTENT_INDEX, this.stepWords);
  }

  private pad(words: number): void {
    const end = (this.position + words) | 0;
    if (((this.intent - end) | 0) < 0) this.raiseIntent();
    const frame = (this.position & this.mask) << 1;
    this.frames[frame] = -words;
    this.frames[frame + 1] = this.sequence;
    this.position = end;
    this.claimedEnd = end;
  }
}

export class BroadcastConsumer {
  /** This reader's own copy, where `poll` returns byte offsets; a record stays until the next poll. */
  declare readonly data: Region;
  /** Payload bytes of the record last polled. */
  length = 0;
  /** Records lost when `poll` last said LOST, and since the reader began. */
  lostRecords = 0;
  lostRecordsTotal = 0;
  declare private readonly header: Int32Array<SharedArrayBuffer>;
  declare private readonly shared: Int32Array<SharedArrayBuffer>;
  declare private readonly copy: Int32Array<SharedArrayBuffer>;
  declare private readonly capacityWords: number;
  declare private readonly copyCapacityWords: number;
  /** Position of the next frame, and where it lies in the copy. */
  declare private position: number;
  private copyWord = 0;
  private copiedWords = 0;
  /** What the next record must carry. */
  private sequence = 0;
  /** Just jumped: another sequence is a loss and no corruption. */
  private hasJumped = false;

  /** Joins behind the newest record: sees what is published from now on. */
  constructor(region: Region) {
    const capacityBytes = region.byteLength - BROADCAST_HEADER_BYTES;
    assertBroadcastCapacity(capacityBytes);
    this.capacityWords = capacityBytes / WORD_BYTES;
    this.copyCapacityWords = this.capacityWords / INTENT_STEPS;
    this.header = region.i32;
    this.shared = region.slice(BROADCAST_HEADER_BYTES, capacityBytes).i32;
    this.data = allocateRegion(this.copyCapacityWords * WORD_BYTES);
    this.copy = this.data.i32;
    this.position = Atomics.load(this.header, TAIL_INDEX);
    while (!this.join()) Atomics.pause();
  }

  /** Byte offset in `data` of the next record's payload, EMPTY, or LOST. */
  poll(): number {
    for (;;) {
      if (this.copyWord === this.copiedWords && !this.receive(true)) return EMPTY;
      const frame = this.copyWord << 1;
      const length = this.copy[frame]!;
      if (this.copy[frame + 1]! !== this.sequence) return this.lose(this.copy[frame + 1]!);
      this.hasJumped = false;
      const words = length < 0 ? -length : recordWords(length);
      if (this.copyWord + words > this.copiedWords) {
        this.copyAgain(words);
        continue;
      }
      const offset = (this.copyWord << 3) + FRAME_BYTES;
      this.copyWord += words;
      this.position = (this.position + words) | 0;
      if (length < 0) continue;
      this.length = length;
      this.sequence = (this.sequence + 1) | 0;
      return offset;
    }
  }

  isEmpty(): boolean {
    return this.copyWord === this.copiedWords && this.position === Atomics.load(this.header, TAIL_INDEX);
  }

  /** The newest record tells which sequence comes next, unless the writer came round meanwhile: then false. */
  private join(): boolean {
    const latest = Atomics.load(this.header, LATEST_INDEX);
    if (latest === Atomics.load(this.header, TAIL_INDEX)) return true; // Nothing was ever published.
    const frame = (latest & (this.capacityWords - 1)) << 1;
    const length = this.shared[frame]!;
    const sequence = this.shared[frame + 1]!;
    if (!this.isIntact(latest)) return false;
    this.position = (latest + recordWords(length)) | 0;
    this.sequence = (sequence + 1) | 0;
    return true;
  }

  /** Copies whole stretches and asks once whether they were still there: the question costs the writer a cache line. */
  private receive(mayJump: boolean): boolean {
    this.forget();
    // Pairs with the store in BroadcastProducer.publish.
    const tail = Atomics.load(this.header, TAIL_INDEX);
    const ready = distance(this.position, tail);
    if (ready <= 0) return false;
    const word = this.position & (this.capacityWords - 1);
    const words = Math.min(ready, this.copyCapacityWords, this.capacityWords - word);
    for (let from = word << 1, to = 0; to < words << 1; from++, to++) this.copy[to] = this.shared[from]!;
    if (this.isIntact(this.position)) {
      this.copiedWords = words;
      return true;
    }
    // What was to be read is gone. Whoever is lapped again while jumping comes back at the next poll.
    this.position = Atomics.load(this.header, LATEST_INDEX);
    this.hasJumped = true;
    return mayJump && this.receive(false);
  }

  /** Whether what was read from `position` on was not being overwritten. */
  private isIntact(position: number): boolean {
    // Pairs with the Atomics.add in BroadcastProducer.raiseIntent. An add and no load: earlier plain loads may pass a load.
    const intent = Atomics.add(this.header, INTENT_INDEX, 0);
    return distance(position, intent) <= this.capacityWords;
  }

  private lose(sequence: number): number {
    if (!this.hasJumped) {
      throw new RingCorruptedError(`broadcast record ${sequence} where ${this.sequence} was due, at ${this.position}`);
    }
    this.lostRecords = distance(this.sequence, sequence) >>> 0;
    this.lostRecordsTotal += this.lostRecords;
    this.sequence = sequence;
    return LOST;
  }

  /** The stretch ended within a record: it is copied anew, from the record's start. */
  private copyAgain(words: number): void {
    if (this.copyWord === 0) {
      throw new RingCorruptedError(`broadcast frame of ${words} words at ${this.position} leaves what was published`);
    }
    this.forget();
  }

  private forget(): void {
    this.copyWord = 0;
    this.copiedWords = 0;
  }
}

function assertBroadcastCapacity(capacityBytes: number): void {
  assertCapacity(capacityBytes);
  if (capacityBytes < MIN_BROADCAST_BYTES) {
    throw new RangeError(`a broadcast has ${MIN_BROADCAST_BYTES} bytes or more, not ${capacityBytes}`);
  }
}
