/**
 * Two threads, records of every small length, random batches: sequence and checksum of each record. Two million records, or a
 * hundred million with SLUICE_LONG=1, over a ring that starts shortly before the wrap of its positions.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, Region, type RegionTransfer } from './memory.ts';
import { EMPTY, FULL, initialiseSpsc, SpscConsumer, SpscProducer, spscRegionBytes } from './spsc.ts';

const RECORDS = process.env.SLUICE_LONG ? 100_000_000 : 2_000_000;
const CAPACITY_BYTES = 1 << 14;
/** Records of a part: a part in long batches crosses the ring's hot path, one in single records its hops. */
const PART = 1 << 16;

interface Job {
  readonly ring: RegionTransfer;
  readonly records: number;
}

/** Every other sixteenth of a part holds records of one length in long runs, the rest of another length each. */
const RUN_BITS = 5;

/** Words of record n, and word i of it: any one stale, torn or misplaced word shows. */
const wordsOf = (n: number): number =>
  1 + ((Math.imul((n & (PART >>> 4)) === 0 ? n : n >>> RUN_BITS, 0x9e3779b1) >>> 28) & 15);
const wordOf = (n: number, i: number): number => Math.imul(n + 1, 0x85ebca6b) ^ Math.imul(i + 1, 0xc2b2ae35);

function writeAll({ ring, records }: Job): void {
  const producer = new SpscProducer(Region.from(ring));
  const { i32 } = producer.data;
  for (let n = 0; n < records; n++) {
    const words = wordsOf(n);
    let offset = producer.claim(words * 4);
    while (offset === FULL) {
      producer.publish();
      Atomics.pause();
      offset = producer.claim(words * 4);
    }
    for (let i = 0; i < words; i++) i32[(offset >> 2) + i] = wordOf(n, i);
    producer.commit();
    const batch = (n & PART) === 0 ? 1 : 1 + (Math.imul(n >>> 6, 0x9e3779b1) >>> 26);
    if (n % batch === 0) producer.publish();
  }
  producer.publish();
}

/** The number of the first record that is wrong, or -1. */
function readAll(consumer: SpscConsumer, records: number): number {
  const { i32 } = consumer.data;
  let idle = 0;
  for (let n = 0; n < records; ) {
    const offset = consumer.poll();
    if (offset === EMPTY) {
      consumer.release();
      Atomics.pause();
      // Some 30 s without a record: the test says where it stands instead of hanging.
      if (++idle > 1e9) return n;
      continue;
    }
    idle = 0;
    const words = wordsOf(n);
    if (consumer.length !== words * 4) return n;
    let wrong = 0;
    for (let i = 0; i < words; i++) wrong |= i32[(offset >> 2) + i]! ^ wordOf(n, i);
    if (wrong !== 0) return n;
    n++;
    if ((n & 31) === 0) consumer.release();
  }
  consumer.release();
  return -1;
}

if (!isMainThread) writeAll(workerData);
else {
  test(`${RECORDS.toLocaleString('en')} records between two threads, each whole and in order`, async () => {
    const ring = allocateRegion(spscRegionBytes(CAPACITY_BYTES));
    initialiseSpsc(ring, 0x7fffffff - 1000);
    const job: Job = { ring: ring.transfer(), records: RECORDS };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: job });
    const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
    await new Promise((resolve) => worker.once('online', resolve));
    const consumer = new SpscConsumer(ring);
    assert.is(readAll(consumer, RECORDS), -1);
    assert.is(await ended, 0);
    assert.is(consumer.poll(), EMPTY);
  });

  test.run();
}
