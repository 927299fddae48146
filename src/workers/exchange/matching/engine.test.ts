import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { type MatchingEngine, makeMatchingEngine } from './engine.ts';
import { EventType } from './event_layout.ts';
import { MARKET, MAX_TICKS, WINDOW_TICKS } from './layout.ts';
import { fillsOf, openFromEvents, type RecordedEvent, recordEvents } from './recorded_events.ts';
import { ReferenceBook } from './reference_book.ts';
import { SelfTrade } from './self_trade.ts';

const RUNS = process.env.SLUICE_LONG === '1' ? 20_000 : 300;

function bookOf(engine: MatchingEngine, side: number): number[][] {
  const rows: number[][] = [];
  engine.visitOrders(0, side, (ticks, id, displayed, hidden) => rows.push([ticks, id, displayed, hidden]));
  return rows;
}

function referenceBookOf(book: ReferenceBook, side: number): number[][] {
  return book.queue(side).map((order) => [order.ticks, order.id, order.shown, order.hidden]);
}

/** The displayed book, rebuilt from events alone. */
function displayedFromEvents(events: RecordedEvent[]): Map<number, number> {
  const shown = new Map<number, number>();
  for (const event of events) {
    if (event.type === EventType.FILLED) shown.set(event.makerId, (shown.get(event.makerId) ?? 0) - event.lots);
    else if (event.type < EventType.REJECTED) shown.set(event.id, event.displayed);
  }
  return new Map([...shown].filter(([, lots]) => lots > 0));
}

// Far prices and sliding windows are as likely as the touch.
const near = fc.integer({ min: 10_000, max: 10_012 });
const wide = fc.oneof(
  near,
  near,
  fc.integer({ min: 1, max: 40_000 }),
  fc.integer({ min: 10_000 - WINDOW_TICKS, max: 10_000 + WINDOW_TICKS }),
);
const lots = fc.integer({ min: 1, max: 60 });
const id = fc.integer({ min: 1, max: 60 });
const command = (price: fc.Arbitrary<number>) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('new' as const),
        id,
        owner: fc.integer({ min: 1, max: 5 }),
        side: fc.constantFrom(Side.BUY, Side.SELL),
        tif: fc.constantFrom(TimeInForce.DAY, TimeInForce.GTC, TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK),
        ticks: fc.oneof({ weight: 9, arbitrary: price }, { weight: 1, arbitrary: fc.constant(MARKET) }),
        lots,
        display: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 20 })),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reduce' as const), id, lots }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('replace' as const), id, ticks: price, lots }) },
  );

// Owner 5 lies beyond the table: it has no group.
const GROUPS = Int32Array.of(0, 0, 1, 1, 2);

