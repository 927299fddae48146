/**
 * Tells the engine when venues' phases change: engines read no clock. Each start tells the phases of now, whatever the engine
 * knows; one that it knew already changes nothing there, nor what an operator has said.
 */

import { NewOrders, TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ControlSource, TradingStatement } from '../engine/control_source.ts';
import type { TradingStates } from '../operator/trading_states.ts';
import { Calendar } from './calendar.ts';

/** Longer sleeps are cut, so that a clock that was set is noticed. */
const MOST_SLEEP_MS = 60_000;

export interface SessionClockOptions {
  readonly configuration: Pick<Configuration, 'venues'>;
  readonly control: Pick<ControlSource, 'tradingStatus'>;
  readonly trading: Pick<TradingStates, 'apply' | 'calendarPhase'>;
  readonly notice: (text: string) => void;
  /** Ms since 1970. */
  readonly now?: () => number;
}

interface Watched {
  readonly venue: number;
  readonly name: string;
  readonly calendar: Calendar;
  phase: TradingPhase;
  untilMs: number;
}

export class SessionClock {
  readonly #options: SessionClockOptions;
  readonly #now: () => number;
  readonly #watched: readonly Watched[];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SessionClockOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#watched = options.configuration.venues.flatMap(({ name, calendar }, venue) =>
      calendar === undefined
        ? []
        : [{ venue, name, calendar: new Calendar(calendar), phase: TradingPhase.NONE, untilMs: 0 }],
    );
  }

  start(): void {
    const { configuration, trading } = this.#options;
    configuration.venues.forEach(({ calendar }, venue) => {
      // It had one at an earlier start.
      const isOld = calendar === undefined && trading.calendarPhase(venue) !== TradingPhase.NONE;
      if (isOld) this.#tell(venue, TradingPhase.NONE, NewOrders.TAKEN);
    });
    this.look();
    if (this.#watched.length > 0) this.#sleep();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Tells what has changed by now. */
  look(): void {
    const nowMs = this.#now();
    for (const watched of this.#watched) {
      // Set back, it is asked again as well.
      const { phase, newOrders, untilMs } = watched.calendar.at(nowMs);
      watched.untilMs = untilMs;
      if (phase === watched.phase) continue;
      watched.phase = phase;
      this.#tell(watched.venue, phase, newOrders);
      this.#options.notice(`venue ${watched.name}: ${NAMES.get(phase)}`);
    }
  }

  #tell(venue: number, phase: TradingPhase, newOrders: NewOrders): void {
    const { control, trading } = this.#options;
    const statement: TradingStatement = { venue, instrument: -1, change: TradingChange.CALENDAR, phase, newOrders };
    control.tradingStatus(statement);
    trading.apply(statement);
  }

  #sleep(): void {
    const nextMs = Math.min(...this.#watched.map(({ untilMs }) => untilMs));
    const waitMs = Math.min(Math.max(nextMs - this.#now(), 1), MOST_SLEEP_MS);
    this.#timer = setTimeout(() => {
      this.look();
      this.#sleep();
    }, waitMs);
  }
}

const NAMES = new Map(
  Object.entries(TradingPhase).map(([name, phase]) => [phase, name.toLowerCase().replace('_', ' ')]),
);
