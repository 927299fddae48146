/**
 * Who owes whom: shares and cash of every participant by the trades, and what the exchange takes of them. Every trade moves
 * the same shares and the same cash from one to the other, and a fee leaves one account for the exchange's: so all of it
 * sums up to nothing at any time.
 */

import { Side } from '../../model/order.ts';
import {
  CODE,
  EVENT_LOTS,
  EVENT_OWNER,
  EVENT_WORDS,
  EventType,
  INSTRUMENT,
  MAKER_OWNER,
  sideOf,
  TICKS,
  typeOf,
} from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import type { ExchangeInstrument, FeeTier } from '../options.ts';

/** Participants that are no client's session: background flow, a recording. */
export const OTHERS = 0;
const NO_FEES: FeeTier = { fromValue: 0, makerBps: 0, takerBps: 0 };
/** Values are in ten-thousandths of the currency, as prices are. */
const PER_CURRENCY = 10_000;

export interface Account {
  /** Ten-thousandths of the currency, fees not included. */
  cash: number;
  /** What was bought and sold, in ten-thousandths of the currency. */
  traded: number;
  /** Paid to the exchange, in hundred-millionths of the currency; below zero: rebates. */
  fees: number;
  /** By instrument. */
  readonly shares: Float64Array;
}

export class Clearing {
  readonly accounts = new Map<number, Account>();
  /** What the exchange has taken, in hundred-millionths of the currency. */
  feesTaken = 0;
  readonly #instruments: readonly ExchangeInstrument[];
  readonly #tiers: readonly FeeTier[];
  readonly #sessionOf: (owner: number) => number;

  /** `sessionOf` answers with the session of an order's owner, or OTHERS. */
  constructor(
    instruments: readonly ExchangeInstrument[],
    tiers: readonly FeeTier[],
    sessionOf: (owner: number) => number,
  ) {
    this.#instruments = instruments;
    this.#tiers = tiers;
    this.#sessionOf = sessionOf;
  }

  onEvent(events: EventBuffer, index: number): void {
    const { words } = events;
    const at = index * EVENT_WORDS;
    const code = words[at + CODE]!;
    if (typeOf(code) !== EventType.FILLED) return;
    const instrument = words[at + INSTRUMENT]!;
    const terms = this.#instruments[instrument];
    if (terms === undefined) return;
    const shares = words[at + EVENT_LOTS]! * terms.lotShares;
    const value = shares * words[at + TICKS]! * terms.tickPrice4;
    const sign = sideOf(code) === Side.BUY ? 1 : -1;
    this.#book(words[at + EVENT_OWNER]!, instrument, sign * shares, sign * value, false);
    this.#book(words[at + MAKER_OWNER]!, instrument, -sign * shares, -sign * value, true);
  }

  #book(owner: number, instrument: number, shares: number, value: number, isMaker: boolean): void {
    const session = this.#sessionOf(owner);
    const account = this.#accountOf(session);
    const { makerBps, takerBps } = session === OTHERS ? NO_FEES : this.#tierOf(account.traded);
    const fee = Math.round(Math.abs(value) * (isMaker ? makerBps : takerBps));
    account.shares[instrument]! += shares;
    account.cash -= value;
    account.traded += Math.abs(value);
    account.fees += fee;
    this.feesTaken += fee;
  }

  #tierOf(traded: number): FeeTier {
    let found = NO_FEES;
    for (const tier of this.#tiers) if (traded >= tier.fromValue * PER_CURRENCY) found = tier;
    return found;
  }

  #accountOf(session: number): Account {
    let account = this.accounts.get(session);
    if (account === undefined) {
      account = { cash: 0, traded: 0, fees: 0, shares: new Float64Array(this.#instruments.length) };
      this.accounts.set(session, account);
    }
    return account;
  }
}
