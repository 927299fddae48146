import { RecordHeader, VenueReport } from '../../../../schemas/generated/engine.ts';
import type { ByteSocket } from '../../../ring/memory_socket.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Chunk } from '../../protocols/venue_wire/batch_writer.ts';
import { BatchWriter } from '../../protocols/venue_wire/batch_writer.ts';
import { makeTemplate } from '../../protocols/venue_wire/wire_message.ts';
import type { ReportValues } from './order_desk.ts';
import { ReportStore } from './report_store.ts';

const REPORT = makeTemplate(RecordType.VENUE_REPORT);
export const REPORT_BYTES = REPORT.byteLength;

/** The connection that a session has, as far as it is addressed through the session. */
export interface SessionConnection {
  readonly socket: ByteSocket;
  send(chunks: readonly Chunk[], owner: BatchWriter): void;
  write(bytes: Uint8Array): void;
}

/** One client's numbers and reports. It outlives its connections. */
export class ClientSession {
  readonly number: number;
  readonly store: ReportStore;
  readonly writer = new BatchWriter();
  /** Last order message taken in, last report made. */
  lastOrderNumber = 0;
  lastReportNumber = 0;
  cancelOnDisconnect = false;
  connection: SessionConnection | null = null;
  private readonly epoch: number;
  private readonly header = new RecordHeader();
  private readonly body = new VenueReport();

  constructor(number: number, epoch: number, storedReports: number) {
    this.number = number;
    this.epoch = epoch;
    this.store = new ReportStore(storedReports, REPORT_BYTES);
  }

  /** Numbers a report and writes it to the batch that leaves when the commands of this turn are done. */
  report(values: ReportValues): number {
    this.lastReportNumber++;
    const at = this.writer.append(REPORT);
    const view = this.writer.chunk.view;
    const header = this.header.wrap(view, at + REPORT.headerAt);
    header.sourceEpoch = this.epoch;
    header.sourceSequence = this.lastReportNumber;
    const body = this.body.wrap(view, at + REPORT.bodyAt);
    body.kind = values.kind;
    body.request = values.request;
    body.reason = values.reason;
    body.legRef = values.legRef;
    body.venueOrderId = values.venueOrderId;
    body.executionId = this.lastReportNumber;
    body.lastLots = values.lastLots;
    body.lastTicks = values.lastTicks;
    body.cumLots = values.cumLots;
    body.leavesLots = values.leavesLots;
    body.orderLots = values.orderLots;
    body.priceTicks = values.priceTicks;
    return this.lastReportNumber;
  }
}
