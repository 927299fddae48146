/** Lots that an open order had, and has no more: a venue took a trade back, or a fill of it is kept apart. */

import { TradeChange, VenueReport } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as refs from '../../model/leg_ref.ts';
import * as venueCodes from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { Instructions } from './instructions.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import type { Placement } from './placement.ts';
import type { Desk } from './work/desk.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { GENERATION, HELD, Held, LEG_APPLIED, LEG_LOTS, LEG_STATUS, LegStatus, UNPLACED, USED_LEGS } = layout;
const { FrontFlag, InstructionKind } = frontEventCodes;
const { generationOfLegRef, legOfLegRef, orderOfLegRef } = refs;
const { ReportKind } = venueCodes;
const NO_HOLDER = -1;

export type TakenBack = ReturnType<typeof makeTakenBack>;

export function makeTakenBack(
  legs: LegStore,
  instructions: Instructions,
  placement: Placement,
  desk: Desk,
  slot: Slot,
) {
  const { front } = slot;
  const reportBody = VenueReport.over(slot.commands);
  const changeBody = TradeChange.over(slot.commands);

  /**
   * `lots` that are not filled any more. Open again at their venue, they are its leg's; else they go where the rest of a leg
   * would go. A child has no more lots than its slice: one that a venue opened again is cancelled, and its rest worked anew.
   */
  function change(lots: number): void {
    const { order } = front;
    if (order < 0) return;
    const holder = holderOfReopened();
    if (legs.byte(order, HELD) === Held.WORK) {
      if (holder !== NO_HOLDER) instructions.tell(InstructionKind.CANCEL, holder, legOfLegRef(changeBody.legRef), 0, 0);
      desk.takenBack(order);
      return;
    }
    legs.addBusted(order, lots);
    if (holder === order) {
      const leg = legOfLegRef(changeBody.legRef);
      legs.setLegDouble(order, leg, LEG_LOTS, legs.legDouble(order, leg, LEG_LOTS) + lots);
    } else legs.setDouble(order, UNPLACED, legs.double(order, UNPLACED) + lots);
  }

  /** Whose open leg has the lots of a trade change again; NO_HOLDER: nobody's. */
  function holderOfReopened(): number {
    const { legRef, reopened } = changeBody.move(slot.bodyAt);
    if (reopened === 0 || !(legRef > 0 && legRef <= Number.MAX_SAFE_INTEGER)) return NO_HOLDER;
    const order = orderOfLegRef(legRef);
    if (order >= legs.capacity || legs.int(order, GENERATION) !== generationOfLegRef(legRef)) return NO_HOLDER;
    const leg = legOfLegRef(legRef);
    return leg < legs.byte(order, USED_LEGS) && legs.isOpenLeg(order, leg) ? order : NO_HOLDER;
  }

  /** The leg had the fill, and its order did not: it is kept apart. */
  function passBy(): void {
    const { order, leg, lastLots } = front;
    if (leg >= legs.byte(order, USED_LEGS)) return;
    legs.setLegDouble(order, leg, LEG_APPLIED, legs.legDouble(order, leg, LEG_APPLIED) + lastLots);
    legs.addBusted(order, lastLots);
    if (legs.legByte(order, leg, LEG_STATUS) === LegStatus.DONE) return;
    legs.setDouble(order, UNPLACED, legs.double(order, UNPLACED) + lastLots);
    const report = reportBody.move(slot.bodyAt);
    if ((front.flags & FrontFlag.LEG_DONE) !== 0) placement.legEnding(order, leg, report.cumLots, ReportKind.FILLED);
    placement.legMayBeDone(order, leg);
  }

  return { change, passBy };
}
