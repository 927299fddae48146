/**
 * Quotes of a venue that a program in another language writes into shared memory: read in place, judged, and put into the log without
 * a copy in between.
 *
 * Nothing of the writer's goes further than it was checked. Every field is loaded once, since its bytes may change at any moment, and
 * only these fields are taken over: header, venue and numbers of a record are the engine's own. A record that is wrong is left out and
 * counted with its reason. What main knows of the writer itself (it has gone silent, it is back) becomes a FeedStatus in this place of
 * the stream.
 *
 * Checks and copy cost the sequencer less than a second ring and a thread that serves it would (docs/decisions/0009).
 */

import { FeedStatus, Quote, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { FeedRejection } from '../../../../schemas/generated/feed_ring.ts';
import type { Region } from '../../../ring/memory.ts';
import { UntrustedConsumer } from '../../../ring/untrusted_consumer.ts';
import { BookState, EVERY_INSTRUMENT } from '../../model/book_state.ts';
import { RecordType } from '../../model/record_type.ts';
import { type FeedRingControl, stateOf } from './feed_ring_control.ts';

export const FEED_RECORD_BYTES = RecordHeader.BYTES + Quote.BYTES;
const STATUS_BYTES = RecordHeader.BYTES + FeedStatus.BYTES;
const HEADER_BYTES = RecordHeader.BYTES;
const { QUOTE, FEED_STATUS } = RecordType;
const { BAD_COUNT, BAD_FRAME, BAD_PRICE, BAD_QUANTITY, BAD_TRADES, NO_QUOTE, UNKNOWN_INSTRUMENT } = FeedRejection;
/** The second word of a header: type, version, flags. */
const QUOTE_WORD = QUOTE | (1 << 16);
const TYPE_AND_VERSION = 0xffffff;
/** A body follows its header; where its words begin, as elements of the record. */
const BODY_WORDS = HEADER_BYTES / 4;
const BODY_DOUBLES = HEADER_BYTES / 8 + 2;
/** Doubles of a header. */
const INGRESS_TIME = 6;
const MOST_LOTS = 2 ** 53;
const NONE = -1;
/** A look at main's words each so many polls: a line that main seldom writes. */
const POLLS_PER_LOOK = 64;

export interface FeedRingOptions {
  readonly venue: number;
  /** Numbers from here on are not known. */
  readonly instruments: number;
  /** The ring in the file. */
  readonly ring: Region;
  readonly control: FeedRingControl;
  /** Where the ring begins: other than 0 in tests. */
  readonly startPosition?: number;
}

export class FeedRingInput {
  declare readonly venue: number;
  /** Of the record last taken: its source has these numbers, not the writer. */
  declare epoch: number;
  declare number: number;
  declare private readonly instruments: number;
  declare private readonly consumer: UntrustedConsumer;
  declare private readonly control: FeedRingControl;
  /** Quotes since the figures were written last. */
  declare private accepted: number;
  declare private clockOffsetNs: number;
  declare private readonly header: RecordHeader;
  declare private readonly quote: Quote;
  declare private readonly status: FeedStatus;
  /** The newest loss of the writer that the stream knows of. */
  declare private toldLoss: number;
  /** The stream takes the books for lost; the next quote makes them trusted, and waits at `held` until that is said. */
  declare private isLost: boolean;
  declare private held: number;
  declare private isFailed: boolean;
  declare private polls: number;

  constructor({ venue, instruments, ring, control, startPosition = 0 }: FeedRingOptions) {
    this.venue = venue;
    this.instruments = instruments;
    this.epoch = 0;
    this.number = NONE;
    this.consumer = new UntrustedConsumer(ring, FEED_RECORD_BYTES, startPosition);
    this.control = control;
    this.accepted = 0;
    this.clockOffsetNs = 0;
    this.header = new RecordHeader();
    this.quote = new Quote();
    this.status = new FeedStatus();
    // What an earlier life of the engine said is not known here: the first word is always that nobody writes yet.
    this.toldLoss = NONE;
    this.isLost = false;
    this.held = NONE;
    this.isFailed = false;
    this.polls = 0;
  }

  /** The log, whose records `take` writes, and the last number in it of this source. */
  bind(log: Region, epoch: number, number: number): void {
    this.epoch = epoch;
    this.number = number;
    this.header.wrap(log, 0);
    this.quote.wrap(log, 0);
    this.status.wrap(log, 0);
  }

  /** Writes the next record to `target` of the log: its length, 0 for one that was left out, -1 when there is none. */
  take(target: number): number {
    if (--this.polls < 0) {
      this.polls = POLLS_PER_LOOK;
      const { control } = this;
      this.clockOffsetNs = control.clockOffsetNs;
      if (control.loss !== this.toldLoss) return this.tellLoss(target);
    }
    let at = this.held;
    if (at < 0) at = this.consumer.poll();
    else this.held = NONE;
    if (at < 0) return at === NONE || this.isFailed ? NONE : this.cutOff(target);
    if (this.isLost) {
      this.held = at;
      this.isLost = false;
      return this.tellBooks(target, BookState.TRUSTED);
    }
    const rejection = this.copyQuote(at, target);
    if (rejection !== 0) {
      this.control.countRejected(rejection);
      return 0;
    }
    this.accepted++;
    return FEED_RECORD_BYTES;
  }

  /** Hands what was taken back to the writer. */
  release(): void {
    this.consumer.release();
    if (this.accepted === 0) return;
    this.control.countAccepted(this.accepted);
    this.accepted = 0;
  }

  /**
   * Each element is loaded once, and what is written is what was judged. Prices are written as the words that they were found to
   * equal, so that -0 becomes 0.
   */
  private copyQuote(at: number, target: number): number {
    const { f64, i32 } = this.consumer.data;
    const head = at >> 2;
    if (i32[head] !== FEED_RECORD_BYTES || (i32[head + 1]! & TYPE_AND_VERSION) !== QUOTE_WORD) return NO_QUOTE;
    const words = head + BODY_WORDS;
    const doubles = (at >> 3) + BODY_DOUBLES;
    const instrument = i32[words]!;
    const conflated = i32[words + 2]!;
    const tradeCount = i32[words + 3]!;
    if (instrument < 0 || instrument >= this.instruments) return UNKNOWN_INSTRUMENT;
    if ((conflated | tradeCount) < 0) return BAD_COUNT;
    const bidTicks = f64[doubles]!;
    const bidLots = f64[doubles + 1]!;
    const askTicks = f64[doubles + 2]!;
    const askLots = f64[doubles + 3]!;
    const bid = bidTicks | 0;
    const ask = askTicks | 0;
    if (bid !== bidTicks || ask !== askTicks || (bid | ask) < 0) return BAD_PRICE;
    if (!isQuantity(bidLots) || !isQuantity(askLots)) return BAD_QUANTITY;
    const quote = this.quote.move(target + HEADER_BYTES);
    const rejection = this.copyTrades(quote, f64, doubles + 4, tradeCount);
    if (rejection !== 0) return rejection;
    quote.instrument = instrument;
    quote.venue = this.venue;
    quote.conflated = conflated;
    quote.tradeCount = tradeCount;
    quote.bidTicks = bid;
    quote.bidLots = bidLots + 0;
    quote.askTicks = ask;
    quote.askLots = askLots + 0;
    const header = this.header.move(target);
    this.writeHeader(header, QUOTE, FEED_RECORD_BYTES);
    // The writer's clock in the engine's; 0 where it gave none.
    const ingressTime = f64[(at >> 3) + INGRESS_TIME]! - this.clockOffsetNs;
    header.ingressTime = ingressTime > 0 && ingressTime < MOST_LOTS ? Math.floor(ingressTime) : 0;
    return 0;
  }

  private copyTrades(quote: Quote, f64: Float64Array, at: number, tradeCount: number): number {
    const lastTicks = f64[at]!;
    const highTicks = f64[at + 1]!;
    const lowTicks = f64[at + 2]!;
    const volumeLots = f64[at + 3]!;
    if (tradeCount === 0) {
      if (lastTicks !== 0 || highTicks !== 0 || lowTicks !== 0 || volumeLots !== 0) return BAD_TRADES;
      quote.lastTicks = 0;
      quote.highTicks = 0;
      quote.lowTicks = 0;
      quote.volumeLots = 0;
      return 0;
    }
    const last = lastTicks | 0;
    const high = highTicks | 0;
    const low = lowTicks | 0;
    if (last !== lastTicks || high !== highTicks || low !== lowTicks) return BAD_PRICE;
    if (!isQuantity(volumeLots)) return BAD_QUANTITY;
    // A trade may have no price, that lay between ticks, and no volume, that was less than a lot.
    if (low < 0 || low > last || last > high) return BAD_TRADES;
    quote.lastTicks = last;
    quote.highTicks = high;
    quote.lowTicks = low;
    quote.volumeLots = volumeLots;
    return 0;
  }

  /** Everything but what the sequencer stamps. */
  private writeHeader(header: RecordHeader, type: number, length: number): void {
    this.number++;
    header.length = length;
    header.type = type;
    header.version = 1;
    header.flags = 0;
    header.sourceEpoch = this.epoch;
    header.sourceSequence = this.number;
    header.reserved = 0;
  }

  private cutOff(target: number): number {
    this.isFailed = true;
    this.control.countRejected(BAD_FRAME);
    return this.tellBooks(target, BookState.FAILED);
  }

  private tellLoss(target: number): number {
    const { loss } = this.control;
    this.toldLoss = loss;
    if (this.isFailed) return NONE;
    this.isLost = true;
    return this.tellBooks(target, stateOf(loss));
  }

  private tellBooks(target: number, state: number): number {
    const header = this.header.move(target);
    this.writeHeader(header, FEED_STATUS, STATUS_BYTES);
    header.ingressTime = 0;
    const status = this.status.move(target + HEADER_BYTES);
    status.clear();
    status.venue = this.venue;
    status.instrument = EVERY_INSTRUMENT;
    status.state = state;
    return STATUS_BYTES;
  }
}

/** Most are small; NaN compares false with everything. */
function isQuantity(lots: number): boolean {
  const word = lots | 0;
  return word === lots ? word >= 0 : lots >= 0 && lots <= MOST_LOTS && Math.floor(lots) === lots;
}
