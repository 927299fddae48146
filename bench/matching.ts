/**
 * How many commands a second does the matching engine execute, and how long does one take?
 *
 *     commands (typed arrays, prepared) ─▶ engine ─▶ events (read and counted)
 *
 * The mix has the ratios of the recorded file (A 22121, D 24150, E 2162, U 1130, X 98): adds and cancels in balance,
 * replaces, reductions, and 5 % of all commands trade. Books of 200 levels and more, one instrument, one thread. The
 * whole command is in the figure, with reading its events; making up the commands is not. The floor is the same tape read
 * and dispatched to nothing.
 */

import '../src/ring/inlining.ts';
import { Random } from '../src/workers/exchange/flow/random.ts';
import { type MatchingEngine, makeMatchingEngine } from '../src/workers/exchange/matching/engine.ts';
import { EVENT_LOTS, EVENT_WORDS, EventType } from '../src/workers/exchange/matching/event_layout.ts';
import { type EventBuffer, makeEventBuffer } from '../src/workers/exchange/matching/events.ts';
import { Side, TimeInForce } from '../src/workers/model/order.ts';
import type { BenchOptions, BenchResult } from './harness.ts';
import { check, judge } from './harness.ts';

export const names = ['matching.rate', 'matching.p999'] as const;
export const topology = 'one thread: commands from an array, matching engine, events read in place';
export const notIncluded = 'making up the commands';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { FILLED, REJECTED } = EventType;
const { BUY } = Side;
const { GTC, IOC } = TimeInForce;
const EVENT_STRIDE = EVENT_WORDS;
const LOTS_WORD = EVENT_LOTS;

const RATE_BAR = 20e6;
const LATENCY_BAR_NS = 1000;
const MIDDLE_TICKS = 28_667;
const RESTING = 4000;
const COMMANDS = 1_000_000;
/** Commands timed one by one: the clock costs as much as a command, so few are. */
const SAMPLE_EVERY = 64;

const Kind = { ADD: 0, CANCEL: 1, TRADE: 2, REPLACE: 3, REDUCE: 4 } as const;
const WORDS = 5; // kind and side, id, ticks, lots, unused

interface Tape {
  readonly words: Int32Array;
  readonly count: number;
}

/** One lap of commands over a book that a scratch engine keeps true, so that ids name orders that are there. */
function record(engine: MatchingEngine, random: Random, firstId: number): Tape {
  const words = new Int32Array(COMMANDS * WORDS);
  const live: number[] = [];
  let nextId = firstId;
  for (let i = 0; i < COMMANDS; i++) {
    const draw = random.below(10_000);
    const side = random.below(2) === 0 ? Side.BUY : Side.SELL;
    const isThin = live.length < RESTING;
    let kind: number = draw < 4800 ? Kind.ADD : Kind.CANCEL;
    if (draw >= 9250) kind = draw < 9750 ? Kind.TRADE : draw < 9980 ? Kind.REPLACE : Kind.REDUCE;
    else if (isThin && i < RESTING) kind = Kind.ADD;
    else if (kind === Kind.ADD && live.length > RESTING * 1.2) kind = Kind.CANCEL;
    else if (kind === Kind.CANCEL && live.length < RESTING * 0.8) kind = Kind.ADD;
    const offset = Math.min(150, random.geometric(0.03));
    const ticks = side === Side.BUY ? MIDDLE_TICKS - 1 - offset : MIDDLE_TICKS + 1 + offset;
    let id = nextId;
    if (kind === Kind.ADD || kind === Kind.TRADE) nextId++;
    else id = pick(engine, live, random, kind === Kind.CANCEL);
    const lots = kind === Kind.TRADE ? 1 + random.below(200) : 1 + random.below(500);
    words.set([kind | (side << 8), id, ticks, lots, 0], i * WORDS);
    execute(engine, words, i * WORDS);
    if (kind === Kind.ADD) live.push(id);
  }
  // The lap ends as it began, with an empty book: it can be repeated with the same ids.
  return { words, count: COMMANDS };
}

