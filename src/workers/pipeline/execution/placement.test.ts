/** What follows when a leg ends: the next backup venue, or the order settles. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../../test/simulation/desk.ts';
import { OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';

const TERMS = { side: Side.BUY, ticks: 101, id: 'A', lots: 10 };
const ended = { orderLots: 10 };

/** The venue and the reference of the one order that left since the last look. */
function placed(desk: Desk): { venue: number; ref: number; lots: number } {
  const instructed = desk.instructed();
  assert.equal(
    instructed.map(({ type }) => type),
    [RecordType.VENUE_NEW_ORDER],
  );
  return instructed[0]!;
}

test('a venue rejects: each backup is tried in turn, then the order is rejected', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.order(0, TERMS);
  desk.drain();
  const tried: number[] = [];
  for (let i = 0; i < 4; i++) {
    const { venue, ref, lots } = placed(desk);
    assert.is(lots, 10);
    tried.push(venue);
    desk.report(venue, ReportKind.REJECTED, ref, ended);
  }
  assert.equal(tried.sort(), [0, 1, 2, 3]);
  assert.equal(desk.instructed(), []);
  assert.equal(
    desk.told().map(({ id, status, reason }) => [id, status, reason]),
    [['A', OrderStatus.REJECTED, ReasonCode.VENUE_REJECTED]],
  );
});

test('a backup that is disconnected is passed over', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.order(0, TERMS);
  desk.drain();
  const first = placed(desk);
  for (const venue of [1, 2]) desk.writer.venueStatus(venue, false);
  desk.drain().report(first.venue, ReportKind.REJECTED, first.ref, ended);
  assert.is(placed(desk).venue, 3);
});

test('two legs rejected in one breath are both placed again', () => {
  const desk = new Desk();
  desk.spread(2);
  desk.writer.order(0, { ...TERMS, lots: 20 });
  const legs = desk.drain().instructed();
  for (const { venue, ref } of legs) {
    desk.writer.report(venue, (report) =>
      Object.assign(report, { kind: ReportKind.REJECTED, legRef: ref, orderLots: 10 }),
    );
  }
  const children = desk.drain().instructed();
  assert.is(
    children.reduce((lots, child) => lots + child.lots, 0),
    20,
  );
  assert.equal(children.map(({ venue }) => venue).sort(), [2, 3]);
});

for (const tif of [TimeInForce.IOC, TimeInForce.FOK]) {
  test(`what an immediate order (${tif}) leaves goes to the next venue, and expires when there is none`, () => {
    const desk = new Desk();
    desk.spread(1);
    desk.writer.order(0, { ...TERMS, tif });
    desk.drain();
    let open = 10;
    for (let i = 0; i < 4; i++) {
      const { venue, ref, lots } = placed(desk);
      assert.is(lots, open);
      const taken = tif === TimeInForce.IOC ? 2 : 0;
      if (taken > 0) desk.fill(venue, ref, taken, taken, lots);
      desk.report(venue, ReportKind.EXPIRED, ref, { orderLots: lots, cumLots: taken });
      open -= taken;
    }
    const last = desk.told().at(-1)!;
    assert.equal([last.status, last.filled, last.leaves], [OrderStatus.EXPIRED, 10 - open, 0]);
  });
}

test('a resting order that expires at its venue goes nowhere else', () => {
  const desk = new Desk();
  desk.spread(0);
  desk.writer.order(0, { ...TERMS, ticks: 99 });
  desk.drain();
  const { venue, ref } = placed(desk);
  desk.report(venue, ReportKind.EXPIRED, ref, ended);
  assert.equal(desk.instructed(), []);
  assert.equal(
    desk.told().map(({ status }) => status),
    [OrderStatus.EXPIRED],
  );
});

test('a cancel while a child is under way: the child is denied and the order cancelled', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.order(0, TERMS);
  desk.drain();
  const { venue, ref } = placed(desk);
  // Both wait in their rings when the sequencer takes them: the cancel is ahead of the follow-up.
  desk.writer.report(venue, (report) =>
    Object.assign(report, { kind: ReportKind.REJECTED, legRef: ref, orderLots: 10 }),
  );
  desk.writer.cancel(0, 'C', 'A');
  desk.drain();
  assert.equal(desk.instructed(), []);
  assert.equal(
    desk.told().map(({ id, status }) => [id, status]),
    [['C', OrderStatus.CANCELLED]],
  );
});

test('a halt denies the child, and the order ends', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.order(0, TERMS);
  desk.drain();
  const { venue, ref } = placed(desk);
  desk.writer.killSwitch(true);
  desk.drain().report(venue, ReportKind.REJECTED, ref, ended);
  assert.equal(desk.instructed(), []);
  assert.equal(
    desk.told().map(({ status, reason }) => [status, reason]),
    [[OrderStatus.CANCELLED, ReasonCode.KILL_SWITCH]],
  );
});

test('the venue says that the leg is over before it says all of its fills', () => {
  const desk = new Desk();
  desk.spread(0);
  desk.writer.order(0, { ...TERMS, ticks: 99 });
  desk.drain();
  const { venue, ref } = placed(desk);
  desk.report(venue, ReportKind.CANCELLED, ref, { orderLots: 10, cumLots: 7 });
  assert.equal(desk.told(), []);
  desk.fill(venue, ref, 3, 7, 10).fill(venue, ref, 4, 4, 10);
  assert.equal(
    desk.told().map(({ filled, status }) => [filled, status]),
    [
      [3, OrderStatus.PARTIALLY_FILLED],
      [7, OrderStatus.PARTIALLY_FILLED],
      [7, OrderStatus.CANCELLED],
    ],
  );
});

test('without any venue an order is rejected', () => {
  const desk = new Desk();
  for (let venue = 0; venue < 4; venue++) desk.writer.venueStatus(venue, false);
  desk.writer.order(0, { ...TERMS, type: OrderType.MARKET, ticks: 0 });
  desk.drain();
  assert.equal(
    desk.told().map(({ status, reason }) => [status, reason]),
    [[OrderStatus.REJECTED, ReasonCode.NO_VENUE]],
  );
});

test.run();
