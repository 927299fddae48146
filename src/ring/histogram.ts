/**
 * A log-linear histogram in shared memory: one writer, any number of readers, no lock.
 *
 * Values are whole and not negative (nanoseconds, usually). Up to 2 * SUB_BUCKETS each value has a bucket; from there every
 * power of two is cut into SUB_BUCKETS equal parts, so that a bucket is never wider than 1/32 of its value:
 *
 *     value     0 .. 63     64 .. 127     128 .. 255      256 .. 511       ...    2^40 (18 minutes in ns) and above
 *     width     1           2             4               8                       all in the last bucket
 *
 * The bucket is found with one leading-zero count and no search, table or logarithm.
 *
 *     region   +------------+--------------------+----------------------------------+
 *              | max f64    | rest of the line   | counts, one f64 a bucket         |
 *              +------------+--------------------+----------------------------------+
 *
 * There is no total: one cell that every record adds to would be a chain of loads behind stores. A reader copies the counts
 * while the writer writes, sums what it copied, and has the percentiles of a moment near the copy. Nothing is reset in
 * place, which would make the reader a second writer: a reader that wants an interval subtracts two snapshots.
 */
import { allocateRegion, CACHE_LINE_BYTES, type Region } from './memory.ts';

const SUB_BUCKET_BITS = 5;
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
const MAX_EXPONENT = 40;
const EXPONENT_ROWS = MAX_EXPONENT - SUB_BUCKET_BITS;
export const HISTOGRAM_BUCKETS = SUB_BUCKETS + EXPONENT_ROWS * SUB_BUCKETS;

const MAX = 0;
const COUNTS = CACHE_LINE_BYTES / 8;

export const HISTOGRAM_REGION_BYTES =
  Math.ceil((CACHE_LINE_BYTES + HISTOGRAM_BUCKETS * 8) / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;

/** The top bit says the power of two, the SUB_BUCKET_BITS below it say the part. */
export function bucketOf(value: number): number {
  const whole = value | 0;
  if (whole !== value) return bucketOfOther(value);
  if (whole < SUB_BUCKETS) return whole < 0 ? 0 : whole;
  const shift = 31 - SUB_BUCKET_BITS - Math.clz32(whole);
  return ((shift << SUB_BUCKET_BITS) + (whole >> shift)) | 0;
}

/** Fractions are cut off; from 2^31 on values are scaled down to Int32, which costs nothing that their bucket keeps. */
function bucketOfOther(value: number): number {
  if (!(value > 0)) return 0;
  if (value < 2 ** 31) return bucketOf(Math.trunc(value));
  if (value >= 2 ** MAX_EXPONENT) return HISTOGRAM_BUCKETS - 1;
  return bucketOf(Math.trunc(value / 512)) + 9 * SUB_BUCKETS;
}

/** The middle of a bucket, which stands for its values. */
export function valueOfBucket(bucket: number): number {
  if (bucket < 2 * SUB_BUCKETS) return bucket;
  const shift = (bucket >> SUB_BUCKET_BITS) - 1;
  const lowest = ((bucket & (SUB_BUCKETS - 1)) + SUB_BUCKETS) * 2 ** shift;
  return lowest + (2 ** shift - 1) / 2;
}

/** The writing end, and what a reader snapshots. */
export class Histogram {
  declare readonly region: Region;
  declare private readonly f64: Float64Array<SharedArrayBuffer>;

  constructor(region: Region = allocateRegion(HISTOGRAM_REGION_BYTES)) {
    if (region.byteLength < HISTOGRAM_REGION_BYTES) {
      throw new RangeError(`a histogram needs ${HISTOGRAM_REGION_BYTES} bytes, not ${region.byteLength}`);
    }
    this.region = region;
    this.f64 = region.f64;
  }

  record(value: number): void {
    const f64 = this.f64;
    const index = COUNTS + bucketOf(value);
    f64[index] = f64[index]! + 1;
    if (value > f64[MAX]!) f64[MAX] = value;
  }

  /** The same value `times` over: a batch whose records share a stamp. */
  recordMany(value: number, times: number): void {
    const f64 = this.f64;
    const index = COUNTS + bucketOf(value);
    f64[index] = f64[index]! + times;
    if (value > f64[MAX]!) f64[MAX] = value;
  }

  /** Records so far; sums all buckets. */
  get count(): number {
    return this.snapshot().count;
  }

  get max(): number {
    return this.f64[MAX]!;
  }

  percentile(p: number): number {
    return this.snapshot().percentile(p);
  }

  /** A copy to ask for percentiles, or to subtract from a later one. */
  snapshot(): HistogramSnapshot {
    return new HistogramSnapshot(Float64Array.from(this.f64.subarray(COUNTS, COUNTS + HISTOGRAM_BUCKETS)), this.max);
  }

  /** For the writer alone, or while it is known to rest. */
  clear(): void {
    this.f64.fill(0);
  }
}

export class HistogramSnapshot {
  declare readonly counts: Float64Array;
  declare readonly count: number;
  declare readonly max: number;

  constructor(counts: Float64Array, max: number) {
    this.counts = counts;
    this.count = counts.reduce((sum, count) => sum + count, 0);
    this.max = max;
  }

  /** The value that a share `p` (0 to 1, e.g. 0.99) of the records does not exceed; 0 when there are none. */
  percentile(p: number): number {
    const rank = Math.max(1, Math.ceil(p * this.count));
    let seen = 0;
    for (let bucket = 0; bucket < this.counts.length; bucket++) {
      seen += this.counts[bucket]!;
      if (seen >= rank && this.count > 0) return Math.min(valueOfBucket(bucket), this.max);
    }
    return 0;
  }

  /** What was recorded between `earlier` and this. Its maximum is known to a bucket only. */
  since(earlier: HistogramSnapshot): HistogramSnapshot {
    const counts = this.counts.map((count, bucket) => count - earlier.counts[bucket]!);
    return new HistogramSnapshot(counts, highestOf(counts, this.max));
  }

  /** Several writers' records as one. */
  plus(other: HistogramSnapshot): HistogramSnapshot {
    const counts = this.counts.map((count, bucket) => count + other.counts[bucket]!);
    return new HistogramSnapshot(counts, Math.max(this.max, other.max));
  }
}

function highestOf(counts: Float64Array, max: number): number {
  const bucket = counts.findLastIndex((count) => count > 0);
  if (bucket < 0) return 0;
  return bucket === bucketOf(max) ? max : Math.min(valueOfBucket(bucket), max);
}
