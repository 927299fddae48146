/**
 * Executions of two trading days by what their venues call them, so that a trade which is taken back or corrected finds
 * its order, whether that is in the pool or not, and a fill that comes again is known.
 *
 * Rows lie in a ring in the order of the stream, each in the chain of its bucket. The first row of an order in a day is
 * its head: when the order leaves the pool, who it was and what it came to is written there. When the ring is full the
 * oldest row makes room, which is counted: what a venue says of such a trade is an operator's to book.
 *
 *     bytes   0  execution id, double            88  venue                    116  side, type, TIF, status
 *             8  stream sequence                 92  next in its bucket       120  ClOrdID, 40 bytes (head)
 *            16  leg reference                   96  head's row
 *            24  order id                       100  session
 *            32  lots, 0 once taken back        104  account
 *            40  ticks                          108  strategy
 *            48  sequence of what told of it    112  instrument
 *            56  row that it stands for, or -1  (another name of an execution: a correction's)
 *            64  order filled, 72 its value, 80 its quantity, 160 its price (head)
 *           168  order, or a child's parent, 172 its generation
 */

import type { EngineState } from '../engine_state.ts';

export const ROW_BYTES = 176;
export const ROW_WORDS = ROW_BYTES / 4;
export const ROW_DOUBLES = ROW_BYTES / 8;
export const NO_ROW = -1;

// In doubles.
export const EXECUTION_ID = 0;
export const SEQUENCE = 1;
export const LEG_REF = 2;
export const EXECUTION_ORDER_ID = 3;
export const LOTS = 4;
export const TICKS = 5;
export const TOLD_BY = 6;
const STANDS_FOR = 7;
export const TOTAL_FILLED = 8;
export const TOTAL_VALUE = 9;
export const TOTAL_QUANTITY = 10;
export const TOTAL_PRICE = 20;

// In 32-bit words.
export const EXECUTION_VENUE = 22;
const NEXT = 23;
const HEAD = 24;
export const EXECUTION_SESSION = 25;
export const EXECUTION_ACCOUNT = 26;
export const EXECUTION_STRATEGY = 27;
export const EXECUTION_INSTRUMENT = 28;
export const EXECUTION_CL_ORD_ID = 30;
export const EXECUTION_ORDER = 42;
export const EXECUTION_GENERATION = 43;

// In bytes.
export const EXECUTION_SIDE = 116;
export const EXECUTION_TYPE = 117;
export const EXECUTION_TIF = 118;
export const EXECUTION_STATUS = 119;

// Registers.
const TAIL = 0;
const COUNT = 1;
export const FILL_COUNT = COUNT;
const TODAY = 2;
const HIGH_WATER = 3;
const DAY = 4;
const REGISTERS = 5;

// Figures.
export const FORGOTTEN = 0;
const FIGURES = 1;

/** Heads that a row may be passed on by: an order's of yesterday to its head of today. */
const MOST_HOPS = 3;
const GOLDEN_RATIO = 0x9e3779b1 | 0;
const TWO_32 = 2 ** 32;

export type Executions = ReturnType<typeof makeExecutions>;

