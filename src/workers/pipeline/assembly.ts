/**
 * Agents over engines and memory, for the stages that one worker hosts. The same assembly runs pinned in production
 * and stepped by hand in `single`.
 */

import type { Agent } from '../../ring/agent.ts';
import { BroadcastProducer } from '../../ring/broadcast.ts';
import { SpscConsumer, SpscProducer } from '../../ring/spsc.ts';
import { durableSequence, publishedSequence } from '../durability/log/log_header.ts';
import { LogReader } from '../durability/log/log_reader.ts';
import { LogWriter } from '../durability/log/log_writer.ts';
import {
  SOURCE_CLIENT_FIRST,
  SOURCE_CONTROL,
  SOURCE_FOLLOW_UP,
  SOURCE_QUOTE_FIRST,
  SOURCE_VENUE_FIRST,
} from '../model/source.ts';
import type { Clock } from './clock.ts';
import { type Destinations, EgressAgent, RingSink } from './egress/agent.ts';
import { EgressDisplay } from './egress/display.ts';
import type { EngineMemory } from './engine_memory.ts';
import type { Engines } from './engines.ts';
import { ExecutionAgent } from './execution/agent.ts';
import { OUTBOX_CAPACITY } from './execution/outbox.ts';
import { SequencerAgent, type SequencerInput } from './sequencer/agent.ts';
import { FeedRingInput } from './sequencer/feed_ring_input.ts';
import type { Engine } from './slot.ts';
import { StageAgent, StageHashSender, type StagePlace } from './stage_agent.ts';
import { STAGES, type Stage, StageIndex } from './stages.ts';
import type { Telemetry } from './telemetry.ts';

export interface AssemblyOptions {
  readonly engines: Engines;
  readonly memory: EngineMemory;
  readonly clock: Clock;
  /** `disk`: outputs wait for fdatasync. Otherwise a command in the log window is safe enough. */
  readonly waitsForDisk: boolean;
  /** False at durability `none`. */
  readonly isLogGated: boolean;
  /** Where the engine shows itself; none in replay. */
  readonly telemetry?: Telemetry | undefined;
  /** In replay: destinations that have no rings. Outputs are composed, hashed and dropped. */
  readonly destinations?: Destinations | undefined;
}

export class Assembly {
  readonly engines: Engines;
  readonly memory: EngineMemory;
  readonly #options: AssemblyOptions;
  readonly #agents = new Map<Stage, StageAgent>();
  #display: EgressDisplay | null = null;
  readonly sink: RingSink | null = null;

  /** Makes the agents of `stages`, the sequencer's apart (`sequencer`), because recovery runs without it. */
  constructor(stages: readonly Stage[], options: AssemblyOptions) {
    this.#options = options;
    this.engines = options.engines;
    this.memory = options.memory;
    const { engines, memory } = options;
    for (const stage of stages) {
      switch (stage) {
        case 'front':
          this.#agents.set(stage, this.#plain(stage, engines.front));
          break;
        case 'routing':
          this.#agents.set(stage, this.#plain(stage, engines.routing));
          break;
        case 'execution': {
          const followUps = new SpscProducer(memory.rings.followUps[0]!);
          this.#agents.set(stage, new ExecutionAgent(engines.execution, this.#place(stage), followUps));
          break;
        }
        case 'portfolio':
          this.#agents.set(stage, this.#plain(stage, engines.portfolio));
          break;
        case 'egress':
          this.sink = this.#makeSink();
          this.#agents.set(
            stage,
            new EgressAgent(engines.egress, this.sink, this.#place(stage), this.#safeCursor(), this.#makeDisplay()),
          );
          break;
        default:
          break;
      }
    }
  }

