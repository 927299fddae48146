/**
 * The standard header of a session's NewOrderSingles, learned from one that the general scanner has judged: all but its
 * number and its time is the same in the next.
 *
 *     35=D|49=CLIENT|56=SLUICE|34=   123   |52=   20261122-14:30:00.123|   (more constant fields)
 *     ------- prefix ----------------      middle                          -- suffix --
 *
 * What was compared need not be summed: each constant knows what its bytes add to CheckSum (10).
 */
import { SOH } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { IN_HEADER, slotOf } from './message_definition.ts';
import { MsgType, Tag } from './tag.ts';
import { MINUTE_MS, SECONDS_AT, TIMESTAMP_BYTES } from './timestamp.ts';

/** Longer headers are left to the general scanner. */
const MAX_CONSTANT_BYTES = 256;
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

export class FastHeader {
  /** Nothing matches before it is. */
  isLearned = false;
  /** Of the order that is taken next; rises with each. */
  nextSequence = 0;
  /** Start of the minute that SendingTime is in: near enough to say that it is surely in time. */
  sendingMinuteMs = 0;
  /** Of the three texts. */
  byteSum = 0;
  declare readonly prefix: ConstantText;
  declare readonly middle: ConstantText;
  declare readonly suffix: ConstantText;
  declare readonly sendingTime: KnownMinute;

  constructor() {
    this.prefix = new ConstantText();
    this.middle = new ConstantText();
    this.suffix = new ConstantText();
    this.sendingTime = new KnownMinute();
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
    if (bytes[suffixEnd - 1] !== SOH) return;
    this.isLearned =
      this.prefix.learn(bytes, bodyStart, fields.start(Tag.MSG_SEQ_NUM)) &&
      this.middle.learn(bytes, sequenceEnd, timeStart) &&
      this.suffix.learn(bytes, timeEnd, suffixEnd);
    this.byteSum = this.prefix.byteSum + this.middle.byteSum + this.suffix.byteSum;
    this.sendingTime.learn(view, timeStart);
    this.sendingMinuteMs = Math.floor(fields.timestamp(Tag.SENDING_TIME) / MINUTE_MS) * MINUTE_MS;
  }
}