/** A live order, the newer the likelier, as in the recording; dead ones are dropped on the way. */
function pick(engine: MatchingEngine, live: number[], random: Random, isTaken: boolean): number {
  for (;;) {
    const back = random.below(4) === 0 ? random.below(live.length) : Math.min(live.length - 1, random.geometric(0.01));
    const place = live.length - 1 - back;
    const id = live[place]!;
    if (engine.openLots(id) > 0 && !isTaken) return id;
    live[place] = live.at(-1)!;
    live.pop();
    if (engine.openLots(id) > 0) return id;
  }
}

function execute(engine: MatchingEngine, words: Int32Array, at: number): void {
  const word = words[at]!;
  const id = words[at + 1]!;
  const side = word >> 8;
  switch (word & 0xff) {
    case Kind.ADD:
      engine.newOrder(0, id, 1, side, GTC, words[at + 2]!, words[at + 3]!, 0);
      break;
    case Kind.CANCEL:
      engine.cancel(id, 1);
      break;
    case Kind.TRADE: {
      const limit = side === BUY ? MIDDLE_TICKS + 200 : MIDDLE_TICKS - 200;
      engine.newOrder(0, id, 1, side, IOC, limit, words[at + 3]!, 0);
      break;
    }
    case Kind.REPLACE:
      engine.replace(id, words[at + 2]!, words[at + 3]!, 1);
      break;
    default:
      engine.reduce(id, 1, 1);
  }
}

/** What was read of events, by type. */
interface Tally {
  readonly counts: Int32Array;
  readonly lots: Float64Array;
}

/** Reads without asking what it reads: a branch on a random type would cost the reader as much as a small command. */
function makeEngine(): { engine: MatchingEngine; events: EventBuffer; tally: Tally } {
  const counts = new Int32Array(256);
  const lots = new Float64Array(256);
  const events = makeEventBuffer((source, count) => {
    const { words } = source;
    for (let at = 0; at < count * EVENT_STRIDE; at += EVENT_STRIDE) {
      const type = words[at]! & 0xff;
      counts[type]! += 1;
      lots[type]! += words[at + LOTS_WORD]!;
    }
  });
  return { engine: makeMatchingEngine(1, 16_384, events), events, tally: { counts, lots } };
}

function countLevels(engine: MatchingEngine): number {
  const levels = new Set<number>();
  for (const side of [Side.BUY, Side.SELL]) engine.visitOrders(0, side, (ticks) => levels.add(ticks));
  return levels.size;
}

function empty(engine: MatchingEngine): void {
  const ids: number[] = [];
  for (const side of [Side.BUY, Side.SELL]) engine.visitOrders(0, side, (_ticks, id) => ids.push(id));
  for (const id of ids) engine.cancel(id, 1);
}

function lap(engine: MatchingEngine, tape: Tape): void {
  const { words, count } = tape;
  for (let i = 0, at = 0; i < count; i++, at += WORDS) execute(engine, words, at);
}

/** The tape read and each command told from the others, and nothing done: what of the figure is the bench's own. */
function dispatchLap(tape: Tape, sums: Int32Array): void {
  const { words, count } = tape;
  for (let i = 0, at = 0; i < count; i++, at += WORDS) {
    const word = words[at]!;
    switch (word & 0xff) {
      case Kind.ADD:
        sums[0]! += (word >> 8) * words[at + 2]! + words[at + 3]!;
        break;
      case Kind.CANCEL:
        sums[1]! += words[at + 1]!;
        break;
      case Kind.TRADE:
        sums[2]! += (word >> 8) - words[at + 3]!;
        break;
      case Kind.REPLACE:
        sums[3]! += words[at + 1]! ^ words[at + 3]!;
        break;
      default:
        sums[4]! ^= words[at + 1]!;
    }
  }
}

