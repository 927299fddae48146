import * as layout from './layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { CHAIN, ID_F64, ORDER_SHIFT, ORDER_SHIFT_F64 } = layout;

/**
 * Order records and the index that finds them by id: chains over `id & mask`. Ids are handed out in sequence, so
 * neighbours in time are neighbours in memory; a scrambling hash would throw that away.
 */
export interface OrderStore {
  readonly words: Int32Array;
  readonly ids: Float64Array;
  /** Lots of an iceberg that are not displayed, and the size of each part that it shows. */
  readonly hidden: Int32Array;
  readonly display: Int32Array;
  readonly capacity: number;
  count(): number;
  /** The record under `id`, or 0. */
  find(id: number): number;
  /** A record under `id`; the caller has seen that there is room and that the id is new. */
  take(id: number): number;
  give(order: number): void;
}

export function makeOrderStore(capacity: number): OrderStore {
  const memory = new ArrayBuffer((capacity + 1) << (ORDER_SHIFT + 2));
  const words = new Int32Array(memory);
  const ids = new Float64Array(memory);
  // Twice the orders, so that chains are short even when two runs of ids share the low bits.
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, capacity * 2)));
  const heads = new Int32Array(buckets);
  const mask = buckets - 1;
  let free = 1;
  let count = 0;
  for (let order = 1; order < capacity; order++) words[(order << ORDER_SHIFT) + CHAIN] = order + 1;

  function find(id: number): number {
    let order = heads[id & mask]!;
    while (order !== 0 && ids[(order << ORDER_SHIFT_F64) + ID_F64] !== id) {
      order = words[(order << ORDER_SHIFT) + CHAIN]!;
    }
    return order;
  }

  function take(id: number): number {
    const order = free;
    const chain = (order << ORDER_SHIFT) + CHAIN;
    free = words[chain]!;
    const bucket = id & mask;
    words[chain] = heads[bucket]!;
    heads[bucket] = order;
    ids[(order << ORDER_SHIFT_F64) + ID_F64] = id;
    count++;
    return order;
  }

  function give(order: number): void {
    const chain = (order << ORDER_SHIFT) + CHAIN;
    const bucket = ids[(order << ORDER_SHIFT_F64) + ID_F64]! & mask;
    let at = heads[bucket]!;
    if (at === order) {
      heads[bucket] = words[chain]!;
    } else {
      while (words[(at << ORDER_SHIFT) + CHAIN] !== order) at = words[(at << ORDER_SHIFT) + CHAIN]!;
      words[(at << ORDER_SHIFT) + CHAIN] = words[chain]!;
    }
    words[chain] = free;
    free = order;
    count--;
  }

  return {
    words,
    ids,
    hidden: new Int32Array(capacity + 1),
    display: new Int32Array(capacity + 1),
    capacity,
    count: () => count,
    find,
    take,
    give,
  };
}
