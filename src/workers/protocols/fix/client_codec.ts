/**
 * The other side of the acceptor, for the demo trader and load generators: orders into bytes, reports out of bytes, as
 * numbers. Sessions that need the rules (logon, resend) use FixSession as an initiator with this for the bodies.
 */
import { OrderType } from '../../model/order.ts';
import { DIGIT_0 } from './ascii.ts';
import { DecimalReader } from './decimal.ts';
import type { FixDirectory } from './directory.ts';
import type { FieldIndex } from './field_index.ts';
import { MessageWriter } from './message_writer.ts';
import { writeScaled, writeWhole } from './number_text.ts';
import { EXEC_TYPE_CHAR, ORDER_STATUS_CHAR } from './report_codes.ts';
import { MsgType, Tag } from './tag.ts';

export interface ClientOrder {
  /** MsgSeqNum; not used by the `write...` functions, whose header a session has written. */
  readonly sequence: number;
  readonly timeMs: number;
  /** Whole number: written as text. */
  readonly clOrdId: number;
  readonly account?: string | undefined;
  readonly instrument: number;
  readonly side: number;
  readonly orderType: number;
  readonly timeInForce: number;
  readonly quantityLots: number;
  readonly priceTicks: number;
  readonly strategy?: number | undefined;
}

export type ClientCancel = Pick<ClientOrder, 'sequence' | 'timeMs' | 'clOrdId' | 'instrument' | 'side'> & {
  readonly origClOrdId: number;
};
export type ClientReplace = ClientOrder & { readonly origClOrdId: number };

/** An ExecutionReport or OrderCancelReject as numbers; what the message lacks is 0. One object, filled anew each time. */
export class ClientReport {
  /** MsgType's byte. */
  type = 0;
  clOrdId = 0;
  origClOrdId = 0;
  orderId = 0;
  /** Codes of the model; 0: not one of them. */
  execType = 0;
  status = 0;
  side = 0;
  instrument = -1;
  quantityLots = 0;
  priceTicks = 0;
  lastLots = 0;
  lastTicks = 0;
  filledLots = 0;
  leavesLots = 0;
}

/** Codes of the model by the message's character. */
export const EXEC_TYPE_OF = byChar(EXEC_TYPE_CHAR);
export const ORDER_STATUS_OF = byChar(ORDER_STATUS_CHAR);

export class FixClientCodec {
  private readonly directory: FixDirectory;
  private readonly writer: MessageWriter;
  private readonly decimal = new DecimalReader();

  constructor(senderCompId: string, targetCompId: string, directory: FixDirectory, capacityBytes = 262_144) {
    this.directory = directory;
    this.writer = new MessageWriter(capacityBytes, senderCompId, targetCompId);
  }

  get roomBytes(): number {
    return this.writer.roomBytes;
  }

  /** Whole messages written since `clear`; valid until then. */
  written(): Uint8Array {
    return this.writer.bytes.subarray(0, this.writer.at);
  }

  clear(): void {
    this.writer.clear();
  }

  newOrder(order: ClientOrder): void {
    this.writer.setSendingTime(order.timeMs);
    this.writer.begin(MsgType.NEW_ORDER_SINGLE, order.sequence);
    writeNewOrder(this.writer, this.directory, order);
    this.writer.end();
  }

  cancel(cancel: ClientCancel): void {
    this.writer.setSendingTime(cancel.timeMs);
    this.writer.begin(MsgType.ORDER_CANCEL_REQUEST, cancel.sequence);
    writeCancel(this.writer, this.directory, cancel);
    this.writer.end();
  }

  replace(replace: ClientReplace): void {
    this.writer.setSendingTime(replace.timeMs);
    this.writer.begin(MsgType.ORDER_CANCEL_REPLACE_REQUEST, replace.sequence);
    writeReplace(this.writer, this.directory, replace);
    this.writer.end();
  }

