/** What a FIX venue says of a leg, as numbers of ours: ExecutionReport and OrderCancelReject into one object, filled anew. */
import { VenueReason } from '../../model/venue.ts';
import { DIGIT_0 } from './ascii.ts';
import { DecimalReader, POW10 } from './decimal.ts';
import type { FixDirectory } from './directory.ts';
import type { FieldIndex } from './field_index.ts';
import { Tag } from './tag.ts';
import { ReferenceKind, ReferenceReader } from './venue_reference.ts';

export const Reading = {
  READ: 0,
  /** Of somebody else's order, or with an identifier that is none of ours. */
  FOREIGN: 1,
  /** A number that is needed is missing or none; `VenueAnswer.faultTag` names it. */
  MALFORMED: 2,
} as const;
export type Reading = (typeof Reading)[keyof typeof Reading];

/** OrdRejReason (103) and CxlRejReason (102) that say something which we have a word for. */
const ORDER_REASON = byCode({
  1: VenueReason.UNKNOWN_INSTRUMENT,
  2: VenueReason.CLOSED,
  3: VenueReason.BAD_QUANTITY,
  4: VenueReason.TOO_LATE,
  5: VenueReason.UNKNOWN_ORDER,
  6: VenueReason.DUPLICATE,
  11: VenueReason.UNSUPPORTED,
  13: VenueReason.BAD_QUANTITY,
});
const CANCEL_REASON = byCode({
  0: VenueReason.TOO_LATE,
  1: VenueReason.UNKNOWN_ORDER,
  3: VenueReason.THROTTLED,
  6: VenueReason.DUPLICATE,
});
/** ExecType (150). */
const TRADE_CORRECT = 0x47;
const TRADE_CANCEL = 0x48;
const FNV_BASIS = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca77 | 0;
const HALF_MASK = 2 ** 26 - 1;
const NONE_TEXT = Buffer.from('NONE');

export class VenueAnswer {
  /** The leg, and by which of its identifiers the message names it first. */
  readonly reference: ReferenceReader = new ReferenceReader();
  /** The bytes of ExecType (150), OrdStatus (39) and CxlRejResponseTo (434); 0: not there. */
  execType = 0;
  status = 0;
  responseTo = 0;
  reason: VenueReason = VenueReason.NONE;
  /** OrderID (37) says that there is no such order. */
  isNoOrder = false;
  /** 0: no number. */
  venueOrderId = 0;
  /** Of ExecID (17) and ExecRefID (19): see `executionIdOf`; 0: not there. */
  executionId = 0;
  originalExecutionId = 0;
  /** OrdStatusReqID (790); 0: none. */
  requestId = 0;
  /** Of a report about a trade that was taken back or corrected: its lots as they are now, or -1: they are no whole lots. */
  lastLots = 0;
  lastTicks = 0;
  cumLots = 0;
  leavesLots = 0;
  /** 0: not said. */
  orderLots = 0;
  priceTicks = 0;
  /** AvgPx (6) in ticks, not rounded. */
  averageTicks = 0;
  /** A price was between two ticks: `lastTicks` is the one that is worse for us. */
  isRounded = false;
  faultTag = 0;
  private readonly original = new ReferenceReader();
  private readonly decimal = new DecimalReader();
  private value = 0;

  /** The message takes a trade back or corrects it (ExecType H, G). */
  get isTradeChange(): boolean {
    return this.execType === TRADE_CANCEL || this.execType === TRADE_CORRECT;
  }

  /** The reference of OrigClOrdID (41), where the last message had one of ours. */
  get originalReference(): ReferenceReader {
    return this.original;
  }

  /** ExecutionReport (8). `symbols` and units are the venue's. */
  readReport(fields: FieldIndex, view: DataView, directory: FixDirectory): Reading {
    if (!this.readReference(fields)) return Reading.FOREIGN;
    const symbolStart = fields.start(Tag.SYMBOL);
    const instrument =
      symbolStart < 0 ? -1 : directory.symbols.find(view, symbolStart, fields.end(Tag.SYMBOL) - symbolStart);
    this.execType = fields.char(Tag.EXEC_TYPE);
    this.status = fields.char(Tag.ORD_STATUS);
    this.responseTo = 0;
    this.reason = reasonOf(ORDER_REASON, fields, Tag.ORD_REJ_REASON, VenueReason.NONE);
    this.isNoOrder = fields.equals(Tag.ORDER_ID, NONE_TEXT);
    this.venueOrderId = Math.max(0, fields.whole(Tag.ORDER_ID));
    this.requestId = Math.max(0, fields.whole(Tag.ORD_STATUS_REQ_ID));
    this.executionId = executionIdOf(fields, Tag.EXEC_ID);
    this.originalExecutionId = executionIdOf(fields, Tag.EXEC_REF_ID);
    this.isRounded = false;
    // A report of an order that there is not may name no instrument: it has no amounts either.
    const lotSize = instrument < 0 ? 1 : directory.lotSize[instrument]!;
    if (!this.readQuantities(fields, lotSize)) return Reading.MALFORMED;
    const mantissa = instrument < 0 ? 1 : directory.tickMantissa[instrument]!;
    const exponent = instrument < 0 ? 0 : directory.tickExponent[instrument]!;
    if (!this.readPrices(fields, exponent < 0 ? mantissa / POW10[-exponent]! : mantissa * POW10[exponent]!))
      return Reading.MALFORMED;
    if (instrument < 0 && (this.lastLots > 0 || this.cumLots > 0)) {
      this.faultTag = Tag.SYMBOL;
      return Reading.MALFORMED;
    }
    return Reading.READ;
  }

