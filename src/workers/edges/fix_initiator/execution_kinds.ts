/** Which report an ExecutionReport is: ExecType (150) says what happened, or that OrdStatus (39) says how things stand. */
import { ReportKind, VenueReason } from '../../model/venue.ts';
import type { VenueAnswer } from '../../protocols/fix/venue_answer.ts';

export const ExecTypeByte = {
  NEW: 0x30,
  /** Of FIX before 4.3, and of venues that kept them. */
  PARTIAL_FILL: 0x31,
  FILL: 0x32,
  DONE_FOR_DAY: 0x33,
  CANCELLED: 0x34,
  REPLACED: 0x35,
  REJECTED: 0x38,
  EXPIRED: 0x43,
  RESTATED: 0x44,
  TRADE: 0x46,
  TRADE_CORRECT: 0x47,
  TRADE_CANCEL: 0x48,
  ORDER_STATUS: 0x49,
} as const;

export const StatusByte = {
  FILLED: 0x32,
  DONE_FOR_DAY: 0x33,
  CANCELLED: 0x34,
  REJECTED: 0x38,
  EXPIRED: 0x43,
  PENDING_REPLACE: 0x45,
} as const;

/** The engine has no use for it: pending states, restatements, trades taken back. */
export const NO_REPORT = 0;

export function kindOfReport(answer: VenueAnswer): ReportKind | typeof NO_REPORT {
  switch (answer.execType) {
    case ExecTypeByte.NEW:
      return ReportKind.ACKNOWLEDGED;
    case ExecTypeByte.TRADE:
    case ExecTypeByte.PARTIAL_FILL:
    case ExecTypeByte.FILL:
      // Less than a lot: it is told with the fill that makes the lot whole, unless nothing follows.
      return answer.lastLots > 0 ? ReportKind.FILLED : NO_REPORT;
    case ExecTypeByte.CANCELLED:
      return ReportKind.CANCELLED;
    case ExecTypeByte.REPLACED:
      return ReportKind.REPLACED;
    case ExecTypeByte.REJECTED:
      return ReportKind.REJECTED;
    case ExecTypeByte.EXPIRED:
      return ReportKind.EXPIRED;
    case ExecTypeByte.DONE_FOR_DAY:
    case ExecTypeByte.RESTATED:
      return answer.leavesLots === 0 ? endOf(answer.status) : NO_REPORT;
    case ExecTypeByte.ORDER_STATUS:
      return kindOfStatus(answer);
    default:
      return NO_REPORT;
  }
}

function kindOfStatus({ status, isNoOrder, reason }: VenueAnswer): ReportKind {
  if (status === StatusByte.REJECTED) {
    if (reason === VenueReason.TOO_LATE) return ReportKind.STATUS;
    return isNoOrder || reason === VenueReason.UNKNOWN_ORDER ? ReportKind.UNKNOWN_ORDER : ReportKind.REJECTED;
  }
  return endOf(status) || ReportKind.STATUS;
}

function endOf(status: number): ReportKind | typeof NO_REPORT {
  switch (status) {
    case StatusByte.CANCELLED:
      return ReportKind.CANCELLED;
    case StatusByte.EXPIRED:
    case StatusByte.DONE_FOR_DAY:
      return ReportKind.EXPIRED;
    default:
      return NO_REPORT;
  }
}
