/** A replace over several legs: what goes where, and what the client is told when venues disagree. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, type Instructed } from '../../../../test/simulation/desk.ts';
import { ExecType, OrderStatus, Side } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';

const TERMS = { side: Side.BUY, ticks: 101 };

/** An order over `legs` venues, 10 lots each, all acknowledged. */
function split(legs: number): { desk: Desk; refs: number[] } {
  const desk = new Desk();
  desk.spread(legs);
  desk.writer.order(0, { ...TERMS, id: 'A', lots: 10 * legs });
  desk.drain();
  const refs = desk.instructed().map(({ ref }) => ref);
  assert.is(refs.length, legs);
  refs.forEach((ref, venue) => {
    desk.report(venue, ReportKind.ACKNOWLEDGED, ref, { orderLots: 10, leavesLots: 10 });
  });
  desk.told();
  return { desk, refs };
}

function replace(desk: Desk, lots: number, ticks = 101): Instructed[] {
  desk.writer.replace(0, 'R', 'A', { ...TERMS, lots, ticks });
  return desk.drain().instructed();
}

const replaced = (desk: Desk, venue: number, ref: number, lots: number, ticks = 101, cumulative = 0): Desk =>
  desk.report(venue, ReportKind.REPLACED, ref, {
    orderLots: lots,
    priceTicks: ticks,
    cumLots: cumulative,
    leavesLots: lots - cumulative,
  });

const brief = (instructed: readonly Instructed[]): number[][] =>
  instructed.map(({ venue, type, lots, ticks }) => [venue, type, lots, ticks]);

test('more goes to the first leg alone', () => {
  const { desk, refs } = split(2);
  assert.equal(brief(replace(desk, 25)), [[0, RecordType.VENUE_REPLACE, 15, 101]]);
  const [told] = replaced(desk, 0, refs[0]!, 15).told();
  assert.equal(
    [told!.execType, told!.id, told!.original, told!.quantity, told!.leaves],
    [ExecType.REPLACED, 'R', 'A', 25, 25],
  );
});

for (const [filled, asked] of [
  [4, 4],
  [4, 3],
  [12, 1],
] as const) {
  test(`of 20 lots ${filled} are filled, and ${asked} are asked for: what is open is cancelled, and the order is filled`, () => {
    const { desk, refs } = split(2);
    const [first, second] = refs as [number, number];
    const lots = Math.min(filled, 6);
    desk.fill(0, first, lots, lots, 10);
    if (filled > lots) desk.fill(1, second, filled - lots, filled - lots, 10);
    desk.told();
    assert.equal(brief(replace(desk, asked)), [
      [1, RecordType.VENUE_CANCEL, 0, 0],
      [0, RecordType.VENUE_CANCEL, 0, 0],
    ]);
    assert.is(desk.report(0, ReportKind.CANCELLED, first, { orderLots: 10, cumLots: lots }).told().length, 0);
    const told = desk.report(1, ReportKind.CANCELLED, second, { orderLots: 10, cumLots: filled - lots }).told();
    assert.equal(
      told.map((one) => [one.execType, one.status, one.id, one.original, one.quantity, one.filled, one.leaves]),
      [[ExecType.REPLACED, OrderStatus.FILLED, 'R', 'A', filled, filled, 0]],
    );
    assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
  });
}

test('a replace to no more than is filled, one leg of which trades instead: the order is what was filled', () => {
  const { desk, refs } = split(2);
  const [first, second] = refs as [number, number];
  desk.fill(0, first, 4, 4, 10);
  replace(desk, 3);
  desk.fill(1, second, 10, 10, 10);
  desk.report(1, ReportKind.CANCEL_REJECTED, second, { orderLots: 10, cumLots: 10 });
  desk.told();
  const [told] = desk.report(0, ReportKind.CANCELLED, first, { orderLots: 10, cumLots: 4 }).told();
  assert.equal(
    [told!.execType, told!.status, told!.quantity, told!.filled],
    [ExecType.REPLACED, OrderStatus.FILLED, 14, 14],
  );
});

test('less is taken from the last, which is cancelled when nothing of it is left', () => {
  const { desk, refs } = split(3);
  assert.equal(brief(replace(desk, 14)), [
    [2, RecordType.VENUE_CANCEL, 0, 0],
    [1, RecordType.VENUE_REPLACE, 4, 101],
  ]);
  desk.report(2, ReportKind.CANCELLED, refs[2]!, { orderLots: 10 });
  assert.equal(desk.told(), []);
  const [told] = replaced(desk, 1, refs[1]!, 4).told();
  assert.equal([told!.execType, told!.quantity, told!.leaves], [ExecType.REPLACED, 14, 14]);
});

