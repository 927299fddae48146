/**
 * What CLOCK_MONOTONIC, by which writers stamp, is ahead of another clock in ns: of a few readings between two of ours the one
 * that took the shortest, since a thread may stand still in between.
 */
export function clockOffsetNs(now: () => number): number {
  let shortest = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < READINGS; i++) {
    const before = process.hrtime.bigint();
    const other = now();
    const after = process.hrtime.bigint();
    const took = Number(after - before);
    if (took >= shortest) continue;
    shortest = took;
    offset = Number(before) + took / 2 - other;
  }
  return offset;
}

const READINGS = 8;
