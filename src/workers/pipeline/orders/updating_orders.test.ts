/** One updates the others: fills of one order reduce the rest of its list, by as many lots or in proportion. */

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk as Bench, type Instructed } from '../../../../test/simulation/desk.ts';
import { Contingency, ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { LinkFigure } from './link_windows.ts';

const { ONE_UPDATES_OTHER: BY_LOTS, ONE_UPDATES_OTHER_IN_PART: IN_PART } = Contingency;

class Desk extends Bench {
  /** A limit order that rests at a venue. */
  link(id: string, lots = 10, contingency: number = BY_LOTS, tif: number = TimeInForce.GTC): Instructed {
    const terms = { id, side: Side.SELL, lots, ticks: 104, type: OrderType.LIMIT, tif };
    this.writer.advanced(0, terms, { contingency, linkId: 'list' });
    const [leg] = this.drain().instructed();
    this.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: lots, leavesLots: lots });
    this.told();
    return leg!;
  }

  /** Replaces and cancels since the last call, with the quantity asked for. */
  asked(): (readonly [number, number, number])[] {
    return this.instructed().map(({ type, ref, lots }) => [type, ref, lots] as const);
  }

  replaced({ venue, ref }: Instructed, lots: number, cumLots = 0): void {
    const body = { orderLots: lots, cumLots, leavesLots: lots - cumLots, priceTicks: 104 };
    this.report(venue, ReportKind.REPLACED, ref, body);
  }

  figure(figure: number): number {
    return this.rig.engines.front.orders.store.links.windows.figures[figure]!;
  }

  get open(): number {
    return this.rig.engines.front.orders.store.pool.size();
  }
}

test('a fill takes as many lots off the others, which are told; all of it ends them', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const b = desk.link('B', 15);
  desk.fill(a.venue, a.ref, 4, 4, 10, 104);
  assert.equal(desk.asked(), [[RecordType.VENUE_REPLACE, b.ref, 11]]);
  assert.is(desk.figure(LinkFigure.OPEN), 1);
  desk.told();
  desk.replaced(b, 11);
  const [restated] = desk.told();
  assert.equal(
    [restated!.id, restated!.original, restated!.execType, restated!.quantity, restated!.leaves, restated!.reason],
    ['B', '', ExecType.RESTATED, 11, 11, ReasonCode.LIST_UPDATED],
  );
  assert.equal([desk.figure(LinkFigure.OPEN), desk.figure(LinkFigure.CLOSED)], [0, 1]);
  desk.fill(a.venue, a.ref, 6, 10, 10, 104);
  assert.equal(desk.asked(), [[RecordType.VENUE_REPLACE, b.ref, 5]]);
  desk.replaced(b, 5);
  desk.told();
  // It goes under its own name still.
  desk.writer.cancel(0, 'C', 'B');
  assert.equal(desk.drain().asked(), [[RecordType.VENUE_CANCEL, b.ref, 0]]);
});

test('orders of the same size: what fills one ends the other', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const b = desk.link('B');
  desk.fill(a.venue, a.ref, 10, 10, 10, 104);
  assert.equal(desk.asked(), [[RecordType.VENUE_CANCEL, b.ref, 0]]);
  desk.report(b.venue, ReportKind.CANCELLED, b.ref, { cumLots: 0, orderLots: 10 });
  assert.equal([desk.open, desk.figure(LinkFigure.CLOSED), desk.figure(LinkFigure.CROSSING_FILLS)], [0, 1, 0]);
});

test('fills that cross reduce both, and none is beyond as long as the two come to no more than was asked', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const b = desk.link('B');
  desk.fill(a.venue, a.ref, 4, 4, 10, 104);
  desk.fill(b.venue, b.ref, 3, 3, 10, 104);
  assert.equal(desk.asked(), [
    [RecordType.VENUE_REPLACE, b.ref, 6],
    [RecordType.VENUE_REPLACE, a.ref, 7],
  ]);
  desk.replaced(b, 6, 3);
  desk.replaced(a, 7, 4);
  assert.is(desk.figure(LinkFigure.CROSSING_FILLS), 0);
  assert.equal(
    desk.told().map(({ id, execType, filled, leaves }) => [id, execType, filled, leaves]),
    [
      ['A', ExecType.TRADE, 4, 6],
      ['B', ExecType.TRADE, 3, 7],
      ['B', ExecType.RESTATED, 3, 3],
      ['A', ExecType.RESTATED, 4, 3],
    ],
  );
});

test('what both trade beyond is told as such and counted', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const b = desk.link('B');
  desk.fill(a.venue, a.ref, 8, 8, 10, 104);
  desk.told();
  desk.fill(b.venue, b.ref, 10, 10, 10, 104);
  const [beyond] = desk.told();
  assert.equal(
    [beyond!.status, beyond!.reason, beyond!.observed],
    [OrderStatus.FILLED, ReasonCode.ANOTHER_HAS_TRADED, 8],
  );
  assert.equal([desk.figure(LinkFigure.CROSSING_FILLS), desk.figure(LinkFigure.CROSSING_LOTS)], [1, 8]);
  // Nothing more is to be traded by anybody.
  assert.equal(desk.asked().at(-1), [RecordType.VENUE_CANCEL, a.ref, 0]);
});

