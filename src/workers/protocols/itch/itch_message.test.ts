import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../../test/market_data.ts';
import { END_OF_FILE, openItchFile } from './itch_file.ts';
import { ItchMessage, MALFORMED_MESSAGE, UNKNOWN_TYPE } from './itch_message.ts';
import { lengthOfType, MESSAGE_TYPES } from './message_type.ts';
import { SPECIFIED_MESSAGES, TIME_NS, TRACKING } from './specified_messages.ts';
import { textOf, wordOf } from './text.ts';

const LONG = process.env.SLUICE_LONG !== undefined;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function decode(bytes: Uint8Array): { message: ItchMessage; type: number } {
  const message = new ItchMessage();
  const type = message.decode(viewOf(bytes), 0, bytes.length);
  return { message, type };
}

function encoded(message: ItchMessage): Buffer {
  const bytes = Buffer.alloc(64, 0xee);
  return bytes.subarray(0, message.encode(viewOf(bytes), 0));
}

function fieldsOf(message: ItchMessage): Record<string, unknown> {
  return { ...message, stock: message.stock() };
}

for (const { type, name, hex, fields } of SPECIFIED_MESSAGES) {
  test(`${type}, ${name}: decoded and encoded as specified`, () => {
    const bytes = Buffer.from(hex, 'hex');
    const { message, type: decodedType } = decode(bytes);
    assert.is(String.fromCharCode(decodedType), type);
    const found = fieldsOf(message);
    const expected = { tracking: TRACKING, timeNs: TIME_NS, ...fields };
    for (const [field, value] of Object.entries(expected)) assert.is(found[field], value, field);
    // Nothing else was written: every other field is as it was made.
    const untouched = fieldsOf(new ItchMessage());
    for (const field of Object.keys(untouched)) {
      if (field in expected || field === 'type' || field.startsWith('stock')) continue;
      assert.is(found[field], untouched[field], field);
    }
    const again = new ItchMessage();
    const { stock, ...rest } = expected as Record<string, unknown>;
    Object.assign(again, rest, { type: type.charCodeAt(0) });
    if (typeof stock === 'string') again.setStock(stock);
    assert.is(encoded(again).toString('hex'), hex);
  });
}

test('every type of the specification is among them, once', () => {
  const specified = SPECIFIED_MESSAGES.map(({ type }) => type).join('');
  assert.is(specified, 'SRHYLVWKJhAFECXDUPQBINO');
  assert.is(String.fromCharCode(...MESSAGE_TYPES.map(({ type }) => type)), specified);
  for (const { type, hex } of SPECIFIED_MESSAGES) assert.is(lengthOfType[type.charCodeAt(0)], hex.length / 2);
});

test('whatever the bytes of a body: refused, or written back byte by byte', () => {
  const types = MESSAGE_TYPES.map(({ type }) => type);
  const message = new ItchMessage();
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.uint8Array({ minLength: 50, maxLength: 50 }),
      fc.boolean(),
      (type, random, small) => {
        const bytes = random.slice(0, lengthOfType[type]);
        bytes[0] = type;
        // Most random numbers of 64 bits are too wide for a double: half of the cases have narrow ones.
        if (small) for (const at of [11, 12, 19, 20, 23, 24, 27, 28, 31, 32, 33, 36, 37]) bytes[at] = 0;
        if (small && 'AFP'.includes(String.fromCharCode(type))) bytes[19] = 0x53;
        const result = message.decode(viewOf(bytes), 0, bytes.length);
        if (small) assert.is(result, type);
        else assert.ok(result === type || result === MALFORMED_MESSAGE);
        if (result === type) assert.is(encoded(message).toString('hex'), Buffer.from(bytes).toString('hex'));
      },
    ),
    { numRuns: LONG ? 1_000_000 : 20_000 },
  );
});

