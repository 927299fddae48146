/** Nanoseconds of a clock that nobody sets: for time-outs and paces, of which only differences count. */
export function monotonicNs(): number {
  return performance.now() * 1e6;
}
