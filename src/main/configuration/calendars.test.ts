import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NewOrders } from '../../workers/model/trading_phase.ts';
import { parseConfiguration } from './load.ts';

function errorsOf(text: string): readonly string[] {
  const result = parseConfiguration(text, []);
  assert.not(result.ok, 'the configuration was accepted');
  return result.ok ? [] : result.errors;
}

const HOURS = 'open = "09:30"\nclose = "16:00"\n';
const calendar = (more: string, name = 'C'): string => `[[calendars]]\nname = "${name}"\n${more}\n`;

test('a venue has its own calendar, that of the engine, or none', () => {
  const venues = ['', 'calendar = "B"', 'calendar = "none"'].map(
    (more, i) => `[[venues]]\nname = "X${i}"\naddress = "127.0.0.1:900${i}"\n${more}\n`,
  );
  const calendars = calendar(HOURS, 'A') + calendar(HOURS, 'B');
  const result = parseConfiguration(`[engine]\ncalendar = "A"\n${calendars}${venues.join('')}`, []);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  assert.equal(
    result.configuration.venues.map((venue) => venue.calendar?.name),
    ['A', 'B', undefined],
  );
  assert.equal(result.configuration.venues[0]!.calendar, {
    name: 'A',
    timeZone: 'UTC',
    days: [1, 2, 3, 4, 5],
    times: {
      preOpenNs: undefined,
      openingAuctionNs: undefined,
      openNs: 9.5 * 3600e9,
      closingAuctionNs: undefined,
      closeNs: 16 * 3600e9,
    },
    holidays: [],
    halfDays: [],
    closedOrders: NewOrders.REFUSED,
    auctionOrders: NewOrders.REFUSED,
    haltedOrders: NewOrders.REFUSED,
  });
});

test('what becomes of new orders while a venue is shut is said for each way', () => {
  const own = 'closedOrders = "queued"\nauctionOrders = "taken"\nhaltedOrders = "queued"';
  const text = `[engine]\ncalendar = "C"\n${calendar(`${HOURS}${own}`)}`;
  const result = parseConfiguration(text, []);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  const { closedOrders, auctionOrders, haltedOrders } = result.configuration.venues[0]!.calendar!;
  assert.equal([closedOrders, auctionOrders, haltedOrders], [NewOrders.QUEUED, NewOrders.TAKEN, NewOrders.QUEUED]);
});

const WRONG: readonly (readonly [text: string, error: RegExp])[] = [
  [calendar('open = "09:30"'), /calendars\[0\]\.close/],
  [calendar('open = "9:30"\nclose = "16:00"'), /calendars\[0\]\.open = "9:30": expected a time of day/],
  [
    calendar('open = "16:00"\nclose = "09:30"'),
    /calendars\[0\]\.close = "09:30": expected later than open \(16:00\), on the same day/,
  ],
  [
    calendar(`${HOURS}openingAuction = "09:30"`),
    /calendars\[0\]\.open = "09:30": expected later than openingAuction \(09:30\)/,
  ],
  [
    calendar(`${HOURS}preOpen = "09:29:30"\nopeningAuction = "09:28"`),
    /calendars\[0\]\.openingAuction = "09:28": expected later than preOpen \(09:29:30\)/,
  ],
  [calendar(`${HOURS}closingAuction = "16:00"`), /calendars\[0\]\.close = "16:00": expected later than closingAuction/],
  [calendar(`${HOURS}timeZone = "Mars/Olympus"`), /calendars\[0\]\.timeZone = "Mars\/Olympus": expected a time zone/],
  [calendar(`${HOURS}days = []`), /calendars\[0\]\.days = .*at least one day/],
  [calendar(`${HOURS}days = ["monday"]`), /calendars\[0\]\.days\[0\] = "monday": expected one of sun, mon/],
  [calendar(`${HOURS}holidays = ["2026-02-30"]`), /calendars\[0\]\.holidays\[0\] = "2026-02-30": expected a date/],
  [calendar(`${HOURS}holidays = [2026-12-25]`), /calendars\[0\]\.holidays\[0\].*expected a date/],
  [
    calendar(`${HOURS}halfDays = [{ date = "2026-12-24", close = "09:00" }]`),
    /calendars\[0\]\.halfDays\[0\]\.close = "09:00": expected later than open \(09:30\)/,
  ],
  [
    calendar(
      `${HOURS}holidays = ["2026-12-24"]\nhalfDays = [{ date = "2026-12-24", close = "13:00" }, { date = "2026-12-24", close = "14:00" }]`,
    ),
    /halfDays\[0\]\.date = "2026-12-24": expected a day that is not among the holidays/,
  ],
  [
    calendar(`${HOURS}halfDays = [{ date = "2026-12-24", close = "13:00" }, { date = "2026-12-24", close = "14:00" }]`),
    /halfDays\[1\]\.date = "2026-12-24": expected a day that is not listed before/,
  ],
  [calendar(HOURS) + calendar(HOURS), /calendars\[1\]\.name = "C": expected a name that calendars\[0\] has not taken/],
  [
    calendar(`${HOURS}closedOrders = "taken"`),
    /calendars\[0\]\.closedOrders = "taken": expected one of refused, queued/,
  ],
  [calendar(HOURS, 'none'), /calendars\[0\]\.name = "none": expected another name than none/],
  [
    `[engine]\ncalendar = "D"\n${calendar(HOURS)}`,
    /engine\.calendar = "D": expected the name of a calendar \(none, C\)/,
  ],
  [
    `${calendar(HOURS)}[[venues]]\nname = "X"\ncalendar = "D"`,
    /venues\[0\]\.calendar = "D": expected the name of a calendar/,
  ],
];

test('what cannot be a calendar is told with what was expected', () => {
  for (const [text, error] of WRONG) assert.match(errorsOf(text).join('\n'), error);
});

test.run();
