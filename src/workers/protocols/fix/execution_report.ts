/**
 * The ExecutionReport: nearly all that the engine says to clients.
 *
 * Every field of the record is read before the first byte is written, since with each store into a DataView the compiler
 * forgets some of what it knows of objects. One closure for all sessions, so that its tables are constants.
 */
import { ExecutionReport, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { ExecType, OrderType, OUTPUTS_PER_COMMAND } from '../../model/order.ts';
import { double8, word4 } from './ascii.ts';
import type { FixDirectory } from './directory.ts';
import type { MessageWriter } from './message_writer.ts';
import { putReason } from './reason_text.ts';
import { EXEC_TYPE_CHAR, ORDER_STATUS_CHAR, ORDER_TYPE_CHAR, orderRejectReason } from './report_codes.ts';
import * as reportFields from './report_fields.ts';
import type { ReportTime } from './report_time.ts';
import * as summedText from './summed_text.ts';
import { MsgType, Tag } from './tag.ts';

/** Of this module, and so constants: an import is looked up and checked at each use. */
const {
  offHeap,
  CURSOR_POSITION: POSITION,
  putAverage,
  putInt,
  putPrice,
  putScaled,
  putWhole,
  stepOf,
  Texts,
} = summedText;
const { putClOrdId, putOrderId, putOrigClOrdId } = reportFields;
const { EXECUTION_REPORT } = MsgType;
const { TRADE, TRADE_CANCEL, TRADE_CORRECT, REJECTED, RESTATED } = ExecType;
/** ExecRestatementReason (378): other; the reason is said in Text. */
const RESTATEMENT_OTHER = 99;
const { MARKET } = OrderType;
const BODY_AT = RecordHeader.BYTES;
const ID_WORDS = ExecutionReport.CL_ORD_ID_WORDS;
/** Integers below it are put without a call. */
const SMALL = 1e8;

/** Symbol of an instrument that we do not know: what FIX writes where there is no symbol. */
const NO_SYMBOL = '[N/A]';

/** A field's SOH, tag and equals sign, and what they add to a cursor. */
const F6 = word4('\x016=');
const F6_STEP = stepOf('\x016=');
const F14 = word4('\x0114=');
const F14_STEP = stepOf('\x0114=');
const F17 = word4('\x0117=');
const F17_STEP = stepOf('\x0117=');
const F31 = word4('\x0131=');
const F31_STEP = stepOf('\x0131=');
const F32 = word4('\x0132=');
const F32_STEP = stepOf('\x0132=');
const F44 = word4('\x0144=');
const F44_STEP = stepOf('\x0144=');
const F151 = double8('\x01151=');
const F151_STEP = stepOf('\x01151=');
/** Nothing filled yet: `|14=0|6=` and a zero behind it. */
const F14_ZERO = double8('\x0114=0\x016=');
const F14_ZERO_STEP = stepOf('\x0114=0\x016=0');
const ZERO = word4('0');
const MINUS = word4('-');
const MINUS_STEP = stepOf('-');

/** `|150=X|39=Y`: by ExecType and OrdStatus, both below 16. */
const { words: STATE, steps: STATE_STEP } = new Texts(
  Array.from({ length: 256 }, (_, state) => {
    return `\x01150=${EXEC_TYPE_CHAR[state >> 4] ?? '0'}\x0139=${ORDER_STATUS_CHAR[state & 15] ?? '8'}`;
  }),
);
/** `|40=X` and `|59=X` by code, a double and a step each. */
const ORDER_TYPE_TEXT = Array.from({ length: 256 }, (_, code) =>
  ORDER_TYPE_CHAR[code] === undefined ? '' : `\x0140=${ORDER_TYPE_CHAR[code]}`,
);
const ORDER_TYPE = Float64Array.from(ORDER_TYPE_TEXT, double8);
const ORDER_TYPE_STEP = Int32Array.from(ORDER_TYPE_TEXT, stepOf);
const TIME_IN_FORCE_TEXT = Array.from({ length: 256 }, (_, code) =>
  code === 0 ? '' : `\x0159=${String.fromCharCode((code + 0x2f) & 0x7f)}`,
);
const TIME_IN_FORCE = Float64Array.from(TIME_IN_FORCE_TEXT, double8);
const TIME_IN_FORCE_STEP = Int32Array.from(TIME_IN_FORCE_TEXT, stepOf);

/** `|55=SYMBOL|54=S|38=` by side, which is below 4. */
function symbolTexts(symbol: string): string[] {
  return ['0', '1', '2', '3'].map((side) => `\x0155=${symbol}\x0154=${side}\x0138=`);
}

/** Writes the record at `byteOffset` as a whole message behind what `writer` holds. `time` is of the ring that it lies in. */
export type PutExecutionReport = (
  writer: MessageWriter,
  views: Views,
  byteOffset: number,
  sequence: number,
  time: ReportTime,
) => void;

/** Ticks and lots in FIX's units, by instrument, the unknown one last: shares and whole numbers. */
function unitsOf(directory: FixDirectory) {
  const lotSizes = offHeap(Float64Array, [...directory.lotSize, 1]);
  const mantissas = offHeap(Float64Array, [...directory.tickMantissa, 1]);
  const exponents = offHeap(Int32Array, [...directory.tickExponent, 0]);
  /** Of prices that `putPrice` takes; 0: it does not. */
  const plainDecimals = exponents.map((exponent) => (exponent < 0 && exponent >= -3 ? -exponent : 0));

  /** A price of whole `value` x 10^exponent. */
  function putAmount(view: DataView, cursor: number, value: number, instrument: number): number {
    const decimals = plainDecimals[instrument]!;
    return decimals !== 0 && value >= 0 && value < SMALL
      ? putPrice(view, cursor, value | 0, decimals)
      : putScaled(view, cursor, value, exponents[instrument]!);
  }

  return { lotSizes, mantissas, exponents, putAmount };
}
type Units = ReturnType<typeof unitsOf>;

/** OrderID, ClOrdIDs, Account, ExecID, ExecType, OrdStatus. */
function identityOf(directory: FixDirectory, header: RecordHeader, report: ExecutionReport) {
  const { words: accountWords, steps: accountSteps } = new Texts(directory.accounts.map((name) => `\x011=${name}`));
  const accountCount = directory.accounts.length;

  function putAccount(view: DataView, cursor: number, account: number): number {
    const at = cursor & POSITION;
    const word = account << 2;
    view.setFloat64(at, accountWords[word]!, true);
    view.setFloat64((at + 8) | 0, accountWords[word + 1]!, true);
    view.setFloat64((at + 16) | 0, accountWords[word + 2]!, true);
    return (cursor + accountSteps[account]!) | 0;
  }

  return (view: DataView, start: number): number => {
    const { i32, at4, orderId, account, execType, status } = report;
    const { sequence, outputIndex } = header;
    const hasOriginal = i32[at4 + ID_WORDS]! !== 0;
    const state = ((execType & 15) << 4) | (status & 15);
    const state0 = STATE[state << 2]!;
    const state1 = STATE[(state << 2) + 1]!;
    let cursor = putOrderId(view, start, orderId);
    cursor = putClOrdId(view, cursor, i32, at4);
    // Tested here, so that what is rare is not compiled into the usual.
    if (hasOriginal) cursor = putOrigClOrdId(view, cursor, i32, (at4 + ID_WORDS) | 0);
    if (account >>> 0 < accountCount) cursor = putAccount(view, cursor, account);
    view.setInt32(cursor & POSITION, F17, true);
    cursor = putWhole(view, (cursor + F17_STEP) | 0, sequence);
    view.setInt32(cursor & POSITION, MINUS, true);
    cursor = putInt(view, (cursor + MINUS_STEP) | 0, outputIndex);
    view.setFloat64(cursor & POSITION, state0, true);
    view.setFloat64(((cursor & POSITION) + 8) | 0, state1, true);
    return (cursor + STATE_STEP[state]!) | 0;
  };
}

/** Symbol, Side, OrderQty, OrdType, Price, TimeInForce. */
function termsOf(directory: FixDirectory, report: ExecutionReport, { lotSizes, mantissas, putAmount }: Units) {
  const symbols = [...directory.instruments.map(({ symbol }) => symbol), NO_SYMBOL];
  const { words: symbolWords, steps: symbolSteps } = new Texts(symbols.flatMap(symbolTexts));

  return (view: DataView, start: number, instrument: number): number => {
    const { side, orderType, timeInForce } = report;
    const quantity = report.quantityLots * lotSizes[instrument]!;
    const price = report.priceTicks * mantissas[instrument]!;
    const symbol = (instrument << 2) | (side & 3);
    const word = symbol << 2;
    const symbol0 = symbolWords[word]!;
    const symbol1 = symbolWords[word + 1]!;
    const symbol2 = symbolWords[word + 2]!;
    const type = ORDER_TYPE[orderType]!;
    const force = TIME_IN_FORCE[timeInForce]!;
    const at = start & POSITION;
    view.setFloat64(at, symbol0, true);
    view.setFloat64((at + 8) | 0, symbol1, true);
    view.setFloat64((at + 16) | 0, symbol2, true);
    const next = (start + symbolSteps[symbol]!) | 0;
    if (((next - start) & POSITION) > 24) view.setFloat64((at + 24) | 0, symbolWords[word + 3]!, true);
    let cursor = putWhole(view, next, quantity);
    view.setFloat64(cursor & POSITION, type, true);
    cursor = (cursor + ORDER_TYPE_STEP[orderType]!) | 0;
    if (price !== 0 && orderType !== MARKET) {
      view.setInt32(cursor & POSITION, F44, true);
      cursor = putAmount(view, (cursor + F44_STEP) | 0, price, instrument);
    }
    view.setFloat64(cursor & POSITION, force, true);
    return (cursor + TIME_IN_FORCE_STEP[timeInForce]!) | 0;
  };
}

/** LastQty, LastPx of a trade; LeavesQty, CumQty, AvgPx. */
function fillsOf(report: ExecutionReport, { lotSizes, mantissas, exponents, putAmount }: Units) {
  /** LastQty and LastPx. */
  function putLast(view: DataView, start: number, instrument: number): number {
    const quantity = report.lastLots * lotSizes[instrument]!;
    const price = report.lastTicks * mantissas[instrument]!;
    view.setInt32(start & POSITION, F32, true);
    const cursor = putWhole(view, (start + F32_STEP) | 0, quantity);
    view.setInt32(cursor & POSITION, F31, true);
    return putAmount(view, (cursor + F31_STEP) | 0, price, instrument);
  }

  /** CumQty and AvgPx; it reads them itself, since a double that is passed to a call that stays one costs an object. */
  function putFilled(view: DataView, start: number, instrument: number): number {
    const { filledLots: lots, filledValue: value } = report;
    const mantissa = mantissas[instrument]!;
    const lotSize = lotSizes[instrument]!;
    view.setInt32(start & POSITION, F14, true);
    let cursor = putWhole(view, (start + F14_STEP) | 0, lots * lotSize);
    view.setInt32(cursor & POSITION, F6, true);
    cursor = (cursor + F6_STEP) | 0;
    const units = Math.floor(value / lots);
    // One price for all fills, which is usual, needs no fraction.
    return units * lots === value
      ? putAmount(view, cursor, units * mantissa, instrument)
      : putAverage(view, cursor, value, lots, mantissa, exponents[instrument]!);
  }

  /** LeavesQty, CumQty, AvgPx. */
  function putProgress(view: DataView, start: number, instrument: number): number {
    const { filledLots } = report;
    const lotSize = lotSizes[instrument]!;
    const leaves = report.leavesLots * lotSize;
    view.setFloat64(start & POSITION, F151, true);
    const cursor = putWhole(view, (start + F151_STEP) | 0, leaves);
    const at = cursor & POSITION;
    if (filledLots !== 0) return putFilled(view, cursor, instrument);
    view.setFloat64(at, F14_ZERO, true);
    view.setInt32((at + 8) | 0, ZERO, true);
    return (cursor + F14_ZERO_STEP) | 0;
  }

  return { putLast, putProgress };
}

function putRest(writer: MessageWriter, report: ExecutionReport): void {
  const { reason, requestId, limitValue, observedValue } = report;
  if (isTradeChange(report.execType)) writer.text(Tag.EXEC_REF_ID, execIdText(requestId));
  else if (requestId !== 0) writer.whole(Tag.ORD_STATUS_REQ_ID, requestId);
  if (reason === 0) return;
  if (report.execType === RESTATED) writer.whole(Tag.EXEC_RESTATEMENT_REASON, RESTATEMENT_OTHER);
  if (report.execType === REJECTED) writer.whole(Tag.ORD_REJ_REASON, orderRejectReason(reason));
  putReason(writer, reason, limitValue, observedValue);
}

function isTradeChange(execType: number): boolean {
  return execType === TRADE_CANCEL || execType === TRADE_CORRECT;
}

/** ExecID of the report with this execution id. */
function execIdText(executionId: number): string {
  const outputIndex = executionId % OUTPUTS_PER_COMMAND;
  return `${(executionId - outputIndex) / OUTPUTS_PER_COMMAND}-${outputIndex}`;
}

const MADE = new WeakMap<FixDirectory, PutExecutionReport>();

/** The one for this directory: of a second closure, the compiler would know no constants. */
export function executionReports(directory: FixDirectory): PutExecutionReport {
  const put = MADE.get(directory) ?? make(directory);
  MADE.set(directory, put);
  return put;
}

function make(directory: FixDirectory): PutExecutionReport {
  const unknown = directory.instruments.length;
  const header = new RecordHeader();
  const report = new ExecutionReport();
  const units = unitsOf(directory);
  const putIdentity = identityOf(directory, header, report);
  const putTerms = termsOf(directory, report, units);
  const { putLast, putProgress } = fillsOf(report, units);

  return (writer, views, byteOffset, messageSequence, time) => {
    // Only the position moves, mostly: to store views anew costs more than a field.
    if (header.f64 === views.f64) {
      header.move(byteOffset);
      report.move((byteOffset + BODY_AT) | 0);
    } else {
      header.wrap(views, byteOffset);
      report.wrap(views, byteOffset + BODY_AT);
    }
    const instrument = report.instrument >>> 0 < unknown ? report.instrument : unknown;
    const isTrade = report.execType === TRADE || isTradeChange(report.execType);
    const hasRest = report.reason !== 0 || report.requestId !== 0;
    writer.begin(EXECUTION_REPORT, messageSequence);
    const { view } = writer;
    let cursor = putIdentity(view, writer.cursor);
    cursor = putTerms(view, cursor, instrument);
    if (isTrade) cursor = putLast(view, cursor, instrument);
    cursor = putProgress(view, cursor, instrument);
    writer.moveTo(time.put(view, cursor, header));
    if (hasRest) putRest(writer, report);
    writer.end();
  };
}
