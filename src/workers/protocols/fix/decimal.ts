/**
 * Decimal text to whole units and back, in integers: what is no multiple of the unit is refused, never rounded.
 *
 * A unit (tick or lot) is `mantissa` x 10^`exponent`.
 */
import { DIGIT_0, DIGIT_9, DOT, MINUS } from './ascii.ts';

/** Powers of ten that a double holds, up to the last below 2^53. */
export const POW10: Float64Array = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/** What `toUnits` returns where there is no number of units; all numbers are above. */
export const NOT_MULTIPLE = -1;
export const OUT_OF_RANGE = -2;

/** How many units `mantissa` x 10^-`decimals` is, for a mantissa of zero or more, up to 2^53. */
export function toUnits(mantissa: number, decimals: number, unitMantissa: number, unitExponent: number): number {
  const shift = -decimals - unitExponent;
  let whole = mantissa;
  if (shift > 0) {
    if (mantissa === 0) return 0;
    if (shift > 15) return OUT_OF_RANGE;
    whole = mantissa * POW10[shift]!;
    if (whole > MAX_EXACT) return OUT_OF_RANGE;
  } else if (shift < 0) {
    if (mantissa === 0) return 0;
    if (shift < -15) return NOT_MULTIPLE;
    const power = POW10[-shift]!;
    whole = Math.floor(mantissa / power);
    if (whole * power !== mantissa) return NOT_MULTIPLE;
  }
  if (unitMantissa === 1) return whole;
  const units = Math.floor(whole / unitMantissa);
  return units * unitMantissa === whole ? units : NOT_MULTIPLE;
}

/** Reads FIX's `float`: an optional sign, digits, at most one point, no exponent. Results stay in the reader. */
export class DecimalReader {
  /** All digits without the point, zeros at the fraction's end left out. */
  mantissa = 0;
  decimals = 0;
  negative = false;
  /** Well formed, but with more digits than a double holds. */
  tooLong = false;

  /** False when the text is not a number. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let position = start;
    this.negative = bytes[start] === MINUS;
    if (this.negative) position++;
    this.mantissa = 0;
    this.decimals = 0;
    this.tooLong = false;
    let digits = 0;
    let zeros = 0;
    let inFraction = false;
    for (; position < end; position++) {
      const byte = bytes[position]!;
      if (byte === DOT && !inFraction) {
        inFraction = true;
      } else if (byte >= DIGIT_0 && byte <= DIGIT_9) {
        digits++;
        if (inFraction && byte === DIGIT_0) zeros++;
        else {
          this.append(byte - DIGIT_0, inFraction ? zeros + 1 : 1, inFraction);
          zeros = 0;
        }
      } else return false;
    }
    return digits > 0;
  }

  /** Units, NOT_MULTIPLE or OUT_OF_RANGE, of the magnitude; `negative` says on which side of zero. */
  units(unitMantissa: number, unitExponent: number): number {
    return this.tooLong ? OUT_OF_RANGE : toUnits(this.mantissa, this.decimals, unitMantissa, unitExponent);
  }

  /** One digit after `places - 1` zeros. */
  private append(digit: number, places: number, inFraction: boolean): void {
    if (inFraction) this.decimals += places;
    if (this.mantissa === 0) {
      this.mantissa = digit;
      return;
    }
    const next = places > 15 ? Infinity : this.mantissa * POW10[places]! + digit;
    if (next > MAX_EXACT) this.tooLong = true;
    else this.mantissa = next;
  }
}

/** A whole number of zero or more, up to 2^53; -1 when the text is anything else. */
export function readWhole(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return -1;
  let value = 0;
  for (let position = start; position < end; position++) {
    const digit = bytes[position]! - DIGIT_0;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > MAX_EXACT) return -1;
  }
  return value;
}