function dispatchRate(tape: Tape): number {
  const sums = new Int32Array(5);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    dispatchLap(tape, sums);
    best = Math.min(best, performance.now() - start);
  }
  check(sums[0] !== 0, 'nothing was read');
  return (COMMANDS / best) * 1000;
}

/** Nanoseconds of single commands, one in SAMPLE_EVERY, less what reading the clock twice takes. */
function sampledLap(engine: MatchingEngine, tape: Tape, samples: Float64Array): void {
  const { words, count } = tape;
  let taken = 0;
  for (let i = 0, at = 0; i < count; i++, at += WORDS) {
    if (i % SAMPLE_EVERY !== 0) {
      execute(engine, words, at);
      continue;
    }
    const start = performance.now();
    execute(engine, words, at);
    samples[taken++] = (performance.now() - start) * 1e6;
  }
}

function clockCostNs(): number {
  const costs = new Float64Array(10_000);
  for (let i = 0; i < costs.length; i++) {
    const start = performance.now();
    costs[i] = (performance.now() - start) * 1e6;
  }
  return costs.sort()[costs.length >> 1]!;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const { engine, events, tally } = makeEngine();
  const tape = record(engine, new Random(options.seed), 1);
  events.drain();
  const expectedLots = tally.lots[FILLED]!;
  const levels = countLevels(engine);
  check(levels >= 200, `${levels} levels`);
  const refused = tally.counts.subarray(REJECTED).reduce((sum, count) => sum + count);
  check(refused === 0, `${refused} commands refused`);
  const tradeShare = tally.counts[FILLED]! / COMMANDS;
  empty(engine);
  const laps = options.quick ? 8 : 40;
  const lapMs: number[] = [];
  for (let i = 0; i < laps; i++) {
    const before = tally.lots[FILLED]!;
    const start = performance.now();
    lap(engine, tape);
    events.drain();
    const took = performance.now() - start;
    check(tally.lots[FILLED]! - before === expectedLots, 'a lap traded other lots than the recording of it');
    empty(engine);
    events.drain();
    // The first quarter of the laps warms the code up.
    if (i >= laps / 4) lapMs.push(took);
  }
  lapMs.sort((a, b) => a - b);
  const perSecond = (tookMs: number): number => (COMMANDS / tookMs) * 1000;
  // The median lap: what the host takes from some laps is no answer to the question.
  const rate = perSecond(lapMs[lapMs.length >> 1]!);
  const mean = perSecond(lapMs.reduce((sum, took) => sum + took) / lapMs.length);
  options.print(
    `matching: best lap ${(perSecond(lapMs[0]!) / 1e6).toFixed(1)} M/s, mean of laps ${(mean / 1e6).toFixed(1)}, ${levels} levels, fills ${(tradeShare * 100).toFixed(1)} % of commands`,
  );
  const floor = dispatchRate(tape);
  const samples = new Float64Array(Math.ceil(COMMANDS / SAMPLE_EVERY));
  const clock = clockCostNs();
  const all: number[] = [];
  for (let i = 0; i < (options.quick ? 2 : 8); i++) {
    sampledLap(engine, tape, samples);
    empty(engine);
    events.drain();
    for (const sample of samples) all.push(Math.max(0, sample - clock));
  }
  all.sort((a, b) => a - b);
  const p999 = all[Math.floor(all.length * 0.999)]!;
  const at = (quantile: number): string => all[Math.floor(all.length * quantile)]!.toFixed(0);
  options.print(
    `matching: one command p50 ${at(0.5)} p99 ${at(0.99)} p99.9 ${at(0.999)} ns, clock ${clock.toFixed(0)} ns`,
  );
  return [
    judge({ name: 'matching.rate', value: rate, unit: 'commands/s', bar: RATE_BAR, floor, better: 'higher' }),
    judge({ name: 'matching.p999', value: p999, unit: 'ns', bar: LATENCY_BAR_NS, better: 'lower' }),
  ];
}
