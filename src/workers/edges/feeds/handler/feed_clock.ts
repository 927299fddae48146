/** The engine's time on this thread: nanoseconds since the base time of its trading day. */
export interface FeedClockAnchor {
  /** Wall time in ms since 1970 at which `performance.timeOrigin + performance.now()` was `originMs`. */
  readonly wallMs: number;
  readonly originMs: number;
  readonly baseTimeMs: number;
}

const NS_PER_MS = 1e6;

export function makeFeedClock({ wallMs, originMs, baseTimeMs }: FeedClockAnchor): () => number {
  // Small numbers first: a double holds 1e12 ms to a quarter of a microsecond only.
  const offsetMs = performance.timeOrigin - originMs + (wallMs - baseTimeMs);
  return () => Math.round((performance.now() + offsetMs) * NS_PER_MS);
}
