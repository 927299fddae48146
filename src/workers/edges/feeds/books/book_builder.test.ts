import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../../../test/market_data.ts';
import { ItchMessage } from '../../../protocols/itch/itch_message.ts';
import { ItchType, lengthOfType } from '../../../protocols/itch/message_type.ts';
import { type BookBuilder, makeBookBuilder } from './book_builder.ts';
import { Fault } from './counters.ts';
import { INSTRUMENTS } from './layout.ts';
import { allocateBooks, bookBytes, ONE_STOCK, WHOLE_MARKET } from './memory.ts';
import { PlainBooks } from './plain_books.ts';

const LONG = process.env.SLUICE_LONG !== undefined;
const SMALL = { orders: 4095, windowTicks: 2 ** 15, indexBits: 16 };

type Fields = Partial<Record<Exclude<keyof ItchMessage, 'stock'>, number | boolean>> & { type: number; stock?: string };

function bytesOf({ stock = 'TEST', ...fields }: Fields): Buffer {
  const message = new ItchMessage();
  Object.assign(message, { locate: 1, ...fields });
  message.setStock(stock);
  const bytes = Buffer.alloc(64);
  return bytes.subarray(0, message.encode(new DataView(bytes.buffer, bytes.byteOffset), 0));
}

function give(books: BookBuilder, bytes: Uint8Array): void {
  books.onMessage(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
}

function build(...messages: Fields[]): BookBuilder {
  const books = makeBookBuilder(SMALL, false);
  for (const message of messages) give(books, bytesOf(message));
  return books;
}

function add(reference: number, isBuy: boolean, shares: number, price4: number, locate = 1): Fields {
  return { type: ItchType.ADD, reference, isBuy, shares, price4, locate };
}

function rowsOf(books: BookBuilder, instrument: number, isBuy: boolean): number[][] {
  const rows: number[][] = [];
  books.visitOrders(instrument, !isBuy, (price4, shares) => rows.push([price4, shares]));
  return rows;
}

function levelsOf(rows: readonly number[][]): number[][] {
  const levels: number[][] = [];
  for (const [price4, shares] of rows) {
    const last = levels.at(-1);
    if (last?.[0] === price4) levels.splice(-1, 1, [price4!, last![1]! + shares!, last![2]! + 1]);
    else levels.push([price4!, shares!, 1]);
  }
  return levels;
}

/** The instrument's book, order by order and level by level, its best prices and its volume, against the plain ones. */
function compare(books: BookBuilder, plain: PlainBooks, instrument: number): void {
  for (const isBuy of [true, false]) {
    const rows = plain.rows(instrument, isBuy);
    assert.equal(rowsOf(books, instrument, isBuy), rows);
    const levels: number[][] = [];
    books.visitLevels(instrument, !isBuy, Number.POSITIVE_INFINITY, (...level) => levels.push(level));
    assert.equal(levels, levelsOf(rows));
    const best = isBuy
      ? [books.bidPrice4(instrument), books.bidShares(instrument)]
      : [books.askPrice4(instrument), books.askShares(instrument)];
    assert.equal(best, levels[0]?.slice(0, 2) ?? [0, 0]);
  }
  assert.is(books.trades.dayVolumeShares(instrument), plain.volume.get(instrument) ?? 0);
}

/** Price, shares and orders of all levels, best first. */
function compareLevels(books: BookBuilder, plain: PlainBooks, instrument: number): void {
  for (const isBuy of [true, false]) {
    const levels = plain.levelsOf(instrument, isBuy);
    let before = isBuy ? Number.POSITIVE_INFINITY : 0;
    let count = 0;
    books.visitLevels(instrument, !isBuy, Number.POSITIVE_INFINITY, (price4, shares, orders) => {
      const level = levels.get(price4);
      const isWorse = isBuy ? price4 < before : price4 > before;
      if (!isWorse || level?.[0] !== shares || level[1] !== orders) assert.unreachable(`level at ${price4}`);
      before = price4;
      count++;
    });
    assert.is(count, levels.size);
  }
}

function* messagesOf(path: string): Generator<Buffer> {
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt16BE(at);
    yield bytes.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
}

const recording = marketDataFile('AAPL_20191230.itch50');
(recording === undefined ? test.skip : test)('the recorded book is that of a plain rebuild after every message', () => {
  const books = makeBookBuilder(ONE_STOCK, false);
  const plain = new PlainBooks();
  let step = 0;
  let locate = 0;
  for (const message of messagesOf(recording!)) {
    locate = message.readUInt16BE(1);
    give(books, message);
    plain.take(message);
    // Every level after every message; every order in its queue, which takes a minute, as often when run long.
    assert.is(books.orderCount(), plain.orders.size);
    compareLevels(books, plain, locate);
    assert.is(books.trades.dayVolumeShares(locate), plain.volume.get(locate) ?? 0);
    if (++step % (LONG ? 1 : 41) === 0) compare(books, plain, locate);
  }
  compare(books, plain, locate);
  assert.is(step, 49_947);
  assert.is(
    books.counters.messages.reduce((sum, count) => sum + count),
    step,
  );
  assert.is(books.counters.faults[Fault.UNKNOWN_ORDER], plain.unknown);
  assert.is(plain.unknown, 3970);
  assert.is(books.instruments.symbol(locate), 'AAPL');
});

const snippet = marketDataFile('snippet_20191230.itch50');
(snippet === undefined ? test.skip : test)('so are those of a file of many symbols', () => {
  const books = makeBookBuilder({ ...SMALL, windowTicks: 2 ** 17 }, false);
  const plain = new PlainBooks();
  const seen = new Set<number>();
  for (const message of messagesOf(snippet!)) {
    const locate = message.readUInt16BE(1);
    seen.add(locate);
    give(books, message);
    plain.take(message);
    compare(books, plain, locate);
  }
  for (const locate of seen) compare(books, plain, locate);
  assert.is(books.counters.faults[Fault.UNKNOWN_ORDER], plain.unknown);
});

for (const [name, path] of [
  ['AAPL', recording],
  ['snippet', snippet],
] as const) {
  (path === undefined ? test.skip : test)(
    `${name}: blocks, however cut and looked ahead in, give the same books`,
    () => {
      const bytes = readFileSync(path!);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const singly = makeBookBuilder(ONE_STOCK, false);
      for (const message of messagesOf(path!)) give(singly, message);
      for (const looksAhead of [false, true]) {
        const books = makeBookBuilder(ONE_STOCK, looksAhead);
        let at = 0;
        for (let end = 0; end < bytes.length; end += 1 + ((end * 7919) % 3001)) at = books.onBlock(view, at, end);
        assert.is(books.onBlock(view, at, bytes.length), bytes.length);
        assert.equal(books.counters, singly.counters);
        for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
          if (!singly.instruments.isNamed(instrument)) continue;
          for (const isBuy of [true, false]) {
            assert.equal(rowsOf(books, instrument, isBuy), rowsOf(singly, instrument, isBuy));
          }
        }
      }
    },
  );
}

