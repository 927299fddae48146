import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BASE, BEST, BEST_LEVEL, STATE_SHIFT, WINDOW_LEVELS, WINDOW_SHIFT, WINDOW_TICKS } = layout;

const MASK = WINDOW_TICKS - 1;
const BIT_WORDS = WINDOW_TICKS / 32;
const BIT_WORDS_SHIFT = WINDOW_SHIFT - 5;

/** The levels of each side with keys in [base, base + WINDOW_TICKS), found by `key & MASK`; a bit map finds the next below. */
export interface LevelWindow {
  /** Whether the key lies in the side's window. */
  covers(side: number, key: number): boolean;
  /** The level of a key in the window, or 0. */
  at(side: number, key: number): number;
  /** The next level below a key, circularly: past the window's bottom the search comes round to keys that are not worse. */
  below(side: number, key: number): number;
  enter(side: number, key: number, level: number): void;
  leave(side: number, key: number): void;
  /** The best level has left: the next below it is the best. The side has one in its window. */
  fallToNext(side: number): void;
}

export function makeLevelWindow({ state, sides }: BookMemory): LevelWindow {
  const slots = new Int32Array(sides << WINDOW_SHIFT);
  const bits = new Int32Array(sides << BIT_WORDS_SHIFT);

  function covers(side: number, key: number): boolean {
    return (key - state[(side << STATE_SHIFT) + BASE]!) >>> 0 < WINDOW_TICKS;
  }

  function at(side: number, key: number): number {
    return slots[(side << WINDOW_SHIFT) + (key & MASK)]!;
  }

  function below(side: number, key: number): number {
    return slots[(side << WINDOW_SHIFT) + slotBelow(side, key)]!;
  }

  function enter(side: number, key: number, level: number): void {
    const stateAt = side << STATE_SHIFT;
    const slot = key & MASK;
    slots[(side << WINDOW_SHIFT) + slot] = level;
    bits[(side << BIT_WORDS_SHIFT) + (slot >>> 5)]! |= 1 << (slot & 31);
    state[stateAt + WINDOW_LEVELS]! += 1;
    if (key > state[stateAt + BEST]!) {
      state[stateAt + BEST] = key;
      state[stateAt + BEST_LEVEL] = level;
    }
  }

  function leave(side: number, key: number): void {
    const slot = key & MASK;
    slots[(side << WINDOW_SHIFT) + slot] = 0;
    bits[(side << BIT_WORDS_SHIFT) + (slot >>> 5)]! &= ~(1 << (slot & 31));
    state[(side << STATE_SHIFT) + WINDOW_LEVELS]! -= 1;
  }

  function fallToNext(side: number): void {
    const stateAt = side << STATE_SHIFT;
    const best = state[stateAt + BEST]!;
    const slot = slotBelow(side, best);
    state[stateAt + BEST] = best - ((best - slot) & MASK);
    state[stateAt + BEST_LEVEL] = slots[(side << WINDOW_SHIFT) + slot]!;
  }

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

  return { covers, at, below, enter, leave, fallToNext };
}
