/**
 * FIX text to records and back, on one thread, without sockets.
 *
 *     fix-parse    chunks of 1..1460 bytes ─▶ FixSession (8 of them, in turn) ─▶ ring ─▶ sums checked
 *                                             frame, checksum, header, fields
 *     fix-encode   ExecutionReport records of 8 sessions, in turn ─▶ ReportEncoder ─▶ bytes, the last of each checked
 *
 * Parsing is the session's whole way in: framing, checksum, number, time, every field, and the record in the ring. The
 * floor is the checksum alone over the same bytes, which every FIX engine must pay. Inlining is as in the engine's process,
 * where the stages set it for all threads.
 */
import '../src/ring/inlining.ts';
import { ExecutionReport, NewOrder, RecordHeader } from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { checksumOf } from '../src/workers/protocols/fix/checksum.ts';
import { FixClientCodec } from '../src/workers/protocols/fix/client_codec.ts';
import { FixDirectory } from '../src/workers/protocols/fix/directory.ts';
import { FieldIndex } from '../src/workers/protocols/fix/field_index.ts';
import { Frame, FrameReader } from '../src/workers/protocols/fix/frame.ts';
import { MessageWriter } from '../src/workers/protocols/fix/message_writer.ts';
import { OrderApplication } from '../src/workers/protocols/fix/order_application.ts';
import { OrderIntake } from '../src/workers/protocols/fix/order_intake.ts';
import { MemoryOutboundLog } from '../src/workers/protocols/fix/outbound_log.ts';
import { ReportEncoder } from '../src/workers/protocols/fix/report_encoder.ts';
import { FixSession } from '../src/workers/protocols/fix/session.ts';
import { MsgType, Tag } from '../src/workers/protocols/fix/tag.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { medianRate } from './median_rate.ts';

export const names = ['fix-parse', 'fix-encode'];
export const notIncluded = 'sockets, the outbound log';

const BAR = 5e6;
const SESSIONS = 8;
/** Few enough for a near cache: what a socket has just been read into lies there too. */
const ORDERS_A_SESSION = 1_000;
const MAX_CHUNK_BYTES = 1_460;
/** Of all orders, a measurement. */
const ROUNDS = 10;
/** Takes what the chunks of a turn of all sessions hold. */
const RING_BYTES = 65_536;
const BASE_MS = Date.UTC(2026, 10, 22);
const NOW_MS = 52_200_000; // 14:30
const SYMBOLS = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'GOOGL', 'META', 'TSLA', 'JPM', 'V', 'XOM'];
const DIRECTORY = new FixDirectory(
  SYMBOLS.map((symbol) => ({ symbol, tickMantissa: 1, tickExponent: -2, lotSize: 1 })),
  ['ALPHA', 'BETA'],
);

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  if (options.wants('fix-parse')) results.push(parse(options));
  if (options.wants('fix-encode')) results.push(encode(options));
  return results;
}

