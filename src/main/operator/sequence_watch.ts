/**
 * Which sequence a command of main's own was given. Main writes into a ring and hears nothing back, so it looks for its
 * command in the log, which it sees as every stage does, and then waits until the last stage has passed it.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { RecordHeader } from '../../../schemas/generated/engine.ts';
import { EMPTY } from '../../ring/spsc.ts';
import { LogReader } from '../../workers/durability/log/log_reader.ts';
import { SOURCE_CONTROL } from '../../workers/model/source.ts';
import type { EngineMemory } from '../../workers/pipeline/engine_memory.ts';
import { Gauge, type Telemetry } from '../../workers/pipeline/telemetry.ts';

const LOOK_MS = 1;
const PATIENCE_MS = 5_000;

/** The place of a command in control's own numbering. */
export interface ControlPosition {
  readonly epoch: number;
  readonly number: number;
}

export class SequenceUnknownError extends Error {
  override readonly name = 'SequenceUnknownError';
}

export class SequenceWatch {
  readonly #memory: EngineMemory;
  readonly #telemetry: Telemetry;
  readonly #header = new RecordHeader();

  constructor(memory: EngineMemory, telemetry: Telemetry) {
    this.#memory = memory;
    this.#telemetry = telemetry;
  }

  /** Its sequence, once every stage has passed the command that `send` sends, and it is as safe as configured. */
  async sequenceOf(send: () => ControlPosition): Promise<number> {
    // Before it is sent: it can only be behind what is published now.
    const reader = new LogReader(this.#memory.log);
    const position = send();
    const limitMs = performance.now() + PATIENCE_MS;
    let sequence = -1;
    while (performance.now() < limitMs) {
      if (sequence < 0) sequence = this.#find(reader, position);
      if (sequence >= 0 && this.#telemetry.gauges[Gauge.SEQUENCE]! >= sequence) return sequence;
      await sleep(LOOK_MS);
    }
    const where = sequence < 0 ? 'it waits in its ring' : `it is in the log with sequence ${sequence}`;
    throw new SequenceUnknownError(`not in force after ${PATIENCE_MS / 1_000} s: ${where}, and may yet be`);
  }

  #find(reader: LogReader, { epoch, number }: ControlPosition): number {
    for (let at = reader.next(); at !== EMPTY; at = reader.next()) {
      const { source, sourceEpoch, sourceSequence, sequence } = this.#header.wrap(reader.data, at);
      if (reader.isOverrun()) throw new SequenceUnknownError('sent, but the log went on too fast to find its sequence');
      if (source === SOURCE_CONTROL && sourceEpoch === epoch && sourceSequence === number) return sequence;
    }
    return -1;
  }
}
