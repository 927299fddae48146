/** What a venue says of one leg without filling or ending it: answers to requests, and their refusals. */

import { VenueReport } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as venueCodes from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { Instructions } from './instructions.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';
import type { Placement } from './placement.ts';
import type { Replacing } from './replacing.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LEG_STATUS, USED_LEGS } = layout;
const { InstructionKind } = frontEventCodes;
const { ReportKind, VenueReason } = venueCodes;
const { LegFlag, LegStatus } = legStoreConstants;

export function makeLegReports(
  legs: LegStore,
  instructions: Instructions,
  placement: Placement,
  replacing: Replacing,
  slot: Slot,
) {
  const { front } = slot;
  const reportBody = VenueReport.over(slot.commands);

  function onReport(): void {
    const { order, leg } = front;
    const report = reportBody.move(slot.bodyAt);
    if (leg >= legs.byte(order, USED_LEGS)) return;
    const status = legs.legByte(order, leg, LEG_STATUS);
    if (status === LegStatus.NONE || status === LegStatus.DONE) return;
    const asked = requestAnsweredBy(report.kind);
    // The repeat of an earlier answer, or one that was overtaken: what was asked since is still to be answered.
    if (asked !== 0 && report.request !== legs.lastRequest(order, leg, asked)) return;
    const isRefusal = report.kind === ReportKind.CANCEL_REJECTED || report.kind === ReportKind.REPLACE_REJECTED;
    if (isRefusal && report.reason === VenueReason.UNKNOWN_ORDER) {
      // The order may have been lost on its way: unasked, it would be open here for ever.
      instructions.tell(InstructionKind.STATUS, order, leg, 0, 0);
    } else if (status === LegStatus.SENT || status === LegStatus.IN_DOUBT) {
      legs.setLegByte(order, leg, LEG_STATUS, LegStatus.OPEN);
    }
    switch (report.kind) {
      case ReportKind.REPLACED:
      case ReportKind.REPLACE_REJECTED:
      case ReportKind.STATUS:
        replacing.answered(order, leg, report);
        break;
      case ReportKind.CANCEL_REJECTED:
        cancelRejected(order, leg);
        break;
      default:
        break;
    }
  }

  function cancelRejected(order: number, leg: number): void {
    placement.dropFlag(order, leg, LegFlag.CANCEL_SENT);
    if (!replacing.dropRefused(order, leg)) placement.settleCancelIfRefused(order);
  }

  return { onReport };
}

/** The InstructionKind that a report of this kind answers; 0: it is news. */
function requestAnsweredBy(kind: number): number {
  switch (kind) {
    case ReportKind.CANCEL_REJECTED:
      return InstructionKind.CANCEL;
    case ReportKind.REPLACED:
    case ReportKind.REPLACE_REJECTED:
      return InstructionKind.REPLACE;
    case ReportKind.STATUS:
      return InstructionKind.STATUS;
    default:
      return 0;
  }
}
