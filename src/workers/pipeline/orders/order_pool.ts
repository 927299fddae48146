/**
 * The pool of open orders, in shared memory so that others can look: fixed capacity, an index is an identity together
 * with its generation.
 *
 * Freed entries wait in a queue and are used again only when QUARANTINE of them wait: a report that comes late meets a
 * newer generation, and a generation comes round only after GENERATIONS x QUARANTINE orders (2.6e8).
 */

import { GENERATIONS } from '../../model/leg_ref.ts';
import type { EngineState } from '../engine_state.ts';
import { FREE_NEXT, GENERATION, ORDER_BYTES, ORDER_DOUBLES, ORDER_WORDS } from './order_layout.ts';

export const NO_ORDER = -1;
const QUARANTINE_MOST = 16_384;

// Registers.
const HIGH_WATER = 0;
const FREE_HEAD = 1;
const FREE_TAIL = 2;
const FREE_COUNT = 3;
const REGISTERS = 4;

export class OrderPool {
  readonly capacity: number;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly u8: Uint8Array;
  readonly #registers: Int32Array;
  readonly #quarantine: number;

  constructor(state: EngineState, capacity: number) {
    this.capacity = capacity;
    this.#quarantine = Math.min(QUARANTINE_MOST, capacity >> 2);
    this.#registers = state.i32('pool.registers', REGISTERS);
    this.#registers[FREE_HEAD] = NO_ORDER;
    this.#registers[FREE_TAIL] = NO_ORDER;
    const registers = this.#registers;
    this.u8 = state.u8('pool.orders', capacity * ORDER_BYTES, () => registers[HIGH_WATER]! * ORDER_BYTES);
    this.i32 = new Int32Array(this.u8.buffer);
    this.f64 = new Float64Array(this.u8.buffer);
  }

  /** Orders that hold an entry. */
  get size(): number {
    return this.#registers[HIGH_WATER]! - this.#registers[FREE_COUNT]!;
  }

  /** One past the highest index ever used. */
  get highWater(): number {
    return this.#registers[HIGH_WATER]!;
  }

  /** The index that `allocate` would give, or NO_ORDER when the pool is full. */
  peek(): number {
    const registers = this.#registers;
    const fresh = registers[HIGH_WATER]!;
    if (registers[FREE_COUNT]! > this.#quarantine) return registers[FREE_HEAD]!;
    if (fresh < this.capacity) return fresh;
    return registers[FREE_HEAD]!;
  }

  /** Takes the index that `peek` gave; everything but the generation is zero. */
  allocate(): number {
    const registers = this.#registers;
    const order = this.peek();
    if (order === NO_ORDER) return NO_ORDER;
    if (order === registers[HIGH_WATER]!) {
      registers[HIGH_WATER] = order + 1;
    } else {
      const next = this.i32[order * ORDER_WORDS + FREE_NEXT]!;
      registers[FREE_HEAD] = next;
      if (next === NO_ORDER) registers[FREE_TAIL] = NO_ORDER;
      registers[FREE_COUNT] = registers[FREE_COUNT]! - 1;
    }
    const generation = this.i32[order * ORDER_WORDS + GENERATION]!;
    const from = order * ORDER_DOUBLES;
    for (let i = 0; i < ORDER_DOUBLES; i++) this.f64[from + i] = 0;
    this.i32[order * ORDER_WORDS + GENERATION] = generation;
    return order;
  }

  /** Gives the entry back under the next generation. */
  free(order: number): void {
    const registers = this.#registers;
    const at = order * ORDER_WORDS;
    this.i32[at + GENERATION] = (this.i32[at + GENERATION]! + 1) % GENERATIONS;
    this.u8[order * ORDER_BYTES + 4] = 0;
    this.i32[at + FREE_NEXT] = NO_ORDER;
    const tail = registers[FREE_TAIL]!;
    if (tail === NO_ORDER) registers[FREE_HEAD] = order;
    else this.i32[tail * ORDER_WORDS + FREE_NEXT] = order;
    registers[FREE_TAIL] = order;
    registers[FREE_COUNT] = registers[FREE_COUNT]! + 1;
  }
}
