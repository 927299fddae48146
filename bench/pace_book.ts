/** The venue's open orders in the order in which they came: each one's number and quantity. */
import { check } from './harness.ts';

export class OpenBook {
  readonly #order: Float64Array;
  readonly #lots: Float64Array;
  readonly #mask: number;
  #head = 0;
  #tail = 0;

  /** Room for twice the orders that are kept, and for those of a stall. */
  constructor(kept: number) {
    const capacity = 2 ** Math.ceil(Math.log2(kept * 2 + 1_048_576));
    this.#mask = capacity - 1;
    this.#order = new Float64Array(capacity);
    this.#lots = new Float64Array(capacity);
  }

  get size(): number {
    return this.#tail - this.#head;
  }

  push(order: number, lots: number): void {
    check(this.size <= this.#mask, 'the queue of open orders has room');
    const at = this.#tail++ & this.#mask;
    this.#order[at] = order;
    this.#lots[at] = lots;
  }

  /** Number of the entry `distance` behind the oldest. */
  order(distance: number): number {
    return this.#order[(this.#head + distance) & this.#mask]!;
  }

  lots(distance: number): number {
    return this.#lots[(this.#head + distance) & this.#mask]!;
  }

  dropOldest(): void {
    this.#head++;
  }

  /** Two entries, by their distance behind the oldest. */
  swap(one: number, other: number): void {
    const a = (this.#head + one) & this.#mask;
    const b = (this.#head + other) & this.#mask;
    for (const column of [this.#order, this.#lots]) {
      const held = column[a]!;
      column[a] = column[b]!;
      column[b] = held;
    }
  }
}
