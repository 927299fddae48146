/**
 * The fields of an order that is not of the usual form, as ticks, lots and numbers: of the message at hand, each read when it
 * is asked for. A reading that fails has said why in `refusal`.
 */
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { DIGIT_0, DIGIT_9, textOf } from './ascii.ts';
import { DecimalReader, NOT_MULTIPLE } from './decimal.ts';
import type { FixDirectory } from './directory.ts';
import type { FieldIndex } from './field_index.ts';
import type { NameTable } from './name_table.ts';
import type { OrderRefusal } from './order_refusal.ts';
import { RejectReason, Tag } from './tag.ts';
import { clearId, copyId } from './text_field.ts';
import { parseDate, parseTimestamp } from './timestamp.ts';

/** OrdTypes of FIX that the engine has no code for: passed on, and denied there by name. */
export const UNSUPPORTED_ORDER_TYPE = 255;
const DAY_MS = 86_400_000;
/** `ofStrategy` of a mass cancel is 1 + strategy in 16 bits. */
const MOST_OF_STRATEGY = 65_535;

export class OrderFields {
  readonly directory: FixDirectory;
  readonly accounts: NameTable;
  readonly refusal: OrderRefusal;
  readonly defaultStrategy: number;
  private readonly decimal = new DecimalReader();
  /** Of the message at hand. */
  fields!: FieldIndex;
  view!: DataView;
  /** The instrument that Symbol (55) names; -1: none that is known. */
  instrument = -1;
  /** The last amount read, where the reading succeeded. */
  amount = 0;

  constructor(directory: FixDirectory, accounts: NameTable, refusal: OrderRefusal, defaultStrategy: number) {
    this.directory = directory;
    this.accounts = accounts;
    this.refusal = refusal;
    this.defaultStrategy = defaultStrategy;
  }

  /** Of this message from now on. */
  read(fields: FieldIndex, view: DataView): void {
    this.fields = fields;
    this.view = view;
    this.instrument = this.name(Tag.SYMBOL, this.directory.symbols);
  }

  readId(tag: number, words: Int32Array, byteOffset: number): boolean {
    const { fields } = this;
    const at = byteOffset >>> 2;
    const end = copyId(this.view, fields.start(tag), words, at);
    if (end !== fields.end(tag)) clearId(words, at);
    return end === fields.end(tag);
  }

  readSide(): number {
    const side = this.fields.char(Tag.SIDE) - DIGIT_0;
    return side === Side.BUY || side === Side.SELL ? side : 0;
  }

  readAccount(absent: number): number {
    return this.fields.has(Tag.ACCOUNT) ? this.name(Tag.ACCOUNT, this.accounts) : absent;
  }

  name(tag: number, table: NameTable): number {
    const start = this.fields.start(tag);
    return start < 0 ? -1 : table.find(this.view, start, this.fields.end(tag) - start);
  }

  /** 0 when absent or not one of ours: the order is then found by OrigClOrdID. */
  readOrderId(): number {
    return Math.max(0, this.fields.whole(Tag.ORDER_ID));
  }

  readStrategy(): boolean {
    const { fields } = this;
    this.amount = this.defaultStrategy;
    if (!fields.has(Tag.STRATEGY)) return true;
    const value = fields.whole(Tag.STRATEGY);
    this.amount = value;
    if (value >= 0 && value < 2 ** 31) return true;
    this.refusal.reject(RejectReason.VALUE_OUT_OF_RANGE, Tag.STRATEGY, 'Strategy (7001) must be from 0 to 2147483647');
    return false;
  }

  /** Of a request that names orders: 1 + strategy, or 0 where Strategy (7001) is absent. */
  readOfStrategy(): boolean {
    const { fields } = this;
    this.amount = 0;
    if (!fields.has(Tag.STRATEGY)) return true;
    this.amount = fields.whole(Tag.STRATEGY) + 1;
    if (this.amount > 0 && this.amount <= MOST_OF_STRATEGY) return true;
    const text = `Strategy (7001) must be from 0 to ${MOST_OF_STRATEGY - 1}`;
    this.refusal.reject(RejectReason.VALUE_OUT_OF_RANGE, Tag.STRATEGY, text);
    return false;
  }

  readLots(tag: number, required: boolean): boolean {
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

  /** Price (44), which a limit order must have; a market order's is left unread. */
  readPrice(type: number): boolean {
    if (type !== OrderType.MARKET) return this.readTicks(Tag.PRICE, type === OrderType.LIMIT);
    this.amount = 0;
    return true;
  }

  /** A price or a difference of prices. Of an instrument that is not known it is 0. */
  readTicks(tag: number, required: boolean): boolean {
    const { instrument, directory } = this;
    this.amount = 0;
    if (!this.fields.has(tag)) {
      if (required) this.refusal.missing(tag);
      return !required;
    }
    if (instrument < 0) return true;
    const mantissa = directory.tickMantissa[instrument]!;
    const exponent = directory.tickExponent[instrument]!;
    const ticks = this.readUnits(tag, mantissa, exponent);
    if (ticks >= 0) {
      this.amount = this.decimal.negative && ticks > 0 ? -ticks : ticks;
      return true;
    }
    const tick = exponent < 0 ? (mantissa / 10 ** -exponent).toFixed(-exponent) : `${mantissa * 10 ** exponent}`;
    const why =
      ticks === NOT_MULTIPLE ? `is not a multiple of the tick of ${tick}` : 'is beyond the exact range of 2^53';
    return !this.refusal.offUnit(this.fields, tag, why);
  }

  readUnits(tag: number, unitMantissa: number, unitExponent: number): number {
    const { fields, decimal } = this;
    decimal.read(fields.bytes, fields.start(tag), fields.end(tag));
    return decimal.units(unitMantissa, unitExponent);
  }

  readExpiry(): number {
    const { fields } = this;
    const { bytes } = fields;
    if (fields.has(Tag.EXPIRE_TIME)) {
      return parseTimestamp(bytes, fields.start(Tag.EXPIRE_TIME), fields.end(Tag.EXPIRE_TIME));
    }
    if (!fields.has(Tag.EXPIRE_DATE)) return 0;
    return parseDate(bytes, fields.start(Tag.EXPIRE_DATE), fields.end(Tag.EXPIRE_DATE)) + DAY_MS - 1;
  }

  /** A number of any kind, as the double that is nearest to it; NaN: it is none. */
  readDecimal(tag: number): number {
    return Number(textOf(this.fields.bytes, this.fields.start(tag), this.fields.end(tag)));
  }

  /** TimeInForce (59); DAY where it is absent. */
  readTimeInForce(absent: number = TimeInForce.DAY): number {
    const char = this.fields.char(Tag.TIME_IN_FORCE);
    return char >= DIGIT_0 && char <= DIGIT_9 ? char - DIGIT_0 + 1 : absent;
  }
}

/** OrdType (40) of FIX to the model's; letters that the model has no code for are passed on as one that it denies. */
export function orderTypeOf(char: number): number {
  if (char >= DIGIT_0 + 1 && char <= DIGIT_0 + 4) return char - DIGIT_0;
  return char === 0x50 ? OrderType.PEGGED : UNSUPPORTED_ORDER_TYPE;
}
