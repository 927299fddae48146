import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { EventType, FillKind } from '../matching/event_layout.ts';
import { fillsOf, openFromEvents, recordEvents } from '../matching/recorded_events.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import { type MidpointEngine, makeMidpointEngine } from './engine.ts';
import { ReferenceMidpoint } from './reference_midpoint.ts';

const RUNS = process.env.SLUICE_LONG === '1' ? 20_000 : 300;
const { BUY, SELL } = Side;
const { DAY, FOK, GTC, IOC } = TimeInForce;
const PREVENTION = { mode: SelfTrade.CANCEL_NEWEST, groups: Int32Array.of(0, 0, 0, 1, 1) };

const price = fc.integer({ min: 95, max: 105 });
const lots = fc.integer({ min: 1, max: 60 });
const id = fc.integer({ min: 1, max: 40 });
const newOrder = fc.record({
  kind: fc.constant('new' as const),
  id,
  owner: fc.integer({ min: 1, max: 5 }),
  side: fc.constantFrom(BUY, SELL),
  tif: fc.constantFrom(DAY, GTC, GTC, GTC, IOC, FOK),
  ticks: fc.oneof({ weight: 9, arbitrary: price }, { weight: 1, arbitrary: fc.constant(0) }),
  lots,
  minimum: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
});
const command = fc.oneof(
  { weight: 6, arbitrary: newOrder },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reduce' as const), id, lots }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('replace' as const), id, ticks: price, lots }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('reference' as const), bid: fc.oneof(price, fc.constant(0)), ask: price }),
  },
);

type Step = typeof command extends fc.Arbitrary<infer T> ? T : never;

function execute(step: Step, engine: MidpointEngine, reference: ReferenceMidpoint): void {
  if (step.kind === 'new') {
    const minimum = Math.min(step.minimum, step.lots);
    const group = PREVENTION.groups[step.owner] ?? 0;
    if (engine.openLots(step.id) > 0) return;
    engine.newOrder(0, step.id, step.owner, step.side, step.tif, step.ticks, step.lots, 0, minimum);
    reference.newOrder(step.id, step.side, step.tif, step.ticks, step.lots, minimum, group);
  } else if (step.kind === 'cancel') {
    engine.cancel(step.id, 7);
    reference.cancel(step.id);
  } else if (step.kind === 'reduce') {
    engine.reduce(step.id, step.lots, 7);
    reference.reduce(step.id, step.lots);
  } else if (step.kind === 'replace') {
    engine.replace(step.id, step.ticks, step.lots, 7);
    reference.replace(step.id, step.ticks, step.lots);
  } else {
    engine.setReference(0, step.bid, step.ask);
    reference.setReference(step.bid, step.ask);
  }
}

function waiting(engine: MidpointEngine, side: number): number[][] {
  const rows: number[][] = [];
  engine.visitOrders(0, side, (ticks, order, displayed, hidden) => rows.push([ticks, order, displayed, hidden]));
  return rows;
}

test('random commands and references: every fill, and who waits, as the plain book has them', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 120, size: 'max' }), (steps) => {
      const { buffer, events } = recordEvents(4);
      const engine = makeMidpointEngine(1, 100, buffer, PREVENTION);
      const reference = new ReferenceMidpoint();
      for (const step of steps) {
        execute(step, engine, reference);
        for (const side of [BUY, SELL]) {
          const expected = reference.orders.filter((order) => order.side === side);
          assert.equal(
            waiting(engine, side),
            expected.map((order) => [order.limit, order.id, 0, order.lots]),
          );
        }
      }
      buffer.drain();
      assert.equal(fillsOf(events), reference.fills);
      assert.is(engine.orderCount(), reference.orders.length);
      assert.equal([...openFromEvents(events)].sort(), reference.orders.map((order) => [order.id, order.lots]).sort());
      assert.ok(events.every((event) => event.type === EventType.FILLED || event.displayed === 0));
    }),
    { numRuns: RUNS },
  );
});

function scene(minimum = 1) {
  const { buffer, events } = recordEvents(64);
  const engine = makeMidpointEngine(2, 4, buffer, null, minimum);
  const order = (orderId: number, side: number, ticks: number, size: number, tif: number = GTC, least = 0): number =>
    engine.newOrder(0, orderId, 9, side, tif, ticks, size, 0, least);
  const fills = (): unknown[] => {
    buffer.drain();
    return fillsOf(events).map((fill) => [fill.taker, fill.maker, fill.lots, fill.ticks]);
  };
  return { engine, events, buffer, order, fills };
}

