/** Entry of the journal's worker thread: `new Worker(journalWorkerUrl, { workerData: JournalWorkerData })`. */
import { isMainThread, workerData } from 'node:worker_threads';
import { Region, type RegionTransfer } from '../../../ring/memory.ts';
import { diskFiles } from './files.ts';
import { runJournal } from './run_journal.ts';
import { SegmentKind } from './segment_layout.ts';
import { SegmentWriter, type SegmentWriterOptions } from './segment_writer.ts';

export interface JournalWorkerData {
  readonly log: RegionTransfer;
  readonly durability: 'process' | 'disk';
  readonly writer: Omit<SegmentWriterOptions, 'files' | 'kind'>;
}

export const journalWorkerUrl = new URL(import.meta.url);

if (!isMainThread && (workerData as Partial<JournalWorkerData> | null)?.writer !== undefined) {
  const { log, durability, writer } = workerData as JournalWorkerData;
  const segments = new SegmentWriter({ ...writer, files: diskFiles, kind: SegmentKind.INPUT });
  await runJournal({ log: Region.from(log), durability, writer: segments });
}
