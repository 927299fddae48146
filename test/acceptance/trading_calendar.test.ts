/** A calendar in the daemon: closed and open by the clock, an operator's word against it, the day's end at the close. */

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const FOR_THE_DAY = 0;
const TILL_CANCELLED = 1;
const AT_ONCE = 3;
const HOUR_MS = 3_600_000;

/** How far the zone is ahead of UTC, where clocks show noon or half an hour around it: no test runs over its midnight. */
const AHEAD_HOURS = 12 - new Date().getUTCHours();
/** As the time zone database has it: west is positive. */
const ZONE = `Etc/GMT${AHEAD_HOURS > 0 ? '-' : '+'}${Math.abs(AHEAD_HOURS)}`;
const localTime = (ms: number): string => new Date(ms + AHEAD_HOURS * HOUR_MS).toISOString().slice(11, 19);

const calendar = (open: string, close: string): string =>
  `[[calendars]]\nname = "C"\ntimeZone = "${ZONE}"\ndays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]\nopen = "${open}"\nclose = "${close}"\n`;

function sluice(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  assert.is(status, 0, stderr);
  return stdout;
}

class Scene {
  readonly client = new FixClient('ALPHA');
  readonly orders = new ToldOrders(this.client);
  #count = 0;

  /** Why the order was refused; empty: it rests. */
  async asks(name: string, timeInForce: number, price: string): Promise<string> {
    const clOrdId = `${name}-${++this.#count}`;
    this.orders.request(clOrdId, 'D', limitOrder(clOrdId, price, { timeInForce }));
    await until(`${clOrdId} is answered`, () => this.orders.requests.get(clOrdId)!.answers > 0);
    const { message } = [...this.client.told.values()].findLast((told) => told.message.text(11) === clOrdId)!;
    return message.text(39) === '8' ? message.text(58) : '';
  }

  /** True: it rests; false: no venue is open. Without a price yet it is asked again. */
  async rests(name: string, timeInForce: number, price = '275.00'): Promise<boolean> {
    for (;;) {
      const refusal = await this.asks(name, timeInForce, price);
      if (refusal === '' || /no venue is open/.test(refusal)) return refusal === '';
      await sleep(50);
    }
  }
}

/** The file is written once a second; the close may be a minute and a half away. */
async function showsStatus(world: World, what: RegExp): Promise<void> {
  const status = (): string =>
    spawnSync(process.execPath, [CLI, 'status', world.dataDirectory], { encoding: 'utf8' }).stdout;
  await until(`status shows ${what}`, () => what.test(status()), 150_000);
}

test('outside of hours orders that may rest wait for an operator to open, over a crash too, and trade then', async () => {
  const hours = `${calendar('20:00', '21:00')}closedOrders = "queued"\n`;
  const world = await World.make({ engine: 'calendar = "C"', venue: hours });
  const scene = new Scene();
  const { client, orders } = scene;
  try {
    let daemon = await world.startDaemon();
    await client.connect(daemon.port);
    assert.ok(await scene.rests('taken', TILL_CANCELLED, '300.00'));
    assert.ok(await scene.rests('dropped', FOR_THE_DAY));
    assert.not(await scene.rests('refused', AT_ONCE));
    await showsStatus(world, /venue XSIM up, CLOSED$/m);
    await daemon.child.kill();
    await until('the client sees it', () => !client.isConnected);
    daemon = await world.startDaemon();
    await client.connect(daemon.port);
    const [dropped] = orders.open().filter(({ clOrdId }) => clOrdId.startsWith('dropped'));
    orders.request('cancel', 'F', cancelOf(dropped!.clOrdId, 'cancel'));
    await until('the cancel is confirmed', () => orders.open().length === 1);
    sluice('venue', 'XSIM', 'open', world.dataDirectory);
    await until('the other has traded', () => orders.open().length === 0);
    const statuses = [...orders.byOrderId.values()].map(({ clOrdId, status }) => [clOrdId.split('-')[0], status]);
    assert.equal(statuses, [
      ['taken', '2'],
      ['cancel', '4'],
      ['refused', '8'],
    ]);
    await showsStatus(world, /venue XSIM up, CONTINUOUS by operator$/m);
    await client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);
    sluice('replay', world.dataDirectory);
    assert.equal([...client.faults, ...orders.faults], []);
  } finally {
    client.drop();
    world.remove();
  }
});

/** Started so that it closes soon; a machine that was too slow to have orders in before that tries again with more time. */
async function startBeforeClose(world: World, scene: Scene): Promise<Daemon> {
  for (const seconds of [8, 30, 90]) {
    const close = localTime(Date.now() + seconds * 1_000);
    writeFileSync(
      world.configFile,
      readFileSync(world.configFile, 'utf8').replace(/close = ".*"/, `close = "${close}"`),
    );
    const daemon = await world.startDaemon();
    await scene.client.connect(daemon.port);
    if ((await scene.rests('gtc', TILL_CANCELLED)) && (await scene.rests('day', FOR_THE_DAY))) return daemon;
    await scene.client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);
  }
  throw new Error('the engine was never up before the close');
}

test('at the close new orders are refused and orders for the day expire, others rest on', async () => {
  const engine = 'calendar = "C"\ndayEndDelay = "0s"';
  const world = await World.make({ engine, venue: calendar('02:00', '23:00'), ownExchange: true });
  const scene = new Scene();
  const { client, orders } = scene;
  try {
    await world.startExchange();
    const daemon = await startBeforeClose(world, scene);
    await showsStatus(world, /venue XSIM up, CLOSED$/m);
    const ofDay = () => [...orders.byOrderId.values()].filter(({ clOrdId }) => clOrdId.startsWith('day'));
    await until('orders for the day have ended', () => ofDay().every(({ status }) => /[8C]/.test(status)));
    assert.ok(ofDay().some(({ status }) => status === 'C'));
    assert.ok(orders.open().length > 0);
    assert.ok(orders.open().every(({ clOrdId }) => clOrdId.startsWith('gtc')));
    assert.not(await scene.rests('late', FOR_THE_DAY));
    await client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);
    sluice('replay', world.dataDirectory);
    assert.equal([...client.faults, ...orders.faults], []);
  } finally {
    client.drop();
    world.remove();
  }
});

test.run();
