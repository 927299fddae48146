/**
 * The kinds of value that a configuration key can have. Each carries the sentence that an error prints as what was
 * expected, and the same sentence stands in docs/configuration.md.
 */

import type { Decimal } from 'decimal.js';
import { z } from 'zod';
import { FeedAddressError, parseFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import {
  DURATION_FORM,
  parseDecimal,
  parseDurationNs,
  parseSizeBytes,
  parseTimeOfDayNs,
  SIZE_FORM,
  TIME_OF_DAY_FORM,
} from './quantities.ts';

/** What the reference page and the errors know of a key. */
export interface FieldNotes {
  readonly expected: string;
  readonly meaning: string;
}

const EXPECTED = new WeakMap<z.ZodType, string>();

function expecting<S extends z.ZodType>(schema: S, expected: string): S {
  EXPECTED.set(schema, expected);
  return schema;
}

/** A key with a default, written as the file would write it: defaults pass the same checks as the user's values. */
export function key<S extends z.ZodType>(schema: S, defaultValue: z.input<S>, meaning: string): z.ZodPrefault<S> {
  const expected = EXPECTED.get(schema) ?? '';
  return schema.prefault(defaultValue as never).meta({ expected, meaning }) as z.ZodPrefault<S>;
}

/** A key that has to be there. */
export function required<S extends z.ZodType>(schema: S, meaning: string): S {
  return schema.meta({ expected: EXPECTED.get(schema) ?? '', meaning }) as S;
}

/** A key that may be left out, and then means nothing. */
export function optional<S extends z.ZodType>(schema: S, meaning: string): z.ZodOptional<S> {
  return schema.optional().meta({ expected: EXPECTED.get(schema) ?? '', meaning }) as z.ZodOptional<S>;
}

export function choice<const V extends readonly [string, ...string[]]>(values: V) {
  const expected = `one of ${values.join(', ')}`;
  return expecting(z.enum(values, { error: expected }), expected);
}

export function flag() {
  return expecting(z.boolean({ error: 'true or false' }), 'true or false');
}

export function whole(min: number, max: number) {
  const expected = `a whole number from ${min} to ${max}`;
  return expecting(
    z.number({ error: expected }).refine((n) => Number.isInteger(n) && n >= min && n <= max, { error: expected }),
    expected,
  );
}

export function powerOfTwo(min: number, max: number) {
  const expected = `a power of two from ${min} to ${max}`;
  const good = (n: number) => n >= min && n <= max && Number.isInteger(Math.log2(n));
  return expecting(z.number({ error: expected }).refine(good, { error: expected }), expected);
}

export function fraction(min: number, max: number) {
  const expected = `a number from ${min} to ${max}`;
  return expecting(z.number({ error: expected }).min(min, expected).max(max, expected), expected);
}

/** Printable ASCII, since these end up in FIX fields and fixed byte arrays. */
export function text(minLength: number, maxLength: number) {
  const expected = `text of ${minLength} to ${maxLength} printable ASCII characters`;
  const good = (s: string) => s.length >= minLength && s.length <= maxLength && /^[\x20-\x7e]*$/.test(s);
  return expecting(z.string({ error: expected }).refine(good, { error: expected }), expected);
}

/** A name without blanks: a symbol, an account, a CompID. */
export function name(maxLength: number) {
  const expected = `a name of 1 to ${maxLength} printable ASCII characters without blanks`;
  const good = (s: string) => s.length >= 1 && s.length <= maxLength && /^[\x21-\x7e]+$/.test(s);
  return expecting(z.string({ error: expected }).refine(good, { error: expected }), expected);
}

export function path() {
  const expected = 'a path';
  return expecting(
    z.string({ error: expected }).refine((s) => s.length > 0 && !s.includes('\0'), { error: expected }),
    expected,
  );
}

/** As the time zone database has it. */
export function timeZone() {
  const expected = 'a time zone such as UTC or America/New_York';
  const good = (zone: string): boolean => {
    try {
      new Intl.DateTimeFormat('en-US', { timeZone: zone });
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return false;
    }
  };
  return expecting(z.string({ error: expected }).refine(good, { error: expected }), expected);
}

/** A day as `2026-12-25`. */
export function date() {
  const expected = 'a date such as "2026-12-25"';
  const good = (s: string): boolean => {
    if (!/^[12]\d{3}-\d\d-\d\d$/.test(s)) return false;
    const ms = Date.parse(s);
    // February 30 would be March 2.
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(s);
  };
  return expecting(z.string({ error: expected }).refine(good, { error: expected }), expected);
}

/** Text with a unit; nanoseconds afterwards. */
export function duration(min: string, max: string) {
  const [minNs, maxNs] = [parseDurationNs(min)!, parseDurationNs(max)!];
  const expected = `${DURATION_FORM}, from ${min} to ${max}`;
  return expecting(measured(parseDurationNs, minNs, maxNs, expected), expected);
}

/** Nanoseconds after midnight afterwards. */
export function timeOfDay() {
  return expecting(measured(parseTimeOfDayNs, 0, 86_400e9, TIME_OF_DAY_FORM), TIME_OF_DAY_FORM);
}

/** Text with a unit; bytes afterwards. */
export function size(min: string, max: string) {
  const [minBytes, maxBytes] = [parseSizeBytes(min)!, parseSizeBytes(max)!];
  const expected = `${SIZE_FORM}, from ${min} to ${max}`;
  return expecting(measured(parseSizeBytes, minBytes, maxBytes, expected), expected);
}

/** A size that is a power of two of bytes. */
export function powerOfTwoSize(min: string, max: string) {
  const expected = `a power of two of bytes such as 64 MiB, from ${min} to ${max}`;
  const parse = (s: string) => {
    const bytes = parseSizeBytes(s);
    return bytes !== undefined && Number.isInteger(Math.log2(bytes)) ? bytes : undefined;
  };
  return expecting(measured(parse, parseSizeBytes(min)!, parseSizeBytes(max)!, expected), expected);
}

function measured(parse: (s: string) => number | undefined, min: number, max: number, expected: string) {
  return z.string({ error: expected }).transform((value, context) => {
    const parsed = parse(value);
    if (parsed !== undefined && parsed >= min && parsed <= max) return parsed;
    context.issues.push({ code: 'custom', message: expected, input: value });
    return z.NEVER;
  });
}

/** A decimal above zero, as text or number; a Decimal afterwards. */
export function positiveDecimal(what: string) {
  const expected = `${what}: a decimal above zero, as text or number`;
  const schema = z.union([z.string(), z.number()], { error: expected }).transform((value, context): Decimal => {
    const parsed = parseDecimal(value);
    if (parsed?.gt(0)) return parsed;
    context.issues.push({ code: 'custom', message: expected, input: value });
    return z.NEVER;
  });
  return expecting(schema, expected);
}

/** A field of FIX as it stands in a message. */
export function fixField() {
  const expected = 'TAG=VALUE with a tag above 0 and up to 64 printable ASCII characters';
  return expecting(
    z.string({ error: expected }).refine((s) => /^[1-9]\d{0,8}=[\x20-\x7e]{1,64}$/.test(s), { error: expected }),
    expected,
  );
}

/** User and password, as short as SoupBinTCP has them. */
export function ouchLogin() {
  const expected = 'USER:PASSWORD with 1 to 6 and 1 to 10 letters and digits';
  return expecting(
    z.string({ error: expected }).refine((s) => /^[A-Za-z0-9]{1,6}:[A-Za-z0-9]{1,10}$/.test(s), { error: expected }),
    expected,
  );
}

/** Names by names. */
export function symbolTable(maxLength: number) {
  const expected = `a table of symbols of 1 to ${maxLength} printable ASCII characters without blanks`;
  const good = (s: string) => s.length >= 1 && s.length <= maxLength && /^[\x21-\x7e]+$/.test(s);
  const schema = z.record(z.string(), z.string().refine(good, { error: expected }), { error: expected });
  return expecting(schema, expected);
}

/** `embedded`, or where a process listens. */
export function address() {
  const expected = 'embedded, or host:port';
  const good = (s: string) => s === 'embedded' || parseAddress(s) !== undefined;
  return expecting(z.string({ error: expected }).refine(good, { error: expected }), expected);
}

const FEED_SOURCES = ['auto', 'orders', 'itch', 'none', 'ring'];

export function feed() {
  const expected = `${FEED_SOURCES.join(', ')}, mold://HOST:PORT or soup://USER:PASSWORD@HOST:PORT`;
  return expecting(z.string({ error: expected }).refine(isFeed, { error: expected }), expected);
}

function isFeed(value: string): boolean {
  if (FEED_SOURCES.includes(value)) return true;
  try {
    parseFeedAddress(value);
    return true;
  } catch (error) {
    if (error instanceof FeedAddressError) return false;
    throw error;
  }
}

export function parseAddress(value: string): { host: string; port: number } | undefined {
  const match = /^(\[[0-9a-fA-F:]+\]|[^\s:[\]]+):(\d{1,5})$/.exec(value);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > 65_535) return undefined;
  return { host: match[1]!.replace(/^\[|\]$/g, ''), port };
}
