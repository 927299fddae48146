/** Phases against what the zone's clocks show, read in another way, by the minute over weeks that change their clocks. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NewOrders, TradingPhase } from '../../workers/model/trading_phase.ts';
import type { CalendarConfiguration } from '../configuration/configuration.ts';
import { parseConfiguration } from '../configuration/load.ts';
import { Calendar, lastCloseAfter } from './calendar.ts';

/** Every change below is at an even minute. */
const STEP_MS = 2 * 60_000;
const DAY_MS = 86_400_000;
const utc = (text: string): number => Date.parse(`${text}Z`);

function calendarOf(toml: string): CalendarConfiguration {
  const result = parseConfiguration(`[engine]\ncalendar = "C"\n[[calendars]]\nname = "C"\n${toml}`, []);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  return result.configuration.venues[0]!.calendar!;
}

const NEW_YORK = calendarOf(`
  timeZone = "America/New_York"
  preOpen = "04:00"
  openingAuction = "09:28"
  open = "09:30"
  closingAuction = "15:50"
  close = "16:00"
  holidays = ["2026-11-26", "2026-12-25"]
  halfDays = [{ date = "2026-11-27", close = "13:00" }, { date = "2026-12-24", close = "13:00", closingAuction = "12:46" }]
  auctionOrders = "taken"
`);
const SYDNEY = calendarOf(
  'timeZone = "Australia/Sydney"\nopen = "10:00"\nclose = "16:12"\ndays = ["mon", "wed", "sun"]',
);

/** What the zone's clocks show, as text that sorts. */
function shown(timeZone: string): (ms: number) => { date: string; weekday: string; time: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute, weekday } = parts;
    return { date: `${year}-${month}-${day}`, weekday: weekday!.toLowerCase().slice(0, 3), time: `${hour}:${minute}` };
  };
}

type PhaseOf = (date: string, time: string) => TradingPhase;

const ofNewYork: PhaseOf = (date, time) => {
  if (date === '2026-11-26' || date === '2026-12-25') return TradingPhase.CLOSED;
  const [auction, close] = { '2026-11-27': ['12:50', '13:00'], '2026-12-24': ['12:46', '13:00'] }[date] ?? [
    '15:50',
    '16:00',
  ];
  if (time < '04:00' || time >= close!) return TradingPhase.CLOSED;
  if (time < '09:28') return TradingPhase.PRE_OPEN;
  if (time < '09:30') return TradingPhase.OPENING_AUCTION;
  return time < auction! ? TradingPhase.CONTINUOUS : TradingPhase.CLOSING_AUCTION;
};
const ofSydney: PhaseOf = (_, time) =>
  time >= '10:00' && time < '16:12' ? TradingPhase.CONTINUOUS : TradingPhase.CLOSED;

const WEEKS: readonly [CalendarConfiguration, PhaseOf, readonly string[], from: string, days: number][] = [
  [NEW_YORK, ofNewYork, ['mon', 'tue', 'wed', 'thu', 'fri'], '2026-03-05T00:00', 6],
  [NEW_YORK, ofNewYork, ['mon', 'tue', 'wed', 'thu', 'fri'], '2026-10-30T00:00', 5],
  [NEW_YORK, ofNewYork, ['mon', 'tue', 'wed', 'thu', 'fri'], '2026-11-25T00:00', 6],
  [NEW_YORK, ofNewYork, ['mon', 'tue', 'wed', 'thu', 'fri'], '2026-12-23T00:00', 6],
  [SYDNEY, ofSydney, ['mon', 'wed', 'sun'], '2026-04-03T00:00', 6],
  [SYDNEY, ofSydney, ['mon', 'wed', 'sun'], '2026-10-02T00:00', 6],
];

for (const [terms, phaseOf, weekdays, from, days] of WEEKS) {
  test(`${terms.timeZone} from ${from.slice(0, 10)}: each other minute has the phase of its local time, and knows the next`, () => {
    const calendar = new Calendar(terms);
    const show = shown(terms.timeZone);
    const expected = (ms: number): TradingPhase => {
      const { date, weekday, time } = show(ms);
      return weekdays.includes(weekday) ? phaseOf(date, time) : TradingPhase.CLOSED;
    };
    const end = utc(from) + days * DAY_MS;
    let previous = calendar.at(utc(from) - STEP_MS);
    for (let ms = utc(from); ms < end; ms += STEP_MS) {
      const now = calendar.at(ms);
      assert.is(now.phase, expected(ms), new Date(ms).toISOString());
      // The time before said when this phase begins.
      if (now.phase === previous.phase) assert.is(now.untilMs, previous.untilMs);
      else assert.is(previous.untilMs, ms);
      assert.ok(now.untilMs > ms);
      previous = now;
    }
  });
}

test('what becomes of new orders is the phase’s', () => {
  const calendar = new Calendar(NEW_YORK);
  const at = (time: string): NewOrders => calendar.at(utc(`2026-01-05T${time}`)).newOrders;
  assert.equal(['14:27', '14:28', '14:30', '20:50', '21:00'].map(at), [
    NewOrders.REFUSED,
    NewOrders.TAKEN,
    NewOrders.TAKEN,
    NewOrders.TAKEN,
    NewOrders.REFUSED,
  ]);
});

test('an opening that clocks jump over comes as much later, one that they show twice comes first', () => {
  const early = calendarOf('timeZone = "America/New_York"\nopen = "02:30"\nclose = "16:00"\ndays = ["sun"]');
  assert.is(new Calendar(early).at(utc('2026-03-08T05:00')).untilMs, utc('2026-03-08T07:30'));
  const twice = calendarOf('timeZone = "America/New_York"\nopen = "01:30"\nclose = "16:00"\ndays = ["sun"]');
  assert.is(new Calendar(twice).at(utc('2026-11-01T04:00')).untilMs, utc('2026-11-01T05:30'));
});

test('a calendar whose days are all holidays never opens', () => {
  const holidays = Array.from({ length: 90 }, (_, week) =>
    new Date(utc('2026-01-04T00:00') + week * 7 * DAY_MS).toISOString().slice(0, 10),
  );
  const never = calendarOf(`open = "09:00"\nclose = "10:00"\ndays = ["sun"]\nholidays = ${JSON.stringify(holidays)}`);
  assert.equal(new Calendar(never).at(utc('2026-01-04T09:30')), {
    phase: TradingPhase.CLOSED,
    newOrders: NewOrders.REFUSED,
    untilMs: Number.POSITIVE_INFINITY,
  });
  assert.is(lastCloseAfter([new Calendar(never)], utc('2026-01-04T09:30')), Number.POSITIVE_INFINITY);
});

test('a day ends with the last close of any zone, and days follow each other', () => {
  const tokyo = calendarOf('timeZone = "Asia/Tokyo"\nopen = "09:00"\nclose = "15:30"');
  const calendars = [tokyo, NEW_YORK].map((terms) => new Calendar(terms));
  const ends: string[] = [];
  // Thursday, Thanksgiving: Tokyo alone; then a half day in New York; then a weekend.
  for (let ms = utc('2026-11-25T00:00'); ends.length < 5; ) {
    ms = lastCloseAfter(calendars, ms);
    ends.push(new Date(ms).toISOString().slice(0, 16));
  }
  assert.equal(ends, [
    '2026-11-25T21:00',
    '2026-11-26T06:30',
    '2026-11-27T18:00',
    '2026-11-30T21:00',
    '2026-12-01T21:00',
  ]);
});

test.run();
