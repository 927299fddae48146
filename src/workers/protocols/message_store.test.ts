import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MessageStore } from './message_store.ts';

function message(sequence: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (sequence * 31 + i) & 0xff);
}

function read(store: MessageStore, sequence: number): Uint8Array {
  const at = store.offsetOf(sequence) + 2;
  return store.bytes.slice(at, at + store.lengthOf(sequence));
}

test('keeps the newest messages that fit, whole and in order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 64, max: 400 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 300 }),
      (sizeBytes, maxMessages, lengths) => {
        const store = new MessageStore(sizeBytes, maxMessages, 5);
        for (const [i, length] of lengths.entries()) {
          const sequence = 5 + i;
          assert.is(store.next, sequence);
          store.append(Buffer.concat([Buffer.alloc(3), message(sequence, length)]), 3, length);
          assert.ok(store.has(sequence) && !store.has(sequence + 1) && !store.has(store.oldest - 1));
          assert.ok(store.next - store.oldest <= maxMessages);
        }
        for (let at = store.oldest; at < store.next; at++) {
          assert.equal(Buffer.from(read(store, at)), Buffer.from(message(at, lengths[at - 5]!)));
        }
        // Never less than the memory allows: one more message of the longest kind always had room beside the rest.
        const kept = lengths.slice(store.oldest - 5);
        if (store.oldest > 5 && kept.length < maxMessages) {
          const used = kept.reduce((sum, length) => sum + length + 2, 0);
          assert.ok(used + 62 + 62 > sizeBytes, `${used} bytes of ${sizeBytes}`);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a run is the blocks from one message on, as they lie, until the memory begins again', () => {
  const store = new MessageStore(40, 100);
  for (let sequence = 1; sequence <= 5; sequence++) store.append(message(sequence, 8), 0, 8);
  // Ten bytes a block: the fifth lies where the first did.
  assert.is(store.oldest, 2);
  assert.is(store.runCount(1, 10, 1_000), 0);
  assert.is(store.runCount(2, 10, 1_000), 3);
  assert.is(store.runCount(2, 2, 1_000), 2);
  assert.is(store.runCount(2, 10, 29), 2);
  assert.is(store.runBytes(2, 2), 20);
  assert.is(store.runCount(5, 10, 1_000), 1);
  assert.is(store.runCount(6, 10, 1_000), 0);
});

test('a message longer than the store is refused', () => {
  const store = new MessageStore(40, 100);
  assert.throws(() => store.append(new Uint8Array(39), 0, 39), /does not fit/);
  store.append(new Uint8Array(38), 0, 38);
  assert.is(store.runBytes(1, 1), 40);
});

test.run();