for (const [name, price, mode, share] of [
  ['near the touch', near, SelfTrade.ALLOWED, 1],
  ['across the whole range', wide, SelfTrade.ALLOWED, 1],
  ['and the newest of a group cancelled', near, SelfTrade.CANCEL_NEWEST, 0.5],
  ['and the oldest of a group cancelled', near, SelfTrade.CANCEL_OLDEST, 0.5],
  ['and both of a group cancelled', near, SelfTrade.CANCEL_BOTH, 0.5],
  ['and both of a group decremented', near, SelfTrade.DECREMENT, 0.5],
] as const) {
  test(`random commands ${name}: every fill and level as the reference book has them`, () => {
    fc.assert(
      fc.property(fc.array(command(price), { maxLength: 150, size: 'max' }), (commands) => {
        const { buffer, events } = recordEvents(4);
        const engine = makeMatchingEngine(1, 1000, buffer, { mode, groups: GROUPS });
        const reference = new ReferenceBook(mode);
        for (const step of commands) {
          if (step.kind === 'new') {
            if (engine.openLots(step.id) > 0) continue;
            engine.newOrder(0, step.id, step.owner, step.side, step.tif, step.ticks, step.lots, step.display);
            const group = GROUPS[step.owner] ?? 0;
            reference.newOrder(step.id, step.side, step.tif, step.ticks, step.lots, step.display, group);
          } else if (step.kind === 'cancel') {
            engine.cancel(step.id, 7);
            reference.cancel(step.id);
          } else if (step.kind === 'reduce') {
            engine.reduce(step.id, step.lots, 7);
            reference.reduce(step.id, step.lots);
          } else {
            engine.replace(step.id, step.ticks, step.lots, 7);
            reference.replace(step.id, step.ticks, step.lots);
          }
          for (const side of [Side.BUY, Side.SELL]) {
            assert.equal(bookOf(engine, side), referenceBookOf(reference, side));
            const best = reference.queue(side)[0];
            assert.is(engine.bestTicks(0, side), best?.ticks ?? 0);
            const top = reference.queue(side).filter((order) => order.ticks === best?.ticks);
            assert.is(
              engine.bestLots(0, side),
              top.reduce((sum, order) => sum + order.shown, 0),
            );
          }
        }
        buffer.drain();
        assert.equal(fillsOf(events), reference.fills);
        assert.is(engine.orderCount(), reference.orders.length);
        const open = reference.orders.map((order) => [order.id, order.shown + order.hidden]);
        assert.equal([...openFromEvents(events)].sort(), open.sort());
        const shown = new Map(reference.orders.map((order) => [order.id, order.shown]));
        assert.equal(new Map([...displayedFromEvents(events)].sort()), new Map([...shown].sort()));
      }),
      { numRuns: RUNS * share },
    );
  });
}

test('an iceberg trades what it shows, then queues again behind the others', () => {
  const { buffer, events } = recordEvents(64);
  const engine = makeMatchingEngine(1, 16, buffer);
  engine.newOrder(0, 1, 9, Side.SELL, TimeInForce.GTC, 100, 30, 10);
  engine.newOrder(0, 2, 0, Side.SELL, TimeInForce.GTC, 100, 10, 0);
  engine.newOrder(0, 3, 0, Side.BUY, TimeInForce.IOC, 100, 25, 0);
  buffer.drain();
  assert.equal(
    fillsOf(events).map((fill) => [fill.maker, fill.lots]),
    [
      [1, 10],
      [2, 10],
      [1, 5],
    ],
  );
  assert.equal(bookOf(engine, Side.SELL), [[100, 1, 5, 10]]);
  engine.visitOrders(0, Side.SELL, (_ticks, _id, _displayed, _hidden, owner) => assert.is(owner, 9));
});

test('FOK counts hidden lots and trades wholly or not at all', () => {
  const { buffer, events } = recordEvents(64);
  const engine = makeMatchingEngine(1, 16, buffer);
  engine.newOrder(0, 1, 0, Side.SELL, TimeInForce.GTC, 100, 30, 10);
  engine.newOrder(0, 2, 0, Side.BUY, TimeInForce.FOK, 100, 31, 0);
  engine.newOrder(0, 3, 0, Side.BUY, TimeInForce.FOK, 100, 30, 0);
  buffer.drain();
  assert.equal(
    fillsOf(events).map((fill) => fill.taker),
    [3, 3, 3],
  );
  const expired = events.find((event) => event.type === EventType.EXPIRED)!;
  assert.equal([expired.id, expired.lots, expired.reason], [2, 31, VenueReason.NO_LIQUIDITY]);
});

test('what expires does so under the price that it came with', () => {
  const { buffer, events } = recordEvents(64);
  const engine = makeMatchingEngine(1, 16, buffer);
  const prices = [MARKET, 1, 100, MAX_TICKS];
  for (const [index, ticks] of prices.entries()) {
    for (const side of [Side.BUY, Side.SELL])
      engine.newOrder(0, index * 2 + side, 0, side, TimeInForce.IOC, ticks, 5, 0);
  }
  assert.is(engine.newOrder(0, 99, 0, Side.BUY, TimeInForce.IOC, MAX_TICKS + 1, 5, 0), VenueReason.BAD_PRICE);
  buffer.drain();
  assert.equal(
    events.filter((event) => event.type === EventType.EXPIRED).map((event) => [event.id, event.ticks]),
    prices.flatMap((ticks, index) => [
      [index * 2 + 1, ticks],
      [index * 2 + 2, ticks],
    ]),
  );
});

