/** What a FIX venue says, as reports for the engine: the application of a session that we begin. */
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { textOf } from '../../protocols/fix/ascii.ts';
import type { FastHeader } from '../../protocols/fix/fast_header.ts';
import { FieldIndex } from '../../protocols/fix/field_index.ts';
import { Refusal, Taken } from '../../protocols/fix/refusal.ts';
import type { FixApplication } from '../../protocols/fix/session_config.ts';
import { BusinessReason, MsgType, RejectReason, Tag } from '../../protocols/fix/tag.ts';
import { Reading, VenueAnswer } from '../../protocols/fix/venue_answer.ts';
import type { VenueOrders } from '../../protocols/fix/venue_orders.ts';
import { ReferenceKind, ReferenceReader, requestOf } from '../../protocols/fix/venue_reference.ts';
import { kindOfReport, NO_REPORT, StatusByte } from './execution_kinds.ts';
import { type LegBook, LegMark, NO_LEG } from './leg_book.ts';
import { type LegNotes, startOfBody } from './leg_log.ts';
import { LostFills } from './lost_fills.ts';
import type { ReportRecords } from './report_records.ts';
import type { Requests } from './requests.ts';
import { TradeChanges } from './trade_changes.ts';

const CHECKSUM_BYTES = 7;
const RESPONSE_TO_CANCEL = 0x31;
const RESPONSE_TO_REPLACE = 0x32;
/** BusinessRejectReason (380): the identifier is not known. */
const UNKNOWN_ID = 1;

export interface AnswersParts {
  readonly legs: LegBook;
  readonly orders: VenueOrders;
  readonly records: ReportRecords;
  readonly requests: Requests;
  readonly notes: LegNotes;
  /** Numbers of the venue begin anew with each Logon, so that lost reports never come: what was told of fills is noted. */
  readonly notesFills: boolean;
  /** Messages of ours before this are of an earlier life of the process. */
  readonly firstNumber: number;
  readonly staleOrderMs: number;
  readonly nowMs: () => number;
  readonly notice: (text: string) => void;
}

export class Answers implements FixApplication {
  readonly refusal = new Refusal();
  readonly counters = { foreign: 0, malformed: 0, roundedPrices: 0, notTold: 0, refused: 0 };
  private readonly parts: AnswersParts;
  private readonly answer = new VenueAnswer();
  readonly tradeChanges: TradeChanges;
  private readonly lostFills: LostFills;
  private readonly reference = new ReferenceReader();
  private readonly ownFields = new FieldIndex();
  private ownType = 0;
  /** Legs with IN_DOUBT or REPLACE_IN_DOUBT that the venue is still to be asked about. */
  private doubts = 0;
  private epoch = 0;
  private mustFlush = false;

  constructor(parts: AnswersParts) {
    this.parts = parts;
    this.lostFills = new LostFills(parts.legs, parts.records);
    this.tradeChanges = new TradeChanges(parts);
  }

  setTime(): void {
    this.parts.records.setTime();
  }

  takeFast(_header: FastHeader, _view: DataView, start: number): number {
    return start;
  }

  onEpoch(epoch: number): void {
    this.epoch = epoch;
    this.parts.records.setEpoch(epoch);
  }

  /** By what identifier the venue knows an order must be in the file before the engine hears of it. */
  publish(): void {
    if (this.mustFlush) this.parts.requests.session.log.flush();
    this.mustFlush = false;
    this.parts.records.publish();
  }

  take(type: number, fields: FieldIndex, view: DataView, sequence: number): Taken {
    switch (type) {
      case MsgType.EXECUTION_REPORT:
        return this.takeReport(fields, view, sequence);
      case MsgType.ORDER_CANCEL_REJECT:
        this.takeCancelReject(fields, sequence);
        return Taken.RECORD;
      case MsgType.BUSINESS_MESSAGE_REJECT:
        this.takeRefusal(fields, Tag.BUSINESS_REJECT_REF_ID);
        return Taken.RECORD;
      case MsgType.ORDER_MASS_CANCEL_REPORT:
        return Taken.RECORD;
      default:
        return this.refusal.refuse(BusinessReason.UNSUPPORTED_MESSAGE_TYPE, 0, 'Unsupported message type');
    }
  }

  takeReject(fields: FieldIndex): void {
    this.takeRefusal(fields, 0);
  }