/** Few references and prices of all kinds, so that messages meet; every type, and numbers that are wrong. */
const anyReference = fc.oneof(
  fc.nat(40),
  fc.nat(40).map((low) => low + 2 ** 16),
  fc.nat(10).map((low) => low + 2 ** 33),
);
const anyPrice = fc.oneof(
  fc.integer({ min: 95, max: 105 }).map((cents) => cents * 100),
  fc.integer({ min: 9_000, max: 9_400 }).map((dollars) => dollars * 100),
  fc.integer({ min: 9_990, max: 10_060 }),
  fc.integer({ min: 1, max: 20_000 }).map((dollars) => dollars * 10_000),
  fc.constantFrom(0, 1, 1_999_999_900, 2 ** 31 - 3, 2 ** 31 - 2, 2 ** 32 - 1),
);
const anyShares = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1));
const anyMessage: fc.Arbitrary<Fields> = fc.record({
  type: fc.constantFrom(...Array.from('AAAAAFEECXDDUUPQBHSR', (type) => type.charCodeAt(0))),
  locate: fc.constantFrom(0, 1, 65_535),
  reference: anyReference,
  newReference: anyReference,
  isBuy: fc.boolean(),
  shares: anyShares,
  price4: anyPrice,
  matchNumber: fc.nat(20),
  printable: fc.constantFrom(0x4e, 0x59),
});

