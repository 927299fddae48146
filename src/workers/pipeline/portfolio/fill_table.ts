/**
 * The fills of two trading days, so that one that is taken back or corrected can be put right as if it had never been
 * otherwise: average cost depends on the order of fills, so what came after it in its position is reckoned again.
 *
 *     row, 64 bytes: | sequence | signed lots | ticks | position before | open cost before | tick-lot value | row, next | strategy |
 *
 * Rows lie in a ring in the order of the stream, and each position's are linked, oldest first. When the ring is full the
 * oldest makes room: a change of it is booked without it (see `README.md`).
 */

import type { EngineState } from '../engine_state.ts';

export const FILL_ROW_DOUBLES = 8;
export const FILL_ROW_WORDS = 2 * FILL_ROW_DOUBLES;
export const NO_FILL = -1;

// In doubles.
export const FILL_SEQUENCE = 0;
export const FILL_LOTS = 1;
export const FILL_TICKS = 2;
export const POSITION_BEFORE = 3;
export const COST_BEFORE = 4;
export const FILL_VALUE = 5;

// In 32-bit words.
/** Element offset of the position's row, plus one; negative of a shared row. */
export const FILL_POSITION = 12;
/** Place of the position's next fill, plus one; 0: it is the newest. */
export const NEXT_FILL = 13;
export const FILL_STRATEGY = 14;

// Registers.
const TAIL = 0;
const COUNT = 1;
const TODAY = 2;
const HIGH_WATER = 3;
const REGISTERS = 4;

export type FillTable = ReturnType<typeof makeFillTable>;

/** `capacity` in fills of two days. */
export function makeFillTable(state: EngineState, capacity: number) {
  const registers = state.laterI32('fills.registers', REGISTERS);
  const f64 = state.laterF64(
    'fills.rows',
    capacity * FILL_ROW_DOUBLES,
    () => registers[HIGH_WATER]! * FILL_ROW_DOUBLES,
  );
  const i32 = new Int32Array(f64.buffer);

  /** A place for the newest fill; what is in it is old. */
  function add(): number {
    if (registers[COUNT] === capacity) forgetOldest();
    const at = registers[TAIL]! + registers[COUNT]!;
    const fill = at < capacity ? at : at - capacity;
    registers[COUNT] = registers[COUNT]! + 1;
    registers[TODAY] = registers[TODAY]! + 1;
    if (fill >= registers[HIGH_WATER]!) registers[HIGH_WATER] = fill + 1;
    return fill;
  }

  /** The fill that this command of the stream booked, or NO_FILL. Sequences rise with the ring. */
  function find(sequence: number): number {
    let low = 0;
    let high = registers[COUNT]! - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const fill = placeOf(middle);
      const found = f64[fill * FILL_ROW_DOUBLES + FILL_SEQUENCE]!;
      if (found === sequence) return fill;
      if (found < sequence) low = middle + 1;
      else high = middle - 1;
    }
    return NO_FILL;
  }

  function placeOf(nth: number): number {
    const at = registers[TAIL]! + nth;
    return at < capacity ? at : at - capacity;
  }

  /** Whether `fill`, which a position was told was its newest, still is one of its. */
  function isOf(fill: number, position: number): boolean {
    return fill !== NO_FILL && i32[fill * FILL_ROW_WORDS + FILL_POSITION] === position;
  }

  function forgetOldest(): void {
    const fill = registers[TAIL]!;
    i32[fill * FILL_ROW_WORDS + FILL_POSITION] = 0;
    registers[TAIL] = fill + 1 === capacity ? 0 : fill + 1;
    registers[COUNT] = registers[COUNT]! - 1;
    if (registers[TODAY]! > registers[COUNT]!) registers[TODAY] = registers[COUNT]!;
  }

  /** A new trading day: fills of the day before yesterday by then are forgotten. */
  function rollDay(): void {
    for (let old = registers[COUNT]! - registers[TODAY]!; old > 0; old--) forgetOldest();
    registers[TODAY] = 0;
  }

  return { f64, i32, add, find, isOf, rollDay };
}
