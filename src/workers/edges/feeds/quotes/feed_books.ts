import * as bookStates from '../../../model/book_state.ts';
import * as itch from '../../../protocols/itch/layout.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import type { BookBuilder } from '../books/book_builder.ts';
import * as states from '../books/instruments.ts';
import * as maps from './instrument_map.ts';
import { type EngineInstrument, InstrumentMap } from './instrument_map.ts';
import type { QuoteWriter } from './quote_writer.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { BYTES: HEADER_BYTES, LOCATE, TIME } = itch.Header;
const { TRADING_ACTION, OPERATIONAL_HALT } = ItchType;
const { FOREIGN, UNKNOWN } = maps;
const { HALTED, TRUSTED } = bookStates.BookState;
const { TRADING } = states.TradingState;
const LENGTH_BYTES = 2;
const HIGH = 2 ** 32;

/** Hears of each trade of the engine's instruments, and of books that changed; see FeedBooks. */
export interface FeedAudience {
  /** `timeNs` is the venue's, since midnight. */
  onTrade(instrument: number, price4: number, shares: number, timeNs: number): void;
  onBook(instrument: number, locate: number): void;
  /** Another session begins: nothing is known of any instrument. */
  onSession(): void;
}

export interface FeedBooksCounters {
  messages: number;
  /** Of instruments that the engine does not trade: looked at no further than their locate. */
  foreign: number;
  /** Best prices and trades between ticks. The side counts as empty; a trade counts with its shares. */
  offTickQuotes: number;
  offTickTrades: number;
  lastOffTickPrice4: number;
  lastOffTickInstrument: number;
  halts: number;
}

/**
 * A feed's messages into books, and what changes in them into quotes, message by message. Only the engine's instruments are
 * built: what a locate stands for is said by the directory or, in a feed without one, by the first message that names it.
 */
export class FeedBooks {
  readonly counters: FeedBooksCounters = {
    messages: 0,
    foreign: 0,
    offTickQuotes: 0,
    offTickTrades: 0,
    lastOffTickPrice4: 0,
    lastOffTickInstrument: -1,
    halts: 0,
  };
  readonly books: BookBuilder;
  readonly map: InstrumentMap;
  private readonly instruments: readonly EngineInstrument[];
  private readonly writer: QuoteWriter;
  private readonly audience: FeedAudience | undefined;
  private readonly tickPrice4: Float64Array;
  private readonly lotShares: Float64Array;
  /** Stamped on what is written, until the next packets. */
  ingressTime = 0;

  constructor(
    instruments: readonly EngineInstrument[],
    books: BookBuilder,
    writer: QuoteWriter,
    audience?: FeedAudience,
  ) {
    this.instruments = instruments;
    this.books = books;
    this.writer = writer;
    this.audience = audience;
    this.map = new InstrumentMap(instruments);
    this.tickPrice4 = Float64Array.from(instruments, ({ tickPrice4 }) => tickPrice4);
    this.lotShares = Float64Array.from(instruments, ({ lotShares }) => lotShares);
  }

  /** Messages behind their two-byte lengths. */
  onBlock(view: DataView, from: number, to: number): void {
    for (let at = from; at + LENGTH_BYTES <= to; ) {
      const length = view.getUint16(at);
      at += LENGTH_BYTES;
      if (at + length > to) return;
      if (length > 0) this.onMessage(view, at, length);
      at += length;
    }
  }

  onMessage(view: DataView, at: number, length: number): void {
    const { books, counters } = this;
    counters.messages++;
    // What is too short to name an instrument is the books' to count.
    const locate = length < HEADER_BYTES ? 0 : view.getUint16(at + LOCATE);
    const entry = this.map.of[locate]!;
    if (entry === FOREIGN) {
      counters.foreign++;
      return;
    }
    books.onMessage(view, at, length);
    if (entry === UNKNOWN) this.learn(locate);
    const type = view.getUint8(at);
    if (type === TRADING_ACTION || type === OPERATIONAL_HALT) this.onTradingState(locate);
    const changed = books.changedCount();
    if (changed === 0) return;
    // One book, if the feed is right: a message may name an order of another instrument than its own.
    for (let place = 0; place < changed; place++) this.onChanged(books.changedAt(place), view, at);
    books.clearChanged();
  }

  /** A session begins: what the last one built is of no use for it. */
  clear(): void {
    this.books.clear();
    this.map.clear();
    for (let instrument = 0; instrument < this.instruments.length; instrument++) {
      this.writer.top(instrument, 0, 0, 0, 0);
      this.writer.setState(instrument, TRUSTED);
    }
    this.audience?.onSession();
  }

  private learn(locate: number): void {
    const { instruments } = this.books;
    if (locate !== 0 && instruments.isNamed(locate)) this.map.name(locate, instruments.symbol(locate));
  }

  private onTradingState(locate: number): void {
    const instrument = this.map.of[locate]! - 1;
    if (instrument < 0) return;
    const { instruments } = this.books;
    const said = instruments.tradingState(locate);
    const isTrading = (said === 0 || said === TRADING) && !instruments.isHaltedHere(locate);
    if (!isTrading) this.counters.halts++;
    this.writer.setState(instrument, isTrading ? TRUSTED : HALTED);
    this.writer.write(this.ingressTime);
    this.audience?.onBook(instrument, locate);
  }

  /** A message trades at most once. */
  private onChanged(locate: number, view: DataView, at: number): void {
    const { books, writer, audience } = this;
    const { trades } = books;
    const instrument = this.map.of[locate]! - 1;
    if (instrument < 0) {
      trades.clearSince(locate);
      return;
    }
    if (trades.count(locate) > 0) {
      const price4 = trades.lastPrice4(locate);
      const shares = trades.volumeShares(locate);
      trades.clearSince(locate);
      writer.trade(instrument, this.tradeTicks(instrument, price4), shares);
      if (audience !== undefined) audience.onTrade(instrument, price4, shares, timeNs(view, at));
    }
    const bid = this.quoteTicks(instrument, books.bidPrice4(locate));
    const ask = this.quoteTicks(instrument, books.askPrice4(locate));
    const lot = this.lotShares[instrument]!;
    const bidLots = bid === 0 ? 0 : Math.floor(books.bidShares(locate) / lot);
    const askLots = ask === 0 ? 0 : Math.floor(books.askShares(locate) / lot);
    writer.top(instrument, bidLots === 0 ? 0 : bid, bidLots, askLots === 0 ? 0 : ask, askLots);
    writer.write(this.ingressTime);
    audience?.onBook(instrument, locate);
  }

  /** 0: nobody is there, or at a price that the engine has no number for. */
  private quoteTicks(instrument: number, price4: number): number {
    const ticks = price4 / this.tickPrice4[instrument]!;
    if (ticks === Math.floor(ticks)) return ticks;
    this.counters.offTickQuotes++;
    this.noteOffTick(instrument, price4);
    return 0;
  }

  private tradeTicks(instrument: number, price4: number): number {
    const ticks = price4 / this.tickPrice4[instrument]!;
    if (ticks === Math.floor(ticks)) return ticks;
    this.counters.offTickTrades++;
    this.noteOffTick(instrument, price4);
    return 0;
  }

  private noteOffTick(instrument: number, price4: number): void {
    this.counters.lastOffTickPrice4 = price4;
    this.counters.lastOffTickInstrument = instrument;
  }
}

/** Nanoseconds since midnight, in six bytes. */
function timeNs(view: DataView, at: number): number {
  return view.getUint16(at + TIME) * HIGH + view.getUint32(at + TIME + 2);
}
