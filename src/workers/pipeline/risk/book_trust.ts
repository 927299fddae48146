/**
 * Whose price an instrument's trusted price is, and what becomes of it when that venue's book can no longer be believed: the
 * newest price of a book that can. With none left new orders are denied until a book is trusted again and has quoted. What
 * was the price stays to value positions with.
 *
 * A feed that is lost takes all its prices with it at once, by the sequence of the command that said so, however many
 * instruments it has; which price counts instead is looked for when an order asks.
 */

import { FeedStatus } from '../../../../schemas/generated/engine.ts';
import * as bookStates from '../../model/book_state.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { BOOK_DOUBLES, BOOK_SEQUENCE, BOOK_STATE, BOOK_TICKS, BOOK_TIME, INSTRUMENT_DOUBLES } = layout;
const { PRICE_VENUE, TRUSTED_TICKS, TRUSTED_TIME } = layout;
const { EVERY_INSTRUMENT } = bookStates;
const { TRUSTED } = bookStates.BookState;
const { SOURCE_QUOTE_FIRST } = sources;

export type BookTrust = ReturnType<typeof makeBookTrust>;

export function makeBookTrust(state: RiskState, slot: Slot) {
  const { header } = slot;
  const { books, capacity, feedLost, feedStates, instruments } = state;
  const body = FeedStatus.over(slot.commands);

  /** A feed speaks of the venue whose ring it writes, and of no other. */
  function onFeedStatus(): void {
    const { venue, instrument, state: bookState } = body.move(slot.bodyAt);
    if (header.source !== SOURCE_QUOTE_FIRST + venue || venue < 0 || venue >= capacity.venues) return;
    if (instrument === EVERY_INSTRUMENT) {
      feedStates[venue] = bookState;
      if (bookState !== TRUSTED) feedLost[venue] = header.sequence;
    } else if (instrument >= 0 && instrument < capacity.instruments) {
      const at = state.bookAt(instrument, venue);
      books[at + BOOK_STATE] = bookState;
      if (bookState !== TRUSTED) books[at + BOOK_SEQUENCE] = 0;
    }
  }

  /** Keeps the price of a quote just met, if its book can be believed; false: it counts for nothing. */
  function take(instrument: number, venue: number, ticks: number): boolean {
    const book = state.bookAt(instrument, venue);
    if (feedStates[venue] !== TRUSTED || books[book + BOOK_STATE] !== TRUSTED) return false;
    books[book + BOOK_TICKS] = ticks;
    books[book + BOOK_TIME] = header.time;
    books[book + BOOK_SEQUENCE] = header.sequence;
    instruments[instrument * INSTRUMENT_DOUBLES + PRICE_VENUE] = venue + 1;
    return true;
  }

  /** Whether the instrument has a price that counts: the one it has, or else the newest there is, which it then has. */
  function isPriced(instrument: number): boolean {
    const venue = instruments[instrument * INSTRUMENT_DOUBLES + PRICE_VENUE]! - 1;
    // Below zero in a snapshot of before venues were remembered.
    return venue < 0 || counts(instrument, venue) || takeNewest(instrument);
  }

  function counts(instrument: number, venue: number): boolean {
    return books[state.bookAt(instrument, venue) + BOOK_SEQUENCE]! > feedLost[venue]!;
  }

  function takeNewest(instrument: number): boolean {
    let found = -1;
    let sequence = 0;
    for (let venue = 0; venue < capacity.venues; venue++) {
      const quoted = books[state.bookAt(instrument, venue) + BOOK_SEQUENCE]!;
      if (quoted <= sequence || !counts(instrument, venue)) continue;
      found = venue;
      sequence = quoted;
    }
    if (found < 0) return false;
    const at = instrument * INSTRUMENT_DOUBLES;
    const from = state.bookAt(instrument, found);
    instruments[at + PRICE_VENUE] = found + 1;
    instruments[at + TRUSTED_TICKS] = books[from + BOOK_TICKS]!;
    instruments[at + TRUSTED_TIME] = books[from + BOOK_TIME]!;
    return true;
  }

  /** The clock starts again at a day's roll; states of books last. */
  function rollDay(): void {
    for (let at = 0; at < books.length; at += BOOK_DOUBLES) books[at + BOOK_SEQUENCE] = 0;
    for (let at = 0; at < instruments.length; at += INSTRUMENT_DOUBLES) instruments[at + PRICE_VENUE] = 0;
  }

  return { onFeedStatus, take, isPriced, rollDay };
}
