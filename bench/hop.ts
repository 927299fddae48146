/**
 * How long does a record take from one thread to the other, beside two bare words?
 *
 *     bare      thread A ── word 1 ──▶ thread B           ring      thread A ══ ring 1 ══▶ thread B
 *               thread A ◀── word 2 ── thread B                     thread A ◀══ ring 2 ══ thread B
 *
 * Each thread answers as soon as it sees something; both spin. A sample is the mean of 16 round trips, halved; the clock is
 * read twice a sample. The bare words lie on lines of their own and each trip is one Atomics.store and the Atomics.load that
 * meets it. The ring claims, writes, publishes, polls, reads and releases a record each trip: of one word, which is judged since
 * that is what the bare words carry, and of 64 bytes, which with its frame takes two cache lines and so one transfer more.
 * V8 inlines as in the engine (inlining.ts). Samples of all three alternate within one run: between the same two virtual cores a bare hop is 50 ns or 280, as the host
 * places them, and only the ratio is ours.
 */
import '../src/ring/inlining.ts';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { allocateRegion, CACHE_LINE_BYTES, Region, type RegionTransfer } from '../src/ring/memory.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { pinThread } from '../src/ring/thread.ts';
import { type BenchOptions, type BenchResult, judge } from './harness.ts';

export const names = ['spsc hop'] as const;
export const topology = 'two threads, two rings; pinned to two cores where allowed; both spin';
export const notIncluded = 'waking a thread that sleeps';

const CAPACITY_BYTES = 1 << 16;
const TRIPS = 16;
const BAR_RATIO = 1.5;
const RECORD_WORDS = [1, 8] as const;
const PING = 0;
const PONG = CACHE_LINE_BYTES / 4;
const STOP = -1;

interface Job {
  readonly words: RegionTransfer;
  readonly there: RegionTransfer;
  readonly back: RegionTransfer;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const samples = options.quick ? 4_000 : 40_000;
  const [words, there, back] = [
    allocateRegion(1024),
    ...[0, 0].map(() => allocateRegion(spscRegionBytes(CAPACITY_BYTES))),
  ];
  const job: Job = { words: words!.transfer(), there: there!.transfer(), back: back!.transfer() };
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { hopBench: job } });
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  await new Promise((resolve) => worker.once('online', resolve));
  options.print(pinThread(0).why);
  const bareNs = new Float64Array(samples);
  const ringNs = RECORD_WORDS.map(() => new Float64Array(samples));
  pingBare(words!, 2_000);
  const producer = new SpscProducer(there!);
  const consumer = new SpscConsumer(back!);
  for (let i = 0; i < samples; i++) {
    bareNs[i] = timed(() => pingBare(words!, TRIPS));
    for (let size = 0; size < ringNs.length; size++) {
      ringNs[size]![i] = timed(() => pingRing(producer, consumer, i, RECORD_WORDS[size]!));
    }
  }
  Atomics.store(words!.i32, PING, STOP);
  await ended;
  const [bare, one, eight] = [bareNs, ...ringNs].map((all) => all.subarray(samples / 4).toSorted());
  options.print(`bare words     : ${format(bare!)}`);
  options.print(`ring, one word : ${format(one!)}`);
  options.print(`ring, 64 bytes : ${format(eight!)}`);
  const [floor, value, whole] = [bare!, one!, eight!].map((sorted) => sorted[sorted.length >> 1]!) as [
    number,
    number,
    number,
  ];
  const times = (ns: number): string => (ns / floor).toFixed(2);
  const note = `${times(value)} times the bare words of this run; ${times(whole)} times with 64 bytes`;
  return [judge({ name: 'spsc hop', value, unit: 'ns', bar: floor * BAR_RATIO, floor, better: 'lower', note })];
}

/** Nanoseconds of one way. */
function timed(trips: () => void): number {
  const started = performance.now();
  trips();
  return ((performance.now() - started) * 1e6) / (2 * TRIPS);
}

let ping = 0;

function pingBare(words: Region, trips: number): void {
  const { i32 } = words;
  for (let i = 0; i < trips; i++) {
    ping = (ping + 1) & 0x3fffffff;
    Atomics.store(i32, PING, ping);
    while (Atomics.load(i32, PONG) !== ping);
  }
}

function pingRing(producer: SpscProducer, consumer: SpscConsumer, sample: number, words: number): void {
  for (let i = 0; i < TRIPS; i++) {
    send(producer, sample + i, words);
    consumer.release();
    let offset = consumer.poll();
    while (offset === EMPTY) offset = consumer.poll();
    const sum = sumOf(consumer.data, offset, words);
    // Not `check`: its message would be put together each trip, which took longer than what is measured.
    if (sum !== words * (sample + i + 1)) throw new Error(`trip ${i} of sample ${sample} came back with ${sum}`);
  }
}

function send(producer: SpscProducer, value: number, words: number): void {
  const { f64 } = producer.data;
  const word = producer.claim(words * 8) >> 3;
  for (let i = 0; i < words; i++) f64[word + i] = value;
  producer.commit();
  producer.publish();
}

function sumOf(data: Region, offset: number, words: number): number {
  const { f64 } = data;
  const word = offset >> 3;
  let sum = 0;
  for (let i = 0; i < words; i++) sum += f64[word + i]!;
  return sum;
}

/** Serves whichever of the two is in use: one look at each, so that both pay the same. */
function answer(job: Job): void {
  pinThread(1);
  const { i32 } = Region.from(job.words);
  const consumer = new SpscConsumer(Region.from(job.there));
  const producer = new SpscProducer(Region.from(job.back));
  let seen = 0;
  for (;;) {
    const word = Atomics.load(i32, PING);
    if (word === STOP) return;
    if (word !== seen) {
      seen = word;
      Atomics.store(i32, PONG, word);
    }
    const offset = consumer.poll();
    if (offset === EMPTY) continue;
    const words = consumer.length >> 3;
    send(producer, sumOf(consumer.data, offset, words) / words + 1, words);
    consumer.release();
  }
}

function format(sorted: Float64Array): string {
  const at = (share: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)]!)} ns`;
  return `p10 ${at(0.1)}, p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}`;
}

if (!isMainThread && workerData?.hopBench !== undefined) answer(workerData.hopBench);
