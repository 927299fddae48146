/** When a venue trades: keys of `calendars[]`. */

import { z } from 'zod';
import { choice, date, key, name, optional, required, timeOfDay, timeZone } from './fields.ts';

/** As Date.getUTCDay counts them. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const MOST_DATES = 2_000;
const NAME_CHARACTERS = 16;

const halfDay = z.strictObject({
  date: required(date(), 'A day that closes at another time.'),
  close: required(timeOfDay(), 'When it closes.'),
  closingAuction: optional(
    timeOfDay(),
    'When its closing auction begins. Left out: as long before the close as on other days.',
  ),
});

export const tradingCalendar = z.strictObject({
  name: required(name(NAME_CHARACTERS), 'Name, unique; `none` is taken.'),
  timeZone: key(timeZone(), 'UTC', 'Of its days and times, daylight saving time included.'),
  days: key(
    z.array(choice(WEEKDAYS), { error: 'a list of days such as "mon"' }).min(1, 'at least one day'),
    ['mon', 'tue', 'wed', 'thu', 'fri'],
    'Days of the week with trading.',
  ),
  preOpen: optional(
    timeOfDay(),
    'From when on it is about to open. Left out: it is closed until the next that is given.',
  ),
  openingAuction: optional(timeOfDay(), 'When the opening auction begins. Left out: there is none.'),
  open: required(timeOfDay(), 'When continuous trading begins.'),
  closingAuction: optional(timeOfDay(), 'When the closing auction begins. Left out: there is none.'),
  close: required(timeOfDay(), 'When trading ends, on the same day.'),
  holidays: key(
    z.array(date(), { error: 'a list of dates' }).max(MOST_DATES, `at most ${MOST_DATES} dates`),
    [],
    'Days without trading.',
  ),
  halfDays: key(
    z
      .array(halfDay, { error: 'a list of tables [[calendars.halfDays]]' })
      .max(MOST_DATES, `at most ${MOST_DATES} tables`),
    [],
    'Days that close at another time.',
  ),
  closedOrders: key(
    choice(['refused', 'queued']),
    'refused',
    'New orders before the open and after the close, while no other venue is open. `queued`: limit orders that may rest (DAY, GTC, GTD), and those that the engine works, wait for a venue to open.',
  ),
  auctionOrders: key(
    choice(['refused', 'queued', 'taken']),
    'refused',
    'New orders in auctions, likewise. `taken`: the venue gets them as ever, and says itself what it does not take.',
  ),
  haltedOrders: key(
    choice(['refused', 'queued']),
    'refused',
    'New orders while an operator has halted the venue or their symbol there, likewise.',
  ),
});
