/** Busts and corrections, late fills and fills of nobody: what the client is told, and what is held. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { VenueReport } from '../../../../schemas/generated/engine.ts';
import { Desk, type Told } from '../../../../test/simulation/desk.ts';
import { checkAgreement, checkFront, checkQuiet } from '../../../../test/simulation/engine_checks.ts';
import { makeLegRef } from '../../model/leg_ref.ts';
import { ExecType, OrderStatus, Side } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import { readPositions } from '../portfolio/reader.ts';
import { SUSPENDED_WAITING } from './suspense.ts';

const TERMS = { side: Side.BUY, ticks: 101 };
let executions = 0;

function placed(lots: number, desk = new Desk(), id = 'A'): { desk: Desk; ref: number } {
  desk.writer.order(0, { ...TERMS, id, lots });
  desk.drain();
  const { ref, venue } = desk.instructed()[0]!;
  assert.is(venue, 0);
  desk.report(0, ReportKind.ACKNOWLEDGED, ref, { orderLots: lots, leavesLots: lots });
  desk.told();
  return { desk, ref };
}

/** A fill; answers with the venue's name for it. */
function fill(desk: Desk, ref: number, lots: number, cumulative: number, of: number, more: Partial<VenueReport> = {}) {
  const executionId = ++executions;
  const leavesLots = of - cumulative;
  const body = { executionId, lastLots: lots, lastTicks: 101, cumLots: cumulative, leavesLots, orderLots: of, ...more };
  desk.report(0, ReportKind.FILLED, ref, body);
  return executionId;
}

const brief = ({ execType, status, last, lastTicks, filled, leaves }: Told): number[] => [
  execType,
  status,
  last,
  lastTicks,
  filled,
  leaves,
];

/** Lots and result of the first position; risk must have the same lots. */
function held(desk: Desk): number[] {
  const { engines } = desk.rig;
  checkFront(engines);
  checkAgreement(engines);
  return readPositions(engines.portfolio.view()).map(({ positionLots }) => positionLots);
}

const waiting = (desk: Desk): number => desk.rig.engines.front.orders.store.suspense.figures[SUSPENDED_WAITING]!;

test('a bust of an open order: the lots are open again, and named by the report that told of them', () => {
  const { desk, ref } = placed(10);
  const execution = fill(desk, ref, 4, 4, 10);
  const [first] = desk.told();
  desk.changeTrade(0, execution, { executionId: ++executions });
  const [told] = desk.told();
  assert.equal(brief(told!), [ExecType.TRADE_CANCEL, OrderStatus.NEW, 4, 101, 0, 10]);
  assert.is(told!.refersTo, first!.executionId);
  assert.equal(held(desk), [0]);
  checkQuiet(desk.rig.engines);
  // What the venue still has of it trades; the rest ends with it.
  fill(desk, ref, 6, 10, 10);
  assert.equal(
    desk.told().map(({ execType, filled, leaves }) => [execType, filled, leaves]),
    [
      [ExecType.TRADE, 6, 4],
      [ExecType.CANCELLED, 6, 0],
    ],
  );
  assert.equal(held(desk), [6]);
});

test('what was taken back goes to work again with a replace', () => {
  const { desk, ref } = placed(10);
  desk.changeTrade(0, fill(desk, ref, 4, 4, 10));
  desk.writer.replace(0, 'R', 'A', { ...TERMS, lots: 12 });
  const [instructed] = desk.drain().instructed();
  // Four of the venue's lots are gone: for twelve open ones it needs sixteen.
  assert.is(instructed!.lots, 16);
  desk.told();
  desk.report(0, ReportKind.REPLACED, ref, { orderLots: 16, priceTicks: 101, cumLots: 4, leavesLots: 12 });
  const [told] = desk.told();
  assert.equal([told!.execType, told!.quantity, told!.filled, told!.leaves], [ExecType.REPLACED, 12, 0, 12]);
  fill(desk, ref, 12, 16, 16);
  assert.equal(brief(desk.told()[0]!), [ExecType.TRADE, OrderStatus.FILLED, 12, 101, 12, 0]);
  assert.equal(held(desk), [12]);
});

