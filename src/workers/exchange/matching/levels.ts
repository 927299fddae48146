import { makeFarLevels } from './far_levels.ts';
import * as layout from './layout.ts';
import { makeLevelNodes } from './level_nodes.ts';
import { makeLevelWindow } from './level_window.ts';
import type { BookMemory } from './memory.ts';
import { makeWindowSlide } from './window_slide.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BASE, BEST, BEST_LEVEL, EMPTY_KEY, FAR_HEAD, KEY, NEXT_FAR, SIDE, STATE_SHIFT } = layout;
const { WINDOW_LEVELS, WINDOW_TICKS } = layout;

const HALF = WINDOW_TICKS / 2;
const THREE_QUARTERS = (WINDOW_TICKS * 3) / 4;

/**
 * The price levels of all sides of all books, best first. Those around the touch lie in a window that slides with it,
 * all others have keys below the window's and lie in the side's far list. A side with levels has one in its window.
 */
export interface Levels {
  /** The level of `key`, opened when there is none. */
  levelFor(side: number, key: number): number;
  /** The next worse level, or 0. */
  next(side: number, level: number): number;
  /** Takes an empty level out of its side. */
  close(level: number): void;
}

export function makeLevels(memory: BookMemory): Levels {
  const { words, state } = memory;
  const window = makeLevelWindow(memory);
  const far = makeFarLevels(memory);
  const nodes = makeLevelNodes(memory);
  const { raise, lower } = makeWindowSlide(memory, window, far);
  const { covers, at, below, enter, leave, fallToNext } = window;

  function levelFor(side: number, key: number): number {
    if (!covers(side, key)) return levelOutside(side, key);
    const level = at(side, key);
    return level !== 0 ? level : open(side, key);
  }

  function next(side: number, level: number): number {
    const stateAt = side << STATE_SHIFT;
    const key = words[level + KEY]!;
    if (key < state[stateAt + BASE]!) return words[level + NEXT_FAR]!;
    const found = below(side, key);
    return words[found + KEY]! < key ? found : state[stateAt + FAR_HEAD]!;
  }

  function close(level: number): void {
    const side = words[level + SIDE]!;
    const stateAt = side << STATE_SHIFT;
    const key = words[level + KEY]!;
    if (key < state[stateAt + BASE]!) far.unlink(side, level);
    else {
      leave(side, key);
      if (key === state[stateAt + BEST]) findBest(side);
    }
    nodes.give(level);
  }

  function open(side: number, key: number): number {
    const level = nodes.take(side, key);
    enter(side, key, level);
    return level;
  }

  function findBest(side: number): void {
    const stateAt = side << STATE_SHIFT;
    if (state[stateAt + WINDOW_LEVELS] !== 0) {
      fallToNext(side);
      return;
    }
    const head = state[stateAt + FAR_HEAD]!;
    state[stateAt + BEST] = EMPTY_KEY;
    state[stateAt + BEST_LEVEL] = 0;
    if (head !== 0) lower(side, words[head + KEY]! - THREE_QUARTERS);
  }

  function levelOutside(side: number, key: number): number {
    const stateAt = side << STATE_SHIFT;
    if (state[stateAt + WINDOW_LEVELS] === 0) state[stateAt + BASE] = key - THREE_QUARTERS;
    else if (key >= state[stateAt + BASE]!) raise(side, key - HALF);
    else if (state[stateAt + BEST]! - key >= HALF) return farLevelFor(side, key);
    else lower(side, state[stateAt + BEST]! - THREE_QUARTERS);
    const level = at(side, key);
    return level !== 0 ? level : open(side, key);
  }

  function farLevelFor(side: number, key: number): number {
    const before = far.above(side, key);
    const after = before === 0 ? state[(side << STATE_SHIFT) + FAR_HEAD]! : words[before + NEXT_FAR]!;
    if (after !== 0 && words[after + KEY] === key) return after;
    const level = nodes.take(side, key);
    far.link(side, level, before);
    return level;
  }

  return { levelFor, next, close };
}
