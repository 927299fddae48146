import { FeedStatus, Quote, RecordHeader } from '../../../../../schemas/generated/engine.ts';
import type { SpscProducer } from '../../../../ring/spsc.ts';
import * as spsc from '../../../../ring/spsc.ts';
import * as bookStates from '../../../model/book_state.ts';
import * as recordTypes from '../../../model/record_type.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FULL } = spsc;
const { EVERY_INSTRUMENT } = bookStates;
const { TRUSTED } = bookStates.BookState;
const { QUOTE, FEED_STATUS } = recordTypes.RecordType;
const HEADER_BYTES = RecordHeader.BYTES;
const QUOTE_BYTES = RecordHeader.BYTES + Quote.BYTES;
const STATUS_BYTES = RecordHeader.BYTES + FeedStatus.BYTES;
/** Of a state: the engine has not been told any. */
const UNTOLD = -1;

/** Places in an instrument's row. */
const BID_TICKS = 0;
const BID_LOTS = 1;
const ASK_TICKS = 2;
const ASK_LOTS = 3;
const LAST = 4;
const HIGH = 5;
const LOW = 6;
const SHARES = 7;
const ROW_DOUBLES = 8;

export interface QuoteWriterOptions {
  /** The engine's number of the venue. */
  readonly venue: number;
  readonly engineEpoch: number;
  /** Shares of a lot, by the engine's numbers of instruments. */
  readonly lotShares: readonly number[];
  readonly quotes: SpscProducer;
  /** Of the records before: a writer that follows another in one life of the engine goes on above its numbers. */
  readonly lastNumber?: number;
}

/**
 * A feed's books as records in the ring of its venue: a Quote for each change of a top of book or trade, and a FeedStatus for
 * each change of what can be believed. When the ring is full, or a book is not trusted, an instrument waits, once, in the order in
 * which it became due, and its next record stands for all that happened meanwhile: no trade is lost, only told later.
 *
 * - Shares that make no whole lot stay for the next record: the lots told are never more than the shares traded, and less by
 *   less than one lot.
 * - The state of the feed goes before everything else, that of an instrument before its quote. A state that came and went while
 *   there was no room is not told.
 * - After a state of not trusted each instrument's quote is said again, changed or not: the engine counts from there.
 */
export class QuoteWriter {
  /** Records written, updates that have none of their own, states told, and times that the ring was full. */
  readonly counters = { quotes: 0, conflated: 0, statuses: 0, full: 0 };
  private readonly options: QuoteWriterOptions;
  private readonly quotes: SpscProducer;
  private readonly rows: Float64Array;
  private readonly tradeCount: Int32Array;
  /** Changes since the last record; an instrument of which nothing was ever heard has none and is not known. */
  private readonly updates: Int32Array;
  private readonly isKnown: Uint8Array;
  private readonly state: Int8Array;
  private readonly told: Int8Array;
  private feedState: number = TRUSTED;
  private feedTold: number = UNTOLD;
  /** A circular queue of instruments; each is in it at most once. */
  private readonly due: Int32Array;
  private readonly isDue: Uint8Array;
  private dueStart = 0;
  private dueCount = 0;
  private number: number;
  /** A trade waits for the top that goes with it. */
  private hasTraded = false;
  private readonly header = new RecordHeader();
  private readonly quote = new Quote();
  private readonly status = new FeedStatus();

  constructor(options: QuoteWriterOptions) {
    const instruments = options.lotShares.length;
    this.options = options;
    this.quotes = options.quotes;
    this.number = options.lastNumber ?? 0;
    this.rows = new Float64Array(instruments * ROW_DOUBLES);
    this.tradeCount = new Int32Array(instruments);
    this.updates = new Int32Array(instruments);
    this.isKnown = new Uint8Array(instruments);
    this.state = new Int8Array(instruments);
    this.told = new Int8Array(instruments);
    this.due = new Int32Array(instruments);
    this.isDue = new Uint8Array(instruments);
  }

