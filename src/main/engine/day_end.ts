/**
 * The day's end: orders for the day expire. It comes at the same time of every day or, where calendars say when all venues
 * have closed, after that. One that passed while no engine ran is made up for by the next start.
 */

import type { Configuration } from '../configuration/configuration.ts';
import { Calendar, lastCloseAfter } from '../trading_calendar/calendar.ts';
import type { ControlSource } from './control_source.ts';

const DAY_MS = 86_400_000;
/** Longer sleeps are cut, so that a clock that was set is noticed. */
const MOST_SLEEP_MS = 60_000;

export interface DayEndOptions {
  /** The first end of a day later than this, ms since 1970. */
  readonly next: (afterMs: number) => number;
  readonly control: Pick<ControlSource, 'dayEnd'>;
  readonly notice: (text: string) => void;
  /** Ms since 1970. */
  readonly now?: () => number;
}

/** When days end by the configuration: at its time of day, or after the last close where every enabled venue has a calendar. */
export function dayEnds({ engine, venues }: Pick<Configuration, 'engine' | 'venues'>): (afterMs: number) => number {
  const enabled = venues.filter(({ enabled }) => enabled);
  const terms = enabled.map(({ calendar }) => calendar).filter((calendar) => calendar !== undefined);
  if (enabled.length === 0 || terms.length < enabled.length) return dailyAt(engine.dayEndNs);
  const calendars = [...new Set(terms)].map((calendar) => new Calendar(calendar));
  const delayMs = engine.dayEndDelayNs / 1e6;
  return (afterMs) => lastCloseAfter(calendars, afterMs - delayMs) + delayMs;
}

/** Every day, so many nanoseconds after midnight, UTC. */
export function dailyAt(timeOfDayNs: number): (afterMs: number) => number {
  const offsetMs = timeOfDayNs / 1e6;
  return (ms) => Math.floor((ms - offsetMs) / DAY_MS + 1) * DAY_MS + offsetMs;
}

export class DayEnd {
  readonly #options: DayEndOptions;
  readonly #now: () => number;
  #nextMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DayEndOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** `lastCommandMs` is when the newest command of the time before was logged, in ms since 1970. */
  start(lastCommandMs: number): void {
    const nowMs = this.#now();
    this.#nextMs = this.#options.next(lastCommandMs);
    if (this.#nextMs <= nowMs) this.#end();
    else this.#nextMs = this.#options.next(nowMs);
    this.#sleep();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Ends the day if it is time. */
  look(): void {
    if (this.#now() >= this.#nextMs) this.#end();
  }

  #end(): void {
    this.#options.control.dayEnd();
    this.#options.notice('the day ends: orders for the day expire');
    this.#nextMs = this.#options.next(this.#now());
  }

  #sleep(): void {
    const waitMs = Math.min(Math.max(this.#nextMs - this.#now(), 1), MOST_SLEEP_MS);
    this.#timer = setTimeout(() => {
      this.look();
      this.#sleep();
    }, waitMs);
  }
}
