import type { FlowOptions } from './flow/background_flow.ts';
import type { VenueMode } from './modes/venue_mode.ts';
import type { OuchOptions } from './ouch/options.ts';

export interface ExchangeInstrument {
  readonly symbol: string;
  /** Where the reference price starts and returns to, in ticks. */
  readonly startTicks: number;
  /** Background participants trade in it; not where a recording is played. */
  readonly hasFlow: boolean;
  /** Price of a tick in ten-thousandths, the unit of ITCH prices. */
  readonly tickPrice4: number;
  /** Shares of a lot. */
  readonly lotShares: number;
}

/** Fees in basis points of what was traded; below zero: a rebate. */
export interface FeeTier {
  /** Holds from this value on that a session has traded since the exchange started, in currency. */
  readonly fromValue: number;
  readonly makerBps: number;
  readonly takerBps: number;
}

/** Prices from `fromTicks` on are whole multiples of `everyTicks`. */
export interface TickBand {
  readonly fromTicks: number;
  readonly everyTicks: number;
}

/** How an exchange treats its clients. */
export interface ExchangeConduct {
  /** Each way: how long a message is under way to the exchange, and an answer from it. */
  readonly latencyMs: number;
  /** It takes orders of which a part is shown. */
  readonly hasDisplayQuantity: boolean;
  /** Share of new orders that it refuses for no reason of theirs. */
  readonly rejectRate: number;
  /** Quotes over its order sessions leave at most this often, and are up to so old. */
  readonly quoteIntervalMs: number;
  /** By rising value; empty: no fees. */
  readonly fees: readonly FeeTier[];
  /** By instrument, by rising price; empty: every tick is a price. */
  readonly tickBands: readonly (readonly TickBand[])[];
}

export const PLAIN_CONDUCT: ExchangeConduct = {
  hasDisplayQuantity: true,
  latencyMs: 0,
  rejectRate: 0,
  quoteIntervalMs: 0,
  fees: [],
  tickBands: [],
};

/** `own`: on the host's groups, on the port number of its order entry. */
export type Publishing = 'own' | { readonly address: string };

/** Plain data: it also travels as a worker's workerData. */
export interface ExchangeOptions {
  readonly name: string;
  readonly host: string;
  /** 0: any free one; it is told when listening. */
  readonly port: number;
  /** An instrument's place in this list is its number on the wire. */
  readonly instruments: readonly ExchangeInstrument[];
  readonly seed: number;
  /** null: no background participants. */
  readonly flow: FlowOptions | null;
  /** An ITCH 5.0 file to play; null: none. */
  readonly marketDataFile: string | null;
  /** 1: as recorded. 2: twice as fast. */
  readonly speed: number;
  /** Folder of the session log; null: reports live in memory, and a restart forgets all orders. */
  readonly logFolder: string | null;
  readonly orderCapacity: number;
  /** Orders of client sessions, open and remembered. */
  readonly legCapacity: number;
  /** Newest reports of a session that a resend finds in memory, about 200 bytes each. */
  readonly storedReports: number;
  readonly heartbeatMs: number;
  /** Where its displayed book is published as ITCH 5.0: an address of MoldUDP64; without it nowhere. */
  readonly publication?: Publishing;
  /** How it matches; without it a continuous book. */
  readonly mode?: VenueMode;
  /** Orders by OUCH, beside those by the session protocol; without it none. */
  readonly ouch?: OuchOptions;
  readonly conduct: ExchangeConduct;
}

export const EXCHANGE_DEFAULTS = {
  name: 'XSIM',
  host: '127.0.0.1',
  port: 0,
  seed: 1,
  marketDataFile: null,
  speed: 1,
  logFolder: null,
  orderCapacity: 2 ** 18,
  legCapacity: 2 ** 17,
  storedReports: 2 ** 16,
  heartbeatMs: 1000,
  conduct: PLAIN_CONDUCT,
} as const;