test('a new price goes to all, and settles when all have answered', () => {
  const { desk, refs } = split(3);
  assert.equal(
    brief(replace(desk, 30, 100)).map(([venue, , lots, ticks]) => [venue, lots, ticks]),
    [
      [2, 10, 100],
      [1, 10, 100],
      [0, 10, 100],
    ],
  );
  replaced(desk, 1, refs[1]!, 10, 100);
  replaced(desk, 0, refs[0]!, 10, 100);
  assert.equal(desk.told(), []);
  const [told] = replaced(desk, 2, refs[2]!, 10, 100).told();
  assert.equal([told!.execType, told!.ticks, told!.quantity], [ExecType.REPLACED, 100, 30]);
});

test('a replace that every venue refuses is refused, and the order is as it was', () => {
  const { desk, refs } = split(2);
  replace(desk, 25, 100);
  refs.forEach((ref, venue) => {
    desk.report(venue, ReportKind.REPLACE_REJECTED, ref, { orderLots: 10, leavesLots: 10 });
  });
  const told = desk.told();
  assert.equal(
    told.map(({ type, id, status }) => [type, id, status]),
    [[RecordType.CANCEL_REJECT, 'R', OrderStatus.NEW]],
  );
  desk.fill(0, refs[0]!, 10, 10, 10).fill(1, refs[1]!, 10, 10, 10);
  assert.equal(
    desk.told().map(({ filled, leaves, quantity, status }) => [filled, leaves, quantity, status]),
    [
      [10, 10, 20, OrderStatus.PARTIALLY_FILLED],
      [20, 0, 20, OrderStatus.FILLED],
    ],
  );
});

test('a replace that took effect in part is told with what the legs come to', () => {
  const { desk, refs } = split(2);
  replace(desk, 26, 100);
  replaced(desk, 1, refs[1]!, 10, 100);
  const [told] = desk.report(0, ReportKind.REPLACE_REJECTED, refs[0]!, { orderLots: 10, leavesLots: 10 }).told();
  assert.equal([told!.execType, told!.quantity, told!.leaves], [ExecType.REPLACED, 20, 20]);
});

test('a leg that was to be dropped fills first: the replace is refused', () => {
  const { desk, refs } = split(2);
  assert.equal(brief(replace(desk, 10)), [[1, RecordType.VENUE_CANCEL, 0, 0]]);
  desk.fill(1, refs[1]!, 10, 10, 10);
  desk.report(1, ReportKind.CANCEL_REJECTED, refs[1]!, { orderLots: 10, cumLots: 10 });
  const told = desk.told();
  assert.equal(
    told.map(({ type, filled, status }) => [type, filled, status]),
    [
      [RecordType.EXECUTION_REPORT, 10, OrderStatus.PENDING_REPLACE],
      [RecordType.CANCEL_REJECT, 0, OrderStatus.PARTIALLY_FILLED],
    ],
  );
  const [last] = desk.fill(0, refs[0]!, 10, 10, 10).told();
  assert.equal([last!.filled, last!.status], [20, OrderStatus.FILLED]);
});

test('the answer to an earlier replace, said again, does not answer the next', () => {
  const { desk, refs } = split(1);
  const [ref] = refs as [number];
  replace(desk, 15);
  replaced(desk, 0, ref, 15).told();
  for (const [kind, lots] of [
    [ReportKind.REPLACED, 15],
    [ReportKind.REPLACE_REJECTED, 10],
  ] as const) {
    desk.writer.replace(0, `R${kind}`, 'R', { ...TERMS, lots: 20 });
    desk.drain();
    desk.report(0, kind, ref, { orderLots: lots, leavesLots: lots, priceTicks: 101, request: 1 });
    assert.equal(desk.told(), []);
    // The one that was waited for is heard all the same.
    const [told] = desk.report(0, ReportKind.REPLACE_REJECTED, ref, { orderLots: 15, leavesLots: 15 }).told();
    assert.equal([told!.type, told!.id], [RecordType.CANCEL_REJECT, `R${kind}`]);
  }
});

