import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Counters, countersRegionBytes } from './counters.ts';
import { CACHE_LINE_BYTES } from './memory.ts';

const NAMES = {
  sequencer: ['commands', 'refused'],
  egress: Array.from({ length: 17 }, (_, i) => `output ${i}`),
};

test('what a writer counts, a reader of the transferred region sees', () => {
  const counters = new Counters(NAMES);
  const reader = Counters.from(structuredCloneOfShared(counters.transfer()));
  const sequencer = counters.group('sequencer');
  const refused = sequencer.indexOf('refused');
  sequencer.add(refused);
  sequencer.add(refused, 2 ** 40);
  counters.group('egress').set(16, 5);
  assert.is(reader.group('sequencer').get(refused), 2 ** 40 + 1);
  assert.is(reader.snapshot().egress!['output 16'], 5);
  assert.is(reader.snapshot().sequencer!.commands, 0);
});

test('each writer has lines of its own', () => {
  assert.is(countersRegionBytes(NAMES), 3 * CACHE_LINE_BYTES);
});

test('an unknown name is an error that lists the known ones', () => {
  assert.throws(() => new Counters(NAMES).group('risk'), /sequencer, egress/);
  assert.throws(() => new Counters(NAMES).group('sequencer').indexOf('x'), /commands, refused/);
});

/** A message to a thread shares the memory and copies the rest; so does this, without the thread. */
function structuredCloneOfShared<T>(value: T): T {
  return structuredClone(value);
}

test.run();
