import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TestClient } from '../../../../test/venue_test_client.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { allocateMemoryLink, type ByteSocket, memoryClient, memoryServer } from '../../../ring/memory_socket.ts';
import { WAKER_REGION_BYTES } from '../../../ring/wake.ts';
import { ExchangeCore } from '../../exchange/core.ts';
import { BackgroundFlow, DEFAULT_FLOW } from '../../exchange/flow/background_flow.ts';
import { Random } from '../../exchange/flow/random.ts';
import { PLAIN_CONDUCT } from '../../exchange/options.ts';
import { ExchangeServer } from '../../exchange/server/exchange_server.ts';
import { Side, TimeInForce } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { FileOutboundLog, MemoryOutboundLog } from './outbound_log.ts';

const INSTRUMENTS = 2;
const test = suite('venue session');
const folders: string[] = [];

interface Venue {
  core: ExchangeCore;
  server: ExchangeServer;
  port: number;
}

async function venue(logFolder: string | null, port = 0, epoch = 1000, storedReports = 4096): Promise<Venue> {
  const core = new ExchangeCore(INSTRUMENTS, 20_000);
  const place = { host: '127.0.0.1', port, logFolder, epoch, instruments: [], seed: 1, conduct: PLAIN_CONDUCT };
  const options = { ...place, legCapacity: 10_000, storedReports, heartbeatMs: 50 };
  const server = new ExchangeServer(core, options);
  return { core, server, port: await server.listen() };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'exchange-'));
  folders.push(path);
  return path;
}

test.after(() => {
  for (const path of folders) rmSync(path, { recursive: true });
});

test('an order lives: acknowledged, filled in parts, replaced, cancelled, and asked about', async () => {
  const { server, port } = await venue(null);
  const client = new TestClient(port, new MemoryOutboundLog());
  client.session.start();
  client.order(1, 100, 50);
  client.order(2, 30, 50, Side.SELL, TimeInForce.IOC);
  client.replace(1, 90, 50);
  client.replace(1, 120, 49);
  client.replace(1, 30, 49);
  client.status(1);
  client.cancel(1);
  client.cancel(1);
  client.cancel(99);
  client.status(1);
  client.status(99);
  client.order(3, 10, 0, Side.BUY);
  client.order(1, 10, 10);
  await client.until('all are answered', () => client.reports.length === 16);
  client.assertNumbered();
  const { ACKNOWLEDGED, FILLED, REPLACED, REPLACE_REJECTED, STATUS, CANCELLED, CANCEL_REJECTED } = ReportKind;
  assert.equal(
    client.reports.map(({ leg, kind, reason, last, cum, leaves, lots }) => [
      leg,
      kind,
      reason,
      last,
      cum,
      leaves,
      lots,
    ]),
    [
      [1, ACKNOWLEDGED, 0, 0, 0, 100, 100],
      [2, ACKNOWLEDGED, 0, 0, 0, 30, 30],
      [1, FILLED, 0, 30, 30, 70, 100],
      [2, FILLED, 0, 30, 30, 0, 30],
      [1, REPLACED, 0, 0, 30, 60, 90],
      [1, REPLACED, 0, 0, 30, 90, 120],
      [1, REPLACE_REJECTED, VenueReason.BAD_QUANTITY, 0, 30, 90, 120],
      [1, STATUS, 0, 0, 30, 90, 120],
      [1, CANCELLED, 0, 0, 30, 0, 120],
      [1, CANCEL_REJECTED, VenueReason.TOO_LATE, 0, 30, 0, 120],
      [99, CANCEL_REJECTED, VenueReason.UNKNOWN_ORDER, 0, 0, 0, 0],
      [1, STATUS, 0, 0, 30, 0, 120],
      [99, ReportKind.UNKNOWN_ORDER, VenueReason.UNKNOWN_ORDER, 0, 0, 0, 0],
      [3, ACKNOWLEDGED, 0, 0, 0, 10, 10],
      [3, ReportKind.EXPIRED, VenueReason.NO_LIQUIDITY, 0, 0, 0, 10],
      [1, ReportKind.REJECTED, VenueReason.DUPLICATE, 0, 0, 0, 10],
    ],
  );
  await client.session.stop();
  await server.close();
});

