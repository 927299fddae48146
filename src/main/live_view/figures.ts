/**
 * What the engine shows of itself: plain numbers, gathered by main from counters and boards, never read by an engine.
 * The live view, the line a second, the last summary, `sluice status` and the report are all made from this.
 */

export type EngineState = 'starting' | 'recovering' | 'trading' | 'draining' | 'stopped';

export interface OrderFigures {
  /** New orders taken from clients, those denied included. */
  readonly submitted: number;
  /** Refused by us. */
  readonly denied: number;
  /** Refused by a venue. */
  readonly rejected: number;
  /** Filled completely. */
  readonly filled: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly open: number;
  /** Executions: an order may have several. */
  readonly fills: number;
}

/** One row of percentiles, nanoseconds. */
export interface LatencyFigures {
  /** `submit`, `modify`, `cancel` from ring to ring, then the stages by name. */
  readonly name: string;
  readonly count: number;
  readonly p50Ns: number;
  readonly p99Ns: number;
  readonly p999Ns: number;
  readonly maxNs: number;
}

export interface RingFigures {
  readonly name: string;
  readonly usedBytes: number;
  readonly capacityBytes: number;
}

/** A table of the engine's that has a capacity: what it does when it is full is in docs/operations.md. */
export interface StoreFigures {
  readonly name: string;
  readonly used: number;
  readonly capacity: number;
  /** Most that was ever in use, or touched, since the data directory is new; where the engine keeps it. */
  readonly highWater?: number;
  /** Entries that had to make room before their time. */
  readonly forgotten?: number;
}

/** Exposure windows of linked orders: from the fill of one until those that go for it have ended. Since the data directory is new. */
export interface LinkFigures {
  /** That are open now, and how long the oldest has been, ms. */
  readonly open: number;
  readonly oldestMs: number;
  readonly closed: number;
  /** Of those that closed, to a quarter of the length. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly meanMs: number;
  /** Fills, and their lots, of orders whose list another had traded of before; the most lots in one window. */
  readonly crossingFills: number;
  readonly crossingLots: number;
  readonly mostCrossingLots: number;
  /** Cancels that venues refused: each was tried again. */
  readonly refusedCancels: number;
}

export interface StallFigures {
  /** The thread that did not run. */
  readonly thread: string;
  readonly p50Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

export interface PositionFigures {
  readonly account: string;
  readonly symbol: string;
  readonly quantity: number;
  /** Currency. */
  readonly averagePrice: number;
  readonly realised: number;
  readonly unrealised: number;
}

export interface ConnectionFigures {
  readonly name: string;
  readonly connected: boolean;
  /** Messages. */
  readonly received: number;
  readonly sent: number;
  /** Of a venue of which something was said: how it trades, such as `CONTINUOUS` or `HALTED`. */
  readonly trading?: string;
  /** Of a venue: utilisation from 0 to 1, and how often a connection was made again. */
  readonly pool?: {
    readonly connections: number;
    readonly size: number;
    readonly utilisation: number;
    readonly reconnects: number;
  };
}

/** A venue's market data from the network. */
export interface FeedViewFigures {
  readonly name: string;
  /** Whether its books can be believed: a name of BookState. */
  readonly state: string;
  readonly messages: number;
  readonly messagesPerSecond: number;
  readonly gaps: number;
  readonly requests: number;
  /** Packets of a session that is not followed, and such as are no packets. */
  readonly strangePackets: number;
  readonly lostMessages: number;
  /** Instruments whose books cannot be believed now. */
  readonly staleBooks: number;
  readonly quotes: number;
  /** Updates that have no record of their own. */
  readonly conflated: number;
  /** Best prices and trades between ticks. */
  readonly offTick: number;
  /** The last of them, in currency, and of which instrument; undefined: none. */
  readonly lastOffTick: string | undefined;
  readonly halts: number;
  readonly crosses: number;
  readonly brokenTrades: number;
  /** Messages that cannot be so, or found no room: by what is wrong with them, such as `unknown order`. */
  readonly faults: Readonly<Record<string, number>>;
  readonly failures: number;
}

/** An instrument as a feed shows it, in currency; 0: nobody, or nothing yet. */
export interface MarketFigures {
  readonly venue: string;
  readonly symbol: string;
  readonly bid: number;
  readonly bidShares: number;
  readonly ask: number;
  readonly askShares: number;
  readonly last: number;
  readonly dayShares: number;
  /** Of the minute, by value. */
  readonly vwap: number;
}

export interface JournalFigures {
  /** Logged, not on disk yet. */
  readonly lagBytes: number;
  readonly writtenBytes: number;
  readonly windowsFree: number;
  readonly windows: number;
  /** Group commits so far. */
  readonly commits: number;
}

export interface LiveFigures {
  readonly state: EngineState;
  readonly elapsedMs: number;
  readonly topology: string;
  readonly durability: string;
  readonly dataDirectory: string;
  readonly fixAddress: string;
  readonly orders: OrderFigures;
  /** Over the last interval, a second. */
  readonly rates: { readonly submitted: number; readonly fills: number; readonly denied: number };
  /** Reason names with their counts, most frequent first. */
  readonly denials: readonly { readonly reason: string; readonly count: number }[];
  readonly latencies: readonly LatencyFigures[];
  readonly rings: readonly RingFigures[];
  readonly stores: readonly StoreFigures[];
  readonly links: LinkFigures;
  /** The thread that gates orders first. */
  readonly stalls: readonly StallFigures[];
  /** Largest first. */
  readonly positions: readonly PositionFigures[];
  readonly sessions: readonly ConnectionFigures[];
  readonly venues: readonly ConnectionFigures[];
  readonly feeds: readonly FeedViewFigures[];
  readonly market: readonly MarketFigures[];
  readonly journal: JournalFigures;
  /** What kill switches are engaged for. */
  readonly halted: readonly string[];
  /** Things that an operator should know now, newest last. */
  readonly notices: readonly string[];
}
