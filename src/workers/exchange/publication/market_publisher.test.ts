/** The market as its messages tell it: books built from them are what the matching engine displays, and so is what has traded. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeBookBuilder } from '../../edges/feeds/books/book_builder.ts';
import { FAULT_NAMES, Fault } from '../../edges/feeds/books/counters.ts';
import { ONE_STOCK } from '../../edges/feeds/books/memory.ts';
import { Side, TimeInForce } from '../../model/order.ts';
import { ItchMessage } from '../../protocols/itch/itch_message.ts';
import { ExchangeCore } from '../core.ts';
import { CODE, CrossType, EVENT_LOTS, EVENT_WORDS, EventType, INSTRUMENT, typeOf } from '../matching/event_layout.ts';
import { MARKET } from '../matching/layout.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import { DisplayedOrders } from './displayed_orders.ts';
import { ItchMessages } from './itch_messages.ts';
import { MarketPublisher } from './market_publisher.ts';

const { BUY, SELL } = Side;
const RUNS = process.env.SLUICE_LONG === '1' ? 20_000 : 40;
const INSTRUMENTS = [
  { symbol: 'ALPHA', tickPrice4: 100, lotShares: 1 },
  { symbol: 'BRAVO', tickPrice4: 50, lotShares: 10 },
];

const EXPECTED_FAULTS: readonly number[] = [Fault.FINER_TICK, Fault.BOOK_LOCKED, Fault.BOOK_CROSSED];

interface Told {
  readonly type: string;
  readonly locate: number;
  readonly reference: number;
  readonly newReference: number;
  readonly shares: number;
  readonly price4: number;
  readonly match: number;
  readonly timeNs: number;
}

/** A core with its messages, and the books that somebody builds from these. */
function market(selfTrade: SelfTrade = SelfTrade.ALLOWED) {
  const mode = { kind: 'lit', selfTrade, queuesWhenHalted: true, timetable: null } as const;
  const core = new ExchangeCore(INSTRUMENTS.length, 1000, { mode, legCapacity: 8 });
  for (let owner = 17; owner < 20; owner++) core.setGroup(owner, owner === 19 ? 2 : 1);
  const books = makeBookBuilder(ONE_STOCK, false);
  const decoded = new ItchMessage();
  const told: Told[] = [];
  const messages = new ItchMessages(INSTRUMENTS, (bytes, at, length) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    books.onMessage(view, at, length);
    const type = decoded.decode(view, at, length);
    assert.ok(type > 0);
    const { locate, reference, newReference, shares, price4, matchNumber, timeNs } = decoded;
    const fields = { locate, reference, newReference, shares, price4, match: matchNumber, timeNs };
    told.push({ type: String.fromCharCode(type), ...fields });
  });
  const publisher = new MarketPublisher(messages);
  const traded = INSTRUMENTS.map(() => 0);
  core.listeners.push((events, index) => {
    publisher.onEvent(events, index);
    const at = index * EVENT_WORDS;
    if (typeOf(events.words[at + CODE]!) !== EventType.FILLED) return;
    const instrument = events.words[at + INSTRUMENT]!;
    traded[instrument]! += events.words[at + EVENT_LOTS]! * INSTRUMENTS[instrument]!.lotShares;
  });
  return { core, books, told, publisher, traded, messages };
}

type Market = ReturnType<typeof market>;

function displayed({ core }: Market, instrument: number, side: number): number[][] {
  const { tickPrice4, lotShares } = INSTRUMENTS[instrument]!;
  const rows: number[][] = [];
  core.engine.visitOrders(instrument, side, (ticks, _id, lots) => {
    if (ticks !== MARKET) rows.push([ticks * tickPrice4, lots * lotShares]);
  });
  return rows;
}

function check(shown: Market): void {
  const { books, traded } = shown;
  INSTRUMENTS.forEach((_, instrument) => {
    for (const side of [BUY, SELL]) {
      const rows: number[][] = [];
      books.visitOrders(instrument + 1, side === SELL, (price4, shares) => rows.push([price4, shares]));
      // Each order, in its place in its level's queue: so levels and their counts are the same, too.
      assert.equal(rows, displayed(shown, instrument, side));
    }
    assert.is(books.trades.dayVolumeShares(instrument + 1), traded[instrument]);
  });
  // A call's book may cross, and half a cent is a finer tick than most have.
  const odd = FAULT_NAMES.filter((_, fault) => books.counters.faults[fault]! > 0 && !EXPECTED_FAULTS.includes(fault));
  assert.equal(odd, []);
}

