/**
 * The engine as main holds it: its folder, its shared memory, its threads. `open` gets the journal into order, starts
 * the workers and waits until they have recovered; `goLive` lets them trade.
 */

import { existsSync, unlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { allocateRegion, assertLittleEndian, type Region } from '../../ring/memory.ts';
import { RunnerControl } from '../../ring/runner.ts';
import { WAKER_REGION_BYTES, Waker } from '../../ring/wake.ts';
import { RUN_DESCRIPTION_NAME, readRunDescription, writeRunDescription } from '../../workers/cold/run_description.ts';
import { type JournalWorkerData, journalWorkerUrl } from '../../workers/durability/journal/journal_worker.ts';
import { type DirectoryLock, lockDirectory } from '../../workers/durability/journal/lock.ts';
import { stopJournal } from '../../workers/durability/journal/run_journal.ts';
import type { RecoveredJournal } from '../../workers/durability/journal/salvage.ts';
import { DURABLE_WORDS_INDEX, PUBLISHED_WORDS_INDEX } from '../../workers/durability/log/log_layout.ts';
import { newestSnapshot } from '../../workers/durability/snapshot/read_snapshot.ts';
import { MAX_VENUES } from '../../workers/model/venue.ts';
import type { DeliveredPosition } from '../../workers/pipeline/egress/agent.ts';
import { anchorClock, type ClockAnchor, EngineClock } from '../../workers/pipeline/engine_clock.ts';
import { EngineGate } from '../../workers/pipeline/engine_gate.ts';
import { EngineMemory } from '../../workers/pipeline/engine_memory.ts';
import {
  type EngineStopped,
  type EngineWorkerData,
  engineWorkerUrl,
  type Recovered,
  type StageShown,
  type ThreadNotice,
} from '../../workers/pipeline/engine_worker.ts';
import type { EngineCapacity } from '../../workers/pipeline/engines.ts';
import { eventStart } from '../../workers/pipeline/events/agent.ts';
import { type EventWorkerData, eventWorkerUrl } from '../../workers/pipeline/events/agent_worker.ts';
import { EventControl } from '../../workers/pipeline/events/control.ts';
import type { WorkView } from '../../workers/pipeline/execution/work/work_reader.ts';
import { SLOTS_DEDICATED, SLOTS_SHARED, type Topology, workersOf } from '../../workers/pipeline/map.ts';
import type { OrdersView } from '../../workers/pipeline/orders/orders_view.ts';
import type { PortfolioView } from '../../workers/pipeline/portfolio/state.ts';
import { Telemetry } from '../../workers/pipeline/telemetry.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { claimIdentity } from './data_identity.ts';
import { FeedRings } from './feed_rings.ts';
import { journalDirectory, openLog, readBootId, readSchema, windowFile, windowPrefix } from './log_windows.ts';

/** Events are for people and proofs: smaller segments, sooner given back. */
const EVENT_SEGMENT_BYTES = 64 * 1024 * 1024;

export interface EngineHostOptions {
  readonly configuration: Configuration;
  readonly topology: Exclude<Topology, 'single'>;
  readonly idle: 'spin' | 'yield' | 'park';
  readonly behaviourVersion: string;
  /**
   * Called once, when the folder is ours and before anything is recovered. From then on the sessions' rings must be read,
   * because recovery waits for room in them. Answers with the outputs that each session's outbound log has already.
   */
  readonly openSessions: (start: RecoveryStart) => readonly DeliveredPosition[];
  /** Called for every worker as it is made. */
  readonly guard: (name: string, worker: Worker) => void;
  readonly notice: (text: string) => void;
}

/** What there is before a recovery. */
export interface RecoveryStart {
  readonly memory: EngineMemory;
  readonly anchor: ClockAnchor;
  /** Base time of the trading day that recovery begins in, ms since 1970. */
  readonly baseTimeMs: number;
}

export class EngineHost {
  readonly memory: EngineMemory;
  readonly telemetry = Telemetry.allocate();
  readonly anchor = anchorClock();
  readonly clock: EngineClock;
  /** Rung by the engine after work, and by whoever else has some for main, which sleeps on it. */
  readonly mainWaker: Waker;
  readonly mainWakerRegion = allocateRegion(WAKER_REGION_BYTES);
  readonly journal: RecoveredJournal;
  readonly feedRings: FeedRings;
  readonly #options: EngineHostOptions;
  readonly #lock: DirectoryLock;
  readonly #gate = new EngineGate();
  readonly #bootId = readBootId();
  readonly #stopped: Promise<EngineStopped>[] = [];
  #workers: { name: string; worker: Worker; control: RunnerControl }[] = [];
  readonly #eventControl = new EventControl();
  #journalWorker: Worker | undefined;
  #eventWorker: Worker | undefined;
  #recovered: Recovered | undefined;
  #portfolio: PortfolioView | undefined;
  #orders: OrdersView | undefined;
  #work: WorkView | undefined;

  private constructor(options: EngineHostOptions, lock: DirectoryLock, log: Region, journal: RecoveredJournal) {
    const { configuration, topology } = options;
    this.#options = options;
    this.#lock = lock;
    this.journal = journal;
    this.mainWaker = new Waker(this.mainWakerRegion);
    this.clock = new EngineClock(this.anchor, 0);
    this.feedRings = new FeedRings(configuration, windowPrefix(configuration));
    this.memory = EngineMemory.allocate({
      slots: topology === 'dedicated' ? SLOTS_DEDICATED : SLOTS_SHARED,
      sessions: configuration.fix.sessions.length,
      venues: configuration.venues.length,
      log,
      feedRings: this.feedRings.places,
    });
    // Without the boot's identity until recovery is over: see sealRecoveredLog.
    this.memory.initialiseLog({ bootId: new Int32Array(4), engineEpoch: 0, baseTimeMs: 0 }, journal.lastSequence);
  }

  static async open(options: EngineHostOptions): Promise<EngineHost> {
    assertLittleEndian();
    const { configuration } = options;
    const lock = lockDirectory(configuration.log.directory);
    try {
      claimIdentity(configuration);
      checkCapacity(configuration);
      const { log, journal } = await openLog(options);
      const host = new EngineHost(options, lock, log, journal);
      await host.#start();
      return host;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** What recovery came to. */
  get recovered(): Recovered {
    if (this.#recovered === undefined) throw new Error('the engine has not recovered yet');
    return this.#recovered;
  }

  /** Positions, to look at while the engine writes them. */
  get portfolio(): PortfolioView | undefined {
    return this.#portfolio;
  }

  /** Open orders, likewise. Throws where no worker has shown them: after recovery one has. */
  get orders(): OrdersView {
    if (this.#orders === undefined) throw new Error('no worker has shown the orders');
    return this.#orders;
  }

  /** What execution holds of them, likewise. */
  get work(): WorkView {
    if (this.#work === undefined) throw new Error('no worker has shown its work');
    return this.#work;
  }

  get controls(): readonly { readonly name: string; readonly control: RunnerControl }[] {
    return this.#workers;
  }

  get journalDirectory(): string {
    return journalDirectory(this.#options.configuration);
  }

  capacity(): EngineCapacity {
    return capacityOf(this.#options.configuration);
  }

  /** Wakes the worker that sequences, after something was published for it. */
  wake(): void {
    this.#workers[0]?.control.waker.wake();
  }

  /** Journal and event log first, so that nothing waits for them; then trading begins. `baseTimeMs` heads new segments. */
  goLive(engineEpoch: number, baseTimeMs: number): void {
    this.clock.rebase(baseTimeMs);
    if (this.#options.configuration.log.durability !== 'none') this.#startLogs(engineEpoch, baseTimeMs);
    this.#gate.setLive();
  }

  #startLogs(engineEpoch: number, baseTimeMs: number): void {
    const { configuration, behaviourVersion } = this.#options;
    const { durability, segmentBytes, retentionBytes, events } = configuration.log;
    writeRunDescription(this.journalDirectory, {
      firstSequence: this.journal.lastSequence + 1,
      capacity: this.capacity(),
      sessions: configuration.fix.sessions.length,
      venues: configuration.venues.length,
    });
    const writer = {
      directory: this.journalDirectory,
      segmentBytes,
      retainBytes: retentionBytes,
      baseTimeMs,
      engineEpoch,
      behaviourVersion,
      schema: readSchema(),
    };
    const journal: JournalWorkerData = {
      log: this.memory.log.transfer(),
      durability: durability === 'disk' ? 'disk' : 'process',
      writer: { ...writer, start: this.journal },
    };
    this.#journalWorker = this.#startWorker('journal', journalWorkerUrl, journal);
    const eventLog: EventWorkerData = {
      kind: 'events',
      memory: this.memory.transfer(),
      control: this.#eventControl.transfer(),
      start: eventStart(this.memory, this.recovered.sequence),
      mode: events,
      writer: { ...writer, segmentBytes: Math.min(segmentBytes, EVENT_SEGMENT_BYTES) },
    };
    this.#eventWorker = this.#startWorker('events', eventWorkerUrl, eventLog);
  }

  #startWorker(name: string, url: URL, workerData: object): Worker {
    const worker = new Worker(url, { workerData, name });
    this.#options.guard(name, worker);
    return worker;
  }

  /** Stops the engine's threads when their rings are empty, then the journal when all is on disk. */
  async stop(): Promise<EngineStopped[]> {
    for (const { control } of this.#workers) control.stop();
    this.#gate.setLive();
    const stopped = await Promise.all(this.#stopped);
    const ended = Promise.all([exitOf(this.#journalWorker), exitOf(this.#eventWorker)]);
    if (this.#journalWorker !== undefined) stopJournal(this.memory.log);
    this.#eventControl.stop();
    await ended;
    if (this.#journalWorker !== undefined) this.#removeEmptyWindows();
    return stopped;
  }

  /** All of it is in the journal and synced: half a gigabyte of tmpfs is given back. */
  #removeEmptyWindows(): void {
    const { i32 } = this.memory.log;
    if (Atomics.load(i32, DURABLE_WORDS_INDEX) !== Atomics.load(i32, PUBLISHED_WORDS_INDEX)) return;
    unlinkSync(windowFile(this.#options.configuration));
  }

  release(): void {
    this.feedRings.close();
    this.#lock.release();
  }

  async #start(): Promise<void> {
    const { configuration, topology, guard } = this.#options;
    const { snapshot, skipped } = newestSnapshot(join(configuration.log.directory, 'snapshots'));
    for (const text of skipped) this.#options.notice(text);
    const recovered: Promise<Recovered>[] = [];
    const shown: Promise<StageShown>[] = [];
    const baseTimeMs = snapshot?.meta.baseTimeMs ?? 0;
    const delivered = this.#options.openSessions({ memory: this.memory, anchor: this.anchor, baseTimeMs });
    workersOf(topology).forEach(({ worker: name, stages }, index) => {
      const data = this.#workerData(name, stages, index, snapshot?.path, delivered);
      const worker = new Worker(engineWorkerUrl, { workerData: data, name });
      guard(name, worker);
      this.#workers.push({ name, worker, control: new RunnerControl(this.memory.runners[index]!) });
      const ended = endOf(worker, name);
      this.#stopped.push(Promise.race([messageOf<EngineStopped>(worker, 'stopped'), ended]));
      // Looked at when the engine stops; a worker that died earlier has been told by its guard.
      this.#stopped.at(-1)!.catch(() => undefined);
      if (stages.includes('sequencer'))
        recovered.push(Promise.race([messageOf<Recovered>(worker, 'recovered'), ended]));
      for (const [stage, kind] of SHOWN) {
        if (stages.includes(stage)) shown.push(Promise.race([messageOf<StageShown>(worker, kind), ended]));
      }
      worker.on('message', (message: ThreadNotice | StageShown) => {
        if (message.kind === 'portfolio') this.#portfolio = message.view;
        if (message.kind === 'orders') this.#orders = message.view;
        if (message.kind === 'work') this.#work = message.view;
        if (message.kind === 'thread' && !message.outcome.ok) this.#options.notice(`${name}: ${message.outcome.why}`);
      });
    });
    [this.#recovered] = await Promise.all([recovered[0]!, ...shown]);
  }

  #workerData(
    name: string,
    stages: EngineWorkerData['stages'],
    index: number,
    snapshotPath: string | undefined,
    delivered: readonly DeliveredPosition[],
  ): EngineWorkerData {
    const { configuration, idle, topology } = this.#options;
    return {
      kind: 'engine',
      name,
      stages,
      memory: this.memory.transfer(),
      gate: this.#gate.region.transfer(),
      telemetry: this.telemetry.transfer(),
      runner: index,
      workers: workersOf(topology).length,
      mainWaker: this.mainWakerRegion.transfer(),
      capacity: this.capacity(),
      anchor: this.anchor,
      durability: configuration.log.durability,
      journalDirectory: this.journalDirectory,
      snapshotPath,
      bootId: this.#bootId,
      delivered,
      idle,
      core: configuration.engine.cores[index] ?? chosenCore(index, workersOf(topology).length),
    };
  }
}

/** The last cores: main and the system are on the first ones. On a single core nothing is pinned. */
function chosenCore(index: number, workers: number): number | undefined {
  const cores = availableParallelism();
  return cores > workers ? cores - workers + index : undefined;
}

/**
 * Engine capacities as the configuration has them. Tables are rounded up, so that a few more instruments or accounts
 * fit the snapshots of before.
 */
export function capacityOf({ engine, accounts, strategies, instruments }: Configuration): EngineCapacity {
  return {
    orders: engine.orders,
    clOrdIds: engine.clOrdIds,
    fills: engine.fills,
    accounts: roundUp(accounts.length, 64),
    strategies: roundUp(strategies.length, 16),
    instruments: roundUp(instruments.length, 64),
    venues: MAX_VENUES,
  };
}

/** Capacities show in the state (which pool entry is used again, and when): a journal is recovered under its own. */
function checkCapacity(configuration: Configuration): void {
  const directory = journalDirectory(configuration);
  if (!existsSync(join(directory, RUN_DESCRIPTION_NAME))) return;
  const made = readRunDescription(directory).at(-1)?.capacity;
  const now = capacityOf(configuration);
  for (const name of Object.keys(now) as (keyof EngineCapacity)[]) {
    if (made === undefined || made[name] === now[name]) continue;
    throw new Fault(
      ExitCode.CONFIGURATION,
      `${directory} was written with room for ${made[name]} ${name}, the configuration now gives ${now[name]}: put it back, or use another data directory`,
    );
  }
}

/** Which stage shows which of its tables, when it has recovered. */
const SHOWN = [
  ['front', 'orders'],
  ['execution', 'work'],
  ['portfolio', 'portfolio'],
] as const;

function roundUp(count: number, least: number): number {
  return Math.max(least, 2 ** Math.ceil(Math.log2(count)));
}

function exitOf(worker: Worker | undefined): Promise<void> {
  return new Promise((resolvePromise) => {
    if (worker === undefined) resolvePromise();
    else worker.once('exit', () => resolvePromise());
  });
}

/** Rejects when the worker ends: what waits for a word of it would wait for ever. */
function endOf(worker: Worker, name: string): Promise<never> {
  return new Promise((_, reject) => {
    worker.once('error', reject);
    // What it said before it ended comes first.
    worker.once('exit', (code) => setImmediate(() => reject(new Error(`${name} ended with code ${code}`))));
  });
}

function messageOf<M extends { readonly kind: string }>(worker: Worker, kind: M['kind']): Promise<M> {
  return new Promise((resolvePromise) => {
    const listener = (message: M): void => {
      if (message.kind !== kind) return;
      worker.off('message', listener);
      resolvePromise(message);
    };
    worker.on('message', listener);
  });
}
