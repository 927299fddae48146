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

export const DEFAULT_VENUES = [{ name: 'XSIM' }];