  /** OrderCancelReject (9). */
  readCancelReject(fields: FieldIndex): Reading {
    if (!this.readReference(fields)) return Reading.FOREIGN;
    this.execType = 0;
    this.status = fields.char(Tag.ORD_STATUS);
    this.responseTo = fields.char(Tag.CXL_REJ_RESPONSE_TO);
    this.reason = reasonOf(CANCEL_REASON, fields, Tag.CXL_REJ_REASON, VenueReason.UNSUPPORTED);
    this.isNoOrder = fields.equals(Tag.ORDER_ID, NONE_TEXT);
    this.requestId = 0;
    return Reading.READ;
  }

  /** ClOrdID, or OrigClOrdID of a report about a change that the venue made itself, under its own identifier. */
  private readReference(fields: FieldIndex): boolean {
    const { bytes } = fields;
    const { reference, original } = this;
    const hasOriginal = original.read(bytes, fields.start(Tag.ORIG_CL_ORD_ID), fields.end(Tag.ORIG_CL_ORD_ID));
    if (reference.read(bytes, fields.start(Tag.CL_ORD_ID), fields.end(Tag.CL_ORD_ID))) return true;
    if (!hasOriginal) return false;
    reference.legRef = original.legRef;
    reference.kind = ReferenceKind.ORDER;
    reference.number = 0;
    return true;
  }

  /**
   * Shares become whole lots, and what is less than a lot is left until it makes one up: so the lots of all fills are the
   * lots of their sum.
   */
  private readQuantities(fields: FieldIndex, lotSize: number): boolean {
    if (!this.readNumber(fields, Tag.CUM_QTY)) return false;
    const cumulative = this.value;
    if (!this.readNumber(fields, Tag.LAST_QTY)) return false;
    const before = this.isTradeChange ? cumulative : cumulative - this.value;
    if (before < 0) {
      this.faultTag = Tag.LAST_QTY;
      return false;
    }
    this.cumLots = Math.floor(cumulative / lotSize);
    this.lastLots = this.isTradeChange ? wholeLots(this.value, lotSize) : this.cumLots - Math.floor(before / lotSize);
    if (!this.readNumber(fields, Tag.LEAVES_QTY)) return false;
    this.leavesLots = Math.ceil(this.value / lotSize);
    if (!this.readNumber(fields, Tag.ORDER_QTY)) return false;
    this.orderLots = Math.floor(this.value / lotSize);
    return true;
  }

  private readPrices(fields: FieldIndex, tick: number): boolean {
    if (!this.readNumber(fields, Tag.PRICE)) return false;
    this.priceTicks = nearest(this.value / tick);
    if (!this.readNumber(fields, Tag.AVG_PX)) return false;
    this.averageTicks = this.value / tick;
    if (!this.readNumber(fields, Tag.LAST_PX)) return false;
    const ticks = this.value / tick;
    this.lastTicks = nearest(ticks);
    // A tick is ten decimals at most, and a quotient of doubles is good to fifteen digits.
    if (Math.abs(ticks - this.lastTicks) > 1e-6) {
      const isBuy = fields.char(Tag.SIDE) === DIGIT_0 + 1;
      this.lastTicks = isBuy ? Math.ceil(ticks) : Math.floor(ticks);
      this.isRounded = true;
    }
    return true;
  }

  /** 0 where the field is missing; false where it is no number that we can hold. */
  private readNumber(fields: FieldIndex, tag: number): boolean {
    const start = fields.start(tag);
    const end = fields.end(tag);
    this.value = 0;
    if (start < 0 || start === end) return true;
    const { decimal } = this;
    if (decimal.read(fields.bytes, start, end) && !decimal.tooLong && !(decimal.negative && decimal.mantissa > 0)) {
      this.value = decimal.mantissa / (POW10[decimal.decimals] ?? 10 ** decimal.decimals);
      return true;
    }
    this.faultTag = tag;
    return false;
  }
}

/**
 * A text that names an execution as the engine's number of it, 52 bits (FNV-1a of its bytes, twice 26): whatever life of the
 * process met it. Two executions of one order that share a number are as likely as two equal numbers of 4.5e15.
 */
function executionIdOf(fields: FieldIndex, tag: number): number {
  const { bytes } = fields;
  const start = fields.start(tag);
  const end = fields.end(tag);
  if (start < 0 || start === end) return 0;
  let low = FNV_BASIS;
  let high = FNV_BASIS ^ (end - start);
  for (let at = start; at < end; at++) {
    low = Math.imul(low ^ bytes[at]!, FNV_PRIME);
    high = Math.imul(high ^ bytes[at]!, OTHER_PRIME);
  }
  return ((high ^ (high >>> 16)) & HALF_MASK) * (HALF_MASK + 1) + ((low ^ (low >>> 16)) & HALF_MASK) || 1;
}

function wholeLots(shares: number, lotSize: number): number {
  return Number.isInteger(shares / lotSize) ? shares / lotSize : -1;
}

function nearest(value: number): number {
  return Math.floor(value + 0.5);
}

/** A table of codes below 16, in which 255 is none. */
function byCode(reasons: Readonly<Record<number, VenueReason>>): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, code) => reasons[code] ?? 255);
}

function reasonOf(table: Uint8Array, fields: FieldIndex, tag: number, other: VenueReason): VenueReason {
  if (!fields.has(tag)) return other;
  const code = fields.whole(tag);
  const reason = code >= 0 && code < table.length ? table[code]! : 255;
  return reason === 255 ? other : (reason as VenueReason);
}
