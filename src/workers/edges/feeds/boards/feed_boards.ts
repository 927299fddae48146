import { BoardReader, BoardWriter } from '../../../../ring/board.ts';
import { allocateRegion, type Region } from '../../../../ring/memory.ts';
import type { BookBuilder } from '../books/book_builder.ts';
import type { FeedAudience } from '../quotes/feed_books.ts';
import * as bars from './bar_file.ts';
import * as layout from './board_layout.ts';
import type { MinuteBars } from './minute_bars.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ASKS, ASK_LEVELS, BAR, BIDS, BID_LEVELS, BOARD_BYTES, BOARD_DOUBLES, DAY_SHARES, LAST_TRADES } = layout;
const { LEVELS, LEVEL_DOUBLES, STATE, TIME, TRADES, TRADE_COUNT, TRADE_DOUBLES, TRADING_STATE } = layout;
const { ROW_DOUBLES } = bars;

/** Shared memory of one venue's boards. */
export function allocateBoards(instruments: number): Region {
  return allocateRegion(instruments * BOARD_BYTES);
}

/**
 * Writes the boards of a feed's instruments, once a turn those that changed. Trades go into the day's bars as they come.
 */
export class FeedBoards implements FeedAudience {
  private readonly writers: readonly BoardWriter[];
  private readonly books: BookBuilder;
  private readonly bars: MinuteBars | undefined;
  private readonly stateOf: (instrument: number) => number;
  /** By instrument: the last trades in a circle, how many there were, when the last one was. */
  private readonly trades: Float64Array;
  private readonly tradeCount: Float64Array;
  private readonly lastTime: Float64Array;
  private readonly locates: Int32Array;
  private readonly changed: Int32Array;
  private readonly isChanged: Uint8Array;
  private changedCount = 0;
  private target: Float64Array<SharedArrayBuffer>;
  private at = 0;
  private readonly putLevel = (price4: number, shares: number, orders: number): void => {
    const { target, at } = this;
    target[at] = price4;
    target[at + 1] = shares;
    target[at + 2] = orders;
    this.at = at + LEVEL_DOUBLES;
  };

  /** `stateOf`: whether an instrument's book can be believed, a BookState. */
  constructor(
    region: Region,
    instruments: number,
    books: BookBuilder,
    bars: MinuteBars | undefined,
    stateOf: (instrument: number) => number,
  ) {
    this.writers = Array.from(
      { length: instruments },
      (_, instrument) => new BoardWriter(region.slice(instrument * BOARD_BYTES, BOARD_BYTES)),
    );
    this.books = books;
    this.bars = bars;
    this.stateOf = stateOf;
    this.trades = new Float64Array(instruments * TRADES * TRADE_DOUBLES);
    this.tradeCount = new Float64Array(instruments);
    this.lastTime = new Float64Array(instruments);
    this.locates = new Int32Array(instruments);
    this.changed = new Int32Array(instruments);
    this.isChanged = new Uint8Array(instruments);
    this.target = this.writers[0]?.value.f64 ?? new Float64Array(new SharedArrayBuffer(0));
  }

  onTrade(instrument: number, price4: number, shares: number, timeNs: number): void {
    const at = (instrument * TRADES + (this.tradeCount[instrument]! % TRADES)) * TRADE_DOUBLES;
    this.trades[at] = price4;
    this.trades[at + 1] = shares;
    this.trades[at + 2] = timeNs;
    this.tradeCount[instrument]! += 1;
    this.lastTime[instrument] = timeNs;
    this.bars?.add(instrument, price4, shares, timeNs);
  }

  onBook(instrument: number, locate: number): void {
    this.locates[instrument] = locate;
    this.change(instrument);
  }

  onSession(): void {
    this.bars?.begin();
    this.locates.fill(0);
    this.changeAll();
  }

  /** States of all changed at once. */
  changeAll(): void {
    for (let instrument = 0; instrument < this.writers.length; instrument++) this.change(instrument);
  }

  publish(): void {
    for (let i = 0; i < this.changedCount; i++) {
      const instrument = this.changed[i]!;
      this.isChanged[instrument] = 0;
      this.write(instrument);
    }
    this.changedCount = 0;
  }

  private change(instrument: number): void {
    if (this.isChanged[instrument] === 1) return;
    this.isChanged[instrument] = 1;
    this.changed[this.changedCount++] = instrument;
  }

  private write(instrument: number): void {
    const writer = this.writers[instrument]!;
    const { f64 } = writer.value;
    const { books } = this;
    const locate = this.locates[instrument]!;
    writer.open();
    f64[STATE] = this.stateOf(instrument);
    f64[TRADING_STATE] = books.instruments.tradingState(locate);
    f64[TIME] = this.lastTime[instrument]!;
    f64[BID_LEVELS] = this.writeLevels(f64, locate, false, BIDS);
    f64[ASK_LEVELS] = this.writeLevels(f64, locate, true, ASKS);
    f64[TRADE_COUNT] = this.tradeCount[instrument]!;
    f64[DAY_SHARES] = books.trades.dayVolumeShares(locate);
    const from = instrument * TRADES * TRADE_DOUBLES;
    for (let i = 0; i < TRADES * TRADE_DOUBLES; i++) f64[LAST_TRADES + i] = this.trades[from + i]!;
    this.writeBar(f64, instrument);
    writer.close();
  }

  /** How many levels there are, up to LEVELS. */
  private writeLevels(f64: Float64Array<SharedArrayBuffer>, locate: number, isAsk: boolean, at: number): number {
    this.target = f64;
    this.at = at;
    // Nothing has been heard of the instrument: locate 0 is nobody's.
    if (locate !== 0) this.books.visitLevels(locate, isAsk, LEVELS, this.putLevel);
    return (this.at - at) / LEVEL_DOUBLES;
  }

  private writeBar(f64: Float64Array<SharedArrayBuffer>, instrument: number): void {
    const { bars } = this;
    if (bars === undefined) return;
    const { rows } = bars;
    const from = bars.rowOf(instrument);
    f64[BAR] = bars.minute;
    for (let i = 0; i < ROW_DOUBLES; i++) f64[BAR + 1 + i] = rows[from + i]!;
  }
}

/** One instrument's board, for whoever wants to look: `value` as board_layout.ts has it. */
export function readBoard(region: Region, instrument: number): { reader: BoardReader; value: Float64Array } {
  const copy = allocateRegion(BOARD_DOUBLES * 8).slice(0, BOARD_DOUBLES * 8);
  const reader = new BoardReader(region.slice(instrument * BOARD_BYTES, BOARD_BYTES), copy);
  return { reader, value: copy.f64 };
}
