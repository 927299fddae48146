import * as layout from './layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST, EMPTY_KEY, NODE_SHIFT, STATE_SHIFT } = layout;

/** What the parts of a matching engine work on together; see layout.ts. */
export interface BookMemory {
  readonly words: Int32Array;
  /** The same bytes: ids of orders, displayed lots of levels. */
  readonly doubles: Float64Array;
  /** By node number: lots of an iceberg, or of a level's orders, that are not displayed. */
  readonly hidden: Float64Array;
  /** By node number: the size of each part that an iceberg shows. */
  readonly display: Int32Array;
  /** By side. */
  readonly state: Int32Array;
  readonly sides: number;
  /** Levels have the nodes from 1 on, orders those behind. A level has an order at least, so levels never run out. */
  readonly orderCapacity: number;
}

export function allocateBooks(instruments: number, orderCapacity: number): BookMemory {
  const nodes = 1 + orderCapacity * 2;
  const bytes = new ArrayBuffer(nodes << (NODE_SHIFT + 2));
  const sides = instruments * 2;
  const state = new Int32Array(sides << STATE_SHIFT);
  for (let side = 0; side < sides; side++) state[(side << STATE_SHIFT) + BEST] = EMPTY_KEY;
  return {
    words: new Int32Array(bytes),
    doubles: new Float64Array(bytes),
    hidden: new Float64Array(nodes),
    display: new Int32Array(nodes),
    state,
    sides,
    orderCapacity,
  };
}