  /** The indexed message into `report`; false when it is neither an ExecutionReport nor an OrderCancelReject. */
  read(fields: FieldIndex, view: DataView, report: ClientReport): boolean {
    const type = fields.char(Tag.MSG_TYPE);
    if (type !== MsgType.EXECUTION_REPORT && type !== MsgType.ORDER_CANCEL_REJECT) return false;
    report.type = type;
    report.clOrdId = Math.max(0, fields.whole(Tag.CL_ORD_ID));
    report.origClOrdId = Math.max(0, fields.whole(Tag.ORIG_CL_ORD_ID));
    report.orderId = Math.max(0, fields.whole(Tag.ORDER_ID));
    report.execType = EXEC_TYPE_OF[fields.char(Tag.EXEC_TYPE)]!;
    report.status = ORDER_STATUS_OF[fields.char(Tag.ORD_STATUS)]!;
    report.side = Math.max(0, fields.char(Tag.SIDE) - DIGIT_0);
    const symbolStart = fields.start(Tag.SYMBOL);
    const instrument =
      symbolStart < 0 ? -1 : this.directory.symbols.find(view, symbolStart, fields.end(Tag.SYMBOL) - symbolStart);
    report.instrument = instrument;
    const lotSize = instrument < 0 ? 1 : this.directory.lotSize[instrument]!;
    report.quantityLots = this.units(fields, Tag.ORDER_QTY, lotSize, 0);
    report.lastLots = this.units(fields, Tag.LAST_QTY, lotSize, 0);
    report.filledLots = this.units(fields, Tag.CUM_QTY, lotSize, 0);
    report.leavesLots = this.units(fields, Tag.LEAVES_QTY, lotSize, 0);
    const mantissa = instrument < 0 ? 1 : this.directory.tickMantissa[instrument]!;
    const exponent = instrument < 0 ? 0 : this.directory.tickExponent[instrument]!;
    report.priceTicks = this.units(fields, Tag.PRICE, mantissa, exponent);
    report.lastTicks = this.units(fields, Tag.LAST_PX, mantissa, exponent);
    return true;
  }

  private units(fields: FieldIndex, tag: number, mantissa: number, exponent: number): number {
    if (!fields.has(tag)) return 0;
    if (!this.decimal.read(fields.bytes, fields.start(tag), fields.end(tag))) return 0;
    return Math.max(0, this.decimal.units(mantissa, exponent));
  }
}

/** The body behind a header that is begun; `end` follows. */
export function writeNewOrder(writer: MessageWriter, directory: FixDirectory, order: ClientOrder): void {
  writer.whole(Tag.CL_ORD_ID, order.clOrdId);
  if (order.account !== undefined) writer.text(Tag.ACCOUNT, order.account);
  writeTerms(writer, directory, order);
}

export function writeReplace(writer: MessageWriter, directory: FixDirectory, replace: ClientReplace): void {
  writer.whole(Tag.CL_ORD_ID, replace.clOrdId);
  writer.whole(Tag.ORIG_CL_ORD_ID, replace.origClOrdId);
  if (replace.account !== undefined) writer.text(Tag.ACCOUNT, replace.account);
  writeTerms(writer, directory, replace);
}

export function writeCancel(writer: MessageWriter, directory: FixDirectory, cancel: ClientCancel): void {
  writer.whole(Tag.CL_ORD_ID, cancel.clOrdId);
  writer.whole(Tag.ORIG_CL_ORD_ID, cancel.origClOrdId);
  writer.text(Tag.SYMBOL, directory.instruments[cancel.instrument]!.symbol);
  writer.whole(Tag.SIDE, cancel.side);
  writer.timestamp(Tag.TRANSACT_TIME, cancel.timeMs);
}

function writeTerms(writer: MessageWriter, directory: FixDirectory, order: ClientOrder): void {
  const { instrument } = order;
  writer.text(Tag.SYMBOL, directory.instruments[instrument]!.symbol);
  writer.whole(Tag.SIDE, order.side);
  writer.timestamp(Tag.TRANSACT_TIME, order.timeMs);
  writer.tag(Tag.ORDER_QTY);
  writer.at = writeWhole(writer.view, writer.at, order.quantityLots * directory.lotSize[instrument]!);
  writer.whole(Tag.ORD_TYPE, order.orderType);
  if (order.orderType === OrderType.LIMIT) {
    writer.tag(Tag.PRICE);
    const ticks = order.priceTicks * directory.tickMantissa[instrument]!;
    writer.at = writeScaled(writer.view, writer.at, ticks, directory.tickExponent[instrument]!);
  }
  writer.whole(Tag.TIME_IN_FORCE, order.timeInForce - 1);
  if (order.strategy !== undefined) writer.whole(Tag.STRATEGY, order.strategy);
}

function byChar(table: Readonly<Record<number, string>>): Uint8Array {
  const codes = new Uint8Array(256);
  // Several codes may share a letter: the first stands for it, but 'rejected' is not 'no such order'.
  for (const [code, char] of Object.entries(table)) if (Number(code) !== 0) codes[char.charCodeAt(0)] ||= Number(code);
  return codes;
}
