import { VenueNewOrder, VenueReport } from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { ReportKind } from '../../model/venue.ts';
import { Answer, Request } from '../../protocols/ouch/codes.ts';
import { Field, INBOUND, OUTBOUND } from '../../protocols/ouch/layout.ts';
import { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import type { JournalEntry } from '../server/journal.ts';
import type { LegTable } from '../server/leg_table.ts';
import type { OrderRecovery } from '../server/order_recovery.ts';
import { eachFramed } from './framed_messages.ts';
import type { OrderTerms } from './order_terms.ts';
import type { OuchAccount } from './ouch_account.ts';

/** An account and its orders as they were, from what the log has of its messages both ways. */
export class OuchRecovery {
  /** The highest match number that anybody was told. */
  lastMatchNumber = 0;
  private readonly legs: LegTable;
  private readonly terms: OrderTerms;
  private readonly request = new OuchMessage(INBOUND);
  private readonly answer = new OuchMessage(OUTBOUND);
  private readonly order = new VenueNewOrder().wrap(allocateRegion(VenueNewOrder.BYTES), 0);
  private readonly report = new VenueReport().wrap(allocateRegion(VenueReport.BYTES), 0);

  constructor(legs: LegTable, terms: OrderTerms) {
    this.legs = legs;
    this.terms = terms;
  }

  restore(account: OuchAccount, entry: JournalEntry, orders: OrderRecovery): void {
    eachFramed(entry.inbound, (view, at, length) => {
      if (this.request.decode(view, at, length) !== Request.ENTER || account.isDisabled) return;
      if (this.request.get(Field.USER_REF_NUM) <= account.lastUserRefNum) return;
      if (this.terms.read(this.request, this.order) === 0) orders.onOrder(account.session, this.order);
    });
    account.lastUserRefNum = entry.lastOrderNumber;
    eachFramed(entry.reports, (view, at, length, bytes) => {
      this.restoreAnswer(account, this.answer.decode(view, at, length), orders);
      account.store.append(bytes, at, length);
    });
  }

  private restoreAnswer(account: OuchAccount, type: number, orders: OrderRecovery): void {
    const { answer, legs, report, terms } = this;
    if (type === Answer.DISABLED || type === Answer.ENABLED) account.isDisabled = type === Answer.DISABLED;
    const userRefNum = answer.get(Field.USER_REF_NUM);
    const leg = legs.find(account.session, type === Answer.REPLACED ? answer.get(Field.ORIG_USER_REF_NUM) : userRefNum);
    if (leg === 0) return;
    if (type === Answer.REPLACED) legs.rename(leg, userRefNum);
    const instrument = legs.instrument[leg]!;
    const lots = terms.lotsOf(instrument, answer.get(Field.QUANTITY));
    report.clear();
    report.legRef = userRefNum;
    report.venueOrderId = legs.orderId[leg]!;
    report.cumLots = legs.cumLots[leg]!;
    report.leavesLots = legs.leavesLots[leg]!;
    report.priceTicks = legs.priceTicks[leg]!;
    report.kind = this.read(type, lots, terms.ticksOf(instrument, answer.get(Field.PRICE)));
    if (report.kind === 0) return;
    report.orderLots = report.cumLots + report.leavesLots;
    orders.onReport(account.session, report);
    account.restoreLeg(leg);
  }

  /** Applies the answer to the report; its kind, or 0 when it changes no order. */
  private read(type: number, lots: number, ticks: number): number {
    const { answer, report } = this;
    switch (type) {
      case Answer.ACCEPTED:
        report.venueOrderId = answer.get(Field.ORDER_REFERENCE);
        return ReportKind.ACKNOWLEDGED;
      case Answer.REPLACED:
        report.leavesLots = lots;
        report.priceTicks = ticks;
        return ReportKind.REPLACED;
      case Answer.MODIFIED:
        report.leavesLots = lots;
        return ReportKind.REPLACED;
      case Answer.EXECUTED:
        this.lastMatchNumber = Math.max(this.lastMatchNumber, answer.get(Field.MATCH_NUMBER));
        report.cumLots += lots;
        report.leavesLots -= lots;
        return ReportKind.FILLED;
      case Answer.CANCELED:
        report.leavesLots -= lots;
        return report.leavesLots > 0 ? ReportKind.REPLACED : ReportKind.CANCELLED;
      case Answer.REJECTED:
        report.leavesLots = 0;
        return ReportKind.REJECTED;
      default:
        return 0;
    }
  }
}
