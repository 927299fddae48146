/** A figure of latency is as good as its book-keeping: each request is in it once, also those that got no answer. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CANCEL, MODIFY, Requests, SUBMIT, UNTIMED } from './pace_requests.ts';

const counts = (requests: Requests): number[] => requests.snapshots().map(({ count }) => count);

test('a request is timed from when it was due, under its kind, once', () => {
  const requests = new Requests();
  requests.add(7, MODIFY, 3, 1_000);
  assert.is(requests.underWay, 1);
  assert.is(requests.order(7), 3);
  requests.answer(7, 1_050);
  assert.equal(counts(requests), [0, 1, 0]);
  assert.is(requests.snapshots()[MODIFY]!.max, 50);
  assert.throws(() => requests.answer(7, 1_060), /one answer a request/);
});

test('what fills the book up is counted, not timed', () => {
  const requests = new Requests();
  requests.add(1, SUBMIT, 0, UNTIMED);
  requests.answer(1, 5_000);
  assert.is(requests.answered, 1);
  assert.equal(counts(requests), [0, 0, 0]);
});

test('requests without an answer are in the figures with what they have waited', () => {
  const requests = new Requests();
  requests.add(70_000, SUBMIT, 0, 100);
  requests.add(70_001, CANCEL, 1, 200);
  requests.answer(70_000, 150);
  assert.is(requests.giveUp(1_200), 1);
  assert.is(requests.underWay, 0);
  assert.equal(counts(requests), [1, 0, 1]);
  assert.is(requests.snapshots()[CANCEL]!.max, 1_000);
});

test('a number that comes round while its request is under way is an error, not a lost request', () => {
  const requests = new Requests();
  requests.add(1, SUBMIT, 0, 100);
  assert.throws(() => requests.add(1 + (1 << 16), SUBMIT, 0, 100), /room/);
});

test.run();
