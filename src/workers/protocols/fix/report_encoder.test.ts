/** The encoder against a plain one that glues strings together, and against the client that reads it. */
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CancelReject, ExecutionReport, MassCancelReport, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { ExecType, OrderStatus, OrderType } from '../../model/order.ts';
import { REASON_TEXT } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ClientReport, FixClientCodec } from './client_codec.ts';
import { FieldIndex } from './field_index.ts';
import { Frame, FrameReader } from './frame.ts';
import { MessageWriter } from './message_writer.ts';
import { ReportEncoder } from './report_encoder.ts';
import { MsgType } from './tag.ts';
import { BASE_MS, body, DIRECTORY, type Fields, frame, get, NOW_NS, NOW_TEXT, show } from './test_kit.ts';

const NOW_MS = BASE_MS + NOW_NS / 1e6;
const views = allocateRegion(1024);
const encoder = new ReportEncoder(DIRECTORY);
const writer = new MessageWriter(65_536, 'SLUICE', 'CLIENT');
encoder.setBaseTime(BASE_MS);
writer.setSendingTime(NOW_MS);

interface Report {
  readonly id: string;
  readonly original: string;
  readonly execType: number;
  readonly status: number;
  readonly side: number;
  readonly orderType: number;
  readonly timeInForce: number;
  readonly reason: number;
  readonly account: number;
  readonly instrument: number;
  readonly orderId: number;
  readonly quantity: number;
  readonly price: number;
  readonly filled: number;
  readonly leaves: number;
  readonly filledValue: number;
  readonly last: number;
  readonly lastTicks: number;
  readonly limit: number;
  readonly observed: number;
  readonly requestId: number;
  readonly sequence: number;
  readonly output: number;
}

function setText(text: string, set: (i: number, word: number) => void): void {
  const bytes = Buffer.alloc(40);
  bytes.write(text, 'latin1');
  for (let i = 0; i < 10; i++) set(i, bytes.readInt32LE(i * 4));
}

function encode(r: Report, number: number): string {
  const header = new RecordHeader().wrap(views, 0);
  header.clear();
  header.type = RecordType.EXECUTION_REPORT;
  header.sequence = r.sequence;
  header.outputIndex = r.output;
  header.time = NOW_NS;
  const report = new ExecutionReport().wrap(views, RecordHeader.BYTES);
  report.clear();
  setText(r.id, (i, word) => report.setClOrdIdWord(i, word));
  setText(r.original, (i, word) => report.setOrigClOrdIdWord(i, word));
  Object.assign(report, {
    execType: r.execType,
    status: r.status,
    side: r.side,
    orderType: r.orderType,
    timeInForce: r.timeInForce,
    reason: r.reason,
    account: r.account,
    instrument: r.instrument,
    orderId: r.orderId,
    quantityLots: r.quantity,
    priceTicks: r.price,
    filledLots: r.filled,
    leavesLots: r.leaves,
    filledValue: r.filledValue,
    lastLots: r.last,
    lastTicks: r.lastTicks,
    limitValue: r.limit,
    observedValue: r.observed,
    requestId: r.requestId,
  });
  writer.clear();
  encoder.encode(writer, views, 0, number);
  return Buffer.from(writer.bytes.subarray(0, writer.at)).toString('latin1');
}

const EXEC = ['', '0', 'F', '4', '5', '8', 'C', 'I', '6', 'E', 'H', 'D', 'L', 'G'];
const STATUS = ['8', 'A', '0', '1', '2', '6', '4', '8', 'C', 'E'];
const ORDER_TYPE = ['', '1', '2', '3', '4', '2', '2', '2', '2', 'P'];
const REJECT: Readonly<Record<number, number>> = {
  101: 6,
  102: 5,
  105: 4,
  201: 15,
  202: 1,
  203: 13,
  205: 11,
  206: 11,
  210: 3,
  211: 3,
  212: 3,
  401: 0,
};