  /** Orders are not sent late: what the venue did not get in time, or before we started, it is asked about. */
  isResent(type: number, number: number, fields: FieldIndex): boolean {
    if (type === MsgType.ORDER_MASS_CANCEL_REQUEST) return false;
    const isOrder = type === MsgType.NEW_ORDER_SINGLE;
    if (!isOrder && type !== MsgType.ORDER_CANCEL_REPLACE_REQUEST) return true;
    const { firstNumber, staleOrderMs, nowMs, legs } = this.parts;
    const isOurs = number >= firstNumber;
    if (isOurs && nowMs() - fields.timestamp(Tag.SENDING_TIME) <= staleOrderMs) return true;
    const { reference } = this;
    const isKnown = reference.read(fields.bytes, fields.start(Tag.CL_ORD_ID), fields.end(Tag.CL_ORD_ID));
    const leg = isKnown ? legs.find(reference.legRef) : NO_LEG;
    // The engine itself asks about what an earlier life of the process sent.
    if (leg === NO_LEG || !isOurs) return false;
    if (!isOrder && reference.number !== legs.lastReplace[leg]) return false;
    legs.marks[leg]! |= isOrder ? LegMark.IN_DOUBT : LegMark.REPLACE_IN_DOUBT;
    this.doubts++;
    return false;
  }

  /** After a resend: asks about what was left out of it. */
  askDoubts(): void {
    if (this.doubts === 0) return;
    this.doubts = 0;
    const { legs, requests } = this.parts;
    for (let leg = 0; leg < legs.end; leg++) {
      if (legs.legRef[leg] === 0) continue;
      if ((legs.marks[leg]! & (LegMark.IN_DOUBT | LegMark.REPLACE_IN_DOUBT)) !== 0) requests.ask(leg, 0);
    }
  }

  // ---------------------------------------------------------------- reports

  private takeReport(fields: FieldIndex, view: DataView, sequence: number): Taken {
    const { answer, counters, parts } = this;
    const { legs, orders, records } = parts;
    switch (answer.readReport(fields, view, orders.directory)) {
      case Reading.FOREIGN:
        counters.foreign++;
        return Taken.RECORD;
      case Reading.MALFORMED:
        counters.malformed++;
        parts.notice(`a report cannot be read: ${textOf(fields.bytes, fields.start(Tag.MSG_TYPE), lastEnd(fields))}`);
        return this.refusal.reject(
          RejectReason.INCORRECT_DATA_FORMAT,
          answer.faultTag,
          'Incorrect data format for value',
        );
    }
    const leg = legs.find(answer.reference.legRef);
    if (answer.isTradeChange) {
      this.tradeChanges.take(leg, answer, sequence);
      this.mustFlush = true;
      return Taken.RECORD;
    }
    const kind = kindOfReport(answer);
    answer.cumLots += legs.takenBack.of(answer.reference.legRef).taken;
    if (answer.isRounded && kind === ReportKind.FILLED) counters.roundedPrices++;
    if (kind === NO_REPORT) {
      counters.notTold++;
      return Taken.RECORD;
    }
    if (leg !== NO_LEG) {
      this.lostFills.tell(leg, kind, answer, sequence, this.epoch);
      this.learn(leg, kind, sequence);
    }
    this.say(leg, kind, sequence);
    if (leg !== NO_LEG && isEnd(kind, answer)) {
      parts.notes.ended(leg, records.number);
      legs.remove(leg);
    } else if (leg !== NO_LEG) this.noteIfNeeded(leg, kind);
    return Taken.RECORD;
  }

