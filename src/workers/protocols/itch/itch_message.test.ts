import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { END_OF_FILE, openItchFile } from './itch_file.ts';
import { ItchMessage, MALFORMED_MESSAGE, UNKNOWN_TYPE } from './itch_message.ts';

function decode(bytes: Uint8Array): { message: ItchMessage; type: number } {
  const message = new ItchMessage();
  const type = message.decode(new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length);
  return { message, type };
}

test('an Add is read field by field', () => {
  const bytes = Buffer.alloc(36);
  bytes.write('A', 0);
  bytes.writeUInt16BE(13, 1);
  bytes.writeUIntBE(34_500_123_456_789, 5, 6);
  bytes.writeBigUInt64BE(2n ** 53n - 1n, 11);
  bytes.write('S', 19);
  bytes.writeUInt32BE(300, 20);
  bytes.write('AAPL    ', 24);
  bytes.writeUInt32BE(2_866_700, 32);
  const { message, type } = decode(bytes);
  assert.is(String.fromCharCode(type), 'A');
  assert.is(message.locate, 13);
  assert.is(message.timeNs, 34_500_123_456_789);
  assert.is(message.reference, 2 ** 53 - 1);
  assert.not(message.isBuy);
  assert.is(message.shares, 300);
  assert.is(message.stock(), 'AAPL');
  assert.is(message.price4, 2_866_700);
});

test('references that no double holds, wrong lengths and unknown types are told', () => {
  const bytes = Buffer.alloc(19, 0xff);
  bytes.write('D', 0);
  assert.is(decode(bytes).type, MALFORMED_MESSAGE);
  assert.is(decode(Buffer.from('A')).type, MALFORMED_MESSAGE);
  assert.is(decode(Buffer.alloc(0)).type, MALFORMED_MESSAGE);
  assert.is(decode(Buffer.from('z')).type, UNKNOWN_TYPE);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (random) => {
      const { type } = decode(random);
      assert.ok(type === MALFORMED_MESSAGE || type === UNKNOWN_TYPE || type === random[0]);
    }),
  );
});

test('a file that ends inside a message ends before it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'itch-'));
  const path = join(folder, 'cut.itch50');
  const system = Buffer.from([0, 12, 0x53, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0x51]);
  writeFileSync(path, Buffer.concat([system, system, system.subarray(0, 7)]));
  const source = openItchFile(path);
  const message = new ItchMessage();
  assert.is(source.next(message), 0x53);
  assert.is(message.timeNs, 9);
  assert.is(source.next(message), 0x53);
  assert.is(source.next(message), END_OF_FILE);
  assert.is(source.next(message), END_OF_FILE);
  source.close();
  rmSync(folder, { recursive: true });
});

test.run();
