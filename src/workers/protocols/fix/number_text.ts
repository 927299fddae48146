/** Numbers as decimal text into a buffer, four digits a store. Each function returns where the text ends. */
import { DIGIT_0, DOT, MINUS } from './ascii.ts';
import { POW10 } from './decimal.ts';

/** 0 to 9999 as four ASCII digits, the first in the low byte. */
const PADDED: Int32Array = Int32Array.from({ length: 10_000 }, (_, n) => packed(String(n).padStart(4, '0')));
/** The same without leading zeros, left-aligned; what follows is overwritten by what is written next. */
const TRIMMED: Int32Array = Int32Array.from({ length: 10_000 }, (_, n) => packed(String(n)));
const INT_LIMIT = 2 ** 31;

function packed(digits: string): number {
  let word = 0;
  for (let i = 0; i < digits.length; i++) word |= digits.charCodeAt(i) << (8 * i);
  return word;
}

/** Digits of 0 to 9999. */
const DIGITS: Uint8Array = Uint8Array.from({ length: 10_000 }, (_, n) => String(n).length);

/**
 * A whole number from 0 to 2^53. May store three bytes beyond its text. Kept small, so that it is inlined and no double is
 * passed on: a double that crosses a call costs an object.
 */
export function writeWhole(view: DataView, at: number, value: number): number {
  return value < INT_LIMIT ? writeInt(view, at, value | 0) : writeLarge(view, at, value);
}

function writeLarge(view: DataView, at: number, value: number): number {
  const high = Math.floor(value / 1e8);
  const end = high < INT_LIMIT ? writeInt(view, at, high | 0) : writeLarge(view, at, high);
  return writePadded8(view, end, (value - high * 1e8) | 0);
}

/** From 0 to 2^31. */
export function writeInt(view: DataView, at: number, value: number): number {
  if (value < 10_000) {
    view.setInt32(at, TRIMMED[value]!, true);
    return at + DIGITS[value]!;
  }
  const high = (value / 10_000) | 0;
  let end = at;
  if (high < 10_000) {
    view.setInt32(at, TRIMMED[high]!, true);
    end += DIGITS[high]!;
  } else end = writeInt(view, at, high);
  view.setInt32(end, PADDED[value - high * 10_000]!, true);
  return end + 4;
}

function writePadded8(view: DataView, at: number, value: number): number {
  const high = (value / 10_000) | 0;
  view.setInt32(at, PADDED[high]!, true);
  view.setInt32(at + 4, PADDED[value - high * 10_000]!, true);
  return at + 8;
}

/** `value` x 10^`exponent` for a whole value; decimals exactly as many as the exponent says. */
export function writeScaled(view: DataView, at: number, value: number, exponent: number): number {
  return value >= 0 && value < INT_LIMIT && exponent < 0 && exponent >= -4
    ? writeSmallPrice(view, at, value | 0, -exponent)
    : writeAnyScaled(view, at, value, exponent);
}

const INT_POW10: Int32Array = Int32Array.of(1, 10, 100, 1000, 10_000);

/** Up to four decimals of an Int32: nearly every price. */
function writeSmallPrice(view: DataView, at: number, value: number, decimals: number): number {
  const power = INT_POW10[decimals]!;
  const whole = (value / power) | 0;
  const end = writeInt(view, at, whole);
  view.setUint8(end, DOT);
  view.setInt32(end + 1, PADDED[(value - whole * power) * INT_POW10[4 - decimals]!]!, true);
  return end + 1 + decimals;
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
    view.setInt32(at, PADDED[value * POW10[4 - digits]!]!, true);
    return at + digits;
  }
  const power = POW10[digits - 4]!;
  const high = Math.floor(value / power);
  view.setInt32(at, PADDED[high]!, true);
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
