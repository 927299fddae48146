/** FIX UTCTimestamp, both ways, with the minute kept: text of the same minute as the last costs a compare and its seconds. */
import { DIGIT_0, DOT, double8 } from './ascii.ts';

/** `YYYYMMDD-HH:MM:SS.mmm`, what is always written. */
export const TIMESTAMP_BYTES = 21;
const MINUTE_MS = 60_000;
const DASH = 0x2d;
const COLON = 0x3a;

/** Milliseconds since 1970 of a timestamp without fraction or with 3, 6 or 9 digits of it; NaN when it is not one. */
export function parseTimestamp(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length !== 17 && length !== 21 && length !== 24 && length !== 27) return NaN;
  if (bytes[start + 8] !== DASH || bytes[start + 11] !== COLON || bytes[start + 14] !== COLON) return NaN;
  const dayMs = parseDate(bytes, start, start + 8);
  const hour = number(bytes, start + 9, 2);
  const minute = number(bytes, start + 12, 2);
  const second = number(bytes, start + 15, 2);
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return NaN; // 60: a leap second
  let ms = 0;
  if (length > 17) {
    if (bytes[start + 17] !== DOT) return NaN;
    ms = Math.floor(number(bytes, start + 18, length - 18) / 10 ** (length - 21));
  }
  return dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

/** Milliseconds since 1970 of the start of a `YYYYMMDD`; NaN when it is not a day of the calendar. */
export function parseDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 8) return NaN;
  const year = number(bytes, start, 4);
  const month = number(bytes, start + 4, 2);
  const day = number(bytes, start + 6, 2);
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : NaN;
}

function number(bytes: Uint8Array, start: number, digits: number): number {
  let value = 0;
  for (let i = start; i < start + digits; i++) {
    const digit = bytes[i]! - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Reads `YYYYMMDD-HH:MM:SS.mmm` followed by SOH; anything else is for `parseTimestamp`. */
export class TimestampReader {
  private day = double8('--------');
  private minute = double8('--------');
  private minuteMs = 0;

  /** Milliseconds since 1970, or -1: not this form, not a time, or another minute that the slow way must learn. */
  read(view: DataView, start: number): number {
    // Bytes 0 to 7 and 8 to 15 are the date and "-HH:MM:S"; the tens of seconds are compared apart.
    if (view.getFloat64(start, true) !== this.day) return -1;
    const tail = view.getFloat64(start + 6, true); // "DD-HH:MM"
    if (tail !== this.minute) return -1;
    const tens = view.getUint8(start + 15) - DIGIT_0;
    const ones = view.getUint8(start + 16) - DIGIT_0;
    if (view.getUint8(start + 14) !== COLON || tens >>> 0 > 5 || ones >>> 0 > 9) return -1;
    if (view.getUint8(start + 17) !== DOT || view.getUint8(start + 21) !== 1) return -1;
    const a = view.getUint8(start + 18) - DIGIT_0;
    const b = view.getUint8(start + 19) - DIGIT_0;
    const c = view.getUint8(start + 20) - DIGIT_0;
    if (a >>> 0 > 9 || b >>> 0 > 9 || c >>> 0 > 9) return -1;
    return this.minuteMs + (tens * 10 + ones) * 1000 + a * 100 + b * 10 + c;
  }

  /** Keeps the minute of a timestamp that `parseTimestamp` has read as `ms`. */
  learn(view: DataView, start: number, ms: number): void {
    if (view.getUint8(start + 15) > DIGIT_0 + 5) return; // A leap second lies in the next minute by its milliseconds.
    this.day = view.getFloat64(start, true);
    this.minute = view.getFloat64(start + 6, true);
    this.minuteMs = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  }
}

/** Two ASCII digits of 0 to 99, the first in the low byte. */
const TWO_DIGITS: Uint16Array = Uint16Array.from(
  { length: 100 },
  (_, i) => ((i % 10) + DIGIT_0) * 256 + Math.floor(i / 10) + DIGIT_0,
);

export class TimestampWriter {
  private minuteMs = -1;
  private head = 0; // "YYYYMMDD"
  private tail = 0; // "-HH:MM:" and a byte that the seconds overwrite

  /** Writes TIMESTAMP_BYTES. */
  write(view: DataView, position: number, ms: number): void {
    let rest = ms - this.minuteMs;
    if (rest < 0 || rest >= MINUTE_MS || this.minuteMs < 0) rest = this.enter(ms);
    const seconds = (rest / 1000) | 0;
    const millis = rest - seconds * 1000;
    const hundreds = (millis / 100) | 0;
    view.setFloat64(position, this.head, true);
    view.setFloat64(position + 8, this.tail, true);
    view.setUint16(position + 15, TWO_DIGITS[seconds]!, true);
    view.setUint16(position + 17, DOT | ((hundreds + DIGIT_0) << 8), true);
    view.setUint16(position + 19, TWO_DIGITS[millis - hundreds * 100]!, true);
  }

  private enter(ms: number): number {
    this.minuteMs = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    const iso = new Date(this.minuteMs).toISOString(); // YYYY-MM-DDTHH:MM:SS.mmmZ
    this.head = double8(iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10));
    this.tail = double8(`-${iso.slice(11, 17)}`);
    return ms - this.minuteMs;
  }
}
