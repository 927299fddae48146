/**
 * The day's end, at the same time of every day: orders for the day expire. One that passed while no engine ran is made up
 * for by the next start.
 */

import type { ControlSource } from './control_source.ts';

const DAY_MS = 86_400_000;
/** Longer sleeps are cut, so that a clock that was set is noticed. */
const MOST_SLEEP_MS = 60_000;

export interface DayEndOptions {
  /** Nanoseconds after midnight, UTC. */
  readonly timeOfDayNs: number;
  readonly control: Pick<ControlSource, 'dayEnd'>;
  readonly notice: (text: string) => void;
  /** Ms since 1970. */
  readonly now?: () => number;
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
    this.#nextMs = this.#after(lastCommandMs);
    if (this.#nextMs <= nowMs) this.#end();
    else this.#nextMs = this.#after(nowMs);
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
    this.#nextMs = this.#after(this.#now());
  }

  /** The first end of a day later than this. */
  #after(ms: number): number {
    const offsetMs = this.#options.timeOfDayNs / 1e6;
    return Math.floor((ms - offsetMs) / DAY_MS + 1) * DAY_MS + offsetMs;
  }

  #sleep(): void {
    const waitMs = Math.min(Math.max(this.#nextMs - this.#now(), 1), MOST_SLEEP_MS);
    this.#timer = setTimeout(() => {
      this.look();
      this.#sleep();
    }, waitMs);
  }
}
