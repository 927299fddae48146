/**
 * Writes messages one behind the other into one buffer: the session's constant header as whole doubles, the length and
 * checksum patched in at the end. Writers may store a few bytes beyond what they write; the next field overwrites them.
 */
import { asciiBytes, doubles, word4 } from './ascii.ts';
import { checksumOf } from './checksum.ts';
import * as numberText from './number_text.ts';
import * as summedText from './summed_text.ts';
import { MsgType } from './tag.ts';
import * as timestamp from './timestamp.ts';

/** 8=FIX.4.4|9=nnn| with room for three digits, which nearly every message has; other lengths are moved. */
const LENGTH_AT = 12;
const PREFIX_BYTES = 16;
const BEGIN = '8=FIX.4.4\x019=000\x01';
const MSG_SENDING_TIME = word4('\x0152=');
const SENDING_TIME_STEP = summedText.stepOf('\x0152=');
const TRAILER = word4('10=');
const SOH = 1;
const TRAILER_BYTES = 7;
/** Of this module, and so constants: an import is looked up and checked at each use. */
const checksum = checksumOf;
const { threeDigits: digits3, writeWhole } = numberText;
const { TIMESTAMP_BYTES, TimestampWriter } = timestamp;
const {
  cursorAt: makeCursor,
  CURSOR_POSITION: POSITION_BITS,
  putWhole: number,
  stepOf,
  sumOf: sumOfCursor,
} = summedText;

/** `8=...|34=` of one message type, and what it adds to a cursor. */
class HeaderTemplate {
  readonly words: Float64Array;
  readonly step: number;

  constructor(type: number, senderCompId: string, targetCompId: string, constantFields: string) {
    const ids = `49=${senderCompId}\x0156=${targetCompId}\x01${constantFields}`;
    const text = `${BEGIN}35=${String.fromCharCode(type)}\x01${ids}34=`;
    this.words = doubles(text);
    this.step = stepOf(text);
  }
}

/** What a cursor holds. */
const MOST_BYTES = POSITION_BITS + 1;

export class MessageWriter {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** End of what is written; fields start here with their SOH. */
  at = 0;
  /** Where the message at hand starts. */
  start = 0;
  /** Bytes of the message at hand before `summedEnd` sum up to this, its length counted as three zeros. */
  sum = 0;
  summedEnd = 0;
  private readonly headers: Array<HeaderTemplate | undefined>;
  private readonly time = new TimestampWriter();
  private sendingTimeMs = -1;
  /** Its text: three doubles, written whole. */
  private readonly sendingTime = new Float64Array(3);
  /** What it adds to a cursor, its tag included. */
  private sendingTimeStep = 0;
  private readonly sendingTimeView = new DataView(this.sendingTime.buffer);

  /** `constantFields`: of every header, each with its SOH, such as SenderSubID (50). */
  constructor(capacityBytes: number, senderCompId: string, targetCompId: string, constantFields = '') {
    if (capacityBytes > MOST_BYTES) throw new RangeError(`a buffer has ${MOST_BYTES} bytes at most`);
    this.bytes = new Uint8Array(capacityBytes);
    this.view = new DataView(this.bytes.buffer);
    this.headers = new Array<HeaderTemplate | undefined>(128).fill(undefined);
    for (const type of Object.values(MsgType)) {
      this.headers[type] = new HeaderTemplate(type, senderCompId, targetCompId, constantFields);
    }
    // Before the first clock a message has a SendingTime too.
    this.setSendingTime(0);
  }

  get roomBytes(): number {
    return this.bytes.length - this.at;
  }

  clear(): void {
    this.at = 0;
  }

  /** Of the messages that follow. */
  setSendingTime(ms: number): void {
    if (ms === this.sendingTimeMs) return;
    this.sendingTimeMs = ms;
    this.time.write(this.sendingTimeView, 0, ms);
    const sum = checksum(this.sendingTimeView, 0, TIMESTAMP_BYTES);
    this.sendingTimeStep = (SENDING_TIME_STEP + makeCursor(TIMESTAMP_BYTES, sum)) | 0;
  }