test('any messages in any order give the plain books, and every shortcoming is counted', () => {
  const books = makeBookBuilder({ orders: 60_000, windowTicks: 2 ** 17, indexBits: 16 }, false);
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 120 }), (messages) => {
      books.clear();
      books.counters.faults.fill(0);
      const plain = new PlainBooks();
      for (const message of messages) {
        const bytes = bytesOf(message);
        // A level's sum stays below 2 ** 31 in the builder: that is a test of its own.
        if (message.shares === 2 ** 31 - 1 && plain.orders.size > 0) continue;
        give(books, bytes);
        const { faults } = books.counters;
        if (faults[Fault.LEVEL_FULL]! > 0) return;
        plain.take(bytes);
        assert.is(books.orderCount(), plain.orders.size);
        assert.is(faults[Fault.UNKNOWN_ORDER], plain.unknown);
        assert.is(faults[Fault.DUPLICATE_ADD], plain.duplicates);
        assert.is(faults[Fault.OVER_EXECUTED]! + faults[Fault.OVER_CANCELLED]!, plain.over);
      }
      for (const instrument of [0, 1, 65_535]) compare(books, plain, instrument);
    }),
    { numRuns: LONG ? 50_000 : 500 },
  );
});

test('random and mutated bytes are counted and change nothing that they do not name', () => {
  const books = makeBookBuilder(SMALL, true);
  let given = 0;
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(...'AFECXDUPQB'),
      fc.boolean(),
      (bytes, type, typed) => {
        if (typed && bytes.length > 0) bytes[0] = type.charCodeAt(0);
        const sized = typed ? bytes.slice(0, lengthOfType[bytes[0] ?? 0]) : bytes;
        give(books, sized);
        given++;
      },
    ),
    { numRuns: LONG ? 1_000_000 : 20_000 },
  );
  const { messages, faults } = books.counters;
  const taken = messages.reduce((sum, count) => sum + count);
  assert.is(taken + faults[Fault.UNKNOWN_TYPE]! + countMalformed(), given);
  function countMalformed(): number {
    // An Add of a side that is none was taken as a message before it was found malformed.
    const ofNoSide = messages[ItchType.ADD]! + messages[ItchType.ADD_ATTRIBUTED]! - tookAdds();
    return faults[Fault.MALFORMED]! - ofNoSide;
  }
  function tookAdds(): number {
    const refused = [Fault.BAD_SHARES, Fault.BAD_PRICE, Fault.DUPLICATE_ADD].reduce((sum, at) => sum + faults[at]!, 0);
    return books.orderCount() + refused;
  }
});

test('a book wider than its window, and one whose market moves, keep their order', () => {
  const books = makeBookBuilder(SMALL, false);
  const plain = new PlainBooks();
  const both = (message: Fields): void => {
    const bytes = bytesOf(message);
    give(books, bytes);
    plain.take(bytes);
  };
  // A ladder through 1,500 levels a side, far ones first, then its best half away, then a market 300 dollars higher.
  for (let i = 0; i < 1500; i++) {
    both(add(10_000 + i, true, 100 + i, (2000 + ((i * 977) % 1500)) * 100));
    both(add(20_000 + i, false, 100 + i, (3600 + ((i * 991) % 1500)) * 100));
    if (i % 100 === 0) compare(books, plain, 1);
  }
  for (let i = 0; i < 1500; i++) {
    if ((i * 977) % 1500 > 700) both({ type: ItchType.DELETED, reference: 10_000 + i });
    if (i % 50 === 0) compare(books, plain, 1);
  }
  for (let i = 0; i < 300; i++) {
    both({
      type: ItchType.REPLACED,
      reference: 20_000 + i,
      newReference: 30_000 + i,
      shares: 5,
      price4: 330_000 + i * 100,
    });
    both(add(40_000 + i, true, 7, 300_000 + i * 100));
    if (i % 25 === 0) compare(books, plain, 1);
  }
  compare(books, plain, 1);
  assert.is(
    books.counters.faults.reduce((sum, count) => sum + count),
    0,
  );
});

test('prices between the ticks make the ticks finer, and every order stays at its price', () => {
  const books = makeBookBuilder(SMALL, false);
  const plain = new PlainBooks();
  let reference = 0;
  for (const price4 of [123_400, 1, 5_001, 9_999, 123_450, 1_999_999_900, 123_440, 123_441, 10_000, 123_400]) {
    for (const isBuy of [true, false]) {
      const bytes = bytesOf(add(++reference, isBuy, 10 + reference, price4));
      give(books, bytes);
      plain.take(bytes);
      compare(books, plain, 1);
    }
  }
  assert.is(books.counters.faults[Fault.FINER_TICK], 3);
});

