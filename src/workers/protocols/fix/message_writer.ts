/**
 * Writes messages one behind the other into one buffer: the session's constant header as whole doubles, the length and
 * checksum patched in at the end. Writers may store a few bytes beyond what they write; the next field overwrites them.
 */
import { asciiBytes, DIGIT_0, doubles, SOH, word4 } from './ascii.ts';
import { checksumOf } from './checksum.ts';
import { writeWhole } from './number_text.ts';
import { MsgType } from './tag.ts';
import { TIMESTAMP_BYTES, TimestampWriter } from './timestamp.ts';

/** 8=FIX.4.4|9=nnn| with room for three digits, which nearly every message has; other lengths are moved. */
const LENGTH_AT = 12;
const PREFIX_BYTES = 16;
const BEGIN = '8=FIX.4.4\x019=000\x01';
const MSG_SENDING_TIME = word4('\x0152=');
const TRAILER = word4('10=\x00');

/** `8=...|34=` of one message type. */
class HeaderTemplate {
  readonly words: Float64Array;
  readonly byteLength: number;

  constructor(type: number, senderCompId: string, targetCompId: string) {
    const text = `${BEGIN}35=${String.fromCharCode(type)}\x0149=${senderCompId}\x0156=${targetCompId}\x0134=`;
    this.words = doubles(text);
    this.byteLength = text.length;
  }
}

export class MessageWriter {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** End of what is written; fields start here with their SOH. */
  at = 0;
  /** Where the message at hand starts. */
  start = 0;
  private readonly headers: Array<HeaderTemplate | undefined>;
  private readonly time = new TimestampWriter();
  private sendingTimeMs = -1;
  /** Its text: three doubles, written whole. */
  private readonly sendingTime = new Float64Array(3);
  private readonly sendingTimeView = new DataView(this.sendingTime.buffer);

  constructor(capacityBytes: number, senderCompId: string, targetCompId: string) {
    this.bytes = new Uint8Array(capacityBytes);
    this.view = new DataView(this.bytes.buffer);
    this.headers = new Array<HeaderTemplate | undefined>(128).fill(undefined);
    for (const type of Object.values(MsgType)) {
      this.headers[type] = new HeaderTemplate(type, senderCompId, targetCompId);
    }
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
  }

  /** The header up to SendingTime, without the SOH that the next field starts with. */
  begin(type: number, sequence: number): void {
    const { words, byteLength } = this.headers[type]!;
    const { view } = this;
    this.start = this.at;
    let at = this.at;
    for (let i = 0; i < words.length; i++, at += 8) view.setFloat64(at, words[i]!, true);
    at = writeWhole(view, this.start + byteLength, sequence);
    view.setInt32(at, MSG_SENDING_TIME, true);
    const { sendingTime } = this;
    view.setFloat64(at + 4, sendingTime[0]!, true);
    view.setFloat64(at + 12, sendingTime[1]!, true);
    view.setFloat64(at + 20, sendingTime[2]!, true);
    this.at = at + 4 + TIMESTAMP_BYTES;
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
    const { view } = this;
    view.setUint8(this.at++, SOH);
    const length = this.at - this.start - PREFIX_BYTES;
    if (length >= 100 && length <= 999) {
      const hundreds = (length / 100) | 0;
      const tens = ((length - hundreds * 100) / 10) | 0;
      view.setUint8(this.start + LENGTH_AT, hundreds + DIGIT_0);
      view.setUint8(this.start + LENGTH_AT + 1, tens + DIGIT_0);
      view.setUint8(this.start + LENGTH_AT + 2, length - hundreds * 100 - tens * 10 + DIGIT_0);
    } else this.patchOtherLength(length);
    const sum = checksumOf(view, this.start, this.at);
    const hundreds = (sum / 100) | 0;
    const tens = ((sum - hundreds * 100) / 10) | 0;
    view.setInt32(this.at, TRAILER | ((hundreds + DIGIT_0) << 24), true);
    view.setUint8(this.at + 4, tens + DIGIT_0);
    view.setUint8(this.at + 5, sum - hundreds * 100 - tens * 10 + DIGIT_0);
    view.setUint8(this.at + 6, SOH);
    this.at += 7;
  }

  private patchOtherLength(length: number): void {
    const digits = asciiBytes(String(length));
    const shift = digits.length - 3;
    const bodyStart = this.start + PREFIX_BYTES;
    this.bytes.copyWithin(bodyStart + shift, bodyStart, this.at);
    this.bytes.set(digits, this.start + LENGTH_AT);
    this.bytes[bodyStart + shift - 1] = SOH;
    this.at += shift;
  }
}
