/**
 * Finds messages in whatever chunks a socket delivers.
 *
 *     8=FIX.4.4 | 9=LENGTH | 35=... LENGTH bytes, SOH included ... | 10=SUM |
 *
 * Chunks are copied behind each other into one buffer, so that a message is always contiguous and readers keep one
 * DataView for life. A garbled message (wrong start, length or checksum) is passed over, as the specification says: the
 * next message starts at the next `8=FIX.` after it.
 */
import { DIGIT_0, DIGIT_9, double8, SOH, word4 } from './ascii.ts';
import { checksumOf } from './checksum.ts';

export const Frame = {
  /** No whole message in the buffer. */
  NONE: 0,
  MESSAGE: 1,
  /** Well formed, but not FIX 4.4. */
  OTHER_VERSION: 2,
  /** Says that it is longer than the limit. Nothing after it can be found safely: the session ends. */
  TOO_LONG: 3,
} as const;
export type Frame = (typeof Frame)[keyof typeof Frame];

/** Readers load whole words and compare whole doubles: they may look this far past a message's end, never act on it. */
export const SLACK_BYTES = 64;
const TRAILER_BYTES = 7; // 10=nnn|
const BEGIN = Buffer.from('8=FIX.');
const BEGIN_0 = double8('8=FIX.4.');
const BEGIN_1 = word4('4\x019=');
const BEGIN_BYTES = 12;
/** What `frameAt` and `readLength` return besides a frame or a position. */
const GARBLED = -1;
const INCOMPLETE = -2;
const TYPE_TAG = word4('35=');
const CHECKSUM_TAG = word4('\x0110=');
/** Three digits and a SOH, less this, are the digits' values, a byte each: see isInMinute. */
const LENGTH_BASE = word4('000\x01');
const MAX_LENGTH_DIGITS = 7;
const MAX_VERSION_BYTES = 16;
/** A partial message is moved to the front of the buffer when so much before it is done with. */
const MOVE_AFTER_BYTES = 8_192;
/** 8=FIX.4.4|9=NNNNNNN|...10=nnn| around the body. */
const OVERHEAD_BYTES = 32;