function randomFrom(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

// ---------------------------------------------------------------- parse

interface Stream {
  readonly session: FixSession;
  readonly application: OrderApplication;
  readonly chunks: readonly Buffer[];
  readonly bytes: Uint8Array;
}

function parse(options: BenchOptions): BenchResult {
  const random = randomFrom(options.seed);
  const region = allocateRegion(spscRegionBytes(RING_BYTES));
  const producer = new SpscProducer(region);
  const consumer = new SpscConsumer(region);
  let expectedLots = 0;
  const streams = Array.from({ length: SESSIONS }, (_, i) => {
    const made = makeOrders(random, i);
    expectedLots += made.lots;
    return makeStream(producer, made.bytes, random, i);
  });
  const order = new NewOrder().wrap(consumer.data, 0);
  const round = (): number => {
    let lots = 0;
    for (const { session } of streams) session.nextInbound = 2;
    for (let c = 0, busy = true; busy; c++) {
      busy = false;
      for (let s = 0; s < SESSIONS; s++) {
        const chunk = streams[s]!.chunks[c];
        if (chunk === undefined) continue;
        busy = true;
        streams[s]!.session.onBytes(chunk, NOW_MS * 1e6);
      }
      for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
        order.move(at + RecordHeader.BYTES);
        lots += order.quantityLots;
      }
      consumer.release();
    }
    return lots;
  };
  const orders = SESSIONS * ORDERS_A_SESSION;
  const rate = medianRate(options, orders * ROUNDS, () => {
    for (let i = 0; i < ROUNDS; i++) check(round() === expectedLots, 'the sum of all lots');
  });
  for (const { session } of streams) check(session.nextInbound === ORDERS_A_SESSION + 2, 'every number taken');
  const fast = streams.reduce((sum, { application }) => sum + application.fastCount, 0);
  const bytes = streams.reduce((sum, stream) => sum + stream.bytes.length, 0);
  const floor = medianRate(options, orders * ROUNDS, () => {
    for (let i = 0; i < ROUNDS; i++) {
      for (const { bytes: text } of streams) {
        check(checksumOf(new DataView(text.buffer, text.byteOffset), 0, text.length) >= 0, 'sum');
      }
    }
  });
  options.print(`  fix-parse: ${fast} orders by the fast way; ${Math.round(bytes / orders)} bytes an order`);
  return judge({ name: 'fix-parse', value: rate, unit: 'orders/s', bar: BAR, floor, better: 'higher' });
}

function makeOrders(random: () => number, client: number): { bytes: Buffer; lots: number } {
  const codec = new FixClientCodec(`CLIENT${client}`, 'SLUICE', DIRECTORY);
  const written: Buffer[] = [];
  let lots = 0;
  for (let i = 0; i < ORDERS_A_SESSION; i++) {
    const quantity = 1 + Math.floor(random() * 1000);
    lots += quantity;
    if (codec.roomBytes < 1024) {
      written.push(Buffer.from(codec.written()));
      codec.clear();
    }
    codec.newOrder({
      sequence: i + 2,
      timeMs: BASE_MS + NOW_MS + (i % 1000),
      clOrdId: client * 1e8 + i + 1,
      account: 'ALPHA',
      instrument: Math.floor(random() * SYMBOLS.length),
      side: random() < 0.5 ? Side.BUY : Side.SELL,
      orderType: OrderType.LIMIT,
      timeInForce: TimeInForce.DAY,
      quantityLots: quantity,
      priceTicks: 10_000 + Math.floor(random() * 20_000),
    });
  }
  return { bytes: Buffer.concat([...written, codec.written()]), lots };
}

function makeStream(producer: SpscProducer, bytes: Buffer, random: () => number, client: number): Stream {
  const intake = new OrderIntake(DIRECTORY, producer, { account: 0, strategy: 0, accounts: undefined });
  const application = new OrderApplication(intake);
  const session = new FixSession({
    config: { role: 'acceptor', senderCompId: 'SLUICE', targetCompId: `CLIENT${client}` },
    log: new MemoryOutboundLog(),
    application,
    baseTimeMs: BASE_MS,
  });
  session.onConnect({ write: () => undefined, close: () => undefined }, NOW_MS * 1e6);
  const logon = new MessageWriter(1024, `CLIENT${client}`, 'SLUICE');
  logon.setSendingTime(BASE_MS + NOW_MS);
  logon.begin(MsgType.LOGON, 1);
  logon.text(Tag.ENCRYPT_METHOD, '0');
  logon.whole(Tag.HEART_BT_INT, 30);
  logon.end();
  session.onBytes(logon.bytes.subarray(0, logon.at), NOW_MS * 1e6);
  check(session.nextInbound === 2, 'logged on');
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 1 + Math.floor(random() * MAX_CHUNK_BYTES));
    chunks.push(Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
  return { session, application, chunks, bytes };
}

// ---------------------------------------------------------------- encode

