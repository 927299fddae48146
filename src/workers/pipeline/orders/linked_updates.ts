/**
 * One updates others: a fill of one order reduces the rest of its list, by as many lots or in the same proportion; a fill of an
 * entry lets its exits grow. The engine replaces them itself, one a step; their clients are told that they are restated. Of an
 * order, `due` lots are still to go: what it may trade is its leaves less these.
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
const { LinkRole, isOneThatGrows } = linkPhases;

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
  function traded(order: number, group: number, role: number): void {
    const lots = front.lastLots;
    // What it might trade before this fill.
    const before = leaves(order) + lots - links.due(order);
    const part = before > lots ? lots / before : 1;
    for (let other = links.first(group); other >= 0; other = links.next(other)) {
      if (other !== order) give(other, role, lots, part);
    }
  }

  /**
   * What one gives up for a fill of an order of this role. It may come to more than it leaves: that stays due, for a bust may open
   * some of it again, and an exit may gain.
   */
  function give(order: number, role: number, lots: number, part: number): void {
    const due = links.due(order);
    if (role === LinkRole.UPDATING_EXIT && !isOneThatGrows(links.roleOf(order))) return;
    const left = leaves(order) - due;
    if (role !== LinkRole.UPDATER_IN_PART) links.setDue(order, due + lots);
    else if (left > 0) links.setDue(order, due + left * part);
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

  /** Whether the engine is to replace it, and can now. */
  function isToResize(order: number): boolean {
    const isToChange = links.lotsDue(order) > 0 || lotsToGain(order) > 0;
    return isToChange && !store.isReplacePending(order) && !isImmediate(order);
  }

  function lotsToGain(order: number): number {
    return isOneThatGrows(links.roleOf(order)) ? links.lotsToGain(order) : 0;
  }

  /** The engine's own replace, of which nobody waits for an answer. The section describes the order. */
  function resize(order: number): void {
    life.write(life.meet(order, LifeEvent.REPLACE_ASKED));
    front.quantityLots = store.double(order, QUANTITY) - links.lotsDue(order) + lotsToGain(order);
    front.leavesLots = front.quantityLots - store.double(order, FILLED);
  }

  /** The engine's replace took effect: the order was of `before` lots. */
  function resized(order: number, before: number): void {
    links.setDue(order, links.due(order) - before + store.double(order, QUANTITY));
  }

  /** Its venue would not: what it leaves goes altogether, because it would be too much; what it was to gain is forgone. */
  function refused(order: number): void {
    const isVenues = front.reason === ReasonCode.VENUE_REFUSED_CHANGE || front.reason === ReasonCode.EXIT_NOT_GROWN;
    if (isVenues) links.setDue(order, links.due(order) > 0 ? Math.max(links.due(order), leaves(order)) : 0);
  }

  /** Held until now: of the lots that it is let go with nothing is to be gained any more. */
  function released(order: number): void {
    links.setDue(order, links.due(order) + front.quantityLots);
  }

  return { lotsBeyond, traded, isUsedUp, isToResize, lotsToGain, resize, resized, refused, released };
}