  /** Instruments that wait for room, or for their book. */
  get waiting(): number {
    return this.dueCount;
  }

  /** Whether a book can be believed: a BookState. */
  stateOf(instrument: number): number {
    return this.feedState === TRUSTED ? this.state[instrument]! : this.feedState;
  }

  /** Something could be told now that has not been. */
  get hasNews(): boolean {
    return this.feedState !== this.feedTold || (this.dueCount > 0 && this.feedState === TRUSTED);
  }

  /** Instruments whose books are not to be believed. */
  get staleBooks(): number {
    if (this.feedState !== TRUSTED) return this.state.length;
    let stale = 0;
    for (let instrument = 0; instrument < this.state.length; instrument++) {
      if (this.state[instrument] !== TRUSTED) stale++;
    }
    return stale;
  }

  /** The top of a book after a message, and after its trade if it had one. Lots 0: nobody is there. */
  top(instrument: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    const { rows } = this;
    const at = instrument * ROW_DOUBLES;
    const isSame =
      rows[at + BID_TICKS] === bidTicks &&
      rows[at + BID_LOTS] === bidLots &&
      rows[at + ASK_TICKS] === askTicks &&
      rows[at + ASK_LOTS] === askLots;
    if (isSame && !this.hasTraded) return;
    this.hasTraded = false;
    rows[at + BID_TICKS] = bidTicks;
    rows[at + BID_LOTS] = bidLots;
    rows[at + ASK_TICKS] = askTicks;
    rows[at + ASK_LOTS] = askLots;
    this.updates[instrument]! += 1;
    this.isKnown[instrument] = 1;
    this.enqueue(instrument);
  }

  /** A trade, told with the `top` that follows. `ticks` 0: at a price between ticks, which counts with its shares and has no price here. */
  trade(instrument: number, ticks: number, shares: number): void {
    const { rows } = this;
    const at = instrument * ROW_DOUBLES;
    rows[at + SHARES]! += shares;
    this.tradeCount[instrument]! += 1;
    if (ticks > 0) {
      rows[at + LAST] = ticks;
      if (ticks > rows[at + HIGH]!) rows[at + HIGH] = ticks;
      if (rows[at + LOW] === 0 || ticks < rows[at + LOW]!) rows[at + LOW] = ticks;
    }
    this.hasTraded = true;
  }

  /** Of all books of the feed. */
  setFeedState(state: number): void {
    const isTrustedAgain = state === TRUSTED && this.feedState !== TRUSTED;
    this.feedState = state;
    if (!isTrustedAgain) return;
    const saysAgain = this.feedTold !== TRUSTED;
    for (let instrument = 0; instrument < this.isDue.length; instrument++) {
      if (this.updates[instrument]! > 0 || (saysAgain && this.isKnown[instrument] === 1)) this.enqueue(instrument);
    }
  }

  setState(instrument: number, state: number): void {
    if (this.state[instrument] === state) return;
    this.state[instrument] = state;
    this.enqueue(instrument);
  }

  /** Quotes as far as there is room, while the feed is trusted. The caller publishes. */
  write(ingressTime: number): void {
    if (this.feedState !== TRUSTED) return;
    if (this.feedTold !== TRUSTED && !this.tellFeed(ingressTime)) return;
    while (this.dueCount > 0 && this.writeFirst(ingressTime));
  }

  /** What was written becomes visible, and with it a state that has lasted until now. False: something waits for room. */
  publish(ingressTime: number): boolean {
    const isTold = this.feedState === this.feedTold || this.tellFeed(ingressTime);
    if (this.dueCount > 0) this.write(ingressTime);
    this.quotes.publish();
    return isTold && (this.dueCount === 0 || this.feedState !== TRUSTED);
  }

