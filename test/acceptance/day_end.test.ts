/** The day ends while no engine runs: at the next start orders for the day expire at their venue, and others rest on. */

import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { limitOrder, massCancel } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

const FOR_THE_DAY = 0;
const TILL_CANCELLED = 1;

async function rests(orders: ToldOrders, name: string, timeInForce: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const clOrdId = `${name}-${attempt}`;
    orders.request(clOrdId, 'D', limitOrder(clOrdId, '275.00', { timeInForce }));
    await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
    if (orders.open().some((open) => open.clOrdId === clOrdId && open.status === '0')) return;
    // No price yet: denied.
    await sleep(50);
  }
}

/** What `dayEnd` is to be, for it to have passed just now: whole seconds after midnight, UTC. */
function justNow(): string {
  return new Date(Date.now()).toISOString().slice(11, 19);
}

test('orders for the day expire with the first start after its end', async () => {
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString().slice(11, 19);
  const world = await World.make({ ownExchange: true, engine: `dayEnd = "${anHourAgo}"` });
  const client = new FixClient('ALPHA');
  const orders = new ToldOrders(client);
  try {
    await world.startExchange();
    const before = await world.startDaemon();
    await client.connect(before.port);
    await rests(orders, 'day', FOR_THE_DAY);
    await rests(orders, 'gtc', TILL_CANCELLED);
    await client.logout();
    assert.is(await before.child.stop(), 0, before.child.output);

    // Later than the engine's last command by more than the second that a time of day is told in.
    await sleep(1_100);
    const text = readFileSync(world.configFile, 'utf8').replace(/dayEnd = ".*"/, `dayEnd = "${justNow()}"`);
    writeFileSync(world.configFile, text);
    const after = await world.startDaemon();
    await client.connect(after.port);
    await until('the order for the day has ended', () => orders.open().length < 2);
    assert.equal(
      [...orders.byOrderId.values()]
        .filter(({ status }) => status !== '8')
        .map(({ clOrdId, status }) => [clOrdId.slice(0, 3), status]),
      [
        ['day', 'C'],
        ['gtc', '0'],
      ],
    );
    orders.request('end', 'q', massCancel('end'));
    await until('the other was open at the venue, and is cancelled', () => orders.open().length === 0);
    await client.logout();
    assert.is(await after.child.stop(), 0, after.child.output);
    assert.equal([...client.faults, ...orders.faults], []);
  } finally {
    client.drop();
    world.remove();
  }
});

test.run();
