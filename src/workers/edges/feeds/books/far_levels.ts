import * as layout from './layout.ts';
import { type BookMemory, Cell } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { FAR_HEAD, FAR_LEVELS, STATE_SHIFT } = layout;
const { FREE_FAR, NEW_FAR } = Cell;

/** Levels below a side's window, in a list, best first: slow to search, but only stub quotes and forgotten orders live there. */
export interface FarLevels {
  /** The far level of a key, or 0. */
  at(side: number, key: number): number;
  /** A new one in its place in the list. */
  insert(side: number, key: number): number;
  /** The same before all others of the side, whose keys are lower. */
  push(side: number, key: number): number;
  remove(far: number): void;
}

export function makeFarLevels({ state, farKey, farSide, farNext, farPrevious, cells }: BookMemory): FarLevels {
  function at(side: number, key: number): number {
    let far = state[(side << STATE_SHIFT) + FAR_HEAD]!;
    while (far !== 0 && farKey[far]! > key) far = farNext[far]!;
    return far !== 0 && farKey[far] === key ? far : 0;
  }

  function insert(side: number, key: number): number {
    let before = 0;
    let after = state[(side << STATE_SHIFT) + FAR_HEAD]!;
    while (after !== 0 && farKey[after]! > key) {
      before = after;
      after = farNext[after]!;
    }
    return link(side, key, before, after);
  }

  function push(side: number, key: number): number {
    return link(side, key, 0, state[(side << STATE_SHIFT) + FAR_HEAD]!);
  }

  function link(side: number, key: number, before: number, after: number): number {
    const far = take();
    farKey[far] = key;
    farSide[far] = side;
    farNext[far] = after;
    farPrevious[far] = before;
    if (after !== 0) farPrevious[after] = far;
    if (before !== 0) farNext[before] = far;
    else state[(side << STATE_SHIFT) + FAR_HEAD] = far;
    state[(side << STATE_SHIFT) + FAR_LEVELS]! += 1;
    return far;
  }

  function take(): number {
    const free = cells[FREE_FAR]!;
    if (free === 0) return cells[NEW_FAR]!++;
    cells[FREE_FAR] = farNext[free]!;
    return free;
  }

  function remove(far: number): void {
    const stateAt = farSide[far]! << STATE_SHIFT;
    const before = farPrevious[far]!;
    const after = farNext[far]!;
    if (after !== 0) farPrevious[after] = before;
    if (before !== 0) farNext[before] = after;
    else state[stateAt + FAR_HEAD] = after;
    state[stateAt + FAR_LEVELS]! -= 1;
    farNext[far] = cells[FREE_FAR]!;
    cells[FREE_FAR] = far;
  }

  return { at, insert, push, remove };
}
