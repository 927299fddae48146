import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Action, BUY, Trader, type TraderReport } from './trader.ts';

const INSTRUMENTS = [
  { symbol: 'A', lotSize: 1, referencePriceTicks: 28_950 },
  { symbol: 'B', lotSize: 200, referencePriceTicks: 40 },
];

function newTrader(seed: number): Trader {
  return new Trader(INSTRUMENTS, 10_001, seed, 'T');
}

function report(action: Action, kind: TraderReport['kind'], more: Partial<TraderReport> = {}): TraderReport {
  const origClOrdId = action.kind === 'new' ? '' : action.order.clOrdId;
  return { kind, clOrdId: action.clOrdId, origClOrdId, done: false, lastQuantity: 0, lastTicks: 0, ...more };
}

/** A venue that fills what is immediate, rests what is not, denies what is too large, grants every change. */
function answer(trader: Trader, action: Action): void {
  if (action.kind === 'cancel') trader.onReport(report(action, 'ended', { done: true }));
  else if (action.kind === 'replace') trader.onReport(report(action, 'replaced'), action);
  else if (action.quantity > 10_000 * INSTRUMENTS[action.instrument]!.lotSize) {
    trader.onReport(report(action, 'denied', { done: true }));
  } else {
    trader.onReport(report(action, 'accepted'));
    const fill = { done: true, lastQuantity: action.quantity, lastTicks: action.priceTicks ?? 100 };
    if (action.immediate) trader.onReport(report(action, 'traded', fill));
  }
}

function run(trader: Trader, steps: number): Action[] {
  return Array.from({ length: steps }, () => {
    const action = trader.next()!;
    answer(trader, action);
    return action;
  });
}

test('the same seed trades the same, another does not', () => {
  const text = (seed: number) => JSON.stringify(run(newTrader(seed), 2_000));
  assert.is(text(7), text(7));
  assert.is.not(text(7), text(8));
});

test('it does everything that the demo is to show, in whole lots and at real prices', () => {
  const trader = newTrader(1);
  const actions = run(trader, 5_000);
  const news = actions.filter((action) => action.kind === 'new');
  assert.ok(
    news.every(({ quantity, instrument }) => quantity > 0 && quantity % INSTRUMENTS[instrument]!.lotSize === 0),
  );
  assert.ok(news.every(({ priceTicks }) => priceTicks === undefined || priceTicks >= 1));
  const { sent, cancels, replaces, filled, denied, ended } = trader.counts;
  assert.ok(
    [sent, cancels, replaces, filled, denied, ended].every((count) => count > 50),
    JSON.stringify(trader.counts),
  );
  assert.ok(denied < sent / 10, 'denials are the exception');
  assert.is(new Set(actions.map((action) => action.clOrdId)).size, actions.length, 'no ClOrdID twice');
});

test('open orders and positions stay bounded', () => {
  const trader = newTrader(3);
  run(trader, 20_000);
  assert.ok(trader.counts.open <= 200, `${trader.counts.open} open`);
  assert.ok(Math.abs(trader.position(0)) < 20_000, `position ${trader.position(0)}`);
});

test('it changes only what is acknowledged, once at a time', () => {
  const trader = newTrader(5);
  const changing = new Set<string>();
  for (let i = 0; i < 2_000; i++) {
    const action = trader.next();
    if (action === undefined) break;
    if (action.kind === 'new') {
      if (i % 2 === 0) trader.onReport(report(action, 'accepted'));
      continue;
    }
    assert.ok(action.order.acknowledged);
    assert.not(changing.has(action.order.clOrdId), 'asked twice');
    changing.add(action.order.clOrdId);
  }
});

test('a fill sets the price it goes by, a refused change leaves the order as it was', () => {
  const trader = newTrader(5);
  const orders = run(trader, 200).filter((action) => action.kind === 'new');
  const resting = orders.findLast((action) => !action.immediate)!;
  trader.onReport(report(resting, 'traded', { lastQuantity: 100, lastTicks: 123, done: true }));
  const before = trader.counts.open;
  trader.onReport(report(resting, 'traded', { lastQuantity: 100, lastTicks: 123, done: true }));
  assert.is(trader.counts.open, before, 'an order ends once');
  trader.onReport({ ...report(resting, 'refused'), clOrdId: 'nobody' });
});

test('an engine that does not answer gets no more orders, until the next logon', () => {
  const trader = newTrader(9);
  const sent = Array.from({ length: 2_000 }, () => trader.next()).filter((action) => action !== undefined);
  assert.is(sent.length, 400);
  trader.forgetOrders();
  assert.is(trader.counts.open, 0);
  assert.ok(trader.next() !== undefined);
});

test('the denial of a change leaves the order open', () => {
  const trader = newTrader(4);
  let action = trader.next()!;
  while (action.kind === 'new') {
    answer(trader, action);
    action = trader.next()!;
  }
  const before = trader.counts.open;
  trader.onReport({ ...report(action, 'denied', { done: true }), origClOrdId: '' });
  assert.is(trader.counts.open, before);
  assert.not(action.order.changing);
});

test('a buy adds to the position', () => {
  const trader = newTrader(11);
  const action = run(trader, 1).find((candidate) => candidate.kind === 'new')!;
  const fresh = newTrader(11);
  fresh.next();
  fresh.onReport(report(action, 'traded', { lastQuantity: 300, lastTicks: 5 }));
  assert.is(fresh.position(action.instrument), action.side === BUY ? 300 : -300);
});

test.run();
