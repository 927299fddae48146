/** Connects an engine to its place in the pipeline: walks the log behind the stage before it, in batches. */

import { RecordHeader, StageHash as StageHashRecord } from '../../../schemas/generated/engine.ts';
import '../../ring/inlining.ts';
import type { Region } from '../../ring/memory.ts';
import { FULL, SpscProducer } from '../../ring/spsc.ts';
import type { LogReader } from '../durability/log/log_reader.ts';
import { RecordType } from '../model/record_type.ts';
import type { PipelineMemory } from './pipeline_memory.ts';
import type { Engine, Slot } from './slot.ts';
import { HASH_INTERVAL, type StageHash } from './stage_hash.ts';
import { StageIndex } from './stages.ts';

/** Commands between two looks at the stage before: long enough to share the cost of a store, short enough for caches. */
export const MOST_PER_BATCH = 256;

export interface StagePlace {
  readonly name: string;
  /** Own index in STAGES; the stage before is one less. */
  readonly stage: number;
  readonly pipeline: PipelineMemory;
  readonly slot: Slot;
  readonly log: LogReader;
  readonly hash: StageHash;
  /** Where stage hashes go on their way to the event log. */
  readonly hashes: StageHashSender;
}

export class StageAgent {
  readonly name: string;
  protected readonly pipeline: PipelineMemory;
  protected readonly walk: StageWalk;
  protected readonly engine: Engine;
  readonly #stage: number;
  readonly #loop: Loop;

  constructor(engine: Engine, place: StagePlace) {
    this.name = place.name;
    this.pipeline = place.pipeline;
    this.walk = new StageWalk(place);
    this.engine = engine;
    this.#stage = place.stage;
    this.#loop = makeLoop(place.stage, this.walk, engine);
  }

  doWork(): number {
    const walk = this.walk;
    const ahead = (this.limit() - walk.cursor) | 0;
    if (ahead === 0) return this.idle();
    const count = ahead < MOST_PER_BATCH ? ahead : MOST_PER_BATCH;
    this.work(count);
    walk.stand();
    this.beforePublish();
    this.pipeline.publish(this.#stage, walk.cursor);
    return count;
  }

  /**
   * The last word of a run: the hash where it ended. A stage that no command has passed since it was made stands where
   * its snapshot was taken, which is then the end of the log: `startSequence`.
   */
  sendHash(startSequence: number): void {
    this.walk.sendHash(startSequence);
  }

  /** Takes `count` commands through the engine. */
  protected work(count: number): void {
    this.#loop(count);
  }

  /** How far this stage may go: as far as the stage before has published. */
  protected limit(): number {
    return this.pipeline.cursor(this.#stage - 1);
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

/** Where a stage stands in the log, and what it sees there. */
export class StageWalk {
  // Declared only: a field that is stored once is a constant to the compiler where the object is one.
  declare readonly slot: Slot;
  declare readonly hash: StageHash;
  declare readonly log: LogReader;
  declare private readonly hashes: StageHashSender;
  cursor: number;
  /** Of the last command that passed here; NaN: none since this was made. */
  #lastSequence = Number.NaN;
  #lastTime = 0;

  constructor(place: StagePlace) {
    this.slot = place.slot;
    this.hash = place.hash;
    this.log = place.log;
    this.hashes = place.hashes;
    this.cursor = place.pipeline.cursor(place.stage);
  }

  /** Moves the slot to the next command, which is known to be there. */
  enter(): Slot {
    const slot = this.slot;
    slot.moveTo(this.cursor, this.log.nextKnown());
    return slot;
  }

  /** Takes the section's content into the hash. */
  leave(section: Section): void {
    this.hash.add(section.i32, section.at4 << 2, section.i32[section.at4]!);
    this.passed();
  }

  /** The command is done: the hash leaves where it is due. */
  passed(): void {
    const { header } = this.slot;
    this.cursor = (this.cursor + 1) | 0;
    // A mask, because a remainder of doubles is a call of fmod.
    if ((header.sequence & (HASH_INTERVAL - 1)) === 0 || header.type === RecordType.SNAPSHOT_MARKER) {
      this.hashes.send(this.hash, header.sequence, header.time);
    }
  }

  /** The batch is done: its last record may be written over before anyone asks where this stage stands. */
  stand(): void {
    this.#lastSequence = this.slot.header.sequence;
    this.#lastTime = this.slot.header.time;
  }

  sendHash(startSequence: number): void {
    const sequence = Number.isNaN(this.#lastSequence) ? startSequence : this.#lastSequence;
    this.hashes.send(this.hash, sequence, this.#lastTime);
  }
}

/** A section through its flyweight: its length is the first word. */
interface Section {
  readonly i32: Int32Array;
  readonly at4: number;
}

type Loop = (count: number) => void;

/**
 * The same lines once a stage. What V8 learns of a call it keeps by function, not by object: one loop for all would call
 * five engines by look-up and inline none (all stages took twice as long, 2026-11, Node 24.21, bench/stages.ts). And what
 * a closure that is made once finds in its scope is a constant to the compiler, down to the addresses of typed arrays.
 */
function makeLoop(stage: number, walk: StageWalk, engine: Engine): Loop {
  // Parameters may change; a constant of the scope may not.
  const [w, e] = [walk, engine];
  switch (stage) {
    case StageIndex.FRONT:
      return (count) => {
        for (let i = 0; i < count; i++) {
          const slot = w.enter();
          e.onCommand(slot);
          w.leave(slot.front);
        }
      };
    case StageIndex.ROUTING:
      return (count) => {
        for (let i = 0; i < count; i++) {
          const slot = w.enter();
          e.onCommand(slot);
          w.leave(slot.route);
        }
      };
    case StageIndex.EXECUTION:
      return (count) => {
        for (let i = 0; i < count; i++) {
          const slot = w.enter();
          e.onCommand(slot);
          w.leave(slot.outcome);
        }
      };
    case StageIndex.PORTFOLIO:
      return (count) => {
        for (let i = 0; i < count; i++) {
          const slot = w.enter();
          e.onCommand(slot);
          w.leave(slot.portfolio);
        }
      };
    default:
      return () => undefined;
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