  /** Under which identifier the venue knows the order, and what it has of it. */
  private learn(leg: number, kind: number, sequence: number): void {
    const { answer } = this;
    const { legs, records } = this.parts;
    const { reference } = answer;
    const isReplaced = kind === ReportKind.REPLACED;
    if (isReplaced) {
      // Venues may leave out what did not change.
      if (answer.orderLots === 0) answer.orderLots = legs.pendingLots[leg]!;
      if (answer.priceTicks === 0) answer.priceTicks = legs.pendingTicks[leg]!;
    }
    if ((legs.marks[leg]! & LegMark.REPLACE_IN_DOUBT) !== 0 && kind === ReportKind.STATUS) {
      legs.marks[leg]! &= ~LegMark.REPLACE_IN_DOUBT;
      const isWanted = answer.orderLots === legs.pendingLots[leg] && answer.priceTicks === legs.pendingTicks[leg];
      const body = records.imply(
        sequence,
        isWanted ? ReportKind.REPLACED : ReportKind.REPLACE_REJECTED,
        requestOf(legs.lastReplace[leg]!),
        answer.reference.legRef,
      );
      body.cumLots = answer.cumLots;
      body.leavesLots = answer.leavesLots;
      body.orderLots = answer.orderLots + legs.takenBack.of(answer.reference.legRef).reopened;
      body.priceTicks = answer.priceTicks;
      records.commit();
    }
    if (isReplaced || kind === ReportKind.STATUS) {
      if (answer.orderLots > 0) legs.lots[leg] = answer.orderLots;
      if (answer.priceTicks > 0) legs.ticks[leg] = answer.priceTicks;
    }
    const isOfReplace = reference.kind === ReferenceKind.REPLACE && reference.number > legs.current[leg]!;
    const isPending = answer.status === StatusByte.PENDING_REPLACE;
    if (isOfReplace && !isPending && (isReplaced || kind === ReportKind.STATUS || kind === ReportKind.FILLED)) {
      legs.current[leg] = reference.number;
      this.mustFlush = true;
    }
    legs.marks[leg]! &= ~LegMark.IN_DOUBT;
  }

  private say(leg: number, kind: number, sequence: number): void {
    const { answer } = this;
    const { records, legs } = this.parts;
    const { reference } = answer;
    let request = 0;
    let told = kind;
    if (kind === ReportKind.REPLACED) {
      request = reference.kind === ReferenceKind.REPLACE ? requestOf(reference.number) : 0;
    } else if (kind === ReportKind.STATUS || kind === ReportKind.UNKNOWN_ORDER) {
      request = requestOf(answer.requestId);
      if (answer.requestId === 0 && leg !== NO_LEG) request = legs.statusRequest[leg]!;
      // A question of our own: the engine only learns that the venue has the order.
      if (request === 0 && kind === ReportKind.STATUS) told = ReportKind.ACKNOWLEDGED;
    }
    if (answer.orderLots > 0) answer.orderLots += legs.takenBack.of(reference.legRef).reopened;
    records.say(sequence, told, request, answer);
  }

  private noteIfNeeded(leg: number, kind: number): void {
    const { notes, notesFills, records } = this.parts;
    const isFill = notesFills && kind === ReportKind.FILLED;
    if (!this.mustFlush && !isFill) return;
    notes.stands(leg, records.number);
    if (isFill) this.mustFlush = true;
  }

  // ---------------------------------------------------------------- refusals

  private takeCancelReject(fields: FieldIndex, sequence: number): void {
    const { answer } = this;
    if (answer.readCancelReject(fields) === Reading.FOREIGN) {
      this.counters.foreign++;
      return;
    }
    const { reference, responseTo } = answer;
    const isReplace =
      responseTo === RESPONSE_TO_REPLACE ||
      (responseTo !== RESPONSE_TO_CANCEL && reference.kind === ReferenceKind.REPLACE);
    if (isReplace) this.replaceRefused(sequence);
    else this.cancelRefused(sequence);
  }

  private replaceRefused(sequence: number): void {
    const { reference } = this.answer;
    const { legs } = this.parts;
    const leg = legs.find(reference.legRef);
    if (leg !== NO_LEG) legs.marks[leg]! &= ~LegMark.REPLACE_IN_DOUBT;
    this.sayRefused(ReportKind.REPLACE_REJECTED, requestOf(reference.number), sequence);
  }

  private cancelRefused(sequence: number): void {
    const { reference, reason } = this.answer;
    const { legs, requests } = this.parts;
    const leg = legs.find(reference.legRef);
    if (leg !== NO_LEG && reference.number === legs.lastCancel[leg]) {
      if ((legs.marks[leg]! & LegMark.ASKED_BY_CANCEL) !== 0) {
        this.cancelAnswersQuestion(leg, reason, sequence);
        return;
      }
      // It named the order as it was called before a replace, which the venue took meanwhile.
      if (legs.cancelOriginal[leg] !== legs.current[leg]) {
        requests.cancel(leg, requestOf(reference.number));
        return;
      }
    }
    this.sayRefused(ReportKind.CANCEL_REJECTED, requestOf(reference.number), sequence);
  }

