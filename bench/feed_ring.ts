/**
 * How fast come quotes from a feed handler in C into the sequencer's log, and how late?
 *
 *     process in C                    file in /dev/shm                   this thread
 *     claim, fill, commit ──▶ [frame|quote|quote|...][frame|...] ──▶ SequencerAgent: check, copy, stamp, checksum ──▶ log
 *     publish what is due                                             one look at the clock a turn
 *
 * feed.ring is the rate at which the writer is never held up for long and every quote arrives: batches of 16 as fast as they go. Late
 * is a quote from when it was due at the writer to when its batch is published to the next stage, nothing left out (intended times: a
 * quote that found no room has waited from then on). The floor of the latency is a bare word between the same two
 * processes, there and back, halved.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RecordHeader } from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { pinThread } from '../src/ring/thread.ts';
import { initialiseLog } from '../src/workers/durability/log/log_header.ts';
import { LOG_HEADER_BYTES, logRegionBytes } from '../src/workers/durability/log/log_layout.ts';
import { LogWriter } from '../src/workers/durability/log/log_writer.ts';
import { clockOffsetNs } from '../src/workers/edges/feed_ring/clock_offset.ts';
import { FeedRingFile } from '../src/workers/edges/feed_ring/feed_ring_file.ts';
import { anchorClock, EngineClock } from '../src/workers/pipeline/engine_clock.ts';
import { RING_MAP, SLOTS_SHARED } from '../src/workers/pipeline/map.ts';
import { PipelineMemory } from '../src/workers/pipeline/pipeline_memory.ts';
import { SequencerAgent } from '../src/workers/pipeline/sequencer/agent.ts';
import { FeedRingControl } from '../src/workers/pipeline/sequencer/feed_ring_control.ts';
import { FEED_RECORD_BYTES, FeedRingInput } from '../src/workers/pipeline/sequencer/feed_ring_input.ts';
import { SequencerState } from '../src/workers/pipeline/sequencer/state.ts';
import { StageIndex } from '../src/workers/pipeline/stages.ts';
import { compileC } from '../test/c_compiler.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';

export const names = ['feed.ring', 'feed.ring.late'] as const;
export const topology = 'a process in C and the sequencer in this thread, a core each; both spin';
export const notIncluded = 'the stages behind the sequencer, and the copy of the log to disk';

const BAR_QUOTES_PER_SECOND = 5e6;
const BAR_NS = 1_000;
/** Judged is the first; at the second a stall of the machine leaves a backlog that takes twice as long to go. */
const PACES = [1e6, 5e6];
const INSTRUMENTS = 64;
const LOG_BYTES = 64 << 20;
const TRIPS = 20_000;
const FLOODS = 3;

interface Written {
  readonly quotes: number;
  readonly full: number;
}

class Rig {
  readonly folder = mkdtempSync('/dev/shm/sluice-bench-feed-');
  readonly program = join(this.folder, 'writer');
  readonly late = new Float64Array(1 << 22);
  lateCount = 0;
  readonly #log = allocateRegion(logRegionBytes(LOG_BYTES));
  readonly #clock = new EngineClock(anchorClock(), Date.now() - 3_600_000);
  #files = 0;

  constructor() {
    compileC('bench/feed_ring_writer.c', this.program);
  }

  makeFile(): FeedRingFile {
    return FeedRingFile.create({
      path: join(this.folder, `ring-${this.#files++}`),
      venue: 0,
      venueName: 'BENCH',
      capacityBytes: RING_MAP.quotes.bytes,
      instruments: Array.from({ length: INSTRUMENTS }, (_, i) => {
        return { symbol: `S${i}`, tickSizeMantissa: 1, tickSizeExponent: -2, lotSize: 1 };
      }),
    });
  }

