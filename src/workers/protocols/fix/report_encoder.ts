/** Reports of the engine as FIX messages: constants laid out once, fields stored in bulk, no string on the way. */
import { CancelReject, ExecutionReport, MassCancelReport, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { ExecType, OrderType } from '../../model/order.ts';
import { REASON_TEXT, type ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { DIGIT_0, double8, doubles, word4 } from './ascii.ts';
import type { FixDirectory } from './directory.ts';
import type { MessageWriter } from './message_writer.ts';
import { writeAverage, writeInt, writeScaled, writeWhole } from './number_text.ts';
import {
  cancelRejectReason,
  EXEC_TYPE_CHAR,
  ORDER_STATUS_CHAR,
  ORDER_TYPE_CHAR,
  orderRejectReason,
} from './report_codes.ts';
import { MsgType, Tag } from './tag.ts';
import { MINUTE_MS, SECONDS_AT, TIMESTAMP_BYTES, TimestampWriter, writeSeconds } from './timestamp.ts';

/** No report is longer; room is made for it beforehand. */
export const MAX_REPORT_BYTES = 1024;
/** Symbol of an instrument that we do not know: what FIX writes where there is no symbol. */
const NO_SYMBOL = '[N/A]';
const MINUTE_NS = MINUTE_MS * 1e6;
/** `|60=` before the time. */
const FIELD_60_BYTES = 4;
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
/** Nothing filled yet: `|14=0|6=` and a zero behind it. */
const F14_ZERO = double8('\x0114=0\x016=');
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
  /** By instrument, the unknown one last: shares and whole numbers. */
  private readonly lotSize: Float64Array;
  private readonly mantissa: Float64Array;
  private readonly exponent: Int32Array;
  private readonly header = new RecordHeader();
  private readonly report = new ExecutionReport();
  private readonly cancelReject = new CancelReject();
  private readonly massCancel = new MassCancelReport();
  private readonly time = new TimestampWriter();
  private baseTimeMs = 0;
  /** Record time at which the minute of `minute` began; -1: none is kept. */
  private readonly minuteNs = Float64Array.of(-1);
  /** `|60=YYYYMMDD-HH:MM:` and room for the seconds. */
  private readonly minute = new Float64Array(4);

  constructor(directory: FixDirectory) {
    this.directory = directory;
    const symbols = [...directory.instruments.map(({ symbol }) => symbol), NO_SYMBOL];
    this.symbols = symbols.map((symbol) => constant(`\x0155=${symbol}\x0154=`));
    this.lotSize = Float64Array.of(...directory.lotSize, 1);
    this.mantissa = Float64Array.of(...directory.tickMantissa, 1);
    this.exponent = Int32Array.of(...directory.tickExponent, 0);
    this.accounts = directory.accounts.map((name) => constant(`\x011=${name}`));
    for (const [code, text] of Object.entries(REASON_TEXT)) {
      this.reasons.set(Number(code), constant(`\x0158=${text === '' ? 'no reason given' : text}`));
    }
  }

  /** The MsgType that the record at `byteOffset` is told by; 0 when it is none that a client hears of. */
  typeOf(views: Views, byteOffset: number): number {
    switch (this.place(views, byteOffset).type) {
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

  private place(views: Views, byteOffset: number): RecordHeader {
    const { header } = this;
    if (header.f64 !== views.f64) return header.wrap(views, byteOffset);
    header.at8 = byteOffset >>> 3;
    header.at4 = byteOffset >>> 2;
    header.at2 = byteOffset >>> 1;
    header.at1 = byteOffset;
    return header;
  }

  /** Milliseconds since 1970 at the base time of the trading day: what record times count from. */
  setBaseTime(baseTimeMs: number): void {
    this.baseTimeMs = baseTimeMs;
    this.minuteNs[0] = -1;
  }

  /** A whole message behind what `writer` holds, which must have MAX_REPORT_BYTES of room. */
  encode(writer: MessageWriter, views: Views, byteOffset: number, sequence: number): void {
    const type = this.typeOf(views, byteOffset);
    const body = byteOffset + RecordHeader.BYTES;
    writer.begin(type, sequence);
    if (type === MsgType.EXECUTION_REPORT) this.executionReport(writer, views, body);
    else if (type === MsgType.ORDER_CANCEL_REJECT) this.orderCancelReject(writer, views, body);
    else this.massCancelReport(writer, views, body);
    writer.end();
  }

  /** In three parts, each of a size that V8 compiles well: see FastOrder. */
  private executionReport(writer: MessageWriter, views: Views, body: number): void {
    const { report } = this;
    if (report.f64 !== views.f64) report.wrap(views, body);
    else {
      report.at8 = body >>> 3;
      report.at4 = body >>> 2;
      report.at2 = body >>> 1;
      report.at1 = body;
    }
    const { instrument } = report;
    const known = instrument >= 0 && instrument < this.symbols.length - 1 ? instrument : this.symbols.length - 1;
    let at = this.putIdentity(writer.view, writer.at, report, known);
    at = this.putTerms(writer.view, at, report, known);
    at = this.putFills(writer.view, at, report, known);
    at = this.putTime(writer.view, at);
    writer.at = this.putRest(writer, at, report);
  }

  private putIdentity(view: DataView, start: number, report: ExecutionReport, known: number): number {
    const { header } = this;
    let at = putOrderId(view, start, report.orderId);
    at = putId(view, at, F11, report.i32, report.at4);
    at = putId(view, at, F41, report.i32, report.at4 + ExecutionReport.CL_ORD_ID_WORDS);
    const { account } = report;
    if (account >= 0 && account < this.accounts.length) at = put(view, at, this.accounts[account]!);
    view.setInt32(at, F17, true);
    at = writeWhole(view, at + 4, header.sequence);
    view.setUint8(at, 0x2d);
    at = writeInt(view, at + 1, header.outputIndex);
    view.setFloat64(at, EXEC_TYPE_FIELD[report.execType]!, true);
    view.setInt32(at + 8, STATUS_FIELD[report.status]!, true);
    return put(view, at + 11, this.symbols[known]!);
  }

  private putTerms(view: DataView, start: number, report: ExecutionReport, known: number): number {
    view.setUint8(start, report.side + DIGIT_0);
    view.setInt32(start + 1, F38, true);
    let at = writeWhole(view, start + 5, report.quantityLots * this.lotSize[known]!);
    const { priceTicks, timeInForce, orderType } = report;
    const letter = ORDER_TYPE[orderType]!;
    if (letter !== 0) {
      view.setInt32(at, F40, true);
      view.setUint8(at + 4, letter);
      at += 5;
    }
    if (priceTicks !== 0 && orderType !== OrderType.MARKET) {
      view.setInt32(at, F44, true);
      at = writeScaled(view, at + 4, priceTicks * this.mantissa[known]!, this.exponent[known]!);
    }
    if (timeInForce === 0) return at;
    view.setInt32(at, F59, true);
    view.setUint8(at + 4, timeInForce - 1 + DIGIT_0);
    return at + 5;
  }

  private putFills(view: DataView, start: number, report: ExecutionReport, known: number): number {
    const lotSize = this.lotSize[known]!;
    const mantissa = this.mantissa[known]!;
    const exponent = this.exponent[known]!;
    let at = start;
    if (report.execType === ExecType.TRADE) {
      view.setInt32(at, F32, true);
      at = writeWhole(view, at + 4, report.lastLots * lotSize);
      view.setInt32(at, F31, true);
      at = writeScaled(view, at + 4, report.lastTicks * mantissa, exponent);
    }
    view.setFloat64(at, F151, true);
    at = writeWhole(view, at + 5, report.leavesLots * lotSize);
    const { filledLots, filledValue } = report;
    if (filledLots === 0) {
      view.setFloat64(at, F14_ZERO, true);
      view.setUint8(at + 8, DIGIT_0);
      return at + 9;
    }
    view.setInt32(at, F14, true);
    at = writeWhole(view, at + 4, filledLots * lotSize);
    view.setInt32(at, F6, true);
    const units = Math.floor(filledValue / filledLots);
    // One price for all fills, which is usual, needs no fraction.
    return units * filledLots === filledValue
      ? writeScaled(view, at + 3, units * mantissa, exponent)
      : writeAverage(view, at + 3, filledValue, filledLots, mantissa, exponent);
  }

  /** TransactTime: the command's. Within the minute of the last one, only its seconds are written anew. */
  private putTime(view: DataView, at: number): number {
    const { header, minuteNs, minute } = this;
    const since = header.time - minuteNs[0]!;
    const restMs = since >= 0 && since < MINUTE_NS && minuteNs[0]! >= 0 ? (since / 1e6) | 0 : this.enterMinute();
    view.setFloat64(at, minute[0]!, true);
    view.setFloat64(at + 8, minute[1]!, true);
    view.setFloat64(at + 16, minute[2]!, true);
    writeSeconds(view, at + FIELD_60_BYTES + SECONDS_AT, restMs);
    return at + FIELD_60_BYTES + TIMESTAMP_BYTES;
  }

  /** Keeps the text of the minute that the record's time is in; returns the milliseconds since it began. */
  private enterMinute(): number {
    const ms = this.baseTimeMs + Math.floor(this.header.time / 1e6);
    const minuteMs = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    this.minuteNs[0] = (minuteMs - this.baseTimeMs) * 1e6;
    const view = new DataView(this.minute.buffer);
    view.setInt32(0, F60, true);
    this.time.write(view, FIELD_60_BYTES, minuteMs);
    return ms - minuteMs;
  }

  private putRest(writer: MessageWriter, start: number, report: ExecutionReport): number {
    const { reason } = report;
    const { view } = writer;
    let at = start;
    if (report.requestId !== 0) {
      view.setFloat64(at, F790, true);
      at = writeWhole(view, at + 5, report.requestId);
    }
    if (reason === 0) return at;
    if (report.execType === ExecType.REJECTED) {
      view.setFloat64(at, F103, true);
      at = writeWhole(view, at + 5, orderRejectReason(reason));
    }
    return this.putReason(writer, at, reason, report.limitValue, report.observedValue);
  }

  private orderCancelReject(writer: MessageWriter, views: Views, body: number): void {
    const reject = this.cancelReject.wrap(views, body);
    const { view } = writer;
    let at = putOrderId(view, writer.at, reject.orderId);
    at = putId(view, at, F11, reject.i32, reject.at4);
    at = putId(view, at, F41, reject.i32, reject.at4 + CancelReject.CL_ORD_ID_WORDS);
    const account = this.accounts[reject.account];
    if (account !== undefined) at = put(view, at, account);
    writer.at = this.putTime(view, at);
    writer.text(Tag.ORD_STATUS, String.fromCharCode(STATUS_CHAR[reject.status]!));
    writer.whole(Tag.CXL_REJ_RESPONSE_TO, reject.responseTo);
    writer.whole(102, cancelRejectReason(reject.reason));
    if (reject.reason !== 0) writer.at = this.putReason(writer, writer.at, reject.reason, 0, 0);
  }

  /** OrderID, which FIX requires here, is the number of the report itself, as is usual. */
  private massCancelReport(writer: MessageWriter, views: Views, body: number): void {
    const { header } = this;
    const report = this.massCancel.wrap(views, body);
    const { view } = writer;
    let at = putOrderId(view, writer.at, header.sequence);
    at = putId(view, at, F11, report.i32, report.at4);
    const account = this.accounts[report.account];
    if (account !== undefined) at = put(view, at, account);
    writer.at = this.putTime(view, at);
    writer.whole(Tag.MASS_CANCEL_REQUEST_TYPE, report.scope);
    writer.whole(531, report.response === 0 ? 0 : report.scope);
    if (report.response === 0) writer.whole(532, 99);
    // The report leaves when the sweep begins: how many there will be is then unknown, and not none.
    else if (report.affected > 0) writer.whole(533, report.affected);
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