  private cancelAnswersQuestion(leg: number, reason: VenueReason, sequence: number): void {
    const { legs, notes, records } = this.parts;
    legs.marks[leg]! &= ~LegMark.ASKED_BY_CANCEL;
    const isUnknown = reason === VenueReason.UNKNOWN_ORDER;
    const request = legs.statusRequest[leg]!;
    let kind: number = isUnknown ? ReportKind.UNKNOWN_ORDER : ReportKind.STATUS;
    if (!isUnknown && request === 0) kind = ReportKind.ACKNOWLEDGED;
    this.sayRefused(kind, request, sequence);
    if (!isUnknown) return;
    notes.ended(leg, records.number);
    legs.remove(leg);
  }

  private sayRefused(kind: number, request: number, sequence: number): void {
    const { answer } = this;
    answer.lastLots = 0;
    answer.lastTicks = 0;
    answer.cumLots = 0;
    answer.leavesLots = 0;
    answer.orderLots = 0;
    answer.priceTicks = 0;
    answer.venueOrderId = 0;
    this.parts.records.say(sequence, kind, request, answer);
  }

  /** Reject (3) or BusinessMessageReject (j) of a message of ours, which is found by its number. */
  private takeRefusal(fields: FieldIndex, idTag: number): void {
    const { reference, counters, parts } = this;
    counters.refused++;
    const sequence = fields.whole(Tag.MSG_SEQ_NUM);
    const textStart = fields.start(Tag.TEXT);
    parts.notice(`refused by the venue: ${textStart < 0 ? '' : textOf(fields.bytes, textStart, fields.end(Tag.TEXT))}`);
    this.ownType = fields.char(Tag.REF_MSG_TYPE);
    const isNamed = idTag !== 0 && reference.read(fields.bytes, fields.start(idTag), fields.end(idTag));
    if (!isNamed && !this.findOwn(fields.whole(Tag.REF_SEQ_NUM))) return;
    const { answer } = this;
    answer.reference.legRef = reference.legRef;
    answer.reference.kind = reference.kind;
    answer.reference.number = reference.number;
    answer.reason = VenueReason.UNSUPPORTED;
    this.refused(fields.whole(Tag.BUSINESS_REJECT_REASON) === UNKNOWN_ID, sequence);
  }

  private refused(isUnknown: boolean, sequence: number): void {
    const { answer } = this;
    const { legs, requests, notes, records } = this.parts;
    const leg = legs.find(answer.reference.legRef);
    switch (this.ownType) {
      case MsgType.NEW_ORDER_SINGLE:
        this.sayRefused(ReportKind.REJECTED, 0, sequence);
        if (leg === NO_LEG) return;
        notes.ended(leg, records.number);
        legs.remove(leg);
        break;
      case MsgType.ORDER_CANCEL_REPLACE_REQUEST:
        this.replaceRefused(sequence);
        break;
      case MsgType.ORDER_CANCEL_REQUEST:
        if (isUnknown) answer.reason = VenueReason.UNKNOWN_ORDER;
        this.cancelRefused(sequence);
        break;
      case MsgType.ORDER_STATUS_REQUEST:
        if (leg === NO_LEG) return;
        if (isUnknown) {
          this.sayRefused(ReportKind.UNKNOWN_ORDER, legs.statusRequest[leg]!, sequence);
          notes.ended(leg, records.number);
          legs.remove(leg);
        } else {
          requests.hasOrderStatus = false;
          requests.ask(leg, legs.statusRequest[leg]!);
        }
        break;
    }
  }

  /** The leg and the type of our message with this number, from the log. */
  private findOwn(number: number): boolean {
    if (number < 1) return false;
    let isFound = false;
    this.parts.requests.session.log.read(number, number, (_, bytes, start, end) => {
      const { ownFields, reference } = this;
      ownFields.index(bytes, startOfBody(bytes, start), end - CHECKSUM_BYTES);
      this.ownType = ownFields.char(Tag.MSG_TYPE);
      isFound = reference.read(bytes, ownFields.start(Tag.CL_ORD_ID), ownFields.end(Tag.CL_ORD_ID));
    });
    return isFound;
  }
}

function isEnd(kind: number, answer: VenueAnswer): boolean {
  switch (kind) {
    case ReportKind.CANCELLED:
    case ReportKind.EXPIRED:
    case ReportKind.REJECTED:
    case ReportKind.UNKNOWN_ORDER:
      return true;
    case ReportKind.FILLED:
      return answer.leavesLots === 0;
    case ReportKind.STATUS:
      return answer.status === StatusByte.FILLED;
    default:
      return false;
  }
}

function lastEnd(fields: FieldIndex): number {
  return fields.ends[fields.count - 1]!;
}
