/**
 * One line of the books, and what a fill does to it, by average cost.
 *
 *     row, 64 bytes: | position lots | open cost | cash | volume lots | volume value | fills | key | last |
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
/** Place of its newest fill among the fills of two days, plus one; 0: none. */
export const LAST_FILL = 7;

/**
 * Open cost is kept to 1/256 of a tick-lot: a reduction's quotient is rounded to it. Sums over rows are then exact up to
 * 2^45 tick-lots, in any order, so that totals equal the sum of their rows to the last bit.
 */
const COST_FRACTION = 256;

/**
 * One fill, and what it does to the open cost. Doubles travel between functions in arrays: as arguments or results they
 * would be heap numbers wherever the compiler does not inline the call.
 */
export const FILL_ELEMENTS = 4;
export const SIGNED_LOTS = 0;
export const TICKS = 1;
export const COST_CHANGE = 2;
/** What a tick-lot is worth in the totals over instruments. */
export const TICK_LOT_VALUE = 3;

/** Fills in the fill's `COST_CHANGE` for the row. */
export function computeCostChange(rows: Float64Array, at: number, fill: Float64Array): void {
  const signedLots = fill[SIGNED_LOTS]!;
  const ticks = fill[TICKS]!;
  const openCost = rows[at + OPEN_COST]!;
  const before = rows[at + POSITION_LOTS]!;
  const after = before + signedLots;
  if (before === 0 || before > 0 === signedLots > 0) fill[COST_CHANGE] = signedLots * ticks;
  else if (after !== 0 && before > 0 === after > 0) {
    const reduced = Math.round(((openCost * after) / before) * COST_FRACTION) / COST_FRACTION;
    fill[COST_CHANGE] = reduced - openCost;
  } else {
    // All of it closed; what goes beyond zero opens at the fill's price.
    fill[COST_CHANGE] = after * ticks - openCost;
  }
}

/** Into a row of one instrument, in tick-lots. */
export function addFill(rows: Float64Array, at: number, fill: Float64Array): void {
  rows[at + POSITION_LOTS] = rows[at + POSITION_LOTS]! + fill[SIGNED_LOTS]!;
  addMoney(rows, at, fill, 1);
}

/** Into a total over instruments: no position, and money in the unit in which a tick-lot is worth `tickLotValue`. */
export function addMoney(rows: Float64Array, at: number, fill: Float64Array, tickLotValue: number): void {
  const lots = Math.abs(fill[SIGNED_LOTS]!);
  const value = fill[SIGNED_LOTS]! * fill[TICKS]! * tickLotValue;
  rows[at + OPEN_COST] = rows[at + OPEN_COST]! + fill[COST_CHANGE]! * tickLotValue;
  rows[at + CASH] = rows[at + CASH]! - value;
  rows[at + VOLUME_LOTS] = rows[at + VOLUME_LOTS]! + lots;
  rows[at + VOLUME_VALUE] = rows[at + VOLUME_VALUE]! + Math.abs(value);
  rows[at + FILLS] = rows[at + FILLS]! + 1;
}

/** What follows from a row and its mark. */
export const VALUATION_ELEMENTS = 3;
export const AVERAGE_TICKS = 0;
export const REALISED = 1;
export const UNREALISED = 2;

/** A flat row has average 0. Mark 0: no price is known, and nothing is claimed. */
export function valueRow(
  rows: Float64Array,
  at: number,
  marks: Float64Array,
  markAt: number,
  valuation: Float64Array,
): void {
  const positionLots = rows[at + POSITION_LOTS]!;
  const openCost = rows[at + OPEN_COST]!;
  const mark = marks[markAt]!;
  valuation[AVERAGE_TICKS] = positionLots === 0 ? 0 : openCost / positionLots;
  valuation[REALISED] = rows[at + CASH]! + openCost;
  valuation[UNREALISED] = mark === 0 ? 0 : positionLots * mark - openCost;
}