/** Of each session and turn, as a ring hands them over before the session's socket is written. */
const REPORTS_A_TURN = 64;

interface ReportStream {
  readonly writer: MessageWriter;
  readonly region: ReturnType<typeof allocateRegion>;
}

function encode(options: BenchOptions): BenchResult {
  const random = randomFrom(options.seed);
  const recordBytes = RecordHeader.BYTES + ExecutionReport.BYTES;
  const streams = Array.from({ length: SESSIONS }, (_, session): ReportStream => {
    const region = allocateRegion(REPORTS_A_TURN * recordBytes);
    for (let i = 0; i < REPORTS_A_TURN; i++) fillReport(region, i * recordBytes, i, random);
    return { region, writer: new MessageWriter(65_536, 'SLUICE', `CLIENT${session}`) };
  });
  const encoder = new ReportEncoder(DIRECTORY);
  encoder.setBaseTime(BASE_MS);
  let bytes = 0;
  let reports = 0;
  let sequence = 0;
  const round = (): void => {
    for (const { writer, region } of streams) {
      bytes += writer.at;
      writer.clear();
      writer.setSendingTime(BASE_MS + NOW_MS + (sequence & 511));
      for (let i = 0; i < REPORTS_A_TURN; i++) encoder.encode(writer, region, i * recordBytes, sequence + i + 1);
    }
    sequence += REPORTS_A_TURN;
    reports += REPORTS_A_TURN * SESSIONS;
  };
  const rate = medianRate(options, REPORTS_A_TURN * SESSIONS * 50, () => {
    for (let i = 0; i < 50; i++) round();
    for (const { writer } of streams) checkReport(writer, sequence);
  });
  options.print(`  fix-encode: ${Math.round(bytes / reports)} bytes a report`);
  return judge({ name: 'fix-encode', value: rate, unit: 'reports/s', bar: BAR, better: 'higher' });
}

function fillReport(region: ReturnType<typeof allocateRegion>, at: number, i: number, random: () => number): void {
  const header = new RecordHeader().wrap(region, at);
  header.length = RecordHeader.BYTES + ExecutionReport.BYTES;
  header.type = RecordType.EXECUTION_REPORT;
  header.sequence = 1_000_000 + i;
  header.time = NOW_MS * 1e6 + i * 1e6;
  const report = new ExecutionReport().wrap(region, at + RecordHeader.BYTES);
  const quantity = 1 + Math.floor(random() * 1000);
  const price = 10_000 + Math.floor(random() * 20_000);
  report.setClOrdIdWord(0, 0x31303031);
  report.setClOrdIdWord(1, 0x32303030);
  const isTrade = i % 2 === 1;
  report.execType = isTrade ? ExecType.TRADE : ExecType.NEW;
  report.status = isTrade ? OrderStatus.FILLED : OrderStatus.NEW;
  report.side = Side.BUY;
  report.orderType = OrderType.LIMIT;
  report.timeInForce = TimeInForce.DAY;
  report.instrument = i % SYMBOLS.length;
  report.orderId = 5_000_000 + i;
  report.quantityLots = quantity;
  report.priceTicks = price;
  report.leavesLots = isTrade ? 0 : quantity;
  if (!isTrade) return;
  report.filledLots = quantity;
  report.filledValue = quantity * price;
  report.lastLots = quantity;
  report.lastTicks = price;
}

/** The last message in the buffer, read by the general scanner. */
function checkReport(writer: MessageWriter, sequence: number): void {
  const frames = new FrameReader(4096);
  frames.take(writer.bytes.slice(writer.start, writer.at), 0);
  check(frames.next() === Frame.MESSAGE, 'the last report is a message');
  const fields = new FieldIndex();
  fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
  check(fields.whole(Tag.MSG_SEQ_NUM) === sequence, 'its number');
  check(fields.whole(Tag.ORDER_ID) === 5_000_000 + REPORTS_A_TURN - 1, 'its order');
}
