/**
 * Packets that something on the way has broken, all the way through: receiver, books, quote records. A feed has no checksum, so what
 * comes of it may be wrong; it must still be what a record may hold, and every side must go on.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../../ring/memory.ts';
import { SpscProducer, spscRegionBytes } from '../../../../ring/spsc.ts';
import { MessageStore } from '../../../protocols/message_store.ts';
import { MoldPublisher } from '../../../protocols/moldudp64/publisher.ts';
import { MoldReceiver } from '../../../protocols/moldudp64/receiver.ts';
import { DEFAULT_LIMITS } from '../../../protocols/moldudp64/receiver_config.ts';
import { makeBookBuilder } from '../books/book_builder.ts';
import { FeedBooks } from './feed_books.ts';
import { INSTRUMENTS, madeFeed, makeRandom, QuoteReader, type ReadQuote } from './made_feed.ts';
import { QuoteWriter } from './quote_writer.ts';

const ROUNDS = process.env.SLUICE_LONG ? 5_000 : 30;
const MESSAGES = 1_000;
const PACKET_MESSAGES = 10;
/** Named, because the first packet may be a broken one, and would say which session to follow. */
const SESSION = 'DAY0000001';
/** One packet in so many is broken. */
const BROKEN = 3;
const MOST_TICKS = 2 ** 31;
const BOOKS = makeBookBuilder({ orders: 8191, windowTicks: 2 ** 15, indexBits: 16 }, true);

function packetsOf(messages: readonly Buffer[]): Uint8Array[] {
  const packets: Uint8Array[] = [];
  const config = { session: SESSION, maxPacketBytes: 1_400, maxPacketMessages: PACKET_MESSAGES };
  const publisher = new MoldPublisher(config, new MessageStore(1 << 18, 1 << 12), (packet, length) => {
    packets.push(packet.slice(0, length));
  });
  for (const message of messages) publisher.add(message, 0, message.length, 0);
  publisher.end(1e9);
  return packets;
}

/** Bits turned, fields of ones or zeros, cut, lengthened, or of another packet from some byte on. */
function broken(packet: Uint8Array, other: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = packet.slice();
  const at = random(bytes.length);
  switch (random(6)) {
    case 0:
      bytes[at]! ^= 1 << random(8);
      return bytes;
    case 1:
      return bytes.fill(random(2) === 0 ? 0 : 0xff, at, at + 1 + random(8));
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Uint8Array.from([...bytes, ...other.subarray(0, random(40))]);
    case 4:
      bytes.set(other.subarray(0, bytes.length).subarray(at), at);
      return bytes;
    default:
      for (let i = 20; i < bytes.length; i++) if (random(30) === 0) bytes[i] = random(256);
      return bytes;
  }
}

function isLegal({ instrument, conflated, tradeCount, top, last, high, low, volume }: ReadQuote): boolean {
  const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most;
  const [bid, bidLots, ask, askLots] = top as [number, number, number, number];
  return (
    instrument >= 0 &&
    instrument < INSTRUMENTS.length &&
    conflated > 0 &&
    tradeCount >= 0 &&
    [bid, ask, last, high, low].every((ticks) => isWhole(ticks, MOST_TICKS)) &&
    [bidLots, askLots, volume].every((lots) => isWhole(lots, Number.MAX_SAFE_INTEGER)) &&
    (bidLots === 0 || bid > 0) &&
    (askLots === 0 || ask > 0) &&
    low <= last &&
    last <= high &&
    (tradeCount > 0 || last === 0)
  );
}

for (let seed = 1; seed <= ROUNDS; seed += Math.ceil(ROUNDS / 5)) {
  test(`broken packets give records that are legal, from seed ${seed}`, () => {
    for (let round = seed; round < Math.min(ROUNDS + 1, seed + Math.ceil(ROUNDS / 5)); round++) run(round);
  });
}

function run(seed: number): void {
  const random = makeRandom(seed);
  BOOKS.clear();
  const region = allocateRegion(spscRegionBytes(random(2) === 0 ? 1 << 12 : 1 << 18));
  const lotShares = INSTRUMENTS.map((instrument) => instrument.lotShares);
  const writer = new QuoteWriter({ venue: 3, engineEpoch: 7, lotShares, quotes: new SpscProducer(region) });
  const feed = new FeedBooks(INSTRUMENTS, BOOKS, writer);
  const reader = new QuoteReader(region);
  let delivered = 0;
  let lost = 0;
  const receiver: MoldReceiver = new MoldReceiver(
    { ...DEFAULT_LIMITS, lines: 2, servers: 0, session: SESSION, firstSequence: 1, aheadPackets: 64 },
    {
      onMessages(view, from, to, count) {
        let blocks = 0;
        let at = from;
        for (; at < to; blocks++) at += 2 + view.getUint16(at);
        if (at !== to || blocks !== count) assert.unreachable(`${blocks} blocks up to ${at} for ${count} up to ${to}`);
        delivered += count;
        feed.onBlock(view, from, to);
      },
      onSession: () => feed.clear(),
      onLost(_, count) {
        lost += count;
      },
      onState: () => undefined,
    },
    () => undefined,
  );
  const packets = packetsOf(madeFeed(seed, MESSAGES));
  let nowNs = 0;
  for (const [place, packet] of packets.entries()) {
    for (let line = 0; line < 2; line++) {
      const other = packets[random(packets.length)]!;
      // The first packet has the directory: without it the feed has no instrument of ours.
      const bytes = place > 0 && random(BROKEN) === 0 ? broken(packet, other, random) : packet;
      receiver.setTime(nowNs);
      receiver.onPacket(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, line);
      nowNs += 300_000;
      receiver.poll(nowNs);
    }
    if (random(4) > 0) {
      writer.publish(1);
      reader.read();
    }
  }
  for (let records = 1; records > 0; ) {
    writer.publish(1);
    records = reader.read();
  }
  for (const quote of reader.quotes) if (!isLegal(quote)) assert.unreachable(`seed ${seed}: ${JSON.stringify(quote)}`);
  reader.numbers.forEach((number, i) => {
    if (i > 0) assert.is(number, reader.numbers[i - 1]! + 1, `seed ${seed}`);
  });
  assert.is(receiver.counters.messages, delivered);
  assert.is(receiver.counters.lost, lost);
  assert.ok(delivered > 0 && reader.quotes.length > 0, `seed ${seed}: nothing came through`);
  for (let locate = 0; locate < 4; locate++) {
    for (const isAsk of [false, true]) {
      let before = isAsk ? 0 : Number.POSITIVE_INFINITY;
      BOOKS.visitLevels(locate, isAsk, Number.POSITIVE_INFINITY, (price4, shares, orders) => {
        const isWorse = isAsk ? price4 > before : price4 < before;
        if (!isWorse || shares <= 0 || orders <= 0)
          assert.unreachable(`seed ${seed}: level ${price4} ${shares} ${orders}`);
        before = price4;
      });
    }
  }
}

test.run();
