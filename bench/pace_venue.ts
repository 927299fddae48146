/**
 * The venue of a paced run: acknowledges everything, fills every other order at once, replaces and cancels as it is asked.
 * What the engine's ring has no room for waits here, in its order, so that the engine's messages are always taken.
 */
import type { VenueNewOrder } from '../schemas/generated/engine.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { check } from './harness.ts';
import type { OpenBook } from './pace_book.ts';
import type { Load } from './pipeline_load.ts';

/** Kind, leg, last, cumulative, quantity, price. */
const FIELDS = 7;
/** A pool of 2^18 orders, each with an acknowledgement, a fill, a replace and a cancel to be told; untouched pages are free. */
const MOST_WAITING = 1 << 20;

export class PaceVenue {
  readonly #load: Load;
  readonly #book: OpenBook;
  readonly #waiting = new Float64Array(MOST_WAITING * FIELDS);
  #head = 0;
  #tail = 0;
  /** Orders so far: every other one is filled at once. */
  #orders = 0;
  /** Open orders to keep. */
  kept: number;

  constructor(load: Load, book: OpenBook, kept: number) {
    this.#load = load;
    this.#book = book;
    this.kept = kept;
  }

  /** Reports that the engine's ring had no room for. */
  get waiting(): number {
    return this.#tail - this.#head;
  }

  takeNew({ legRef, lots, priceTicks }: VenueNewOrder, order: number): void {
    const { size } = this.#book;
    this.#tell(ReportKind.ACKNOWLEDGED, legRef, 0, lots, priceTicks);
    const isFilled = (this.#orders++ & 1) === 0 && size >= this.kept * 0.75;
    if (isFilled || size >= this.kept) this.#tell(ReportKind.FILLED, legRef, lots, lots, priceTicks);
    else this.#book.push(order, lots);
  }

  takeReplace(legRef: number, lots: number, priceTicks: number, request: number): void {
    this.#tell(ReportKind.REPLACED, legRef, 0, lots, priceTicks, request);
  }

  takeCancel(legRef: number): void {
    this.#tell(ReportKind.CANCELLED, legRef, 0, 1, 0);
  }

  /** Tells what waits, as far as there is room. */
  flush(): void {
    const waiting = this.#waiting;
    while (this.#head < this.#tail) {
      const at = (this.#head & (MOST_WAITING - 1)) * FIELDS;
      const isTold = this.#load.report(
        waiting[at]!,
        waiting[at + 1]!,
        waiting[at + 2]!,
        waiting[at + 3]!,
        waiting[at + 4]!,
        waiting[at + 5]!,
        waiting[at + 6]!,
      );
      if (!isTold) return;
      this.#head++;
    }
  }

  #tell(kind: number, legRef: number, cumulative: number, lots: number, ticks: number, request = 0): void {
    if (this.waiting === 0 && this.#load.report(kind, legRef, cumulative, cumulative, lots, ticks, request)) return;
    check(this.waiting < MOST_WAITING, 'the venue has room for reports that the engine does not take');
    const waiting = this.#waiting;
    const at = (this.#tail++ & (MOST_WAITING - 1)) * FIELDS;
    waiting[at] = kind;
    waiting[at + 1] = legRef;
    waiting[at + 2] = cumulative;
    waiting[at + 3] = cumulative;
    waiting[at + 4] = lots;
    waiting[at + 5] = ticks;
    waiting[at + 6] = request;
  }
}
