/** Calendars from the file's form: times in their order, dates once, names that venues can have. */

import { NewOrders } from '../../workers/model/trading_phase.ts';
import { WEEKDAYS } from './calendar_schema.ts';
import type { CalendarConfiguration, DayTimes } from './configuration.ts';
import type { FileForm } from './schema.ts';

/** Where a venue says that it has no calendar. */
export const NO_CALENDAR = 'none';

/** Takes a problem: key, value, what was expected. */
export type AddProblem = (key: string, value: unknown, expected: string) => void;

type CalendarForm = FileForm['calendars'][number];
const MINUTE_NS = 60e9;
const NEW_ORDERS = { refused: NewOrders.REFUSED, queued: NewOrders.QUEUED, taken: NewOrders.TAKEN } as const;

export function resolveCalendars(file: FileForm, add: AddProblem): CalendarConfiguration[] {
  const { calendars } = file;
  calendars.forEach(({ name }, i) => {
    const first = calendars.findIndex((other) => other.name === name);
    if (name === NO_CALENDAR) add(`calendars[${i}].name`, name, `another name than ${NO_CALENDAR}`);
    if (first < i) add(`calendars[${i}].name`, name, `a name that calendars[${first}] has not taken`);
  });
  return calendars.map((calendar, i) => resolveCalendar(calendar, `calendars[${i}]`, add));
}

/** The calendar that a key names; undefined: none. */
export function calendarNamed(
  key: string,
  name: string | undefined,
  calendars: readonly CalendarConfiguration[],
  add: AddProblem,
): CalendarConfiguration | undefined {
  if (name === undefined || name === NO_CALENDAR) return undefined;
  const calendar = calendars.find((known) => known.name === name);
  const known = [NO_CALENDAR, ...calendars.map((other) => other.name)].join(', ');
  if (calendar === undefined) add(key, name, `the name of a calendar (${known})`);
  return calendar;
}

function resolveCalendar(form: CalendarForm, at: string, add: AddProblem): CalendarConfiguration {
  const times: DayTimes = {
    preOpenNs: form.preOpen,
    openingAuctionNs: form.openingAuction,
    openNs: form.open,
    closingAuctionNs: form.closingAuction,
    closeNs: form.close,
  };
  checkOrder(times, at, add);
  const dates = form.halfDays.map(({ date }) => date);
  const halfDays = form.halfDays.map(({ date, close, closingAuction }, i) => {
    const where = `${at}.halfDays[${i}]`;
    const before = form.closingAuction === undefined ? undefined : close - (form.close - form.closingAuction);
    const shortened = { ...times, closeNs: close, closingAuctionNs: closingAuction ?? before };
    checkOrder(shortened, where, add);
    if (form.holidays.includes(date)) add(`${where}.date`, date, 'a day that is not among the holidays');
    if (dates.indexOf(date) < i) add(`${where}.date`, date, 'a day that is not listed before');
    return { date, times: shortened };
  });
  return {
    name: form.name,
    timeZone: form.timeZone,
    days: form.days.map((day) => WEEKDAYS.indexOf(day)),
    times,
    holidays: form.holidays,
    halfDays,
    closedOrders: NEW_ORDERS[form.closedOrders],
    auctionOrders: NEW_ORDERS[form.auctionOrders],
    haltedOrders: NEW_ORDERS[form.haltedOrders],
  };
}

const TIMES = [
  ['preOpen', 'preOpenNs'],
  ['openingAuction', 'openingAuctionNs'],
  ['open', 'openNs'],
  ['closingAuction', 'closingAuctionNs'],
  ['close', 'closeNs'],
] as const;

/** Each later than the one before it. */
function checkOrder(times: DayTimes, at: string, add: AddProblem): void {
  let last: readonly [string, number] | undefined;
  for (const [name, field] of TIMES) {
    const ns = times[field];
    if (ns === undefined) continue;
    if (last !== undefined && ns <= last[1]) {
      add(`${at}.${name}`, timeText(ns), `later than ${last[0]} (${timeText(last[1])}), on the same day`);
      return;
    }
    last = [name, ns];
  }
}

/** `09:30`, or with seconds where there are any. */
function timeText(ns: number): string {
  const minutes = Math.floor(ns / MINUTE_NS);
  const seconds = Math.floor((ns - minutes * MINUTE_NS) / 1e9);
  const parts = [Math.floor(minutes / 60), minutes % 60, ...(seconds === 0 ? [] : [seconds])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
