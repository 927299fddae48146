/**
 * The values of the usual order's fields, from the receive buffer as numbers, and what their bytes add to CheckSum (10): a
 * message is read once. Each reader returns where the value ends; what it found lies in `FOUND`, since a function returns
 * one number without an object, and `FOUND` is a constant to the compiler (decision 8).
 *
 * Readers load whole words, up to 44 bytes from where they start, and act on no byte behind the first SOH.
 */
import * as ascii from './ascii.ts';
import type { KnownMinute } from './fast_header.ts';
import type { KnownName } from './known_name.ts';
import type { NameTable } from './name_table.ts';
import * as textField from './text_field.ts';
import * as wordScan from './word_scan.ts';

/** Of this module, and so constants: what is imported or exported is looked up and checked at each use. */
const { DIGIT_0, SOH, word4 } = ascii;
const { findSoh } = textField;
const { bytesIn, digitsOf, lanesOf, maskBefore, nonDigitIn, smallSumOf, sohIn, sumOfLanes, unprintableIn, numberOf } =
  wordScan;

/** What lies where in `FOUND`. */
export const FoundAt = {
  /** Of all bytes of the message that were read or compared; of the value read last. */
  SUM: 0,
  VALUE_SUM: 15,
  /** Which fields were met. */
  SEEN: 16,
  /** Of the number read last: its value, and how many digits it has, eight at most. */
  VALUE: 1,
  DIGITS: 2,
  /** The number of the name read last; -1: it is not known. */
  NAME: 3,
  ACCOUNT: 4,
  INSTRUMENT: 5,
  SIDE: 6,
  ORDER_TYPE: 7,
  TIME_IN_FORCE: 8,
  QUANTITY: 9,
  /** All digits before the point, and those behind it. */
  PRICE: 10,
  PRICE_DIGITS: 11,
  FRACTION: 12,
  DECIMALS: 13,
  STRATEGY: 14,
  /** Where SendingTime (52) starts, and what it and its SOH add to the sum. */
  SENDING_AT: 17,
  SENDING_SUM: 18,
} as const;
/** V8 keeps arrays of up to 64 bytes among its objects, where their address is no constant. */
export const FOUND: Int32Array = new Int32Array(32);

export const INT_POW10: Int32Array = Int32Array.from({ length: 32 }, (_, i) => (i < 10 ? 10 ** i : 0));
const ID_WORDS = 10;
const NAME_WINDOW_BYTES = 20;
/** `YYYYMMDD-HH:MM` */
export const MINUTE_BYTES = 14;
/** Digits less these are their values, a byte each, and the other bytes zero. */
const SECONDS_BASE = word4(':00.');
const MILLIS_BASE = word4('000\x01');

const { VALUE, VALUE_SUM, DIGITS, NAME, SENDING_AT, SENDING_SUM } = FoundAt;
const found = FOUND;
const powers = INT_POW10;

/**
 * Up to eight digits to VALUE; a longer number is one that goes on where this says that it ends.
 *
 * Both words are always read: numbers of four digits and less come in turn with longer ones, and a branch that was rare when the
 * compiler looked would be left with a call for each of the small functions in it.
 */
export function readNumber(view: DataView, start: number): number {
  const first = digitsOf(view.getInt32(start, true));
  const second = digitsOf(view.getInt32((start + 4) | 0, true));
  const firstEnd = nonDigitIn(first);
  const firstMask = maskBefore(firstEnd);
  const secondMask = maskBefore(nonDigitIn(second)) & ~((firstEnd | -firstEnd) >> 31);
  const firstCount = bytesIn(firstMask);
  const secondCount = bytesIn(secondMask);
  const high = first & firstMask;
  const low = second & secondMask;
  const digits = (firstCount + secondCount) | 0;
  found[VALUE] = (Math.imul(numberOf(high, firstCount), powers[secondCount]!) + numberOf(low, secondCount)) | 0;
  found[DIGITS] = digits;
  found[VALUE_SUM] = (smallSumOf((high + low) | 0) + Math.imul(digits, DIGIT_0)) | 0;
  return (start + digits) | 0;
}

/** An account of `table` to NAME; `known` is the one that was read last. Where its SOH ends. */
export function readAccount(view: DataView, start: number, known: KnownName, table: NameTable): number {
  const rest = (view.getInt32((start + 4) | 0, true) ^ known.word1) & known.mask1;
  if (((view.getInt32(start, true) ^ known.word0) | rest) === 0) {
    found[NAME] = known.number;
    found[VALUE_SUM] = known.byteSum;
    return (start + known.byteLength) | 0;
  }
  const end = (readName(view, start, table) + 1) | 0;
  const number = found[NAME]!;
  if (number >= 0) known.learn(view, start, end, number, found[VALUE_SUM]!);
  return end;
}

