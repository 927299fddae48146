/** Venues: types of the specification, and what a venue can say of a leg (our order there). */

export const VenueType = { PRIMARY: 1, ECN: 2, DARK: 3, RMM: 4, WMM: 5 } as const;
export type VenueType = (typeof VenueType)[keyof typeof VenueType];

/** Bits of `lacks` in SetVenue: what the venue has not, so that 0, as in earlier journals, says nothing is missing. */
export const VenueLack = {
  /** A display quantity: it shows the whole of an order. */
  DISPLAY: 1,
} as const;

/** `kind` of a VenueReport. Each carries the leg's cumulative, leaves and order quantity as the venue has them. */
export const ReportKind = {
  ACKNOWLEDGED: 1,
  FILLED: 2, // partly or wholly: leaves tells
  CANCELLED: 3,
  REPLACED: 4,
  REJECTED: 5,
  EXPIRED: 6, // the rest of an IOC or a killed FOK, or the day's end
  CANCEL_REJECTED: 7,
  REPLACE_REJECTED: 8,
  STATUS: 9, // answer to a status request: open as stated
  UNKNOWN_ORDER: 10, // answer to a status request: never seen
} as const;
export type ReportKind = (typeof ReportKind)[keyof typeof ReportKind];

/** `kind` of a TradeChange. */
export const TradeChangeKind = {
  /** The trade never was: a bust. */
  CANCELLED: 1,
  /** It was for other lots or at another price. */
  CORRECTED: 2,
} as const;
export type TradeChangeKind = (typeof TradeChangeKind)[keyof typeof TradeChangeKind];

/** `reason` of a VenueReport. */
export const VenueReason = {
  NONE: 0,
  UNKNOWN_ORDER: 1,
  TOO_LATE: 2,
  UNKNOWN_INSTRUMENT: 3,
  BAD_PRICE: 4,
  BAD_QUANTITY: 5,
  NO_LIQUIDITY: 6, // market order, or FOK, against too small a book
  CLOSED: 7,
  DUPLICATE: 8,
  THROTTLED: 9,
  BOOK_FULL: 10,
  UNSUPPORTED: 11,
  SELF_TRADE: 12, // it would have traded with an order of its own group
  REFUSED: 13, // a market maker's last look
} as const;
export type VenueReason = (typeof VenueReason)[keyof typeof VenueReason];

export const MAX_VENUES = 16;
