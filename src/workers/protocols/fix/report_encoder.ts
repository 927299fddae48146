/** Reports of the engine as FIX messages: constants laid out once, fields stored in bulk, no string on the way. */
import { CancelReject, ExecutionReport, MassCancelReport, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { ExecType, OrderType } from '../../model/order.ts';
import { REASON_TEXT, type ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { DIGIT_0, double8, doubles, word4 } from './ascii.ts';
import type { FixDirectory } from './directory.ts';
import type { MessageWriter } from './message_writer.ts';
import { writeAverage, writeScaled, writeWhole } from './number_text.ts';
import {
  cancelRejectReason,
  EXEC_TYPE_CHAR,
  ORDER_STATUS_CHAR,
  ORDER_TYPE_CHAR,
  orderRejectReason,
} from './report_codes.ts';
import { MsgType, Tag } from './tag.ts';
import { TIMESTAMP_BYTES } from './timestamp.ts';

/** No report is longer; room is made for it beforehand. */
export const MAX_REPORT_BYTES = 1024;
/** Symbol of an instrument that we do not know: what FIX writes where there is no symbol. */
const NO_SYMBOL = '[N/A]';
const HIGH_BITS = 0x8080_8080 | 0;

/** Text that is stored whole, eight bytes at a time, and counts `byteLength`. */
interface Constant {
  readonly words: Float64Array;
  readonly byteLength: number;
}

function constant(text: string): Constant {
  return { words: doubles(text), byteLength: text.length };
}

function put(view: DataView, at: number, { words, byteLength }: Constant): number {
  for (let i = 0; i < words.length; i++) view.setFloat64(at + (i << 3), words[i]!, true);
  return at + byteLength;
}

/** A field's SOH, tag and equals sign in one store of four or eight bytes. */
const F6 = word4('\x016=');
const F11 = word4('\x0111=');
const F14 = word4('\x0114=');
const F17 = word4('\x0117=');
const F31 = word4('\x0131=');
const F32 = word4('\x0132=');
const F37 = word4('\x0137=');
const F38 = word4('\x0138=');
const F40 = word4('\x0140=');
const F41 = word4('\x0141=');
const F44 = word4('\x0144=');
const F58 = word4('\x0158=');
const F59 = word4('\x0159=');
const F60 = word4('\x0160=');
const F103 = double8('\x01103=');
const F151 = double8('\x01151=');
const F790 = double8('\x01790=');
const NONE = word4('NONE');

function byCode(table: Readonly<Record<number, string>>): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => table[code]?.charCodeAt(0) ?? 0);
}

const ORDER_TYPE = byCode(ORDER_TYPE_CHAR);
/** `|150=X|3` by ExecType, then `9=Y` and a SOH that the next field stores again, by status. */
const EXEC_TYPE_FIELD = Float64Array.from({ length: 256 }, (_, code) =>
  double8(`\x01150=${EXEC_TYPE_CHAR[code] ?? '0'}\x013`),
);
const STATUS_FIELD = Int32Array.from({ length: 256 }, (_, code) => word4(`9=${ORDER_STATUS_CHAR[code] ?? '8'}\x01`));
const STATUS_CHAR = byCode(ORDER_STATUS_CHAR);

export class ReportEncoder {
  private readonly directory: FixDirectory;
  /** `|55=SYMBOL|54=` by instrument, the unknown one last. */
  private readonly symbols: readonly Constant[];
  /** `|1=NAME` by account. */
  private readonly accounts: readonly Constant[];
  private readonly reasons = new Map<number, Constant>();
  private readonly header = new RecordHeader();
  private readonly report = new ExecutionReport();
  private readonly cancelReject = new CancelReject();
  private readonly massCancel = new MassCancelReport();

  constructor(directory: FixDirectory) {
    this.directory = directory;
    const symbols = [...directory.instruments.map(({ symbol }) => symbol), NO_SYMBOL];
    this.symbols = symbols.map((symbol) => constant(`\x0155=${symbol}\x0154=`));
    this.accounts = directory.accounts.map((name) => constant(`\x011=${name}`));
    for (const [code, text] of Object.entries(REASON_TEXT)) {
      this.reasons.set(Number(code), constant(`\x0158=${text === '' ? 'no reason given' : text}`));
    }
  }

  /** The MsgType that the record at `byteOffset` is told by; 0 when it is none that a client hears of. */
  typeOf(views: Views, byteOffset: number): number {
    switch (this.header.wrap(views, byteOffset).type) {
      case RecordType.EXECUTION_REPORT:
        return MsgType.EXECUTION_REPORT;
      case RecordType.CANCEL_REJECT:
        return MsgType.ORDER_CANCEL_REJECT;
      case RecordType.MASS_CANCEL_REPORT:
        return MsgType.ORDER_MASS_CANCEL_REPORT;
      default:
        return 0;
    }
  }

