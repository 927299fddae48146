import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loginPacket, ouchExchange, packet, RawClient } from '../../../../test/ouch_exchange.ts';
import { Field } from '../../protocols/ouch/layout.ts';
import type { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import { CONTINUOUS_MODE } from '../modes/venue_mode.ts';

const RUNS = process.env.SLUICE_LONG === '1' ? 20_000 : 300;
const test = suite('OUCH at the exchange');
const folders: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ouch-exchange-'));
  folders.push(path);
  return path;
}

test.after(() => {
  for (const path of folders) rmSync(path, { recursive: true });
});

const hex = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');
const CL_ORD_ID = "'ORDER-1       '";

/** Section 2.1; prices in ten-thousandths. */
function enter(ref: number, side: string, shares: number, price: number, tif = '0', options = '0000'): Buffer {
  const symbol = "'AAPL    '";
  return packet(
    'U',
    "'O'",
    hex(ref, 4),
    `'${side}'`,
    hex(shares, 4),
    symbol,
    hex(price, 8),
    `'${tif}YPNN'`,
    CL_ORD_ID,
    options,
  );
}

function replace(orig: number, ref: number, shares: number, price: number): Buffer {
  return packet('U', "'U'", hex(orig, 4), hex(ref, 4), hex(shares, 4), hex(price, 8), "'0YN'", CL_ORD_ID, '0000');
}

function cancel(ref: number, shares = 0): Buffer {
  return packet('U', "'X'", hex(ref, 4), hex(shares, 4));
}

const QUERY = packet('U', "'Q'");

/** Type, UserRefNum, quantity, price and reason, as far as the type has them. */
function shown(message: OuchMessage): string {
  const type = String.fromCharCode(message.type);
  const ref = message.get(Field.USER_REF_NUM);
  const quantity = message.get(Field.QUANTITY);
  switch (type) {
    case 'S':
      return `S ${String.fromCharCode(message.get(Field.EVENT))}`;
    case 'A':
      return `A ${ref} ${quantity} ${message.get(Field.PRICE)} ${message.text(Field.SYMBOL)} ${message.text(Field.CL_ORD_ID)}`;
    case 'U':
      return `U ${message.get(Field.ORIG_USER_REF_NUM)} ${ref} ${quantity} ${message.get(Field.PRICE)}`;
    case 'E':
      return `E ${ref} ${quantity} ${message.get(Field.PRICE)} ${String.fromCharCode(message.get(Field.LIQUIDITY_FLAG))}`;
    case 'C':
      return `C ${ref} ${quantity} ${String.fromCharCode(message.get(Field.REASON))}`;
    case 'J':
      return `J ${ref} ${message.get(Field.REASON)}`;
    case 'M':
      return `M ${ref} ${String.fromCharCode(message.get(Field.SIDE))} ${quantity}`;
    default:
      return `${type} ${ref}`;
  }
}

async function loggedIn(port: number, name = 'ONE', session = '', sequence = 1): Promise<RawClient> {
  const client = await RawClient.open(port);
  client.write(loginPacket(name, 'secret', session, sequence));
  await client.until(() => client.packets.length > 0);
  assert.is(client.packets[0]!.type, 'A');
  return client;
}

/** Answers of `client` up to that of a query. */
async function answered(client: RawClient): Promise<string[]> {
  client.write(QUERY);
  await client.until(() => client.answers().some(({ type }) => type === 'Q'.charCodeAt(0)));
  return client.answers().map(shown);
}

test('an order lives: accepted, executed, reduced, replaced, cancelled', async () => {
  const { server, port } = await ouchExchange(null);
  const client = await loggedIn(port);
  assert.is(client.packets[0]!.payload.toString('latin1'), `${'1000'.padStart(10)}${'1'.padStart(20)}`);
  client.write(enter(1, 'B', 100, 500_000), enter(2, 'T', 30, 500_000, '3'), enter(4, 'S', 10, 700_000, '3'));
  client.write(cancel(1, 90), replace(1, 5, 120, 490_000), cancel(1), replace(1, 6, 10, 490_000));
  client.write(packet('U', "'M'", hex(5, 4), "'B'", hex(100, 4)), cancel(5), cancel(5));
  assert.equal(await answered(client), [
    'S S',
    'A 1 100 500000 AAPL ORDER-1',
    'A 2 30 500000 AAPL ORDER-1',
    'E 1 30 500000 A',
    'E 2 30 500000 R',
    'A 4 10 700000 AAPL ORDER-1',
    'C 4 10 I',
    'C 1 10 U',
    'U 1 5 90 490000',
    'M 5 B 70',
    'C 5 70 U',
    'Q 6',
  ]);
  const [bought, sold] = client.answers().filter(({ type }) => type === 'E'.charCodeAt(0));
  assert.is(bought!.get(Field.MATCH_NUMBER), sold!.get(Field.MATCH_NUMBER));
  client.destroy();
  await server.close();
});

