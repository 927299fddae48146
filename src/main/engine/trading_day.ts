/** A trading day: the midnight, UTC, that the engine's times count from, and its date. */

const DAY_MS = 86_400_000;

export interface TradingDay {
  /** Ms since 1970. */
  readonly baseTimeMs: number;
  /** yyyymmdd. */
  readonly date: number;
}

export function tradingDayAt(timeMs: number): TradingDay {
  const baseTimeMs = timeMs - (timeMs % DAY_MS);
  const day = new Date(baseTimeMs);
  const date = day.getUTCFullYear() * 10_000 + (day.getUTCMonth() + 1) * 100 + day.getUTCDate();
  return { baseTimeMs, date };
}
