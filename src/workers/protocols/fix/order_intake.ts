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
import { MassCancelScope, SAME_TIME_IN_FORCE, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { AdvancedIntake, isAdvanced } from './advanced_intake.ts';
import { DIGIT_0, LETTER_Y } from './ascii.ts';
import type { FixDirectory } from './directory.ts';
import type { FieldIndex } from './field_index.ts';
import type { NameTable } from './name_table.ts';
import { OrderFields, orderTypeOf } from './order_fields.ts';
import { OrderRefusal } from './order_refusal.ts';
import type { RecordSink } from './record_sink.ts';
import { Taken } from './refusal.ts';
import { BusinessReason, MsgType, Tag } from './tag.ts';
import { MAX_ID_BYTES } from './text_field.ts';

/** Bit 1 of a record header's flags: the sender says that it may have sent this before under another number (tag 97). */
export const FLAG_POSSIBLE_RESEND = 2;

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
  /** In an array: a number that is passed on through calls costs an object each time. */
  private readonly ingressTime = new Float64Array(1);
  /** Of the message at hand. */
  private fields!: FieldIndex;
  private readonly reader: OrderFields;
  private readonly advanced: AdvancedIntake;

  constructor(directory: FixDirectory, sink: RecordSink, defaults: IntakeDefaults) {
    this.directory = directory;
    this.accounts = directory.entitled(defaults.accounts);
    this.sink = sink;
    this.defaults = defaults;
    this.reader = new OrderFields(directory, this.accounts, this.refusal, defaults.strategy);
    const claim = (type: RecordType, bodyBytes: number, sequence: number) => this.claimFor(type, bodyBytes, sequence);
    this.advanced = new AdvancedIntake(this.reader, sink, defaults.account, claim);
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
    this.reader.read(fields, view);
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
    if (isAdvanced(this.fields)) return this.advanced.takeNewOrder(sequence);
    const body = this.claimFor(RecordType.NEW_ORDER, NewOrder.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const order = this.newOrder.wrap(this.sink.data, body);
    order.clear();
    if (!this.reader.readId(Tag.CL_ORD_ID, order.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    const { fields } = this;
    const side = this.reader.readSide();
    if (side === 0) return this.refusal.badSide();
    const type = orderTypeOf(fields.char(Tag.ORD_TYPE));
    order.account = this.reader.readAccount(this.defaults.account);
    order.instrument = this.reader.instrument;
    order.side = side;
    order.orderType = type;
    order.timeInForce = this.reader.readTimeInForce();
    if (!this.reader.readStrategy()) return Taken.REJECTED;
    order.strategy = this.reader.amount;
    if (!this.reader.readLots(Tag.ORDER_QTY, true)) return Taken.REFUSED;
    order.quantityLots = this.reader.amount;
    if (!this.reader.readPrice(type)) return Taken.REFUSED;
    order.priceTicks = this.reader.amount;
    if (!this.reader.readLots(Tag.MAX_FLOOR, false)) return Taken.REFUSED;
    order.displayLots = this.reader.amount;
    if (!this.reader.readLots(Tag.MIN_QTY, false)) return Taken.REFUSED;
    order.minLots = this.reader.amount;
    order.expireTimeMs = this.reader.readExpiry();
    if (order.timeInForce === TimeInForce.GTD && order.expireTimeMs === 0) return this.refusal.missing(Tag.EXPIRE_TIME);
    this.sink.commit();
    return Taken.RECORD;
  }

  private takeReplace(sequence: number): Taken {
    // Its record has no time of expiry.
    const hasExpiry = this.fields.has(Tag.EXPIRE_TIME) || this.fields.has(Tag.EXPIRE_DATE);
    if (hasExpiry || isAdvanced(this.fields)) return this.advanced.takeReplace(sequence);
    const body = this.claimFor(RecordType.REPLACE_ORDER, ReplaceOrder.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const order = this.replace.wrap(this.sink.data, body);
    order.clear();
    if (!this.reader.readId(Tag.CL_ORD_ID, order.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    if (!this.reader.readId(Tag.ORIG_CL_ORD_ID, order.i32, body + MAX_ID_BYTES))
      return this.refusal.badId(Tag.ORIG_CL_ORD_ID);
    const side = this.reader.readSide();
    if (side === 0) return this.refusal.badSide();
    const type = orderTypeOf(this.fields.char(Tag.ORD_TYPE));
    order.account = this.reader.readAccount(this.defaults.account);
    order.instrument = this.reader.instrument;
    order.side = side;
    order.orderType = type;
    order.timeInForce = this.reader.readTimeInForce(SAME_TIME_IN_FORCE);
    order.orderId = this.reader.readOrderId();
    if (!this.reader.readLots(Tag.ORDER_QTY, true)) return Taken.REFUSED;
    order.quantityLots = this.reader.amount;
    if (!this.reader.readPrice(type)) return Taken.REFUSED;
    order.priceTicks = this.reader.amount;
    if (!this.reader.readLots(Tag.MAX_FLOOR, false)) return Taken.REFUSED;
    order.displayLots = this.reader.amount;
    this.sink.commit();
    return Taken.RECORD;
  }

  private takeCancel(sequence: number): Taken {
    const body = this.claimFor(RecordType.CANCEL_ORDER, CancelOrder.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const cancel = this.cancel.wrap(this.sink.data, body);
    cancel.clear();
    if (!this.reader.readId(Tag.CL_ORD_ID, cancel.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    if (!this.reader.readId(Tag.ORIG_CL_ORD_ID, cancel.i32, body + MAX_ID_BYTES))
      return this.refusal.badId(Tag.ORIG_CL_ORD_ID);
    const side = this.reader.readSide();
    if (side === 0) return this.refusal.badSide();
    cancel.instrument = this.reader.instrument;
    cancel.side = side;
    cancel.orderId = this.reader.readOrderId();
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
    if (scope === MassCancelScope.INSTRUMENT && this.reader.instrument < 0)
      return this.refusal.unknown(fields, Tag.SYMBOL, 'Symbol');
    const account = this.reader.readAccount(-1);
    if (fields.has(Tag.ACCOUNT) && account < 0) return this.refusal.unknown(fields, Tag.ACCOUNT, 'Account');
    const side = fields.has(Tag.SIDE) ? this.reader.readSide() : 0;
    if (fields.has(Tag.SIDE) && side === 0) return this.refusal.badSide();
    if (!this.reader.readOfStrategy()) return Taken.REJECTED;
    const ofStrategy = this.reader.amount;
    const body = this.claimFor(RecordType.MASS_CANCEL, MassCancel.BYTES, sequence);
    if (body < 0) return this.refusal.busy();
    const cancel = this.massCancel.wrap(this.sink.data, body);
    cancel.clear();
    if (!this.reader.readId(Tag.CL_ORD_ID, cancel.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    cancel.instrument = scope === MassCancelScope.INSTRUMENT ? this.reader.instrument : -1;
    cancel.account = account;
    cancel.side = side;
    cancel.ofStrategy = ofStrategy;
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
    if (!this.reader.readId(Tag.CL_ORD_ID, request.i32, body)) return this.refusal.badId(Tag.CL_ORD_ID);
    const side = this.reader.readSide();
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
    request.instrument = this.reader.instrument;
    request.side = side;
    request.orderId = this.reader.readOrderId();
    request.requestId = requestId;
    this.sink.commit();
    return Taken.RECORD;
  }
}
