import type { CounterGroup } from '../../../../ring/counters.ts';
import type { Region } from '../../../../ring/memory.ts';
import { parseFeedAddress } from '../../../feed_sockets/feed_address.ts';
import { BookState } from '../../../model/book_state.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import { openBarFile } from '../boards/bar_file.ts';
import { FeedBoards } from '../boards/feed_boards.ts';
import { MinuteBars } from '../boards/minute_bars.ts';
import { type BookBuilder, makeBookBuilder } from '../books/book_builder.ts';
import type { BookLimits } from '../books/memory.ts';
import { FeedBooks } from '../quotes/feed_books.ts';
import { FeedTrust } from '../quotes/feed_trust.ts';
import type { EngineInstrument } from '../quotes/instrument_map.ts';
import { QuoteWriter, type QuoteWriterOptions } from '../quotes/quote_writer.ts';
import type { FeedClock } from './feed_clock.ts';
import * as clocks from './feed_clock.ts';
import { FEED_COUNTERS } from './feed_figures.ts';
import type { FeedSource, SourceFigures } from './feed_source.ts';
import { openMoldSource } from './mold_source.ts';
import { SoupSource } from './soup_source.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const NOW = clocks.MONOTONIC_NS;
const ENGINE = clocks.ENGINE_NS;
/** A feed that could not be opened, or could not go on, is opened again after so long. */
const RETRY_NS = 1e9;

export interface VenueFeedOptions extends QuoteWriterOptions {
  readonly name: string;
  readonly address: string;
  readonly silenceNs: number;
  readonly instruments: readonly EngineInstrument[];
  readonly limits: BookLimits;
  readonly counters: CounterGroup;
  /** In the order of the books' faults. */
  readonly faults: CounterGroup;
  /** Where others look at depth, trades and bars. */
  readonly boards: Region;
  /** Where minute bars are kept, from which day on. */
  readonly bars: BarsOptions;
  readonly clock: FeedClock;
  /** Quotes have been published. */
  readonly wake: () => void;
  readonly notice: (text: string) => void;
}

export interface BarsOptions {
  readonly folder: string;
  /** yyyymmdd of the engine's trading day. */
  readonly date: number;
}

/** One venue's feed: its source, its books, its quotes. Whatever happens to it stays here. */
export class VenueFeed {
  readonly books: BookBuilder;
  readonly feedBooks: FeedBooks;
  readonly trust: FeedTrust;
  readonly writer: QuoteWriter;
  source: FeedSource | undefined;
  private readonly boards: FeedBoards;
  private readonly bars: MinuteBars;
  private shownState = -1;
  private readonly options: VenueFeedOptions;
  private readonly clock: FeedClock;
  private retryAtNs = -Infinity;
  private isOpening = false;
  private failures = 0;
  private next: () => number = () => 1;
  private readonly figures: SourceFigures = emptyFigures();
  private isClosed = false;

  constructor(options: VenueFeedOptions) {
    this.options = options;
    this.clock = options.clock;
    this.books = makeBookBuilder(options.limits, false);
    this.writer = new QuoteWriter(options);
    const { name, instruments, boards } = options;
    const symbols = instruments.map(({ symbol }) => symbol);
    const { folder, date } = options.bars;
    this.bars = new MinuteBars((days) => openBarFile(folder, name, laterDate(date, days), symbols));
    this.boards = new FeedBoards(boards, symbols.length, this.books, this.bars, (instrument) =>
      this.writer.stateOf(instrument),
    );
    this.feedBooks = new FeedBooks(instruments, this.books, this.writer, this.boards);
    this.trust = new FeedTrust(this.feedBooks, this.writer, () => this.next());
    this.writer.publish(0);
  }

  get needsEventLoop(): boolean {
    return this.isOpening || this.source?.needsEventLoop === true;
  }

  get isOpen(): boolean {
    return this.source !== undefined;
  }

