import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, type Region } from './memory.ts';
import {
  EMPTY,
  FULL,
  initialiseSpsc,
  RingCorruptedError,
  SpscConsumer,
  SpscProducer,
  spscRegionBytes,
} from './spsc.ts';
import { SPSC_HEADER_BYTES } from './spsc_layout.ts';

/** Zero, shortly before the Int32 wrap, and across it at a distance that no capacity divides. */
const STARTS = [0, 0x7fffffff - 1000, -3, 0x7ffffff9];
/** The same, where no padding of an odd word takes room. */
const EVEN_STARTS = [0, 0x7fffffff - 1007, -8, 0x7ffffff8];

interface Ring {
  region: Region;
  producer: SpscProducer;
  consumer: SpscConsumer;
}

function ring(capacityBytes: number, start: number): Ring {
  const region = allocateRegion(spscRegionBytes(capacityBytes));
  initialiseSpsc(region, start);
  return { region, producer: new SpscProducer(region), consumer: new SpscConsumer(region) };
}

function write(producer: SpscProducer, bytes: Uint8Array): boolean {
  const offset = producer.claim(bytes.length);
  if (offset === FULL) return false;
  assert.is(offset % 8, 0);
  for (let i = 0; i < bytes.length; i++) producer.data.u8[offset + i] = bytes[i]!;
  producer.commit();
  return true;
}

function read(consumer: SpscConsumer): Uint8Array | undefined {
  const offset = consumer.poll();
  if (offset === EMPTY) return undefined;
  return Uint8Array.from(consumer.data.u8.subarray(offset, offset + consumer.length));
}

test('a record is seen only once published, and its bytes are free only once released', () => {
  for (const start of EVEN_STARTS) {
    const { producer, consumer } = ring(64, start);
    assert.ok(write(producer, Uint8Array.of(1, 2, 3)));
    assert.is(consumer.poll(), EMPTY);
    producer.publish();
    assert.equal(read(consumer), Uint8Array.of(1, 2, 3));
    assert.is(consumer.poll(), EMPTY);
    assert.is(producer.freeBytes(), 64 - 8 - 16);
    consumer.release();
    assert.is(producer.freeBytes(), 64 - 8);
    assert.is(producer.fillFraction(), 0);
  }
});

test('a full ring says FULL, changes nothing, and takes records again after release', () => {
  for (const start of EVEN_STARTS) {
    const { producer, consumer } = ring(64, start);
    let written = 0;
    while (write(producer, Uint8Array.of(written))) written++;
    assert.is(written, 3);
    assert.is(producer.fillFraction(), 6 / 7);
    assert.is(producer.claim(8), FULL);
    producer.publish();
    for (let i = 0; i < written; i++) assert.equal(read(consumer), Uint8Array.of(i));
    assert.is(producer.claim(8), FULL, 'polled is not released');
    consumer.release();
    assert.ok(write(producer, Uint8Array.of(9)));
  }
});

test('a record of half the ring fits from every position; a larger one or a negative length is refused', () => {
  for (const start of [0, 1, 2, 3, 4, 5, 6, 7, -1, -5]) {
    const { producer, consumer } = ring(64, start);
    assert.is(producer.maxPayloadBytes, 24);
    assert.ok(write(producer, new Uint8Array(24).fill(7)));
    producer.publish();
    assert.equal(read(consumer), new Uint8Array(24).fill(7));
    assert.throws(() => producer.claim(25), /at most 24 bytes/);
    assert.throws(() => producer.claim(-8), RangeError);
  }
});

test('an uncommitted claim is replaced by the next one', () => {
  const { producer, consumer } = ring(128, 0);
  const first = producer.claim(40);
  assert.is(producer.claim(16), first);
  producer.commit();
  producer.publish();
  assert.is(consumer.poll(), first);
  assert.is(consumer.length, 16);
});

test('a frame whose sequence is not the expected one throws, also in zeroed memory that was published by mistake', () => {
  const { region, producer, consumer } = ring(128, 0);
  for (let i = 0; i < 3; i++) write(producer, Uint8Array.of(i));
  producer.publish();
  assert.equal(read(consumer), Uint8Array.of(0));
  region.i32[SPSC_HEADER_BYTES / 4 + 2 * 2 + 1]! ^= 4;
  assert.throws(
    () => consumer.poll(),
    (error: unknown) => error instanceof RingCorruptedError,
  );
  // A position ahead of the records: believed only by a reader that is behind, so it takes two records first.
  const { region: zeroed, ...ends } = ring(128, 0);
  for (let i = 0; i < 2; i++) {
    write(ends.producer, Uint8Array.of(i));
    ends.producer.publish();
  }
  Atomics.store(zeroed.i32, 0, 6);
  for (let i = 0; i < 2; i++) assert.equal(read(ends.consumer), Uint8Array.of(i));
  assert.throws(
    () => ends.consumer.poll(),
    (error: unknown) => error instanceof RingCorruptedError,
  );
});

test('old payload bytes that look like the next sequence are not taken for a record', () => {
  for (const start of STARTS) {
    const { producer, consumer } = ring(128, start);
    for (let record = 0; record < 100; record++) {
      // Every word of the payload is the sequence that a frame at that place would carry one lap later.
      const offset = producer.claim(24);
      const position = start + record * 4;
      for (let i = 0; i < 6; i++) producer.data.i32[(offset >> 2) + i] = ~(position + 1 + (i >> 1) + 16);
      producer.commit();
      producer.publish();
      assert.is.not(consumer.poll(), EMPTY);
      assert.is(consumer.poll(), EMPTY);
      consumer.release();
    }
  }
});

test('either end may be replaced, also by one that follows a writer that died while publishing', () => {
  for (const start of STARTS) {
    const { region, producer, consumer } = ring(256, start);
    for (let i = 0; i < 3; i++) write(producer, Uint8Array.of(i));
    producer.publish();
    read(consumer);
    consumer.release();
    // The last store of the writer's publish never came.
    Atomics.store(region.i32, 0, start | 0);
    const nextProducer = new SpscProducer(region);
    const nextConsumer = new SpscConsumer(region);
    write(nextProducer, Uint8Array.of(3));
    nextProducer.publish();
    for (let i = 1; i < 4; i++) assert.equal(read(nextConsumer), Uint8Array.of(i));
    assert.is(nextConsumer.poll(), EMPTY);
  }
});

test('capacity must be a power of two, and the region must start on a cache line', () => {
  assert.throws(() => spscRegionBytes(100), /power of two/);
  assert.throws(() => new SpscProducer(allocateRegion(4096).slice(8, spscRegionBytes(64))), /cache line/);
});

test('any schedule of writes, publishes, reads and releases is a queue', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), size: fc.integer({ min: 0, max: 120 }) }),
    fc.record({ kind: fc.constantFrom('publish' as const, 'read' as const, 'release' as const) }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), fc.array(step, { maxLength: 200 }), (start, steps) => {
      const { producer, consumer } = ring(256, start);
      const committed: Uint8Array[] = [];
      let published = 0;
      let reads = 0;
      for (const step of steps) {
        if (step.kind === 'write') {
          const bytes = new Uint8Array(step.size).fill(committed.length);
          if (write(producer, bytes)) committed.push(bytes);
        } else if (step.kind === 'publish') {
          producer.publish();
          published = committed.length;
        } else if (step.kind === 'read') {
          const bytes = read(consumer);
          assert.equal(bytes, reads < published ? committed[reads] : undefined);
          if (bytes !== undefined) reads++;
        } else consumer.release();
      }
    }),
    { numRuns: 300 },
  );
});

test.run();
