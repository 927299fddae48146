/**
 * What being linked does to orders: a fill of one has others cancelled or reduced, the end of one lets those go that were held for it.
 * Each is a step of its own through the stream (CANCEL_LINKED), which changes one order.
 */

import { CancelLinked, NewAdvancedOrder } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as rules from '../../model/rules.ts';
import type { Slot } from '../slot.ts';
import type { Life } from './life.ts';
import * as lifeEvents from './life_event.ts';
import * as linkGroups from './link_groups.ts';
import * as linkPhases from './link_phases.ts';
import { makeLinkedEnds } from './linked_ends.ts';
import { makeLinkedMarks } from './linked_marks.ts';
import { makeLinkedUpdates } from './linked_updates.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import type { SectionWriter } from './section.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { FrontEvent } = events;

/** What is to be done with a member. WAIT: something else comes first, which is under way in the stream. */
const Todo = { NOTHING: 0, WAIT: 1, CANCEL: 2, RELEASE: 3, RESIZE: 4 } as const;
const { Contingency, OrderType, TimeInForce, isDependant } = orderModel;
const { LifeEvent } = lifeEvents;
const { ReasonCode } = reasons;
const { RULES_DEPENDANTS, RULES_EXITS_GROW, RULES_LINKS_WATCHED, RULES_ONE_UPDATES_OTHER } = rules;
const { FILLED, GENERATION, LEGS_DONE, LINKED, QUANTITY } = layout;
const { MOST_MEMBERS, NO_GROUP } = linkGroups;
const { LinkPhase, LinkRole, NO_ROLE, isPlain, linkRoleOf } = linkPhases;

/** By which orders of this role were first taken; one cancels the other always was. */
function rulesOf(role: number): number {
  if (role === LinkRole.HELD_UPDATER) return RULES_EXITS_GROW;
  return isPlain(role) ? RULES_ONE_UPDATES_OTHER : RULES_DEPENDANTS;
}

export type LinkedOrders = ReturnType<typeof makeLinkedOrders>;

