/**
 * How long does a request take from the client's ring to the venue's?
 *
 *     this thread: open loop, intended send times ─▶ engine worker, spinning ─▶ this thread: seen
 *        windows of a second at 100 k/s and at 500 k/s, each with the stall floor of both threads in that same second
 *
 * A window counts where its own floor (p99 wait of a random moment) is under half the bar; fewer than ten such windows:
 * the figure is not measurable here, and says so. All windows are printed.
 */

import { STAGES } from '../src/workers/pipeline/stages.ts';
import { formatNs } from './floor.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { KINDS, type Kind, Pace, type Window } from './pipeline_pace.ts';
import { checkDiskRoom, PipelineRig } from './pipeline_rig.ts';

const RATES = [100_000, 500_000] as const;
/** Microseconds; the median windows of p50 and p99. */
const BARS: readonly { kind: Kind; percentile: number; bar: number }[] = [
  { kind: 'submit', percentile: 0.5, bar: 3 },
  { kind: 'submit', percentile: 0.99, bar: 50 },
  { kind: 'modify', percentile: 0.99, bar: 30 },
  { kind: 'cancel', percentile: 0.99, bar: 20 },
];
/** Risk and the order store are one stage here: it is held to risk's bar. */
const STAGE_BARS: Readonly<Record<string, number>> = { front: 10, routing: 15, execution: 20 };
const LEAST_WINDOWS = 10;
const DISK_BYTES = 2 * 2 ** 30;
const OPEN_ORDERS = 1_000;

export const names = RATES.flatMap((rate) => [
  ...BARS.map(({ kind, percentile }) => nameOf(rate, kind, percentile)),
  ...Object.keys(STAGE_BARS).map((stage) => stageName(rate, stage)),
]);
export const topology = '`shared`: engine worker pinned to the last core; load and journal worker on the other';
export const notIncluded = 'sockets and FIX; log at `process`';

function nameOf(rate: number, kind: string, percentile: number): string {
  return `latency.${rate / 1_000}k.${kind}.p${percentile * 100}`;
}

function stageName(rate: number, stage: string): string {
  return `latency.${rate / 1_000}k.stage.${stage}.p99`;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const rate of RATES) {
    if (names.some((name) => name.startsWith(`latency.${rate / 1_000}k.`) && options.wants(name))) {
      results.push(...(await measure(options, rate)));
    }
  }
  return results;
}

async function measure(options: BenchOptions, rate: number): Promise<BenchResult[]> {
  checkDiskRoom(DISK_BYTES * 1.2);
  const windows = options.quick ? 12 : 60;
  const warmUp = options.quick ? 3 : 5;
  const clOrdIds = (windows + warmUp + 2) * rate * 1.1 + 1_000_000;
  const shape = { seed: options.seed, orders: 1 << 18, clOrdIds, retainBytes: DISK_BYTES, reuses: true };
  const rig = await PipelineRig.start(shape);
  const pace = new Pace(rig, { rate, open: OPEN_ORDERS });
  pace.fill();
  pace.run(warmUp, 1_000);
  const stagesBefore = rig.telemetry.stages.map((stage) => stage.snapshot());
  const measured = pace.run(windows, 1_000);
  const stages = rig.telemetry.stages.map((stage, index) => stage.snapshot().since(stagesBefore[index]!));
  rig.checkNothingLost();
  const { openOrders } = await rig.stop();
  rig.removeFiles();
  check(openOrders <= pace.open + 1, `orders end: ${openOrders} are open in the engine, ${pace.open} here`);
  check(pace.skipped * 10 < pace.sent, `nearly every turn has its request: ${pace.skipped} skipped of ${pace.sent}`);
  if (pace.late > 0)
    options.print(`${pace.late} of ${pace.sent} replaces were overtaken by their cancel after a stall`);
  printWindows(options, rate, measured);
  return [
    ...BARS.map(({ kind, percentile, bar }) => judgeWindows(rate, measured, kind, percentile, bar)),
    ...Object.entries(STAGE_BARS).map(([stage, bar]) => {
      const value = stages[STAGES.indexOf(stage as (typeof STAGES)[number])]!.percentile(0.99) / 1_000;
      return judge({ name: stageName(rate, stage), value, unit: 'us a command', bar, better: 'lower' });
    }),
  ];
}

function judgeWindows(
  rate: number,
  windows: readonly Window[],
  kind: Kind,
  percentile: number,
  bar: number,
): BenchResult {
  const floorLimitNs = ((percentile === 0.5 ? 50 : bar) * 1_000) / 2;
  const calm = windows.filter(({ floorP99Ns }) => floorP99Ns < floorLimitNs);
  const counted = calm.length < LEAST_WINDOWS ? windows : calm;
  const index = KINDS.indexOf(kind);
  const value = median(counted.map(({ latencies }) => latencies[index]!.percentile(percentile))) / 1_000;
  const floor = median(counted.map(({ floorP99Ns }) => floorP99Ns)) / 1_000;
  const result = judge({ name: nameOf(rate, kind, percentile), value, unit: 'us', bar, floor, better: 'lower' });
  const of = `${calm.length} of ${windows.length} windows calm`;
  if (calm.length >= LEAST_WINDOWS) return { ...result, note: of };
  return { ...result, met: false, note: `not measurable here: ${of}; the value is of all` };
}

function printWindows(options: BenchOptions, rate: number, windows: readonly Window[]): void {
  options.print(`${rate / 1_000} k/s, each window: floor p99 | ${KINDS.map((kind) => `${kind} p50 p99`).join(' | ')}`);
  for (const { latencies, floorP99Ns } of windows) {
    const cells = latencies.map(
      (latency) => `${formatNs(latency.percentile(0.5))} ${formatNs(latency.percentile(0.99))}`,
    );
    options.print(`  ${[formatNs(floorP99Ns), ...cells].join(' | ')}`);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
