/**
 * What we say to a FIX venue: NewOrderSingle, OrderCancelRequest, OrderCancelReplaceRequest, OrderStatusRequest,
 * OrderMassCancelRequest, behind a header that is begun. Fields that never change stand ready as whole doubles, one text
 * for each instrument and side; the leg's own are read from the columns that it lies in, since a double that crosses a
 * call costs an object.
 */
import { MassCancelScope, OrderType, Side } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { doubles } from './ascii.ts';
import { FixDirectory, type FixInstrument } from './directory.ts';
import type { MessageWriter } from './message_writer.ts';
import * as summedText from './summed_text.ts';
import { Tag } from './tag.ts';
import { type VenueDialect, venueInstruments } from './venue_dialect.ts';
import * as reference from './venue_reference.ts';

/** Of this module, and so constants: an import is looked up and checked at each use. */
const { CURSOR_POSITION: POSITION, putInt, putPrice, putScaled, putWhole, stepOf } = summedText;
const { putReference, ReferenceKind } = reference;
const { ORDER, CANCEL, REPLACE } = ReferenceKind;
const { MARKET, LIMIT, ICEBERG } = OrderType;
const { BUY, SELL } = Side;
/** Integers below it are put without a call. */
const SMALL = 1e8;
/** A message of ours takes no more, whatever its constant fields. */
export const MAX_VENUE_MESSAGE_BYTES = 4_096;

/** Legs in columns, as far as messages about them need it. */
export interface LegColumns {
  readonly legRef: Float64Array;
  readonly instrument: Int32Array;
  readonly side: Uint8Array;
  readonly orderType: Uint8Array;
  readonly timeInForce: Uint8Array;
  /** Of the order at the venue; of the replace that is asked for; of what is shown of it, 0: all. */
  readonly lots: Float64Array;
  readonly ticks: Float64Array;
  readonly pendingLots: Float64Array;
  readonly pendingTicks: Float64Array;
  readonly displayLots: Float64Array;
  /** Of a new order. */
  readonly minLots: Float64Array;
  /** By which of its identifiers the venue knows the order now: 0 its own, else the number of that replace. */
  readonly current: Int32Array;
  /** Numbers of the last cancel and the last replace that were sent; 0: none. */
  readonly lastCancel: Int32Array;
  readonly lastReplace: Int32Array;
}

/** Constant text. */
class Segment {
  declare readonly words: Float64Array;
  declare readonly step: number;

  constructor(text: string) {
    this.words = doubles(text);
    this.step = stepOf(text);
  }
}

function put(view: DataView, cursor: number, { words, step }: Segment): number {
  const count = words.length;
  for (let i = 0, at = cursor & POSITION; i < count; i = (i + 1) | 0, at = (at + 8) | 0) {
    view.setFloat64(at, words[i]!, true);
  }
  return (cursor + step) | 0;
}

const CL_ORD_ID = new Segment(`\x01${Tag.CL_ORD_ID}=`);
const ORIG_CL_ORD_ID = new Segment(`\x01${Tag.ORIG_CL_ORD_ID}=`);
const ORDER_QTY = new Segment(`\x01${Tag.ORDER_QTY}=`);
const PRICE = new Segment(`\x01${Tag.PRICE}=`);
const MIN_QTY = new Segment(`\x01${Tag.MIN_QTY}=`);
const MAX_FLOOR = new Segment(`\x01${Tag.MAX_FLOOR}=`);
const REQUEST_ID = new Segment(`\x01${Tag.ORD_STATUS_REQ_ID}=`);
const AS_MARKET = new Segment(`\x01${Tag.ORD_TYPE}=1`);
const AS_LIMIT = new Segment(`\x01${Tag.ORD_TYPE}=2`);
const MASS_CANCEL_ALL = new Segment(`\x01${Tag.MASS_CANCEL_REQUEST_TYPE}=${MassCancelScope.ALL}`);
const TRANSACT_TIME = new Segment(`\x01${Tag.TRANSACT_TIME}=`);

function optional(tag: number, value: string | undefined): string {
  return value === undefined ? '' : `\x01${tag}=${value}`;
}

