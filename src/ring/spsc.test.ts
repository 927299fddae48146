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
import { MAX_RUN_WORDS, SPSC_HEADER_BYTES } from './spsc_layout.ts';

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

test('a ring is drained when every published record was handed back, whatever padding stands behind the last', () => {
  for (const start of EVEN_STARTS) {
    const { producer, consumer } = ring(128, start);
    assert.ok(producer.isDrained());
    // Two words each, until four are left before the buffer's end.
    for (let position = start; (position & 15) !== 12; position += 2) {
      assert.ok(write(producer, new Uint8Array(8)));
      assert.ok(producer.isDrained());
      producer.publish();
      assert.not.ok(producer.isDrained());
      read(consumer);
      assert.not.ok(producer.isDrained());
      consumer.release();
      assert.ok(producer.isDrained());
    }
    // Goes behind padding, and is not committed.
    assert.is(producer.claim(56), 8);
    producer.publish();
    assert.is(consumer.poll(), EMPTY);
    assert.ok(producer.fillFraction() > 0);
    assert.ok(producer.isDrained());
    assert.ok(write(producer, new Uint8Array(8)));
    producer.publish();
    assert.not.ok(producer.isDrained());
    read(consumer);
    consumer.release();
    assert.ok(producer.isDrained());
  }
});

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
    // A frame, six payloads, the word for the mark.
    assert.is(written, 6);
    assert.is(producer.fillFraction(), 1);
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
    for (const length of [-1, -3, -8]) assert.throws(() => producer.claim(length), RangeError);
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
  for (let i = 0; i < 3; i++) write(producer, new Uint8Array(i * 8).fill(i));
  producer.publish();
  assert.equal(read(consumer), new Uint8Array(0));
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

test('a head that says more than the ring has, or nothing, throws', () => {
  for (const head of [(15 << 16) | 8, 8, -3, -15]) {
    const { region, producer, consumer } = ring(128, 1);
    write(producer, Uint8Array.of(1));
    producer.publish();
    region.i32[SPSC_HEADER_BYTES / 4 + 2] = head;
    assert.throws(
      () => consumer.poll(),
      (error: unknown) => error instanceof RingCorruptedError,
    );
  }
});

test('records of one length share a frame, those of different lengths do not, and an empty record is one', () => {
  for (const start of [0, 0x7fffffc0, -128]) {
    const { producer, consumer } = ring(512, start);
    const lengths = [16, 16, 16, 12, 12, 0, 0, 16];
    const offsets = lengths.map((length) => {
      const offset = producer.claim(length);
      producer.commit();
      return offset;
    });
    producer.publish();
    // Word by word from the first frame: F 16 16 16 | F 12 12 | F 0 0 | F 16.
    const words = offsets.map((offset) => (offset - offsets[0]!) / 8);
    assert.equal(
      words.map((word) => (word + 64) % 64),
      [0, 2, 4, 7, 9, 12, 13, 15],
    );
    for (let i = 0; i < lengths.length; i++) {
      assert.is(consumer.poll(), offsets[i]!);
      assert.is(consumer.length, lengths[i]!);
    }
    assert.is(consumer.poll(), EMPTY);
    consumer.release();
    assert.is(producer.fillFraction(), 0);
  }
});

test('a run is walked by its offsets at both ends, and may be taken in parts', () => {
  for (const start of EVEN_STARTS) {
    const { producer, consumer } = ring(256, start);
    let next = 0;
    let expected = 0;
    for (let lap = 0; lap < 20; lap++) {
      let at = producer.claim(24);
      assert.is(producer.stride, 24);
      for (let i = 0; i < 5 && at <= producer.lastOffset; i++, at += producer.stride)
        producer.data.i32[at >> 2] = next++;
      producer.commitUntil(at);
      producer.publish();
      for (let from = consumer.nextRun(); from !== EMPTY; from = consumer.nextRun()) {
        assert.is(consumer.nextRun(), from, 'nothing is taken yet');
        const until = Math.min(consumer.runEnd, from + 2 * consumer.stride);
        for (; from < until; from += consumer.stride) assert.is(consumer.data.i32[from >> 2], expected++);
        consumer.takeUntil(from);
        consumer.release();
      }
      assert.is(expected, next);
      assert.is(producer.fillFraction(), 0);
    }
    assert.ok(next >= 60);
  }
});

test('a reader that follows one that released a part of a run goes on where that one was', () => {
  for (const start of STARTS) {
    for (let taken = 1; taken <= 5; taken++) {
      const { region, producer, consumer } = ring(256, start);
      const values = [10, 11, 12, 13, 14];
      for (const value of values) write(producer, Uint8Array.of(value, 1, 2));
      write(producer, Uint8Array.of(15));
      producer.publish();
      for (let i = 0; i < taken; i++) {
        read(consumer);
        if (i % 2 === 0 || i === taken - 1) consumer.release();
        consumer.release();
      }
      const follower = new SpscConsumer(region);
      for (let i = taken; i < 5; i++) assert.equal(read(follower), Uint8Array.of(values[i]!, 1, 2));
      assert.equal(read(follower), Uint8Array.of(15));
      assert.is(follower.poll(), EMPTY);
      follower.release();
      assert.is(producer.fillFraction(), 0);
    }
  }
});

test('a run ends where its frame can say no more', () => {
  const { producer, consumer } = ring(1 << 18, 0);
  let written = 0;
  for (; producer.claim(8) !== FULL; written++) {
    producer.data.i32[producer.claim(8) >> 2] = written;
    producer.commit();
  }
  producer.publish();
  const runs = Math.ceil((1 << 15) / MAX_RUN_WORDS);
  assert.is(written, (1 << 15) - 1 - runs);
  for (let i = 0; i < written; i++) assert.is(consumer.data.i32[consumer.poll() >> 2], i);
  assert.is(consumer.poll(), EMPTY);
  assert.is(producer.maxPayloadBytes, MAX_RUN_WORDS * 8 - 8);
  consumer.release();
  assert.is.not(producer.claim(producer.maxPayloadBytes), FULL);
  assert.throws(() => producer.claim(producer.maxPayloadBytes + 1), RangeError);
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
    fc.record({ kind: fc.constant('write' as const), size: fc.constantFrom(0, 8, 16) }),
    fc.record({ kind: fc.constantFrom('publish' as const, 'read' as const, 'release' as const, 'replace' as const) }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), fc.array(step, { maxLength: 200 }), (start, steps) => {
      const { region, producer, consumer: first } = ring(256, start);
      let consumer = first;
      const committed: Uint8Array[] = [];
      let published = 0;
      let reads = 0;
      let released = 0;
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
        } else if (step.kind === 'release') {
          consumer.release();
          released = reads;
        } else {
          consumer = new SpscConsumer(region);
          reads = released;
        }
      }
    }),
    { numRuns: 300 },
  );
});

test.run();
