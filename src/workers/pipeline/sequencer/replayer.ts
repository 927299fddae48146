/**
 * The sequencer's place in recovery and replay: publishes commands that have their sequence already, byte for byte, so
 * that the stages behind cannot tell. Nothing is appended anywhere.
 */

import { DayRoll, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Region } from '../../../ring/memory.ts';
import { EMPTY, FULL } from '../../../ring/spsc.ts';
import type { LogWriter } from '../../durability/log/log_writer.ts';
import { RecordType } from '../../model/record_type.ts';
import type { PipelineMemory } from '../pipeline_memory.ts';
import { StageIndex } from '../stages.ts';
import type { SequencerState } from './state.ts';

/** Commands in order: a journal, or the list of a test. */
export interface CommandSource {
  readonly data: Region;
  /** Bytes of the record last returned. */
  readonly length: number;
  /** Byte offset in `data` of the next record, or EMPTY at the end. */
  next(): number;
}

const MOST_PER_BATCH = 256;

export class Replayer {
  readonly name = 'replayer';
  readonly #pipeline: PipelineMemory;
  readonly #log: LogWriter;
  readonly #state: SequencerState;
  readonly #source: CommandSource;
  readonly #header = new RecordHeader();
  readonly #dayRoll = new DayRoll();
  #cursor: number;
  /** The source has no more. */
  isDone = false;
  count = 0;

  /** `log` is not gated: the slots bound what is in flight, and nothing is to be kept. */
  constructor(pipeline: PipelineMemory, log: LogWriter, state: SequencerState, source: CommandSource) {
    this.#pipeline = pipeline;
    this.#log = log;
    this.#state = state;
    this.#source = source;
    this.#cursor = pipeline.cursor(StageIndex.SEQUENCER);
  }

  doWork(): number {
    const before = this.#cursor;
    const inFlight = (before - this.#pipeline.cursor(StageIndex.EGRESS)) | 0;
    const room = Math.min(MOST_PER_BATCH, this.#pipeline.slots - inFlight);
    for (let i = 0; i < room && !this.isDone; i++) this.#takeNext();
    const taken = (this.#cursor - before) | 0;
    if (taken > 0) {
      this.#log.publish(this.#state.sequence);
      this.#pipeline.publish(StageIndex.SEQUENCER, this.#cursor);
    }
    return taken;
  }

  /** Every command published has passed the last stage. */
  get isDrained(): boolean {
    return this.isDone && this.#pipeline.cursor(StageIndex.EGRESS) === this.#cursor;
  }

  #takeNext(): void {
    const source = this.#source;
    const at = source.next();
    if (at === EMPTY) {
      this.isDone = true;
      return;
    }
    const bytes = source.length;
    const target = this.#log.reserve(bytes);
    if (target === FULL) throw new Error('the log of a replay is not gated, and was full');
    const from = at >> 2;
    const to = target >> 2;
    for (let i = 0; i < bytes >> 2; i++) this.#log.data.i32[to + i] = source.data.i32[from + i]!;
    this.#log.append(bytes);
    const header = this.#header.wrap(this.#log.data, target);
    if (header.type === RecordType.DAY_ROLL) {
      this.#state.rollDay(this.#dayRoll.wrap(this.#log.data, target + RecordHeader.BYTES).baseTimeMs);
    }
    if (header.type === RecordType.TICK) this.#state.tickTime = header.time;
    this.#state.took(header.sequence, header.time, header.source, header.sourceEpoch, header.sourceSequence);
    this.#cursor = (this.#cursor + 1) | 0;
    this.count++;
  }
}
