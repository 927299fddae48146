/**
 * Engines and agents over rings of any size, turned one agent at a time: what `Single` is, with the freedom to stall,
 * to start shortly before a cursor's wrap, to gate the log and to fill a ring.
 */

import type { Agent } from '../../src/ring/agent.ts';
import { allocateRegion, Region } from '../../src/ring/memory.ts';
import { RUNNER_REGION_BYTES } from '../../src/ring/runner.ts';
import { spscRegionBytes } from '../../src/ring/spsc.ts';
import { logRegionBytes } from '../../src/workers/durability/log/log_layout.ts';
import { LogReader } from '../../src/workers/durability/log/log_reader.ts';
import { LogWriter } from '../../src/workers/durability/log/log_writer.ts';
import { Assembly } from '../../src/workers/pipeline/assembly.ts';
import type { Clock } from '../../src/workers/pipeline/clock.ts';
import { EngineMemory } from '../../src/workers/pipeline/engine_memory.ts';
import { type EngineCapacity, Engines } from '../../src/workers/pipeline/engines.ts';
import { RING_MAP } from '../../src/workers/pipeline/map.ts';
import { PipelineMemory } from '../../src/workers/pipeline/pipeline_memory.ts';
import type { SequencerAgent } from '../../src/workers/pipeline/sequencer/agent.ts';
import { type CommandSource, Replayer } from '../../src/workers/pipeline/sequencer/replayer.ts';
import { STAGES } from '../../src/workers/pipeline/stages.ts';
import type { RecordedLog } from './recorded_log.ts';

export interface RigOptions {
  readonly capacity: EngineCapacity;
  readonly sessions: number;
  readonly venues: number;
  readonly clock?: Clock;
  readonly slots?: number;
  readonly ringBytes?: Partial<Record<keyof typeof RING_MAP, number>>;
  /** Where all cursors start. */
  readonly startAt?: number;
  readonly logBytes?: number;
  readonly isLogGated?: boolean;
}

export class Rig {
  readonly engines: Engines;
  readonly memory: EngineMemory;
  readonly assembly: Assembly;
  readonly agents: Agent[];
  sequencer: SequencerAgent | null = null;
  readonly #recorder: LogReader;

  constructor(options: RigOptions) {
    this.memory = makeMemory(options);
    this.engines = new Engines(options.capacity, this.memory.place);
    this.assembly = new Assembly(STAGES, {
      engines: this.engines,
      memory: this.memory,
      clock: options.clock ?? { now: () => 0, rebase: () => undefined },
      waitsForDisk: false,
      isLogGated: options.isLogGated ?? false,
    });
    this.agents = this.assembly.stageAgents;
    this.#recorder = new LogReader(this.memory.log);
  }

  goLive(): void {
    this.sequencer = this.assembly.sequencer();
    this.assembly.goLive();
    this.agents.unshift(this.sequencer);
    // What recovery put through this log was recorded already.
    this.#recorder.position = new LogReader(this.memory.log).position;
  }

  record(log: RecordedLog): void {
    log.copyFrom(this.#recorder);
  }

  step(): number {
    let work = 0;
    for (const agent of this.agents) work += agent.doWork();
    return work;
  }

  drain(): void {
    while (this.step() > 0);
  }

  /** Runs recorded commands through the engines. `between` is called between turns: it may read outputs, or stall agents. */
  replay(source: CommandSource, between: () => void = () => undefined): void {
    const log = new LogWriter(this.memory.log, { gated: false });
    const replayer = new Replayer(this.memory.pipeline, log, this.engines.sequencer, source);
    while (!replayer.isDrained) {
      replayer.doWork();
      for (const agent of this.agents) agent.doWork();
      between();
    }
  }
}

/** What of an engine's memory no test here looks at. */
const PROTOTYPE = EngineMemory.allocate({
  slots: 16,
  sessions: 1,
  venues: 1,
  log: allocateRegion(logRegionBytes(4_096)),
}).transfer();

function makeMemory(options: RigOptions): EngineMemory {
  const { sessions, venues, slots = 256, ringBytes = {}, logBytes = 1 << 20 } = options;
  const counts = { engine: 1, session: sessions, venue: venues, stage: STAGES.length };
  const region = (bytes: number): Region => new Region(new SharedArrayBuffer(bytes));
  const rings = Object.fromEntries(
    Object.entries(RING_MAP).map(([name, entry]) => {
      const bytes = spscRegionBytes(ringBytes[name as keyof typeof RING_MAP] ?? Math.min(entry.bytes, 1 << 16));
      return [name, Array.from({ length: counts[entry.per] }, () => region(bytes).transfer())];
    }),
  ) as unknown as ReturnType<EngineMemory['transfer']>['rings'];
  const pipeline = PipelineMemory.allocate(slots);
  pipeline.startAt(options.startAt ?? 0);
  const memory = EngineMemory.from({
    ...PROTOTYPE,
    orderEvents: region(PROTOTYPE.orderEvents.byteLength).transfer(),
    pipeline: pipeline.transfer(),
    log: allocateRegion(logRegionBytes(logBytes)).transfer(),
    rings,
    runners: STAGES.map(() => region(RUNNER_REGION_BYTES).transfer()),
  });
  memory.initialiseLog({ bootId: new Int32Array(4), engineEpoch: 0, baseTimeMs: 0 }, 0);
  return memory;
}
