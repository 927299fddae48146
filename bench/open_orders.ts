/**
 * Does a large book of open orders slow the engine down?
 *
 *     one engine: 1,000 open orders ─▶ 1,000,000 ─▶ 1,000 again, the same requests at the same pace each time,
 *                 replaces and cancels of random open orders; between them the book is filled and emptied, untimed
 *
 * A rate that every machine sustains with room to spare: beyond it the queue in front of the engine would be compared, which
 * grows much faster than the time that an order takes. Of each book the calmer half of its windows counts, by their stall
 * floor, lest a stall under the small book flatter the large one; the small one is measured before and after, because the
 * machine's speed drifts. The figure is the worst of the three kinds.
 */
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { KINDS } from './pace_requests.ts';
import { Pace, type Window } from './pipeline_pace.ts';
import { PipelineRig } from './pipeline_rig.ts';
import { makeRandom } from './pipeline_templates.ts';
import { median, overload, windowLines } from './windows.ts';

export const names = ['open_orders'] as const;
export const topology = '`shared`: engine worker pinned to the last core, load on the other';
export const notIncluded = 'journal, sockets and FIX';

const RATE = 20_000;
const FEW = 1_000;
const MOST_ORDERS = 1 << 21;
const MANY = 1_000_000;
/** Windows with each book. The first of them is left out: the caches still hold what filled the book. */
const WINDOWS = 9;
const QUICK_WINDOWS = 4;
const WARM_UP_SECONDS = 5;
const NAME = { name: 'open_orders', unit: 'times', bar: 1.5, better: 'lower' } as const;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const seconds = options.quick ? QUICK_WINDOWS : WINDOWS;
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: MOST_ORDERS,
    // Each order with the cancel that empties the book, and those denied.
    clOrdIds: 2 * MOST_ORDERS + RATE * (3 * seconds + WARM_UP_SECONDS + 1) * 1.1,
    retainBytes: 0,
  });
  const pace = new Pace(rig, { rate: RATE, open: MANY, random: makeRandom(options.seed) });
  pace.hold(FEW);
  pace.run(WARM_UP_SECONDS, 1_000);
  const [before, many, after] = [FEW, MANY, FEW].map((open) => {
    pace.hold(open);
    const windows = pace.run(seconds, 1_000).slice(1);
    const off = Math.abs(pace.open / open - 1);
    check(off < 0.3, `the book stays as it is: ${pace.open} orders, not ${open}`);
    print(options, open, windows);
    return windows;
  }) as [Window[], Window[], Window[]];
  rig.checkNothingLost();
  check(pace.denied + pace.lost === 0, `every request is answered: ${pace.denied} denied, ${pace.lost} lost`);
  await rig.stop();
  rig.removeFiles();
  return [judged(options, [...calmerHalf(before), ...calmerHalf(after)], calmerHalf(many))];
}

function calmerHalf(windows: readonly Window[]): Window[] {
  return [...windows].sort((a, b) => a.floorP99Ns - b.floorP99Ns).slice(0, Math.ceil(windows.length / 2));
}

function print(options: BenchOptions, open: number, windows: readonly Window[]): void {
  const [head, ...lines] = windowLines(windows);
  options.print(`${open} open orders at ${RATE / 1_000} k/s, each window: ${head}`);
  for (const line of lines) options.print(line);
}

function judged(options: BenchOptions, few: readonly Window[], many: readonly Window[]): BenchResult {
  const ratios = KINDS.map((kind, index) => {
    const at = (windows: readonly Window[], percentile: number): number =>
      median(windows.map(({ latencies }) => latencies[index]!.percentile(percentile))) / 1_000;
    const cells = [0.5, 0.9, 0.99].map((p) => `p${p * 100} ${at(few, p).toFixed(1)} to ${at(many, p).toFixed(1)} us`);
    options.print(`${kind}, ${FEW} to ${MANY} open orders: ${cells.join(', ')}`);
    return at(many, 0.5) / at(few, 0.5);
  });
  const value = Math.max(...ratios);
  const reached = overload(few, RATE) ?? overload(many, RATE);
  if (reached === undefined) return judge({ ...NAME, value, note: `p50 at 1 M by that at 1 k, ${RATE / 1_000} k/s` });
  return { ...judge({ ...NAME, value }), met: false, note: `overloaded: reached ${Math.round(reached)}/s` };
}
