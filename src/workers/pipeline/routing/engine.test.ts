import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RouteSection } from '../../../../schemas/generated/engine.ts';
import { assertCleanContent, contentBytes, PipelineFixture, restoreInto } from '../../../../test/pipeline_fixture.ts';
import {
  type Decided,
  decided,
  LIMIT_BUY,
  ROUTING_OPTIONS,
  type RoutedOrder,
  RoutingBench,
  threeVenues,
  venuesAndLots,
} from '../../../../test/routing_bench.ts';
import { BookState, EVERY_INSTRUMENT } from '../../model/book_state.ts';
import { FrontEvent, MAX_BACKUPS, MAX_FRAGMENTS, RoutingStrategy } from '../../model/front_event.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { VenueType } from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import { makeRoutingEngine, type RoutingEngine } from './engine.ts';

test('a marketable limit order takes the best prices first and the rest goes with the best', () => {
  const decision = threeVenues().order({ ...LIMIT_BUY, quantityLots: 35, priceTicks: 101 });
  assert.is(decision.strategy, RoutingStrategy.BEST_PRICE);
  assert.equal(venuesAndLots(decision), [
    [0, 25],
    [1, 10],
  ]);
  assert.equal(decision.fragments[0], { venue: 0, orderType: OrderType.LIMIT, timing: 1, lots: 25, priceTicks: 101 });
  assert.is(decision.primaryVenue, 0);
  assert.equal(decision.backups, [2]);
});

test('a book that is not trusted shows nothing until it is trusted and has quoted again', () => {
  const order = { ...LIMIT_BUY, quantityLots: 10, priceTicks: 101 };
  const bench = threeVenues();
  const { fixture } = bench;
  const ask = { instrument: 0, venue: 0, askTicks: 100, askLots: 10 };
  for (const instrument of [0, EVERY_INSTRUMENT]) {
    const said = (state: number): void => void bench.run(fixture.feedStatus(0, instrument, state));
    said(BookState.GAP);
    assert.equal(venuesAndLots(bench.order(order)), [[1, 10]]);
    bench.quote(ask);
    assert.equal(venuesAndLots(bench.order(order)), [[1, 10]], 'a quote of the book that is not trusted');
    said(BookState.TRUSTED);
    assert.equal(venuesAndLots(bench.order(order)), [[1, 10]], 'no quote yet');
    bench.quote(ask);
    assert.equal(venuesAndLots(bench.order(order)), [[0, 10]]);
  }
  const foreign = fixture.feedStatus(0, EVERY_INSTRUMENT, BookState.SILENT);
  foreign.header.source++;
  bench.run(foreign);
  assert.equal(venuesAndLots(bench.order(order)), [[0, 10]], 'the ring of another venue');
});

test('equal prices go to the lower fee, equal fees to the lower number', () => {
  const bench = threeVenues();
  for (const venue of [0, 1, 2]) bench.quote({ instrument: 0, venue, askTicks: 100, askLots: 10 });
  bench.venue({ venue: 0, feeBps: 2 }).quote({ instrument: 0, venue: 0, askTicks: 100, askLots: 10 });
  bench.venue({ venue: 2, feeBps: 1 });
  assert.equal(venuesAndLots(bench.order({ ...LIMIT_BUY, quantityLots: 21, priceTicks: 100 })), [
    [2, 10],
    [0, 10],
    [1, 1],
  ]);
});

test('a sale takes the highest bids', () => {
  const bench = threeVenues().quote({ instrument: 0, venue: 1, bidTicks: 95, bidLots: 3 });
  const decision = bench.order({ ...LIMIT_BUY, side: Side.SELL, quantityLots: 6, priceTicks: 90 });
  assert.equal(venuesAndLots(decision), [
    [1, 3],
    [0, 3],
  ]);
});

