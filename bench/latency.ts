/**
 * How long does a request take from the client's ring to the venue's, or a denial's to the client's?
 *
 *     this thread: open loop, intended send times ─▶ engine worker, spinning ─▶ this thread: seen
 *        windows of a second at 100 k/s and at 500 k/s, and at 100 k/s beside a million open orders, each with the stall
 *        floor of both threads in that same second
 *
 * A window counts where its own floor (p99 wait of a random moment) is under half the bar; fewer than ten such windows:
 * the figure is not measurable here, and says so. All windows are printed. A rate that the engine cannot hold says what was
 * reached; its figures are those of an ever longer queue.
 *
 * The log is in its windows (`process`). Its copy to disk takes a third thread: with two cores it would take turns with the
 * load, and what is measured were the scheduler; so there a shorter run with it is printed and not judged.
 */
import { STAGES } from '../src/workers/pipeline/stages.ts';
import { ENGINE_CORE } from './cores.ts';
import { type BenchOptions, type BenchResult, check } from './harness.ts';
import { KINDS, type Kind } from './pace_requests.ts';
import { Pace, type Window } from './pipeline_pace.ts';
import { checkDiskRoom, PipelineRig } from './pipeline_rig.ts';
import { makeRandom } from './pipeline_templates.ts';
import { type Figure, judgeWindows, overload, windowLines } from './windows.ts';

/** What is offered: requests a second, beside so many open orders. */
interface Offer {
  readonly name: string;
  readonly rate: number;
  readonly open: number;
  /** Room for open orders. */
  readonly orders: number;
}

const OFFERS: readonly Offer[] = [
  { name: '100k', rate: 100_000, open: 1_000, orders: 1 << 18 },
  { name: '500k', rate: 500_000, open: 1_000, orders: 1 << 18 },
  { name: '100k-1M-open', rate: 100_000, open: 1_000_000, orders: 1 << 21 },
];
const SUBMIT_P99_US = 50;
/** Microseconds. */
const BARS: readonly { kind: Kind; percentile: number; bar: number }[] = [
  { kind: 'submit', percentile: 0.5, bar: 3 },
  { kind: 'submit', percentile: 0.99, bar: SUBMIT_P99_US },
  { kind: 'modify', percentile: 0.99, bar: 30 },
  { kind: 'cancel', percentile: 0.99, bar: 20 },
];
/** Risk and the order store are one stage here: it is held to risk's bar. */
const STAGE_BARS: Readonly<Record<string, number>> = { front: 10, routing: 15, execution: 20 };
const DISK_BYTES = 2 * 2 ** 30;
/** Load, engine and journal each have a core, and main's helpers the fourth. */
const CORES_WITH_COPY = 4;
const COPY_WINDOWS = 10;
const WARM_UP_SECONDS = 5;
const HAS_COPY = ENGINE_CORE + 1 >= CORES_WITH_COPY;

export const names = OFFERS.flatMap((offer) => [
  ...BARS.map(({ kind, percentile }) => nameOf(offer, kind, percentile)),
  ...Object.keys(STAGE_BARS).map((stage) => stageName(offer, stage)),
]);
export const topology = `\`shared\`: engine worker pinned to the last core, all else on the others${HAS_COPY ? ', the journal worker too' : ''}`;
export const notIncluded = `sockets and FIX; log at \`process\`${HAS_COPY ? '' : ', its copy to disk beside the judged figures only'}`;

function nameOf(offer: Offer, kind: string, percentile: number): string {
  return `latency.${offer.name}.${kind}.p${percentile * 100}`;
}

function stageName(offer: Offer, stage: string): string {
  return `latency.${offer.name}.stage.${stage}.p99`;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const offer of OFFERS) {
    if (!names.some((name) => name.startsWith(`latency.${offer.name}.`) && options.wants(name))) continue;
    const windows = await measure(options, offer, options.quick ? 12 : 60, HAS_COPY);
    const reached = overload(windows, offer.rate);
    results.push(...figuresAt(offer).map((figure) => judgeWindows(figure, windows, reached)));
    if (!HAS_COPY) await measure(options, offer, options.quick ? 3 : COPY_WINDOWS, true);
  }
  return results;
}

async function measure(options: BenchOptions, offer: Offer, windows: number, hasCopy: boolean): Promise<Window[]> {
  const { rate, open, orders } = offer;
  if (hasCopy) checkDiskRoom(DISK_BYTES * 1.2);
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders,
    clOrdIds: (windows + WARM_UP_SECONDS + 1) * rate + 2 * orders + 500_000,
    retainBytes: hasCopy ? DISK_BYTES : 0,
    reuses: true,
  });
  const random = makeRandom(options.seed);
  // Of a large book any order, wherever it lies.
  const pace = new Pace(rig, open > 1_000 ? { rate, open, random } : { rate, open });
  pace.hold(open);
  pace.run(WARM_UP_SECONDS, 1_000);
  const measured = pace.run(windows, 1_000);
  const { openOrders } = await rig.stop();
  rig.removeFiles();
  const reached = overload(measured, rate);
  print(options, offer, measured, hasCopy ? ', with the copy to disk' : '');
  if (reached !== undefined) options.print(`overloaded: reached ${Math.round(reached)}/s`);
  printCounts(options, pace);
  if (reached !== undefined) return measured;
  check(openOrders <= pace.open + 1, `orders end: ${openOrders} are open in the engine, ${pace.open} here`);
  check(pace.skipped * 10 < pace.sent, `nearly every turn has its request: ${pace.skipped} skipped of ${pace.sent}`);
  check(pace.lost === 0, `every request is answered: ${pace.lost} are not`);
  return measured;
}

/** Each is judged by the windows whose floor is under half of its bar; submit's p50 by those of its p99. */
function figuresAt(offer: Offer): Figure[] {
  const requests = BARS.map(({ kind, percentile, bar }): Figure => {
    const index = KINDS.indexOf(kind);
    return {
      name: nameOf(offer, kind, percentile),
      unit: 'us',
      bar,
      floorLimitUs: (percentile === 0.5 ? SUBMIT_P99_US : bar) / 2,
      valueUs: ({ latencies }) => latencies[index]!.percentile(percentile) / 1_000,
    };
  });
  const stages = Object.entries(STAGE_BARS).map(([stage, bar]): Figure => {
    const index = STAGES.indexOf(stage as (typeof STAGES)[number]);
    return {
      name: stageName(offer, stage),
      unit: 'us a command',
      bar,
      floorLimitUs: bar / 2,
      valueUs: (window) => window.stages[index]!.percentile(0.99) / 1_000,
    };
  });
  return [...requests, ...stages];
}

function print(options: BenchOptions, offer: Offer, windows: readonly Window[], what: string): void {
  const [head, ...lines] = windowLines(windows);
  options.print(`${offer.rate / 1_000} k/s, ${offer.open} open orders${what}, each window: ${head}`);
  for (const line of lines) options.print(line);
}

function printCounts(options: BenchOptions, pace: Pace): void {
  const counts = [
    `${pace.sent} requests sent`,
    `${pace.denied} denied because the engine was full`,
    `${pace.overtaken} replaces or cancels overtaken`,
    `${pace.unsent} due and not sent by the end`,
    `${pace.lost} never answered`,
  ];
  options.print(counts.join(', '));
}
