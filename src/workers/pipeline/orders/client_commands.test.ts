/** What is let through when identifiers run short: cancels always, under their own name as long as any is left. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PipelineFixture } from '../../../../test/pipeline_fixture.ts';
import { Desk, type Told } from '../../../../test/simulation/desk.ts';
import { OrderStatus, OrderType, Side } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';
import { EngineState } from '../engine_state.ts';
import { makeTradingHours } from '../trading_hours.ts';
import { makeOrdersEngine } from './engine.ts';

const TERMS = { side: Side.BUY, ticks: 101, lots: 10 };
const REST = { orderLots: 10, leavesLots: 10 };

/** `count` open orders at one venue, and as many identifiers used up as new orders may use; the leg of each. */
function fullDesk(count: number): { desk: Desk; refs: number[] } {
  const desk = new Desk();
  for (let i = 0; i < count; i++) desk.writer.order(0, { ...TERMS, id: `A${i}` });
  const refs = desk
    .drain()
    .instructed()
    .map(({ ref }) => ref);
  assert.is(refs.length, count);
  for (const ref of refs) desk.report(0, ReportKind.ACKNOWLEDGED, ref, REST);
  for (let i = 0; ; i++) {
    desk.writer.order(0, { ...TERMS, id: `X${i}`, lots: 2 ** 30 });
    const told = desk.drain().told();
    if (told.at(-1)!.reason === ReasonCode.CL_ORD_ID_STORE_FULL) break;
    assert.ok(i < 300);
  }
  return { desk, refs };
}

function ids(desk: Desk): { used: number; capacity: number; open: number } {
  const { ids: store, pool } = desk.rig.engines.front.orders.store;
  return { used: store.count(), capacity: store.capacity, open: pool.size() };
}

function cancel(desk: Desk, id: string, original: string): Told[] {
  desk.writer.cancel(0, id, original);
  return desk.drain().told();
}

test('new orders stop, then replaces, and a cancel of each open order is still taken under its own name', () => {
  const { desk, refs } = fullDesk(20);
  const [first] = refs as [number];
  // Replaces and mass cancels may use what is not kept for cancels, and no more.
  let last: Told | undefined;
  for (let i = 0; last?.reason !== ReasonCode.CL_ORD_ID_STORE_FULL; i++) {
    assert.ok(i < 300);
    desk.writer.replace(0, `R${i}`, 'A0', { ...TERMS, ticks: 100 });
    last = desk.drain().told().at(-1);
    if (last === undefined) last = desk.report(0, ReportKind.REPLACE_REJECTED, first, REST).told().at(-1);
  }
  assert.equal([last.type, last.status], [RecordType.CANCEL_REJECT, OrderStatus.NEW]);
  const { used, capacity, open } = ids(desk);
  assert.is(capacity - used, open);
  desk.writer.massCancel(0, 'M', 1);
  assert.is(desk.drain().told().at(-1)!.type, RecordType.MASS_CANCEL_REPORT);
  assert.is(ids(desk).used, used);
  refs.forEach((ref, i) => {
    assert.equal(cancel(desk, `C${i}`, `A${i}`), []);
    const [told] = desk.report(0, ReportKind.CANCELLED, ref, { orderLots: 10 }).told();
    assert.equal([told!.id, told!.original, told!.status], [`C${i}`, `A${i}`, OrderStatus.CANCELLED]);
  });
  assert.equal(ids(desk), { used: capacity, capacity, open: 0 });
});

test('with no identifier left at all a cancel is let through, and answered under the order’s own', () => {
  const { desk, refs } = fullDesk(2);
  const [first, second] = refs as [number, number];
  const { capacity } = ids(desk);
  for (let i = 0; ids(desk).used < capacity; i++) {
    assert.equal(cancel(desk, `C${i}`, 'A0'), []);
    const [told] = desk.report(0, ReportKind.CANCEL_REJECTED, first, REST).told();
    assert.equal([told!.id, told!.original], [`C${i}`, 'A0']);
  }
  assert.equal(cancel(desk, 'L0', 'A0'), []);
  assert.is(cancel(desk, 'L0', 'A0')[0]!.reason, ReasonCode.PENDING_CHANGE);
  const [refused] = desk.report(0, ReportKind.CANCEL_REJECTED, first, REST).told();
  assert.equal([refused!.type, refused!.id, refused!.status], [RecordType.CANCEL_REJECT, 'A0', OrderStatus.NEW]);
  assert.equal(cancel(desk, 'L1', 'A0'), []);
  const [told] = desk.report(0, ReportKind.CANCELLED, first, { orderLots: 10 }).told();
  assert.equal([told!.id, told!.status], ['A0', OrderStatus.CANCELLED]);
  // A fill of all of it is an answer to the cancel, too.
  assert.equal(cancel(desk, 'L2', 'A1'), []);
  const [filled, tooLate] = desk.fill(0, second, 10, 10, 10).told();
  assert.equal([filled!.id, filled!.status], ['A1', OrderStatus.FILLED]);
  assert.equal(
    [tooLate!.type, tooLate!.id, tooLate!.original, tooLate!.status, tooLate!.reason],
    [RecordType.CANCEL_REJECT, 'A1', 'A1', OrderStatus.FILLED, ReasonCode.TOO_LATE],
  );
});

test('a full pool denies new orders and children with the reason, and takes one as soon as one has ended', () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3);
  const { pool } = desk.rig.engines.front.orders.store;
  for (let i = 0; i < pool.capacity - 1; i++) desk.writer.order(0, { ...TERMS, id: `A${i}` });
  const [leg] = desk.drain().instructed();
  // It takes the last place, and there is none for its child.
  desk.writer.advanced(0, { ...TERMS, id: 'P', type: OrderType.ICEBERG, lots: 30 }, { displayLots: 10 });
  desk.drain().told();
  assert.is(pool.size(), pool.capacity);
  const told = (id: string): readonly unknown[] => {
    desk.writer.order(0, { ...TERMS, id });
    const last = desk.drain().told().at(-1);
    return [last?.status, last?.reason, last?.limit, last?.observed];
  };
  const full = [OrderStatus.REJECTED, ReasonCode.ORDER_POOL_FULL, pool.capacity, pool.capacity];
  assert.equal(told('B'), full);
  // A cancel needs no place.
  assert.equal(cancel(desk, 'C', 'A0'), []);
  const [cancelled] = desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { orderLots: 10 }).told();
  assert.is(cancelled!.status, OrderStatus.CANCELLED);
  assert.equal(told('D'), [undefined, undefined, undefined, undefined]);
  assert.equal(told('E'), full);
});

test('an engine with too few identifiers for its orders does not start', () => {
  const { slot } = new PipelineFixture();
  const hours = makeTradingHours(new EngineState('hours'), 1, slot);
  assert.throws(() => makeOrdersEngine({ orders: 64, clOrdIds: 127 }, hours, slot), /too few for 64 orders/);
  makeOrdersEngine({ orders: 64, clOrdIds: 128 }, hours, slot);
});

test.run();
