/** The reader over the engine's own memory: what it reads is what the store has, and what may be torn is never told. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { interrupted } from '../../../../test/interrupted_orders.ts';
import { Desk } from '../../../../test/simulation/desk.ts';
import { OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import * as L from './order_layout.ts';
import { OrderReader } from './order_reader.ts';
import { isMeant, type OrderFilter, type OrderRow } from './order_row.ts';
import type { OrdersView } from './orders_view.ts';

const TERMS = { side: Side.BUY, ticks: 101, lots: 10 };
const DAY_MS = 86_400_000;

function readerOf(desk: Desk, view: OrdersView = viewOf(desk)): OrderReader {
  return new OrderReader(view, desk.rig.memory.pipeline);
}

function viewOf(desk: Desk): OrdersView {
  return desk.rig.engines.front.orders.store.view();
}

function found(reader: OrderReader, filter: OrderFilter = {}): number[] {
  const orders: number[] = [];
  reader.glance(filter, 0, reader.places, (order) => orders.push(order));
  return orders;
}

/** Rows of what is meant, from an engine that stands still. */
function rows(reader: OrderReader, filter: OrderFilter = {}): OrderRow[] {
  const orders = found(reader, filter);
  reader.look(orders);
  assert.ok(reader.isSettled());
  assert.ok(reader.judge());
  return orders.flatMap((_, copy) => {
    assert.ok(reader.isWhole(copy));
    const row = reader.row(copy);
    return row !== undefined && isMeant(row, filter) ? [row] : [];
  });
}

function idsOf(reader: OrderReader, filter: OrderFilter): string[] {
  return rows(reader, filter).map(({ clOrdId }) => clOrdId);
}

test('a row is what the order came with and what became of it', () => {
  const desk = new Desk();
  desk.writer.order(1, { ...TERMS, id: 'an identifier of forty characters, no les', account: 1, strategy: 1 });
  const [leg] = desk.drain().instructed();
  desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10, leavesLots: 10 });
  desk.fill(leg!.venue, leg!.ref, 4, 4, 10);
  const reader = readerOf(desk);
  const [row, ...others] = rows(reader);
  assert.is(others.length, 0);
  const { store } = desk.rig.engines.front.orders;
  assert.equal(row, {
    order: 0,
    generation: store.int(0, L.GENERATION),
    orderId: store.double(0, L.ORDER_ID),
    session: 1,
    clOrdId: 'an identifier of forty characters, no le',
    parent: -1,
    parentOrderId: 0,
    account: 1,
    strategy: 1,
    instrument: 0,
    side: Side.BUY,
    orderType: OrderType.LIMIT,
    timeInForce: TimeInForce.DAY,
    status: OrderStatus.PARTIALLY_FILLED,
    quantityLots: 10,
    filledLots: 4,
    filledValue: 404,
    leavesLots: 6,
    priceTicks: 101,
    displayLots: 0,
    minLots: 0,
    acceptedMs: 0.001,
    updatedMs: 0.001,
    pending: undefined,
    isLinked: false,
  });
  desk.writer.replace(1, 'later', 'an identifier of forty characters, no les', { ...TERMS, lots: 20, ticks: 100 });
  desk.drain();
  const [pending] = rows(reader);
  assert.equal(
    [pending!.status, pending!.quantityLots, pending!.pending],
    [OrderStatus.PENDING_REPLACE, 10, { quantityLots: 20, priceTicks: 100 }],
  );
  desk.report(leg!.venue, ReportKind.REPLACED, leg!.ref, { orderLots: 20, leavesLots: 16, cumLots: 4 });
  const [replaced] = rows(reader);
  assert.equal(
    [replaced!.clOrdId, replaced!.quantityLots, replaced!.priceTicks, replaced!.pending],
    ['later', 20, 100, undefined],
  );
});

test('orders are found by what is asked for, all of it together, and ended ones are not', () => {
  const desk = new Desk();
  const { writer } = desk;
  writer.order(0, { ...TERMS, id: 'A' });
  writer.order(0, { ...TERMS, id: 'B', instrument: 1, account: 1 });
  writer.order(1, { ...TERMS, id: 'C', side: Side.SELL, strategy: 1 });
  writer.order(1, { ...TERMS, id: 'D' });
  const legs = desk.drain().instructed();
  const reader = readerOf(desk);
  assert.equal(idsOf(reader, {}), ['A', 'C', 'D']);
  desk.writer.quote(1, 0, 100, 102);
  desk.drain();
  desk.writer.order(0, { ...TERMS, id: 'E', instrument: 1, account: 1 });
  desk.drain();
  assert.equal(idsOf(reader, { instrument: 1 }), ['E']);
  assert.equal(idsOf(reader, { account: 0 }), ['A', 'C', 'D']);
  assert.equal(idsOf(reader, { strategy: 1 }), ['C']);
  assert.equal(idsOf(reader, { session: 1 }), ['C', 'D']);
  assert.equal(idsOf(reader, { side: Side.SELL }), ['C']);
  assert.equal(idsOf(reader, { session: 1, side: Side.BUY }), ['D']);
  assert.equal(idsOf(reader, { instrument: 1, account: 0 }), []);
  desk.report(legs[0]!.venue, ReportKind.ACKNOWLEDGED, legs[0]!.ref, { orderLots: 10, leavesLots: 10 });
  assert.equal(idsOf(reader, { status: OrderStatus.NEW }), ['A']);
  desk.report(legs[0]!.venue, ReportKind.CANCELLED, legs[0]!.ref, { orderLots: 10 });
  assert.equal(idsOf(reader, {}), ['C', 'D', 'E']);
});

