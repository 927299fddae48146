import * as layout from './layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { EMPTY_KEY, KEY, LEVEL_SHIFT, LEVEL_SHIFT_F64, NEXT_FAR, PREV_FAR, SIDE, TOTAL_F64 } = layout;
const { BASE, BEST, BEST_LEVEL, FAR_HEAD, STATE_SHIFT, WINDOW_LEVELS, WINDOW_TICKS } = layout;

const WINDOW_SHIFT = 12;
const MASK = WINDOW_TICKS - 1;
const HALF = WINDOW_TICKS / 2;
const THREE_QUARTERS = (WINDOW_TICKS * 3) / 4;
const BIT_WORDS = WINDOW_TICKS / 32;
const BIT_WORDS_SHIFT = 7;

/**
 * The price levels of all sides of all books, best first; a side is twice its instrument, plus one for asks.
 *
 * Levels with keys in [base, base + WINDOW_TICKS) are found by `key & MASK`, and a bit map finds the next one below.
 * Every other level has a key below `base` and lies in the side's far list, best first: slow to search, but only stub
 * quotes and forgotten orders live there. The window slides when the touch moves.
 */
export interface Books {
  readonly words: Int32Array;
  readonly totals: Float64Array;
  /** Lots that a level's orders hide. */
  readonly hidden: Float64Array;
  /** Best key and level of each side, and what is the books' own. */
  readonly state: Int32Array;
  /** The level of `key`, opened when there is none. */
  levelFor(side: number, key: number): number;
  /** The next worse level, or 0. */
  next(side: number, level: number): number;
  /** Takes an empty level out of its side. */
  close(level: number): void;
}