test('random, truncated and mutated messages are refused or decoded, never thrown on', () => {
  const samples = SPECIFIED_MESSAGES.map(({ hex }) => Buffer.from(hex, 'hex'));
  const message = new ItchMessage();
  const counts = { malformed: 0, unknown: 0, decoded: 0 };
  const judge = (bytes: Uint8Array): void => {
    const result = message.decode(viewOf(bytes), 0, bytes.length);
    if (result === MALFORMED_MESSAGE) counts.malformed++;
    else if (result === UNKNOWN_TYPE) counts.unknown++;
    else {
      counts.decoded++;
      assert.is(result, bytes[0]);
      assert.is(bytes.length, lengthOfType[result]);
    }
  };
  for (const sample of samples) {
    for (let length = 0; length < sample.length; length++) {
      judge(sample.subarray(0, length));
    }
    judge(Buffer.concat([sample, Buffer.alloc(1)]));
  }
  assert.is(counts.decoded + counts.unknown, 0, 'each type has one length');
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(49), fc.nat(255)), { maxLength: 4 }),
      (sample, mutations) => {
        const bytes = Buffer.from(sample);
        for (const [at, value] of mutations) if (at < bytes.length) bytes[at] = value;
        judge(bytes);
      },
    ),
    { numRuns: LONG ? 1_000_000 : 20_000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), judge), { numRuns: LONG ? 1_000_000 : 20_000 });
  assert.ok(counts.decoded > 1000 && counts.unknown > 100 && counts.malformed > 100);
});

test('numbers that no double holds and sides that are none are malformed; what is no type is not encoded', () => {
  const deleted = Buffer.alloc(19, 0xff);
  deleted.write('D', 0);
  assert.is(decode(deleted).type, MALFORMED_MESSAGE);
  const added = Buffer.from(SPECIFIED_MESSAGES.find(({ type }) => type === 'A')!.hex, 'hex');
  added.write('X', 19);
  assert.is(decode(added).type, MALFORMED_MESSAGE);
  assert.is(decode(Buffer.from('z')).type, UNKNOWN_TYPE);
  assert.is(encoded(new ItchMessage()).length, 0);
});

test('text keeps what is inside it and loses its padding', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), (text) => {
      const message = new ItchMessage();
      message.setStock(text);
      assert.is(message.stock(), text.padEnd(8).trimEnd());
    }),
  );
  assert.is(textOf(wordOf('T12', 4), 4), 'T12');
  assert.is(textOf(wordOf('Z', 2), 2), 'Z');
});

for (const name of ['AAPL_20191230.itch50', 'snippet_20191230.itch50']) {
  const path = marketDataFile(name);
  (path === undefined ? test.skip : test)(`${name} is written back byte by byte`, () => {
    const recorded = readFileSync(path!);
    const written = Buffer.alloc(recorded.length);
    const view = viewOf(written);
    const source = openItchFile(path!);
    const message = new ItchMessage();
    let at = 0;
    for (let type = source.next(message); type !== END_OF_FILE; type = source.next(message)) {
      assert.ok(type > 0);
      const length = message.encode(view, at + 2);
      view.setUint16(at, length);
      at += 2 + length;
    }
    source.close();
    assert.is(at, recorded.length);
    assert.ok(written.equals(recorded));
  });
}

test('a file that ends inside a message, or with the mark of an ended session, ends before it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'itch-'));
  const path = join(folder, 'cut.itch50');
  const system = Buffer.from([0, 12, 0x53, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0x51]);
  const message = new ItchMessage();
  for (const end of [system.subarray(0, 7), Buffer.from([0]), Buffer.from([0, 0, 0, 12])]) {
    writeFileSync(path, Buffer.concat([system, system, end]));
    const source = openItchFile(path);
    assert.is(source.next(message), 0x53);
    assert.is(message.timeNs, 9);
    assert.is(source.next(message), 0x53);
    assert.is(source.next(message), END_OF_FILE);
    assert.is(source.next(message), END_OF_FILE);
    source.close();
  }
  rmSync(folder, { recursive: true });
});

test.run();