/** A name of `table` to NAME. Whether it has one word or two is no branch: names of both kinds come in turn. */
export function readName(view: DataView, start: number, table: NameTable): number {
  const first = view.getInt32(start, true);
  const second = view.getInt32((start + 4) | 0, true);
  const firstEnd = sohIn(first);
  const secondEnd = sohIn(second);
  if ((firstEnd | secondEnd) === 0) return readLongName(view, start, table);
  const firstMask = maskBefore(firstEnd);
  const secondMask = maskBefore(secondEnd) & ~((firstEnd | -firstEnd) >> 31);
  const byteLength = (bytesIn(firstMask) + bytesIn(secondMask)) | 0;
  const number = table.findShort(first & firstMask, second & secondMask, byteLength);
  found[NAME] = number;
  if (number >= 0) found[VALUE_SUM] = table.byteSums[number]!;
  return (start + byteLength) | 0;
}

/** Of eight characters and more. */
function readLongName(view: DataView, start: number, table: NameTable): number {
  const end = findSoh(view, start, NAME_WINDOW_BYTES);
  const number = end < 0 ? -1 : table.find(view, start, end - start);
  found[NAME] = number;
  if (number >= 0) found[VALUE_SUM] = table.byteSums[number]!;
  return end;
}

/** Whether a timestamp with milliseconds, of this minute, and a SOH lie here. */
export function isInMinute(view: DataView, start: number, { doubles, byteSum }: KnownMinute): boolean {
  if (view.getFloat64(start, true) !== doubles[0] || view.getFloat64((start + 6) | 0, true) !== doubles[1])
    return false;
  const digits = secondsSum(view, (start + MINUTE_BYTES) | 0);
  found[VALUE_SUM] = (byteSum + digits) | 0;
  return digits >= 0;
}

/** `:SS.mmm` and a SOH: the sum of the digits' values; negative: something else lies here. */
export function secondsSum(view: DataView, start: number): number {
  // The digits' values, a byte each: below 6 and 10, where adding what is missing to 8 and 16 does not carry.
  const seconds = (view.getInt32(start, true) - SECONDS_BASE) | 0;
  const millis = (view.getInt32((start + 4) | 0, true) - MILLIS_BASE) | 0;
  if (((seconds | (seconds + 0x06_0200)) & 0xfff0_f8ff) !== 0) return -1;
  return ((millis | (millis + 0x06_0606)) & 0xfff0_f0f0) === 0 ? smallSumOf((seconds + millis) | 0) : -1;
}

/** Whether TransactTime (60) is SendingTime (52) once more, SOH included, which most clients write. */
export function isSendingTime(view: DataView, start: number): boolean {
  const sent = found[SENDING_AT]!;
  const last = MINUTE_BYTES;
  if (view.getFloat64((start + last) | 0, true) !== view.getFloat64((sent + last) | 0, true)) return false;
  if (view.getFloat64(start, true) !== view.getFloat64(sent, true)) return false;
  if (view.getFloat64((start + 8) | 0, true) !== view.getFloat64((sent + 8) | 0, true)) return false;
  found[VALUE_SUM] = found[SENDING_SUM]!;
  return true;
}

/** Up to four digits to VALUE; a longer number is one that goes on where this says that it ends. */
export function readShort(view: DataView, start: number): number {
  const digits = digitsOf(view.getInt32(start, true));
  const mask = maskBefore(nonDigitIn(digits));
  const count = bytesIn(mask);
  const kept = digits & mask;
  found[VALUE] = numberOf(kept, count);
  found[DIGITS] = count;
  found[VALUE_SUM] = (smallSumOf(kept) + Math.imul(count, DIGIT_0)) | 0;
  return (start + count) | 0;
}

/** ClOrdID (11) to ten words at `at`, which hold zeros; -1: empty, longer than 40 bytes, or not printable ASCII. */
export function readId(view: DataView, start: number, words: Int32Array, at: number): number {
  let lanes = 0;
  for (let i = 0; i <= ID_WORDS; i = (i + 1) | 0) {
    const word = view.getInt32((start + (i << 2)) | 0, true);
    const bits = unprintableIn(word);
    if (bits === 0) {
      if (i === ID_WORDS) return -1;
      words[(at + i) | 0] = word;
      lanes = (lanes + lanesOf(word)) | 0;
      continue;
    }
    const mask = maskBefore(bits);
    const count = bytesIn(mask);
    if (((word >>> (count << 3)) & 0xff) !== SOH || (i | count) === 0 || (i === ID_WORDS && count !== 0)) return -1;
    const last = word & mask;
    found[VALUE_SUM] = sumOfLanes((lanes + lanesOf(last)) | 0);
    if (i < ID_WORDS) words[(at + i) | 0] = last;
    return (start + (i << 2) + count) | 0;
  }
  return -1;
}
