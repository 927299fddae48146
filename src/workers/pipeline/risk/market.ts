/**
 * What risk knows of prices: the last trusted price of each instrument with its time, and the circuit breaker.
 *
 * Trusted is a trade if the quote record carries one, else the middle of a two-sided, uncrossed quote. A price that
 * moves by more than the breaker's limit from the window's first price opens the breaker until the cool-down has passed.
 */

import { Quote, SetInstrument } from '../../../../schemas/generated/engine.ts';
import type { Slot } from '../slot.ts';
import type { RiskState } from './state.ts';
import * as R from './state.ts';

const BASIS_POINTS = 10_000;

export class Market {
  readonly #state: RiskState;
  readonly #quote = new Quote();
  readonly #set = new SetInstrument();

  constructor(state: RiskState) {
    this.#state = state;
  }

  configure(slot: Slot): void {
    const body = this.#set.wrap(slot.commands, slot.bodyAt);
    const { instruments, capacity } = this.#state;
    if (body.instrument < 0 || body.instrument >= capacity.instruments) return;
    const at = body.instrument * R.INSTRUMENT_DOUBLES;
    instruments[at + R.INSTRUMENT_KNOWN] = 1;
    instruments[at + R.VALUE_MULTIPLIER] = body.valueMultiplier;
    instruments[at + R.COLLAR_BPS] = body.collarBps;
    instruments[at + R.PRICE_MAX_AGE_NS] = body.priceMaxAgeNs;
    instruments[at + R.BREAKER_MOVE_BPS] = body.breakerMoveBps;
    instruments[at + R.BREAKER_WINDOW_NS] = body.breakerWindowNs;
    instruments[at + R.BREAKER_COOLDOWN_NS] = body.breakerCooldownNs;
  }

  onQuote(slot: Slot): void {
    const quote = this.#quote.wrap(slot.commands, slot.bodyAt);
    const { instruments, capacity } = this.#state;
    const instrument = quote.instrument;
    if (instrument < 0 || instrument >= capacity.instruments) return;
    const ticks = trustedTicks(quote);
    if (ticks === 0) return;
    const at = instrument * R.INSTRUMENT_DOUBLES;
    const now = slot.header.time;
    instruments[at + R.TRUSTED_TICKS] = ticks;
    instruments[at + R.TRUSTED_TIME] = now;
    this.#watchBreaker(at, ticks, now);
  }

  resetBreaker(instrument: number): void {
    const { instruments, capacity } = this.#state;
    if (instrument < 0 || instrument >= capacity.instruments) return;
    const at = instrument * R.INSTRUMENT_DOUBLES;
    instruments[at + R.BREAKER_UNTIL] = 0;
    instruments[at + R.REFERENCE_TICKS] = 0;
  }

  /** The clock starts again at a day's roll: times of the old base say nothing any more. */
  rollDay(): void {
    const { instruments, capacity } = this.#state;
    for (let at = 0; at < capacity.instruments * R.INSTRUMENT_DOUBLES; at += R.INSTRUMENT_DOUBLES) {
      instruments[at + R.TRUSTED_TICKS] = 0;
      instruments[at + R.REFERENCE_TICKS] = 0;
      instruments[at + R.BREAKER_UNTIL] = 0;
    }
  }

  #watchBreaker(at: number, ticks: number, now: number): void {
    const { instruments } = this.#state;
    const limit = instruments[at + R.BREAKER_MOVE_BPS]!;
    if (limit === 0) return;
    const reference = instruments[at + R.REFERENCE_TICKS]!;
    const age = now - instruments[at + R.REFERENCE_TIME]!;
    if (reference === 0 || age > instruments[at + R.BREAKER_WINDOW_NS]!) {
      instruments[at + R.REFERENCE_TICKS] = ticks;
      instruments[at + R.REFERENCE_TIME] = now;
      return;
    }
    const move = ticks > reference ? ticks - reference : reference - ticks;
    if (move * BASIS_POINTS <= reference * limit) return;
    instruments[at + R.BREAKER_UNTIL] = now + instruments[at + R.BREAKER_COOLDOWN_NS]!;
    instruments[at + R.REFERENCE_TICKS] = ticks;
    instruments[at + R.REFERENCE_TIME] = now;
  }
}

function trustedTicks(quote: Quote): number {
  const last = quote.lastTicks;
  if (last > 0) return last;
  const bid = quote.bidTicks;
  const ask = quote.askTicks;
  if (quote.bidLots > 0 && quote.askLots > 0 && bid > 0 && bid <= ask) return Math.floor((bid + ask) / 2);
  return 0;
}