test('a correction of an open order changes lots and price; one to more lots is left to a person', () => {
  const { desk, ref } = placed(10);
  const execution = fill(desk, ref, 4, 4, 10);
  desk.told();
  desk.changeTrade(0, execution, { lastLots: 3, lastTicks: 99 });
  assert.equal(brief(desk.told()[0]!), [ExecType.TRADE_CORRECT, OrderStatus.PARTIALLY_FILLED, 3, 99, 3, 7]);
  desk.changeTrade(0, execution, { lastLots: 5, lastTicks: 99 });
  assert.equal(desk.told(), []);
  assert.equal(held(desk), [3]);
});

test('an order that was filled stays ended when a fill of it is taken back, and is told cancelled', () => {
  const { desk, ref } = placed(10);
  const first = fill(desk, ref, 4, 4, 10);
  fill(desk, ref, 6, 10, 10);
  desk.told();
  desk.changeTrade(0, first);
  assert.equal(brief(desk.told()[0]!), [ExecType.TRADE_CANCEL, OrderStatus.CANCELLED, 4, 101, 6, 0]);
  assert.equal(held(desk), [6]);
});

test('the same when its place in the pool is used again: identity is among the executions', () => {
  const { desk, ref } = placed(10);
  const execution = fill(desk, ref, 10, 10, 10);
  const [filled] = desk.told();
  for (let i = 0; i < 200; i++) {
    const next = placed(1, desk, `B${i}`);
    fill(desk, next.ref, 1, 1, 1);
  }
  desk.told();
  desk.changeTrade(0, execution, { lastLots: 10, lastTicks: 100, executionId: ++executions });
  const [told] = desk.told();
  assert.equal([...brief(told!), told!.id], [ExecType.TRADE_CORRECT, OrderStatus.FILLED, 10, 100, 10, 0, 'A']);
  assert.is(told!.refersTo, filled!.executionId);
  // A later change may name the correction, and refers to what told of it.
  desk.changeTrade(0, executions);
  const [bust] = desk.told();
  assert.equal(brief(bust!), [ExecType.TRADE_CANCEL, OrderStatus.CANCELLED, 10, 100, 0, 0]);
  assert.is(bust!.refersTo, told!.executionId);
  assert.equal(held(desk), [200]);
});

test('a bust that comes twice is applied once, and so is a correction, whatever came between', () => {
  const { desk, ref } = placed(10);
  const execution = fill(desk, ref, 10, 10, 10);
  const correction = ++executions;
  const corrected = { executionId: correction, lastLots: 9, lastTicks: 101 };
  desk.changeTrade(0, execution, corrected);
  desk.changeTrade(0, execution, { executionId: ++executions, lastLots: 8, lastTicks: 101 });
  desk.told();
  desk.changeTrade(0, execution, corrected);
  assert.equal(held(desk), [8]);
  desk.changeTrade(0, execution);
  desk.changeTrade(0, execution);
  desk.changeTrade(0, execution, { executionId: ++executions, lastLots: 2, lastTicks: 101 });
  assert.is(desk.told().length, 1);
  assert.equal(held(desk), [0]);
});

test('a trade that nobody knows, or that another venue speaks of, changes nothing', () => {
  const { desk, ref } = placed(10);
  const execution = fill(desk, ref, 4, 4, 10);
  desk.told();
  desk.changeTrade(1, execution);
  desk.changeTrade(0, 987_654);
  desk.changeTrade(0, 0);
  desk.changeTrade(0, execution, { legRef: ref + 4 });
  desk.changeTrade(0, execution, { lastLots: 1.5, lastTicks: 101 });
  assert.equal(desk.told(), []);
  assert.equal(held(desk), [4]);
});

