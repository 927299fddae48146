import * as layout from './layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { INSTRUMENTS } = layout;
const LAST = 0;
const HIGH = 1;
const LOW = 2;
const COUNT = 3;
const SINCE_SHIFT = 2;
/** Trades that can still be broken: minutes of a busy market. */
const REMEMBERED = 65_536;
const MATCH_LOW = 0;
const MATCH_HIGH = 1;
const TRADE_OF = 2;
const TRADE_SHIFT = 2;

/** What traded, by instrument: since it was last told, so that nothing is lost between two records, and all day. */
export interface Trades {
  /** A trade of no shares is a cross that did not happen, and is none. */
  add(instrument: number, price4: number, shares: number, matchHigh: number, matchLow: number): void;
  /** Takes a trade out of the day's volume; false: it is no longer, or was never, known. */
  break(matchHigh: number, matchLow: number): boolean;
  /** Since `clearSince`; 0: no trade. */
  lastPrice4(instrument: number): number;
  highPrice4(instrument: number): number;
  lowPrice4(instrument: number): number;
  count(instrument: number): number;
  volumeShares(instrument: number): number;
  clearSince(instrument: number): void;
  dayTrades(instrument: number): number;
  /** Less what was broken. */
  dayVolumeShares(instrument: number): number;
  dayLastPrice4(instrument: number): number;
  clear(): void;
}

export function makeTrades(): Trades {
  const since = new Int32Array(INSTRUMENTS << SINCE_SHIFT);
  const sinceShares = new Float64Array(INSTRUMENTS);
  const dayShares = new Float64Array(INSTRUMENTS);
  const dayCount = new Float64Array(INSTRUMENTS);
  const dayLast = new Int32Array(INSTRUMENTS);
  const trades = new Int32Array(REMEMBERED << TRADE_SHIFT);
  const tradeShares = new Float64Array(REMEMBERED);

  function add(instrument: number, price4: number, shares: number, matchHigh: number, matchLow: number): void {
    if (shares === 0) return;
    const at = instrument << SINCE_SHIFT;
    const count = since[at + COUNT]!;
    if (count === 0 || price4 > since[at + HIGH]!) since[at + HIGH] = price4;
    if (count === 0 || price4 < since[at + LOW]!) since[at + LOW] = price4;
    since[at + LAST] = price4;
    since[at + COUNT] = count + 1;
    sinceShares[instrument]! += shares;
    dayShares[instrument]! += shares;
    dayCount[instrument]! += 1;
    dayLast[instrument] = price4;
    remember(instrument, shares, matchHigh, matchLow);
  }

  function remember(instrument: number, shares: number, matchHigh: number, matchLow: number): void {
    const place = matchLow & (REMEMBERED - 1);
    const at = place << TRADE_SHIFT;
    trades[at + MATCH_LOW] = matchLow;
    trades[at + MATCH_HIGH] = matchHigh;
    trades[at + TRADE_OF] = instrument;
    tradeShares[place] = shares;
  }

  function breakTrade(matchHigh: number, matchLow: number): boolean {
    const place = matchLow & (REMEMBERED - 1);
    const at = place << TRADE_SHIFT;
    const isKnown = trades[at + MATCH_LOW] === matchLow && trades[at + MATCH_HIGH] === matchHigh;
    if (!isKnown || tradeShares[place] === 0) return false;
    const instrument = trades[at + TRADE_OF]!;
    dayShares[instrument]! -= tradeShares[place]!;
    dayCount[instrument]! -= 1;
    // A trade is broken once.
    tradeShares[place] = 0;
    return true;
  }

  function clearSince(instrument: number): void {
    const at = instrument << SINCE_SHIFT;
    since[at + LAST] = 0;
    since[at + HIGH] = 0;
    since[at + LOW] = 0;
    since[at + COUNT] = 0;
    sinceShares[instrument] = 0;
  }

  return {
    add,
    break: breakTrade,
    lastPrice4: (instrument) => since[(instrument << SINCE_SHIFT) + LAST]!,
    highPrice4: (instrument) => since[(instrument << SINCE_SHIFT) + HIGH]!,
    lowPrice4: (instrument) => since[(instrument << SINCE_SHIFT) + LOW]!,
    count: (instrument) => since[(instrument << SINCE_SHIFT) + COUNT]!,
    volumeShares: (instrument) => sinceShares[instrument]!,
    clearSince,
    dayTrades: (instrument) => dayCount[instrument]!,
    dayVolumeShares: (instrument) => dayShares[instrument]!,
    dayLastPrice4: (instrument) => dayLast[instrument]!,
    clear() {
      for (const array of [since, sinceShares, dayShares, dayCount, dayLast, trades, tradeShares]) array.fill(0);
    },
  };
}
