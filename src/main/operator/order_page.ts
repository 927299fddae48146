/** The orders with the lowest ids above one: a page of a list, whatever order they are found in. */

import type { OrderRow } from '../../workers/pipeline/orders/order_row.ts';

export class OrderPage {
  /** By id, lowest first. */
  readonly rows: OrderRow[] = [];
  /** Whether orders were found, or glanced at, that come behind these. */
  hasMore = false;
  readonly #limit: number;
  readonly #after: number;

  constructor(limit: number, after: number) {
    this.#limit = limit;
    this.#after = after;
  }

  /** Whether an order with this id would be on the page. */
  wants(orderId: number): boolean {
    if (!(orderId > this.#after)) return false;
    const isBehind = this.rows.length >= this.#limit && orderId >= this.rows.at(-1)!.orderId;
    this.hasMore ||= isBehind;
    return !isBehind;
  }

  add(row: OrderRow): void {
    if (!this.wants(row.orderId)) return;
    let at = this.rows.length;
    while (at > 0 && this.rows[at - 1]!.orderId > row.orderId) at--;
    this.rows.splice(at, 0, row);
    if (this.rows.length <= this.#limit) return;
    this.rows.pop();
    this.hasMore = true;
  }
}
