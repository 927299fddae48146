/**
 * Positions and totals for people: read from another thread while the engine writes, so a row may be caught between two
 * stores. For display, never for a decision. Cold: allocates.
 */
import * as ledgerConstants from './ledger.ts';
import { valueRow } from './ledger.ts';
import type { PortfolioView } from './state.ts';
import * as stateConstants from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { AVERAGE_TICKS, CASH, FILLS, KEY, OPEN_COST, POSITION_LOTS, REALISED, ROW_ELEMENTS } = ledgerConstants;
const { UNREALISED, VALUATION_ELEMENTS, VOLUME_LOTS, VOLUME_VALUE } = ledgerConstants;
const { OVERFLOW_FILLS, UNPLACED_FILLS } = stateConstants;

/** Money in tick-lots of the instrument. */
export interface PositionRow {
  readonly account: number;
  /** -1: shared by the strategies that found no row of their own. */
  readonly strategy: number;
  readonly instrument: number;
  readonly positionLots: number;
  readonly averageTicks: number;
  readonly realised: number;
  readonly unrealised: number;
  readonly cash: number;
  readonly volumeLots: number;
  readonly volumeValue: number;
  readonly fills: number;
  readonly markTicks: number;
  /** A tick-lot in 1/10,000 of the currency. */
  readonly tickLotValue: number;
}

/** Money of accounts and strategies in 1/10,000 of the currency; of instruments in tick-lots. */
export interface TotalRow {
  readonly index: number;
  readonly realised: number;
  readonly unrealised: number;
  readonly volumeLots: number;
  readonly volumeValue: number;
  readonly fills: number;
}

export interface PortfolioTotals {
  readonly accounts: TotalRow[];
  readonly strategies: TotalRow[];
  readonly instruments: TotalRow[];
  readonly overflowFills: number;
  readonly unplacedFills: number;
}

/** In the order in which the positions were first traded; shared rows last. */
export function readPositions(view: PortfolioView): PositionRow[] {
  return [
    ...readTable(view, view.positionRows, view.positionRegisters[0]!),
    ...readTable(view, view.overflowRows, view.overflowRegisters[0]!),
  ];
}

function readTable(view: PortfolioView, rows: Float64Array, count: number): PositionRow[] {
  return Array.from({ length: count }, (_, row) => readRow(view, rows, row * ROW_ELEMENTS));
}

function readRow(view: PortfolioView, rows: Float64Array, at: number): PositionRow {
  const key = rows[at + KEY]!;
  const instrument = key % view.maxInstruments;
  const accountAndStrategy = (key - instrument) / view.maxInstruments;
  const account = accountAndStrategy % view.maxAccounts;
  const { averageTicks, realised, unrealised } = valuationOf(rows, at, view.markTicks, instrument);
  return {
    account,
    strategy: (accountAndStrategy - account) / view.maxAccounts - 1,
    instrument,
    positionLots: rows[at + POSITION_LOTS]!,
    averageTicks,
    realised,
    unrealised,
    cash: rows[at + CASH]!,
    volumeLots: rows[at + VOLUME_LOTS]!,
    volumeValue: rows[at + VOLUME_VALUE]!,
    fills: rows[at + FILLS]!,
    markTicks: view.markTicks[instrument]!,
    tickLotValue: Math.max(1, view.tickLotValue[instrument]!),
  };
}

/** Unrealised moves with every quote, so it is summed here over positions, and only when somebody looks. */
export function readTotals(
  view: PortfolioView,
  positions: readonly PositionRow[] = readPositions(view),
): PortfolioTotals {
  const byAccount = new Map<number, number>();
  const byStrategy = new Map<number, number>();
  for (const { account, strategy, unrealised, tickLotValue } of positions) {
    add(byAccount, account, unrealised * tickLotValue);
    add(byStrategy, strategy, unrealised * tickLotValue);
  }
  const unrealisedOfInstrument = (index: number): number =>
    valuationOf(view.instrumentRows, index * ROW_ELEMENTS, view.markTicks, index).unrealised;
  return {
    accounts: readTotalRows(view.accountRows, (index) => byAccount.get(index) ?? 0),
    strategies: readTotalRows(view.strategyRows, (index) => byStrategy.get(index) ?? 0),
    instruments: readTotalRows(view.instrumentRows, unrealisedOfInstrument),
    overflowFills: view.registers[OVERFLOW_FILLS]!,
    unplacedFills: view.registers[UNPLACED_FILLS]!,
  };
}

function readTotalRows(rows: Float64Array, unrealised: (index: number) => number): TotalRow[] {
  const totals: TotalRow[] = [];
  for (let at = 0, index = 0; at < rows.length; at += ROW_ELEMENTS, index++) {
    if (rows[at + FILLS] === 0) continue;
    totals.push({
      index,
      realised: rows[at + CASH]! + rows[at + OPEN_COST]!,
      unrealised: unrealised(index),
      volumeLots: rows[at + VOLUME_LOTS]!,
      volumeValue: rows[at + VOLUME_VALUE]!,
      fills: rows[at + FILLS]!,
    });
  }
  return totals;
}

function valuationOf(rows: Float64Array, at: number, marks: Float64Array, markAt: number) {
  const valuation = new Float64Array(VALUATION_ELEMENTS);
  valueRow(rows, at, marks, markAt, valuation);
  return {
    averageTicks: valuation[AVERAGE_TICKS]!,
    realised: valuation[REALISED]!,
    unrealised: valuation[UNREALISED]!,
  };
}

function add(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}
