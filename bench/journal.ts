/**
 * How much does the log cost the sequencer, and how fast does the journal follow?
 *
 *     sequencer (this thread)                          journal worker                        disk
 *       reserve, copy 168 bytes, seal, append            walk records, chain checksums         segments of 256 MB,
 *       publish each 64 records  ────▶ log windows ────▶ write 1 MB; `process`: fdatasync ───▶ zero-filled, written
 *                │                       512 MB          each 8 MB; `disk`: each batch         again in turn
 *                └──────◀ durable sequence ◀──────────── durable position, frees windows
 *
 * Floor: the same bytes from one buffer to a file of the same kind, 8 MB a write, fdatasync after each; measured
 * before and after, as disks differ from minute to minute. The journal is read back whole and checked at the end.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { allocateRegion, type Region } from '../src/ring/memory.ts';
import { EMPTY, FULL } from '../src/ring/spsc.ts';
import { diskFiles } from '../src/workers/durability/journal/files.ts';
import { JournalReader } from '../src/workers/durability/journal/journal_reader.ts';
import { type JournalWorkerData, journalWorkerUrl } from '../src/workers/durability/journal/journal_worker.ts';
import { openJournal } from '../src/workers/durability/journal/open_journal.ts';
import { stopJournal } from '../src/workers/durability/journal/run_journal.ts';
import { DEFAULT_SEGMENT_BYTES } from '../src/workers/durability/journal/segment_layout.ts';
import { sealRecord } from '../src/workers/durability/log/checksum.ts';
import { copyRecord } from '../src/workers/durability/log/copy_record.ts';
import { allowReuse, durableSequence, initialiseLog } from '../src/workers/durability/log/log_header.ts';
import { DEFAULT_DATA_BYTES, JOURNAL_SEGMENTS_F64, logRegionBytes } from '../src/workers/durability/log/log_layout.ts';
import { LogWriter } from '../src/workers/durability/log/log_writer.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';

export const names = ['log.record', 'journal.process', 'journal.disk'] as const;
export const topology = 'sequencer on the main thread, journal in a worker, pool threads zero new segments';
export const notIncluded =
  'rings before the sequencer, pipeline after it; the windows are plain memory, not a tmpfs file';

const RECORD_BYTES = 168;
const BATCH = 64;
const SEGMENT_BYTES = DEFAULT_SEGMENT_BYTES;
const RETAIN_BYTES = 4 * SEGMENT_BYTES;
const DISK_RATE = 500_000;
const LOOK_MS = 0.1;
const asleep = new Int32Array(new SharedArrayBuffer(4));

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  if (options.wants('log.record')) results.push(measureLog(options));
  const directory = mkdtempSync(join(process.env.SLUICE_BENCH_DIR ?? tmpdir(), 'sluice-bench-journal-'));
  try {
    if (options.wants('journal.process')) results.push(await measureProcess(options, directory));
    if (options.wants('journal.disk')) results.push(await measureDisk(options, directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
  return results;
}

/** What the sequencer does for a record: source ring to log, stamped and sealed. */
class Feeder {
  readonly writer: LogWriter;
  sequence: number;
  private readonly source = allocateRegion(1 << 20);

  constructor(log: Region, sequence: number, gated: boolean) {
    this.writer = new LogWriter(log, { gated });
    this.sequence = sequence;
    for (let word = 0; word < this.source.i32.length; word++) this.source.i32[word] = Math.imul(word, 0x9e3779b1);
    for (let at = 0; at + RECORD_BYTES <= this.source.byteLength; at += RECORD_BYTES) {
      this.source.i32[(at >> 2) + 1] = RecordType.NEW_ORDER | (1 << 16);
    }
  }

  write(): boolean {
    const { writer } = this;
    const offset = writer.reserve(RECORD_BYTES);
    if (offset === FULL) return false;
    const sequence = ++this.sequence;
    copyRecord(this.source, (sequence & 0xfff) * RECORD_BYTES, writer.data, offset, RECORD_BYTES);
    writer.data.i32[offset >>> 2] = RECORD_BYTES;
    writer.data.f64[(offset >>> 3) + 2] = sequence;
    writer.data.f64[(offset >>> 3) + 3] = sequence * 100;
    sealRecord(writer.data.i32, offset, RECORD_BYTES);
    writer.append(RECORD_BYTES);
    return true;
  }

  publish(): void {
    this.writer.publish(this.sequence);
  }
}

function newLog(lastSequence: number): Region {
  const log = allocateRegion(logRegionBytes(DEFAULT_DATA_BYTES));
  initialiseLog(log, { bootId: new Int32Array(4), engineEpoch: 1, baseTimeMs: 0 }, { lastSequence });
  return log;
}