test('through the memory of one process: an order lives, the venue cuts the session off, what was missed comes then', async () => {
  const { server } = await venue(null);
  const [there, here] = [allocateRegion(WAKER_REGION_BYTES), allocateRegion(WAKER_REGION_BYTES)];
  const link = allocateMemoryLink(there, here);
  const sockets: ByteSocket[] = [];
  const end = memoryServer(link, (socket) => {
    sockets.push(socket);
    server.accept(socket);
  });
  const client = new TestClient(0, new MemoryOutboundLog(), { memory: memoryClient(link) });
  client.session.start();
  const until = (what: string, isSo: () => boolean): Promise<void> =>
    client.until(what, () => end.poll() === 0 && isSo());
  await until('the session is up', () => client.session.isConnected);
  client.order(1, 100, 50);
  await until('it is acknowledged', () => client.reports.length === 1);
  sockets[0]!.destroy();
  await until('the cut is noticed', () => !client.session.isConnected);
  client.order(2, 30, 50, Side.SELL, TimeInForce.IOC);
  await until('it is there again, and all is answered', () => client.reports.length === 4);
  client.assertNumbered();
  assert.is(sockets.length, 2);
  assert.equal(client.kinds(1), [ReportKind.ACKNOWLEDGED, ReportKind.FILLED]);
  assert.equal(client.kinds(2), [ReportKind.ACKNOWLEDGED, ReportKind.FILLED]);
  assert.equal(client.statuses, [
    [true, false],
    [false, false],
    [true, false],
  ]);
  await client.session.stop();
  await server.close();
});

test('answers carry the number of the request that they answer, and news none', async () => {
  const { server, port } = await venue(null);
  const client = new TestClient(port, new MemoryOutboundLog());
  client.session.start();
  client.order(1, 100, 50);
  client.replace(1, 90, 50, 1);
  client.replace(1, 120, 49, 2);
  client.order(2, 30, 49, Side.SELL);
  client.replace(1, 30, 49, 3);
  client.status(1, 4);
  client.status(99, 5);
  client.cancel(99, 6);
  client.cancel(1, 7);
  client.cancel(1, 8);
  await client.until('all are answered', () => client.reports.length === 12);
  assert.equal(
    client.reports.map(({ kind, request }) => [kind, request]),
    [
      [ReportKind.ACKNOWLEDGED, 0],
      [ReportKind.REPLACED, 1],
      [ReportKind.REPLACED, 2],
      [ReportKind.ACKNOWLEDGED, 0],
      [ReportKind.FILLED, 0],
      [ReportKind.FILLED, 0],
      [ReportKind.REPLACE_REJECTED, 3],
      [ReportKind.STATUS, 4],
      [ReportKind.UNKNOWN_ORDER, 5],
      [ReportKind.CANCEL_REJECTED, 6],
      [ReportKind.CANCELLED, 0],
      [ReportKind.CANCEL_REJECTED, 8],
    ],
  );
  await client.session.stop();
  await server.close();
});

test('an exchange that starts again has its orders and reports; the client misses and repeats nothing', async () => {
  const logFolder = folder();
  const first = await venue(logFolder);
  const client = new TestClient(first.port, new FileOutboundLog(join(logFolder, 'outbound.log')));
  client.session.start();
  for (let leg = 1; leg <= 20; leg++) client.order(leg, 10 * leg, 50);
  client.order(21, 35, 50, Side.SELL);
  await client.until('all are answered', () => client.reports.length === 27);
  await first.server.close();
  await client.until('the session is down', () => !client.session.isConnected);
  client.order(22, 5, 50, Side.SELL);
  client.session.poll();
  const second = await venue(logFolder, first.port, 2000);
  assert.is(second.server.counters.restoredOrders, 18);
  await client.until('the order sent meanwhile trades', () => client.kinds(22).length === 2);
  // Legs 1 and 2 were filled, 3 in part: it is first in the queue again.
  assert.equal(client.kinds(3), [ReportKind.ACKNOWLEDGED, ReportKind.FILLED, ReportKind.FILLED]);
  client.cancel(20);
  await client.until('the restored order is cancelled', () => client.kinds(20).at(-1) === ReportKind.CANCELLED);
  client.assertNumbered();
  assert.ok(client.reports.every((report) => report.epoch === 1000));
  assert.is(client.session.counters.lostReports, 0);
  await client.session.stop();
  await second.server.close();
});

