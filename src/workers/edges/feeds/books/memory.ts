import { adviseHugePages } from '../../../../ring/huge_pages.ts';
import * as layout from './layout.ts';

const { FIRST_WINDOW_TICKS, GRANULE_SHIFT, INSTRUMENTS, NODE_SHIFT, STATE_SHIFT } = layout;

export interface BookLimits {
  /** Orders that may be open at once, in all books; what comes beyond is counted and left out. Below 2 ** 24. */
  readonly orders: number;
  /** Ticks of all windows together. A side takes 128 when it gets its first order, and more when its book is wide. */
  readonly windowTicks: number;
  /** Orders are found by the low bits of their reference, so many: 16 to 24, with room for `orders`. */
  readonly indexBits: number;
}

/** Nasdaq has 1 to 2 million orders open and some 11,000 symbols. */
export const WHOLE_MARKET: BookLimits = { orders: 2 ** 22 - 1, windowTicks: 2 ** 23, indexBits: 24 };
export const ONE_STOCK: BookLimits = { orders: 2 ** 15 - 1, windowTicks: 2 ** 17, indexBits: 16 };

/** Places in `cells`. */
export const Cell = {
  ORDERS: 0,
  FREE_ORDER: 1,
  NEW_ORDER: 2,
  ELDERS: 3,
  FREE_FAR: 4,
  NEW_FAR: 5,
  NEW_TICKS: 6,
  CHANGED: 7,
} as const;

/** What the parts of a book builder work on together; see layout.ts. */
export interface BookMemory {
  readonly limits: BookLimits;
  /** By the low bits of a reference: the order's number above the reference's remaining bits; 0: none. */
  readonly index: Int32Array;
  /** Elders: orders whose place in the index a later one has taken. Chains over the low bits of their references. */
  readonly elderHeads: Int32Array;
  readonly elderNext: Int32Array;
  readonly elderLow: Int32Array;
  readonly elderHigh: Int32Array;
  readonly orders: Int32Array;
  readonly levels: Int32Array;
  /** A bit a tick of the windows: a level is there. */
  readonly bits: Int32Array;
  /** By granule of the windows: whose. */
  readonly owner: Int32Array;
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
  if (indexBits < 16 || indexBits > 24) throw new RangeError('indexBits: 16 to 24');
  if (orders >= 2 ** indexBits) throw new RangeError('orders: fewer than places in the index');
  if (windowTicks % FIRST_WINDOW_TICKS !== 0) throw new RangeError(`windowTicks: a multiple of ${FIRST_WINDOW_TICKS}`);
  const entries = orders + 1;
  const memory: BookMemory = {
    limits,
    index: new Int32Array(2 ** indexBits),
    elderHeads: new Int32Array(2 ** Math.ceil(Math.log2(entries))),
    elderNext: new Int32Array(entries),
    elderLow: new Int32Array(entries),
    elderHigh: new Int32Array(entries),
    orders: new Int32Array(entries << NODE_SHIFT),
    // A far level has an order at least, so far levels never run out.
    levels: new Int32Array((windowTicks + entries) << NODE_SHIFT),
    bits: new Int32Array(windowTicks >> 5),
    owner: new Int32Array(windowTicks >> GRANULE_SHIFT),
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
  const { index, orders: orderWords, levels, elderNext, elderLow, elderHigh } = memory;
  for (const array of [index, orderWords, levels, elderNext, elderLow, elderHigh]) adviseHugePages(array);
  clearBooks(memory);
  return memory;
}

/** As allocated: no instrument has an order. */
export function clearBooks(memory: BookMemory): void {
  const { cells } = memory;
  const wasUsed = cells[Cell.NEW_ORDER] !== 0;
  for (const array of Object.values(memory)) if (wasUsed && ArrayBuffer.isView(array)) (array as Int32Array).fill(0);
  memory.tickPrice4.fill(layout.CENT_PRICE4);
  cells[Cell.NEW_ORDER] = 1;
  cells[Cell.NEW_FAR] = 1;
  // No level has the number 0, which is "none".
  cells[Cell.NEW_TICKS] = FIRST_WINDOW_TICKS;
}

/** What `allocateBooks` would take, if all of it were used. */
export function bookBytes({ orders, windowTicks, indexBits }: BookLimits): number {
  const entries = orders + 1;
  const elders = (2 ** Math.ceil(Math.log2(entries)) + 3 * entries) * 4;
  const far = entries * (16 + 4 * 4);
  const windows = windowTicks * 16 + windowTicks / 8 + (windowTicks >> GRANULE_SHIFT) * 4;
  return 2 ** indexBits * 4 + elders + entries * 16 + far + windows + INSTRUMENTS * (2 * 32 + 1 + 4 + 1) + 32;
}
