/**
 * What anyone may look at of an instrument at a venue: depth, last trades, the minute's bar. A board (ring/board.ts) each, those of
 * a venue one behind the other by the engine's numbers. All doubles; prices in ten-thousandths, quantities in shares, times in
 * nanoseconds since the venue's midnight.
 *
 *     0       1              2       3           4           5       6           7
 *     | state | trading state | time | bid levels | ask levels | trades | day shares | -
 *     8                                 38                                68                              92
 *     | bids, best first: price, shares, orders | asks, the same | last trades: price, shares, time | bar |
 *
 * The newest trade is at `(trades - 1) % TRADES`. The bar is that of bar_file.ts, with its minute in front.
 */
import { boardRegionBytes } from '../../../../ring/board.ts';

export const STATE = 0;
export const TRADING_STATE = 1;
export const TIME = 2;
export const BID_LEVELS = 3;
export const ASK_LEVELS = 4;
export const TRADE_COUNT = 5;
export const DAY_SHARES = 6;

export const LEVELS = 10;
export const LEVEL_DOUBLES = 3;
export const BIDS = 8;
export const ASKS = BIDS + LEVELS * LEVEL_DOUBLES;

export const TRADES = 8;
export const TRADE_DOUBLES = 3;
export const LAST_TRADES = ASKS + LEVELS * LEVEL_DOUBLES;

/** The minute, then a row of bar_file.ts. */
export const BAR = LAST_TRADES + TRADES * TRADE_DOUBLES;
const BAR_DOUBLES = 9;

export const BOARD_DOUBLES = BAR + BAR_DOUBLES;
export const BOARD_BYTES = boardRegionBytes(BOARD_DOUBLES * 8);
