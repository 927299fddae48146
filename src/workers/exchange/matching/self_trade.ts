/** What happens when an order would trade with one of its own group; SelfMatchPreventionInstruction in FIX. */
export const SelfTrade = {
  ALLOWED: 0,
  /** What is left of the arriving order expires. */
  CANCEL_NEWEST: 1,
  /** The resting order goes, and the arriving one meets the next. */
  CANCEL_OLDEST: 2,
  CANCEL_BOTH: 3,
  /** Both fall by the smaller one's lots, so that it is gone and the other goes on. */
  DECREMENT: 4,
} as const;
export type SelfTrade = (typeof SelfTrade)[keyof typeof SelfTrade];

/**
 * Each owner's group, by its number; 0, and an owner beyond the end: none, and it trades with everybody. Who fills it in
 * says what a group is; an order's is looked up at each match, so it must hold for as long as the order rests.
 */
export interface SelfTradePrevention {
  readonly mode: SelfTrade;
  readonly groups: Int32Array;
}
