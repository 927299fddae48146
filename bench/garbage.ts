/**
 * Does the engine's thread make garbage?
 *
 *     lives (new, ack, fill) ─▶ engine worker: collected ─ v8.GCProfiler on ─────────────────────────▶ off, heap compared
 *                                              10 M lives, log windows lapped, one snapshot marker in the middle
 *
 * The bench stands outside the engine's heap: only the worker's isolate is judged. Code that V8 has not optimised boxes its
 * numbers, and compiled code is heap too; so the same is done with fewer lives, marker, collection and meter included,
 * until V8 compiles nothing more over it. What starting and compiling left behind is collected before, not in between.
 */
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import type { HeapGrowth } from './heap_meter.ts';
import { Driver } from './pipeline.ts';
import { PipelineRig } from './pipeline_rig.ts';

export const names = ['garbage.collections', 'garbage.heap'] as const;
export const topology = '`shared`: engine worker on the last core, load on the other';
export const notIncluded = 'the journal worker, which has a heap of its own; warming up';

const DESTINATIONS = 2;
const STEP_LIVES = 250_000;
/** Steps in a row during which V8 compiled nothing. */
const STILL_STEPS = 3;
const MOST_STEPS = 40;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const lives = options.quick ? 1_000_000 : 10_000_000;
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 16,
    clOrdIds: Math.ceil((lives + (MOST_STEPS + 2) * STEP_LIVES) * 1.1),
    retainBytes: 0,
  });
  const driver = new Driver(rig, 'at once');
  const isStill = warmUp(options, rig, driver);
  const before = driver.filled;
  const growth = meter(rig, driver, lives);
  rig.checkNothingLost();
  await rig.stop();
  rig.removeFiles();
  options.print(
    `${driver.filled - before} lives, ${Math.floor((rig.sequence * 150) / 2 ** 29)} laps of the log windows or so`,
  );
  options.print(`heap, ${formatGrowth(growth)}`);
  const { collections, newBytes, codeBytes, otherBytes } = growth;
  const value = newBytes + codeBytes + otherBytes;
  const note = isStill ? {} : { note: 'V8 was still compiling' };
  return [
    judge({ name: 'garbage.collections', value: collections, unit: 'collections', bar: 0, better: 'lower', ...note }),
    judge({ name: 'garbage.heap', value, unit: 'bytes', bar: 65_536, better: 'lower', ...note }),
  ];
}

/** Until V8 has nothing more to compile; false: it still had. */
function warmUp(options: BenchOptions, rig: PipelineRig, driver: Driver): boolean {
  let still = 0;
  let growth: HeapGrowth | undefined;
  for (let step = 1; step <= MOST_STEPS && still < STILL_STEPS; step++) {
    growth = meter(rig, driver, STEP_LIVES);
    still = growth.codeBytes === 0 ? still + 1 : 0;
  }
  options.print(`warm-up: ${driver.filled} lives; in the last ${STEP_LIVES}, ${formatGrowth(growth!)}`);
  return still === STILL_STEPS;
}

/** `lives` with a snapshot marker in their middle. */
function meter(rig: PipelineRig, driver: Driver, lives: number): HeapGrowth {
  const marks = driver.marks + DESTINATIONS;
  return rig.heapGrowth(() => {
    live(driver, lives / 2);
    rig.load.marker(marks / DESTINATIONS);
    live(driver, lives / 2);
    driver.settle();
    check(driver.marks === marks, `each marker reaches every destination: ${driver.marks}, not ${marks}`);
  });
}

function live(driver: Driver, lives: number): void {
  const until = driver.filled + lives;
  while (driver.filled < until) driver.offer(25_000);
}

function formatGrowth({ collections, newBytes, codeBytes, otherBytes }: HeapGrowth): string {
  return `${collections} collections, new objects ${newBytes}, code ${codeBytes}, other ${otherBytes} bytes`;
}
