/** What is wrong with a configuration, one problem a key: which key, what it holds, what was expected there. */

import { z } from 'zod';

export interface Problem {
  /** Full path, such as `fix.sessions[2].targetCompId`. */
  readonly key: string;
  /** As the file has it; undefined: the key is missing. */
  readonly value: unknown;
  readonly expected: string;
}

export type KeyPath = readonly PropertyKey[];

export function formatProblem({ key, value, expected }: Problem): string {
  const held = value === undefined ? `${key} is missing` : `${key} = ${formatValue(key, value)}`;
  return `${held}: expected ${expected}`;
}

export function formatKey(path: KeyPath): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${part}]`;
    return key === '' ? String(part) : `${key}.${String(part)}`;
  }, '');
}

const LONGEST_VALUE = 80;

/** Problems are printed and logged, passwords are not. */
function formatValue(key: string, value: unknown): string {
  if (/(^|\.)password$/i.test(key)) return '(hidden)';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value, hidePasswords) ?? String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}

function hidePasswords(key: string, value: unknown): unknown {
  return /^password$/i.test(key) ? '(hidden)' : value;
}

/** Problems of a failed parse, in the file's order of keys. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, input: unknown): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey([...issue.path, key], schema, input));
    const value = valueAt(input, issue.path);
    // zod's own sentence remains where the schema gives none: a table that is no table.
    const expected = issue.code === 'invalid_type' && issue.expected === 'object' ? 'a table' : issue.message;
    return [{ key: formatKey(issue.path), value, expected: value === undefined ? requiredText(expected) : expected }];
  });
}

function requiredText(expected: string): string {
  return /^Invalid input/.test(expected) ? 'a value' : expected;
}

function unknownKey(path: KeyPath, schema: z.ZodType, input: unknown): Problem {
  const known = keysOf(schemaAt(schema, path.slice(0, -1)));
  const word = String(path.at(-1));
  const nearest = nearestOf(word, known) ?? keyElsewhere(word, schema, '');
  const expected =
    nearest === undefined ? `one of the keys ${known.join(', ')}` : `a known key; did you mean ${nearest}?`;
  return { key: formatKey(path), value: valueAt(input, path), expected };
}

/** A key of this name in some table, for one that stands in the wrong table. */
function keyElsewhere(word: string, schema: z.ZodType, prefix: string): string | undefined {
  for (const name of keysOf(schema)) {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const inner = keyElsewhere(word, schemaAt(schema, [name]), key);
    if (inner !== undefined) return inner;
    if (prefix !== '' && name.toLowerCase() === word.toLowerCase()) return key;
  }
  return undefined;
}

function valueAt(input: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], input);
}

/** The schema behind defaults and optionals. */
export function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}

function schemaAt(schema: z.ZodType, path: KeyPath): z.ZodType {
  return path.reduce<z.ZodType>((at, part) => {
    const bare = unwrap(at);
    if (bare instanceof z.ZodArray) return bare.element as z.ZodType;
    return bare instanceof z.ZodObject ? ((bare.shape as Record<PropertyKey, z.ZodType>)[part] ?? bare) : bare;
  }, schema);
}

function keysOf(schema: z.ZodType): string[] {
  const bare = unwrap(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

/** The known key that a typing error most likely meant: at most a third of its letters differ, case aside. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
