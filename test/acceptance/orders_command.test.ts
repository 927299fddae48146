/** `sluice orders` on a running engine: what is asked for and no more, each order once while others come and go, and bad input. */

import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldList, formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';
import { askEngine } from '../../src/main/operator/ask_engine.ts';
import type { DetailedOrderView } from '../../src/main/operator/order_view.ts';
import type { OperatorQuestion } from '../../src/main/operator/request.ts';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { type LimitTerms, limitOrder } from './requests.ts';
import { ToldOrders } from './told_orders.ts';
import { TradingLoad } from './trading_load.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const RESTING = 40;
const LIMIT_MS = 60_000;
const LISTS = process.env.SLUICE_LONG ? 500 : 20;

let world: World;
let daemon: Daemon;
const alpha = new FixClient('ALPHA');
const beta = new FixClient('BETA');
const alphaOrders = new ToldOrders(alpha);
const load = new TradingLoad(beta, 7);

function sluice(...args: string[]): { exitCode: number | null; printed: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  return { exitCode: status, printed: stdout.trim(), errors: stderr.trim() };
}

/** The orders that the command prints as JSON. */
function listed(...args: string[]): DetailedOrderView[] {
  const { exitCode, printed, errors } = sluice('orders', world.dataDirectory, '--json', ...args);
  assert.is(exitCode, 0, errors);
  return printed === '' ? [] : printed.split('\n').map((line) => JSON.parse(line) as DetailedOrderView);
}

const idsOf = (views: readonly DetailedOrderView[]): (string | undefined)[] => views.map(({ clOrdId }) => clOrdId);

