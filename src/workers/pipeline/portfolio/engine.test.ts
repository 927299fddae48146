import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PortfolioSection } from '../../../../schemas/generated/engine.ts';
import { assertCleanContent, contentBytes, PipelineFixture, restoreInto } from '../../../../test/pipeline_fixture.ts';
import { Side } from '../../model/order.ts';
import type { Slot } from '../slot.ts';
import { makePortfolioEngine, type PortfolioEngine, SHARED_STRATEGY } from './engine.ts';
import { type PositionRow, readPositions, readTotals } from './reader.ts';
import type { PortfolioOptions } from './state.ts';

const OPTIONS: PortfolioOptions = { maxAccounts: 3, maxStrategies: 3, maxInstruments: 3 };

interface Fill {
  readonly account: number;
  readonly strategy: number;
  readonly instrument: number;
  readonly side: number;
  readonly lastLots: number;
  readonly lastTicks: number;
}

class Bench {
  readonly fixture: PipelineFixture;
  readonly engine: PortfolioEngine;

  constructor(options = OPTIONS, poison = 0xa5) {
    this.fixture = new PipelineFixture({ poison });
    this.engine = makePortfolioEngine(options, this.fixture.slot);
  }

  run(slot: Slot): this {
    this.engine.onCommand();
    assertCleanContent(slot.portfolio, PortfolioSection.FIELDS);
    return this;
  }

  fill(fill: Partial<Fill>): PortfolioSection {
    const slot = this.fixture.filled({ account: 1, strategy: 2, instrument: 0, side: Side.BUY, ...fill });
    this.run(slot);
    return slot.portfolio;
  }

  last(instrument: number, lastTicks: number): this {
    return this.run(this.fixture.quote({ instrument, venue: 0, lastTicks }));
  }

  positions(): PositionRow[] {
    return readPositions(this.engine.view());
  }
}

const result = ({ positionLots, averageTicks, realised, unrealised, volumeLots }: PortfolioSection): number[] => [
  positionLots,
  averageTicks,
  realised,
  unrealised,
  volumeLots,
];

test('buys average, sales realise against the average, crossing zero opens at the fill', () => {
  const bench = new Bench().last(0, 110);
  assert.equal(result(bench.fill({ lastLots: 10, lastTicks: 100 })), [10, 100, 0, 100, 10]);
  assert.equal(result(bench.fill({ lastLots: 30, lastTicks: 104 })), [40, 103, 0, 280, 40]);
  assert.equal(result(bench.fill({ side: Side.SELL, lastLots: 10, lastTicks: 108 })), [30, 103, 50, 210, 50]);
  assert.equal(result(bench.fill({ side: Side.SELL, lastLots: 40, lastTicks: 105 })), [-10, 105, 110, -50, 90]);
  assert.equal(result(bench.fill({ lastLots: 10, lastTicks: 100 })), [0, 0, 160, 0, 100]);
});

test('the section names whose position it is', () => {
  const section = new Bench().fill({ lastLots: 1, lastTicks: 7 });
  assert.equal(
    [section.account, section.strategy, section.instrument, section.length],
    [1, 2, 0, PortfolioSection.BYTES],
  );
});

test('the mark is the last trade of a quote, else the middle of both sides; before, our own trade', () => {
  const bench = new Bench();
  bench.fill({ lastLots: 2, lastTicks: 50 });
  const unrealised = (): number => bench.positions()[0]!.unrealised;
  assert.is(unrealised(), 0);
  const quote = (terms: object): void => {
    bench.run(bench.fixture.quote({ instrument: 0, venue: 3, ...terms }));
  };
  quote({ bidTicks: 50, bidLots: 1, askTicks: 53, askLots: 1 });
  assert.is(unrealised(), 3);
  quote({ bidTicks: 50, bidLots: 1, askTicks: 53, askLots: 1, lastTicks: 53 });
  assert.is(unrealised(), 6);
  quote({ bidTicks: 90, bidLots: 1 });
  quote({ bidTicks: 90, bidLots: 1, askTicks: 80, askLots: 1 });
  assert.is(unrealised(), 6);
});

