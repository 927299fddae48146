/**
 * Reports of a FIX venue as records in the engine's ring.
 *
 * A report's number is its MsgSeqNum x PLACES, since two other kinds of reports come between: what the venue never said,
 * because a request could not be sent, has places behind the last message; and what a message implies besides, such as a
 * fill that was lost, has the two places before it. So the engine's log tells which message to ask for after a restart: one whose own
 * place it lacks.
 */
import { RecordHeader, TradeChange, VenueReport } from '../../../../schemas/generated/engine.ts';
import { FULL } from '../../../ring/spsc.ts';
import { RecordType } from '../../model/record_type.ts';
import { TradeChangeKind, type VenueReason } from '../../model/venue.ts';
import type { VenueAnswer } from '../../protocols/fix/venue_answer.ts';
import type { VenueLinkPorts } from '../venue_link.ts';

const PLACES = 2 ** 20;
/** Of them, how many are for what the next message implies. */
const IMPLIED_PLACES = 2;
/** Records that one message makes at most. */
export const MOST_RECORDS_A_MESSAGE: number = IMPLIED_PLACES + 1;
const BYTES = RecordHeader.BYTES + VenueReport.BYTES;
/** With the frame before it and what a lap's end may leave unused. */
const MOST_BYTES = 2 * BYTES;

/** The last message of the venue that the engine has. */
export function heardMessage(heard: VenueLinkPorts['heard']): { sourceEpoch: number; sourceSequence: number } {
  return { sourceEpoch: heard.epoch, sourceSequence: Math.max(0, Math.floor(heard.sequence / PLACES)) };
}

export class ReportRecords {
  written = 0;
  /** Of the numbers of the venue's messages. */
  private epoch: number;
  private lastNumber: number;
  private readonly ports: VenueLinkPorts;
  private readonly header = new RecordHeader();
  private readonly body = new VenueReport();
  private readonly changeBody = new TradeChange();
  /** In an array: a double of an object is a box. */
  private readonly ingressTime = new Float64Array(1);

  constructor(ports: VenueLinkPorts) {
    this.ports = ports;
    this.epoch = ports.heard.epoch;
    this.lastNumber = Math.max(0, ports.heard.sequence);
  }

  /** Of the record that was written last. */
  get number(): number {
    return this.lastNumber;
  }

  setEpoch(epoch: number): void {
    if (epoch !== this.epoch) this.lastNumber = 0;
    this.epoch = epoch;
  }

  setTime(): void {
    this.ingressTime[0] = this.ports.clock();
  }

  hasRoom(records: number): boolean {
    return this.ports.reports.freeBytes() >= records * MOST_BYTES;
  }

  /** What the message with this number says. */
  say(sequence: number, kind: number, request: number, answer: VenueAnswer): void {
    const body = this.begin(kind, answer.reason, request, this.placeOf(sequence));
    body.legRef = answer.reference.legRef;
    body.venueOrderId = answer.venueOrderId;
    body.executionId = answer.executionId || sequence;
    body.lastLots = answer.lastLots;
    body.lastTicks = answer.lastTicks;
    body.cumLots = answer.cumLots;
    body.leavesLots = answer.leavesLots;
    body.orderLots = answer.orderLots;
    body.priceTicks = answer.priceTicks;
    this.ports.reports.commit();
  }

  /** That a trade was taken back or corrected, as the message with this number says. */
  change(sequence: number, kind: number, isReopened: boolean, answer: VenueAnswer): void {
    const at = this.claim(RecordType.TRADE_CHANGE, TradeChange.BYTES, this.placeOf(sequence));
    const body = this.changeBody.wrap(this.ports.reports.data, at);
    body.clear();
    body.venue = this.ports.venue;
    body.kind = kind;
    body.reopened = isReopened ? 1 : 0;
    body.legRef = answer.reference.legRef;
    body.executionId = answer.executionId;
    body.originalExecutionId = answer.originalExecutionId;
    body.lastLots = kind === TradeChangeKind.CORRECTED ? answer.lastLots : 0;
    body.lastTicks = kind === TradeChangeKind.CORRECTED ? answer.lastTicks : 0;
    this.ports.reports.commit();
  }

  /** The number of what a message says. */
  placeOf(sequence: number): number {
    return sequence * PLACES;
  }

  /** What it implies as well, before it: the body is for the caller to fill and to `commit`. */
  imply(sequence: number, kind: number, request: number, legRef: number): VenueReport {
    const place = sequence * PLACES - IMPLIED_PLACES;
    const body = this.begin(kind, 0, request, this.lastNumber < place ? place : this.lastNumber + 1);
    body.legRef = legRef;
    body.executionId = sequence;
    return body;
  }

  /** What no message says; `lastSequence` is the number of the venue's last one. */
  add(lastSequence: number, kind: number, reason: VenueReason, request: number, legRef: number): void {
    const body = this.begin(kind, reason, request, Math.max(this.lastNumber, lastSequence * PLACES) + 1);
    body.legRef = legRef;
    this.ports.reports.commit();
  }

  commit(): void {
    this.ports.reports.commit();
  }

  publish(): void {
    this.ports.reports.publish();
  }

  private begin(kind: number, reason: number, request: number, number: number): VenueReport {
    const { reports, venue } = this.ports;
    const body = this.body.wrap(reports.data, this.claim(RecordType.VENUE_REPORT, VenueReport.BYTES, number));
    body.clear();
    body.venue = venue;
    body.kind = kind;
    body.reason = reason;
    body.request = request;
    return body;
  }

  /** Where the body is to be written. */
  private claim(type: number, bodyBytes: number, number: number): number {
    const { reports } = this.ports;
    const length = RecordHeader.BYTES + bodyBytes;
    const at = reports.claim(length);
    // Callers look for room first: there is no message that could be left with the venue from here.
    if (at === FULL) throw new Error('no room for a report');
    const header = this.header.wrap(reports.data, at);
    header.clear();
    header.length = length;
    header.type = type;
    header.version = 1;
    header.sourceEpoch = this.epoch;
    header.sourceSequence = number;
    header.ingressTime = this.ingressTime[0]!;
    this.lastNumber = number;
    this.written++;
    return at + RecordHeader.BYTES;
  }
}
