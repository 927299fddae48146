/**
 * One line of the books, and what a fill does to it, by average cost.
 *
 *     row, 64 bytes: | position lots | open cost | cash | volume lots | volume value | fills | key | - |
 *
 * Cash is what sales brought less what purchases cost: whole tick-lots, exact. Open cost is what the open position was
 * bought for (negative when short). Realised and unrealised follow from these two and the mark, so that their sum is cash
 * plus the position's value, exactly: rounding can only move between them, and is gone whenever the position is flat.
 */

export const ROW_ELEMENTS = 8;
export const POSITION_LOTS = 0;
export const OPEN_COST = 1;
export const CASH = 2;
export const VOLUME_LOTS = 3;
export const VOLUME_VALUE = 4;
export const FILLS = 5;
export const KEY = 6;

/**
 * Open cost is kept to 1/256 of a tick-lot: a reduction's quotient is rounded to it. Sums over rows are then exact up to
 * 2^45 tick-lots, in any order, so that totals equal the sum of their rows to the last bit.
 */
const COST_FRACTION = 256;

/** Open cost after the position went from `before` to `after` by `signedLots` at `ticks`. */
export function openCostAfter(
  openCost: number,
  before: number,
  after: number,
  signedLots: number,
  ticks: number,
): number {
  const isSameDirection = before >= 0 === signedLots >= 0;
  if (before === 0 || isSameDirection) return openCost + signedLots * ticks;
  const isReduced = after !== 0 && before > 0 === after > 0;
  if (isReduced) return Math.round(((openCost * after) / before) * COST_FRACTION) / COST_FRACTION + 0;
  // All of it closed; what goes beyond zero opens at the fill's price.
  return after * ticks;
}

/** `scale` is what a tick-lot is worth in the row's unit. Totals know no position: their `positionLots` is 0. */
export function addToRow(
  rows: Float64Array,
  at: number,
  positionLots: number,
  openCost: number,
  signedLots: number,
  ticks: number,
  scale: number,
): void {
  const value = signedLots * ticks * scale;
  const isBuy = signedLots > 0;
  rows[at + POSITION_LOTS] = rows[at + POSITION_LOTS]! + positionLots;
  rows[at + OPEN_COST] = rows[at + OPEN_COST]! + openCost * scale;
  rows[at + CASH] = rows[at + CASH]! - value;
  rows[at + VOLUME_LOTS] = rows[at + VOLUME_LOTS]! + (isBuy ? signedLots : -signedLots);
  rows[at + VOLUME_VALUE] = rows[at + VOLUME_VALUE]! + (isBuy ? value : -value);
  rows[at + FILLS] = rows[at + FILLS]! + 1;
}

export function realisedOf(rows: Float64Array, at: number): number {
  return rows[at + CASH]! + rows[at + OPEN_COST]!;
}

/** `markTicks` 0: no price is known, and nothing is claimed. */
export function unrealisedOf(rows: Float64Array, at: number, markTicks: number): number {
  return markTicks === 0 ? 0 : rows[at + POSITION_LOTS]! * markTicks - rows[at + OPEN_COST]!;
}

/** 0: flat. */
export function averageTicksOf(rows: Float64Array, at: number): number {
  const positionLots = rows[at + POSITION_LOTS]!;
  return positionLots === 0 ? 0 : rows[at + OPEN_COST]! / positionLots;
}
