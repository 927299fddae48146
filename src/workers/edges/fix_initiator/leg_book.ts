/**
 * Our orders at one FIX venue, in columns: FIX wants an order's side and terms with every request about it, and the
 * identifier by which the venue knows it now. Legs are found by their reference; it grows by doubling, up to what the
 * engine can have open.
 */
import type { LegColumns } from '../../protocols/fix/venue_orders.ts';
import { TakenBack } from './taken_back.ts';

export const NO_LEG = -1;
/** `cum` of a leg whose fills were told in an earlier life of the process; `value` of one of which the engine knows `cum`. */
export const NOT_KNOWN = -1;

export const LegMark = {
  /** To be cancelled, or asked about, once the venue is there again. */
  CANCEL_WANTED: 1,
  STATUS_WANTED: 2,
  /** The venue answers no questions: it was told to cancel the order, and the answer to that is the answer. */
  ASKED_BY_CANCEL: 4,
  /** The order, or its last replace, may not have arrived and is not sent again: the venue is asked. */
  IN_DOUBT: 8,
  REPLACE_IN_DOUBT: 16,
} as const;

type Column = Float64Array | Int32Array | Uint8Array;

export class LegBook implements LegColumns {
  legRef!: Float64Array;
  instrument!: Int32Array;
  side!: Uint8Array;
  orderType!: Uint8Array;
  timeInForce!: Uint8Array;
  marks!: Uint8Array;
  lots!: Float64Array;
  ticks!: Float64Array;
  pendingLots!: Float64Array;
  pendingTicks!: Float64Array;
  displayLots!: Float64Array;
  /** Said once, in the new order: a restart forgets it. */
  minLots!: Float64Array;
  current!: Int32Array;
  lastCancel!: Int32Array;
  lastReplace!: Int32Array;
  /** By which identifier the last cancel named the order: as `current`. */
  cancelOriginal!: Int32Array;
  /** The engine's numbers of the last cancel and the last question. */
  cancelRequest!: Int32Array;
  statusRequest!: Int32Array;
  /** What the engine was told of fills, in lots and lots x ticks, and in which incarnation of the venue's numbers. */
  cum!: Float64Array;
  value!: Float64Array;
  epoch!: Int32Array;
  /** Of open and of ended legs. */
  readonly takenBack = new TakenBack();
  count = 0;
  private heads!: Int32Array;
  /** The next in a bucket, or the next free one. */
  private chain!: Int32Array;
  private free = 0;
  private capacity = 0;

  constructor(capacity = 1024) {
    this.grow(capacity);
  }

  find(legRef: number): number {
    let leg = this.heads[this.bucketOf(legRef)]!;
    while (leg !== NO_LEG && this.legRef[leg] !== legRef) leg = this.chain[leg]!;
    return leg;
  }

  /** A cleared entry under this reference. */
  add(legRef: number): number {
    if (this.count === this.capacity) this.grow(this.capacity * 2);
    const leg = this.free;
    this.free = this.chain[leg]!;
    this.count++;
    this.clear(leg);
    this.legRef[leg] = legRef;
    this.link(leg);
    return leg;
  }

  remove(leg: number): void {
    const bucket = this.bucketOf(this.legRef[leg]!);
    let at = this.heads[bucket]!;
    if (at === leg) this.heads[bucket] = this.chain[leg]!;
    else {
      while (this.chain[at] !== leg) at = this.chain[at]!;
      this.chain[at] = this.chain[leg]!;
    }
    this.legRef[leg] = 0;
    this.chain[leg] = this.free;
    this.free = leg;
    this.count--;
  }

  /** Entries are numbered from 0 to below this; those without a reference are free. */
  get end(): number {
    return this.capacity;
  }

  private clear(leg: number): void {
    this.marks[leg] = 0;
    this.pendingLots[leg] = 0;
    this.pendingTicks[leg] = 0;
    this.displayLots[leg] = 0;
    this.minLots[leg] = 0;
    this.current[leg] = 0;
    this.lastCancel[leg] = 0;
    this.lastReplace[leg] = 0;
    this.cancelOriginal[leg] = 0;
    this.cancelRequest[leg] = 0;
    this.statusRequest[leg] = 0;
    this.cum[leg] = 0;
    this.value[leg] = 0;
    this.epoch[leg] = 0;
  }

  private link(leg: number): void {
    const bucket = this.bucketOf(this.legRef[leg]!);
    this.chain[leg] = this.heads[bucket]!;
    this.heads[bucket] = leg;
  }

  private grow(capacity: number): void {
    const from = this.capacity;
    this.capacity = capacity;
    this.legRef = longer(Float64Array, this.legRef, capacity);
    this.instrument = longer(Int32Array, this.instrument, capacity);
    this.side = longer(Uint8Array, this.side, capacity);
    this.orderType = longer(Uint8Array, this.orderType, capacity);
    this.timeInForce = longer(Uint8Array, this.timeInForce, capacity);
    this.marks = longer(Uint8Array, this.marks, capacity);
    this.lots = longer(Float64Array, this.lots, capacity);
    this.ticks = longer(Float64Array, this.ticks, capacity);
    this.pendingLots = longer(Float64Array, this.pendingLots, capacity);
    this.pendingTicks = longer(Float64Array, this.pendingTicks, capacity);
    this.displayLots = longer(Float64Array, this.displayLots, capacity);
    this.minLots = longer(Float64Array, this.minLots, capacity);
    this.current = longer(Int32Array, this.current, capacity);
    this.lastCancel = longer(Int32Array, this.lastCancel, capacity);
    this.lastReplace = longer(Int32Array, this.lastReplace, capacity);
    this.cancelOriginal = longer(Int32Array, this.cancelOriginal, capacity);
    this.cancelRequest = longer(Int32Array, this.cancelRequest, capacity);
    this.statusRequest = longer(Int32Array, this.statusRequest, capacity);
    this.cum = longer(Float64Array, this.cum, capacity);
    this.value = longer(Float64Array, this.value, capacity);
    this.epoch = longer(Int32Array, this.epoch, capacity);
    this.chain = longer(Int32Array, this.chain, capacity);
    this.heads = new Int32Array(capacity * 2).fill(NO_LEG);
    for (let leg = 0; leg < from; leg++) this.link(leg);
    for (let leg = from; leg < capacity; leg++) this.chain[leg] = leg + 1;
    this.free = from;
  }

  /** The low bits hardly differ (venue, leg within its order), so they are folded, not dropped. */
  private bucketOf(legRef: number): number {
    const low = legRef | 0;
    return ((low >>> 6) ^ (low << 20)) & (this.heads.length - 1);
  }
}

function longer<T extends Column>(kind: { new (length: number): T }, old: T | undefined, capacity: number): T {
  const column = new kind(capacity);
  if (old !== undefined) column.set(old as never);
  return column;
}
