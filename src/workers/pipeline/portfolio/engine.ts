/** Portfolio: what is held, at what cost, and what it made. A pure state machine over fills and prices. */
import type { FrontSection, PortfolioSection } from '../../../../schemas/generated/engine.ts';
import { PortfolioSection as PortfolioLayout, Quote, SetInstrument } from '../../../../schemas/generated/engine.ts';
import { FrontEvent } from '../../model/front_event.ts';
import { Side } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import type { EngineState } from '../engine_state.ts';
import { EMPTY_SECTION_BYTES, type Engine, type Slot } from '../slot.ts';
import {
  addToRow,
  averageTicksOf,
  OPEN_COST,
  openCostAfter,
  POSITION_LOTS,
  ROW_ELEMENTS,
  realisedOf,
  unrealisedOf,
  VOLUME_LOTS,
} from './ledger.ts';
import { keyOf } from './position_table.ts';
import { OVERFLOW_FILLS, type PortfolioOptions, PortfolioState, type PortfolioView, UNPLACED_FILLS } from './state.ts';

/** `strategy` of the rows that positions share once every row of their own is taken. */
export const SHARED_STRATEGY = -1;

export class PortfolioEngine implements Engine {
  readonly state: EngineState;
  readonly #portfolio: PortfolioState;
  readonly #quote = new Quote();
  readonly #setInstrument = new SetInstrument();

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
    const { maxAccounts, maxInstruments, positions, registers, markTicks } = this.#portfolio;
    const { account, instrument, lastLots, lastTicks } = front;
    if (account < 0 || account >= maxAccounts || instrument < 0 || instrument >= maxInstruments) {
      registers[UNPLACED_FILLS] = registers[UNPLACED_FILLS]! + 1;
      writeNothing(section);
      return;
    }
    // Until the first quote, our own trade is the only price there is.
    if (markTicks[instrument] === 0) markTicks[instrument] = lastTicks;
    const signedLots = front.side === Side.BUY ? lastLots : -lastLots;
    const isKnown = front.strategy >= 0 && front.strategy < this.#portfolio.maxStrategies;
    const at = isKnown ? positions.rowAt(keyOf(account, front.strategy, instrument, maxAccounts, maxInstruments)) : -1;
    if (at >= 0) {
      this.#book(positions.rows, at, front, signedLots);
      this.#write(section, front, front.strategy, positions.rows, at);
    } else this.#onOverflow(front, section, signedLots);
  }

  #onOverflow(front: FrontSection, section: PortfolioSection, signedLots: number): void {
    const { maxAccounts, maxInstruments, overflow, registers } = this.#portfolio;
    registers[OVERFLOW_FILLS] = registers[OVERFLOW_FILLS]! + 1;
    const at = overflow.rowAt(keyOf(front.account, SHARED_STRATEGY, front.instrument, maxAccounts, maxInstruments));
    this.#book(overflow.rows, at, front, signedLots);
    this.#write(section, front, SHARED_STRATEGY, overflow.rows, at);
  }

  /** The row, then every total by what the row changed by. */
  #book(rows: Float64Array, at: number, front: FrontSection, signedLots: number): void {
    const { accountRows, strategyRows, instrumentRows, tickLotValue, maxStrategies } = this.#portfolio;
    const { account, strategy, instrument, lastTicks } = front;
    const before = rows[at + POSITION_LOTS]!;
    const costBefore = rows[at + OPEN_COST]!;
    const cost = openCostAfter(costBefore, before, before + signedLots, signedLots, lastTicks) - costBefore;
    const value = Math.max(1, tickLotValue[instrument]!);
    addToRow(rows, at, signedLots, cost, signedLots, lastTicks, 1);
    addToRow(instrumentRows, instrument * ROW_ELEMENTS, signedLots, cost, signedLots, lastTicks, 1);
    addToRow(accountRows, account * ROW_ELEMENTS, 0, cost, signedLots, lastTicks, value);
    if (strategy < 0 || strategy >= maxStrategies) return;
    addToRow(strategyRows, strategy * ROW_ELEMENTS, 0, cost, signedLots, lastTicks, value);
  }

  #write(section: PortfolioSection, front: FrontSection, strategy: number, rows: Float64Array, at: number): void {
    section.length = PortfolioLayout.BYTES;
    section.account = front.account;
    section.strategy = strategy;
    section.instrument = front.instrument;
    section.positionLots = rows[at + POSITION_LOTS]!;
    section.averageTicks = averageTicksOf(rows, at);
    section.realised = realisedOf(rows, at);
    section.unrealised = unrealisedOf(rows, at, this.#portfolio.markTicks[front.instrument]!);
    section.volumeLots = rows[at + VOLUME_LOTS]!;
  }
}

function writeNothing(section: PortfolioSection): void {
  section.length = EMPTY_SECTION_BYTES;
  section.account = 0;
}
