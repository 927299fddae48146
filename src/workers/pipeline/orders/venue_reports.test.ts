import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NewOrder, VenueReport } from '../../../../schemas/generated/engine.ts';
import { PipelineFixture } from '../../../../test/pipeline_fixture.ts';
import { FrontEvent } from '../../model/front_event.ts';
import { makeLegRef } from '../../model/leg_ref.ts';
import { OrderStatus } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { SOURCE_CLIENT_FIRST, SOURCE_VENUE_FIRST } from '../../model/source.ts';
import { ReportKind } from '../../model/venue.ts';
import { EngineState } from '../engine_state.ts';
import type { Slot } from '../slot.ts';
import { makeTradingHours } from '../trading_hours.ts';
import { makeOrdersEngine } from './engine.ts';
import { GAPS } from './order_layout.ts';

const VENUE = 5;

interface Fill {
  readonly lots: number;
  readonly cumulative: number;
  readonly ticks: number;
}

/** An orders engine with one open order of `lots`, told of fills. */
class Leg {
  readonly #fixture = new PipelineFixture();
  readonly #hours = makeTradingHours(new EngineState('hours'), 1, this.#fixture.slot);
  readonly engine = makeOrdersEngine({ orders: 4, clOrdIds: 16 }, this.#hours, this.#fixture.slot);
  readonly #total: number;

  constructor(lots: number) {
    this.#total = lots;
    const slot = this.#fixture.command(RecordType.NEW_ORDER, new NewOrder(), NewOrder.BYTES, (body) => {
      body.setClOrdIdWord(0, 1);
      body.quantityLots = lots;
    });
    slot.header.source = SOURCE_CLIENT_FIRST;
    this.#run();
  }

  fill(fill: Fill, leg = 0): { event: number; filled: number; value: number; reason: number } {
    const { event, filledLots, filledValue, reason, lastLots } = this.report(fill, leg).front;
    assert.not(Number.isNaN(lastLots), 'no NaN in a section');
    return { event, filled: filledLots, value: filledValue, reason };
  }

  /** What `change` says is said otherwise than by the venue that has the leg. */
  report({ lots, cumulative, ticks }: Fill, leg = 0, change: Partial<VenueReport> = {}, teller = VENUE): Slot {
    const slot = this.#fixture.command(RecordType.VENUE_REPORT, new VenueReport(), VenueReport.BYTES, (body) => {
      body.kind = ReportKind.FILLED;
      body.venue = VENUE;
      body.legRef = makeLegRef(0, 0, 0, VENUE, leg);
      body.lastLots = lots;
      body.lastTicks = ticks;
      body.cumLots = cumulative;
      body.leavesLots = this.#total - cumulative;
      Object.assign(body, change);
    });
    slot.header.source = SOURCE_VENUE_FIRST + teller;
    this.#run();
    return slot;
  }

  #run(): void {
    this.engine.resolve();
    this.engine.apply();
  }
}

/** Every way to trade `lots` in `parts` fills. */
function* compositions(lots: number, parts: number): Generator<number[]> {
  if (parts === 1) yield [lots];
  else
    for (let first = 1; first <= lots - parts + 1; first++) {
      for (const rest of compositions(lots - first, parts - 1)) yield [first, ...rest];
    }
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) yield [...items];
  for (let i = 0; i < items.length && items.length > 1; i++) {
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [items[i]!, ...rest];
  }
}

function fillsOf(parts: readonly number[]): Fill[] {
  let cumulative = 0;
  return parts.map((lots, i) => {
    cumulative += lots;
    return { lots, cumulative, ticks: 100 + i };
  });
}

for (const parts of [1, 2, 3, 4, 5]) {
  test(`${parts} fills in any order, any one of them twice, are each taken once`, () => {
    const lots = parts < 5 ? parts + 1 : parts;
    for (const composition of compositions(lots, parts)) {
      const fills = fillsOf(composition);
      const value = fills.reduce((sum, fill) => sum + fill.lots * fill.ticks, 0);
      for (const order of permutations(fills)) {
        for (let twice = 0; twice < parts; twice++) {
          for (let at = twice + 1; at < parts; at++) {
            const leg = new Leg(lots);
            const reports = [...order.slice(0, at), order[twice]!, ...order.slice(at)];
            const told = reports.map((fill) => leg.fill(fill));
            const name = reports.map((fill) => `${fill.lots}@${fill.cumulative}`).join(' ');
            assert.is(told[at]!.reason, ReasonCode.DUPLICATE_REPORT, name);
            assert.is(told[parts]!.filled, lots, name);
            assert.is(told[parts]!.value, value, name);
            assert.is(leg.engine.store.pool.size(), 0, name);
          }
        }
      }
    }
  });
}

/** A generator of its own for each case: a case is its number. */
function shuffled(count: number, seed: number, mostGaps: number): number[] {
  let state = seed * 2_654_435_761;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) % below;
  };
  const waiting = Array.from({ length: count }, (_, i) => i);
  const order: number[] = [];
  while (waiting.length > 0) {
    const at = next(waiting.length);
    if (gapsOf([...order, waiting[at]!]) > mostGaps) continue;
    order.push(...waiting.splice(at, 1));
  }
  return order;
}

