import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseConfiguration } from '../configuration/load.ts';
import { DayEnd, dailyAt, dayEnds } from './day_end.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Midnight of a day. */
const MIDNIGHT_MS = 20_000 * DAY_MS;

function make(hour: number): { dayEnd: DayEnd; at: (ms: number) => void; ends: () => number } {
  let nowMs = 0;
  let ends = 0;
  const control = { dayEnd: () => ++ends };
  const dayEnd = new DayEnd({ next: dailyAt(hour * 3600e9), control, notice: () => undefined, now: () => nowMs });
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

const CALENDARS = `
[[calendars]]
name = "NY"
timeZone = "America/New_York"
open = "09:30"
close = "16:00"
[[calendars]]
name = "EARLY"
open = "09:00"
close = "12:00"
`;
const venue = (name: string, more: string): string =>
  `[[venues]]\nname = "${name}"\nfeed = "none"\naddress = "127.0.0.1:900${name.length}"\n${more}\n`;

function endsOf(toml: string, from: string, count: number): string[] {
  const result = parseConfiguration(`[engine]\ndayEnd = "21:30"\n${toml}`, []);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  const next = dayEnds(result.configuration);
  const ends: number[] = [];
  while (ends.length < count) ends.push(next(ends.at(-1) ?? Date.parse(`${from}Z`)));
  return ends.map((ms) => new Date(ms).toISOString().slice(0, 16));
}

test('with calendars the day ends a while after the last close, over weekends and changes of clocks', () => {
  const venues = venue('X', 'calendar = "NY"') + venue('XX', 'calendar = "EARLY"');
  // Clocks in New York change on Sunday, March 8.
  assert.equal(endsOf(CALENDARS + venues, '2026-03-06T12:00', 3), [
    '2026-03-06T21:01',
    '2026-03-09T20:01',
    '2026-03-10T20:01',
  ]);
  assert.equal(endsOf(CALENDARS + venues, '2026-03-06T21:00:30', 1), ['2026-03-06T21:01'], 'while the delay runs');
});

test('a venue without a calendar has the day end at its time; one that is disabled is not asked', () => {
  const own = venue('X', 'calendar = "EARLY"');
  assert.equal(endsOf(CALENDARS + own + venue('XX', ''), '2026-03-06T12:00', 2), [
    '2026-03-06T21:30',
    '2026-03-07T21:30',
  ]);
  const disabled = venue('XX', 'enabled = false');
  assert.equal(endsOf(CALENDARS + own + disabled, '2026-03-06T11:00', 1), ['2026-03-06T12:01']);
});

test.run();
