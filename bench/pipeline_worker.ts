/**
 * The engine's worker of the benches: the real assembly, agents and telemetry in one pinned thread that spins. Besides, it
 * counts the gaps between turns without work (how long the machine kept this thread from running) and its collections.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { allocateRegion, Region, type RegionTransfer } from '../src/ring/memory.ts';
import { pinThread } from '../src/ring/thread.ts';
import { WAKER_REGION_BYTES, Waker } from '../src/ring/wake.ts';
import { Assembly } from '../src/workers/pipeline/assembly.ts';
import { type ClockAnchor, EngineClock } from '../src/workers/pipeline/engine_clock.ts';
import { EngineMemory, type EngineMemoryTransfer } from '../src/workers/pipeline/engine_memory.ts';
import { type EngineCapacity, Engines } from '../src/workers/pipeline/engines.ts';
import { RoundAgent } from '../src/workers/pipeline/round_agent.ts';
import { STAGES, type Stage } from '../src/workers/pipeline/stages.ts';
import { Telemetry } from '../src/workers/pipeline/telemetry.ts';
import { warmUp } from '../src/workers/pipeline/warm_up/warm_up.ts';
import { collect, type HeapGrowth, HeapMeter } from './heap_meter.ts';

export interface PipelineWorkerData {
  readonly kind: 'bench pipeline';
  readonly memory: EngineMemoryTransfer;
  readonly telemetry: RegionTransfer;
  /** `Control` words, then a double for each bucket of gaps. */
  readonly control: RegionTransfer;
  readonly capacity: EngineCapacity;
  readonly anchor: ClockAnchor;
  readonly core: number;
}

export interface PipelineStopped {
  readonly stages: ReturnType<Engines['stageHashes']>;
  readonly sequence: number;
  readonly openOrders: number;
  readonly place: string;
}

/** Int32 words of the control region, each written by one side. */
export const Control = { READY: 0, STOP: 32, ORDER: 64, DONE: 96 } as const;
/** What the worker does with its heap between two turns, one at a time; the same word in `Control.DONE` says that it has. */
export const Order = { NONE: 0, COLLECT: 1, START: 2, STOP: 3 } as const;
export const GAP_BUCKETS = 161;
/** What the last `Order.STOP` found: a `HeapGrowth`, in its order. */
const GROWTH_F64 = 64;
const GAPS_F64 = 80;
export const CONTROL_BYTES = (GAPS_F64 + GAP_BUCKETS) * 8;

export function growthOf({ f64 }: Region): HeapGrowth {
  const [collections = 0, newBytes = 0, codeBytes = 0, otherBytes = 0] = f64.subarray(GROWTH_F64);
  return { collections, newBytes, codeBytes, otherBytes };
}

export function gapsOf(control: Region): Float64Array {
  return control.f64.subarray(GAPS_F64, GAPS_F64 + GAP_BUCKETS);
}

const MOST_NS = 2 ** 31 - 1;
const DRAIN_IDLE_TURNS = 64;

/** The bits behind a number's first one say in which quarter of its octave it lies, as floor.ts has them. */
const QUARTER_BITS = 6;
const QUARTERS = Uint8Array.from({ length: 1 << QUARTER_BITS }, (_, bits) =>
  Math.floor(Math.log2(1 + (bits + 0.5) / 2 ** QUARTER_BITS) * 4),
);

/** `ns` is whole, of 31 bits. A table, because both threads ask between any two looks, and a logarithm takes as long. */
export function gapBucket(ns: number): number {
  if (ns < 1) return 0;
  const zeros = Math.clz32(ns);
  const octave = 31 - zeros;
  return octave * 4 + QUARTERS[((ns << (zeros + 1)) >>> (32 - QUARTER_BITS)) & ((1 << QUARTER_BITS) - 1)]!;
}

function runEngine(data: PipelineWorkerData): PipelineStopped {
  const place = pinThread(data.core).why;
  const memory = EngineMemory.from(data.memory);
  const engines = new Engines(data.capacity, memory.place);
  for (const state of engines.states) state.touch();
  warmUp(engines, memory);
  const telemetry = Telemetry.from(data.telemetry);
  const clock = new EngineClock(data.anchor, data.anchor.wallMs);
  const assembly = new Assembly(STAGES, { engines, memory, clock, waitsForDisk: false, isLogGated: true, telemetry });
  const agents = [assembly.sequencer(), ...assembly.stageAgents];
  assembly.goLive();
  const histograms = agents.map((agent) => telemetry.stages[STAGES.indexOf(agent.name as Stage)]!);
  const waker = new Waker(allocateRegion(WAKER_REGION_BYTES));
  const round = new RoundAgent('engine', agents, histograms, clock, () => waker.wake());
  turn(round, clock, Region.from(data.control));
  return {
    stages: engines.stageHashes(),
    sequence: engines.sequencer.sequence,
    openOrders: engines.front.orders.store.pool.size(),
    place,
  };
}

function turn(round: RoundAgent, clock: EngineClock, control: Region): void {
  const { i32 } = control;
  const gaps = gapsOf(control);
  const meter = new HeapMeter();
  // An array, because a variable of this endless loop may be a heap number.
  const previous = new Float64Array(1);
  Atomics.store(i32, Control.READY, 1);
  while (Atomics.load(i32, Control.STOP) === 0) {
    if (round.doWork() > 0) {
      previous[0] = 0;
      continue;
    }
    // The round has looked at the clock: another look would make garbage of the bench's own.
    const now = clock.reading[0]!;
    if (previous[0] !== 0) {
      // Whole and of 32 bits, so that nothing is boxed on the way.
      const bucket = gapBucket(Math.min(now - previous[0]!, MOST_NS) | 0);
      gaps[bucket] = gaps[bucket]! + 1;
    }
    previous[0] = now;
    Atomics.pause();
    if (i32[Control.ORDER] !== i32[Control.DONE]) obey(control, meter);
  }
  // What the sequencer has taken is finished, as when a real engine is told to stop: its rings were empty a moment ago.
  for (let idle = 0; idle < DRAIN_IDLE_TURNS; ) idle = round.doWork() === 0 ? idle + 1 : 0;
}

function obey(control: Region, meter: HeapMeter): void {
  const order = Atomics.load(control.i32, Control.ORDER);
  if (order === Order.COLLECT) collect();
  else if (order === Order.START) meter.start();
  else if (order === Order.STOP) {
    const { collections, newBytes, codeBytes, otherBytes } = meter.stop();
    control.f64.set([collections, newBytes, codeBytes, otherBytes], GROWTH_F64);
  }
  Atomics.store(control.i32, Control.DONE, order);
}

if (!isMainThread && (workerData as Partial<PipelineWorkerData> | null)?.kind === 'bench pipeline') {
  parentPort!.postMessage(runEngine(workerData as PipelineWorkerData));
}
