/** The engine in its worker, the journal in another, and this thread as the world around: what the pipeline's benches share. */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { mapFile } from '../src/ring/mapped_memory.ts';
import { allocateRegion, type Region } from '../src/ring/memory.ts';
import { SpscConsumer } from '../src/ring/spsc.ts';
import { diskFiles } from '../src/workers/durability/journal/files.ts';
import { type JournalWorkerData, journalWorkerUrl } from '../src/workers/durability/journal/journal_worker.ts';
import { openJournal } from '../src/workers/durability/journal/open_journal.ts';
import { stopJournal } from '../src/workers/durability/journal/run_journal.ts';
import {
  allowReuse,
  durableSequence,
  initialiseLog,
  publishedSequence,
} from '../src/workers/durability/log/log_header.ts';
import {
  DEFAULT_DATA_BYTES,
  DURABLE_WORDS_INDEX,
  JOURNAL_BYTES_F64,
  logRegionBytes,
  PUBLISHED_WORDS_INDEX,
} from '../src/workers/durability/log/log_layout.ts';
import { anchorClock } from '../src/workers/pipeline/engine_clock.ts';
import { EngineMemory } from '../src/workers/pipeline/engine_memory.ts';
import type { EngineCapacity } from '../src/workers/pipeline/engines.ts';
import { SLOTS_SHARED } from '../src/workers/pipeline/map.ts';
import { Gauge, Telemetry } from '../src/workers/pipeline/telemetry.ts';
import { ENGINE_CORE, leaveEngineCore } from './cores.ts';
import { check } from './harness.ts';
import type { HeapGrowth } from './heap_meter.ts';
import { Load } from './pipeline_load.ts';
import { ACCOUNTS, ALL_INSTRUMENTS, STRATEGIES, Templates, VENUES } from './pipeline_templates.ts';
import {
  CONTROL_BYTES,
  Control,
  gapsOf,
  growthOf,
  Order,
  type PipelineStopped,
  type PipelineWorkerData,
} from './pipeline_worker.ts';

const SEGMENT_BYTES = 256 << 20;
const MIB = 1 << 20;

export interface RigShape {
  readonly seed: number;
  readonly orders: number;
  readonly clOrdIds: number;
  /** Bytes that the disk may hold; 0: no journal, the log is freed by this thread as soon as it is published. */
  readonly retainBytes: number;
  /** Older segments are written again: the stream is not kept whole. */
  readonly reuses?: boolean;
}

export class PipelineRig {
  readonly memory: EngineMemory;
  readonly telemetry = Telemetry.allocate();
  readonly capacity: EngineCapacity;
  readonly anchor = anchorClock();
  readonly templates: Templates;
  readonly load: Load;
  readonly toVenue: SpscConsumer;
  readonly toClient: SpscConsumer;
  readonly directory: string;
  readonly #shape: RigShape;
  readonly #control: Region = allocateRegion(CONTROL_BYTES);
  readonly #log: Region;
  readonly #windowFile: string;
  readonly #worker: Worker;
  readonly #stopped: Promise<PipelineStopped>;
  #journal: Promise<void> | null = null;

