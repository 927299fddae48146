/**
 * Exposure windows of linked orders: from the fill after which others of its group are to go until the last of those is known
 * to have ended. In between two of them can trade; what trades beyond the first is counted. The engine works by commands'
 * times, so windows are as long in a replay as they were.
 */

import type { EngineState } from '../engine_state.ts';

// Doubles of a group: when its window opened, ms since 1970 (0: none is open), and lots that crossed in it.
export const WINDOW_SINCE = 0;
const WINDOW_CROSSED = 1;
export const WINDOW_DOUBLES = 2;

/** Figures, doubles; the histogram follows. */
export const LinkFigure = {
  /** Windows that are open. */
  OPEN: 0,
  /** Windows that have closed, how long they were in all, and the longest. */
  CLOSED: 1,
  SUM_MS: 2,
  LONGEST_MS: 3,
  /** Fills of an order whose group another had traded of before, their lots, and the most in one window. */
  CROSSING_FILLS: 4,
  CROSSING_LOTS: 5,
  MOST_CROSSING_LOTS: 6,
  /** Cancels of linked orders that venues refused; each is tried again. */
  REFUSED: 7,
} as const;
const HISTOGRAM = 8;
/** Closed windows by their length in us: four buckets for each power of two, up to 2^32 us, which is 71 minutes. */
const BUCKETS_PER_POWER = 4;
const BUCKETS = 32 * BUCKETS_PER_POWER;
const MOST_US = 2 ** 32 - 1;
const FIGURES = HISTOGRAM + BUCKETS;

export type LinkWindows = ReturnType<typeof makeLinkWindows>;

/** `used`: how many of the groups there can be have had a member. */
export function makeLinkWindows(state: EngineState, capacity: number, used: () => number) {
  const windows = state.laterF64('links.windows', capacity * WINDOW_DOUBLES, () => used() * WINDOW_DOUBLES);
  const figures = state.laterF64('links.figures', FIGURES);

  function isOpen(group: number): boolean {
    return windows[group * WINDOW_DOUBLES + WINDOW_SINCE] !== 0;
  }

  function open(group: number, nowMs: number): void {
    windows[group * WINDOW_DOUBLES + WINDOW_SINCE] = nowMs;
    windows[group * WINDOW_DOUBLES + WINDOW_CROSSED] = 0;
    count(LinkFigure.OPEN, 1);
  }

  function close(group: number, nowMs: number): void {
    const lengthMs = Math.max(0, nowMs - windows[group * WINDOW_DOUBLES + WINDOW_SINCE]!);
    windows[group * WINDOW_DOUBLES + WINDOW_SINCE] = 0;
    count(LinkFigure.OPEN, -1);
    count(LinkFigure.CLOSED, 1);
    count(LinkFigure.SUM_MS, lengthMs);
    if (lengthMs > figures[LinkFigure.LONGEST_MS]!) figures[LinkFigure.LONGEST_MS] = lengthMs;
    count(HISTOGRAM + bucketOf(lengthMs), 1);
  }

  /** A fill of so many lots that another one of the group had been chosen over. */
  function crossed(group: number, lots: number): void {
    const sum = windows[group * WINDOW_DOUBLES + WINDOW_CROSSED]! + lots;
    windows[group * WINDOW_DOUBLES + WINDOW_CROSSED] = sum;
    count(LinkFigure.CROSSING_FILLS, 1);
    count(LinkFigure.CROSSING_LOTS, lots);
    if (sum > figures[LinkFigure.MOST_CROSSING_LOTS]!) figures[LinkFigure.MOST_CROSSING_LOTS] = sum;
  }

  function refused(): void {
    count(LinkFigure.REFUSED, 1);
  }

  function count(figure: number, by: number): void {
    figures[figure] = figures[figure]! + by;
  }

  return { windows, figures, isOpen, open, close, crossed, refused };
}

function bucketOf(ms: number): number {
  const us = Math.min(MOST_US, Math.floor(ms * 1_000));
  if (us < BUCKETS_PER_POWER) return us;
  const power = 31 - Math.clz32(us);
  return power * BUCKETS_PER_POWER + ((us >>> (power - 2)) & (BUCKETS_PER_POWER - 1));
}

/** The length in ms that so great a part of the closed windows did not exceed, to a quarter; 0 without any. */
export function windowPercentileMs(figures: Float64Array, part: number): number {
  const wanted = figures[LinkFigure.CLOSED]! * part;
  if (wanted === 0) return 0;
  let seen = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    seen += figures[HISTOGRAM + bucket]!;
    if (seen >= wanted) return Math.min(mostOf(bucket), figures[LinkFigure.LONGEST_MS]!);
  }
  return figures[LinkFigure.LONGEST_MS]!;
}

/** The end of a bucket, ms. */
function mostOf(bucket: number): number {
  if (bucket < BUCKETS_PER_POWER) return (bucket + 1) / 1_000;
  const power = Math.floor(bucket / BUCKETS_PER_POWER);
  const quarter = (bucket % BUCKETS_PER_POWER) + 1;
  return (2 ** power * (1 + quarter / BUCKETS_PER_POWER)) / 1_000;
}
