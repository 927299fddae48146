/** Cancel on disconnect, over lost connections, a logout, a kill of the engine; and the session whose grace is not over. */

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { ToldOrders } from './told_orders.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const CANCELLED = /ALPHA has been away for 0 s: cancelling its orders, command \d+/g;

let world: World;
let daemon: Daemon;
let count = 0;
const alpha = new FixClient('ALPHA');
const beta = new FixClient('BETA');
const alphaOrders = new ToldOrders(alpha);
const betaOrders = new ToldOrders(beta);

function sends(orders: ToldOrders): string {
  const clOrdId = `order-${++count}`;
  orders.request(clOrdId, 'D', [
    [11, clOrdId],
    [55, 'AAPL'],
    [54, 1],
    [60, formatTimestamp(Date.now())],
    [38, 100],
    [40, 2],
    [44, '275.00'],
    [59, 1],
  ]);
  return clOrdId;
}

/** The ClOrdID of an order that rests at the venue. */
async function rests(orders: ToldOrders): Promise<string> {
  for (;;) {
    const clOrdId = sends(orders);
    await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
    if (open(orders).includes(clOrdId)) return clOrdId;
    // No price yet: denied.
    await sleep(50);
  }
}

function open(orders: ToldOrders): string[] {
  return orders.open().map(({ clOrdId }) => clOrdId);
}

/** How often this daemon has cancelled ALPHA's orders. */
function cancels(): number {
  return [...daemon.child.output.matchAll(CANCELLED)].length;
}

async function startDaemon(): Promise<void> {
  daemon = await world.startDaemon();
}

test.before(async () => {
  world = await World.make({ ownExchange: true });
  const text = readFileSync(world.configFile, 'utf8')
    .replace('strategy = "ALPHA"', 'strategy = "ALPHA"\ncancelOnDisconnect = true')
    .replace('strategy = "BETA"', 'strategy = "BETA"\ncancelOnDisconnect = true\ndisconnectGrace = "1h"');
  writeFileSync(world.configFile, text);
  await world.startExchange();
  await startDaemon();
  await alpha.connect(daemon.port);
  await beta.connect(daemon.port);
});

test.after(() => world.remove());

test('a lost connection: its orders are cancelled, and new ones after the next Logon live', async () => {
  await rests(alphaOrders);
  await rests(alphaOrders);
  const others = await rests(betaOrders);
  alpha.drop();
  await until('they are being cancelled', () => cancels() === 1);
  await alpha.connect(daemon.port);
  await until('it is told that they are', () => open(alphaOrders).length === 0);
  const next = await rests(alphaOrders);
  await alpha.roundTrip();
  await beta.roundTrip();
  assert.equal([open(alphaOrders), open(betaOrders)], [[next], [others]]);
});

test('a Logon at once after a lost connection: what it sends lives, what was there does not', async () => {
  const [before] = open(alphaOrders);
  alpha.drop();
  await alpha.connect(daemon.port);
  const next = await rests(alphaOrders);
  await until('what was there is cancelled', () => !open(alphaOrders).includes(before!));
  await alpha.roundTrip();
  assert.equal(open(alphaOrders), [next]);
  assert.is(cancels(), 2);
});

test('an order that the logout follows at once is cancelled like the others', async () => {
  const last = sends(alphaOrders);
  await alpha.logout();
  await until('they are being cancelled', () => cancels() === 3);
  await alpha.connect(daemon.port);
  await until('it is told', () => alphaOrders.requests.get(last)!.answers > 0 && open(alphaOrders).length === 0);
});

test('a Logon within the grace keeps the orders', async () => {
  const kept = open(betaOrders);
  beta.drop();
  await beta.connect(daemon.port);
  await beta.roundTrip();
  assert.equal(open(betaOrders), kept);
});

test('after a kill of the engine: who has no grace is not waited for, who has one is', async () => {
  await rests(alphaOrders);
  const kept = open(betaOrders);
  await daemon.child.kill();
  await until('the clients see it', () => !alpha.isConnected && !beta.isConnected);
  await startDaemon();
  await until('they are being cancelled', () => cancels() === 1);
  await alpha.connect(daemon.port);
  await until('it is told that they are', () => open(alphaOrders).length === 0);
  await beta.connect(daemon.port);
  await beta.roundTrip();
  assert.equal(open(betaOrders), kept);
});

test('a stop of the engine cancels nothing: the next start does', async () => {
  const resting = await rests(alphaOrders);
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
  assert.is(cancels(), 1, 'the one of the start');
  assert.equal(open(alphaOrders), [resting]);
  await startDaemon();
  await until('they are being cancelled', () => cancels() === 1);
  await alpha.connect(daemon.port);
  await until('it is told that they are', () => open(alphaOrders).length === 0);
  await alpha.logout();
  await beta.connect(daemon.port);
  await beta.logout();
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'replay', world.dataDirectory], { encoding: 'utf8' });
  assert.is(status, 0, stderr);
  assert.equal([...alpha.faults, ...beta.faults, ...alphaOrders.faults, ...betaOrders.faults], []);
});

test.run();
