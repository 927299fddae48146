/**
 * The standard header of a session's NewOrderSingles, learned from one that the general scanner has judged: all but its
 * number and its time is the same in the next, and compared as whole doubles.
 *
 *     35=D|49=CLIENT|56=SLUICE|34=   123   |52=   20261122-14:30:00.123   |   (more constant fields)
 *     ------- prefix ----------------      -------                        -- suffix --
 */
import { DIGIT_0, SOH } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { IN_HEADER, slotOf } from './message_definition.ts';
import { MsgType, Tag } from './tag.ts';
import { MINUTE_MS, TIMESTAMP_BYTES, TimestampReader } from './timestamp.ts';

const MAX_SEQUENCE_DIGITS = 15;
/** Longer headers are left to the general scanner. */
const MAX_CONSTANT_BYTES = 256;
/** Header fields that say something of the single message: one that has them is not learned from. */
const OF_ONE_MESSAGE: readonly number[] = [Tag.POSS_DUP_FLAG, Tag.POSS_RESEND, Tag.ORIG_SENDING_TIME, 369, 627];

/** Bytes to compare with, eight at a time. */
class Constant {
  private length = 0;
  /** The last eight bytes, which overlap the whole doubles before them; of a short text its first four. */
  private last = 0;
  private word = 0;
  private readonly words: Float64Array = new Float64Array(MAX_CONSTANT_BYTES / 8);
  private readonly bytes: Uint8Array = new Uint8Array(MAX_CONSTANT_BYTES + 8);

  /** False when it is too long to keep. */
  learn(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > MAX_CONSTANT_BYTES) return false;
    this.length = end - start;
    this.bytes.set(bytes.subarray(start, end));
    const view = new DataView(this.bytes.buffer);
    for (let i = 0; i + 8 <= this.length; i += 8) this.words[i >> 3] = view.getFloat64(i, true);
    this.word = view.getInt32(0, true);
    if (this.length >= 8) this.last = view.getFloat64(this.length - 8, true);
    return true;
  }

  /** Where it ends at `start`, or -1. Text that makes a NaN never matches, which only costs time. */
  match(view: DataView, start: number): number {
    const { words, bytes, length } = this;
    if (length >= 8) {
      const last = length - 8;
      for (let i = 0; i < last; i += 8) if (view.getFloat64(start + i, true) !== words[i >> 3]) return -1;
      return view.getFloat64(start + last, true) === this.last ? start + length : -1;
    }
    const isLong = length >= 4;
    if (isLong && view.getInt32(start, true) !== this.word) return -1;
    for (let i = isLong ? 4 : 0; i < length; i++) if (view.getUint8(start + i) !== bytes[i]) return -1;
    return start + length;
  }
}

export class FastHeader {
  /** Of the header matched last. */
  sequence = 0;
  /** Start of the minute that SendingTime is in: near enough to say that it is surely in time. */
  sendingMinuteMs = 0;
  readonly sendingTime = new TimestampReader();
  private learned = false;
  private readonly prefix = new Constant();
  private readonly middle = new Constant();
  private readonly suffix = new Constant();

  /** Where the body starts after the header at `start` (at tag 35), or -1. Text that differs is read no further. */
  match(view: DataView, start: number, end: number): number {
    if (!this.learned) return -1;
    let at = this.prefix.match(view, start);
    if (at < 0) return -1;
    const digitsStart = at;
    let sequence = 0;
    for (let digit = view.getUint8(at) - DIGIT_0; digit >>> 0 <= 9; digit = view.getUint8(++at) - DIGIT_0) {
      sequence = sequence * 10 + digit;
    }
    if (at === digitsStart || at - digitsStart > MAX_SEQUENCE_DIGITS) return -1;
    at = this.middle.match(view, at);
    if (at < 0 || at + TIMESTAMP_BYTES >= end) return -1;
    if (!this.sendingTime.isSameMinute(view, at)) return -1;
    this.sequence = sequence;
    return this.suffix.match(view, at + TIMESTAMP_BYTES);
  }

  /** From a valid NewOrderSingle. */
  learn(fields: FieldIndex, view: DataView, bodyStart: number): void {
    this.learned = false;
    const { bytes } = fields;
    if (fields.char(Tag.MSG_TYPE) !== MsgType.NEW_ORDER_SINGLE) return;
    for (const tag of OF_ONE_MESSAGE) if (fields.has(tag)) return;
    const timeStart = fields.start(Tag.SENDING_TIME);
    const sequenceEnd = fields.end(Tag.MSG_SEQ_NUM);
    if (timeStart < sequenceEnd || fields.end(Tag.SENDING_TIME) - timeStart !== TIMESTAMP_BYTES) return;
    let suffixEnd = timeStart + TIMESTAMP_BYTES + 1;
    for (let i = 0; i < fields.count; i++) {
      const slot = slotOf(fields.tags[i]!);
      if (slot < 0 || IN_HEADER[slot] === 0) break;
      suffixEnd = fields.ends[i]! + 1;
    }
    if (bytes[suffixEnd - 1] !== SOH) return;
    this.learned =
      this.prefix.learn(bytes, bodyStart, fields.start(Tag.MSG_SEQ_NUM)) &&
      this.middle.learn(bytes, sequenceEnd, timeStart) &&
      this.suffix.learn(bytes, timeStart + TIMESTAMP_BYTES, suffixEnd);
    this.sendingTime.learn(view, timeStart);
    this.sendingMinuteMs = Math.floor(fields.timestamp(Tag.SENDING_TIME) / MINUTE_MS) * MINUTE_MS;
  }
}
