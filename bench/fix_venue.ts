/**
 * Orders to a venue over FIX and its reports back, on one thread, without sockets and log.
 *
 *     fix-venue-encode   legs in columns ─▶ VenueOrders ─▶ NewOrderSingles, the last of each round checked
 *     fix-venue-decode   ExecutionReports in chunks of 1..1460 bytes ─▶ VenueEnd ─▶ ring of reports, sums checked
 *     fix-venue-garbage  the second again: what it leaves on the heap
 *
 * Decoding is the session's whole way in: framing, checksum, number, time, required fields, leg, and the record in the ring.
 * The floor is the checksum alone over the same bytes.
 */
import '../src/ring/inlining.ts';
import { RecordHeader, VenueReport } from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { LegBook } from '../src/workers/edges/fix_initiator/leg_book.ts';
import { VenueEnd } from '../src/workers/edges/fix_initiator/venue_end.ts';
import { OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { checksumOf } from '../src/workers/protocols/fix/checksum.ts';
import { FieldIndex } from '../src/workers/protocols/fix/field_index.ts';
import { Frame, FrameReader } from '../src/workers/protocols/fix/frame.ts';
import { MessageWriter } from '../src/workers/protocols/fix/message_writer.ts';
import { MemoryOutboundLog } from '../src/workers/protocols/fix/outbound_log.ts';
import { MsgType, Tag } from '../src/workers/protocols/fix/tag.ts';
import { DIALECT_DEFAULTS } from '../src/workers/protocols/fix/venue_dialect.ts';
import { makeVenueOrders } from '../src/workers/protocols/fix/venue_orders.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { collect, HeapMeter } from './heap_meter.ts';
import { medianRate } from './median_rate.ts';

export const names = ['fix-venue-encode', 'fix-venue-decode', 'fix-venue-garbage'];
export const notIncluded = 'sockets, the outbound log';

const START_MS = Date.UTC(2026, 10, 23, 9);
const TIME = '20261123-09:00:00.000';
const SYMBOLS = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'GOOGL', 'META', 'TSLA', 'JPM', 'V', 'XOM'];
const INSTRUMENTS = SYMBOLS.map((symbol) => ({ symbol, tickMantissa: 1, tickExponent: -2, lotSize: 1 }));
const DIALECT = { ...DIALECT_DEFAULTS, senderCompId: 'SLUICE', targetCompId: 'VENUE', account: 'HOUSE' };
/** As large as those of an engine that has started sixty times. */
const FIRST_LEG = 60 * 2 ** 44;
const LEGS = 512;
const ROUNDS = 20;
const MAX_CHUNK_BYTES = 1_460;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  if (options.wants('fix-venue-encode')) results.push(encode(options));
  if (options.wants('fix-venue-decode')) results.push(decode(options));
  if (options.wants('fix-venue-garbage')) results.push(garbage(options));
  return results;
}

function fillBook(): LegBook {
  const legs = new LegBook();
  for (let i = 0; i < LEGS; i++) {
    const leg = legs.add(FIRST_LEG + i * 64);
    legs.instrument[leg] = i % SYMBOLS.length;
    legs.side[leg] = i % 2 === 0 ? Side.BUY : Side.SELL;
    legs.orderType[leg] = OrderType.LIMIT;
    legs.timeInForce[leg] = TimeInForce.DAY;
    legs.lots[leg] = 100 + i;
    legs.ticks[leg] = 10_000 + 37 * i;
    legs.epoch[leg] = 1;
  }
  return legs;
}

function encode(options: BenchOptions): BenchResult {
  const legs = fillBook();
  const orders = makeVenueOrders(DIALECT, INSTRUMENTS);
  const writer = new MessageWriter(262_144, 'SLUICE', 'VENUE');
  let sequence = 0;
  const round = (): void => {
    writer.clear();
    writer.setSendingTime(START_MS + (sequence & 511));
    for (let leg = 0; leg < LEGS; leg++) {
      sequence++;
      writer.begin(MsgType.NEW_ORDER_SINGLE, sequence);
      orders.newOrder(writer, legs, leg);
      writer.end();
    }
  };
  const rate = medianRate(options, LEGS * ROUNDS, () => {
    for (let i = 0; i < ROUNDS; i++) round();
    const frames = new FrameReader(4096);
    frames.take(writer.bytes.slice(writer.start, writer.at), 0);
    check(frames.next() === Frame.MESSAGE, 'the last order is a message');
    const fields = new FieldIndex();
    fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
    check(fields.whole(Tag.CL_ORD_ID) === FIRST_LEG + (LEGS - 1) * 64, 'its leg');
    check(fields.whole(Tag.ORDER_QTY) === 100 + LEGS - 1, 'its quantity');
  });
  options.print(`  fix-venue-encode: ${Math.round(writer.at / LEGS)} bytes an order`);
  return judge({ name: 'fix-venue-encode', value: rate, unit: 'orders/s', bar: 2e6, better: 'higher' });
}

