/**
 * The best bid and ask that each venue shows of each instrument.
 *
 *     row (instrument, venue), 64 bytes: | bid ticks | bid lots | ask ticks | ask lots | sequence | time | - | - |
 *
 * A quote has no age limit here: a feed sends changes, so an old quote of a quiet instrument is still the book. A feed or a
 * venue that is gone says so by VENUE_STATUS, and then the quote's sequence is not newer than the venue's `clearedAt`.
 */
import type { Quote, RecordHeader } from '../../../../schemas/generated/engine.ts';
import * as orderCodes from '../../model/order.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Side } = orderCodes;

/** One cache line a row. */
const ROW_ELEMENTS = 8;
/** Sides are found by arithmetic, not by a branch: an order's side cannot be predicted, and a wrong guess costs 5 ns. */
const BID = 0;
const ASK = 2;
const SIDE_ELEMENTS = ASK - BID;
const SEQUENCE = 4;
const TIME = 5;

const INSTRUMENTS_USED = 0;
const REGISTERS = 1;

export class QuoteTable {
  readonly #registers: Int32Array;
  readonly #rows: Float64Array;
  readonly #maxInstruments: number;
  readonly #maxVenues: number;

  constructor(state: EngineState, maxInstruments: number, maxVenues: number) {
    this.#maxInstruments = maxInstruments;
    this.#maxVenues = maxVenues;
    const registers = state.i32('quote_registers', REGISTERS);
    this.#registers = registers;
    const instrumentElements = maxVenues * ROW_ELEMENTS;
    this.#rows = state.f64(
      'quotes',
      maxInstruments * instrumentElements,
      () => registers[INSTRUMENTS_USED]! * instrumentElements,
    );
  }

  put(quote: Quote, header: RecordHeader): void {
    const { instrument, venue } = quote;
    if (instrument < 0 || instrument >= this.#maxInstruments || venue < 0 || venue >= this.#maxVenues) return;
    if (instrument >= this.#registers[INSTRUMENTS_USED]!) this.#registers[INSTRUMENTS_USED] = instrument + 1;
    const at = this.rowOf(instrument, venue);
    this.#putSide(at + BID, quote.bidTicks, quote.bidLots);
    this.#putSide(at + ASK, quote.askTicks, quote.askLots);
    this.#rows[at + SEQUENCE] = header.sequence;
    this.#rows[at + TIME] = header.time;
  }

  /** A side without size or price is no side. */
  #putSide(at: number, ticks: number, lots: number): void {
    const isShown = lots > 0 && ticks > 0;
    this.#rows[at] = isShown ? ticks : 0;
    this.#rows[at + 1] = isShown ? lots : 0;
  }

  rowOf(instrument: number, venue: number): number {
    return (instrument * this.#maxVenues + venue) * ROW_ELEMENTS;
  }

  /** The quote came after the venue's last disconnect. */
  isLive(row: number, clearedAt: Float64Array, venue: number): boolean {
    return this.#rows[row + SEQUENCE]! > clearedAt[venue]!;
  }

  /** What an order of this side could take; 0: nothing shown. */
  oppositeLots(row: number, side: number): number {
    return this.#rows[row + (Side.SELL - side) * SIDE_ELEMENTS + 1]!;
  }

  oppositeTicks(row: number, side: number): number {
    return this.#rows[row + (Side.SELL - side) * SIDE_ELEMENTS]!;
  }

  /** What an order of this side would queue with; 0: nobody. */
  ownTicks(row: number, side: number): number {
    return this.#rows[row + (side - Side.BUY) * SIDE_ELEMENTS]!;
  }
}
