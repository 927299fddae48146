/**
 * One updates others: a fill of one order reduces the rest of its list, by as many lots or in the same proportion. The engine
 * replaces them itself, one a step; their clients are told that they are restated. Of an order, `due` lots are still to go:
 * what it may trade besides is its leaves less these.
 */

import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import type { Life } from './life.ts';
import * as lifeEvents from './life_event.ts';
import * as linkPhases from './link_phases.ts';
import * as layout from './order_layout.ts';
import type { OrderStore } from './order_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { OrderType, TimeInForce } = orderModel;
const { LifeEvent } = lifeEvents;
const { ReasonCode } = reasons;
const { FILLED, ORDER_TYPE, QUANTITY, TIME_IN_FORCE } = layout;
const { LinkRole } = linkPhases;

export type LinkedUpdates = ReturnType<typeof makeLinkedUpdates>;

export function makeLinkedUpdates(store: OrderStore, front: FrontSection, life: Life) {
  const { links } = store;

  function leaves(order: number): number {
    return store.double(order, QUANTITY) - store.double(order, FILLED);
  }

  /** Of a fill that is not applied yet: lots that were to go already, because others had traded. */
  function lotsBeyond(order: number): number {
    return links.lotsBeyond(front.lastLots, leaves(order) - links.due(order));
  }

  /** The fill is applied: the others are to give up as much. */
  function traded(order: number, group: number): void {
    const lots = front.lastLots;
    // What it might trade before this fill.
    const before = leaves(order) + lots - links.due(order);
    const isInPart = links.roleOf(order) === LinkRole.UPDATER_IN_PART;
    const part = before > lots ? lots / before : 1;
    for (let other = links.first(group); other >= 0; other = links.next(other)) {
      if (other === order) continue;
      const left = leaves(other) - links.due(other);
      if (left > 0) links.setDue(other, links.due(other) + (isInPart ? left * part : Math.min(lots, left)));
    }
    if (links.due(order) > leaves(order)) links.setDue(order, leaves(order));
  }

  /** Whether it trades at once or not at all: nothing of it rests that could be reduced. */
  function isImmediate(order: number): boolean {
    const tif = store.byte(order, TIME_IN_FORCE);
    return store.byte(order, ORDER_TYPE) === OrderType.MARKET || tif === TimeInForce.IOC || tif === TimeInForce.FOK;
  }

  /** Whether all that it leaves is to go. */
  function isUsedUp(order: number): boolean {
    const lots = links.lotsDue(order);
    return lots > 0 && lots >= leaves(order) && !isImmediate(order);
  }

  /** Whether the engine can replace it now. */
  function isToResize(order: number): boolean {
    return links.lotsDue(order) > 0 && !store.isReplacePending(order) && !isImmediate(order);
  }

  /** The engine's own replace, of which nobody waits for an answer. The section describes the order. */
  function resize(order: number): void {
    life.write(life.meet(order, LifeEvent.REPLACE_ASKED));
    front.quantityLots = store.double(order, QUANTITY) - links.lotsDue(order);
    front.leavesLots = front.quantityLots - store.double(order, FILLED);
  }

  /** The engine's replace took effect: the order was of `before` lots. */
  function resized(order: number, before: number): void {
    links.setDue(order, links.due(order) - before + store.double(order, QUANTITY));
  }

  /** Its venue would not: what it leaves goes altogether, because it would be too much. */
  function refused(order: number): void {
    if (front.reason === ReasonCode.VENUE_REFUSED_CHANGE) links.setDue(order, leaves(order));
  }

  return { lotsBeyond, traded, isUsedUp, isToResize, resize, resized, refused };
}
