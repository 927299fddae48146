/** Trades that venues take back: lots that they open again stay with their leg, the others go elsewhere. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, type Instructed } from '../../../../test/simulation/desk.ts';
import { checkAgreement, checkFront } from '../../../../test/simulation/engine_checks.ts';
import { OrderStatus, OrderType, Side } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';

const TERMS = { side: Side.BUY, ticks: 101 };

/** 15 lots, ten of them at the first venue and five at the second. */
function split(): { desk: Desk; legs: Instructed[] } {
  const desk = new Desk();
  desk.spread(2);
  desk.writer.order(0, { ...TERMS, id: 'A', lots: 15 });
  desk.drain();
  const legs = desk.instructed();
  assert.equal(
    legs.map(({ venue, lots }) => [venue, lots]),
    [
      [0, 10],
      [1, 5],
    ],
  );
  desk.report(0, ReportKind.ACKNOWLEDGED, legs[0]!.ref, { orderLots: 10 });
  return { desk, legs };
}

/** Four lots of the first leg trade and are taken back. */
function takeBack(desk: Desk, { ref }: Instructed, reopened: number): void {
  const executionId = 77;
  const fill = { executionId, lastLots: 4, lastTicks: 101, cumLots: 4, leavesLots: 6, orderLots: 10 };
  desk.report(0, ReportKind.FILLED, ref, fill);
  desk.changeTrade(0, executionId, { executionId: 78, legRef: ref, reopened });
  assert.is(desk.told().at(-1)!.leaves, 15);
}

const placed = (desk: Desk): number[] =>
  desk
    .instructed()
    .filter(({ type }) => type === RecordType.VENUE_NEW_ORDER)
    .map(({ lots }) => lots);

for (const reopened of [0, 1]) {
  test(`another venue refuses its leg: ${reopened === 1 ? 'only its lots are' : 'what was taken back is'} placed anew`, () => {
    const { desk, legs } = split();
    takeBack(desk, legs[0]!, reopened);
    desk.report(1, ReportKind.REJECTED, legs[1]!.ref, { orderLots: 5 });
    assert.equal(placed(desk), [reopened === 1 ? 5 : 9]);
    checkFront(desk.rig.engines);
    checkAgreement(desk.rig.engines);
  });
}

test('what is open again trades at its leg, to the last lot', () => {
  const { desk, legs } = split();
  takeBack(desk, legs[0]!, 1);
  desk.fill(1, legs[1]!.ref, 5, 5, 5);
  desk.fill(0, legs[0]!.ref, 10, 14, 14);
  const told = desk.told().at(-1)!;
  assert.equal([told.status, told.filled, told.leaves], [OrderStatus.FILLED, 15, 0]);
  assert.equal(placed(desk), []);
  checkFront(desk.rig.engines);
  checkAgreement(desk.rig.engines);
});

test('a replace counts what is open again with its leg', () => {
  const { desk, legs } = split();
  takeBack(desk, legs[0]!, 1);
  desk.instructed();
  desk.writer.replace(0, 'B', 'A', { ...TERMS, lots: 20 });
  const [replace, ...others] = desk.drain().instructed();
  assert.equal([replace!.ref, replace!.lots, others], [legs[0]!.ref, 19, []]);
  desk.report(0, ReportKind.REPLACED, legs[0]!.ref, { cumLots: 4, orderLots: 19, leavesLots: 15, priceTicks: 101 });
  const told = desk.told().at(-1)!;
  assert.equal([told.id, told.quantity, told.filled, told.leaves], ['B', 20, 0, 20]);
});

test('a slice has no more lots than it was sent with: its rest is cancelled, and worked anew', () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3);
  const display = { displayLots: 10 };
  desk.writer.advanced(0, { id: 'I', side: Side.BUY, lots: 25, type: OrderType.ICEBERG, ticks: 101 }, display);
  const [slice] = desk.drain().instructed();
  const { venue, ref } = slice!;
  assert.is(slice!.lots, 10);
  const fill = { executionId: 77, lastLots: 4, lastTicks: 101, cumLots: 4, leavesLots: 6, orderLots: 10 };
  desk.report(venue, ReportKind.FILLED, ref, fill);
  desk.changeTrade(venue, 77, { executionId: 78, legRef: ref, reopened: 1 });
  assert.equal(
    desk.instructed().map(({ type, ref: of }) => [type, of]),
    [[RecordType.VENUE_CANCEL, ref]],
  );
  desk.report(venue, ReportKind.CANCELLED, ref, { cumLots: 4, orderLots: 14 });
  assert.equal(placed(desk), [10]);
  const told = desk.told().at(-1)!;
  assert.equal([told.status, told.filled, told.leaves], [OrderStatus.NEW, 0, 25]);
  checkFront(desk.rig.engines);
  checkAgreement(desk.rig.engines);
});

test.run();
