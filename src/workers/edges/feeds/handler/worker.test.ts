/** The feed handler's worker on loopback: two protocols side by side, one of whose servers comes late. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, type Region } from '../../../../ring/memory.ts';
import { RUNNER_REGION_BYTES, RunnerControl } from '../../../../ring/runner.ts';
import { spscRegionBytes } from '../../../../ring/spsc.ts';
import { type MoldAddress, parseFeedAddress } from '../../../feed_sockets/feed_address.ts';
import { MoldSender } from '../../../feed_sockets/mold_sender.ts';
import { BookState } from '../../../model/book_state.ts';
import { MessageStore } from '../../../protocols/message_store.ts';
import { allocateBoards } from '../boards/feed_boards.ts';
import { makeBookBuilder } from '../books/book_builder.ts';
import { FilePublisher } from '../file_publisher.ts';
import { blockOf, INSTRUMENTS, madeFeed, QuoteReader, STOCKS, snapshotOf } from '../quotes/made_feed.ts';
import { allocateFeedCounters, type FeedFigures, readFeedFigures } from './feed_figures.ts';
import { type FeedWorkerData, feedWorkerUrl } from './worker.ts';

const LIMIT_MS = 60_000;
const MESSAGES = 2_000;

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function until(holds: () => boolean, what: () => string): Promise<void> {
  for (const startMs = performance.now(); !holds(); ) {
    if (performance.now() - startMs > LIMIT_MS) throw new Error(`it did not come to: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Handler {
  readonly readers: readonly QuoteReader[];
  figures(feed: number): FeedFigures;
  /** Until something holds; rejects when the worker dies. */
  wait(holds: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** A worker over feeds at these addresses, venue by venue. */
function startHandler(addresses: readonly string[], folder: string): Handler {
  const rings = addresses.map((): Region => allocateRegion(spscRegionBytes(1 << 20)));
  const control = allocateRegion(RUNNER_REGION_BYTES);
  const counters = allocateFeedCounters(addresses.length);
  const worker = new Worker(feedWorkerUrl, {
    workerData: {
      kind: 'feeds',
      feeds: addresses.map((address, venue) => ({
        name: `V${venue}`,
        venue,
        address,
        silenceNs: 60e9,
        boards: allocateBoards(INSTRUMENTS.length).transfer(),
        quotes: rings[venue]!.transfer(),
      })),
      instruments: INSTRUMENTS,
      limits: { orders: 8191, windowTicks: 2 ** 15, indexBits: 16 },
      bars: { folder, date: 20_261_122 },
      engineEpoch: 1,
      lastNumber: 0,
      clock: { wallMs: Date.now(), originMs: performance.timeOrigin + performance.now(), baseTimeMs: 0 },
      counters: counters.transfer(),
      engine: allocateRegion(RUNNER_REGION_BYTES).transfer(),
      control: control.transfer(),
      spins: false,
      core: undefined,
    } satisfies FeedWorkerData,
  });
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  failed.catch(() => undefined);
  const figures = (feed: number): FeedFigures => readFeedFigures(counters, feed);
  const describe = (): string => JSON.stringify(addresses.map((_, feed) => figures(feed)));
  return {
    readers: rings.map((ring) => new QuoteReader(ring)),
    figures,
    wait: (holds) => Promise.race([until(holds, describe), failed]),
    async stop() {
      const ended = once(worker, 'exit');
      new RunnerControl(control).stop();
      await ended;
    },
  };
}

/** The last that the engine was told. */
function stateOf(reader: QuoteReader | undefined): number | undefined {
  reader!.read();
  return reader!.statuses.at(-1)?.[1];
}

function writeFeed(path: string, messages: readonly Buffer[]): void {
  writeFileSync(path, new Uint8Array(blockOf(messages).buffer as ArrayBuffer));
}

test('feeds of two protocols become quotes, and one that is not there leaves the other alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-feeds-'));
  const file = join(folder, 'made.itch50');
  writeFeed(file, madeFeed(7, MESSAGES));
  const mold = `mold://127.0.0.1:${await freeUdpPort()}?requests=127.0.0.1:${await freeUdpPort()}`;
  const soup = `soup://USER:SECRET@127.0.0.1:${await freeTcpPort()}`;
  const { readers, figures, wait, stop } = startHandler([mold, soup], folder);
  await wait(() => readers.every((reader) => stateOf(reader) === BookState.SILENT));
  const publish = (address: string): Promise<FilePublisher> =>
    FilePublisher.open({ file, address: parseFeedAddress(address), pace: { messagesPerSecond: 20_000 } });
  const first = await publish(mold);
  // The session's end comes after all of its messages.
  await wait(() => stateOf(readers[0]) === BookState.ENDED);
  assert.is(stateOf(readers[1]), BookState.SILENT);
  const second = await publish(soup);
  await wait(() => stateOf(readers[1]) === BookState.ENDED);
  await wait(() => figures(1).messages === MESSAGES);
  for (const publisher of [first, second]) publisher.close();
  await stop();
  rmSync(folder, { recursive: true });
  const [ofMold, ofSoup] = readers.map(({ told }) =>
    [...told].sort().map(([instrument, { updates: _, ...rest }]) => ({ instrument, ...rest })),
  );
  assert.equal(ofMold, ofSoup);
  assert.is(ofMold!.length, 2);
  assert.ok(ofMold!.every(({ trades, volume }) => trades > 20 && volume > 100));
  assert.equal([figures(0).lost, figures(1).lost], [0, 0]);
});

test('a feed joined in the middle takes its books from a snapshot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-feeds-'));
  const messages = madeFeed(8, 400);
  const line = `mold://127.0.0.1:${await freeUdpPort()}`;
  const soup = `USER:SECRET@127.0.0.1:${await freeTcpPort()}`;
  const { readers, figures, wait, stop } = startHandler([`${line}?from=5&snapshot=${soup}`], folder);
  await wait(() => stateOf(readers[0]) === BookState.SILENT && figures(0).failures === 0);
  const config = { session: 'MADE', maxPacketBytes: 600, maxPacketMessages: 8, heartbeatNs: 1e7 };
  const sender = await MoldSender.open(parseFeedAddress(line) as MoldAddress, config, new MessageStore(1 << 18, 4_096));
  for (const message of messages) sender.publisher.add(message, 0, message.length, 0);
  sender.publisher.flush(0);
  await wait(() => stateOf(readers[0]) === BookState.INCOMPLETE);
  const file = join(folder, 'snapshot.itch50');
  writeFeed(file, snapshotOf(messages, messages.length));
  const address = parseFeedAddress(`soup://${soup}`);
  const server = await FilePublisher.open({ file, address, pace: { messagesPerSecond: 100_000 } });
  await wait(() => stateOf(readers[0]) === BookState.TRUSTED && readers[0]!.told.size === 2);
  server.close();
  sender.close();
  await stop();
  rmSync(folder, { recursive: true });
  const books = makeBookBuilder({ orders: 8191, windowTicks: 2 ** 15, indexBits: 16 }, false);
  const block = blockOf(messages);
  books.onBlock(block, 0, block.byteLength);
  for (const [instrument, { symbol, lotShares }] of INSTRUMENTS.slice(0, 2).entries()) {
    const locate = STOCKS.indexOf(symbol as (typeof STOCKS)[number]) + 1;
    const [bid = 0, lots] = readers[0]!.told.get(instrument)!.top;
    if (bid > 0)
      assert.equal([bid * 100, lots], [books.bidPrice4(locate), Math.floor(books.bidShares(locate) / lotShares)]);
  }
});

test.run();