/** `levelCapacity` is the orders': a level has at least one, so levels never run out. */
export function makeBooks(sides: number, levelCapacity: number): Books {
  const memory = new ArrayBuffer((levelCapacity + 1) << (LEVEL_SHIFT + 2));
  const words = new Int32Array(memory);
  const totals = new Float64Array(memory);
  const hidden = new Float64Array(levelCapacity + 1);
  const state = new Int32Array(sides << STATE_SHIFT);
  const slots = new Int32Array(sides << WINDOW_SHIFT);
  const bits = new Int32Array(sides << BIT_WORDS_SHIFT);
  // The last freed level is the next used, since it is still in the cache.
  let free = 1;
  for (let level = 1; level < levelCapacity; level++) words[(level << LEVEL_SHIFT) + NEXT_FAR] = level + 1;
  for (let side = 0; side < sides; side++) state[(side << STATE_SHIFT) + BEST] = EMPTY_KEY;

  function keyOf(level: number): number {
    return words[(level << LEVEL_SHIFT) + KEY]!;
  }

  function levelFor(side: number, key: number): number {
    if ((key - state[(side << STATE_SHIFT) + BASE]!) >>> 0 < WINDOW_TICKS) {
      const level = slots[(side << WINDOW_SHIFT) + (key & MASK)]!;
      return level !== 0 ? level : open(side, key);
    }
    return levelOutside(side, key);
  }

  function next(side: number, level: number): number {
    const at = side << STATE_SHIFT;
    const key = keyOf(level);
    if (key < state[at + BASE]!) return words[(level << LEVEL_SHIFT) + NEXT_FAR]!;
    const below = slots[(side << WINDOW_SHIFT) + slotBelow(side, key)]!;
    // Past the window's bottom the search comes round to keys that are not worse.
    return keyOf(below) < key ? below : state[at + FAR_HEAD]!;
  }

  function close(level: number): void {
    const levelAt = level << LEVEL_SHIFT;
    const side = words[levelAt + SIDE]!;
    const at = side << STATE_SHIFT;
    const key = words[levelAt + KEY]!;
    if (key < state[at + BASE]!) {
      unlinkFar(side, level);
    } else {
      leaveWindow(side, key);
      if (key === state[at + BEST]) findBest(side);
    }
    words[levelAt + NEXT_FAR] = free;
    free = level;
  }

  function take(side: number, key: number): number {
    const level = free;
    const at = level << LEVEL_SHIFT;
    free = words[at + NEXT_FAR]!;
    // Head, tail and the list links are 0 in a free level's record but for this one.
    words[at + NEXT_FAR] = 0;
    words[at + PREV_FAR] = 0;
    words[at + KEY] = key;
    words[at + SIDE] = side;
    totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64] = 0;
    hidden[level] = 0;
    return level;
  }

  function open(side: number, key: number): number {
    const level = take(side, key);
    enterWindow(side, key, level);
    return level;
  }

  function enterWindow(side: number, key: number, level: number): void {
    const at = side << STATE_SHIFT;
    const slot = key & MASK;
    slots[(side << WINDOW_SHIFT) + slot] = level;
    bits[(side << BIT_WORDS_SHIFT) + (slot >>> 5)]! |= 1 << (slot & 31);
    state[at + WINDOW_LEVELS]! += 1;
    if (key > state[at + BEST]!) {
      state[at + BEST] = key;
      state[at + BEST_LEVEL] = level;
    }
  }

  function leaveWindow(side: number, key: number): void {
    const slot = key & MASK;
    slots[(side << WINDOW_SHIFT) + slot] = 0;
    bits[(side << BIT_WORDS_SHIFT) + (slot >>> 5)]! &= ~(1 << (slot & 31));
    state[(side << STATE_SHIFT) + WINDOW_LEVELS]! -= 1;
  }

  /** The slot of the next level below the key's, circularly; the side has one in its window. */
  function slotBelow(side: number, key: number): number {
    const first = side << BIT_WORDS_SHIFT;
    const slot = key & MASK;
    let word = slot >>> 5;
    let found = bits[first + word]! & ((1 << (slot & 31)) - 1);
    while (found === 0) {
      word = (word - 1) & (BIT_WORDS - 1);
      found = bits[first + word]!;
    }
    return (word << 5) + 31 - Math.clz32(found);
  }

  /** The best level is gone: the next lies below it in the window, or the window moves to the far list's head. */
  function findBest(side: number): void {
    const at = side << STATE_SHIFT;
    const best = state[at + BEST]!;
    if (state[at + WINDOW_LEVELS] !== 0) {
      const slot = slotBelow(side, best);
      state[at + BEST] = best - ((best - slot) & MASK);
      state[at + BEST_LEVEL] = slots[(side << WINDOW_SHIFT) + slot]!;
      return;
    }
    state[at + BEST] = EMPTY_KEY;
    state[at + BEST_LEVEL] = 0;
    const head = state[at + FAR_HEAD]!;
    if (head === 0) return;
    state[at + BASE] = keyOf(head) - THREE_QUARTERS;
    pullFar(side);
  }

  function levelOutside(side: number, key: number): number {
    const at = side << STATE_SHIFT;
    if (state[at + WINDOW_LEVELS] === 0) {
      // A side with levels always has one in the window, so this side is empty.
      state[at + BASE] = key - THREE_QUARTERS;
    } else if (key >= state[at + BASE]!) {
      slideUp(side, key - HALF);
    } else if (state[at + BEST]! - key < HALF) {
      state[at + BASE] = state[at + BEST]! - THREE_QUARTERS;
      pullFar(side);
      const level = slots[(side << WINDOW_SHIFT) + (key & MASK)]!;
      if (level !== 0) return level;
    } else {
      return farLevelFor(side, key);
    }
    return open(side, key);
  }

  /** Levels that the window leaves below itself go to the far list, each before the one moved earlier. */
  function slideUp(side: number, base: number): void {
    const at = side << STATE_SHIFT;
    const end = Math.min(base, state[at + BASE]! + WINDOW_TICKS);
    for (let key = state[at + BASE]!; key < end; key++) {
      const level = slots[(side << WINDOW_SHIFT) + (key & MASK)]!;
      if (level === 0) continue;
      leaveWindow(side, key);
      linkFar(side, level, 0, state[at + FAR_HEAD]!);
    }
    state[at + BASE] = base;
  }

  function pullFar(side: number): void {
    const at = side << STATE_SHIFT;
    for (let level = state[at + FAR_HEAD]!; level !== 0; level = state[at + FAR_HEAD]!) {
      const key = keyOf(level);
      if (key < state[at + BASE]!) break;
      unlinkFar(side, level);
      enterWindow(side, key, level);
    }
  }

  function farLevelFor(side: number, key: number): number {
    let before = 0;
    let after = state[(side << STATE_SHIFT) + FAR_HEAD]!;
    while (after !== 0 && keyOf(after) > key) {
      before = after;
      after = words[(after << LEVEL_SHIFT) + NEXT_FAR]!;
    }
    if (after !== 0 && keyOf(after) === key) return after;
    const level = take(side, key);
    linkFar(side, level, before, after);
    return level;
  }

  function linkFar(side: number, level: number, before: number, after: number): void {
    words[(level << LEVEL_SHIFT) + PREV_FAR] = before;
    words[(level << LEVEL_SHIFT) + NEXT_FAR] = after;
    if (before === 0) state[(side << STATE_SHIFT) + FAR_HEAD] = level;
    else words[(before << LEVEL_SHIFT) + NEXT_FAR] = level;
    if (after !== 0) words[(after << LEVEL_SHIFT) + PREV_FAR] = level;
  }

  function unlinkFar(side: number, level: number): void {
    const before = words[(level << LEVEL_SHIFT) + PREV_FAR]!;
    const after = words[(level << LEVEL_SHIFT) + NEXT_FAR]!;
    if (before === 0) state[(side << STATE_SHIFT) + FAR_HEAD] = after;
    else words[(before << LEVEL_SHIFT) + NEXT_FAR] = after;
    if (after !== 0) words[(after << LEVEL_SHIFT) + PREV_FAR] = before;
  }

  return { words, totals, hidden, state, levelFor, next, close };
}
