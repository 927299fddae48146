/** The feed handler's worker on loopback: two protocols side by side, one of whose servers comes late. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, type Region } from '../../../../ring/memory.ts';
import { RUNNER_REGION_BYTES, RunnerControl } from '../../../../ring/runner.ts';
import { SpscProducer, spscRegionBytes } from '../../../../ring/spsc.ts';
import { type MoldAddress, parseFeedAddress } from '../../../feed_sockets/feed_address.ts';
import { MoldSender } from '../../../feed_sockets/mold_sender.ts';
import { BookState } from '../../../model/book_state.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import { MessageStore } from '../../../protocols/message_store.ts';
import { allocateBoards } from '../boards/feed_boards.ts';
import { makeBookBuilder } from '../books/book_builder.ts';
import { FilePublisher } from '../file_publisher.ts';
import { FeedBooks } from '../quotes/feed_books.ts';
import {
  blockOf,
  INSTRUMENTS,
  madeFeed,
  makeRandom,
  messageBytes,
  QuoteReader,
  STOCKS,
  snapshotOf,
} from '../quotes/made_feed.ts';
import { QuoteWriter } from '../quotes/quote_writer.ts';
import { allocateFeedCounters, type FeedFigures, readFeedFaults, readFeedFigures } from './feed_figures.ts';
import { type FeedWorkerData, feedWorkerUrl } from './worker.ts';

const LIMIT_MS = 60_000;
const MESSAGES = 2_000;
const RUBBISH_PACKETS = process.env.SLUICE_LONG ? 20_000 : 1_000;
const LIMITS = { orders: 8191, windowTicks: 2 ** 15, indexBits: 16 };

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
  faults(feed: number): Record<string, number>;
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
      limits: LIMITS,
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
    faults: (feed) => readFeedFaults(counters, feed),
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

/** A packet as its sender makes it, or as nobody should: `says` may be another count than that of the messages. */
function packetOf(session: string, sequence: number, messages: readonly Buffer[], says = messages.length): Buffer {
  const block = blockOf(messages);
  const packet = Buffer.concat([Buffer.alloc(20), new Uint8Array(block.buffer as ArrayBuffer)]);
  packet.write(session.padEnd(10), 0, 'latin1');
  packet.writeBigUInt64BE(BigInt(sequence), 10);
  packet.writeUInt16BE(says, 18);
  return packet;
}

/** Of a market in which nobody trades: what follows is wrong in every way that a message can be. */
function wrongMessages(): { readonly messages: readonly Buffer[]; readonly faults: Readonly<Record<string, number>> } {
  const add = { type: ItchType.ADD, locate: 1, isBuy: true, shares: 100, price4: 1_000_000 };
  const unknown = messageBytes({ ...add, reference: 9 });
  unknown[0] = 0x7e;
  const messages = [
    ...STOCKS.map((_, index) => messageBytes({ type: ItchType.STOCK_DIRECTORY, locate: index + 1 })),
    messageBytes({ ...add, reference: 1 }),
    messageBytes({ ...add, reference: 1 }),
    messageBytes({ type: ItchType.DELETED, locate: 1, reference: 77 }),
    messageBytes({ type: ItchType.EXECUTED, locate: 1, reference: 1, shares: 101, matchNumber: 1 }),
    messageBytes({ ...add, reference: 2 }),
    messageBytes({ ...add, reference: 3, isBuy: false }),
    messageBytes({ ...add, reference: 4, isBuy: false, price4: 999_900 }),
    messageBytes({ type: ItchType.REDUCED, locate: 1, reference: 4, shares: 101 }),
    messageBytes({ ...add, reference: 5, shares: 0 }),
    messageBytes({ ...add, reference: 6, price4: 0 }),
    unknown,
    messageBytes({ ...add, reference: 7 }).subarray(0, 20),
  ];
  const faults = {
    'unknown type': 1,
    malformed: 1,
    'unknown order': 1,
    'duplicate add': 1,
    'over executed': 1,
    'over cancelled': 1,
    'bad shares': 1,
    'bad price': 1,
    'book locked': 1,
    'book crossed': 1,
  };
  return { messages, faults };
}

