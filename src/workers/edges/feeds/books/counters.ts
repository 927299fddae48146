/** What a feed said that cannot be so, or could not be kept. The book goes on; each is counted. */
export const Fault = {
  /** Not of the specification. Skipped by its length. */
  UNKNOWN_TYPE: 0,
  /** Another length than its type's, a side that is none. Skipped. */
  MALFORMED: 1,
  /** An order that is not open here: older than the feed, or lost with a gap. Nothing changes. */
  UNKNOWN_ORDER: 2,
  /** A reference that is open: the first order stays, the second is left out. */
  DUPLICATE_ADD: 3,
  /** More shares executed than were open. The order ends, and what was open counts as traded. */
  OVER_EXECUTED: 4,
  /** More shares cancelled than were open. The order ends. */
  OVER_CANCELLED: 5,
  /** An order of no shares, or of more than 2 ** 31 - 1, or a cross of more than 2 ** 42. Left out. */
  BAD_SHARES: 6,
  /** A price of 0 or above 214,748.36. The order is left out. */
  BAD_PRICE: 7,
  /** No room: left out, and its later messages name an unknown order. */
  ORDERS_FULL: 8,
  WINDOWS_FULL: 9,
  /** A level of more than 2 ** 31 - 1 shares. The order is left out. */
  LEVEL_FULL: 10,
  /** A new best price equal to, or beyond, the other side's: as happens before the open. The book shows it. */
  BOOK_LOCKED: 11,
  BOOK_CROSSED: 12,
  /** A price between an instrument's ticks, which became finer. */
  FINER_TICK: 13,
  /** A trade broken that is not among the last 65,536: the volume keeps it. */
  UNKNOWN_TRADE: 14,
} as const;

/** In the order of their numbers, as they are printed. */
export const FAULT_NAMES: readonly string[] = Object.keys(Fault).map((name) => name.toLowerCase().replaceAll('_', ' '));

export interface BookCounters {
  /** By type of message: those that were taken. */
  readonly messages: Float64Array;
  readonly faults: Float64Array;
}

export function makeCounters(): BookCounters {
  return { messages: new Float64Array(256), faults: new Float64Array(FAULT_NAMES.length) };
}
