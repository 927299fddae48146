/**
 * The standard header of a session's NewOrderSingles, learned from one that the general scanner has judged: all but its
 * number and its time is the same in the next.
 *
 *     35=D|49=CLIENT|56=SLUICE|34=123|52=20261122-14:30   :00.123|   (more constant fields)
 *     ----------------- text -------------------------                -- suffix --
 *
 * The number is part of the text, counted up in it with each order that is taken, so that it is compared and never read. What was
 * compared need not be summed: each constant knows what its bytes add to CheckSum (10).
 */
import { DIGIT_0, SOH } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { IN_HEADER, slotOf } from './message_definition.ts';
import { MsgType, Tag } from './tag.ts';
import { MINUTE_MS, SECONDS_AT, TIMESTAMP_BYTES } from './timestamp.ts';

/** Longer headers are left to the general scanner. */
const MAX_CONSTANT_BYTES = 256;
/** Of a number up to 2^53. */
const MAX_SEQUENCE_DIGITS = 16;
/** `YYYYMMDD-HH:MM` */
const MINUTE_BYTES = 14;
/** V8 keeps arrays of up to 64 bytes among its objects. */
const TAIL_DOUBLES = 9;
/** Header fields that say something of the single message: one that has them is not learned from. */
const OF_ONE_MESSAGE: readonly number[] = [Tag.POSS_DUP_FLAG, Tag.POSS_RESEND, Tag.ORIG_SENDING_TIME, 369, 627];

/** Bytes to compare with: whole doubles, and what is left as two words under masks. */
export class ConstantText {
  byteLength = 0;
  byteSum = 0;
  /** How many of its bytes are in `doubles`. */
  doubleBytes = 0;
  rest0 = 0;
  rest1 = 0;
  mask0 = 0;
  mask1 = 0;
  /** Text that makes a NaN never matches, which only costs time. */
  declare readonly doubles: Float64Array;

  constructor() {
    this.doubles = new Float64Array(MAX_CONSTANT_BYTES / 8 + 1);
  }

  /** False when it is too long to keep. */
  learn(bytes: Uint8Array, start: number, end: number): boolean {
    const byteLength = end - start;
    if (byteLength > MAX_CONSTANT_BYTES) return false;
    const padded = new Uint8Array(MAX_CONSTANT_BYTES + 8);
    padded.set(bytes.subarray(start, end));
    const view = new DataView(padded.buffer);
    this.byteLength = byteLength;
    this.byteSum = padded.reduce((sum, byte) => sum + byte, 0);
    this.doubleBytes = byteLength & ~7;
    for (let i = 0; i < this.doubleBytes; i += 8) this.doubles[i >> 3] = view.getFloat64(i, true);
    this.rest0 = view.getInt32(this.doubleBytes, true);
    this.rest1 = view.getInt32(this.doubleBytes + 4, true);
    this.mask0 = maskOf(byteLength & 7);
    this.mask1 = maskOf((byteLength & 7) - 4);
    return true;
  }
}

/** The lowest `byteCount` bytes of a word. */
function maskOf(byteCount: number): number {
  if (byteCount <= 0) return 0;
  return byteCount >= 4 ? -1 : (1 << (byteCount << 3)) - 1;
}

/** The minute that the last timestamp was in: `YYYYMMDD-HH:MM` as two doubles that overlap. */
export class KnownMinute {
  /** What all of the timestamp but its seconds' digits, and its SOH, add to a checksum; the digits as zeros. */
  byteSum = 0;
  /** `YYYYMMDD` and `DD-HH:MM`. */
  declare readonly doubles: Float64Array;

  constructor() {
    this.doubles = new Float64Array(16).fill(-1);
  }

  /** Keeps the minute of a valid timestamp of TIMESTAMP_BYTES. */
  learn(view: DataView, start: number): void {
    this.doubles[0] = view.getFloat64(start, true);
    this.doubles[1] = view.getFloat64(start + 6, true);
    this.byteSum = Buffer.from('00.000\x01').reduce((sum, byte) => sum + byte, 0);
    for (let i = 0; i < SECONDS_AT; i++) this.byteSum += view.getUint8(start + i);
  }
}

/** `:SS.mmm` and a SOH, the digits as zeros. */
const SECONDS_SUM = Buffer.from(':00.000\x01').reduce((sum, byte) => sum + byte, 0);
const DIGIT_9 = 0x39;
const TEN = 10;

export class FastHeader {
  /** Nothing matches before it is. */
  isLearned = false;
  /** Of the order that is taken next; rises with each. */
  nextSequence = 0;
  /** Start of the minute that SendingTime is in: near enough to say that it is surely in time. */
  sendingMinuteMs = 0;
  /** From MsgType to the minute of SendingTime: `text`, its last eight bytes also `tail`, since whole doubles may not end there. */
  byteLength = 0;
  /** What `text`, the rest of SendingTime with its digits as zeros, and `suffix` add to CheckSum (10). */
  byteSum = 0;
  /** What SendingTime and its SOH add, the digits behind the minute as zeros. */
  timeSum = 0;
  declare readonly text: Float64Array;
  declare readonly tail: Float64Array;
  declare readonly suffix: ConstantText;
  private textSequence = 0;
  private sequenceAt = 0;
  private sequenceEnd = 0;
  /** Of all but the number. */
  private constantSum = 0;
  declare private readonly bytes: Uint8Array;