test('a passive limit order goes to the primary venue, without it to the likeliest fill', () => {
  const bench = threeVenues();
  assert.equal(venuesAndLots(bench.order({ ...LIMIT_BUY, quantityLots: 7, priceTicks: 99 })), [[2, 7]]);
  bench.run(bench.fixture.venueStatus(2, false));
  const decision = bench.order({ ...LIMIT_BUY, quantityLots: 7, priceTicks: 99 });
  assert.equal(venuesAndLots(decision), [[1, 7]]);
  assert.equal(decision.backups, [0]);
});

test('a market order goes whole to the fastest venue that is quoted, else to the fastest', () => {
  const bench = threeVenues().quote({ instrument: 0, venue: 2, bidTicks: 90, bidLots: 5 });
  const decision = bench.order({ ...LIMIT_BUY, orderType: OrderType.MARKET, quantityLots: 99 });
  assert.is(decision.strategy, RoutingStrategy.SPEED);
  assert.equal(venuesAndLots(decision), [[1, 99]]);
  assert.is(decision.fragments[0]?.priceTicks, 0);
  assert.equal(decision.backups, [0, 2]);
  assert.equal(
    venuesAndLots(bench.order({ ...LIMIT_BUY, instrument: 1, orderType: OrderType.MARKET, quantityLots: 1 })),
    [[2, 1]],
  );
});

test('fill or kill is never split: a venue that shows all of it, else the primary alone', () => {
  const bench = threeVenues().quote({ instrument: 0, venue: 1, askTicks: 101, askLots: 20 });
  const fillOrKill = { ...LIMIT_BUY, timeInForce: TimeInForce.FOK, priceTicks: 102 };
  assert.equal(venuesAndLots(bench.order({ ...fillOrKill, quantityLots: 10 })), [[0, 10]]);
  assert.equal(venuesAndLots(bench.order({ ...fillOrKill, quantityLots: 15 })), [[1, 15]]);
  assert.equal(venuesAndLots(bench.order({ ...fillOrKill, quantityLots: 25 })), [[2, 25]]);
  assert.equal(venuesAndLots(bench.order({ ...fillOrKill, orderType: OrderType.MARKET, quantityLots: 15 })), [[1, 15]]);
});

test('an order with a minimum goes whole to a venue that shows the minimum', () => {
  const bench = threeVenues().quote({ instrument: 0, venue: 1, askTicks: 101, askLots: 20 });
  assert.equal(venuesAndLots(bench.order({ ...LIMIT_BUY, quantityLots: 50, minLots: 15, priceTicks: 102 })), [[1, 50]]);
});

test('a disconnect ends the quotes of that venue; a reconnect does not bring them back', () => {
  const bench = threeVenues();
  bench.run(bench.fixture.venueStatus(0, false)).run(bench.fixture.venueStatus(0, true));
  assert.equal(venuesAndLots(bench.order({ ...LIMIT_BUY, quantityLots: 5, priceTicks: 101 })), [[1, 5]]);
  bench.quote({ instrument: 0, venue: 0, askTicks: 100, askLots: 10 });
  assert.equal(venuesAndLots(bench.order({ ...LIMIT_BUY, quantityLots: 5, priceTicks: 101 })), [[0, 5]]);
});

test('a disabled venue gets nothing', () => {
  const bench = threeVenues();
  bench.run(bench.fixture.setVenue({ venue: 0, enabled: 0 }));
  assert.equal(venuesAndLots(bench.order({ ...LIMIT_BUY, quantityLots: 5, priceTicks: 101 })), [[1, 5]]);
});

test('no venue: no fragment, and the reason', () => {
  const decision = new RoutingBench().order({ ...LIMIT_BUY, quantityLots: 5, priceTicks: 101 });
  assert.equal(decision, {
    strategy: RoutingStrategy.BEST_PRICE,
    reason: ReasonCode.NO_VENUE,
    primaryVenue: -1,
    backups: [],
    fragments: [],
    expectedQuality: 0,
    estimatedCost: 0,
  });
});

/** The same three, and one that shows nothing. */
function withDark(): RoutingBench {
  return threeVenues().venue({ venue: 3, venueType: VenueType.DARK, fillProbability: 0.2 });
}

