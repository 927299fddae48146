import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, type Region } from './memory.ts';
import { EMPTY, initialiseSpsc, SpscProducer, spscRegionBytes } from './spsc.ts';
import { SPSC_HEADER_BYTES } from './spsc_layout.ts';
import { BROKEN, MIN_UNTRUSTED_CAPACITY_BYTES, UntrustedConsumer } from './untrusted_consumer.ts';

const CAPACITY_BYTES = MIN_UNTRUSTED_CAPACITY_BYTES;
const RECORD_BYTES = 144;
const CASES = process.env.SLUICE_LONG ? 1_000_000 : 5_000;

function makeRing(start = 0): Region {
  const region = allocateRegion(spscRegionBytes(CAPACITY_BYTES));
  initialiseSpsc(region, start);
  return region;
}

function write(producer: SpscProducer, value: number): boolean {
  const at = producer.claim(RECORD_BYTES);
  if (at < 0) return false;
  for (let i = 0; i < RECORD_BYTES / 8; i++) producer.data.f64[(at >> 3) + i] = value;
  producer.commit();
  return true;
}

for (const start of [0, 2 ** 31 - 5_000, -70, 2 ** 31 - 1]) {
  test(`what a sound writer publishes is read once and in order, from position ${start}`, () => {
    const region = makeRing(start);
    const producer = new SpscProducer(region);
    const consumer = new UntrustedConsumer(region, RECORD_BYTES, start);
    let [written, read] = [0, 0];
    for (let turn = 0; turn < 3_000; turn++) {
      for (let i = (turn * 7919) % 61; i > 0 && write(producer, written); i--) written++;
      producer.publish();
      for (let i = (turn * 104_729) % 67; i > 0; i--) {
        const at = consumer.poll();
        if (at === EMPTY) break;
        for (let k = 0; k < RECORD_BYTES / 8; k++) assert.is(consumer.data.f64[(at >> 3) + k], read);
        read++;
      }
      consumer.release();
    }
    while (consumer.poll() >= 0) read++;
    assert.is(read, written);
    assert.ok(written > 60_000);
    assert.not.ok(consumer.isBroken);
  });
}

test('a ring that is full opens as soon as the reader has gone through a run', () => {
  const region = makeRing();
  const producer = new SpscProducer(region);
  const consumer = new UntrustedConsumer(region, RECORD_BYTES);
  let count = 0;
  // Runs of three, so that no four records end one: the reader is always in the middle of a run when it releases.
  for (; write(producer, count); count++) if (count % 3 === 2) producer.publish();
  producer.publish();
  for (let i = 0; i < 4; i++) assert.ok(consumer.poll() >= 0);
  consumer.release();
  assert.ok(write(producer, count), 'three records were handed back, not four');
});

test('lengths and runs that are not agreed on, padding in odd places and wrong sequences end the reading', () => {
  const heads: [string, number][] = [
    ['another length', (18 << 16) | 136],
    ['no whole record', (17 << 16) | 144],
    ['a record and a half', (27 << 16) | 144],
    ['no record', 144],
    ['past the end', (18 * 911 * 65_536) | 144],
    ['padding at the start of the buffer', -16_384],
    ['padding that ends early', -7],
    ['the smallest number', -(2 ** 31)],
  ];
  for (const [name, head] of heads) {
    const region = makeRing();
    const consumer = new UntrustedConsumer(region, RECORD_BYTES);
    const at = SPSC_HEADER_BYTES / 4;
    assert.is(consumer.poll(), EMPTY);
    region.i32[at] = head;
    region.i32[at + 1] = ~0;
    assert.is(consumer.poll(), BROKEN, name);
    assert.ok(consumer.isBroken);
    assert.is(consumer.poll(), BROKEN);
  }
  const region = makeRing();
  const consumer = new UntrustedConsumer(region, RECORD_BYTES);
  region.i32[SPSC_HEADER_BYTES / 4 + 1] = 12_345;
  assert.is(consumer.poll(), BROKEN);
});

test('whatever a writer scribbles over the ring, a poll ends, stays within it and throws nothing', () => {
  const region = makeRing();
  const words = region.byteLength / 4;
  const scribble = fc.record({
    at: fc.oneof(fc.nat(words - 1), fc.nat(80), fc.constantFrom(0, 32, 64, 65)),
    value: fc.oneof(fc.integer(), fc.constantFrom(-1, 0, (18 << 16) | 144, (36 << 16) | 144, -16_384, ~19, 19)),
  });
  fc.assert(
    fc.property(fc.integer(), fc.array(scribble, { maxLength: 8 }), fc.nat(40), (start, scribbles, records) => {
      initialiseSpsc(region, start);
      const producer = new SpscProducer(region);
      const consumer = new UntrustedConsumer(region, RECORD_BYTES, start);
      for (let i = 0; i < records; i++) {
        write(producer, i);
        if (i % 5 === 0) producer.publish();
      }
      producer.publish();
      for (const { at, value } of scribbles) region.i32[at] = value;
      let polls = 0;
      for (let at = consumer.poll(); at >= 0; at = consumer.poll(), polls++) {
        assert.ok(at % 8 === 0 && at + RECORD_BYTES <= CAPACITY_BYTES);
        if (polls % 4 === 0) consumer.release();
        // A lap of frames that happen to be right is what a sound ring looks like: nothing behind it can be.
        if (polls > CAPACITY_BYTES) assert.unreachable('it goes on for ever');
      }
    }),
    { numRuns: CASES },
  );
});

test('a ring without room for two of the longest runs is refused', () => {
  assert.throws(() => new UntrustedConsumer(allocateRegion(spscRegionBytes(1 << 16)), RECORD_BYTES), RangeError);
});

test.run();
