/** The market of an exchange over sockets: lines, re-requests, snapshots, the end, and what Wireshark makes of it. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dissectDatagrams, HAS_TSHARK } from '../../../../test/tshark.ts';
import { type BookBuilder, makeBookBuilder } from '../../edges/feeds/books/book_builder.ts';
import { ONE_STOCK } from '../../edges/feeds/books/memory.ts';
import { MoldFeed } from '../../edges/feeds/mold_feed.ts';
import { SoupFeed } from '../../edges/feeds/soup_feed.ts';
import { type MoldAddress, parseFeedAddress } from '../../feed_sockets/feed_address.ts';
import { Side, TimeInForce } from '../../model/order.ts';
import { SnapshotEnd } from '../../protocols/itch/snapshot_end.ts';
import { HEADER_BYTES } from '../../protocols/moldudp64/layout.ts';
import { FeedState } from '../../protocols/moldudp64/receiver_config.ts';
import { ExchangeCore } from '../core.ts';
import { BackgroundFlow, DEFAULT_FLOW } from '../flow/background_flow.ts';
import { openPublication } from './publication.ts';

const INSTRUMENTS = [
  { symbol: 'ALPHA', tickPrice4: 100, lotShares: 1 },
  { symbol: 'BRAVO', tickPrice4: 100, lotShares: 10 },
];
const LIMIT_MS = 30_000;
const FLOW = { ...DEFAULT_FLOW, eventsPerSecond: 2000, takerShare: 0.2, hiddenShare: 0.3 };

function marketOf(seed: number) {
  const core = new ExchangeCore(2, 20_000);
  const flow = new BackgroundFlow(core, [10_000, 20_000], seed, FLOW);
  core.endBatch();
  return { core, flow };
}

function rowsOf(core: ExchangeCore): string[] {
  const rows: string[] = [];
  INSTRUMENTS.forEach(({ tickPrice4, lotShares }, instrument) => {
    for (const side of [Side.BUY, Side.SELL]) {
      core.engine.visitOrders(instrument, side, (ticks, _id, lots) =>
        rows.push(`${instrument} ${side} ${lots * lotShares}@${ticks * tickPrice4}`),
      );
    }
  });
  return rows;
}

function builtRows(books: BookBuilder): string[] {
  const rows: string[] = [];
  INSTRUMENTS.forEach((_, instrument) => {
    for (const side of [Side.BUY, Side.SELL]) {
      books.visitOrders(instrument + 1, side === Side.SELL, (price4, shares) =>
        rows.push(`${instrument} ${side} ${shares}@${price4}`),
      );
    }
  });
  return rows;
}

async function until(isDone: () => boolean): Promise<void> {
  for (const startMs = performance.now(); !isDone(); ) {
    assert.ok(performance.now() - startMs < LIMIT_MS, 'it does not come');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Books from the lines, and whether the session has ended. */
async function listenTo(address: string) {
  const books = makeBookBuilder(ONE_STOCK, false);
  const heard = { isEnded: false, lost: 0 };
  const feed = await MoldFeed.open(
    { ...(parseFeedAddress(address) as MoldAddress), firstSequence: 1 },
    {
      onMessages: (view, from, to) => assert.is(books.onBlock(view, from, to), to),
      onSession: () => books.clear(),
      onLost: () => heard.lost++,
      onState: (state) => {
        heard.isEnded = state === FeedState.ENDED;
      },
    },
  );
  return { books, feed, heard };
}

test('who listens to the lines, or comes late and asks again, has the books that the exchange displays', async () => {
  const { core, flow } = marketOf(1);
  flow.advance(0.2);
  core.endBatch();
  const before = core.engine.orderCount();
  assert.ok(before > 50);
  const publication = await openPublication({ core, instruments: INSTRUMENTS, name: 'PRIMARY', host: '127.0.0.1' });
  // What had happened until now has left already: only the request server can tell.
  for (let turn = 1; turn <= 50; turn++) {
    flow.advance(0.2 + turn / 100);
    core.endBatch();
    publication.endTurn();
  }
  const { books, feed, heard } = await listenTo(publication.address);
  flow.advance(0.8);
  core.endBatch();
  publication.endTurn();
  await until(() => feed.receiver.next > publication.counters.messages);
  assert.equal(builtRows(books), rowsOf(core));
  assert.is(books.instruments.symbol(2), 'BRAVO');
  assert.ok(publication.counters.requests > 0);
  assert.is(heard.lost, 0);
  assert.is(core.listeners.length, 1);
  await publication.close();
  await until(() => heard.isEnded);
  assert.is(core.listeners.length, 0);
  assert.is(books.instruments.marketEvent(), 'C'.charCodeAt(0));
  feed.close();
});

