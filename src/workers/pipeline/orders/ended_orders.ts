/** Orders that have ended and whose places in the pool are not used again: their records are as they left them. */

import { GENERATIONS, legOfLegRef, makeLegRef, orderOfLegRef, venueOfLegRef } from '../../model/leg_ref.ts';
import * as model from '../../model/order.ts';
import type { OrderFields } from './order_fields.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { OrderStatus } = model;
const { ENDED, EPOCH, GENERATION, PARENT_GENERATION, PARENT_PLUS_1, STATUS } = layout;
const STATUS_BITS = 8;

export type EndedOrders = ReturnType<typeof makeEndedOrders>;

export function makeEndedOrders(pool: orderPool.OrderPool, { byte, int, setInt }: OrderFields) {
  /** Whether the order of this index and generation is such a one. */
  function isEnded(order: number, generation: number): boolean {
    if (order < 0 || order >= pool.highWater() || byte(order, STATUS) !== OrderStatus.NONE) return false;
    return int(order, GENERATION) === ((generation + 1) & (GENERATIONS - 1));
  }

  /** The generation that an ended order had. */
  function generationOfEnded(order: number): number {
    return (int(order, GENERATION) + GENERATIONS - 1) & (GENERATIONS - 1);
  }

  /** The one that a venue's report names, or NO_ORDER. */
  function endedOrderOfReport(legRef: number): number {
    if (!(legRef >= 0 && legRef <= Number.MAX_SAFE_INTEGER)) return NO_ORDER;
    const order = orderOfLegRef(legRef);
    if (order >= pool.highWater() || byte(order, STATUS) !== OrderStatus.NONE) return NO_ORDER;
    const generation = generationOfEnded(order);
    const venue = venueOfLegRef(legRef);
    return makeLegRef(int(order, EPOCH), generation, order, venue, legOfLegRef(legRef)) === legRef ? order : NO_ORDER;
  }

  /** The parent of a child that has ended, if it is such a one, too; or NO_ORDER. */
  function endedParentOf(order: number): number {
    const parent = int(order, PARENT_PLUS_1) - 1;
    return parent !== NO_ORDER && isEnded(parent, int(order, PARENT_GENERATION)) ? parent : NO_ORDER;
  }

  /** As the order leaves the pool: what its status was, and on which day, since identifiers are kept for the day. */
  function noteEnd(order: number, day: number, status: number): void {
    setInt(order, ENDED, (day << STATUS_BITS) | status);
  }

  /** A late fill or a bust gives it another status. */
  function setEndedStatus(order: number, status: number): void {
    noteEnd(order, endedDay(order), status);
  }

  function endedStatus(order: number): number {
    return int(order, ENDED) & ((1 << STATUS_BITS) - 1);
  }

  function endedDay(order: number): number {
    return int(order, ENDED) >> STATUS_BITS;
  }

  return {
    isEnded,
    generationOfEnded,
    endedOrderOfReport,
    endedParentOf,
    noteEnd,
    setEndedStatus,
    endedStatus,
    endedDay,
  };
}
