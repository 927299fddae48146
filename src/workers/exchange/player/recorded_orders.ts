/**
 * What the recording says of each order that it has not ended, whatever our trades have made of it in the book.
 * Columns, found by the recording's reference through chains over its low bits; entry 0 is "none".
 */
export class RecordedOrders {
  readonly orderId: Float64Array;
  readonly instrument: Int32Array;
  readonly side: Uint8Array;
  readonly ticks: Int32Array;
  readonly lots: Int32Array;
  count = 0;
  private readonly capacity: number;
  private readonly reference: Float64Array;
  private readonly chain: Int32Array;
  private readonly heads: Int32Array;
  private free = 1;

  constructor(capacity: number) {
    const entries = capacity + 1;
    this.capacity = capacity;
    this.orderId = new Float64Array(entries);
    this.instrument = new Int32Array(entries);
    this.side = new Uint8Array(entries);
    this.ticks = new Int32Array(entries);
    this.lots = new Int32Array(entries);
    this.reference = new Float64Array(entries);
    this.chain = new Int32Array(entries);
    this.heads = new Int32Array(2 ** Math.ceil(Math.log2(entries * 2)));
    for (let order = 1; order < capacity; order++) this.chain[order] = order + 1;
  }

  find(reference: number): number {
    let order = this.heads[this.bucketOf(reference)]!;
    while (order !== 0 && this.reference[order] !== reference) order = this.chain[order]!;
    return order;
  }

  /** 0 when there is no room. */
  take(reference: number): number {
    if (this.count === this.capacity) return 0;
    const order = this.free;
    const bucket = this.bucketOf(reference);
    this.free = this.chain[order]!;
    this.chain[order] = this.heads[bucket]!;
    this.heads[bucket] = order;
    this.reference[order] = reference;
    this.count++;
    return order;
  }

  give(order: number): void {
    const bucket = this.bucketOf(this.reference[order]!);
    let at = this.heads[bucket]!;
    if (at === order) this.heads[bucket] = this.chain[order]!;
    else {
      while (this.chain[at] !== order) at = this.chain[at]!;
      this.chain[at] = this.chain[order]!;
    }
    this.chain[order] = this.free;
    this.free = order;
    this.count--;
  }

  set(order: number, orderId: number, instrument: number, side: number, ticks: number, lots: number): void {
    this.orderId[order] = orderId;
    this.instrument[order] = instrument;
    this.side[order] = side;
    this.ticks[order] = ticks;
    this.lots[order] = lots;
  }

  private bucketOf(reference: number): number {
    return reference & (this.heads.length - 1);
  }
}
