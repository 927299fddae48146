/** What an operator can tell a running engine, from another process as he would: kill switches, mass cancels, breakers, and bad input. */

import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldList, formatTimestamp, type Message } from '../../src/main/demo_trader/fix_text.ts';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;

let world: World;
let daemon: Daemon;
let count = 0;
const alpha = new FixClient('ALPHA');
const beta = new FixClient('BETA');
const alphaOrders = new ToldOrders(alpha);
const betaOrders = new ToldOrders(beta);

function sluice(...args: string[]): { exitCode: number | null; printed: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  return { exitCode: status, printed: stdout.trim(), errors: stderr.trim() };
}

/** The sequence that the command got. */
function kill(...args: string[]): number {
  const { exitCode, printed, errors } = sluice('kill', world.dataDirectory, ...args);
  assert.is(exitCode, 0, errors);
  return Number(printed.match(/command (\d+)$/)![1]);
}

/** The answer to a new order. */
async function asks(
  client: FixClient,
  orders: ToldOrders,
  symbol = 'AAPL',
  price = '275.00',
  more: FieldList = [],
): Promise<Message> {
  const clOrdId = `order-${++count}`;
  orders.request(clOrdId, 'D', [...limitOrder(clOrdId, price, { symbol }), ...more]);
  await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
  return [...client.told.values()].findLast(({ message }) => message.text(11) === clOrdId)!.message;
}

const isKilled = (answer: Message): boolean => answer.text(39) === '8' && /kill switch/i.test(answer.text(58));
const isTaken = (answer: Message): boolean => answer.text(39) === '0';

async function untilTaken(client: FixClient, orders: ToldOrders): Promise<Message> {
  for (;;) {
    const answer = await asks(client, orders);
    if (isTaken(answer)) return answer;
    assert.not.ok(isKilled(answer), 'killed');
    await sleep(50);
  }
}

/** A line to the socket as it is, and what comes back. */
async function says(line: string): Promise<string> {
  const socket = connect(join(world.dataDirectory, 'control.sock'));
  let heard = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.write(line);
  await new Promise((resolve) => socket.once('close', resolve));
  return heard.trim();
}

test.before(async () => {
  world = await World.make();
  daemon = await world.startDaemon();
  await alpha.connect(daemon.port);
  await beta.connect(daemon.port);
  await untilTaken(alpha, alphaOrders);
});

test.after(() => world.remove());

test('everything: new orders are denied, cancels pass, and a release lets trade again', async () => {
  const resting = await untilTaken(alpha, alphaOrders);
  const engaged = kill('--reason', 'fat finger');
  assert.ok(isKilled(await asks(alpha, alphaOrders)));
  assert.ok(isKilled(await asks(beta, betaOrders)));
  alphaOrders.request('cancel', 'F', cancelOf(resting.text(11), 'cancel'));
  await until('the cancel is confirmed', () => alphaOrders.requests.get('cancel')!.answers > 0);
  assert.is([...alpha.told.values()].at(-1)!.message.text(39), '4');
  const released = kill('--release');
  assert.ok(released > engaged);
  await untilTaken(alpha, alphaOrders);
  const { printed } = sluice('journal', world.dataDirectory, '--type', 'kill-switch');
  for (const sequence of [engaged, released]) assert.match(printed, new RegExp(`\\b${sequence}\\b`));
});

test('who asked, what and why is in the log', async () => {
  const uid = process.getuid!();
  await daemon.child.saying(
    new RegExp(
      `kill switch engaged for everything, command \\d+, asked by \\S+ \\(uid ${uid}, pid \\d+\\), because: fat`,
    ),
  );
});

test('one account: the other trades on', async () => {
  kill('--account', 'ALPHA');
  assert.ok(isKilled(await asks(alpha, alphaOrders)));
  await untilTaken(beta, betaOrders);
  await until('status says so', () => /engaged for account ALPHA/.test(sluice('status', world.dataDirectory).printed));
  kill('--account', 'ALPHA', '--release');
  await untilTaken(alpha, alphaOrders);
});

