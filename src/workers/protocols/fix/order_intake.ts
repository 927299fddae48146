/**
 * Orders, replaces, cancels and their like from a session into the engine's ring: the fields that the engine knows, as
 * ticks, lots and numbers. The general way; `fast_order.ts` takes the usual NewOrderSingle and leaves the rest to this.
 *
 * A message is checked wholly before its record is committed: a claim that is not committed leaves nothing behind.
 */

import {
  CancelOrder,
  MassCancel,
  NewOrder,
  OrderStatusRequest,
  RecordHeader,
  ReplaceOrder,
} from '../../../../schemas/generated/engine.ts';
import { Region } from '../../../ring/memory.ts';
import { MassCancelScope, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { DIGIT_0, DIGIT_9, LETTER_Y } from './ascii.ts';
import { DecimalReader, NOT_MULTIPLE } from './decimal.ts';
import type { FixDirectory } from './directory.ts';
import type { FieldIndex } from './field_index.ts';
import type { NameTable } from './name_table.ts';
import { OrderRefusal } from './order_refusal.ts';
import type { RecordSink } from './record_sink.ts';
import { Taken } from './refusal.ts';
import { BusinessReason, MsgType, RejectReason, Tag } from './tag.ts';
import { clearId, copyId, MAX_ID_BYTES } from './text_field.ts';
import { parseDate, parseTimestamp } from './timestamp.ts';

/** Bit 1 of a record header's flags: the sender says that it may have sent this before under another number (tag 97). */
export const FLAG_POSSIBLE_RESEND = 2;
/** OrdTypes of FIX that the engine has no code for: passed on, and denied there by name. */
export const UNSUPPORTED_ORDER_TYPE = 255;
const DAY_MS = 86_400_000;

export interface IntakeDefaults {
  /** For orders without Account (1); -1: none. */
  readonly account: number;
  /** For orders without tag 7001. */
  readonly strategy: number;
  /** Accounts the session may name; undefined: all. */
  readonly accounts: readonly number[] | undefined;
}

export class OrderIntake {
  readonly refusal = new OrderRefusal();
  /** False: new orders are refused as busy; cancels and replaces still pass. */
  admitNewOrders = true;
  /** The header of a new order without its number: what changes with a chunk or an epoch is in it already. */
  readonly newOrderHeader: Region = new Region(new SharedArrayBuffer(RecordHeader.BYTES));
  private sourceEpoch = 0;
  readonly directory: FixDirectory;
  readonly accounts: NameTable;
  readonly sink: RecordSink;
  readonly defaults: IntakeDefaults;
  private readonly header = new RecordHeader();
  private readonly template = new RecordHeader().wrap(this.newOrderHeader, 0);
  private readonly newOrder = new NewOrder();
  private readonly replace = new ReplaceOrder();
  private readonly cancel = new CancelOrder();
  private readonly massCancel = new MassCancel();
  private readonly statusRequest = new OrderStatusRequest();
  private readonly decimal = new DecimalReader();
  /** In an array: a number that is passed on through calls costs an object each time. */
  private readonly ingressTime = new Float64Array(1);
  /** Of the message at hand. */
  private fields!: FieldIndex;
  private view!: DataView;
  private instrument = -1;
  /** The last amount read, where the reading succeeded. */
  private amount = 0;

  constructor(directory: FixDirectory, sink: RecordSink, defaults: IntakeDefaults) {
    this.directory = directory;
    this.accounts = directory.entitled(defaults.accounts);
    this.sink = sink;
    this.defaults = defaults;
    this.fillHeader(this.template, RecordType.NEW_ORDER, NewOrder.BYTES, 0, 0);
  }

  setTime(nowNs: number): void {
    this.ingressTime[0] = nowNs;
    this.template.ingressTime = nowNs;
  }

  setEpoch(epoch: number): void {
    this.sourceEpoch = epoch;
    this.template.sourceEpoch = epoch;
  }

  /** A valid application message as a record; else `refusal` says what to answer. */
  take(type: number, fields: FieldIndex, view: DataView, sequence: number): Taken {
    this.fields = fields;
    this.view = view;
    this.instrument = this.name(Tag.SYMBOL, this.directory.symbols);
    switch (type) {
      case MsgType.NEW_ORDER_SINGLE:
        return this.takeNewOrder(sequence);
      case MsgType.ORDER_CANCEL_REPLACE_REQUEST:
        return this.takeReplace(sequence);
      case MsgType.ORDER_CANCEL_REQUEST:
        return this.takeCancel(sequence);
      case MsgType.ORDER_MASS_CANCEL_REQUEST:
        return this.takeMassCancel(sequence);
      case MsgType.ORDER_STATUS_REQUEST:
        return this.takeStatusRequest(sequence);
      default:
        return this.refusal.refuse(BusinessReason.UNSUPPORTED_MESSAGE_TYPE, 0, 'Unsupported message type');
    }
  }

  /** Claims a record and writes its header; the body's byte offset, or negative when there is no room. */
  private claim(type: RecordType, bodyBytes: number, flags: number, sequence: number): number {
    const offset = this.sink.claim(RecordHeader.BYTES + bodyBytes);
    if (offset < 0) return offset;
    this.fillHeader(this.placeHeader(offset), type, bodyBytes, flags, sequence);
    return offset + RecordHeader.BYTES;
  }

  private fillHeader(header: RecordHeader, type: RecordType, bodyBytes: number, flags: number, sequence: number): void {
    header.length = RecordHeader.BYTES + bodyBytes;
    header.type = type;
    header.version = 1;
    header.flags = flags;
    header.checksum = 0;
    header.source = 0;
    header.sequence = 0;
    header.time = 0;
    header.sourceEpoch = this.sourceEpoch;
    header.outputIndex = 0;
    header.sourceSequence = sequence;
    header.ingressTime = this.ingressTime[0]!;
    header.reserved = 0;
  }

  /** Moves the flyweight: the ring's views stay the same, and storing them anew costs more than the header. */
  private placeHeader(offset: number): RecordHeader {
    const { header, sink } = this;
    if (header.f64 !== sink.data.f64) return header.wrap(sink.data, offset);
    header.at8 = offset >>> 3;
    header.at4 = offset >>> 2;
    header.at2 = offset >>> 1;
    header.at1 = offset;
    return header;
  }

  private claimFor(type: RecordType, bodyBytes: number, sequence: number): number {
    const flags = this.fields.char(Tag.POSS_RESEND) === LETTER_Y ? FLAG_POSSIBLE_RESEND : 0;
    return this.claim(type, bodyBytes, flags, sequence);
  }

  private takeNewOrder(sequence: number): Taken {
    if (!this.admitNewOrders) return this.refusal.busy();
    const body = this.claimFor(RecordType.NEW_ORDER, NewOrder.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const order = this.newOrder.wrap(this.sink.data, body);
    order.clear();
    if (!this.readId(Tag.CL_ORD_ID, order.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    const { fields } = this;
    const side = this.readSide();
    if (side === 0) return this.refusal.badSide();
    const type = orderTypeOf(fields.char(Tag.ORD_TYPE));
    order.account = this.readAccount(this.defaults.account);
    order.instrument = this.instrument;
    order.side = side;
    order.orderType = type;
    order.timeInForce = readTimeInForce(fields);
    if (!this.readStrategy()) return Taken.REJECTED;
    order.strategy = this.amount;
    if (!this.readLots(Tag.ORDER_QTY, true)) return Taken.REFUSED;
    order.quantityLots = this.amount;
    if (!this.readPrice(type)) return Taken.REFUSED;
    order.priceTicks = this.amount;
    if (!this.readLots(Tag.MAX_FLOOR, false)) return Taken.REFUSED;
    order.displayLots = this.amount;
    if (!this.readLots(Tag.MIN_QTY, false)) return Taken.REFUSED;
    order.minLots = this.amount;
    order.expireTimeMs = this.readExpiry();
    if (order.timeInForce === TimeInForce.GTD && order.expireTimeMs === 0) return this.refusal.missing(Tag.EXPIRE_TIME);
    this.sink.commit();
    return Taken.RECORD;
  }

  private takeReplace(sequence: number): Taken {
    const body = this.claimFor(RecordType.REPLACE_ORDER, ReplaceOrder.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const order = this.replace.wrap(this.sink.data, body);
    order.clear();
    if (!this.readId(Tag.CL_ORD_ID, order.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    if (!this.readId(Tag.ORIG_CL_ORD_ID, order.i32, body + MAX_ID_BYTES)) return this.refusal.badId(Tag.ORIG_CL_ORD_ID);
    const side = this.readSide();
    if (side === 0) return this.refusal.badSide();
    const type = orderTypeOf(this.fields.char(Tag.ORD_TYPE));
    order.account = this.readAccount(this.defaults.account);
    order.instrument = this.instrument;
    order.side = side;
    order.orderType = type;
    order.timeInForce = readTimeInForce(this.fields);
    order.orderId = this.readOrderId();
    if (!this.readLots(Tag.ORDER_QTY, true)) return Taken.REFUSED;
    order.quantityLots = this.amount;
    if (!this.readPrice(type)) return Taken.REFUSED;
    order.priceTicks = this.amount;
    if (!this.readLots(Tag.MAX_FLOOR, false)) return Taken.REFUSED;
    order.displayLots = this.amount;
    this.sink.commit();
    return Taken.RECORD;
  }

  private takeCancel(sequence: number): Taken {
    const body = this.claimFor(RecordType.CANCEL_ORDER, CancelOrder.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const cancel = this.cancel.wrap(this.sink.data, body);
    cancel.clear();
    if (!this.readId(Tag.CL_ORD_ID, cancel.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    if (!this.readId(Tag.ORIG_CL_ORD_ID, cancel.i32, body + MAX_ID_BYTES))
      return this.refusal.badId(Tag.ORIG_CL_ORD_ID);
    const side = this.readSide();
    if (side === 0) return this.refusal.badSide();
    cancel.instrument = this.instrument;
    cancel.side = side;
    cancel.orderId = this.readOrderId();
    this.sink.commit();
    return Taken.RECORD;
  }

  private takeMassCancel(sequence: number): Taken {
    const { fields } = this;
    const scope = fields.char(Tag.MASS_CANCEL_REQUEST_TYPE) - DIGIT_0;
    if (scope !== MassCancelScope.INSTRUMENT && scope !== MassCancelScope.ALL) {
      return this.refusal.refuse(
        BusinessReason.OTHER,
        Tag.MASS_CANCEL_REQUEST_TYPE,
        `MassCancelRequestType (530) ${scope} is not supported: 1 (one security) or 7 (all orders)`,
      );
    }
    if (scope === MassCancelScope.INSTRUMENT && !fields.has(Tag.SYMBOL)) return this.refusal.missing(Tag.SYMBOL);
    // Both are refused here: to the engine, -1 says 'every', and no name that we do not know may mean that.
    if (scope === MassCancelScope.INSTRUMENT && this.instrument < 0)
      return this.refusal.unknown(fields, Tag.SYMBOL, 'Symbol');
    const account = this.readAccount(-1);
    if (fields.has(Tag.ACCOUNT) && account < 0) return this.refusal.unknown(fields, Tag.ACCOUNT, 'Account');
    const side = fields.has(Tag.SIDE) ? this.readSide() : 0;
    if (fields.has(Tag.SIDE) && side === 0) return this.refusal.badSide();
    const body = this.claimFor(RecordType.MASS_CANCEL, MassCancel.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const cancel = this.massCancel.wrap(this.sink.data, body);
    cancel.clear();
    if (!this.readId(Tag.CL_ORD_ID, cancel.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    cancel.instrument = scope === MassCancelScope.INSTRUMENT ? this.instrument : -1;
    cancel.account = account;
    cancel.side = side;
    cancel.scope = scope;
    this.sink.commit();
    return Taken.RECORD;
  }

  private takeStatusRequest(sequence: number): Taken {
    const { fields } = this;
    const body = this.claimFor(RecordType.ORDER_STATUS_REQUEST, OrderStatusRequest.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const request = this.statusRequest.wrap(this.sink.data, body);
    request.clear();
    if (!this.readId(Tag.CL_ORD_ID, request.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    const side = this.readSide();
    if (side === 0) return this.refusal.badSide();
    // Echoed as a number: one that is not, or that starts with zeros, would come back changed.
    const start = fields.start(Tag.ORD_STATUS_REQ_ID);
    const requestId = start < 0 ? 0 : fields.whole(Tag.ORD_STATUS_REQ_ID);
    if (requestId < 0 || (start >= 0 && fields.bytes[start] === DIGIT_0)) {
      return this.refusal.refuse(
        BusinessReason.OTHER,
        Tag.ORD_STATUS_REQ_ID,
        'OrdStatusReqID (790) must be a whole number above zero, below 2^53',
      );
    }
    request.instrument = this.instrument;
    request.side = side;
    request.orderId = this.readOrderId();
    request.requestId = requestId;
    this.sink.commit();
    return Taken.RECORD;
  }

  private readId(tag: number, words: Int32Array, byteOffset: number): boolean {
    const { fields } = this;
    const at = byteOffset >>> 2;
    const end = copyId(this.view, fields.start(tag), words, at);
    if (end !== fields.end(tag)) clearId(words, at);
    return end === fields.end(tag);
  }

  private readSide(): number {
    const side = this.fields.char(Tag.SIDE) - DIGIT_0;
    return side === Side.BUY || side === Side.SELL ? side : 0;
  }

  private readAccount(absent: number): number {
    return this.fields.has(Tag.ACCOUNT) ? this.name(Tag.ACCOUNT, this.accounts) : absent;
  }

  private name(tag: number, table: NameTable): number {
    const start = this.fields.start(tag);
    return start < 0 ? -1 : table.find(this.view, start, this.fields.end(tag) - start);
  }

  /** 0 when absent or not one of ours: the order is then found by OrigClOrdID. */
  private readOrderId(): number {
    return Math.max(0, this.fields.whole(Tag.ORDER_ID));
  }

  private readStrategy(): boolean {
    const { fields } = this;
    this.amount = this.defaults.strategy;
    if (!fields.has(Tag.STRATEGY)) return true;
    const value = fields.whole(Tag.STRATEGY);
    this.amount = value;
    if (value >= 0 && value < 2 ** 31) return true;
    this.refusal.reject(RejectReason.VALUE_OUT_OF_RANGE, Tag.STRATEGY, 'Strategy (7001) must be from 0 to 2147483647');
    return false;
  }

  private readLots(tag: number, required: boolean): boolean {
    const { instrument, directory } = this;
    this.amount = 0;
    if (!this.fields.has(tag)) {
      if (required) this.refusal.missing(tag);
      return !required;
    }
    // An unknown instrument has no lot: shares, for the denial to show.
    const units = this.readUnits(tag, instrument < 0 ? 1 : directory.lotSize[instrument]!, 0);
    if (units >= 0) {
      this.amount = this.decimal.negative && units > 0 ? -units : units;
      return (
        this.amount >= 0 || tag === Tag.ORDER_QTY || !this.refusal.offUnit(this.fields, tag, 'must not be below zero')
      );
    }
    const lot = instrument < 0 ? 1 : directory.lotSize[instrument]!;
    const why = units === NOT_MULTIPLE ? `is not a multiple of the lot of ${lot}` : 'is beyond the exact range of 2^53';
    return !this.refusal.offUnit(this.fields, tag, why);
  }

  private readPrice(type: number): boolean {
    const { instrument, directory } = this;
    this.amount = 0;
    if (!this.fields.has(Tag.PRICE)) {
      if (type === OrderType.LIMIT) this.refusal.missing(Tag.PRICE);
      return type !== OrderType.LIMIT;
    }
    if (type === OrderType.MARKET || instrument < 0) return true;
    const mantissa = directory.tickMantissa[instrument]!;
    const exponent = directory.tickExponent[instrument]!;
    const ticks = this.readUnits(Tag.PRICE, mantissa, exponent);
    if (ticks >= 0) {
      this.amount = this.decimal.negative && ticks > 0 ? -ticks : ticks;
      return true;
    }
    const tick = exponent < 0 ? (mantissa / 10 ** -exponent).toFixed(-exponent) : `${mantissa * 10 ** exponent}`;
    const why =
      ticks === NOT_MULTIPLE ? `is not a multiple of the tick of ${tick}` : 'is beyond the exact range of 2^53';
    return !this.refusal.offUnit(this.fields, Tag.PRICE, why);
  }

  private readUnits(tag: number, unitMantissa: number, unitExponent: number): number {
    const { fields, decimal } = this;
    decimal.read(fields.bytes, fields.start(tag), fields.end(tag));
    return decimal.units(unitMantissa, unitExponent);
  }

  private readExpiry(): number {
    const { fields } = this;
    const { bytes } = fields;
    if (fields.has(Tag.EXPIRE_TIME)) {
      return parseTimestamp(bytes, fields.start(Tag.EXPIRE_TIME), fields.end(Tag.EXPIRE_TIME));
    }
    if (!fields.has(Tag.EXPIRE_DATE)) return 0;
    return parseDate(bytes, fields.start(Tag.EXPIRE_DATE), fields.end(Tag.EXPIRE_DATE)) + DAY_MS - 1;
  }
}

/** OrdType (40) of FIX to the model's; letters that the model has no code for are passed on as one that it denies. */
export function orderTypeOf(char: number): number {
  if (char >= DIGIT_0 + 1 && char <= DIGIT_0 + 4) return char - DIGIT_0;
  return char === 0x50 ? OrderType.PEGGED : UNSUPPORTED_ORDER_TYPE;
}

function readTimeInForce(fields: FieldIndex): number {
  const char = fields.char(Tag.TIME_IN_FORCE);
  return char >= DIGIT_0 && char <= DIGIT_9 ? char - DIGIT_0 + 1 : TimeInForce.DAY;
}
