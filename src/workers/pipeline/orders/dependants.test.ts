/** Orders that are held until another has ended, and what becomes of them then: by fills, part of them, none. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk as Bench, type Instructed } from '../../../../test/simulation/desk.ts';
import { Contingency, ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';

const { EXIT, ONE_CANCELS_OTHER, ONE_TRIGGERS_OTHER, TRIGGERED } = Contingency;
const LINK = 'list';

class Desk extends Bench {
  /** A limit order of ten lots, linked with the others. */
  limit(id: string, contingency: number, side: number = Side.SELL, ticks = 104, lots = 10): void {
    const terms = { id, side, lots, ticks, type: OrderType.LIMIT, tif: TimeInForce.GTC };
    this.writer.advanced(0, terms, { contingency, linkId: LINK });
    this.drain();
  }

  stop(id: string, contingency: number, stopTicks = 95): void {
    const terms = { id, side: Side.SELL, lots: 10, type: OrderType.STOP, tif: TimeInForce.GTC };
    this.writer.advanced(0, terms, { contingency, linkId: LINK, stopTicks });
    this.drain();
  }

  /** A bracket: a target and a stop that are held, and the entry, which is at a venue. */
  bracket(): Instructed {
    this.limit('T', EXIT);
    this.stop('S', EXIT);
    assert.equal(this.sent(), []);
    this.limit('E', ONE_TRIGGERS_OTHER, Side.BUY, 99);
    const [entry] = this.sent();
    this.report(entry!.venue, ReportKind.ACKNOWLEDGED, entry!.ref, { orderLots: 10, leavesLots: 10 });
    assert.equal(
      this.told().map(({ id, execType, status }) => [id, execType, status]),
      ['T', 'S', 'E'].map((id) => [id, ExecType.NEW, OrderStatus.NEW]),
    );
    return entry!;
  }

  /** What went to venues anew since the last call. */
  sent(): Instructed[] {
    return this.instructed().filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
  }

  cancel(id: string, of: string): void {
    this.writer.cancel(0, id, of);
    this.drain();
  }

  ends(): (readonly [string, number, number])[] {
    return this.told().map(({ id, execType, quantity }) => [id, execType, quantity] as const);
  }

  get open(): number {
    return this.rig.engines.front.orders.store.pool.size();
  }
}

test('a bracket: the exits wait for the entry, and go when it is filled; one that trades cancels the other', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.fill(entry.venue, entry.ref, 4, 4, 10, 99);
  assert.equal(desk.sent(), [], 'the entry is open still');
  desk.fill(entry.venue, entry.ref, 6, 10, 10, 99);
  const [target, ...others] = desk.sent();
  assert.equal([target!.lots, target!.ticks, others.length], [10, 104, 0]);
  assert.equal(
    desk.ends().filter(([, execType]) => execType === ExecType.TRIGGERED),
    [
      ['S', ExecType.TRIGGERED, 10],
      ['T', ExecType.TRIGGERED, 10],
    ],
  );
  assert.is(desk.open, 2);
  desk.fill(target!.venue, target!.ref, 10, 10, 10, 104);
  assert.equal(desk.ends(), [
    ['T', ExecType.TRADE, 10],
    ['S', ExecType.CANCELLED, 10],
  ]);
  assert.is(desk.open, 0);
});

test('an entry that ends because its replace is refused lets the exits go at once', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  const terms = { side: Side.BUY, lots: 12, ticks: 99, type: OrderType.LIMIT, tif: TimeInForce.GTC };
  desk.writer.replace(0, 'E2', 'E', terms);
  desk.drain();
  desk.fill(entry.venue, entry.ref, 10, 10, 10, 99);
  assert.equal(
    desk.sent().map(({ lots }) => lots),
    [10],
  );
  assert.is(desk.told().find(({ id }) => id === 'E2')?.reason, ReasonCode.TOO_LATE);
});

test('the stop of a bracket is reached: its fill cancels the target', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.fill(entry.venue, entry.ref, 10, 10, 10, 99);
  const [target] = desk.sent();
  desk.writer.quote(0, 0, 94, 95, 10, 94);
  desk.drain();
  const [stop] = desk.sent();
  assert.is(stop?.lots, 10);
  desk.fill(stop!.venue, stop!.ref, 3, 3, 10, 94);
  const cancels = desk.instructed().filter(({ type }) => type === RecordType.VENUE_CANCEL);
  assert.equal(
    cancels.map(({ ref }) => ref),
    [target!.ref],
  );
});