test('one symbol: the others trade on; and it stays killed over a crash', async () => {
  kill('--symbol', 'AAPL');
  assert.ok(isKilled(await asks(alpha, alphaOrders)));
  assert.not.ok(isKilled(await asks(alpha, alphaOrders, 'MSFT', '150.00')));
  await daemon.child.kill();
  await until('the clients see it', () => !alpha.isConnected && !beta.isConnected);
  daemon = await world.startDaemon();
  await alpha.connect(daemon.port);
  await beta.connect(daemon.port);
  assert.ok(isKilled(await asks(alpha, alphaOrders)));
  await until('status says so', () => /engaged for symbol AAPL/.test(sluice('status', world.dataDirectory).printed));
  kill('--symbol', 'AAPL', '--release');
  await untilTaken(alpha, alphaOrders);
});

/** The sequence that the command got. */
function cancel(...args: string[]): number {
  const { exitCode, printed, errors } = sluice('cancel', world.dataDirectory, ...args);
  assert.is(exitCode, 0, errors);
  return Number(printed.match(/^cancelling .+, command (\d+)$/)![1]);
}

test('a mass cancel: what is asked for and no more, under a kill switch too, told order by order', async () => {
  const resting = (orders: ToldOrders): string[] =>
    orders
      .open()
      .map(({ symbol }) => symbol)
      .sort();
  cancel('--account', 'ALPHA');
  cancel('--account', 'BETA');
  await until('nothing is open', () => alphaOrders.open().length + betaOrders.open().length === 0);
  for (let i = 0; i < 3; i++) await untilTaken(alpha, alphaOrders);
  assert.ok(isTaken(await asks(alpha, alphaOrders, 'MSFT', '150.00')));
  await untilTaken(beta, betaOrders);
  kill();
  cancel('--account', 'ALPHA', '--side', 'sell');
  cancel('--session', 'ALPHA', '--symbol', 'AAPL', '--reason', 'halted');
  await until('its AAPL orders are cancelled', () => resting(alphaOrders).length === 1);
  assert.equal([resting(alphaOrders), resting(betaOrders)], [['MSFT'], ['AAPL']]);
  cancel('--session', 'ALPHA', '--account', 'ALPHA');
  await until('the rest is cancelled', () => resting(alphaOrders).length === 0);
  assert.equal(resting(betaOrders), ['AAPL']);
  const sequence = cancel('--account', 'BETA', '--side', 'buy');
  await until('the other’s is cancelled', () => resting(betaOrders).length === 0);
  kill('--release');
  const { printed } = sluice('journal', world.dataDirectory, '--type', 'mass-cancel');
  assert.match(printed, new RegExp(`\\b${sequence}\\b`));
});

test('a mass cancel of a strategy: an operator’s over every session, a client’s of its own', async () => {
  const ofBeta: FieldList = [[7001, 1]];
  assert.ok(isTaken(await asks(alpha, alphaOrders, 'MSFT', '150.00', ofBeta)));
  await untilTaken(alpha, alphaOrders);
  await untilTaken(beta, betaOrders);
  const open = (): readonly number[] => [alphaOrders.open().length, betaOrders.open().length];
  assert.equal(open(), [2, 1]);
  const mass: FieldList = [[11, 'mass'], [530, 7], [60, formatTimestamp(Date.now())], ...ofBeta];
  alphaOrders.request('mass', 'q', mass);
  await until('its own is cancelled', () => alphaOrders.open().length === 1);
  assert.equal(
    alphaOrders.open().map(({ symbol }) => symbol),
    ['AAPL'],
  );
  assert.ok(isTaken(await asks(alpha, alphaOrders, 'MSFT', '150.00', ofBeta)));
  assert.equal(open(), [2, 1]);
  cancel('--strategy', 'BETA');
  await until('both are cancelled', () => open().join() === '1,0');
  cancel('--strategy', 'ALPHA');
  await until('the other’s is, too', () => open().join() === '0,0');
});