  private constructor(shape: RigShape) {
    leaveEngineCore();
    this.#shape = shape;
    const root = process.env.SLUICE_BENCH_DIR ?? tmpdir();
    this.directory = mkdtempSync(join(root, 'sluice-bench-pipeline-'));
    const logBytes = logRegionBytes(DEFAULT_DATA_BYTES);
    this.#windowFile = `/dev/shm/sluice-bench-${process.pid}-${Date.now()}.windows`;
    this.#log = mapFile(this.#windowFile, logBytes, { create: true });
    // The mapping holds the memory; without a name nothing is left behind if this process is killed.
    rmSync(this.#windowFile);
    initialiseLog(this.#log, { bootId: new Int32Array(4), engineEpoch: 1, baseTimeMs: 0 }, { lastSequence: 0 });
    this.memory = EngineMemory.allocate({ slots: SLOTS_SHARED, sessions: 1, venues: VENUES, log: this.#log });
    this.capacity = {
      orders: shape.orders,
      clOrdIds: shape.clOrdIds,
      accounts: ACCOUNTS,
      strategies: STRATEGIES,
      instruments: ALL_INSTRUMENTS,
      venues: VENUES,
    };
    this.templates = new Templates(shape.seed);
    this.load = new Load(this.memory, this.templates, shape.seed);
    this.toVenue = new SpscConsumer(this.memory.rings.venueOrders[0]!);
    this.toClient = new SpscConsumer(this.memory.rings.reports[0]!);
    const data: PipelineWorkerData = {
      kind: 'bench pipeline',
      memory: this.memory.transfer(),
      telemetry: this.telemetry.transfer(),
      control: this.#control.transfer(),
      capacity: this.capacity,
      anchor: this.anchor,
      core: ENGINE_CORE,
    };
    this.#worker = new Worker(new URL('./pipeline_worker.ts', import.meta.url), { workerData: data });
    this.#stopped = new Promise((resolve, reject) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
    });
    // Looked at in `stop`; until then an engine that died shows as one that no longer answers.
    this.#stopped.catch(() => undefined);
  }

  /** Engine warmed up, journal running, configuration and a quote of every instrument taken. */
  static async start(shape: RigShape): Promise<PipelineRig> {
    const rig = new PipelineRig(shape);
    while (Atomics.load(rig.#control.i32, Control.READY) === 0) {
      await Promise.race([sleep(5), rig.#stopped]);
    }
    if (shape.retainBytes > 0) rig.#startJournal();
    rig.load.configure();
    rig.#settle();
    rig.load.quoteAll();
    rig.#settle();
    return rig;
  }

  /** All that was sent has passed the pipeline. */
  get isIdle(): boolean {
    return this.load.isTaken && this.passed >= this.sequence;
  }

  #settle(): void {
    while (!this.isIdle) this.freeLog();
  }

  #startJournal(): void {
    const start = openJournal({ files: diskFiles, directory: this.directory });
    const workerData: JournalWorkerData = {
      log: this.#log.transfer(),
      durability: 'process',
      writer: {
        directory: this.directory,
        segmentBytes: SEGMENT_BYTES,
        retainBytes: this.#shape.retainBytes,
        baseTimeMs: 0,
        engineEpoch: 1,
        behaviourVersion: '0',
        schema: new Uint8Array(0),
        start,
      },
    };
    const worker = new Worker(journalWorkerUrl, { workerData });
    this.#journal = new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
    this.#journal.catch(() => undefined);
  }

  /** Commands sequenced so far. */
  get sequence(): number {
    return publishedSequence(this.#log);
  }

  /** Commands that have passed egress. */
  get passed(): number {
    return this.telemetry.gauges[Gauge.SEQUENCE]!;
  }

  get journalBytes(): number {
    return this.#log.f64[JOURNAL_BYTES_F64]!;
  }

  /** Journal: lets old segments be written again. Without one: what is published is free at once. */
  freeLog(): void {
    if (this.#shape.retainBytes === 0) {
      Atomics.store(this.#log.i32, DURABLE_WORDS_INDEX, Atomics.load(this.#log.i32, PUBLISHED_WORDS_INDEX));
    } else if (this.#shape.reuses) {
      allowReuse(this.#log, durableSequence(this.#log));
    }
  }

  /** Gaps of the engine's thread between turns without work, by quarter octave of ns. */
  get engineGaps(): Float64Array {
    return gapsOf(this.#control);
  }

  /** What the heap of the engine's thread grew by while `work` went on, from a collection on. */
  heapGrowth(work: () => void): HeapGrowth {
    this.#order(Order.COLLECT);
    this.#order(Order.START);
    work();
    this.#order(Order.STOP);
    return growthOf(this.#control);
  }

  /** Returns when the engine's thread has done so, between two turns. */
  #order(order: number): void {
    const { i32 } = this.#control;
    for (const word of [order, Order.NONE]) {
      Atomics.store(i32, Control.ORDER, word);
      while (Atomics.load(i32, Control.DONE) !== word) Atomics.pause();
    }
  }

  /** Nothing refused, nothing lost. */
  checkNothingLost(): void {
    const { gauges } = this.telemetry;
    check(new SpscConsumer(this.memory.rings.refusals[0]!).isEmpty(), 'no order is refused');
    check(gauges[Gauge.LOST_OUTPUTS] === 0, 'no output is lost');
    check(gauges[Gauge.DUPLICATES] === 0, 'no command is dropped');
  }

  async stop(): Promise<PipelineStopped> {
    Atomics.store(this.#control.i32, Control.STOP, 1);
    const stopped = await this.#stopped;
    if (this.#journal !== null) {
      stopJournal(this.#log);
      await this.#journal;
      check(durableSequence(this.#log) === stopped.sequence, 'the journal has everything');
    }
    return stopped;
  }

  removeFiles(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** What a bench may leave on the disk for a moment. */
export function checkDiskRoom(bytes: number): void {
  const { bavail, bsize } = statfsSync(process.env.SLUICE_BENCH_DIR ?? tmpdir());
  check(bavail * bsize > bytes, `${Math.ceil(bytes / MIB)} MiB of disk are free`);
}
