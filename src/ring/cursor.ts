/**
 * Int32 sequences: how to compare them, and one that a thread publishes for others.
 *
 * A sequence wraps after 2^32 steps (28 minutes at 2.5 M a second), so two are compared by their wrapped difference only: right
 * as long as they are less than 2^31 apart, which the ring between them guarantees.
 */
import { CACHE_LINE_BYTES, type Region } from './memory.ts';

export const CURSOR_REGION_BYTES = CACHE_LINE_BYTES;

/** How far `to` is ahead of `from`; negative when it is behind. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}

export function isBefore(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

export function next(sequence: number, steps = 1): number {
  return (sequence + steps) | 0;
}

/** The one that is furthest behind. */
export function earliest(a: number, b: number): number {
  return ((a - b) | 0) < 0 ? a : b;
}

/** A stage's sequence on a line of its own: one thread publishes, any reads. */
export class Cursor {
  declare private readonly i32: Int32Array<SharedArrayBuffer>;

  constructor(region: Region, byteOffset = 0) {
    if ((region.byteOffset + byteOffset) % CACHE_LINE_BYTES !== 0) {
      throw new RangeError(`a cursor has a cache line to itself; byte ${region.byteOffset + byteOffset} starts none`);
    }
    this.i32 = region.slice(byteOffset, CURSOR_REGION_BYTES).i32;
  }

  /** Everything written before is seen by who reads this value in `get`, its pair. */
  publish(sequence: number): void {
    Atomics.store(this.i32, 0, sequence);
  }

  /** Pairs with `publish`. Costs a look at the writer's line: once a batch, and keep the value. */
  get(): number {
    return Atomics.load(this.i32, 0);
  }
}