test('whatever one feed brings is counted by its kind, and the other feed is none the worse', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-feeds-'));
  const [bad, good] = [await freeUdpPort(), await freeUdpPort()];
  // Somebody who never answers.
  const deaf = createSocket('udp4').bind(0, '127.0.0.1');
  await once(deaf, 'listening');
  const addresses = [
    `mold://127.0.0.1:${bad}?requests=127.0.0.1:${deaf.address().port}`,
    `mold://127.0.0.1:${good}?from=1`,
  ];
  const { readers, figures, faults, wait, stop } = startHandler(addresses, folder);
  await wait(() => readers.every((reader) => stateOf(reader) === BookState.SILENT));
  const socket = createSocket('udp4');
  const send = (port: number, packet: Buffer): Promise<void> =>
    new Promise((resolve, reject) =>
      socket.send(packet, port, '127.0.0.1', (error) => (error ? reject(error) : resolve())),
    );
  const { messages, faults: expected } = wrongMessages();
  const healthy = madeFeed(10, MESSAGES);
  // Until their sockets are open nobody hears of it; what comes twice is counted as that.
  const begin = async (feed: number, packet: Buffer): Promise<void> => {
    for (; figures(feed).messages === 0; await sleep(20)) await send([bad, good][feed]!, packet);
  };
  await begin(0, packetOf('BAD', 1, messages));
  await begin(1, packetOf('GOOD', 1, healthy.slice(0, 1)));
  const before = figures(0).packets;
  const random = makeRandom(9);
  const packets = RUBBISH_PACKETS;
  for (let sent = 0; sent < packets; sent++) {
    await send(bad, rubbish(random, packetOf('BAD', messages.length + 1, messages.slice(0, 3))));
    const from = Math.floor((healthy.length * sent) / packets);
    const due = healthy.slice(from, Math.floor((healthy.length * (sent + 1)) / packets));
    if (due.length > 0) await send(good, packetOf('GOOD', from + 1, due));
    // The kernel's buffer is not what is tried here.
    if (sent % 64 === 63) await wait(() => figures(0).packets > before + sent);
  }
  await wait(() => figures(1).messages === healthy.length && figures(0).packets === before + packets);
  // What nobody answers for is lost in the end, and said to be.
  await send(bad, packetOf('BAD', messages.length + 10, [], 0));
  await wait(() => stateOf(readers[0]) === BookState.INCOMPLETE);
  assert.is(stateOf(readers[1]), BookState.TRUSTED);
  await stop();
  for (const open of [socket, deaf]) open.close();
  rmSync(folder, { recursive: true });
  assert.equal(faults(0), expected);
  assert.equal([figures(0).messages, figures(0).lost, figures(0).failures], [messages.length, 9, 0]);
  assert.ok(figures(0).requests >= 1 && figures(0).malformed > 0 && figures(0).otherSession > 0);
  assert.is(figures(0).malformed + figures(0).otherSession, packets);
  assert.equal([figures(1).lost, figures(1).malformed, figures(1).otherSession], [0, 0, 0]);
  const alone = new Map(toldBy(healthy));
  readers[1]!.read();
  for (const [instrument, { updates: _, ...rest }] of readers[1]!.told) {
    const { updates: __, ...wanted } = alone.get(instrument)!;
    assert.equal(rest, wanted);
  }
  assert.is(readers[1]!.told.size, alone.size);
});

/** Never a packet that may be believed: cut, too long, with a count or length that is not so, of another session, or random. */
function rubbish(random: (below: number) => number, packet: Buffer): Buffer {
  switch (random(5)) {
    case 0:
      return packet.subarray(0, 21 + random(packet.length - 22));
    case 1:
      return Buffer.concat([packet, Buffer.from([1 + random(255)])]);
    case 2:
      packet.writeUInt16BE(4 + random(60_000), 18);
      return packet;
    case 3:
      packet.write('OTHER', 0, 'latin1');
      return packet;
    default:
      return Buffer.from(Array.from({ length: random(1_400) }, () => random(256)));
  }
}

/** The same messages, with nobody else there. */
function toldBy(messages: readonly Buffer[]): QuoteReader['told'] {
  const ring = allocateRegion(spscRegionBytes(1 << 20));
  const writer = new QuoteWriter({
    venue: 0,
    engineEpoch: 1,
    lotShares: INSTRUMENTS.map(({ lotShares }) => lotShares),
    quotes: new SpscProducer(ring),
    lastNumber: 0,
  });
  const books = makeBookBuilder(LIMITS, false);
  const feed = new FeedBooks(INSTRUMENTS, books, writer);
  writer.setFeedState(BookState.TRUSTED);
  const block = blockOf(messages);
  feed.onBlock(block, 0, block.byteLength);
  writer.publish(0);
  const reader = new QuoteReader(ring);
  reader.read();
  return reader.told;
}

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
  const books = makeBookBuilder(LIMITS, false);
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
