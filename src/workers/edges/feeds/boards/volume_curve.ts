import { readFileSync } from 'node:fs';
import { barFiles, MINUTES, ROW_DOUBLES, Row, readBarFile } from './bar_file.ts';

/** How an instrument's volume falls over the day at a venue, as its kept days had it. */
export interface VolumeCurve {
  /** Days with a trade. */
  readonly days: number;
  /** By minute since the venue's midnight: its mean share of the day's volume. They sum to 1, or to 0 without a day. */
  readonly shares: Float64Array;
}

/** `before`: yyyymmdd; that day and later ones are left out, such as today, which is not over. */
export function readVolumeCurve(folder: string, venue: string, symbol: string, before: number): VolumeCurve {
  const shares = new Float64Array(MINUTES);
  let days = 0;
  for (const path of barFiles(folder, venue)) {
    const { date, symbols, rows } = readBarFile(Uint8Array.from(readFileSync(path)));
    const instrument = symbols.indexOf(symbol);
    if (instrument < 0 || date >= before) continue;
    const first = instrument * MINUTES * ROW_DOUBLES + Row.SHARES;
    let total = 0;
    for (let minute = 0; minute < MINUTES; minute++) total += rows[first + minute * ROW_DOUBLES]!;
    if (total === 0) continue;
    days++;
    for (let minute = 0; minute < MINUTES; minute++) shares[minute]! += rows[first + minute * ROW_DOUBLES]! / total;
  }
  if (days > 0) for (let minute = 0; minute < MINUTES; minute++) shares[minute]! /= days;
  return { days, shares };
}
