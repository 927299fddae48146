/** Connects an engine to its place in the pipeline: walks the log behind the stage before it, in batches. */

import { RecordHeader, StageHash as StageHashRecord } from '../../../schemas/generated/engine.ts';
import type { Region } from '../../ring/memory.ts';
import { FULL, SpscProducer } from '../../ring/spsc.ts';
import type { LogReader } from '../durability/log/log_reader.ts';
import { RecordType } from '../model/record_type.ts';
import type { PipelineMemory } from './pipeline_memory.ts';
import { type Engine, Slot } from './slot.ts';
import { HASH_INTERVAL, type StageHash } from './stage_hash.ts';

/** Commands between two looks at the stage before: long enough to share the cost of a store, short enough for caches. */
export const MOST_PER_BATCH = 256;

export interface StagePlace {
  readonly name: string;
  /** Own index in STAGES; the stage before is one less. */
  readonly stage: number;
  readonly pipeline: PipelineMemory;
  readonly log: LogReader;
  readonly hash: StageHash;
  /** Where stage hashes go on their way to the event log. */
  readonly hashes: StageHashSender;
}

export class StageAgent {
  readonly name: string;
  protected readonly pipeline: PipelineMemory;
  protected readonly slot: Slot;
  protected readonly hash: StageHash;
  readonly #engine: Engine;
  readonly #stage: number;
  readonly #log: LogReader;
  readonly #hashes: StageHashSender;
  #cursor: number;
  /** Of the last command that passed here; NaN: none since this agent was made. */
  #lastSequence = Number.NaN;
  #lastTime = 0;

  constructor(engine: Engine, place: StagePlace) {
    this.name = place.name;
    this.pipeline = place.pipeline;
    this.hash = place.hash;
    this.slot = new Slot(place.log.data, place.pipeline.sections);
    this.#engine = engine;
    this.#stage = place.stage;
    this.#log = place.log;
    this.#hashes = place.hashes;
    this.#cursor = place.pipeline.cursor(place.stage);
  }

  doWork(): number {
    const count = this.#available();
    if (count === 0) return this.idle();
    const slot = this.slot;
    let cursor = this.#cursor;
    for (let i = 0; i < count; i++) {
      slot.moveTo(cursor, this.#log.nextKnown());
      this.#engine.onCommand(slot);
      slot.addSectionTo(this.hash, this.#stage);
      this.afterCommand(slot);
      const isMarker = slot.header.type === RecordType.SNAPSHOT_MARKER;
      if (slot.header.sequence % HASH_INTERVAL === 0 || isMarker) {
        this.#hashes.send(this.hash, slot.header.sequence, slot.header.time);
      }
      cursor = (cursor + 1) | 0;
    }
    this.#cursor = cursor;
    this.#lastSequence = slot.header.sequence;
    this.#lastTime = slot.header.time;
    this.beforePublish();
    this.pipeline.publish(this.#stage, cursor);
    return count;
  }

  /**
   * The last word of a run: the hash where it ended. A stage that no command has passed since it was made stands where
   * its snapshot was taken, which is then the end of the log: `startSequence`.
   */
  sendHash(startSequence: number): void {
    const sequence = Number.isNaN(this.#lastSequence) ? startSequence : this.#lastSequence;
    this.#hashes.send(this.hash, sequence, this.#lastTime);
  }

  #available(): number {
    const ahead = (this.limit() - this.#cursor) | 0;
    return ahead < MOST_PER_BATCH ? ahead : MOST_PER_BATCH;
  }

  /** How far this stage may go: as far as the stage before has published. */
  protected limit(): number {
    return this.pipeline.cursor(this.#stage - 1);
  }

  /** For what an agent shows of commands. */
  protected afterCommand(_slot: Slot): void {
    // Most agents show nothing.
  }

  /** What must be visible before the cursor is. */
  protected beforePublish(): void {
    // Most stages publish nothing but their section.
  }

  /** What is left to do when no command waits. */
  protected idle(): number {
    return 0;
  }
}

/** Sends a stage's hash to the event log's ring. A full ring loses it, counted: the event log gates nothing. */
export class StageHashSender {
  readonly #producer: SpscProducer;
  readonly #stage: number;
  readonly #header = new RecordHeader();
  readonly #body = new StageHashRecord();
  lost = 0;

  constructor(region: Region, stage: number) {
    this.#producer = new SpscProducer(region);
    this.#stage = stage;
  }

  send(hash: StageHash, sequence: number, time: number): void {
    const bytes = RecordHeader.BYTES + StageHashRecord.BYTES;
    const offset = this.#producer.claim(bytes);
    if (offset === FULL) {
      this.lost++;
      return;
    }
    const data = this.#producer.data;
    const header = this.#header.wrap(data, offset);
    header.clear();
    header.length = bytes;
    header.type = RecordType.STAGE_HASH;
    header.version = 1;
    header.sequence = sequence;
    header.time = time;
    const body = this.#body.wrap(data, offset + RecordHeader.BYTES);
    body.stage = this.#stage;
    body.reserved = 0;
    body.hash0 = hash.low;
    body.hash1 = hash.high;
    body.records = hash.count;
    this.#producer.commit();
    this.#producer.publish();
  }
}
