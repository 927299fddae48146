/**
 * How an instrument's volume lies over the day, learnt from trades: a sum a quarter of an hour, of today and of the days
 * before, in which each day counts half as much as the one after it.
 */

import type { EngineState } from '../../engine_state.ts';

const BUCKET_MS = 900_000;
const DAY_MS = 86_400_000;
const BUCKETS = DAY_MS / BUCKET_MS;

// Registers.
const INSTRUMENTS_USED = 0;

export type VolumeCurves = ReturnType<typeof makeVolumeCurves>;

export function makeVolumeCurves(state: EngineState, instruments: number) {
  const registers = state.laterI32('curves.registers', 1);
  const used = (): number => registers[INSTRUMENTS_USED]! * BUCKETS;
  const today = state.laterF64('curves.today', instruments * BUCKETS, used);
  const usual = state.laterF64('curves.usual', instruments * BUCKETS, used);

  /** A trade of `lots` at a time in ms since 1970. */
  function add(instrument: number, ms: number, lots: number): void {
    if (instrument >= registers[INSTRUMENTS_USED]!) registers[INSTRUMENTS_USED] = instrument + 1;
    const at = instrument * BUCKETS + bucketOf(ms);
    today[at] = today[at]! + lots;
  }

  /** Today becomes one of the days before. Of an instrument that did not trade, nothing changes. */
  function rollDay(): void {
    for (let from = 0; from < used(); from += BUCKETS) {
      let volume = 0;
      for (let at = from; at < from + BUCKETS; at++) volume += today[at]!;
      if (volume === 0) continue;
      for (let at = from; at < from + BUCKETS; at++) {
        // As parts of the day, so that a busy day does not outweigh a quiet one.
        usual[at] = (usual[at]! + today[at]! / volume) / 2;
        today[at] = 0;
      }
    }
  }

  /** The part of a usual day's volume between two times in ms since 1970, up to a factor; 0: nothing is known. */
  function between(instrument: number, fromMs: number, toMs: number): number {
    if (instrument >= registers[INSTRUMENTS_USED]!) return 0;
    let sum = 0;
    for (let ms = fromMs; ms < toMs; ) {
      const bucketEnd = (Math.floor(ms / BUCKET_MS) + 1) * BUCKET_MS;
      const end = bucketEnd < toMs ? bucketEnd : toMs;
      sum += (usual[instrument * BUCKETS + bucketOf(ms)]! * (end - ms)) / BUCKET_MS;
      ms = end;
    }
    return sum;
  }

  return { add, rollDay, between };
}

function bucketOf(ms: number): number {
  return Math.floor((ms % DAY_MS) / BUCKET_MS);
}
