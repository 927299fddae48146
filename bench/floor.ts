/**
 * The stall floor: how long this machine keeps a thread from running that wants nothing but to read the clock.
 *
 *     clock ── read ── read ── read ─────────(the host took the core)───────── read ── read ──▶
 *                  └ gap ┘                └──────────── a stall ────────────┘
 *
 * Every latency beside it that is no longer than its gaps says something about the program; the rest is the machine's.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { pinThread } from '../src/ring/thread.ts';
import type { BenchOptions, BenchResult } from './harness.ts';
import { check, formatNumber, judge } from './harness.ts';

export const names = ['stall floor'] as const;
/** It judges the machine: asked for by name, and printed beside every other table. */
export const onlyByName = true;
export const topology = 'one thread that only reads the clock, pinned to the last core';
export const notIncluded = 'everything of ours';

/** Gaps of one window of time, as a share of time: a thread asked at a random moment waits that long. */
export interface StallFloor {
  /** Where the thread ran, in words. */
  readonly place: string;
  readonly seconds: number;
  readonly reads: number;
  readonly p50Ns: number;
  readonly p99Ns: number;
  readonly p999Ns: number;
  readonly maxNs: number;
  /** Gaps over ten microseconds: an interruption and no slow read. */
  readonly stalls: number;
  readonly stalledNs: number;
  /** Reads by gap: `counts[i]` gaps of at least 2^(i/4) ns. */
  readonly counts: Float64Array;
}

/** Quarter octaves up to 2^40 ns, which is 18 minutes. */
const BUCKETS = 161;
const STALL_NS = 10_000;
/** Half the bar of submit's p99. */
const BAR_US = 25;

/**
 * Reads the clock for `seconds` on the calling thread. Percentiles are over open-loop moments, one a microsecond: in a gap of
 * g microseconds, g arrivals would have waited g, g - 1, ... 1 us, and that is how an order meets a stall.
 */
export function measureStallFloor(seconds: number, place = 'not pinned'): StallFloor {
  const counts = new Float64Array(BUCKETS);
  const start = performance.now();
  const end = start + seconds * 1_000;
  let previous = start;
  let reads = 0;
  let maxNs = 0;
  let stalls = 0;
  let stalledNs = 0;
  while (previous < end) {
    const now = performance.now();
    const gapNs = (now - previous) * 1e6;
    previous = now;
    reads++;
    counts[bucketOf(gapNs)]!++;
    if (gapNs > maxNs) maxNs = gapNs;
    if (gapNs > STALL_NS) {
      stalls++;
      stalledNs += gapNs;
    }
  }
  const { p50Ns, p99Ns, p999Ns } = waitPercentiles(counts);
  return { place, seconds, reads, p50Ns, p99Ns, p999Ns, maxNs, stalls, stalledNs, counts };
}

/** The same on a thread of its own, pinned as the engine's are, beside whatever the caller measures. */
export function startStallFloor(seconds: number, core = availableParallelism() - 1): Promise<StallFloor> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { stallFloorSeconds: seconds, core } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

export function formatStallFloor(floor: StallFloor): string {
  const stalledShare = (floor.stalledNs / (floor.seconds * 1e9)) * 100;
  return (
    `p50 ${formatNs(floor.p50Ns)}, p99 ${formatNs(floor.p99Ns)}, p99.9 ${formatNs(floor.p999Ns)}, ` +
    `worst ${formatNs(floor.maxNs)}; ${floor.stalls} stalls over 10 us in ${formatNumber(floor.seconds)} s ` +
    `(${stalledShare.toFixed(2)} % of the time), ${floor.place}`
  );
}

export function formatNs(ns: number): string {
  if (ns < 1_000) return `${Math.round(ns)} ns`;
  if (ns < 1_000_000) return `${(ns / 1_000).toFixed(1)} us`;
  return `${(ns / 1_000_000).toFixed(2)} ms`;
}

function bucketOf(gapNs: number): number {
  if (gapNs < 1) return 0;
  return Math.min(BUCKETS - 1, Math.floor(Math.log2(gapNs) * 4));
}

/** The wait of a moment that falls uniformly into a gap of g is uniform over 0 to g, and it falls there with weight g. */
export function waitPercentiles(counts: Float64Array): Pick<StallFloor, 'p50Ns' | 'p99Ns' | 'p999Ns'> {
  const gaps = Array.from(counts, (count, bucket) => ({ count, gapNs: 2 ** ((bucket + 0.5) / 4) }));
  const total = gaps.reduce((sum, { count, gapNs }) => sum + count * gapNs, 0);
  // The time during which a wait of more than `ns` is still ahead.
  const beyond = (ns: number): number =>
    gaps.reduce((sum, { count, gapNs }) => sum + (gapNs > ns ? count * (gapNs - ns) : 0), 0);
  const percentile = (share: number): number => {
    let low = 0;
    let high = 2 ** 40;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (beyond(middle) > total * (1 - share)) low = middle;
      else high = middle;
    }
    return high;
  };
  return { p50Ns: percentile(0.5), p99Ns: percentile(0.99), p999Ns: percentile(0.999) };
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const floor = await startStallFloor(options.quick ? 1 : 5);
  check(floor.reads > 1_000, 'the clock was read fewer than a thousand times');
  check(floor.p50Ns <= floor.p99Ns && floor.p999Ns <= floor.maxNs * 1.2, 'percentiles are out of order');
  options.print(formatStallFloor(floor));
  const note = 'p99 wait of a random moment; above the bar, submit latency cannot be judged here';
  return [judge({ name: 'stall floor', value: floor.p99Ns / 1_000, unit: 'us', bar: BAR_US, better: 'lower', note })];
}

if (!isMainThread && typeof workerData?.stallFloorSeconds === 'number') {
  const { why } = pinThread(workerData.core);
  parentPort!.postMessage(measureStallFloor(workerData.stallFloorSeconds, why));
}