function slice(bench: RoutingBench, terms: RoutedOrder): Decided {
  const slot = bench.fixture.front({ ...terms, event: FrontEvent.SLICE_ACCEPTED }, RecordType.SLICE_ORDER);
  bench.engine.onCommand();
  return decided(slot.route);
}

test('a slice goes to the dark venue first, and what comes back to those that show', () => {
  const terms = { ...LIMIT_BUY, timeInForce: TimeInForce.IOC, quantityLots: 15, priceTicks: 101 };
  const decision = slice(withDark(), terms);
  assert.is(decision.strategy, RoutingStrategy.MINIMUM_IMPACT);
  assert.equal(venuesAndLots(decision), [[3, 15]]);
  assert.equal(decision.backups, [0, 1, 2]);
  const market = slice(withDark(), { ...terms, orderType: OrderType.MARKET, priceTicks: 0 });
  assert.equal(venuesAndLots(market), [[3, 15]]);
  assert.equal(market.backups.slice(0, 3), [2, 1, 0], 'by latency');
});

test('a slice without a dark venue, or with a minimum, goes as any order', () => {
  const terms = { ...LIMIT_BUY, timeInForce: TimeInForce.IOC, quantityLots: 15, priceTicks: 101 };
  assert.is(slice(threeVenues(), terms).strategy, RoutingStrategy.BEST_PRICE);
  assert.is(slice(withDark(), { ...terms, minLots: 5 }).strategy, RoutingStrategy.BEST_PRICE);
  const gone = withDark();
  gone.run(gone.fixture.venueStatus(3, false));
  assert.is(slice(gone, terms).strategy, RoutingStrategy.BEST_PRICE);
});

test('of a block half rests unseen; ten times what is usually shown is no block yet', () => {
  // Bids of 5 lots and asks of 10: the mean is between them.
  const usual = withDark().order({ ...LIMIT_BUY, quantityLots: 50, priceTicks: 101 });
  assert.is(usual.strategy, RoutingStrategy.BEST_PRICE);
  const block = withDark().order({ ...LIMIT_BUY, quantityLots: 101, priceTicks: 101 });
  assert.is(block.strategy, RoutingStrategy.STEALTH);
  assert.equal(venuesAndLots(block), [
    [0, 41],
    [1, 10],
    [3, 50],
  ]);
  const passive = withDark().order({ ...LIMIT_BUY, quantityLots: 200, priceTicks: 91 });
  assert.equal(venuesAndLots(passive), [
    [2, 100],
    [3, 100],
  ]);
  const immediate = withDark().order({
    ...LIMIT_BUY,
    timeInForce: TimeInForce.IOC,
    quantityLots: 101,
    priceTicks: 101,
  });
  assert.is(immediate.strategy, RoutingStrategy.BEST_PRICE);
});

test('quality and cost follow the stated formulas', () => {
  const bench = new RoutingBench().venue({ venue: 0, feeBps: 10, fillProbability: 0.5, rejectionRate: 0.2 });
  bench.quote({ instrument: 0, venue: 0, bidTicks: 98, bidLots: 5, askTicks: 100, askLots: 10 });
  const decision = bench.order({ ...LIMIT_BUY, quantityLots: 20, priceTicks: 110 });
  assert.is(decision.expectedQuality, (0.8 * (10 + 10 * 0.5)) / 20);
  assert.ok(Math.abs(decision.estimatedCost - (10 * (1 + 0.1) + 10 * (11 + 0.11))) < 1e-9);
  const market = bench.order({ ...LIMIT_BUY, side: Side.SELL, orderType: OrderType.MARKET, quantityLots: 5 });
  assert.ok(Math.abs(market.estimatedCost - 5 * (1 + 0.098)) < 1e-9);
});

