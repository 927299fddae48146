/** Figures for tests of what is made from them. */

import type { LiveFigures } from './figures.ts';

export function sampleFigures(): LiveFigures {
  return {
    state: 'trading',
    elapsedMs: 3_723_400,
    topology: 'shared',
    durability: 'process',
    dataDirectory: 'data/sluice',
    fixAddress: '127.0.0.1:9880',
    orders: {
      submitted: 12_345,
      denied: 67,
      rejected: 2,
      filled: 8_000,
      cancelled: 4_000,
      expired: 76,
      open: 200,
      fills: 9_100,
    },
    rates: { submitted: 99.6, fills: 71.2, denied: 0.4 },
    denials: [
      { reason: 'ORDER_SIZE', count: 60 },
      { reason: 'PRICE_COLLAR', count: 7 },
    ],
    latencies: [
      { name: 'submit', count: 12_345, p50Ns: 2_910, p99Ns: 41_000, p999Ns: 120_400, maxNs: 12_400_000 },
      { name: 'modify', count: 0, p50Ns: 0, p99Ns: 0, p999Ns: 0, maxNs: 0 },
      { name: 'front', count: 30_000, p50Ns: 230, p99Ns: 990, p999Ns: 8_000, maxNs: 1_200_000_000 },
    ],
    rings: [
      { name: 'client DEMO', usedBytes: 100, capacityBytes: 1_048_576 },
      { name: 'pipeline', usedBytes: 25_165_824, capacityBytes: 67_108_864 },
    ],
    stores: [
      { name: 'orders', used: 200, capacity: 65_536, highWater: 1_024 },
      { name: 'fills', used: 9_100, capacity: 65_536, forgotten: 3 },
    ],
    links: {
      open: 1,
      oldestMs: 250.4,
      closed: 40,
      p50Ms: 1.28,
      p99Ms: 9.5,
      maxMs: 9.7,
      meanMs: 2.1,
      crossingFills: 3,
      crossingLots: 120,
      mostCrossingLots: 100,
      refusedCancels: 2,
    },
    stalls: [
      { thread: 'engine', p50Ns: 1_200, p99Ns: 850_000, maxNs: 12_000_000 },
      { thread: 'main', p50Ns: 60_000, p99Ns: 1_100_000, maxNs: 9_000_000 },
    ],
    positions: [
      { account: 'DEMO', symbol: 'AAPL', quantity: -1_200, averagePrice: 289.5, realised: -12.34, unrealised: 1_500 },
      { account: 'DEMO', symbol: 'MSFT', quantity: 300, averagePrice: 157.6, realised: 0, unrealised: -3.5 },
      { account: 'ALPHA', symbol: 'AAPL', quantity: 10, averagePrice: 290, realised: 0, unrealised: 0 },
    ],
    sessions: [
      { name: 'DEMO', connected: true, received: 12_400, sent: 25_000 },
      { name: 'ALPHA', connected: false, received: 0, sent: 0 },
    ],
    venues: [
      {
        name: 'XSIM',
        connected: true,
        received: 50_000,
        sent: 12_000,
        pool: { connections: 1, size: 2, utilisation: 0.034, reconnects: 3 },
      },
    ],
    ...sampleMarket(),
    journal: { lagBytes: 1_258_291, writtenBytes: 123_456_789, windowsFree: 7, windows: 8, commits: 1_234 },
    halted: [],
    notices: ['core 1 is not ours: pipeline not pinned'],
  };
}

function sampleMarket(): Pick<LiveFigures, 'feeds' | 'market'> {
  return {
    feeds: [
      {
        name: 'XSIM',
        state: 'trusted',
        messages: 1_234_567,
        messagesPerSecond: 4_800,
        gaps: 2,
        requests: 3,
        strangePackets: 0,
        lostMessages: 0,
        staleBooks: 1,
        quotes: 98_765,
        conflated: 12,
        offTick: 1,
        lastOffTick: 'AAPL 289.505',
        halts: 1,
        crosses: 0,
        brokenTrades: 0,
        faults: { 'unknown order': 4, 'book locked': 17 },
        failures: 0,
      },
    ],
    market: [
      {
        venue: 'XSIM',
        symbol: 'AAPL',
        bid: 289.5,
        bidShares: 300,
        ask: 289.52,
        askShares: 1_200,
        last: 289.51,
        dayShares: 159_235,
        vwap: 289.4875,
      },
    ],
  };
}
