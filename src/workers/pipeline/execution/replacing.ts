/**
 * A replace, spread over the order's live legs: more goes to the first, less is taken from the last, a new price goes
 * to all. It settles when each leg told has answered, with what the legs then come to.
 */

import type { VenueReport } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as reasonCodes from '../../model/reason.ts';
import * as venueCodes from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { Instructions } from './instructions.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';
import type { Placement } from './placement.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { CHILD_IN_FLIGHT, GENERATION, LEG_APPLIED, LEG_FLAGS, LEG_LOTS, LEG_PENDING_LOTS, LEG_PRICE } = layout;
const { LEG_STATUS, LIVE_LEGS, NO_LEG, PENDING_PRICE, PRICE, REPLACED_LEGS, REPLACING_LEGS } = layout;
const { UNPLACED, USED_LEGS } = layout;
const { InstructionKind, LegsOutcome } = frontEventCodes;
const { ReasonCode } = reasonCodes;
const { ReportKind } = venueCodes;
const { LegFlag, LegStatus } = legStoreConstants;

export class Replacing {
  readonly #legs: LegStore;
  readonly #instructions: Instructions;
  readonly #placement: Placement;

  constructor(legs: LegStore, instructions: Instructions, placement: Placement) {
    this.#legs = legs;
    this.#instructions = instructions;
    this.#placement = placement;
    placement.onLegsAnswered = (order) => this.#settleIfAnswered(order);
  }

  begin(slot: Slot): void {
    const legs = this.#legs;
    const { order, leavesLots, priceTicks, generation } = slot.front;
    if (legs.byte(order, LIVE_LEGS) === 0 || legs.byte(order, CHILD_IN_FLIGHT) !== 0 || this.#isEnding(order)) {
      this.#instructions.settle(order, generation, LegsOutcome.REPLACE_REFUSED, ReasonCode.PENDING_CHANGE, 0, 0);
      return;
    }
    legs.setDouble(order, PENDING_PRICE, priceTicks);
    legs.setByte(order, REPLACED_LEGS, 0);
    legs.setByte(order, REPLACING_LEGS, 0);
    // What is unplaced goes with the replace: it is added to the legs, or dropped when it settles.
    let change = leavesLots - this.#openLots(order);
    for (let leg = legs.byte(order, USED_LEGS) - 1; leg >= 0; leg--) {
      if (this.#isLive(order, leg)) change = this.#tellLeg(order, leg, change, priceTicks);
    }
    if (legs.byte(order, REPLACING_LEGS) === 0) this.#settleReplaced(order);
  }

  /** REPLACED, REPLACE_REJECTED, or the answer to a status request while a replace is in doubt. */
  answered(order: number, leg: number, report: VenueReport): void {
    const legs = this.#legs;
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
    this.#placement.dropFlag(order, leg, LegFlag.REPLACE_SENT | LegFlag.REPLACE_ASKED);
    legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) - 1);
    if (isReplaced) {
      legs.setByte(order, REPLACED_LEGS, legs.byte(order, REPLACED_LEGS) + 1);
      legs.setLegDouble(order, leg, LEG_LOTS, report.orderLots);
      legs.setLegDouble(order, leg, LEG_PRICE, report.priceTicks);
    }
    this.#settleIfAnswered(order);
  }

  /** A leg that a replace wanted to drop stays, because its venue refused the cancel. True when that was it. */
  dropRefused(order: number, leg: number): boolean {
    const legs = this.#legs;
    if ((legs.legByte(order, leg, LEG_FLAGS) & LegFlag.DROPPED_BY_REPLACE) === 0) return false;
    this.#placement.dropFlag(order, leg, LegFlag.DROPPED_BY_REPLACE);
    legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) - 1);
    this.#settleIfAnswered(order);
    return true;
  }

  /** Changes one leg by its part of `change`; returns what is left for the legs before it. */
  #tellLeg(order: number, leg: number, change: number, ticks: number): number {
    const legs = this.#legs;
    const lots = legs.legDouble(order, leg, LEG_LOTS);
    const open = lots - legs.legDouble(order, leg, LEG_APPLIED);
    const isFirst = this.#firstLive(order) === leg;
    let part = 0;
    if (change < 0) part = change < -open ? -open : change;
    else if (isFirst) part = change;
    if (part === -open) {
      this.#placement.addFlag(order, leg, LegFlag.DROPPED_BY_REPLACE | LegFlag.CANCEL_SENT);
      legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) + 1);
      this.#instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    } else if (part !== 0 || ticks !== legs.legDouble(order, leg, LEG_PRICE)) {
      this.#placement.addFlag(order, leg, LegFlag.REPLACE_SENT);
      legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) + 1);
      legs.setLegDouble(order, leg, LEG_PENDING_LOTS, lots + part);
      this.#instructions.tell(InstructionKind.REPLACE, order, leg, lots + part, ticks);
    }
    return change - part;
  }

  /** True when each leg told has answered: refused when none changed, else replaced by what the legs come to. */
  #settleIfAnswered(order: number): boolean {
    const legs = this.#legs;
    if (legs.byte(order, REPLACING_LEGS) > 0 || legs.double(order, PENDING_PRICE) === 0) return false;
    if (legs.byte(order, REPLACED_LEGS) > 0) {
      this.#settleReplaced(order);
      return true;
    }
    legs.setDouble(order, PENDING_PRICE, 0);
    const reason = ReasonCode.VENUE_REFUSED_CHANGE;
    this.#instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.REPLACE_REFUSED, reason, 0, 0);
    return true;
  }

  #settleReplaced(order: number): void {
    const legs = this.#legs;
    const ticks = legs.double(order, PENDING_PRICE);
    const generation = legs.int(order, GENERATION);
    legs.setDouble(order, PENDING_PRICE, 0);
    legs.setDouble(order, UNPLACED, 0);
    legs.setDouble(order, PRICE, ticks);
    const quantity = this.#filledLots(order) + this.#openLots(order);
    this.#instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, quantity, ticks);
  }

  #filledLots(order: number): number {
    const legs = this.#legs;
    let filled = 0;
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) filled += legs.legDouble(order, leg, LEG_APPLIED);
    return filled;
  }

  /** What may still trade; of a leg that is ending, what will be unplaced besides. */
  #openLots(order: number): number {
    const legs = this.#legs;
    let open = 0;
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      const isEnding = legs.legByte(order, leg, LEG_STATUS) === LegStatus.ENDING;
      if (!isEnding && !this.#isLive(order, leg)) continue;
      open += legs.legDouble(order, leg, LEG_LOTS) - legs.legDouble(order, leg, LEG_APPLIED);
    }
    return open;
  }

  #isLive(order: number, leg: number): boolean {
    const status = this.#legs.legByte(order, leg, LEG_STATUS);
    return status === LegStatus.SENT || status === LegStatus.OPEN || status === LegStatus.IN_DOUBT;
  }

  #isEnding(order: number): boolean {
    for (let leg = 0; leg < this.#legs.byte(order, USED_LEGS); leg++) {
      if (this.#legs.legByte(order, leg, LEG_STATUS) === LegStatus.ENDING) return true;
    }
    return false;
  }

  #firstLive(order: number): number {
    for (let leg = 0; leg < this.#legs.byte(order, USED_LEGS); leg++) if (this.#isLive(order, leg)) return leg;
    return NO_LEG;
  }
}