interface Decoding {
  readonly bytes: Uint8Array;
  readonly messages: number;
  /** Once over all messages. */
  readonly round: () => void;
}

function decoding(): Decoding {
  const legs = fillBook();
  const region = allocateRegion(spscRegionBytes(1 << 20));
  const consumer = new SpscConsumer(region);
  const end = new VenueEnd({
    ports: {
      venue: 0,
      orders: new SpscConsumer(allocateRegion(spscRegionBytes(4096))),
      reports: new SpscProducer(region),
      heard: { epoch: 1, sequence: 0 },
      clock: () => 1,
      onStatus: () => undefined,
      onMissing: () => undefined,
      cumulativeOf: () => -1,
    },
    dialect: DIALECT,
    instruments: INSTRUMENTS,
    log: new MemoryOutboundLog(),
    legs,
    wallMs: () => START_MS,
    notice: (text) => check(false, text),
  });
  end.onConnect({ write: () => undefined, close: () => undefined });
  const logon = message('A', 1, '98=0\x01108=30\x01');
  end.onBytes(logon, logon.length);
  check(end.isUp, 'logged on');
  const texts = Array.from({ length: LEGS }, (_, i) => [
    message('8', 2 + 2 * i, reportText(i, '0', 0)),
    message('8', 3 + 2 * i, reportText(i, 'F', 10)),
  ]).flat();
  const bytes = Buffer.concat(texts);
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = 1 + ((i * 2_654_435_761) % MAX_CHUNK_BYTES);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  const report = new VenueReport().wrap(consumer.data, 0);
  const round = (): void => {
    end.session.nextInbound = 2;
    let lots = 0;
    for (const chunk of chunks) {
      end.onBytes(chunk, chunk.length);
      for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
        report.move(at + RecordHeader.BYTES);
        lots += report.lastLots;
      }
      consumer.release();
    }
    check(lots === 10 * LEGS, 'lots of all fills');
  };
  return { bytes, messages: texts.length, round };
}

function decode(options: BenchOptions): BenchResult {
  const { bytes, messages, round } = decoding();
  const rate = medianRate(options, messages * ROUNDS, () => {
    for (let i = 0; i < ROUNDS; i++) round();
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const floor = medianRate(options, messages * ROUNDS, () => {
    for (let i = 0; i < ROUNDS; i++) check(checksumOf(view, 0, bytes.length) >= 0, 'sum');
  });
  options.print(`  fix-venue-decode: ${Math.round(bytes.length / messages)} bytes a report`);
  return judge({ name: 'fix-venue-decode', value: rate, unit: 'reports/s', bar: 5e5, floor, better: 'higher' });
}

function garbage(options: BenchOptions): BenchResult {
  const { messages, round } = decoding();
  const rounds = options.quick ? 200 : 2_000;
  for (let i = 0; i < 1_000; i++) round();
  collect();
  const meter = new HeapMeter();
  meter.start();
  for (let i = 0; i < rounds; i++) round();
  const growth = meter.stop();
  const bytes = growth.newBytes + growth.otherBytes;
  options.print(
    `  fix-venue-garbage: ${bytes} bytes and ${growth.collections} collections in ${rounds * messages} reports`,
  );
  const value = bytes / (rounds * messages);
  return judge({ name: 'fix-venue-garbage', value, unit: 'bytes/report', bar: 1, better: 'lower' });
}

function message(type: string, sequence: number, fields: string): Buffer {
  const text = `35=${type}\x0149=VENUE\x0156=SLUICE\x0134=${sequence}\x0152=${TIME}\x01${fields}`;
  const framed = Buffer.from(`8=FIX.4.4\x019=${text.length}\x01${text}`);
  const sum = framed.reduce((total, byte) => (total + byte) & 0xff, 0);
  return Buffer.concat([framed, Buffer.from(`10=${String(sum).padStart(3, '0')}\x01`)]);
}

function reportText(i: number, execType: string, last: number): string {
  const status = last === 0 ? '0' : '1';
  const trade = last === 0 ? '' : `32=${last}\x0131=101.25\x01`;
  return (
    `37=${7_000_000 + i}\x0111=${FIRST_LEG + i * 64}\x0117=${9_000_000 + i}\x01150=${execType}\x0139=${status}\x01` +
    `1=HOUSE\x0155=${SYMBOLS[i % SYMBOLS.length]}\x0154=${1 + (i % 2)}\x0138=${100 + i}\x0140=2\x0144=101.25\x01${trade}` +
    `151=${100 + i - last}\x0114=${last}\x016=${last === 0 ? '0' : '101.25'}\x0160=${TIME}\x01`
  );
}
