/**
 * How long after its time does a slice of a worked order leave?
 *
 *     10,000 TWAPs, their steps spread over the interval ─▶ engine worker, spinning: tick, slice, risk, routing
 *                                                           ─▶ venue ring ─▶ this thread: seen, filled
 *
 * A slice's clock starts when its step is due, whether a tick came then or not. Each order has a limit price of its own,
 * by which its slices are known. The engine does nothing else; windows of a second, judged like those of `latency`.
 */
import { Histogram, type HistogramSnapshot } from '../src/ring/histogram.ts';
import { OrderType } from '../src/workers/model/order.ts';
import { EngineClock } from '../src/workers/pipeline/engine_clock.ts';
import { BesideVenue } from './beside_venue.ts';
import { formatNs } from './floor.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Pace } from './pipeline_pace.ts';
import { PipelineRig } from './pipeline_rig.ts';
import { median } from './windows.ts';

export const names = ['schedules.p99'] as const;
export const topology = '`shared`: engine worker pinned to the last core, the venue on the other';
export const notIncluded = 'journal, sockets and FIX; other orders';

const BAR_US = 100;
const PARENTS = 10_000;
const INTERVAL_MS = 2_000;
/** The first step comes when all orders are in. */
const LEAD_MS = 8_000;
const WARM_UP_INTERVALS = 2;
const WINDOWS = { full: 40, quick: 8 } as const;
const LEAST_CALM = 10;
const FIRST_TICKS = 1_000_000;
const IDS = 700_000_000_000;

interface Window {
  readonly latency: HistogramSnapshot;
  readonly floorP99Ns: number;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const windows = WINDOWS[options.quick ? 'quick' : 'full'];
  // Of the windows, the one behind them, and what is late.
  const steps = WARM_UP_INTERVALS + Math.ceil((windows * 1_000) / INTERVAL_MS) + 3;
  const rig = await PipelineRig.start({ seed: options.seed, orders: 1 << 18, clOrdIds: 1 << 20, retainBytes: 0 });
  const venue = new BesideVenue(rig.load, PARENTS, true);
  const pace = new Pace(rig, { rate: 1, open: 0, beside: venue });
  check(rig.load.quoteBeside(FIRST_TICKS), 'the ring of quotes has room');
  rig.load.publish();
  pace.drain();

  const clock = new EngineClock(rig.anchor, rig.anchor.wallMs);
  const latency = new Histogram();
  const firstMs = clock.now() / 1e6 + LEAD_MS;
  const stepsOf = new Int32Array(PARENTS);
  venue.onOrder = ({ priceTicks }) => {
    const parent = priceTicks - FIRST_TICKS - 1;
    const dueNs = (firstMs + (parent / PARENTS) * INTERVAL_MS + stepsOf[parent]!++ * INTERVAL_MS) * 1e6;
    latency.record(Math.max(0, Math.floor(clock.now() - dueNs)));
  };
  pace.give(PARENTS, (parent) => {
    const startTimeMs = firstMs + (parent / PARENTS) * INTERVAL_MS;
    return rig.load.advancedBeside(IDS + parent, {
      orderType: OrderType.TWAP,
      quantityLots: steps,
      priceTicks: FIRST_TICKS + 1 + parent,
      startTimeMs,
      endTimeMs: startTimeMs + steps * INTERVAL_MS,
      intervalMs: INTERVAL_MS,
    });
  });
  check(clock.now() / 1e6 < firstMs, 'every order is in before the first step');
  // Until all work, and the compiler has seen it.
  const waitMs = firstMs + WARM_UP_INTERVALS * INTERVAL_MS - clock.now() / 1e6;
  pace.run(1, waitMs);
  const slices: number[] = [];
  const snapshots: HistogramSnapshot[] = [];
  const begin = (): void => {
    slices.push(venue.orders);
    snapshots.push(latency.snapshot());
  };
  // One window more: where it begins the last one ends.
  const paced = pace.run(windows + 1, 1_000, begin).slice(0, windows);
  const results = paced.map(({ floorP99Ns }, i): Window => {
    return { latency: snapshots[i + 1]!.since(snapshots[i]!), floorP99Ns };
  });
  const rate = (slices[windows]! - slices[0]!) / windows;
  const due = (PARENTS / INTERVAL_MS) * 1_000;
  check(Math.abs(rate / due - 1) < 0.1, `every step has its slice: ${Math.round(rate)} a second of ${due}`);
  rig.checkNothingLost();
  await rig.stop();
  rig.removeFiles();
  return [judged(options, results, rate)];
}

function judged(options: BenchOptions, windows: readonly Window[], rate: number): BenchResult {
  options.print(`${PARENTS} parents, ${Math.round(rate)} slices/s; a window: floor p99 | due to seen p50 p99 max`);
  for (const { floorP99Ns, latency } of windows) {
    const cells = [latency.percentile(0.5), latency.percentile(0.99), latency.max].map(formatNs);
    options.print(`  ${formatNs(floorP99Ns)} | ${cells.join(' ')}`);
  }
  const calm = windows.filter(({ floorP99Ns }) => floorP99Ns < (BAR_US * 1_000) / 2);
  const isMeasurable = calm.length >= LEAST_CALM;
  const counted = isMeasurable ? calm : windows;
  const value = median(counted.map(({ latency }) => latency.percentile(0.99) / 1_000));
  const floor = median(counted.map(({ floorP99Ns }) => floorP99Ns / 1_000));
  const result = judge({ name: 'schedules.p99', value, unit: 'us', bar: BAR_US, floor, better: 'lower' });
  const of = `${calm.length} of ${windows.length} windows calm`;
  if (isMeasurable) return { ...result, note: of };
  return { ...result, met: false, note: `not measurable here: ${of}; the value is of all` };
}