test('a full table shares rows by account and instrument, counts it, and loses nothing', () => {
  const bench = new Bench({ ...OPTIONS, maxPositions: 1 });
  assert.is(bench.fill({ strategy: 0, lastLots: 5, lastTicks: 10 }).strategy, 0);
  assert.is(bench.fill({ strategy: 1, lastLots: 3, lastTicks: 10 }).strategy, SHARED_STRATEGY);
  const shared = bench.fill({ strategy: 2, lastLots: 4, lastTicks: 10 });
  assert.equal([shared.strategy, shared.positionLots], [SHARED_STRATEGY, 7]);
  assert.is(bench.fill({ strategy: 0, lastLots: 1, lastTicks: 10 }).positionLots, 6);
  const totals = readTotals(bench.engine.view());
  assert.is(totals.overflowFills, 2);
  assert.equal(
    totals.strategies.map(({ index, volumeLots }) => [index, volumeLots]),
    [
      [0, 6],
      [1, 3],
      [2, 4],
    ],
  );
  assert.equal(
    bench.positions().map(({ strategy, positionLots }) => [strategy, positionLots]),
    [
      [0, 6],
      [-1, 7],
    ],
  );
});

test('an unknown strategy shares a row; an account or instrument that is none is counted', () => {
  const bench = new Bench();
  assert.is(bench.fill({ strategy: 3, lastLots: 1, lastTicks: 1 }).strategy, SHARED_STRATEGY);
  assert.is(bench.fill({ strategy: -1, lastLots: 1, lastTicks: 1 }).positionLots, 2);
  for (const fill of [{ account: 3 }, { account: -1 }, { instrument: 3 }, { instrument: -1 }]) {
    assert.equal([...contentBytes(bench.fill({ ...fill, lastLots: 1, lastTicks: 1 }))], [8, 0, 0, 0, 0, 0, 0, 0]);
  }
  assert.is(readTotals(bench.engine.view()).unplacedFills, 4);
});

test('totals of accounts and strategies are in currency: instruments differ in what a tick-lot is worth', () => {
  const bench = new Bench();
  bench.run(bench.fixture.setInstrument(0, 0, { valueMultiplier: 100 }));
  bench.run(bench.fixture.setInstrument(1, 0, { valueMultiplier: 7 }));
  for (const instrument of [0, 1]) {
    bench.fill({ instrument, lastLots: 2, lastTicks: 10 });
    bench.fill({ instrument, side: Side.SELL, lastLots: 1, lastTicks: 13 });
  }
  const { accounts, strategies, instruments } = readTotals(bench.engine.view());
  assert.equal([accounts[0]?.realised, strategies[0]?.realised], [321, 321]);
  assert.equal(
    instruments.map(({ realised }) => realised),
    [3, 3],
  );
});

test('other commands leave an empty section', () => {
  const bench = new Bench();
  const before = bench.engine.state.hash();
  for (const slot of [
    () => bench.fixture.accepted({ quantityLots: 1, priceTicks: 1 }),
    () => bench.fixture.quote({ instrument: 3, venue: 0, lastTicks: 5 }),
    () => bench.fixture.setInstrument(-1, 0),
    () => bench.fixture.venueStatus(0, true),
  ]) {
    bench.run(slot());
    assert.equal([...contentBytes(bench.fixture.slot.portfolio)], [8, 0, 0, 0, 0, 0, 0, 0]);
  }
  assert.is(bench.engine.state.hash(), before);
});

// ------------------------------------------------------------- identities over random fills

const LONG = process.env.SLUICE_LONG === '1';

