import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HEADER_BYTES, SessionId, writeHeader } from './layout.ts';
import { DownstreamPacket, RequestPacket, writeRequest } from './packet.ts';

const RUNS = process.env.SLUICE_LONG ? 1_000_000 : 20_000;

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fromHex(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.join('').replaceAll(' ', ''), 'hex');
}

/** 'SESSION01 ', by hand. */
const SESSION_HEX = '53 45 53 53 49 4f 4e 30 31 20';

test('a downstream packet by hand: two messages from the fifth on', () => {
  const bytes = fromHex(SESSION_HEX, '0000000000000005', '0002', '0003 616263', '0000');
  const packet = new DownstreamPacket();
  assert.ok(packet.decode(view(bytes), 0, bytes.length));
  assert.is(packet.sequence, 5);
  assert.is(packet.count, 2);
  assert.not(packet.isEndOfSession);
  assert.is(packet.blocksAt, 20);
  assert.ok(SessionId.of('SESSION01').isAt(view(bytes), 0));
  assert.not(SessionId.of('SESSION02').isAt(view(bytes), 0));
});

test('heartbeat and end of session by hand', () => {
  const packet = new DownstreamPacket();
  const heartbeat = fromHex(SESSION_HEX, '0000000100000007', '0000');
  assert.ok(packet.decode(view(heartbeat), 0, heartbeat.length));
  assert.equal([packet.sequence, packet.count, packet.isEndOfSession], [2 ** 32 + 7, 0, false]);
  const end = fromHex(SESSION_HEX, '0000000000000007', 'ffff');
  assert.ok(packet.decode(view(end), 0, end.length));
  assert.equal([packet.sequence, packet.count, packet.isEndOfSession], [7, 0, true]);
});

test('a request is what the specification says, and is read back', () => {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const session = SessionId.of('SESSION01');
  assert.is(writeRequest(view(bytes), 0, session, 3, 4), HEADER_BYTES);
  assert.is(bytes.toString('hex'), fromHex(SESSION_HEX, '0000000000000003', '0004').toString('hex'));
  const request = new RequestPacket();
  assert.ok(request.decode(view(bytes), 0, bytes.length, session));
  assert.equal([request.sequence, request.count], [3, 4]);
  assert.not(request.decode(view(bytes), 0, bytes.length, SessionId.of('OTHER')));
  assert.not(request.decode(view(bytes), 0, bytes.length - 1, session));
});

test('sessions are padded, read and refused as the specification has them', () => {
  assert.is(SessionId.of('A').text(), 'A');
  assert.is(SessionId.of('ABCDEFGHIJ').text(), 'ABCDEFGHIJ');
  for (const text of ['', 'ABCDEFGHIJK', 'ä']) assert.throws(() => SessionId.of(text), RangeError);
});

const sequences = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.maxSafeInteger().map(Math.abs));

test('headers come back as they were written, and what no double holds is refused', () => {
  const bytes = new Uint8Array(HEADER_BYTES + 3);
  const packet = new DownstreamPacket();
  fc.assert(
    fc.property(sequences, fc.constantFrom(0, 0xffff), fc.nat(3), (sequence, count, at) => {
      writeHeader(view(bytes), at, SessionId.of('S'), sequence, count);
      const isRead = packet.decode(view(bytes), at, HEADER_BYTES);
      assert.is(isRead, sequence < 2 ** 53 - 2 ** 32);
      if (isRead) assert.is(packet.sequence, sequence);
    }),
    { numRuns: 5_000 },
  );
});

test('random, cut and mutated packets: taken only when every block ends where the packet does', () => {
  const packet = new DownstreamPacket();
  const blocks = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 });
  const mutation = fc.record({ at: fc.nat(60), value: fc.nat(255) });
  fc.assert(
    fc.property(
      blocks,
      fc.array(mutation, { maxLength: 2 }),
      fc.nat(80),
      fc.boolean(),
      (messages, changes, cut, isCut) => {
        const parts = messages.map((message) => Buffer.concat([Buffer.from([0, message.length]), message]));
        const whole = Buffer.concat([Buffer.alloc(HEADER_BYTES), ...parts]);
        writeHeader(view(whole), 0, SessionId.of('S'), 9, messages.length);
        for (const { at, value } of changes) if (at < whole.length) whole[at] = value;
        const bytes = isCut ? whole.subarray(0, Math.min(cut, whole.length)) : whole;
        // Exactly these bytes: a read beyond them throws.
        const exact = new DataView(Uint8Array.from(bytes).buffer);
        const isTaken = packet.decode(exact, 0, bytes.length);
        assert.is(isTaken, isWellFormed(bytes));
      },
    ),
    { numRuns: RUNS },
  );
});

/** The specification, read once more. */
function isWellFormed(bytes: Buffer): boolean {
  if (bytes.length < 20 || bytes.readUInt32BE(10) >= 2 ** 21 - 1) return false;
  let left = bytes.readUInt16BE(18);
  if (left === 0xffff) left = 0;
  let rest = bytes.subarray(20);
  for (; left > 0; left--) {
    if (rest.length < 2 || rest.length < 2 + rest.readUInt16BE(0)) return false;
    rest = rest.subarray(2 + rest.readUInt16BE(0));
  }
  return rest.length === 0;
}

test.run();
