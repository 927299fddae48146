/**
 * Entry of an engine worker: hosts the stages that the topology gives it. It warms its code up, recovers, says so,
 * waits for main's word, and then turns its agents until told to stop; it never turns its event loop meanwhile.
 */

import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Agent } from '../../ring/agent.ts';
import { saveCode } from '../../ring/code_cache.ts';
import { BackOffIdle, DEFAULT_BACK_OFF, type IdleStrategy, SpinIdle } from '../../ring/idle.ts';
import type { RegionTransfer } from '../../ring/memory.ts';
import { Region } from '../../ring/memory.ts';
import { AgentRunner, RunnerControl } from '../../ring/runner.ts';
import { nameThread, pinThread, type ThreadOutcome } from '../../ring/thread.ts';
import { Waker } from '../../ring/wake.ts';
import { readSnapshot } from '../durability/snapshot/read_snapshot.ts';
import { Assembly } from './assembly.ts';
import type { DeliveredPosition } from './egress/agent.ts';
import { type ClockAnchor, EngineClock } from './engine_clock.ts';
import { EngineGate } from './engine_gate.ts';
import { EngineMemory, type EngineMemoryTransfer } from './engine_memory.ts';
import { type EngineCapacity, Engines } from './engines.ts';
import type { WorkView } from './execution/work/work_reader.ts';
import type { OrdersView } from './orders/orders_view.ts';
import type { PortfolioView } from './portfolio/state.ts';
import { liveCursorOffset, replayJournal, sealRecoveredLog } from './recovery.ts';
import { type Halted, haltedOf } from './risk/halted.ts';
import { RoundAgent } from './round_agent.ts';
import { STAGES, type Stage, StageIndex } from './stages.ts';
import { Telemetry } from './telemetry.ts';
import { type TradingFound, tradingFound } from './trading_hours.ts';
import { warmUp } from './warm_up/warm_up.ts';

export interface EngineWorkerData {
  readonly kind: 'engine';
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly memory: EngineMemoryTransfer;
  readonly gate: RegionTransfer;
  readonly telemetry: RegionTransfer;
  /** Which of the workers this is, and how many there are. */
  readonly runner: number;
  readonly workers: number;
  /** Rung after work, so that main takes outputs at once. */
  readonly mainWaker: RegionTransfer;
  readonly capacity: EngineCapacity;
  readonly anchor: ClockAnchor;
  readonly durability: 'none' | 'process' | 'disk';
  readonly journalDirectory: string;
  /** The snapshot to start from; undefined: from the beginning. */
  readonly snapshotPath: string | undefined;
  /** What the windows are marked with once they hold live commands. */
  readonly bootId: Int32Array;
  /** By session: outputs that its outbound log has already. */
  readonly delivered: readonly DeliveredPosition[];
  readonly idle: 'spin' | 'yield' | 'park';
  readonly core: number | undefined;
}

/** What recovery came to: posted once by the worker that hosts the sequencer. */
export interface Recovered {
  readonly kind: 'recovered';
  readonly sequence: number;
  readonly time: number;
  readonly baseTimeMs: number;
  readonly engineEpoch: number;
  /** Commands replayed. */
  readonly replayed: number;
  readonly openOrders: number;
  /** Kill switches that are engaged. */
  readonly halted: Halted;
  /** How venues trade, as calendars and operators have said. */
  readonly trading: TradingFound;
  /** By source: epoch and sequence of the last command. */
  readonly sources: readonly { readonly epoch: number; readonly sequence: number }[];
}

export interface EngineStopped {
  readonly kind: 'stopped';
  readonly stages: ReturnType<Engines['stageHashes']>;
  readonly sequence: number;
}

export interface ThreadNotice {
  readonly kind: 'thread';
  readonly outcome: ThreadOutcome;
}

/** Tables that others may look at, shared: each posted once by the worker that hosts the stage. */
export type StageShown =
  | { readonly kind: 'portfolio'; readonly view: PortfolioView }
  | { readonly kind: 'orders'; readonly view: OrdersView }
  | { readonly kind: 'work'; readonly view: WorkView };

export const engineWorkerUrl = new URL(import.meta.url);

const DRAIN_IDLE_TURNS = 64;

export class EngineWorker {
  readonly #data: EngineWorkerData;
  readonly #engines: Engines;
  readonly #memory: EngineMemory;
  readonly #assembly: Assembly;
  readonly #gate: EngineGate;
  readonly #telemetry: Telemetry;
  readonly #clock: EngineClock;
  readonly #post: (message: unknown) => void;

  constructor(data: EngineWorkerData, post: (message: unknown) => void) {
    this.#data = data;
    this.#post = post;
    this.#memory = EngineMemory.from(data.memory);
    this.#engines = new Engines(data.capacity, this.#memory.place);
    this.#gate = new EngineGate(Region.from(data.gate));
    this.#telemetry = Telemetry.from(data.telemetry);
    this.#clock = new EngineClock(data.anchor, 0);
    this.#gate.waitUntilWarm(data.runner);
    warmUp(this.#engines, this.#memory);
    this.#gate.addWarm();
    saveCode();
    for (const stage of data.stages) for (const state of this.#engines.statesOf(STAGES.indexOf(stage))) state.touch();
    if (data.snapshotPath !== undefined) this.#load(data.snapshotPath);
    this.#assembly = new Assembly(data.stages, {
      engines: this.#engines,
      memory: this.#memory,
      clock: this.#clock,
      waitsForDisk: data.durability === 'disk',
      isLogGated: data.durability !== 'none',
      telemetry: this.#telemetry,
    });
  }

