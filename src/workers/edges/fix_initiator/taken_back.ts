/**
 * How far the venue's figures of an order stand beside the engine's. To the engine an order's cumulative quantity only
 * rises, so that each lot is applied once; a venue lowers CumQty (14) by what it takes back of a trade, and may open those
 * lots again. Orders of which nothing was taken back, nearly all, are not in here.
 */

/** Beyond these the oldest is forgotten: fills of it that still come would be taken for repeats. */
const MOST = 65_536;

export interface Beside {
  /** The engine's cumulative quantity less the venue's, lots. */
  readonly taken: number;
  /** The engine's order quantity less the venue's, lots: what was taken back and is open again. */
  readonly reopened: number;
}

const NOTHING: Beside = { taken: 0, reopened: 0 };

export class TakenBack {
  private readonly orders = new Map<number, Beside>();

  get size(): number {
    return this.orders.size;
  }

  of(legRef: number): Beside {
    return this.orders.size === 0 ? NOTHING : (this.orders.get(legRef) ?? NOTHING);
  }

  set(legRef: number, beside: Beside): void {
    // Again at the end: the oldest are the first.
    this.orders.delete(legRef);
    this.orders.set(legRef, beside);
    if (this.orders.size <= MOST) return;
    const [oldest] = this.orders.keys();
    this.orders.delete(oldest!);
  }
}
