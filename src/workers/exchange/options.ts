import type { FlowOptions } from './flow/background_flow.ts';
import type { VenueMode } from './modes/venue_mode.ts';
import type { OuchOptions } from './ouch/options.ts';

export interface ExchangeInstrument {
  readonly symbol: string;
  /** Where the background flow's reference starts and returns to, in ticks. 0: it has none. */
  readonly referenceTicks: number;
  /** Price of a tick in ten-thousandths, the unit of ITCH prices. */
  readonly tickPrice4: number;
  /** Shares of a lot. */
  readonly lotShares: number;
}

/** Plain data: it also travels as a worker's workerData. */
export interface ExchangeOptions {
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
  /** How it matches; without it a continuous book. */
  readonly mode?: VenueMode;
  /** Orders by OUCH, beside those by the session protocol; without it none. */
  readonly ouch?: OuchOptions;
}

export const EXCHANGE_DEFAULTS = {
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
} as const;
