/** The whole pipeline on one thread, stepped by hand under a clock of the caller's: tests, replay, simulation, shadow. */

import { allocateRegion, type Region } from '../../ring/memory.ts';
import { logRegionBytes } from '../durability/log/log_layout.ts';
import { LogWriter } from '../durability/log/log_writer.ts';
import { Assembly } from './assembly.ts';
import type { Clock } from './clock.ts';
import { EngineMemory } from './engine_memory.ts';
import { type EngineCapacity, Engines } from './engines.ts';
import { SLOTS_SHARED } from './map.ts';
import type { SequencerAgent } from './sequencer/agent.ts';
import { type CommandSource, Replayer } from './sequencer/replayer.ts';
import { STAGES } from './stages.ts';
import type { Telemetry } from './telemetry.ts';

/** Room for every slot's longest record, with laps to spare. */
const LOG_BYTES_PER_SLOT = 4_096;

export interface SingleOptions {
  /** Of engines to be made, or engines that are there already. */
  readonly engines: EngineCapacity | Engines;
  readonly sessions: number;
  readonly venues: number;
  readonly clock?: Clock;
  readonly slots?: number;
  /** Shown as a live engine shows itself, order events included; without, nothing is. */
  readonly telemetry?: Telemetry;
  /** Where the log lies; by default in memory of its own. */
  readonly log?: Region;
  /** For replay: sessions and venues get no rings (14 MB a venue); what goes to them is hashed and dropped. */
  readonly dropsOutputs?: boolean;
}

export class Single {
  readonly engines: Engines;
  readonly memory: EngineMemory;
  readonly assembly: Assembly;
  #sequencer: SequencerAgent | null = null;

  constructor(options: SingleOptions) {
    const { sessions, venues, slots = SLOTS_SHARED, dropsOutputs = false } = options;
    const log = options.log ?? allocateRegion(logRegionBytes(slots * LOG_BYTES_PER_SLOT));
    const rings = dropsOutputs ? { sessions: 0, venues: 0 } : { sessions, venues };
    this.memory = EngineMemory.allocate({ slots, ...rings, log });
    this.memory.initialiseLog({ bootId: new Int32Array(4), engineEpoch: 0, baseTimeMs: 0 }, 0);
    this.engines =
      options.engines instanceof Engines ? options.engines : new Engines(options.engines, this.memory.place);
    this.assembly = new Assembly(STAGES, {
      engines: this.engines,
      memory: this.memory,
      clock: options.clock ?? { now: () => 0, rebase: () => undefined },
      waitsForDisk: false,
      isLogGated: false,
      telemetry: options.telemetry,
      destinations: options.telemetry === undefined ? { sessions, venues } : undefined,
    });
  }

  /** From now on commands come by the rings. */
  goLive(): void {
    this.#sequencer = this.assembly.sequencer();
    this.assembly.goLive();
  }

  /** One turn of every agent, in flow order. */
  step(): number {
    let work = this.#sequencer?.doWork() ?? 0;
    for (const agent of this.assembly.stageAgents) work += agent.doWork();
    return work;
  }

  /** Turns until nothing is left to do. */
  drain(): void {
    while (this.step() > 0);
  }

  /** Runs recorded commands through the same engines; returns how many. */
  replay(source: CommandSource, afterBatch?: () => void): number {
    const log = new LogWriter(this.memory.log, { gated: false });
    const replayer = new Replayer(this.memory.pipeline, log, this.engines.sequencer, source);
    const agents = this.assembly.stageAgents;
    while (!replayer.isDrained) {
      replayer.doWork();
      for (const agent of agents) agent.doWork();
      afterBatch?.();
    }
    return replayer.count;
  }
}
