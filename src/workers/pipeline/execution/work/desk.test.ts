/** Worked orders through the whole engine: slices by the clock, children under their parent, and how it all ends. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NewAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import { Desk as Bench, type Instructed } from '../../../../../test/simulation/desk.ts';
import { Completion, ExecType, OrderStatus, OrderType, Side } from '../../../model/order.ts';
import { ReasonCode } from '../../../model/reason.ts';
import { RecordType } from '../../../model/record_type.ts';
import { ReportKind } from '../../../model/venue.ts';

const BASE_MS = 1_700_000_000_000;

class Desk extends Bench {
  /** Lots, ticks and reference of each order sent since the last call. */
  placed(): Instructed[] {
    return this.instructed().filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
  }

  /** Moves the clock to `seconds` after the base time. */
  at(seconds: number): this {
    this.now = seconds * 1e9;
    return this.drain();
  }

  /** What clients were told of executions. */
  reports() {
    return this.told().filter(({ type }) => type === RecordType.EXECUTION_REPORT);
  }

  /** The venue has nothing for the rest of it, and neither has any that is tried after it. */
  expire(leg: Instructed, cumulative = 0): void {
    const { lots } = leg;
    let left: Instructed[] = [leg];
    for (let filled = cumulative; left.length > 0; filled = 0) {
      for (const { venue, ref } of left) {
        this.report(venue, ReportKind.EXPIRED, ref, { cumLots: filled, orderLots: lots });
      }
      left = this.placed().filter((next) => {
        const isBackup = next.lots === lots - cumulative;
        if (!isBackup) this.next.push(next);
        return isBackup;
      });
    }
  }

  /** What was sent while `expire` went on, but for its own backups. */
  readonly next: Instructed[] = [];

  fillWhole(leg: Instructed, ticks = 102): void {
    this.fill(leg.venue, leg.ref, leg.lots, leg.lots, leg.lots, ticks);
  }

  get open(): number {
    return this.rig.engines.front.orders.store.pool.size();
  }
}

/** 100 lots in ten slices, one each ten seconds, from now on. */
function withTwap(more: Partial<NewAdvancedOrder> = {}, terms: object = {}): Desk {
  const desk = new Desk();
  desk.writer.dayRoll(BASE_MS);
  desk.drain().told();
  desk.writer.quote(0, 0, 100, 102);
  desk.drain();
  desk.writer.advanced(
    0,
    { id: 'T', side: Side.BUY, lots: 100, type: OrderType.TWAP, ticks: 103, ...terms },
    { startTimeMs: BASE_MS + 10_000, endTimeMs: BASE_MS + 110_000, intervalMs: 10_000, ...more },
  );
  desk.drain();
  return desk;
}

test('nothing is sent before the start; then an equal slice at each step, all of it at the last', () => {
  const desk = withTwap();
  assert.is(desk.reports()[0]!.execType, ExecType.NEW);
  assert.equal(desk.at(9.9).placed(), []);
  const lots: number[] = [];
  for (let second = 10; second < 110; second += 10) {
    const placed = desk.at(second + 0.001).placed();
    for (const leg of placed) desk.fillWhole(leg);
    lots.push(...placed.map((leg) => leg.lots));
  }
  assert.equal(lots, new Array(10).fill(10));
  const reports = desk.reports();
  assert.is(reports.length, 10);
  assert.is(reports.at(-1)!.status, OrderStatus.FILLED);
  assert.is(reports.at(-1)!.filled, 100);
  assert.is(desk.open, 0);
});

test('a slice carries the limit, and trades at once or not at all', () => {
  const desk = withTwap();
  const [leg] = desk.at(10.001).placed();
  assert.is(leg!.ticks, 103);
});

test('what a slice could not trade, the next one catches up with; nothing is sent beside one that is open', () => {
  const desk = withTwap();
  const [first] = desk.at(10.001).placed();
  // The venue says nothing for two steps.
  assert.equal(desk.at(20.001).placed(), []);
  assert.equal(desk.at(30.001).placed(), []);
  desk.fill(first!.venue, first!.ref, 4, 4, 10, 102);
  desk.expire(first!, 4);
  // Thirty were due, four are done.
  assert.equal(
    desk.next.map(({ lots }) => lots),
    [26],
  );
});

test('at the end what is left expires with its schedule', () => {
  const desk = withTwap();
  const [first] = desk.at(10.001).placed();
  desk.fillWhole(first!);
  desk.at(110.001);
  for (const leg of desk.placed()) desk.expire(leg);
  desk.at(111);
  const last = desk.reports().at(-1)!;
  assert.equal([last.execType, last.reason, last.filled], [ExecType.EXPIRED, ReasonCode.SCHEDULE_ENDED, 10]);
  assert.is(desk.open, 0);
});

