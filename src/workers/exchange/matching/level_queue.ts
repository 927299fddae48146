import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { NEXT, PREV } = layout;

/** The ring of a level's orders. */
export interface LevelQueue {
  append(level: number, order: number): void;
  /** Whether the level has no orders now. */
  unlink(order: number): boolean;
}

export function makeLevelQueue({ words }: BookMemory): LevelQueue {
  function append(level: number, order: number): void {
    const last = words[level + PREV]!;
    words[order + NEXT] = level;
    words[order + PREV] = last;
    words[last + NEXT] = order;
    words[level + PREV] = order;
  }

  function unlink(order: number): boolean {
    const next = words[order + NEXT]!;
    const previous = words[order + PREV]!;
    words[previous + NEXT] = next;
    words[next + PREV] = previous;
    // Only the level itself is both neighbours of an order.
    return next === previous;
  }

  return { append, unlink };
}