/** Prices and sizes as they occur, and at the edge of what stays exact. */
const arbitraryFill: fc.Arbitrary<Fill> = fc.record({
  account: fc.nat(2),
  strategy: fc.nat(2),
  instrument: fc.nat(2),
  side: fc.constantFrom(Side.BUY, Side.SELL),
  lastLots: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 1_000_000 })),
  lastTicks: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 1_000_000 })),
});
const arbitraryMark = fc.record({ instrument: fc.nat(2), lastTicks: fc.integer({ min: 1, max: 1_000_000 }) });
type Step = Fill | { readonly instrument: number; readonly lastTicks: number };
const isFill = (step: Step): step is Fill => 'side' in step;
const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(fc.oneof(arbitraryFill, arbitraryFill, arbitraryMark), {
  maxLength: 80,
});

function play(bench: Bench, steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (isFill(step)) bench.fill(step);
    else bench.last(step.instrument, step.lastTicks);
    return Buffer.from(contentBytes(bench.fixture.slot.portfolio)).toString('hex');
  });
}

const sameKey = (a: Fill | PositionRow, b: PositionRow): boolean =>
  a.account === b.account && a.strategy === b.strategy && a.instrument === b.instrument;

test('position is the sum of fills; realised and unrealised are cash and value, to the last digit', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const bench = new Bench();
      play(bench, steps);
      for (const row of bench.positions()) {
        const fills = steps.filter(isFill).filter((fill) => sameKey(fill, row));
        let position = 0n;
        let cash = 0n;
        for (const { side, lastLots, lastTicks } of fills) {
          const lots = side === Side.BUY ? BigInt(lastLots) : -BigInt(lastLots);
          position += lots;
          cash -= lots * BigInt(lastTicks);
        }
        assert.is(BigInt(row.positionLots), position);
        assert.is(BigInt(row.cash), cash);
        // In 256ths, where both are whole: a number's shortest decimal text is not its exact value.
        const sum = BigInt(row.realised * 256) + BigInt(row.unrealised * 256);
        assert.is(sum, 256n * (cash + position * BigInt(row.markTicks)));
        assert.is(row.fills, fills.length);
      }
    }),
    { numRuns: LONG ? 50_000 : 500 },
  );
});

/** Average cost as a textbook has it, to 60 digits. */
function textbook(fills: readonly Fill[]): { average: Decimal; realised: Decimal } {
  const Exact = Decimal.clone({ precision: 60 });
  let position = new Exact(0);
  let average = new Exact(0);
  let realised = new Exact(0);
  for (const { side, lastLots, lastTicks } of fills) {
    const lots = new Exact(side === Side.BUY ? lastLots : -lastLots);
    const after = position.plus(lots);
    if (position.times(lots).gte(0)) average = position.times(average).plus(lots.times(lastTicks)).div(after);
    else {
      const closed = Exact.min(position.abs(), lots.abs()).times(position.isNegative() ? -1 : 1);
      realised = realised.plus(closed.times(new Exact(lastTicks).minus(average)));
      if (position.abs().lt(lots.abs())) average = new Exact(lastTicks);
    }
    position = after;
    if (position.isZero()) average = new Exact(0);
  }
  return { average, realised };
}

test('average price and realised result are the textbook’s, to a 1/512 of a tick-lot a reduction', () => {
  fc.assert(
    fc.property(fc.array(arbitraryFill, { minLength: 1, maxLength: 40 }), (fills) => {
      const bench = new Bench();
      const ofOne = fills.map((fill) => ({ ...fill, account: 0, strategy: 0, instrument: 0 }));
      play(bench, ofOne);
      const [row] = bench.positions();
      const { average, realised } = textbook(ofOne);
      const tolerance = (1 + fills.length) / 512;
      assert.ok(realised.minus(row!.realised).abs().lte(tolerance), `realised ${realised} ${row!.realised}`);
      const cost = average.minus(row!.averageTicks).times(row!.positionLots);
      assert.ok(cost.abs().lte(tolerance), `average ${average} ${row!.averageTicks}`);
    }),
    { numRuns: LONG ? 20_000 : 300 },
  );
});