/** Over the socket itself, as the command does. */
async function asked(question: OperatorQuestion): Promise<{ orders: readonly DetailedOrderView[]; more: boolean }> {
  const answer = await askEngine(world.dataDirectory, question);
  if (answer === undefined || !answer.ok || !('orders' in answer)) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Waits until one order is as it should be. */
async function untilAsked(what: string, order: string, isSo: (view: DetailedOrderView) => boolean): Promise<void> {
  const limit = Date.now() + LIMIT_MS;
  for (let isDone = false; !isDone; await sleep(10)) {
    assert.ok(Date.now() < limit, what);
    const answer = await askEngine(world.dataDirectory, { action: 'order', order });
    isDone = answer?.ok === true && 'orders' in answer && isSo(answer.orders[0]!);
  }
}

async function takes(clOrdId: string, fields: FieldList): Promise<void> {
  alphaOrders.request(clOrdId, 'D', fields);
  await until(`${clOrdId} is open`, () => alphaOrders.open().some((order) => order.clOrdId === clOrdId));
}

const limit = (clOrdId: string, price: string, terms: LimitTerms = {}): Promise<void> =>
  takes(clOrdId, limitOrder(clOrdId, price, terms));

function worked(clOrdId: string, symbol: string, quantity: number, terms: FieldList): Promise<void> {
  const head: FieldList = [
    [11, clOrdId],
    [55, symbol],
    [54, 2],
    [60, formatTimestamp(Date.now())],
    [38, quantity],
  ];
  return takes(clOrdId, [...head, [59, 1], ...terms]);
}

test.before(async () => {
  // Its orders outlive the daemon's kill.
  world = await World.make({ ownExchange: true });
  await world.startExchange();
  daemon = await world.startDaemon();
  await alpha.connect(daemon.port);
  await beta.connect(daemon.port);
  for (let attempt = 0; alphaOrders.open().length === 0; attempt++) {
    alphaOrders.request(`first-${attempt}`, 'D', limitOrder(`first-${attempt}`, '275.00'));
    await until('it is answered', () => alphaOrders.requests.get(`first-${attempt}`)!.answers > 0);
    await sleep(50);
  }
});

test.after(() => {
  load.stop();
  world.remove();
});

test('orders are listed by what they have, all that is named together', async () => {
  await limit('buy', '276.00');
  await limit('sell', '310.00', { side: 2, quantity: 200 });
  await limit('other', '150.00', { symbol: 'MSFT' });
  assert.equal(idsOf(listed('--symbol', 'MSFT')), ['other']);
  assert.equal(idsOf(listed('--side', 'sell')), ['sell']);
  assert.equal(idsOf(listed('--session', 'ALPHA', '--account', 'ALPHA', '--strategy', 'ALPHA')).slice(1), [
    'buy',
    'sell',
    'other',
  ]);
  assert.equal(listed('--session', 'BETA'), []);
  assert.equal(listed('--status', 'partially-filled'), []);
  await untilAsked('its venue has it', 'sell', ({ status }) => status === 'NEW');
  const [sell] = listed('--symbol', 'AAPL', '--side', 'sell');
  const { orderId, acceptedTime, updatedTime, ...rest } = sell!;
  assert.ok(Date.parse(updatedTime!) >= Date.parse(acceptedTime!), `${acceptedTime} ${updatedTime}`);
  assert.ok(Math.abs(Date.now() - Date.parse(acceptedTime!)) < 300_000, acceptedTime);
  assert.is(String(orderId), [...alphaOrders.byOrderId.values()].find(({ clOrdId }) => clOrdId === 'sell')!.orderId);
  assert.equal(rest, {
    clOrdId: 'sell',
    session: 'ALPHA',
    account: 'ALPHA',
    strategy: 'ALPHA',
    symbol: 'AAPL',
    side: 'sell',
    orderType: 'LIMIT',
    timeInForce: 'GTC',
    status: 'NEW',
    quantity: 200,
    filledQuantity: 0,
    remainingQuantity: 200,
    price: 310,
  });
});

test('a list in pages, and what comes behind one', () => {
  const all = listed();
  assert.is(all.length, 4);
  const { printed, errors } = sluice('orders', world.dataDirectory, '--limit', '3');
  assert.match(printed, /3 open orders$/);
  const [, after] = errors.match(/there are more: --after (\d+)/)!;
  assert.is(Number(after), all[2]!.orderId);
  assert.equal(listed('--after', after!), [all[3]]);
});

test('one order, by its id or a ClOrdID, with the terms of its kind', async () => {
  const byName = sluice('orders', world.dataDirectory, '--order', 'buy').printed;
  assert.match(byName, /^order id +\d+\nClOrdID +buy\n/);
  const [buy] = listed('--order', 'buy', '--session', 'ALPHA');
  assert.equal(listed('--order', String(buy!.orderId)), [buy]);
  await worked('stop', 'MSFT', 100, [
    [40, 4],
    [99, '1.00'],
    [44, '0.99'],
    [848, 'trigger=quote'],
  ]);
  const [stop] = listed('--order', 'stop');
  assert.equal([stop!.orderType, stop!.stopPrice, stop!.stopTrigger, stop!.price], ['STOP_LIMIT', 1, 'QUOTE', 0.99]);
  await worked('iceberg', 'AAPL', 300, [
    [40, 2],
    [44, '310.00'],
    [111, 100],
    [847, 1003],
  ]);
  await untilAsked('its child is open', 'iceberg', ({ childOrders }) => childOrders !== undefined);
  const [iceberg] = listed('--order', 'iceberg');
  assert.equal([iceberg!.orderType, iceberg!.displayQuantity, iceberg!.workingQuantity], ['ICEBERG', 100, 300]);
  const child = iceberg!.childOrders![0];
  const views = listed('--parent', String(iceberg!.orderId));
  assert.equal(
    views.map(({ orderId, quantity, displayQuantity, session, clOrdId }) => [
      ...[orderId, quantity, displayQuantity],
      ...[session, clOrdId],
    ]),
    [[child, 300, 100, undefined, undefined]],
  );
  assert.not.ok(listed('--parent', '0').some(({ orderId }) => orderId === child));
});

test('while others trade, an order that is open all the while is listed once each time, and whole', async () => {
  for (let i = 0; i < RESTING; i++) await limit(`rest-${i}`, '270.00', { quantity: 100 + i });
  load.start();
  await until('the other trades', () => load.orders.byOrderId.size > 100);
  for (let list = 0; list < LISTS; list++) {
    const views: DetailedOrderView[] = [];
    for (let more = true; more; ) {
      const answer = await asked({ action: 'orders', limit: 13, after: views.at(-1)?.orderId ?? 0 });
      views.push(...answer.orders);
      more = answer.more && answer.orders.length > 0;
    }
    const ids = views.map(({ orderId }) => orderId);
    assert.equal(
      ids,
      [...new Set(ids)].sort((a, b) => a - b),
    );
    const resting = views.filter(({ clOrdId }) => clOrdId?.startsWith('rest-'));
    assert.equal(
      resting.map(({ clOrdId, quantity, price, account }) => [clOrdId, quantity, price, account]),
      Array.from({ length: RESTING }, (_, i) => [`rest-${i}`, 100 + i, 270, 'ALPHA']),
    );
    for (const view of views) assert.is(view.remainingQuantity, view.quantity - view.filledQuantity);
  }
  const [one] = (await asked({ action: 'order', order: 'rest-7' })).orders;
  assert.is(one!.quantity, 107);
  load.stop();
});

test('what is wrong is said, and what has ended is not open', async () => {
  const refused = (...args: string[]): readonly unknown[] => {
    const { exitCode, errors } = sluice('orders', world.dataDirectory, ...args);
    return [exitCode, errors];
  };
  assert.equal(refused('--account', 'GAMMA'), [2, 'unknown account "GAMMA": expected ALPHA, BETA']);
  assert.equal(refused('--session', 'GAMMA')[1], 'unknown session "GAMMA": expected ALPHA, BETA');
  assert.equal(refused('--strategy', 'GAMMA')[1], 'unknown strategy "GAMMA": expected ALPHA, BETA');
  assert.match(refused('--symbol', 'NONE')[1] as string, 'unknown symbol "NONE": expected AAPL, MSFT');
  assert.match(refused('--status', 'filled')[1] as string, 'Expected one of pending-new, new, partially-filled');
  assert.match(refused('--limit', '0')[1] as string, 'Expected a whole number from 1');
  assert.match(refused('--order', 'x', '--side', 'buy')[1] as string, 'cannot be used with');
  assert.equal(refused('--order', 'nobody')[1], 'no open order "nobody": expected an order id, or a ClOrdID of today');
  assert.is((await askEngine(world.dataDirectory, { action: 'orders', limit: 1_001 }))!.ok, false);
  const ended = [...load.orders.byOrderId.values()].find((order) => load.orders.hasEnded(order))!;
  assert.match(refused('--order', ended.clOrdId, '--session', 'BETA')[1] as string, /has ended or was denied/);
  assert.is(sluice('orders', world.folder).exitCode, 3);
});

test('after a kill the same orders are listed', async () => {
  await beta.logout();
  const resting = (views: readonly DetailedOrderView[]): unknown[] =>
    views
      .filter(({ session }) => session === 'ALPHA')
      .map(({ orderId, clOrdId, acceptedTime }) => [orderId, clOrdId, acceptedTime]);
  const before = resting(listed());
  assert.ok(before.length > RESTING);
  await daemon.child.kill();
  alpha.drop();
  daemon = await world.startDaemon();
  assert.equal(resting(listed()), before);
  await alpha.connect(daemon.port);
});

test('the engine ends well, and nobody answers any more', async () => {
  await alpha.logout();
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
  assert.equal([...alpha.faults, ...alphaOrders.faults, ...beta.faults], []);
  assert.equal(sluice('orders', world.dataDirectory).exitCode, 3);
});

test.run();
