import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { recordChecksum, sealRecord, verifyRecord } from './checksum.ts';
import { RECORD_CHECKSUM_BYTE } from './log_layout.ts';

const RUNS = process.env.SLUICE_LONG ? 20_000 : 300;

const record = fc
  .integer({ min: 8, max: 64 })
  .chain((words) => fc.uint8Array({ minLength: words * 8, maxLength: words * 8 }));

function sealed(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  const words = new Int32Array(bytes.slice().buffer);
  sealRecord(words, 0, bytes.length);
  return words;
}

test('any damage within one word is found, whichever bits it flips', () => {
  fc.assert(
    fc.property(
      record,
      fc.nat(),
      fc.integer().filter((mask) => mask !== 0),
      (bytes, at, mask) => {
        const words = sealed(bytes);
        assert.ok(verifyRecord(words, 0, bytes.length));
        words[at % words.length]! ^= mask;
        assert.not(verifyRecord(words, 0, bytes.length));
      },
    ),
    { numRuns: RUNS },
  );
});

test('every single bit of a record counts', () => {
  const bytes = Uint8Array.from({ length: 168 }, (_, index) => (index * 37) & 0xff);
  const words = sealed(bytes);
  const asBytes = new Uint8Array(words.buffer);
  for (let bit = 0; bit < 168 * 8; bit++) {
    asBytes[bit >> 3]! ^= 1 << (bit & 7);
    assert.not(verifyRecord(words, 0, 168), `bit ${bit}`);
    asBytes[bit >> 3]! ^= 1 << (bit & 7);
  }
});

test('two flipped sign bits, swapped words and a changed length are found', () => {
  const bytes = Uint8Array.from({ length: 160 }, (_, index) => (index * 91 + 7) & 0xff);
  for (let i = 4; i < 40; i++) {
    for (let j = i + 1; j < 40; j++) {
      const words = sealed(bytes);
      words[i]! ^= 0x80000000;
      words[j]! ^= 0x80000000;
      assert.not(verifyRecord(words, 0, 160), `signs of ${i} and ${j}`);
      const swapped = sealed(bytes);
      [swapped[i], swapped[j]] = [swapped[j]!, swapped[i]!];
      if (swapped[i] !== swapped[j]) assert.not(verifyRecord(swapped, 0, 160), `swap of ${i} and ${j}`);
    }
  }
  const words = sealed(bytes);
  for (let length = 16; length < 160; length += 8) assert.not(verifyRecord(words, 0, length), `length ${length}`);
});

test('the checksum does not depend on where the record lies, nor on the checksum field', () => {
  const far = new Int32Array(1000);
  const near = new Int32Array(20).map((_, index) => index * 7919);
  far.set(near, 800);
  far[800 + RECORD_CHECKSUM_BYTE / 4] = -1;
  assert.is(recordChecksum(far, 3200, 80), recordChecksum(near, 0, 80));
});

test('zeroed memory is no record', () => {
  assert.not(verifyRecord(new Int32Array(64), 0, 64));
});

test.run();
