/** A feed handler in C, the sample of docs/feed_ring.md, gives the engine its quotes: it comes, dies, comes back. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Message } from '../../src/main/demo_trader/fix_text.ts';
import { compileC, HAS_C_COMPILER } from '../c_compiler.ts';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { limitOrder } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const QUOTES_PER_SECOND = '2000';
const QUOTES_A_BATCH = '4';

let count = 0;

/** The answer to a new order. */
async function asks(client: FixClient, orders: ToldOrders): Promise<Message> {
  const clOrdId = `order-${++count}`;
  orders.request(clOrdId, 'D', limitOrder(clOrdId, '99.00'));
  await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
  return [...client.told.values()].findLast(({ message }) => message.text(11) === clOrdId)!.message;
}

(HAS_C_COMPILER ? test : test.skip)('a feed handler in C: quotes, death, return, the end of the engine', async () => {
  const world = await World.make({ venue: 'feed = "ring"' });
  const program = join(world.folder, 'feed_handler');
  compileC('schemas/samples/feed_handler.c', program);
  const ring = join(world.dataDirectory, 'feeds', 'XSIM.ring');
  const begin = (): ChildProcess => spawn(program, [ring, QUOTES_PER_SECOND, QUOTES_A_BATCH], { stdio: 'inherit' });
  const writers: ChildProcess[] = [];
  try {
    const daemon = await world.startDaemon();
    assert.ok(existsSync(ring));
    const alpha = new FixClient('ALPHA');
    const orders = new ToldOrders(alpha);
    await alpha.connect(daemon.port);
    const isTaken = async (): Promise<boolean> => (await asks(alpha, orders)).text(39) !== '8';
    const untilTaken = async (wanted: boolean): Promise<void> => {
      while ((await isTaken()) !== wanted) await sleep(50);
    };
    assert.not.ok(await isTaken(), 'nobody has told a price yet');
    writers.push(begin());
    await untilTaken(true);
    writers[0]!.kill('SIGKILL');
    await untilTaken(false);
    writers.push(begin());
    await untilTaken(true);
    assert.is(await daemon.child.stop(), 0);
    assert.not.ok(existsSync(ring));
    const ended = once(writers[1]!, 'exit');
    writers[1]!.kill('SIGTERM');
    const [code] = await ended;
    assert.is(code, 0);
    const replay = spawnSync(process.execPath, [CLI, 'replay', world.dataDirectory], { encoding: 'utf8' });
    assert.is(replay.status, 0, replay.stderr);
  } finally {
    for (const writer of writers) writer.kill('SIGKILL');
    world.remove();
  }
});

test.run();
