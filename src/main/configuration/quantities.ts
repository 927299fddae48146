/** Durations, sizes and decimals as people write them, to exact whole numbers. undefined: the text is none. */

import { Decimal } from 'decimal.js';

const NS_BY_UNIT: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3_600e9,
  d: 86_400e9,
};

const BYTES_BY_UNIT: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

export const DURATION_FORM = 'a duration such as 250ms, 10s or 5m (units ns, us, ms, s, m, h, d)';
export const TIME_OF_DAY_FORM = 'a time of day such as 21:30 or 21:30:15, from 00:00 to 23:59:59';
export const SIZE_FORM = 'a size such as 64 MiB (units B, KB, MB, GB, TB, KiB, MiB, GiB, TiB)';

/** Whole nanoseconds of `10s`, `1.5 ms`. A bare number is refused: nobody agrees on its unit. */
export function parseDurationNs(text: string): number | undefined {
  return withUnit(text, NS_BY_UNIT);
}

/** Nanoseconds after midnight of `21:30` or `21:30:15`. */
export function parseTimeOfDayNs(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text.trim());
  if (match === null) return undefined;
  return (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0)) * 1e9;
}

/** Whole bytes of `64 MiB`, `1 GB`, `4096 B`. */
export function parseSizeBytes(text: string): number | undefined {
  return withUnit(text, BYTES_BY_UNIT);
}

function withUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]+)$/.exec(text.trim());
  if (match === null || !Object.hasOwn(units, match[2]!)) return undefined;
  const value = new Decimal(match[1]!).times(units[match[2]!]!);
  return value.isInteger() && value.lte(Number.MAX_SAFE_INTEGER) ? value.toNumber() : undefined;
}

/** A finite decimal from plain notation, text or number. Hexadecimal, `NaN` and separators are refused. */
export function parseDecimal(value: string | number): Decimal | undefined {
  const text = String(value);
  return /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(text) ? new Decimal(text) : undefined;
}

/** The decimal as mantissa x 10^exponent with the smallest mantissa, or undefined where that leaves 31 bits. */
export function mantissaAndExponent(value: Decimal): { mantissa: number; exponent: number } | undefined {
  if (value.isZero()) return { mantissa: 0, exponent: 0 };
  let exponent = -value.decimalPlaces();
  let mantissa = value.times(new Decimal(10).pow(-exponent));
  while (mantissa.mod(10).isZero()) {
    mantissa = mantissa.div(10);
    exponent++;
  }
  return mantissa.abs().lt(2 ** 31) ? { mantissa: mantissa.toNumber(), exponent } : undefined;
}
