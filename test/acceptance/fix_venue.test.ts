/**
 * A Sluice as the venue of another Sluice: what the inner one tells over FIX, the outer one's clients are told, once each,
 * also when the outer one is killed while orders are under way. A feed handler in C gives the outer one its quotes.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Message } from '../../src/main/demo_trader/fix_text.ts';
import { compileC, HAS_C_COMPILER } from '../c_compiler.ts';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

/** Around where the feed handler's prices are. */
const INSTRUMENTS = '[[instruments]]\nsymbol = "AAPL"\nreferencePrice = "100.00"\n';
const ORDERS = 60;

let count = 0;

/** Fills as quantity and price, sorted: what must be the same on both sides. */
function fillsOf(client: FixClient): string[] {
  return [...client.told.values()]
    .filter(({ message }) => message.text(35) === '8' && message.text(150) === 'F')
    .map(({ message }) => `${message.text(32)} ${Number(message.text(31)).toFixed(2)}`)
    .sort();
}

function isOpen(message: Message): boolean {
  return ['0', '1', 'A', '6', 'E'].includes(message.text(39));
}

(HAS_C_COMPILER ? test : test.skip)('a Sluice as the venue of a Sluice, killed on the way', async () => {
  const inner = await World.make({ instruments: INSTRUMENTS, flowEventsPerSecond: 200 });
  const worlds = [inner];
  const innerDaemon = await inner.startDaemon();
  const outer = await World.make({
    instruments: INSTRUMENTS,
    venueAddress: `127.0.0.1:${innerDaemon.port}`,
    venue: 'feed = "ring"\nprotocol = "fix"\n[venues.fix]\nsenderCompId = "ALPHA"\ntargetCompId = "SLUICE"',
  });
  worlds.push(outer);
  const program = join(outer.folder, 'feed_handler');
  compileC('schemas/samples/feed_handler.c', program);
  const ring = join(outer.dataDirectory, 'feeds', 'XSIM.ring');
  const writers = [];
  try {
    let daemon = await outer.startDaemon();
    writers.push(spawn(program, [ring, '500', '4'], { stdio: 'inherit' }));
    const client = new FixClient('ALPHA');
    const orders = new ToldOrders(client);
    await client.connect(daemon.port);
    const send = (timeInForce: number): string => {
      const clOrdId = `order-${++count}`;
      const side = count % 2 === 0 ? 1 : 2;
      const price = side === 1 ? '101.00' : '99.00';
      orders.request(clOrdId, 'D', limitOrder(clOrdId, price, { side, quantity: 10, timeInForce }));
      return clOrdId;
    };
    const last = (clOrdId: string): Message | undefined =>
      [...client.told.values()].findLast(({ message }) => message.text(11) === clOrdId)?.message;
    // Until the venue is connected and a price is there, orders are denied.
    for (let isFilled = false; !isFilled; await sleep(50)) {
      const clOrdId = send(3);
      await until(`${clOrdId} has ended`, () => last(clOrdId) !== undefined && !isOpen(last(clOrdId)!));
      isFilled = last(clOrdId)!.text(39) === '2';
    }
    for (let i = 0; i < ORDERS; i++) send(i % 3 === 0 ? 1 : 3);
    await until('something of it is told', () => client.told.size > ORDERS / 2);
    await daemon.child.kill();
    client.drop();
    writers[0]!.kill('SIGKILL');
    daemon = await outer.startDaemon();
    writers.push(spawn(program, [ring, '500', '4'], { stdio: 'inherit' }));
    await client.connect(daemon.port);
    const open = (): string[] =>
      [...orders.requests.keys()].filter((id) => last(id) === undefined || isOpen(last(id)!));
    // An order for good may rest: it is cancelled, which the kill must not have made impossible.
    for (const clOrdId of open()) {
      const cancelId = `cancel-${clOrdId}`;
      const side = Number(clOrdId.split('-')[1]) % 2 === 0 ? 1 : 2;
      client.send('F', cancelOf(clOrdId, cancelId, side));
    }
    const isEnded = (clOrdId: string): boolean =>
      [last(clOrdId), last(`cancel-${clOrdId}`)].some((m) => m?.text(35) === '8' && !isOpen(m));
    await until(`all have ended`, () => open().every(isEnded));
    assert.equal(client.faults, []);
    assert.is(await daemon.child.stop(), 0);
    // Everything that the inner one ever told the session, by a client that takes it over from the outer one.
    const witness = new FixClient('ALPHA');
    await witness.open(innerDaemon.port);
    await until('it is told which number is next', () => witness.logoutText !== '');
    witness.drop();
    witness.nextOut = Number(/expecting (\d+)/.exec(witness.logoutText)![1]);
    await witness.connect(innerDaemon.port);
    await witness.roundTrip();
    assert.ok(fillsOf(witness).length > 0);
    assert.equal(fillsOf(client), fillsOf(witness));
    assert.is(await innerDaemon.child.stop(), 0);
  } finally {
    for (const writer of writers) writer.kill('SIGKILL');
    for (const world of worlds) world.remove();
  }
});

test.run();