  constructor() {
    this.text = new Float64Array(MAX_CONSTANT_BYTES / 8 + 1);
    this.tail = new Float64Array(TAIL_DOUBLES);
    this.bytes = new Uint8Array(this.text.buffer);
    this.suffix = new ConstantText();
  }

  /** From a valid NewOrderSingle. */
  learn(fields: FieldIndex, view: DataView, bodyStart: number): void {
    this.isLearned = false;
    const { bytes } = fields;
    if (fields.char(Tag.MSG_TYPE) !== MsgType.NEW_ORDER_SINGLE) return;
    for (const tag of OF_ONE_MESSAGE) if (fields.has(tag)) return;
    const timeStart = fields.start(Tag.SENDING_TIME);
    const sequenceEnd = fields.end(Tag.MSG_SEQ_NUM);
    if (timeStart < sequenceEnd || fields.end(Tag.SENDING_TIME) - timeStart !== TIMESTAMP_BYTES) return;
    const timeEnd = timeStart + TIMESTAMP_BYTES + 1;
    let suffixEnd = timeEnd;
    for (let i = 0; i < fields.count; i++) {
      const slot = slotOf(fields.tags[i]!);
      if (slot < 0 || IN_HEADER[slot] === 0) break;
      suffixEnd = fields.ends[i]! + 1;
    }
    if (bytes[suffixEnd - 1] !== SOH || !this.suffix.learn(bytes, timeEnd, suffixEnd)) return;
    this.isLearned = this.learnText(fields, view, bodyStart, timeStart + MINUTE_BYTES);
    this.sendingMinuteMs = Math.floor(fields.timestamp(Tag.SENDING_TIME) / MINUTE_MS) * MINUTE_MS;
  }

  /** Before orders are taken: the text says `nextSequence`. */
  expectNext(): void {
    if (this.textSequence !== this.nextSequence) this.rewriteSequence();
  }

  /** An order was taken. */
  advance(): void {
    const { bytes, sequenceAt } = this;
    this.nextSequence++;
    let at = this.sequenceEnd - 1;
    let sum = this.byteSum + 1;
    for (; bytes[at] === DIGIT_9 && at >= sequenceAt; at--) {
      bytes[at] = DIGIT_0;
      sum -= TEN - 1;
    }
    if (at < sequenceAt) {
      this.rewriteSequence();
      return;
    }
    bytes[at] = bytes[at]! + 1;
    this.byteSum = sum;
    this.textSequence = this.nextSequence;
  }

  private learnText(fields: FieldIndex, view: DataView, start: number, end: number): boolean {
    const { bytes } = this;
    // One digit more must fit too.
    if (end - start >= MAX_CONSTANT_BYTES - MAX_SEQUENCE_DIGITS) return false;
    bytes.set(fields.bytes.subarray(start, end));
    this.byteLength = end - start;
    this.tail[0] = view.getFloat64(end - 8, true);
    this.sequenceAt = fields.start(Tag.MSG_SEQ_NUM) - start;
    this.sequenceEnd = fields.end(Tag.MSG_SEQ_NUM) - start;
    this.timeSum = SECONDS_SUM + sumOf(bytes, this.byteLength - MINUTE_BYTES, this.byteLength);
    this.constantSum =
      SECONDS_SUM +
      this.suffix.byteSum +
      sumOf(bytes, 0, this.sequenceAt) +
      sumOf(bytes, this.sequenceEnd, this.byteLength);
    this.rewriteSequence();
    return true;
  }

  private rewriteSequence(): void {
    const { bytes, sequenceAt: at, nextSequence } = this;
    let digits = 1;
    for (let rest = nextSequence; rest >= TEN; rest = Math.floor(rest / TEN)) digits++;
    const end = at + digits;
    if (end !== this.sequenceEnd) {
      bytes.copyWithin(end, this.sequenceEnd, this.byteLength);
      this.byteLength += end - this.sequenceEnd;
      this.sequenceEnd = end;
    }
    let sum = this.constantSum;
    for (let i = end - 1, rest = nextSequence; i >= at; i--, rest = Math.floor(rest / TEN)) {
      const digit = DIGIT_0 + (rest % TEN);
      bytes[i] = digit;
      sum += digit;
    }
    this.textSequence = nextSequence;
    this.byteSum = sum;
  }
}

function sumOf(bytes: Uint8Array, start: number, end: number): number {
  return bytes.subarray(start, end).reduce((sum, byte) => sum + byte, 0);
}
