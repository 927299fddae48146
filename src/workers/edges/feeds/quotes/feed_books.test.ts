/**
 * A feed's messages as quote records: one for each change of a top while there is room, and at any conflation the volume, count,
 * high, low and last of the raw feed.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../../../test/market_data.ts';
import { allocateRegion } from '../../../../ring/memory.ts';
import { SpscProducer, spscRegionBytes } from '../../../../ring/spsc.ts';
import { BookState } from '../../../model/book_state.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import { makeBookBuilder } from '../books/book_builder.ts';
import { ONE_STOCK } from '../books/memory.ts';
import { PlainBooks } from '../books/plain_books.ts';
import { FeedBooks } from './feed_books.ts';
import type { EngineInstrument } from './instrument_map.ts';
import {
  blockOf,
  type Fields,
  INSTRUMENTS,
  madeFeed,
  messageBytes,
  QuoteReader,
  STOCKS,
  type Told,
} from './made_feed.ts';
import { QuoteWriter } from './quote_writer.ts';

/** One for all: making books takes longer than most tests. */
const BOOKS = makeBookBuilder({ orders: 8191, windowTicks: 2 ** 15, indexBits: 16 }, false);
const ROOM = 1 << 20;

function makeFeed(ringBytes = ROOM, instruments: readonly EngineInstrument[] = INSTRUMENTS, books = BOOKS) {
  books.clear();
  const region = allocateRegion(spscRegionBytes(ringBytes));
  const writer = new QuoteWriter({
    venue: 3,
    engineEpoch: 7,
    lotShares: instruments.map(({ lotShares }) => lotShares),
    quotes: new SpscProducer(region),
  });
  const feed = new FeedBooks(instruments, books, writer);
  return { feed, writer, reader: new QuoteReader(region) };
}

function give(feed: FeedBooks, messages: readonly Buffer[]): void {
  const block = blockOf(messages);
  feed.onBlock(block, 0, block.byteLength);
}

/** What plain books say of the engine's instruments: each state that a record may show, and the sums of the trades. */
class PlainQuotes {
  readonly tops: number[][][] = [];
  readonly told: Told[] = [];
  readonly #plain = new PlainBooks();
  readonly #instruments: readonly EngineInstrument[];
  readonly #locates: readonly number[];
  readonly #shares: number[];

  constructor(instruments: readonly EngineInstrument[], locates: readonly number[]) {
    this.#instruments = instruments;
    this.#locates = locates;
    this.#shares = instruments.map(() => 0);
    for (let i = 0; i < instruments.length; i++) {
      this.tops.push([]);
      this.told.push({ top: [0, 0, 0, 0], updates: 0, trades: 0, volume: 0, last: 0, high: 0, low: 0 });
    }
  }

  take(bytes: Buffer): void {
    const plain = this.#plain;
    const volumes = new Map(plain.volume);
    const isBroken = bytes[0] === ItchType.BROKEN_TRADE;
    const price = this.#tradePrice4(bytes);
    plain.take(bytes);
    this.#locates.forEach((locate, index) => {
      const told = this.told[index]!;
      const { tickPrice4, lotShares } = this.#instruments[index]!;
      const shares = (plain.volume.get(locate) ?? 0) - (volumes.get(locate) ?? 0);
      const hasTraded = shares > 0 && !isBroken;
      const top = [...this.#best(locate, true, index), ...this.#best(locate, false, index)];
      if (hasTraded) {
        told.trades++;
        this.#shares[index]! += shares;
        told.volume = Math.floor(this.#shares[index]! / lotShares);
        const ticks = price / tickPrice4;
        if (Number.isInteger(ticks)) {
          told.last = ticks;
          told.high = Math.max(told.high, ticks);
          told.low = told.low === 0 ? ticks : Math.min(told.low, ticks);
        }
      }
      const isNew = top.some((value, at) => value !== told.top[at]);
      if (isNew) this.tops[index]!.push(top);
      if (isNew || hasTraded) told.updates++;
      told.top = top;
    });
  }

