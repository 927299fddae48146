/** The one way to a configuration: file, then command line over it, then defaults under both, then checked as a whole. */

import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import type { Configuration } from './configuration.ts';
import { formatProblem, type Problem, problemsOf } from './problems.ts';
import { resolve } from './resolve.ts';
import { fileSchema } from './schema.ts';

export type ConfigurationResult =
  | { readonly ok: true; readonly configuration: Configuration }
  /** One sentence a problem, each naming the key, the value and what was expected. */
  | { readonly ok: false; readonly errors: readonly string[] };

/** A command line option that stands for a key. */
export interface Override {
  readonly option: string;
  /** Table and key, such as `fix.port`. */
  readonly key: string;
  readonly value: unknown;
}

export function loadConfiguration(path?: string, overrides: readonly Override[] = []): ConfigurationResult {
  if (path === undefined) return parseConfiguration('', overrides);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { ok: false, errors: [`cannot read ${path}: ${(error as Error).message}`] };
  }
  const result = parseConfiguration(text, overrides);
  return result.ok ? result : { ok: false, errors: result.errors.map((line) => `${path}: ${line}`) };
}

export function parseConfiguration(text: string, overrides: readonly Override[] = []): ConfigurationResult {
  const input = parseToml(text);
  if (typeof input === 'string') return { ok: false, errors: [input] };
  for (const override of overrides) apply(override, input);
  const parsed = fileSchema.safeParse(input);
  if (!parsed.success) return failure(problemsOf(parsed.error, fileSchema, input), overrides);
  const { configuration, problems } = resolve(parsed.data);
  return problems.length === 0 ? { ok: true, configuration } : failure(problems, overrides);
}

type Table = Record<string, unknown>;

function parseToml(text: string): Table | string {
  try {
    return parse(text) as Table;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, '');
    return `line ${error.line}, column ${error.column}: not TOML: ${what}`;
  }
}

function apply({ key, value }: Override, input: Table): void {
  const [table, name] = key.split('.') as [string, string];
  const inner = input[table] ?? {};
  // A file that has no table there is reported as such, not papered over.
  if (typeof inner === 'object') input[table] = { ...inner, [name]: value };
}

function failure(problems: readonly Problem[], overrides: readonly Override[]): ConfigurationResult {
  const errors = problems.map((problem) => {
    const override = overrides.find((candidate) => candidate.key === problem.key);
    return override === undefined ? formatProblem(problem) : `${override.option}: ${formatProblem(problem)}`;
  });
  return { ok: false, errors };
}