test('fills of today and yesterday: one of the day before is nobody’s any more', () => {
  const { desk, ref } = placed(10);
  const old = fill(desk, ref, 4, 4, 10);
  desk.writer.dayRoll(86_400_000);
  desk.drain();
  const yesterdays = fill(desk, ref, 1, 5, 10);
  desk.writer.dayRoll(2 * 86_400_000);
  desk.drain();
  desk.told();
  desk.changeTrade(0, old);
  assert.equal(desk.told(), []);
  desk.changeTrade(0, yesterdays);
  assert.equal(brief(desk.told()[0]!), [ExecType.TRADE_CANCEL, OrderStatus.PARTIALLY_FILLED, 1, 101, 4, 6]);
  assert.equal(held(desk), [4]);
});

test('a late fill of a cancelled order is booked and told, once, and can be taken back', () => {
  const { desk, ref } = placed(10);
  desk.writer.cancel(0, 'C', 'A');
  desk.drain();
  desk.report(0, ReportKind.CANCELLED, ref, { orderLots: 10 });
  desk.told();
  const execution = fill(desk, ref, 4, 4, 10, { leavesLots: 0 });
  const [late] = desk.told();
  assert.equal([...brief(late!), late!.id], [ExecType.TRADE, OrderStatus.CANCELLED, 4, 101, 4, 0, 'A']);
  assert.equal(held(desk), [4]);
  desk.report(0, ReportKind.FILLED, ref, { executionId: execution, lastLots: 4, lastTicks: 101, cumLots: 4 });
  assert.equal(desk.told(), []);
  fill(desk, ref, 6, 10, 10);
  assert.equal(brief(desk.told()[0]!), [ExecType.TRADE, OrderStatus.FILLED, 6, 101, 10, 0]);
  desk.changeTrade(0, execution);
  assert.equal(brief(desk.told()[0]!), [ExecType.TRADE_CANCEL, OrderStatus.CANCELLED, 4, 101, 6, 0]);
  assert.equal(held(desk), [6]);
});

test('a fill of an order that nobody knows is kept apart, once, until an operator says whose it is', () => {
  const desk = new Desk();
  const ref = makeLegRef(1, 3, 9, 0, 0);
  const execution = fill(desk, ref, 4, 4, 4);
  desk.report(0, ReportKind.FILLED, ref, { executionId: execution, lastLots: 4, lastTicks: 101, cumLots: 4 });
  assert.is(waiting(desk), 1);
  assert.equal(held(desk), []);
  // Neither an account that there is not, nor a side that nobody named, nor a number that is none.
  desk.writer.resolveFill(1, { assigned: 1, account: 3, instrument: 0, side: Side.SELL });
  desk.writer.resolveFill(1, { assigned: 1, account: 1, instrument: 0 });
  desk.writer.resolveFill(1, { assigned: 1, account: 1, instrument: 99, side: Side.SELL });
  desk.writer.resolveFill(2, { assigned: 1, account: 1, instrument: 0, side: Side.SELL });
  desk.drain();
  assert.is(waiting(desk), 1);
  desk.writer.resolveFill(1, { assigned: 1, account: 1, instrument: 0, side: Side.SELL });
  desk.drain();
  assert.is(waiting(desk), 0);
  assert.equal(held(desk), [-4]);
  // It is an execution like any other now.
  desk.report(0, ReportKind.FILLED, ref, { executionId: execution, lastLots: 4, lastTicks: 101, cumLots: 4 });
  assert.is(waiting(desk), 0);
  desk.changeTrade(0, execution);
  assert.equal(held(desk), [0]);
  assert.equal(desk.told(), []);
});

test('one that was dropped does not come again, and a bust drops one that waits', () => {
  const desk = new Desk();
  const stray = { executionId: 5, instrument: 1, side: Side.BUY, lastLots: 2, lastTicks: 7 };
  desk.writer.strayFill(0, stray);
  desk.writer.strayFill(0, { ...stray, executionId: 6 });
  desk.drain();
  assert.is(waiting(desk), 2);
  desk.writer.resolveFill(1);
  desk.changeTrade(0, 6);
  assert.is(waiting(desk), 0);
  desk.writer.strayFill(0, stray);
  desk.writer.strayFill(0, { ...stray, executionId: 6 });
  desk.drain();
  assert.is(waiting(desk), 0);
  assert.equal(held(desk), []);
});