test('an order that is replaced into one of its own account is lowered after its replacement, with the reason', async () => {
  const mode = { ...CONTINUOUS_MODE, selfTrade: SelfTrade.DECREMENT };
  const { server, port } = await ouchExchange(null, 0, 1_000, mode);
  const client = await loggedIn(port);
  client.write(enter(1, 'S', 30, 500_000), enter(2, 'B', 10, 450_000), replace(2, 3, 40, 500_000));
  assert.equal(await answered(client), [
    'S S',
    'A 1 30 500000 AAPL ORDER-1',
    'A 2 10 450000 AAPL ORDER-1',
    'U 2 3 40 500000',
    'C 1 30 Q',
    'C 3 30 Q',
    'Q 4',
  ]);
  client.destroy();
  await server.close();
});

test('numbers that were used and orders that are not open are passed over; what cannot be is rejected', async () => {
  const { server, port } = await ouchExchange(null);
  const client = await loggedIn(port);
  client.write(enter(7, 'B', 100, 500_000), enter(7, 'B', 50, 500_000), enter(3, 'B', 50, 500_000), cancel(99));
  client.write(enter(8, 'B', 10, 500_050), enter(9, 'x', 10, 500_000), enter(10, 'B', 0, 500_000));
  client.write(enter(11, 'B', 10, 500_000, '0', '0006 05 03 00000005'), enter(12, 'B', 10, 500_000, '5'));
  client.write(enter(13, 'S', 200, 500_000, '3', '0006 05 03 000000c8'));
  // Its terms cannot be: the order goes, and the number is not used.
  client.write(replace(7, 14, 100, 500_050), enter(14, 'B', 1, 10_000));
  assert.equal(await answered(client), [
    'S S',
    'A 7 100 500000 AAPL ORDER-1',
    'J 8 29',
    'J 9 15',
    'J 10 19',
    'J 11 13',
    'J 12 15',
    'A 13 200 500000 AAPL ORDER-1',
    'C 13 200 I',
    'C 7 100 U',
    'A 14 1 10000 AAPL ORDER-1',
    'Q 15',
  ]);
  assert.is(server.ouch!.counters().ignored, 3);
  client.destroy();
  await server.close();
});

test('mass cancels by symbol and side, and a firm that is disabled', async () => {
  const { server, port } = await ouchExchange(null);
  const client = await loggedIn(port);
  client.write(enter(1, 'B', 1, 10_000), enter(2, 'S', 2, 900_000), enter(3, 'B', 3, 10_000));
  client.write(packet('U', "'C'", hex(4, 4), "'    AAPL    '", '0003 02 1b', "'B'"));
  client.write(packet('U', "'C'", hex(5, 4), "'    NOPE    '", '0000'));
  client.write(packet('U', "'D'", hex(6, 4), "'    '", '0000'), enter(7, 'B', 1, 10_000));
  client.write(packet('U', "'E'", hex(8, 4), "'    '", '0000'), enter(9, 'B', 1, 10_000));
  client.write(packet('U', "'C'", hex(10, 4), "'            '", '0000'));
  const answers = await answered(client);
  assert.equal(answers.slice(4), [
    'X 4',
    'C 1 1 U',
    'C 3 3 U',
    'J 5 23',
    'G 6',
    'J 7 12',
    'K 8',
    'A 9 1 10000 AAPL ORDER-1',
    'X 10',
    'C 2 2 U',
    'C 9 1 U',
    'Q 11',
  ]);
  client.destroy();
  await server.close();
});