/** Texts of a dialect, up to the equals sign of TransactTime where there is one. */
function textsOf(dialect: VenueDialect, instruments: readonly FixInstrument[]) {
  const account = optional(Tag.ACCOUNT, dialect.account);
  const handling = optional(Tag.HANDL_INST, dialect.handlInst) + optional(Tag.EX_DESTINATION, dialect.exDestination);
  const exchange = optional(Tag.SECURITY_EXCHANGE, dialect.securityExchange);
  const each = (text: (symbol: string, side: string) => string): Segment[] =>
    instruments.flatMap(({ symbol }) => ['1', '2'].map((side) => new Segment(text(symbol, side))));
  const identity = (symbol: string, side: string) => `\x01${Tag.SYMBOL}=${symbol}${exchange}\x01${Tag.SIDE}=${side}`;
  const time = `\x01${Tag.TRANSACT_TIME}=`;
  const quantityTail = dialect.quantityDecimals > 0 ? `.${'0'.repeat(dialect.quantityDecimals)}` : '';
  return {
    order: each((symbol, side) => `${account}${handling}${identity(symbol, side)}${time}`),
    change: each((symbol, side) => `${account}${identity(symbol, side)}${time}`),
    question: each((symbol, side) => `${account}${identity(symbol, side)}`),
    timeInForce: Array.from({ length: 256 }, (_, code) => {
      const value = dialect.timeInForce[code];
      return value === undefined ? undefined : new Segment(`\x01${Tag.TIME_IN_FORCE}=${value}`);
    }),
    orderFields: new Segment(dialect.orderFields.map(([tag, value]) => `\x01${tag}=${value}`).join('')),
    quantityTail: new Segment(quantityTail),
  };
}

/** Prices as the venue wants them: a tick is `factor` of their units, or one of them is `divisor` ticks' mantissas. */
function unitsOf(directory: FixDirectory, priceDecimals: number | undefined) {
  const count = directory.instruments.length;
  const factor = new Float64Array(count);
  const divisor = new Float64Array(count).fill(1);
  const exponent = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const tick = directory.tickExponent[i]!;
    const wanted = priceDecimals === undefined ? tick : -priceDecimals;
    factor[i] = directory.tickMantissa[i]! * 10 ** Math.max(0, tick - wanted);
    divisor[i] = 10 ** Math.max(0, wanted - tick);
    exponent[i] = wanted;
  }
  return { factor, divisor, exponent };
}

export type VenueOrders = ReturnType<typeof makeVenueOrders>;

