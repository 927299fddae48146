/**
 * What the matching engine did, one record of 48 bytes an event, in one typed array that is drained and used again.
 *
 *     word   0      1            2       3             4      5       6        7              8-9        10-11
 *          | code | instrument | owner | maker owner | lots | ticks | leaves | maker leaves | order id | maker id |
 *
 * `code` is the type in bits 0-7, the side in 8-15, the reason in 16-23. Leaves are displayed and hidden lots together.
 * Outside FILLED, `maker leaves` holds what the order displays in the book after the event, so the displayed book can
 * be rebuilt from events alone. The reason of a FILLED is its FillKind.
 *
 * What concerns an instrument and no order has owner 0: STATE_CHANGED (reason: TradingState), INDICATIVE (side, leaves:
 * what is left over at the price; lots: what would trade; reason: CrossType) and CROSSED (lots and price of a whole
 * cross, after its fills; reason: CrossType).
 */

export const EventType = {
  ACCEPTED: 1,
  /** Both sides of one trade: order and maker. */
  FILLED: 2,
  /** What an order that traded on arrival leaves in the book. */
  RESTED: 3,
  /** An iceberg shows its next part, at the end of its level's queue. */
  REFRESHED: 4,
  /** The quantity fell in place; of an order that is still arriving, and displays nothing, by self-trade prevention only. */
  REDUCED: 5,
  CANCELLED: 6,
  /** Left the book to come back with other terms: fills and RESTED follow. */
  REPLACED: 7,
  /** What of an arriving order could not trade and does not rest. */
  EXPIRED: 8,
  REJECTED: 9,
  CANCEL_REJECTED: 10,
  REPLACE_REJECTED: 11,
  /** The instrument's trading state is another. */
  STATE_CHANGED: 12,
  /** What a call would trade if it ended now. */
  INDICATIVE: 13,
  /** A call has ended in a trade. */
  CROSSED: 14,
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

/** Which of a fill's two orders displayed what traded. */
export const FillKind = {
  /** The maker's lots were displayed, the order was arriving. */
  DISPLAYED: 0,
  /** In a call: both orders lay in the book; the order is the buyer, the maker the seller. */
  CROSS: 1,
  /** Neither was displayed. */
  HIDDEN: 2,
} as const;
export type FillKind = (typeof FillKind)[keyof typeof FillKind];

export const TradingState = {
  CONTINUOUS: 0,
  /** Orders are collected and trade at the end, all at one price. */
  CALL: 1,
  HALTED: 2,
  CLOSED: 3,
} as const;
export type TradingState = (typeof TradingState)[keyof typeof TradingState];

export const CrossType = { OPENING: 1, CLOSING: 2, HALT: 3 } as const;
export type CrossType = (typeof CrossType)[keyof typeof CrossType];

export const EVENT_WORDS = 12;
export const EVENT_DOUBLES = EVENT_WORDS / 2;
export const CODE = 0;
export const INSTRUMENT = 1;
export const EVENT_OWNER = 2;
export const MAKER_OWNER = 3;
export const EVENT_LOTS = 4;
export const TICKS = 5;
export const LEAVES = 6;
export const MAKER_LEAVES = 7;
export const DISPLAYED = 7;
export const ORDER_ID_F64 = 4;
export const MAKER_ID_F64 = 5;

export function typeOf(code: number): number {
  return code & 0xff;
}

export function sideOf(code: number): number {
  return (code >>> 8) & 0xff;
}

export function reasonOf(code: number): number {
  return code >>> 16;
}
