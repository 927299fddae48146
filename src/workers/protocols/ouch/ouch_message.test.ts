import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Field, INBOUND, KIND_BYTES, Kind, type MessageLayout, OUTBOUND, TAG_KINDS, Tag } from './layout.ts';
import { MALFORMED_MESSAGE, OuchMessage, UNKNOWN_TYPE } from './ouch_message.ts';

const RUNS = process.env.SLUICE_LONG ? 1_000_000 : 20_000;

function fromHex(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.join('').replaceAll(' ', ''), 'hex');
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

function decode(layouts: readonly MessageLayout[], bytes: Uint8Array): { message: OuchMessage; answer: number } {
  const message = new OuchMessage(layouts);
  // Exactly these bytes: a read beyond them throws.
  return { message, answer: message.decode(new DataView(Uint8Array.from(bytes).buffer), 0, bytes.length) };
}

function encode(message: OuchMessage, type: string): Buffer {
  const bytes = Buffer.alloc(400, 0xee);
  const length = message.encode(type.charCodeAt(0), new DataView(bytes.buffer, bytes.byteOffset), 3);
  assert.ok(bytes.subarray(0, 3).every((byte) => byte === 0xee) && bytes[3 + length] === 0xee);
  return bytes.subarray(3, 3 + length);
}

/** Time of all that come from the exchange: 09:30:00.000000456. */
const TIME_NS = 34_200_000_000_456;
const TIME_HEX = '00001f1aced9f1c8';
const CL_ORD_ID_HEX = hexOf('ORDER-1       ');
const AAPL_HEX = hexOf('AAPL    ');

test('Enter Order by hand, with a minimum quantity and post only', () => {
  const bytes = fromHex(
    hexOf('O'),
    '00000007',
    hexOf('B'),
    '00000064',
    AAPL_HEX,
    '00000000001cdb92',
    hexOf('0YPNN'),
    CL_ORD_ID_HEX,
    '0009',
    '05 03 00000032',
    '02 0c',
    hexOf('P'),
  );
  const { message, answer } = decode(INBOUND, bytes);
  assert.is(answer, 'O'.charCodeAt(0));
  assert.is(message.get(Field.USER_REF_NUM), 7);
  assert.is(message.get(Field.SIDE), 'B'.charCodeAt(0));
  assert.is(message.get(Field.QUANTITY), 100);
  assert.is(message.text(Field.SYMBOL), 'AAPL');
  assert.is(message.get(Field.PRICE), 1_891_218);
  assert.is(message.get(Field.TIME_IN_FORCE), '0'.charCodeAt(0));
  assert.is(message.get(Field.DISPLAY), 'Y'.charCodeAt(0));
  assert.is(message.get(Field.CAPACITY), 'P'.charCodeAt(0));
  assert.is(message.get(Field.INTERMARKET_SWEEP), 'N'.charCodeAt(0));
  assert.is(message.get(Field.CROSS_TYPE), 'N'.charCodeAt(0));
  assert.is(message.text(Field.CL_ORD_ID), 'ORDER-1');
  assert.is(message.option(Tag.MIN_QUANTITY), 50);
  assert.is(message.option(Tag.POST_ONLY), 'P'.charCodeAt(0));
  assert.not(message.has(Tag.USER_REF_IDX));
  assert.is(encode(message, 'O').toString('hex'), bytes.toString('hex'));
});

test('Order Accepted written field by field is what the specification has', () => {
  const message = new OuchMessage(OUTBOUND);
  const char = (field: number, text: string): void => message.set(field, text.charCodeAt(0));
  message.set(Field.TIMESTAMP, TIME_NS);
  message.set(Field.USER_REF_NUM, 2);
  char(Field.SIDE, 'S');
  message.set(Field.QUANTITY, 50);
  message.setText(Field.SYMBOL, 'AAPL');
  message.set(Field.PRICE, 2 ** 40 + 1);
  char(Field.TIME_IN_FORCE, '3');
  char(Field.DISPLAY, 'Y');
  message.set(Field.ORDER_REFERENCE, 2 ** 53 - 1);
  char(Field.CAPACITY, 'P');
  char(Field.INTERMARKET_SWEEP, 'N');
  char(Field.CROSS_TYPE, 'N');
  char(Field.ORDER_STATE, 'L');
  message.setText(Field.CL_ORD_ID, 'ORDER-1');
  message.setOption(Tag.USER_REF_IDX, 5);
  message.setOption(Tag.PEG_OFFSET, -100);
  message.setOptionText(Tag.FIRM, 'ABCD');
  const bytes = fromHex(
    hexOf('A'),
    TIME_HEX,
    '00000002',
    hexOf('S'),
    '00000032',
    AAPL_HEX,
    '0000010000000001',
    hexOf('3Y'),
    '001fffffffffffff',
    hexOf('PNNL'),
    CL_ORD_ID_HEX,
    '000f',
    '05 02',
    hexOf('ABCD'),
    '05 07 ffffff9c',
    '02 1c 05',
  );
  assert.is(encode(message, 'A').toString('hex'), bytes.toString('hex'));
});

