/**
 * Orders that the engine works, each with what its algorithm needs: terms, progress, its live children.
 *
 * A work is a record of 320 bytes beside the order's legs, because few orders have one. By order, whether parent or child,
 * a row says which work it belongs to and links a parent's live children.
 */

import type { EngineState } from '../../engine_state.ts';

const WORK_BYTES = 320;
export const WORK_WORDS = WORK_BYTES / 4;
export const WORK_DOUBLES = WORK_BYTES / 8;
export const CHILD_WORDS = 4;

export const NO_WORK = -1;

/** Fields of a work in 32-bit words. */
export const WorkInt = {
  ORDER: 0,
  GENERATION: 1,
  ORDER_TYPE: 2,
  PHASE: 3,
  INSTRUMENT: 4,
  SIDE: 5,
  FLAGS: 6,
  NEXT_READY: 7,
  FIRST_CHILD: 8,
  CHILDREN: 9,
  QUOTE_PREVIOUS: 10,
  QUOTE_NEXT: 11,
  OUTCOME: 12,
  REASON: 13,
  PEG: 14,
  COMPLETION: 15,
} as const;

/** Fields of a work in doubles, behind its words. */
export const WorkDouble = {
  QUANTITY: 8,
  PRICE: 9,
  FILLED: 10,
  FILLED_VALUE: 11,
  OPEN: 12,
  START: 13,
  END: 14,
  EXPIRY: 15,
  ACCEPTED: 16,
  INTERVAL: 17,
  PARTICIPATION: 18,
  VARIATION: 19,
  PEG_OFFSET: 20,
  REPRICE: 21,
  RISK_AVERSION: 22,
  VOLATILITY: 23,
  IMPACT: 24,
  DISPLAY: 25,
  MINIMUM: 26,
  ORDER_ID: 27,
  ARRIVAL: 28,
  START_VOLUME: 29,
  START_VALUE: 30,
  RETRY_AT: 31,
  MEMORY: 32,
} as const;

/** Doubles that an algorithm may remember for itself. */
export const MEMORY_DOUBLES = WORK_DOUBLES - WorkDouble.MEMORY;

/** GONE: its order has ended while it waited to be asked; it is free when its turn comes. */
export const WorkPhase = { FREE: 0, WORKING: 1, ENDING: 2, REPLACING: 3, GONE: 4 } as const;
/** READY: it waits to be asked. SLICING: a child is on its way through the stream. FOLLOWS_QUOTES: it is in its instrument's list. */
export const WorkFlag = { READY: 1, SLICING: 2, FOLLOWS_QUOTES: 4 } as const;

// Words of an order's row.
const WORK_PLUS_1 = 0;
const CHILD_PREVIOUS = 1;
const CHILD_NEXT = 2;
const CHILD_CANCELLED = 3;

// Registers.
const WORKS_USED = 0;
const FREE_HEAD = 1;
const ROWS_USED = 2;
/** How many orders are worked now. */
export const WORKS = 3;

const { FIRST_CHILD, CHILDREN, NEXT_READY, PHASE } = WorkInt;

export type Works = ReturnType<typeof makeWorks>;

