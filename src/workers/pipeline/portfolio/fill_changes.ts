/**
 * A fill that was taken back or corrected. What came after it in its position is reckoned again from the state before it,
 * so that position, cost and result are those of fills that were right from the start. Up to MOST_LATER fills are: with
 * more behind it, the fill is reversed at its own price, which is as right for the position, cash and the whole result,
 * and counted, since realised and unrealised may then divide otherwise.
 */

import * as fillConstants from './fill_table.ts';
import * as ledgerConstants from './ledger.ts';
import { computeCostChange } from './ledger.ts';
import type { PortfolioState } from './state.ts';
import * as stateConstants from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { CASH, COST_CHANGE, FILLS, FILL_ELEMENTS, OPEN_COST, POSITION_LOTS, ROW_ELEMENTS } = ledgerConstants;
const { SIGNED_LOTS, TICKS, VOLUME_LOTS, VOLUME_VALUE } = ledgerConstants;
const { COST_BEFORE, FILL_LOTS, FILL_POSITION, FILL_ROW_DOUBLES, FILL_ROW_WORDS, FILL_STRATEGY, FILL_TICKS } =
  fillConstants;
const { FILL_VALUE, NEXT_FILL, POSITION_BEFORE } = fillConstants;
const { SHORT_CHANGES } = stateConstants;

/** Twice so many rows are looked at: some 50 microseconds. */
export const MOST_LATER = 1_024;

export type FillChanges = ReturnType<typeof makeFillChanges>;

