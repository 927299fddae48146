/**
 * The market as orders that rest in the engine see it: each venue's best bid and ask, the last trade, and how much has
 * traded. The same quotes and feed states that routing keeps, kept again: stages share no memory.
 *
 *     row (instrument, venue), 64 bytes: | bid ticks | ask ticks | sequence | state | volume | 3 reserved |
 *     instrument, 64 bytes:              | last | volume | value | high | low | 3 reserved |
 */

import { FeedStatus, Quote, VenueStatus } from '../../../../../schemas/generated/engine.ts';
import * as bookStates from '../../../model/book_state.ts';
import * as sources from '../../../model/source.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';
import type { TradingHours } from '../../trading_hours.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { TRUSTED } = bookStates.BookState;
const { EVERY_INSTRUMENT } = bookStates;
const { SOURCE_QUOTE_FIRST } = sources;

const ROW = 8;
const BID = 0;
const ASK = 1;
const SEQUENCE = 2;
const STATE = 3;
const LAST = 0;
const VOLUME = 1;
const VALUE = 2;
/** Places of `trades` in an instrument's row, for those who read it from outside. */
export const TradePlace = { ROW, VOLUME, VALUE } as const;

// Registers.
const INSTRUMENTS_USED = 0;

/** What `look` finds, by place in `figures`; 0: nobody shows it. */
export const MarketFigure = { BID: 0, ASK: 1, LAST: 2, VOLUME: 3, VALUE: 4 } as const;

export type Market = ReturnType<typeof makeMarket>;

export function makeMarket(state: EngineState, instruments: number, venues: number, hours: TradingHours, slot: Slot) {
  const { header } = slot;
  const registers = state.laterI32('market.registers', 1);
  const used = (): number => registers[INSTRUMENTS_USED]!;
  const rows = state.laterF64('market.books', instruments * venues * ROW, () => used() * venues * ROW);
  const trades = state.laterF64('market.trades', instruments * ROW, () => used() * ROW);
  const feedStates = state.laterI32('market.feed_states', venues);
  /** Stream sequence of the venue's last disconnect or lost feed: quotes not newer are gone. */
  const clearedAt = state.laterF64('market.cleared_at', venues);
  const quote = Quote.over(slot.commands);
  const feedStatus = FeedStatus.over(slot.commands);
  const venueStatus = VenueStatus.over(slot.commands);
  /** By MarketFigure, of the instrument last looked at. Doubles in an array are no heap numbers. */
  const figures = new Float64Array(5);

  /** Takes a quote; the instrument that it moves, or -1 where its book is not believed. */
  function onQuote(): number {
    const { instrument, venue } = quote.move(slot.bodyAt);
    if (instrument < 0 || instrument >= instruments || venue < 0 || venue >= venues) return -1;
    if (instrument >= used()) registers[INSTRUMENTS_USED] = instrument + 1;
    const at = (instrument * venues + venue) * ROW;
    if (feedStates[venue] !== TRUSTED || rows[at + STATE] !== TRUSTED) return -1;
    const { askLots, askTicks, bidLots, bidTicks, lastTicks } = quote;
    rows[at + BID] = bidLots > 0 && bidTicks > 0 ? bidTicks : 0;
    rows[at + ASK] = askLots > 0 && askTicks > 0 ? askTicks : 0;
    rows[at + SEQUENCE] = header.sequence;
    if (lastTicks > 0) {
      const { volumeLots } = quote;
      const trade = instrument * ROW;
      trades[trade + LAST] = lastTicks;
      if (volumeLots > 0) {
        trades[trade + VOLUME] = trades[trade + VOLUME]! + volumeLots;
        trades[trade + VALUE] = trades[trade + VALUE]! + volumeLots * lastTicks;
      }
    }
    return instrument;
  }

  /** Whose the quote just taken is. */
  function quotedVenue(): number {
    return quote.venue;
  }

  /** Whether the quote just taken brings a price that risk takes: a trade, or both sides of a market that is not crossed. */
  function hasPrice(): boolean {
    const { askLots, askTicks, bidLots, bidTicks, lastTicks } = quote;
    return lastTicks > 0 || (bidLots > 0 && askLots > 0 && bidTicks > 0 && bidTicks <= askTicks);
  }

  /** Of the quote just taken: lots traded since the record before it. */
  function tradedLots(): number {
    const { lastTicks, volumeLots } = quote;
    return lastTicks > 0 && volumeLots > 0 ? volumeLots : 0;
  }

  /** Of the quote just taken: the highest trade since the record before it, or 0 without trades. */
  function highTicks(): number {
    const { highTicks, lastTicks } = quote;
    return highTicks > lastTicks ? highTicks : lastTicks;
  }

  function lowTicks(): number {
    const { lastTicks, lowTicks } = quote;
    return lowTicks > 0 && lowTicks < lastTicks ? lowTicks : lastTicks;
  }

  function onFeedStatus(): void {
    const { venue, instrument, state: bookState } = feedStatus.move(slot.bodyAt);
    if (header.source !== SOURCE_QUOTE_FIRST + venue || venue < 0 || venue >= venues) return;
    if (instrument === EVERY_INSTRUMENT) {
      feedStates[venue] = bookState;
      if (bookState !== TRUSTED) clearedAt[venue] = header.sequence;
    } else if (instrument >= 0 && instrument < instruments) {
      if (instrument >= used()) registers[INSTRUMENTS_USED] = instrument + 1;
      const at = (instrument * venues + venue) * ROW;
      rows[at + STATE] = bookState;
      if (bookState !== TRUSTED) rows[at + SEQUENCE] = 0;
    }
  }

  function onVenueStatus(): void {
    const { connected, venue } = venueStatus.move(slot.bodyAt);
    if (venue >= 0 && venue < venues && connected === 0) clearedAt[venue] = header.sequence;
  }

  /** Fills `figures` with the best that believed books of venues show that trade the instrument, and with all trades seen. */
  function look(instrument: number): void {
    let bid = 0;
    let ask = 0;
    const shut = hours.shutVenues() | hours.haltedVenues(instrument);
    for (let venue = 0; venue < venues; venue++) {
      const at = (instrument * venues + venue) * ROW;
      if (rows[at + SEQUENCE]! <= clearedAt[venue]! || (shut & (1 << venue)) !== 0) continue;
      if (rows[at + BID]! > bid) bid = rows[at + BID]!;
      const offered = rows[at + ASK]!;
      if (offered > 0 && (ask === 0 || offered < ask)) ask = offered;
    }
    const trade = instrument * ROW;
    figures[MarketFigure.BID] = bid;
    figures[MarketFigure.ASK] = ask;
    figures[MarketFigure.LAST] = trades[trade + LAST]!;
    figures[MarketFigure.VOLUME] = trades[trade + VOLUME]!;
    figures[MarketFigure.VALUE] = trades[trade + VALUE]!;
  }

  return {
    figures,
    trades,
    onQuote,
    quotedVenue,
    hasPrice,
    tradedLots,
    highTicks,
    lowTicks,
    onFeedStatus,
    onVenueStatus,
    look,
  };
}
