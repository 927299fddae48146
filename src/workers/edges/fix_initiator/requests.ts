/**
 * The engine's records for a FIX venue as messages of its session, numbered and logged by it.
 *
 * While the venue is not there, nothing is written for it: a new order or a replace is answered by a refusal, since nobody
 * wants it sent late; a cancel and a question wait in the leg's entry until it is there.
 */
import {
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { MarkFlag, RecordType } from '../../model/record_type.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import type { FixSession } from '../../protocols/fix/session.ts';
import { SessionState } from '../../protocols/fix/session_state.ts';
import { MsgType } from '../../protocols/fix/tag.ts';
import type { VenueOrders } from '../../protocols/fix/venue_orders.ts';
import { nextNumber } from '../../protocols/fix/venue_reference.ts';
import type { VenueLinkPorts } from '../venue_link.ts';
import { type LegBook, LegMark, NO_LEG } from './leg_book.ts';
import type { ReportRecords } from './report_records.ts';

/** One turn's records at most, so that the event loop turns and the ring is freed in time. */
const MAX_TURN = 1024;
/** A question's identifier is unique in the session, and its low part is the engine's number of the question. */
const REQUESTS = 65_536;

export interface RequestsParts {
  readonly ports: VenueLinkPorts;
  readonly legs: LegBook;
  readonly orders: VenueOrders;
  readonly records: ReportRecords;
  readonly hasOrderStatus: boolean;
  readonly hasMassCancel: boolean;
}

export class Requests {
  sent = 0;
  unknownRecords = 0;
  /** Falls when the venue shows that it answers no questions. */
  hasOrderStatus: boolean;
  session!: FixSession;
  private readonly ports: VenueLinkPorts;
  private readonly legs: LegBook;
  private readonly orders: VenueOrders;
  private readonly records: ReportRecords;
  private readonly hasMassCancel: boolean;
  private readonly header = new RecordHeader();
  private readonly newOrder = new VenueNewOrder();
  private readonly cancelBody = new VenueCancel();
  private readonly replaceBody = new VenueReplace();
  private readonly statusBody = new VenueStatusRequest();
  /** Of the record at hand: what the session's log keeps beside the message. -1: of none. */
  private readonly position = Float64Array.of(-1, -1);

  constructor({ ports, legs, orders, records, hasOrderStatus, hasMassCancel }: RequestsParts) {
    this.ports = ports;
    this.legs = legs;
    this.orders = orders;
    this.records = records;
    this.hasOrderStatus = hasOrderStatus;
    this.hasMassCancel = hasMassCancel;
  }

  /** Takes what the ring has; answers with the number of records. */
  takeRecords(): number {
    const { orders: ring } = this.ports;
    let taken = 0;
    for (let at = ring.nextRun(); at !== EMPTY && taken < MAX_TURN; at = ring.nextRun()) {
      const { runEnd, stride } = ring;
      for (; at < runEnd && taken < MAX_TURN && this.records.hasRoom(1); at += stride, taken++) this.take(at);
      ring.takeUntil(at);
      if (at < runEnd) break;
    }
    if (taken > 0) ring.release();
    return taken;
  }

  /** The venue is there again: what waited for it is sent. */
  sendWanted(): void {
    const { legs } = this;
    for (let leg = 0; leg < legs.end; leg++) {
      const marks = legs.marks[leg]!;
      if (legs.legRef[leg] === 0 || marks === 0) continue;
      legs.marks[leg] = marks & ~(LegMark.CANCEL_WANTED | LegMark.STATUS_WANTED);
      if ((marks & LegMark.STATUS_WANTED) !== 0) this.ask(leg, legs.statusRequest[leg]!);
      if ((marks & LegMark.CANCEL_WANTED) !== 0) this.cancel(leg, legs.cancelRequest[leg]!);
    }
  }

  cancel(leg: number, request: number): void {
    const { legs, session } = this;
    legs.cancelRequest[leg] = request;
    legs.lastCancel[leg] = nextNumber(legs.lastCancel[leg]!, request);
    legs.cancelOriginal[leg] = legs.current[leg]!;
    this.orders.cancel(session.begin(MsgType.ORDER_CANCEL_REQUEST), legs, leg);
    this.finish();
  }

  /** Of a venue that answers no questions the answer is what it says to a cancel: what is in doubt does not stay open. */
  ask(leg: number, request: number): void {
    const { legs, session } = this;
    if (!this.hasOrderStatus) {
      legs.marks[leg]! |= LegMark.ASKED_BY_CANCEL;
      this.cancel(leg, legs.cancelRequest[leg]!);
      return;
    }
    const requestId = session.log.nextOutbound * REQUESTS + request;
    this.orders.status(session.begin(MsgType.ORDER_STATUS_REQUEST), legs, leg, requestId);
    this.finish();
  }

  massCancel(): void {
    const { legs, session } = this;
    if (this.hasMassCancel) {
      this.orders.massCancel(session.begin(MsgType.ORDER_MASS_CANCEL_REQUEST), session.log.nextOutbound);
      this.finish();
      return;
    }
    for (let leg = 0; leg < legs.end; leg++) if (legs.legRef[leg] !== 0) this.cancel(leg, 0);
  }

  /** Messages that are no answer to a record of the ring say nothing of where in the stream we are. */
  private finish(): void {
    const { position } = this;
    this.session.finish(position[0]!, position[1]!);
    this.sent++;
  }

  private take(at: number): void {
    const { data } = this.ports.orders;
    const header = this.header.wrap(data, at);
    const body = at + RecordHeader.BYTES;
    this.position[0] = header.sequence;
    this.position[1] = header.outputIndex;
    switch (header.type) {
      case RecordType.VENUE_NEW_ORDER:
        this.takeOrder(this.newOrder.wrap(data, body));
        break;
      case RecordType.VENUE_CANCEL:
        this.takeCancel(this.cancelBody.wrap(data, body));
        break;
      case RecordType.VENUE_REPLACE:
        this.takeReplace(this.replaceBody.wrap(data, body));
        break;
      case RecordType.VENUE_STATUS_REQUEST:
        this.takeStatus(this.statusBody.wrap(data, body));
        break;
      case RecordType.OUTPUT_MARK:
        if (header.flags === MarkFlag.OUTPUTS_MISSING) this.ports.onMissing();
        break;
      default:
        this.unknownRecords++;
    }
    this.position[0] = -1;
    this.position[1] = -1;
  }

  private takeOrder(body: VenueNewOrder): void {
    const { legs, session } = this;
    const leg = legs.add(body.legRef);
    legs.instrument[leg] = body.instrument;
    legs.side[leg] = body.side;
    legs.orderType[leg] = body.orderType;
    legs.timeInForce[leg] = body.timeInForce;
    legs.lots[leg] = body.lots;
    legs.ticks[leg] = body.priceTicks;
    legs.displayLots[leg] = body.displayLots;
    legs.minLots[leg] = body.minLots;
    legs.epoch[leg] = session.log.epoch;
    const reason = this.isActive ? this.orders.refusalOf(legs, leg) : VenueReason.CLOSED;
    if (reason !== VenueReason.NONE) {
      legs.remove(leg);
      this.answer(ReportKind.REJECTED, reason, 0, body.legRef);
      return;
    }
    this.orders.newOrder(session.begin(MsgType.NEW_ORDER_SINGLE), legs, leg);
    this.finish();
  }

  private takeCancel(body: VenueCancel): void {
    const { legs } = this;
    const leg = legs.find(body.legRef);
    if (leg === NO_LEG) this.answer(ReportKind.CANCEL_REJECTED, VenueReason.UNKNOWN_ORDER, body.request, body.legRef);
    else if (this.isActive) this.cancel(leg, body.request);
    else {
      legs.cancelRequest[leg] = body.request;
      legs.marks[leg]! |= LegMark.CANCEL_WANTED;
    }
  }

  private takeReplace(body: VenueReplace): void {
    const { legs, session } = this;
    const leg = legs.find(body.legRef);
    let reason: VenueReason = VenueReason.UNKNOWN_ORDER;
    if (leg !== NO_LEG) {
      // The engine counts what was taken back and is open again beside the order's quantity there.
      legs.pendingLots[leg] = body.lots - legs.takenBack.of(body.legRef).reopened;
      legs.pendingTicks[leg] = body.priceTicks;
      reason = this.isActive ? this.orders.replaceRefusalOf(legs, leg) : VenueReason.CLOSED;
      if (reason === VenueReason.NONE && legs.pendingLots[leg]! <= 0) reason = VenueReason.BAD_QUANTITY;
    }
    if (reason !== VenueReason.NONE) {
      this.answer(ReportKind.REPLACE_REJECTED, reason, body.request, body.legRef);
      return;
    }
    legs.lastReplace[leg] = nextNumber(legs.lastReplace[leg]!, body.request);
    this.orders.replace(session.begin(MsgType.ORDER_CANCEL_REPLACE_REQUEST), legs, leg);
    this.finish();
  }

  private takeStatus(body: VenueStatusRequest): void {
    const { legs } = this;
    const leg = legs.find(body.legRef);
    if (leg === NO_LEG) {
      // Not in the log either, or ended and told: the venue cannot have it open.
      this.answer(ReportKind.UNKNOWN_ORDER, VenueReason.UNKNOWN_ORDER, body.request, body.legRef);
      return;
    }
    legs.statusRequest[leg] = body.request;
    if (this.isActive) this.ask(leg, body.request);
    else legs.marks[leg]! |= LegMark.STATUS_WANTED;
  }

  private get isActive(): boolean {
    return this.session.state === SessionState.ACTIVE;
  }

  private answer(kind: number, reason: VenueReason, request: number, legRef: number): void {
    this.records.add(this.session.nextInbound - 1, kind, reason, request, legRef);
  }
}
