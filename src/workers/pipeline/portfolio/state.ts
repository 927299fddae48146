/** What portfolio remembers: positions, totals, and each instrument's mark and value. */
import { EngineState } from '../engine_state.ts';
import { makeFillTable } from './fill_table.ts';
import * as ledgerConstants from './ledger.ts';
import { makePositionTable } from './position_table.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ROW_ELEMENTS } = ledgerConstants;

export interface PortfolioOptions {
  readonly maxAccounts: number;
  readonly maxStrategies: number;
  readonly maxInstruments: number;
  /** Positions with a row of their own; at least one. Later ones share a row per account and instrument. */
  readonly maxPositions?: number;
  /** Fills of two trading days that can be taken back or corrected. */
  readonly maxFills?: number;
}

const DEFAULT_MAX_FILLS = 65_536;

/** 8 MB of rows, of which the operating system gives only what is touched. */
export const DEFAULT_MAX_POSITIONS = 131_072;

/** Overflow rows must never run out: one for each account and instrument, so their number has a limit: 1 GiB untouched. */
const MAX_OVERFLOW_ROWS = 2 ** 24;

/** Fills that named no account or instrument: a defect upstream, counted and shown. */
export const UNPLACED_FILLS = 0;
/** Fills that went to a shared row. */
export const OVERFLOW_FILLS = 1;
const REGISTERS = 2;
/** Changes of fills that too many came after, or that were forgotten: booked without reckoning those again. */
export const SHORT_CHANGES = 0;
const FIGURES = 1;

/** What another thread may look at while the engine runs. Racy: for display, never for a decision. */
export interface PortfolioView {
  readonly maxAccounts: number;
  readonly maxInstruments: number;
  readonly registers: Float64Array;
  readonly figures: Float64Array;
  readonly positionRegisters: Int32Array;
  readonly positionRows: Float64Array;
  readonly overflowRegisters: Int32Array;
  readonly overflowRows: Float64Array;
  readonly accountRows: Float64Array;
  readonly strategyRows: Float64Array;
  readonly instrumentRows: Float64Array;
  readonly markTicks: Float64Array;
  readonly tickLotValue: Float64Array;
}

export type PortfolioState = ReturnType<typeof makePortfolioState>;

export function makePortfolioState({ maxAccounts, maxStrategies, maxInstruments, ...rest }: PortfolioOptions) {
  const { maxPositions, maxFills = DEFAULT_MAX_FILLS } = rest;
  const state = new EngineState('portfolio');
  const overflowRows = maxAccounts * maxInstruments;
  if (overflowRows > MAX_OVERFLOW_ROWS) {
    throw new RangeError(`accounts x instruments is ${overflowRows}, more than ${MAX_OVERFLOW_ROWS}`);
  }
  const positionRows = Math.min(overflowRows * maxStrategies, maxPositions ?? DEFAULT_MAX_POSITIONS);
  const registers = state.f64('registers', REGISTERS);
  const positions = makePositionTable(state, 'positions', positionRows, maxAccounts, maxInstruments);
  const overflow = makePositionTable(state, 'overflow', overflowRows, maxAccounts, maxInstruments);
  const accountRows = state.f64('account_rows', maxAccounts * ROW_ELEMENTS);
  const strategyRows = state.f64('strategy_rows', maxStrategies * ROW_ELEMENTS);
  const instrumentRows = state.f64('instrument_rows', maxInstruments * ROW_ELEMENTS);
  /** Last trusted price; 0: none. */
  const markTicks = state.f64('mark_ticks', maxInstruments);
  /** A tick-lot in 1/10,000 of the currency; 0: not told, counts as 1. */
  const tickLotValue = state.f64('tick_lot_value', maxInstruments);

  const figures = state.laterF64('figures', FIGURES);
  const fills = makeFillTable(state, maxFills);

  /** Plain object of shared arrays: survives postMessage. */
  function view(): PortfolioView {
    return {
      maxAccounts,
      maxInstruments,
      registers,
      figures,
      positionRegisters: positions.registers,
      positionRows: positions.rows,
      overflowRegisters: overflow.registers,
      overflowRows: overflow.rows,
      accountRows,
      strategyRows,
      instrumentRows,
      markTicks,
      tickLotValue,
    };
  }

  return {
    state,
    maxAccounts,
    maxStrategies,
    maxInstruments,
    registers,
    figures,
    fills,
    positions,
    overflow,
    accountRows,
    strategyRows,
    instrumentRows,
    markTicks,
    tickLotValue,
    view,
  };
}
