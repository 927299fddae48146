/**
 * A small market's messages by seed, and its quote records read back: for tests of what becomes of the one in the other.
 */
import { FeedStatus, Quote, RecordHeader } from '../../../../../schemas/generated/engine.ts';
import type { Region } from '../../../../ring/memory.ts';
import { EMPTY, SpscConsumer } from '../../../../ring/spsc.ts';
import { RecordType } from '../../../model/record_type.ts';
import { ItchMessage } from '../../../protocols/itch/itch_message.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import { PlainBooks } from '../books/plain_books.ts';

/** The third is of no interest to the engine. */
export const STOCKS = ['ALPHA', 'BRAVO', 'OTHER'] as const;
export const INSTRUMENTS = [
  { symbol: 'BRAVO', tickPrice4: 100, lotShares: 1 },
  { symbol: 'ALPHA', tickPrice4: 100, lotShares: 10 },
  { symbol: 'NOBODY', tickPrice4: 100, lotShares: 1 },
];
const MIDDLE_PRICE4 = 1_000_000;

export type Fields = Partial<Record<Exclude<keyof ItchMessage, 'stock'>, number | boolean>> & {
  type: number;
  stock?: string;
};

export function messageBytes({ stock, ...fields }: Fields): Buffer {
  const message = new ItchMessage();
  Object.assign(message, { locate: 1, ...fields });
  message.setStock(stock ?? STOCKS[message.locate - 1] ?? 'TEST');
  const bytes = Buffer.alloc(64);
  return bytes.subarray(0, message.encode(new DataView(bytes.buffer, bytes.byteOffset), 0));
}

/** Mulberry32. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return Math.floor((((word ^ (word >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

interface Open {
  readonly reference: number;
  readonly locate: number;
  shares: number;
}

/** A directory, then orders that come, trade, change and go; now and then a price between ticks, a cross, a broken trade. */
export function madeFeed(seed: number, count: number): Buffer[] {
  const random = makeRandom(seed);
  const open: Open[] = [];
  let reference = 0;
  let match = 0;
  const messages = STOCKS.map((_, index) => messageBytes({ type: ItchType.STOCK_DIRECTORY, locate: index + 1 }));
  const price4 = (isBuy: boolean): number => {
    const away = random(20) * 100 + (random(25) === 0 ? -50 : 0);
    return isBuy ? MIDDLE_PRICE4 - away : MIDDLE_PRICE4 + 100 + away;
  };
  const add = (): Fields => {
    const order = { reference: ++reference, locate: 1 + random(STOCKS.length), shares: 1 + random(300) };
    const isBuy = random(2) === 0;
    open.push(order);
    return { type: ItchType.ADD, ...order, isBuy, price4: price4(isBuy) };
  };
  const change = (): Fields => {
    const place = random(open.length);
    const order = open[place]!;
    const { reference: of, locate } = order;
    const kind = random(10);
    const part = kind < 5 ? 1 + random(order.shares) : order.shares;
    order.shares -= part;
    if (order.shares === 0) open.splice(place, 1);
    if (kind < 5) return { type: ItchType.EXECUTED, locate, reference: of, shares: part, matchNumber: ++match };
    if (kind < 6) {
      const fields = { locate, reference: of, shares: part, matchNumber: ++match };
      return { type: ItchType.EXECUTED_WITH_PRICE, ...fields, price4: price4(true), printable: 0x59 };
    }
    return { type: ItchType.DELETED, locate, reference: of };
  };
  const other = (): Fields => {
    const locate = 1 + random(STOCKS.length);
    const shares = 1 + random(500);
    const fields = { locate, shares, price4: price4(random(2) === 0), matchNumber: ++match };
    if (random(4) === 0) return { type: ItchType.BROKEN_TRADE, locate, matchNumber: random(match) };
    return random(3) === 0
      ? { type: ItchType.CROSS_TRADE, ...fields, crossType: 0x4f }
      : { type: ItchType.TRADE, ...fields, isBuy: true, reference: 0 };
  };
  while (messages.length < count) {
    const kind = random(20);
    messages.push(messageBytes(kind === 0 ? other() : kind < 11 || open.length === 0 ? add() : change()));
  }
  return messages;
}