test('what finds no room is counted and left out, and the rest goes on', () => {
  const few = makeBookBuilder({ orders: 3, windowTicks: 512, indexBits: 16 }, false);
  for (let i = 1; i <= 4; i++) give(few, bytesOf(add(i, true, 100, 10_000 + i * 100)));
  assert.is(few.counters.faults[Fault.ORDERS_FULL], 1);
  give(few, bytesOf({ type: ItchType.DELETED, reference: 4 }));
  assert.is(few.counters.faults[Fault.UNKNOWN_ORDER], 1);
  give(few, bytesOf({ type: ItchType.DELETED, reference: 1 }));
  give(few, bytesOf(add(5, true, 100, 2_000_000)));
  assert.equal(
    rowsOf(few, 1, true).map(([price4]) => price4),
    [2_000_000, 10_300, 10_200],
  );
  const narrow = makeBookBuilder({ orders: 100, windowTicks: 384, indexBits: 16 }, false);
  for (let locate = 1; locate <= 3; locate++) give(narrow, bytesOf(add(locate, true, 100, 10_000, locate)));
  assert.is(narrow.counters.faults[Fault.WINDOWS_FULL], 1);
  assert.is(narrow.orderCount(), 2);
  const deep = build(add(1, true, 2 ** 31 - 1, 10_000), add(2, true, 1, 10_000), add(3, true, 1, 10_100));
  assert.is(deep.counters.faults[Fault.LEVEL_FULL], 1);
  assert.equal(rowsOf(deep, 1, true), [
    [10_100, 1],
    [10_000, 2 ** 31 - 1],
  ]);
});

test('windows grow no further than there is room, and the book is right without', () => {
  const books = makeBookBuilder({ orders: 4000, windowTicks: 128 * 4, indexBits: 16 }, false);
  const plain = new PlainBooks();
  for (let i = 0; i < 3000; i++) {
    const bytes = bytesOf(
      add(i + 1, i % 2 === 0, 1 + i, (i % 2 === 0 ? 1000 + ((i * 37) % 900) : 2000 + ((i * 41) % 900)) * 100),
    );
    give(books, bytes);
    plain.take(bytes);
  }
  compare(books, plain, 1);
});

test('elders: orders older than the index reaches back are found, changed and ended', () => {
  const books = makeBookBuilder(SMALL, false);
  const plain = new PlainBooks();
  for (let lap = 0; lap < 4; lap++) {
    for (let i = 0; i < 500; i++) {
      const bytes = bytesOf(add(lap * 2 ** 16 + i * 3, true, 100 + lap, 20_000 + i * 100));
      give(books, bytes);
      plain.take(bytes);
    }
  }
  assert.is(books.elderCount(), 1500);
  for (let lap = 3; lap >= 0; lap--) {
    for (let i = 0; i < 500; i += 1 + lap) {
      const bytes = bytesOf({ type: ItchType.DELETED, reference: lap * 2 ** 16 + i * 3 });
      give(books, bytes);
      plain.take(bytes);
    }
    compare(books, plain, 1);
  }
  assert.is(books.counters.faults[Fault.UNKNOWN_ORDER], 0);
});

test('trades: last, high, low, volume and count since told, crosses, hidden trades, what is not printable', () => {
  const books = build(
    add(1, true, 500, 100_000),
    { type: ItchType.EXECUTED, reference: 1, shares: 100, matchNumber: 1 },
    { type: ItchType.EXECUTED_WITH_PRICE, reference: 1, shares: 50, matchNumber: 2, price4: 99_900, printable: 0x59 },
    { type: ItchType.EXECUTED_WITH_PRICE, reference: 1, shares: 50, matchNumber: 3, price4: 99_000, printable: 0x4e },
    { type: ItchType.TRADE, isBuy: true, shares: 10, matchNumber: 4, price4: 100_050 },
    { type: ItchType.CROSS_TRADE, shares: 5_000_000_000, matchNumber: 5, price4: 99_950, crossType: 0x4f },
    { type: ItchType.CROSS_TRADE, shares: 0, matchNumber: 6, price4: 0, crossType: 0x43 },
  );
  const { trades, instruments } = books;
  const since = (): number[] => [
    trades.lastPrice4(1),
    trades.highPrice4(1),
    trades.lowPrice4(1),
    trades.count(1),
    trades.volumeShares(1),
  ];
  assert.equal(since(), [99_950, 100_050, 99_900, 4, 5_000_000_160]);
  assert.equal([instruments.openingPrice4(1), instruments.closingPrice4(1)], [99_950, 0]);
  trades.clearSince(1);
  assert.equal(since(), [0, 0, 0, 0, 0]);
  for (const matchNumber of [2, 2, 77]) give(books, bytesOf({ type: ItchType.BROKEN_TRADE, matchNumber }));
  assert.is(trades.dayVolumeShares(1), 5_000_000_110);
  assert.is(trades.dayTrades(1), 3);
  assert.is(books.counters.faults[Fault.UNKNOWN_TRADE], 2);
  assert.equal(rowsOf(books, 1, true), [[100_000, 300]]);
  give(books, bytesOf({ type: ItchType.EXECUTED, reference: 1, shares: 301, matchNumber: 8 }));
  assert.is(trades.volumeShares(1), 300, 'only what was open');
  assert.is(books.counters.faults[Fault.OVER_EXECUTED], 1);
});