export function makeVenueOrders(dialect: VenueDialect, ours: readonly FixInstrument[]) {
  const directory = new FixDirectory(venueInstruments(ours, dialect), []);
  const texts = textsOf(dialect, directory.instruments);
  const { factor, divisor, exponent } = unitsOf(directory, dialect.priceDecimals);
  const { lotSize } = directory;
  const instruments = lotSize.length;

  function putTicks(view: DataView, cursor: number, ticks: Float64Array, leg: number, instrument: number): number {
    const value = (ticks[leg]! * factor[instrument]!) / divisor[instrument]!;
    const places = -exponent[instrument]!;
    if (value < SMALL && places >= 1 && places <= 3) return putPrice(view, cursor, value | 0, places);
    return putScaled(view, cursor, value, -places);
  }

  function putLots(view: DataView, cursor: number, lots: Float64Array, leg: number, instrument: number): number {
    const shares = lots[leg]! * lotSize[instrument]!;
    const next = shares < SMALL ? putInt(view, cursor, shares | 0) : putWhole(view, cursor, shares);
    return put(view, next, texts.quantityTail);
  }

  function putTerms(writer: MessageWriter, start: number, legs: LegColumns, leg: number, isReplace: boolean): number {
    const { view } = writer;
    const instrument = legs.instrument[leg]!;
    const type = legs.orderType[leg]!;
    let cursor = writer.putSendingTime(start);
    cursor = put(view, cursor, ORDER_QTY);
    cursor = putLots(view, cursor, isReplace ? legs.pendingLots : legs.lots, leg, instrument);
    cursor = put(view, cursor, type === MARKET ? AS_MARKET : AS_LIMIT);
    if (type !== MARKET) {
      cursor = put(view, cursor, PRICE);
      cursor = putTicks(view, cursor, isReplace ? legs.pendingTicks : legs.ticks, leg, instrument);
    }
    if (!isReplace && legs.minLots[leg]! > 0) {
      cursor = putLots(view, put(view, cursor, MIN_QTY), legs.minLots, leg, instrument);
    }
    if (legs.displayLots[leg]! > 0) {
      cursor = putLots(view, put(view, cursor, MAX_FLOOR), legs.displayLots, leg, instrument);
    }
    const timeInForce = texts.timeInForce[legs.timeInForce[leg]!];
    if (timeInForce !== undefined) cursor = put(view, cursor, timeInForce);
    return put(view, cursor, texts.orderFields);
  }

  function placeOf(legs: LegColumns, leg: number): number {
    return (Math.imul(legs.instrument[leg]!, 2) + legs.side[leg]! - BUY) | 0;
  }

  function putOriginal(view: DataView, start: number, legs: LegColumns, leg: number): number {
    const current = legs.current[leg]!;
    const cursor = put(view, start, ORIG_CL_ORD_ID);
    return putReference(view, cursor, legs.legRef, leg, current === 0 ? ORDER : REPLACE, current);
  }

  /** Why a leg's order cannot be said to this venue; NONE: it can. */
  function refusalOf(legs: LegColumns, leg: number): VenueReason {
    const instrument = legs.instrument[leg]!;
    const type = legs.orderType[leg]!;
    const side = legs.side[leg]!;
    if (instrument < 0 || instrument >= instruments) return VenueReason.UNKNOWN_INSTRUMENT;
    if (side !== BUY && side !== SELL) return VenueReason.UNSUPPORTED;
    if (type !== MARKET && type !== LIMIT && type !== ICEBERG) return VenueReason.UNSUPPORTED;
    if (texts.timeInForce[legs.timeInForce[leg]!] === undefined) return VenueReason.UNSUPPORTED;
    if (!(legs.lots[leg]! > 0)) return VenueReason.BAD_QUANTITY;
    return type === MARKET ? VenueReason.NONE : priceRefusal(legs.ticks, leg, instrument);
  }

  function replaceRefusalOf(legs: LegColumns, leg: number): VenueReason {
    if (!(legs.pendingLots[leg]! > 0)) return VenueReason.BAD_QUANTITY;
    return legs.orderType[leg] === MARKET
      ? VenueReason.UNSUPPORTED
      : priceRefusal(legs.pendingTicks, leg, legs.instrument[leg]!);
  }

  function priceRefusal(ticks: Float64Array, leg: number, instrument: number): VenueReason {
    const value = (ticks[leg]! * factor[instrument]!) / divisor[instrument]!;
    const isSayable = value > 0 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value;
    return isSayable ? VenueReason.NONE : VenueReason.BAD_PRICE;
  }

  function newOrder(writer: MessageWriter, legs: LegColumns, leg: number): void {
    const { view } = writer;
    let cursor = put(view, writer.cursor, CL_ORD_ID);
    cursor = putReference(view, cursor, legs.legRef, leg, ORDER, 0);
    cursor = put(view, cursor, texts.order[placeOf(legs, leg)]!);
    writer.moveTo(putTerms(writer, cursor, legs, leg, false));
  }

  /** The replace that is pending. */
  function replace(writer: MessageWriter, legs: LegColumns, leg: number): void {
    const { view } = writer;
    let cursor = put(view, writer.cursor, CL_ORD_ID);
    cursor = putReference(view, cursor, legs.legRef, leg, REPLACE, legs.lastReplace[leg]!);
    cursor = putOriginal(view, cursor, legs, leg);
    cursor = put(view, cursor, texts.order[placeOf(legs, leg)]!);
    writer.moveTo(putTerms(writer, cursor, legs, leg, true));
  }

  function cancel(writer: MessageWriter, legs: LegColumns, leg: number): void {
    const { view } = writer;
    let cursor = put(view, writer.cursor, CL_ORD_ID);
    cursor = putReference(view, cursor, legs.legRef, leg, CANCEL, legs.lastCancel[leg]!);
    cursor = putOriginal(view, cursor, legs, leg);
    cursor = put(view, cursor, texts.change[placeOf(legs, leg)]!);
    cursor = writer.putSendingTime(cursor);
    cursor = put(view, cursor, ORDER_QTY);
    writer.moveTo(putLots(view, cursor, legs.lots, leg, legs.instrument[leg]!));
  }

  /** `requestId` comes back in the answer, where the venue sends it back at all. */
  function status(writer: MessageWriter, legs: LegColumns, leg: number, requestId: number): void {
    const { view } = writer;
    const current = legs.current[leg]!;
    let cursor = put(view, writer.cursor, CL_ORD_ID);
    cursor = putReference(view, cursor, legs.legRef, leg, current === 0 ? ORDER : REPLACE, current);
    cursor = put(view, cursor, texts.question[placeOf(legs, leg)]!);
    writer.moveTo(putWhole(view, put(view, cursor, REQUEST_ID), requestId));
  }

  /** Everything that this session has at the venue; `number` makes its identifier. */
  function massCancel(writer: MessageWriter, number: number): void {
    const { view } = writer;
    let cursor = put(view, writer.cursor, CL_ORD_ID);
    view.setUint8(cursor & POSITION, 0x4d);
    cursor = putWhole(view, (cursor + stepOf('M')) | 0, number);
    cursor = put(view, put(view, cursor, MASS_CANCEL_ALL), TRANSACT_TIME);
    writer.moveTo(writer.putSendingTime(cursor));
  }

  return { directory, refusalOf, replaceRefusalOf, newOrder, replace, cancel, status, massCancel };
}
