import { HEAD, KEY, LEVEL_SHIFT, LEVEL_SHIFT_F64, NEXT_FAR, PREV_FAR, SIDE, TAIL, TOTAL_F64 } from './layout.ts';

/** Price levels of all books, recycled; the last freed is the next used, since it is still in the cache. */
export class LevelPool {
  readonly words: Int32Array;
  readonly totals: Float64Array;
  /** Lots that the level's orders hide. */
  readonly hidden: Float64Array;
  private free: number;

  constructor(capacity: number) {
    const memory = new ArrayBuffer((capacity + 1) << (LEVEL_SHIFT + 2));
    this.words = new Int32Array(memory);
    this.totals = new Float64Array(memory);
    this.hidden = new Float64Array(capacity + 1);
    for (let level = 1; level < capacity; level++) this.words[(level << LEVEL_SHIFT) + NEXT_FAR] = level + 1;
    this.free = 1;
  }

  /** Never runs out: the pool is as large as the orders' and a level has at least one order. */
  take(key: number, side: number): number {
    const level = this.free;
    const at = level << LEVEL_SHIFT;
    const words = this.words;
    this.free = words[at + NEXT_FAR]!;
    words[at + HEAD] = 0;
    words[at + TAIL] = 0;
    words[at + KEY] = key;
    words[at + NEXT_FAR] = 0;
    words[at + PREV_FAR] = 0;
    words[at + SIDE] = side;
    this.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64] = 0;
    this.hidden[level] = 0;
    return level;
  }

  give(level: number): void {
    this.words[(level << LEVEL_SHIFT) + NEXT_FAR] = this.free;
    this.free = level;
  }
}
