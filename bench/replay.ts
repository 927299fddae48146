/**
 * How fast does a journal replay?
 *
 *     live run ─▶ journal on disk ─▶ JournalReader: read, checksum, chain ─▶ Replayer ─▶ every stage, in `single`
 *
 * The journal is of a live run (new, ack, fill, quotes), its file pages most likely cached; hashes must equal the live
 * run's. The first of three replays compiles the code, the best of the others counts.
 */
import { diskFiles } from '../src/workers/durability/journal/files.ts';
import { JournalReader } from '../src/workers/durability/journal/journal_reader.ts';
import { Single } from '../src/workers/pipeline/single.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Driver } from './pipeline.ts';
import { PipelineRig } from './pipeline_rig.ts';
import { VENUES } from './pipeline_templates.ts';

export const names = ['replay'] as const;
export const topology = 'one thread: journal reader and every stage';
export const notIncluded = 'a disk that has to be read: the pages are in memory';

const REPLAYS = 3;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const orders = options.quick ? 300_000 : 2_000_000;
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 16,
    clOrdIds: orders * 2,
    retainBytes: 4 * 2 ** 30,
  });
  const driver = new Driver(rig, 'at once');
  driver.offer(orders);
  driver.settle();
  const stopped = await rig.stop();
  const rates: number[] = [];
  for (let i = 0; i < REPLAYS; i++) {
    const single = new Single({ engines: rig.capacity, sessions: 1, venues: VENUES });
    for (const state of single.engines.states) state.touch();
    const reader = new JournalReader({ files: diskFiles, directory: rig.directory, fromSequence: 1 });
    const start = performance.now();
    const replayed = single.replay(reader);
    rates.push((replayed / (performance.now() - start)) * 1e3);
    reader.close();
    check(replayed === stopped.sequence, 'all of the journal');
    const hashes = JSON.stringify(single.engines.stageHashes());
    check(hashes === JSON.stringify(stopped.stages), 'the hashes of the live run');
  }
  rig.removeFiles();
  options.print(
    `${stopped.sequence} commands; replays: ${rates.map((rate) => (rate / 1e6).toFixed(2)).join(', ')} M/s`,
  );
  const value = Math.max(...rates.slice(1));
  return [judge({ name: 'replay', value, unit: 'commands/s', bar: 2_000_000, better: 'higher' })];
}
