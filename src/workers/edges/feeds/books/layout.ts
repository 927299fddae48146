/**
 * Where things lie in the memory of the books. A feed of a whole market misses the cache at each order and each level, so
 * lines are what the time goes to: an order is a quarter of one, a level an eighth, and a message needs one of each.
 *
 * An order, at the place that its reference names (order_store.ts); without shares there is none:
 *
 *     word   0           1        2        3
 *          | reference | shares | price4 | side |
 *
 * A price level; without orders it is no level:
 *
 *     word   0        1
 *          | shares | orders |
 *
 * A level lies in the window of its side, at its price, or among the far levels behind all windows. A side's state:
 *
 *     word   0          1            2      3               4    5        6                7
 *          | best key | best level | base | window's mask | at | far head | window levels | far levels |
 *
 * A key is a price seen from its side, so that the better price is the greater key on both sides and one code path serves
 * both: one more than the ticks for bids, minus the ticks from a top for asks. Keys are above 0, which is "none".
 */

export const ORDER_SHIFT = 2;

/** The low 32 bits. */
export const REFERENCE = 0;
export const SHARES = 1;
export const PRICE4 = 2;
export const SIDE = 3;

export const LEVEL_SHIFT = 1;

export const LEVEL_SHARES = 0;
export const ORDERS = 1;

export const STATE_SHIFT = 3;
export const BEST_KEY = 0;
export const BEST_LEVEL = 1;
export const BASE = 2;
export const MASK = 3;
export const AT = 4;
export const FAR_HEAD = 5;
export const WINDOW_LEVELS = 6;
export const FAR_LEVELS = 7;

/** A stock locate has sixteen bits, a side is twice its locate, plus one for asks. */
export const INSTRUMENTS = 65_536;

/** Below a dollar a tick is a ten-thousandth; from there on it is the instrument's, a cent to begin with. */
export const DOLLAR_PRICE4 = 10_000;
export const CENT_PRICE4 = 100;
/** Prices and keys stay inside positive 32-bit integers. Nasdaq's highest price is 199,999.99. */
export const MAX_PRICE4 = 2 ** 31 - 3;
export const TOP_KEY = 2 ** 31 - 1;
/** Of an order and of a level's sum. */
export const MAX_SHARES = 2 ** 31 - 1;
/** Of a cross, whose field has 64 bits: a thousand times more than any had, and two thousand of them are an exact sum. */
export const MAX_CROSS_SHARES = 2 ** 42;

/** Ticks of a side's first window. It grows fourfold when more than an eighth as many levels lie outside of it. */
export const FIRST_WINDOW_TICKS = 128;
export const MOST_WINDOW_TICKS = 32_768;
