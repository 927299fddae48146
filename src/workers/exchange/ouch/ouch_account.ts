import { VenueCancel, VenueNewOrder, VenueReplace } from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { Side } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { MessageStore } from '../../protocols/message_store.ts';
import { Answer, RejectReason, Request, SideCode, SystemEventCode } from '../../protocols/ouch/codes.ts';
import { Field, INBOUND, Tag } from '../../protocols/ouch/layout.ts';
import { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import type { SoupServerConnection } from '../../protocols/soupbin/server.ts';
import { LegState, type LegTable } from '../server/leg_table.ts';
import type { OrderDesk, ReportValues } from '../server/order_desk.ts';
import { Answers } from './answers.ts';
import { FramedMessages, isTooLong } from './framed_messages.ts';
import { isSell, isWhole, type OrderTerms } from './order_terms.ts';

/** Of a message on its way, with its options at most a few. */
const MEAN_MESSAGE_BYTES = 96;

export interface OuchCounters {
  messages: number;
  /** Numbers that were used, orders that are not open: the specification passes them over without a word. */
  ignored: number;
  malformed: number;
}

export interface OuchAccountParts {
  /** The account's number among the sessions of the order desk. */
  readonly session: number;
  readonly username: string;
  readonly desk: OrderDesk;
  readonly terms: OrderTerms;
  readonly storedReports: number;
  /** Nanoseconds since midnight. */
  readonly nowNs: () => number;
  /** Numbers a match for both its sides. */
  readonly matchNumber: () => number;
}

/**
 * One OUCH login: what it sends becomes the order desk's orders, under its UserRefNums; what the desk reports of them
 * becomes sequenced messages. A leg's reference at the desk is the newest UserRefNum of its chain of replaces.
 */
export class OuchAccount {
  readonly session: number;
  readonly username: string;
  readonly store: MessageStore;
  readonly inbound = new FramedMessages();
  readonly answers: Answers;
  readonly counters: OuchCounters = { messages: 0, ignored: 0, malformed: 0 };
  connection: SoupServerConnection | null = null;
  /** The highest that was used: only higher ones are taken. */
  lastUserRefNum = 0;
  isDisabled = false;
  private readonly desk: OrderDesk;
  private readonly legs: LegTable;
  private readonly terms: OrderTerms;
  private readonly matchNumber: () => number;
  private readonly message = new OuchMessage(INBOUND);
  /** Total quantity by leg, as the client was told last. */
  private readonly toldLots: Float64Array;
  private readonly order: VenueNewOrder;
  private readonly cancelMessage: VenueCancel;
  private readonly replaceMessage: VenueReplace;
  /** The request that is being executed and its leg's reference. */
  private doing = 0;
  private doingRef = 0;
  private isReplaceRefused = false;

  constructor({ session, username, desk, terms, storedReports, nowNs, matchNumber }: OuchAccountParts) {
    this.session = session;
    this.username = username;
    this.desk = desk;
    this.legs = desk.legs;
    this.terms = terms;
    this.matchNumber = matchNumber;
    this.store = new MessageStore(storedReports * MEAN_MESSAGE_BYTES, storedReports);
    this.answers = new Answers(desk.legs, terms, nowNs);
    this.toldLots = new Float64Array(desk.legs.capacity + 1);
    this.order = new VenueNewOrder().wrap(allocateRegion(VenueNewOrder.BYTES), 0);
    this.cancelMessage = new VenueCancel().wrap(allocateRegion(VenueCancel.BYTES), 0);
    this.replaceMessage = new VenueReplace().wrap(allocateRegion(VenueReplace.BYTES), 0);
  }

  startOfDay(): void {
    this.answers.systemEvent(SystemEventCode.START_OF_DAY);
  }

  endOfDay(): void {
    this.answers.systemEvent(SystemEventCode.END_OF_DAY);
  }

  /** A message of the client's. What is none, or of no known type, is counted and changes nothing. */
  take(view: DataView, at: number, length: number): void {
    const { message, counters } = this;
    const type = isTooLong(length) ? 0 : message.decode(view, at, length);
    if (type <= 0) {
      counters.malformed++;
      return;
    }
    counters.messages++;
    this.inbound.append(view, at, length);
    if (type === Request.ACCOUNT_QUERY) this.answers.put(Answer.ACCOUNT_QUERY, this.lastUserRefNum + 1);
    else if (type === Request.CANCEL || type === Request.MODIFY) this.change(type);
    else if (!this.takesNumber()) counters.ignored++;
    else if (type === Request.ENTER) this.enter();
    else if (type === Request.REPLACE) this.replace();
    else if (type === Request.MASS_CANCEL) this.massCancel();
    else this.setDisabled(type === Request.DISABLE);
    this.doing = 0;
  }

  /** A report of the desk's about an order of this login. */
  report(report: ReportValues): void {
    const leg = this.legs.find(this.session, report.legRef);
    if (report.kind === ReportKind.REJECTED) this.answers.refused(report, this.message);
    else if (leg !== 0) this.reportLeg(report, leg);
  }

  /** What recovery found out. */
  restoreLeg(leg: number): void {
    this.toldLots[leg] = this.legs.orderLots[leg]!;
  }

  /** The turn is logged: its messages may leave. */
  publish(nowNs: number): void {
    this.answers.batch.each((_view, at, length, bytes) => this.store.append(bytes, at, length));
    this.answers.batch.clear();
    this.inbound.clear();
    this.connection?.pump(nowNs);
  }

  // ---------------------------------------------------------------- requests

  private takesNumber(): boolean {
    return this.message.get(Field.USER_REF_NUM) > this.lastUserRefNum;
  }

  private useNumber(): number {
    this.lastUserRefNum = this.message.get(Field.USER_REF_NUM);
    return this.lastUserRefNum;
  }

  private enter(): void {
    const userRefNum = this.useNumber();
    const reason = this.isDisabled ? RejectReason.FIRM_NOT_AUTHORIZED : this.terms.read(this.message, this.order);
    if (reason !== 0) {
      this.answers.rejected(userRefNum, reason, this.message);
      return;
    }
    this.begin(Request.ENTER, userRefNum);
    this.desk.newOrder(this.session, this.order);
  }

  /** An order that is not open: ignored. Terms that cannot be: the order is cancelled, and the number is not used. */
  private replace(): void {
    const { message, legs, session } = this;
    const orig = message.get(Field.ORIG_USER_REF_NUM);
    const leg = this.openLeg(orig);
    if (leg === 0) {
      this.counters.ignored++;
      return;
    }
    const instrument = legs.instrument[leg]!;
    const userRefNum = message.get(Field.USER_REF_NUM);
    const { replaceMessage } = this;
    replaceMessage.clear();
    replaceMessage.legRef = userRefNum;
    replaceMessage.lots = this.terms.lotsOf(instrument, message.get(Field.QUANTITY));
    replaceMessage.priceTicks = this.terms.ticksOf(instrument, message.get(Field.PRICE));
    this.isReplaceRefused = !isWhole(replaceMessage.lots) || !isWhole(replaceMessage.priceTicks);
    if (!this.isReplaceRefused) {
      legs.rename(leg, userRefNum);
      this.begin(Request.REPLACE, userRefNum);
      this.desk.replace(session, replaceMessage);
    }
    if (!this.isReplaceRefused) {
      this.useNumber();
      return;
    }
    legs.rename(leg, orig);
    this.cancel(orig);
  }

  /** Cancel and Modify name the quantity that the order shall have at most, what is executed included. */
  private change(type: number): void {
    const { message, legs } = this;
    const ref = message.get(Field.USER_REF_NUM);
    const leg = this.openLeg(ref);
    const side = message.get(Field.SIDE);
    if (leg === 0 || (type === Request.MODIFY && !isSameSide(side, legs.side[leg]!))) {
      this.counters.ignored++;
      return;
    }
    const lots = this.terms.lotsOf(legs.instrument[leg]!, message.get(Field.QUANTITY));
    const left = Math.max(0, Math.floor(lots) - legs.cumLots[leg]!);
    const off = legs.leavesLots[leg]! - left;
    this.begin(type, ref);
    if (left === 0) this.cancel(ref);
    else if (off > 0) this.desk.reduce(leg, off);
    else if (type === Request.MODIFY) this.modified(leg);
  }

  private cancel(ref: number): void {
    this.cancelMessage.clear();
    this.cancelMessage.legRef = ref;
    this.desk.cancel(this.session, this.cancelMessage);
  }

  private modified(leg: number): void {
    const { message } = this.answers;
    message.copy(Field.SIDE, this.message);
    message.set(Field.QUANTITY, this.terms.sharesOf(this.legs.instrument[leg]!, this.legs.leavesLots[leg]!));
    this.answers.put(Answer.MODIFIED, this.legs.legRef[leg]!);
  }

  private massCancel(): void {
    const { message, answers } = this;
    const userRefNum = this.useNumber();
    const symbol = message.text(Field.SYMBOL);
    const instrument = symbol === '' ? -1 : this.terms.instrumentOf(symbol);
    if (symbol !== '' && instrument < 0) {
      message.setText(Field.CL_ORD_ID, '');
      answers.rejected(userRefNum, RejectReason.INVALID_SYMBOL, message);
      return;
    }
    answers.message.copy(Field.FIRM, message);
    answers.message.copy(Field.SYMBOL, message);
    answers.put(Answer.MASS_CANCEL, userRefNum);
    const side = message.has(Tag.SIDE) ? message.option(Tag.SIDE) : 0;
    this.desk.cancelAll(this.session, instrument, side === 0 ? 0 : side === SideCode.BUY ? Side.BUY : Side.SELL);
  }

  private setDisabled(isDisabled: boolean): void {
    this.isDisabled = isDisabled;
    this.answers.message.copy(Field.FIRM, this.message);
    this.answers.put(isDisabled ? Answer.DISABLED : Answer.ENABLED, this.useNumber());
  }

  private begin(type: number, ref: number): void {
    this.doing = type;
    this.doingRef = ref;
  }

  private openLeg(ref: number): number {
    const leg = this.legs.find(this.session, ref);
    return leg !== 0 && this.legs.state[leg] === LegState.OPEN ? leg : 0;
  }

  // ---------------------------------------------------------------- reports

  private reportLeg(report: ReportValues, leg: number): void {
    const { answers, toldLots } = this;
    const isDoing = report.legRef === this.doingRef;
    switch (report.kind) {
      case ReportKind.ACKNOWLEDGED:
        answers.accepted(report, leg, this.message);
        break;
      case ReportKind.FILLED: {
        const isEntering = this.doing === Request.ENTER || this.doing === Request.REPLACE;
        answers.executed(report, leg, isEntering && isDoing, this.matchNumber());
        return;
      }
      case ReportKind.CANCELLED:
      case ReportKind.EXPIRED:
        answers.canceled(report, leg, toldLots[leg]! - report.cumLots);
        break;
      case ReportKind.REPLACED:
        // Self-trade prevention may lower the order that is being replaced, once it has been.
        if (report.reason === VenueReason.SELF_TRADE) answers.canceled(report, leg, toldLots[leg]! - report.orderLots);
        else if (this.doing === Request.REPLACE && isDoing) answers.replaced(report, leg, this.message);
        else if (this.doing === Request.MODIFY && isDoing) this.modified(leg);
        else answers.canceled(report, leg, toldLots[leg]! - report.orderLots);
        break;
      case ReportKind.REPLACE_REJECTED:
        this.isReplaceRefused = true;
        return;
      case ReportKind.CANCEL_REJECTED:
        if (report.reason !== VenueReason.TOO_LATE) answers.put(Answer.CANCEL_REJECT, report.legRef);
        return;
      default:
        return;
    }
    toldLots[leg] = report.orderLots;
  }
}

function isSameSide(code: number, side: number): boolean {
  return side === Side.BUY ? code === SideCode.BUY : isSell(code);
}
