/**
 * What does a mass cancel, or a quote that triggers thousands of stops, cost everybody else?
 *
 *     this thread: requests at a fixed rate, open loop ─▶ engine worker, spinning ─▶ this thread: seen
 *        a round: windows before │ 100,000 orders of another instrument are cancelled by one request
 *                                │ or a trade reaches 10,000 of 1,000,000 resting stops, and the venue fills them
 *
 * The same requests before the sweep and while it goes on, until its last message is at the venue. A round's figure is the
 * p99 of the latter by that of the former; of several rounds the median counts. The longest wait is printed.
 */
import { performance } from 'node:perf_hooks';
import type { HistogramSnapshot } from '../src/ring/histogram.ts';
import { OrderType, StopTrigger } from '../src/workers/model/order.ts';
import { BesideVenue } from './beside_venue.ts';
import { formatNs } from './floor.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Pace, type Window } from './pipeline_pace.ts';
import { PipelineRig } from './pipeline_rig.ts';
import { median } from './windows.ts';

export const names = ['mass-cancel.seconds', 'mass-cancel.others', 'stops.others'] as const;
export const topology = '`shared`: engine worker pinned to the last core, load and venue on the other';
export const notIncluded = 'journal, sockets and FIX';

const RATE = 20_000;
const OPEN = 1_000;
const WINDOW_MS = 100;
const WINDOWS_BEFORE = 10;
/** Long enough for the sweep; what is left of them counts on neither side. */
const WINDOWS_AFTER = 30;
const WARM_UP_SECONDS = 3;
const ROUNDS = { full: 7, quick: 2 } as const;

const CANCELLED = 100_000;
const RESTING_STOPS = 1_000_000;
const TRIGGERED = 10_000;
const MOST_SECONDS = 1;
const MOST_TIMES = 2;
/** Beyond those of paced orders and of their replaces and cancels. */
const BESIDE_IDS = 700_000_000_000;
const FIRST_TICKS = 10_000;
/** Where no trade ever comes. */
const FAR_TICKS = 1_000_000;

interface Round {
  readonly before: readonly Window[];
  readonly during: readonly Window[];
  readonly seconds: number;
}

/** One engine, its paced requests, and what goes on beside them. */
class Rounds {
  readonly rig: PipelineRig;
  readonly pace: Pace;
  readonly venue: BesideVenue;
  #ids = BESIDE_IDS;

  constructor(rig: PipelineRig, most: number, fillsAll: boolean) {
    this.rig = rig;
    this.venue = new BesideVenue(rig.load, most, fillsAll);
    this.pace = new Pace(rig, { rate: RATE, open: OPEN, beside: this.venue });
    this.trade(FIRST_TICKS);
    this.pace.drain();
    this.pace.hold(OPEN);
    this.pace.run(WARM_UP_SECONDS, 1_000);
  }

  get nextId(): number {
    return this.#ids++;
  }

  trade(ticks: number): void {
    check(this.rig.load.quoteBeside(ticks), 'the ring of quotes has room');
    this.rig.load.publish();
  }

  /** `start` begins the sweep; it is over when `isOver`, asked at each of its messages, says so. */
  round(start: () => void, isOver: () => boolean): Round {
    let startedMs = 0;
    let endedMs = 0;
    const look = (): void => {
      if (endedMs === 0 && isOver()) endedMs = performance.now();
    };
    this.venue.onOrder = look;
    this.venue.onCancel = look;
    const windows = this.pace.run(WINDOWS_BEFORE + WINDOWS_AFTER, WINDOW_MS, (window) => {
      if (window !== WINDOWS_BEFORE) return;
      startedMs = performance.now();
      start();
    });
    check(endedMs > 0, 'the sweep ends');
    const swept = Math.ceil((endedMs - startedMs) / WINDOW_MS);
    const during = windows.slice(WINDOWS_BEFORE, WINDOWS_BEFORE + swept);
    return { before: windows.slice(0, WINDOWS_BEFORE), during, seconds: (endedMs - startedMs) / 1_000 };
  }

  async stop(): Promise<void> {
    this.rig.checkNothingLost();
    const { pace } = this;
    check(pace.denied + pace.lost === 0, `every request is answered: ${pace.denied} denied, ${pace.lost} lost`);
    await this.rig.stop();
    this.rig.removeFiles();
  }
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const rounds = ROUNDS[options.quick ? 'quick' : 'full'];
  if (names.slice(0, 2).some((name) => options.wants(name))) results.push(...(await massCancel(options, rounds)));
  if (options.wants('stops.others')) results.push(await stops(options, rounds));
  return results;
}

