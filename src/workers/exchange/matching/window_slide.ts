import type { FarLevels } from './far_levels.ts';
import * as layout from './layout.ts';
import type { LevelWindow } from './level_window.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BASE, FAR_HEAD, KEY, STATE_SHIFT, WINDOW_TICKS } = layout;

/** Moves a side's window along its prices; levels change between it and the far list. */
export interface WindowSlide {
  raise(side: number, base: number): void;
  lower(side: number, base: number): void;
}

export function makeWindowSlide({ words, state }: BookMemory, window: LevelWindow, far: FarLevels): WindowSlide {
  /** Levels that the window leaves below itself go to the far list, each before the one moved earlier. */
  function raise(side: number, base: number): void {
    const stateAt = side << STATE_SHIFT;
    const end = Math.min(base, state[stateAt + BASE]! + WINDOW_TICKS);
    for (let key = state[stateAt + BASE]!; key < end; key++) {
      const level = window.at(side, key);
      if (level === 0) continue;
      window.leave(side, key);
      far.link(side, level, 0);
    }
    state[stateAt + BASE] = base;
  }

  /** Over levels that lay in the far list. */
  function lower(side: number, base: number): void {
    const stateAt = side << STATE_SHIFT;
    state[stateAt + BASE] = base;
    for (let level = state[stateAt + FAR_HEAD]!; level !== 0; level = state[stateAt + FAR_HEAD]!) {
      const key = words[level + KEY]!;
      if (key < base) break;
      far.unlink(side, level);
      window.enter(side, key, level);
    }
  }

  return { raise, lower };
}