  /** The header up to SendingTime, without the SOH that the next field starts with. */
  begin(type: number, sequence: number): void {
    const { view, at: start, sendingTime, sendingTimeStep } = this;
    const { words, step } = this.headers[type]!;
    // Read before anything is stored: see execution_report.ts.
    const time0 = sendingTime[0]!;
    const time1 = sendingTime[1]!;
    const time2 = sendingTime[2]!;
    const count = words.length;
    for (let i = 0, at = start; i < count; i = (i + 1) | 0, at = (at + 8) | 0) view.setFloat64(at, words[i]!, true);
    let cursor = number(view, (start + step) | 0, sequence);
    const at = cursor & POSITION_BITS;
    view.setInt32(at, MSG_SENDING_TIME, true);
    view.setFloat64((at + 4) | 0, time0, true);
    view.setFloat64((at + 12) | 0, time1, true);
    view.setFloat64((at + 20) | 0, time2, true);
    cursor = (cursor + sendingTimeStep) | 0;
    this.start = start;
    this.moveTo(cursor);
  }

  /** The text of SendingTime, for a field that says the same; returns the cursor behind it. */
  putSendingTime(cursor: number): number {
    const { view, sendingTime, sendingTimeStep } = this;
    const time0 = sendingTime[0]!;
    const time1 = sendingTime[1]!;
    const time2 = sendingTime[2]!;
    const at = cursor & POSITION_BITS;
    view.setFloat64(at, time0, true);
    view.setFloat64((at + 8) | 0, time1, true);
    view.setFloat64((at + 16) | 0, time2, true);
    return (cursor + sendingTimeStep - SENDING_TIME_STEP) | 0;
  }

  /** Behind text that was written and summed up apart from this. */
  moveTo(cursor: number): void {
    this.at = cursor & POSITION_BITS;
    this.summedEnd = cursor & POSITION_BITS;
    this.sum = sumOfCursor(cursor);
  }

  /** Where such text starts. */
  get cursor(): number {
    return makeCursor(this.at, this.sum);
  }

  /** SOH, the tag and its equals sign; cold. */
  tag(tag: number): void {
    this.view.setUint8(this.at, SOH);
    this.at = writeWhole(this.view, this.at + 1, tag);
    this.view.setUint8(this.at++, 0x3d);
  }

  /** Cold. Anything but printable ASCII shows as '?'. */
  text(tag: number, text: string): void {
    this.tag(tag);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      this.bytes[this.at++] = code >= 0x20 && code < 0x7f ? code : 0x3f;
    }
  }

  whole(tag: number, value: number): void {
    this.tag(tag);
    this.at = writeWhole(this.view, this.at, value);
  }

  timestamp(tag: number, ms: number): void {
    this.tag(tag);
    this.time.write(this.view, this.at, ms);
    this.at += TIMESTAMP_BYTES;
  }

  /** Ends the body with its SOH, patches the length, appends the checksum. The message is `start` to `at`. */
  end(): void {
    const { view, start, summedEnd } = this;
    let end = (this.at + 1) | 0;
    view.setUint8((end - 1) | 0, SOH);
    const length = (end - start - PREFIX_BYTES) | 0;
    let sum: number;
    if (length >= 100 && length <= 999) {
      const digits = digits3(length, SOH);
      view.setInt32((start + LENGTH_AT) | 0, digits, true);
      // Summed up as three zeros: a digit's value is its low four bits.
      sum = (this.sum + (digits & 0xf) + ((digits >>> 8) & 0xf) + ((digits >>> 16) & 0xf)) | 0;
      sum = (sum + (end === summedEnd + 1 ? SOH : checksum(view, summedEnd, end))) & 0xff;
    } else {
      end = this.patchOtherLength(length, end);
      sum = checksum(view, start, end);
    }
    view.setInt32(end, TRAILER, true);
    view.setInt32((end + 3) | 0, digits3(sum, SOH), true);
    this.at = (end + TRAILER_BYTES) | 0;
  }

  /** Moves the body to make room for the digits, or less of it; where it ends then. */
  private patchOtherLength(length: number, end: number): number {
    const digits = asciiBytes(String(length));
    const shift = digits.length - 3;
    const bodyStart = this.start + PREFIX_BYTES;
    this.bytes.copyWithin(bodyStart + shift, bodyStart, end);
    this.bytes.set(digits, this.start + LENGTH_AT);
    this.bytes[bodyStart + shift - 1] = SOH;
    return end + shift;
  }
}
