import { makeOrderStore, type OrderStore } from '../matching/order_store.ts';

/** What the recording says of each order that it has not ended, whatever our trades have made of it in the book. */
export class RecordedOrders {
  readonly orderId: Float64Array;
  readonly instrument: Int32Array;
  readonly side: Uint8Array;
  readonly ticks: Int32Array;
  readonly lots: Int32Array;
  private readonly store: OrderStore;

  constructor(capacity: number) {
    this.store = makeOrderStore(capacity);
    this.orderId = new Float64Array(capacity + 1);
    this.instrument = new Int32Array(capacity + 1);
    this.side = new Uint8Array(capacity + 1);
    this.ticks = new Int32Array(capacity + 1);
    this.lots = new Int32Array(capacity + 1);
  }

  get count(): number {
    return this.store.count();
  }

  find(reference: number): number {
    return this.store.find(reference);
  }

  /** 0 when there is no room. */
  take(reference: number): number {
    return this.store.count() === this.store.capacity ? 0 : this.store.take(reference);
  }

  give(order: number): void {
    this.store.give(order);
  }

  set(order: number, orderId: number, instrument: number, side: number, ticks: number, lots: number): void {
    this.orderId[order] = orderId;
    this.instrument[order] = instrument;
    this.side[order] = side;
    this.ticks[order] = ticks;
    this.lots[order] = lots;
  }
}
