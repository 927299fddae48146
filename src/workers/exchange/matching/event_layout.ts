/**
 * What the matching engine did, one record of 48 bytes an event, in one typed array that is drained and used again.
 *
 *     word   0      1            2       3             4      5       6        7              8-9        10-11
 *          | code | instrument | owner | maker owner | lots | ticks | leaves | maker leaves | order id | maker id |
 *
 * `code` is the type in bits 0-7, the side in 8-15, the reason in 16-23. Leaves are displayed and hidden lots together.
 * Outside FILLED, `maker leaves` holds what the order displays in the book after the event, so the displayed book can
 * be rebuilt from events alone.
 */

export const EventType = {
  ACCEPTED: 1,
  /** Both sides of one trade: order and maker. */
  FILLED: 2,
  /** What an order that traded on arrival leaves in the book. */
  RESTED: 3,
  /** An iceberg shows its next part, at the end of its level's queue. */
  REFRESHED: 4,
  /** The quantity fell in place. */
  REDUCED: 5,
  CANCELLED: 6,
  /** Left the book to come back with other terms: fills and RESTED follow. */
  REPLACED: 7,
  /** What of an IOC, FOK or market order could not trade. */
  EXPIRED: 8,
  REJECTED: 9,
  CANCEL_REJECTED: 10,
  REPLACE_REJECTED: 11,
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

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
