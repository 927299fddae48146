/**
 * The best bid and ask that each venue shows of each instrument.
 *
 *     row (instrument, venue), 64 bytes: | bid ticks | bid lots | ask ticks | ask lots | sequence | time | state | - |
 *
 * A quote has no age limit here: a feed sends changes, so an old quote of a quiet instrument is still the book. A venue that is
 * gone says so by VENUE_STATUS, a feed whose books cannot be trusted by FEED_STATUS: then the quote's sequence is not newer than
 * the venue's `clearedAt`, or is 0 where the state is of one instrument. Quotes that come meanwhile are not kept.
 */
import type { Quote, RecordHeader } from '../../../../schemas/generated/engine.ts';
import * as bookStates from '../../model/book_state.ts';
import * as orderCodes from '../../model/order.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Side } = orderCodes;
const { TRUSTED } = bookStates.BookState;

/** One cache line a row. */
const ROW_ELEMENTS = 8;
/** Sides are found by arithmetic, not by a branch: an order's side cannot be predicted, and a wrong guess costs 5 ns. */
const BID = 0;
const ASK = 2;
const SIDE_ELEMENTS = ASK - BID;
const SEQUENCE = 4;
const TIME = 5;
const STATE = 6;

/** A power of two: the division is exact. */
const SIZES_MEANT = 64;

const INSTRUMENTS_USED = 0;
const REGISTERS = 1;

export type QuoteTable = ReturnType<typeof makeQuoteTable>;

export function makeQuoteTable(state: EngineState, maxInstruments: number, maxVenues: number, feedStates: Int32Array) {
  const registers = state.i32('quote_registers', REGISTERS);
  const instrumentElements = maxVenues * ROW_ELEMENTS;
  const rows = state.f64(
    'quotes',
    maxInstruments * instrumentElements,
    () => registers[INSTRUMENTS_USED]! * instrumentElements,
  );

  /** What of the instrument is usually shown at the best price, by instrument; 0: unknown. */
  const typicalLots = state.laterF64('quote_typical_lots', maxInstruments);

  function put(quote: Quote, header: RecordHeader): void {
    const { instrument, venue } = quote;
    if (instrument < 0 || instrument >= maxInstruments || venue < 0 || venue >= maxVenues) return;
    if (instrument >= registers[INSTRUMENTS_USED]!) registers[INSTRUMENTS_USED] = instrument + 1;
    const at = rowOf(instrument, venue);
    if (feedStates[venue] !== TRUSTED || rows[at + STATE] !== TRUSTED) return;
    putSide(at + BID, quote.bidTicks, quote.bidLots);
    putSide(at + ASK, quote.askTicks, quote.askLots);
    rows[at + SEQUENCE] = header.sequence;
    rows[at + TIME] = header.time;
    learnSize(instrument, quote.bidLots);
    learnSize(instrument, quote.askLots);
  }

  /** A mean over the last sixty or so sizes shown, of any venue and side. */
  function learnSize(instrument: number, lots: number): void {
    if (!(lots > 0)) return;
    const known = typicalLots[instrument]!;
    typicalLots[instrument] = known === 0 ? lots : known + (lots - known) / SIZES_MEANT;
  }

  /** The book of one instrument at one venue. */
  function setState(instrument: number, venue: number, bookState: number): void {
    if (instrument < 0 || instrument >= maxInstruments) return;
    if (instrument >= registers[INSTRUMENTS_USED]!) registers[INSTRUMENTS_USED] = instrument + 1;
    const at = rowOf(instrument, venue);
    rows[at + STATE] = bookState;
    if (bookState !== TRUSTED) rows[at + SEQUENCE] = 0;
  }

  /** A side without size or price is no side. */
  function putSide(at: number, ticks: number, lots: number): void {
    const isShown = lots > 0 && ticks > 0;
    rows[at] = isShown ? ticks : 0;
    rows[at + 1] = isShown ? lots : 0;
  }

  function rowOf(instrument: number, venue: number): number {
    return (instrument * maxVenues + venue) * ROW_ELEMENTS;
  }

  /** The quote came after the venue's last disconnect. */
  function isLive(row: number, clearedAt: Float64Array, venue: number): boolean {
    return rows[row + SEQUENCE]! > clearedAt[venue]!;
  }

  /** What an order of this side could take; 0: nothing shown. */
  function oppositeLots(row: number, side: number): number {
    return rows[row + (Side.SELL - side) * SIDE_ELEMENTS + 1]!;
  }

  function oppositeTicks(row: number, side: number): number {
    return rows[row + (Side.SELL - side) * SIDE_ELEMENTS]!;
  }

  /** What an order of this side would queue with; 0: nobody. */
  function ownTicks(row: number, side: number): number {
    return rows[row + (side - Side.BUY) * SIDE_ELEMENTS]!;
  }

  return { typicalLots, put, setState, rowOf, isLive, oppositeLots, oppositeTicks, ownTicks };
}