test('more fills of nobody than there is room for are counted, not kept', () => {
  const desk = new Desk();
  for (let executionId = 1; executionId <= 300; executionId++) {
    desk.writer.strayFill(0, { executionId, instrument: 0, side: Side.BUY, lastLots: 1, lastTicks: 7 });
    desk.drain();
  }
  assert.is(waiting(desk), 256);
});

test('a fill beyond its order is kept apart, and its leg ends all the same', () => {
  const { desk, ref } = placed(10);
  fill(desk, ref, 4, 4, 10);
  desk.told();
  fill(desk, ref, 8, 12, 12);
  assert.is(waiting(desk), 1);
  assert.equal(brief(desk.told()[0]!), [ExecType.CANCELLED, OrderStatus.CANCELLED, 0, 0, 4, 0]);
  desk.writer.resolveFill(1, { assigned: 1, account: 0, strategy: 0 });
  desk.drain();
  assert.equal(held(desk), [12]);
});

test('one that was kept apart does not come again as a late fill when a bust makes room for it', () => {
  const { desk, ref } = placed(10);
  const first = fill(desk, ref, 6, 6, 10);
  desk.report(0, ReportKind.CANCELLED, ref, { cumLots: 6, orderLots: 10 });
  const again = { lastLots: 6, lastTicks: 101, cumLots: 12, orderLots: 10 };
  const beyond = fill(desk, ref, 6, 12, 12);
  assert.equal([waiting(desk), held(desk)], [1, [6]]);
  desk.changeTrade(0, first, { executionId: ++executions });
  desk.report(0, ReportKind.FILLED, ref, { ...again, executionId: beyond });
  assert.equal([waiting(desk), held(desk)], [1, [0]]);
});

test('a fill that is kept apart is corrected, and the operator finds it as it is then', () => {
  const { desk, ref } = placed(10);
  fill(desk, ref, 4, 4, 10);
  const beyond = fill(desk, ref, 8, 12, 12);
  assert.is(waiting(desk), 1);
  const correct = (original: number, executionId: number, lastLots: number, lastTicks = 101): unknown =>
    desk.changeTrade(0, original, { executionId, lastLots, lastTicks });
  correct(beyond, 900, 3);
  // By the name of the correction, to another price too; and what comes again is old.
  correct(900, 901, 2, 103);
  correct(beyond, 900, 3);
  correct(beyond, 902, 2, 103);
  assert.is(waiting(desk), 1);
  assert.equal(held(desk), [4]);
  desk.writer.resolveFill(1, { assigned: 1, account: 0, strategy: 0 });
  desk.drain();
  assert.equal(held(desk), [6]);
  // Its names stay its names.
  correct(900, 903, 1, 103);
  assert.equal(held(desk), [5]);
  desk.changeTrade(0, 901);
  assert.equal(held(desk), [4]);
});

test('a fill that is kept apart is corrected four times at most', () => {
  const desk = new Desk();
  desk.writer.strayFill(0, { executionId: 5, instrument: 1, side: Side.BUY, lastLots: 9, lastTicks: 7 });
  desk.drain();
  for (let i = 1; i <= 6; i++) desk.changeTrade(0, 5, { executionId: 100 + i, lastLots: 9 - i, lastTicks: 7 });
  desk.writer.resolveFill(1, { assigned: 1, account: 1, instrument: 1 });
  desk.drain();
  assert.equal(held(desk), [5]);
});

test('a cancel that nobody asked for ends the order, and its client is told', () => {
  const { desk, ref } = placed(10);
  fill(desk, ref, 4, 4, 10);
  desk.told();
  desk.report(0, ReportKind.CANCELLED, ref, { cumLots: 4, orderLots: 10 });
  assert.equal(brief(desk.told()[0]!), [ExecType.CANCELLED, OrderStatus.CANCELLED, 0, 0, 4, 0]);
});

test.run();