test('every message by hand: type, length, where its fields are', () => {
  const u32 = '00000003';
  const price = '00000000001cde40';
  const match = '0000000000002329';
  const inbound: readonly (readonly string[])[] = [
    ['U', '00000001', u32, '00000096', price, hexOf('0YN'), CL_ORD_ID_HEX, '0000'],
    ['X', u32, '00000000'],
    ['X', u32, '00000000', '0003 02 1c 01'],
    ['M', u32, hexOf('T'), '00000064'],
    ['C', u32, hexOf('ABCD'), AAPL_HEX, '0003 02 1b', hexOf('B')],
    ['D', u32, hexOf('ABCD'), '0000'],
    ['E', u32, hexOf('ABCD'), '0000'],
    ['Q'],
    ['Q', '0003 02 1c 01'],
  ];
  const outbound: readonly (readonly string[])[] = [
    ['S', TIME_HEX, hexOf('S')],
    [
      ...['U', TIME_HEX, '00000001', u32, hexOf('B'), '00000096', AAPL_HEX, price, hexOf('0Y'), match],
      ...[hexOf('PNNL'), CL_ORD_ID_HEX, '0000'],
    ],
    ['C', TIME_HEX, u32, '00000064', hexOf('U')],
    ['D', TIME_HEX, u32, '0000000a', hexOf('Q'), '0000000a', price, hexOf('RD')],
    ['E', TIME_HEX, u32, '00000028', price, hexOf('A'), match, '0000'],
    ['B', TIME_HEX, u32, match, hexOf('E'), CL_ORD_ID_HEX],
    ['J', TIME_HEX, u32, '001d', CL_ORD_ID_HEX],
    ['P', TIME_HEX, u32],
    ['I', TIME_HEX, u32, '0003 02 1c 02'],
    ['T', TIME_HEX, u32, price, hexOf('Y'), match],
    ['M', TIME_HEX, u32, hexOf('S'), '00000064'],
    ['R', TIME_HEX, u32, hexOf('R'), '0010', '05 16 00000064', '09 17', price],
    ['X', TIME_HEX, u32, hexOf('ABCD'), AAPL_HEX, '0000'],
    ['G', TIME_HEX, u32, hexOf('ABCD'), '0000'],
    ['K', TIME_HEX, u32, hexOf('ABCD'), '0000'],
    ['Q', TIME_HEX, u32],
  ];
  const messages = [
    ...inbound.map((parts) => [INBOUND, parts] as const),
    ...outbound.map((parts) => [OUTBOUND, parts] as const),
  ];
  for (const [layouts, [type, ...rest]] of messages) {
    const bytes = fromHex(hexOf(type!), ...rest);
    const { message, answer } = decode(layouts, bytes);
    assert.is(answer, type!.charCodeAt(0), type);
    if (type !== 'Q' || layouts === OUTBOUND) {
      assert.is(message.get(Field.USER_REF_NUM), type === 'S' ? 0 : 3, type);
    }
    if (layouts === OUTBOUND) assert.is(message.get(Field.TIMESTAMP), TIME_NS);
    assert.is(encode(message, type!).toString('hex'), bytes.toString('hex'));
  }
  // All but the two that have tests of their own.
  assert.is(new Set(messages.map(([layouts, [type]]) => `${layouts === INBOUND}${type}`)).size, 7 + 16);
});

test('fields that share a place in two messages are told apart by the message', () => {
  const rejected = decode(OUTBOUND, fromHex(hexOf('J'), TIME_HEX, '00000001', '0013', CL_ORD_ID_HEX)).message;
  assert.is(rejected.get(Field.REASON), 0x13);
  assert.is(rejected.text(Field.CL_ORD_ID), 'ORDER-1');
  const executed = decode(
    OUTBOUND,
    fromHex(hexOf('E'), TIME_HEX, '00000001', '00000002', '0000000000000003', hexOf('R'), '0000000000000004', '0000'),
  ).message;
  assert.equal(
    [Field.QUANTITY, Field.PRICE, Field.MATCH_NUMBER].map((field) => executed.get(field)),
    [2, 3, 4],
  );
});

