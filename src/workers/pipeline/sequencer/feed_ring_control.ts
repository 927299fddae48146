/**
 * Between main, which watches the writer of a feed ring, and the sequencer, which takes its records. A word has one writer; a figure
 * decides nothing.
 */
import { allocateRegion, CACHE_LINE_BYTES, Region, type RegionTransfer } from '../../../ring/memory.ts';
import { BookState } from '../../model/book_state.ts';

/** The sequencer's line, as doubles and words of it; then main's. */
const ACCEPTED = 0;
const REJECTED = 1;
const REJECTION = 4;
const LOSS = CACHE_LINE_BYTES / 4;
/** The low bits of a loss say the BookState that it leaves, the others count losses. */
const STATE_BITS = 3;
const CLOCK_OFFSET = CACHE_LINE_BYTES / 8 + 1;

export class FeedRingControl {
  declare readonly region: Region;

  private constructor(region: Region) {
    this.region = region;
  }

  /** Nobody writes yet: no book of the venue can be believed. */
  static allocate(): FeedRingControl {
    const control = new FeedRingControl(allocateRegion(2 * CACHE_LINE_BYTES));
    control.lose(BookState.SILENT);
    return control;
  }

  static from(transfer: RegionTransfer): FeedRingControl {
    return new FeedRingControl(Region.from(transfer));
  }

  transfer(): RegionTransfer {
    return this.region.transfer();
  }

  /** Quotes taken. */
  get accepted(): number {
    return this.region.f64[ACCEPTED]!;
  }

  get rejected(): number {
    return this.region.f64[REJECTED]!;
  }

  /** FeedRejection of the newest record that was left out. */
  get rejection(): number {
    return Atomics.load(this.region.i32, REJECTION);
  }

  /** The sequencer's. */
  countAccepted(count: number): void {
    this.region.f64[ACCEPTED]! += count;
  }

  /** The sequencer's. The count is seen by whoever sees its reason. */
  countRejected(rejection: number): void {
    this.region.f64[REJECTED]! += 1;
    Atomics.store(this.region.i32, REJECTION, rejection);
  }

  /** Main's: the writer has gone, and the venue's books are in `state` until it writes again. Pairs with `loss`. */
  lose(state: number): void {
    Atomics.store(this.region.i32, LOSS, (((this.loss >> STATE_BITS) + 1) << STATE_BITS) | state);
  }

  /** Another number after each loss; `stateOf` says what it was. */
  get loss(): number {
    return Atomics.load(this.region.i32, LOSS);
  }

  /** Main's: what the writer's clock is ahead of the engine's, ns. */
  set clockOffsetNs(offset: number) {
    this.region.f64[CLOCK_OFFSET] = offset;
  }

  get clockOffsetNs(): number {
    return this.region.f64[CLOCK_OFFSET]!;
  }
}

export function stateOf(loss: number): number {
  return loss & ((1 << STATE_BITS) - 1);
}
