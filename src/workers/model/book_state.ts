/**
 * `state` of a FeedStatus: whether a venue's book may be believed, and why not. A book that becomes TRUSTED again counts from
 * its next quote on.
 */
export const BookState = {
  TRUSTED: 0,
  /** Messages are missing and may still come. */
  GAP: 1,
  /** Messages are missing for good, or the feed was joined in the middle: until a snapshot or the next session. */
  INCOMPLETE: 2,
  /** Nothing comes, no heartbeat either. */
  SILENT: 3,
  /** The venue does not trade the instrument now. */
  HALTED: 4,
  /** The session is over. */
  ENDED: 5,
  /** Whoever reads the feed cannot go on. */
  FAILED: 6,
} as const;
export type BookState = (typeof BookState)[keyof typeof BookState];

/** `instrument` of a FeedStatus that is for all of them. */
export const EVERY_INSTRUMENT = -1;
