/** The one door by which time comes in. */

/** Nanoseconds since the base time of the trading day. */
export interface Clock {
  now(): number;
  /** A DayRoll was sequenced: time counts from this base now, in ms since 1970. */
  rebase(baseTimeMs: number): void;
}
