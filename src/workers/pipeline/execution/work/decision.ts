/** What an algorithm wants done now: at most one action, and when it wants to be asked again. Scratch, made once. */

import { NEVER } from './timers.ts';

export const Action = { NONE: 0, SLICE: 1, CANCEL_CHILDREN: 2, FINISH: 3 } as const;

// Doubles in an array are no heap numbers.
const LOTS = 0;
const TICKS = 1;
const DISPLAY = 2;
const WAKE = 3;

export class Decision {
  action: number = Action.NONE;
  orderType = 0;
  timeInForce = 0;
  /** Of a FINISH: LegsOutcome and ReasonCode. */
  outcome = 0;
  reason = 0;
  /** Ask again when a quote of the instrument comes. */
  followsQuotes = false;
  readonly #numbers = new Float64Array(4);

  /** Nothing to do, not to be woken: where each decision begins. */
  clear(): void {
    this.action = Action.NONE;
    this.followsQuotes = false;
    this.#numbers[WAKE] = NEVER;
  }

  get lots(): number {
    return this.#numbers[LOTS]!;
  }

  get ticks(): number {
    return this.#numbers[TICKS]!;
  }

  get displayLots(): number {
    return this.#numbers[DISPLAY]!;
  }

  /** In ms since 1970, or NEVER. */
  get wakeMs(): number {
    return this.#numbers[WAKE]!;
  }

  /** Asks again at `ms`; when a child ends or a fill comes the algorithm is asked in any case. */
  wakeAt(ms: number): void {
    this.#numbers[WAKE] = ms;
  }

  /** Sends a child of `lots` at `ticks`, 0 for a market order. More than what is left of the parent is cut to it. */
  slice(orderType: number, timeInForce: number, lots: number, ticks: number, displayLots = 0): void {
    this.action = Action.SLICE;
    this.orderType = orderType;
    this.timeInForce = timeInForce;
    this.#numbers[LOTS] = lots;
    this.#numbers[TICKS] = ticks;
    this.#numbers[DISPLAY] = displayLots;
  }

  cutTo(lots: number): void {
    if (this.#numbers[LOTS]! > lots) this.#numbers[LOTS] = lots;
  }

  /** Takes back what is open at venues. The algorithm is asked again when it has gone. */
  cancelChildren(): void {
    this.action = Action.CANCEL_CHILDREN;
  }

  /** Ends the order with what is filled: `outcome` of LegsOutcome. What is open at venues is cancelled first. */
  finish(outcome: number, reason: number): void {
    this.action = Action.FINISH;
    this.outcome = outcome;
    this.reason = reason;
  }
}
