/**
 * Does a large book of open orders slow the engine down?
 *
 *     1,000 open orders, then 1,000,000: the same requests at the same pace, replaces and cancels of random open orders
 *
 * Medians of windows, because the machine's stalls are the same for both; the worst ratio of the three kinds counts.
 */
import { type BenchOptions, type BenchResult, judge } from './harness.ts';
import { KINDS } from './pace_requests.ts';
import { Pace } from './pipeline_pace.ts';
import { PipelineRig } from './pipeline_rig.ts';
import { makeRandom } from './pipeline_templates.ts';

export const names = ['open_orders'] as const;
export const topology = '`shared`: engine worker pinned to the last core, load on the other';
export const notIncluded = 'journal, sockets and FIX';

const RATE = 50_000;
const FEW = 1_000;
const MANY = 1_000_000;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const few = await medians(options, FEW);
  const many = await medians(options, MANY);
  KINDS.forEach((kind, index) => {
    options.print(
      `${kind}: p50 ${(few[index]! / 1e3).toFixed(2)} us at ${FEW}, ${(many[index]! / 1e3).toFixed(2)} us at ${MANY} open orders`,
    );
  });
  const value = Math.max(...KINDS.map((_, index) => many[index]! / few[index]!));
  return [
    judge({
      name: 'open_orders',
      value,
      unit: 'times',
      bar: 1.5,
      better: 'lower',
      note: 'latency at 1 M by that at 1 k',
    }),
  ];
}

async function medians(options: BenchOptions, open: number): Promise<number[]> {
  const seconds = options.quick ? 4 : 12;
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 21,
    clOrdIds: open * 3 + RATE * (seconds + 5),
    retainBytes: 0,
  });
  const pace = new Pace(rig, { rate: RATE, open, random: makeRandom(options.seed) });
  pace.hold(open);
  pace.run(2, 1_000);
  const windows = pace.run(seconds, 1_000);
  rig.checkNothingLost();
  await rig.stop();
  rig.removeFiles();
  return KINDS.map((_, kind) => {
    const all = windows.map(({ latencies }) => latencies[kind]!.percentile(0.5)).sort((a, b) => a - b);
    return all[all.length >> 1]!;
  });
}