/** `capacity` in executions of two days. */
export function makeExecutions(state: EngineState, capacity: number) {
  const bucketBits = Math.max(1, Math.ceil(Math.log2(capacity)));
  const shift = 32 - bucketBits;
  const registers = state.laterI32('executions.registers', REGISTERS);
  const figures = state.laterF64('executions.figures', FIGURES);
  const u8 = state.laterU8('executions.rows', capacity * ROW_BYTES, () => registers[HIGH_WATER]! * ROW_BYTES);
  const i32 = new Int32Array(u8.buffer);
  const f64 = new Float64Array(u8.buffer);
  /** By row of an entry's execution: its group of linked orders plus one, and that one's generation; 0: none. */
  const lists = state.laterI32('executions.lists', 2 * capacity, () => 2 * registers[HIGH_WATER]!);
  /** Row number plus one; 0: empty. */
  const buckets = state.laterI32('executions.buckets', 2 ** bucketBits, () =>
    registers[HIGH_WATER] === 0 ? 0 : 2 ** bucketBits,
  );

  /** Of an execution id as its two halves. */
  function bucketOf(venue: number, low: number, high: number): number {
    const mixed = Math.imul(low, GOLDEN_RATIO) ^ Math.imul(high + venue + 1, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) >>> shift;
  }

  function bucketOfRow(row: number): number {
    const executionId = f64[row * ROW_DOUBLES + EXECUTION_ID]!;
    return bucketOf(i32[row * ROW_WORDS + EXECUTION_VENUE]!, executionId | 0, (executionId / TWO_32) | 0);
  }

  /**
   * The row of an execution, by its own name or a correction's; of several the latest. A `legRef` of 0 is anybody's.
   * Answers NO_ROW for 0, which is no name.
   */
  function find(venue: number, executionId: number, legRef: number): number {
    if (executionId === 0) return NO_ROW;
    let row = buckets[bucketOf(venue, executionId | 0, (executionId / TWO_32) | 0)]! - 1;
    // A chain that is longer than the table is none: memory is broken, and not to be walked for ever.
    for (let left = capacity; row !== NO_ROW && left > 0; left--) {
      const doubles = row * ROW_DOUBLES;
      if (f64[doubles + EXECUTION_ID] === executionId && i32[row * ROW_WORDS + EXECUTION_VENUE] === venue) {
        if (legRef === 0 || f64[doubles + LEG_REF] === legRef) return row;
      }
      row = i32[row * ROW_WORDS + NEXT]! - 1;
    }
    return NO_ROW;
  }

  /** The execution that a row stands for, or NO_ROW when that was forgotten. */
  function meant(row: number): number {
    const other = f64[row * ROW_DOUBLES + STANDS_FOR]!;
    if (other === -1) return row;
    // A place that was used again since: its execution came later than the name. Names of a fill that was kept apart come with it.
    return f64[other * ROW_DOUBLES + SEQUENCE]! <= f64[row * ROW_DOUBLES + SEQUENCE]! ? other : NO_ROW;
  }

  /** A new row that is in no chain, of no order and its own head; the rest of it is for the caller to write. */
  function add(): number {
    if (registers[COUNT] === capacity) {
      figures[FORGOTTEN] = figures[FORGOTTEN]! + 1;
      forgetOldest();
    }
    const at = registers[TAIL]! + registers[COUNT]!;
    const row = at < capacity ? at : at - capacity;
    registers[COUNT] = registers[COUNT]! + 1;
    registers[TODAY] = registers[TODAY]! + 1;
    if (row >= registers[HIGH_WATER]!) registers[HIGH_WATER] = row + 1;
    const doubles = row * ROW_DOUBLES;
    f64[doubles + EXECUTION_ID] = 0;
    f64[doubles + EXECUTION_ORDER_ID] = 0;
    f64[doubles + STANDS_FOR] = -1;
    i32[row * ROW_WORDS + HEAD] = row;
    lists[2 * row] = 0;
    return row;
  }

  /** Puts the row into the chain of its venue and execution id, which are written. */
  function link(row: number): void {
    if (f64[row * ROW_DOUBLES + EXECUTION_ID] === 0) return;
    const bucket = bucketOfRow(row);
    i32[row * ROW_WORDS + NEXT] = buckets[bucket]!;
    buckets[bucket] = row + 1;
  }

  /** The execution is of an order that triggers others. */
  function setList(row: number, group: number, generation: number): void {
    lists[2 * row] = group + 1;
    lists[2 * row + 1] = generation;
  }

  /** The group of the order that the execution is of, if that triggers others, or -1. */
  function listOf(row: number): number {
    return lists[2 * row]! - 1;
  }

  function listGenerationOf(row: number): number {
    return lists[2 * row + 1]!;
  }

  /** Another name for an execution: what a later correction may call it. `executionId` is not 0. */
  function addName(row: number, executionId: number, sequence: number): void {
    const venue = i32[row * ROW_WORDS + EXECUTION_VENUE]!;
    const legRef = f64[row * ROW_DOUBLES + LEG_REF]!;
    const name = add();
    // The row that it is a name of may have been the one that made room.
    if (name === row) return;
    f64[name * ROW_DOUBLES + EXECUTION_ID] = executionId;
    f64[name * ROW_DOUBLES + SEQUENCE] = sequence;
    f64[name * ROW_DOUBLES + LEG_REF] = legRef;
    f64[name * ROW_DOUBLES + STANDS_FOR] = row;
    i32[name * ROW_WORDS + EXECUTION_VENUE] = venue;
    link(name);
  }

  function forgetOldest(): void {
    const row = registers[TAIL]!;
    unlink(row);
    registers[TAIL] = row + 1 === capacity ? 0 : row + 1;
    registers[COUNT] = registers[COUNT]! - 1;
    if (registers[TODAY]! > registers[COUNT]!) registers[TODAY] = registers[COUNT]!;
  }

  function unlink(row: number): void {
    // Nobody who still points here finds an order's head.
    f64[row * ROW_DOUBLES + EXECUTION_ORDER_ID] = 0;
    if (f64[row * ROW_DOUBLES + EXECUTION_ID] === 0) return;
    const bucket = bucketOfRow(row);
    const next = i32[row * ROW_WORDS + NEXT]!;
    let at = buckets[bucket]! - 1;
    if (at === row) {
      buckets[bucket] = next;
      return;
    }
    for (let left = capacity; at !== NO_ROW && left > 0; left--) {
      const after = i32[at * ROW_WORDS + NEXT]! - 1;
      if (after === row) {
        i32[at * ROW_WORDS + NEXT] = next;
        return;
      }
      at = after;
    }
  }

  /** The head of the row's order, or NO_ROW when it was forgotten. */
  function headOf(row: number): number {
    const orderId = f64[row * ROW_DOUBLES + EXECUTION_ORDER_ID]!;
    let head = i32[row * ROW_WORDS + HEAD]!;
    for (let hop = 0; hop < MOST_HOPS && orderId !== 0; hop++) {
      if (f64[head * ROW_DOUBLES + EXECUTION_ORDER_ID] !== orderId) return NO_ROW;
      const next = i32[head * ROW_WORDS + HEAD]!;
      if (next === head) return head;
      head = next;
    }
    return NO_ROW;
  }

  /**
   * Makes `row` one of the order whose head was at `before` (NO_ROW: none yet): answers with the head of now, which is
   * `row` itself when there is none of today.
   */
  function join(row: number, before: number): number {
    const orderId = f64[row * ROW_DOUBLES + EXECUTION_ORDER_ID]!;
    if (before === NO_ROW || f64[before * ROW_DOUBLES + EXECUTION_ORDER_ID] !== orderId) return row;
    if (!isOfToday(before)) {
      i32[before * ROW_WORDS + HEAD] = row;
      return row;
    }
    i32[row * ROW_WORDS + HEAD] = before;
    return before;
  }

  function isOfToday(row: number): boolean {
    const ahead = row - registers[TAIL]!;
    const place = ahead < 0 ? ahead + capacity : ahead;
    return place >= registers[COUNT]! - registers[TODAY]!;
  }

  /** A new trading day: what was of the day before yesterday by then is forgotten. */
  function rollDay(): void {
    for (let old = registers[COUNT]! - registers[TODAY]!; old > 0; old--) forgetOldest();
    registers[TODAY] = 0;
    registers[DAY] = registers[DAY]! + 1;
  }

  /** Counts trading days. */
  function day(): number {
    return registers[DAY]!;
  }

  function count(): number {
    return registers[COUNT]!;
  }

  return {
    capacity,
    u8,
    i32,
    f64,
    registers,
    figures,
    find,
    meant,
    add,
    link,
    setList,
    listOf,
    listGenerationOf,
    addName,
    headOf,
    join,
    rollDay,
    day,
    count,
  };
}
