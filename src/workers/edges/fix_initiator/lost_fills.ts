/**
 * Fills that were never told: where the venue's numbers began anew, reports between are lost for good, and what a later
 * one says of the cumulative quantity is all that is left of them. What is missing is told as one fill, at what it must
 * have cost on average, to the tick that is worse for us.
 */
import { Side } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import type { VenueAnswer } from '../../protocols/fix/venue_answer.ts';
import { type LegBook, NOT_KNOWN } from './leg_book.ts';
import type { ReportRecords } from './report_records.ts';

/** Of a tick: what a quotient of prices may be beside a whole number. */
const SLACK = 1e-6;

export class LostFills {
  told = 0;
  private readonly legs: LegBook;
  private readonly records: ReportRecords;

  constructor(legs: LegBook, records: ReportRecords) {
    this.legs = legs;
    this.records = records;
  }

  /** Before a report of `kind` about the leg is told. */
  tell(leg: number, kind: number, answer: VenueAnswer, sequence: number, epoch: number): void {
    const { legs } = this;
    const isFill = kind === ReportKind.FILLED;
    const before = isFill ? answer.cumLots - answer.lastLots : answer.cumLots;
    const known = legs.cum[leg]!;
    if (legs.epoch[leg] !== epoch) {
      if (known !== NOT_KNOWN && before > known) this.tellMissing(leg, before - known, answer, sequence, kind);
      legs.epoch[leg] = epoch;
    }
    if (!isFill || legs.cum[leg] === NOT_KNOWN || before > legs.cum[leg]! || answer.cumLots <= legs.cum[leg]!) return;
    legs.cum[leg] = answer.cumLots;
    if (legs.value[leg] !== NOT_KNOWN) legs.value[leg]! += answer.lastLots * answer.lastTicks;
  }

  private tellMissing(leg: number, lots: number, answer: VenueAnswer, sequence: number, kind: number): void {
    const { legs, records } = this;
    const own = kind === ReportKind.FILLED ? answer.lastLots * answer.lastTicks : 0;
    // Of an earlier life of the process the engine knows the lots, and nobody what they cost; nor of trades that were taken back.
    const cost = legs.value[leg]!;
    const isCostKnown = cost !== NOT_KNOWN && legs.takenBack.of(legs.legRef[leg]!).taken === 0;
    const each = !isCostKnown ? answer.averageTicks : (answer.averageTicks * answer.cumLots - cost - own) / lots;
    const isBuy = legs.side[leg] === Side.BUY;
    const ticks = Math.max(1, isBuy ? Math.ceil(each - SLACK) : Math.floor(each + SLACK));
    legs.cum[leg]! += lots;
    if (cost !== NOT_KNOWN) legs.value[leg] = cost + lots * ticks;
    const body = records.imply(sequence, ReportKind.FILLED, 0, answer.reference.legRef);
    body.lastLots = lots;
    body.lastTicks = ticks;
    body.cumLots = legs.cum[leg]!;
    // A fill that leaves nothing ends the leg, which is for the report itself to say, unless it only says how things stand.
    body.leavesLots = kind === ReportKind.STATUS ? answer.leavesLots : Math.max(1, answer.leavesLots);
    body.orderLots = answer.orderLots;
    body.priceTicks = answer.priceTicks;
    records.commit();
    this.told++;
  }
}
