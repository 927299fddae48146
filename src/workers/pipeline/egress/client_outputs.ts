/** Reports to clients: what the front section's event means to the session that owns the order. */

import {
  CancelReject,
  ExecutionReport,
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
import { type OutputTarget, writeOutputHeader } from './output.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, FrontFlag } = frontEventCodes;
const { ExecType, MassCancelResponse, MassCancelScope, OUTPUTS_PER_COMMAND, OrderStatus, isWorked } = orderCodes;
const { ReasonCode } = reasonCodes;
const { RecordType } = recordTypeCodes;
const { SOURCE_CONTROL } = sourceCodes;
const { FIRST_CLIENT_OUTPUT } = outputConstants;

const ID_WORDS = ExecutionReport.CL_ORD_ID_WORDS;
const TO_CANCEL = 1;
const TO_REPLACE = 2;

export type ClientOutputs = ReturnType<typeof makeClientOutputs>;

export function makeClientOutputs(to: OutputTarget, slot: Slot) {
  const { front, header } = slot;
  const outputHeader = new RecordHeader();
  const reportBody = new ExecutionReport();
  const rejectBody = new CancelReject();
  const massBody = new MassCancelReport();
  const venueReport = VenueReport.over(slot.commands);
  let index = 0;

  function write(): void {
    if (front.event === FrontEvent.NONE || front.session < 0) return;
    index = FIRST_CLIENT_OUTPUT;
    switch (front.event) {
      case FrontEvent.ORDER_DENIED:
      case FrontEvent.ORDER_REJECTED:
        execution(ExecType.REJECTED);
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
        execution(ExecType.NEW);
        break;
      case FrontEvent.ORDER_ACCEPTED:
        // A venue's word is not waited for where the engine works the order itself.
        if (!isWorked(front.orderType) && front.status !== OrderStatus.NEW) return;
        execution(ExecType.NEW);
        break;
      case FrontEvent.ORDER_TRIGGERED:
        execution(ExecType.TRIGGERED);
        break;
      case FrontEvent.ORDER_FILLED:
      case FrontEvent.LATE_FILL:
        execution(ExecType.TRADE);
        break;
      case FrontEvent.TRADE_CANCELLED:
        execution(ExecType.TRADE_CANCEL);
        break;
      case FrontEvent.TRADE_CORRECTED:
        execution(ExecType.TRADE_CORRECT);
        break;
      case FrontEvent.ORDER_CANCELLED:
        execution(ExecType.CANCELLED);
        break;
      case FrontEvent.ORDER_EXPIRED:
        execution(ExecType.EXPIRED);
        break;
      case FrontEvent.ORDER_REPLACED:
        // Nobody asked for the engine's own.
        execution(front.reason === ReasonCode.LIST_UPDATED ? ExecType.RESTATED : ExecType.REPLACED);
        break;
      case FrontEvent.STATUS_REPORTED:
      case FrontEvent.STATUS_DENIED:
        execution(ExecType.ORDER_STATUS);
        break;
      case FrontEvent.CANCEL_DENIED:
      case FrontEvent.CANCEL_REFUSED:
        cancelReject(TO_CANCEL);
        break;
      case FrontEvent.REPLACE_DENIED:
      case FrontEvent.REPLACE_REFUSED:
        if (isOwnReplace()) execution(ExecType.RESTATED);
        else cancelReject(TO_REPLACE);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
      case FrontEvent.MASS_CANCEL_DENIED:
        // An operator's names a session, but it is he who asked.
        if (header.source !== SOURCE_CONTROL) massCancelReport();
        break;
      default:
        return;
    }
    lostRequests();
  }

  /** What the engine wanted to replace, and may not: an exit does not grow. */
  function isOwnReplace(): boolean {
    return header.type === RecordType.CANCEL_LINKED || front.reason === ReasonCode.EXIT_NOT_GROWN;
  }

  function execution(execType: number): void {
    const at = begin(RecordType.EXECUTION_REPORT, ExecutionReport.BYTES);
    const report = reportBody.wrap(to.sink.views, at);
    const isChange = execType === ExecType.TRADE_CANCEL || execType === ExecType.TRADE_CORRECT;
    const isFill = isChange || execType === ExecType.TRADE;
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
    report.venue = isFill ? venueReport.move(slot.bodyAt).venue : -1;
    report.reserved1 = 0;
    report.orderId = front.orderId;
    report.executionId = header.sequence * OUTPUTS_PER_COMMAND + index;
    report.quantityLots = front.quantityLots;
    report.priceTicks = front.priceTicks;
    report.filledLots = front.filledLots;
    report.leavesLots = front.leavesLots;
    report.filledValue = front.filledValue;
    report.lastLots = isFill ? front.lastLots : 0;
    report.lastTicks = isFill ? front.lastTicks : 0;
    report.limitValue = isChange ? 0 : front.limitValue;
    report.observedValue = isChange ? 0 : front.observedValue;
    // Of a trade that is taken back or corrected: the report that told of it, which was the first to the client.
    const told = front.requestId * OUTPUTS_PER_COMMAND + FIRST_CLIENT_OUTPUT;
    // It may name a group of linked orders, which is nobody's request.
    const isRequest = !isFill && (front.flags & FrontFlag.LINKED) === 0;
    report.requestId = isChange ? told : isRequest ? front.requestId : 0;
    end();
  }

  function cancelReject(responseTo: number): void {
    const at = begin(RecordType.CANCEL_REJECT, CancelReject.BYTES);
    const reject = rejectBody.wrap(to.sink.views, at);
    reject.copyClOrdId(front.i32, front.clOrdIdAt);
    reject.copyOrigClOrdId(front.i32, front.origClOrdIdAt);
    fillReject(reject, responseTo, front.reason);
  }

  function fillReject(reject: CancelReject, responseTo: number, reason: number): void {
    reject.status = front.status;
    reject.responseTo = responseTo;
    reject.reserved = 0;
    reject.reason = reason;
    reject.account = front.account;
    reject.instrument = front.instrument;
    reject.orderId = front.orderId;
    end();
  }

  function massCancelReport(): void {
    const isAccepted = front.event === FrontEvent.MASS_CANCEL_ACCEPTED;
    const at = begin(RecordType.MASS_CANCEL_REPORT, MassCancelReport.BYTES);
    const report = massBody.wrap(to.sink.views, at);
    report.copyClOrdId(front.i32, front.clOrdIdAt);
    report.response = isAccepted ? MassCancelResponse.ACCEPTED : MassCancelResponse.REJECTED;
    report.scope = front.instrument < 0 ? MassCancelScope.ALL : MassCancelScope.INSTRUMENT;
    report.side = front.side;
    report.reserved = 0;
    report.reason = front.reason;
    report.instrument = front.instrument;
    report.account = front.account;
    report.affected = 0;
    end();
  }

  /** Pending requests that the order took with it when it ended. */
  function lostRequests(): void {
    const isFill = front.event === FrontEvent.ORDER_FILLED;
    if ((front.flags & FrontFlag.CANCEL_LOST) !== 0) lost(TO_CANCEL, !isFill);
    if ((front.flags & FrontFlag.REPLACE_LOST) !== 0) lost(TO_REPLACE, true);
  }

  function lost(responseTo: number, fromLostField: boolean): void {
    // A cancel without identifier was a sweep's: nobody waits for its answer.
    if ((fromLostField ? front.lostClOrdIdWord(0) : front.origClOrdIdWord(0)) === 0) return;
    const at = begin(RecordType.CANCEL_REJECT, CancelReject.BYTES);
    const reject = rejectBody.wrap(to.sink.views, at);
    for (let i = 0; i < ID_WORDS; i++) {
      reject.setClOrdIdWord(i, fromLostField ? front.lostClOrdIdWord(i) : front.origClOrdIdWord(i));
      reject.setOrigClOrdIdWord(i, front.clOrdIdWord(i));
    }
    fillReject(reject, responseTo, ReasonCode.TOO_LATE);
  }

  function begin(type: number, bodyBytes: number): number {
    const bytes = RecordHeader.BYTES + bodyBytes;
    const { sink } = to;
    sink.toSession(front.session, bytes);
    writeOutputHeader(outputHeader.wrap(sink.views, sink.at), header, type, bytes, index);
    return sink.at + RecordHeader.BYTES;
  }

  function end(): void {
    index++;
    to.sink.done();
  }

  return { write };
}
