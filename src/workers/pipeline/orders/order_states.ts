/** What state an order is in, by its record: its base status, what is pending, and what it may come to. */

import * as model from '../../model/order.ts';
import * as idStore from './cl_ord_id_store.ts';
import * as lifeEvents from './life_event.ts';
import type { OrderFields } from './order_fields.ts';
import * as layout from './order_layout.ts';
import * as stateTable from './state_table.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ENTRY } = idStore;
const { OrderStatus } = model;
const { PendingCancel } = lifeEvents;
const { openState } = stateTable;
const { CL_ENTRY, PENDING_CANCEL_ENTRY, PENDING_QUANTITY, PENDING_REPLACE_ENTRY, QUANTITY, STATUS } = layout;

/** A pending cancel that has no ClOrdID of its own: a sweep's; a pending replace: the engine's own. */
export const UNNAMED = -2;
/** The day's end: the order expires when its venues have let it go, and nobody asked for it. */
export const EXPIRING = -4;
/** A client's, when no identifier was free to remember its ClOrdID: it is answered under the order's own. */
export const NAMELESS = -3;

export type OrderStates = ReturnType<typeof makeOrderStates>;

export function makeOrderStates({ byte, double, int }: OrderFields) {
  function isCancelPending(order: number): boolean {
    return int(order, PENDING_CANCEL_ENTRY) !== NO_ENTRY;
  }

  function isReplacePending(order: number): boolean {
    return int(order, PENDING_REPLACE_ENTRY) !== NO_ENTRY;
  }

  /** As the table of states names it. */
  function stateOf(order: number): number {
    return openState(
      byte(order, STATUS),
      pendingCancelOf(int(order, PENDING_CANCEL_ENTRY)),
      isReplacePending(order) ? 1 : 0,
    );
  }

  /** What clients are told: pending changes hide the state beneath. */
  function visibleStatus(order: number): number {
    if (isCancelPending(order)) return OrderStatus.PENDING_CANCEL;
    if (isReplacePending(order)) return OrderStatus.PENDING_REPLACE;
    return byte(order, STATUS);
  }

  /** The most that the order may come to, a pending replace included. */
  function mostLots(order: number): number {
    const quantity = double(order, QUANTITY);
    if (!isReplacePending(order)) return quantity;
    const pending = double(order, PENDING_QUANTITY);
    return pending > quantity ? pending : quantity;
  }

  /**
   * The quantity that clients are told beside `filled`. Fills beyond the order's own show that its pending replace took
   * effect at a venue, before every leg has said so: no report claims more filled than ordered.
   */
  function shownLots(order: number, filled: number): number {
    const quantity = double(order, QUANTITY);
    return filled > quantity ? mostLots(order) : quantity;
  }

  /** The entry under which a pending cancel is answered: its own, or the order's where there was no room to remember it. */
  function cancelEntry(order: number): number {
    const entry = int(order, PENDING_CANCEL_ENTRY);
    return entry === NAMELESS ? int(order, CL_ENTRY) : entry;
  }

  return { isCancelPending, isReplacePending, stateOf, visibleStatus, mostLots, shownLots, cancelEntry };
}

/** Whose cancel it is, by what stands in place of its identifier. */
function pendingCancelOf(entry: number): number {
  if (entry === NO_ENTRY) return PendingCancel.NONE;
  if (entry === UNNAMED) return PendingCancel.SWEPT;
  return entry === EXPIRING ? PendingCancel.EXPIRING : PendingCancel.ASKED;
}
