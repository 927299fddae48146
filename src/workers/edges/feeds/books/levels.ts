import { makeFarLevels } from './far_levels.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';
import { makeWindows, threeQuarters } from './windows.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AT, BASE, BEST_KEY, BEST_LEVEL, FAR_HEAD, FAR_LEVELS, MASK } = layout;
const { MOST_WINDOW_TICKS, STATE_SHIFT, WINDOW_LEVELS } = layout;

/**
 * The price levels of all sides of all books, best first. Those around the best price lie in the side's window, all others
 * have keys below the window's and lie in the side's far list. A side with levels has one in its window.
 */
export interface Levels {
  /** Where the level of a key is. It has orders. */
  levelAt(side: number, key: number): number;
  /** Where the level of a key is or would be; 0: there is no room for a window. Whoever puts an order there says `opened`. */
  levelFor(side: number, key: number): number;
  /** A level has got its first order. */
  opened(side: number, key: number, level: number): void;
  /** A level has lost its last order. */
  closed(side: number, level: number): void;
  keyOf(side: number, level: number): number;
  /** The next worse level, or 0. */
  next(side: number, level: number): number;
  /** Gives each level of a side the key that `keyOf` makes of it, which keeps their order. */
  renumber(side: number, newKey: (key: number) => number): void;
}

export function makeLevels(memory: BookMemory): Levels {
  const { state, farKey, farNext } = memory;
  const farFirst = memory.limits.windowTicks;
  const far = makeFarLevels(memory);
  const { below, empty, enter, grow, leave, lower, open, raise } = makeWindows(memory, far);

  function levelAt(side: number, key: number): number {
    const stateAt = side << STATE_SHIFT;
    const offset = key - state[stateAt + BASE]!;
    const mask = state[stateAt + MASK]!;
    return offset < 0 || offset > mask ? farFirst + far.at(side, key) : state[stateAt + AT]! + (key & mask);
  }

  function levelFor(side: number, key: number): number {
    const stateAt = side << STATE_SHIFT;
    const offset = key - state[stateAt + BASE]!;
    const mask = state[stateAt + MASK]!;
    if (offset < 0 || offset > mask || mask === 0) return levelOutside(side, key);
    return state[stateAt + AT]! + (key & mask);
  }

  function levelOutside(side: number, key: number): number {
    const stateAt = side << STATE_SHIFT;
    if (state[stateAt + MASK] === 0 && !open(side)) return 0;
    const mask = state[stateAt + MASK]!;
    const half = (mask + 1) >> 1;
    const best = state[stateAt + BEST_KEY]!;
    if (state[stateAt + WINDOW_LEVELS] === 0) state[stateAt + BASE] = key - threeQuarters(mask);
    else if (key > best) raise(side, key - half);
    else if (best - key < half) lower(side, best - threeQuarters(mask));
    else if (!mayGrow(side) || !grow(side)) return farLevelFor(side, key);
    else return levelFor(side, key);
    return state[stateAt + AT]! + (key & mask);
  }

  function mayGrow(side: number): boolean {
    const stateAt = side << STATE_SHIFT;
    const ticks = state[stateAt + MASK]! + 1;
    return ticks < MOST_WINDOW_TICKS && state[stateAt + FAR_LEVELS]! > ticks >> 3;
  }

  /** A far level is in its list before it has an order. */
  function farLevelFor(side: number, key: number): number {
    const there = far.at(side, key);
    return farFirst + (there !== 0 ? there : far.insert(side, key));
  }

  function opened(side: number, key: number, level: number): void {
    if (level < farFirst) enter(side, key, level);
  }

  function closed(side: number, level: number): void {
    if (level >= farFirst) {
      far.remove(level - farFirst);
      return;
    }
    const stateAt = side << STATE_SHIFT;
    leave(side, level);
    if (level !== state[stateAt + BEST_LEVEL]) return;
    if (state[stateAt + WINDOW_LEVELS] === 0) {
      becameEmpty(side);
      return;
    }
    const next = below(side, level);
    state[stateAt + BEST_KEY]! -= (level - next) & state[stateAt + MASK]!;
    state[stateAt + BEST_LEVEL] = next;
  }

  function becameEmpty(side: number): void {
    const stateAt = side << STATE_SHIFT;
    const head = state[stateAt + FAR_HEAD]!;
    state[stateAt + BEST_KEY] = 0;
    state[stateAt + BEST_LEVEL] = 0;
    if (head !== 0) lower(side, farKey[head]! - threeQuarters(state[stateAt + MASK]!));
  }

  function keyOf(side: number, level: number): number {
    if (level >= farFirst) return farKey[level - farFirst]!;
    const stateAt = side << STATE_SHIFT;
    const base = state[stateAt + BASE]!;
    return base + ((level - state[stateAt + AT]! - base) & state[stateAt + MASK]!);
  }

  function next(side: number, level: number): number {
    const stateAt = side << STATE_SHIFT;
    let far = 0;
    if (level >= farFirst) far = farNext[level - farFirst]!;
    else {
      const found = state[stateAt + WINDOW_LEVELS]! > 1 ? below(side, level) : level;
      if (keyOf(side, found) < keyOf(side, level)) return found;
      far = state[stateAt + FAR_HEAD]!;
    }
    return far === 0 ? 0 : farFirst + far;
  }

  function renumber(side: number, newKey: (key: number) => number): void {
    const stateAt = side << STATE_SHIFT;
    if (state[stateAt + WINDOW_LEVELS] === 0) return;
    empty(side);
    for (let at = state[stateAt + FAR_HEAD]!; at !== 0; at = farNext[at]!) farKey[at] = newKey(farKey[at]!);
    lower(side, farKey[state[stateAt + FAR_HEAD]!]! - threeQuarters(state[stateAt + MASK]!));
  }

  return { levelAt, levelFor, opened, closed, keyOf, next, renumber };
}