const ticks = fc.integer({ min: 1000, max: 1008 });
const lots = fc.integer({ min: 1, max: 60 });
const target = fc.nat({ max: 30 });
const command = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('new' as const),
      instrument: fc.nat({ max: 1 }),
      owner: fc.integer({ min: 16, max: 19 }),
      side: fc.constantFrom(BUY, SELL),
      tif: fc.constantFrom(TimeInForce.DAY, TimeInForce.GTC, TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK),
      ticks: fc.oneof({ weight: 9, arbitrary: ticks }, { weight: 1, arbitrary: fc.constant(MARKET) }),
      lots,
      display: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), target }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reduce' as const), target, lots }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('replace' as const), target, ticks, lots }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('halt', 'call', 'resume', 'resume', 'close', 'indicate'),
      instrument: fc.nat({ max: 1 }),
    }),
  },
);

/** What random orders came to, over all modes: of one mode alone a rare message may be missing. */
const toldKinds = new Set<string>();

for (const [name, mode] of Object.entries(SelfTrade)) {
  test(`random orders, halts and calls, self-trades ${name}: the books told are those displayed`, () => {
    let prints = 0;
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80, size: 'max' }), (commands) => {
        const shown = market(mode);
        const { core, told } = shown;
        const { engine } = core;
        const ids: number[] = [];
        for (const step of commands) {
          if (step.kind === 'new') {
            const { instrument, owner, side, tif, lots, display } = step as Extract<typeof step, { kind: 'new' }>;
            const id = core.nextOrderId();
            ids.push(id);
            engine.newOrder(instrument, id, owner, side, tif, step.ticks, lots, display);
          } else if ('target' in step) {
            const id = ids[ids.length - 1 - step.target] ?? 0;
            if (step.kind === 'cancel') engine.cancel(id, 16);
            else if (step.kind === 'reduce') engine.reduce(id, step.lots, 16);
            else engine.replace(id, step.ticks, step.lots, 16);
          } else act(core, step.kind, step.instrument);
          core.endBatch();
          check(shown);
        }
        for (const { type } of told) toldKinds.add(type);
        prints += numbersOnce(told);
      }),
      { numRuns: mode === SelfTrade.ALLOWED ? RUNS : Math.ceil(RUNS / 2) },
    );
    assert.ok(prints > 0);
  });
}

test('random orders came to every frequent message', () => {
  for (const type of 'ADEHUX') assert.ok(toldKinds.has(type), type);
});

function act(core: ExchangeCore, kind: string, instrument: number): void {
  const states = core.states!;
  if (kind === 'halt') states.halt(instrument);
  else if (kind === 'call') states.call(instrument, CrossType.OPENING, 1004);
  else if (kind === 'close') states.close(instrument);
  else if (kind === 'indicate') states.indicate(instrument);
  else states.resume(instrument);
}

/** A reference is one order's, a match number one execution's: of a cross, its two sides'. How many matches there were. */
function numbersOnce(told: readonly Told[]): number {
  const adds = told.filter(({ type }) => type === 'A').map(({ reference }) => reference);
  const moves = told.filter(({ type }) => type === 'U').map(({ newReference }) => newReference);
  const references = [...adds, ...moves];
  assert.is(new Set(references).size, references.length);
  const matches = told.filter(({ type }) => 'EPQ'.includes(type)).map(({ match }) => match);
  assert.is(new Set(matches).size, matches.length);
  return matches.length;
}

function summary(told: readonly Told[]): string[] {
  return told.map(({ type, reference, shares }) =>
    'DHI'.includes(type) ? type : type === 'Q' ? `Q ${shares}` : `${type} ${reference} ${shares}`,
  );
}

