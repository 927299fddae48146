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
import { BookState } from '../../../model/book_state.ts';
import { allocateBoards } from '../boards/feed_boards.ts';
import { parseFeedAddress } from '../feed_address.ts';
import { FilePublisher } from '../file_publisher.ts';
import { blockOf, INSTRUMENTS, madeFeed, QuoteReader } from '../quotes/made_feed.ts';
import { allocateFeedCounters, readFeedFigures } from './feed_figures.ts';
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

test('feeds of two protocols become quotes, and one that is not there leaves the other alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-feeds-'));
  const file = join(folder, 'made.itch50');
  const block = blockOf(madeFeed(7, MESSAGES));
  writeFileSync(file, new Uint8Array(block.buffer));
  const mold = `mold://127.0.0.1:${await freeUdpPort()}?requests=127.0.0.1:${await freeUdpPort()}`;
  const soup = `soup://USER:SECRET@127.0.0.1:${await freeTcpPort()}`;
  const rings = [0, 1].map((): Region => allocateRegion(spscRegionBytes(1 << 20)));
  const readers = rings.map((ring) => new QuoteReader(ring));
  const boards = [0, 1].map(() => allocateBoards(INSTRUMENTS.length));
  const control = allocateRegion(RUNNER_REGION_BYTES);
  const counters = allocateFeedCounters(2);
  const figures = (): string => JSON.stringify([0, 1].map((feed) => readFeedFigures(counters, feed)));
  const worker = new Worker(feedWorkerUrl, {
    workerData: {
      kind: 'feeds',
      feeds: [mold, soup].map((address, venue) => ({
        name: `V${venue}`,
        venue,
        address,
        silenceNs: 60e9,
        boards: boards[venue]!.transfer(),
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
  const stateOf = (reader: QuoteReader): number | undefined => {
    reader.read();
    return reader.statuses.at(-1)?.[1];
  };
  const wait = (holds: () => boolean): Promise<void> => Promise.race([until(holds, figures), failed]);
  await wait(() => readers.every((reader) => stateOf(reader) === BookState.SILENT));
  const publish = (address: string): Promise<FilePublisher> =>
    FilePublisher.open({ file, address: parseFeedAddress(address), pace: { messagesPerSecond: 20_000 } });
  const first = await publish(mold);
  // The session's end comes after all of its messages.
  await wait(() => stateOf(readers[0]!) === BookState.ENDED);
  assert.is(stateOf(readers[1]!), BookState.SILENT);
  const second = await publish(soup);
  await wait(() => stateOf(readers[1]!) === BookState.ENDED);
  await wait(() => readFeedFigures(counters, 1).messages === MESSAGES);
  for (const publisher of [first, second]) publisher.close();
  new RunnerControl(control).stop();
  await once(worker, 'exit');
  rmSync(folder, { recursive: true });
  const [ofMold, ofSoup] = readers.map(({ told }) =>
    [...told].sort().map(([instrument, { updates: _, ...rest }]) => ({ instrument, ...rest })),
  );
  assert.equal(ofMold, ofSoup);
  assert.is(ofMold!.length, 2);
  assert.ok(ofMold!.every(({ trades, volume }) => trades > 20 && volume > 100));
  assert.equal(
    [0, 1].map((feed) => readFeedFigures(counters, feed).lost),
    [0, 0],
  );
});

test.run();