test('or is completed, tried once a second until it is done', () => {
  const desk = withTwap({ completion: Completion.COMPLETE });
  desk.at(110.001);
  const [first] = desk.placed();
  assert.is(first!.lots, 100);
  desk.expire(first!);
  assert.equal(desk.at(110.5).placed(), []);
  const [second] = desk.at(111.1).placed();
  assert.is(second!.lots, 100);
  desk.fillWhole(second!);
  assert.is(desk.reports().at(-1)!.status, OrderStatus.FILLED);
  assert.is(desk.open, 0);
});

test('a cancel takes the children back first, then tells the client', () => {
  const desk = withTwap();
  const [leg] = desk.at(10.001).placed();
  desk.reports();
  desk.writer.cancel(0, 'C', 'T');
  desk.drain();
  assert.equal(desk.reports(), []);
  const [cancel] = desk.instructed();
  assert.is(cancel!.type, RecordType.VENUE_CANCEL);
  desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { cumLots: 0, orderLots: 10 });
  const [told] = desk.reports();
  assert.equal([told!.execType, told!.id, told!.original], [ExecType.CANCELLED, 'C', 'T']);
  assert.is(desk.open, 0);
});

test('a cancel that crosses the fill of a child ends with what was filled', () => {
  const desk = withTwap();
  const [leg] = desk.at(10.001).placed();
  desk.writer.cancel(0, 'C', 'T');
  desk.drain();
  desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10 });
  desk.fillWhole(leg!);
  const last = desk.reports().at(-1)!;
  assert.equal([last.execType, last.filled, last.leaves], [ExecType.CANCELLED, 10, 0]);
  assert.is(desk.open, 0);
});

test('a replace changes quantity and limit of what is still to come', () => {
  const desk = withTwap();
  const [leg] = desk.at(10.001).placed();
  desk.writer.replaceAdvanced(0, 'R', 'T', { side: Side.BUY, type: OrderType.TWAP, lots: 200, ticks: 104 });
  desk.drain();
  desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { cumLots: 0, orderLots: 10 });
  const replaced = desk.reports().at(-1)!;
  assert.equal([replaced.execType, replaced.quantity, replaced.ticks], [ExecType.REPLACED, 200, 104]);
  desk.instructed();
  const [next] = desk.at(20.001).placed();
  assert.equal([next!.lots, next!.ticks], [40, 104]);
});

test('while risk denies, nothing is sent; afterwards the schedule is caught up with', () => {
  const desk = withTwap();
  desk.writer.killSwitch(true);
  assert.equal(desk.at(10.001).placed(), []);
  assert.equal(desk.at(25).placed(), []);
  desk.writer.killSwitch(false);
  desk.at(26.5);
  assert.equal(
    desk
      .at(30.001)
      .placed()
      .map(({ lots }) => lots),
    [30],
  );
});

test('a participation rate caps slices by what the market has traded', () => {
  const desk = withTwap({ participationRate: 0.1 });
  assert.equal(desk.at(10.001).placed(), []);
  desk.writer.quote(0, 0, 100, 102, 100, 101, { volumeLots: 60, tradeCount: 1 });
  desk.drain();
  assert.equal(
    desk
      .at(20.001)
      .placed()
      .map(({ lots }) => lots),
    [6],
  );
});

test('a child that routing finds no venue for is no loss: it is sent again at the next step', () => {
  const desk = withTwap();
  for (let venue = 0; venue < 4; venue++) desk.writer.venueStatus(venue, false);
  assert.equal(desk.at(10.001).placed(), []);
  desk.writer.venueStatus(0, true);
  desk.writer.quote(0, 0, 100, 102);
  assert.equal(
    desk
      .at(20.001)
      .placed()
      .map(({ lots }) => lots),
    [20],
  );
});

test('with a variation steps move, their sum does not', () => {
  const desk = withTwap({ variation: 1 });
  const lots: number[] = [];
  for (let second = 10; second < 111; second += 0.5) {
    const placed = desk.at(second).placed();
    for (const leg of placed) desk.fillWhole(leg);
    lots.push(...placed.map((leg) => leg.lots));
  }
  assert.is(
    lots.reduce((sum, part) => sum + part, 0),
    100,
  );
  assert.ok(lots.every((part) => part <= 20));
});

test('terms that make no schedule are denied, and named', () => {
  const desk = withTwap({ endTimeMs: BASE_MS + 5_000 });
  const [told] = desk.reports();
  assert.equal([told!.execType, told!.reason, told!.limit], [ExecType.REJECTED, ReasonCode.BAD_ALGORITHM_TERMS, 3]);
});

test.run();
