/** What the members of a group of linked orders are to each other, and which of them something is to be done with. */

import type { LinkPhases } from './link_phases.ts';
import * as linkPhases from './link_phases.ts';
import type { LinkUpdates } from './link_updates.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LinkPhase, LinkRole, isOneThatCancels, isOneThatGrows, isOneThatUpdates, isPlain } = linkPhases;

/** Members of a group, newest first; -1: nobody. */
interface Members {
  readonly first: (group: number) => number;
  readonly next: (order: number) => number;
  readonly groupOf: (order: number) => number;
  readonly roleOf: (order: number) => number;
}

export function makeLinkRoles({ first, next, groupOf, roleOf }: Members, phases: LinkPhases, updates: LinkUpdates) {
  /** Whether an order of this role, LinkRole, may join: plain ones among themselves; those held, then one trigger. */
  function mayJoin(group: number, role: number): boolean {
    if (group < 0) return role !== LinkRole.TRIGGER;
    if (isPlain(role)) return phases.phase(group) === LinkPhase.PLAIN && roleOf(first(group)) === role;
    if (phases.phase(group) !== LinkPhase.WAITING) return false;
    // Exits of a list are all of one kind.
    if (role === LinkRole.HELD_EXIT) return !has(group, LinkRole.HELD_UPDATER);
    return role !== LinkRole.HELD_UPDATER || !has(group, LinkRole.HELD_EXIT);
  }

  /** Whether any member is of this role. */
  function has(group: number, role: number): boolean {
    for (let order = first(group); order >= 0; order = next(order)) if (roleOf(order) === role) return true;
    return false;
  }

  /** The entry of a list, while it is open, or -1. */
  function triggerOf(group: number): number {
    return nextToDo(group, isTrigger);
  }

  function isTrigger(order: number): boolean {
    return roleOf(order) === LinkRole.TRIGGER;
  }

  /** Whether any exit grows with the entry. */
  function isGrowing(group: number): boolean {
    return has(group, LinkRole.HELD_UPDATER) || has(group, LinkRole.UPDATING_EXIT);
  }

  /** The entry is filled so far. */
  function grow(group: number, filled: number, ordered: number): void {
    for (let order = first(group); order >= 0; order = next(order)) {
      if (isOneThatGrows(roleOf(order))) updates.follow(order, filled, ordered);
    }
  }

  /** Whether a fill of this member cancels the others. */
  function cancelsOthers(order: number): boolean {
    return isOneThatCancels(roleOf(order));
  }

  /** Whether a fill of this member reduces the others. */
  function updatesOthers(order: number): boolean {
    return isOneThatUpdates(roleOf(order));
  }

  /** The first member that something is to be done with, or -1. */
  function nextToDo(group: number, isToDo: (order: number) => boolean): number {
    for (let order = first(group); order >= 0; order = next(order)) if (isToDo(order)) return order;
    return -1;
  }

  /** Whether the member is to be cancelled. */
  function goes(order: number): boolean {
    const group = groupOf(order);
    if (isHeld(order) && phases.phase(group) === LinkPhase.ENDING) return true;
    const survivor = phases.survivor(group);
    // An exit that trades ends its entry: what that traded afterwards would have no exits.
    if (isTrigger(order)) return survivor >= 0 && phases.phase(group) === LinkPhase.ARMED;
    return survivor >= 0 && survivor !== order && (cancelsOthers(order) || roleOf(order) === LinkRole.HELD_EXIT);
  }

  /** Whether any member is to be cancelled or reduced, asked or not yet. Nothing of those held is anywhere to be reduced. */
  function isAnyGoing(group: number): boolean {
    for (let order = first(group); order >= 0; order = next(order)) {
      if (goes(order) || (updates.lotsDue(order) > 0 && !isHeld(order))) return true;
    }
    return false;
  }

  function isHeld(order: number): boolean {
    const role = roleOf(order);
    return role === LinkRole.HELD || role === LinkRole.HELD_EXIT || role === LinkRole.HELD_UPDATER;
  }

  return {
    mayJoin,
    isGrowing,
    triggerOf,
    grow,
    cancelsOthers,
    updatesOthers,
    nextToDo,
    goes,
    isAnyGoing,
    isHeld,
  };
}