test('indexes that are none, and other commands, leave an empty section and the state as it was', () => {
  const bench = threeVenues();
  const before = bench.engine.state.hash();
  for (const slot of [
    () => bench.fixture.quote({ instrument: 4, venue: 0, askTicks: 1, askLots: 1 }),
    () => bench.fixture.quote({ instrument: 0, venue: 8, askTicks: 1, askLots: 1 }),
    () => bench.fixture.quote({ instrument: -1, venue: -1, askTicks: 1, askLots: 1 }),
    () => bench.fixture.venueStatus(8, false),
    () => bench.fixture.venueStatus(-1, false),
    () => bench.fixture.setVenue({ venue: 99 }),
    () => bench.fixture.setInstrument(4, 0),
    () => bench.fixture.filled({ lastLots: 1, lastTicks: 1 }),
  ]) {
    bench.run(slot());
    assert.equal([...contentBytes(bench.fixture.slot.route)], [8, 0, 0, 0, 0, 0, 0, 0]);
  }
  assert.is(bench.engine.state.hash(), before);
});

// ------------------------------------------------------------- against a plain rebuild

interface Shown {
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

interface World {
  readonly primary: number;
  readonly venues: (
    | { fee: number; latency: number; probability: number; connected: boolean; quote: Shown }
    | undefined
  )[];
}

/** The rules of README.md once more, with arrays and sort. */
function plainRoute(
  world: World,
  order: Required<Pick<RoutedOrder, 'side' | 'orderType' | 'timeInForce' | 'quantityLots' | 'priceTicks' | 'minLots'>>,
) {
  const isBuy = order.side === Side.BUY;
  const isMarket = order.orderType === OrderType.MARKET;
  const usable = world.venues.flatMap((venue, number) => {
    if (!venue?.connected) return [];
    const { quote } = venue;
    const lots = isBuy ? quote.askLots : quote.bidLots;
    return [{ number, ...venue, lots, ticks: isBuy ? quote.askTicks : quote.bidTicks }];
  });
  if (usable.length === 0) return { fragments: [], backups: [] };
  const isWithin = (ticks: number): boolean =>
    isMarket || (isBuy ? ticks <= order.priceTicks : ticks >= order.priceTicks);
  const byPrice = (a: (typeof usable)[0], b: (typeof usable)[0]): number =>
    (isBuy ? a.ticks - b.ticks : b.ticks - a.ticks) || a.fee - b.fee || a.number - b.number;
  const bySpeed = (a: (typeof usable)[0], b: (typeof usable)[0]): number =>
    a.latency - b.latency || a.number - b.number;
  const byChance = (a: (typeof usable)[0], b: (typeof usable)[0]): number =>
    b.probability - a.probability || a.fee - b.fee || a.number - b.number;
  const candidates = usable.filter(({ lots, ticks }) => lots > 0 && isWithin(ticks)).sort(isMarket ? bySpeed : byPrice);
  const ranking = [...usable].sort(isMarket ? bySpeed : byChance);
  const primary = usable.find(({ number }) => number === world.primary) ?? ranking[0];
  const whole =
    order.timeInForce === TimeInForce.FOK ? order.quantityLots : Math.min(order.minLots, order.quantityLots);
  let fragments: number[][] = [];
  if (whole > 0) fragments = [[(candidates.find(({ lots }) => lots >= whole) ?? primary)!.number, order.quantityLots]];
  else if (isMarket) fragments = [[(candidates[0] ?? ranking[0])!.number, order.quantityLots]];
  else if (candidates.length === 0) fragments = [[primary!.number, order.quantityLots]];
  else {
    let left = order.quantityLots;
    for (const { number, lots } of candidates.slice(0, MAX_FRAGMENTS)) {
      if (left > 0) fragments.push([number, Math.min(left, lots)]);
      left -= Math.min(left, lots);
    }
    fragments[0]![1]! += left;
  }
  const used = new Set(fragments.map(([venue]) => venue));
  const others = [...new Set([...candidates, ...ranking].map(({ number }) => number))].filter(
    (number) => !used.has(number),
  );
  return { fragments, backups: others.slice(0, MAX_BACKUPS) };
}

function benchOf(world: World): RoutingBench {
  const bench = new RoutingBench();
  bench.run(bench.fixture.setInstrument(1, world.primary));
  world.venues.forEach((venue, number) => {
    if (venue === undefined) return;
    const { fee, latency, probability, connected, quote } = venue;
    bench.venue({ venue: number, feeBps: fee, latencyNs: latency, fillProbability: probability });
    bench.quote({ instrument: 1, venue: number, ...quote });
    if (!connected) bench.run(bench.fixture.venueStatus(number, false));
  });
  return bench;
}

function compare(bench: RoutingBench, world: World, order: Parameters<typeof plainRoute>[1]): void {
  const decision = bench.order({ instrument: 1, ...order });
  const expected = plainRoute(world, order);
  assert.equal(venuesAndLots(decision), expected.fragments);
  assert.equal(decision.backups, expected.backups);
  assert.is(decision.primaryVenue, expected.fragments[0]?.[0] ?? -1);
  assert.ok(decision.expectedQuality >= 0 && decision.expectedQuality <= 1);
  if (decision.fragments.length === 0) return;
  assert.is(
    decision.fragments.reduce((sum, { lots }) => sum + lots, 0),
    order.quantityLots,
  );
  for (const { venue, priceTicks } of decision.fragments) {
    assert.ok(world.venues[venue]?.connected);
    assert.is(priceTicks, order.orderType === OrderType.MARKET ? 0 : order.priceTicks);
  }
}

test('every small case of two venues equals the plain rebuild', () => {
  const sizes = [0, 1, 2];
  const prices = [10, 11];
  for (const [fee0, fee1] of [
    [0, 0],
    [1, 0],
    [0, 1],
  ] as const)
    for (const [connected0, connected1] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ] as const)
      for (const lots0 of sizes)
        for (const lots1 of sizes)
          for (const ticks0 of prices)
            for (const ticks1 of prices) {
              const quoted = (ticks: number, lots: number): Shown => ({
                bidTicks: lots > 0 ? ticks - 2 : 0,
                bidLots: lots,
                askTicks: lots > 0 ? ticks : 0,
                askLots: lots,
              });
              const world: World = {
                primary: lots0 === 2 ? 1 : 0,
                venues: [
                  { fee: fee0, latency: fee1, probability: 0.5, connected: connected0, quote: quoted(ticks0, lots0) },
                  { fee: fee1, latency: fee0, probability: 0.5, connected: connected1, quote: quoted(ticks1, lots1) },
                ],
              };
              const bench = benchOf(world);
              for (const side of [Side.BUY, Side.SELL])
                for (const orderType of [OrderType.LIMIT, OrderType.MARKET])
                  for (const timeInForce of [TimeInForce.DAY, TimeInForce.FOK])
                    for (const quantityLots of [1, 2, 3])
                      for (const minLots of [0, 2])
                        for (const priceTicks of side === Side.BUY ? [9, 10, 11] : [10, 9, 8])
                          compare(bench, world, { side, orderType, timeInForce, quantityLots, minLots, priceTicks });
            }
});