test('an exchange without a log says so by its epoch, and is given nothing old', async () => {
  const first = await venue(null);
  const client = new TestClient(first.port, new MemoryOutboundLog());
  client.session.start();
  client.order(1, 10, 50);
  await client.until('it rests', () => client.reports.length === 1);
  await first.server.close();
  await client.until('the session is down', () => !client.session.isConnected);
  client.order(2, 10, 50);
  client.session.poll();
  const second = await venue(null, first.port, 2000);
  await client.until('the session is up', () => client.session.isConnected);
  assert.equal(client.statuses.at(-1), [true, true]);
  client.status(2);
  client.order(3, 10, 50);
  await client.until('both are answered', () => client.reports.length === 3);
  assert.equal(
    client.reports.slice(1).map((report) => [report.epoch, report.number, report.leg, report.kind]),
    [
      [2000, 1, 2, ReportKind.UNKNOWN_ORDER],
      [2000, 2, 3, ReportKind.ACKNOWLEDGED],
    ],
  );
  await client.session.stop();
  await second.server.close();
});

test('an engine that starts again gets the reports it has not logged, and sends nothing again', async () => {
  const { server, port } = await venue(null);
  const path = join(folder(), 'outbound.log');
  const log = new FileOutboundLog(path);
  const before = new TestClient(port, log);
  before.session.start();
  for (let leg = 1; leg <= 10; leg++) before.order(leg, 10, 50);
  await before.until('all are answered', () => before.reports.length === 10);
  const epoch = before.reports[0]!.epoch;
  await before.session.stop();
  before.order(11, 10, 50);
  before.session.poll();
  log.close();
  const found = new FileOutboundLog(path);
  assert.is(found.lastNumber, 11);
  assert.is(found.lastStreamSequence, 11);
  assert.is(found.lastOutputIndex, 1);
  const after = new TestClient(port, found, { gapFill: true, nextReportNumber: 8, exchangeEpoch: epoch });
  after.session.start();
  after.status(11);
  await after.until('reports are resent', () => after.reports.length === 4);
  assert.equal(
    after.reports.map((report) => [report.number, report.leg, report.kind]),
    [
      [8, 8, ReportKind.ACKNOWLEDGED],
      [9, 9, ReportKind.ACKNOWLEDGED],
      [10, 10, ReportKind.ACKNOWLEDGED],
      [11, 11, ReportKind.UNKNOWN_ORDER],
    ],
  );
  await after.session.stop();
  found.close();
  await server.close();
});

test('a resend that goes further back than memory comes from the log', async () => {
  const { server, port } = await venue(folder(), 0, 1000, 16);
  const client = new TestClient(port, new MemoryOutboundLog());
  client.session.start();
  for (let leg = 1; leg <= 100; leg++) {
    client.order(leg, 10, 50);
    if (leg % 7 === 0) await client.until('it is answered', () => client.reports.length === leg);
  }
  await client.until('all are answered', () => client.reports.length === 100);
  await client.session.stop();
  const epoch = client.reports[0]!.epoch;
  const again = new TestClient(port, new MemoryOutboundLog(), { nextReportNumber: 10, exchangeEpoch: epoch });
  again.session.start();
  await again.until('91 are resent', () => again.reports.length === 91);
  assert.equal(again.reports, client.reports.slice(9));
  await again.session.stop();
  await server.close();
});

test('a full report ring leaves the socket unread, and nothing is lost', async () => {
  const { server, port } = await venue(null);
  const client = new TestClient(port, new MemoryOutboundLog(), {}, 4096);
  client.session.start();
  const orders = 3000;
  for (let leg = 1; leg <= orders; leg++) client.order(leg, 10, 50);
  await client.until('all are answered', () => {
    for (let i = 0; i < 50; i++) client.session.poll();
    return client.reports.length === orders;
  });
  client.assertNumbered();
  assert.ok(client.session.counters.holds > 0);
  await client.session.stop();
  await server.close();
});

