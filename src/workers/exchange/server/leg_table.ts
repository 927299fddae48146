import type { VenueNewOrder } from '../../../../schemas/generated/engine.ts';

/** What a leg is to the exchange: an order of a client session, open or remembered after its end. */
export const LegState = { FREE: 0, OPEN: 1, ENDED: 2 } as const;

/**
 * Legs by their reference, in columns. An ended leg stays, so that a late status request or cancel is answered
 * truthfully, until its entry is needed: the longest ended goes first. Entry 0 is "none".
 */
export class LegTable {
  readonly legRef: Float64Array;
  readonly orderId: Float64Array;
  readonly orderLots: Float64Array;
  readonly cumLots: Float64Array;
  readonly leavesLots: Float64Array;
  readonly priceTicks: Float64Array;
  readonly displayLots: Float64Array;
  readonly minLots: Float64Array;
  /** Rises in the order in which legs, of all sessions, came to the end of a queue. */
  readonly placedAt: Float64Array;
  readonly instrument: Int32Array;
  readonly session: Int32Array;
  readonly side: Uint8Array;
  readonly timeInForce: Uint8Array;
  readonly state: Uint8Array;
  readonly capacity: number;
  private readonly chain: Int32Array;
  private readonly heads: Int32Array;
  private readonly mask: number;
  /** Ended legs, longest ended first; free entries are linked the same way. */
  private readonly after: Int32Array;
  private free = 1;
  private endedHead = 0;
  private endedTail = 0;
  private placements = 0;

  constructor(capacity: number) {
    const entries = capacity + 1;
    this.capacity = capacity;
    this.legRef = new Float64Array(entries);
    this.orderId = new Float64Array(entries);
    this.orderLots = new Float64Array(entries);
    this.cumLots = new Float64Array(entries);
    this.leavesLots = new Float64Array(entries);
    this.priceTicks = new Float64Array(entries);
    this.displayLots = new Float64Array(entries);
    this.minLots = new Float64Array(entries);
    this.placedAt = new Float64Array(entries);
    this.instrument = new Int32Array(entries);
    this.session = new Int32Array(entries);
    this.side = new Uint8Array(entries);
    this.timeInForce = new Uint8Array(entries);
    this.state = new Uint8Array(entries);
    this.chain = new Int32Array(entries);
    this.after = new Int32Array(entries);
    const buckets = 2 ** Math.ceil(Math.log2(entries * 2));
    this.heads = new Int32Array(buckets);
    this.mask = buckets - 1;
    for (let leg = 1; leg < capacity; leg++) this.after[leg] = leg + 1;
  }

  find(session: number, legRef: number): number {
    let leg = this.heads[this.bucketOf(legRef)]!;
    while (leg !== 0 && (this.legRef[leg] !== legRef || this.session[leg] !== session)) leg = this.chain[leg]!;
    return leg;
  }

  /** An open leg under this reference, or 0 when every entry holds an open one. */
  take(session: number, legRef: number): number {
    if (this.free === 0) this.forgetOldest();
    const leg = this.free;
    if (leg === 0) return 0;
    this.free = this.after[leg]!;
    const bucket = this.bucketOf(legRef);
    this.chain[leg] = this.heads[bucket]!;
    this.heads[bucket] = leg;
    this.legRef[leg] = legRef;
    this.session[leg] = session;
    this.state[leg] = LegState.OPEN;
    return leg;
  }

  /** The terms of a new order. */
  place(leg: number, order: VenueNewOrder, orderId: number): void {
    this.orderId[leg] = orderId;
    this.orderLots[leg] = order.lots;
    this.cumLots[leg] = 0;
    this.leavesLots[leg] = order.lots;
    this.priceTicks[leg] = order.priceTicks;
    this.displayLots[leg] = order.displayLots;
    this.minLots[leg] = order.minLots;
    this.placedAt[leg] = 0;
    this.instrument[leg] = order.instrument;
    this.side[leg] = order.side;
    this.timeInForce[leg] = order.timeInForce;
  }

  /** The leg is found under another reference from now on; nobody may have that one. */
  rename(leg: number, legRef: number): void {
    this.unlink(leg);
    const bucket = this.bucketOf(legRef);
    this.chain[leg] = this.heads[bucket]!;
    this.heads[bucket] = leg;
    this.legRef[leg] = legRef;
  }

  /** From now on it stands behind all others that were placed. */
  queueLast(leg: number): void {
    this.placements++;
    this.placedAt[leg] = this.placements;
  }

  end(leg: number): void {
    this.state[leg] = LegState.ENDED;
    this.leavesLots[leg] = 0;
    this.after[leg] = 0;
    if (this.endedTail === 0) this.endedHead = leg;
    else this.after[this.endedTail] = leg;
    this.endedTail = leg;
  }

  private forgetOldest(): void {
    const leg = this.endedHead;
    if (leg === 0) return;
    this.endedHead = this.after[leg]!;
    if (this.endedHead === 0) this.endedTail = 0;
    this.unlink(leg);
    this.state[leg] = LegState.FREE;
    this.after[leg] = this.free;
    this.free = leg;
  }

  private unlink(leg: number): void {
    const bucket = this.bucketOf(this.legRef[leg]!);
    let at = this.heads[bucket]!;
    if (at === leg) this.heads[bucket] = this.chain[leg]!;
    else {
      while (this.chain[at] !== leg) at = this.chain[at]!;
      this.chain[at] = this.chain[leg]!;
    }
  }

  /** The low bits of a leg reference hardly differ (venue, leg within its order), so they are folded, not dropped. */
  private bucketOf(legRef: number): number {
    const low = legRef | 0;
    return ((low >>> 6) ^ (low << 20)) & this.mask;
  }
}