test('logins: refused by password and session, one connection each, and both sides of a trade are told', async () => {
  const { server, port } = await ouchExchange(null);
  for (const [login, code] of [
    [loginPacket('ONE', 'wrong'), 'A'],
    [loginPacket('FOUR'), 'A'],
    [loginPacket('ONE', 'secret', '999'), 'S'],
  ] as const) {
    const client = await RawClient.open(port);
    client.write(login);
    await client.until(() => client.isClosed);
    assert.equal(
      client.packets.map(({ type, payload }) => type + payload.toString()),
      [`J${code}`],
    );
  }
  const first = await loggedIn(port);
  first.write(enter(1, 'B', 100, 500_000));
  await first.until(() => first.answers().length === 2);
  const second = await loggedIn(port, 'one', '1000', 2);
  await first.until(() => first.isClosed);
  const other = await loggedIn(port, 'TWO');
  other.write(enter(1, 'S', 40, 500_000));
  await second.until(() => second.answers().length === 2);
  assert.equal(second.answers().map(shown), ['A 1 100 500000 AAPL ORDER-1', 'E 1 40 500000 A']);
  await server.close();
  await second.until(() => second.isClosed && other.isClosed);
  assert.is(second.packets.at(-1)!.type, 'Z');
  assert.is(shown(other.answers().at(-1)!), 'S E');
});

test('with a log the same session goes on: sequences, numbers and open orders', async () => {
  const path = folder();
  let { server, port } = await ouchExchange(path);
  const client = await loggedIn(port);
  const other = await loggedIn(port, 'TWO');
  client.write(
    enter(1, 'B', 100, 500_000),
    enter(2, 'B', 60, 490_000),
    replace(2, 3, 50, 480_000),
    enter(4, 'B', 5, 1),
  );
  await client.until(() => client.answers().length === 5);
  other.write(enter(1, 'S', 30, 500_000, '3'));
  await client.until(() => client.answers().length === 6);
  const before = client.packets.filter(({ type }) => type === 'S').map(({ payload }) => payload.toString('hex'));
  await server.close();
  ({ server, port } = await ouchExchange(path, 0, 2_000));
  const again = await loggedIn(port, 'ONE', '1000', 1);
  again.write(enter(4, 'B', 1, 500_000), cancel(2), cancel(3, 20), cancel(3), cancel(1));
  assert.equal((await answered(again)).slice(6), ['C 3 30 U', 'C 3 20 U', 'C 1 70 U', 'Q 5']);
  const after = again.packets.filter(({ type }) => type === 'S').map(({ payload }) => payload.toString('hex'));
  assert.equal(after.slice(0, 6), before);
  const late = await loggedIn(port, 'ONE', '', 8);
  await late.until(() => late.answers().length === 3);
  assert.is(late.packets[0]!.payload.toString('latin1').trim().split(/ +/)[1], '8');
  late.destroy();
  await server.close();
});

test('malformed bytes: the connection ends or the message is counted, and nobody else is disturbed', async () => {
  const { server, port } = await ouchExchange(null);
  const steady = await loggedIn(port, 'TWO');
  steady.write(enter(1, 'B', 100, 500_000));
  await steady.until(() => steady.answers().length === 2);
  const mutation = fc.record({ at: fc.nat(60), value: fc.nat(255) });
  const valid = [enter(1, 'B', 10, 400_000), replace(1, 2, 5, 400_000), cancel(2), QUERY, loginPacket('ONE')];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.tuple(fc.constantFrom(...valid), fc.array(mutation, { maxLength: 3 })).map(([packetBytes, mutations]) => {
      const mutated = Uint8Array.from(packetBytes);
      for (const { at, value } of mutations) if (at < mutated.length) mutated[at] = value;
      return mutated;
    }),
    fc.uint8Array({ minLength: 1, maxLength: 60 }).map((noise) => packet('U', Buffer.from(noise).toString('hex'))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 4 }), fc.boolean(), async (pieces, isLoggedIn) => {
      const client = await RawClient.open(port);
      if (isLoggedIn) client.write(loginPacket('ONE'));
      client.write(...pieces);
      client.end();
      await client.until(() => client.isClosed);
    }),
    { numRuns: RUNS },
  );
  steady.write(enter(2, 'B', 1, 500_000));
  await steady.until(() => steady.answers().length === 3);
  assert.is(shown(steady.answers()[2]!), 'A 2 1 500000 AAPL ORDER-1');
  assert.ok(server.ouch!.counters().malformed > 0);
  steady.destroy();
  await server.close();
});

test.run();
