import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { Random } from '../flow/random.ts';
import { makeMatchingEngine } from '../matching/engine.ts';
import { EventType, FillKind } from '../matching/event_layout.ts';
import { fillsOf, openFromEvents, positionOf, recordEvents } from '../matching/recorded_events.ts';
import { makeMakerEngine } from './engine.ts';
import { type MakerOptions, RETAIL_MAKER, WHOLESALE_MAKER } from './maker_options.ts';
import { ReferenceMaker } from './reference_maker.ts';

const RUNS = process.env.SLUICE_LONG === '1' ? 20_000 : 150;
const { BUY, SELL } = Side;
const { DAY, FOK, GTC, IOC } = TimeInForce;
const MAKER = 3;
const CUSTOMER = 9;

/** Chances that are all likely, and sizes like the orders'. */
const LIKELY = { medianLots: 20, inventoryLots: 60, maxOrderLots: 50, refusalShare: 0.2, improvementShare: 0.4 };
/** No chances. */
const CERTAIN = { lotsSigma: 0, medianLots: 20, refusalShare: 0, improvementShare: 0, requoteDelayMs: 1 };

function scene(options: MakerOptions, seed: number, eventCapacity = 4) {
  const { buffer, events } = recordEvents(eventCapacity);
  let lastId = 1000;
  const nextId = (): number => {
    lastId++;
    return lastId;
  };
  const book = makeMatchingEngine(1, 1000, buffer);
  const engine = makeMakerEngine(book, buffer, MAKER, nextId, new Random(seed), options);
  const order = (id: number, side: number, ticks: number, lots: number, tif: number = GTC): number =>
    engine.newOrder(0, id, CUSTOMER, side, tif, ticks, lots, 0);
  const told = (type: number) => {
    buffer.drain();
    return events.filter((event) => event.type === type);
  };
  const rows = (side: number): number[][] => {
    const found: number[][] = [];
    engine.visitOrders(0, side, (ticks, id, shown) => found.push([ticks, id, shown]));
    return found;
  };
  return { engine, buffer, events, order, told, rows };
}

const price = fc.integer({ min: 95, max: 105 });
const lots = fc.integer({ min: 1, max: 60 });
const id = fc.integer({ min: 1, max: 40 });
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('new' as const),
      id,
      side: fc.constantFrom(BUY, SELL),
      tif: fc.constantFrom(DAY, GTC, GTC, IOC, FOK),
      ticks: fc.oneof({ weight: 9, arbitrary: price }, { weight: 1, arbitrary: fc.constant(0) }),
      lots,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), id, ticks: price, lots }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('reference' as const), bid: fc.oneof(price, fc.constant(0)), ask: price }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 20 }) }),
  },
);
type Step = typeof command extends fc.Arbitrary<infer T> ? T : never;

function play(steps: readonly Step[], options: MakerOptions, seed: number): void {
  const { engine, buffer, events, rows } = scene(options, seed);
  const reference = new ReferenceMaker(new Random(seed), options);
  let now = 0;
  for (const step of steps) {
    if (step.kind === 'new') {
      if (engine.openLots(step.id) > 0) continue;
      engine.newOrder(0, step.id, CUSTOMER, step.side, step.tif, step.ticks, step.lots, 0);
      reference.newOrder(step.id, step.side, step.tif, step.ticks, step.lots);
    } else if (step.kind === 'cancel') {
      engine.cancel(step.id, CUSTOMER);
      reference.book.cancel(step.id);
    } else if (step.kind === 'replace') {
      engine.replace(step.id, step.ticks, step.lots, CUSTOMER);
      reference.replace(step.id, step.ticks, step.lots);
    } else if (step.kind === 'reference') {
      engine.setReference(0, step.bid, step.ask);
      reference.setReference(step.bid, step.ask);
    } else {
      now += step.ms / 1000;
      engine.advance(now);
      reference.advance(now);
    }
    for (const side of [BUY, SELL]) {
      assert.equal(
        rows(side),
        reference.book.queue(side).map((order) => [order.ticks, order.id, order.shown]),
      );
    }
    assert.is(engine.inventory(0), reference.inventory);
  }
  buffer.drain();
  assert.equal(fillsOf(events), reference.book.fills);
  const open = reference.book.orders.map((order) => [order.id, order.shown]);
  assert.equal([...openFromEvents(events)].sort(), open.sort());
  const [maker, customers] = [positionOf(events, MAKER), positionOf(events, CUSTOMER)];
  assert.is(maker.lots, engine.inventory(0));
  assert.equal([maker.lots + customers.lots, maker.cash + customers.cash], [0, 0]);
}

