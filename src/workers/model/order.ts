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

/** Whether an order of this contingency is held until another has ended. */
export function isDependant(contingency: number): boolean {
  const { EXIT, TRIGGERED, UPDATING_EXIT } = Contingency;
  return contingency === TRIGGERED || contingency === EXIT || contingency === UPDATING_EXIT;
}

/** Whether the engine works the order itself before anything of it goes to a venue. */
export function isWorked(orderType: number): boolean {
  return orderType > OrderType.LIMIT;
}

/** What a triggered stop is to routing and to venues; every other type is itself. */
export function typeOnceTriggered(orderType: number): number {
  if (orderType === OrderType.STOP) return OrderType.MARKET;
  return orderType === OrderType.STOP_LIMIT ? OrderType.LIMIT : orderType;
}

/** Whether the order may trade at any price. */
export function hasPrice(orderType: number): boolean {
  return orderType !== OrderType.MARKET && orderType !== OrderType.STOP;
}

/** `flags` of a NewAdvancedOrder: a stop that the market has passed already is denied, not triggered. */
export const AdvancedFlag = { DENY_IF_THROUGH: 1 } as const;

/** Which price a stop watches: trades, the side that it would trade with, or the middle of the best bid and offer. */
export const StopTrigger = { LAST: 0, QUOTE: 1, MID: 2 } as const;
export type StopTrigger = (typeof StopTrigger)[keyof typeof StopTrigger];

/** What a peg follows: its own side's best price, the other's, or the middle; FIX tag 18, R, P and M. */
export const PegKind = { NONE: 0, PRIMARY: 1, MARKET: 2, MIDPOINT: 3 } as const;
export type PegKind = (typeof PegKind)[keyof typeof PegKind];

/** What becomes of a schedule's rest when its time is over. */
export const Completion = { CANCEL: 0, COMPLETE: 1 } as const;
export type Completion = (typeof Completion)[keyof typeof Completion];

/**
 * FIX tag 1385 up to 4: one updates the others by as many lots, or in the same proportion. TRIGGERED and EXIT are the dependants of ONE_TRIGGERS_OTHER: held until it has ended. A
 * fill of one EXIT cancels the others. An UPDATING_EXIT grows with the fills of that order, and its own reduce the others.
 */
export const Contingency = {
  NONE: 0,
  ONE_CANCELS_OTHER: 1,
  ONE_TRIGGERS_OTHER: 2,
  ONE_UPDATES_OTHER: 3,
  ONE_UPDATES_OTHER_IN_PART: 4,
  TRIGGERED: 5,
  EXIT: 6,
  UPDATING_EXIT: 7,
} as const;
export type Contingency = (typeof Contingency)[keyof typeof Contingency];

/** One more than FIX tag 59's digit, so that no field's zero is a value. */
export const TimeInForce = { DAY: 1, GTC: 2, IOC: 4, FOK: 5, GTD: 7 } as const;
export type TimeInForce = (typeof TimeInForce)[keyof typeof TimeInForce];

/** Of a replace that names none: it stays. */
export const SAME_TIME_IN_FORCE = 0;

/** Whether an order of this time in force may rest: its end is the engine's to see to, and can be changed while it does. */
export function mayRest(timeInForce: number): boolean {
  return timeInForce === TimeInForce.DAY || timeInForce === TimeInForce.GTC || timeInForce === TimeInForce.GTD;
}

/** Bits of `named` in a ReplaceAdvancedOrder: terms that zero says nothing of. What is not named stays. */
export const ReplaceTerm = {
  PARTICIPATION_RATE: 1,
  PEG_OFFSET: 2,
  START_TIME: 4,
  INTERVAL: 8,
  VARIATION: 16,
  REPRICE: 32,
  RISK_AVERSION: 64,
  VOLATILITY: 128,
  IMPACT: 256,
  COMPLETION: 512,
  TRIGGER: 1024,
  PEG: 2048,
} as const;

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
  TRIGGERED: 12,
  TRADE_CORRECT: 13,
} as const;
export type ExecType = (typeof ExecType)[keyof typeof ExecType];

/** An execution id is its command's stream sequence times this, plus the number of the output. */
export const OUTPUTS_PER_COMMAND = 16;

/** FIX tag 530: what a mass cancel names; the last is no client's: the day's end, which expires orders that were for the day. */
export const MassCancelScope = { INSTRUMENT: 1, ALL: 7, DAY_END: 100 } as const;
export type MassCancelScope = (typeof MassCancelScope)[keyof typeof MassCancelScope];

/** What a mass cancel report answers. */
export const MassCancelResponse = { REJECTED: 0, ACCEPTED: 1 } as const;