/** Stretches below the highest that are missing. */
function gapsOf(seen: readonly number[]): number {
  const sorted = [-1, ...seen].sort((a, b) => a - b);
  return sorted.filter((value, i) => i > 0 && value > sorted[i - 1]! + 1).length;
}

const RUNS = process.env.SLUICE_LONG ? 20_000 : 200;

test(`twelve fills with up to ${GAPS} gaps at once, and repeats of any: each lot is taken once at its price`, () => {
  const fills = fillsOf([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]);
  const value = fills.reduce((sum, fill) => sum + fill.lots * fill.ticks, 0);
  for (let seed = 1; seed <= RUNS; seed++) {
    const leg = new Leg(52);
    const order = shuffled(fills.length, seed, GAPS);
    let filled = 0;
    order.forEach((fill, i) => {
      filled += fills[fill]!.lots;
      const told = leg.fill(fills[fill]!);
      assert.is(told.filled, filled, `${order}`);
      if (i < order.length - 1) {
        for (const seen of order.slice(0, i + 1)) {
          assert.is(leg.fill(fills[seen]!).reason, ReasonCode.DUPLICATE_REPORT, `${order}: ${seen} again`);
        }
      } else assert.is(told.value, value, `${order}`);
    });
    assert.is(leg.engine.store.pool.size(), 0);
  }
});

test('with more gaps than are kept, a leg takes as many lots as the venue says that it traded', () => {
  const lots = 7;
  const fills = fillsOf(Array.from({ length: 30 }, () => lots));
  for (let seed = 1; seed <= RUNS; seed++) {
    // The order is larger than what this leg trades: nothing but the leg's own count holds it back.
    const leg = new Leg(1_000);
    let highest = 0;
    let filled = 0;
    for (const fill of shuffled(fills.length, seed, fills.length)) {
      highest = Math.max(highest, fills[fill]!.cumulative);
      for (let times = 1 + (fill % 2); times > 0; times--) filled = leg.fill(fills[fill]!).filled;
      assert.ok(filled <= highest, `${filled} of ${highest}`);
    }
    for (const fill of fills) filled = leg.fill(fill).filled;
    assert.is(filled, fills.length * lots);
    for (const fill of fills) assert.is(leg.fill(fill).reason, ReasonCode.DUPLICATE_REPORT);
  }
});

test('legs count apart, and together not beyond the order', () => {
  const leg = new Leg(10);
  assert.is(leg.fill({ lots: 4, cumulative: 4, ticks: 100 }, 0).filled, 4);
  assert.is(leg.fill({ lots: 4, cumulative: 4, ticks: 100 }, 1).filled, 8);
  const { event, reason, filled } = leg.fill({ lots: 4, cumulative: 4, ticks: 100 }, 2);
  assert.equal([event, reason, filled], [FrontEvent.FILL_SUSPENDED, ReasonCode.OVERFILL, 8]);
});

test('a leg that another venue has is not reported on: whatever is said changes nothing', () => {
  const leg = new Leg(10);
  const fill = { lots: 4, cumulative: 4, ticks: 100 };
  const refs = [makeLegRef(0, 0, 0, VENUE, 0), makeLegRef(0, 0, 0, VENUE + 1, 0)];
  for (const kind of Object.values(ReportKind)) {
    for (const [legRef, venue, teller] of [
      [refs[0]!, VENUE + 1, VENUE + 1],
      [refs[0]!, VENUE + 1, VENUE],
      [refs[0]!, VENUE, VENUE + 1],
      [refs[1]!, VENUE, VENUE],
    ] as const) {
      const { front } = leg.report(fill, 0, { kind, legRef, venue }, teller);
      const found = [front.event, front.reason, front.filledLots, front.status, front.limitValue];
      const of = legRef === refs[0] ? VENUE : VENUE + 1;
      assert.equal(found, [FrontEvent.REPORT_IGNORED, ReasonCode.WRONG_VENUE, 0, OrderStatus.PENDING_NEW, of]);
      assert.is(front.observedValue, legRef === refs[0] ? VENUE + 1 : VENUE);
    }
  }
  assert.is(leg.fill(fill).filled, 4);
});

test('a report whose numbers are none changes nothing', () => {
  const leg = new Leg(10);
  for (const bad of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40]) {
    for (const fill of [
      { lots: bad, cumulative: 5, ticks: 100 },
      { lots: 1, cumulative: bad, ticks: 100 },
      { lots: 1, cumulative: 1, ticks: bad },
    ]) {
      const { event, filled } = leg.fill(fill);
      assert.equal([event, filled], [FrontEvent.REPORT_IGNORED, 0], JSON.stringify(fill));
    }
  }
  assert.is(leg.engine.store.visibleStatus(0), OrderStatus.PENDING_NEW);
});

test("a report for another epoch, generation or order is no one's", () => {
  const { store } = new Leg(10).engine;
  assert.is(store.orderOfReport(makeLegRef(0, 0, 0, 15, 3)), 0);
  const others = [makeLegRef(1, 0, 0, 0, 0), makeLegRef(0, 1, 0, 0, 0), makeLegRef(0, 0, 1, 0, 0)];
  for (const ref of [...others, -1, Number.NaN, 2 ** 60]) {
    assert.is(store.orderOfReport(ref), -1, String(ref));
  }
});

test.run();