const shownSide = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 20 }));
const arbitraryVenue = fc.record({
  fee: fc.integer({ min: -2, max: 2 }),
  latency: fc.integer({ min: 1, max: 4 }),
  probability: fc.constantFrom(0, 0.25, 0.5, 1),
  connected: fc.boolean(),
  quote: fc.tuple(shownSide, shownSide).map(([[bid, bidLots], [ask, askLots]]) => ({
    bidTicks: bidLots === 0 ? 0 : 100 + bid,
    bidLots,
    askTicks: askLots === 0 ? 0 : 104 + ask,
    askLots,
  })),
});
const arbitraryWorld = fc.record({
  primary: fc.integer({ min: -1, max: 8 }),
  venues: fc.array(fc.option(arbitraryVenue, { nil: undefined, freq: 5 }), { maxLength: ROUTING_OPTIONS.maxVenues }),
});
const arbitraryOrder = fc.record({
  side: fc.constantFrom(Side.BUY, Side.SELL),
  orderType: fc.constantFrom(OrderType.LIMIT, OrderType.LIMIT, OrderType.MARKET),
  timeInForce: fc.constantFrom(TimeInForce.DAY, TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK),
  quantityLots: fc.integer({ min: 1, max: 100 }),
  minLots: fc.constantFrom(0, 0, 0, 5, 200),
  priceTicks: fc.integer({ min: 98, max: 112 }),
});

