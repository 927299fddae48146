/** A recorded day over MoldUDP64 with losses, duplicates and packets that overtake: the books are those of the file. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../../test/market_data.ts';
import { type MoldAddress, parseFeedAddress } from '../../feed_sockets/feed_address.ts';
import { FeedState } from '../../protocols/moldudp64/receiver_config.ts';
import { type BookBuilder, makeBookBuilder } from './books/book_builder.ts';
import { ONE_STOCK } from './books/memory.ts';
import { FilePublisher } from './file_publisher.ts';
import { MoldFeed } from './mold_feed.ts';

const LIMIT_MS = 30_000;

function fromMemory(path: string): BookBuilder {
  const books = makeBookBuilder(ONE_STOCK, false);
  const bytes = Uint8Array.from(readFileSync(path));
  assert.is(books.onBlock(new DataView(bytes.buffer), 0, bytes.length), bytes.length);
  return books;
}

function rowsOf(books: BookBuilder, instrument: number, isAsk: boolean): string[] {
  const rows: string[] = [];
  books.visitOrders(instrument, isAsk, (price4, shares) => rows.push(`${shares}@${price4}`));
  return rows;
}

/** All that a feed's messages came to. */
function summary(books: BookBuilder, instrument: number): object {
  return {
    bids: rowsOf(books, instrument, false),
    asks: rowsOf(books, instrument, true),
    volume: books.trades.dayVolumeShares(instrument),
    messages: [...books.counters.messages],
    faults: [...books.counters.faults],
  };
}

const recording = marketDataFile('AAPL_20191230.itch50');
(recording === undefined ? test.skip : test)(
  'books from a network that loses every tenth packet end right',
  async () => {
    const path = recording!;
    const locate = readFileSync(path).readUInt16BE(3);
    const books = makeBookBuilder(ONE_STOCK, true);
    const lost: number[] = [];
    let isEnded = false;
    const requestSocket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(requestSocket, 'listening');
    const requestPort = requestSocket.address().port;
    requestSocket.close();
    const address = `mold://127.0.0.1:0?requests=127.0.0.1:${requestPort}&from=1`;
    const feed = await MoldFeed.open(parseFeedAddress(address) as MoldAddress, {
      onMessages: (view, from, to) => assert.is(books.onBlock(view, from, to), to),
      onSession: () => books.clear(),
      onLost: (first) => lost.push(first),
      onState: (state) => {
        isEnded = state === FeedState.ENDED;
      },
    });
    const relay = createSocket('udp4').bind(0, '127.0.0.1');
    await once(relay, 'listening');
    const feedPort = feed.ports[0]!;
    let packets = 0;
    let isOver = false;
    relay.on('message', (packet) => {
      const pass = (): void => {
        if (!isOver) relay.send(packet, feedPort, '127.0.0.1');
      };
      packets++;
      if (packets % 10 === 3) return;
      if (packets % 17 === 5) setTimeout(pass, 2);
      else pass();
      if (packets % 13 === 1) pass();
    });
    const publisher = await FilePublisher.open({
      file: path,
      address: parseFeedAddress(`mold://127.0.0.1:${relay.address().port}?requests=127.0.0.1:${requestPort}`),
      pace: { messagesPerSecond: 50_000 },
    });
    for (const startMs = performance.now(); !isEnded && performance.now() - startMs < LIMIT_MS; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { counters } = feed.receiver;
    isOver = true;
    publisher.close();
    feed.close();
    relay.close();
    assert.ok(isEnded, JSON.stringify(counters));
    assert.equal(lost, []);
    assert.ok(counters.recovered > 1_000 && counters.duplicates > 50, JSON.stringify(counters));
    assert.equal(summary(books, locate), summary(fromMemory(path), locate));
  },
);

test.run();
