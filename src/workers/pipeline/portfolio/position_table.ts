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

export class PositionTable {
  readonly registers: Int32Array;
  readonly rows: Float64Array;
  readonly #capacity: number;
  /** Row number plus one; 0: empty. At most half full. */
  readonly #buckets: Int32Array;
  readonly #shift: number;

  readonly #maxAccounts: number;
  readonly #maxInstruments: number;

  constructor(state: EngineState, name: string, capacity: number, maxAccounts: number, maxInstruments: number) {
    this.#maxAccounts = maxAccounts;
    this.#maxInstruments = maxInstruments;
    const bucketBits = Math.max(1, Math.ceil(Math.log2(capacity * 2)));
    const registers = state.i32(`${name}_registers`, REGISTERS);
    this.registers = registers;
    this.rows = state.f64(`${name}_rows`, capacity * ROW_ELEMENTS, () => registers[COUNT]! * ROW_ELEMENTS);
    this.#buckets = state.i32(`${name}_buckets`, 2 ** bucketBits, () => (registers[COUNT] === 0 ? 0 : 2 ** bucketBits));
    this.#capacity = capacity;
    this.#shift = 32 - bucketBits;
  }

  get count(): number {
    return this.registers[COUNT]!;
  }

  /** Element offset of the position's row, made if it is new; -1: the table is full. */
  rowAt(account: number, strategy: number, instrument: number): number {
    // One whole number below 2^53, which `reader.ts` takes apart. Shared rows have strategy -1.
    const key = ((strategy + 1) * this.#maxAccounts + account) * this.#maxInstruments + instrument;
    const mask = this.#buckets.length - 1;
    let bucket = Math.imul(key | 0, GOLDEN_RATIO) >>> this.#shift;
    for (;;) {
      const row = this.#buckets[bucket]! - 1;
      if (row < 0) return this.#add(key, bucket);
      if (this.rows[row * ROW_ELEMENTS + KEY] === key) return row * ROW_ELEMENTS;
      bucket = (bucket + 1) & mask;
    }
  }

  #add(key: number, bucket: number): number {
    const row = this.count;
    if (row === this.#capacity) return -1;
    this.rows[row * ROW_ELEMENTS + KEY] = key;
    this.#buckets[bucket] = row + 1;
    // Last: whoever looks from another thread sees whole rows only.
    this.registers[COUNT] = row + 1;
    return row * ROW_ELEMENTS;
  }
}
