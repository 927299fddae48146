/**
 * How many 64-byte records a second does one SPSC ring carry between two threads?
 *
 *     writer thread                          ring, 256 KiB                       reader thread
 *     claim, 8 stores a record ──┬──▶ [frame|8 words|8 words|...][frame|...] ──┬──▶ 8 loads a record, sum
 *     publish each 64            │                                             │    release each batch
 *                                └─────────────── two positions ───────────────┘
 *
 * Judged is what a loop over many records does: it walks the runs of the ring (`lastOffset`, `commitUntil`; `nextRun`, `takeUntil`).
 * Printed beside it: the same with a claim, commit and poll for each record. The floor moves the same words through bare slots of 64
 * bytes with the same two positions and no frame, length, sequence or wrap: what the two cores and V8 allow; on distant cores that is
 * less than half of what it is on near ones. The sum of all words is checked.
 *
 * A thread that finds the ring full or empty looks away for half a microsecond. Without that the faster one follows the other
 * word by word, the cores fight for each line, and both fall to a quarter (2026-11): a real agent has other polls to make.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { allocateRegion, Region } from '../src/ring/memory.ts';
import { SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { pinThread } from '../src/ring/thread.ts';
import { type BenchOptions, type BenchResult, check, formatNumber, judge } from './harness.ts';

export const names = ['spsc ring'] as const;
export const topology =
  'two threads, one ring of 256 KiB, 64-byte payloads, publish each 64; pinned to two cores where allowed';
export const notIncluded = 'making and using the records: each word is one store and one addition';

const CAPACITY_BYTES = 1 << 18;
const PAYLOAD_BYTES = 64;
const BATCH = 64;
const IDLE_PAUSES = 16;
/** A round is 25 ms: short, so that one stall spoils one round. */
const RECORDS = 2_000_000;
const READER_CORE = 0;
const WRITER_CORE = 1;
const BAR_RECORDS_PER_SECOND = 80e6;

const START = 0;
const WRITTEN = 32;
const READ = 64;

interface Job {
  readonly kind: 'runs' | 'records' | 'bare';
  readonly records: number;
  readonly rounds: number;
  readonly ring: ReturnType<Region['transfer']>;
  readonly control: ReturnType<Region['transfer']>;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const rounds = options.quick ? 5 : 25;
  const bare: number[] = [];
  const ring: number[] = [];
  const single: number[] = [];
  options.print(`reader ${pinThread(READER_CORE).why}, writer wants core ${WRITER_CORE}`);
  // Interleaved, so that a noisy second of the machine meets both.
  for (let phase = 0; phase < 4; phase++) {
    bare.push(...(await measure('bare', rounds)));
    ring.push(...(await measure('runs', rounds)));
    single.push(...(await measure('records', rounds)));
  }
  options.print(`spsc ring, M records/s: ${format(ring)}`);
  options.print(`record by record      : ${format(single)}`);
  options.print(`bare slots            : ${format(bare)}`);
  const note = `64-byte payloads, median of ${ring.length} rounds; floor: bare 64-byte slots`;
  const figure = { name: 'spsc ring', value: median(ring), unit: 'records/s', bar: BAR_RECORDS_PER_SECOND, note };
  return [judge({ ...figure, floor: median(bare), better: 'higher' })];
}

/** Records a second of each round, after one that warms both threads up. */
async function measure(kind: Job['kind'], rounds: number): Promise<number[]> {
  const ring = allocateRegion(spscRegionBytes(CAPACITY_BYTES));
  const control = allocateRegion(1024);
  const job: Job = { kind, records: RECORDS, rounds: rounds + 1, ring: ring.transfer(), control: control.transfer() };
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { ringBench: job } });
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  await new Promise((resolve) => worker.once('online', resolve));
  const consumer = new SpscConsumer(ring);
  const expected = expectedSum(RECORDS);
  const rates: number[] = [];
  for (let round = 1; round <= rounds + 1; round++) {
    Atomics.store(control.i32, START, round);
    while (Atomics.load(control.i32, START + 1) !== round) Atomics.pause();
    const started = performance.now();
    const sum = READERS[kind](consumer, RECORDS, ring, control);
    const seconds = (performance.now() - started) / 1_000;
    check(sum === expected, `sum of round ${round} is ${sum}, not ${expected}`);
    if (round > 1) rates.push(RECORDS / seconds);
  }
  await ended;
  return rates;
}

function idle(): void {
  for (let i = 0; i < IDLE_PAUSES; i++) Atomics.pause();
}

function writeRecords(producer: SpscProducer, records: number): void {
  const f64 = producer.data.f64;
  for (let i = 0; i < records; i++) {
    let offset = producer.claim(PAYLOAD_BYTES);
    while (offset < 0) {
      producer.publish();
      idle();
      offset = producer.claim(PAYLOAD_BYTES);
    }
    const word = offset >> 3;
    const value = i & 1023;
    f64[word] = value;
    f64[word + 1] = value + 1;
    f64[word + 2] = value + 2;
    f64[word + 3] = value + 3;
    f64[word + 4] = value + 4;
    f64[word + 5] = value + 5;
    f64[word + 6] = value + 6;
    f64[word + 7] = value + 7;
    producer.commit();
    if ((i & (BATCH - 1)) === BATCH - 1) producer.publish();
  }
  producer.publish();
}