test('an iceberg shows a new order each time, and an order that trades as it comes shows what is left', () => {
  const { core, told } = market();
  const { engine } = core;
  engine.newOrder(0, 1, 16, SELL, TimeInForce.GTC, 1000, 25, 10);
  engine.newOrder(0, 2, 16, BUY, TimeInForce.IOC, 1000, 12, 0);
  engine.newOrder(0, 3, 16, BUY, TimeInForce.GTC, 1000, 20, 0);
  engine.newOrder(0, 4, 16, BUY, TimeInForce.IOC, 1000, 0, 0);
  core.endBatch();
  assert.equal(summary(told), ['A 1 10', 'E 1 10', 'A 2 10', 'E 2 2', 'E 2 8', 'A 3 5', 'E 3 5', 'A 4 7']);
});

test('a replace is one message when it rests at once, and leaves the book when it trades', () => {
  const { core, told } = market();
  const { engine } = core;
  engine.newOrder(0, 1, 16, SELL, TimeInForce.GTC, 1005, 20, 0);
  engine.newOrder(0, 2, 16, BUY, TimeInForce.GTC, 1000, 10, 0);
  engine.replace(2, 1001, 15, 16);
  engine.replace(2, 1005, 15, 16);
  engine.replace(1, 1005, 3, 16);
  core.endBatch();
  assert.equal(summary(told), ['A 1 20', 'A 2 10', 'U 2 15', 'D', 'E 1 15', 'X 1 2']);
});

test('a cross is told of each shown order, not to be printed, and printed once', () => {
  const { core, told, books } = market();
  const { engine } = core;
  core.states!.call(0, CrossType.OPENING, 0);
  engine.newOrder(0, 1, 16, SELL, TimeInForce.GTC, 1000, 20, 0);
  engine.newOrder(0, 2, 16, BUY, TimeInForce.GTC, MARKET, 5, 0);
  engine.newOrder(0, 3, 16, BUY, TimeInForce.GTC, 1002, 10, 0);
  core.states!.indicate(0);
  core.states!.resume(0);
  core.endBatch();
  assert.equal(summary(told), ['H', 'A 1 20', 'A 2 10', 'I', 'C 1 5', 'C 2 10', 'C 1 10', 'Q 15', 'H']);
  assert.is(books.trades.dayVolumeShares(1), 15);
});

test('what no message holds is not shown, and trades like what is hidden', () => {
  const { core, told, publisher } = market();
  const { engine } = core;
  // Ten shares a lot, half a cent a tick: more than 2 ** 31 shares, more than 200,000 dollars.
  engine.newOrder(1, 1, 16, SELL, TimeInForce.GTC, 1000, 2 ** 29, 0);
  engine.newOrder(1, 2, 16, BUY, TimeInForce.IOC, 1000, 7, 0);
  engine.newOrder(1, 3, 16, SELL, TimeInForce.GTC, 50_000_000, 7, 0);
  engine.newOrder(1, 4, 16, BUY, TimeInForce.IOC, 1000, 2 ** 28, 0);
  engine.cancel(1, 16);
  core.endBatch();
  assert.equal(
    told.map(({ type }) => type),
    ['P', 'P', 'P'],
  );
  assert.is(
    told.reduce((sum, { shares }) => sum + shares, 0),
    (2 ** 28 + 7) * 10,
  );
  numbersOnce(told);
  assert.is(publisher.figures.unshown, 2);
});

test('displayed orders are found whatever came and went', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.boolean()), { maxLength: 400 }), (steps) => {
      const orders = new DisplayedOrders();
      const plain = new Map<number, number>();
      for (const [number, isNear] of steps) {
        // Near ones are neighbours, far ones share a place.
        const id = isNear ? number : (number % 8) * 2 ** 20 + 5;
        if (plain.delete(id)) orders.remove(id);
        else {
          plain.set(id, number);
          orders.add(id, number, number + 1, number + 2);
        }
        assert.is(orders.count, plain.size);
      }
      for (const [id, number] of plain) {
        assert.ok(orders.find(id));
        assert.equal([orders.reference, orders.lots, orders.ticks], [number, number + 1, number + 2]);
      }
      assert.not.ok(orders.find(9_999_999));
    }),
  );
});

test.run();