  /** What is there, into books and quotes. The clock has been read. */
  doWork(): number {
    const { source, clock } = this;
    if (source === undefined) {
      if (this.isDue()) void this.open();
      return 0;
    }
    try {
      this.feedBooks.ingressTime = clock.reading[ENGINE]!;
      const work = source.doWork(clock);
      if (work > 0 || this.writer.hasNews) this.publish();
      return work;
    } catch (error) {
      this.fail(error);
      return 0;
    }
  }

  private isDue(): boolean {
    return this.clock.reading[NOW]! >= this.retryAtNs && !this.isOpening && !this.isClosed;
  }

  private async open(): Promise<void> {
    this.isOpening = true;
    try {
      this.source = await this.makeSource();
    } catch (error) {
      this.fail(error);
    } finally {
      this.isOpening = false;
    }
  }

  close(): void {
    this.isClosed = true;
    this.source?.close();
  }

  showFigures(): void {
    const { counters } = this.options;
    const { figures, feedBooks, writer, trust, books } = this;
    this.source?.figures(figures);
    const { messages, faults } = books.counters;
    const shown: Record<(typeof FEED_COUNTERS)[number], number> = {
      ...figures,
      ...feedBooks.counters,
      messages: figures.messages,
      state: trust.state,
      incomplete: trust.incomplete,
      staleBooks: writer.staleBooks,
      quotes: writer.counters.quotes,
      conflated: writer.counters.conflated,
      statuses: writer.counters.statuses,
      ringFull: writer.counters.full,
      waiting: writer.waiting,
      crosses: messages[ItchType.CROSS_TRADE]!,
      brokenTrades: messages[ItchType.BROKEN_TRADE]!,
      faults: faults.reduce((sum, count) => sum + count, 0),
      orders: books.orderCount(),
      failures: this.failures,
    };
    FEED_COUNTERS.forEach((name, index) => {
      counters.set(index, shown[name]);
    });
    for (let fault = 0; fault < faults.length; fault++) this.options.faults.set(fault, faults[fault]!);
  }

  /** The engine first; who looks at boards can wait. */
  private publish(): void {
    this.writer.publish(this.feedBooks.ingressTime);
    this.options.wake();
    if (this.trust.state !== this.shownState) {
      this.shownState = this.trust.state;
      this.boards.changeAll();
    }
    this.boards.publish();
  }

  private async makeSource(): Promise<FeedSource> {
    const address = parseFeedAddress(this.options.address);
    const source = {
      trust: this.trust,
      silenceNs: this.options.silenceNs,
      onRead: () => {
        this.clock.read();
        this.feedBooks.ingressTime = this.clock.reading[ENGINE]!;
      },
      afterRead: () => this.publish(),
    };
    if (address.protocol === 'mold') {
      const opened = await openMoldSource(address, source);
      this.next = () => opened.receiver.next;
      return opened.source;
    }
    const soup = new SoupSource(address, source, (view, at, length) => {
      this.feedBooks.onMessage(view, at, length);
    });
    this.next = () => soup.feed.client.next;
    return soup;
  }

  /** The other feeds go on; the engine is told, and this one is tried again. */
  private fail(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.failures === 0 || this.trust.state !== BookState.FAILED) {
      this.options.notice(`feed of ${this.options.name}: ${text}; tried again every second`);
    }
    this.failures++;
    this.source?.close();
    this.source = undefined;
    this.retryAtNs = this.clock.reading[NOW]! + RETRY_NS;
    this.trust.fail();
    this.publish();
  }
}

function emptyFigures(): SourceFigures {
  return {
    packets: 0,
    messages: 0,
    gaps: 0,
    requests: 0,
    recovered: 0,
    lost: 0,
    duplicates: 0,
    malformed: 0,
    otherSession: 0,
    behind: 0,
    sessions: 0,
  };
}

/** Of a calendar day as yyyymmdd, so many days later. */
function laterDate(date: number, days: number): number {
  const day = new Date(Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, (date % 100) + days));
  return Number(day.toISOString().slice(0, 10).replaceAll('-', ''));
}
