/** Portfolio: what is held, at what cost, and what it made. A pure state machine over fills and prices. */
import { PortfolioSection, Quote, SetInstrument } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import { makeFillChanges } from './fill_changes.ts';
import * as fillConstants from './fill_table.ts';
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
const { LAST_FILL, OPEN_COST, TICK_LOT_VALUE } = ledgerConstants;
const { COST_BEFORE, FILL_LOTS, FILL_POSITION, FILL_ROW_DOUBLES, FILL_ROW_WORDS, FILL_SEQUENCE } = fillConstants;
const { FILL_STRATEGY, FILL_TICKS, FILL_VALUE, NEXT_FILL, POSITION_BEFORE } = fillConstants;
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
  const { state, positions, overflow, registers, fills, markTicks, tickLotValue } = portfolio;
  const { accountRows, strategyRows, instrumentRows } = portfolio;
  const { maxAccounts, maxStrategies, maxInstruments } = options;
  const changes = makeFillChanges(portfolio);

  function onCommand(): void {
    switch (front.event) {
      case FrontEvent.ORDER_FILLED:
      case FrontEvent.LATE_FILL:
      case FrontEvent.FILL_ASSIGNED:
        onFill();
        return;
      case FrontEvent.TRADE_CANCELLED:
      case FrontEvent.TRADE_CORRECTED:
        onChange();
        return;
      default:
        break;
    }
    writeNothing();
    if (header.type === RecordType.QUOTE) onQuote();
    else if (header.type === RecordType.SET_INSTRUMENT) onSetInstrument();
    else if (header.type === RecordType.DAY_ROLL) fills.rollDay();
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
    if (at >= 0) book(positions.rows, at, at + 1, strategy);
    else onOverflow();
  }

  function onOverflow(): void {
    registers[OVERFLOW_FILLS] = registers[OVERFLOW_FILLS]! + 1;
    const at = overflow.rowAt(front.account, SHARED_STRATEGY, front.instrument);
    book(overflow.rows, at, -at - 1, SHARED_STRATEGY);
  }

  /** The row, then every total by what the row changed by. */
  function book(rows: Float64Array, at: number, position: number, rowStrategy: number): void {
    const { account, strategy, instrument, lastTicks } = front;
    fill[SIGNED_LOTS] = front.side === Side.BUY ? front.lastLots : -front.lastLots;
    fill[TICKS] = lastTicks;
    computeCostChange(rows, at, fill);
    const value = Math.max(1, tickLotValue[instrument]!);
    fill[TICK_LOT_VALUE] = value;
    remember(rows, at, position);
    addFill(rows, at, fill);
    addFill(instrumentRows, instrument * ROW_ELEMENTS, fill);
    addMoney(accountRows, account * ROW_ELEMENTS, fill, value);
    if (strategy >= 0 && strategy < maxStrategies) addMoney(strategyRows, strategy * ROW_ELEMENTS, fill, value);
    // Until the first quote, our own trade is the only price there is.
    if (markTicks[instrument] === 0) markTicks[instrument] = lastTicks;
    write(rowStrategy, rows, at);
  }

  /** What a change of the fill will need, before it is booked. `position` names the row and its table. */
  function remember(rows: Float64Array, at: number, position: number): void {
    const { f64, i32 } = fills;
    const place = fills.add();
    const doubles = place * FILL_ROW_DOUBLES;
    const words = place * FILL_ROW_WORDS;
    f64[doubles + FILL_SEQUENCE] = header.sequence;
    f64[doubles + FILL_LOTS] = fill[SIGNED_LOTS]!;
    f64[doubles + FILL_TICKS] = fill[TICKS]!;
    f64[doubles + POSITION_BEFORE] = rows[at + POSITION_LOTS]!;
    f64[doubles + COST_BEFORE] = rows[at + OPEN_COST]!;
    f64[doubles + FILL_VALUE] = fill[TICK_LOT_VALUE]!;
    i32[words + FILL_POSITION] = position;
    i32[words + NEXT_FILL] = 0;
    i32[words + FILL_STRATEGY] = front.strategy;
    const newest = rows[at + LAST_FILL]! - 1;
    if (newest !== place && fills.isOf(newest, position)) i32[newest * FILL_ROW_WORDS + NEXT_FILL] = place + 1;
    rows[at + LAST_FILL] = place + 1;
  }

  function onChange(): void {
    const { account, instrument, limitValue, lastLots, lastTicks } = front;
    const isCancel = front.event === FrontEvent.TRADE_CANCELLED;
    const place = fills.find(limitValue);
    if (account < 0 || account >= maxAccounts || instrument < 0 || instrument >= maxInstruments || place < 0) {
      registers[UNPLACED_FILLS] = registers[UNPLACED_FILLS]! + 1;
      writeNothing();
      return;
    }
    const signed = front.side === Side.BUY ? lastLots : -lastLots;
    const position = changes.change(place, account, instrument, isCancel ? 0 : signed, lastTicks);
    const rows = position > 0 ? positions.rows : overflow.rows;
    const isShared = position < 0;
    write(
      isShared ? SHARED_STRATEGY : fills.i32[place * FILL_ROW_WORDS + FILL_STRATEGY]!,
      rows,
      Math.abs(position) - 1,
    );
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
