/**
 * Where things lie in the books' memory: one array of nodes of 32 bytes, half a cache line, orders and price levels
 * alike. A node is named by the place of its first word, so that a field is one addition away; node 0 is "none".
 * What only icebergs need lies beside it, by the node's number (`node >> NODE_SHIFT`).
 *
 * An order:
 *
 *     word   0      1      2       3      4-5              6       7
 *          | next | prev | level | lots | order id (f64) | chain | owner |
 *
 * A price level. Its orders form a ring that begins and ends in it, so that one joins or leaves without asking whether
 * it has neighbours: with orders coming and going at random, a question costs more than the two stores.
 *
 *     word   0       1      2     3      4-5          6          7
 *          | first | last | key | side | lots (f64) | next far | prev far |
 *
 * A key is a price seen from its side: ticks for bids, minus ticks for asks. The better price is the greater key on
 * both sides, so one code path serves both, and two orders cross when their keys' sum is not below zero. A side is
 * twice its instrument, plus one for asks.
 */

export const NODE_SHIFT = 3;
export const NEXT = 0;
export const PREV = 1;

export const LEVEL = 2;
export const LOTS = 3;
export const CHAIN = 6;
export const OWNER = 7;
/** Bit of the owner word: the order has entries in `hidden` and `display`. Owners are below it. */
export const ICEBERG = 1 << 31;

export const KEY = 2;
export const SIDE = 3;
export const NEXT_FAR = 6;
export const PREV_FAR = 7;

/** The double of a node: `(node >> 1) + F64` is an order's id, or the lots that a level displays. */
export const F64 = 2;

/** In a command, `ticks` of a market order. */
export const MARKET = 0;
/** In place of the lots to display: what is left of an order does not stay in the book. */
export const EXPIRES = -1;

/** Keys and their sums stay inside 32-bit integers. */
export const MAX_TICKS = 2 ** 30 - 2;
/** Above any key, so that a market order crosses every price. */
export const MARKET_KEY = 2 ** 30 - 1;
/** Below any key, and with any key's sum below zero: an empty side never crosses. */
export const EMPTY_KEY = -(2 ** 30);
/** An order's displayed and hidden lots together stay inside a 32-bit integer. */
export const MAX_ORDER_LOTS = 2 ** 30;

/** Ticks around the touch that are found by index; a power of two. 4,096 one-cent ticks hold a stock's active day. */
export const WINDOW_TICKS = 4096;
export const WINDOW_SHIFT = 12;

/** A side's words: best key and its level, the window's lowest key, the head of the far list, levels in the window. */
export const STATE_SHIFT = 3;
export const BEST = 0;
export const BEST_LEVEL = 1;
export const BASE = 2;
export const FAR_HEAD = 3;
export const WINDOW_LEVELS = 4;