export class FrameReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Garbled messages and stretches passed over, since the start. */
  garbledCount = 0;
  /** Of the message that `next` found: at `8=`, at `35=`, at `10=`, after its last SOH. */
  start = 0;
  bodyStart = 0;
  checksumStart = 0;
  end = 0;
  private readonly buffer: Buffer;
  private readonly maxMessageBytes: number;
  /** Behind the last byte that came. */
  readEnd = 0;
  private length = 0;

  constructor(maxMessageBytes: number) {
    this.maxMessageBytes = maxMessageBytes;
    // Room for a message, and as much again, so that moving a partial message to the front is rare.
    this.buffer = Buffer.alloc(Math.max(65_536, 2 * (maxMessageBytes + OVERHEAD_BYTES)) + SLACK_BYTES);
    this.bytes = new Uint8Array(this.buffer.buffer, this.buffer.byteOffset, this.buffer.byteLength);
    this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset, this.buffer.byteLength);
  }

  /** Takes as much of `chunk` from `offset` as there is room for, and says how much. Call `next` until NONE, then again. */
  take(chunk: Uint8Array, offset: number): number {
    if (this.end > 0) this.makeRoom();
    const room = this.buffer.length - SLACK_BYTES - this.readEnd;
    const byteCount = Math.min(room, chunk.length - offset);
    this.bytes.set(byteCount === chunk.length ? chunk : chunk.subarray(offset, offset + byteCount), this.readEnd);
    this.readEnd += byteCount;
    return byteCount;
  }

  /** Bytes of a message that is not whole yet. */
  get pendingBytes(): number {
    return this.readEnd - this.end;
  }

  clear(): void {
    this.readEnd = 0;
    this.end = 0;
  }

  /** Messages up to `end` were taken without `next`. */
  passTo(end: number): void {
    this.end = end;
  }

  /** Whether no message of up to `byteLength` bytes in all is longer than the limit. */
  allows(byteLength: number): boolean {
    return byteLength + OVERHEAD_BYTES <= this.maxMessageBytes;
  }

  next(): Frame {
    for (;;) {
      const start = this.end;
      if (this.readEnd - start < BEGIN_BYTES) return this.waitOrSkip(start);
      const found =
        this.view.getFloat64(start, true) === BEGIN_0 && this.view.getInt32(start + 8, true) === BEGIN_1
          ? this.frameAt(start, start + BEGIN_BYTES, Frame.MESSAGE)
          : this.frameOther(start);
      if (found !== GARBLED) return found;
      this.skipGarbled(start);
    }
  }

  /** A frame whose BodyLength digits start at `lengthStart`. */
  private frameAt(start: number, lengthStart: number, kind: Frame): Frame | typeof GARBLED {
    const { view, readEnd } = this;
    let length: number;
    let bodyStart: number;
    // Three digits, a SOH: nearly every message.
    const digits = readEnd - lengthStart >= 8 ? view.getInt32(lengthStart, true) - LENGTH_BASE : -1;
    if (((digits | (digits + 0x06_0606)) & 0xfff0_f0f0) === 0) {
      length = (digits & 0xff) * 100 + ((digits >> 8) & 0xff) * 10 + (digits >> 16);
      bodyStart = lengthStart + 4;
    } else {
      const lengthEnd = this.readLength(lengthStart);
      if (lengthEnd < 0) return lengthEnd === GARBLED ? GARBLED : Frame.NONE;
      length = this.length;
      bodyStart = lengthEnd + 1;
    }
    if (length + OVERHEAD_BYTES > this.maxMessageBytes) return Frame.TOO_LONG;
    const checksumStart = bodyStart + length;
    if (!this.startsWithType(bodyStart)) return GARBLED;
    if (checksumStart + TRAILER_BYTES > readEnd) return Frame.NONE;
    if (!this.hasChecksum(start, checksumStart)) return GARBLED;
    this.start = start;
    this.bodyStart = bodyStart;
    this.checksumStart = checksumStart;
    this.end = checksumStart + TRAILER_BYTES;
    return kind;
  }

  /** Where the BodyLength ends that starts here, its value in `length`; GARBLED, or INCOMPLETE. */
  private readLength(lengthStart: number): number {
    const { bytes, readEnd } = this;
    let length = 0;
    for (let position = lengthStart; position < readEnd; position++) {
      const byte = bytes[position]!;
      if (byte === SOH) {
        this.length = length;
        return position === lengthStart ? GARBLED : position;
      }
      if (byte < DIGIT_0 || byte > DIGIT_9 || position - lengthStart >= MAX_LENGTH_DIGITS) return GARBLED;
      length = length * 10 + byte - DIGIT_0;
    }
    return INCOMPLETE;
  }

  /** MsgType must be the third field; as much of it as there is. */
  private startsWithType(bodyStart: number): boolean {
    const { bytes, readEnd } = this;
    if (bodyStart + 4 <= readEnd) return (this.view.getInt32(bodyStart, true) & 0xff_ffff) === TYPE_TAG;
    return (
      (bodyStart >= readEnd || bytes[bodyStart] === 0x33) &&
      (bodyStart + 1 >= readEnd || bytes[bodyStart + 1] === 0x35) &&
      (bodyStart + 2 >= readEnd || bytes[bodyStart + 2] === 0x3d)
    );
  }

  private hasChecksum(start: number, checksumStart: number): boolean {
    const { view } = this;
    if (view.getInt32(checksumStart - 1, true) !== CHECKSUM_TAG) return false;
    const digits = view.getInt32(checksumStart + 3, true) - LENGTH_BASE;
    if (((digits | (digits + 0x06_0606)) & 0xfff0_f0f0) !== 0) return false;
    const stated = (digits & 0xff) * 100 + ((digits >> 8) & 0xff) * 10 + (digits >> 16);
    return stated === checksumOf(view, start, checksumStart);
  }

  /** Some other version of FIX, or garbage. */
  private frameOther(start: number): Frame | typeof GARBLED {
    const { bytes, readEnd } = this;
    for (let i = 0; i < BEGIN.length; i++) if (bytes[start + i] !== BEGIN[i]) return GARBLED;
    let position = start + BEGIN.length;
    while (bytes[position] !== SOH) {
      if (position - start > MAX_VERSION_BYTES) return GARBLED;
      if (++position >= readEnd) return Frame.NONE;
    }
    if (position + 3 > readEnd) return Frame.NONE;
    if (bytes[position + 1] !== 0x39 || bytes[position + 2] !== 0x3d) return GARBLED;
    return this.frameAt(start, position + 3, Frame.OTHER_VERSION);
  }

  /** Fewer bytes than a message starts with: wait if they may be a start, else pass over them. */
  private waitOrSkip(start: number): Frame {
    let matching = 0;
    const available = this.readEnd - start;
    while (matching < available && matching < BEGIN.length && this.bytes[start + matching] === BEGIN[matching])
      matching++;
    if (matching === available || matching === BEGIN.length) return Frame.NONE;
    this.skipGarbled(start);
    return this.readEnd - this.end < BEGIN_BYTES ? Frame.NONE : this.next();
  }

  /** To the next possible start of a message behind `start`; what may be the first bytes of one stays. */
  private skipGarbled(start: number): void {
    this.garbledCount++;
    const { bytes, readEnd } = this;
    for (let position = start + 1; position < readEnd; position++) {
      if (bytes[position] !== BEGIN[0]) continue;
      let matching = 1;
      while (
        matching < BEGIN.length &&
        position + matching < readEnd &&
        bytes[position + matching] === BEGIN[matching]
      ) {
        matching++;
      }
      if (matching === BEGIN.length || position + matching === readEnd) {
        this.end = position;
        return;
      }
    }
    this.end = readEnd;
  }

  private makeRoom(): void {
    if (this.end === this.readEnd) this.clear();
    // Long before there is no room, so that what is used of the buffer stays in the nearest caches.
    else if (this.end >= MOVE_AFTER_BYTES) {
      this.buffer.copyWithin(0, this.end, this.readEnd);
      this.readEnd -= this.end;
      this.end = 0;
    }
  }
}
