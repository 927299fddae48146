/**
 * A replace, spread over the order's live legs: more goes to the first, less is taken from the last, a new price goes
 * to all. It settles when each leg told has answered, with what the legs then come to.
 */

import type { VenueReport } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as reasonCodes from '../../model/reason.ts';
import * as venueCodes from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { Instructions } from './instructions.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';
import type { Placement } from './placement.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { CHILD_IN_FLIGHT, DISPLAY, GENERATION, LEG_APPLIED, LEG_FLAGS, LEG_LOTS, LEG_PENDING_LOTS, LEG_PRICE } = layout;
const { LEG_STATUS, LIVE_LEGS, NO_LEG, PENDING_PRICE, PRICE, REPLACED_LEGS, REPLACING_LEGS } = layout;
const { TIME_IN_FORCE, UNPLACED, USED_LEGS } = layout;
const { TimeInForce } = orderCodes;
const { InstructionKind, LegsOutcome } = frontEventCodes;
const { ReasonCode } = reasonCodes;
const { ReportKind } = venueCodes;
const { LegFlag, LegStatus } = legStoreConstants;

export type Replacing = ReturnType<typeof makeReplacing>;

export function makeReplacing(legs: LegStore, instructions: Instructions, placement: Placement, slot: Slot) {
  const { front } = slot;
  placement.listeners.onLegsAnswered = (order) => settleIfAnswered(order);

  function begin(): void {
    const { order, leavesLots, priceTicks, generation } = front;
    if (legs.byte(order, LIVE_LEGS) === 0 || legs.byte(order, CHILD_IN_FLIGHT) !== 0 || isEnding(order)) {
      instructions.settle(order, generation, LegsOutcome.REPLACE_REFUSED, ReasonCode.PENDING_CHANGE, 0, 0);
      return;
    }
    if (isBeyondVenues(order)) {
      instructions.settle(order, generation, LegsOutcome.REPLACE_REFUSED, ReasonCode.CANNOT_CHANGE_FIELD, 0, 0);
      return;
    }
    legs.setDouble(order, PENDING_PRICE, priceTicks);
    legs.setByte(order, REPLACED_LEGS, 0);
    legs.setByte(order, REPLACING_LEGS, 0);
    // What is unplaced goes with the replace: it is added to the legs, or dropped when it settles.
    let change = leavesLots - openLots(order);
    for (let leg = legs.byte(order, USED_LEGS) - 1; leg >= 0; leg--) {
      if (legs.isOpenLeg(order, leg)) change = tellLeg(order, leg, change, priceTicks);
    }
    if (legs.byte(order, REPLACING_LEGS) === 0) settleReplaced(order);
  }

  /**
   * Whether it asks for what venues that have the order cannot be told: another display quantity, or to outlive the day that
   * it was sent for. One that they have without an end of its own the engine can end earlier.
   */
  function isBeyondVenues(order: number): boolean {
    if (front.displayLots !== legs.double(order, DISPLAY)) return true;
    return front.timeInForce !== TimeInForce.DAY && legs.byte(order, TIME_IN_FORCE) === TimeInForce.DAY;
  }

  /** REPLACED, REPLACE_REJECTED, or the answer to a status request while a replace is in doubt. */
  function answered(order: number, leg: number, report: VenueReport): void {
    const flags = legs.legByte(order, leg, LEG_FLAGS);
    if ((flags & LegFlag.REPLACE_SENT) === 0) return;
    // The answer to a question that was put before this replace says nothing of it.
    if (report.kind === ReportKind.STATUS && (flags & LegFlag.REPLACE_ASKED) === 0) return;
    const wanted = legs.legDouble(order, leg, LEG_PENDING_LOTS);
    const isReplaced =
      report.kind === ReportKind.REPLACED ||
      (report.kind === ReportKind.STATUS &&
        report.orderLots === wanted &&
        report.priceTicks === legs.double(order, PENDING_PRICE));
    placement.dropFlag(order, leg, LegFlag.REPLACE_SENT | LegFlag.REPLACE_ASKED);
    legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) - 1);
    if (isReplaced) {
      legs.setByte(order, REPLACED_LEGS, legs.byte(order, REPLACED_LEGS) + 1);
      legs.setLegDouble(order, leg, LEG_LOTS, report.orderLots);
      legs.setLegDouble(order, leg, LEG_PRICE, report.priceTicks);
    }
    settleIfAnswered(order);
  }

  /** A leg that a replace wanted to drop stays, because its venue refused the cancel. True when that was it. */
  function dropRefused(order: number, leg: number): boolean {
    if ((legs.legByte(order, leg, LEG_FLAGS) & LegFlag.DROPPED_BY_REPLACE) === 0) return false;
    placement.dropFlag(order, leg, LegFlag.DROPPED_BY_REPLACE);
    legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) - 1);
    settleIfAnswered(order);
    return true;
  }

  /** Changes one leg by its part of `change`; returns what is left for the legs before it. */
  function tellLeg(order: number, leg: number, change: number, ticks: number): number {
    const lots = legs.legDouble(order, leg, LEG_LOTS);
    const open = lots - legs.legDouble(order, leg, LEG_APPLIED);
    const isFirst = firstLive(order) === leg;
    let part = 0;
    if (change < 0) part = change < -open ? -open : change;
    else if (isFirst) part = change;
    if (part === -open) {
      placement.addFlag(order, leg, LegFlag.DROPPED_BY_REPLACE | LegFlag.CANCEL_SENT);
      legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) + 1);
      instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    } else if (part !== 0 || ticks !== legs.legDouble(order, leg, LEG_PRICE)) {
      placement.addFlag(order, leg, LegFlag.REPLACE_SENT);
      legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) + 1);
      legs.setLegDouble(order, leg, LEG_PENDING_LOTS, lots + part);
      instructions.tell(InstructionKind.REPLACE, order, leg, lots + part, ticks);
    }
    return change - part;
  }

  /** True when each leg told has answered: refused when none changed, else replaced by what the legs come to. */
  function settleIfAnswered(order: number): boolean {
    if (legs.byte(order, REPLACING_LEGS) > 0 || legs.double(order, PENDING_PRICE) === 0) return false;
    if (legs.byte(order, REPLACED_LEGS) > 0) {
      settleReplaced(order);
      return true;
    }
    legs.setDouble(order, PENDING_PRICE, 0);
    const reason = ReasonCode.VENUE_REFUSED_CHANGE;
    instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.REPLACE_REFUSED, reason, 0, 0);
    return true;
  }

  function settleReplaced(order: number): void {
    const ticks = legs.double(order, PENDING_PRICE);
    const generation = legs.int(order, GENERATION);
    legs.setDouble(order, PENDING_PRICE, 0);
    legs.setDouble(order, UNPLACED, 0);
    legs.setDouble(order, PRICE, ticks);
    const quantity = filledLots(order) + openLots(order);
    instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, quantity, ticks);
  }

  function filledLots(order: number): number {
    let filled = -legs.busted(order);
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) filled += legs.legDouble(order, leg, LEG_APPLIED);
    return filled;
  }

  /** What may still trade; of a leg that is ending, what will be unplaced besides. */
  function openLots(order: number): number {
    let open = 0;
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      const isEnding = legs.legByte(order, leg, LEG_STATUS) === LegStatus.ENDING;
      if (!isEnding && !legs.isOpenLeg(order, leg)) continue;
      open += legs.legDouble(order, leg, LEG_LOTS) - legs.legDouble(order, leg, LEG_APPLIED);
    }
    return open;
  }

  function isEnding(order: number): boolean {
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      if (legs.legByte(order, leg, LEG_STATUS) === LegStatus.ENDING) return true;
    }
    return false;
  }

  function firstLive(order: number): number {
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) if (legs.isOpenLeg(order, leg)) return leg;
    return NO_LEG;
  }

  return { begin, answered, dropRefused };
}