function measureLog(options: BenchOptions): BenchResult {
  const feeder = new Feeder(newLog(0), 0, false);
  const rounds: number[] = [];
  const perRound = 4096;
  for (let round = 0; round < (options.quick ? 1500 : 6000); round++) {
    const start = process.hrtime.bigint();
    for (let batch = 0; batch < perRound / BATCH; batch++) {
      for (let n = 0; n < BATCH; n++) feeder.write();
      feeder.publish();
    }
    rounds.push(Number(process.hrtime.bigint() - start) / perRound);
  }
  // The first lap touches each page for the first time.
  const warm = rounds.slice(rounds.length / 2).sort((a, b) => a - b);
  return judge({
    name: 'log.record',
    value: quantile(warm, 0.5),
    unit: 'ns',
    bar: 60,
    better: 'lower',
    note: '168 bytes copied, stamped, sealed',
  });
}

interface Running {
  readonly log: Region;
  readonly feeder: Feeder;
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

function startJournal(directory: string, durability: 'process' | 'disk'): Running {
  const start = openJournal({ files: diskFiles, directory });
  const log = newLog(start.lastSequence);
  allowReuse(log, start.lastSequence);
  const writer = {
    directory,
    segmentBytes: SEGMENT_BYTES,
    retainBytes: RETAIN_BYTES,
    baseTimeMs: 0,
    engineEpoch: 1,
    behaviourVersion: '0',
    schema: new Uint8Array(0),
    start,
  };
  const workerData: JournalWorkerData = { log: log.transfer(), durability, writer };
  const worker = new Worker(journalWorkerUrl, { workerData });
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
  return { log, feeder: new Feeder(log, start.lastSequence, true), worker, ended };
}

async function endJournal(running: Running): Promise<void> {
  running.feeder.publish();
  stopJournal(running.log);
  await running.ended;
  check(durableSequence(running.log) === running.feeder.sequence, 'everything published is durable at the end');
}

/**
 * The journal is faster than one sequencer can seal records, so its rate shows only where it has a backlog: the windows
 * are filled, then published at once. The floor writes the same number of bytes, as cold, in the same bursts.
 */
async function measureProcess(options: BenchOptions, directory: string): Promise<BenchResult> {
  const seconds = options.quick ? 2 : 10;
  const floors = [plainWrite(directory, seconds / 2)];
  const running = startJournal(directory, 'process');
  const { log, feeder } = running;
  await warmUp(running);
  const value = await drainBursts(running, seconds);
  const leastFree = await sustain(options, running, seconds);
  await endJournal(running);
  floors.push(plainWrite(directory, seconds / 2));
  options.print(`journal.process: floors before and after ${floors.map((floor) => floor.toFixed(0)).join(', ')} MB/s`);
  check(leastFree > 0 || durableSequence(log) === feeder.sequence, 'the journal follows');
  readBack(options, directory, feeder.sequence);
  const floor = (floors[0]! + floors[1]!) / 2;
  return judge({ name: 'journal.process', value, unit: 'MB/s', bar: 0.7 * floor, floor, better: 'higher' });
}

/** MB/s from publication to durable, of the first 15 of 16 parts: the last one waits for its sync to be due. */
async function drainBursts({ log, feeder }: Running, seconds: number): Promise<number> {
  let bytes = 0;
  let elapsedMs = 0;
  while (elapsedMs < seconds * 500) {
    while (durableSequence(log) < feeder.sequence) await sleep(1);
    const first = feeder.sequence;
    while (feeder.write());
    const target = first + Math.floor(((feeder.sequence - first) * 15) / 16);
    const start = performance.now();
    feeder.publish();
    // Asleep between looks: the floor has the other core to itself too, and `sustain` shows the journal beside a busy one.
    for (let durable = first; durable < target; durable = durableSequence(log)) {
      // As snapshots would: or a segment is zeroed in the middle of a burst, and the burst waits for it.
      allowReuse(log, durable);
      Atomics.wait(asleep, 0, 0, LOOK_MS);
    }
    elapsedMs += performance.now() - start;
    bytes += (target - first) * RECORD_BYTES;
  }
  return bytes / 1e3 / elapsedMs;
}

/** As fast as the sequencer can: prints the rate, returns the least share of the windows that was free. */
async function sustain(options: BenchOptions, running: Running, seconds: number): Promise<number> {
  const { log, feeder } = running;
  while (durableSequence(log) < feeder.sequence) await sleep(1);
  const first = feeder.sequence;
  const start = performance.now();
  let leastFree = 1;
  while (performance.now() - start < seconds * 1000) {
    for (let batch = 0; batch < 64; batch++) {
      for (let n = 0; n < BATCH && feeder.write(); n++);
      feeder.publish();
    }
    leastFree = Math.min(leastFree, feeder.writer.freeFraction());
    allowReuse(log, durableSequence(log));
  }
  const rate = (durableSequence(log) - first) / (performance.now() - start) / 1000;
  const megabytes = (rate * RECORD_BYTES).toFixed(0);
  options.print(
    `journal.process: ${rate.toFixed(2)} M records/s (${megabytes} MB/s) from one sequencer for ${seconds} s, at least ${(leastFree * 100).toFixed(0)} % of the windows free`,
  );
  return leastFree;
}

async function measureDisk(options: BenchOptions, directory: string): Promise<BenchResult> {
  const running = startJournal(directory, 'disk');
  await feedFor(running, 1, DISK_RATE);
  while (durableSequence(running.log) < running.feeder.sequence) await sleep(1);
  const latencies: number[] = [];
  const seconds = options.quick ? 3 : 20;
  const before = running.feeder.sequence;
  const start = performance.now();
  await feedFor(running, seconds, DISK_RATE, latencies);
  const rate = (durableSequence(running.log) - before) / ((performance.now() - start) / 1000);
  await endJournal(running);
  readBack(options, directory, running.feeder.sequence);
  latencies.sort((a, b) => a - b);
  const [p50, p99, p999] = [0.5, 0.99, 0.999].map((q) => quantile(latencies, q)) as [number, number, number];
  const commit = `publish to durable p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}, p99.9 ${p999.toFixed(2)} ms`;
  // What was offered, less what was under way when the time was up.
  return judge({
    name: 'journal.disk',
    value: rate,
    unit: 'commands/s',
    bar: DISK_RATE * 0.995,
    better: 'higher',
    note: `offered ${DISK_RATE}/s; ${commit}`,
  });
}

/** Until the journal writes its first segments again: steady state makes no new ones. */
async function warmUp(running: Running): Promise<void> {
  while (running.log.f64[JOURNAL_SEGMENTS_F64]! <= RETAIN_BYTES / SEGMENT_BYTES + 1) {
    await feedFor(running, 0.1, Number.POSITIVE_INFINITY);
  }
}

/** Offers records at a rate; where asked, notes how long each publication takes to become durable. */
async function feedFor(running: Running, seconds: number, rate: number, latencies?: number[]): Promise<void> {
  const { log, feeder } = running;
  const start = performance.now();
  const first = feeder.sequence;
  const waiting: { sequence: number; sinceMs: number }[] = [];
  let head = 0;
  for (let now = start; now - start < seconds * 1000; now = performance.now()) {
    const due = rate === Number.POSITIVE_INFINITY ? feeder.sequence + 4096 : first + ((now - start) * rate) / 1000;
    while (feeder.sequence < due && feeder.write());
    feeder.publish();
    const durable = durableSequence(log);
    allowReuse(log, durable);
    if (latencies === undefined) continue;
    if (waiting.at(-1)?.sequence !== feeder.sequence) waiting.push({ sequence: feeder.sequence, sinceMs: now });
    for (; head < waiting.length && waiting[head]!.sequence <= durable; head++)
      latencies.push(now - waiting[head]!.sinceMs);
  }
  await sleep(1);
}

/** MB/s of 8 MB writes with fdatasync after each, over a preallocated file as the journal's, in bursts as long as the windows. */
function plainWrite(directory: string, seconds: number): number {
  const path = join(directory, 'floor');
  const source = allocateRegion(DEFAULT_DATA_BYTES);
  const chunkBytes = 8 << 20;
  const file = openSync(path, 'w');
  let bytes = 0;
  let elapsedMs = 0;
  try {
    const burst = () => {
      source.i32.fill(bytes + 1);
      const start = performance.now();
      for (let at = 0; at < source.byteLength; at += chunkBytes, bytes += chunkBytes) {
        writeSync(file, source.u8, at, chunkBytes, bytes % RETAIN_BYTES);
        fdatasyncSync(file);
      }
      return performance.now() - start;
    };
    while (bytes < RETAIN_BYTES) burst();
    bytes = 0;
    while (elapsedMs < seconds * 500) elapsedMs += burst();
    return bytes / 1e3 / elapsedMs;
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

function readBack(options: BenchOptions, directory: string, lastSequence: number): void {
  const first = openJournal({ files: diskFiles, directory }).segments[0]!.firstSequence;
  const reader = new JournalReader({ files: diskFiles, directory, fromSequence: first });
  const start = performance.now();
  let records = 0;
  while (reader.next() !== EMPTY) records++;
  check(reader.lastSequence === lastSequence, `read back to ${reader.lastSequence} of ${lastSequence}`);
  check(records === lastSequence - first + 1, `read back ${records} records from ${first} to ${lastSequence}`);
  const rate = records / (performance.now() - start) / 1000;
  options.print(`read back and verified ${records} records, ${rate.toFixed(2)} M records/s`);
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
