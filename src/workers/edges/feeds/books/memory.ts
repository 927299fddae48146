import { adviseHugePages } from '../../../../ring/huge_pages.ts';
import * as layout from './layout.ts';

const { FIRST_WINDOW_TICKS, INSTRUMENTS, LEVEL_SHIFT, ORDER_SHIFT, STATE_SHIFT } = layout;

export interface BookLimits {
  /** Orders that may be open at once, in all books; what comes beyond is counted and left out. */
  readonly orders: number;
  /** Ticks of all windows together. A side takes 128 when it gets its first order, and more when its book is wide. */
  readonly windowTicks: number;
  /** Orders lie by the low bits of their reference, so many: 10 to 26. Those that two orders share cost time, not room. */
  readonly indexBits: number;
}

/** Nasdaq has 1 to 2 million orders open and some 11,000 symbols. */
export const WHOLE_MARKET: BookLimits = { orders: 2 ** 22 - 1, windowTicks: 2 ** 23, indexBits: 24 };
export const ONE_STOCK: BookLimits = { orders: 2 ** 15 - 1, windowTicks: 2 ** 17, indexBits: 14 };

/** Places in `cells`. */
export const Cell = {
  OPEN: 0,
  ARRIVALS: 1,
  FREE_ELDER: 2,
  NEW_ELDER: 3,
  ELDERS: 4,
  FREE_FAR: 5,
  NEW_FAR: 6,
  NEW_TICKS: 7,
  CHANGED: 8,
} as const;

/** What the parts of a book builder work on together; see layout.ts. */
export interface BookMemory {
  readonly limits: BookLimits;
  /** By the low bits of a reference, then the elders: orders whose place a later one has taken. */
  readonly orders: Int32Array;
  /** By order: the how manieth it was to come, which is its place in its level's queue. Exact for 2 ** 32 orders a session. */
  readonly arrivals: Int32Array;
  /** Chains of elders over the low bits of their references. */
  readonly elderHeads: Int32Array;
  readonly elderNext: Int32Array;
  readonly elderHigh: Int32Array;
  readonly levels: Int32Array;
  /** A bit a tick of the windows: a level is there. */
  readonly bits: Int32Array;
  /** By the logarithm of their size: the first free block of the windows. */
  readonly freeBlocks: Int32Array;
  /** By number of a far level. */
  readonly farKey: Int32Array;
  readonly farSide: Int32Array;
  readonly farNext: Int32Array;
  readonly farPrevious: Int32Array;
  /** By side. */
  readonly state: Int32Array;
  /** By instrument: price of a tick from a dollar on. */
  readonly tickPrice4: Uint8Array;
  /** Instruments whose best prices or trades changed, `cells[CHANGED]` of them. */
  readonly changed: Int32Array;
  readonly isChanged: Uint8Array;
  readonly cells: Int32Array;
}

/** All that is ever used, once. The system gives pages of it as they are touched. */
export function allocateBooks(limits: BookLimits): BookMemory {
  const { orders, windowTicks, indexBits } = limits;
  if (indexBits < 10 || indexBits > 26) throw new RangeError('indexBits: 10 to 26');
  if (windowTicks % FIRST_WINDOW_TICKS !== 0) throw new RangeError(`windowTicks: a multiple of ${FIRST_WINDOW_TICKS}`);
  const entries = orders + 1;
  const memory: BookMemory = {
    limits,
    orders: new Int32Array((2 ** indexBits + orders) << ORDER_SHIFT),
    arrivals: new Int32Array(2 ** indexBits + orders),
    elderHeads: new Int32Array(2 ** Math.ceil(Math.log2(entries))),
    elderNext: new Int32Array(entries),
    elderHigh: new Int32Array(entries),
    // A far level has an order at least, so far levels never run out.
    levels: new Int32Array((windowTicks + entries) << LEVEL_SHIFT),
    bits: new Int32Array(windowTicks >> 5),
    freeBlocks: new Int32Array(32),
    farKey: new Int32Array(entries),
    farSide: new Int32Array(entries),
    farNext: new Int32Array(entries),
    farPrevious: new Int32Array(entries),
    state: new Int32Array((INSTRUMENTS * 2) << STATE_SHIFT),
    tickPrice4: new Uint8Array(INSTRUMENTS),
    changed: new Int32Array(INSTRUMENTS),
    isChanged: new Uint8Array(INSTRUMENTS),
    cells: new Int32Array(Object.keys(Cell).length),
  };
  for (const array of [memory.orders, memory.arrivals, memory.levels, memory.state]) adviseHugePages(array);
  clearBooks(memory);
  return memory;
}

/** As allocated: no instrument has an order. */
export function clearBooks(memory: BookMemory): void {
  const { cells } = memory;
  const wasUsed = cells[Cell.NEW_FAR] !== 0;
  for (const array of Object.values(memory)) if (wasUsed && ArrayBuffer.isView(array)) (array as Int32Array).fill(0);
  memory.tickPrice4.fill(layout.CENT_PRICE4);
  cells[Cell.NEW_ELDER] = 1;
  cells[Cell.NEW_FAR] = 1;
  // No level has the number 0, which is "none".
  cells[Cell.NEW_TICKS] = FIRST_WINDOW_TICKS;
}

/** What `allocateBooks` would take, if all of it were used. */
export function bookBytes({ orders, windowTicks, indexBits }: BookLimits): number {
  const entries = orders + 1;
  const elders = (2 ** Math.ceil(Math.log2(entries)) + 2 * entries) * 4;
  const far = entries * (8 + 4 * 4);
  const windows = windowTicks * 8 + windowTicks / 8;
  return (2 ** indexBits + orders) * 20 + elders + far + windows + INSTRUMENTS * (2 * 32 + 1 + 4 + 1) + 32;
}
