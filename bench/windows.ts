/** Windows of a paced run: which of them count, what their median is, and how all are printed. */
import { formatNs } from './floor.ts';
import { type BenchResult, judge } from './harness.ts';
import { KINDS } from './pace_requests.ts';
import type { Window } from './pipeline_pace.ts';

/** Fewer calm windows than this, and nothing can be said on this machine. */
const LEAST_CALM = 10;
/** A run that answers less than this share of what is due falls behind for good. */
const LEAST_ANSWERED = 0.99;

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly bar: number;
  /** A window counts where its own floor has a p99 under this, in us. */
  readonly floorLimitUs: number;
  valueUs(window: Window): number;
}

/** What was reached where the rate could not be held; undefined where it was. Denials for want of room are not answers. */
export function overload(windows: readonly Window[], rate: number): number | undefined {
  const served = windows.reduce((sum, { answered, denied }) => sum + answered - denied, 0);
  const denied = windows.reduce((sum, window) => sum + window.denied, 0);
  const reached = served / windows.length;
  return denied > 0 || reached < rate * LEAST_ANSWERED ? reached : undefined;
}

/** The median of the calm windows. Without ten of them the median of all is shown and meets nothing. */
export function judgeWindows(figure: Figure, windows: readonly Window[], reached: number | undefined): BenchResult {
  const calm = windows.filter(({ floorP99Ns }) => floorP99Ns < figure.floorLimitUs * 1_000);
  const isMeasurable = calm.length >= LEAST_CALM;
  const counted = isMeasurable ? calm : windows;
  const { name, unit, bar } = figure;
  const value = median(counted.map((window) => figure.valueUs(window)));
  const floor = median(counted.map(({ floorP99Ns }) => floorP99Ns / 1_000));
  const result = judge({ name, value, unit, bar, floor, better: 'lower' });
  const of = `${calm.length} of ${windows.length} windows calm`;
  if (reached !== undefined) {
    return { ...result, met: false, note: `overloaded: reached ${Math.round(reached)}/s; ${of}` };
  }
  if (isMeasurable) return { ...result, note: of };
  return { ...result, met: false, note: `not measurable here: ${of}; the value is of all` };
}

/** One line a window. */
export function windowLines(windows: readonly Window[]): string[] {
  const head = `floor p99 | answered/s | ${KINDS.map((kind) => `${kind} p50 p99`).join(' | ')}`;
  const lines = windows.map(({ latencies, floorP99Ns, answered, denied }) => {
    const cells = latencies.map(
      (latency) => `${formatNs(latency.percentile(0.5))} ${formatNs(latency.percentile(0.99))}`,
    );
    const count = `${answered}${denied > 0 ? ` (${denied} denied)` : ''}`;
    return `  ${[formatNs(floorP99Ns), count, ...cells].join(' | ')}`;
  });
  return [head, ...lines];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