  /** A whole message behind what `writer` holds, which must have MAX_REPORT_BYTES of room. `baseTimeMs`: of the trading day. */
  encode(
    writer: MessageWriter,
    views: Views,
    byteOffset: number,
    sequence: number,
    sendingTimeMs: number,
    baseTimeMs: number,
  ): void {
    const type = this.typeOf(views, byteOffset);
    const header = this.header;
    const transactTimeMs = baseTimeMs + Math.floor(header.time / 1e6);
    writer.begin(type, sequence, sendingTimeMs);
    const body = byteOffset + RecordHeader.BYTES;
    if (type === MsgType.EXECUTION_REPORT) this.executionReport(writer, header, views, body, transactTimeMs);
    else if (type === MsgType.ORDER_CANCEL_REJECT) this.orderCancelReject(writer, views, body, transactTimeMs);
    else this.massCancelReport(writer, header, views, body, transactTimeMs);
    writer.end();
  }

  private executionReport(
    writer: MessageWriter,
    header: RecordHeader,
    views: Views,
    body: number,
    transactTimeMs: number,
  ): void {
    const report = this.report.wrap(views, body);
    const { view } = writer;
    const { execType, reason } = report;
    const instrument = report.instrument;
    const known = instrument >= 0 && instrument < this.symbols.length - 1;
    const lotSize = known ? this.directory.lotSize[instrument]! : 1;
    const mantissa = known ? this.directory.tickMantissa[instrument]! : 1;
    const exponent = known ? this.directory.tickExponent[instrument]! : 0;
    let at = putOrderId(view, writer.at, report.orderId);
    at = putId(view, at, F11, report.i32, report.at4);
    at = putId(view, at, F41, report.i32, report.at4 + ExecutionReport.CL_ORD_ID_WORDS);
    const account = this.accounts[report.account];
    if (account !== undefined) at = put(view, at, account);
    view.setInt32(at, F17, true);
    at = writeWhole(view, at + 4, header.sequence);
    view.setUint8(at, 0x2d);
    at = writeWhole(view, at + 1, header.outputIndex);
    view.setFloat64(at, EXEC_TYPE_FIELD[execType]!, true);
    view.setInt32(at + 8, STATUS_FIELD[report.status]!, true);
    at = put(view, at + 11, this.symbols[known ? instrument : this.symbols.length - 1]!);
    view.setUint8(at, report.side + DIGIT_0);
    view.setInt32(at + 1, F38, true);
    at = writeWhole(view, at + 5, report.quantityLots * lotSize);
    const orderType = ORDER_TYPE[report.orderType]!;
    if (orderType !== 0) {
      view.setInt32(at, F40, true);
      view.setUint8(at + 4, orderType);
      at += 5;
    }
    const { priceTicks, timeInForce } = report;
    if (priceTicks !== 0 && report.orderType !== OrderType.MARKET) {
      view.setInt32(at, F44, true);
      at = writeScaled(view, at + 4, priceTicks * mantissa, exponent);
    }
    if (timeInForce !== 0) {
      view.setInt32(at, F59, true);
      view.setUint8(at + 4, timeInForce - 1 + DIGIT_0);
      at += 5;
    }
    if (execType === ExecType.TRADE) {
      view.setInt32(at, F32, true);
      at = writeWhole(view, at + 4, report.lastLots * lotSize);
      view.setInt32(at, F31, true);
      at = writeScaled(view, at + 4, report.lastTicks * mantissa, exponent);
    }
    view.setFloat64(at, F151, true);
    at = writeWhole(view, at + 5, report.leavesLots * lotSize);
    const { filledLots } = report;
    view.setInt32(at, F14, true);
    at = writeWhole(view, at + 4, filledLots * lotSize);
    view.setInt32(at, F6, true);
    at = writeAverage(view, at + 3, report.filledValue, filledLots, mantissa, exponent);
    at = putTime(writer, at, transactTimeMs);
    if (report.requestId !== 0) {
      view.setFloat64(at, F790, true);
      at = writeWhole(view, at + 5, report.requestId);
    }
    if (reason !== 0) {
      if (execType === ExecType.REJECTED) {
        view.setFloat64(at, F103, true);
        at = writeWhole(view, at + 5, orderRejectReason(reason));
      }
      at = this.putReason(writer, at, reason, report.limitValue, report.observedValue);
    }
    writer.at = at;
  }