  /** Turns a new sequencer until the writer has ended and its ring is empty; answers with the seconds and what it wrote. */
  async run(args: readonly string[], isTimed: boolean): Promise<Written & { readonly seconds: number }> {
    const file = this.makeFile();
    const control = FeedRingControl.allocate();
    control.clockOffsetNs = clockOffsetNs(() => this.#clock.now());
    const turn = this.#makeSequencer(file, control, isTimed);
    const writer = spawn(this.program, [file.path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    const ended = once(writer, 'close');
    while (control.accepted === 0) turn(1);
    const started = performance.now();
    let last = started;
    // Never its event loop: as in the engine. A writer that has gone has written all.
    while (file.writerState === 1) if (turn(4_096) > 0) last = performance.now();
    while (turn(1) > 0) last = performance.now();
    await ended;
    const [quotes, full] = output.trim().split(' ').map(Number) as [number, number];
    check(control.accepted === quotes, `${control.accepted} quotes came of ${quotes}`);
    check(control.rejected === 0, `${control.rejected} records were left out`);
    file.close();
    return { quotes, full, seconds: (last - started) / 1_000 };
  }

  /** A function that turns it so often; it answers with the commands taken. */
  #makeSequencer(file: FeedRingFile, control: FeedRingControl, isTimed: boolean): (turns: number) => number {
    const log = this.#log;
    initialiseLog(log, { bootId: new Int32Array(4), engineEpoch: 0, baseTimeMs: 0 }, { lastSequence: 0 });
    const pipeline = PipelineMemory.allocate(SLOTS_SHARED);
    const writer = new LogWriter(log, { gated: false });
    const sequencer = new SequencerAgent({
      pipeline,
      log: writer,
      state: new SequencerState(),
      clock: this.#clock,
      inputs: [],
      feedRings: [new FeedRingInput({ venue: 0, instruments: INSTRUMENTS, ring: file.ring, control })],
      refusals: new SpscProducer(allocateRegion(spscRegionBytes(65_536))),
      outboxCapacity: 65_536,
    });
    const words = log.i32;
    const doubles = log.f64;
    const dataAt = LOG_HEADER_BYTES;
    let at = writer.reserve(512);
    return (turns) => {
      let total = 0;
      for (let i = 0; i < turns; i++) {
        const from = at;
        const taken = sequencer.doWork();
        if (taken === 0) continue;
        total += taken;
        const cursor = pipeline.cursor(StageIndex.SEQUENCER);
        pipeline.publish(StageIndex.EXECUTION, cursor);
        pipeline.publish(StageIndex.EGRESS, cursor);
        at = writer.reserve(512);
        if (isTimed) this.#time(words, doubles, dataAt, from, at);
      }
      return total;
    };
  }

  /** Each eighth quote of a batch, and the first: what all would take is time that the sequencer lacks. */
  #time(words: Int32Array, doubles: Float64Array, dataAt: number, from: number, to: number): void {
    const now = this.#clock.now();
    if (to < from) return;
    for (let at = from; at < to; at += 8 * FEED_RECORD_BYTES) {
      if (words[(dataAt + at) >> 2] !== FEED_RECORD_BYTES) return;
      const ingress = doubles[(dataAt + at + INGRESS_TIME_AT) >> 3]!;
      if (ingress > 0 && this.lateCount < this.late.length) this.late[this.lateCount++] = now - ingress;
    }
  }

  /** Nanoseconds of one way of a bare word: the median of single trips. */
  async floor(): Promise<number> {
    const file = this.makeFile();
    const words = file.ring.slice(256, 512).i32;
    const writer = spawn(this.program, [file.path, 'echo'], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(writer, 'close');
    const times = new Float64Array(TRIPS / 100);
    for (let sample = 0, ping = 0; sample < times.length; sample++) {
      const started = performance.now();
      for (let i = 0; i < 100; i++) {
        Atomics.store(words, 0, ++ping);
        while (Atomics.load(words, 32) !== ping);
      }
      times[sample] = ((performance.now() - started) * 1e6) / 200;
    }
    Atomics.store(words, 0, -1);
    await ended;
    return times.sort()[times.length >> 1]!;
  }
}

const INGRESS_TIME_AT = RecordHeader.FIELDS.fields.find(({ name }) => name === 'ingressTime')!.byteOffset;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const rig = new Rig();
  const seconds = options.quick ? '0.3' : '2';
  options.print(`sequencer: ${pinThread(0).why}`);
  try {
    const results: BenchResult[] = [];
    await rig.run(['flood', '16', '0.5'], false);
    const floorNs = await rig.floor();
    if (options.wants('feed.ring')) results.push(await rate(rig, options, seconds));
    if (options.wants('feed.ring.late')) results.push(await late(rig, options, seconds, floorNs));
    return results;
  } finally {
    rmSync(rig.folder, { recursive: true, force: true });
  }
}

async function rate(rig: Rig, options: BenchOptions, seconds: string): Promise<BenchResult> {
  const rates: number[] = [];
  for (let i = 0; i < FLOODS; i++) {
    const { quotes, seconds: taken, full } = await rig.run(['flood', '16', seconds], false);
    rates.push(quotes / taken);
    options.print(
      `${quotes} quotes in ${taken.toFixed(2)} s: ${(quotes / taken / 1e6).toFixed(2)} M/s, ring full ${full} times`,
    );
  }
  rates.sort((a, b) => a - b);
  const value = rates[rates.length >> 1]!;
  return judge({
    name: 'feed.ring',
    value,
    unit: 'quotes/s',
    bar: BAR_QUOTES_PER_SECOND,
    better: 'higher',
    note: 'batches of 16, median of 3',
  });
}

async function late(rig: Rig, options: BenchOptions, seconds: string, floor: number): Promise<BenchResult> {
  const medians: number[] = [];
  for (const pace of PACES) {
    await rig.run(['pace', String(pace), '0.5'], true);
    rig.lateCount = 0;
    const { quotes, full, seconds: taken } = await rig.run(['pace', String(pace), seconds], true);
    const sorted = rig.late.subarray(0, rig.lateCount).sort();
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)]!;
    const text = [0.1, 0.5, 0.9, 0.99, 0.999].map((share) => `p${share * 100} ${Math.round(at(share))} ns`).join(', ');
    options.print(`${(quotes / taken / 1e6).toFixed(2)} M quotes/s, ring full ${full} times: ${text}`);
    medians.push(at(0.5));
  }
  const [value, fast] = medians as [number, number];
  const note = `p50 at 1 M quotes/s; at 5 M ${Math.round(fast)}; floor: a bare word, one way`;
  return judge({ name: 'feed.ring.late', value, unit: 'ns', bar: BAR_NS, floor, better: 'lower', note });
}
