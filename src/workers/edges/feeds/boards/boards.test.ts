import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../../ring/memory.ts';
import { SpscProducer, spscRegionBytes } from '../../../../ring/spsc.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import { makeBookBuilder } from '../books/book_builder.ts';
import { FeedBooks } from '../quotes/feed_books.ts';
import { blockOf, INSTRUMENTS, madeFeed, messageBytes, STOCKS } from '../quotes/made_feed.ts';
import { QuoteWriter } from '../quotes/quote_writer.ts';
import { barFileName, barFiles, KEPT_DAYS, MINUTES, openBarFile, ROW_DOUBLES, Row, readBarFile } from './bar_file.ts';
import {
  ASK_LEVELS,
  ASKS,
  BAR,
  BID_LEVELS,
  BIDS,
  DAY_SHARES,
  LAST_TRADES,
  LEVELS,
  TRADE_COUNT,
  TRADES,
} from './board_layout.ts';
import { allocateBoards, FeedBoards, readBoard } from './feed_boards.ts';
import { MinuteBars } from './minute_bars.ts';
import { BUCKETS, MILLIONTHS, readVolumeCurves } from './volume_curve.ts';

const SYMBOLS = INSTRUMENTS.map(({ symbol }) => symbol);
const MINUTE_NS = 60e9;
const books = makeBookBuilder({ orders: 8191, windowTicks: 2 ** 15, indexBits: 16 }, false);
const writer = new QuoteWriter({
  venue: 0,
  engineEpoch: 1,
  lotShares: [1, 1, 1],
  quotes: new SpscProducer(allocateRegion(spscRegionBytes(1 << 10))),
});

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bars-'));
  work(folder);
  rmSync(folder, { recursive: true });
}

function openDays(folder: string): MinuteBars {
  return new MinuteBars((days) => openBarFile(folder, 'XSIM', 20_261_101 + days, SYMBOLS));
}

function rowsOf(folder: string, date = 20_261_101): Float64Array {
  return readBarFile(Uint8Array.from(readFileSync(join(folder, barFileName('XSIM', date))))).rows;
}

/** Minute and row of each bar of an instrument that has trades. */
function barsOf(rows: Float64Array, instrument: number): number[][] {
  const bars: number[][] = [];
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = (instrument * MINUTES + minute) * ROW_DOUBLES;
    if (rows[at + Row.TRADES]! > 0) bars.push([minute, ...rows.subarray(at, at + ROW_DOUBLES - 1)]);
  }
  return bars;
}

test('boards show the books and the last trades, bars every trade', () => {
  inFolder((folder) => {
    books.clear();
    const region = allocateBoards(SYMBOLS.length);
    const bars = openDays(folder);
    const boards = new FeedBoards(region, SYMBOLS.length, books, bars, () => 0);
    const trades: number[][] = [];
    const feed = new FeedBooks(INSTRUMENTS, books, writer, {
      onSession: () => boards.onSession(),
      onBook: (instrument, locate) => boards.onBook(instrument, locate),
      onTrade(instrument, price4, shares, timeNs) {
        trades.push([instrument, price4, shares, timeNs]);
        boards.onTrade(instrument, price4, shares, timeNs);
      },
    });
    const messages = madeFeed(3, 3_000);
    for (const [i, message] of messages.entries()) message.writeUIntBE(Math.floor(i / 7) * 1e9, 5, 6);
    const block = blockOf(messages);
    feed.onBlock(block, 0, block.byteLength);
    boards.publish();
    const rows = rowsOf(folder);
    for (const [instrument, { symbol }] of INSTRUMENTS.slice(0, 2).entries()) {
      const locate = STOCKS.indexOf(symbol as (typeof STOCKS)[number]) + 1;
      const { reader, value } = readBoard(region, instrument);
      assert.ok(reader.read());
      for (const [isAsk, count, first] of [
        [false, BID_LEVELS, BIDS],
        [true, ASK_LEVELS, ASKS],
      ] as const) {
        const levels: number[] = [];
        books.visitLevels(locate, isAsk, LEVELS, (...level) => levels.push(...level));
        assert.is(value[count]! * 3, levels.length);
        assert.equal([...value.subarray(first, first + levels.length)], levels);
      }
      const own = trades.filter(([of]) => of === instrument);
      assert.is(value[TRADE_COUNT], own.length);
      const shown = own.slice(-TRADES).map((_, back) => (own.length - 1 - back) % TRADES);
      const last = shown.map((place) => [...value.subarray(LAST_TRADES + place * 3, LAST_TRADES + place * 3 + 3)]);
      assert.equal(
        last,
        own
          .slice(-TRADES)
          .reverse()
          .map(([, ...trade]) => trade),
      );
      const total = own.reduce((sum, [, , shares]) => sum + shares!, 0);
      assert.is(
        barsOf(rows, instrument).reduce((sum, bar) => sum + bar[1 + Row.SHARES]!, 0),
        total,
      );
      assert.ok(value[DAY_SHARES]! <= total && value[BAR]! > 0);
      assert.equal(barsOf(rows, instrument), plainBars(own));
    }
  });
});

