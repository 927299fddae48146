/** What every bench shares: its result, its options, its table. */
import { cpus, totalmem } from 'node:os';

/** One figure beside its bar. `floor` is what the machine allows without us, in the same unit, from the same run. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar: number;
  readonly met: boolean;
  readonly floor: number | null;
  readonly note?: string;
}

export interface BenchOptions {
  /** A fifth of the time or less: shows that the bench works, judges nothing. */
  readonly quick: boolean;
  readonly seed: number;
  /** Whether this figure was asked for: a bench with several may leave out the rest. */
  wants(name: string): boolean;
  /** Lines that are not figures: histograms, windows, why a bar is missed. */
  print(line: string): void;
}

/** What a bench module exports. `names` are the results that `npm run bench -- NAME` may ask for. */
export interface BenchModule {
  readonly names: readonly string[];
  /** Printed above the table: which threads and rings run, what the figures leave out. */
  readonly topology?: string;
  readonly notIncluded?: string;
  /** Left out of `npm run bench` without names. */
  readonly onlyByName?: boolean;
  run(options: BenchOptions): Promise<BenchResult[]>;
}

export type Better = 'higher' | 'lower';

/** A result judged against its bar; `better` says on which side of it the good lies. */
export function judge(
  figure: Omit<BenchResult, 'met' | 'floor'> & { readonly floor?: number | null; readonly better: Better },
): BenchResult {
  const { better, floor = null, ...rest } = figure;
  const met = better === 'higher' ? rest.value >= rest.bar : rest.value <= rest.bar;
  return { ...rest, met, floor };
}

/** A bench that finds its own result wrong has measured nothing. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`bench checked its own result: ${message}`);
}

export function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() ?? process.arch;
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} x ${model}, ${memoryGiB} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** A bench that was asked for a figure and gave none has failed, however good the others are. */
export function verdict(
  asked: readonly { readonly file: string; readonly names: readonly string[] }[],
  results: readonly BenchResult[],
): { readonly lines: readonly string[]; readonly isWhole: boolean } {
  const given = new Set(results.map(({ name }) => name));
  const lines = asked.flatMap(({ file, names }) => {
    const silent = names.filter((name) => !given.has(name));
    return silent.length === 0 ? [] : [`no figure from bench/${file}: ${silent.join(', ')}`];
  });
  const isWhole = lines.length === 0;
  const missed = results.filter(({ met }) => !met).map(({ name }) => name);
  if (missed.length > 0) lines.push(`bars missed: ${missed.join(', ')}`);
  else if (isWhole) lines.push('every bar met');
  return { lines, isWhole };
}

const COLUMNS = ['figure', 'value', 'bar', 'met', 'floor', 'unit'] as const;

export function formatTable(results: readonly BenchResult[]): string {
  const rows = results.map((result) => [
    result.name,
    formatNumber(result.value),
    formatNumber(result.bar),
    result.met ? 'yes' : 'NO',
    result.floor === null ? '-' : formatNumber(result.floor),
    result.unit,
  ]);
  const lines = [[...COLUMNS], ...rows];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const isText = (column: number): boolean => column === 0 || column === 5;
  return lines
    .map((line, index) => {
      const cells = line.map((cell, c) => (isText(c) ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)));
      const note = index === 0 ? undefined : results[index - 1]!.note;
      return `  ${cells.join('  ')}${note === undefined ? '' : `  ${note}`}`.trimEnd();
    })
    .join('\n');
}

/** Five significant digits at most, thousands apart: 12,345,600 and 0.14231. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value.toLocaleString('en-US', { maximumSignificantDigits: 5 });
}
