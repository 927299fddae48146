import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../ring/memory.ts';
import { copyRecord } from './copy_record.ts';

/** High and low words: quiet and signalling NaNs of both signs with payloads, -0, infinities, what two ints may make. */
const PATTERNS = [
  [-1, -1],
  [0x7ff00000, 1],
  [0xfff00000 | 0, 1],
  [0x7ff7ffff, -1],
  [0x7ff80000, 0x12345678],
  [0xfff8dead | 0, 0x1beef],
  [0x80000000 | 0, 0],
  [0x7ff00000, 0],
  [0xfff00000 | 0, 0],
  [0, 1],
];

test('every bit survives, interpreted, warm and compiled, also of what is a NaN', () => {
  const source = allocateRegion(65_536);
  const target = allocateRegion(65_536);
  PATTERNS.forEach(([high, low], word) => {
    source.i32[word * 2] = low!;
    source.i32[word * 2 + 1] = high!;
  });
  for (let word = PATTERNS.length * 2; word < 512; word++) source.i32[word] = Math.imul(word, 0x9e3779b1);
  for (let round = 0; round < 50_000; round++) {
    const to = (round % 16) * 64;
    target.i32[to / 4] = round;
    copyRecord(source, 0, target, to, 168);
    if (round > 1000 && round % 997 !== 0) continue;
    for (let word = 0; word < 42; word++)
      assert.is(target.i32[to / 4 + word], source.i32[word], `round ${round} word ${word}`);
  }
});

test('it copies its length and not a word more', () => {
  const source = allocateRegion(4096);
  const target = allocateRegion(4096);
  source.i32.fill(7);
  copyRecord(source, 64, target, 128, 72);
  assert.is(
    target.i32.reduce((sum, word) => sum + word, 0),
    (72 / 4) * 7,
  );
  assert.is(target.i32[128 / 4], 7);
  assert.is(target.i32[200 / 4], 0);
});

test.run();