/** `value` x 10^`exponent` with all its decimals. */
function decimal(value: bigint, exponent: number): string {
  if (exponent >= 0) return String(value * 10n ** BigInt(exponent));
  const digits = String(value).padStart(1 - exponent, '0');
  return `${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

function averageOf(r: Report, mantissa: number, exponent: number): string {
  if (r.filled === 0) return '0';
  const product = BigInt(r.filledValue) * BigInt(mantissa);
  const lots = BigInt(r.filled);
  if (BigInt(r.filledValue) % lots === 0n) return decimal(product / lots, exponent);
  const text = decimal((product * 10_000n * 2n + lots) / (lots * 2n), exponent - 4);
  let extra = Math.min(4, 4 - exponent);
  let cut = text;
  while (extra > 0 && cut.endsWith('0')) {
    cut = cut.slice(0, -1);
    extra--;
  }
  return cut.endsWith('.') ? cut.slice(0, -1) : cut;
}

function slowly(r: Report, number: number): string {
  const instrument = DIRECTORY.instruments[r.instrument];
  const { tickMantissa = 1, tickExponent = 0, lotSize = 1 } = instrument ?? {};
  const price = (ticks: number): string => decimal(BigInt(ticks) * BigInt(tickMantissa), tickExponent);
  const isChange = r.execType === ExecType.TRADE_CANCEL || r.execType === ExecType.TRADE_CORRECT;
  const isTrade = isChange || r.execType === ExecType.TRADE;
  const fields: Array<[number, string | number] | false> = [
    [35, '8'],
    [49, 'SLUICE'],
    [56, 'CLIENT'],
    [34, number],
    [52, NOW_TEXT],
    [37, r.orderId || 'NONE'],
    r.id !== '' && [11, r.id],
    r.original !== '' && [41, r.original],
    r.account >= 0 && [1, DIRECTORY.accounts[r.account]!],
    [17, `${r.sequence}-${r.output}`],
    [150, EXEC[r.execType]!],
    [39, STATUS[r.status]!],
    [55, instrument?.symbol ?? '[N/A]'],
    [54, r.side],
    [38, r.quantity * lotSize],
    [40, ORDER_TYPE[r.orderType]!],
    r.price !== 0 && r.orderType !== OrderType.MARKET && [44, price(r.price)],
    [59, r.timeInForce - 1],
    isTrade && [32, r.last * lotSize],
    isTrade && [31, price(r.lastTicks)],
    [151, r.leaves * lotSize],
    [14, r.filled * lotSize],
    [6, averageOf(r, tickMantissa, tickExponent)],
    [60, NOW_TEXT],
    isChange && (r.requestId !== 0 || r.reason !== 0) && [19, `${Math.floor(r.requestId / 16)}-${r.requestId % 16}`],
    !isChange && r.requestId !== 0 && [790, r.requestId],
    r.reason !== 0 && r.execType === ExecType.RESTATED && [378, 99],
    r.reason !== 0 && r.execType === ExecType.REJECTED && [103, REJECT[r.reason] ?? 99],
    r.reason !== 0 && [58, reasonText(r)],
  ];
  return frame(body(fields.filter((field) => field !== false)));
}

function reasonText(r: Report): string {
  const text = REASON_TEXT[r.reason as keyof typeof REASON_TEXT];
  return r.limit === 0 && r.observed === 0 ? text : `${text}: limit ${r.limit}, observed ${r.observed}`;
}

const id = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.'), maxLength: 40 });
const whole = (max: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 0, max: Math.min(max, 12_000) }),
    fc.maxSafeNat().map((n) => n % (max + 1)),
  );
const report: fc.Arbitrary<Report> = fc.record({
  id,
  original: id,
  execType: fc.integer({ min: 1, max: 13 }),
  status: fc.integer({ min: 0, max: 9 }),
  side: fc.integer({ min: 1, max: 2 }),
  orderType: fc.integer({ min: 1, max: 9 }),
  timeInForce: fc.constantFrom(1, 2, 4, 5, 7),
  reason: fc.constantFrom(...Object.keys(REASON_TEXT).map(Number)),
  account: fc.integer({ min: -1, max: 2 }),
  instrument: fc.integer({ min: -1, max: 3 }),
  orderId: whole(Number.MAX_SAFE_INTEGER),
  quantity: whole(9e12),
  price: whole(3e14),
  filled: whole(9e12),
  leaves: whole(9e12),
  filledValue: whole(3e14),
  last: whole(9e12),
  lastTicks: whole(3e14),
  limit: whole(1e15),
  observed: whole(1e15),
  requestId: whole(Number.MAX_SAFE_INTEGER),
  sequence: whole(Number.MAX_SAFE_INTEGER),
  output: fc.integer({ min: 0, max: 7 }),
});

test('every report is what a plain encoder makes of it', () => {
  fc.assert(
    fc.property(report, whole(Number.MAX_SAFE_INTEGER), (r, number) => {
      assert.is(show(encode(r, number)), show(slowly(r, number)));
    }),
    { numRuns: process.env.SLUICE_LONG ? 1_000_000 : 5_000 },
  );
});

const TRADES = new Set<number>([ExecType.TRADE, ExecType.TRADE_CANCEL, ExecType.TRADE_CORRECT]);

test('the client reads what was encoded', () => {
  const codec = new FixClientCodec('CLIENT', 'SLUICE', DIRECTORY);
  const frames = new FrameReader(4096);
  const fields = new FieldIndex();
  const read = new ClientReport();
  fc.assert(
    fc.property(report, whole(1e9), (r, clOrdId) => {
      frames.clear();
      frames.take(Buffer.from(encode({ ...r, id: String(clOrdId), instrument: Math.max(0, r.instrument) }, 1)), 0);
      assert.is(frames.next(), Frame.MESSAGE);
      fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
      assert.ok(codec.read(fields, frames.view, read));
      assert.equal(
        [read.clOrdId, read.orderId, read.execType, read.side, read.quantityLots, read.filledLots, read.leavesLots],
        [clOrdId, r.orderId, r.execType, r.side, r.quantity, r.filled, r.leaves],
      );
      assert.is(read.priceTicks, r.orderType === OrderType.MARKET ? 0 : r.price);
      assert.is(read.lastTicks, TRADES.has(r.execType) ? r.lastTicks : 0);
    }),
    { numRuns: 1_000 },
  );
});

test('a denial says what tripped, also where that is no whole number', () => {
  const base: Report = {
    ...{ id: 'a', original: '', execType: ExecType.REJECTED, status: OrderStatus.REJECTED, side: 1, orderType: 2 },
    ...{ timeInForce: 1, reason: 213, account: 0, instrument: 0, orderId: 0, quantity: 5, price: 100, filled: 0 },
    ...{ leaves: 0, filledValue: 0, last: 0, lastTicks: 0, limit: 100, observed: 100.25, requestId: 0 },
    ...{ sequence: 9, output: 0 },
  };
  assert.is(get(encode(base, 1), 58), 'order rate limit (orders a second): limit 100, observed 100.250');
  assert.is(get(encode(base, 1), 37), 'NONE');
  assert.is(get(encode({ ...base, reason: 9999 }, 1), 58), '9999: limit 100, observed 100.250');
});

test('OrderCancelReject', () => {
  const header = new RecordHeader().wrap(views, 0);
  header.clear();
  header.type = RecordType.CANCEL_REJECT;
  header.time = NOW_NS;
  const reject = new CancelReject().wrap(views, RecordHeader.BYTES);
  reject.clear();
  setText('new', (i, word) => reject.setClOrdIdWord(i, word));
  setText('old', (i, word) => reject.setOrigClOrdIdWord(i, word));
  reject.status = OrderStatus.FILLED;
  reject.responseTo = 1;
  reject.reason = 105;
  reject.account = 1;
  reject.orderId = 12;
  writer.clear();
  encoder.encode(writer, views, 0, 5);
  const expected: Fields = [
    ...([
      [35, '9'],
      [49, 'SLUICE'],
      [56, 'CLIENT'],
      [34, 5],
      [52, NOW_TEXT],
      [37, 12],
      [11, 'new'],
      [41, 'old'],
    ] as const),
    ...([
      [1, 'BETA'],
      [60, NOW_TEXT],
      [39, '2'],
      [434, '1'],
      [102, 0],
      [58, REASON_TEXT[105]],
    ] as const),
  ];
  assert.is(show(Buffer.from(writer.bytes.subarray(0, writer.at)).toString()), show(frame(body(expected))));
});

test('OrderMassCancelReport', () => {
  const header = new RecordHeader().wrap(views, 0);
  header.clear();
  header.type = RecordType.MASS_CANCEL_REPORT;
  header.sequence = 321;
  header.time = NOW_NS;
  const reportOf = new MassCancelReport().wrap(views, RecordHeader.BYTES);
  reportOf.clear();
  setText('all', (i, word) => reportOf.setClOrdIdWord(i, word));
  Object.assign(reportOf, { response: 1, scope: 1, side: 2, instrument: 1, account: -1, affected: 42 });
  writer.clear();
  encoder.encode(writer, views, 0, 5);
  const expected: Fields = [
    ...([
      [35, 'r'],
      [49, 'SLUICE'],
      [56, 'CLIENT'],
      [34, 5],
      [52, NOW_TEXT],
      [37, 321],
      [11, 'all'],
    ] as const),
    ...([
      [60, NOW_TEXT],
      [530, 1],
      [531, 1],
      [533, 42],
      [55, 'MSFT'],
      [54, 2],
    ] as const),
  ];
  assert.is(show(Buffer.from(writer.bytes.subarray(0, writer.at)).toString()), show(frame(body(expected))));
});

test('a message has a SendingTime of full length before the first clock', () => {
  const fresh = new MessageWriter(1024, 'SLUICE', 'CLIENT');
  fresh.begin(MsgType.HEARTBEAT, 1);
  fresh.end();
  const text = Buffer.from(fresh.bytes.subarray(0, fresh.at)).toString('latin1');
  assert.is(get(text, 52), '19700101-00:00:00.000');
});

test.run();