test('an entry that ends with a part filled lets the exits go in that part', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.fill(entry.venue, entry.ref, 4, 4, 10, 99);
  desk.cancel('C', 'E');
  assert.equal(desk.sent(), []);
  desk.report(entry.venue, ReportKind.CANCELLED, entry.ref, { cumLots: 4, orderLots: 10 });
  assert.equal(
    desk.sent().map(({ lots }) => lots),
    [4],
  );
  const triggered = desk.told().filter(({ execType }) => execType === ExecType.TRIGGERED);
  assert.equal(
    triggered.map(({ quantity, leaves }) => [quantity, leaves]),
    [
      [4, 4],
      [4, 4],
    ],
  );
});

test('a part that comes to no lot ends the one that was held', () => {
  const desk = new Desk();
  desk.limit('H', TRIGGERED, Side.SELL, 104, 2);
  desk.limit('E', ONE_TRIGGERS_OTHER, Side.BUY, 99);
  const [entry] = desk.sent();
  desk.fill(entry!.venue, entry!.ref, 4, 4, 10, 99);
  desk.report(entry!.venue, ReportKind.CANCELLED, entry!.ref, { cumLots: 4, orderLots: 10 });
  assert.equal(desk.sent(), []);
  assert.equal(desk.ends().at(-1), ['H', ExecType.CANCELLED, 2]);
  assert.is(desk.open, 0);
});

test('an entry that ends without a fill ends who was held for it', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.report(entry.venue, ReportKind.CANCELLED, entry.ref, { cumLots: 0, orderLots: 10 });
  assert.equal(
    desk.ends().map(([id, execType]) => [id, execType]),
    [
      ['E', ExecType.CANCELLED],
      ['S', ExecType.CANCELLED],
      ['T', ExecType.CANCELLED],
    ],
  );
  assert.equal(desk.sent(), []);
  assert.is(desk.open, 0);
});

test('those that are triggered without being exits do not cancel one another', () => {
  const desk = new Desk();
  desk.limit('A', TRIGGERED);
  desk.limit('B', TRIGGERED, Side.SELL, 105);
  desk.limit('E', ONE_TRIGGERS_OTHER, Side.BUY, 99);
  const [entry] = desk.sent();
  desk.fill(entry!.venue, entry!.ref, 10, 10, 10, 99);
  const [first] = desk.sent();
  desk.fill(first!.venue, first!.ref, 10, 10, 10, 105);
  assert.is(desk.instructed().length, 0);
  assert.is(desk.open, 1);
});

test('one that is held is replaced and cancelled like any other, and goes with its new terms', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  const terms = { side: Side.SELL, lots: 8, ticks: 106, type: OrderType.LIMIT, tif: TimeInForce.GTC };
  desk.writer.replace(0, 'T2', 'T', terms);
  desk.drain();
  assert.is(desk.told().at(-1)!.execType, ExecType.REPLACED);
  desk.cancel('C', 'S');
  assert.is(desk.told().at(-1)!.execType, ExecType.CANCELLED);
  desk.fill(entry.venue, entry.ref, 10, 10, 10, 99);
  const [target] = desk.sent();
  assert.equal([target!.lots, target!.ticks], [8, 106]);
});

test('what is let go is judged anew: halted meanwhile, it ends with the reason, and the next one is let go all the same', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.writer.killSwitch(true);
  desk.drain();
  desk.fill(entry.venue, entry.ref, 10, 10, 10, 99);
  const told = desk.told();
  const target = told.find(({ id, execType }) => id === 'T' && execType === ExecType.CANCELLED);
  assert.is(target?.reason, ReasonCode.KILL_SWITCH);
  assert.ok(told.some(({ id, execType }) => id === 'S' && execType === ExecType.TRIGGERED));
  assert.equal(desk.sent(), []);
});

test('those that are held come first, then one that triggers them; nobody joins later, or with another contingency', () => {
  const desk = new Desk();
  desk.limit('E1', ONE_TRIGGERS_OTHER, Side.BUY, 99);
  desk.limit('T', EXIT);
  desk.limit('O', ONE_CANCELS_OTHER);
  desk.limit('E2', ONE_TRIGGERS_OTHER, Side.BUY, 99);
  desk.limit('E3', ONE_TRIGGERS_OTHER, Side.BUY, 99);
  desk.limit('L', EXIT);
  const denied = desk.told().filter(({ execType }) => execType === ExecType.REJECTED);
  assert.equal(
    denied.map(({ id, reason }) => [id, reason]),
    ['E1', 'O', 'E3', 'L'].map((id) => [id, ReasonCode.LINKS_MIXED]),
  );
});

test('what an algorithm works is not held', () => {
  const desk = new Desk();
  const terms = { id: 'W', side: Side.SELL, lots: 10, type: OrderType.TWAP, tif: TimeInForce.GTC };
  desk.writer.advanced(0, terms, { contingency: TRIGGERED, linkId: LINK, endTimeMs: 1e15 });
  assert.is(desk.drain().told()[0]!.reason, ReasonCode.UNSUPPORTED_CONTINGENCY);
});

test.run();
