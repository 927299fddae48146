/** Start is recovery: the journal behind the snapshot runs through the same stages as live commands do. */

import type { Agent } from '../../ring/agent.ts';
import type { Region } from '../../ring/memory.ts';
import { diskFiles } from '../durability/journal/files.ts';
import { JournalReader } from '../durability/journal/journal_reader.ts';
import {
  BOOT_ID_INDEX,
  BOOT_ID_WORDS,
  COPIED_SEQUENCE_F64,
  COPIED_WORDS_INDEX,
  DURABLE_SEQUENCE_F64,
  DURABLE_WORDS_INDEX,
  PUBLISHED_SEQUENCE_F64,
  PUBLISHED_WORDS_INDEX,
} from '../durability/log/log_layout.ts';
import { LogWriter } from '../durability/log/log_writer.ts';
import type { EngineMemory } from './engine_memory.ts';
import { Replayer } from './sequencer/replayer.ts';
import type { SequencerState } from './sequencer/state.ts';
import { StageIndex } from './stages.ts';

/** Runs everything after `state.sequence` through the pipeline; returns how many commands that were. */
export function replayJournal(
  directory: string,
  memory: EngineMemory,
  state: SequencerState,
  agents: readonly Agent[],
): number {
  const source = new JournalReader({ files: diskFiles, directory, fromSequence: state.sequence + 1 });
  const replayer = new Replayer(memory.pipeline, new LogWriter(memory.log, { gated: false }), state, source);
  while (!replayer.isDrained) {
    replayer.doWork();
    for (const agent of agents) agent.doWork();
  }
  source.close();
  return replayer.count;
}

/**
 * The log's windows now begin: what recovery passed through them is in the journal. Until the boot's identity is
 * written, a start after a crash takes nothing from them, so a crash in the middle of recovery does no harm.
 */
export function sealRecoveredLog(log: Region, lastSequence: number, bootId: Int32Array): void {
  const { i32, f64 } = log;
  const position = Atomics.load(i32, PUBLISHED_WORDS_INDEX);
  f64[PUBLISHED_SEQUENCE_F64] = lastSequence;
  f64[COPIED_SEQUENCE_F64] = lastSequence;
  f64[DURABLE_SEQUENCE_F64] = lastSequence;
  Atomics.store(i32, COPIED_WORDS_INDEX, position);
  Atomics.store(i32, DURABLE_WORDS_INDEX, position);
  for (let word = 0; word < BOOT_ID_WORDS; word++) Atomics.store(i32, BOOT_ID_INDEX + word, bootId[word] ?? 0);
}

/** Cursor less sequence: both advance by one a command from here on. */
export function liveCursorOffset(memory: EngineMemory): number {
  return (memory.pipeline.cursor(StageIndex.SEQUENCER) - memory.log.f64[PUBLISHED_SEQUENCE_F64]!) | 0;
}
