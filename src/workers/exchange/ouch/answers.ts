import { Side, TimeInForce } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import {
  ADDED,
  Answer,
  CancelReason,
  LIVE,
  NO,
  PRINCIPAL,
  REMOVED,
  SideCode,
  TimeInForceCode,
} from '../../protocols/ouch/codes.ts';
import { Field, OUTBOUND } from '../../protocols/ouch/layout.ts';
import { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import type { LegTable } from '../server/leg_table.ts';
import type { ReportValues } from '../server/order_desk.ts';
import { FramedMessages } from './framed_messages.ts';
import { type OrderTerms, rejectReasonOf } from './order_terms.ts';

/** Writes what the client is told into the turn's batch: sequenced in this order, and sent once it is logged. */
export class Answers {
  readonly batch = new FramedMessages();
  readonly message = new OuchMessage(OUTBOUND);
  private readonly legs: LegTable;
  private readonly terms: OrderTerms;
  private readonly nowNs: () => number;

  /** `nowNs`: since midnight. */
  constructor(legs: LegTable, terms: OrderTerms, nowNs: () => number) {
    this.legs = legs;
    this.terms = terms;
    this.nowNs = nowNs;
  }

  /** A message about a UserRefNum; its other fields are set before. */
  put(type: number, userRefNum: number): void {
    const { message, batch } = this;
    message.set(Field.TIMESTAMP, this.nowNs());
    message.set(Field.USER_REF_NUM, userRefNum);
    const at = batch.begin();
    batch.finish(message.encode(type, batch.target, at));
    message.clearOptions();
  }

  systemEvent(event: number): void {
    this.message.set(Field.EVENT, event);
    this.put(Answer.SYSTEM_EVENT, 0);
  }

  accepted(report: ReportValues, leg: number, request: OuchMessage): void {
    this.message.copy(Field.CAPACITY, request);
    this.copyTerms(report, leg, request, report.orderLots);
    this.message.copy(Field.SIDE, request);
    this.put(Answer.ACCEPTED, report.legRef);
  }

  replaced(report: ReportValues, leg: number, request: OuchMessage): void {
    this.message.set(Field.ORIG_USER_REF_NUM, request.get(Field.ORIG_USER_REF_NUM));
    this.message.set(Field.CAPACITY, PRINCIPAL);
    this.copyTerms(report, leg, request, report.leavesLots);
    this.put(Answer.REPLACED, report.legRef);
  }

  executed(report: ReportValues, leg: number, isAggressor: boolean, matchNumber: number): void {
    const instrument = this.legs.instrument[leg]!;
    const { message, terms } = this;
    message.set(Field.QUANTITY, terms.sharesOf(instrument, report.lastLots));
    message.set(Field.PRICE, terms.priceOf(instrument, report.lastTicks));
    message.set(Field.LIQUIDITY_FLAG, isAggressor ? REMOVED : ADDED);
    message.set(Field.MATCH_NUMBER, matchNumber);
    this.put(Answer.EXECUTED, report.legRef);
  }

  canceled(report: ReportValues, leg: number, lots: number): void {
    const isExpired = report.kind === ReportKind.EXPIRED;
    const isSelfTrade = report.reason === VenueReason.SELF_TRADE;
    const reason = isSelfTrade ? CancelReason.SELF_MATCH : CancelReason.USER;
    this.message.set(Field.QUANTITY, this.terms.sharesOf(this.legs.instrument[leg]!, lots));
    this.message.set(Field.REASON, isExpired ? CancelReason.IMMEDIATE_OR_CANCEL : reason);
    this.put(Answer.CANCELED, report.legRef);
  }

  /** `reason` is OUCH's. */
  rejected(userRefNum: number, reason: number, request: OuchMessage): void {
    this.message.set(Field.REASON, reason);
    this.message.copy(Field.CL_ORD_ID, request);
    this.put(Answer.REJECTED, userRefNum);
  }

  refused(report: ReportValues, request: OuchMessage): void {
    this.rejected(report.legRef, rejectReasonOf(report.reason), request);
  }

  private copyTerms(report: ReportValues, leg: number, request: OuchMessage, lots: number): void {
    const { message, terms, legs } = this;
    const instrument = legs.instrument[leg]!;
    const isDay = legs.timeInForce[leg] === TimeInForce.DAY;
    message.set(Field.SIDE, legs.side[leg] === Side.BUY ? SideCode.BUY : SideCode.SELL);
    message.set(Field.QUANTITY, terms.sharesOf(instrument, lots));
    message.setText(Field.SYMBOL, terms.instruments[instrument]!.symbol);
    message.set(Field.PRICE, terms.priceOf(instrument, report.priceTicks));
    message.set(Field.TIME_IN_FORCE, isDay ? TimeInForceCode.DAY : TimeInForceCode.IOC);
    message.copy(Field.DISPLAY, request);
    message.set(Field.ORDER_REFERENCE, report.venueOrderId);
    message.copy(Field.INTERMARKET_SWEEP, request);
    message.set(Field.CROSS_TYPE, NO);
    message.set(Field.ORDER_STATE, LIVE);
    message.copy(Field.CL_ORD_ID, request);
  }
}
