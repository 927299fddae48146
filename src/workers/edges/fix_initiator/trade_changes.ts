/**
 * Trades that the venue takes back or corrects (ExecutionReport with ExecType H or G, which names the execution by ExecRefID):
 * to the engine a TRADE_CHANGE, and from then on the order's figures at the venue are others than the engine's (TakenBack).
 */
import { TradeChangeKind } from '../../model/venue.ts';
import type { VenueAnswer } from '../../protocols/fix/venue_answer.ts';
import { ExecTypeByte, StatusByte } from './execution_kinds.ts';
import { type LegBook, NO_LEG, NOT_KNOWN } from './leg_book.ts';
import type { LegNotes } from './leg_log.ts';
import type { ReportRecords } from './report_records.ts';
import type { Requests } from './requests.ts';

export interface TradeChangesParts {
  readonly legs: LegBook;
  readonly records: ReportRecords;
  readonly requests: Requests;
  readonly notes: LegNotes;
  readonly notice: (text: string) => void;
}

export class TradeChanges {
  /** Told to the engine; of no use to it, because they name no execution or no whole lots: for a person to book. */
  readonly counters = { told: 0, unclear: 0 };
  private readonly parts: TradeChangesParts;

  constructor(parts: TradeChangesParts) {
    this.parts = parts;
  }

  /** `leg`: where the order is in the book; NO_LEG: it has ended. */
  take(leg: number, answer: VenueAnswer, sequence: number): void {
    const { notes, records, requests, notice } = this.parts;
    const { reference, lastLots, leavesLots } = answer;
    const { legRef } = reference;
    const isCancel = answer.execType === ExecTypeByte.TRADE_CANCEL;
    const isReopened = this.moveBeside(leg, answer, isCancel);
    const isClear = answer.originalExecutionId !== 0 && (isCancel || (lastLots > 0 && answer.lastTicks > 0));
    if (isClear) {
      records.change(sequence, isCancel ? TradeChangeKind.CANCELLED : TradeChangeKind.CORRECTED, isReopened, answer);
      this.counters.told++;
    } else {
      notice(`${nameOf(isCancel)} of a trade of ${legRef} that cannot be booked here: it ${faultOf(answer)}`);
      this.counters.unclear++;
    }
    notes.takenBack(legRef, records.placeOf(sequence));
    if (leg === NO_LEG && leavesLots > 0 && !isEnd(answer.status)) {
      notice(
        `${legRef} has ended here, and the venue has ${leavesLots} lots of it open again: they are to be cancelled there`,
      );
    } else if (leg !== NO_LEG && leavesLots === 0) requests.ask(leg, 0);
  }

  /** Whether what was taken back is open again at the venue. */
  private moveBeside(leg: number, answer: VenueAnswer, isCancel: boolean): boolean {
    const { legs } = this.parts;
    const { legRef } = answer.reference;
    const { taken, reopened } = legs.takenBack.of(legRef);
    const told = leg === NO_LEG ? NOT_KNOWN : legs.cum[leg]!;
    if (told === NOT_KNOWN) {
      // Of an order that has ended: should it trade again, its fills are to count as new.
      const lots = isCancel && answer.lastLots > 0 ? answer.lastLots : 0;
      if (lots > 0) legs.takenBack.set(legRef, { taken: taken + lots, reopened });
      return false;
    }
    const lots = told - taken - answer.cumLots;
    if (lots === 0) return false;
    // An open order has what it lacks of its quantity open; where that is less, the venue keeps what it took back closed.
    const quantity = answer.orderLots > 0 ? answer.orderLots : legs.lots[leg]!;
    const isReopened = lots > 0 && answer.leavesLots > 0 && answer.leavesLots === quantity - answer.cumLots;
    legs.takenBack.set(legRef, { taken: taken + lots, reopened: reopened + (isReopened ? lots : 0) });
    return isReopened;
  }
}

function nameOf(isCancel: boolean): string {
  return isCancel ? 'a bust' : 'a correction';
}

function faultOf({ originalExecutionId }: VenueAnswer): string {
  return originalExecutionId === 0
    ? 'names no execution (ExecRefID)'
    : 'has no whole lots (LastQty) at a price (LastPx)';
}

function isEnd(status: number): boolean {
  return status === StatusByte.CANCELLED || status === StatusByte.EXPIRED || status === StatusByte.DONE_FOR_DAY;
}
