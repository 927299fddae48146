/** After a start: what never left ends, what may have left is asked about, and what came later is left alone. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, type Instructed } from '../../../../test/simulation/desk.ts';
import { OrderStatus, Side } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';
import { OUTBOX_CAPACITY } from './outbox.ts';

const TERMS = { side: Side.BUY, ticks: 99, lots: 10 };

/** A new engine on the log of `before`; the client had read everything, venue 0 what came up to `left`. */
function restarted(before: Desk, left: Instructed | null, epoch: number): Desk {
  const desk = new Desk({}, false);
  desk.now = before.now + 1_000;
  desk.rig.assembly.sink!.setDelivered(0, { sequence: before.log.count, outputIndex: 99 });
  desk.rig.replay(before.log.source());
  desk.rig.goLive();
  // The sources go on with their numbers; the log goes on with both runs' commands.
  for (const kind of ['control', 'venues', 'quotes', 'clients'] as const) {
    const sources = [before.writer[kind]].flat();
    [desk.writer[kind]].flat().forEach((source, i) => {
      source.sequence = sources[i]!.sequence;
    });
  }
  desk.log.copyAll(before.log);
  desk.writer.started(epoch);
  desk.writer.recovered(0, left?.sequence ?? 0, left?.outputIndex ?? -1);
  return desk;
}

function twoOrders(): { desk: Desk; first: Instructed; second: Instructed } {
  const desk = new Desk();
  desk.spread(0);
  desk.writer.order(0, { ...TERMS, id: 'A' });
  desk.writer.order(0, { ...TERMS, id: 'B' });
  const [first, second] = desk.drain().instructed();
  assert.equal([first!.venue, second!.venue], [0, 0]);
  return { desk, first: first!, second: second! };
}

test('what never left ends, what may have left is asked about', () => {
  const { desk, first } = twoOrders();
  const after = restarted(desk, first, 2).drain();
  assert.equal(
    after.told().map(({ id, status, reason }) => [id, status, reason]),
    [['B', OrderStatus.REJECTED, ReasonCode.ENGINE_RESTART]],
  );
  assert.equal(
    after.instructed().map(({ type, ref }) => [type, ref]),
    [[RecordType.VENUE_STATUS_REQUEST, first.ref]],
  );
  after.report(0, ReportKind.STATUS, first.ref, { orderLots: 10, leavesLots: 10 });
  assert.equal(
    after.told().map(({ id, status }) => [id, status]),
    [['A', OrderStatus.NEW]],
  );
});

test('a venue that never saw the order ends it', () => {
  const { desk, second } = twoOrders();
  const after = restarted(desk, second, 2).drain();
  const asked = after.instructed();
  assert.is(asked.length, 2);
  for (const { ref } of asked) after.report(0, ReportKind.UNKNOWN_ORDER, ref);
  assert.equal(
    after.told().map(({ status, reason }) => [status, reason]),
    [
      [OrderStatus.REJECTED, ReasonCode.ENGINE_RESTART],
      [OrderStatus.REJECTED, ReasonCode.ENGINE_RESTART],
    ],
  );
});

test('a second crash before the answer: it is asked again', () => {
  const { desk, second } = twoOrders();
  const once = restarted(desk, second, 2).drain();
  const twice = restarted(once, second, 3).drain();
  assert.is(twice.instructed().filter(({ type }) => type === RecordType.VENUE_STATUS_REQUEST).length, 2);
});

test('an order placed after the start, before its venue is swept, is in no doubt', () => {
  const { desk, first } = twoOrders();
  const after = restarted(desk, first, 2);
  // Venue 1's sweep waits behind venue 0's; meanwhile an order goes there.
  after.spread(0);
  after.writer.venueStatus(0, false);
  after.writer.order(0, { ...TERMS, id: 'C' });
  const placed = after
    .drain()
    .instructed()
    .filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
  assert.is(placed.length, 1);
  after.told();
  after.writer.recovered(placed[0]!.venue, 0, -1);
  assert.equal(after.drain().told(), []);
  assert.equal(after.instructed(), []);
});

test('a cancel that was lost is sent again, though a fill comes before the answer', () => {
  const { desk, first } = twoOrders();
  desk.writer.cancel(0, 'C', 'A');
  desk.drain();
  const after = restarted(desk, first, 2).drain();
  assert.equal(
    after.instructed().map(({ type, ref }) => [type, ref]),
    [
      [RecordType.VENUE_STATUS_REQUEST, first.ref],
      [RecordType.VENUE_CANCEL, first.ref],
    ],
  );
  after.told();
  after
    .fill(0, first.ref, 3, 3, 10)
    .report(0, ReportKind.STATUS, first.ref, { orderLots: 10, cumLots: 3, leavesLots: 7 });
  after.report(0, ReportKind.CANCELLED, first.ref, { orderLots: 10, cumLots: 3 });
  assert.equal(
    after.told().map(({ id, status }) => [id, status]),
    [
      ['A', OrderStatus.PENDING_CANCEL],
      ['C', OrderStatus.CANCELLED],
    ],
  );
});

for (const took of [true, false]) {
  test(`a replace in doubt is settled by the answer: ${took ? 'it took effect' : 'it did not'}`, () => {
    const { desk, first } = twoOrders();
    desk.report(0, ReportKind.ACKNOWLEDGED, first.ref, { orderLots: 10, leavesLots: 10 });
    desk.writer.replace(0, 'R', 'A', { ...TERMS, lots: 15, ticks: 98 });
    const [replace] = desk.drain().instructed();
    const after = restarted(desk, replace!, 2).drain();
    after.told();
    const lots = took ? 15 : 10;
    after.report(0, ReportKind.STATUS, first.ref, { orderLots: lots, leavesLots: lots, priceTicks: took ? 98 : 99 });
    const told = after.told().at(-1)!;
    assert.equal([told.id, told.type], ['R', took ? RecordType.EXECUTION_REPORT : RecordType.CANCEL_REJECT]);
    if (took) assert.equal([told.quantity, told.ticks], [15, 98]);
  });
}

test('a venue that restarted is asked about every open order', () => {
  const { desk, first, second } = twoOrders();
  for (const { ref } of [first, second])
    desk.report(0, ReportKind.ACKNOWLEDGED, ref, { orderLots: 10, leavesLots: 10 });
  desk.told();
  desk.writer.recovered(0, 2 ** 40, 0, true);
  const asked = desk.drain().instructed();
  assert.equal(asked.map(({ ref }) => ref).sort(), [first.ref, second.ref].sort());
  desk.report(0, ReportKind.UNKNOWN_ORDER, first.ref);
  assert.equal(
    desk.told().map(({ id, leaves }) => [id, leaves]),
    [['A', 0]],
  );
});

test('follow-ups that the crash left over are sent, once', () => {
  const { desk, first } = twoOrders();
  desk.writer.report(0, (report) =>
    Object.assign(report, { kind: ReportKind.CANCELLED, legRef: first.ref, orderLots: 10 }),
  );
  // One turn: the follow-up is made, and not yet met in the stream.
  desk.rig.step();
  desk.rig.record(desk.log);
  const after = restarted(desk, first, 2);
  const { outbox } = after.rig.engines.execution;
  assert.is(outbox.nextNumber() - outbox.headNumber(), 1);
  after.drain();
  assert.is(outbox.nextNumber(), outbox.headNumber());
  assert.ok(after.told().some(({ id, status }) => id === 'A' && status === OrderStatus.CANCELLED));
  assert.ok(outbox.nextNumber() < OUTBOX_CAPACITY);
});

test.run();
