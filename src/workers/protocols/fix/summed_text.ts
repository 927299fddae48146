/**
 * Text into a buffer with its checksum reckoned on the way: to read it again costs a load a word, and most loads would wait
 * for stores that are still on their way to memory.
 *
 * A cursor is where the text ends and what its bytes sum up to, in one Int32, since a function returns one number without
 * an object: the position in the low 20 bits, above it the sum modulo 4096, of which a checksum is the low byte.
 *
 * Stores are of four or eight bytes; what they leave behind their text is overwritten by what follows.
 */
import { asciiBytes, double8 } from './ascii.ts';
import { checksumOf } from './checksum.ts';
import * as numberText from './number_text.ts';

/** Of this module, and so constants: an import is looked up and checked at each use. */
const { EIGHT_DIGITS, FOUR_DIGITS, leadingZeros, writeAverage, writeScaled, writeWhole } = numberText;

const SUM_SHIFT = 20;
const POSITION = 0xf_ffff;
const ONES = 0x0101_0101;
const EVEN_BYTES = 0x00ff_00ff;
const ID_WORDS = 10;
const HIGH_BITS = 0x8080_8080 | 0;
const DOT = 0x2e;
const DOT_STEP = stepOf('.');

/** What a cursor's position is masked with; this file has its own, since an export is looked up and checked at each use. */
export const CURSOR_POSITION: number = POSITION;

export function cursorAt(position: number, sum: number): number {
  return position | (sum << SUM_SHIFT);
}

export function sumOf(cursor: number): number {
  return cursor >>> SUM_SHIFT;
}

/** What text adds to a cursor. */
export function stepOf(text: string): number {
  return cursorAt(
    text.length,
    asciiBytes(text).reduce((sum, byte) => sum + byte, 0),
  );
}

/** The sum of a word's digits and points, as a cursor has it; zero bytes count nothing. Three of them never pass a byte. */
function digitSum(word: number): number {
  return (Math.imul(word, 0x0101_0101) >>> (24 - SUM_SHIFT)) & (0xff << SUM_SHIFT);
}

/** Of any bytes, in two lanes of 16 bits. */
function byteSum(word: number): number {
  const pairs = ((word & EVEN_BYTES) + ((word >>> 8) & EVEN_BYTES)) | 0;
  return (pairs + (pairs >>> 16)) << SUM_SHIFT;
}

/** A whole number from 0 to 2^53. */
export function putWhole(view: DataView, cursor: number, value: number): number {
  return value < EIGHT_DIGITS ? putInt(view, cursor, value | 0) : putLarge(view, cursor, value);
}

/** From 0 to 99,999,999. */
export function putInt(view: DataView, cursor: number, value: number): number {
  const high = (value / 10_000) | 0;
  if (high === 0) return putTrimmed(view, cursor, value);
  const next = putTrimmed(view, cursor, high);
  const digits = FOUR_DIGITS[(value - Math.imul(high, 10_000)) | 0]!;
  view.setInt32(next & POSITION, digits, true);
  return (next + 4 + digitSum(digits)) | 0;
}

/** From 0 to 99,999,999 in eight digits. */
export function putPadded8(view: DataView, cursor: number, value: number): number {
  const high = (value / 10_000) | 0;
  const first = FOUR_DIGITS[high]!;
  const second = FOUR_DIGITS[(value - Math.imul(high, 10_000)) | 0]!;
  const at = cursor & POSITION;
  view.setInt32(at, first, true);
  view.setInt32((at + 4) | 0, second, true);
  return (cursor + 8 + digitSum(first) + digitSum(second)) | 0;
}

/** 0 to 9999 without leading zeros. */
function putTrimmed(view: DataView, cursor: number, value: number): number {
  const zeros = leadingZeros(value);
  const digits = FOUR_DIGITS[value]! >>> (zeros << 3);
  view.setInt32(cursor & POSITION, digits, true);
  return (cursor + 4 - zeros + digitSum(digits)) | 0;
}

/**
 * Up to eight digits, `decimals` of them, one to three, behind the point: nearly every price. The last four digits are
 * stored twice, so that they stand on both sides of it.
 */
