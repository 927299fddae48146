import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import type { Arrivals } from './arrivals.ts';
import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';
import type { OrderEvents } from './order_events.ts';
import type { OrderStore } from './order_store.ts';
import type { RestingOrders } from './resting_orders.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { KEY, LEVEL, LOTS, MAX_ORDER_LOTS, MAX_TICKS, SIDE } = layout;
const { CANCELLED, CANCEL_REJECTED, REDUCED, REPLACED, REPLACE_REJECTED } = EventType;
const { BAD_PRICE, BAD_QUANTITY, NONE, UNKNOWN_ORDER } = VenueReason;
const { BUY } = Side;
const { GTC } = TimeInForce;

/** Commands about an order that is in the book; see MatchingEngine. */
export interface Changes {
  cancel(id: number, owner: number): number;
  reduce(id: number, lots: number, owner: number): number;
  replace(id: number, ticks: number, lots: number, owner: number): number;
}

export function makeChanges(
  memory: BookMemory,
  orders: OrderStore,
  resting: RestingOrders,
  arrivals: Arrivals,
  reports: OrderEvents,
  events: EventBuffer,
): Changes {
  const { words } = memory;
  const { find } = orders;
  const { remove, leavesOf, hiddenOf, ownerOf, displayOf } = resting;
  const { arrive } = arrivals;
  const { changed } = reports;
  const { emit } = events;

  function cancel(id: number, owner: number): number {
    const order = find(id);
    if (order === 0) return refuseChange(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
    const leaves = leavesOf(order);
    changed(CANCELLED, order, leaves, 0, 0);
    remove(order);
    return leaves;
  }

  function reduce(id: number, lots: number, owner: number): number {
    const order = find(id);
    if (order === 0) return refuseChange(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
    if (lots >= leavesOf(order)) return cancel(id, owner);
    reduceInPlace(order, lots);
    return lots;
  }

  function replace(id: number, ticks: number, lots: number, owner: number): number {
    const order = find(id);
    let reason: number = NONE;
    if (order === 0) reason = UNKNOWN_ORDER;
    else if (!(lots > 0 && lots <= MAX_ORDER_LOTS)) reason = BAD_QUANTITY;
    else if (!(ticks > 0 && ticks <= MAX_TICKS)) reason = BAD_PRICE;
    if (reason !== NONE) {
      refuseChange(REPLACE_REJECTED, reason, id, owner);
      return reason;
    }
    const level = words[order + LEVEL]!;
    const sideIndex = words[level + SIDE]!;
    const key = Math.imul(ticks, 1 - ((sideIndex & 1) << 1));
    const leaves = leavesOf(order);
    if (key === words[level + KEY] && lots <= leaves) reduceInPlace(order, leaves - lots);
    else moveOrder(order, sideIndex, id, key, ticks, lots);
    return NONE;
  }

  function reduceInPlace(order: number, lots: number): void {
    const hidden = hiddenOf(order);
    const fromHidden = Math.min(lots, hidden);
    resting.reduce(order, lots - fromHidden, fromHidden);
    changed(REDUCED, order, lots, leavesOf(order), words[order + LOTS]!);
  }

  /** A replace that loses priority: out of the book, and in again as if new, with the same id, owner and display. */
  function moveOrder(order: number, sideIndex: number, id: number, key: number, ticks: number, lots: number): void {
    const owner = ownerOf(order);
    const display = displayOf(order);
    remove(order);
    emit(REPLACED | ((BUY + (sideIndex & 1)) << 8), sideIndex >> 1, owner, 0, lots, ticks, lots, 0, id, 0);
    arrive(sideIndex, key, id, owner, GTC, lots, display);
  }

  /** Answers with the lots that changed: none. */
  function refuseChange(type: number, reason: number, id: number, owner: number): number {
    emit(type | (reason << 16), -1, owner, 0, 0, 0, 0, 0, id, 0);
    return 0;
  }

  return { cancel, reduce, replace };
}
