/**
 * What risk knows of prices: the last trusted price of each instrument with its time, and the circuit breaker.
 *
 * Trusted is a trade if the quote record carries one, else the middle of a two-sided, uncrossed quote, of a book that can
 * be believed (book_trust.ts). A price that moves by more than the breaker's limit from the window's first price opens the
 * breaker until the cool-down has passed.
 */

import { Quote, SetInstrument } from '../../../../schemas/generated/engine.ts';
import type { Slot } from '../slot.ts';
import type { BookTrust } from './book_trust.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { BREAKER_COOLDOWN_NS, BREAKER_MOVE_BPS, BREAKER_UNTIL, BREAKER_WINDOW_NS, COLLAR_BPS } = layout;
const { INSTRUMENT_DOUBLES, INSTRUMENT_KNOWN, PRICE_MAX_AGE_NS, REFERENCE_TICKS, REFERENCE_TIME } = layout;
const { TRUSTED_TICKS, TRUSTED_TIME, VALUE_MULTIPLIER } = layout;

const BASIS_POINTS = 10_000;

export type Market = ReturnType<typeof makeMarket>;

export function makeMarket(state: RiskState, trust: BookTrust, slot: Slot) {
  const { header } = slot;
  const { capacity, instruments } = state;
  const quoteBody = Quote.over(slot.commands);
  const setBody = SetInstrument.over(slot.commands);

  function configure(): void {
    const body = setBody.move(slot.bodyAt);
    if (body.instrument < 0 || body.instrument >= capacity.instruments) return;
    const at = body.instrument * INSTRUMENT_DOUBLES;
    instruments[at + INSTRUMENT_KNOWN] = 1;
    instruments[at + VALUE_MULTIPLIER] = body.valueMultiplier;
    instruments[at + COLLAR_BPS] = body.collarBps;
    instruments[at + PRICE_MAX_AGE_NS] = body.priceMaxAgeNs;
    instruments[at + BREAKER_MOVE_BPS] = body.breakerMoveBps;
    instruments[at + BREAKER_WINDOW_NS] = body.breakerWindowNs;
    instruments[at + BREAKER_COOLDOWN_NS] = body.breakerCooldownNs;
  }

  function onQuote(): void {
    const quote = quoteBody.move(slot.bodyAt);
    const { instrument, venue } = quote;
    if (instrument < 0 || instrument >= capacity.instruments || venue < 0 || venue >= capacity.venues) return;
    const ticks = trustedTicks(quote);
    if (ticks === 0 || !trust.take(instrument, venue, ticks)) return;
    const at = instrument * INSTRUMENT_DOUBLES;
    const now = header.time;
    instruments[at + TRUSTED_TICKS] = ticks;
    instruments[at + TRUSTED_TIME] = now;
    watchBreaker(at, ticks, now);
  }

  function resetBreaker(instrument: number): void {
    if (instrument < 0 || instrument >= capacity.instruments) return;
    const at = instrument * INSTRUMENT_DOUBLES;
    instruments[at + BREAKER_UNTIL] = 0;
    instruments[at + REFERENCE_TICKS] = 0;
  }

  /** The clock starts again at a day's roll: times of the old base say nothing any more. */
  function rollDay(): void {
    for (let at = 0; at < capacity.instruments * INSTRUMENT_DOUBLES; at += INSTRUMENT_DOUBLES) {
      instruments[at + TRUSTED_TICKS] = 0;
      instruments[at + REFERENCE_TICKS] = 0;
      instruments[at + BREAKER_UNTIL] = 0;
    }
  }

  function watchBreaker(at: number, ticks: number, now: number): void {
    const limit = instruments[at + BREAKER_MOVE_BPS]!;
    if (limit === 0) return;
    const reference = instruments[at + REFERENCE_TICKS]!;
    const age = now - instruments[at + REFERENCE_TIME]!;
    if (reference === 0 || age > instruments[at + BREAKER_WINDOW_NS]!) {
      instruments[at + REFERENCE_TICKS] = ticks;
      instruments[at + REFERENCE_TIME] = now;
      return;
    }
    const move = ticks > reference ? ticks - reference : reference - ticks;
    if (move * BASIS_POINTS <= reference * limit) return;
    instruments[at + BREAKER_UNTIL] = now + instruments[at + BREAKER_COOLDOWN_NS]!;
    instruments[at + REFERENCE_TICKS] = ticks;
    instruments[at + REFERENCE_TIME] = now;
  }

  return { configure, onQuote, resetBreaker, rollDay };
}

function trustedTicks(quote: Quote): number {
  const last = quote.lastTicks;
  if (last > 0) return last;
  const bid = quote.bidTicks;
  const ask = quote.askTicks;
  if (quote.bidLots > 0 && quote.askLots > 0 && bid > 0 && bid <= ask) return Math.floor((bid + ask) / 2);
  return 0;
}