function plainBars(trades: readonly number[][]): number[][] {
  const bars = new Map<number, number[]>();
  for (const [, price, shares, timeNs] of trades as [number, number, number, number][]) {
    const minute = Math.floor(timeNs / MINUTE_NS);
    const [, open = price, high = 0, low = price, , sum = 0, count = 0, value = 0] = bars.get(minute) ?? [];
    const range = [open, Math.max(high, price), Math.min(low, price), price];
    bars.set(minute, [minute, ...range, sum + shares, count + 1, value + price * shares]);
  }
  return [...bars.values()];
}

test('a session that is read again adds nothing, one that goes on does', () => {
  inFolder((folder) => {
    const trade = (bars: MinuteBars, seconds: number): void => bars.add(0, 10_000, 10, seconds * 1e9);
    const first = openDays(folder);
    for (const seconds of [0, 30, 61]) trade(first, seconds);
    const again = openDays(folder);
    for (const seconds of [0, 30, 61, 62]) trade(again, seconds);
    assert.is(again.known, 3);
    again.begin();
    for (const seconds of [61, 62, 121]) trade(again, seconds);
    const shares = barsOf(rowsOf(folder), 0).map((bar) => [bar[0], bar[1 + Row.SHARES]]);
    assert.equal(shares, [
      [0, 20],
      [1, 20],
      [2, 10],
    ]);
  });
});

test('a clock that steps back counts where it was, and a new day has a file of its own', () => {
  inFolder((folder) => {
    const bars = openDays(folder);
    bars.add(1, 10_000, 1, 600 * 60e9);
    bars.add(1, 10_000, 2, 599 * 60e9);
    bars.add(1, 10_000, 4, 86_399e9);
    bars.add(1, 10_000, 8, 5e9);
    assert.equal(
      barsOf(rowsOf(folder), 1).map((bar) => [bar[0], bar[1 + Row.SHARES]]),
      [
        [600, 3],
        [1_439, 4],
      ],
    );
    assert.equal(
      barsOf(rowsOf(folder, 20_261_102), 1).map((bar) => [bar[0], bar[1 + Row.SHARES]]),
      [[0, 8]],
    );
  });
});

test('old days go, other instruments begin anew, and a curve is the mean of the days before', () => {
  inFolder((folder) => {
    const newest = 20_261_100 + KEPT_DAYS + 2;
    for (let date = 20_261_101; date <= newest; date++) {
      const bars = new MinuteBars(() => openBarFile(folder, 'XSIM', date, SYMBOLS));
      bars.add(0, 10_000, date % 2 === 0 ? 100 : 300, 60e9);
      bars.add(0, 10_000, 100, 1_000 * 60e9);
    }
    assert.is(barFiles(folder, 'XSIM').length, KEPT_DAYS);
    const venues = [{ name: 'XSIM', offsetMinutes: 0 }];
    const { curves, problems } = readVolumeCurves(folder, venues, newest);
    assert.equal([curves.length, problems], [1, []], 'of the one that traded');
    const [{ symbol, days, shares }] = curves as [(typeof curves)[number]];
    assert.equal([symbol, days, shares.length], [SYMBOLS[0], KEPT_DAYS - 1, BUCKETS]);
    const odd = Math.ceil((KEPT_DAYS - 1) / 2);
    const early = Math.round(((odd * 0.75 + (days - odd) * 0.5) / days) * MILLIONTHS);
    const expected = new Int32Array(BUCKETS);
    expected[0] = early;
    expected[66] = MILLIONTHS - early;
    assert.equal(shares, expected);
    // Five hours behind UTC, and a venue east of it, whose first minutes are of the evening before.
    const west = readVolumeCurves(folder, [{ name: 'XSIM', offsetMinutes: -300 }], newest).curves[0]!;
    assert.equal([west.shares[20], west.shares[86]], [early, MILLIONTHS - early]);
    const east = readVolumeCurves(folder, [{ name: 'XSIM', offsetMinutes: 60 }], newest).curves[0]!;
    assert.equal([east.shares[92], east.shares[62]], [early, MILLIONTHS - early]);
    const other = openBarFile(folder, 'XSIM', newest, ['ZULU']);
    assert.is(
      other.rows.reduce((sum, value) => sum + value, 0),
      0,
    );
    writeFileSync(join(folder, 'XSIM-20261201.bars'), 'no bars at all');
    const left = readVolumeCurves(folder, venues, 30_000_000);
    assert.match(left.problems.join(), /XSIM-20261201\.bars: not a file of minute bars/);
    assert.is(left.curves[0]!.days, KEPT_DAYS - 1, 'the others count');
    assert.ok(readdirSync(folder).length > 0);
  });
});

test('crosses are trades of the bar', () => {
  inFolder((folder) => {
    books.clear();
    const bars = openDays(folder);
    const boards = new FeedBoards(allocateBoards(SYMBOLS.length), SYMBOLS.length, books, bars, () => 0);
    const feed = new FeedBooks(INSTRUMENTS, books, writer, boards);
    const cross = messageBytes({
      type: ItchType.CROSS_TRADE,
      stock: 'BRAVO',
      shares: 1e6,
      price4: 12_300,
      crossType: 0x43,
    });
    const block = blockOf([messageBytes({ type: ItchType.STOCK_DIRECTORY, stock: 'BRAVO' }), cross]);
    feed.onBlock(block, 0, block.byteLength);
    assert.equal(barsOf(rowsOf(folder), 0), [[0, 12_300, 12_300, 12_300, 12_300, 1e6, 1, 1.23e10]]);
  });
});

test.run();