test('a snapshot builds the books, says where the feed goes on, and ends', async () => {
  const { core, flow } = marketOf(2);
  const publication = await openPublication({ core, instruments: INSTRUMENTS, name: 'ECN', host: '127.0.0.1' });
  flow.advance(1);
  core.endBatch();
  const { snapshot } = parseFeedAddress(publication.address) as MoldAddress;
  const books = makeBookBuilder(ONE_STOCK, false);
  let next = 0;
  const feed = new SoupFeed(
    { ...snapshot!, firstSequence: 1 },
    {
      onSession: () => undefined,
      onLost: () => undefined,
      onState: () => undefined,
      onUnsequenced: () => undefined,
      onMessage(view, at, length) {
        if (view.getUint8(at) !== SnapshotEnd.TYPE) books.onMessage(view, at, length);
        else next = Number(Buffer.from(view.buffer, view.byteOffset + at + 1, 20).toString());
      },
    },
  );
  await until(() => next > 0);
  feed.close();
  assert.equal(builtRows(books), rowsOf(core));
  assert.is(next, publication.counters.messages + 1);
  assert.is(publication.counters.snapshots, 1);
  await publication.close();
});

test('who publishes again has another session, and tells its book anew', async () => {
  const { core, flow } = marketOf(3);
  const options = { core, instruments: INSTRUMENTS, name: 'PRIMARY', host: '127.0.0.1' };
  const first = await openPublication(options);
  flow.advance(0.3);
  core.endBatch();
  first.endTurn();
  await first.close();
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = await openPublication(options);
  assert.is.not(second.session, first.session);
  assert.is(second.session.length, 10);
  assert.is(second.counters.displayedOrders, core.engine.orderCount());
  const { books, feed } = await listenTo(second.address);
  second.endTurn();
  await until(() => feed.receiver.next > second.counters.messages);
  assert.equal(builtRows(books), rowsOf(core));
  feed.close();
  await second.close();
});

test('memory is bounded: what is older than the latest messages is not answered', async () => {
  const { core, flow } = marketOf(4);
  const options = { core, instruments: INSTRUMENTS, name: 'ECN', host: '127.0.0.1', storedMessages: 100 };
  const publication = await openPublication(options);
  flow.advance(1);
  core.endBatch();
  publication.endTurn();
  const { feed, heard } = await listenTo(publication.address);
  await until(() => heard.lost > 0);
  assert.ok(publication.counters.refusedRequests > 0);
  feed.close();
  await publication.close();
});

async function hear(address: string): Promise<{ sockets: Socket[]; packets: Buffer[][] }> {
  const { lines } = parseFeedAddress(address) as MoldAddress;
  const packets: Buffer[][] = [[], []];
  const sockets = lines.map(({ host, port }) => createSocket('udp4').bind(port, host));
  await Promise.all(sockets.map((socket) => once(socket, 'listening')));
  for (const [line, socket] of sockets.entries()) socket.on('message', (packet) => packets[line]!.push(packet));
  return { sockets, packets };
}

(HAS_TSHARK ? test : test.skip)('Wireshark reads the same packets on both lines', async () => {
  const core = new ExchangeCore(2, 100);
  const options = { core, instruments: INSTRUMENTS, name: 'PRIMARY', host: '127.0.0.1' };
  const publication = await openPublication(options);
  const { sockets, packets } = await hear(publication.address);
  core.engine.newOrder(1, core.nextOrderId(), 9, Side.SELL, TimeInForce.GTC, 123, 20, 5);
  core.engine.newOrder(1, core.nextOrderId(), 9, Side.BUY, TimeInForce.IOC, 123, 6, 0);
  core.endBatch();
  publication.endTurn();
  // Heartbeats may come before.
  const told = (): Buffer[] => packets.flatMap((line) => line.find((packet) => packet.length > HEADER_BYTES) ?? []);
  await until(() => told().length === 2);
  for (const socket of sockets) socket.close();
  const [a, b] = told();
  assert.equal(a, b);
  const fields = ['moldudp64.session', 'moldudp64.count', 'moldudp64.msglen'];
  const [mold] = dissectDatagrams([a!], 'moldudp64', fields);
  assert.is(mold, `${publication.session}|4|36;31;36;31`);
  await publication.close();
});

test.run();
