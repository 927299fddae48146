/** What the engine has of a leg at a start, for the link to its venue. */

import { EPOCHS, epochOfLegRef, generationOfLegRef, legOfLegRef, orderOfLegRef } from '../../model/leg_ref.ts';
import * as L from './order_layout.ts';
import type { OrdersView } from './orders_view.ts';

/**
 * The cumulative lots of an open order's leg; -1: there is no such order. Read once, before the venue speaks: nobody else
 * changes a leg's fills.
 */
export function legCumulative({ capacity, orders }: OrdersView, legRef: number): number {
  const order = orderOfLegRef(legRef);
  if (order >= capacity) return -1;
  const at = order * L.ORDER_WORDS;
  const isOpen = (orders[at + (L.STATUS >> 2)]! & 0xff) !== 0;
  const isIt =
    orders[at + L.GENERATION] === generationOfLegRef(legRef) &&
    orders[at + L.EPOCH]! % EPOCHS === epochOfLegRef(legRef);
  return isOpen && isIt ? orders[at + L.LEGS + legOfLegRef(legRef) * L.LEG_WORDS + L.LEG_CUMULATIVE]! : -1;
}
