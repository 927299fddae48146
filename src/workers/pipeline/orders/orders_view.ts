/** The order store's memory, as other threads may look at it: plain objects of shared arrays, which survive postMessage. */

import type { SuspenseView } from './suspense_reader.ts';

export interface OrdersView {
  /** Open orders at once. */
  readonly capacity: number;
  /** Records of the pool: order_layout.ts. */
  readonly orders: Int32Array;
  /** Beside each: Change in order_layout.ts. */
  readonly changes: Float64Array;
  /** Registers of the pool: PoolRegister. */
  readonly pool: Int32Array;
  readonly ids: ClOrdIdsView;
  /** How often the day has rolled, which moves ClOrdIDs: stored when it is over. */
  readonly rolls: Int32Array;
  readonly fills: FillsView;
  /** Fills that are kept apart. */
  readonly suspense: SuspenseView;
  /** Linked orders: link_windows.ts. */
  readonly links: { readonly windows: Float64Array; readonly figures: Float64Array };
}

export interface ClOrdIdsView {
  readonly capacity: number;
  /** How many are known. */
  readonly registers: Int32Array;
  readonly entries: Int32Array;
  readonly table: Int32Array;
}

export interface FillsView {
  readonly capacity: number;
  readonly registers: Int32Array;
  /** How many were forgotten because there was no room. */
  readonly figures: Float64Array;
}
