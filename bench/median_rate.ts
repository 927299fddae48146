import type { BenchOptions } from './harness.ts';

/** Items a second in the median of the rounds after warming up; a round is of `items`, and of milliseconds. */
export function medianRate(options: BenchOptions, items: number, round: () => void): number {
  const endWarm = performance.now() + 500;
  while (performance.now() < endWarm) round();
  const rates: number[] = [];
  const end = performance.now() + (options.quick ? 500 : 3_000);
  while (performance.now() < end) {
    const started = performance.now();
    round();
    rates.push((items / (performance.now() - started)) * 1e3);
  }
  rates.sort((a, b) => a - b);
  return rates[rates.length >> 1]!;
}
