/**
 * Where things lie in the book's typed arrays. Index 0 is "none" everywhere, so zeroed memory is an empty book.
 *
 * An order, 32 bytes, half a cache line (what is rarely needed lies in `hidden` and `display` beside it):
 *
 *     word   0      1      2       3      4      5      6       7
 *          | next | prev | level | lots | order id (f64) | chain | owner |
 *
 * A price level, 32 bytes:
 *
 *     word   0      1      2      3          4          5      6      7
 *          | head | tail | key  | next far | prev far | side | lots (f64) |
 *
 * A key is a price seen from its side: ticks for bids, minus ticks for asks. The better price is the greater key on
 * both sides, so one code path serves both, and two orders cross when their keys' sum is not below zero.
 */

export const ORDER_SHIFT = 3;
export const NEXT = 0;
export const PREV = 1;
export const LEVEL = 2;
export const LOTS = 3;
export const CHAIN = 6;
export const OWNER = 7;
/** Bit of the owner word: the order has entries in `hidden` and `display`. Owners are below it. */
export const ICEBERG = 1 << 31;
/** The id's place in the same record, in doubles: `(order << ORDER_SHIFT_F64) + ID_F64`. */
export const ORDER_SHIFT_F64 = 2;
export const ID_F64 = 2;

export const LEVEL_SHIFT = 3;
export const HEAD = 0;
export const TAIL = 1;
export const KEY = 2;
export const NEXT_FAR = 3;
export const PREV_FAR = 4;
export const SIDE = 5;
export const LEVEL_SHIFT_F64 = 2;
export const TOTAL_F64 = 3;

/** Keys and their sums stay inside 32-bit integers. */
export const MAX_TICKS = 2 ** 30 - 1;
export const MARKET_KEY = MAX_TICKS;
/** Below any key, and with any key's sum below zero: an empty side never crosses. */
export const EMPTY_KEY = -(2 ** 30);
/** An order's displayed and hidden lots together stay inside a 32-bit integer. */
export const MAX_ORDER_LOTS = 2 ** 30;

/** Ticks around the touch that are found by index; a power of two. 4,096 one-cent ticks hold a stock's active day. */
export const WINDOW_TICKS = 4096;

/** A side's words: best key and its level, the window's lowest key, the head of the far list, levels in the window. */
export const STATE_SHIFT = 3;
export const BEST = 0;
export const BEST_LEVEL = 1;
export const BASE = 2;
export const FAR_HEAD = 3;
export const WINDOW_LEVELS = 4;