test('the mid-point between two ticks trades at the one that is better for who waited', () => {
  const { engine, order, fills } = scene();
  engine.setReference(0, 100, 101);
  order(1, BUY, 105, 10);
  order(2, SELL, 95, 10);
  order(3, SELL, 95, 10);
  order(4, BUY, 105, 10);
  assert.equal(fills(), [
    [2, 1, 10, 100],
    [4, 3, 10, 101],
  ]);
});

test('without a reference, or with a locked or crossed one, orders wait, and trade by arrival when there is one', () => {
  const { engine, order, fills } = scene();
  order(1, SELL, 95, 10);
  order(2, BUY, 105, 10);
  for (const [bid, ask] of [
    [0, 101],
    [100, 0],
    [100, 100],
    [102, 100],
  ]) {
    engine.setReference(0, bid!, ask!);
    assert.equal(fills(), []);
  }
  engine.setReference(1, 98, 102);
  assert.equal(fills(), []);
  engine.setReference(0, 98, 102);
  assert.equal(fills(), [[2, 1, 10, 100]]);
});

test('a pair that is too small for one of them is passed over; the end of an order is never too small', () => {
  const { engine, order, fills } = scene();
  engine.setReference(0, 98, 102);
  order(1, SELL, 95, 50, GTC, 30);
  order(2, BUY, 105, 20);
  assert.equal(fills(), []);
  order(3, BUY, 105, 40);
  // Order 1 has 10 left, less than its minimum: what is left suits order 2, which has waited.
  assert.equal(fills(), [
    [3, 1, 40, 100],
    [2, 1, 10, 100],
  ]);
});

test('the venue has a minimum of its own', () => {
  const { engine, order, fills } = scene(25);
  engine.setReference(0, 98, 102);
  order(1, SELL, 95, 100);
  order(2, BUY, 105, 30);
  order(3, BUY, 105, 10);
  // Ten lots are all that order 3 asks for, and less than the venue makes order 1 accept.
  assert.equal(fills(), [[2, 1, 30, 100]]);
});

test('nothing is shown, and what does not trade of an immediate order expires', () => {
  const { engine, events, buffer, order } = scene();
  engine.setReference(0, 98, 102);
  order(1, SELL, 95, 10);
  assert.equal([engine.bestTicks(0, SELL), engine.bestLots(0, SELL)], [0, 0]);
  order(2, BUY, 105, 11, FOK);
  order(3, BUY, 105, 11, IOC);
  buffer.drain();
  const told = events.filter((event) => event.type === EventType.EXPIRED);
  assert.equal(
    told.map((event) => [event.id, event.lots, event.reason]),
    [
      [2, 11, VenueReason.NO_LIQUIDITY],
      [3, 1, VenueReason.NO_LIQUIDITY],
    ],
  );
  assert.is(events.find((event) => event.type === EventType.FILLED)!.reason, FillKind.HIDDEN);
});

test('refusals leave the book alone', () => {
  const { engine, order } = scene();
  assert.is(order(1, BUY, 100, 0), VenueReason.BAD_QUANTITY);
  assert.is(order(1, BUY, 100, 10, GTC, 11), VenueReason.BAD_QUANTITY);
  assert.is(order(1, BUY, 1.5, 10), VenueReason.BAD_PRICE);
  assert.is(order(1, 3, 100, 10), VenueReason.UNSUPPORTED);
  assert.is(engine.newOrder(2, 1, 9, BUY, GTC, 100, 1, 0), VenueReason.UNKNOWN_INSTRUMENT);
  for (const next of [1, 2, 3, 4]) assert.is(order(next, BUY, 100, 1), VenueReason.NONE);
  assert.is(order(5, BUY, 100, 1), VenueReason.BOOK_FULL);
  assert.is(engine.cancel(2, 9), 1);
  assert.is(order(3, BUY, 100, 1), VenueReason.DUPLICATE);
  assert.is(engine.replace(9, 100, 1, 9), VenueReason.UNKNOWN_ORDER);
  assert.is(engine.replace(3, 0, 1, 9), VenueReason.BAD_PRICE);
  assert.is(engine.cancel(9, 9), 0);
  assert.is(engine.orderCount(), 3);
});

test.run();
