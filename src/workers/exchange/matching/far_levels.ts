import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { FAR_HEAD, KEY, NEXT_FAR, PREV_FAR, STATE_SHIFT } = layout;

/** The levels below a side's window, in a list, best first: slow to search, but only stub quotes and forgotten orders live there. */
export interface FarLevels {
  /** The last level whose key is above `key`, or 0. */
  above(side: number, key: number): number;
  /** Puts a level behind `before`, or first when that is 0. */
  link(side: number, level: number, before: number): void;
  unlink(side: number, level: number): void;
}

export function makeFarLevels({ words, state }: BookMemory): FarLevels {
  function above(side: number, key: number): number {
    let before = 0;
    let level = state[(side << STATE_SHIFT) + FAR_HEAD]!;
    while (level !== 0 && words[level + KEY]! > key) {
      before = level;
      level = words[level + NEXT_FAR]!;
    }
    return before;
  }

  function link(side: number, level: number, before: number): void {
    const after = before === 0 ? state[(side << STATE_SHIFT) + FAR_HEAD]! : words[before + NEXT_FAR]!;
    words[level + PREV_FAR] = before;
    words[level + NEXT_FAR] = after;
    if (before === 0) state[(side << STATE_SHIFT) + FAR_HEAD] = level;
    else words[before + NEXT_FAR] = level;
    if (after !== 0) words[after + PREV_FAR] = level;
  }

  function unlink(side: number, level: number): void {
    const before = words[level + PREV_FAR]!;
    const after = words[level + NEXT_FAR]!;
    if (before === 0) state[(side << STATE_SHIFT) + FAR_HEAD] = after;
    else words[before + NEXT_FAR] = after;
    if (after !== 0) words[after + PREV_FAR] = before;
  }

  return { above, link, unlink };
}