test('of two orders of a group, each mode leaves what its name says', () => {
  const outcomes = (mode: SelfTrade): number[][] => {
    const { buffer, events } = recordEvents(64);
    const engine = makeMatchingEngine(1, 16, buffer, { mode, groups: GROUPS });
    engine.newOrder(0, 1, 2, Side.SELL, TimeInForce.GTC, 100, 30, 0);
    engine.newOrder(0, 2, 1, Side.SELL, TimeInForce.GTC, 100, 5, 0);
    engine.newOrder(0, 3, 3, Side.BUY, TimeInForce.GTC, 100, 40, 0);
    buffer.drain();
    const told = events.filter((event) => event.reason === VenueReason.SELF_TRADE);
    return told.map(({ type, id, lots, leaves, displayed }) => [type, id, lots, leaves, displayed]);
  };
  assert.equal(outcomes(SelfTrade.ALLOWED), []);
  assert.equal(outcomes(SelfTrade.CANCEL_NEWEST), [[EventType.EXPIRED, 3, 40, 0, 0]]);
  assert.equal(outcomes(SelfTrade.CANCEL_OLDEST), [[EventType.CANCELLED, 1, 30, 0, 0]]);
  assert.equal(outcomes(SelfTrade.CANCEL_BOTH), [
    [EventType.CANCELLED, 1, 30, 0, 0],
    [EventType.EXPIRED, 3, 40, 0, 0],
  ]);
  assert.equal(outcomes(SelfTrade.DECREMENT), [
    [EventType.CANCELLED, 1, 30, 0, 0],
    [EventType.REDUCED, 3, 30, 10, 0],
  ]);
});

test('refusals leave the book alone', () => {
  const { buffer, events } = recordEvents(64);
  const engine = makeMatchingEngine(2, 2, buffer);
  const buy = (instrument: number, orderId: number, ticks: number, size: number, display = 0): number =>
    engine.newOrder(instrument, orderId, 0, Side.BUY, TimeInForce.GTC, ticks, size, display);
  assert.is(buy(2, 1, 100, 1), VenueReason.UNKNOWN_INSTRUMENT);
  assert.is(buy(0, 1, 100, 0), VenueReason.BAD_QUANTITY);
  assert.is(buy(0, 1, 100, 1.5), VenueReason.BAD_QUANTITY);
  assert.is(buy(0, 1, 100, 10, 0.5), VenueReason.BAD_QUANTITY);
  assert.is(buy(0, 1, -1, 1), VenueReason.BAD_PRICE);
  assert.is(buy(0, 1, 2 ** 40, 1), VenueReason.BAD_PRICE);
  assert.is(buy(0, 1, Number.NaN, 1), VenueReason.BAD_PRICE);
  assert.is(buy(0, 1, 100, 1), VenueReason.NONE);
  assert.is(buy(1, 1, 100, 1), VenueReason.DUPLICATE);
  assert.is(buy(1, 2, 100, 1), VenueReason.NONE);
  assert.is(buy(1, 3, 100, 1), VenueReason.BOOK_FULL);
  assert.is(engine.newOrder(0, 4, 0, 3, TimeInForce.GTC, 100, 1, 0), VenueReason.UNSUPPORTED);
  assert.is(engine.replace(2, 0, 1, 0), VenueReason.BAD_PRICE);
  assert.is(engine.replace(9, 5, 1, 0), VenueReason.UNKNOWN_ORDER);
  assert.is(engine.cancel(9, 0), 0);
  assert.is(engine.cancel(1, 0), 1);
  assert.is(buy(1, 3, 100, 1), VenueReason.NONE);
  buffer.drain();
  assert.is(events.filter((event) => event.type === EventType.REJECTED).length, 10);
  assert.is(engine.orderCount(), 2);
});

test.run();