test('any venues, quotes and orders equal the plain rebuild', () => {
  fc.assert(
    fc.property(arbitraryWorld, fc.array(arbitraryOrder, { minLength: 1, maxLength: 8 }), (world, orders) => {
      const bench = benchOf(world);
      for (const order of orders) compare(bench, world, order);
    }),
    { numRuns: process.env.SLUICE_LONG === '1' ? 50_000 : 1_500 },
  );
});

// ------------------------------------------------------------- determinism, snapshot

type Step = (fixture: PipelineFixture) => Slot;

const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      venue: fc.nat(7),
      feeBps: fc.nat(3),
      latencyNs: fc.nat(3),
      fillProbability: fc.constantFrom(0.1, 0.7),
      enabled: fc.constantFrom(1, 1, 0),
    })
    .map((terms) => (fixture: PipelineFixture) => fixture.setVenue(terms)),
  fc.tuple(fc.nat(7), fc.boolean()).map(
    ([venue, up]) =>
      (fixture: PipelineFixture) =>
        fixture.venueStatus(venue, up),
  ),
  fc.tuple(fc.nat(3), fc.nat(7)).map(
    ([instrument, venue]) =>
      (fixture: PipelineFixture) =>
        fixture.setInstrument(instrument, venue),
  ),
  fc
    .record({
      instrument: fc.nat(3),
      venue: fc.nat(7),
      bidTicks: fc.nat(5),
      bidLots: fc.nat(9),
      askTicks: fc.nat(5),
      askLots: fc.nat(9),
    })
    .map((terms) => (fixture: PipelineFixture) => fixture.quote(terms)),
  fc.tuple(fc.nat(3), arbitraryOrder).map(
    ([instrument, order]) =>
      (fixture: PipelineFixture) =>
        fixture.accepted({ instrument, ...order, priceTicks: order.priceTicks % 6 }),
  ),
);

function contents(engine: RoutingEngine, fixture: PipelineFixture, steps: readonly Step[]): string[] {
  return steps.map((step) => {
    const slot = step(fixture);
    engine.onCommand();
    assertCleanContent(slot.route, RouteSection.FIELDS);
    return Buffer.from(contentBytes(slot.route)).toString('hex');
  });
}

test('the section does not depend on what lay in the ring', () => {
  fc.assert(
    fc.property(fc.array(arbitraryStep, { maxLength: 60 }), (steps) => {
      const afterPoison = (poison: number): string[] => {
        const fixture = new PipelineFixture({ poison });
        return contents(makeRoutingEngine(ROUTING_OPTIONS, fixture.slot), fixture, steps);
      };
      assert.equal(afterPoison(0xff), afterPoison(0x5a));
    }),
    { numRuns: 200 },
  );
});

test('restore and continue equals continue', () => {
  const steps = fc.array(arbitraryStep, { maxLength: 60 });
  fc.assert(
    fc.property(steps, steps, steps, (before, after, other) => {
      const fixture = new PipelineFixture();
      const live = makeRoutingEngine(ROUTING_OPTIONS, fixture.slot);
      contents(live, fixture, before);
      const otherFixture = new PipelineFixture();
      const restored = makeRoutingEngine(ROUTING_OPTIONS, otherFixture.slot);
      contents(restored, otherFixture, other);
      restoreInto(restored.state, live.state);
      assert.is(restored.state.hash(), live.state.hash());
      otherFixture.sequence = fixture.sequence;
      const expected = contents(live, fixture, after);
      assert.equal(contents(restored, otherFixture, after), expected);
      assert.is(restored.state.hash(), live.state.hash());
    }),
    { numRuns: 200 },
  );
});

test.run();
