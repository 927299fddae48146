/** The engines of all stages, made from one set of capacities, and their state as one. */

import type { Region } from '../../ring/memory.ts';
import { type EgressEngine, makeEgressEngine } from './egress/engine.ts';
import type { EngineState, StatePart } from './engine_state.ts';
import { type ExecutionEngine, makeExecutionEngine } from './execution/engine.ts';
import { type FrontEngine, makeFrontEngine } from './front/engine.ts';
import { makePortfolioEngine, type PortfolioEngine } from './portfolio/engine.ts';
import { makeRoutingEngine, type RoutingEngine } from './routing/engine.ts';
import { SequencerState } from './sequencer/state.ts';
import { type SectionRings, Slot } from './slot.ts';
import { StageHash } from './stage_hash.ts';
import { STAGES, StageIndex } from './stages.ts';

export interface EngineCapacity {
  readonly orders: number;
  readonly clOrdIds: number;
  /** Fills of two trading days that can be busted or corrected. */
  readonly fills?: number;
  readonly accounts: number;
  readonly strategies: number;
  readonly instruments: number;
  readonly venues: number;
}

/** Where the stream is: engines are made for it, because their code is compiled for its addresses. */
export interface EnginePlace {
  readonly commands: Region;
  readonly sections: SectionRings;
}

export class Engines {
  readonly capacity: EngineCapacity;
  readonly sequencer = new SequencerState();
  readonly front: FrontEngine;
  readonly routing: RoutingEngine;
  readonly execution: ExecutionEngine;
  readonly portfolio: PortfolioEngine;
  readonly egress: EgressEngine;
  /** By stage index; the sequencer's stays empty, because the journal's chain covers commands. */
  readonly hashes = STAGES.map((stage) => new StageHash(stage));

  /** One a stage: the engines see the stream's commands and sections through these, and through no others. */
  readonly slots: readonly Slot[];

  readonly commands: Region;

  constructor(capacity: EngineCapacity, place: EnginePlace) {
    this.capacity = capacity;
    this.commands = place.commands;
    this.slots = STAGES.map(() => new Slot(place.commands, place.sections));
    this.front = makeFrontEngine(capacity, this.slots[StageIndex.FRONT]!);
    const routing = { maxInstruments: capacity.instruments, maxVenues: capacity.venues };
    this.routing = makeRoutingEngine(routing, this.slots[StageIndex.ROUTING]!);
    this.execution = makeExecutionEngine(capacity, this.slots[StageIndex.EXECUTION]!);
    const portfolio = {
      maxAccounts: capacity.accounts,
      maxStrategies: capacity.strategies,
      maxInstruments: capacity.instruments,
      ...(capacity.fills === undefined ? {} : { maxFills: capacity.fills }),
    };
    this.portfolio = makePortfolioEngine(portfolio, this.slots[StageIndex.PORTFOLIO]!);
    this.egress = makeEgressEngine(this.slots[StageIndex.EGRESS]!);
  }

  /** The states of one stage: a worker that hosts only some stages saves and loads only theirs. */
  statesOf(stage: number): EngineState[] {
    const hash = this.hashes[stage]!.state;
    switch (stage) {
      case StageIndex.SEQUENCER:
        return [this.sequencer.state, hash];
      case StageIndex.FRONT:
        return [this.front.orders.store.state, this.front.risk.risk.state, hash];
      case StageIndex.ROUTING:
        return [this.routing.state, hash];
      case StageIndex.EXECUTION:
        return [this.execution.state, hash];
      case StageIndex.PORTFOLIO:
        return [this.portfolio.state, hash];
      default:
        return [this.egress.state, hash];
    }
  }

  get states(): EngineState[] {
    return STAGES.flatMap((_, stage) => this.statesOf(stage));
  }

  save(): StatePart[] {
    return this.states.flatMap((state) => state.save());
  }

  load(parts: ReadonlyMap<string, Uint8Array>): void {
    for (const state of this.states) state.load(parts);
  }

  /** Hash over everything that any stage remembers, by stage name. */
  stateHashes(): Record<string, string> {
    return Object.fromEntries(this.states.map((state) => [state.name, state.hash()]));
  }

  /** Rolling hashes of what each stage has published. */
  stageHashes(): { stage: string; low: number; high: number; count: number }[] {
    return this.hashes.map(({ low, high, count }, stage) => ({ stage: STAGES[stage]!, low, high, count }));
  }
}
