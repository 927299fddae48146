import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketOf, HISTOGRAM_BUCKETS, Histogram, valueOfBucket } from './histogram.ts';
import { Region } from './memory.ts';

test('buckets rise with values, without a gap, and stand within 1/64 of every value in them', () => {
  let previous = 0;
  for (let value = 0; value < 100_000; value++) {
    const bucket = bucketOf(value);
    assert.ok(bucket === previous || bucket === previous + 1, `value ${value}: bucket ${bucket} after ${previous}`);
    previous = bucket;
  }
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2 ** 40 - 1, noNaN: true }), (raw) => {
      const value = Math.floor(raw);
      const bucket = bucketOf(value);
      assert.ok(bucket >= 0 && bucket < HISTOGRAM_BUCKETS);
      assert.ok(Math.abs(valueOfBucket(bucket) - value) <= value / 64);
      assert.ok(bucketOf(value + 1) >= bucket);
    }),
    { numRuns: 2_000 },
  );
  for (const edge of [2 ** 31 - 1, 2 ** 31, 2 ** 31 + 2 ** 26, 2 ** 40 - 1]) {
    assert.ok(Math.abs(valueOfBucket(bucketOf(edge)) - edge) <= edge / 64, `edge ${edge}`);
  }
});

test('values out of range are counted at the ends', () => {
  assert.is(bucketOf(-5), 0);
  assert.is(bucketOf(2 ** 40), HISTOGRAM_BUCKETS - 1);
  assert.is(bucketOf(Number.POSITIVE_INFINITY), HISTOGRAM_BUCKETS - 1);
});

test('percentiles are those of the sorted values, within a bucket', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 300 }), (values) => {
      const histogram = new Histogram();
      for (const value of values) histogram.record(value);
      const sorted = values.toSorted((a, b) => a - b);
      assert.is(histogram.count, values.length);
      assert.is(histogram.max, sorted.at(-1));
      for (const p of [0, 0.5, 0.9, 0.99, 1]) {
        const exact = sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1]!;
        assert.ok(
          Math.abs(histogram.percentile(p) - exact) <= exact / 64,
          `p ${p}: ${histogram.percentile(p)} ${exact}`,
        );
      }
    }),
    { numRuns: 100 },
  );
});

test('another view of the region reads it, and an interval is the difference of two snapshots', () => {
  const writer = new Histogram();
  const reader = new Histogram(Region.from(writer.region.transfer()));
  writer.recordMany(1_000_000, 10);
  const before = reader.snapshot();
  writer.recordMany(50, 3);
  const interval = reader.snapshot().since(before);
  assert.is(interval.count, 3);
  assert.is(interval.percentile(0.99), 50);
  assert.is(interval.max, 50);
  assert.is(before.plus(interval).count, 13);
  assert.is(new Histogram().percentile(0.5), 0);
});

test.run();
