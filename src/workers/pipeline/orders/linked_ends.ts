/** What becomes of a list when a venue speaks of one of its orders afterwards: a late fill, a bust, a correction. */

import * as events from '../../model/front_event.ts';
import * as reasons from '../../model/reason.ts';
import * as rules from '../../model/rules.ts';
import type { Slot } from '../slot.ts';
import * as linkGroups from './link_groups.ts';
import * as linkPhases from './link_phases.ts';
import { makeLinkedMarks } from './linked_marks.ts';
import type { LinkedUpdates } from './linked_updates.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { FrontFlag } = events;
const { ReasonCode } = reasons;
const { RULES_EXITS_GROW } = rules;
const { LEGS_DONE, LINKED } = layout;
const { NO_GROUP } = linkGroups;
const { LinkRole, isOneThatCancels, isOneThatUpdates } = linkPhases;

export function makeLinkedEnds(store: OrderStore, slot: Slot, updates: LinkedUpdates) {
  const { front } = slot;
  const { executions, links } = store;
  const { windows } = links;
  const { beyond, follow, goOnWith, watch } = makeLinkedMarks(store, slot);

  /** A fill is resolved of an order that was linked and has ended. */
  function nameLate(order: number): void {
    if (!isListed(order)) return;
    const group = links.groupOfEnded(order);
    const role = links.roleOfEnded(order);
    const survivor = group === NO_GROUP ? NO_ORDER : links.survivor(group);
    if (group === NO_GROUP) front.reason = ReasonCode.LIST_GONE;
    else if (isOneThatCancels(role) && survivor !== NO_ORDER && survivor !== order) beyond(front.lastLots);
    else if (isOneThatUpdates(role) && updates.lotsBeyond(order) > 0) beyond(updates.lotsBeyond(order));
    if (group !== NO_GROUP) goOnWith(group, links.generation(group));
  }

  function isListed(order: number): boolean {
    return store.rules() >= RULES_EXITS_GROW && (store.int(order, LEGS_DONE) & LINKED) !== 0;
  }

  /** The fill of an order that has ended is applied: it counts for its list as if the order were open. */
  function late(order: number): void {
    const group = isListed(order) ? links.groupOfEnded(order) : NO_GROUP;
    if (group === NO_GROUP) return;
    const role = links.roleOfEnded(order);
    if (role === LinkRole.TRIGGER) triggerChanged(group, front.lastLots);
    else if (isOneThatCancels(role) || isOneThatUpdates(role)) {
      if (links.survivor(group) === NO_ORDER) links.setSurvivor(group, order);
      if (front.observedValue > 0) windows.crossed(group, front.observedValue);
      if (isOneThatUpdates(role)) updates.traded(order, group, role);
      watch(group);
    }
  }

  /** So many lots more of an entry that has ended are filled: those that are held are let go with as much, or end. */
  function triggerChanged(group: number, lots: number): void {
    const ordered = links.endedLots(group);
    const filled = links.endedFilled(group) + lots;
    links.triggerEnded(group, filled, ordered);
    links.grow(group, filled, ordered);
    watch(group);
  }

  /** A booked execution is of this order, open or ended: one that triggers others is to be found by it, wherever it is then. */
  function booked(row: number, order: number, isOpen: boolean): void {
    if ((store.int(order, LEGS_DONE) & LINKED) === 0) return;
    const group = isOpen ? links.groupOf(order) : links.groupOfEnded(order);
    const role = isOpen ? links.roleOf(order) : links.roleOfEnded(order);
    if (group !== NO_GROUP && role === LinkRole.TRIGGER) executions.setList(row, group, links.generation(group));
  }

  /** The group of the entry whose execution it is, if that has members still, or NO_GROUP. */
  function groupOfExecution(row: number): number {
    if (store.rules() < RULES_EXITS_GROW) return NO_GROUP;
    const group = executions.listOf(row);
    return links.isCurrent(group, executions.listGenerationOf(row)) ? group : NO_GROUP;
  }

  /** It is taken back or corrected. The group's generation stands where no leg does: `requestId` says who told of the trade. */
  function nameChange(row: number): void {
    const group = groupOfExecution(row);
    if (group === NO_GROUP || !links.isGrowing(group)) return;
    front.flags = front.flags | FrontFlag.LINKED;
    front.sweep = group;
    front.leg = links.generation(group);
  }

  /** The change is applied: the entry, if it is open, has so many lots more. */
  function changed(row: number, lots: number): void {
    const group = groupOfExecution(row);
    if (group === NO_GROUP) return;
    const { order } = front;
    if (order === NO_ORDER) triggerChanged(group, lots);
    else if (links.isGrowing(group)) follow(order, group);
  }

  return { nameLate, late, booked, nameChange, changed };
}
