/** Queries against an engine that goes on while they read, word by word, and one that does not go on at all. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { interrupted } from '../../../test/interrupted_orders.ts';
import { Desk } from '../../../test/simulation/desk.ts';
import { OrderType, PegKind, Side, TimeInForce } from '../../workers/model/order.ts';
import { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import { ReportKind } from '../../workers/model/venue.ts';
import type { OrdersView } from '../../workers/pipeline/orders/orders_view.ts';
import { parseConfiguration } from '../configuration/load.ts';
import { OrderQueries } from './order_queries.ts';
import type { DetailedOrderView } from './order_view.ts';
import { type OperatorRequest, type OrderRequest, type OrdersRequest, parseRequest } from './request.ts';

const TERMS = { side: Side.BUY, ticks: 101, lots: 10 };
const session = (name: string): string => `[[fix.sessions]]\ntargetCompId = "${name}"\naccounts = ["DESK"]\n`;
const instrument = (symbol: string): string =>
  `[[instruments]]\nsymbol = "${symbol}"\nreferencePrice = "5.00"\ntickSize = "0.05"\nlotSize = 100`;
const loaded = parseConfiguration(
  [
    '[[accounts]]\nname = "DESK"\n[[accounts]]\nname = "FUND"',
    session('ALPHA'),
    session('BETA'),
    instrument('AAPL'),
    instrument('MSFT'),
    '[demo]\nenabled = false',
  ].join('\n'),
);
if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
const { configuration } = loaded;

function queriesOver(desk: Desk, orders: OrdersView = viewOf(desk), patienceMs = 5_000): OrderQueries {
  const { engines, memory } = desk.rig;
  return new OrderQueries({
    configuration,
    pipeline: memory.pipeline,
    orders,
    work: engines.execution.workView(),
    patienceMs,
  });
}

function viewOf(desk: Desk): OrdersView {
  return desk.rig.engines.front.orders.store.view();
}

function requestOf(terms: object): OrdersRequest | OrderRequest {
  return parseRequest(JSON.stringify(terms)) as Extract<OperatorRequest, { action: 'orders' | 'order' }>;
}

async function orders(queries: OrderQueries, terms: object = { action: 'orders' }): Promise<DetailedOrderView[]> {
  const answer = await queries.answer(requestOf(terms));
  if (!answer.ok || !('orders' in answer)) throw new Error(JSON.stringify(answer));
  return [...answer.orders];
}

async function refusal(queries: OrderQueries, terms: object = { action: 'orders' }): Promise<string> {
  const answer = await queries.answer(requestOf(terms));
  return answer.ok ? 'answered' : answer.error;
}

test('lots and ticks become shares and money as the instrument has them', async () => {
  const desk = new Desk();
  desk.writer.quote(1, 0, 100, 102);
  desk.drain();
  desk.writer.order(1, { ...TERMS, id: 'A', instrument: 1, account: 1 });
  const [leg] = desk.drain().instructed();
  desk.fill(leg!.venue, leg!.ref, 4, 4, 10, 100);
  desk.fill(leg!.venue, leg!.ref, 2, 6, 10, 101);
  const [view] = await orders(queriesOver(desk));
  assert.equal(
    [view!.session, view!.account, view!.symbol, view!.quantity, view!.filledQuantity, view!.remainingQuantity],
    ['BETA', 'FUND', 'MSFT', 1_000, 600, 400],
  );
  assert.equal([view!.price, view!.averageFillPrice], [5.05, 5.016667]);
});

test('an order that is filled while it is read comes as it was before or as it is after', async () => {
  for (let word = 0; word < 150; word += 7) {
    const desk = new Desk();
    for (const id of ['A', 'B']) desk.writer.order(0, { ...TERMS, id });
    const [leg] = desk.drain().instructed();
    let isFilled = false;
    const view = interrupted(viewOf(desk), (reads) => {
      if (reads !== word) return;
      isFilled = true;
      desk.fill(leg!.venue, leg!.ref, 4, 4, 10);
    });
    const rows = await orders(queriesOver(desk, view));
    const totals = rows.map(({ clOrdId, status, filledQuantity, averageFillPrice }) =>
      [clOrdId, status, filledQuantity, averageFillPrice].join(' '),
    );
    const isAsAfter = isFilled && totals[0] === 'A PARTIALLY_FILLED 400 5.05';
    assert.ok(isAsAfter || totals[0] === 'A PENDING_NEW 0 ', totals[0]);
    assert.equal(totals.slice(1), ['B PENDING_NEW 0 ']);
  }
});

test('one that changes under every look is not told at all, and an engine that stands still is', async () => {
  const desk = new Desk();
  desk.writer.order(0, { ...TERMS, id: 'A' });
  const [leg] = desk.drain().instructed();
  let lots = 1_000;
  const restless = interrupted(viewOf(desk), (reads) => {
    if (reads % 30 === 0)
      desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10, leavesLots: ++lots });
  });
  assert.is(await refusal(queriesOver(desk, restless, 50)), 'orders change faster than they are read');
  const detail = { action: 'order', order: 'A', session: 'ALPHA' };
  assert.is(await refusal(queriesOver(desk, restless, 50), detail), 'the order changes faster than it is read');

  const still = new Desk();
  still.writer.order(0, { ...TERMS, id: 'A' });
  still.drain();
  still.writer.cancel(0, 'C', 'A');
  still.rig.sequencer!.doWork();
  const waiting = queriesOver(still, undefined, 50);
  assert.is(await refusal(waiting), 'the engine stands still for 0.05 s');
  still.drain();
  assert.is((await orders(waiting))[0]!.status, 'PENDING_CANCEL');
});

test('one order by any ClOrdID of its chain, by session where several have used it', async () => {
  const desk = new Desk();
  for (const number of [0, 1]) desk.writer.order(number, { ...TERMS, id: 'A' });
  const [leg] = desk.drain().instructed();
  desk.writer.replace(0, 'A2', 'A', { ...TERMS, lots: 20 });
  desk.drain();
  desk.report(leg!.venue, ReportKind.REPLACED, leg!.ref, { orderLots: 20, leavesLots: 20 });
  const queries = queriesOver(desk);
  const sessionsOf = async (terms: object): Promise<unknown> =>
    (await orders(queries, { action: 'order', ...terms })).map((view) => [view.session, view.clOrdId]);
  assert.equal(await sessionsOf({ order: 'A' }), [
    ['ALPHA', 'A2'],
    ['BETA', 'A'],
  ]);
  assert.equal(await sessionsOf({ order: 'A2', session: 'ALPHA' }), [['ALPHA', 'A2']]);
  assert.match(await refusal(queries, { action: 'order', order: 'A2', session: 'BETA' }), /^no open order "A2"/);
  desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { orderLots: 20 });
  assert.match(await refusal(queries, { action: 'order', order: 'A2' }), /^order "A2" has ended or was denied/);
});

test('terms that execution holds: of a stop, of a schedule, of its children none', async () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3);
  desk.writer.advanced(
    0,
    { ...TERMS, id: 'S', type: OrderType.STOP, side: Side.SELL, ticks: 0 },
    { stopTicks: 95, trigger: 1 },
  );
  desk.writer.advanced(
    0,
    { ...TERMS, id: 'P', type: OrderType.ICEBERG, lots: 30 },
    { displayLots: 10, participationRate: 0.25, expireTimeMs: 0 },
  );
  desk.drain();
  const queries = queriesOver(desk);
  const [stop] = await orders(queries, { action: 'order', order: 'S' });
  assert.equal([stop!.orderType, stop!.stopPrice, stop!.stopTrigger], ['STOP', 4.75, 'QUOTE']);
  const [parent] = await orders(queries, { action: 'order', order: 'P' });
  assert.equal([parent!.participationRate, parent!.workingQuantity, parent!.displayQuantity], [0.25, 1_000, 1_000]);
  const [child] = await orders(queries, { action: 'order', order: String(parent!.childOrders![0]) });
  assert.equal(
    [child!.parentOrderId, child!.participationRate, child!.clOrdId],
    [parent!.orderId, undefined, undefined],
  );
});

test('times and terms of a schedule and a peg, and a date that a resting order is good till', async () => {
  const desk = new Desk();
  const { writer } = desk;
  const schedule = { startTimeMs: 10_000, endTimeMs: 60_000, intervalMs: 5_000, participationRate: 0.1, completion: 1 };
  writer.advanced(0, { ...TERMS, id: 'T', type: OrderType.TWAP, lots: 60 }, schedule);
  writer.advanced(0, { ...TERMS, id: 'P', type: OrderType.PEGGED }, { peg: PegKind.PRIMARY, pegOffsetTicks: -2 });
  const stop = { ...TERMS, id: 'S', type: OrderType.STOP, side: Side.SELL, ticks: 0, tif: TimeInForce.GTD };
  writer.advanced(0, stop, { stopTicks: 95, expireTimeMs: 90_000 });
  desk.drain();
  const queries = queriesOver(desk);
  const one = async (order: string): Promise<DetailedOrderView> =>
    (await orders(queries, { action: 'order', order, session: 'ALPHA' }))[0]!;
  const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();
  const twap = await one('T');
  assert.equal(
    [twap.startTime, twap.endTime, twap.intervalMs, twap.participationRate, twap.completion, twap.childOrders],
    [at(10), at(60), 5_000, 0.1, 'COMPLETE', undefined],
  );
  assert.equal([twap.arrivalPrice, twap.workingQuantity, twap.expireTime], [5.05, 0, undefined]);
  const peg = await one('P');
  assert.equal([peg.peg, peg.pegOffset, peg.completion, peg.endTime], ['PRIMARY', -0.1, undefined, undefined]);
  writer.advanced(
    0,
    { ...TERMS, id: 'X', type: OrderType.TWAP, lots: 60 },
    { ...schedule, startTimeMs: 0, endTimeMs: 9e15 },
  );
  desk.drain();
  assert.is((await one('X')).endTime, '9000000000000000 ms since 1970', 'no calendar has it');
  const resting = await one('S');
  assert.equal([resting.timeInForce, resting.expireTime, resting.nextTime], ['GTD', at(90), undefined]);
});

test('an order that waits for a venue to open says so, until it goes', async () => {
  const desk = new Desk();
  const { writer } = desk;
  const status = { phase: TradingPhase.CLOSED, newOrders: NewOrders.QUEUED };
  writer.tradingStatus(EVERY_VENUE, TradingChange.OPERATOR, status);
  desk.drain();
  writer.order(0, { ...TERMS, id: 'A' });
  desk.drain();
  const waits = async (): Promise<boolean | undefined> =>
    (await orders(queriesOver(desk), { action: 'order', order: 'A', session: 'ALPHA' }))[0]!.waitsForOpen;
  assert.is(await waits(), true);
  writer.tradingStatus(EVERY_VENUE, TradingChange.OPERATOR, { phase: TradingPhase.CONTINUOUS });
  desk.drain();
  writer.quote(0, 0, 100, 102);
  desk.drain();
  assert.is(await waits(), undefined);
});

test('worked orders alone, with how far they are and what their fills cost', async () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3);
  const { writer } = desk;
  writer.order(0, { ...TERMS, id: 'PLAIN' });
  writer.advanced(0, { ...TERMS, id: 'I', type: OrderType.ICEBERG, lots: 40, ticks: 103 }, { displayLots: 10 });
  // By the clock of those who ask, this is long over; the engine's has hardly begun.
  const schedule = { startTimeMs: 60_000, endTimeMs: 600_000, intervalMs: 60_000 };
  writer.advanced(1, { ...TERMS, id: 'T', type: OrderType.TWAP, side: Side.SELL, lots: 60 }, schedule);
  desk.drain();
  // Half a tick more than the middle, 101, when it came; the market trades at 99 and 101 meanwhile.
  const child = desk.instructed().find(({ ticks }) => ticks === 103)!;
  desk.fill(child.venue, child.ref, 4, 4, 10, 101).fill(child.venue, child.ref, 4, 8, 10, 102);
  writer.quote(0, 0, 100, 102, 100, 99, { volumeLots: 3, highTicks: 99, lowTicks: 99 });
  writer.quote(0, 0, 100, 102, 100, 101, { volumeLots: 1, highTicks: 101, lowTicks: 101 });
  desk.drain();
  const queries = queriesOver(desk);
  const listed = await orders(queries, { action: 'orders', worked: true });
  assert.equal(
    listed.map(({ clOrdId, orderType }) => [clOrdId, orderType]),
    [
      ['I', 'ICEBERG'],
      ['T', 'TWAP'],
    ],
  );
  const [iceberg, twap] = listed as [DetailedOrderView, DetailedOrderView];
  assert.equal([iceberg.filledShare, iceberg.elapsedShare, iceberg.workingQuantity], [0.2, undefined, 200]);
  // Ticks of 0.05, lots of 100.
  assert.equal([iceberg.averageFillPrice, iceberg.arrivalPrice], [5.075, 5.05]);
  assert.equal([iceberg.marketAveragePrice, iceberg.marketQuantity], [4.975, 400]);
  assert.equal([iceberg.costToArrivalBps, iceberg.costToMarketBps], [49.5, 201.01]);
  assert.equal([twap.costToArrivalBps, twap.marketQuantity], [undefined, 400]);
  assert.equal([twap.elapsedShare, twap.filledShare], [1, 0]);
  assert.is((await orders(queries, { action: 'orders', worked: true, session: 'BETA' })).length, 1);
  const page = await queries.answer(requestOf({ action: 'orders', worked: true, limit: 1 }));
  assert.ok(page.ok && 'orders' in page && page.more && page.orders.length === 1);
});

test('queries wait for one another, and not too many of them', async () => {
  const queries = queriesOver(new Desk());
  const answers = await Promise.all(Array.from({ length: 20 }, () => queries.answer(requestOf({ action: 'orders' }))));
  assert.is(answers.filter(({ ok }) => ok).length, 16);
  assert.is(await refusal(queries), 'answered');
});

test.run();
