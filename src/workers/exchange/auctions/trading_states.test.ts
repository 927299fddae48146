import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { makeMatchingEngine } from '../matching/engine.ts';
import { CrossType, EventType, FillKind, TradingState } from '../matching/event_layout.ts';
import { fillsOf, openFromEvents, recordEvents } from '../matching/recorded_events.ts';
import { ReferenceCall } from './reference_call.ts';
import { makeTradingStates, type TradingStates } from './trading_states.ts';

const RUNS = process.env.SLUICE_LONG === '1' ? 20_000 : 200;
const HIGHEST = 24;
const { BUY, SELL } = Side;
const { DAY, FOK, GTC, IOC } = TimeInForce;

const price = fc.integer({ min: 5, max: 20 });
const lots = fc.integer({ min: 1, max: 40 });
const id = fc.integer({ min: 1, max: 60 });
const newOrder = fc.record({
  kind: fc.constant('new' as const),
  id,
  side: fc.constantFrom(BUY, SELL),
  tif: fc.constantFrom(DAY, GTC, GTC, GTC, GTC, IOC, FOK),
  ticks: fc.oneof({ weight: 8, arbitrary: price }, { weight: 1, arbitrary: fc.constant(0) }),
  lots,
  display: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 20 })),
});
const command = fc.oneof(
  { weight: 12, arbitrary: newOrder },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reduce' as const), id, lots }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('replace' as const), id, ticks: price, lots }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('halt' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      reference: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: HIGHEST })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume' as const) }) },
);
type Step = typeof command extends fc.Arbitrary<infer T> ? T : never;

function scene(queuesWhenHalted = true) {
  const { buffer, events } = recordEvents(4);
  const engine = makeTradingStates(makeMatchingEngine(2, 1000, buffer), buffer, queuesWhenHalted);
  const order = (orderId: number, side: number, ticks: number, size: number, tif: number = GTC): number =>
    engine.newOrder(0, orderId, 9, side, tif, ticks, size, 0);
  const told = (type: number) => {
    buffer.drain();
    return events.filter((event) => event.type === type);
  };
  return { engine, buffer, events, order, told };
}

function rowsOf(engine: TradingStates, side: number): number[][] {
  const rows: number[][] = [];
  engine.visitOrders(0, side, (ticks, order, displayed, hidden) => rows.push([ticks, order, displayed, hidden]));
  return rows;
}

/** The reference's price of the call that goes on, as the engine's was given. */
function play(steps: readonly Step[]): void {
  const { engine, buffer, events } = scene();
  const book = new ReferenceCall(HIGHEST);
  let reference = 0;
  for (const step of steps) {
    if (step.kind === 'new') {
      if (engine.openLots(step.id) > 0) continue;
      engine.newOrder(0, step.id, 7, step.side, step.tif, step.ticks, step.lots, step.display);
      book.newOrder(step.id, step.side, step.tif, step.ticks, step.lots, step.display);
    } else if (step.kind === 'cancel') {
      engine.cancel(step.id, 7);
      book.cancel(step.id);
    } else if (step.kind === 'reduce') {
      engine.reduce(step.id, step.lots, 7);
      book.reduce(step.id, step.lots);
    } else if (step.kind === 'replace') {
      engine.replace(step.id, step.ticks, step.lots, 7);
      book.replace(step.id, step.ticks, step.lots);
    } else if (step.kind === 'resume') {
      engine.resume(0);
      if (!book.isOpen) book.uncross(reference);
      book.isOpen = true;
    } else {
      reference = step.kind === 'call' ? step.reference : 0;
      if (step.kind === 'halt') engine.halt(0);
      else engine.call(0, CrossType.OPENING, reference);
      book.isOpen = false;
      engine.indicate(0);
      buffer.drain();
      if (step.kind === 'call') assertIndicated(events.at(-1)!, book.bestCross(reference));
    }
    for (const side of [BUY, SELL]) assert.equal(rowsOf(engine, side), book.rows(side));
  }
  buffer.drain();
  assert.equal(fillsOf(events), book.fills);
  const open = book.orders.map((order) => [order.id, order.shown + order.hidden]);
  assert.equal([...openFromEvents(events)].sort(), open.sort());
  const inCrosses = events.filter((event) => event.type === EventType.FILLED && event.reason === FillKind.CROSS);
  const crosses = events.filter((event) => event.type === EventType.CROSSED);
  const sum = (list: typeof events): number => list.reduce((total, event) => total + event.lots, 0);
  assert.is(sum(inCrosses), sum(crosses));
}

