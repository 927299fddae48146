import { RecordHeader, TradeChange, VenueReport } from '../../../../schemas/generated/engine.ts';
import { FULL, type SpscProducer } from '../../../ring/spsc.ts';
import { RecordType } from '../../model/record_type.ts';
import { TradeChangeKind } from '../../model/venue.ts';
import type { VenueLinkPorts } from '../venue_link.ts';
import type { Legs } from './legs.ts';
import type { OuchReport } from './ouch_report.ts';

const REPORT_BYTES = RecordHeader.BYTES + VenueReport.BYTES;
const CHANGE_BYTES = RecordHeader.BYTES + TradeChange.BYTES;

/** A report as it was when it was made, without room in the ring. */
interface Waiting {
  readonly number: number;
  readonly report: OuchReport;
  readonly venueOrderId: number;
  readonly cumLots: number;
  readonly leavesLots: number;
  readonly orderLots: number;
  readonly priceTicks: number;
}

/** Numbers reports and writes them into the engine's ring; those that it has heard before are passed over. */
export class ReportRing {
  ingressTime = 0;
  reports = 0;
  /** Of the last one made. */
  number = 0;
  private waiting: Waiting[] = [];
  private readonly ports: VenueLinkPorts;
  private readonly ring: SpscProducer;
  private readonly epoch: number;
  readonly heardNumber: number;
  private readonly header = new RecordHeader();
  private readonly body = new VenueReport();
  private readonly change = new TradeChange();

  constructor(ports: VenueLinkPorts, epoch: number) {
    this.ports = ports;
    this.ring = ports.reports;
    this.epoch = epoch;
    this.heardNumber = ports.heard.epoch === epoch ? ports.heard.sequence : 0;
  }

  /** Whoever makes more reports is asked to wait. */
  get isFull(): boolean {
    return this.waiting.length > 0;
  }

  put(report: OuchReport, legs: Legs): void {
    this.number++;
    if (this.number <= this.heardNumber) return;
    const { leg } = report;
    const { number } = this;
    const venueOrderId = legs.venueOrderId[leg]!;
    const cumLots = legs.cumLots[leg]!;
    const leavesLots = legs.leavesLots[leg]!;
    const orderLots = legs.orderLots[leg]!;
    const priceTicks = legs.priceTicks[leg]!;
    const isWritten =
      !this.isFull && this.write(number, report, venueOrderId, cumLots, leavesLots, orderLots, priceTicks);
    if (isWritten) return;
    this.waiting.push({ number, report: { ...report }, venueOrderId, cumLots, leavesLots, orderLots, priceTicks });
  }

  /** What was put is in the log: it may be seen, and what waited takes its place. */
  publish(): void {
    let written = 0;
    while (written < this.waiting.length && this.writeWaiting(this.waiting[written]!)) written++;
    if (written > 0) this.waiting = this.waiting.slice(written);
    this.ring.publish();
  }

  private writeWaiting(waiting: Waiting): boolean {
    const { number, report, venueOrderId, cumLots, leavesLots, orderLots, priceTicks } = waiting;
    return this.write(number, report, venueOrderId, cumLots, leavesLots, orderLots, priceTicks);
  }

  private write(
    number: number,
    report: OuchReport,
    venueOrderId: number,
    cumLots: number,
    leavesLots: number,
    orderLots: number,
    priceTicks: number,
  ): boolean {
    if (report.brokenId !== 0) return this.writeBroken(number, report);
    const { ring, body } = this;
    const at = this.begin(number, RecordType.VENUE_REPORT, REPORT_BYTES);
    if (at < 0) return false;
    body.wrap(ring.data, at);
    body.clear();
    body.venue = this.ports.venue;
    body.kind = report.kind;
    body.request = report.request;
    body.reason = report.reason;
    body.legRef = report.legRef;
    body.venueOrderId = venueOrderId;
    body.executionId = report.executionId || number;
    body.lastLots = report.lastLots;
    body.lastTicks = report.lastTicks;
    body.cumLots = cumLots;
    body.leavesLots = leavesLots;
    body.orderLots = orderLots;
    body.priceTicks = priceTicks;
    ring.commit();
    this.reports++;
    return true;
  }

  private writeBroken(number: number, { legRef, brokenId }: OuchReport): boolean {
    const { change, ring } = this;
    const at = this.begin(number, RecordType.TRADE_CHANGE, CHANGE_BYTES);
    if (at < 0) return false;
    change.wrap(ring.data, at);
    change.clear();
    change.venue = this.ports.venue;
    change.kind = TradeChangeKind.CANCELLED;
    change.legRef = legRef;
    change.originalExecutionId = brokenId;
    ring.commit();
    this.reports++;
    return true;
  }

  /** Where the body is to be written; below 0: there is no room. */
  private begin(number: number, type: number, byteLength: number): number {
    const { ring, header } = this;
    const at = ring.claim(byteLength);
    if (at === FULL) return -1;
    header.wrap(ring.data, at);
    header.clear();
    header.length = byteLength;
    header.type = type;
    header.version = 1;
    header.sourceEpoch = this.epoch;
    header.sourceSequence = number;
    header.ingressTime = this.ingressTime;
    return at + RecordHeader.BYTES;
  }
}
