/**
 * Whose price an instrument's trusted price is, and what becomes of it when that venue's book can no longer be believed: the
 * newest price of a book that can. With none left PRICE_VENUE names, below zero, the venue that was the last to lose it, and
 * new orders are denied until a book is trusted again and has quoted. What was the price stays to value positions with.
 */

import { FeedStatus } from '../../../../schemas/generated/engine.ts';
import * as bookStates from '../../model/book_state.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { BOOK_DOUBLES, BOOK_STATE, BOOK_TICKS, BOOK_TIME, INSTRUMENT_DOUBLES, PRICE_VENUE } = layout;
const { TRUSTED_TICKS, TRUSTED_TIME } = layout;
const { EVERY_INSTRUMENT } = bookStates;
const { TRUSTED } = bookStates.BookState;
const { SOURCE_QUOTE_FIRST } = sources;

export type BookTrust = ReturnType<typeof makeBookTrust>;

export function makeBookTrust(state: RiskState, slot: Slot) {
  const { header } = slot;
  const { books, capacity, feedStates, instruments } = state;
  const body = FeedStatus.over(slot.commands);

  /** A feed speaks of the venue whose ring it writes, and of no other. */
  function onFeedStatus(): void {
    const { venue, instrument, state: bookState } = body.move(slot.bodyAt);
    if (header.source !== SOURCE_QUOTE_FIRST + venue || venue < 0 || venue >= capacity.venues) return;
    if (instrument === EVERY_INSTRUMENT) {
      feedStates[venue] = bookState;
      if (bookState === TRUSTED) return;
      for (let each = 0; each < capacity.instruments; each++) lose(each, venue);
    } else if (instrument >= 0 && instrument < capacity.instruments) {
      books[state.bookAt(instrument, venue) + BOOK_STATE] = bookState;
      if (bookState !== TRUSTED) lose(instrument, venue);
    }
  }

  function lose(instrument: number, venue: number): void {
    books[state.bookAt(instrument, venue) + BOOK_TICKS] = 0;
    const at = instrument * INSTRUMENT_DOUBLES;
    if (instruments[at + PRICE_VENUE] !== venue + 1) return;
    const other = newest(instrument);
    if (other < 0) {
      instruments[at + PRICE_VENUE] = -(venue + 1);
      return;
    }
    const from = state.bookAt(instrument, other);
    instruments[at + PRICE_VENUE] = other + 1;
    instruments[at + TRUSTED_TICKS] = books[from + BOOK_TICKS]!;
    instruments[at + TRUSTED_TIME] = books[from + BOOK_TIME]!;
  }

  /** The venue with the newest price that counts; -1: none. */
  function newest(instrument: number): number {
    let found = -1;
    let time = -1;
    for (let venue = 0; venue < capacity.venues; venue++) {
      const at = state.bookAt(instrument, venue);
      if (books[at + BOOK_TICKS] === 0 || books[at + BOOK_TIME]! <= time) continue;
      found = venue;
      time = books[at + BOOK_TIME]!;
    }
    return found;
  }

  /** The clock starts again at a day's roll; states of books last. */
  function rollDay(): void {
    for (let at = 0; at < books.length; at += BOOK_DOUBLES) {
      books[at + BOOK_TICKS] = 0;
      books[at + BOOK_TIME] = 0;
    }
    for (let at = 0; at < instruments.length; at += INSTRUMENT_DOUBLES) instruments[at + PRICE_VENUE] = 0;
  }

  return { onFeedStatus, rollDay };
}
