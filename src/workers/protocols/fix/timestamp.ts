/** FIX UTCTimestamp, both ways, text with the minute kept: what is written in the same minute as the last costs its seconds. */
import { DIGIT_0, DOT, double8 } from './ascii.ts';

/** `YYYYMMDD-HH:MM:SS.mmm`, what is always written. */
export const TIMESTAMP_BYTES = 21;
export const MINUTE_MS = 60_000;
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
  const date = (year * 100 + month) * 100 + day;
  if (date === lastDate) return lastDateMs;
  const ms = Date.UTC(year, month - 1, day);
  if (new Date(ms).getUTCDate() !== day) return NaN;
  lastDate = date;
  lastDateMs = ms;
  return ms;
}

/** The last day of the calendar that was asked for: nearly always today, and a Date is an object. */
let lastDate = 0;
let lastDateMs = 0;

function number(bytes: Uint8Array, start: number, digits: number): number {
  let value = 0;
  for (let i = start; i < start + digits; i++) {
    const digit = bytes[i]! - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Two ASCII digits of 0 to 99, the first in the low byte. */
const TWO_DIGITS: Uint16Array = Uint16Array.from(
  { length: 100 },
  (_, i) => ((i % 10) + DIGIT_0) * 256 + Math.floor(i / 10) + DIGIT_0,
);

/** Where the seconds start in a timestamp. */
export const SECONDS_AT = 15;

/** `SS.mmm` of milliseconds since the minute began. */
export function writeSeconds(view: DataView, at: number, restMs: number): void {
  const seconds = (restMs / 1000) | 0;
  const millis = restMs - seconds * 1000;
  const hundreds = (millis / 100) | 0;
  view.setUint16(at, TWO_DIGITS[seconds]!, true);
  view.setUint16(at + 2, DOT | ((hundreds + DIGIT_0) << 8), true);
  view.setUint16(at + 4, TWO_DIGITS[millis - hundreds * 100]!, true);
}

export class TimestampWriter {
  private minuteMs = -1;
  private head = 0; // "YYYYMMDD"
  private tail = 0; // "-HH:MM:" and a byte that the seconds overwrite

  /** Writes TIMESTAMP_BYTES. */
  write(view: DataView, position: number, ms: number): void {
    let rest = ms - this.minuteMs;
    if (rest < 0 || rest >= MINUTE_MS || this.minuteMs < 0) rest = this.enter(ms);
    view.setFloat64(position, this.head, true);
    view.setFloat64(position + 8, this.tail, true);
    writeSeconds(view, position + SECONDS_AT, rest | 0);
  }

  private enter(ms: number): number {
    this.minuteMs = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    const iso = new Date(this.minuteMs).toISOString(); // YYYY-MM-DDTHH:MM:SS.mmmZ
    this.head = double8(iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10));
    this.tail = double8(`-${iso.slice(11, 17)}`);
    return ms - this.minuteMs;
  }
}