test('children are found by their parent', () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3);
  desk.writer.advanced(0, { ...TERMS, id: 'P', type: OrderType.ICEBERG }, { displayLots: 5 });
  desk.drain();
  const reader = readerOf(desk);
  const [parent] = rows(reader, { parentOrderId: 0 });
  const children = rows(reader, { parentOrderId: parent!.orderId });
  assert.equal(
    children.map(({ clOrdId, session, quantityLots, parent: of }) => [clOrdId, session, quantityLots, of]),
    [['', -1, 5, parent!.order]],
  );
});

test('an identifier of the day names its order, after a roll those of open orders alone', () => {
  const desk = new Desk();
  desk.writer.order(0, { ...TERMS, id: 'A' });
  desk.writer.order(0, { ...TERMS, id: 'B' });
  desk.writer.order(1, { ...TERMS, id: 'A', lots: 2 ** 30 });
  const [leg] = desk.drain().instructed();
  const reader = readerOf(desk);
  const orderOf = (session: number, id: string): number | undefined => {
    const named = reader.lookFor(session, id);
    assert.ok(reader.isSettled() && reader.judge());
    return named?.order;
  };
  assert.equal([orderOf(0, 'A'), orderOf(0, 'B'), orderOf(1, 'A'), orderOf(1, 'B')], [0, 1, -1, undefined]);
  assert.is(orderOf(0, 'x'.repeat(41)), undefined);
  desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { orderLots: 10 });
  assert.is(orderOf(0, 'A'), 0);
  desk.writer.dayRoll(DAY_MS);
  desk.drain();
  assert.equal([orderOf(0, 'A'), orderOf(0, 'B'), orderOf(1, 'A')], [undefined, 1, undefined]);
  assert.equal(idsOf(reader, {}), ['B']);
});

test('a day that rolls under a look spoils it', () => {
  const desk = new Desk();
  desk.writer.order(0, { ...TERMS, id: 'A' });
  desk.drain();
  const reader = readerOf(desk);
  reader.look([0], () => {
    desk.writer.dayRoll(DAY_MS);
    desk.drain();
  });
  assert.not.ok(reader.judge());
});

test('slots that are used again under a look spoil it', () => {
  const desk = new Desk({ slots: 16 });
  desk.writer.order(0, { ...TERMS, id: 'A' });
  desk.drain();
  const reader = readerOf(desk);
  for (const [quotes, isKnown] of [
    [16, true],
    [17, false],
  ] as const) {
    reader.look([0], () => {
      for (let i = 0; i < quotes; i++) desk.writer.quote(1, 0, 50 + i, 200);
      desk.drain();
    });
    assert.is(reader.judge(), isKnown, `${quotes} quotes`);
  }
});

/** An order of 10 lots, of which another is filled while the reader copies its record's n-th word. */
function copiedOverFill(word: number): { row: OrderRow; isWhole: boolean; before: OrderRow; other: boolean } {
  const desk = new Desk();
  for (const id of ['A', 'B']) desk.writer.order(0, { ...TERMS, id });
  const [leg] = desk.drain().instructed();
  const [before] = rows(readerOf(desk));
  let isFilled = false;
  const view = interrupted(viewOf(desk), (reads) => {
    if (reads !== word || isFilled) return;
    isFilled = true;
    desk.fill(leg!.venue, leg!.ref, 4, 4, 10);
  });
  const reader = readerOf(desk, view);
  reader.look([0, 1]);
  assert.ok(isFilled && reader.isSettled() && reader.judge());
  return { row: reader.row(0)!, isWhole: reader.isWhole(0), before: before!, other: reader.isWhole(1) };
}

test('a change at any word of the copy: the order is known to be torn, and the one beside it is whole', () => {
  let torn = 0;
  for (let word = 0; word < L.LEGS; word++) {
    const { row, isWhole, before, other } = copiedOverFill(word);
    assert.not.ok(isWhole, `word ${word}`);
    assert.ok(other);
    const isBefore = row.filledLots === 0 && row.filledValue === 0 && row.status === before.status;
    const isAfter = row.filledLots === 4 && row.filledValue === 404 && row.status === OrderStatus.PARTIALLY_FILLED;
    if (!isBefore && !isAfter) torn++;
  }
  // Were no copy a mixture, the judgement would have had nothing to find.
  assert.ok(torn > 5, `${torn} mixtures`);
});

test('a look that the stage has not caught up with is not settled', () => {
  const desk = new Desk();
  desk.writer.order(0, { ...TERMS, id: 'A' });
  desk.drain();
  const reader = readerOf(desk);
  reader.look([0], () => {
    desk.writer.cancel(0, 'C', 'A');
    desk.rig.sequencer!.doWork();
  });
  assert.not.ok(reader.isSettled());
  desk.drain();
  assert.ok(reader.isSettled() && reader.judge());
  assert.not.ok(reader.isWhole(0));
});

test.run();
