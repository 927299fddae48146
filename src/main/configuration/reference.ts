/** The key tables of docs/configuration.md, from the schema. */

import { z } from 'zod';
import { unwrap } from './problems.ts';
import { fileSchema } from './schema.ts';

export interface ReferenceRow {
  /** Such as `fix.sessions[].targetCompId`. */
  readonly key: string;
  /** As it would stand in the file, `required`, or empty for an optional key. */
  readonly default: string;
  readonly expected: string;
  readonly meaning: string;
}

interface Notes {
  readonly expected?: string;
  readonly meaning?: string;
}

/** Every key of the file, in the schema's order. */
export function referenceRows(): ReferenceRow[] {
  return rowsOf(fileSchema, '');
}

function rowsOf(schema: z.ZodType, prefix: string): ReferenceRow[] {
  const bare = unwrap(schema);
  if (!(bare instanceof z.ZodObject)) return [];
  return Object.entries(bare.shape as Record<string, z.ZodType>).flatMap(([name, field]) => {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const inner = unwrap(field);
    if (inner instanceof z.ZodObject) return rowsOf(field, key);
    const nested = inner instanceof z.ZodArray ? rowsOf(inner.element as z.ZodType, `${key}[]`) : [];
    return [rowOf(key, field, nested.length > 0), ...nested];
  });
}

function rowOf(key: string, field: z.ZodType, isTableList: boolean): ReferenceRow {
  const { expected = '', meaning = '' } = (field.meta() ?? {}) as Notes;
  const form = expected === '' ? (isTableList ? 'tables' : 'a list') : expected;
  return { key, default: defaultText(field, isTableList), expected: form, meaning };
}

function defaultText(field: z.ZodType, isTableList: boolean): string {
  if (field instanceof z.ZodOptional) return '';
  if (!(field instanceof z.ZodPrefault)) return 'required';
  const value = field.def.defaultValue as unknown;
  return isTableList && Array.isArray(value) ? `${value.length} tables` : `\`${JSON.stringify(value)}\``;
}

/** One Markdown table a top-level key, under a heading each. */
export function referenceMarkdown(): string {
  const sections = Map.groupBy(referenceRows(), (row) => row.key.split(/[.[]/)[0]!);
  return [...sections].map(([name, rows]) => `### ${name}\n\n${table(rows)}\n`).join('\n');
}

function table(rows: readonly ReferenceRow[]): string {
  const head = '| key | default | expected | meaning |\n| --- | --- | --- | --- |';
  const lines = rows.map((row) => `| \`${row.key}\` | ${row.default} | ${row.expected} | ${row.meaning} |`);
  return [head, ...lines].join('\n');
}
