/**
 * Orders of mid-point books in columns, found by id through chains over its low bits, and a queue a side by arrival. A
 * side is twice its instrument, plus one for sellers. Entry 0 is "none".
 */
export interface MidpointOrders {
  readonly id: Float64Array;
  readonly arrival: Float64Array;
  readonly leaves: Int32Array;
  readonly limitTicks: Int32Array;
  /** No fill may be smaller, except the one that ends the order. */
  readonly minimumLots: Int32Array;
  readonly owner: Int32Array;
  readonly side: Int32Array;
  /** The order behind in the queue, or 0. */
  readonly next: Int32Array;
  /** By side: the longest waiting order, or 0. */
  readonly first: Int32Array;
  /** By instrument: orders that ask for more than one lot a fill. */
  readonly picky: Int32Array;
  count(): number;
  isFull(): boolean;
  find(id: number): number;
  /** At the end of its side's queue. The caller has seen that there is room and that the id is new. */
  take(side: number, id: number, owner: number, lots: number, limitTicks: number, minimumLots: number): number;
  give(order: number): void;
  /** Gives up its place for the last. */
  requeue(order: number): void;
}

export function makeMidpointOrders(instruments: number, capacity: number): MidpointOrders {
  const entries = capacity + 1;
  const id = new Float64Array(entries);
  const arrival = new Float64Array(entries);
  const leaves = new Int32Array(entries);
  const limitTicks = new Int32Array(entries);
  const minimumLots = new Int32Array(entries);
  const owner = new Int32Array(entries);
  const side = new Int32Array(entries);
  const next = new Int32Array(entries);
  const previous = new Int32Array(entries);
  const chain = new Int32Array(entries);
  const heads = new Int32Array(2 ** Math.ceil(Math.log2(entries * 2)));
  const mask = heads.length - 1;
  const first = new Int32Array(instruments * 2);
  const last = new Int32Array(instruments * 2);
  const picky = new Int32Array(instruments);
  let free = 1;
  let used = 0;
  let arrivals = 0;
  for (let order = 1; order < capacity; order++) chain[order] = order + 1;

  function find(wanted: number): number {
    let order = heads[wanted & mask]!;
    while (order !== 0 && id[order] !== wanted) order = chain[order]!;
    return order;
  }

  function take(atSide: number, newId: number, by: number, lots: number, limit: number, minimum: number): number {
    const order = free;
    free = chain[order]!;
    chain[order] = heads[newId & mask]!;
    heads[newId & mask] = order;
    id[order] = newId;
    owner[order] = by;
    leaves[order] = lots;
    limitTicks[order] = limit;
    minimumLots[order] = minimum;
    side[order] = atSide;
    if (minimum > 1) picky[atSide >> 1]! += 1;
    used++;
    append(order);
    return order;
  }

  function give(order: number): void {
    unlink(order);
    const bucket = id[order]! & mask;
    let at = heads[bucket]!;
    if (at === order) heads[bucket] = chain[order]!;
    else {
      while (chain[at] !== order) at = chain[at]!;
      chain[at] = chain[order]!;
    }
    if (minimumLots[order]! > 1) picky[side[order]! >> 1]! -= 1;
    chain[order] = free;
    free = order;
    used--;
  }

  function requeue(order: number): void {
    unlink(order);
    append(order);
  }

  function append(order: number): void {
    const at = side[order]!;
    const before = last[at]!;
    arrivals++;
    arrival[order] = arrivals;
    next[order] = 0;
    previous[order] = before;
    last[at] = order;
    if (before === 0) first[at] = order;
    else next[before] = order;
  }

  function unlink(order: number): void {
    const at = side[order]!;
    const before = previous[order]!;
    const after = next[order]!;
    if (before === 0) first[at] = after;
    else next[before] = after;
    if (after === 0) last[at] = before;
    else previous[after] = before;
  }

  return {
    id,
    arrival,
    leaves,
    limitTicks,
    minimumLots,
    owner,
    side,
    next,
    first,
    picky,
    count: () => used,
    isFull: () => used === capacity,
    find,
    take,
    give,
    requeue,
  };
}
