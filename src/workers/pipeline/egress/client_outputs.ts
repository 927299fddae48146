/** Reports to clients: what the front section's event means to the session that owns the order. */

import {
  CancelReject,
  ExecutionReport,
  type FrontSection,
  MassCancelReport,
  RecordHeader,
  VenueReport,
} from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as reasonCodes from '../../model/reason.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import * as sourceCodes from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import * as outputConstants from './output.ts';
import { type OutputSink, writeOutputHeader } from './output.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, FrontFlag } = frontEventCodes;
const { ExecType, MassCancelResponse, MassCancelScope } = orderCodes;
const { ReasonCode } = reasonCodes;
const { RecordType } = recordTypeCodes;
const { SOURCE_CONTROL } = sourceCodes;
const { FIRST_CLIENT_OUTPUT } = outputConstants;

const ID_WORDS = ExecutionReport.CL_ORD_ID_WORDS;
const TO_CANCEL = 1;
const TO_REPLACE = 2;
const OUTPUTS_PER_COMMAND = 16;

export class ClientOutputs {
  readonly #sink: OutputSink;
  readonly #header = new RecordHeader();
  readonly #report = new ExecutionReport();
  readonly #reject = new CancelReject();
  readonly #mass = new MassCancelReport();
  readonly #venueReport = new VenueReport();
  #index = 0;

  constructor(sink: OutputSink) {
    this.#sink = sink;
  }

  write(slot: Slot): void {
    const front = slot.front;
    if (front.event === FrontEvent.NONE || front.session < 0) return;
    this.#index = FIRST_CLIENT_OUTPUT;
    switch (front.event) {
      case FrontEvent.ORDER_DENIED:
      case FrontEvent.ORDER_REJECTED:
        this.#execution(slot, ExecType.REJECTED);
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
        this.#execution(slot, ExecType.NEW);
        break;
      case FrontEvent.ORDER_FILLED:
        this.#execution(slot, ExecType.TRADE);
        break;
      case FrontEvent.ORDER_CANCELLED:
        this.#execution(slot, ExecType.CANCELLED);
        break;
      case FrontEvent.ORDER_EXPIRED:
        this.#execution(slot, ExecType.EXPIRED);
        break;
      case FrontEvent.ORDER_REPLACED:
        this.#execution(slot, ExecType.REPLACED);
        break;
      case FrontEvent.STATUS_REPORTED:
      case FrontEvent.STATUS_DENIED:
        this.#execution(slot, ExecType.ORDER_STATUS);
        break;
      case FrontEvent.CANCEL_DENIED:
      case FrontEvent.CANCEL_REFUSED:
        this.#cancelReject(slot, TO_CANCEL);
        break;
      case FrontEvent.REPLACE_DENIED:
      case FrontEvent.REPLACE_REFUSED:
        this.#cancelReject(slot, TO_REPLACE);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
      case FrontEvent.MASS_CANCEL_DENIED:
        // An operator's names a session, but it is he who asked.
        if (slot.header.source !== SOURCE_CONTROL) this.#massCancelReport(slot);
        break;
      default:
        return;
    }
    this.#lostRequests(slot);
  }

