/**
 * One order's record in the pool: 320 bytes, five cache lines, of which a one-leg order touches three.
 *
 *     bytes   0      generation, int32                      32  pending replace's ClOrdID entry
 *             4      status, side, order type, TIF, bytes   36  session list: previous
 *             8      session                                40  session list: next
 *            12      account                                44  free list: next
 *            16      strategy                               48  engine epoch at acceptance
 *            20      instrument                             52  legs done, bits
 *            24      ClOrdID entry                          60  parent's generation
 *            28      pending cancel's ClOrdID entry         56  parent + 1, of a child; 0: none
 *            64      order id, double                      104  pending quantity
 *            72      quantity, lots                        112  pending price
 *            80      price, ticks                          120  display, lots
 *            88      filled, lots                          128  minimum, lots
 *            96      filled value, tick-lots               136  accepted, ms since 1970; 0: earlier releases
 *           144      four legs of 40 bytes, int32: cumulative, applied, four gaps below it, each from and to (lots)
 *           304      busted: lots of fills that were taken back, double
 *           312      head of its executions, row + 1        316  once ended: trading day x 256 + status
 */
export const ORDER_BYTES = 320;
export const ORDER_WORDS = ORDER_BYTES / 4;
export const ORDER_DOUBLES = ORDER_BYTES / 8;

/** Beside each record, doubles: when a command last changed it, and what a pending replace asks for beside quantity and price. */
export const CHANGE_DOUBLES = 4;
export const Change = {
  /** Ms since 1970; 0: not since a release that kept no time. */
  UPDATED: 0,
  /** 0: as it is. */
  PENDING_TIME_IN_FORCE: 1,
  PENDING_DISPLAY: 2,
} as const;

// In 32-bit words.
export const GENERATION = 0;
export const SESSION = 2;
export const ACCOUNT = 3;
export const STRATEGY = 4;
export const INSTRUMENT = 5;
export const CL_ENTRY = 6;
export const PENDING_CANCEL_ENTRY = 7;
export const PENDING_REPLACE_ENTRY = 8;
export const SESSION_PREVIOUS = 9;
export const SESSION_NEXT = 10;
export const FREE_NEXT = 11;
export const EPOCH = 12;
/** Bits of legs, and LINKED. */
export const LEGS_DONE = 13;
/** Of LEGS_DONE: the order is in a group of linked ones (link_groups.ts). */
export const LINKED = 256;
/** Of a child; 0: the order is nobody's child. */
export const PARENT_PLUS_1 = 14;
export const PARENT_GENERATION = 15;
/** 0: none. */
export const EXECUTIONS_HEAD = 78;
/** Written when the order leaves the pool, and read until its place is used again. */
export const ENDED = 79;
export const LEGS = 36;
export const LEG_WORDS = 10;
export const LEG_CUMULATIVE = 0;
/** Lots below the cumulative quantity that were taken. */
export const LEG_APPLIED = 1;
/** In no order; an empty one ends at 0. */
export const LEG_GAPS = 2;
export const GAPS = 4;

// In bytes.
export const STATUS = 4;
export const SIDE = 5;
export const ORDER_TYPE = 6;
export const TIME_IN_FORCE = 7;

// In doubles.
export const ORDER_ID = 8;
export const QUANTITY = 9;
export const PRICE = 10;
export const FILLED = 11;
export const FILLED_VALUE = 12;
export const PENDING_QUANTITY = 13;
export const PENDING_PRICE = 14;
export const DISPLAY = 15;
export const MINIMUM = 16;
export const ACCEPTED = 17;
export const BUSTED = 38;