test('a venue that refuses to reduce is asked to cancel', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const b = desk.link('B');
  desk.fill(a.venue, a.ref, 4, 4, 10, 104);
  desk.asked();
  desk.told();
  desk.report(b.venue, ReportKind.REPLACE_REJECTED, b.ref, { reason: VenueReason.TOO_LATE });
  assert.equal(desk.asked(), [[RecordType.VENUE_CANCEL, b.ref, 0]]);
  desk.report(b.venue, ReportKind.CANCELLED, b.ref, { cumLots: 0, orderLots: 10 });
  assert.equal(
    desk.told().map(({ id, execType }) => [id, execType]),
    [['B', ExecType.CANCELLED]],
  );
  assert.equal([desk.open, desk.figure(LinkFigure.OPEN)], [1, 0]);
});

test("one whose client's replace is under way is reduced when that has ended, refused or not", () => {
  for (const kind of [ReportKind.REPLACED, ReportKind.REPLACE_REJECTED]) {
    const desk = new Desk();
    const a = desk.link('A');
    const b = desk.link('B');
    const terms = { side: Side.SELL, lots: 12, ticks: 104, type: OrderType.LIMIT, tif: TimeInForce.GTC };
    desk.writer.replace(0, 'B2', 'B', terms);
    desk.drain().asked();
    desk.fill(a.venue, a.ref, 4, 4, 10, 104);
    assert.equal(desk.asked(), []);
    desk.report(b.venue, kind, b.ref, { orderLots: 12, leavesLots: 12, priceTicks: 104 });
    const lots = kind === ReportKind.REPLACED ? 8 : 6;
    assert.equal(desk.asked(), [[RecordType.VENUE_REPLACE, b.ref, lots]]);
    desk.told();
    desk.writer.replace(0, 'B3', kind === ReportKind.REPLACED ? 'B2' : 'B', terms);
    assert.is(desk.drain().told()[0]!.reason, ReasonCode.PENDING_CHANGE, 'while the engine changes it itself');
    desk.replaced(b, lots);
    assert.equal(
      desk.told().map(({ id, execType, quantity }) => [id, execType, quantity]),
      [[kind === ReportKind.REPLACED ? 'B2' : 'B', ExecType.RESTATED, lots]],
    );
  }
});

test('a stop that rests is reduced where it is, halted or not, and triggers with what is left', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const stop = { id: 'S', side: Side.SELL, lots: 10, type: OrderType.STOP, tif: TimeInForce.GTC };
  desk.writer.advanced(0, stop, { contingency: BY_LOTS, linkId: 'list', stopTicks: 95 });
  desk.drain().told();
  desk.writer.killSwitch(true);
  desk.fill(a.venue, a.ref, 4, 4, 10, 104);
  assert.equal(
    desk.told().map(({ id, execType, leaves }) => [id, execType, leaves]),
    [
      ['A', ExecType.TRADE, 6],
      ['S', ExecType.RESTATED, 6],
    ],
  );
  desk.writer.killSwitch(false);
  desk.writer.quote(0, 0, 94, 95, 10, 94);
  const [triggered] = desk.drain().instructed();
  assert.equal([triggered!.type, triggered!.lots], [RecordType.VENUE_NEW_ORDER, 6]);
});

test('one that trades at once or not at all is left alone where it is, and goes to no other venue', () => {
  const desk = new Desk();
  const a = desk.link('A');
  const b = desk.link('B', 10, BY_LOTS, TimeInForce.IOC);
  desk.fill(a.venue, a.ref, 4, 4, 10, 104);
  assert.equal(desk.asked(), []);
  assert.is(desk.figure(LinkFigure.OPEN), 1);
  desk.report(b.venue, ReportKind.EXPIRED, b.ref, { cumLots: 0, orderLots: 10 });
  assert.equal(desk.instructed(), []);
  assert.equal([desk.open, desk.figure(LinkFigure.OPEN)], [1, 0]);
  assert.equal(desk.told().at(-1)!.status, OrderStatus.CANCELLED);
});

test('in proportion: whatever the sizes and the fills, the other leaves the same part, rounded down, and nothing at the end', () => {
  const RUNS = process.env.SLUICE_LONG === undefined ? 40 : 2_000;
  const parts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 900 }), (fills, lots) => {
      const desk = new Desk();
      const all = fills.reduce((sum, part) => sum + part, 0);
      const a = desk.link('A', all, IN_PART);
      const b = desk.link('B', lots, IN_PART);
      let filled = 0;
      for (const part of fills) {
        filled += part;
        desk.fill(a.venue, a.ref, part, filled, all, 104);
        const left = Math.floor((lots * (all - filled)) / all);
        const asked = desk.asked();
        if (left === 0) {
          assert.is(asked.at(-1)?.[0], RecordType.VENUE_CANCEL);
          return;
        }
        if (asked.length > 0) desk.replaced(b, asked[0]![2]);
        desk.told();
        const { store } = desk.rig.engines.front.orders;
        const order = store.links.first(store.links.groupOf(0));
        const leaves = store.pool.f64[order * 40 + 9]!;
        assert.is(leaves, left);
      }
    }),
    { numRuns: RUNS },
  );
});

test.run();