  #execution(slot: Slot, execType: number): void {
    const front = slot.front;
    const at = this.#begin(slot, RecordType.EXECUTION_REPORT, ExecutionReport.BYTES);
    const report = this.#report.wrap(this.#sink.views, at);
    const isFill = execType === ExecType.TRADE;
    // A fill's original identifier slot may hold a lost cancel's: it is not this report's.
    const hasOriginal = !isFill;
    report.copyClOrdId(front.i32, front.clOrdIdAt);
    if (hasOriginal) report.copyOrigClOrdId(front.i32, front.origClOrdIdAt);
    else for (let i = 0; i < ID_WORDS; i++) report.setOrigClOrdIdWord(i, 0);
    report.execType = execType;
    report.status = front.status;
    report.side = front.side;
    report.orderType = front.orderType;
    report.timeInForce = front.timeInForce;
    report.flags = 0;
    report.reserved = 0;
    report.reason = front.reason;
    report.account = front.account;
    report.strategy = front.strategy;
    report.instrument = front.instrument;
    report.venue = isFill ? this.#venueReport.wrap(slot.commands, slot.bodyAt).venue : -1;
    report.reserved1 = 0;
    report.orderId = front.orderId;
    report.executionId = slot.header.sequence * OUTPUTS_PER_COMMAND + this.#index;
    report.quantityLots = front.quantityLots;
    report.priceTicks = front.priceTicks;
    report.filledLots = front.filledLots;
    report.leavesLots = front.leavesLots;
    report.filledValue = front.filledValue;
    report.lastLots = isFill ? front.lastLots : 0;
    report.lastTicks = isFill ? front.lastTicks : 0;
    report.limitValue = front.limitValue;
    report.observedValue = front.observedValue;
    report.requestId = front.requestId;
    this.#end();
  }

  #cancelReject(slot: Slot, responseTo: number): void {
    const front = slot.front;
    const at = this.#begin(slot, RecordType.CANCEL_REJECT, CancelReject.BYTES);
    const reject = this.#reject.wrap(this.#sink.views, at);
    reject.copyClOrdId(front.i32, front.clOrdIdAt);
    reject.copyOrigClOrdId(front.i32, front.origClOrdIdAt);
    this.#fillReject(reject, front, responseTo, front.reason);
  }

  #fillReject(reject: CancelReject, front: FrontSection, responseTo: number, reason: number): void {
    reject.status = front.status;
    reject.responseTo = responseTo;
    reject.reserved = 0;
    reject.reason = reason;
    reject.account = front.account;
    reject.instrument = front.instrument;
    reject.orderId = front.orderId;
    this.#end();
  }

  #massCancelReport(slot: Slot): void {
    const front = slot.front;
    const isAccepted = front.event === FrontEvent.MASS_CANCEL_ACCEPTED;
    const at = this.#begin(slot, RecordType.MASS_CANCEL_REPORT, MassCancelReport.BYTES);
    const report = this.#mass.wrap(this.#sink.views, at);
    report.copyClOrdId(front.i32, front.clOrdIdAt);
    report.response = isAccepted ? MassCancelResponse.ACCEPTED : MassCancelResponse.REJECTED;
    report.scope = front.instrument < 0 ? MassCancelScope.ALL : MassCancelScope.INSTRUMENT;
    report.side = front.side;
    report.reserved = 0;
    report.reason = front.reason;
    report.instrument = front.instrument;
    report.account = front.account;
    report.affected = 0;
    this.#end();
  }

  /** Pending requests that the order took with it when it ended. */
  #lostRequests(slot: Slot): void {
    const front = slot.front;
    const isFill = front.event === FrontEvent.ORDER_FILLED;
    if ((front.flags & FrontFlag.CANCEL_LOST) !== 0) this.#lost(slot, TO_CANCEL, !isFill);
    if ((front.flags & FrontFlag.REPLACE_LOST) !== 0) this.#lost(slot, TO_REPLACE, true);
  }

  #lost(slot: Slot, responseTo: number, fromLostField: boolean): void {
    const front = slot.front;
    // A cancel without identifier was a sweep's: nobody waits for its answer.
    if ((fromLostField ? front.lostClOrdIdWord(0) : front.origClOrdIdWord(0)) === 0) return;
    const at = this.#begin(slot, RecordType.CANCEL_REJECT, CancelReject.BYTES);
    const reject = this.#reject.wrap(this.#sink.views, at);
    for (let i = 0; i < ID_WORDS; i++) {
      reject.setClOrdIdWord(i, fromLostField ? front.lostClOrdIdWord(i) : front.origClOrdIdWord(i));
      reject.setOrigClOrdIdWord(i, front.clOrdIdWord(i));
    }
    this.#fillReject(reject, front, responseTo, ReasonCode.TOO_LATE);
  }

  #begin(slot: Slot, type: number, bodyBytes: number): number {
    const sink = this.#sink;
    const bytes = RecordHeader.BYTES + bodyBytes;
    sink.toSession(slot.front.session, bytes);
    writeOutputHeader(this.#header.wrap(sink.views, sink.at), slot, type, bytes, this.#index);
    return sink.at + RecordHeader.BYTES;
  }

  #end(): void {
    this.#index++;
    this.#sink.done();
  }
}
