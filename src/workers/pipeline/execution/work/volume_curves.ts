/**
 * How an instrument's volume lies over the day, UTC, learnt from trades: a sum a quarter of an hour, of today and of the days
 * before, in which each day counts half as much as the one after it. What files of earlier days know comes as a command, and
 * takes the place of what was learnt from fewer days.
 */

import { SetVolumeCurve } from '../../../../../schemas/generated/engine.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';

const BUCKET_MS = 900_000;
const DAY_MS = 86_400_000;
const BUCKETS = DAY_MS / BUCKET_MS;

// Registers.
const INSTRUMENTS_USED = 0;

export type VolumeCurves = ReturnType<typeof makeVolumeCurves>;

export function makeVolumeCurves(state: EngineState, instruments: number, slot: Slot) {
  const command = SetVolumeCurve.over(slot.commands);
  const registers = state.laterI32('curves.registers', 1);
  const used = (): number => registers[INSTRUMENTS_USED]! * BUCKETS;
  const today = state.laterF64('curves.today', instruments * BUCKETS, used);
  const usual = state.laterF64('curves.usual', instruments * BUCKETS, used);
  /** Days with trades that `usual` was learnt from. */
  const days = state.laterI32('curves.days', instruments, () => registers[INSTRUMENTS_USED]!);

  /** A trade of `lots` at a time in ms since 1970. */
  function add(instrument: number, ms: number, lots: number): void {
    use(instrument);
    const at = instrument * BUCKETS + bucketOf(ms);
    today[at] = today[at]! + lots;
  }

  function use(instrument: number): void {
    if (instrument >= registers[INSTRUMENTS_USED]!) registers[INSTRUMENTS_USED] = instrument + 1;
  }

  /** SET_VOLUME_CURVE. Ignored: an instrument that is none, a curve of no volume, one of no more days than were learnt here. */
  function set(): void {
    const { instrument, days: from } = command.move(slot.bodyAt);
    if (instrument < 0 || instrument >= instruments || from <= days[instrument]!) return;
    let whole = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) whole += Math.max(0, command.shares(bucket));
    if (whole === 0) return;
    use(instrument);
    days[instrument] = from;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      usual[instrument * BUCKETS + bucket] = Math.max(0, command.shares(bucket)) / whole;
    }
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
      days[from / BUCKETS] = days[from / BUCKETS]! + 1;
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

  return { add, set, rollDay, between };
}

function bucketOf(ms: number): number {
  return Math.floor((ms % DAY_MS) / BUCKET_MS);
}
