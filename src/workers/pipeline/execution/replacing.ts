/**
 * A replace, spread over the order's live legs: more goes to the first, less is taken from the last, a new price goes
 * to all. It settles when each leg told has answered, with what the legs then come to.
 */

import type { VenueReport } from '../../../../schemas/generated/engine.ts';
import { InstructionKind, LegsOutcome } from '../../model/front_event.ts';
import { ReasonCode } from '../../model/reason.ts';
import { ReportKind } from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { Instructions } from './instructions.ts';
import * as S from './leg_store.ts';
import { LegFlag, LegStatus, type LegStore } from './leg_store.ts';
import type { Placement } from './placement.ts';

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
    if (legs.byte(order, S.LIVE_LEGS) === 0 || legs.byte(order, S.CHILD_IN_FLIGHT) !== 0 || this.#isEnding(order)) {
      this.#instructions.settle(order, generation, LegsOutcome.REPLACE_REFUSED, ReasonCode.PENDING_CHANGE, 0, 0);
      return;
    }
    legs.setDouble(order, S.PENDING_PRICE, priceTicks);
    legs.setByte(order, S.REPLACED_LEGS, 0);
    legs.setByte(order, S.REPLACING_LEGS, 0);
    // What is unplaced goes with the replace: it is added to the legs, or dropped when it settles.
    let change = leavesLots - this.#openLots(order);
    for (let leg = legs.byte(order, S.USED_LEGS) - 1; leg >= 0; leg--) {
      if (this.#isLive(order, leg)) change = this.#tellLeg(order, leg, change, priceTicks);
    }
    if (legs.byte(order, S.REPLACING_LEGS) === 0) this.#settleReplaced(order);
  }

  /** REPLACED, REPLACE_REJECTED, or the answer to a status request while a replace is in doubt. */
  answered(order: number, leg: number, report: VenueReport): void {
    const legs = this.#legs;
    const flags = legs.legByte(order, leg, S.LEG_FLAGS);
    if ((flags & LegFlag.REPLACE_SENT) === 0) return;
    // The answer to a question that was put before this replace says nothing of it.
    if (report.kind === ReportKind.STATUS && (flags & LegFlag.REPLACE_ASKED) === 0) return;
    const wanted = legs.legDouble(order, leg, S.LEG_PENDING_LOTS);
    const isReplaced =
      report.kind === ReportKind.REPLACED ||
      (report.kind === ReportKind.STATUS &&
        report.orderLots === wanted &&
        report.priceTicks === legs.double(order, S.PENDING_PRICE));
    this.#placement.dropFlag(order, leg, LegFlag.REPLACE_SENT | LegFlag.REPLACE_ASKED);
    legs.setByte(order, S.REPLACING_LEGS, legs.byte(order, S.REPLACING_LEGS) - 1);
    if (isReplaced) {
      legs.setByte(order, S.REPLACED_LEGS, legs.byte(order, S.REPLACED_LEGS) + 1);
      legs.setLegDouble(order, leg, S.LEG_LOTS, report.orderLots);
      legs.setLegDouble(order, leg, S.LEG_PRICE, report.priceTicks);
    }
    this.#settleIfAnswered(order);
  }

  /** A leg that a replace wanted to drop stays, because its venue refused the cancel. True when that was it. */
  dropRefused(order: number, leg: number): boolean {
    const legs = this.#legs;
    if ((legs.legByte(order, leg, S.LEG_FLAGS) & LegFlag.DROPPED_BY_REPLACE) === 0) return false;
    this.#placement.dropFlag(order, leg, LegFlag.DROPPED_BY_REPLACE);
    legs.setByte(order, S.REPLACING_LEGS, legs.byte(order, S.REPLACING_LEGS) - 1);
    this.#settleIfAnswered(order);
    return true;
  }

  /** Changes one leg by its part of `change`; returns what is left for the legs before it. */
  #tellLeg(order: number, leg: number, change: number, ticks: number): number {
    const legs = this.#legs;
    const lots = legs.legDouble(order, leg, S.LEG_LOTS);
    const open = lots - legs.legDouble(order, leg, S.LEG_APPLIED);
    const isFirst = this.#firstLive(order) === leg;
    let part = 0;
    if (change < 0) part = change < -open ? -open : change;
    else if (isFirst) part = change;
    if (part === -open) {
      this.#placement.addFlag(order, leg, LegFlag.DROPPED_BY_REPLACE | LegFlag.CANCEL_SENT);
      legs.setByte(order, S.REPLACING_LEGS, legs.byte(order, S.REPLACING_LEGS) + 1);
      this.#instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    } else if (part !== 0 || ticks !== legs.legDouble(order, leg, S.LEG_PRICE)) {
      this.#placement.addFlag(order, leg, LegFlag.REPLACE_SENT);
      legs.setByte(order, S.REPLACING_LEGS, legs.byte(order, S.REPLACING_LEGS) + 1);
      legs.setLegDouble(order, leg, S.LEG_PENDING_LOTS, lots + part);
      this.#instructions.tell(InstructionKind.REPLACE, order, leg, lots + part, ticks);
    }
    return change - part;
  }

  /** True when each leg told has answered: refused when none changed, else replaced by what the legs come to. */
  #settleIfAnswered(order: number): boolean {
    const legs = this.#legs;
    if (legs.byte(order, S.REPLACING_LEGS) > 0 || legs.double(order, S.PENDING_PRICE) === 0) return false;
    if (legs.byte(order, S.REPLACED_LEGS) > 0) {
      this.#settleReplaced(order);
      return true;
    }
    legs.setDouble(order, S.PENDING_PRICE, 0);
    const reason = ReasonCode.VENUE_REFUSED_CHANGE;
    this.#instructions.settle(order, legs.int(order, S.GENERATION), LegsOutcome.REPLACE_REFUSED, reason, 0, 0);
    return true;
  }

  #settleReplaced(order: number): void {
    const legs = this.#legs;
    const ticks = legs.double(order, S.PENDING_PRICE);
    const generation = legs.int(order, S.GENERATION);
    legs.setDouble(order, S.PENDING_PRICE, 0);
    legs.setDouble(order, S.UNPLACED, 0);
    legs.setDouble(order, S.PRICE, ticks);
    const quantity = this.#filledLots(order) + this.#openLots(order);
    this.#instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, quantity, ticks);
  }

  #filledLots(order: number): number {
    const legs = this.#legs;
    let filled = 0;
    for (let leg = 0; leg < legs.byte(order, S.USED_LEGS); leg++) filled += legs.legDouble(order, leg, S.LEG_APPLIED);
    return filled;
  }

  /** What may still trade; of a leg that is ending, what will be unplaced besides. */
  #openLots(order: number): number {
    const legs = this.#legs;
    let open = 0;
    for (let leg = 0; leg < legs.byte(order, S.USED_LEGS); leg++) {
      const isEnding = legs.legByte(order, leg, S.LEG_STATUS) === LegStatus.ENDING;
      if (!isEnding && !this.#isLive(order, leg)) continue;
      open += legs.legDouble(order, leg, S.LEG_LOTS) - legs.legDouble(order, leg, S.LEG_APPLIED);
    }
    return open;
  }

  #isLive(order: number, leg: number): boolean {
    const status = this.#legs.legByte(order, leg, S.LEG_STATUS);
    return status === LegStatus.SENT || status === LegStatus.OPEN || status === LegStatus.IN_DOUBT;
  }

  #isEnding(order: number): boolean {
    for (let leg = 0; leg < this.#legs.byte(order, S.USED_LEGS); leg++) {
      if (this.#legs.legByte(order, leg, S.LEG_STATUS) === LegStatus.ENDING) return true;
    }
    return false;
  }

  #firstLive(order: number): number {
    for (let leg = 0; leg < this.#legs.byte(order, S.USED_LEGS); leg++) if (this.#isLive(order, leg)) return leg;
    return S.NO_LEG;
  }
}
