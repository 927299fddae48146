/** What clients may do wrong, through the front door: each has one defined answer, and nobody else notices. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FieldList, Message } from '../../src/main/demo_trader/fix_text.ts';
import { type Daemon, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder } from './requests.ts';
import { describe } from './told_orders.ts';

let world: World;
let daemon: Daemon;
const alpha = new FixClient('ALPHA');
const beta = new FixClient('BETA');
let count = 0;

// A test and not a hook: what goes wrong in a hook is not shown.
test('the daemon starts and both clients log on', async () => {
  world = await World.make({
    instruments: `[[instruments]]
      symbol = "AAPL"
      referencePrice = "289.50"
      [[instruments]]
      symbol = "INTC"
      referencePrice = "59.60"
      tickSize = "0.0001"
      lotSize = 100`,
    accountDefaults: 'maxOrderLots = 1000\nmaxOrdersPerSecond = 100000\norderBurst = 100000',
  });
  daemon = await world.startDaemon();
  await Promise.all([alpha.connect(daemon.port), beta.connect(daemon.port)]);
});

test.after(() => world.remove());

interface Terms {
  readonly clOrdId?: string;
  readonly symbol?: string;
  readonly quantity?: number | string;
  readonly price?: string;
  readonly account?: string;
}

function newOrder({
  clOrdId = `t-${++count}`,
  symbol = 'AAPL',
  quantity = 10,
  price = '285.00',
  account,
}: Terms): FieldList {
  const order = limitOrder(clOrdId, price, { symbol, quantity, timeInForce: 0 });
  return account === undefined ? order : [...order, [1, account]];
}

/** What the message with this number was answered with, and nothing else beside it. */
async function answerTo(client: FixClient, type: string, fields: FieldList): Promise<Message> {
  assert.ok(client.isOn, `${client.name} is not logged on`);
  const before = client.told.size;
  client.send(type, fields);
  await until('it is answered', () => client.told.size > before);
  const answers = [...client.told.values()].slice(before).map(({ message }) => message);
  assert.is(answers.length, 1, answers.map(describe).join('\n'));
  return answers[0]!;
}

const REFUSED: readonly (readonly [what: string, terms: Terms, type: string, text: RegExp])[] = [
  ['a price off the tick', { price: '285.005' }, 'j', /Price.*285\.005.*multiple of the tick of 0\.01/],
  ['a price beyond the exact range', { price: '99999999999999999999' }, 'j', /beyond the exact range/],
  ['a quantity off the lot', { symbol: 'INTC', quantity: 150, price: '59.00' }, 'j', /150.*multiple of the lot of 100/],
  ['a quantity beyond the exact range', { quantity: '99999999999999999999' }, 'j', /beyond the exact range/],
  ['half a share', { quantity: '10.5' }, 'j', /multiple of the lot of 1/],
  ['no shares', { quantity: 0 }, '8', /quantity must be a whole number of lots above zero/],
  ['too many shares', { quantity: 2_000 }, '8', /order size limit \(lots\): limit 1000, observed 2000/],
  ['an unknown symbol', { symbol: 'NONE' }, '8', /unknown instrument/],
  ['an unknown account', { account: 'NOBODY' }, '8', /unknown account/],
  ["another session's account", { account: 'BETA' }, '8', /unknown account/],
  ['a price far from the market', { price: '400.00' }, '8', /price outside the collar/],
];

for (const [what, terms, type, text] of REFUSED) {
  test(`${what} is refused with a reason`, async () => {
    const clOrdId = `t-${++count}`;
    const answer = await answerTo(alpha, 'D', newOrder({ ...terms, clOrdId }));
    assert.is(answer.type, type, describe(answer));
    assert.match(answer.text(58), text, describe(answer));
    if (type === '8') assert.equal([answer.text(11), answer.text(150), answer.text(39)], [clOrdId, '8', '8']);
    else assert.equal([answer.text(379), answer.text(372)], [clOrdId, 'D']);
  });
}

test('a ClOrdID is taken once, also when its order was denied by a limit', async () => {
  const first = await answerTo(alpha, 'D', newOrder({ clOrdId: 'twice', quantity: 2_000 }));
  assert.is(first.text(150), '8');
  const second = await answerTo(alpha, 'D', newOrder({ clOrdId: 'twice' }));
  assert.equal([second.text(150), second.text(103)], ['8', '6'], describe(second));
  assert.match(second.text(58), /ClOrdID already used today/);
});

test('cancels and replaces of what is not there are refused', async () => {
  const cancel = (original: string): FieldList => cancelOf(original, `t-${++count}`);
  const refused = await answerTo(alpha, 'F', cancel('never'));
  assert.equal([refused.type, refused.text(434), refused.text(102)], ['9', '1', '1'], describe(refused));
  const replace = await answerTo(alpha, 'G', [...cancel('never'), [38, 10], [40, 2], [44, '285.00']]);
  assert.equal([replace.type, replace.text(434), replace.text(102)], ['9', '2', '1'], describe(replace));
});

test('a heartbeat that is too rare or too frequent is refused with what would do', async () => {
  await beta.logout();
  for (const seconds of [0, 3_600]) {
    beta.heartbeatSeconds = seconds;
    await beta.connect(daemon.port).then(
      () => assert.unreachable(`HeartBtInt ${seconds} was taken`),
      () => assert.match(beta.logoutText, 'HeartBtInt (108) must be from 1 to 60'),
    );
  }
});

test.run();