  private orderCancelReject(writer: MessageWriter, views: Views, body: number, transactTimeMs: number): void {
    const reject = this.cancelReject.wrap(views, body);
    const { view } = writer;
    let at = putOrderId(view, writer.at, reject.orderId);
    at = putId(view, at, F11, reject.i32, reject.at4);
    at = putId(view, at, F41, reject.i32, reject.at4 + CancelReject.CL_ORD_ID_WORDS);
    const account = this.accounts[reject.account];
    if (account !== undefined) at = put(view, at, account);
    writer.at = putTime(writer, at, transactTimeMs);
    writer.text(Tag.ORD_STATUS, String.fromCharCode(STATUS_CHAR[reject.status]!));
    writer.whole(Tag.CXL_REJ_RESPONSE_TO, reject.responseTo);
    writer.whole(102, cancelRejectReason(reject.reason));
    if (reject.reason !== 0) writer.at = this.putReason(writer, writer.at, reject.reason, 0, 0);
  }

  /** OrderID, which FIX requires here, is the number of the report itself, as is usual. */
  private massCancelReport(
    writer: MessageWriter,
    header: RecordHeader,
    views: Views,
    body: number,
    transactTimeMs: number,
  ): void {
    const report = this.massCancel.wrap(views, body);
    const { view } = writer;
    let at = putOrderId(view, writer.at, header.sequence);
    at = putId(view, at, F11, report.i32, report.at4);
    const account = this.accounts[report.account];
    if (account !== undefined) at = put(view, at, account);
    writer.at = putTime(writer, at, transactTimeMs);
    writer.whole(Tag.MASS_CANCEL_REQUEST_TYPE, report.scope);
    writer.whole(531, report.response === 0 ? 0 : report.scope);
    if (report.response === 0) writer.whole(532, 99);
    else writer.whole(533, report.affected);
    const instrument = this.directory.instruments[report.instrument];
    if (instrument !== undefined) writer.text(Tag.SYMBOL, instrument.symbol);
    if (report.side !== 0) writer.whole(Tag.SIDE, report.side);
    if (report.reason !== 0) writer.at = this.putReason(writer, writer.at, report.reason, 0, 0);
  }

  /** `order size limit (lots): limit 100, observed 250`; the two values only where one tripped. */
  private putReason(writer: MessageWriter, at: number, reason: number, limit: number, observed: number): number {
    const { view } = writer;
    const known = this.reasons.get(reason as ReasonCode);
    let end = at;
    if (known !== undefined) end = put(view, at, known);
    else {
      view.setInt32(at, F58, true);
      end = writeWhole(view, at + 4, reason);
    }
    if (limit === 0 && observed === 0) return end;
    end = putAmount(view, put(view, end, LIMIT), limit);
    return putAmount(view, put(view, end, OBSERVED), observed);
  }
}

const LIMIT = constant(': limit ');
const OBSERVED = constant(', observed ');

/** Whole where it is; else with three decimals, which is enough to show why. */
function putAmount(view: DataView, at: number, value: number): number {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
    view.setUint8(at, 0x3f);
    return at + 1;
  }
  if (Number.isInteger(value)) return writeScaled(view, at, value, 0);
  const thousandths = Math.round(value * 1000);
  if (Math.abs(thousandths) > Number.MAX_SAFE_INTEGER) return writeScaled(view, at, Math.round(value), 0);
  return writeScaled(view, at, thousandths, -3);
}

function putOrderId(view: DataView, at: number, orderId: number): number {
  view.setInt32(at, F37, true);
  if (orderId > 0) return writeWhole(view, at + 4, orderId);
  view.setInt32(at + 4, NONE, true);
  return at + 8;
}

function putTime(writer: MessageWriter, at: number, ms: number): number {
  writer.view.setInt32(at, F60, true);
  writer.writeTime(at + 4, ms);
  return at + 4 + TIMESTAMP_BYTES;
}

/** The field, unless its text is empty. Ten words at `index`, padded with zero bytes. */
function putId(view: DataView, at: number, field: number, words: Int32Array, index: number): number {
  if (words[index] === 0) return at;
  view.setInt32(at, field, true);
  let end = at + 4;
  for (let i = 0; i < 10; i++) {
    const word = words[index + i]!;
    view.setInt32(end, word, true);
    const zero = (word - 0x0101_0101) & ~word & HIGH_BITS;
    if (zero !== 0) return end + ((31 - Math.clz32(zero & -zero)) >> 3);
    end += 4;
  }
  return end;
}
