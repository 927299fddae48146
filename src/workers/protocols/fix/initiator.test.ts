/** Our initiator against our acceptor: both ends of every rule, with what is between them under the test's hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NewOrder, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { Region } from '../../../ring/memory.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ClientApplication } from './client_application.ts';
import { FixClientCodec, writeNewOrder } from './client_codec.ts';
import { MemoryOutboundLog } from './outbound_log.ts';
import { FixSession } from './session.ts';
import type { FixSessionConfig } from './session_config.ts';
import { SessionState } from './session_state.ts';
import { MsgType } from './tag.ts';
import { acceptor, BASE_MS, DIRECTORY, NOW_NS, type Rig, TestTransport } from './test_kit.ts';

interface Pair {
  readonly venue: Rig;
  readonly client: FixSession;
  readonly transport: TestTransport;
  readonly refused: string[];
  readonly closed: string[];
}

function pair(config: Partial<FixSessionConfig> = {}, venueConfig: Partial<FixSessionConfig> = {}): Pair {
  const refused: string[] = [];
  const closed: string[] = [];
  const codec = new FixClientCodec('CLIENT', 'SLUICE', DIRECTORY);
  const client = new FixSession({
    config: { role: 'initiator', senderCompId: 'CLIENT', targetCompId: 'SLUICE', heartbeatSeconds: 20, ...config },
    log: new MemoryOutboundLog(),
    application: new ClientApplication(codec, {
      onReport: () => undefined,
      onRefused: (_, clOrdId, text) => refused.push(`${clOrdId}: ${text}`),
    }),
    baseTimeMs: BASE_MS,
    listener: { onClosed: (reason) => closed.push(reason) },
  });
  return { venue: acceptor(venueConfig), client, transport: new TestTransport(), refused, closed };
}

/** Carries bytes both ways until there are none. */
function carry({ venue, client, transport }: Pair, nowNs = NOW_NS): void {
  for (let i = 0; i < 10; i++) {
    const up = transport.sent;
    transport.sent = '';
    if (up !== '' && !venue.transport.isClosed) venue.session.onBytes(Buffer.from(up, 'latin1'), nowNs);
    const down = venue.transport.sent;
    venue.transport.sent = '';
    if (down !== '' && !transport.isClosed) client.onBytes(Buffer.from(down, 'latin1'), nowNs);
    if (up === '' && down === '') return;
  }
  throw new Error('the two never stop talking');
}

function connect(p: Pair): void {
  p.venue.transport = new TestTransport();
  p.transport.isClosed = false;
  p.transport.sent = '';
  p.venue.session.onConnect(p.venue.transport, NOW_NS);
  p.client.onConnect(p.transport, NOW_NS);
  carry(p);
}

function order(p: Pair, clOrdId: number): void {
  p.client.sendApplication(MsgType.NEW_ORDER_SINGLE, (writer) =>
    writeNewOrder(writer, DIRECTORY, {
      sequence: 0,
      timeMs: BASE_MS + NOW_NS / 1e6,
      clOrdId,
      account: 'BETA',
      instrument: 1,
      side: Side.SELL,
      orderType: OrderType.LIMIT,
      timeInForce: TimeInForce.IOC,
      quantityLots: 3,
      priceTicks: 8403,
      strategy: 9,
    }),
  );
}

function orderIds(p: Pair): string[] {
  return p.venue.sink.records.map((record) => record.subarray(64, 104).toString('latin1').replace(/\0+$/, ''));
}

test('logon, an order, a heartbeat each, logout', () => {
  const p = pair();
  connect(p);
  assert.is(p.client.state, SessionState.ACTIVE);
  assert.is(p.venue.session.state, SessionState.ACTIVE);
  order(p, 4711);
  p.client.flush();
  carry(p);
  const views = new Region(new SharedArrayBuffer(256));
  views.u8.set(p.venue.sink.records[0]!);
  const taken = new NewOrder().wrap(views, RecordHeader.BYTES);
  assert.equal(
    [
      taken.account,
      taken.instrument,
      taken.side,
      taken.timeInForce,
      taken.quantityLots,
      taken.priceTicks,
      taken.strategy,
    ],
    [1, 1, Side.SELL, TimeInForce.IOC, 3, 8403, 9],
  );
  for (const seconds of [20, 40, 60, 80]) {
    const nowNs = NOW_NS + seconds * 1e9;
    p.client.onTimer(nowNs);
    p.venue.session.onTimer(nowNs);
    carry(p, nowNs);
  }
  assert.is(p.client.state, SessionState.ACTIVE);
  p.client.logout('done', NOW_NS + 81e9);
  carry(p, NOW_NS + 81e9);
  assert.equal([p.client.isConnected, p.venue.session.isConnected], [false, false]);
  assert.equal(p.closed, ['logged out']);
});

test('orders lost with a connection come again with the next, once', () => {
  const p = pair();
  connect(p);
  for (let i = 1; i <= 3; i++) order(p, i);
  p.client.flush();
  p.transport.sent = ''; // lost
  p.client.onDisconnect(NOW_NS);
  p.venue.session.onDisconnect(NOW_NS);
  order(p, 4); // while nobody is connected
  connect(p);
  assert.equal(orderIds(p), ['1', '2', '3', '4']);
  order(p, 5);
  p.client.flush();
  carry(p);
  assert.equal(orderIds(p), ['1', '2', '3', '4', '5']);
  assert.is(p.venue.session.nextInbound, p.client.log.nextOutbound);
});

test('a refusal comes back with its order', () => {
  const p = pair();
  connect(p);
  p.venue.application.admitNewOrders = false;
  order(p, 12);
  p.client.flush();
  carry(p);
  assert.equal(p.refused, ['12: engine is busy: order refused, send it again']);
});

test('reset with the logon', () => {
  const p = pair({ resetOnLogon: true });
  connect(p);
  order(p, 1);
  p.client.flush();
  p.client.onDisconnect(NOW_NS);
  p.venue.session.onDisconnect(NOW_NS);
  connect(p);
  assert.equal([p.client.state, p.client.nextInbound, p.client.log.nextOutbound], [SessionState.ACTIVE, 2, 2]);
});

test('user and password are sent; a wrong one is told', () => {
  const good = pair({ username: 'u', password: 'p' }, { username: 'u', password: 'p' });
  connect(good);
  assert.is(good.client.state, SessionState.ACTIVE);
  const bad = pair({ username: 'u', password: 'x' }, { username: 'u', password: 'p' });
  connect(bad);
  assert.equal(bad.closed, ['logon refused: Username or Password is wrong']);
});

test.run();
