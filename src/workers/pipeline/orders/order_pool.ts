/**
 * The pool of open orders, in shared memory so that others can look: fixed capacity, an index is an identity together
 * with its generation.
 *
 * Freed entries wait in a queue and are used again only when QUARANTINE of them wait: a report that comes late meets a
 * newer generation, and a generation comes round only after GENERATIONS x QUARANTINE orders (2.6e8).
 */

import { GENERATIONS as ALL_GENERATIONS, MAX_POOL_ORDERS } from '../../model/leg_ref.ts';
import type { EngineState } from '../engine_state.ts';
import * as layout from './order_layout.ts';

const { FREE_NEXT, GENERATION, ORDER_BYTES, ORDER_DOUBLES, ORDER_WORDS, STATUS } = layout;

export const NO_ORDER = -1;
const NONE = NO_ORDER;
const QUARANTINE_MOST = 16_384;
/** A power of two: a mask takes the remainder. */
const GENERATIONS = ALL_GENERATIONS;
const MOST_INDEX = MAX_POOL_ORDERS - 1;

// Registers.
const HIGH_WATER = 0;
const FREE_HEAD = 1;
const FREE_TAIL = 2;
const FREE_COUNT = 3;
const REGISTERS = 4;
/** Of the registers, what others look at: one past the highest index ever used, and how many below it are free. */
export const PoolRegister = { HIGH_WATER, FREE_COUNT } as const;

export type OrderPool = ReturnType<typeof makeOrderPool>;

export function makeOrderPool(state: EngineState, capacity: number) {
  const quarantine = Math.min(QUARANTINE_MOST, capacity >> 2);
  const registers = state.i32('pool.registers', REGISTERS);
  registers[FREE_HEAD] = NONE;
  registers[FREE_TAIL] = NONE;
  const u8 = state.u8('pool.orders', capacity * ORDER_BYTES, () => registers[HIGH_WATER]! * ORDER_BYTES);
  const i32 = new Int32Array(u8.buffer);
  const f64 = new Float64Array(u8.buffer);

  /** Orders that hold an entry. */
  function size(): number {
    return registers[HIGH_WATER]! - registers[FREE_COUNT]!;
  }

  /** One past the highest index ever used. */
  function highWater(): number {
    return registers[HIGH_WATER]!;
  }

  /** The index that `allocate` would give, or NO_ORDER when the pool is full. */
  function peek(): number {
    const fresh = registers[HIGH_WATER]!;
    if (registers[FREE_COUNT]! > quarantine) return registers[FREE_HEAD]!;
    if (fresh < capacity) return fresh;
    return registers[FREE_HEAD]!;
  }

  /** Takes the index that `peek` gave; everything but the generation is zero. */
  function allocate(): number {
    const order = peek();
    if (order === NONE) return NO_ORDER;
    const at = Math.imul(order, ORDER_WORDS);
    if (order === registers[HIGH_WATER]!) {
      registers[HIGH_WATER] = order + 1;
    } else {
      const next = i32[at + FREE_NEXT]!;
      registers[FREE_HEAD] = next;
      if (next === NONE) registers[FREE_TAIL] = NONE;
      registers[FREE_COUNT] = registers[FREE_COUNT]! - 1;
    }
    const generation = i32[at + GENERATION]!;
    clear(order);
    i32[at + GENERATION] = generation;
    return order;
  }

  /** Line by line: the compiler neither unrolls a loop of so many stores nor leaves out the checks in it. */
  function clear(order: number): void {
    const from = (order & MOST_INDEX) * ORDER_DOUBLES;
    for (let at = from; at < from + ORDER_DOUBLES; at += 8) {
      f64[at] = 0;
      f64[at + 1] = 0;
      f64[at + 2] = 0;
      f64[at + 3] = 0;
      f64[at + 4] = 0;
      f64[at + 5] = 0;
      f64[at + 6] = 0;
      f64[at + 7] = 0;
    }
  }

  /** Gives the entry back under the next generation. */
  function free(order: number): void {
    const at = order * ORDER_WORDS;
    i32[at + GENERATION] = (i32[at + GENERATION]! + 1) & (GENERATIONS - 1);
    u8[order * ORDER_BYTES + STATUS] = 0;
    i32[at + FREE_NEXT] = NONE;
    const tail = registers[FREE_TAIL]!;
    if (tail === NONE) registers[FREE_HEAD] = order;
    else i32[tail * ORDER_WORDS + FREE_NEXT] = order;
    registers[FREE_TAIL] = order;
    registers[FREE_COUNT] = registers[FREE_COUNT]! + 1;
  }

  return {
    capacity,
    i32,
    f64,
    u8,
    size,
    highWater,
    peek,
    allocate,
    free,
    registers,
  };
}
