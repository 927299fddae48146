/**
 * A feed over a network that loses, doubles and delays packets, as quote records: what is told at the end, and of trades in all,
 * is what is told without losses; and no book is called trusted that is not whole.
 */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../../ring/memory.ts';
import { SpscProducer, spscRegionBytes } from '../../../../ring/spsc.ts';
import { BookState } from '../../../model/book_state.ts';
import { MessageStore } from '../../../protocols/message_store.ts';
import { MoldPublisher } from '../../../protocols/moldudp64/publisher.ts';
import { MoldReceiver } from '../../../protocols/moldudp64/receiver.ts';
import { DEFAULT_LIMITS, type ReceiverConfig } from '../../../protocols/moldudp64/receiver_config.ts';
import { makeBookBuilder } from '../books/book_builder.ts';
import { FeedBooks } from './feed_books.ts';
import { FeedTrust } from './feed_trust.ts';
import { INSTRUMENTS, madeFeed, makeRandom, QuoteReader, snapshotOf } from './made_feed.ts';
import { QuoteWriter } from './quote_writer.ts';

const MS = 1e6;
const books = makeBookBuilder({ orders: 8191, windowTicks: 2 ** 15, indexBits: 16 }, false);

interface Weather {
  /** Of a hundred packets: lost, doubled, late. */
  readonly loss: number;
  readonly doubling: number;
  readonly late: number;
  readonly answers: boolean;
}
const CALM: Weather = { loss: 0, doubling: 0, late: 0, answers: true };

class Network {
  readonly reader: QuoteReader;
  readonly receiver: MoldReceiver;
  readonly trust: FeedTrust;
  nowNs = 0;
  weather: Weather;
  readonly #writer: QuoteWriter;
  readonly #publisher: MoldPublisher;
  readonly #random: (below: number) => number;
  #flying: { atNs: number; bytes: Uint8Array }[] = [];

