import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DayEnd } from './day_end.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Midnight of a day. */
const MIDNIGHT_MS = 20_000 * DAY_MS;

function make(hour: number): { dayEnd: DayEnd; at: (ms: number) => void; ends: () => number } {
  let nowMs = 0;
  let ends = 0;
  const control = { dayEnd: () => ++ends };
  const dayEnd = new DayEnd({ timeOfDayNs: hour * 3600e9, control, notice: () => undefined, now: () => nowMs });
  return { dayEnd, at: (ms) => (nowMs = MIDNIGHT_MS + ms), ends: () => ends };
}

test('it comes once a day, at its time', () => {
  const { dayEnd, at, ends } = make(21);
  at(20 * HOUR_MS);
  dayEnd.start(MIDNIGHT_MS + 19 * HOUR_MS);
  assert.is(ends(), 0);
  at(21 * HOUR_MS - 1);
  dayEnd.look();
  assert.is(ends(), 0);
  at(21 * HOUR_MS);
  dayEnd.look();
  dayEnd.look();
  assert.is(ends(), 1);
  at(DAY_MS + 20 * HOUR_MS);
  dayEnd.look();
  assert.is(ends(), 1);
  at(DAY_MS + 22 * HOUR_MS);
  dayEnd.look();
  assert.is(ends(), 2);
  dayEnd.stop();
});

test('one that passed while no engine ran comes with the start, and only once', () => {
  const { dayEnd, at, ends } = make(21);
  at(3 * DAY_MS);
  dayEnd.start(MIDNIGHT_MS + 20 * HOUR_MS);
  assert.is(ends(), 1);
  dayEnd.look();
  assert.is(ends(), 1);
  dayEnd.stop();
});

test('a start on the day of the last command, after its end or before it, ends nothing', () => {
  for (const [last, now] of [
    [22, 23],
    [1, 2],
  ] as const) {
    const { dayEnd, at, ends } = make(21);
    at(now * HOUR_MS);
    dayEnd.start(MIDNIGHT_MS + last * HOUR_MS);
    assert.is(ends(), 0);
    dayEnd.stop();
  }
});

test('midnight ends the day that was', () => {
  const { dayEnd, at, ends } = make(0);
  at(DAY_MS - 1);
  dayEnd.start(MIDNIGHT_MS);
  assert.is(ends(), 0);
  at(DAY_MS);
  dayEnd.look();
  assert.is(ends(), 1);
  dayEnd.stop();
});

test.run();
