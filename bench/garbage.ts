/**
 * Does the engine's thread make garbage?
 *
 *     lives (new, ack, fill) ─▶ engine worker: v8.GCProfiler on ─────────────────────▶ off, heap compared
 *                                10 M lives, log windows lapped, one snapshot marker
 *
 * The bench stands outside the engine's heap: only the worker's isolate is judged. Warm-up is a million lives.
 */
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Driver } from './pipeline.ts';
import { PipelineRig } from './pipeline_rig.ts';

export const names = ['garbage.collections', 'garbage.heap'] as const;
export const topology = '`shared`: engine worker on the last core, load on the other';
export const notIncluded = 'the journal worker, which has a heap of its own';

const DESTINATIONS = 2;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const lives = options.quick ? 1_000_000 : 10_000_000;
  const warmUp = options.quick ? 300_000 : 1_000_000;
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 16,
    clOrdIds: Math.ceil((lives * 2 + warmUp) * 1.1),
    retainBytes: 0,
  });
  const driver = new Driver(rig, 'at once');
  driver.offer(warmUp);
  driver.settle();
  rig.profile(true);
  const before = driver.filled;
  while (driver.filled - before < lives / 2) driver.offer(50_000);
  rig.load.marker(1);
  while (driver.filled - before < lives) driver.offer(50_000);
  driver.settle();
  rig.profile(false);
  rig.checkNothingLost();
  check(driver.marks === DESTINATIONS, `the marker reached every destination: ${driver.marks}`);
  const { collections, heapGrowthBytes } = await rig.stop();
  rig.removeFiles();
  options.print(`${driver.filled - before} lives, ${(rig.sequence * 150) >> 29} laps of the log windows or so`);
  return [
    judge({ name: 'garbage.collections', value: collections, unit: 'collections', bar: 0, better: 'lower' }),
    judge({ name: 'garbage.heap', value: heapGrowthBytes, unit: 'bytes', bar: 65_536, better: 'lower' }),
  ];
}