test('unknown types, wrong lengths, bad options and numbers that no double holds', () => {
  const answer = (...parts: readonly string[]): number => decode(INBOUND, fromHex(...parts)).answer;
  assert.is(answer(), MALFORMED_MESSAGE);
  assert.is(answer(hexOf('z')), UNKNOWN_TYPE);
  const cancel = [hexOf('X'), '00000003', '00000000'] as const;
  assert.is(answer(...cancel.slice(0, 2)), MALFORMED_MESSAGE);
  assert.is(answer(...cancel, '00'), MALFORMED_MESSAGE, 'half a length');
  assert.is(answer(...cancel, '0001 00'), MALFORMED_MESSAGE, 'an option without a tag');
  assert.is(answer(...cancel, '0002 00 1c'), MALFORMED_MESSAGE, 'an option of no length');
  assert.is(answer(...cancel, '0002 02 1c'), MALFORMED_MESSAGE, 'an option that is cut');
  assert.is(answer(...cancel, '0004 03 1c 0000'), MALFORMED_MESSAGE, 'an option of the wrong size');
  assert.is(answer(...cancel, '0002 02 1c 00'), MALFORMED_MESSAGE, 'an appendage that is longer than it says');
  assert.is(answer(...cancel, '0005 04 c8 000000'), 'X'.charCodeAt(0), 'an unknown tag is passed over');
  assert.is(answer(hexOf('D'), '00000003', hexOf('ABCD')), MALFORMED_MESSAGE, 'an appendage that must be there');
  assert.is(decode(OUTBOUND, fromHex(hexOf('S'), '0020000000000000', hexOf('S'))).answer, MALFORMED_MESSAGE);
  assert.is(decode(OUTBOUND, fromHex(hexOf('S'), TIME_HEX, hexOf('S'), '0000')).answer, MALFORMED_MESSAGE);
});

/** Values that each kind can hold, by kind; texts end in a letter, since padding is no part of them. */
const values = KIND_BYTES.map((bytes, kind): fc.Arbitrary<number | string> => {
  if (kind === Kind.INT32) return fc.integer();
  if (kind === Kind.UINT64) return fc.nat(Number.MAX_SAFE_INTEGER);
  if (kind < Kind.TEXT2) return fc.nat(2 ** (8 * bytes) - 1);
  return fc.array(fc.constantFrom(...'AZ09 '), { maxLength: bytes - 1 }).map((characters) => `${characters.join('')}X`);
});

const anyMessage = fc.oneof(
  ...[INBOUND, OUTBOUND].flatMap((layouts) =>
    layouts.map((layout) =>
      fc.record({
        layouts: fc.constant(layouts),
        layout: fc.constant(layout),
        fields: fc.tuple(...layout.fields.map(([, kind]) => values[kind]!)),
        options: fc
          .subarray([...TAG_KINDS], { maxLength: 5 })
          .chain((tags) => fc.tuple(...tags.map(([tag, kind]) => values[kind]!.map((value) => [tag, value] as const)))),
      }),
    ),
  ),
);

test('any message comes back as it was written', () => {
  fc.assert(
    fc.property(anyMessage, ({ layouts, layout, fields, options }) => {
      const message = new OuchMessage(layouts);
      layout.fields.forEach(([field], i) => {
        const value = fields[i]!;
        if (typeof value === 'string') message.setText(field, value);
        else message.set(field, value);
      });
      for (const [tag, value] of options) {
        if (typeof value === 'string') message.setOptionText(tag, value);
        else message.setOption(tag, value);
      }
      const bytes = encode(message, String.fromCharCode(layout.type));
      const { message: back, answer } = decode(layouts, bytes);
      assert.is(answer, layout.type);
      layout.fields.forEach(([field], i) => {
        assert.is(typeof fields[i] === 'string' ? back.text(field) : back.get(field), fields[i]);
      });
      // A System Event has no room for any.
      for (const [tag, value] of layout.appendage === 0 ? [] : options) {
        assert.ok(back.has(tag));
        assert.is(typeof value === 'string' ? back.optionText(tag) : back.option(tag), value);
      }
    }),
    { numRuns: RUNS / 4 },
  );
});

test('random, cut and mutated messages: read as what they are or refused', () => {
  const mutation = fc.record({ at: fc.nat(90), value: fc.nat(255) });
  const message = new OuchMessage(OUTBOUND);
  fc.assert(
    fc.property(
      fc.constantFrom(...OUTBOUND),
      fc.uint8Array({ maxLength: 90 }),
      fc.array(mutation, { maxLength: 3 }),
      fc.boolean(),
      ({ type, bytes: length }, noise, mutations, isRandom) => {
        const bytes = isRandom ? Uint8Array.from([type, ...noise]) : new Uint8Array(length + 2 + (noise.length % 3));
        bytes[0] = type;
        for (const { at, value } of mutations) if (at < bytes.length) bytes[at] = value;
        const answer = message.decode(new DataView(bytes.slice().buffer), 0, bytes.length);
        assert.ok(answer === UNKNOWN_TYPE || answer === MALFORMED_MESSAGE || answer === bytes[0]);
        const known = OUTBOUND.find((layout) => layout.type === bytes[0]);
        assert.is(answer === UNKNOWN_TYPE, known === undefined);
        if (answer > 0) assert.ok(bytes.length >= known!.bytes && message.type === bytes[0]);
      },
    ),
    { numRuns: RUNS },
  );
});

test.run();