  /** Before the books have taken it. */
  #tradePrice4(bytes: Buffer): number {
    const type = bytes[0]!;
    if (type === ItchType.EXECUTED) return this.#plain.orders.get(bytes.readBigUInt64BE(11))?.price4 ?? 0;
    if (type === ItchType.CROSS_TRADE) return bytes.readUInt32BE(27);
    return bytes.length >= 36 ? bytes.readUInt32BE(32) : 0;
  }

  #best(locate: number, isBuy: boolean, index: number): number[] {
    let best = 0;
    const levels = this.#plain.levelsOf(locate, isBuy);
    for (const price4 of levels.keys()) if (best === 0 || isBuy === price4 > best) best = price4;
    const { tickPrice4, lotShares } = this.#instruments[index]!;
    const lots = Math.floor((levels.get(best)?.[0] ?? 0) / lotShares);
    return lots === 0 || best % tickPrice4 !== 0 ? [0, 0] : [best / tickPrice4, lots];
  }
}

/** Where made feeds have the engine's instruments; none for the third. */
const LOCATES = INSTRUMENTS.map(({ symbol }) => STOCKS.indexOf(symbol as (typeof STOCKS)[number]) + 1);
LOCATES[2] = 99;

function plainOf(messages: readonly Buffer[]): PlainQuotes {
  const plain = new PlainQuotes(INSTRUMENTS, LOCATES);
  for (const message of messages) plain.take(message);
  return plain;
}

/** The sums, without those that conflation changes. */
function sums(reader: QuoteReader): (Told | undefined)[] {
  return [0, 1].map((instrument) => reader.told.get(instrument));
}

test('with room each change of a top has its record, and nothing is conflated', () => {
  const messages = madeFeed(1, 3_000);
  const { feed, writer, reader } = makeFeed(1 << 24);
  give(feed, messages);
  assert.ok(writer.publish(0));
  reader.read();
  const plain = plainOf(messages);
  for (const instrument of [0, 1]) {
    const said = reader.quotes.filter((quote) => quote.instrument === instrument);
    const tops = said.map(({ top }) => top).filter((top, at, all) => at === 0 || String(top) !== String(all[at - 1]));
    assert.equal(tops, plain.tops[instrument]);
    assert.equal(reader.told.get(instrument), plain.told[instrument]);
    assert.ok(plain.told[instrument]!.trades > 100);
  }
  assert.not(reader.told.has(2), 'the feed has no such stock');
  assert.equal(reader.statuses, [[-1, BookState.TRUSTED, 0]]);
  // A trade that changes the top is two updates in one record.
  assert.is(writer.counters.conflated, 0);
  assert.equal(
    reader.numbers,
    reader.numbers.map((_, index) => index + 1),
  );
  const { counters } = feed;
  assert.ok(
    counters.foreign > 500 && counters.offTickQuotes > 0 && counters.offTickTrades > 0,
    JSON.stringify(counters),
  );
});

test('conflation at any pace loses no trade', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.constantFrom(1 << 9, 1 << 10, 1 << 13),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.nat(6)), { minLength: 1 }),
      (seed, ringBytes, pace) => {
        const messages = madeFeed(seed, 400);
        const { feed, writer, reader } = makeFeed(ringBytes);
        for (let at = 0, turn = 0; at < messages.length; turn++) {
          const [some, read] = pace[turn % pace.length]!;
          give(feed, messages.slice(at, at + some));
          writer.publish(at);
          reader.read(read);
          at += some;
        }
        while (!writer.publish(0) || writer.waiting > 0) reader.read();
        reader.read();
        assert.equal(sums(reader), plainOf(messages).told.slice(0, 2));
        const conflated = reader.quotes.reduce((sum, quote) => sum + quote.conflated - 1, 0);
        assert.is(writer.counters.conflated, conflated);
      },
    ),
    { numRuns: process.env.SLUICE_LONG ? 3_000 : 60 },
  );
});

const recording = marketDataFile('AAPL_20191230.itch50');
(recording === undefined ? test.skip : test)('a recorded day in quotes is its raw feed', () => {
  const bytes = Uint8Array.from(readFileSync(recording!));
  const view = new DataView(bytes.buffer);
  const instruments = [{ symbol: 'AAPL', tickPrice4: 100, lotShares: 1 }];
  const { feed, writer, reader } = makeFeed(1 << 24, instruments, makeBookBuilder(ONE_STOCK, false));
  feed.onBlock(view, 0, bytes.length);
  writer.publish(0);
  reader.read();
  const told = reader.told.get(0)!;
  const { books } = feed;
  const locate = view.getUint16(3);
  assert.is(told.volume, books.trades.dayVolumeShares(locate));
  assert.is(told.trades, books.trades.dayTrades(locate));
  const top = [books.bidPrice4(locate) / 100, books.bidShares(locate)];
  assert.equal(told.top.slice(0, 2), Number.isInteger(top[0]) ? top : [0, 0]);
  assert.ok(reader.quotes.length > 5_000, String(reader.quotes.length));
  assert.is(feed.counters.foreign, 0);
});

