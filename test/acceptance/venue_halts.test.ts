/** A venue halted, closed and opened by an operator, from another process as he would, and over a crash. */

import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Message } from '../../src/main/demo_trader/fix_text.ts';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;

let world: World;
let daemon: Daemon;
let count = 0;
const client = new FixClient('ALPHA');
const orders = new ToldOrders(client);

function sluice(...args: string[]): { exitCode: number | null; printed: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  return { exitCode: status, printed: stdout.trim(), errors: stderr.trim() };
}

/** The sequence that the command got. */
function venue(name: string, change: string, ...args: string[]): number {
  const { exitCode, printed, errors } = sluice('venue', name, change, world.dataDirectory, ...args);
  assert.is(exitCode, 0, errors);
  return Number(printed.match(/command (\d+)$/)![1]);
}

/** The answer to a new order. */
async function asks(symbol = 'AAPL', price = '275.00'): Promise<Message> {
  const clOrdId = `order-${++count}`;
  orders.request(clOrdId, 'D', limitOrder(clOrdId, price, { symbol }));
  await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
  return [...client.told.values()].findLast(({ message }) => message.text(11) === clOrdId)!.message;
}

const isClosed = (answer: Message): boolean => answer.text(39) === '8' && /no venue is open/.test(answer.text(58));

async function untilTaken(symbol = 'AAPL', price = '275.00'): Promise<Message> {
  for (;;) {
    const answer = await asks(symbol, price);
    if (answer.text(39) === '0') return answer;
    assert.not.ok(isClosed(answer), 'closed');
    // No price yet, or an old one.
    await sleep(50);
  }
}

const untilShown = (what: RegExp): Promise<void> =>
  until(`status shows ${what}`, () => what.test(sluice('status', world.dataDirectory).printed));

test.before(async () => {
  world = await World.make();
  daemon = await world.startDaemon();
  await client.connect(daemon.port);
  await untilTaken();
});

test.after(() => world.remove());

test('a halt denies new orders and lets cancels pass, until it is resumed', async () => {
  const resting = await untilTaken();
  const halted = venue('XSIM', 'halt', '--reason', 'odd prints');
  assert.ok(isClosed(await asks()));
  orders.request('cancel', 'F', cancelOf(resting.text(11), 'cancel'));
  await until('the cancel is confirmed', () => orders.requests.get('cancel')!.answers > 0);
  assert.is([...client.told.values()].at(-1)!.message.text(39), '4');
  await untilShown(/venue XSIM up, HALTED/);
  const resumed = venue('all', 'resume');
  assert.ok(resumed > halted);
  await untilTaken();
  const { printed } = sluice('journal', world.dataDirectory, '--type', 'trading-status');
  for (const sequence of [halted, resumed]) assert.match(printed, new RegExp(`\\b${sequence}\\b`));
  await daemon.child.saying(/venue XSIM halted, command \d+, asked by \S+ \(uid \d+, pid \d+\), because: odd prints/);
});

test('a symbol at a venue is halted over a crash, others trade on', async () => {
  venue('XSIM', 'halt', '--symbol', 'AAPL');
  assert.ok(isClosed(await asks()));
  await untilTaken('MSFT', '150.00');
  await daemon.child.kill();
  await until('the client sees it', () => !client.isConnected);
  daemon = await world.startDaemon();
  await client.connect(daemon.port);
  await untilTaken('MSFT', '150.00');
  assert.ok(isClosed(await asks()));
  await untilShown(/venue XSIM up, AAPL halted/);
  venue('XSIM', 'resume', '--symbol', 'AAPL');
  await untilTaken();
});

test('a venue that an operator closed stays closed until he opens it', async () => {
  venue('XSIM', 'close');
  assert.ok(isClosed(await asks('MSFT', '150.00')));
  await untilShown(/venue XSIM up, CLOSED by operator/);
  // A halt and its end change nothing of it.
  venue('XSIM', 'halt');
  venue('XSIM', 'resume');
  assert.ok(isClosed(await asks()));
  venue('XSIM', 'open');
  await untilTaken();
});

test('bad input says what is wrong, and changes nothing', async () => {
  const errorsOf = (...args: string[]): readonly unknown[] => {
    const { exitCode, errors } = sluice('venue', ...args);
    return [exitCode, errors];
  };
  assert.equal(errorsOf('XNONE', 'halt', world.dataDirectory), [2, 'unknown venue "XNONE": expected XSIM']);
  const [unknownChange, words] = errorsOf('XSIM', 'pause', world.dataDirectory);
  assert.is(unknownChange, 2);
  assert.match(words as string, 'halt, resume, open, close');
  const [symbolClosed, why] = errorsOf('XSIM', 'close', world.dataDirectory, '--symbol', 'AAPL');
  assert.equal(
    [symbolClosed, why],
    [2, 'symbol: expected with "halt" or "resume" alone: a venue opens and closes as a whole'],
  );
  assert.match(errorsOf('XSIM', 'halt', world.dataDirectory, '--symbol', 'NONE')[1] as string, 'unknown symbol "NONE"');
  await untilTaken();
});

test('a stop, and a replay of all that was', async () => {
  await client.logout();
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
  const replayed = sluice('replay', world.dataDirectory);
  assert.is(replayed.exitCode, 0, replayed.errors);
  assert.equal([...client.faults, ...orders.faults], []);
});

test.run();
