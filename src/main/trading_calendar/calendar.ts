/** A calendar's phases in time: which one holds, and when the next begins. Pure; days are days since 1970 where it trades. */

import { NewOrders, TradingPhase } from '../../workers/model/trading_phase.ts';
import type { CalendarConfiguration, DayTimes } from '../configuration/configuration.ts';
import { instantOf, localMs } from './time_zone.ts';

const DAY_MS = 86_400_000;
const NS_PER_MS = 1e6;
/** A calendar without a trading day for longer has none. */
const MOST_DAYS_AHEAD = 400;
/** Local days of two zones may begin 26 hours apart. */
const DAYS_APART = 2;

export interface PhaseNow {
  readonly phase: TradingPhase;
  readonly newOrders: NewOrders;
  /** When another begins, ms since 1970; Infinity: in none of the next 400 days. */
  readonly untilMs: number;
}

interface Change {
  readonly ms: number;
  readonly phase: TradingPhase;
}

export class Calendar {
  readonly #terms: CalendarConfiguration;
  readonly #holidays: ReadonlySet<number>;
  readonly #halfDays: ReadonlyMap<number, DayTimes>;

  constructor(terms: CalendarConfiguration) {
    this.#terms = terms;
    this.#holidays = new Set(terms.holidays.map(dayOf));
    this.#halfDays = new Map(terms.halfDays.map(({ date, times }) => [dayOf(date), times]));
  }

  /** The phase at `nowMs`, ms since 1970. */
  at(nowMs: number): PhaseNow {
    const today = this.dayAt(nowMs);
    let phase: TradingPhase = TradingPhase.CLOSED;
    for (let day = today; day <= today + MOST_DAYS_AHEAD; day++) {
      for (const change of this.#changesOn(day)) {
        if (change.ms > nowMs && change.phase !== phase) return this.#now(phase, change.ms);
        if (change.ms <= nowMs) ({ phase } = change);
      }
    }
    return this.#now(phase, Number.POSITIVE_INFINITY);
  }

  /** The local day. */
  dayAt(ms: number): number {
    return Math.floor(localMs(this.#terms.timeZone, ms) / DAY_MS);
  }

  /** When trading of that local day ends, ms since 1970; undefined: it does not trade. */
  closeOn(day: number): number | undefined {
    return this.#changesOn(day).at(-1)?.ms;
  }

  #now(phase: TradingPhase, untilMs: number): PhaseNow {
    return { phase, newOrders: this.#newOrders(phase), untilMs };
  }

  #newOrders(phase: TradingPhase): NewOrders {
    switch (phase) {
      case TradingPhase.CONTINUOUS:
        return NewOrders.TAKEN;
      case TradingPhase.OPENING_AUCTION:
      case TradingPhase.CLOSING_AUCTION:
        return this.#terms.auctionOrders;
      default:
        return this.#terms.closedOrders;
    }
  }

  /** In the order in which they come. */
  #changesOn(day: number): Change[] {
    const { days, timeZone, times } = this.#terms;
    const weekday = new Date(day * DAY_MS).getUTCDay();
    if (!days.includes(weekday) || this.#holidays.has(day)) return [];
    const { preOpenNs, openingAuctionNs, openNs, closingAuctionNs, closeNs } = this.#halfDays.get(day) ?? times;
    const phases: readonly (readonly [TradingPhase, number | undefined])[] = [
      [TradingPhase.PRE_OPEN, preOpenNs],
      [TradingPhase.OPENING_AUCTION, openingAuctionNs],
      [TradingPhase.CONTINUOUS, openNs],
      [TradingPhase.CLOSING_AUCTION, closingAuctionNs],
      [TradingPhase.CLOSED, closeNs],
    ];
    return phases.flatMap(([phase, ns]) =>
      ns === undefined ? [] : [{ phase, ms: instantOf(timeZone, day * DAY_MS + ns / NS_PER_MS) }],
    );
  }
}

/** The first time after `ms` at which the last of the calendars closes for a day of theirs; Infinity: none of them trades. */
export function lastCloseAfter(calendars: readonly Calendar[], ms: number): number {
  const today = Math.min(...calendars.map((calendar) => calendar.dayAt(ms)));
  let first = Number.POSITIVE_INFINITY;
  // A later day of other zones may end first.
  for (let day = today - 1, left = MOST_DAYS_AHEAD; left > 0; day++, left--) {
    const closes = calendars.map((calendar) => calendar.closeOn(day)).filter((close) => close !== undefined);
    const last = closes.length === 0 ? 0 : Math.max(...closes);
    if (last <= ms || last >= first) continue;
    first = last;
    left = Math.min(left, DAYS_APART + 1);
  }
  return first;
}

function dayOf(date: string): number {
  return Date.parse(date) / DAY_MS;
}
