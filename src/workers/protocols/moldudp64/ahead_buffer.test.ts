import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AheadBuffer, Put } from './ahead_buffer.ts';

const PACKETS = 7;
const BYTES = 12;

function blocks(first: number, count: number): DataView {
  const bytes = new Uint8Array(BYTES).fill(first);
  bytes[0] = count;
  return new DataView(bytes.buffer);
}

test('packets in any order, taken from the front and put again, against a sorted list', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ first: fc.nat(40), count: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const ahead = new AheadBuffer(PACKETS, BYTES);
      const plain: { first: number; count: number }[] = [];
      for (const packet of steps) {
        if (packet === undefined) {
          if (plain.length > 0) ahead.dropFirst();
          plain.shift();
        } else {
          const { first, count } = packet;
          const known = plain.find((each) => each.first === first);
          const length = BYTES - (first % 5);
          const put = ahead.put(first, count, blocks(first, count), 0, length);
          if (known !== undefined) {
            assert.is(put, known.count >= count ? Put.KNOWN : Put.KEPT);
            known.count = Math.max(known.count, count);
          } else {
            assert.is(put, plain.length === PACKETS ? Put.REFUSED : Put.KEPT);
            if (put === Put.KEPT) plain.push({ first, count });
            plain.sort((a, b) => a.first - b.first);
          }
        }
        assert.is(ahead.count, plain.length);
        assert.is(ahead.isFull, plain.length === PACKETS);
        assert.is(ahead.first, plain[0]?.first ?? Infinity);
        if (plain.length === 0) continue;
        const { first, count } = plain[0]!;
        assert.is(ahead.firstEnd, first + count);
        assert.is(ahead.firstBytes, BYTES - (first % 5));
        assert.is(ahead.view.getUint8(ahead.firstAt), count);
        for (let i = 1; i < ahead.firstBytes; i++) assert.is(ahead.view.getUint8(ahead.firstAt + i), first);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('what is longer than its place is refused', () => {
  const ahead = new AheadBuffer(PACKETS, BYTES);
  assert.is(ahead.put(1, 1, new DataView(new ArrayBuffer(20)), 0, 17), Put.REFUSED);
  assert.is(ahead.count, 0);
});

test.run();