test('changes of a best price or a trade are told once per instrument; what lies deeper is not', () => {
  const books = build(add(1, true, 100, 100_000), add(2, true, 100, 99_900), add(3, false, 100, 100_100, 7));
  const changed = (): number[] => {
    const list = Array.from({ length: books.changedCount() }, (_, place) => books.changedAt(place));
    books.clearChanged();
    return list;
  };
  assert.equal(changed(), [1, 7]);
  give(books, bytesOf(add(4, true, 100, 99_800)));
  give(books, bytesOf({ type: ItchType.REDUCED, reference: 2, shares: 50 }));
  assert.equal(changed(), []);
  give(books, bytesOf({ type: ItchType.EXECUTED, reference: 2, shares: 10 }));
  assert.equal(changed(), [1]);
  give(books, bytesOf({ type: ItchType.REDUCED, reference: 1, shares: 50 }));
  give(books, bytesOf({ type: ItchType.DELETED, reference: 1 }));
  give(books, bytesOf({ type: ItchType.DELETED, reference: 3, locate: 7 }));
  assert.equal(changed(), [1, 7]);
});

test('locked and crossed books, states, halts and the market are told', () => {
  const books = build(add(1, true, 100, 100_000), add(2, false, 100, 100_000), add(3, false, 100, 99_900));
  assert.equal([books.counters.faults[Fault.BOOK_LOCKED], books.counters.faults[Fault.BOOK_CROSSED]], [1, 1]);
  const word = Buffer.from('T1  ').readInt32BE();
  give(books, bytesOf({ type: ItchType.TRADING_ACTION, tradingState: 0x48, reason: word }));
  give(books, bytesOf({ type: ItchType.OPERATIONAL_HALT, locate: 2, marketCode: 0x51, haltAction: 0x48 }));
  give(books, bytesOf({ type: ItchType.SYSTEM_EVENT, locate: 0, eventCode: 0x51 }));
  give(books, bytesOf({ type: ItchType.BREAKER_STATUS, locate: 0, breachedLevel: 0x31 }));
  give(books, bytesOf({ type: ItchType.STOCK_DIRECTORY, locate: 9, roundLotShares: 10, stock: 'BRK.B' }));
  give(
    books,
    bytesOf({ type: ItchType.IMBALANCE, imbalanceShares: 300, imbalanceDirection: 0x53, nearPrice4: 99_950 }),
  );
  const { instruments } = books;
  assert.equal([instruments.tradingState(1), instruments.reason(1)], [0x48, 'T1']);
  assert.equal([instruments.isHaltedHere(1), instruments.isHaltedHere(2)], [false, true]);
  assert.equal([instruments.marketEvent(), instruments.breachedLevel()], [0x51, 0x31]);
  assert.equal([instruments.symbol(9), instruments.find('BRK.B'), instruments.roundLotShares(9)], ['BRK.B', 9, 10]);
  assert.is(instruments.find('NONE'), -1);
  assert.equal([instruments.nearPrice4(1), instruments.imbalanceShares(1)], [99_950, -300]);
  books.clear();
  assert.equal(
    [books.orderCount(), books.bidPrice4(1), instruments.marketEvent(), instruments.symbol(9)],
    [0, 0, 0, ''],
  );
});

test('memory is what it says it is', () => {
  for (const limits of [SMALL, ONE_STOCK]) {
    const arrays = Object.values(allocateBooks(limits)).filter((value) => ArrayBuffer.isView(value));
    const bytes = arrays.reduce((sum, array) => sum + array.byteLength, 0);
    // Besides the few words that all books share.
    assert.ok(bytes - bookBytes(limits) >= 0 && bytes - bookBytes(limits) < 512, String(bytes - bookBytes(limits)));
  }
  assert.is(Math.ceil(bookBytes(WHOLE_MARKET) / 2 ** 20), 614);
});

test.run();
