import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { CHAIN, F64, NODE_SHIFT } = layout;

/**
 * Order records and the index that finds them by id: chains over `id & mask`. Ids are handed out in sequence, so
 * neighbours in time are neighbours in memory; a scrambling hash would throw that away.
 */
export interface OrderStore {
  count(): number;
  /** The record under `id`, or 0. */
  find(id: number): number;
  /** A record under `id`; the caller has seen that there is room and that the id is new. */
  take(id: number): number;
  give(order: number): void;
}

export function makeOrderStore(memory: BookMemory): OrderStore {
  const { words, doubles, orderCapacity } = memory;
  // Twice the orders, so that chains are short even when two runs of ids share the low bits.
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, orderCapacity * 2)));
  const heads = new Int32Array(buckets);
  const mask = buckets - 1;
  // The last freed record is the next used, since it is still in the cache.
  let free = (orderCapacity + 1) << NODE_SHIFT;
  let count = 0;
  const last = (orderCapacity * 2) << NODE_SHIFT;
  for (let order = free; order < last; order += 1 << NODE_SHIFT) words[order + CHAIN] = order + (1 << NODE_SHIFT);

  function find(id: number): number {
    let order = heads[id & mask]!;
    while (order !== 0 && doubles[(order >> 1) + F64] !== id) order = words[order + CHAIN]!;
    return order;
  }

  function take(id: number): number {
    const order = free;
    const bucket = id & mask;
    free = words[order + CHAIN]!;
    words[order + CHAIN] = heads[bucket]!;
    heads[bucket] = order;
    doubles[(order >> 1) + F64] = id;
    count++;
    return order;
  }

  function give(order: number): void {
    const bucket = doubles[(order >> 1) + F64]! & mask;
    const after = words[order + CHAIN]!;
    if (heads[bucket] === order) heads[bucket] = after;
    else unchain(heads[bucket]!, order, after);
    words[order + CHAIN] = free;
    free = order;
    count--;
  }

  function unchain(head: number, order: number, after: number): void {
    let at = head;
    while (words[at + CHAIN] !== order) at = words[at + CHAIN]!;
    words[at + CHAIN] = after;
  }

  return { count: () => count, find, take, give };
}
