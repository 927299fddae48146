/** The order's vocabulary: names of the specification, values of FIX 4.4 where it has one digit. */

/** FIX tag 54. */
export const Side = { BUY: 1, SELL: 2 } as const;
export type Side = (typeof Side)[keyof typeof Side];

/** FIX tag 40 where it has a digit; the algorithms follow. */
export const OrderType = {
  MARKET: 1,
  LIMIT: 2,
  STOP: 3,
  STOP_LIMIT: 4,
  ICEBERG: 5,
  TWAP: 6,
  VWAP: 7,
  IMPLEMENTATION_SHORTFALL: 8,
  PEGGED: 9,
} as const;
export type OrderType = (typeof OrderType)[keyof typeof OrderType];

/** One more than FIX tag 59's digit, so that no field's zero is a value. */
export const TimeInForce = { DAY: 1, GTC: 2, IOC: 4, FOK: 5, GTD: 7 } as const;
export type TimeInForce = (typeof TimeInForce)[keyof typeof TimeInForce];

export const OrderStatus = {
  NONE: 0,
  PENDING_NEW: 1,
  NEW: 2,
  PARTIALLY_FILLED: 3,
  FILLED: 4,
  PENDING_CANCEL: 5,
  CANCELLED: 6,
  REJECTED: 7,
  EXPIRED: 8,
  PENDING_REPLACE: 9,
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/** What an execution report says happened; FIX tag 150. */
export const ExecType = {
  NEW: 1,
  TRADE: 2,
  CANCELLED: 3,
  REPLACED: 4,
  REJECTED: 5,
  EXPIRED: 6,
  ORDER_STATUS: 7,
  PENDING_CANCEL: 8,
  PENDING_REPLACE: 9,
  TRADE_CANCEL: 10,
  RESTATED: 11,
} as const;
export type ExecType = (typeof ExecType)[keyof typeof ExecType];

/** FIX tag 530: what a mass cancel names; the last is no client's: the day's end, which expires orders that were for the day. */
export const MassCancelScope = { INSTRUMENT: 1, ALL: 7, DAY_END: 100 } as const;
export type MassCancelScope = (typeof MassCancelScope)[keyof typeof MassCancelScope];

/** What a mass cancel report answers. */
export const MassCancelResponse = { REJECTED: 0, ACCEPTED: 1 } as const;
