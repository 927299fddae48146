import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BroadcastConsumer, BroadcastProducer, broadcastRegionBytes, initialiseBroadcast, LOST } from './broadcast.ts';
import { BROADCAST_HEADER_BYTES } from './broadcast_layout.ts';
import { allocateRegion, type Region } from './memory.ts';
import { EMPTY, RingCorruptedError } from './spsc.ts';

const STARTS = [0, 0x7fffffff - 1000, -3, 0x7ffffff9];

function broadcast(capacityBytes: number, start: number): { region: Region; producer: BroadcastProducer } {
  const region = allocateRegion(broadcastRegionBytes(capacityBytes));
  initialiseBroadcast(region, start);
  return { region, producer: new BroadcastProducer(region) };
}

function send(producer: BroadcastProducer, number: number, size: number): void {
  const offset = producer.claim(size);
  for (let i = 0; i < size; i++) producer.data.u8[offset + i] = number + i;
  producer.commit();
}

function assertRecord(consumer: BroadcastConsumer, offset: number, number: number, size: number): void {
  assert.is(consumer.length, size);
  for (let i = 0; i < size; i++) assert.is(consumer.data.u8[offset + i], (number + i) & 255);
}

test('a record is seen by every reader once published, and by none that joined later', () => {
  for (const start of STARTS) {
    const { region, producer } = broadcast(1024, start);
    const readers = [new BroadcastConsumer(region), new BroadcastConsumer(region)];
    send(producer, 7, 13);
    assert.is(readers[0]!.poll(), EMPTY);
    assert.ok(readers[0]!.isEmpty());
    producer.publish();
    for (const reader of readers) {
      assertRecord(reader, reader.poll(), 7, 13);
      assert.is(reader.poll(), EMPTY);
    }
    const late = new BroadcastConsumer(region);
    assert.is(late.poll(), EMPTY);
    send(producer, 8, 0);
    producer.publish();
    assertRecord(late, late.poll(), 8, 0);
  }
});

test('a laggard is told how many records it lost and goes on with the newest, even if it had read none', () => {
  for (const start of STARTS) {
    const { region, producer } = broadcast(1024, start);
    const laggard = new BroadcastConsumer(region);
    for (let i = 0; i < 1_000; i++) {
      send(producer, i, 24);
      producer.publish();
    }
    assert.is(laggard.poll(), LOST);
    assert.is(laggard.lostRecords, 999);
    assertRecord(laggard, laggard.poll(), 999, 24);
    assert.is(laggard.poll(), EMPTY);
    assert.is(laggard.lostRecordsTotal, 999);
  }
});

test('a writer that follows another goes on counting, and readers notice nothing', () => {
  const { region, producer } = broadcast(1024, 0);
  const reader = new BroadcastConsumer(region);
  send(producer, 1, 8);
  producer.publish();
  const next = new BroadcastProducer(region);
  send(next, 2, 8);
  next.publish();
  assertRecord(reader, reader.poll(), 1, 8);
  assertRecord(reader, reader.poll(), 2, 8);
});

test('any schedule: a reader gets each record in order, whole, or is told exactly how many it missed', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), size: fc.integer({ min: 0, max: 56 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('poll' as const), size: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const), size: fc.constant(0) }) },
  );
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), fc.array(step, { maxLength: 300 }), (start, steps) => {
      const { region, producer } = broadcast(1024, start);
      const reader = new BroadcastConsumer(region);
      const sizes: number[] = [];
      let expected = 0;
      let published = 0;
      const poll = (): boolean => {
        const offset = reader.poll();
        if (offset === LOST) expected += reader.lostRecords;
        else if (offset !== EMPTY) {
          assert.ok(expected < published);
          assertRecord(reader, offset, expected, sizes[expected]!);
          expected++;
        }
        return offset !== EMPTY;
      };
      for (const { kind, size } of steps) {
        if (kind === 'send') send(producer, sizes.push(size) - 1, size);
        else if (kind === 'poll') poll();
        else {
          producer.publish();
          published = sizes.length;
        }
      }
      producer.publish();
      published = sizes.length;
      while (poll());
      assert.is(expected, sizes.length);
    }),
    { numRuns: 200 },
  );
});

test('corruption and records that are too large are found', () => {
  const { region, producer } = broadcast(1024, 0);
  assert.throws(() => producer.claim(producer.maxPayloadBytes + 1), RangeError);
  assert.throws(() => producer.claim(-1), RangeError);
  const reader = new BroadcastConsumer(region);
  send(producer, 1, 8);
  producer.publish();
  region.i32[BROADCAST_HEADER_BYTES / 4 + 1] = 5;
  assert.throws(
    () => reader.poll(),
    (error: unknown) => error instanceof RingCorruptedError,
  );
});

test.run();