test('a refused cancel, said again, does not refuse the next', () => {
  const { desk, refs } = split(1);
  const [ref] = refs as [number];
  const rest = { orderLots: 10, leavesLots: 10 };
  for (const id of ['C1', 'C2', 'C3']) {
    desk.writer.cancel(0, id, 'A');
    desk.drain();
    if (id !== 'C1') desk.report(0, ReportKind.CANCEL_REJECTED, ref, { ...rest, request: Number(id[1]) - 1 });
    assert.equal(desk.told(), []);
    const [told] = desk.report(0, ReportKind.CANCEL_REJECTED, ref, rest).told();
    assert.equal([told!.type, told!.id, told!.status], [RecordType.CANCEL_REJECT, id, OrderStatus.NEW]);
  }
});

test('of two cancels of one leg, the client’s and the one that its replace sent, the last that is refused refuses both', () => {
  const { desk, refs } = split(2);
  assert.equal(brief(replace(desk, 10)), [[1, RecordType.VENUE_CANCEL, 0, 0]]);
  desk.writer.cancel(0, 'C', 'A');
  desk.drain().told();
  desk.report(0, ReportKind.CANCEL_REJECTED, refs[0]!, { orderLots: 10, leavesLots: 10 });
  desk.report(1, ReportKind.CANCEL_REJECTED, refs[1]!, { orderLots: 10, leavesLots: 10, request: 1 });
  assert.equal(desk.told(), []);
  desk.report(1, ReportKind.CANCEL_REJECTED, refs[1]!, { orderLots: 10, leavesLots: 10 });
  assert.equal(
    desk.told().map(({ type, id, status }) => [type, id, status]),
    [
      [RecordType.CANCEL_REJECT, 'R', OrderStatus.PENDING_CANCEL],
      [RecordType.CANCEL_REJECT, 'C', OrderStatus.NEW],
    ],
  );
});

test('filled while a replace for more was pending: the order ends filled, the replace refused', () => {
  const { desk, refs } = split(1);
  replace(desk, 15);
  desk.fill(0, refs[0]!, 10, 10, 10);
  desk.report(0, ReportKind.REPLACE_REJECTED, refs[0]!, { orderLots: 10, cumLots: 10 });
  assert.equal(
    desk.told().map(({ type, id, status }) => [type, id, status]),
    [
      [RecordType.EXECUTION_REPORT, 'A', OrderStatus.PENDING_REPLACE],
      [RecordType.CANCEL_REJECT, 'R', OrderStatus.FILLED],
    ],
  );
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
});

test('fills that cross a replace for more are told beside what the replace asks for, never beyond the order', () => {
  const { desk, refs } = split(1);
  replace(desk, 25);
  desk.fill(0, refs[0]!, 10, 10, 25).fill(0, refs[0]!, 8, 18, 25);
  assert.equal(
    desk.told().map(({ quantity, filled, leaves, status }) => [quantity, filled, leaves, status]),
    [
      [10, 10, 0, OrderStatus.PENDING_REPLACE],
      [25, 18, 7, OrderStatus.PENDING_REPLACE],
    ],
  );
  const [told] = replaced(desk, 0, refs[0]!, 25).told();
  assert.equal([told!.execType, told!.quantity, told!.filled, told!.leaves], [ExecType.REPLACED, 25, 18, 7]);
});

test('a cancel on top of a replace answers both', () => {
  const { desk, refs } = split(2);
  replace(desk, 25);
  desk.writer.cancel(0, 'C', 'A');
  desk.drain();
  refs.forEach((ref, venue) => {
    desk.report(venue, ReportKind.CANCELLED, ref, { orderLots: 10 });
  });
  assert.equal(
    desk
      .told()
      .map(({ type, id }) => [type, id])
      .sort(),
    [
      [RecordType.EXECUTION_REPORT, 'C'],
      [RecordType.CANCEL_REJECT, 'R'],
    ],
  );
});

test('a cancel that one venue refuses and another does is refused, whichever answers first', () => {
  for (const refusing of [0, 1]) {
    const { desk, refs } = split(2);
    desk.writer.cancel(0, 'C', 'A');
    desk.drain();
    for (const first of [0, 1]) {
      const kind = first === refusing ? ReportKind.CANCEL_REJECTED : ReportKind.CANCELLED;
      desk.report(first, kind, refs[first]!, { orderLots: 10 });
    }
    assert.equal(
      desk.told().map(({ type, id, status }) => [type, id, status]),
      [[RecordType.CANCEL_REJECT, 'C', OrderStatus.NEW]],
    );
    desk.writer.cancel(0, 'D', 'A');
    desk.drain();
    desk.report(refusing, ReportKind.CANCELLED, refs[refusing]!, { orderLots: 10 });
    assert.equal(
      desk.told().map(({ id, status }) => [id, status]),
      [['D', OrderStatus.CANCELLED]],
    );
  }
});

test.run();
