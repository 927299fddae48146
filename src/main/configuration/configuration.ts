/**
 * What the process runs with: everything decided, nothing optional, in the engine's own units (ticks, lots, nanoseconds,
 * bytes). Made by load.ts from a file, defaults and command line; plain data, so that it can be sent to workers.
 */

import type { NewOrders } from '../../workers/model/trading_phase.ts';
import type { VenueDialect } from '../../workers/protocols/fix/venue_dialect.ts';
import type { OuchLoginConfiguration } from './ouch_venue.ts';

export type Topology = 'shared' | 'dedicated' | 'single';
export type Durability = 'none' | 'process' | 'disk';
export type Idle = 'auto' | 'spin' | 'yield' | 'park';

export interface EngineConfiguration {
  readonly topology: Topology | 'auto';
  readonly idle: Idle;
  /** Cores to pin to, in the order of the flow. Empty: chosen at start. */
  readonly cores: readonly number[];
  readonly orders: number;
  readonly clOrdIds: number;
  readonly fills: number;
  /** After midnight, UTC. */
  readonly dayEndNs: number;
  /** After the last close of the day, where every enabled venue has a calendar. */
  readonly dayEndDelayNs: number;
  readonly killSwitch: boolean;
}

export interface LogConfiguration {
  readonly durability: Durability;
  readonly directory: string;
  readonly windowDirectory: string;
  readonly windows: number;
  readonly windowBytes: number;
  readonly segmentBytes: number;
  readonly retentionBytes: number;
  readonly events: 'full' | 'hashes';
  readonly snapshotIntervalNs: number;
}

export interface SessionConfiguration {
  readonly targetCompId: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Indices into `accounts`; the first is the default. */
  readonly accounts: readonly number[];
  /** Index into `strategies`. */
  readonly strategy: number;
  /** Its open orders are cancelled when it has not been logged on for longer than the grace. */
  readonly cancelOnDisconnect: boolean;
  readonly disconnectGraceNs: number;
}

export interface FixConfiguration {
  readonly host: string;
  readonly port: number;
  readonly senderCompId: string;
  readonly minHeartbeatNs: number;
  readonly maxHeartbeatNs: number;
  readonly logonTimeoutNs: number;
  readonly sessions: readonly SessionConfiguration[];
}

export interface InstrumentConfiguration {
  readonly symbol: string;
  /** Index into `venues`. */
  readonly primaryVenue: number;
  /** tick = mantissa x 10^exponent, in currency. */
  readonly tickSizeMantissa: number;
  readonly tickSizeExponent: number;
  readonly lotSize: number;
  readonly referencePriceTicks: number;
  readonly collarBps: number;
  readonly priceMaxAgeNs: number;
  readonly breakerMoveBps: number;
  readonly breakerWindowNs: number;
  readonly breakerCooldownNs: number;
}

export interface AccountConfiguration {
  readonly name: string;
  readonly enabled: boolean;
  readonly maxOrderLots: number;
  readonly maxPositionLots: number;
  readonly maxExposureTickLots: number;
  readonly maxOrdersPerSecond: number;
  readonly orderBurst: number;
}

/** How a simulated exchange is there; nothing to a venue that is none. */
export interface VenueExchangeConfiguration {
  /** Of the background flow that `exchange.flow` describes. */
  readonly activity: number;
  readonly hiddenShare: number;
  readonly lagNs: number;
  readonly deviationTicks: number;
  readonly latencyNs: number;
  readonly quoteIntervalNs: number;
  readonly rejectRate: number;
  readonly fees: readonly { readonly fromValue: number; readonly makerBps: number; readonly takerBps: number }[];
  /** Prices in currency, as decimal text. */
  readonly ticks: readonly { readonly from: string; readonly tick: string }[];
}

/** Times of a trading day, ns after midnight of its zone; undefined: there is no such phase. */
export interface DayTimes {
  readonly preOpenNs: number | undefined;
  readonly openingAuctionNs: number | undefined;
  readonly openNs: number;
  readonly closingAuctionNs: number | undefined;
  readonly closeNs: number;
}

