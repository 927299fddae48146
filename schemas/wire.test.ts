/** Messages written here are read by the flatbuffers package and the other way round; bytes that are no message are refused. */
import * as fc from 'fast-check';
import { Builder, ByteBuffer } from 'flatbuffers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../src/ring/memory.ts';
import { NewOrder, RecordHeader } from './generated/engine.ts';
import { Message } from './generated/flatc/sluice/message.js';
import { NewOrder as FlatcNewOrder } from './generated/flatc/sluice/new-order.js';
import { RecordHeader as FlatcHeader } from './generated/flatc/sluice/record-header.js';
import { WIRE_BODIES } from './generated/wire.ts';
import { bodyOf, decodeMessage, MAX_MESSAGE_BYTES, messageLength, WireError, WireTemplate } from './wire.ts';

const RUNS = process.env.SLUICE_LONG ? 1_000_000 : 2_000;
const AT = 72;

function randomRecord(bodyBytes: number, seed: number): ReturnType<typeof allocateRegion> {
  const region = allocateRegion(4_096);
  let state = seed | 1;
  for (let i = 0; i < (RecordHeader.BYTES + bodyBytes) / 4; i++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    // Small exponents keep doubles from being NaN, whose bits need not survive a copy as a number.
    region.i32[AT / 4 + i] = state & 0x3fffffff;
  }
  return region;
}

for (const { id, struct } of WIRE_BODIES) {
  test(`${struct.name} as message ${id}: written here, read here and by the flatbuffers package`, () => {
    const record = randomRecord(struct.byteLength, id);
    const target = new Float64Array(256);
    const template = new WireTemplate(struct);
    const length = template.encode(record, AT, target, 3);
    const bytes = new DataView(target.buffer);
    assert.is(messageLength(bytes, 24, 24 + length), length);

    const back = allocateRegion(4_096);
    assert.is(decodeMessage(bytes, 24, length, back, 8), id);
    assert.is(bodyOf(id), struct);
    const size = RecordHeader.BYTES + struct.byteLength;
    const expected = Uint8Array.from(record.u8.subarray(AT, AT + size));
    assert.equal(Uint8Array.from(back.u8.subarray(8, 8 + size)), expected);

    const buffer = new ByteBuffer(new Uint8Array(target.buffer, 28, length - 4));
    assert.ok(Message.bufferHasIdentifier(buffer));
    const message = Message.getRootAsMessage(buffer);
    const header = new RecordHeader().wrap(record, AT);
    assert.is(message.header()!.sequence(), header.sequence);
    assert.is(message.header()!.sourceEpoch(), header.sourceEpoch);
    const field = (message as unknown as Record<string, () => { bb_pos: number } | null>)[fieldName(id)]!.call(message);
    assert.equal(buffer.bytes().slice(field!.bb_pos, field!.bb_pos + struct.byteLength), expected.slice(64));
  });
}

/** Accessors of Message in the order of wire.fbs's ids. */
function fieldName(id: number): string {
  const names = Object.getOwnPropertyNames(Message.prototype).filter((name) => !/^(constructor|__init)$/.test(name));
  return names[id]!;
}

test('what the flatbuffers package builds is read here', () => {
  const builder = new Builder(256);
  Message.startMessage(builder);
  const id = Array.from({ length: 40 }, (_, i) => (i < 3 ? 65 + i : 0));
  Message.addNewOrder(
    builder,
    FlatcNewOrder.createNewOrder(builder, id, 7, 8, 9, 0, 1, 2, 3, 0, 0, 500, 12_345, 0, 0, 0),
  );
  Message.addHeader(builder, FlatcHeader.createRecordHeader(builder, 176, 20, 1, 0, 0, 64, 0, 0, 1, 0, 42, 0, 0));
  Message.finishSizePrefixedMessageBuffer(builder, Message.endMessage(builder));
  const bytes = builder.asUint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const record = allocateRegion(512);
  assert.is(decodeMessage(view, 0, messageLength(view, 0, bytes.byteLength), record, 0), 1);
  const order = new NewOrder().wrap(record, RecordHeader.BYTES);
  assert.is(order.account, 7);
  assert.is(order.quantityLots, 500);
  assert.is(order.priceTicks, 12_345);
  assert.is(order.clOrdIdWord(0), 0x434241);
  assert.is(new RecordHeader().wrap(record, 0).sourceSequence, 42);
});

test('a message comes whole or is waited for', () => {
  const target = new Float64Array(64);
  const length = new WireTemplate(NewOrder.FIELDS).encode(randomRecord(NewOrder.BYTES, 5), AT, target, 0);
  const view = new DataView(target.buffer);
  for (let end = 0; end < length; end++) assert.is(messageLength(view, 0, end), WireError.INCOMPLETE);
  assert.is(messageLength(view, 0, length), length);
  view.setUint32(0, MAX_MESSAGE_BYTES, true);
  assert.is(messageLength(view, 0, length), WireError.SIZE);
});

test('mutated messages are refused or read within their bounds, and never throw', () => {
  const target = new Float64Array(64);
  const length = new WireTemplate(NewOrder.FIELDS).encode(randomRecord(NewOrder.BYTES, 9), AT, target, 0);
  const original = new Uint8Array(target.buffer, 0, length);
  const record = allocateRegion(4_096);
  const mutation = fc.tuple(fc.nat(length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.nat(length), (mutations, cut) => {
      // Exactly as long as the message: a read past its end throws, and the test with it.
      const copy = original.slice(0, Math.max(cut, 4));
      for (const [at, value] of mutations) if (at < copy.length) copy[at] = value;
      const view = new DataView(copy.buffer);
      const whole = messageLength(view, 0, copy.length);
      const id = whole < 0 ? whole : decodeMessage(view, 0, whole, record, 0);
      assert.ok(id < 0 ? id >= WireError.CONTENT : bodyOf(id) !== undefined);
    }),
    { numRuns: RUNS },
  );
});

test.run();