export function makeLinkedOrders(store: OrderStore, slot: Slot, section: SectionWriter, life: Life) {
  const { front } = slot;
  const { links } = store;
  const { windows } = links;
  const updates = makeLinkedUpdates(store, front, life);
  const { beyond, follow, goOnWith, watch } = makeLinkedMarks(store, slot);
  const linkedBody = CancelLinked.over(slot.commands);
  const advanced = NewAdvancedOrder.over(slot.commands);

  function isWatched(): boolean {
    return store.rules() >= RULES_LINKS_WATCHED;
  }

  /** What a new order's contingency is refused for, or NONE; a refusal for want of room writes the section's two values. */
  function refusal(session: number): number {
    const body = advanced.move(slot.bodyAt);
    const { contingency } = body;
    if (contingency === Contingency.NONE) return ReasonCode.NONE;
    const role = linkRoleOf(contingency);
    const isHere = contingency === Contingency.ONE_CANCELS_OTHER || store.rules() >= rulesOf(role);
    // What an algorithm works cannot be held as well.
    const isHoldable = !isDependant(contingency) || body.orderType <= OrderType.STOP_LIMIT;
    // What trades at once does not grow.
    const { orderType: type, timeInForce: tif } = body;
    const isImmediate = type === OrderType.MARKET || tif === TimeInForce.IOC || tif === TimeInForce.FOK;
    if (role === LinkRole.HELD_UPDATER && isImmediate) return ReasonCode.UNSUPPORTED_CONTINGENCY;
    if (role === NO_ROLE || !isHere || !isHoldable) return ReasonCode.UNSUPPORTED_CONTINGENCY;
    if (!links.hasRoom(session, body.i32, body.clOrdLinkIdAt)) return ReasonCode.LINKS_FULL;
    const group = links.find(session, body.i32, body.clOrdLinkIdAt);
    if (isWatched() && group !== NO_GROUP) {
      if (links.members(group) >= MOST_MEMBERS) return ReasonCode.LIST_FULL;
      if (links.survivor(group) !== NO_ORDER) return ReasonCode.LIST_HAS_TRADED;
    }
    return links.mayJoin(group, role) ? ReasonCode.NONE : ReasonCode.LINKS_MIXED;
  }

  /** Into the group that its identifier names; that there is room for it was found before. */
  function link(order: number): void {
    const body = advanced.move(slot.bodyAt);
    if (body.contingency === Contingency.NONE) return;
    const group = links.groupNamed(front.session, body.i32, body.clOrdLinkIdAt);
    links.join(order, group, linkRoleOf(body.contingency));
    links.begin(order, front.quantityLots);
    store.setInt(order, LEGS_DONE, LINKED);
  }

  /** A linked order's fill is resolved: the section says whether it crosses another's, and who is to be cancelled for it. */
  function nameFill(order: number): void {
    const isUpdating = links.updatesOthers(order);
    const group = links.groupOf(order);
    if (!links.cancelsOthers(order) && !isUpdating) {
      nameTrigger(order);
      return;
    }
    const lots = isUpdating ? updates.lotsBeyond(order) : isCrossing(group, order) ? front.lastLots : 0;
    if (lots > 0) beyond(lots);
    if (links.hasOthers(group)) goOnWith(group, links.generation(group));
  }

  /** What is filled of an entry, or how much it is of, changes: exits that grow with it are to follow. */
  function nameTrigger(order: number): void {
    const group = links.groupOf(order);
    if (isGrownWith(order, group)) goOnWith(group, links.generation(group));
  }

  function isGrownWith(order: number, group: number): boolean {
    return links.roleOf(order) === LinkRole.TRIGGER && links.isGrowing(group);
  }

  /** Whether another one of its group traded first: what this one trades is more than its client asked for. */
  function isCrossing(group: number, order: number): boolean {
    const survivor = links.survivor(group);
    return isWatched() && survivor !== NO_ORDER && survivor !== order;
  }

  /** The fill is applied: the order that trades first stays, the others go. */
  function traded(order: number): void {
    const group = links.groupOf(order);
    if (isGrownWith(order, group)) follow(order, group);
    if (links.updatesOthers(order)) {
      if (front.observedValue > 0) windows.crossed(group, front.observedValue);
      if (links.survivor(group) === NO_ORDER) links.setSurvivor(group, order);
      updates.traded(order, group, links.roleOf(order));
      watch(group);
    }
    if (!links.cancelsOthers(order)) return;
    if (!isWatched()) {
      if (links.hasOthers(group) && links.roleOf(order) === LinkRole.EXIT) links.setSurvivor(group, order);
    } else if (isCrossing(group, order)) {
      windows.crossed(group, front.lastLots);
    } else {
      links.setSurvivor(group, order);
      watch(group);
    }
  }

  /** A venue refused to cancel the order: where it is to go, its group's turn comes again. */
  function nameRefused(order: number): void {
    const group = isWatched() ? links.groupOf(order) : NO_GROUP;
    if (group !== NO_GROUP && (links.goes(order) || links.lotsDue(order) > 0)) goOnWith(group, links.generation(group));
  }

  /** A replace of the order has ended, one way or the other: what of it is due can go now. */
  function nameReplaced(order: number): void {
    const group = links.groupOf(order);
    const isHeld = links.roleOf(order) === LinkRole.HELD_UPDATER;
    if (links.updatesOthers(order) || isHeld) goOnWith(group, links.generation(group));
    else nameTrigger(order);
  }

  /** A replace took effect, its client's or the engine's own; before, the order was of so many lots. */
  function replaced(order: number, lotsBefore: number, isOwn: boolean): void {
    const group = links.groupOf(order);
    if (isOwn) updates.resized(order, lotsBefore);
    else if (links.roleOf(order) === LinkRole.HELD_UPDATER) {
      links.askFor(order, store.double(order, QUANTITY));
      const entry = links.triggerOf(group);
      if (entry !== NO_ORDER) follow(entry, group);
      else if (links.phase(group) === LinkPhase.RELEASING)
        links.grow(group, links.endedFilled(group), links.endedLots(group));
    } else if (isGrownWith(order, group)) follow(order, group);
    // What it has gained may be due already, because another one has traded meanwhile.
    if (isOwn) watch(group);
    else left(group);
  }

  /** Whether the engine's own replace, which was refused, was to let an exit grow: its client is told that it does not. */
  function isForgone(order: number): boolean {
    return links.updatesOthers(order) && links.due(order) < 0 && front.reason === ReasonCode.VENUE_REFUSED_CHANGE;
  }

  /** Risk denied what an exit was to gain. */
  function growthDenied(order: number): void {
    links.setDue(order, 0);
  }

  /** One that was held is let go. */
  function released(order: number): void {
    if (links.roleOf(order) === LinkRole.HELD_UPDATER) updates.released(order);
    links.released(order);
  }

  /** The order has left the pool, and `group` before; or less of it is due. */
  function left(group: number): void {
    if (windows.isOpen(group)) watch(group);
  }

  /** CANCEL_LINKED: the next of a group; ignored when nobody is left to do anything with. */
  function step(): void {
    const body = linkedBody.move(slot.bodyAt);
    const { group } = body;
    section.begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!links.isCurrent(group, body.generation)) return;
    // A group that traded by the rules of before has no order that was chosen.
    const isChosen = links.phase(group) !== LinkPhase.PLAIN || links.survivor(group) !== NO_ORDER;
    if (isChosen) stepThrough(group, body.generation);
    else cancelAllBut(group, body);
  }

  function cancelAllBut(group: number, { order: traded, orderGeneration, generation }: CancelLinked): void {
    for (let order = links.first(group); order >= 0; order = links.next(order)) {
      const isItself = order === traded && store.int(order, GENERATION) === orderGeneration;
      if (isItself || store.isCancelPending(order)) continue;
      store.describe(order);
      life.write(life.meet(order, LifeEvent.SWEPT));
      goOnWith(group, generation);
      return;
    }
  }

  /** The next that is to be let go, to rest or to venues, or to end: by what became of the trigger, and of exits that traded. */
  function stepThrough(group: number, generation: number): void {
    const order = links.nextToDo(group, isToDo);
    if (order === NO_ORDER) return;
    const todo = todoOf(order);
    if (todo !== Todo.WAIT) store.describe(order);
    if (todo === Todo.CANCEL) life.write(life.meet(order, LifeEvent.SWEPT));
    else if (todo === Todo.RELEASE) release(order, lotsReleased(order, group));
    else if (todo === Todo.RESIZE) updates.resize(order);
    goOnWith(group, generation);
  }

  function isToDo(order: number): boolean {
    return todoOf(order) !== Todo.NOTHING;
  }

  /** Those held go when the trigger has; of exits those that did not trade; what is due of a list whose orders update each other. */
  function todoOf(order: number): number {
    if (store.isCancelPending(order)) return Todo.NOTHING;
    const isReplacing = store.isReplacePending(order);
    // By the rules of before an order at venues waited for its replace, too.
    if (links.goes(order)) return isReplacing && !isWatched() ? Todo.WAIT : Todo.CANCEL;
    if (links.isHeld(order)) {
      const group = links.groupOf(order);
      const isEnded = links.phase(group) === LinkPhase.RELEASING;
      const isLetGo = lotsReleased(order, group) > 0;
      if (!isEnded && !(isLetGo && links.phase(group) === LinkPhase.ARMED)) return Todo.NOTHING;
      if (isReplacing) return Todo.WAIT;
      return isLetGo ? Todo.RELEASE : Todo.CANCEL;
    }
    if (updates.isUsedUp(order)) return Todo.CANCEL;
    return updates.isToResize(order) ? Todo.RESIZE : Todo.NOTHING;
  }

  /** Of one that is held, how many lots it is let go with; one that grows need not wait for the end of its entry. */
  function lotsReleased(order: number, group: number): number {
    if (links.roleOf(order) === LinkRole.HELD_UPDATER) return updates.lotsToGain(order);
    return links.phase(group) === LinkPhase.RELEASING ? links.releasedLots(group, store.double(order, QUANTITY)) : 0;
  }

  /** Held until now. From here on it is of so many lots; risk judges it as it judges a stop that is triggered. */
  function release(order: number, lots: number): void {
    life.write(life.meet(order, LifeEvent.TRIGGER));
    front.quantityLots = lots;
    front.leavesLots = lots;
    if (front.minLots > lots) front.minLots = lots;
    if (front.displayLots > lots) front.displayLots = lots;
  }

  /** Who is held for the order that leaves is to be let go, or to end: execution goes through them. */
  function endTrigger(order: number): void {
    const group = links.groupOf(order);
    if (links.roleOf(order) !== LinkRole.TRIGGER || !links.hasOthers(group)) return;
    links.triggerEnded(group, store.double(order, FILLED), store.double(order, QUANTITY));
    goOnWith(group, links.generation(group));
  }

  return {
    ...makeLinkedEnds(store, slot, updates),
    refusal,
    link,
    nameFill,
    traded,
    nameRefused,
    nameReplaced,
    replaced,
    replaceRefused: updates.refused,
    isForgone,
    growthDenied,
    released,
    left,
    step,
    endTrigger,
  };
}