/** `orders` is the pool's capacity, `capacity` how many of them can be worked at once. */
export function makeWorks(state: EngineState, orders: number, capacity: number) {
  const registers = state.laterI32('works.registers', 4);
  const f64 = state.laterF64('works.records', capacity * WORK_DOUBLES, () => registers[WORKS_USED]! * WORK_DOUBLES);
  const i32 = new Int32Array(f64.buffer);
  const rows = state.laterI32('works.rows', orders * CHILD_WORDS, () => registers[ROWS_USED]! * CHILD_WORDS);

  function int(work: number, word: number): number {
    return i32[work * WORK_WORDS + word]!;
  }

  function setInt(work: number, word: number, value: number): void {
    i32[work * WORK_WORDS + word] = value;
  }

  function double(work: number, field: number): number {
    return f64[work * WORK_DOUBLES + field]!;
  }

  function setDouble(work: number, field: number, value: number): void {
    f64[work * WORK_DOUBLES + field] = value;
  }

  /** How many orders are worked now. */
  function size(): number {
    return registers[WORKS]!;
  }

  /** A work for the order, zeroed; NO_WORK when all are in use. */
  function allocate(order: number): number {
    let work = registers[FREE_HEAD]! - 1;
    if (work >= 0) {
      registers[FREE_HEAD] = int(work, NEXT_READY);
    } else {
      work = registers[WORKS_USED]!;
      if (work === capacity) return NO_WORK;
      registers[WORKS_USED] = work + 1;
    }
    registers[WORKS] = registers[WORKS]! + 1;
    f64.fill(0, work * WORK_DOUBLES, (work + 1) * WORK_DOUBLES);
    setInt(work, PHASE, WorkPhase.WORKING);
    setRow(order, WORK_PLUS_1, work + 1);
    return work;
  }

  /** What its algorithm remembers. */
  function forgetSteps(work: number): void {
    f64.fill(0, work * WORK_DOUBLES + WorkDouble.MEMORY, (work + 1) * WORK_DOUBLES);
  }

  /** The order is no longer worked. */
  function unbind(order: number): void {
    setRow(order, WORK_PLUS_1, 0);
  }

  function free(work: number): void {
    registers[WORKS] = registers[WORKS]! - 1;
    setInt(work, PHASE, WorkPhase.FREE);
    setInt(work, NEXT_READY, registers[FREE_HEAD]!);
    registers[FREE_HEAD] = work + 1;
  }

  /** The work of a parent or of a child; NO_WORK: the order is neither. */
  function workOf(order: number): number {
    return order < registers[ROWS_USED]! ? rows[order * CHILD_WORDS]! - 1 : NO_WORK;
  }

  function addChild(work: number, child: number): void {
    const head = int(work, FIRST_CHILD);
    setRow(child, WORK_PLUS_1, work + 1);
    setRow(child, CHILD_PREVIOUS, 0);
    setRow(child, CHILD_NEXT, head);
    setRow(child, CHILD_CANCELLED, 0);
    if (head !== 0) setRow(head - 1, CHILD_PREVIOUS, child + 1);
    setInt(work, FIRST_CHILD, child + 1);
    setInt(work, CHILDREN, int(work, CHILDREN) + 1);
  }

  function removeChild(work: number, child: number): void {
    const previous = rows[child * CHILD_WORDS + CHILD_PREVIOUS]!;
    const next = rows[child * CHILD_WORDS + CHILD_NEXT]!;
    if (previous === 0) setInt(work, FIRST_CHILD, next);
    else setRow(previous - 1, CHILD_NEXT, next);
    if (next !== 0) setRow(next - 1, CHILD_PREVIOUS, previous);
    setRow(child, WORK_PLUS_1, 0);
    setInt(work, CHILDREN, int(work, CHILDREN) - 1);
  }

  /** A live child that nobody has cancelled yet, or -1; it counts as cancelled from now on. */
  function takeChildToCancel(work: number): number {
    for (let child = int(work, FIRST_CHILD) - 1; child >= 0; child = rows[child * CHILD_WORDS + CHILD_NEXT]! - 1) {
      if (rows[child * CHILD_WORDS + CHILD_CANCELLED] !== 0) continue;
      setRow(child, CHILD_CANCELLED, 1);
      return child;
    }
    return -1;
  }

  /** Whether the child was told to go. */
  function isCancelled(child: number): boolean {
    return rows[child * CHILD_WORDS + CHILD_CANCELLED] !== 0;
  }

  /** The venue refused the child's cancel: it may be tried again. */
  function cancelRefused(child: number): void {
    setRow(child, CHILD_CANCELLED, 0);
  }

  function setRow(order: number, word: number, value: number): void {
    if (order >= registers[ROWS_USED]!) registers[ROWS_USED] = order + 1;
    rows[order * CHILD_WORDS + word] = value;
  }

  return {
    capacity,
    registers,
    records: f64,
    rows,
    int,
    setInt,
    double,
    setDouble,
    size,
    allocate,
    forgetSteps,
    unbind,
    free,
    workOf,
    addChild,
    removeChild,
    takeChildToCancel,
    isCancelled,
    cancelRefused,
  };
}
