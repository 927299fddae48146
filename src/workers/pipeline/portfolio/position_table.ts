/**
 * Rows by (account, strategy, instrument), kept in the order in which they were first needed and found through open
 * addressing: a position costs memory only once something was traded. Rows are never removed, because a flat position
 * has a result.
 */
import type { EngineState } from '../engine_state.ts';
import * as ledgerConstants from './ledger.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { KEY, ROW_ELEMENTS } = ledgerConstants;

const COUNT = 0;
const REGISTERS = 1;
const GOLDEN_RATIO = 0x9e3779b1 | 0;

export type PositionTable = ReturnType<typeof makePositionTable>;

export function makePositionTable(
  state: EngineState,
  name: string,
  capacity: number,
  maxAccounts: number,
  maxInstruments: number,
) {
  const bucketBits = Math.max(1, Math.ceil(Math.log2(capacity * 2)));
  const registers = state.i32(`${name}_registers`, REGISTERS);
  const rows = state.f64(`${name}_rows`, capacity * ROW_ELEMENTS, () => registers[COUNT]! * ROW_ELEMENTS);
  /** Row number plus one; 0: empty. At most half full. */
  const buckets = state.i32(`${name}_buckets`, 2 ** bucketBits, () => (registers[COUNT] === 0 ? 0 : 2 ** bucketBits));
  const shift = 32 - bucketBits;

  function count(): number {
    return registers[COUNT]!;
  }

  /** Element offset of the position's row, made if it is new; -1: the table is full. */
  function rowAt(account: number, strategy: number, instrument: number): number {
    // One whole number below 2^53, which `reader.ts` takes apart. Shared rows have strategy -1.
    const key = ((strategy + 1) * maxAccounts + account) * maxInstruments + instrument;
    const mask = buckets.length - 1;
    let bucket = Math.imul(key | 0, GOLDEN_RATIO) >>> shift;
    for (;;) {
      const row = buckets[bucket]! - 1;
      if (row < 0) return add(key, bucket);
      if (rows[row * ROW_ELEMENTS + KEY] === key) return row * ROW_ELEMENTS;
      bucket = (bucket + 1) & mask;
    }
  }

  function add(key: number, bucket: number): number {
    const row = count();
    if (row === capacity) return -1;
    rows[row * ROW_ELEMENTS + KEY] = key;
    buckets[bucket] = row + 1;
    // Last: whoever looks from another thread sees whole rows only.
    registers[COUNT] = row + 1;
    return row * ROW_ELEMENTS;
  }

  return { registers, rows, count, rowAt };
}