async function massCancel(options: BenchOptions, count: number): Promise<BenchResult[]> {
  const clOrdIds = 2 * count * CANCELLED + identifiers(count);
  const rig = await PipelineRig.start({ seed: options.seed, orders: 1 << 18, clOrdIds, retainBytes: 0 });
  const rounds = new Rounds(rig, CANCELLED, false);
  const results: Round[] = [];
  for (let i = 0; i < count; i++) {
    const before = rounds.venue.cancels;
    rounds.pace.give(CANCELLED, () => rig.load.orderBeside(rounds.nextId, 1, FIRST_TICKS));
    check(rounds.venue.orders === (i + 1) * CANCELLED, `${rounds.venue.orders} orders have come to the venue`);
    const start = (): void => {
      check(rig.load.massCancelBeside(rounds.nextId), 'the client ring has room');
      rig.load.publish();
    };
    results.push(rounds.round(start, () => rounds.venue.cancels - before === CANCELLED));
  }
  await rounds.stop();
  print(options, `mass cancel of ${CANCELLED}`, results);
  const value = median(results.map(({ seconds }) => seconds));
  const seconds = { name: 'mass-cancel.seconds', value, unit: 's', bar: MOST_SECONDS, better: 'lower' } as const;
  return [judge(seconds), judgeOthers('mass-cancel.others', results)];
}

async function stops(options: BenchOptions, count: number): Promise<BenchResult> {
  const orders = 1 << 21;
  const clOrdIds = 2 * orders + identifiers(count);
  const rig = await PipelineRig.start({ seed: options.seed, orders, clOrdIds, retainBytes: 0 });
  const rounds = new Rounds(rig, TRIGGERED, true);
  const rest = (stops: number, ticks: (index: number) => number): void =>
    rounds.pace.give(stops, (index) =>
      rig.load.advancedBeside(rounds.nextId, {
        orderType: OrderType.STOP,
        quantityLots: 1,
        trigger: StopTrigger.LAST,
        stopTicks: ticks(index),
      }),
    );
  rest(RESTING_STOPS - TRIGGERED, (index) => FAR_TICKS + (index % 1_000));
  const results: Round[] = [];
  for (let i = 1; i <= count; i++) {
    const ticks = FIRST_TICKS + 200 * i;
    const before = rounds.venue.orders;
    rest(TRIGGERED, (index) => ticks - (index % 100));
    results.push(
      rounds.round(
        () => rounds.trade(ticks),
        () => rounds.venue.orders - before === TRIGGERED,
      ),
    );
  }
  await rounds.stop();
  print(options, `${TRIGGERED} of ${RESTING_STOPS} stops triggered`, results);
  return judgeOthers('stops.others', results);
}

/** Of the paced requests of all rounds. */
function identifiers(rounds: number): number {
  const seconds = WARM_UP_SECONDS + (rounds * (WINDOWS_BEFORE + WINDOWS_AFTER) * WINDOW_MS) / 1_000;
  return Math.ceil(RATE * seconds * 1.1) + 100_000;
}

/** All kinds of requests and all windows together. */
function latencyOf(windows: readonly Window[]): HistogramSnapshot {
  return windows.flatMap(({ latencies }) => latencies).reduce((sum, latency) => sum.plus(latency));
}

function judgeOthers(name: string, rounds: readonly Round[]): BenchResult {
  const ratios = rounds.map(
    ({ before, during }) => latencyOf(during).percentile(0.99) / latencyOf(before).percentile(0.99),
  );
  const most = Math.max(...rounds.map(({ during }) => latencyOf(during).max));
  const note = `p99 during by that before, ${rounds.length} rounds; the longest wait ${formatNs(most)}`;
  return judge({ name, value: median(ratios), unit: 'times', bar: MOST_TIMES, better: 'lower', note });
}

function print(options: BenchOptions, what: string, rounds: readonly Round[]): void {
  options.print(
    `${what} beside ${RATE / 1_000} k requests/s; a round: seconds | before: floor p99, p50 p99 | during: the same, longest`,
  );
  for (const { seconds, before, during } of rounds) {
    const cells = [before, during].map((windows) => {
      const latency = latencyOf(windows);
      const floor = median(windows.map(({ floorP99Ns }) => floorP99Ns));
      return `${formatNs(floor)}, ${formatNs(latency.percentile(0.5))} ${formatNs(latency.percentile(0.99))}`;
    });
    options.print(`  ${seconds.toFixed(3)} | ${cells.join(' | ')}, ${formatNs(latencyOf(during).max)}`);
  }
}
