import { EMPTY_KEY, KEY, LEVEL_SHIFT, NEXT_FAR, PREV_FAR } from './layout.ts';
import type { LevelPool } from './level_pool.ts';

/** Ticks around the touch that are found by index; a power of two. 4,096 one-cent ticks hold a stock's active day. */
export const WINDOW_TICKS = 4096;
const MASK = WINDOW_TICKS - 1;
const HALF = WINDOW_TICKS / 2;
const THREE_QUARTERS = (WINDOW_TICKS * 3) / 4;
const BIT_WORDS = WINDOW_TICKS / 32;

/**
 * The price levels of one side of one book, best first.
 *
 * Levels with keys in [base, base + WINDOW_TICKS) are found by `key & MASK`, and a bit map finds the next one below.
 * Every other level has a key below `base` and lies in the far list, best first: slow to search, but only stub quotes
 * and forgotten orders live there. The window slides when the touch moves.
 */
export class BookSide {
  best = EMPTY_KEY;
  bestLevel = 0;
  private base = 0;
  private farHead = 0;
  private windowLevels = 0;
  private readonly index: number;
  private readonly pool: LevelPool;
  private readonly slots = new Int32Array(WINDOW_TICKS);
  private readonly bits = new Int32Array(BIT_WORDS);

  constructor(index: number, pool: LevelPool) {
    this.index = index;
    this.pool = pool;
  }

  /** The level of `key`, opened when there is none. */
  levelFor(key: number): number {
    if ((key - this.base) >>> 0 < WINDOW_TICKS) {
      const level = this.slots[key & MASK]!;
      return level !== 0 ? level : this.open(key);
    }
    return this.levelOutside(key);
  }

  /** The level of `key`, or 0. */
  find(key: number): number {
    if ((key - this.base) >>> 0 < WINDOW_TICKS) return this.slots[key & MASK]!;
    let level = this.farHead;
    while (level !== 0 && this.keyOf(level) > key) level = this.farAfter(level);
    return level !== 0 && this.keyOf(level) === key ? level : 0;
  }

  /** The next worse level, or 0. */
  next(level: number): number {
    const key = this.keyOf(level);
    if (key < this.base) return this.farAfter(level);
    const slot = this.slotBelow(key);
    if (slot < 0) return this.farHead;
    const below = this.slots[slot]!;
    // Past the window's bottom the search comes round to keys that are better.
    return this.keyOf(below) < key ? below : this.farHead;
  }

  /** Takes an empty level out of the side. */
  close(level: number): void {
    const key = this.keyOf(level);
    if (key < this.base) {
      this.unlinkFar(level);
    } else {
      const slot = key & MASK;
      this.slots[slot] = 0;
      this.bits[slot >>> 5] = this.bits[slot >>> 5]! & ~(1 << (slot & 31));
      this.windowLevels--;
      if (key === this.best) this.findBest();
    }
    this.pool.give(level);
  }

  private keyOf(level: number): number {
    return this.pool.words[(level << LEVEL_SHIFT) + KEY]!;
  }

  private farAfter(level: number): number {
    return this.pool.words[(level << LEVEL_SHIFT) + NEXT_FAR]!;
  }

  private open(key: number): number {
    const level = this.pool.take(key, this.index);
    this.place(level, key);
    return level;
  }

  private place(level: number, key: number): void {
    const slot = key & MASK;
    this.slots[slot] = level;
    this.bits[slot >>> 5] = this.bits[slot >>> 5]! | (1 << (slot & 31));
    this.windowLevels++;
    if (key > this.best) {
      this.best = key;
      this.bestLevel = level;
    }
  }

  /** The slot of the next set bit below the key's, circularly, or -1. */
  private slotBelow(key: number): number {
    const slot = key & MASK;
    let word = slot >>> 5;
    let found = this.bits[word]! & ((1 << (slot & 31)) - 1);
    for (let words = 0; found === 0; words++) {
      if (words === BIT_WORDS) return -1;
      word = (word - 1) & (BIT_WORDS - 1);
      found = this.bits[word]!;
    }
    return (word << 5) + 31 - Math.clz32(found);
  }

  /** The best level is gone: the next lies below it in the window, or the window moves to the far list's head. */
  private findBest(): void {
    if (this.windowLevels !== 0) {
      const slot = this.slotBelow(this.best);
      this.best -= (this.best - slot) & MASK;
      this.bestLevel = this.slots[slot]!;
      return;
    }
    this.best = EMPTY_KEY;
    this.bestLevel = 0;
    if (this.farHead !== 0) {
      this.base = this.keyOf(this.farHead) - THREE_QUARTERS;
      this.pullFar();
    }
  }

  private levelOutside(key: number): number {
    if (this.windowLevels === 0) {
      // A side with levels always has one in the window, so this side is empty.
      this.base = key - THREE_QUARTERS;
    } else if (key >= this.base) {
      this.slideUp(key - HALF);
    } else if (this.best - key < HALF) {
      this.base = this.best - THREE_QUARTERS;
      this.pullFar();
      const level = this.slots[key & MASK]!;
      if (level !== 0) return level;
    } else {
      return this.farLevelFor(key);
    }
    return this.open(key);
  }

  /** Levels that the window leaves below itself go to the far list, each before the one moved earlier. */
  private slideUp(base: number): void {
    const end = Math.min(base, this.base + WINDOW_TICKS);
    for (let key = this.base; key < end; key++) {
      const slot = key & MASK;
      const level = this.slots[slot]!;
      if (level === 0) continue;
      this.slots[slot] = 0;
      this.bits[slot >>> 5] = this.bits[slot >>> 5]! & ~(1 << (slot & 31));
      this.windowLevels--;
      this.linkFar(level, 0, this.farHead);
    }
    this.base = base;
  }

  private pullFar(): void {
    while (this.farHead !== 0 && this.keyOf(this.farHead) >= this.base) {
      const level = this.farHead;
      this.unlinkFar(level);
      this.place(level, this.keyOf(level));
    }
  }

  private farLevelFor(key: number): number {
    let before = 0;
    let after = this.farHead;
    while (after !== 0 && this.keyOf(after) > key) {
      before = after;
      after = this.farAfter(after);
    }
    if (after !== 0 && this.keyOf(after) === key) return after;
    const level = this.pool.take(key, this.index);
    this.linkFar(level, before, after);
    return level;
  }

  private linkFar(level: number, before: number, after: number): void {
    const words = this.pool.words;
    words[(level << LEVEL_SHIFT) + PREV_FAR] = before;
    words[(level << LEVEL_SHIFT) + NEXT_FAR] = after;
    if (before === 0) this.farHead = level;
    else words[(before << LEVEL_SHIFT) + NEXT_FAR] = level;
    if (after !== 0) words[(after << LEVEL_SHIFT) + PREV_FAR] = level;
  }

  private unlinkFar(level: number): void {
    const words = this.pool.words;
    const before = words[(level << LEVEL_SHIFT) + PREV_FAR]!;
    const after = words[(level << LEVEL_SHIFT) + NEXT_FAR]!;
    if (before === 0) this.farHead = after;
    else words[(before << LEVEL_SHIFT) + NEXT_FAR] = after;
    if (after !== 0) words[(after << LEVEL_SHIFT) + PREV_FAR] = before;
  }
}
