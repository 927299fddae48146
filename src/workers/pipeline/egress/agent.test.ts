/** What a full ring does to a session: lost while the engine trades, waited for while it recovers. */

import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import { allocateRegion, Region, type RegionTransfer } from '../../../ring/memory.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from '../../../ring/spsc.ts';
import { RecordType } from '../../model/record_type.ts';
import type { StageHash } from '../stage_hash.ts';
import { RingSink } from './agent.ts';
import { writeOutputHeader } from './output.ts';

const RING_BYTES = 4_096;
const BYTES = RecordHeader.BYTES + 8;
const OUTPUTS = 1_000;

interface Reader {
  readonly ring: RegionTransfer;
  readonly seen: SharedArrayBuffer;
}

const header = new RecordHeader();
const command = new RecordHeader().wrap(allocateRegion(RecordHeader.BYTES), 0);

function makeSink(): { sink: RingSink; region: Region; consumer: SpscConsumer } {
  const region = allocateRegion(spscRegionBytes(RING_BYTES));
  const state = { low: 0, high: 0, count: 0 };
  const hash = { ...state, add: () => undefined } as unknown as StageHash;
  const sink = new RingSink(hash, [new SpscProducer(region)], []);
  return { sink, region, consumer: new SpscConsumer(region) };
}

function write(sink: RingSink, sequence: number, outputIndex: number): void {
  command.sequence = sequence;
  writeOutputHeader(header.wrap(sink.views, sink.at), command, RecordType.EXECUTION_REPORT, BYTES, outputIndex);
}

function output(sink: RingSink, sequence: number): void {
  sink.toSession(0, BYTES);
  write(sink, sequence, 8);
  sink.done();
}

function mark(sink: RingSink, sequence: number): boolean {
  const isMissing = sink.markSession(0, BYTES);
  write(sink, sequence, 0);
  sink.markDone();
  return isMissing;
}

function readAll(consumer: SpscConsumer): number[] {
  const sequences: number[] = [];
  for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
    sequences.push(header.wrap(consumer.data, at).sequence);
  }
  consumer.release();
  return sequences;
}

function sequencesTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}

test('a full ring loses its session, and the next mark opens it again and says that something is missing', () => {
  const { sink, consumer } = makeSink();
  sink.isRecovering = false;
  let sequence = 0;
  while (!sink.isSessionLost(0)) output(sink, ++sequence);
  output(sink, ++sequence);
  assert.is(mark(sink, ++sequence), true, 'the ring is as full as it was');
  assert.is(sink.isSessionLost(0), true);
  sink.publish();
  const seen = readAll(consumer);
  assert.equal(seen, sequencesTo(seen.length), 'what was before the loss, and nothing behind it');
  assert.ok(seen.length > 10 && seen.length < sequence - 1);
  const { changes } = sink;
  output(sink, ++sequence);
  assert.is(mark(sink, ++sequence), true);
  assert.is(sink.isSessionLost(0), false);
  assert.is(sink.changes, changes + 1);
  output(sink, ++sequence);
  assert.is(mark(sink, ++sequence), false);
  sink.publish();
  assert.equal(readAll(consumer), [sequence - 2, sequence - 1, sequence]);
});

test('recovery waits for the reader of a full ring, and loses nothing', async () => {
  const { sink, region } = makeSink();
  sink.isReadInRecovery = true;
  const seen = new SharedArrayBuffer(4 * (OUTPUTS + 1));
  const reader = new Worker(new URL(import.meta.url), { workerData: { ring: region.transfer(), seen } });
  for (let sequence = 1; sequence <= OUTPUTS; sequence++) output(sink, sequence);
  mark(sink, OUTPUTS + 1);
  sink.publish();
  await new Promise((resolve) => reader.once('exit', resolve));
  assert.is(sink.lost, 0);
  assert.equal([...new Int32Array(seen)], sequencesTo(OUTPUTS + 1));
});

test('recovery hands over what the outbound log lacks, and every mark', () => {
  const { sink, consumer } = makeSink();
  sink.setDelivered(0, { sequence: 3, outputIndex: 8 });
  for (let sequence = 1; sequence <= 5; sequence++) output(sink, sequence);
  mark(sink, 6);
  sink.setDelivered(0, { sequence: 10, outputIndex: 8 });
  mark(sink, 7);
  sink.publish();
  assert.equal(readAll(consumer), [4, 5, 6, 7]);
});

/** The other thread of the second test: reads slowly, so that the ring is full again and again. */
async function read({ ring, seen }: Reader): Promise<void> {
  const consumer = new SpscConsumer(Region.from(ring));
  const sequences = new Int32Array(seen);
  for (let count = 0; count < sequences.length; ) {
    for (const sequence of readAll(consumer)) sequences[count++] = sequence;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

if (isMainThread) test.run();
else void read(workerData as Reader);
