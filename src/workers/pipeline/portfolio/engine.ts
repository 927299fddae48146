/** Portfolio: what is held, at what cost, and what it made. A pure state machine over fills and prices. */
import { PortfolioSection, Quote, SetInstrument } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import * as ledgerConstants from './ledger.ts';
import { addFill, addMoney, computeCostChange, valueRow } from './ledger.ts';
import * as stateConstants from './state.ts';
import { makePortfolioState, type PortfolioOptions } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent } = frontEventCodes;
const { Side } = orderCodes;
const { RecordType } = recordTypeCodes;
const { EMPTY_SECTION_BYTES } = slotConstants;
const { AVERAGE_TICKS, FILL_ELEMENTS, POSITION_LOTS, REALISED, ROW_ELEMENTS, SIGNED_LOTS, TICKS } = ledgerConstants;
const { UNREALISED, VALUATION_ELEMENTS, VOLUME_LOTS } = ledgerConstants;
const { OVERFLOW_FILLS, UNPLACED_FILLS } = stateConstants;

/** `strategy` of the rows that positions share once every row of their own is taken. */
export const SHARED_STRATEGY = -1;

export type PortfolioEngine = ReturnType<typeof makePortfolioEngine>;

export function makePortfolioEngine(options: PortfolioOptions, slot: Slot) {
  const { front, header, portfolio: section } = slot;
  const quote = Quote.over(slot.commands);
  const setInstrument = SetInstrument.over(slot.commands);
  const fill = new Float64Array(FILL_ELEMENTS);
  const valuation = new Float64Array(VALUATION_ELEMENTS);
  const portfolio = makePortfolioState(options);
  const { state, positions, overflow, registers, markTicks, tickLotValue } = portfolio;
  const { accountRows, strategyRows, instrumentRows } = portfolio;
  const { maxAccounts, maxStrategies, maxInstruments } = options;

  function onCommand(): void {
    if (front.event === FrontEvent.ORDER_FILLED) {
      onFill();
      return;
    }
    writeNothing();
    if (header.type === RecordType.QUOTE) onQuote();
    else if (header.type === RecordType.SET_INSTRUMENT) onSetInstrument();
  }

  function onSetInstrument(): void {
    const { instrument, valueMultiplier } = setInstrument.move(slot.bodyAt);
    if (instrument < 0 || instrument >= maxInstruments) return;
    tickLotValue[instrument] = valueMultiplier;
  }

  /** The price that risk trusts too, but for the half tick of a middle, which is exact here. */
  function onQuote(): void {
    const { instrument, lastTicks, bidTicks, askTicks, bidLots, askLots } = quote.move(slot.bodyAt);
    if (instrument < 0 || instrument >= maxInstruments) return;
    if (lastTicks > 0) markTicks[instrument] = lastTicks;
    else if (bidLots > 0 && askLots > 0 && bidTicks > 0 && bidTicks <= askTicks) {
      markTicks[instrument] = (bidTicks + askTicks) / 2;
    }
  }

  function onFill(): void {
    const { account, strategy, instrument } = front;
    if (account < 0 || account >= maxAccounts || instrument < 0 || instrument >= maxInstruments) {
      registers[UNPLACED_FILLS] = registers[UNPLACED_FILLS]! + 1;
      writeNothing();
      return;
    }
    const isKnown = strategy >= 0 && strategy < maxStrategies;
    const at = isKnown ? positions.rowAt(account, strategy, instrument) : -1;
    if (at >= 0) book(positions.rows, at, strategy);
    else onOverflow();
  }

  function onOverflow(): void {
    registers[OVERFLOW_FILLS] = registers[OVERFLOW_FILLS]! + 1;
    const at = overflow.rowAt(front.account, SHARED_STRATEGY, front.instrument);
    book(overflow.rows, at, SHARED_STRATEGY);
  }

  /** The row, then every total by what the row changed by. */
  function book(rows: Float64Array, at: number, rowStrategy: number): void {
    const { account, strategy, instrument, lastTicks } = front;
    fill[SIGNED_LOTS] = front.side === Side.BUY ? front.lastLots : -front.lastLots;
    fill[TICKS] = lastTicks;
    computeCostChange(rows, at, fill);
    const value = Math.max(1, tickLotValue[instrument]!);
    addFill(rows, at, fill);
    addFill(instrumentRows, instrument * ROW_ELEMENTS, fill);
    addMoney(accountRows, account * ROW_ELEMENTS, fill, value);
    if (strategy >= 0 && strategy < maxStrategies) addMoney(strategyRows, strategy * ROW_ELEMENTS, fill, value);
    // Until the first quote, our own trade is the only price there is.
    if (markTicks[instrument] === 0) markTicks[instrument] = lastTicks;
    write(rowStrategy, rows, at);
  }

  function write(strategy: number, rows: Float64Array, at: number): void {
    const { instrument } = front;
    valueRow(rows, at, markTicks, instrument, valuation);
    section.length = PortfolioSection.BYTES;
    section.account = front.account;
    section.strategy = strategy;
    section.instrument = instrument;
    section.positionLots = rows[at + POSITION_LOTS]!;
    section.averageTicks = valuation[AVERAGE_TICKS]!;
    section.realised = valuation[REALISED]!;
    section.unrealised = valuation[UNREALISED]!;
    section.volumeLots = rows[at + VOLUME_LOTS]!;
  }

  function writeNothing(): void {
    section.length = EMPTY_SECTION_BYTES;
    section.account = 0;
  }

  /** `view` is for `readPositions` and `readTotals`, also in another thread. */
  return { state, view: portfolio.view, onCommand };
}