test('totals equal the sums of their rows exactly, also when rows are shared', () => {
  fc.assert(
    fc.property(arbitrarySteps, fc.integer({ min: 1, max: 27 }), (steps, maxPositions) => {
      const bench = new Bench({ ...OPTIONS, maxPositions });
      for (const instrument of [0, 1, 2])
        bench.run(bench.fixture.setInstrument(instrument, 0, { valueMultiplier: instrument + 1 }));
      play(bench, steps);
      const positions = bench.positions();
      const totals = readTotals(bench.engine.view());
      const sum = (rows: PositionRow[], of: (row: PositionRow) => number): number =>
        rows.reduce((total, row) => total + of(row), 0);
      for (const total of totals.accounts) {
        const rows = positions.filter(({ account }) => account === total.index);
        assert.is(
          total.realised,
          sum(rows, (row) => row.realised * row.tickLotValue),
        );
        assert.is(
          total.unrealised,
          sum(rows, (row) => row.unrealised * row.tickLotValue),
        );
        assert.is(
          total.volumeValue,
          sum(rows, (row) => row.volumeValue * row.tickLotValue),
        );
        assert.is(
          total.volumeLots,
          sum(rows, (row) => row.volumeLots),
        );
      }
      for (const total of totals.instruments) {
        const rows = positions.filter(({ instrument }) => instrument === total.index);
        assert.is(
          total.realised,
          sum(rows, (row) => row.realised),
        );
        assert.is(
          total.unrealised,
          sum(rows, (row) => row.unrealised),
        );
        assert.is(
          total.fills,
          sum(rows, (row) => row.fills),
        );
      }
      const fills = steps.filter(isFill).length;
      for (const rows of [totals.accounts, totals.strategies, totals.instruments]) {
        assert.is(
          rows.reduce((all, row) => all + row.fills, 0),
          fills,
        );
      }
      const realised = totals.accounts.reduce((all, row) => all + row.realised, 0);
      assert.is(
        totals.strategies.reduce((all, row) => all + row.realised, 0),
        realised,
      );
    }),
    { numRuns: LONG ? 20_000 : 300 },
  );
});

test('thousands of positions each keep their own row', () => {
  const options = { maxAccounts: 60, maxStrategies: 10, maxInstruments: 10 };
  const bench = new Bench(options);
  const fillAll = (): void => {
    for (let account = 0; account < 60; account++)
      for (let strategy = 0; strategy < 10; strategy++)
        for (let instrument = 0; instrument < 10; instrument++)
          bench.fill({
            account,
            strategy,
            instrument,
            lastLots: 1 + account * 100 + strategy * 10 + instrument,
            lastTicks: 3,
          });
  };
  fillAll();
  fillAll();
  const positions = bench.positions();
  assert.is(positions.length, 6_000);
  for (const { account, strategy, instrument, positionLots } of positions) {
    assert.is(positionLots, 2 * (1 + account * 100 + strategy * 10 + instrument));
  }
});

test('the section does not depend on what lay in the ring', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      assert.equal(play(new Bench(OPTIONS, 0xff), steps), play(new Bench(OPTIONS, 0x5a), steps));
    }),
    { numRuns: 100 },
  );
});

test('restore and continue equals continue', () => {
  fc.assert(
    fc.property(
      arbitrarySteps,
      arbitrarySteps,
      arbitrarySteps,
      fc.integer({ min: 1, max: 27 }),
      (before, after, other, maxPositions) => {
        const options = { ...OPTIONS, maxPositions };
        const live = new Bench(options);
        play(live, before);
        const restored = new Bench(options);
        play(restored, other);
        restoreInto(restored.engine.state, live.engine.state);
        restored.fixture.sequence = live.fixture.sequence;
        assert.is(restored.engine.state.hash(), live.engine.state.hash());
        assert.equal(play(restored, after), play(live, after));
        assert.is(restored.engine.state.hash(), live.engine.state.hash());
      },
    ),
    { numRuns: 200 },
  );
});

test.run();
