import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { JOURNAL_STOP_INDEX } from '../log/log_layout.ts';
import { Journal, type JournalOptions, JournalState } from './journal.ts';

/** An idle journal looks again after this long: at `disk` it is part of every commit's latency. */
const IDLE_MS = { process: 1, disk: 0.05 };
const DISK_FULL_RETRY_MS = 50;

/** Copies until `stopJournal`; then copies and syncs the rest. Rejects on what must stop the process. */
export async function runJournal(options: JournalOptions): Promise<void> {
  const { i32 } = options.log;
  const journal = new Journal(options);
  while (Atomics.load(i32, JOURNAL_STOP_INDEX) === 0) {
    const bytes = journal.step(performance.now());
    // The next segment is zeroed by the thread pool, whose answers need the event loop.
    await turnEventLoop();
    if (bytes > 0) continue;
    const isFull = journal.state === JournalState.DISK_FULL;
    Atomics.wait(i32, JOURNAL_STOP_INDEX, 0, isFull ? DISK_FULL_RETRY_MS : IDLE_MS[options.durability]);
  }
  await finishJournal(journal, options.writer);
}

/** Asks a running journal to copy the rest and end. The sequencer has published its last record before. */
export function stopJournal(log: JournalOptions['log']): void {
  Atomics.store(log.i32, JOURNAL_STOP_INDEX, 1);
  Atomics.notify(log.i32, JOURNAL_STOP_INDEX);
}

/** A full disk does not keep the process from ending: what is not copied stays in the windows for the next start. */
export async function finishJournal(journal: Journal, writer: JournalOptions['writer']): Promise<void> {
  while (journal.copier.lagBytes > 0 || writer.isSyncing) {
    journal.step(performance.now());
    if (journal.state === JournalState.DISK_FULL && !writer.isSyncing) break;
    await turnEventLoop();
  }
  journal.close();
}
