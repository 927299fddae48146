/** Groups of linked orders that one of them triggers: what the members are, and how far the group has come. */

import * as orderModel from '../../model/order.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Contingency } = orderModel;
export const NO_ROLE = -1;

/** What a member is. RELEASED and EXIT are what HELD and HELD_EXIT become. UPDATER: its fills reduce the others. */
export const LinkRole = {
  MEMBER: 0,
  TRIGGER: 1,
  HELD: 2,
  HELD_EXIT: 3,
  RELEASED: 4,
  EXIT: 5,
  UPDATER: 6,
  UPDATER_IN_PART: 7,
  /** An exit that grows with its entry's fills, and whose own reduce the other exits. */
  HELD_UPDATER: 8,
  UPDATING_EXIT: 9,
} as const;
export type LinkRole = (typeof LinkRole)[keyof typeof LinkRole];
/** PLAIN: one cancels, or updates, the others. WAITING: for the trigger to come; ARMED: to end. ENDING: it ended without a fill. */
export const LinkPhase = { PLAIN: 0, WAITING: 1, ARMED: 2, RELEASING: 3, ENDING: 4 } as const;

// Words of what a group with a trigger is, and doubles: lots of the trigger.
const PHASE = 0;
/** The order that traded first of those that cancel each other, plus one; by the rules of before, of exits the last. */
const SURVIVOR = 1;
const PHASE_WORDS = 2;
const TRIGGER_FILLED = 0;
const TRIGGER_LOTS = 1;
const TRIGGER_DOUBLES = 2;

/** Whether the orders of a list are all of this role, and none is held. */
export function isPlain(role: number): boolean {
  return role === LinkRole.MEMBER || role === LinkRole.UPDATER || role === LinkRole.UPDATER_IN_PART;
}

export function isOneThatCancels(role: number): boolean {
  return role === LinkRole.MEMBER || role === LinkRole.EXIT;
}

export function isOneThatUpdates(role: number): boolean {
  return role === LinkRole.UPDATER || role === LinkRole.UPDATER_IN_PART || role === LinkRole.UPDATING_EXIT;
}

/** Whether it grows with its entry, held still or not. */
export function isOneThatGrows(role: number): boolean {
  return role === LinkRole.HELD_UPDATER || role === LinkRole.UPDATING_EXIT;
}

/** NO_ROLE: no contingency that orders are linked by here. */
export function linkRoleOf(contingency: number): number {
  switch (contingency) {
    case Contingency.ONE_CANCELS_OTHER:
      return LinkRole.MEMBER;
    case Contingency.ONE_TRIGGERS_OTHER:
      return LinkRole.TRIGGER;
    case Contingency.ONE_UPDATES_OTHER:
      return LinkRole.UPDATER;
    case Contingency.ONE_UPDATES_OTHER_IN_PART:
      return LinkRole.UPDATER_IN_PART;
    case Contingency.TRIGGERED:
      return LinkRole.HELD;
    case Contingency.UPDATING_EXIT:
      return LinkRole.HELD_UPDATER;
    case Contingency.EXIT:
      return LinkRole.HELD_EXIT;
    default:
      return NO_ROLE;
  }
}

export type LinkPhases = ReturnType<typeof makeLinkPhases>;

/** `used`: how many of the groups there can be have had a member. */
export function makeLinkPhases(state: EngineState, capacity: number, used: () => number) {
  const phases = state.laterI32('links.phases', capacity * PHASE_WORDS, () => used() * PHASE_WORDS);
  const triggers = state.laterF64('links.triggers', capacity * TRIGGER_DOUBLES, () => used() * TRIGGER_DOUBLES);

  function phase(group: number): number {
    return phases[group * PHASE_WORDS + PHASE]!;
  }

  /** An order of this role has become a member. */
  function joined(group: number, role: number): void {
    if (role === LinkRole.TRIGGER) phases[group * PHASE_WORDS + PHASE] = LinkPhase.ARMED;
    else if (!isPlain(role)) phases[group * PHASE_WORDS + PHASE] = LinkPhase.WAITING;
  }

  /** The trigger leaves, `filled` lots of `ordered`: who is held is let go, or ends. */
  function triggerEnded(group: number, filled: number, ordered: number): void {
    phases[group * PHASE_WORDS + PHASE] = filled > 0 ? LinkPhase.RELEASING : LinkPhase.ENDING;
    triggers[group * TRIGGER_DOUBLES + TRIGGER_FILLED] = filled;
    triggers[group * TRIGGER_DOUBLES + TRIGGER_LOTS] = ordered;
  }

  /** Of a trigger that has ended: what of it was filled, and of how many lots it was. */
  function endedFilled(group: number): number {
    return triggers[group * TRIGGER_DOUBLES + TRIGGER_FILLED]!;
  }

  function endedLots(group: number): number {
    return triggers[group * TRIGGER_DOUBLES + TRIGGER_LOTS]!;
  }

  /** Of a member that is held: so much of its lots as of the trigger's is filled, rounded down. */
  function releasedLots(group: number, lots: number): number {
    const filled = triggers[group * TRIGGER_DOUBLES + TRIGGER_FILLED]!;
    const ordered = triggers[group * TRIGGER_DOUBLES + TRIGGER_LOTS]!;
    return filled >= ordered ? lots : Math.floor((lots * filled) / ordered);
  }

  /** The order that stays because it has traded, or -1. It may have left since. */
  function survivor(group: number): number {
    return phases[group * PHASE_WORDS + SURVIVOR]! - 1;
  }

  function setSurvivor(group: number, order: number): void {
    phases[group * PHASE_WORDS + SURVIVOR] = order + 1;
  }

  /** Its last member has left. */
  function clear(group: number): void {
    phases[group * PHASE_WORDS + PHASE] = LinkPhase.PLAIN;
    phases[group * PHASE_WORDS + SURVIVOR] = 0;
  }

  return { phase, joined, triggerEnded, endedFilled, endedLots, releasedLots, survivor, setSurvivor, clear };
}
