/** Portfolio: what is held, at what cost, and what it made. A pure state machine over fills and prices. */
import type { FrontSection, PortfolioSection } from '../../../../schemas/generated/engine.ts';
import { PortfolioSection as PortfolioLayout, Quote, SetInstrument } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { EngineState } from '../engine_state.ts';
import type { Engine, Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import * as ledgerConstants from './ledger.ts';
import { addFill, addMoney, computeCostChange, valueRow } from './ledger.ts';
import type { PositionTable } from './position_table.ts';
import * as stateConstants from './state.ts';
import { type PortfolioOptions, PortfolioState, type PortfolioView } from './state.ts';

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

export class PortfolioEngine implements Engine {
  readonly state: EngineState;
  readonly #portfolio: PortfolioState;
  readonly #quote = new Quote();
  readonly #setInstrument = new SetInstrument();
  readonly #fill = new Float64Array(FILL_ELEMENTS);
  readonly #valuation = new Float64Array(VALUATION_ELEMENTS);

  constructor(options: PortfolioOptions) {
    this.#portfolio = new PortfolioState(options);
    this.state = this.#portfolio.state;
  }

  /** For `readPositions` and `readTotals`, also in another thread. */
  view(): PortfolioView {
    return this.#portfolio.view();
  }

  onCommand(slot: Slot): void {
    if (slot.front.event === FrontEvent.ORDER_FILLED) {
      this.#onFill(slot.front, slot.portfolio);
      return;
    }
    writeNothing(slot.portfolio);
    if (slot.header.type === RecordType.QUOTE) this.#onQuote(slot);
    else if (slot.header.type === RecordType.SET_INSTRUMENT) this.#onSetInstrument(slot);
  }

  #onSetInstrument(slot: Slot): void {
    const { instrument, valueMultiplier } = this.#setInstrument.wrap(slot.commands, slot.bodyAt);
    if (instrument < 0 || instrument >= this.#portfolio.maxInstruments) return;
    this.#portfolio.tickLotValue[instrument] = valueMultiplier;
  }

  /** The price that risk trusts too, but for the half tick of a middle, which is exact here. */
  #onQuote(slot: Slot): void {
    const quote = this.#quote.wrap(slot.commands, slot.bodyAt);
    const { instrument, lastTicks, bidTicks, askTicks } = quote;
    if (instrument < 0 || instrument >= this.#portfolio.maxInstruments) return;
    if (lastTicks > 0) this.#portfolio.markTicks[instrument] = lastTicks;
    else if (quote.bidLots > 0 && quote.askLots > 0 && bidTicks > 0 && bidTicks <= askTicks) {
      this.#portfolio.markTicks[instrument] = (bidTicks + askTicks) / 2;
    }
  }

  #onFill(front: FrontSection, section: PortfolioSection): void {
    const { maxAccounts, maxStrategies, maxInstruments, positions, registers } = this.#portfolio;
    const { account, strategy, instrument } = front;
    if (account < 0 || account >= maxAccounts || instrument < 0 || instrument >= maxInstruments) {
      registers[UNPLACED_FILLS] = registers[UNPLACED_FILLS]! + 1;
      writeNothing(section);
      return;
    }
    const isKnown = strategy >= 0 && strategy < maxStrategies;
    const at = isKnown ? positions.rowAt(account, strategy, instrument) : -1;
    if (at >= 0) this.#book(positions, at, strategy, front, section);
    else this.#onOverflow(front, section);
  }

  #onOverflow(front: FrontSection, section: PortfolioSection): void {
    const { overflow, registers } = this.#portfolio;
    registers[OVERFLOW_FILLS] = registers[OVERFLOW_FILLS]! + 1;
    const at = overflow.rowAt(front.account, SHARED_STRATEGY, front.instrument);
    this.#book(overflow, at, SHARED_STRATEGY, front, section);
  }

  /** The row, then every total by what the row changed by. */
  #book(table: PositionTable, at: number, rowStrategy: number, front: FrontSection, section: PortfolioSection): void {
    const { accountRows, strategyRows, instrumentRows, tickLotValue, maxStrategies, markTicks } = this.#portfolio;
    const { account, strategy, instrument } = front;
    const { rows } = table;
    const fill = this.#fill;
    fill[SIGNED_LOTS] = front.side === Side.BUY ? front.lastLots : -front.lastLots;
    fill[TICKS] = front.lastTicks;
    computeCostChange(rows, at, fill);
    const value = Math.max(1, tickLotValue[instrument]!);
    addFill(rows, at, fill);
    addFill(instrumentRows, instrument * ROW_ELEMENTS, fill);
    addMoney(accountRows, account * ROW_ELEMENTS, fill, value);
    if (strategy >= 0 && strategy < maxStrategies) addMoney(strategyRows, strategy * ROW_ELEMENTS, fill, value);
    // Until the first quote, our own trade is the only price there is.
    if (markTicks[instrument] === 0) markTicks[instrument] = front.lastTicks;
    this.#write(section, rowStrategy, front, rows, at);
  }

  #write(section: PortfolioSection, strategy: number, front: FrontSection, rows: Float64Array, at: number): void {
    const valuation = this.#valuation;
    valueRow(rows, at, this.#portfolio.markTicks, front.instrument, valuation);
    section.length = PortfolioLayout.BYTES;
    section.account = front.account;
    section.strategy = strategy;
    section.instrument = front.instrument;
    section.positionLots = rows[at + POSITION_LOTS]!;
    section.averageTicks = valuation[AVERAGE_TICKS]!;
    section.realised = valuation[REALISED]!;
    section.unrealised = valuation[UNREALISED]!;
    section.volumeLots = rows[at + VOLUME_LOTS]!;
  }
}

function writeNothing(section: PortfolioSection): void {
  section.length = EMPTY_SECTION_BYTES;
  section.account = 0;
}
