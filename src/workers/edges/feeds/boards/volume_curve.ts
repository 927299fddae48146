/** How instruments' volume lies over the day, from the files of minute bars that earlier days have left. */

import { readFileSync } from 'node:fs';
import { barFiles, MINUTES, ROW_DOUBLES, Row, readBarFile } from './bar_file.ts';

const BUCKET_MINUTES = 15;
export const BUCKETS = MINUTES / BUCKET_MINUTES;
export const MILLIONTHS = 1_000_000;

/** A venue whose bars count, and how far its clock is ahead of UTC. */
export interface BarVenue {
  readonly name: string;
  readonly offsetMinutes: number;
}

export interface VolumeCurve {
  readonly symbol: string;
  /** Days with a trade. */
  readonly days: number;
  /** By quarter of an hour, UTC: the mean share of the day's volume at all venues, in millionths. */
  readonly shares: Int32Array;
}

export interface VolumeCurves {
  /** Of symbols that traded. */
  readonly curves: readonly VolumeCurve[];
  /** Files that could not be read, and why. */
  readonly problems: readonly string[];
}

/** `before`: yyyymmdd; that day and later ones are left out, such as today, which is not over. */
export function readVolumeCurves(folder: string, venues: readonly BarVenue[], before: number): VolumeCurves {
  const days = new Map<number, Map<string, Float64Array>>();
  const problems: string[] = [];
  for (const { name, offsetMinutes } of venues) {
    for (const path of barFiles(folder, name)) {
      try {
        addFile(days, path, offsetMinutes, before);
      } catch (error) {
        problems.push(`${path}: ${(error as Error).message}`);
      }
    }
  }
  return { curves: meanOf([...days.values()]), problems };
}

function addFile(days: Map<number, Map<string, Float64Array>>, path: string, offset: number, before: number): void {
  const { date, symbols, rows } = readBarFile(Uint8Array.from(readFileSync(path)));
  if (date >= before) return;
  const day = days.get(date) ?? new Map<string, Float64Array>();
  days.set(date, day);
  symbols.forEach((symbol, instrument) => {
    const volume = day.get(symbol) ?? new Float64Array(BUCKETS);
    day.set(symbol, volume);
    for (let minute = 0; minute < MINUTES; minute++) {
      const utc = (((minute - offset) % MINUTES) + MINUTES) % MINUTES;
      volume[Math.floor(utc / BUCKET_MINUTES)]! += rows[(instrument * MINUTES + minute) * ROW_DOUBLES + Row.SHARES]!;
    }
  });
}

/** Each day counts alike, however much was traded in it. */
function meanOf(days: ReadonlyArray<ReadonlyMap<string, Float64Array>>): VolumeCurve[] {
  const sums = new Map<string, { days: number; parts: Float64Array }>();
  for (const day of days) {
    for (const [symbol, volume] of day) {
      const whole = volume.reduce((sum, part) => sum + part, 0);
      if (whole === 0) continue;
      const sum = sums.get(symbol) ?? { days: 0, parts: new Float64Array(BUCKETS) };
      sums.set(symbol, sum);
      sum.days++;
      volume.forEach((part, bucket) => {
        sum.parts[bucket]! += part / whole;
      });
    }
  }
  return [...sums].map(([symbol, sum]) => ({
    symbol,
    days: sum.days,
    shares: Int32Array.from(sum.parts, (part) => Math.round((part / sum.days) * MILLIONTHS)),
  }));
}