  constructor(seed: number, weather: Weather, session = 'ONE', overrides: Partial<ReceiverConfig> = {}) {
    this.weather = weather;
    this.#random = makeRandom(seed + 1);
    books.clear();
    const region = allocateRegion(spscRegionBytes(1 << 19));
    const lotShares = INSTRUMENTS.map((instrument) => instrument.lotShares);
    const quotes = new SpscProducer(region);
    this.#writer = new QuoteWriter({ venue: 0, engineEpoch: 1, lotShares, quotes });
    this.reader = new QuoteReader(region);
    this.trust = new FeedTrust(new FeedBooks(INSTRUMENTS, books, this.#writer), this.#writer, () => this.receiver.next);
    const config = { session, maxPacketBytes: 600, maxPacketMessages: 8, heartbeatNs: 5 * MS };
    this.#publisher = new MoldPublisher(config, new MessageStore(1 << 18, 4_096), (packet, length) =>
      this.#launch(packet.subarray(0, length)),
    );
    const limits = { ...DEFAULT_LIMITS, aheadPackets: 512, aheadPacketBytes: 600, silenceNs: 50 * MS, maxAttempts: 3 };
    this.receiver = new MoldReceiver(
      { ...limits, requestTimeoutNs: MS, lines: 1, servers: 1, firstSequence: 1, ...overrides },
      this.trust,
      (_server, request) => {
        const length = this.#publisher.answer(new DataView(request.buffer), 0, request.length);
        if (this.weather.answers && length > 0) this.#launch(this.#publisher.answerBytes.subarray(0, length));
      },
    );
  }

  publish(messages: readonly Buffer[]): void {
    messages.forEach((message, index) => {
      this.#publisher.add(message, 0, message.length, this.nowNs);
      if (index % 10 === 9) this.step();
    });
    this.step();
  }

  step(sends = true): void {
    this.nowNs += 0.2 * MS;
    if (sends) this.#publisher.onTimer(this.nowNs);
    const { receiver } = this;
    receiver.setTime(this.nowNs);
    for (const { atNs, bytes } of this.#flying.splice(0).sort((a, b) => a.atNs - b.atNs)) {
      if (atNs > this.nowNs) this.#flying.push({ atNs, bytes });
      else receiver.onPacket(new DataView(bytes.buffer), 0, bytes.length, 0);
    }
    receiver.poll(this.nowNs);
    this.#writer.publish(this.nowNs);
    this.reader.read();
  }

  settle(steps = 200): void {
    for (let i = 0; i < steps; i++) this.step();
  }

  silence(steps: number): void {
    for (let i = 0; i < steps; i++) this.step(false);
  }

  /** The state that the engine was last told. */
  get told(): number {
    return this.reader.statuses.filter(([instrument]) => instrument === -1).at(-1)![1]!;
  }

  #launch(packet: Uint8Array): void {
    const { loss, doubling, late } = this.weather;
    if (this.#random(100) < loss) return;
    for (let copies = this.#random(100) < doubling ? 2 : 1; copies > 0; copies--) {
      const delayMs = this.#random(100) < late ? this.#random(4) : 0;
      this.#flying.push({ atNs: this.nowNs + delayMs * MS, bytes: Uint8Array.from(packet) });
    }
  }
}

test('losses, duplicates and reordering change nothing of what is told in the end, nor of what traded', () => {
  const percent = fc.constantFrom(0, 3, 20);
  fc.assert(
    fc.property(fc.nat(1e6), percent, percent, percent, (seed, loss, doubling, late) => {
      const messages = madeFeed(seed, 300);
      const calm = new Network(seed, CALM);
      calm.publish(messages);
      calm.settle(10);
      const rough = new Network(seed, { loss, doubling, late, answers: true }, 'ONE', { maxAttempts: 100 });
      rough.publish(messages);
      rough.weather = CALM;
      rough.settle();
      const sums = ({ reader }: Network): object[] =>
        [...reader.told].sort().map(([instrument, { updates: _, ...told }]) => ({ instrument, ...told }));
      assert.equal(sums(rough), sums(calm));
      assert.is(rough.told, BookState.TRUSTED);
      assert.is(rough.receiver.counters.lost, 0);
      if (loss + late === 0) assert.equal(rough.reader.statuses, [[-1, BookState.TRUSTED, 0]]);
    }),
    { numRuns: process.env.SLUICE_LONG ? 2_000 : 20 },
  );
});

test('messages that nobody can give make the books incomplete until the next session, which begins with empty ones', () => {
  const network = new Network(1, CALM);
  network.publish(madeFeed(1, 100));
  assert.is(network.told, BookState.TRUSTED);
  network.weather = { ...CALM, loss: 100, answers: false };
  network.publish(madeFeed(2, 60));
  network.weather = { ...CALM, answers: false };
  const quotes = network.reader.quotes.length;
  network.publish(madeFeed(3, 60));
  assert.is(network.told, BookState.GAP, 'until requests have gone unanswered');
  network.settle(300);
  assert.is(network.told, BookState.INCOMPLETE);
  assert.is(network.reader.quotes.length, quotes, 'of books that are not whole nothing is told');
  assert.is(network.trust.incomplete, 1);
});

test('books that are not whole are made anew from a snapshot, with what the feed said before, during and after it', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(300), (seed, ahead) => {
      const messages = madeFeed(seed, 500);
      const network = new Network(seed, CALM);
      const recovery = network.trust.useSnapshots();
      const give = (snapshot: readonly Buffer[]): void => {
        for (const bytes of snapshot) {
          const copy = Uint8Array.from(bytes);
          recovery.onMessage(new DataView(copy.buffer), 0, copy.length);
        }
      };
      network.publish(messages.slice(0, 100));
      network.weather = { ...CALM, loss: 100, answers: false };
      network.publish(messages.slice(100, 200));
      network.weather = { ...CALM, answers: false };
      network.publish(messages.slice(200, 300));
      network.settle(300);
      assert.ok(recovery.isWanted && network.told === BookState.INCOMPLETE);
      recovery.start(network.receiver.next);
      network.publish(messages.slice(300, 400));
      give(snapshotOf(messages, 250));
      network.settle(2);
      assert.ok(recovery.isWanted && recovery.isSpoilt, 'older than what was kept');
      recovery.start(network.receiver.next);
      assert.is(network.receiver.next, 401);
      network.publish(messages.slice(400, 450));
      // Of before what is kept, within, or ahead of it.
      const until = Math.min(500, 400 + Math.floor(ahead / 3));
      give(snapshotOf(messages, until));
      network.settle(2);
      assert.is(network.told, BookState.TRUSTED);
      network.publish(messages.slice(450));
      network.settle(2);
      const calm = new Network(seed, CALM);
      calm.publish(messages);
      calm.settle(2);
      for (const [instrument, { top }] of calm.reader.told) {
        assert.equal(
          network.reader.told.get(instrument)!.top,
          top,
          `instrument ${instrument}, snapshot until ${until}`,
        );
      }
      assert.equal(recovery.counters, { started: 2, done: 1 });
    }),
    { numRuns: process.env.SLUICE_LONG ? 1_000 : 8 },
  );
});

test('a feed joined in the middle is incomplete', () => {
  const joined = new Network(1, { ...CALM, loss: 100 }, 'ONE', { firstSequence: 200 });
  joined.publish(madeFeed(4, 250));
  joined.weather = CALM;
  joined.publish(madeFeed(5, 50));
  joined.settle(20);
  assert.is(joined.told, BookState.INCOMPLETE);
  assert.is(joined.reader.quotes.length, 0);
});

test('a feed that falls silent is not trusted until it is heard again; heartbeats are enough', () => {
  const network = new Network(1, CALM);
  network.publish(madeFeed(6, 100));
  network.settle(600);
  assert.is(network.told, BookState.TRUSTED, 'no message for a long time, only heartbeats');
  const { quotes } = network.reader;
  const before = quotes.length;
  network.silence(300);
  assert.is(network.told, BookState.SILENT);
  network.settle(30);
  assert.is(network.told, BookState.TRUSTED);
  // Each book is said again.
  assert.equal(new Set(quotes.slice(before).map(({ instrument }) => instrument)).size, 2);
});

test.run();
