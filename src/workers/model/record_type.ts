/** The `type` of a record header. Ranges by origin; a published code never changes its meaning. */
export const RecordType = {
  // Control.
  ENGINE_STARTED: 1,
  DAY_ROLL: 2,
  TICK: 3,
  SNAPSHOT_MARKER: 4,
  SET_INSTRUMENT: 5,
  SET_ACCOUNT: 6,
  SET_VENUE: 7,
  KILL_SWITCH: 8,
  RESET_BREAKER: 9,
  VENUE_STATUS: 10,
  SESSION_RECOVERED: 11,
  RESOLVE_FILL: 12,
  SET_VOLUME_CURVE: 13,
  TRADING_STATUS: 14,
  // Clients.
  NEW_ORDER: 20,
  CANCEL_ORDER: 21,
  REPLACE_ORDER: 22,
  MASS_CANCEL: 23,
  ORDER_STATUS_REQUEST: 24,
  NEW_ADVANCED_ORDER: 25,
  REPLACE_ADVANCED_ORDER: 26,
  // Venues and feeds.
  VENUE_REPORT: 30,
  TRADE_CHANGE: 33,
  STRAY_FILL: 34,
  QUOTE: 40,
  FEED_STATUS: 41,
  // Follow-ups.
  CHILD_ORDER: 50,
  LEGS_SETTLED: 51,
  SWEEP: 52,
  VENUE_SWEEP: 53,
  SLICE_ORDER: 54,
  TRIGGER_ORDER: 55,
  CANCEL_CHILD: 56,
  EXPIRE_ORDER: 57,
  WORK_STEP: 58,
  CANCEL_LINKED: 59,
  // Outputs to clients.
  EXECUTION_REPORT: 70,
  CANCEL_REJECT: 71,
  MASS_CANCEL_REPORT: 72,
  // Outputs to venues.
  VENUE_NEW_ORDER: 80,
  VENUE_CANCEL: 81,
  VENUE_REPLACE: 82,
  VENUE_STATUS_REQUEST: 83,
  OUTPUT_MARK: 90,
  // Event log and journal.
  FRONT_EVENT: 100,
  ROUTE_EVENT: 101,
  OUTCOME_EVENT: 102,
  PORTFOLIO_EVENT: 103,
  STAGE_HASH: 104,
  EVENT_GAP: 105,
  BLOCK_MARK: 106,
  /** Fills the end of a log region; no record. */
  PADDING: 0xffff,
} as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

/** `flags` of an OUTPUT_MARK; without any it stands for a snapshot marker that every output before it has preceded. */
export const MarkFlag = {
  /** The destination's ring was full before it: the outputs up to the mark are only in the journal. */
  OUTPUTS_MISSING: 2,
  /** A trading day begins: `number` is its base time, ms since 1970, that times of the outputs behind it count from. */
  NEW_DAY: 4,
} as const;
