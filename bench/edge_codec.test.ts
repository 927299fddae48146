/** The load's cheap codec says and understands exactly what the client codec does. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ExecutionReport, RecordHeader } from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ClientReport, FixClientCodec } from '../src/workers/protocols/fix/client_codec.ts';
import { FieldIndex } from '../src/workers/protocols/fix/field_index.ts';
import { Frame, FrameReader } from '../src/workers/protocols/fix/frame.ts';
import { MessageWriter } from '../src/workers/protocols/fix/message_writer.ts';
import { ReportEncoder } from '../src/workers/protocols/fix/report_encoder.ts';
import { Tag } from '../src/workers/protocols/fix/tag.ts';
import { directoryOf, FIRST_ID, FIRST_LOTS, MOST_LOTS, OrderWriter, ReportReader } from './edge_codec.ts';

const INSTRUMENTS = [
  { symbol: 'SYMA', priceTicks: 10_000 },
  { symbol: 'SYMB', priceTicks: 123_450 },
];
const DIRECTORY = directoryOf(INSTRUMENTS);
const TIME_MS = Date.UTC(2026, 10, 22, 14, 30, 0, 123);

test('an order is the same bytes', () => {
  const writer = new MessageWriter(65_536, 'BENCH', 'SLUICE');
  const cheap = new OrderWriter(writer, INSTRUMENTS);
  const codec = new FixClientCodec('BENCH', 'SLUICE', DIRECTORY, 65_536);
  for (let order = 0; order < 100; order++) {
    const instrument = order & 1;
    const side = 1 + ((order >> 1) & 1);
    const quantityLots = FIRST_LOTS + (order % (MOST_LOTS - FIRST_LOTS + 1));
    const timeMs = TIME_MS + order;
    cheap.setTime(timeMs);
    cheap.order(order + 2, order * 997, instrument, side, quantityLots);
    codec.newOrder({
      sequence: order + 2,
      timeMs,
      clOrdId: FIRST_ID + order * 997,
      instrument,
      side,
      orderType: OrderType.LIMIT,
      timeInForce: TimeInForce.DAY,
      quantityLots,
      priceTicks: INSTRUMENTS[instrument]!.priceTicks,
    });
  }
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  assert.is(text(writer.bytes.subarray(0, writer.at)), text(codec.written()));
});

function encode(writer: MessageWriter, i: number): void {
  const region = allocateRegion(RecordHeader.BYTES + ExecutionReport.BYTES);
  const header = new RecordHeader().wrap(region, 0);
  header.type = RecordType.EXECUTION_REPORT;
  const report = new ExecutionReport().wrap(region, RecordHeader.BYTES);
  const id = String(FIRST_ID + i);
  for (let word = 0; word < 2; word++) report.setClOrdIdWord(word, Buffer.from(id).readInt32LE(word * 4));
  const isTrade = i % 3 === 1;
  report.execType = isTrade ? ExecType.TRADE : i % 3 === 2 ? ExecType.REJECTED : ExecType.NEW;
  report.status = isTrade ? OrderStatus.FILLED : i % 3 === 2 ? OrderStatus.REJECTED : OrderStatus.NEW;
  report.side = 1 + (i & 1) === 1 ? Side.BUY : Side.SELL;
  report.orderType = OrderType.LIMIT;
  report.timeInForce = TimeInForce.DAY;
  report.instrument = i & 1;
  report.orderId = 5_000_000 + i;
  report.quantityLots = 10 + i;
  report.priceTicks = 10_000 + i;
  report.filledLots = isTrade ? 10 + i : 0;
  report.leavesLots = isTrade ? 0 : 10 + i;
  report.filledValue = isTrade ? (10 + i) * (10_000 + i) : 0;
  report.lastLots = isTrade ? 10 + i : 0;
  report.lastTicks = isTrade ? 10_000 + i : 0;
  const encoder = new ReportEncoder(DIRECTORY);
  encoder.setBaseTime(TIME_MS);
  writer.setSendingTime(TIME_MS + i);
  encoder.encode(writer, region, 0, i + 2);
}

test('a report is the same numbers', () => {
  const cheap = new ReportReader();
  const codec = new FixClientCodec('BENCH', 'SLUICE', DIRECTORY);
  const plain = new ClientReport();
  const fields = new FieldIndex();
  const frames = new FrameReader(8_192);
  for (let i = 0; i < 60; i++) {
    const writer = new MessageWriter(4_096, 'SLUICE', 'BENCH');
    encode(writer, i);
    frames.take(writer.bytes.slice(0, writer.at), 0);
    assert.is(frames.next(), Frame.MESSAGE);
    fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
    const view = new DataView(frames.bytes.buffer, frames.bytes.byteOffset, frames.bytes.byteLength);
    assert.ok(codec.read(fields, view, plain));
    cheap.read(frames.bytes, frames.bodyStart, frames.checksumStart);
    for (const key of Object.keys(plain) as (keyof ClientReport)[]) assert.is(cheap[key], plain[key], `${i} ${key}`);
    assert.is(cheap.sequence, fields.whole(Tag.MSG_SEQ_NUM));
    assert.is(cheap.order, i);
    assert.is(cheap.averageTicks, i % 3 === 1 ? 10_000 + i : 0);
    assert.is(cheap.filledLots, i % 3 === 1 ? 10 + i : 0);
  }
});

test.run();