function assertIndicated(event: { ticks: number; lots: number; leaves: number; side: number }, cross: number[]): void {
  const [ticks, paired, imbalance] = cross as [number, number, number];
  const side = imbalance === 0 ? 0 : imbalance > 0 ? BUY : SELL;
  assert.equal([event.ticks, event.lots, event.leaves, event.side], [ticks, paired, Math.abs(imbalance), side]);
}

test('random commands through calls and halts: every cross, fill and level as the plain book has them', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 120, size: 'max' }), (steps) => play(steps)),
    { numRuns: RUNS },
  );
});

test('a call shows no trade until it ends, and then one price for all', () => {
  const { engine, order, told } = scene();
  engine.call(0, CrossType.OPENING, 100);
  order(1, BUY, 102, 30);
  order(2, SELL, 99, 20);
  order(3, SELL, 0, 10);
  order(4, BUY, 100, 10);
  assert.is(told(EventType.FILLED).length, 0);
  engine.resume(0);
  assert.equal(
    told(EventType.FILLED).map(({ id: buyer, makerId, lots: size, ticks, reason }) => [
      buyer,
      makerId,
      size,
      ticks,
      reason,
    ]),
    [
      [1, 3, 10, 101, FillKind.CROSS],
      [1, 2, 20, 101, FillKind.CROSS],
    ],
  );
  assert.equal(
    told(EventType.CROSSED).map(({ lots: size, ticks, reason }) => [size, ticks, reason]),
    [[30, 101, CrossType.OPENING]],
  );
  assert.equal(
    told(EventType.STATE_CHANGED).map((event) => event.reason),
    [TradingState.CALL, TradingState.CONTINUOUS],
  );
});

test('what must trade at once expires in a call, and market orders that the cross leaves expire with it', () => {
  const { engine, order, told } = scene();
  engine.call(0, CrossType.CLOSING, 100);
  order(1, BUY, 102, 30, IOC);
  order(2, BUY, 102, 30, FOK);
  order(3, BUY, 0, 30);
  order(4, SELL, 100, 10);
  engine.close(0);
  const expired = told(EventType.EXPIRED).map((event) => [event.id, event.lots, event.ticks, event.reason]);
  assert.equal(expired, [
    [1, 30, 102, VenueReason.NO_LIQUIDITY],
    [2, 30, 102, VenueReason.NO_LIQUIDITY],
    [3, 20, 0, VenueReason.NO_LIQUIDITY],
  ]);
  assert.is(engine.stateOf(0), TradingState.CLOSED);
  assert.is(order(5, BUY, 100, 1), VenueReason.CLOSED);
});

test('a halt refuses orders and replaces where it is told to, and never a cancel', () => {
  const { engine, order, told } = scene(false);
  order(1, BUY, 100, 30);
  order(2, BUY, 100, 30);
  engine.halt(0);
  assert.is(order(3, BUY, 100, 1), VenueReason.CLOSED);
  assert.is(order(3, BUY, 100, 0), VenueReason.BAD_QUANTITY);
  assert.is(engine.replace(1, 101, 30, 9), VenueReason.CLOSED);
  assert.is(engine.reduce(1, 10, 9), 10);
  assert.is(engine.cancel(2, 9), 30);
  assert.is(engine.cancel(2, 9), 0);
  // The other instrument is not halted.
  assert.is(engine.newOrder(1, 8, 9, BUY, GTC, 100, 5, 0), VenueReason.NONE);
  assert.is(engine.newOrder(1, 9, 9, SELL, GTC, 100, 5, 0), VenueReason.NONE);
  assert.is(engine.newOrder(2, 10, 9, SELL, GTC, 100, 5, 0), VenueReason.UNKNOWN_INSTRUMENT);
  assert.equal(fillsOf(told(EventType.FILLED)), [{ taker: 9, maker: 8, lots: 5, ticks: 100 }]);
  engine.resume(0);
  assert.is(order(4, SELL, 100, 20), VenueReason.NONE);
  assert.is(told(EventType.FILLED).length, 2);
});

test('market orders alone trade at the reference, and not at all without one', () => {
  for (const [reference, prices] of [
    [100, [100]],
    [0, []],
  ] as const) {
    const { engine, order, told } = scene();
    engine.call(0, CrossType.OPENING, reference);
    order(1, BUY, 0, 10);
    order(2, SELL, 0, 10);
    engine.resume(0);
    assert.equal(
      told(EventType.FILLED).map((event) => event.ticks),
      prices,
    );
    assert.is(engine.orderCount(), 0);
  }
});

test.run();