test('a mass cancel of nobody, or of what is unknown, is refused', () => {
  const errorsOf = (...args: string[]): readonly unknown[] => {
    const { exitCode, errors } = sluice('cancel', world.dataDirectory, ...args);
    return [exitCode, errors];
  };
  assert.equal(errorsOf(), [2, 'session, account, strategy: expected at least one of the three']);
  assert.equal(errorsOf('--session', 'GAMMA'), [2, 'unknown session "GAMMA": expected ALPHA, BETA']);
  assert.equal(errorsOf('--account', 'GAMMA'), [2, 'unknown account "GAMMA": expected ALPHA, BETA']);
  assert.equal(errorsOf('--strategy', 'GAMMA'), [2, 'unknown strategy "GAMMA": expected ALPHA, BETA']);
  assert.match(errorsOf('--account', 'ALPHA', '--symbol', 'NONE')[1] as string, 'unknown symbol "NONE"');
  assert.is(errorsOf('--account', 'ALPHA', '--side', 'up')[0], 2);
});

test('a breaker is reset', () => {
  const { exitCode, printed, errors } = sluice('reset-breaker', 'MSFT', world.dataDirectory);
  assert.is(exitCode, 0, errors);
  assert.match(printed, /^breaker of MSFT reset, command \d+$/);
});

test('bad input says what is wrong, and changes nothing', async () => {
  assert.is(sluice('fills', world.dataDirectory).printed, '0 fills kept apart');
  const unknown = sluice('kill', world.dataDirectory, '--account', 'GAMMA');
  assert.equal([unknown.exitCode, unknown.errors], [2, 'unknown account "GAMMA": expected ALPHA, BETA']);
  assert.match(
    sluice('reset-breaker', 'NONE', world.dataDirectory).errors,
    'unknown symbol "NONE": expected AAPL, MSFT',
  );
  const both = sluice('kill', world.dataDirectory, '--account', 'ALPHA', '--symbol', 'AAPL');
  assert.is(both.exitCode, 2);
  assert.match(both.errors, /'--account <name>' cannot be used with option '--symbol <symbol>'/);
  const refusals: readonly [line: string, error: string][] = [
    ['hello\n', 'expected one line of JSON'],
    [
      '{"action":"flatten"}\n',
      'action: expected "kill", "cancel", "reset-breaker", "venue", "assign", "orders", "order" or "fills"',
    ],
    ['{"action":"kill","acount":"ALPHA"}\n', 'acount'],
    ['{"action":"cancel","account":"ALPHA","side":"up"}\n', 'side: expected "buy" or "sell"'],
    ['{"action":"kill","account":7}\n', 'account: '],
    ['{"action":"kill","account":"ALPHA","symbol":"AAPL"}\n', 'account, symbol: expected one of the two'],
    ['x'.repeat(5_000), 'expected a line of at most 4096 bytes'],
  ];
  for (const [line, error] of refusals) {
    const heard = JSON.parse(await says(line)) as { ok: boolean; error: string };
    assert.is(heard.ok, false);
    assert.ok(heard.error.includes(error), `${line.slice(0, 50)}: ${heard.error}`);
  }
  await untilTaken(alpha, alphaOrders);
});

test('the socket is its owner’s alone, and gone when the engine is', async () => {
  assert.is(statSync(join(world.dataDirectory, 'control.sock')).mode & 0o777, 0o600);
  await Promise.all([alpha.logout(), beta.logout()]);
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
  const nobody = sluice('kill', world.dataDirectory);
  assert.equal([nobody.exitCode, nobody.errors], [3, `${world.dataDirectory}: no engine runs here`]);
  const replayed = sluice('replay', world.dataDirectory);
  assert.is(replayed.exitCode, 0, replayed.errors);
  assert.equal([...alpha.faults, ...beta.faults, ...alphaOrders.faults, ...betaOrders.faults], []);
});

test.run();
