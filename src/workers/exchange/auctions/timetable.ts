import { Side } from '../../model/order.ts';
import { CrossType, TradingState } from '../matching/event_layout.ts';
import type { TradingStates } from './trading_states.ts';

/** When an exchange's instruments trade, in seconds after its start. */
export interface TimetableOptions {
  /** 0: it opens without a call. */
  readonly openingCallSeconds: number;
  /** Of continuous trading; 0: it never closes. */
  readonly tradingSeconds: number;
  readonly closingCallSeconds: number;
  /** Between two indications in a call; 0: none. */
  readonly indicateSeconds: number;
  readonly halts: readonly PlannedHalt[];
}

export interface PlannedHalt {
  readonly instrument: number;
  readonly atSeconds: number;
  readonly seconds: number;
  /** Of the call with which trading begins again. */
  readonly callSeconds: number;
}

interface Step {
  readonly atSeconds: number;
  readonly execute: () => void;
}

/** Does what its options say to the trading states, whoever brings the time. All steps are made at the start, in order. */
export class Timetable {
  private readonly states: TradingStates;
  private readonly startTicks: readonly number[];
  private readonly steps: Step[] = [];
  /** By instrument: its call is the end of a halt, so that the day's own calls are left alone when it ends. */
  private readonly isAfterHalt: boolean[];
  private next = 0;

  /** `startTicks` are the references of the opening cross. */
  constructor(states: TradingStates, startTicks: readonly number[], options: TimetableOptions) {
    this.states = states;
    this.startTicks = startTicks;
    this.isAfterHalt = startTicks.map(() => false);
    const opens = options.openingCallSeconds;
    if (opens > 0) {
      this.at(0, () => this.callAll(CrossType.OPENING));
      this.indicate(0, opens, options);
      this.at(opens, () => this.each((instrument) => states.resume(instrument)));
    }
    if (options.tradingSeconds > 0) {
      const stops = opens + options.tradingSeconds;
      const closes = stops + options.closingCallSeconds;
      this.at(stops, () => this.callAll(CrossType.CLOSING));
      this.indicate(stops, closes, options);
      this.at(closes, () => this.each((instrument) => states.close(instrument)));
    }
    for (const halt of options.halts) this.plan(halt, options);
    // Equal times keep the order in which they were planned: sort is stable.
    this.steps.sort((a, b) => a.atSeconds - b.atSeconds);
    this.advance(0);
  }

  /** Does everything that is due by this time. */
  advance(seconds: number): void {
    while (this.next < this.steps.length && this.steps[this.next]!.atSeconds <= seconds) {
      this.steps[this.next]!.execute();
      this.next++;
    }
  }

  private at(atSeconds: number, execute: () => void): void {
    this.steps.push({ atSeconds, execute });
  }

  private indicate(from: number, to: number, { indicateSeconds }: TimetableOptions): void {
    if (indicateSeconds <= 0) return;
    for (let i = 1; from + i * indicateSeconds < to; i++) {
      this.at(from + i * indicateSeconds, () => this.each((instrument) => this.states.indicate(instrument)));
    }
  }

  /** Only what trades continuously is halted, and a day's call that begins meanwhile takes the halt's place. */
  private plan(halt: PlannedHalt, options: TimetableOptions): void {
    const { states } = this;
    const { instrument } = halt;
    const calls = halt.atSeconds + halt.seconds;
    const resumes = calls + halt.callSeconds;
    let referenceTicks = 0;
    this.at(halt.atSeconds, () => {
      if (states.stateOf(instrument) !== TradingState.CONTINUOUS) return;
      referenceTicks = this.middleOf(instrument);
      states.halt(instrument);
    });
    this.at(calls, () => {
      if (states.stateOf(instrument) !== TradingState.HALTED) return;
      this.isAfterHalt[instrument] = true;
      states.call(instrument, CrossType.HALT, referenceTicks);
    });
    if (options.indicateSeconds > 0) {
      for (let i = 1; calls + i * options.indicateSeconds < resumes; i++) {
        this.at(calls + i * options.indicateSeconds, () => {
          if (this.isAfterHalt[instrument]) states.indicate(instrument);
        });
      }
    }
    this.at(resumes, () => {
      if (!this.isAfterHalt[instrument]) return;
      this.isAfterHalt[instrument] = false;
      states.resume(instrument);
    });
  }

  private callAll(crossType: number): void {
    this.each((instrument) => {
      this.isAfterHalt[instrument] = false;
      const isOpening = crossType === CrossType.OPENING;
      const referenceTicks = isOpening ? this.startTicks[instrument]! : this.middleOf(instrument);
      this.states.call(instrument, crossType, referenceTicks);
    });
  }

  /** The tick at or below the middle of the book; 0 where a side is empty. */
  private middleOf(instrument: number): number {
    const bid = this.states.bestTicks(instrument, Side.BUY);
    const ask = this.states.bestTicks(instrument, Side.SELL);
    return bid > 0 && ask > 0 ? (bid + ask) >> 1 : 0;
  }

  private each(execute: (instrument: number) => void): void {
    for (let instrument = 0; instrument < this.startTicks.length; instrument++) execute(instrument);
  }
}