/** Messages behind their lengths, as packets and files have them. */
export function blockOf(messages: readonly Buffer[]): DataView {
  const parts = messages.flatMap((message) => [Buffer.from([message.length >> 8, message.length & 0xff]), message]);
  const bytes = Uint8Array.from(Buffer.concat(parts));
  return new DataView(bytes.buffer);
}

/** What a snapshot server sends of the books after so many messages. */
export function snapshotOf(messages: readonly Buffer[], until: number): Buffer[] {
  const plain = new PlainBooks();
  for (const message of messages.slice(0, until)) plain.take(message);
  const orders = [...plain.orders].map(([reference, { instrument, ...order }]) =>
    messageBytes({ type: ItchType.ADD, locate: instrument, reference: Number(reference), ...order }),
  );
  return [...messages.slice(0, STOCKS.length), ...orders, Buffer.from(`G${String(until + 1).padStart(20)}`)];
}

export interface ReadQuote {
  readonly instrument: number;
  readonly conflated: number;
  readonly tradeCount: number;
  /** Bid ticks and lots, ask ticks and lots. */
  readonly top: readonly number[];
  readonly last: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
}

/** What all of an instrument's records say together. */
export interface Told {
  top: readonly number[];
  updates: number;
  trades: number;
  volume: number;
  last: number;
  high: number;
  low: number;
}

/** Reads a ring of quotes: each record, in order, and their sums. */
export class QuoteReader {
  readonly quotes: ReadQuote[] = [];
  /** Instrument and state of each, with the number of quotes before it. */
  readonly statuses: number[][] = [];
  readonly told = new Map<number, Told>();
  readonly numbers: number[] = [];
  private readonly consumer: SpscConsumer;
  private readonly header = new RecordHeader();
  private readonly quote = new Quote();
  private readonly status = new FeedStatus();

  constructor(region: Region) {
    this.consumer = new SpscConsumer(region);
  }

  /** Up to `most` records; how many there were. */
  read(most = Number.POSITIVE_INFINITY): number {
    const { consumer, header } = this;
    let count = 0;
    for (; count < most; count++) {
      const at = consumer.poll();
      if (at === EMPTY) break;
      header.wrap(consumer.data, at);
      this.numbers.push(header.sourceSequence);
      const bodyAt = at + RecordHeader.BYTES;
      if (header.type === RecordType.QUOTE) this.onQuote(this.quote.wrap(consumer.data, bodyAt));
      else this.onStatus(this.status.wrap(consumer.data, bodyAt));
    }
    consumer.release();
    return count;
  }

  private onStatus({ instrument, state }: FeedStatus): void {
    this.statuses.push([instrument, state, this.quotes.length]);
  }

  private onQuote(of: Quote): void {
    const read = {
      instrument: of.instrument,
      conflated: of.conflated,
      tradeCount: of.tradeCount,
      top: [of.bidTicks, of.bidLots, of.askTicks, of.askLots],
      last: of.lastTicks,
      high: of.highTicks,
      low: of.lowTicks,
      volume: of.volumeLots,
    };
    this.quotes.push(read);
    const told = this.told.get(read.instrument) ?? noneTold();
    this.told.set(read.instrument, told);
    told.top = read.top;
    told.updates += read.conflated;
    told.trades += read.tradeCount;
    told.volume += read.volume;
    if (read.last > 0) told.last = read.last;
    if (read.high > 0) told.high = Math.max(told.high, read.high);
    if (read.low > 0) told.low = told.low === 0 ? read.low : Math.min(told.low, read.low);
  }
}

function noneTold(): Told {
  return { top: [], updates: 0, trades: 0, volume: 0, last: 0, high: 0, low: 0 };
}
