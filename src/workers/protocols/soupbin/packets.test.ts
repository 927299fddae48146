import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LoginRequest, PacketType, RejectCode, readNumber, readText } from './layout.ts';
import { PacketReader } from './packet_reader.ts';
import { PacketWriter } from './packet_writer.ts';

const RUNS = process.env.SLUICE_LONG ? 1_000_000 : 20_000;

function written(write: (writer: PacketWriter) => void): string {
  const parts: string[] = [];
  const writer = new PacketWriter((bytes) => parts.push(Buffer.from(bytes).toString('latin1')));
  write(writer);
  writer.flush();
  return parts.join('');
}

test('packets by hand, as the specification has them', () => {
  const login = { username: 'USER', password: 'SECRET', session: '', sequence: 1 };
  assert.is(
    written((writer) => writer.loginRequest(login)),
    `\x00\x2fLUSER  SECRET    ${' '.repeat(10)}${' '.repeat(19)}1`,
  );
  assert.is(
    written((writer) => writer.loginRequest({ ...login, session: 'DAY1', sequence: 42, heartbeatTimeoutMs: 15_000 })),
    `\x00\x34LUSER  SECRET          DAY1${' '.repeat(18)}4215000`,
  );
  assert.is(
    written((writer) => writer.loginAccepted('DAY1', 42)),
    `\x00\x1fA      DAY1${' '.repeat(18)}42`,
  );
  assert.is(
    written((writer) => writer.loginRejected(RejectCode.NOT_AUTHORIZED)),
    '\x00\x02JA',
  );
  assert.is(
    written((writer) => {
      writer.data(PacketType.SEQUENCED, Buffer.from('-hello-'), 1, 5);
      writer.data(PacketType.UNSEQUENCED, Buffer.from(''), 0, 0);
      writer.empty(PacketType.SERVER_HEARTBEAT);
      writer.empty(PacketType.END_OF_SESSION);
      writer.debug('hm');
    }),
    '\x00\x06Shello\x00\x01U\x00\x01H\x00\x01Z\x00\x03+hm',
  );
});

test('what does not fit its field is refused', () => {
  const login = { username: 'USER', password: 'SECRET', session: '', sequence: 1 };
  for (const wrong of [{ username: 'TOOLONG' }, { password: 'x'.repeat(11) }, { session: 'ä' }]) {
    assert.throws(() => written((writer) => writer.loginRequest({ ...login, ...wrong })), RangeError);
  }
  assert.throws(() => written((writer) => writer.data(PacketType.SEQUENCED, new Uint8Array(65_535), 0, 65_535)));
});

test('numbers and texts are read with their padding on either side', () => {
  const field = (text: string): DataView => new DataView(Uint8Array.from(Buffer.from(text.padStart(46, ' '))).buffer);
  const number = (text: string): number => readNumber(field(text), 0, LoginRequest.SEQUENCE);
  assert.is(number('7'), 7);
  assert.is(number('00000000000000000007'), 7);
  assert.is(number('9007199254740991'), 9_007_199_254_740_991);
  for (const text of ['', '9007199254740992', '7 ', '-1', '1.5', 'x', '99999999999999999999']) {
    assert.is(number(text), -1, text);
  }
  const text = Buffer.from(`${' '.repeat(16)}  DAY1    ${' '.repeat(20)}`);
  assert.is(readText(new DataView(Uint8Array.from(text).buffer), 0, LoginRequest.SESSION), 'DAY1');
});

interface Seen {
  readonly packets: string[];
  isBroken: boolean;
}

function readAll(chunks: readonly Uint8Array[]): Seen {
  const seen: Seen = { packets: [], isBroken: false };
  const reader = new PacketReader((type, view, at, length) => {
    seen.packets.push(
      `${type}:${Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + at, length).toString('hex')}`,
    );
    return true;
  });
  for (const chunk of chunks) {
    // In memory of its own: a read beyond it throws.
    if (!seen.isBroken && !reader.take(Uint8Array.from(chunk))) seen.isBroken = true;
  }
  return seen;
}

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

test('any bytes in any chunks give the same packets as in one', () => {
  const packet = fc
    .tuple(fc.nat(255), fc.uint8Array({ maxLength: 20 }))
    .map(([type, body]) => Buffer.concat([Buffer.from([0, body.length + 1, type]), body]));
  const stream = fc
    .tuple(fc.array(packet, { maxLength: 8 }), fc.uint8Array({ maxLength: 6 }))
    .map(([packets, rest]) => Buffer.concat([...packets, rest]));
  fc.assert(
    fc.property(stream, fc.array(fc.nat(300), { maxLength: 8 }), (bytes, cuts) => {
      const whole = readAll([bytes]);
      assert.equal(readAll(cut(bytes, cuts)), whole);
      assert.is(whole.isBroken, whole.packets.reduce((sum, text) => sum + packetBytes(text), 0) < zeroLengthAt(bytes));
    }),
    { numRuns: RUNS },
  );
});

function packetBytes(text: string): number {
  return 3 + text.slice(text.indexOf(':') + 1).length / 2;
}

/** Where the first packet without a type begins; 0 when there is none. Its length is whole, so it is always seen. */
function zeroLengthAt(bytes: Buffer): number {
  for (let at = 0; at + 2 <= bytes.length; at += 2 + bytes.readUInt16BE(at)) {
    if (bytes.readUInt16BE(at) === 0) return at + 1;
  }
  return 0;
}

test('the longest packet, in pieces', () => {
  const payload = Buffer.alloc(0xfffe, 7);
  const text = written((writer) => {
    for (let i = 0; i < 3; i++) writer.data(PacketType.SEQUENCED, payload, 0, payload.length);
  });
  const bytes = Buffer.from(text, 'latin1');
  const seen = readAll(cut(bytes, [1, 2, 3, 70_000, 131_072, 150_000]));
  assert.is(seen.packets.length, 3);
  assert.ok(seen.packets.every((packet) => packet === `${PacketType.SEQUENCED}:${payload.toString('hex')}`));
});

test.run();
