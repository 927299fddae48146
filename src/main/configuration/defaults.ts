/** What the engine trades when no file says otherwise: large Nasdaq names, prices near those of 2019-12-30. */

/** Symbol and reference price. AAPL's is where the recorded session of that day starts. */
const REFERENCE_PRICES: readonly (readonly [symbol: string, price: string])[] = [
  ['AAPL', '289.50'],
  ['MSFT', '157.60'],
  ['AMZN', '1846.90'],
  ['GOOGL', '1339.70'],
  ['FB', '204.40'],
  ['INTC', '59.60'],
  ['CSCO', '47.60'],
  ['PEP', '136.70'],
  ['CMCSA', '44.70'],
  ['ADBE', '328.30'],
  ['NVDA', '232.30'],
  ['NFLX', '323.30'],
  ['COST', '292.60'],
  ['AMGN', '240.90'],
  ['TXN', '128.40'],
  ['AVGO', '314.50'],
  ['QCOM', '87.70'],
  ['SBUX', '87.50'],
  ['GILD', '65.00'],
  ['BKNG', '2045.90'],
  ['MDLZ', '54.90'],
  ['FISV', '115.40'],
  ['ADP', '169.90'],
  ['TSLA', '414.70'],
];

export const DEFAULT_INSTRUMENTS = REFERENCE_PRICES.map(([symbol, referencePrice]) => ({ symbol, referencePrice }));

export const DEFAULT_ACCOUNTS = [{ name: 'DEMO' }, { name: 'ALPHA' }, { name: 'BETA' }];

export const DEFAULT_SESSIONS = [
  { targetCompId: 'DEMO', accounts: ['DEMO'], strategy: 'demo' },
  { targetCompId: 'ALPHA', accounts: ['ALPHA'], strategy: 'alpha' },
  { targetCompId: 'BETA', accounts: ['ALPHA', 'BETA'], strategy: 'beta' },
];

/** One venue of each type. What routing expects of them is what the simulated exchanges do, but for what only time shows. */
export const DEFAULT_VENUES = [
  {
    name: 'XPRI',
    type: 'PRIMARY' as const,
    feeBps: 0.3,
    exchange: {
      fees: [
        { makerBps: -0.2, takerBps: 0.3 },
        { fromValue: 100_000_000, makerBps: -0.25, takerBps: 0.28 },
      ],
    },
  },
  {
    name: 'XECN',
    type: 'ECN' as const,
    feeBps: 0.25,
    rejectionRate: 0.002,
    exchange: {
      activity: 0.5,
      hiddenShare: 0.1,
      lag: '10ms',
      deviationTicks: 0.5,
      rejectRate: 0.002,
      fees: [{ makerBps: -0.15, takerBps: 0.25 }],
    },
  },
  {
    name: 'XDRK',
    type: 'DARK' as const,
    feeBps: 0.1,
    fillProbability: 0.2,
    exchange: { activity: 0.2, fees: [{ makerBps: 0.1, takerBps: 0.1 }] },
  },
  {
    name: 'XRMM',
    type: 'RMM' as const,
    feeBps: 0,
    fillProbability: 0.8,
    exchange: { activity: 0.1 },
  },
  {
    name: 'XWMM',
    type: 'WMM' as const,
    feeBps: 0.05,
    fillProbability: 0.85,
    exchange: { activity: 0.1 },
  },
];
