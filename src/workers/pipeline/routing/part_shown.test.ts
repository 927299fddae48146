/** Orders of which a part is shown go to one venue that can show a part, through the whole engine. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, type Instructed } from '../../../../test/simulation/desk.ts';
import { OrderStatus, Side } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { ReportKind, VenueType } from '../../model/venue.ts';

const ORDER = { id: 'A', side: Side.BUY, ticks: 101, lots: 35 };

function placed(desk: Desk, display: number): number[][] {
  desk.writer.order(0, { ...ORDER, display });
  return desk.drain().instructed().map(shown);
}

function shown({ venue, lots, display }: Instructed): number[] {
  return [venue, lots, display];
}

test('an order that is shown whole is split over the venues that ask, one of which a part is shown is not', () => {
  const split = new Desk();
  split.spread(3);
  assert.equal(placed(split, 0), [
    [0, 15, 0],
    [1, 10, 0],
    [2, 10, 0],
  ]);
  const whole = new Desk();
  whole.spread(3);
  assert.equal(placed(whole, 5), [[0, 35, 5]]);
  const all = new Desk();
  all.spread(3);
  assert.is(placed(all, 35).length, 3, 'a display quantity of all of it shows no part');
});

test('venues that show no part are passed over, at the best price too, and are no backups', () => {
  const desk = new Desk();
  desk.spread(3);
  desk.withoutDisplay(0, 2);
  assert.equal(placed(desk, 5), [[1, 35, 5]]);
});

test('a venue refuses it: the next that shows a part has it, then nobody', () => {
  const desk = new Desk().withoutDisplay(0, 2);
  desk.writer.order(0, { ...ORDER, display: 5 });
  const [first] = desk.drain().instructed();
  desk.report(first!.venue, ReportKind.REJECTED, first!.ref, { orderLots: 35 });
  const [second] = desk.instructed();
  assert.equal([first!.venue, second!.venue].sort(), [1, 3]);
  assert.is(second!.display, 5);
  desk.report(second!.venue, ReportKind.REJECTED, second!.ref, { orderLots: 35 });
  assert.equal(desk.instructed(), []);
  assert.is(desk.told().at(-1)!.status, OrderStatus.REJECTED);
});

test('a dark venue shows nothing, and so no part', () => {
  const desk = new Desk();
  for (const venue of [0, 1, 2]) desk.writer.venue(venue, 1_000 + venue, VenueType.DARK);
  desk.drain();
  assert.equal(placed(desk, 5), [[3, 35, 5]]);
});

test('where no venue shows a part the order ends, and its client is told why', () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3);
  assert.equal(placed(desk, 5), []);
  const told = desk.told().at(-1)!;
  assert.equal([told.status, told.reason], [OrderStatus.REJECTED, ReasonCode.NO_VENUE]);
});

test.run();
