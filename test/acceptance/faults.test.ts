/** Clients that stop reading or flood, a venue that falls silent, a second daemon: what depends on them degrades, nothing else. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FieldList } from '../../src/main/demo_trader/fix_text.ts';
import { type Child, type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder, massCancel, statusOf } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

/** Reports that the daemon's buffer and the kernel's cannot hold, by a margin. */
const UNREAD_REPORTS = 100_000;
const FLOOD_ORDERS = 15_000;
const BATCH = 2_000;

let world: World;
let daemon: Daemon;
let exchange: Child;
const alpha = new FixClient('ALPHA');
const beta = new FixClient('BETA');
const alphaOrders = new ToldOrders(alpha);
const betaOrders = new ToldOrders(beta);
let count = 0;

/** Without a price far from the market: it rests. */
function order(clOrdId: string, price = '285.00'): FieldList {
  return limitOrder(clOrdId, price, { quantity: 1, timeInForce: 0 });
}

/** Asks, and waits for the first answer. */
async function ask(orders: ToldOrders, type: string, fields: FieldList): Promise<void> {
  const clOrdId = String(fields.find(([tag]) => tag === 11)![1]);
  orders.request(clOrdId, type, fields);
  await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
}

async function rests(orders: ToldOrders): Promise<string> {
  const clOrdId = `rest-${++count}`;
  await ask(orders, 'D', order(clOrdId));
  assert.is(orders.open().filter((open) => open.clOrdId === clOrdId).length, 1, `${clOrdId} rests`);
  return clOrdId;
}

function noFaults(): void {
  assert.equal([...alpha.faults, ...beta.faults, ...alphaOrders.faults, ...betaOrders.faults].slice(0, 5), []);
}

// A test and not a hook: what goes wrong in a hook is not shown.
test('daemon and exchange start, and both clients log on', async () => {
  world = await World.make({
    ownExchange: true,
    accountDefaults: 'maxOrdersPerSecond = 1000000\norderBurst = 1000000',
    log: 'windowSize = "16 MiB"\nsegmentSize = "64 MiB"\nretention = "1 GiB"',
  });
  exchange = await world.startExchange();
  daemon = await world.startDaemon();
  await Promise.all([alpha.connect(daemon.port), beta.connect(daemon.port)]);
  await rests(alphaOrders);
});

test.after(() => world.remove());

test('a second daemon on the same folder ends with 4 and says who has it', async () => {
  const { exitCode, output } = await world.startInVain();
  assert.is(exitCode, 4, output);
  assert.match(output, new RegExp(`is in use by process ${daemon.child.process.pid} on`));
  assert.match(readFileSync(join(world.dataDirectory, 'engine.lock'), 'utf8'), String(daemon.child.process.pid));
  await rests(alphaOrders);
});

test('one connection a session: the second is turned away, the first goes on', async () => {
  const twin = new FixClient('ALPHA');
  await twin.open(daemon.port);
  await until('the twin is turned away', () => !twin.isConnected);
  assert.not(twin.isOn);
  await rests(alphaOrders);
  noFaults();
});

test('a client that floods is answered order by order, and the other one is served meanwhile', async () => {
  for (let i = 0; i < FLOOD_ORDERS; i++) betaOrders.request(`flood-${i}`, 'D', order(`flood-${i}`, '280.00'));
  await rests(alphaOrders);
  await until('each of the flood is answered', () => betaOrders.unanswered().length === 0, 120_000);
  const answers = [...betaOrders.requests.values()].map((request) => request.answers);
  assert.ok(
    answers.every((answered) => answered === 1),
    'once each',
  );
  betaOrders.request('flood-end', 'q', massCancel('flood-end'));
  await until('the flood is cancelled', () => betaOrders.open().length === 0, 120_000);
  noFaults();
});

test('a client that stops reading is dropped, and gets everything by resend; the other one trades on', async () => {
  const clOrdId = await rests(betaOrders);
  const { orderId } = betaOrders.open()[0]!;
  beta.pause();
  const isDropped = () => /BETA closed: it has left \d+ bytes unread/.test(daemon.child.output);
  let asked = 0;
  for (; asked < UNREAD_REPORTS && !isDropped(); asked++) {
    beta.send('H', statusOf(clOrdId, asked + 1));
    if (asked % BATCH === 0) await sleep(1);
  }
  await until('it is dropped', isDropped);
  await rests(alphaOrders);
  beta.drop();
  await until('the session is free', () => /BETA closed/.test(daemon.child.output));
  const isAnswered = () => betaOrders.statuses.size + betaOrders.statusesRefused === asked;
  // On a machine that stands still for seconds the resend itself may be left unread for too long.
  for (let attempt = 1; !isAnswered(); attempt++) {
    assert.ok(attempt <= 5, 'each question has its answer');
    await beta.connect(daemon.port);
    await until('each question has its answer', () => isAnswered() || !beta.isConnected, 120_000);
  }
  assert.is([...betaOrders.statuses.values()].filter((status) => status.text(37) !== orderId).length, 0);
  await rests(betaOrders);
  noFaults();
});

test('a venue that stops answering: cancels are taken, the rest goes on, and all ends well when it speaks again', async () => {
  const resting = await rests(alphaOrders);
  exchange.process.kill('SIGSTOP');
  try {
    alphaOrders.request('late-cancel', 'F', cancelOf(resting, 'late-cancel'));
    const unsent = `unsent-${++count}`;
    alphaOrders.request(unsent, 'D', order(unsent));
    await alpha.roundTrip();
    alpha.send('H', statusOf(resting, 900_001));
    await until('questions are answered', () => alphaOrders.statuses.has('900001'));
    assert.is(alphaOrders.statuses.get('900001')!.text(39), '6', 'pending cancel');
    const refused = betaOrders.requests.size;
    await ask(betaOrders, 'D', order(`big-${refused}`, '400.00'));
    await until('the venue is given up', () => /venue XSIM disconnected/.test(daemon.child.output));
    const denied = `denied-${++count}`;
    await ask(betaOrders, 'D', order(denied));
    assert.is(betaOrders.open().filter(({ clOrdId }) => clOrdId === denied).length, 0, 'no venue, no order');
  } finally {
    exchange.process.kill('SIGCONT');
  }
  await until('the cancel is confirmed', () => alphaOrders.requests.get('late-cancel')!.answers > 0);
  await until('nothing is left unanswered', () => alphaOrders.unanswered().length === 0);
  await until(
    'the venue takes orders again',
    () => (daemon.child.output.match(/venue XSIM connected/g) ?? []).length > 1,
  );
  await rests(alphaOrders);
  noFaults();
});

test('it ends in good order', async () => {
  await Promise.all([alpha.logout(), beta.logout()]);
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
});

test.run();
