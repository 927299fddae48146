/**
 * How long does a request take from the client's ring to the venue's, or a denial's to the client's?
 *
 *     this thread: open loop, intended send times ─▶ engine worker, spinning ─▶ this thread: seen
 *        windows of a second at 100 k/s and at 500 k/s, each with the stall floor of both threads in that same second
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
import { type Figure, judgeWindows, overload, windowLines } from './windows.ts';

const RATES = [100_000, 500_000] as const;
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
const OPEN_ORDERS = 1_000;
/** Load, engine and journal each have a core, and main's helpers the fourth. */
const CORES_WITH_COPY = 4;
const COPY_WINDOWS = 10;
const WARM_UP_SECONDS = 5;
const HAS_COPY = ENGINE_CORE + 1 >= CORES_WITH_COPY;

export const names = RATES.flatMap((rate) => [
  ...BARS.map(({ kind, percentile }) => nameOf(rate, kind, percentile)),
  ...Object.keys(STAGE_BARS).map((stage) => stageName(rate, stage)),
]);
export const topology = `\`shared\`: engine worker pinned to the last core, all else on the others${HAS_COPY ? ', the journal worker too' : ''}`;
export const notIncluded = `sockets and FIX; log at \`process\`${HAS_COPY ? '' : ', its copy to disk beside the judged figures only'}`;

function nameOf(rate: number, kind: string, percentile: number): string {
  return `latency.${rate / 1_000}k.${kind}.p${percentile * 100}`;
}

function stageName(rate: number, stage: string): string {
  return `latency.${rate / 1_000}k.stage.${stage}.p99`;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const rate of RATES) {
    if (!names.some((name) => name.startsWith(`latency.${rate / 1_000}k.`) && options.wants(name))) continue;
    const windows = await measure(options, rate, options.quick ? 12 : 60, HAS_COPY);
    const reached = overload(windows, rate);
    results.push(...figuresAt(rate).map((figure) => judgeWindows(figure, windows, reached)));
    if (!HAS_COPY) await measure(options, rate, options.quick ? 3 : COPY_WINDOWS, true);
  }
  return results;
}

async function measure(options: BenchOptions, rate: number, windows: number, hasCopy: boolean): Promise<Window[]> {
  if (hasCopy) checkDiskRoom(DISK_BYTES * 1.2);
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 18,
    clOrdIds: (windows + WARM_UP_SECONDS + 1) * rate + 1_000_000,
    retainBytes: hasCopy ? DISK_BYTES : 0,
    reuses: true,
  });
  const pace = new Pace(rig, { rate, open: OPEN_ORDERS });
  pace.hold(OPEN_ORDERS);
  pace.run(WARM_UP_SECONDS, 1_000);
  const measured = pace.run(windows, 1_000);
  const { openOrders } = await rig.stop();
  rig.removeFiles();
  const reached = overload(measured, rate);
  print(options, rate, measured, hasCopy ? ', with the copy to disk' : '');
  if (reached !== undefined) options.print(`overloaded: reached ${Math.round(reached)}/s`);
  printCounts(options, pace);
  if (reached !== undefined) return measured;
  check(openOrders <= pace.open + 1, `orders end: ${openOrders} are open in the engine, ${pace.open} here`);
  check(pace.skipped * 10 < pace.sent, `nearly every turn has its request: ${pace.skipped} skipped of ${pace.sent}`);
  check(pace.lost === 0, `every request is answered: ${pace.lost} are not`);
  return measured;
}

/** Each is judged by the windows whose floor is under half of its bar; submit's p50 by those of its p99. */
function figuresAt(rate: number): Figure[] {
  const requests = BARS.map(({ kind, percentile, bar }): Figure => {
    const index = KINDS.indexOf(kind);
    return {
      name: nameOf(rate, kind, percentile),
      unit: 'us',
      bar,
      floorLimitUs: (percentile === 0.5 ? SUBMIT_P99_US : bar) / 2,
      valueUs: ({ latencies }) => latencies[index]!.percentile(percentile) / 1_000,
    };
  });
  const stages = Object.entries(STAGE_BARS).map(([stage, bar]): Figure => {
    const index = STAGES.indexOf(stage as (typeof STAGES)[number]);
    return {
      name: stageName(rate, stage),
      unit: 'us a command',
      bar,
      floorLimitUs: bar / 2,
      valueUs: (window) => window.stages[index]!.percentile(0.99) / 1_000,
    };
  });
  return [...requests, ...stages];
}

function print(options: BenchOptions, rate: number, windows: readonly Window[], what: string): void {
  const [head, ...lines] = windowLines(windows);
  options.print(`${rate / 1_000} k/s${what}, each window: ${head}`);
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