test('cut connections: every order is executed once, every report arrives once', async () => {
  const logFolder = folder();
  const { core, server, port } = await venue(logFolder);
  const random = new Random(11);
  let cuts = 0;
  const proxy = createServer((near: Socket) => {
    const far = connect(port, '127.0.0.1');
    let left = 2000 + random.below(60_000);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        to.write(bytes.subarray(0, Math.max(0, left)));
        left -= bytes.length;
        if (left > 0) return;
        cuts++;
        near.destroy();
        far.destroy();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const proxyPort = (proxy.address() as { port: number }).port;
  const client = new TestClient(proxyPort, new MemoryOutboundLog());
  client.session.start();
  const orders = 2000;
  for (let leg = 1; leg <= orders; leg++) {
    client.order(leg, 10, 50);
    if (leg % 100 === 0) await client.until('some are answered', () => client.reports.length > leg - 80);
  }
  await client.until('all are answered', () => client.reports.length === orders);
  client.assertNumbered();
  assert.equal(
    client.reports.map((report) => report.leg),
    Array.from({ length: orders }, (_, index) => index + 1),
  );
  assert.is(core.engine.orderCount(), orders);
  assert.ok(cuts > 3, `${cuts} cuts`);
  await client.session.stop();
  proxy.close();
  await server.close();
});

test('quotes: one for every instrument at the start, and every trade once however they are conflated', async () => {
  const { core, server, port } = await venue(null);
  const flow = new BackgroundFlow(core, [10_000, 20_000], 3, DEFAULT_FLOW);
  core.endBatch();
  const client = new TestClient(port, new MemoryOutboundLog());
  client.session.start();
  await client.until('both are quoted', () => client.quotes.length >= 2);
  assert.equal([...new Set(client.quotes.map((quote) => quote.instrument))].sort(), [0, 1]);
  assert.ok(client.quotes.every((quote) => quote.bid > 0));
  const before = core.trades;
  for (let turn = 1; turn <= 400; turn++) {
    flow.advance(turn / 10);
    server.endTurn();
    client.session.poll();
    // The client's quote ring is read rarely: it is full most of the time.
    if (turn % 40 === 0) client.read();
    if (turn % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const traded = core.trades - before;
  const sum = (): number => client.quotes.reduce((count, quote) => count + quote.count, 0);
  await client.until('all trades have come', () => sum() === traded);
  assert.ok(traded > 500);
  assert.ok(client.quotes.every((quote, index) => quote.number === index + 1));
  await client.session.stop();
  await server.close();
});

test('mass cancel, and cancel on disconnect where it is asked for', async () => {
  const { core, server, port } = await venue(null);
  const client = new TestClient(port, new MemoryOutboundLog(), { cancelOnDisconnect: true });
  client.session.start();
  for (let leg = 1; leg <= 5; leg++) client.order(leg, 10, 50);
  await client.until('they rest', () => client.reports.length === 5);
  client.session.massCancel();
  await client.until('they are cancelled', () => client.reports.length === 10);
  client.order(6, 10, 50);
  await client.until('it rests', () => client.reports.length === 11);
  await client.session.stop();
  const end = performance.now() + 2000;
  while (core.engine.orderCount() > 0 && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 5));
  assert.is(core.engine.orderCount(), 0);
  await server.close();
});

test('bytes of another protocol end the connection and nothing else', async () => {
  const { server, port } = await venue(null);
  const client = new TestClient(port, new MemoryOutboundLog());
  client.session.start();
  const stranger = connect(port, '127.0.0.1');
  stranger.on('error', () => undefined);
  stranger.write('GET / HTTP/1.1\r\nHost: exchange\r\n\r\n');
  await new Promise((resolve) => stranger.once('close', resolve));
  client.order(1, 10, 50);
  await client.until('it rests', () => client.reports.length === 1);
  assert.is(server.counters.malformed, 1);
  await client.session.stop();
  await server.close();
});

test.run();
