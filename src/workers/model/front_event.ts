/**
 * What the front stage found a command to mean: `event` of a FrontSection. Past tense, closed, published.
 * Later stages act on these and never judge the command again.
 */
export const FrontEvent = {
  /** Nothing that concerns an order: quotes, ticks, configuration. */
  NONE: 0,
  ORDER_ACCEPTED: 1,
  ORDER_DENIED: 2,
  /** Cancel the open legs: by request, or by a sweep. */
  CANCEL_ACCEPTED: 3,
  CANCEL_DENIED: 4,
  REPLACE_ACCEPTED: 5,
  REPLACE_DENIED: 6,
  /** The market reached a resting stop, or the order that this one was held for has ended: it goes to venues, or a stop to rest. */
  ORDER_TRIGGERED: 7,
  /** The first leg is known at its venue. */
  ORDER_ACKNOWLEDGED: 10,
  ORDER_FILLED: 11,
  /** A leg ended with something unfilled: execution decides what follows. */
  LEG_ENDED: 12,
  /** A report about one leg that changes nothing of the order: execution reads it. */
  LEG_REPORTED: 13,
  REPORT_IGNORED: 14,
  /** A fill of an order that has ended: it is booked and told, and the order stays ended. */
  LATE_FILL: 15,
  /**
   * A venue took a trade back, or corrected it. `lastLots` and `lastTicks` are the trade's as cancelled or corrected,
   * `observedValue` its lots before; `limitValue` is the stream sequence of the command that booked it, `requestId` that
   * of the last one that told the client of it. Without an order in the pool `order` is -1, as is `session` where nobody
   * is left to be told.
   */
  TRADE_CANCELLED: 16,
  TRADE_CORRECTED: 17,
  /** A fill that belongs to no order that is known, kept apart for an operator; `requestId` is its number. */
  FILL_SUSPENDED: 18,
  /** An operator said whose the fill with the number in `requestId` is: it is booked. */
  FILL_ASSIGNED: 19,
  ORDER_CANCELLED: 20,
  ORDER_REJECTED: 21,
  ORDER_EXPIRED: 22,
  ORDER_REPLACED: 23,
  /** The venue refused the cancel or replace that was pending. */
  CANCEL_REFUSED: 24,
  REPLACE_REFUSED: 25,
  /** An operator, or the venue that busted it, dropped the fill that was kept apart under the number in `requestId`. */
  SUSPENDED_FILL_DROPPED: 26,
  /** What an operator said of a fill cannot be: it stays kept apart. */
  RESOLUTION_DENIED: 27,
  /**
   * The venue corrected the fill that is kept apart under the number in `requestId`: `lastLots` and `lastTicks` are as corrected,
   * `observedValue` its lots before.
   */
  SUSPENDED_FILL_CORRECTED: 28,
  /** A further leg of an order, at a backup venue. */
  CHILD_ACCEPTED: 30,
  CHILD_DENIED: 31,
  /** A follow-up that came too late for its order. */
  FOLLOW_UP_IGNORED: 32,
  /** A child of a worked order: from here on an order of its own, which draws on its parent's reservation. */
  SLICE_ACCEPTED: 33,
  SLICE_DENIED: 34,
  /** Nothing of the child is open any more, whether it was filled or not. */
  CHILD_ENDED: 35,
  MASS_CANCEL_ACCEPTED: 40,
  MASS_CANCEL_DENIED: 41,
  /** The sweep has no order left. */
  SWEEP_ENDED: 42,
  /** The sweep's step found an order that needs no cancel: go on. */
  SWEEP_STEPPED: 43,
  STATUS_REPORTED: 50,
  STATUS_DENIED: 51,
} as const;
export type FrontEvent = (typeof FrontEvent)[keyof typeof FrontEvent];

/** RiskCheckResult of the specification, `verdict` of a FrontSection. */
export const Verdict = { NONE: 0, APPROVED: 1, REJECTED: 2, CONDITIONAL: 3 } as const;

/** Bits of a FrontSection's `flags`. A sweep's steps carry the sweep's generation in `requestId`. */
export const FrontFlag = {
  /**
   * A pending cancel or replace ended without effect, and is told so. A lost replace's ClOrdID stands in `lostClOrdId`;
   * a lost cancel's in `origClOrdId` of ORDER_FILLED, and in `lostClOrdId` of every other event.
   */
  CANCEL_LOST: 1,
  REPLACE_LOST: 2,
  /** The order left the pool with this command. */
  ORDER_ENDED: 4,
  /** This cancel is a sweep's step: `sweep` names it, and execution re-issues it. */
  SWEEP_STEP: 8,
  /** The report says that nothing of the leg is open any more. */
  LEG_DONE: 16,
  /**
   * `order` is a child: `parent` names its parent, whose terms and totals the section tells, because clients know no other.
   * Of SLICE_ACCEPTED, SLICE_DENIED, CHILD_ENDED and of what is done to the child alone, the section tells the child's.
   */
  CHILD: 32,
  /** The parent left the pool with this command. */
  PARENT_ENDED: 64,
  /**
   * Others are linked with the order that traded, and are to be cancelled; or are held for the one that ended: `sweep` is their
   * group, `requestId` its generation; of TRADE_CANCELLED and TRADE_CORRECTED `leg` is. The same two name the group that a
   * step through it goes on with.
   */
  LINKED: 128,
} as const;

/** `outcome` of a LegsSettled follow-up: execution's word when every leg has answered. */
export const LegsOutcome = {
  CANCELLED: 1,
  REJECTED: 2,
  EXPIRED: 3,
  REPLACED: 4,
  REPLACE_REFUSED: 5,
  CANCEL_REFUSED: 6,
} as const;

/** `strategy` of a RouteSection: names of the specification. */
export const RoutingStrategy = { NONE: 0, BEST_PRICE: 1, SPEED: 2, MINIMUM_IMPACT: 3, STEALTH: 4 } as const;

/** `kind` of a LegInstruction. */
export const InstructionKind = { NEW: 1, CANCEL: 2, REPLACE: 3, STATUS: 4 } as const;

/** Section content limits of the design: relations between them are asserted where they are used. */
export const MAX_FRAGMENTS = 4;
export const MAX_BACKUPS = 4;
export const MAX_OUTPUTS = 8;
export const MAX_FOLLOW_UPS = 2;
