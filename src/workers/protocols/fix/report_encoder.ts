/** Reports of the engine as FIX messages: what kind a record is, and the two that are rare. */
import { CancelReject, MassCancelReport, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { RecordType } from '../../model/record_type.ts';
import type { FixDirectory } from './directory.ts';
import { executionReports, type PutExecutionReport } from './execution_report.ts';
import type { MessageWriter } from './message_writer.ts';
import { putReason } from './reason_text.ts';
import { cancelRejectReason, ORDER_STATUS_CHAR } from './report_codes.ts';
import { putClOrdId, putOrderId, putOrigClOrdId } from './report_fields.ts';
import { ReportTime } from './report_time.ts';
import { MsgType, Tag } from './tag.ts';

/** No report is longer; room is made for it beforehand. */
export const MAX_REPORT_BYTES = 1024;

/** Of this module, and so a constant: an import is looked up and checked at each use. */
const { EXECUTION_REPORT } = RecordType;
/** Where the header has its type, counted in its two-byte words: to ask only that, no flyweight is moved. */
const TYPE_AT = RecordHeader.FIELDS.fields.find(({ name }) => name === 'type')!.byteOffset >>> 1;

/** Of one session or of several: what all of a process have in common is made once. */
export class ReportEncoder {
  declare private readonly directory: FixDirectory;
  declare private readonly putExecutionReport: PutExecutionReport;
  private readonly header = new RecordHeader();
  private readonly cancelReject = new CancelReject();
  private readonly massCancel = new MassCancelReport();
  private readonly time = new ReportTime();
  private baseTimeMs = 0;

  constructor(directory: FixDirectory) {
    this.directory = directory;
    this.putExecutionReport = executionReports(directory);
  }

  /** Milliseconds since 1970 at the base time of the trading day: what record times count from. */
  setBaseTime(baseTimeMs: number): void {
    this.baseTimeMs = baseTimeMs;
    this.time.setBase(baseTimeMs);
  }

  /** A whole message behind what `writer` holds, which must have MAX_REPORT_BYTES of room. */
  encode(writer: MessageWriter, views: Views, byteOffset: number, sequence: number): void {
    if (views.u16[(byteOffset >>> 1) + TYPE_AT] === EXECUTION_REPORT) {
      this.putExecutionReport(writer, views, byteOffset, sequence, this.time);
    } else this.encodeRare(writer, views, byteOffset, sequence);
  }

  private encodeRare(writer: MessageWriter, views: Views, byteOffset: number, sequence: number): void {
    const header = this.header.wrap(views, byteOffset);
    const body = byteOffset + RecordHeader.BYTES;
    if (header.type === RecordType.CANCEL_REJECT) {
      writer.begin(MsgType.ORDER_CANCEL_REJECT, sequence);
      this.orderCancelReject(writer, views, body);
    } else {
      writer.begin(MsgType.ORDER_MASS_CANCEL_REPORT, sequence);
      this.massCancelReport(writer, views, body);
    }
    writer.end();
  }

  private orderCancelReject(writer: MessageWriter, views: Views, body: number): void {
    const reject = this.cancelReject.wrap(views, body);
    const { view } = writer;
    const { i32, at4 } = reject;
    const cursor = putClOrdId(view, putOrderId(view, writer.cursor, reject.orderId), i32, at4);
    writer.moveTo(putOrigClOrdId(view, cursor, i32, at4 + CancelReject.CL_ORD_ID_WORDS));
    this.putAccount(writer, reject.account);
    writer.timestamp(Tag.TRANSACT_TIME, this.timeMs());
    writer.text(Tag.ORD_STATUS, ORDER_STATUS_CHAR[reject.status] ?? '8');
    writer.whole(Tag.CXL_REJ_RESPONSE_TO, reject.responseTo);
    writer.whole(102, cancelRejectReason(reject.reason));
    if (reject.reason !== 0) putReason(writer, reject.reason, 0, 0);
  }

  /** OrderID, which FIX requires here, is the number of the report itself, as is usual. */
  private massCancelReport(writer: MessageWriter, views: Views, body: number): void {
    const { header } = this;
    const report = this.massCancel.wrap(views, body);
    const { view } = writer;
    const cursor = putOrderId(view, writer.cursor, header.sequence);
    writer.moveTo(putClOrdId(view, cursor, report.i32, report.at4));
    this.putAccount(writer, report.account);
    writer.timestamp(Tag.TRANSACT_TIME, this.timeMs());
    writer.whole(Tag.MASS_CANCEL_REQUEST_TYPE, report.scope);
    writer.whole(531, report.response === 0 ? 0 : report.scope);
    if (report.response === 0) writer.whole(532, 99);
    // The report leaves when the sweep begins: how many there will be is then unknown, and not none.
    else if (report.affected > 0) writer.whole(533, report.affected);
    const instrument = this.directory.instruments[report.instrument];
    if (instrument !== undefined) writer.text(Tag.SYMBOL, instrument.symbol);
    if (report.side !== 0) writer.whole(Tag.SIDE, report.side);
    if (report.reason !== 0) putReason(writer, report.reason, 0, 0);
  }

  private timeMs(): number {
    return this.baseTimeMs + Math.floor(this.header.time / 1e6);
  }

  private putAccount(writer: MessageWriter, account: number): void {
    const name = this.directory.accounts[account];
    if (name !== undefined) writer.text(Tag.ACCOUNT, name);
  }
}
