import type { FarLevels } from './far_levels.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';
import { makeWindowBlocks } from './window_blocks.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AT, BASE, BEST_KEY, BEST_LEVEL, FAR_HEAD, FIRST_WINDOW_TICKS, LEVEL_SHARES, LEVEL_SHIFT, MASK } = layout;
const { ORDERS, STATE_SHIFT, WINDOW_LEVELS } = layout;

/**
 * A side's window: its levels with keys in [base, base + ticks), each found at `key & mask`, and a bit map to find the next
 * one below. Moving a level into or out of it tells all of its orders, so it moves seldom: by half a window at least.
 */
export interface Windows {
  /** Gives a side its first window; false: there is no room. */
  open(side: number): boolean;
  /** Four times as many ticks; false: there is no room, and nothing changed. */
  grow(side: number): boolean;
  /** Puts the base higher; levels that fall out go to the far list. */
  raise(side: number, base: number): void;
  /** Puts the base lower, and takes in the far levels that are covered then. */
  lower(side: number, base: number): void;
  /** Puts all levels into the far list. */
  empty(side: number): void;
  enter(side: number, key: number, level: number): void;
  leave(side: number, level: number): void;
  /** The next worse level in the window, circularly: past its bottom the search comes round to keys that are not worse. */
  below(side: number, level: number): number;
}

export function makeWindows(memory: BookMemory, far: FarLevels): Windows {
  const { state, levels, bits, farKey } = memory;
  const farFirst = memory.limits.windowTicks;
  const blocks = makeWindowBlocks(memory);

  function open(side: number): boolean {
    return blocks.claim(side, FIRST_WINDOW_TICKS);
  }

  function grow(side: number): boolean {
    const stateAt = side << STATE_SHIFT;
    const ticks = (state[stateAt + MASK]! + 1) * 4;
    if (!blocks.hasRoom(ticks)) return false;
    empty(side);
    blocks.claim(side, ticks);
    takeInFar(side);
    return true;
  }

  /** The window is empty: it goes to where the best of the far levels is. */
  function takeInFar(side: number): void {
    const stateAt = side << STATE_SHIFT;
    const head = state[stateAt + FAR_HEAD]!;
    if (head !== 0) lower(side, farKey[head]! - threeQuarters(state[stateAt + MASK]!));
  }

  function raise(side: number, base: number): void {
    const stateAt = side << STATE_SHIFT;
    const mask = state[stateAt + MASK]!;
    const end = Math.min(base, state[stateAt + BASE]! + mask + 1);
    // From the lowest key on, so that each goes before all others of the far list.
    for (let key = state[stateAt + BASE]!; key < end && state[stateAt + WINDOW_LEVELS] !== 0; key++) {
      const level = state[stateAt + AT]! + (key & mask);
      if (levels[(level << LEVEL_SHIFT) + ORDERS] === 0) continue;
      leave(side, level);
      move(level, farFirst + far.push(side, key));
    }
    state[stateAt + BASE] = base;
    if (state[stateAt + WINDOW_LEVELS] !== 0) return;
    state[stateAt + BEST_KEY] = 0;
    state[stateAt + BEST_LEVEL] = 0;
  }

  function lower(side: number, base: number): void {
    const stateAt = side << STATE_SHIFT;
    state[stateAt + BASE] = base;
    let head = state[stateAt + FAR_HEAD]!;
    while (head !== 0 && farKey[head]! >= base) {
      const key = farKey[head]!;
      const level = state[stateAt + AT]! + (key & state[stateAt + MASK]!);
      far.remove(head);
      move(farFirst + head, level);
      enter(side, key, level);
      head = state[stateAt + FAR_HEAD]!;
    }
  }

  function empty(side: number): void {
    const stateAt = side << STATE_SHIFT;
    raise(side, state[stateAt + BASE]! + state[stateAt + MASK]! + 1);
  }

  function move(from: number, to: number): void {
    const source = from << LEVEL_SHIFT;
    const target = to << LEVEL_SHIFT;
    levels[target + LEVEL_SHARES] = levels[source + LEVEL_SHARES]!;
    levels[target + ORDERS] = levels[source + ORDERS]!;
    levels[source + LEVEL_SHARES] = 0;
    levels[source + ORDERS] = 0;
  }

  function enter(side: number, key: number, level: number): void {
    const stateAt = side << STATE_SHIFT;
    bits[level >> 5]! |= 1 << (level & 31);
    state[stateAt + WINDOW_LEVELS]! += 1;
    if (key <= state[stateAt + BEST_KEY]!) return;
    state[stateAt + BEST_KEY] = key;
    state[stateAt + BEST_LEVEL] = level;
  }

  function leave(side: number, level: number): void {
    bits[level >> 5]! &= ~(1 << (level & 31));
    state[(side << STATE_SHIFT) + WINDOW_LEVELS]! -= 1;
  }

  function below(side: number, level: number): number {
    const stateAt = side << STATE_SHIFT;
    const at = state[stateAt + AT]!;
    const first = at >> 5;
    const words = state[stateAt + MASK]! >> 5;
    let word = (level - at) >> 5;
    let found = bits[first + word]! & ((1 << (level & 31)) - 1);
    while (found === 0) {
      word = (word - 1) & words;
      found = bits[first + word]!;
    }
    return at + (word << 5) + 31 - Math.clz32(found);
  }

  return { open, grow, raise, lower, empty, enter, leave, below };
}

/** Most of a window lies below the best price, where the depth of the book is. */
export function threeQuarters(mask: number): number {
  return ((mask + 1) * 3) >> 2;
}