export function putPrice(view: DataView, cursor: number, value: number, decimals: number): number {
  const high = (value / 10_000) | 0;
  const low = (value - Math.imul(high, 10_000)) | 0;
  const next = high === 0 ? cursor : putTrimmed(view, cursor, high);
  const zeros = high === 0 ? Math.min(leadingZeros(low), 3 - decimals) : 0;
  const digits = FOUR_DIGITS[low]! >>> (zeros << 3);
  const start = next & POSITION;
  const point = (start + 4 - zeros - decimals) | 0;
  view.setInt32(start, digits, true);
  view.setUint8(point, DOT);
  view.setInt32((point + 1) | 0, FOUR_DIGITS[low]! >>> ((4 - decimals) << 3), true);
  return (next + 4 - zeros + DOT_STEP + digitSum(digits)) | 0;
}

/** `SS.mmm` of milliseconds since the minute began. */
export function putSeconds(view: DataView, cursor: number, restMs: number): number {
  const seconds = (restMs / 1000) | 0;
  const start = cursor & POSITION;
  const first = (FOUR_DIGITS[seconds]! >>> 16) | (DOT << 16);
  const millis = FOUR_DIGITS[(restMs - Math.imul(seconds, 1000)) | 0]! >>> 8;
  view.setInt32(start, first, true);
  view.setInt32((start + 3) | 0, millis, true);
  return (cursor + 6 + digitSum(first) + digitSum(millis)) | 0;
}

/** Text of at most ten words at `index`, padded with zero bytes. */
export function putId(view: DataView, cursor: number, words: Int32Array, index: number): number {
  let next = cursor;
  for (let i = index; i < index + ID_WORDS; i = (i + 1) | 0) {
    const word = words[i]!;
    view.setInt32(next & POSITION, word, true);
    next = (next + byteSum(word)) | 0;
    const zero = (word - ONES) & ~word & HIGH_BITS;
    if (zero !== 0) return (next + ((31 - Math.clz32(zero & -zero)) >> 3)) | 0;
    next = (next + 4) | 0;
  }
  return next;
}

/** V8 keeps arrays of up to 64 bytes among its objects, where their address is no constant. */
const ON_HEAP_BYTES = 64;

export function offHeap<T extends Float64Array | Int32Array>(
  kind: { new (length: number): T; readonly BYTES_PER_ELEMENT: number },
  values: readonly number[],
): T {
  const array = new kind(Math.max(values.length, ON_HEAP_BYTES / kind.BYTES_PER_ELEMENT + 1));
  array.set(values);
  return array;
}

/** Texts by number, each in four doubles, and what each adds to a cursor. */
export class Texts {
  static readonly MOST_BYTES = 32;
  readonly words: Float64Array;
  readonly steps: Int32Array;

  constructor(texts: readonly string[]) {
    this.words = offHeap(Float64Array, new Array<number>(texts.length * 4).fill(0));
    this.steps = offHeap(Int32Array, texts.map(stepOf));
    texts.forEach((text, number) => {
      if (text.length > Texts.MOST_BYTES) throw new RangeError(`${text} is longer than ${Texts.MOST_BYTES} bytes`);
      for (let i = 0; i < 4; i++) this.words[number * 4 + i] = double8(text.slice(i * 8, i * 8 + 8));
    });
  }
}

// ---------------------------------------------------------------- what is rare: written, then read again

export function putLarge(view: DataView, cursor: number, value: number): number {
  return summed(view, cursor, writeWhole(view, cursor & POSITION, value));
}

export function putScaled(view: DataView, cursor: number, value: number, exponent: number): number {
  return summed(view, cursor, writeScaled(view, cursor & POSITION, value, exponent));
}

/** See `writeAverage`. */
export function putAverage(
  view: DataView,
  cursor: number,
  value: number,
  lots: number,
  unitMantissa: number,
  unitExponent: number,
): number {
  return summed(view, cursor, writeAverage(view, cursor & POSITION, value, lots, unitMantissa, unitExponent));
}

function summed(view: DataView, cursor: number, end: number): number {
  const start = cursor & POSITION;
  return (cursor + cursorAt(end - start, checksumOf(view, start, end))) | 0;
}