  run(): void {
    this.#placeThread();
    this.#gate.waitUntilWarm(this.#data.workers);
    this.#recover();
    this.#show();
    this.#gate.waitUntilLive();
    this.#goLive();
    const agents = this.#agents();
    this.#runner(agents).run();
    this.#finish(agents);
  }

  #load(path: string): void {
    const { parts } = readSnapshot(path);
    for (const stage of this.#data.stages) {
      for (const state of this.#engines.statesOf(STAGES.indexOf(stage))) state.load(parts);
    }
  }

  #placeThread(): void {
    const { name, core } = this.#data;
    this.#post({ kind: 'thread', outcome: nameThread(`sluice-${name}`) } satisfies ThreadNotice);
    if (core !== undefined) this.#post({ kind: 'thread', outcome: pinThread(core) } satisfies ThreadNotice);
  }

  /** The worker with the sequencer replays; the others follow their cursors until it says that all is done. */
  #recover(): void {
    const agents = this.#assembly.stageAgents;
    if (this.#assembly.sink !== null) this.#assembly.sink.isReadInRecovery = true;
    this.#data.delivered.forEach((position, session) => {
      this.#assembly.sink?.setDelivered(session, position);
    });
    if (!this.#hostsSequencer()) {
      while (!this.#gate.isRecovered()) if (turn(agents) === 0) Atomics.pause();
      return;
    }
    const { sequencer } = this.#engines;
    const replayed = replayJournal(this.#data.journalDirectory, this.#memory, sequencer, agents);
    sealRecoveredLog(this.#memory.log, sequencer.sequence, this.#data.bootId);
    this.#gate.setRecovered(sequencer.baseTimeMs);
    this.#post({
      kind: 'recovered',
      sequence: sequencer.sequence,
      time: sequencer.time,
      baseTimeMs: sequencer.baseTimeMs,
      engineEpoch: this.#engines.front.orders.store.epoch(),
      replayed,
      openOrders: this.#engines.front.orders.store.pool.size(),
      halted: haltedOf(this.#engines.front.risk.risk),
      trading: tradingFound(this.#engines.front.hours),
      sources: sequencer.sourcePositions(),
    } satisfies Recovered);
  }

  #show(): void {
    const { front, execution, portfolio } = this.#engines;
    const { stages } = this.#data;
    const post = (shown: StageShown): void => this.#post(shown);
    if (stages.includes('front')) post({ kind: 'orders', view: front.orders.store.view() });
    if (stages.includes('execution')) post({ kind: 'work', view: execution.workView() });
    if (stages.includes('portfolio')) post({ kind: 'portfolio', view: portfolio.view() });
  }

  #goLive(): void {
    this.#clock.rebase(this.#gate.baseTimeMs);
    this.#assembly.liveCursorOffset = liveCursorOffset(this.#memory);
    this.#assembly.goLive();
  }

  #agents(): RoundAgent {
    const agents: Agent[] = this.#hostsSequencer()
      ? [this.#assembly.sequencer(), ...this.#assembly.stageAgents]
      : this.#assembly.stageAgents;
    const histograms = agents.map((agent) => this.#telemetry.stages[STAGES.indexOf(agent.name as Stage)]!);
    const mainWaker = new Waker(Region.from(this.#data.mainWaker));
    return new RoundAgent(this.#data.name, agents, histograms, this.#clock, () => mainWaker.wake());
  }

  #runner(round: RoundAgent): AgentRunner {
    const region = this.#memory.runners[this.#data.runner]!;
    return new AgentRunner({
      agents: [round],
      idle: this.#idle(new RunnerControl(region)),
      region,
      nowMs: () => performance.timeOrigin + performance.now(),
    });
  }

  #idle(control: RunnerControl): IdleStrategy {
    if (this.#data.idle === 'spin') return new SpinIdle();
    const limits =
      this.#data.idle === 'park' ? { spins: 0, yields: 0, maxParkMs: 1 } : { ...DEFAULT_BACK_OFF, maxParkMs: 1 };
    // Producers ring after they publish; a ring missed in the moment of falling asleep costs a millisecond.
    return new BackOffIdle({ waker: control.waker, hasWork: () => false, limits });
  }

  /** Told to stop: what is in the rings and the pipeline is finished, and each stage says where it stands. */
  #finish(round: RoundAgent): void {
    let idleTurns = 0;
    while (idleTurns < DRAIN_IDLE_TURNS) idleTurns = round.doWork() === 0 ? idleTurns + 1 : 0;
    this.#assembly.sendHashes();
    const all = this.#engines.stageHashes();
    const stages = all.filter(({ stage }) => this.#data.stages.includes(stage as Stage));
    this.#post({ kind: 'stopped', stages, sequence: this.#engines.sequencer.sequence } satisfies EngineStopped);
  }

  #hostsSequencer(): boolean {
    return this.#data.stages.includes(STAGES[StageIndex.SEQUENCER]);
  }
}

function turn(agents: readonly Agent[]): number {
  let work = 0;
  for (const agent of agents) work += agent.doWork();
  return work;
}

if (!isMainThread && (workerData as Partial<EngineWorkerData> | null)?.kind === 'engine') {
  const port = parentPort!;
  new EngineWorker(workerData as EngineWorkerData, (message) => port.postMessage(message)).run();
}