export interface CalendarConfiguration {
  readonly name: string;
  /** As the time zone database has it. */
  readonly timeZone: string;
  /** As Date.getUTCDay counts them. */
  readonly days: readonly number[];
  readonly times: DayTimes;
  /** yyyy-mm-dd. */
  readonly holidays: readonly string[];
  readonly halfDays: readonly { readonly date: string; readonly times: DayTimes }[];
  /** What becomes of new orders before the open and after the close, in auctions, and in halts. */
  readonly closedOrders: NewOrders;
  readonly auctionOrders: NewOrders;
  readonly haltedOrders: NewOrders;
}

export interface VenueConfiguration {
  readonly name: string;
  /** A name of VenueType. */
  readonly type: 'PRIMARY' | 'ECN' | 'DARK' | 'RMM' | 'WMM';
  /** undefined: the simulated exchange inside this process. */
  readonly address: { readonly host: string; readonly port: number } | undefined;
  readonly protocol: 'sluice' | 'fix' | 'ouch';
  /** With `protocol` fix only. */
  readonly fix: VenueDialect | undefined;
  /** The pool of `protocol` ouch; empty with others. */
  readonly ouchLogins: readonly OuchLoginConfiguration[];
  /** orders: over the order session; itch: what the exchange inside this process publishes; none; ring: written by another program; or the address of a feed (feed_address.ts). */
  readonly feed: string;
  readonly feedSilenceNs: number;
  /** As the time zone database has it. */
  readonly feedTimeZone: string;
  /** undefined: it is always open. */
  readonly calendar: CalendarConfiguration | undefined;
  readonly enabled: boolean;
  /** It takes orders of which a part is shown. */
  readonly displayQuantity: boolean;
  readonly latencyNs: number;
  readonly feeBps: number;
  readonly fillProbability: number;
  readonly rejectionRate: number;
  readonly matching: MatchingConfiguration;
  readonly maker: MakerConfiguration;
  readonly exchange: VenueExchangeConfiguration;
}

/** How a simulated exchange of ours matches, as far as its type uses it. */
export interface MatchingConfiguration {
  readonly selfTrades: 'allowed' | 'cancelNewest' | 'cancelOldest' | 'cancelBoth' | 'decrement';
  readonly minimumLots: number;
  readonly haltedOrders: 'refused' | 'collected';
  readonly openingCallNs: number;
  readonly tradingDayNs: number;
  readonly closingCallNs: number;
  readonly indicationsNs: number;
}

/** Instead of what the kind of maker has: names and meanings are the exchange's. */
export interface MakerConfiguration {
  readonly spreadTicks?: number | undefined;
  readonly medianLots?: number | undefined;
  readonly lotsSigma?: number | undefined;
  readonly skewTicks?: number | undefined;
  readonly inventoryLots?: number | undefined;
  readonly requoteDelayNs?: number | undefined;
  readonly maxOrderLots?: number | undefined;
  readonly refusalShare?: number | undefined;
  readonly staleTicks?: number | undefined;
  readonly improvementShare?: number | undefined;
  readonly improvementTicks?: number | undefined;
}

/** Background participants of one book: names and distributions are the exchange's. */
export interface FlowConfiguration {
  readonly enabled: boolean;
  readonly eventsPerSecond: number;
  readonly restingOrders: number;
  readonly takerShare: number;
  readonly offsetProbability: number;
  readonly medianLots: number;
  readonly lotsSigma: number;
  readonly walkTicks: number;
  readonly reversion: number;
}

export interface ExchangeConfiguration {
  readonly seed: number;
  readonly orders: number;
  readonly clientOrders: number;
  readonly storedReports: number;
  readonly flow: FlowConfiguration;
}

export interface Configuration {
  readonly engine: EngineConfiguration;
  readonly log: LogConfiguration;
  readonly fix: FixConfiguration;
  readonly instruments: readonly InstrumentConfiguration[];
  readonly accounts: readonly AccountConfiguration[];
  /** Names; a strategy's number is its place here. */
  readonly strategies: readonly string[];
  readonly venues: readonly VenueConfiguration[];
  readonly exchange: ExchangeConfiguration;
  readonly demo: {
    readonly enabled: boolean;
    /** Index into `fix.sessions`. */
    readonly session: number;
    readonly ordersPerSecond: number;
    readonly seed: number;
  };
  readonly logging: {
    readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
    readonly destination: string;
  };
}
