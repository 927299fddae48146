/**
 * Four bytes of text at a time, as an Int32, the first byte lowest. What these find they find without a branch a byte: where
 * a text ends is as unforeseeable as its length.
 */

const ONES = 0x0101_0101;
const ZEROS = 0x3030_3030;
const SPACES = 0x2020_2020;
const EVEN_BYTES = 0x00ff_00ff;
const HIGH_BITS = 0x8080_8080 | 0;

/** The top bit of the first byte that is a SOH, and perhaps of later ones; 0: there is none. */
export function sohIn(word: number): number {
  const zeroed = word ^ ONES;
  return (zeroed - ONES) & ~zeroed & HIGH_BITS;
}

/** The top bit of the first byte that is not printable ASCII (SOH is not), and perhaps of later ones; 0: there is none. */
export function unprintableIn(word: number): number {
  return ((word - SPACES) | word) & HIGH_BITS;
}

/** Text less its zeros: digits are their values. */
export function digitsOf(word: number): number {
  return word ^ ZEROS;
}

/** Of `digitsOf`: the top bit of the first byte that was no digit, and perhaps of later ones; 0: there is none. */
export function nonDigitIn(digits: number): number {
  return ((digits + 0x7676_7676) | digits) & HIGH_BITS;
}

/** The bytes before the first whose top bit is set; all four where there is none. */
export function maskBefore(bits: number): number {
  return (((bits & -bits) >>> 7) - 1) | 0;
}

/** How many bytes such a mask has. */
export function bytesIn(mask: number): number {
  return (32 - Math.clz32(mask)) >> 3;
}

/** The number that up to four digits are, the first of `count` lowest and nothing behind them: two pairs, then one sum. */
export function numberOf(digits: number, count: number): number {
  const aligned = digits << (32 - (count << 3));
  const pairs = (Math.imul(aligned, 10) + (aligned >>> 8)) | 0;
  return (Math.imul(pairs & 0xff, 100) + ((pairs >>> 16) & 0xff)) | 0;
}

/** The sum of four bytes that are together below 256. */
export function smallSumOf(bytes: number): number {
  return Math.imul(bytes, ONES) >>> 24;
}

/** Two 16-bit lanes that add up to the sum of any four bytes; 128 words may be added before a lane overflows. */
export function lanesOf(word: number): number {
  return ((word & EVEN_BYTES) + ((word >>> 8) & EVEN_BYTES)) | 0;
}

export function sumOfLanes(lanes: number): number {
  return ((lanes & 0xffff) + (lanes >>> 16)) | 0;
}
