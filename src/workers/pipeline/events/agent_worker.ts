/** Entry of the event log's worker: `new Worker(eventWorkerUrl, { workerData: EventWorkerData })`. */

import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { isMainThread, workerData } from 'node:worker_threads';
import type { RegionTransfer } from '../../../ring/memory.ts';
import { EventLogWriter } from '../../durability/journal/event_log_writer.ts';
import { sparseFiles } from '../../durability/journal/files.ts';
import { openJournal } from '../../durability/journal/open_journal.ts';
import { SegmentKind } from '../../durability/journal/segment_layout.ts';
import type { SegmentWriterOptions } from '../../durability/journal/segment_writer.ts';
import { JOURNAL_COVERED_F64 } from '../../durability/log/log_layout.ts';
import { EngineMemory, type EngineMemoryTransfer } from '../engine_memory.ts';
import { EventAgent, type EventMode, type EventStart } from './agent.ts';
import { EventControl } from './control.ts';

export interface EventWorkerData {
  readonly kind: 'events';
  readonly memory: EngineMemoryTransfer;
  readonly control: RegionTransfer;
  /** Taken by main between recovery and the word to go live. */
  readonly start: EventStart;
  readonly mode: EventMode;
  /** `directory` is the journal's. */
  readonly writer: Omit<SegmentWriterOptions, 'files' | 'kind' | 'start'>;
}

export const eventWorkerUrl = new URL(import.meta.url);

const IDLE_MS = 1;
/** At the end: a disk that is full keeps no process from ending. */
const MOST_DRAIN_MS = 10_000;
const SYNC_INTERVAL_MS = 1_000;

async function run(data: EventWorkerData): Promise<void> {
  const memory = EngineMemory.from(data.memory);
  const control = EventControl.from(data.control);
  // What a crash left beyond the end of the journal tells of commands that there never were.
  const opened = openEventLog(data);
  const log = new EventLogWriter({ ...data.writer, files: sparseFiles, start: opened });
  // The last command that it knows may be there in part.
  const missing = opened.lastSequence < data.start.sequence ? { firstMissing: Math.max(1, opened.lastSequence) } : {};
  const agent = new EventAgent(memory, { ...data.start, ...missing }, data.mode, log);
  await log.writer.prepareNow();
  let lastSyncMs = performance.now();
  while (!control.isStopped) {
    log.writer.coveredSequence = memory.log.f64[JOURNAL_COVERED_F64]!;
    const work = agent.doWork();
    control.show(agent.sequence, agent.lostCommands);
    // Segments are made ready by the thread pool, whose answers need the event loop.
    await turnEventLoop();
    if (work > 0) continue;
    if (performance.now() - lastSyncMs > SYNC_INTERVAL_MS) {
      log.commit();
      lastSyncMs = performance.now();
    }
    control.sleep(IDLE_MS);
  }
  await drain(agent, log);
  control.show(agent.sequence, agent.lostCommands);
}

function openEventLog({ writer, start }: EventWorkerData): ReturnType<typeof openJournal> {
  const { directory } = writer;
  return openJournal({ files: sparseFiles, directory, kind: SegmentKind.EVENTS, lastSequence: start.sequence });
}

async function drain(agent: EventAgent, log: EventLogWriter): Promise<void> {
  const deadlineMs = performance.now() + MOST_DRAIN_MS;
  while (!(agent.doWork() === 0 && agent.isDrained && log.flush()) && performance.now() < deadlineMs) {
    await turnEventLoop();
  }
  log.close();
}

if (!isMainThread && (workerData as Partial<EventWorkerData> | null)?.kind === 'events') {
  await run(workerData as EventWorkerData);
}
