import { CHAIN, ID_F64, ORDER_SHIFT, ORDER_SHIFT_F64 } from './layout.ts';

/**
 * Order records and the index that finds them by id: chains over `id & mask`. Ids are handed out in sequence, so
 * neighbours in time are neighbours in memory; a scrambling hash would throw that away.
 */
export class OrderStore {
  readonly words: Int32Array;
  readonly ids: Float64Array;
  /** Lots of an iceberg that are not displayed, and the size of each part that it shows. */
  readonly hidden: Int32Array;
  readonly display: Int32Array;
  private readonly heads: Int32Array;
  private readonly mask: number;
  private free = 1;
  count = 0;
  readonly capacity: number;

  constructor(capacity: number) {
    const memory = new ArrayBuffer((capacity + 1) << (ORDER_SHIFT + 2));
    this.words = new Int32Array(memory);
    this.ids = new Float64Array(memory);
    this.hidden = new Int32Array(capacity + 1);
    this.display = new Int32Array(capacity + 1);
    // Twice the orders, so that chains are short even when two runs of ids share the low bits.
    const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, capacity * 2)));
    this.heads = new Int32Array(buckets);
    this.mask = buckets - 1;
    this.capacity = capacity;
    for (let order = 1; order < capacity; order++) this.words[(order << ORDER_SHIFT) + CHAIN] = order + 1;
  }

  find(id: number): number {
    let order = this.heads[id & this.mask]!;
    while (order !== 0 && this.ids[(order << ORDER_SHIFT_F64) + ID_F64] !== id) {
      order = this.words[(order << ORDER_SHIFT) + CHAIN]!;
    }
    return order;
  }

  /** A record under `id`; the caller has seen that there is room and that the id is new. */
  take(id: number): number {
    const order = this.free;
    const chain = (order << ORDER_SHIFT) + CHAIN;
    this.free = this.words[chain]!;
    const bucket = id & this.mask;
    this.words[chain] = this.heads[bucket]!;
    this.heads[bucket] = order;
    this.ids[(order << ORDER_SHIFT_F64) + ID_F64] = id;
    this.count++;
    return order;
  }

  give(order: number): void {
    const words = this.words;
    const chain = (order << ORDER_SHIFT) + CHAIN;
    const bucket = this.ids[(order << ORDER_SHIFT_F64) + ID_F64]! & this.mask;
    let at = this.heads[bucket]!;
    if (at === order) {
      this.heads[bucket] = words[chain]!;
    } else {
      while (words[(at << ORDER_SHIFT) + CHAIN] !== order) at = words[(at << ORDER_SHIFT) + CHAIN]!;
      words[(at << ORDER_SHIFT) + CHAIN] = words[chain]!;
    }
    words[chain] = this.free;
    this.free = order;
    this.count--;
  }
}