  /** The stages' agents in flow order. */
  get stageAgents(): Agent[] {
    return [...this.#agents.values()];
  }

  /** The live sequencer: recovery is over. */
  sequencer(): SequencerAgent {
    const { memory, engines, clock, isLogGated } = this.#options;
    return new SequencerAgent({
      pipeline: memory.pipeline,
      log: new LogWriter(memory.log, { gated: isLogGated }),
      state: engines.sequencer,
      clock,
      inputs: this.#inputs(),
      feedRings: this.#feedRings(),
      refusals: new SpscProducer(memory.rings.refusals[0]!),
      outboxCapacity: OUTBOX_CAPACITY,
    });
  }

  /** Recovery is over: follow-ups and outputs to venues leave from now on. */
  goLive(): void {
    const execution = this.#agents.get('execution');
    if (execution instanceof ExecutionAgent) execution.startSending();
    if (this.sink !== null) this.sink.isRecovering = false;
    if (this.#display !== null) this.#display.isLive = true;
  }

  /** The hash where each stage stands, for the event log. */
  sendHashes(): void {
    const sequence = publishedSequence(this.memory.log);
    for (const agent of this.#agents.values()) agent.sendHash(sequence);
  }

  #inputs(): SequencerInput[] {
    const { rings } = this.memory;
    const of = (source: number, region: (typeof rings.control)[number]): SequencerInput => ({
      source,
      consumer: new SpscConsumer(region),
    });
    return [
      of(SOURCE_CONTROL, rings.control[0]!),
      ...rings.venueReports.map((region, venue) => of(SOURCE_VENUE_FIRST + venue, region)),
      of(SOURCE_FOLLOW_UP, rings.followUps[0]!),
      ...rings.clients.map((region, session) => of(SOURCE_CLIENT_FIRST + session, region)),
      ...rings.quotes
        .map((region, venue) => of(SOURCE_QUOTE_FIRST + venue, region))
        .filter((_, venue) => this.memory.feedRings[venue] === undefined),
    ];
  }

  /** Rings of quotes that lie in files, written by other programs. */
  #feedRings(): FeedRingInput[] {
    const { rings, feedRings } = this.memory;
    return [...feedRings.entries()].flatMap(([venue, feedRing]) =>
      feedRing === undefined ? [] : [new FeedRingInput({ venue, ring: rings.quotes[venue]!, ...feedRing })],
    );
  }

  #plain(stage: Stage, engine: Engine): StageAgent {
    return new StageAgent(engine, this.#place(stage));
  }

  #place(stage: Stage): StagePlace {
    const { memory, engines } = this.#options;
    const index = STAGES.indexOf(stage);
    return {
      name: stage,
      stage: index,
      pipeline: memory.pipeline,
      slot: engines.slots[index]!,
      log: new LogReader(memory.log, undefined, engines.commands),
      hash: engines.hashes[index]!,
      hashes: new StageHashSender(memory.rings.stageHashes[index]!, index),
    };
  }

  #makeSink(): RingSink {
    const { memory, engines } = this.#options;
    const producers = (regions: readonly ConstructorParameters<typeof SpscProducer>[0][]): SpscProducer[] =>
      regions.map((region) => new SpscProducer(region));
    return new RingSink(
      engines.hashes[StageIndex.EGRESS]!,
      producers(memory.rings.reports),
      producers(memory.rings.venueOrders),
      this.#options.destinations,
      this.#options.destinations === undefined ? new BroadcastProducer(memory.orderEvents) : null,
    );
  }

  #makeDisplay(): EgressDisplay | null {
    const { telemetry, clock } = this.#options;
    this.#display = telemetry === undefined ? null : new EgressDisplay(telemetry, clock);
    return this.#display;
  }

  /**
   * How many commands are safe, as a cursor. At `disk` it follows from the durable sequence: the sequence and the
   * cursor of the sequencer advance together.
   */
  #safeCursor(): () => number {
    const { pipeline, log } = this.memory;
    if (!this.#options.waitsForDisk) return () => pipeline.cursor(StageIndex.PORTFOLIO);
    let offset = Number.NaN;
    return () => {
      // Fixed once live: recovery publishes nothing through this log that still has to become durable.
      if (Number.isNaN(offset)) {
        if (this.sink?.isRecovering !== false) return pipeline.cursor(StageIndex.PORTFOLIO);
        offset = this.liveCursorOffset;
      }
      return (durableSequence(log) + offset) | 0;
    };
  }

  /** Cursor less sequence where the live run began; set before `goLive` at durability `disk`. */
  liveCursorOffset = 0;
}
