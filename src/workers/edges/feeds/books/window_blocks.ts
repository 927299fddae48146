import * as layout from './layout.ts';
import { type BookMemory, Cell } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AT, LEVEL_SHIFT, MASK, STATE_SHIFT } = layout;
const { NEW_TICKS } = Cell;

/** Hands out the ticks that windows lie in: blocks of a power of two, given back when a window grows. */
export interface WindowBlocks {
  /** Gives the side a block in place of the one it has, whose levels have left it; false: there is no room. */
  claim(side: number, ticks: number): boolean;
  hasRoom(ticks: number): boolean;
}

export function makeWindowBlocks({ state, levels, freeBlocks: free, cells, limits }: BookMemory): WindowBlocks {
  const { windowTicks } = limits;

  function claim(side: number, ticks: number): boolean {
    const at = take(ticks);
    if (at === 0) return false;
    const stateAt = side << STATE_SHIFT;
    if (state[stateAt + AT] !== 0) give(state[stateAt + AT]!, state[stateAt + MASK]! + 1);
    state[stateAt + AT] = at;
    state[stateAt + MASK] = ticks - 1;
    return true;
  }

  function hasRoom(ticks: number): boolean {
    return free[31 - Math.clz32(ticks)] !== 0 || cells[NEW_TICKS]! + ticks <= windowTicks;
  }

  function take(ticks: number): number {
    const size = 31 - Math.clz32(ticks);
    const given = free[size]!;
    if (given !== 0) {
      free[size] = levels[given << LEVEL_SHIFT]!;
      levels[given << LEVEL_SHIFT] = 0;
      return given;
    }
    const at = cells[NEW_TICKS]!;
    if (at + ticks > windowTicks) return 0;
    cells[NEW_TICKS] = at + ticks;
    return at;
  }

  /** A free block's first word names the next of its size. */
  function give(at: number, ticks: number): void {
    const size = 31 - Math.clz32(ticks);
    levels[at << LEVEL_SHIFT] = free[size]!;
    free[size] = at;
  }

  return { claim, hasRoom };
}