function readRecords(consumer: SpscConsumer, records: number): number {
  const f64 = consumer.data.f64;
  let sum = 0;
  let read = 0;
  while (read < records) {
    const offset = consumer.poll();
    if (offset < 0) {
      consumer.release();
      idle();
      continue;
    }
    const word = offset >> 3;
    sum +=
      f64[word]! +
      f64[word + 1]! +
      f64[word + 2]! +
      f64[word + 3]! +
      (f64[word + 4]! + f64[word + 5]! + f64[word + 6]! + f64[word + 7]!);
    read++;
    if ((read & (BATCH - 1)) === 0) consumer.release();
  }
  consumer.release();
  return sum;
}

function writeRuns(producer: SpscProducer, records: number): void {
  const f64 = producer.data.f64;
  for (let i = 0; i < records; ) {
    let offset = producer.claim(PAYLOAD_BYTES);
    while (offset < 0) {
      producer.publish();
      idle();
      offset = producer.claim(PAYLOAD_BYTES);
    }
    const left = Math.min(BATCH - (i & (BATCH - 1)), records - i);
    const last = Math.min(producer.lastOffset, offset + (left - 1) * PAYLOAD_BYTES);
    for (; offset <= last; offset = (offset + PAYLOAD_BYTES) | 0, i++) {
      const word = offset >> 3;
      const value = i & 1023;
      f64[word] = value;
      f64[word + 1] = value + 1;
      f64[word + 2] = value + 2;
      f64[word + 3] = value + 3;
      f64[word + 4] = value + 4;
      f64[word + 5] = value + 5;
      f64[word + 6] = value + 6;
      f64[word + 7] = value + 7;
    }
    producer.commitUntil(offset);
    if ((i & (BATCH - 1)) === 0) producer.publish();
  }
  producer.publish();
}

function readRuns(consumer: SpscConsumer, records: number): number {
  const f64 = consumer.data.f64;
  let sum = 0;
  let read = 0;
  while (read < records) {
    let offset = consumer.nextRun();
    if (offset < 0) {
      consumer.release();
      idle();
      continue;
    }
    const { runEnd, stride } = consumer;
    for (; offset < runEnd; offset = (offset + stride) | 0, read++) {
      const word = offset >> 3;
      sum +=
        f64[word]! +
        f64[word + 1]! +
        f64[word + 2]! +
        f64[word + 3]! +
        (f64[word + 4]! + f64[word + 5]! + f64[word + 6]! + f64[word + 7]!);
    }
    consumer.takeUntil(offset);
    consumer.release();
  }
  return sum;
}

function writeBare(ring: Region, control: Region, records: number): void {
  const f64 = ring.f64;
  const mask = CAPACITY_BYTES / PAYLOAD_BYTES - 1;
  let limit = mask + 1;
  for (let i = 0; i < records; i += BATCH) {
    while (i + BATCH > limit) {
      limit = Atomics.load(control.i32, READ) + mask + 1;
      if (i + BATCH > limit) idle();
    }
    for (let j = i; j < i + BATCH; j++) {
      const word = (j & mask) << 3;
      const value = j & 1023;
      f64[word] = value;
      f64[word + 1] = value + 1;
      f64[word + 2] = value + 2;
      f64[word + 3] = value + 3;
      f64[word + 4] = value + 4;
      f64[word + 5] = value + 5;
      f64[word + 6] = value + 6;
      f64[word + 7] = value + 7;
    }
    Atomics.store(control.i32, WRITTEN, i + BATCH);
  }
}

function readBare(ring: Region, control: Region, records: number): number {
  const f64 = ring.f64;
  const mask = CAPACITY_BYTES / PAYLOAD_BYTES - 1;
  let sum = 0;
  let read = 0;
  while (read < records) {
    const limit = Atomics.load(control.i32, WRITTEN);
    if (read === limit) idle();
    for (; read < limit; read++) {
      const word = (read & mask) << 3;
      sum +=
        f64[word]! +
        f64[word + 1]! +
        f64[word + 2]! +
        f64[word + 3]! +
        (f64[word + 4]! + f64[word + 5]! + f64[word + 6]! + f64[word + 7]!);
      if ((read & (BATCH - 1)) === BATCH - 1) Atomics.store(control.i32, READ, read + 1);
    }
  }
  return sum;
}

const READERS: Record<Job['kind'], (consumer: SpscConsumer, records: number, ring: Region, control: Region) => number> =
  {
    runs: readRuns,
    records: readRecords,
    bare: (_, records, ring, control) => readBare(ring, control, records),
  };

/** Words of record i are (i mod 1024) + 0 to 7. */
function expectedSum(records: number): number {
  let sum = 0;
  for (let i = 0; i < records; i++) sum += 8 * (i & 1023) + 28;
  return sum;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

function format(rates: readonly number[]): string {
  const at = (share: number): string => formatNumber(quantile(rates, share) / 1e6);
  return `lowest ${at(0)}, p25 ${at(0.25)}, median ${at(0.5)}, p75 ${at(0.75)}, best ${at(1)}`;
}

function write(job: Job): void {
  pinThread(WRITER_CORE);
  const ring = Region.from(job.ring);
  const control = Region.from(job.control);
  const producer = new SpscProducer(ring);
  for (let round = 1; round <= job.rounds; round++) {
    while (Atomics.load(control.i32, START) !== round) Atomics.pause();
    Atomics.store(control.i32, WRITTEN, 0);
    Atomics.store(control.i32, READ, 0);
    Atomics.store(control.i32, START + 1, round);
    if (job.kind === 'runs') writeRuns(producer, job.records);
    else if (job.kind === 'records') writeRecords(producer, job.records);
    else writeBare(ring, control, job.records);
  }
}

if (!isMainThread && workerData?.ringBench !== undefined) write(workerData.ringBench);
