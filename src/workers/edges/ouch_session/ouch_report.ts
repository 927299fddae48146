/** What OUCH answers come to, on the way to the engine's ring. */

/** A report for the engine; its values lie here until the call returns. */
export interface OuchReport {
  kind: number;
  request: number;
  reason: number;
  leg: number;
  legRef: number;
  lastLots: number;
  lastTicks: number;
  /** MatchNumber of a fill; 0: none. */
  executionId: number;
  /** MatchNumber of a trade that was broken, and then nothing else is told; 0: none was. */
  brokenId: number;
}

export function emptyReport(): OuchReport {
  return {
    kind: 0,
    request: 0,
    reason: 0,
    leg: 0,
    legRef: 0,
    lastLots: 0,
    lastTicks: 0,
    executionId: 0,
    brokenId: 0,
  };
}