const ADD: Fields = { type: ItchType.ADD, stock: 'BRAVO', reference: 1, isBuy: true, shares: 50, price4: 10_000 };

test('a halted instrument is not trusted, by state or by this market alone, and its quote is said again after it', () => {
  const { feed, writer, reader } = makeFeed();
  const say = (...messages: Fields[]): void => {
    give(
      feed,
      messages.map((message) => messageBytes({ stock: 'BRAVO', ...message })),
    );
    writer.publish(0);
    reader.read();
  };
  say(ADD, { type: ItchType.TRADING_ACTION, tradingState: 0x48 });
  say({ ...ADD, reference: 2, price4: 10_100 });
  say({ type: ItchType.TRADE, matchNumber: 1, shares: 5, price4: 10_100, isBuy: true });
  assert.equal(reader.quotes.length, 1);
  assert.equal(reader.statuses.slice(1), [[0, BookState.HALTED, 1]]);
  say({ type: ItchType.OPERATIONAL_HALT, haltAction: 0x48 }, { type: ItchType.TRADING_ACTION, tradingState: 0x54 });
  assert.is(reader.statuses.length, 2, 'this market halts it still');
  say({ type: ItchType.OPERATIONAL_HALT, haltAction: 0x54 });
  assert.equal(reader.statuses[2], [0, BookState.TRUSTED, 1]);
  const { top, tradeCount, volume } = reader.quotes[1]!;
  assert.equal([...top, tradeCount, volume], [101, 50, 0, 0, 1, 5]);
  assert.is(feed.counters.halts, 3);
});

test('prices between ticks and shares that make no lot are never rounded up', () => {
  const { feed, writer, reader } = makeFeed();
  const say = (...messages: Fields[]): void => {
    give(
      feed,
      messages.map((message) => messageBytes({ stock: 'ALPHA', ...message })),
    );
    writer.publish(0);
    reader.read();
  };
  say({ ...ADD, stock: 'ALPHA', price4: 10_050 });
  assert.equal(reader.quotes, [], 'a bid between ticks is no bid');
  say({ ...ADD, stock: 'ALPHA', reference: 2, isBuy: false, shares: 25, price4: 10_100 });
  assert.equal(reader.quotes[0]!.top, [0, 0, 101, 2]);
  for (const matchNumber of [1, 2, 3])
    say({ type: ItchType.TRADE, matchNumber, shares: 15, price4: 10_025 * matchNumber, isBuy: true });
  assert.equal(
    reader.quotes.slice(1).map(({ volume, last, tradeCount }) => [volume, last, tradeCount]),
    [
      [1, 0, 1],
      [2, 0, 1],
      [1, 0, 1],
    ],
  );
  const { offTickQuotes, offTickTrades, lastOffTickInstrument } = feed.counters;
  assert.equal([offTickQuotes > 0, offTickTrades, lastOffTickInstrument], [true, 3, 1]);
});

test('bytes that are no messages change nothing and are counted', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.uint8Array({ maxLength: 60 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255))),
      (seed, junk, changes) => {
        const { feed, writer, reader } = makeFeed(1 << 14);
        const block = blockOf(madeFeed(seed, 60));
        for (const [at, value] of changes) block.setUint8(at % block.byteLength, value);
        feed.onBlock(block, 0, block.byteLength);
        feed.onBlock(new DataView(Uint8Array.from(junk).buffer), 0, junk.length);
        while (!writer.publish(0)) reader.read();
        reader.read();
        for (const { top, volume } of reader.quotes)
          assert.ok([...top, volume].every((value) => value >= 0 && Number.isInteger(value)));
      },
    ),
    { numRuns: process.env.SLUICE_LONG ? 100_000 : 40 },
  );
});

test.run();