  private enqueue(instrument: number): void {
    if (this.isDue[instrument] === 1) return;
    this.isDue[instrument] = 1;
    const place = this.dueStart + this.dueCount;
    this.due[place < this.due.length ? place : place - this.due.length] = instrument;
    this.dueCount++;
  }

  private dequeue(): void {
    this.isDue[this.due[this.dueStart]!] = 0;
    this.dueStart = this.dueStart + 1 === this.due.length ? 0 : this.dueStart + 1;
    this.dueCount--;
  }

  /** The instrument that waits longest; false: the ring is full. */
  private writeFirst(ingressTime: number): boolean {
    const instrument = this.due[this.dueStart]!;
    const state = this.state[instrument]!;
    if (state !== this.told[instrument]) {
      if (!this.writeStatus(instrument, state, ingressTime)) return false;
      this.told[instrument] = state;
    }
    // Of a book that is not trusted nothing more is said; when it is, it becomes due again.
    if (state === TRUSTED && this.isKnown[instrument] === 1 && !this.writeQuote(instrument, ingressTime)) return false;
    this.dequeue();
    return true;
  }

  private writeQuote(instrument: number, ingressTime: number): boolean {
    const { quotes, rows, quote } = this;
    const offset = quotes.claim(QUOTE_BYTES);
    if (offset === FULL) return this.isFull();
    this.stamp(offset, QUOTE, QUOTE_BYTES, ingressTime);
    quote.wrap(quotes.data, offset + HEADER_BYTES);
    const at = instrument * ROW_DOUBLES;
    const updates = this.updates[instrument]!;
    const lotShares = this.options.lotShares[instrument]!;
    const lots = Math.floor(rows[at + SHARES]! / lotShares);
    quote.instrument = instrument;
    quote.venue = this.options.venue;
    quote.conflated = updates === 0 ? 1 : updates;
    quote.tradeCount = this.tradeCount[instrument]!;
    quote.bidTicks = rows[at + BID_TICKS]!;
    quote.bidLots = rows[at + BID_LOTS]!;
    quote.askTicks = rows[at + ASK_TICKS]!;
    quote.askLots = rows[at + ASK_LOTS]!;
    quote.lastTicks = rows[at + LAST]!;
    quote.highTicks = rows[at + HIGH]!;
    quote.lowTicks = rows[at + LOW]!;
    quote.volumeLots = lots;
    quotes.commit();
    rows[at + LAST] = 0;
    rows[at + HIGH] = 0;
    rows[at + LOW] = 0;
    rows[at + SHARES]! -= lots * lotShares;
    this.tradeCount[instrument] = 0;
    this.updates[instrument] = 0;
    this.counters.quotes++;
    if (updates > 1) this.counters.conflated += updates - 1;
    return true;
  }

  private tellFeed(ingressTime: number): boolean {
    if (!this.writeStatus(EVERY_INSTRUMENT, this.feedState, ingressTime)) return false;
    this.feedTold = this.feedState;
    return true;
  }

  private writeStatus(instrument: number, state: number, ingressTime: number): boolean {
    const offset = this.quotes.claim(STATUS_BYTES);
    if (offset === FULL) return this.isFull();
    this.stamp(offset, FEED_STATUS, STATUS_BYTES, ingressTime);
    const status = this.status.wrap(this.quotes.data, offset + HEADER_BYTES);
    status.venue = this.options.venue;
    status.instrument = instrument;
    status.state = state;
    status.reserved = 0;
    this.quotes.commit();
    this.counters.statuses++;
    return true;
  }

  private isFull(): false {
    this.counters.full++;
    return false;
  }

  private stamp(offset: number, type: number, length: number, ingressTime: number): void {
    const header = this.header.wrap(this.quotes.data, offset);
    header.clear();
    header.length = length;
    header.type = type;
    header.version = 1;
    header.sourceEpoch = this.options.engineEpoch;
    header.sourceSequence = ++this.number;
    header.ingressTime = ingressTime;
  }
}