export function makeFillChanges(portfolio: PortfolioState) {
  const { fills, positions, overflow, accountRows, strategyRows, instrumentRows, figures, maxStrategies } = portfolio;
  const { f64, i32 } = fills;
  const fill = new Float64Array(FILL_ELEMENTS);
  /** Position and open cost while fills are reckoned again; then what a row changes by, in its fields. */
  const scratch = new Float64Array(ROW_ELEMENTS);

  /**
   * Makes the fill at `place` one of `signedLots` (0: it never was) at `ticks`. Answers with its position as the table
   * has it.
   */
  function change(place: number, account: number, instrument: number, signedLots: number, ticks: number): number {
    const doubles = place * FILL_ROW_DOUBLES;
    const position = i32[place * FILL_ROW_WORDS + FILL_POSITION]!;
    const rows = position > 0 ? positions.rows : overflow.rows;
    const at = Math.abs(position) - 1;
    const lotsBefore = f64[doubles + FILL_LOTS]!;
    const ticksBefore = f64[doubles + FILL_TICKS]!;
    const costBefore = rows[at + OPEN_COST]!;
    const isWhole =
      reckon(place) &&
      scratch[POSITION_LOTS] === rows[at + POSITION_LOTS] &&
      scratch[OPEN_COST] === rows[at + OPEN_COST];
    f64[doubles + FILL_LOTS] = signedLots;
    f64[doubles + FILL_TICKS] = ticks;
    if (isWhole) reckonAgain(place, account, costBefore);
    else reverse(rows, at, lotsBefore, ticksBefore, signedLots, ticks);
    const costChange = scratch[OPEN_COST]! - costBefore;
    scratch[POSITION_LOTS] = signedLots - lotsBefore;
    scratch[OPEN_COST] = costChange;
    scratch[CASH] = lotsBefore * ticksBefore - signedLots * ticks;
    scratch[VOLUME_LOTS] = Math.abs(signedLots) - Math.abs(lotsBefore);
    scratch[VOLUME_VALUE] = Math.abs(signedLots * ticks) - Math.abs(lotsBefore * ticksBefore);
    scratch[FILLS] = signedLots === 0 ? -1 : 0;
    const value = f64[doubles + FILL_VALUE]!;
    const strategy = i32[place * FILL_ROW_WORDS + FILL_STRATEGY]!;
    addPosition(rows, at);
    addPosition(instrumentRows, instrument * ROW_ELEMENTS);
    // Where fills were reckoned again, each has brought its own change of the cost there.
    if (isWhole) scratch[OPEN_COST] = 0;
    addMoney(accountRows, account * ROW_ELEMENTS, value);
    if (strategy >= 0 && strategy < maxStrategies) addMoney(strategyRows, strategy * ROW_ELEMENTS, value);
    return position;
  }

  /** Position and open cost after all fills from `place` on, into `scratch`; false: there are too many. */
  function reckon(place: number): boolean {
    begin(place);
    for (let later = 0, at = place; at >= 0; later++) {
      if (later > MOST_LATER) return false;
      trade(f64[at * FILL_ROW_DOUBLES + FILL_LOTS]!, f64[at * FILL_ROW_DOUBLES + FILL_TICKS]!);
      at = i32[at * FILL_ROW_WORDS + NEXT_FILL]! - 1;
    }
    return true;
  }

  /** The same where it is known to be whole; each fill's own change of the cost goes to its account and strategy. */
  function reckonAgain(place: number, account: number, costAfter: number): void {
    begin(place);
    for (let at = place; at >= 0; ) {
      const doubles = at * FILL_ROW_DOUBLES;
      const words = at * FILL_ROW_WORDS;
      const next = i32[words + NEXT_FILL]! - 1;
      const after = next < 0 ? costAfter : f64[next * FILL_ROW_DOUBLES + COST_BEFORE]!;
      const changeBefore = after - f64[doubles + COST_BEFORE]!;
      const cost = scratch[OPEN_COST]!;
      f64[doubles + POSITION_BEFORE] = scratch[POSITION_LOTS]!;
      f64[doubles + COST_BEFORE] = cost;
      trade(f64[doubles + FILL_LOTS]!, f64[doubles + FILL_TICKS]!);
      const value = (scratch[OPEN_COST]! - cost - changeBefore) * f64[doubles + FILL_VALUE]!;
      const strategy = i32[words + FILL_STRATEGY]!;
      addCost(accountRows, account, value);
      if (strategy >= 0 && strategy < maxStrategies) addCost(strategyRows, strategy, value);
      at = next;
    }
  }

  function begin(place: number): void {
    scratch[POSITION_LOTS] = f64[place * FILL_ROW_DOUBLES + POSITION_BEFORE]!;
    scratch[OPEN_COST] = f64[place * FILL_ROW_DOUBLES + COST_BEFORE]!;
  }

  function addCost(rows: Float64Array, index: number, value: number): void {
    const at = index * ROW_ELEMENTS + OPEN_COST;
    rows[at] = rows[at]! + value;
  }

  function reverse(
    rows: Float64Array,
    at: number,
    lotsBefore: number,
    ticksBefore: number,
    signedLots: number,
    ticks: number,
  ): void {
    figures[SHORT_CHANGES] = figures[SHORT_CHANGES]! + 1;
    scratch[POSITION_LOTS] = rows[at + POSITION_LOTS]!;
    scratch[OPEN_COST] = rows[at + OPEN_COST]!;
    trade(-lotsBefore, ticksBefore);
    trade(signedLots, ticks);
  }

  function trade(signedLots: number, ticks: number): void {
    if (signedLots === 0) return;
    fill[SIGNED_LOTS] = signedLots;
    fill[TICKS] = ticks;
    computeCostChange(scratch, 0, fill);
    scratch[POSITION_LOTS] = scratch[POSITION_LOTS]! + signedLots;
    scratch[OPEN_COST] = scratch[OPEN_COST]! + fill[COST_CHANGE]!;
  }

  function addPosition(rows: Float64Array, at: number): void {
    rows[at + POSITION_LOTS] = rows[at + POSITION_LOTS]! + scratch[POSITION_LOTS]!;
    addMoney(rows, at, 1);
  }

  function addMoney(rows: Float64Array, at: number, tickLotValue: number): void {
    rows[at + OPEN_COST] = rows[at + OPEN_COST]! + scratch[OPEN_COST]! * tickLotValue;
    rows[at + CASH] = rows[at + CASH]! + scratch[CASH]! * tickLotValue;
    rows[at + VOLUME_LOTS] = rows[at + VOLUME_LOTS]! + scratch[VOLUME_LOTS]!;
    rows[at + VOLUME_VALUE] = rows[at + VOLUME_VALUE]! + scratch[VOLUME_VALUE]! * tickLotValue;
    rows[at + FILLS] = rows[at + FILLS]! + scratch[FILLS]!;
  }

  return { change };
}
