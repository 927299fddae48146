import type {
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { Answer, CancelReason } from '../../protocols/ouch/codes.ts';
import { Field, OUTBOUND } from '../../protocols/ouch/layout.ts';
import { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import { LegState, Legs, Waiting } from './legs.ts';
import { emptyReport, type OuchReport } from './ouch_report.ts';
import { Queries } from './queries.ts';
import { refusalOf, refusalOfReplace } from './refusals.ts';
import { reasonOf } from './reject_reasons.ts';
import { type OuchInstrument, RequestWriter, type SendRequest } from './request_writer.ts';

export interface OuchOrdersOptions {
  readonly instruments: readonly OuchInstrument[];
  readonly logins: number;
  readonly legCapacity: number;
  readonly send: SendRequest;
  readonly report: (report: OuchReport, legs: Legs) => void;
}

/**
 * Our orders at a venue that speaks OUCH: what the engine asks for becomes requests, what the venue answers becomes reports.
 *
 * It is a function of what the session's log holds, in that order: the log read again after a restart gives the same legs,
 * and the same reports in the same order. So a report's number is its place, and none is told twice or left out.
 *
 * OUCH passes over in silence what concerns an order that is no longer open. A leg's end therefore answers what was asked
 * of it before; and the answer to an Account Query, which is sequenced behind all that came of earlier requests, tells of each
 * request that is still unanswered whether it had come: it had if its UserRefNum is below the number answered.
 */
export class OuchOrders {
  readonly legs: Legs;
  readonly writer: RequestWriter;
  readonly queries: Queries;
  /** By login: the UserRefNum used next; whether the venue has said where it stands since the connection was made. */
  readonly nextUserRef: Float64Array;
  readonly isCurrent: Uint8Array;
  /** Enters and replaces without an answer. */
  unanswered = 0;
  /** Answers that are none, or about orders that nobody knows. */
  malformed = 0;
  unknown = 0;
  private readonly options: OuchOrdersOptions;
  private readonly isRestarted: Uint8Array;
  private readonly answer = new OuchMessage(OUTBOUND);
  private readonly report = emptyReport();

  constructor(options: OuchOrdersOptions) {
    this.options = options;
    this.legs = new Legs(options.legCapacity);
    this.writer = new RequestWriter(options.instruments, this.legs, options.send);
    this.nextUserRef = new Float64Array(options.logins).fill(1);
    this.isCurrent = new Uint8Array(options.logins);
    this.queries = new Queries(options.logins);
    this.isRestarted = new Uint8Array(options.logins);
  }

  // ---------------------------------------------------------------- what the engine asks for

  enter(order: VenueNewOrder, login: number): void {
    const { legs } = this;
    const reason = refusalOf(order, legs, this.options.instruments);
    const userRef = this.nextUserRef[login]!;
    const leg = reason === VenueReason.NONE ? legs.take(order.legRef, login, userRef) : 0;
    if (leg === 0) {
      this.tell(ReportKind.REJECTED, 0, order.legRef, 0, reason || VenueReason.THROTTLED);
      return;
    }
    this.nextUserRef[login]!++;
    this.unanswered++;
    legs.orderLots[leg] = order.lots;
    legs.leavesLots[leg] = order.lots;
    legs.priceTicks[leg] = order.priceTicks;
    legs.displayLots[leg] = order.displayLots;
    legs.minLots[leg] = order.minLots;
    legs.instrument[leg] = order.instrument;
    legs.side[leg] = order.side;
    legs.orderType[leg] = order.orderType;
    legs.timeInForce[leg] = order.timeInForce;
    this.writer.enter(leg);
  }

  cancel(body: VenueCancel): void {
    const { legs } = this;
    const leg = legs.find(body.legRef);
    if (leg === 0 || legs.state[leg] === LegState.ENDED) {
      const reason = leg === 0 ? VenueReason.UNKNOWN_ORDER : VenueReason.TOO_LATE;
      this.tell(ReportKind.CANCEL_REJECTED, leg, body.legRef, body.request, reason);
      return;
    }
    legs.waiting[leg]! |= Waiting.CANCEL;
    legs.cancelRequest[leg] = body.request;
    this.writer.cancel(leg);
  }

  replace(body: VenueReplace): void {
    const { legs } = this;
    const leg = legs.find(body.legRef);
    const reason = refusalOfReplace(body, leg, legs, this.options.instruments);
    if (reason !== VenueReason.NONE) {
      this.tell(ReportKind.REPLACE_REJECTED, leg, body.legRef, body.request, reason);
      return;
    }
    const login = legs.login[leg]!;
    legs.waitForReplace(leg, this.nextUserRef[login]!);
    this.nextUserRef[login]!++;
    this.unanswered++;
    legs.replaceRequest[leg] = body.request;
    legs.replaceLots[leg] = body.lots;
    legs.replaceTicks[leg] = body.priceTicks;
    this.writer.replace(leg);
  }

  status(body: VenueStatusRequest): void {
    const { legs } = this;
    const leg = legs.find(body.legRef);
    if (leg === 0) {
      this.tell(ReportKind.UNKNOWN_ORDER, 0, body.legRef, body.request, VenueReason.UNKNOWN_ORDER);
      return;
    }
    legs.waiting[leg]! |= Waiting.STATUS;
    legs.statusRequest[leg] = body.request;
    this.tellStatus(leg);
  }

  // ---------------------------------------------------------------- what becomes of a login

  /** The engine has started again: until the venue says where it stands, nobody knows what had left. */
  restarted(): void {
    this.isCurrent.fill(0);
    this.isRestarted.fill(1);
  }

  disconnected(login: number): void {
    this.isCurrent[login] = 0;
  }

  /** The venue has begun anew: it knows none of the login's orders. */
  forgotten(login: number): void {
    const { legs } = this;
    this.queries.forgotten(login);
    for (let leg = 1; leg <= legs.capacity; leg++) {
      const state = legs.state[leg];
      if (legs.login[leg] !== login || (state !== LegState.OPEN && state !== LegState.ENTERED)) continue;
      this.forget(leg);
    }
  }

  // ---------------------------------------------------------------- what the venue answers

  /** Answers with the message's type; 0 or below: it is none. */
  take(login: number, view: DataView, at: number, length: number): number {
    const { answer } = this;
    const type = answer.decode(view, at, length);
    if (type <= 0) {
      this.malformed++;
      return type;
    }
    const userRef = answer.get(Field.USER_REF_NUM);
    if (type === Answer.ACCOUNT_QUERY) {
      if (this.queries.answered(login, userRef)) this.standsAt(login, userRef);
      return type;
    }
    if (type === Answer.BROKEN_TRADE) this.broken(this.legs.findUserRef(login, userRef));
    if (!ABOUT_ORDERS.has(type)) return type;
    this.queries.passed(login, userRef);
    const leg = this.legs.findUserRef(login, userRef);
    if (leg === 0 || this.legs.state[leg] === LegState.ENDED) this.unknown++;
    else this.takeOf(leg, type);
    return type;
  }

  private takeOf(leg: number, type: number): void {
    const { legs, answer } = this;
    const { lotShares, tickPrice4 } = this.options.instruments[legs.instrument[leg]!]!;
    const lots = answer.get(Field.QUANTITY) / lotShares;
    const ticks = answer.get(Field.PRICE) / tickPrice4;
    switch (type) {
      case Answer.ACCEPTED:
        this.accepted(leg, lots);
        break;
      case Answer.REPLACED:
        this.replaced(leg, lots, ticks);
        break;
      case Answer.EXECUTED:
        legs.cumLots[leg]! += lots;
        legs.leavesLots[leg] = Math.max(0, legs.leavesLots[leg]! - lots);
        this.report.executionId = answer.get(Field.MATCH_NUMBER);
        this.tell(ReportKind.FILLED, leg, legs.legRef[leg]!, 0, VenueReason.NONE, lots, ticks);
        this.report.executionId = 0;
        break;
      case Answer.CANCELED:
      case Answer.AIQ_CANCELED:
        this.reduced(leg, legs.leavesLots[leg]! - lots);
        break;
      case Answer.MODIFIED:
        this.reduced(leg, lots);
        break;
      case Answer.REJECTED:
        this.rejected(leg);
        break;
      case Answer.CANCEL_REJECT:
        this.cancelRefused(leg, VenueReason.CLOSED);
        break;
    }
    if (legs.leavesLots[leg] === 0) this.end(leg);
    this.tellStatus(leg);
  }

  /** What is broken is not open again (OUCH 5.0, 3.7). `leg` is 0 where the order is long over: the venue's number names it. */
  private broken(leg: number): void {
    const { answer, legs, report } = this;
    report.brokenId = answer.get(Field.MATCH_NUMBER);
    this.tell(0, leg, leg === 0 ? 0 : legs.legRef[leg]!, 0, VenueReason.NONE);
    report.brokenId = 0;
  }

  private accepted(leg: number, lots: number): void {
    const { legs, answer } = this;
    if (legs.state[leg] !== LegState.ENTERED) return;
    this.unanswered--;
    legs.state[leg] = LegState.OPEN;
    legs.venueOrderId[leg] = answer.get(Field.ORDER_REFERENCE);
    legs.orderLots[leg] = lots;
    legs.leavesLots[leg] = lots;
    this.tell(ReportKind.ACKNOWLEDGED, leg, legs.legRef[leg]!, 0, VenueReason.NONE);
  }

  /** The quantity is what is open now. */
  private replaced(leg: number, lots: number, ticks: number): void {
    const { legs, answer } = this;
    if (!legs.waitsFor(leg, Waiting.REPLACE)) return;
    this.unanswered--;
    legs.decideReplace(leg, true);
    legs.venueOrderId[leg] = answer.get(Field.ORDER_REFERENCE);
    legs.orderLots[leg] = legs.cumLots[leg]! + lots;
    legs.leavesLots[leg] = lots;
    legs.priceTicks[leg] = ticks;
    this.tell(ReportKind.REPLACED, leg, legs.legRef[leg]!, legs.replaceRequest[leg]!, VenueReason.NONE);
  }

  private reduced(leg: number, leaves: number): void {
    const { legs, answer } = this;
    legs.leavesLots[leg] = Math.max(0, leaves);
    const code = answer.get(Field.REASON);
    const isExpired = answer.type === Answer.CANCELED && code === CancelReason.IMMEDIATE_OR_CANCEL;
    const reason = code === CancelReason.SELF_MATCH ? VenueReason.SELF_TRADE : VenueReason.NONE;
    if (leaves > 0) {
      legs.orderLots[leg] = legs.cumLots[leg]! + leaves;
      this.tell(ReportKind.REPLACED, leg, legs.legRef[leg]!, 0, reason);
      return;
    }
    const kind = isExpired ? ReportKind.EXPIRED : ReportKind.CANCELLED;
    legs.waiting[leg]! &= ~Waiting.CANCEL;
    this.tell(kind, leg, legs.legRef[leg]!, 0, isExpired ? VenueReason.NO_LIQUIDITY : reason);
  }

  /** An order, or a replace: that leaves the order as it was. */
  private rejected(leg: number): void {
    const { legs, answer } = this;
    const reason = reasonOf(answer.get(Field.REASON));
    if (legs.state[leg] === LegState.ENTERED) {
      this.unanswered--;
      legs.state[leg] = LegState.OPEN;
      legs.leavesLots[leg] = 0;
      this.tell(ReportKind.REJECTED, leg, legs.legRef[leg]!, 0, reason);
    } else if (answer.get(Field.USER_REF_NUM) === legs.replaceRef[leg]) this.replaceRefused(leg, reason);
  }

  // ---------------------------------------------------------------- ends, and what is waited for

  /** What was asked of a leg before it ended is answered by its end. */
  private end(leg: number): void {
    const { legs } = this;
    if (legs.state[leg] === LegState.ENTERED) this.unanswered--;
    if (legs.waitsFor(leg, Waiting.REPLACE)) this.replaceRefused(leg, VenueReason.TOO_LATE);
    this.cancelRefused(leg, VenueReason.TOO_LATE);
    legs.end(leg);
  }

  private replaceRefused(leg: number, reason: number): void {
    const { legs } = this;
    this.unanswered--;
    legs.decideReplace(leg, false);
    this.tell(ReportKind.REPLACE_REJECTED, leg, legs.legRef[leg]!, legs.replaceRequest[leg]!, reason);
  }

  private cancelRefused(leg: number, reason: number): void {
    const { legs } = this;
    if (!legs.waitsFor(leg, Waiting.CANCEL)) return;
    legs.waiting[leg]! &= ~Waiting.CANCEL;
    this.tell(ReportKind.CANCEL_REJECTED, leg, legs.legRef[leg]!, legs.cancelRequest[leg]!, reason);
  }

  /** All that came of what the login had sent has been taken; of the rest, what is not below `next` never came. */
  private standsAt(login: number, next: number): void {
    const { legs } = this;
    const isRestarted = this.isRestarted[login] === 1;
    this.isRestarted[login] = 0;
    this.isCurrent[login] = 1;
    if (next > this.nextUserRef[login]!) this.nextUserRef[login] = next;
    for (let leg = 1; leg <= legs.capacity; leg++) {
      const state = legs.state[leg];
      if (legs.login[leg] !== login || state === LegState.FREE) continue;
      if (isRestarted && state !== LegState.ENDED) this.dropUnsent(leg, next);
      this.tellStatus(leg);
    }
    if (!isRestarted) this.writer.sendAgain(login, next);
  }

  /** After a restart nothing leaves that had not left: what the venue never got ends here, for whoever asks. */
  private dropUnsent(leg: number, next: number): void {
    const { legs } = this;
    if (legs.state[leg] === LegState.ENTERED && legs.userRef[leg]! >= next) {
      this.forget(leg);
      return;
    }
    // The engine sends its cancels again, and asks what became of its replaces.
    legs.waiting[leg]! &= ~Waiting.CANCEL;
    if (legs.waitsFor(leg, Waiting.REPLACE) && legs.replaceRef[leg]! >= next) {
      this.unanswered--;
      legs.decideReplace(leg, false);
    }
  }

  private forget(leg: number): void {
    const { legs } = this;
    if (legs.state[leg] === LegState.ENTERED) this.unanswered--;
    if (legs.waitsFor(leg, Waiting.REPLACE)) this.unanswered--;
    legs.forget(leg);
    legs.waiting[leg]! &= Waiting.STATUS;
    this.tellUnknown(leg);
  }

  /** Once nothing is under way that could still change what it says. */
  private tellStatus(leg: number): void {
    const { legs } = this;
    if (!legs.waitsFor(leg, Waiting.STATUS)) return;
    const isDecided = legs.state[leg] !== LegState.ENTERED && !legs.waitsFor(leg, Waiting.REPLACE);
    if (!isDecided || this.isCurrent[legs.login[leg]!] === 0) return;
    legs.waiting[leg]! &= ~Waiting.STATUS;
    this.tell(ReportKind.STATUS, leg, legs.legRef[leg]!, legs.statusRequest[leg]!, VenueReason.NONE);
  }

  private tellUnknown(leg: number): void {
    const { legs } = this;
    if (!legs.waitsFor(leg, Waiting.STATUS)) return;
    legs.waiting[leg]! &= ~Waiting.STATUS;
    const reason = VenueReason.UNKNOWN_ORDER;
    this.tell(ReportKind.UNKNOWN_ORDER, 0, legs.legRef[leg]!, legs.statusRequest[leg]!, reason);
  }

  private tell(
    kind: number,
    leg: number,
    legRef: number,
    request: number,
    reason: number,
    lastLots = 0,
    lastTicks = 0,
  ): void {
    const { report } = this;
    report.kind = kind;
    report.leg = leg;
    report.legRef = legRef;
    report.request = request;
    report.reason = reason;
    report.lastLots = lastLots;
    report.lastTicks = lastTicks;
    this.options.report(report, this.legs);
  }
}

const ABOUT_ORDERS: ReadonlySet<number> = new Set([
  Answer.ACCEPTED,
  Answer.REPLACED,
  Answer.EXECUTED,
  Answer.CANCELED,
  Answer.AIQ_CANCELED,
  Answer.MODIFIED,
  Answer.REJECTED,
  Answer.CANCEL_REJECT,
]);
