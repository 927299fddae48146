/** Numbers as decimal text into a buffer, four digits a store. Each function returns where the text ends. */
import { DIGIT_0, DOT, MINUS, word4 } from './ascii.ts';
import { POW10 } from './decimal.ts';

/** 0 to 9999 as four ASCII digits, the first in the low byte. */
export const FOUR_DIGITS: Int32Array = Int32Array.from({ length: 10_000 }, (_, n) => word4(String(n).padStart(4, '0')));
/** Numbers of up to eight digits are the usual ones: two loads and two stores. */
export const EIGHT_DIGITS = 1e8;

/**
 * A whole number from 0 to 2^53. May store three bytes beyond its text. Small, so that it is inlined where it is used: a
 * double that crosses a call costs an object.
 */
export function writeWhole(view: DataView, at: number, value: number): number {
  return value < EIGHT_DIGITS ? writeInt(view, at, value | 0) : writeLarge(view, at, value);
}

function writeLarge(view: DataView, at: number, value: number): number {
  const high = Math.floor(value / EIGHT_DIGITS);
  const end = writeWhole(view, at, high);
  return writePadded8(view, end, (value - high * EIGHT_DIGITS) | 0);
}

/** From 0 to 99,999,999. */
export function writeInt(view: DataView, at: number, value: number): number {
  const high = (value / 10_000) | 0;
  if (high === 0) return writeTrimmed(view, at, value);
  const end = writeTrimmed(view, at, high);
  view.setInt32(end, FOUR_DIGITS[(value - Math.imul(high, 10_000)) | 0]!, true);
  return (end + 4) | 0;
}

/** 0 to 9999 without leading zeros. */
function writeTrimmed(view: DataView, at: number, value: number): number {
  const zeros = leadingZeros(value);
  view.setInt32(at, FOUR_DIGITS[value]! >>> (zeros << 3), true);
  return (at + 4 - zeros) | 0;
}

/** Of 0 to 9999 in four digits, the last apart; reckoned, since nothing foresees how many there are. */
export function leadingZeros(value: number): number {
  return (3 - ((9 - value) >>> 31) - ((99 - value) >>> 31) - ((999 - value) >>> 31)) | 0;
}

function writePadded8(view: DataView, at: number, value: number): number {
  const high = (value / 10_000) | 0;
  view.setInt32(at, FOUR_DIGITS[high]!, true);
  view.setInt32(at + 4, FOUR_DIGITS[value - high * 10_000]!, true);
  return at + 8;
}

/** 0 to 999 as three digits; the fourth byte is the digits' end. */
export function threeDigits(value: number, behind: number): number {
  return (FOUR_DIGITS[value]! >>> 8) | (behind << 24);
}

/** `value` x 10^`exponent` for a whole value; decimals exactly as many as the exponent says. */
export function writeScaled(view: DataView, at: number, value: number, exponent: number): number {
  return value >= 0 && value < EIGHT_DIGITS && exponent < 0 && exponent >= -3
    ? writePrice(view, at, value | 0, -exponent)
    : writeAnyScaled(view, at, value, exponent);
}

/** Up to eight digits, one to three of them decimals: nearly every price. The last four are stored on both sides of the point. */
function writePrice(view: DataView, at: number, value: number, decimals: number): number {
  const high = (value / 10_000) | 0;
  const low = (value - Math.imul(high, 10_000)) | 0;
  const digits = FOUR_DIGITS[low]!;
  let start = at;
  let zeros = 0;
  if (high !== 0) start = writeTrimmed(view, at, high);
  else zeros = Math.min(leadingZeros(low), 3 - decimals);
  const point = (start + 4 - zeros - decimals) | 0;
  view.setInt32(start, digits >>> (zeros << 3), true);
  view.setUint8(point, DOT);
  view.setInt32((point + 1) | 0, digits >>> ((4 - decimals) << 3), true);
  return (point + 1 + decimals) | 0;
}

function writeAnyScaled(view: DataView, at: number, value: number, exponent: number): number {
  if (value < 0) {
    view.setUint8(at, MINUS);
    return writeAnyScaled(view, at + 1, -value, exponent);
  }
  if (exponent >= 0) {
    const end = writeWhole(view, at, value);
    if (value === 0) return end;
    for (let i = 0; i < exponent; i++) view.setUint8(end + i, DIGIT_0);
    return end + exponent;
  }
  const power = POW10[-exponent]!;
  const whole = Math.floor(value / power);
  const end = writeWhole(view, at, whole);
  view.setUint8(end, DOT);
  return writeFraction(view, end + 1, value - whole * power, -exponent);
}

/** `value` with leading zeros to `digits` places. */
function writeFraction(view: DataView, at: number, value: number, digits: number): number {
  if (digits <= 4) {
    view.setInt32(at, FOUR_DIGITS[value * POW10[4 - digits]!]!, true);
    return at + digits;
  }
  const power = POW10[digits - 4]!;
  const high = Math.floor(value / power);
  view.setInt32(at, FOUR_DIGITS[high]!, true);
  return writeFraction(view, at + 4, value - high * power, digits - 4);
}

/** Decimals of an average price beyond those of the tick. */
export const AVERAGE_DIGITS = 4;
const AVERAGE_SCALE = 10 ** AVERAGE_DIGITS;

/**
 * `value` / `lots` units of `unitMantissa` x 10^`unitExponent`: exact when it has up to AVERAGE_DIGITS decimals more than
 * the unit, else rounded to that many, half away from zero. Zeros beyond the unit's decimals are left out.
 */
export function writeAverage(
  view: DataView,
  at: number,
  value: number,
  lots: number,
  unitMantissa: number,
  unitExponent: number,
): number {
  if (lots <= 0) {
    view.setUint8(at, DIGIT_0);
    return at + 1;
  }
  const units = Math.floor(value / lots);
  const remainder = value - units * lots;
  if (remainder === 0) return writeScaled(view, at, units * unitMantissa, unitExponent);
  // Whole tens of a unit become part of its mantissa, so that the fraction is one of a power of ten.
  const mantissa = unitExponent > 0 ? unitMantissa * POW10[unitExponent]! : unitMantissa;
  const exponent = Math.min(unitExponent, 0);
  const fraction = roundedQuotient(remainder, mantissa * AVERAGE_SCALE, lots);
  const carried = Math.floor(fraction / AVERAGE_SCALE);
  let end = writeScaled(view, at, units * mantissa + carried, exponent);
  if (exponent === 0) view.setUint8(end++, DOT);
  const kept = end;
  end = writeFraction(view, end, fraction - carried * AVERAGE_SCALE, AVERAGE_DIGITS);
  while (end > kept && view.getUint8(end - 1) === DIGIT_0) end--;
  return view.getUint8(end - 1) === DOT ? end - 1 : end;
}

/** value x factor / divisor, rounded half away from zero; all whole, not negative. */
function roundedQuotient(value: number, factor: number, divisor: number): number {
  const product = value * factor;
  if (product <= Number.MAX_SAFE_INTEGER - divisor) {
    // Exact up to here, so only the division rounds, and the remainder shows whether it did.
    const quotient = Math.floor(product / divisor);
    const remainder = product - quotient * divisor;
    return 2 * remainder >= divisor ? quotient + 1 : quotient;
  }
  const exact = BigInt(value) * BigInt(factor);
  const by = BigInt(divisor);
  return Number((exact * 2n + by) / (by * 2n));
}
