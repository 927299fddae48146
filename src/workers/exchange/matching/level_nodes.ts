import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { F64, KEY, NEXT, NEXT_FAR, NODE_SHIFT, PREV, SIDE } = layout;

/** The records of levels. One that is not in use is an empty ring, like one that is about to be. */
export interface LevelNodes {
  /** A level without orders. */
  take(side: number, key: number): number;
  give(level: number): void;
}

export function makeLevelNodes({ words, doubles, hidden, orderCapacity }: BookMemory): LevelNodes {
  // The last freed level is the next used, since it is still in the cache.
  let free = 1 << NODE_SHIFT;
  const last = orderCapacity << NODE_SHIFT;
  for (let level = free; level <= last; level += 1 << NODE_SHIFT) {
    words[level + NEXT] = level;
    words[level + PREV] = level;
    words[level + NEXT_FAR] = level === last ? 0 : level + (1 << NODE_SHIFT);
  }

  function take(side: number, key: number): number {
    const level = free;
    free = words[level + NEXT_FAR]!;
    words[level + KEY] = key;
    words[level + SIDE] = side;
    doubles[(level >> 1) + F64] = 0;
    hidden[level >> NODE_SHIFT] = 0;
    return level;
  }

  function give(level: number): void {
    words[level + NEXT_FAR] = free;
    free = level;
  }

  return { take, give };
}