for (const [name, options] of [
  ['retail', RETAIL_MAKER],
  ['wholesale', WHOLESALE_MAKER],
] as const) {
  test(`random orders and references at a ${name} maker: every fill and quote as the plain maker has them`, () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 120, size: 'max' }), fc.nat(), (steps, seed) =>
        play(steps, { ...options, ...LIKELY }, seed),
      ),
      { numRuns: RUNS },
    );
  });
}

test('quotes stand around the mid-point, after the delay, and move against the inventory', () => {
  const { engine, order, rows } = scene({ ...RETAIL_MAKER, ...CERTAIN, inventoryLots: 10 }, 1);
  const quotes = (): unknown[] => [rows(BUY).map(([ticks]) => ticks), rows(SELL).map(([ticks]) => ticks)];
  engine.setReference(0, 98, 102);
  assert.equal(quotes(), [[], []]);
  engine.advance(10);
  assert.equal(quotes(), [[99], [101]]);
  order(1, BUY, 101, 10);
  assert.is(engine.inventory(0), -10);
  engine.advance(20);
  assert.equal(quotes(), [[101], [103]]);
  engine.setReference(0, 0, 102);
  assert.equal(quotes(), [[], []]);
});

test('last look refuses what is too large, and who would gain by a stale quote', () => {
  const { engine, order, told } = scene({ ...RETAIL_MAKER, ...CERTAIN, maxOrderLots: 15, staleTicks: 1 }, 1);
  engine.setReference(0, 98, 102);
  engine.advance(10);
  assert.is(order(1, BUY, 101, 16), VenueReason.REFUSED);
  engine.setReference(0, 100, 104);
  assert.is(order(2, BUY, 101, 5), VenueReason.REFUSED);
  assert.is(order(3, SELL, 99, 5), VenueReason.NONE);
  // A limit that waits may not be moved into the quote either.
  assert.is(order(4, BUY, 95, 5), VenueReason.NONE);
  assert.is(engine.replace(4, 101, 5, CUSTOMER), VenueReason.REFUSED);
  assert.equal(
    told(EventType.REJECTED).map((event) => event.id),
    [1, 2],
  );
  assert.is(told(EventType.REPLACE_REJECTED).length, 1);
  assert.equal(
    told(EventType.FILLED).map((event) => event.id),
    [3],
  );
});

test('an improved order trades inside the quote, with an order that was never shown', () => {
  const { engine, order, told } = scene({ ...RETAIL_MAKER, ...CERTAIN, spreadTicks: 4, improvementShare: 1 }, 1);
  engine.setReference(0, 98, 102);
  engine.advance(10);
  order(1, BUY, 0, 8);
  order(2, SELL, 0, 8);
  const fills = told(EventType.FILLED).map((event) => [event.id, event.lots, event.ticks, event.reason]);
  assert.equal(fills, [
    [1, 8, 101, FillKind.HIDDEN],
    [2, 8, 99, FillKind.HIDDEN],
  ]);
  assert.equal([engine.bestLots(0, BUY), engine.bestLots(0, SELL)], [12, 12]);
});

test('a retail maker keeps limits, a wholesale one takes immediate orders only', () => {
  for (const [options, kept] of [
    [RETAIL_MAKER, 1],
    [WHOLESALE_MAKER, 0],
  ] as const) {
    const { engine, order, told } = scene({ ...options, ...CERTAIN }, 1);
    order(1, BUY, 100, 5);
    assert.is(engine.orderCount(), kept);
    assert.is(told(EventType.EXPIRED).length, 1 - kept);
  }
});

test('shares of refusals and improvements are what the options say', () => {
  const options = { ...RETAIL_MAKER, ...CERTAIN, spreadTicks: 4, refusalShare: 0.25, improvementShare: 0.5 };
  const { engine, order, told } = scene(options, 7, 64);
  engine.setReference(0, 98, 102);
  const orders = 4000;
  for (let i = 1; i <= orders; i++) {
    engine.advance(i);
    order(i + 10_000, i % 2 === 0 ? BUY : SELL, 0, 1);
  }
  const refused = told(EventType.REJECTED).length / orders;
  const improved = told(EventType.FILLED).filter((event) => event.reason === FillKind.HIDDEN).length;
  assert.ok(Math.abs(refused - 0.25) < 0.03, `${refused} refused`);
  assert.ok(Math.abs(improved / orders - 0.75 * 0.5) < 0.03, `${improved / orders} improved`);
});

test.run();
