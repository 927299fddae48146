/**
 * Fills that belong to no order that is known: kept apart until an operator says whose they are, so that no position is
 * lost and none is guessed. A fill that was dropped is remembered until its place is needed, so that it does not come
 * again; one that was assigned is among the executions.
 *
 *     bytes   0  number, double; 0: never used    40  lots             72  state
 *             8  stream sequence                  48  ticks            76  venue
 *            16  execution id                     56  time             80  instrument, or -1
 *            24  leg reference                    64  reserved         84  side, or 0
 *            32  venue's order id                                      88  account of the order, or -1
 */

import type { EngineState } from '../engine_state.ts';

/** A limit that nothing but a venue out of its mind comes to: each of them waits for a person. */
export const MOST_SUSPENDED = 256;
export const SUSPENDED_BYTES = 96;
export const SUSPENDED_WORDS = SUSPENDED_BYTES / 4;
export const SUSPENDED_DOUBLES = SUSPENDED_BYTES / 8;
export const NOT_SUSPENDED = -1;

// In doubles.
export const SUSPENDED_NUMBER = 0;
export const SUSPENDED_SEQUENCE = 1;
export const SUSPENDED_EXECUTION = 2;
export const SUSPENDED_LEG_REF = 3;
export const SUSPENDED_VENUE_ORDER = 4;
export const SUSPENDED_LOTS = 5;
export const SUSPENDED_TICKS = 6;
export const SUSPENDED_TIME = 7;

// In 32-bit words.
export const SUSPENDED_STATE = 18;
export const SUSPENDED_VENUE = 19;
export const SUSPENDED_INSTRUMENT = 20;
export const SUSPENDED_SIDE = 21;
export const SUSPENDED_ACCOUNT = 22;

export const SuspendedState = { FREE: 0, WAITING: 1, DROPPED: 2 } as const;

/** Corrections of one fill that is kept apart, each of which gives it another name. */
export const MOST_CORRECTIONS = 4;

// Figures.
export const SUSPENDED_LAST_NUMBER = 0;
export const SUSPENDED_WAITING = 1;
const FIGURES = 2;

export type Suspense = ReturnType<typeof makeSuspense>;

export function makeSuspense(state: EngineState) {
  const figures = state.laterF64('suspense.figures', FIGURES);
  const u8 = state.laterU8('suspense.rows', MOST_SUSPENDED * SUSPENDED_BYTES);
  const i32 = new Int32Array(u8.buffer);
  const f64 = new Float64Array(u8.buffer);
  /** By row, its corrections' execution ids in their order; 0: none. */
  const names = state.laterF64('suspense.names', MOST_SUSPENDED * MOST_CORRECTIONS);

  /** A waiting or dropped fill by the venue's name for it or for a correction of it, or NOT_SUSPENDED. Looks at all of them: such fills are rare. */
  function find(venue: number, executionId: number, legRef: number): number {
    for (let row = 0; row < MOST_SUSPENDED; row++) {
      if (i32[row * SUSPENDED_WORDS + SUSPENDED_STATE] === SuspendedState.FREE) continue;
      const doubles = row * SUSPENDED_DOUBLES;
      if (i32[row * SUSPENDED_WORDS + SUSPENDED_VENUE] !== venue) continue;
      if (f64[doubles + SUSPENDED_EXECUTION] !== executionId && !isCorrection(row, executionId)) continue;
      if (legRef === 0 || f64[doubles + SUSPENDED_LEG_REF] === legRef) return row;
    }
    return NOT_SUSPENDED;
  }

  function isCorrection(row: number, executionId: number): boolean {
    if (executionId === 0) return false;
    for (let i = 0; i < MOST_CORRECTIONS; i++) if (names[row * MOST_CORRECTIONS + i] === executionId) return true;
    return false;
  }

  /** The first free place for a correction's name; MOST_CORRECTIONS: there is none. */
  function corrections(row: number): number {
    let count = 0;
    while (count < MOST_CORRECTIONS && names[row * MOST_CORRECTIONS + count] !== 0) count++;
    return count;
  }

  /** The waiting fill with this number, or NOT_SUSPENDED. */
  function byNumber(number: number): number {
    for (let row = 0; row < MOST_SUSPENDED; row++) {
      const isWaiting = i32[row * SUSPENDED_WORDS + SUSPENDED_STATE] === SuspendedState.WAITING;
      if (isWaiting && f64[row * SUSPENDED_DOUBLES + SUSPENDED_NUMBER] === number) return row;
    }
    return NOT_SUSPENDED;
  }

  /** A place that is free, or that of the fill which was dropped first; NOT_SUSPENDED: every one waits. */
  function place(): number {
    let oldest = NOT_SUSPENDED;
    for (let row = 0; row < MOST_SUSPENDED; row++) {
      const status = i32[row * SUSPENDED_WORDS + SUSPENDED_STATE]!;
      if (status === SuspendedState.FREE) return row;
      if (status === SuspendedState.WAITING) continue;
      const number = f64[row * SUSPENDED_DOUBLES + SUSPENDED_NUMBER]!;
      if (oldest === NOT_SUSPENDED || number < f64[oldest * SUSPENDED_DOUBLES + SUSPENDED_NUMBER]!) oldest = row;
    }
    return oldest;
  }

  /** The number that the next fill gets. */
  function nextNumber(): number {
    return figures[SUSPENDED_LAST_NUMBER]! + 1;
  }

  /** Takes the place that `place` gave: the caller writes the row. */
  function take(row: number): void {
    const number = nextNumber();
    f64.fill(0, row * SUSPENDED_DOUBLES, (row + 1) * SUSPENDED_DOUBLES);
    names.fill(0, row * MOST_CORRECTIONS, (row + 1) * MOST_CORRECTIONS);
    f64[row * SUSPENDED_DOUBLES + SUSPENDED_NUMBER] = number;
    i32[row * SUSPENDED_WORDS + SUSPENDED_STATE] = SuspendedState.WAITING;
    figures[SUSPENDED_LAST_NUMBER] = number;
    figures[SUSPENDED_WAITING] = figures[SUSPENDED_WAITING]! + 1;
  }

  /** The fill waits no more. */
  function settle(row: number, status: number): void {
    i32[row * SUSPENDED_WORDS + SUSPENDED_STATE] = status;
    figures[SUSPENDED_WAITING] = figures[SUSPENDED_WAITING]! - 1;
  }

  return { u8, i32, f64, names, figures, find, corrections, byNumber, place, nextNumber, take, settle };
}
