/** When venues trade: phases of a trading day as FIX (336, 625) and exchanges' rule books have them. */

export const TradingPhase = {
  /** Nothing has been said: the venue is taken to trade. */
  NONE: 0,
  PRE_OPEN: 1,
  OPENING_AUCTION: 2,
  CONTINUOUS: 3,
  CLOSING_AUCTION: 4,
  CLOSED: 5,
} as const;
export type TradingPhase = (typeof TradingPhase)[keyof typeof TradingPhase];

/** What becomes of new orders while no venue takes them. QUEUED: those that may rest are kept until one does. */
export const NewOrders = { TAKEN: 0, REFUSED: 1, QUEUED: 2 } as const;
export type NewOrders = (typeof NewOrders)[keyof typeof NewOrders];

/** `change` of a TradingStatus. */
export const TradingChange = {
  /** The calendar's phase. One that differs from the calendar's last ends what an operator said of the phase. */
  CALENDAR: 1,
  /** An operator's phase: holds instead of the calendar's until that changes. */
  OPERATOR: 2,
  /** Whatever the phase, until it is resumed. */
  HALT: 3,
  RESUME: 4,
} as const;
export type TradingChange = (typeof TradingChange)[keyof typeof TradingChange];

/** `venue` of a TradingStatus that is for all of them. */
export const EVERY_VENUE = -1;
