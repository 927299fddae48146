/**
 * The usual NewOrderSingle, straight from the receive buffer into its record: framing, checksum, number, time and every field
 * in one pass, for as many messages as follow each other.
 *
 * Takes only what is certainly valid: known fields, each once, plain values, the minute of the last message. At the first
 * doubt it stops before that message, nothing committed, and the general scanner decides; both give the same record (tested).
 * Every byte of a message that is taken was either compared with a constant or read into a value, so that CheckSum (10) is
 * a sum of what is known by then, and the bytes are not gone over for it.
 *
 * One closure for all sessions (decision 8): what belongs to one is in its FastHeader and its OrderLane.
 */
import { OrderType, TimeInForce } from '../../model/order.ts';
import * as ascii from './ascii.ts';
import * as decimals from './decimal.ts';
import type { FixDirectory } from './directory.ts';
import * as fastFields from './fast_fields.ts';
import * as fastFrame from './fast_frame.ts';
import type { FastHeader } from './fast_header.ts';
import * as layout from './fast_order_layout.ts';
import type { OrderLane } from './order_lane.ts';
import * as timestamp from './timestamp.ts';

/** Of this module, and so constants: what is imported or exported is looked up and checked at each use. */
const { DIGIT_0, DOT, EQUALS, SOH } = ascii;
const { TIMESTAMP_BYTES } = timestamp;
const { toUnits } = decimals;
const { MARKET, LIMIT } = OrderType;
const { DAY, FOK } = TimeInForce;
const { FOUND, FoundAt, INT_POW10, isInMinute, isSendingTime, readAccount, readId, readName, readNumber, readShort } =
  fastFields;
const { ACCOUNT, DECIMALS, DIGITS, FRACTION, INSTRUMENT, NAME, ORDER_TYPE, PRICE, PRICE_DIGITS } = FoundAt;
const { QUANTITY, SEEN, SIDE, STRATEGY, SUM, TIME_IN_FORCE, VALUE, VALUE_SUM } = FoundAt;
const { findTrailer, hasSum, endOfHeader } = fastFrame;
const { FrameLayout, RecordLayout, Seen, TagSum, TagWord } = layout;
const { BODY_AT, TRAILER_BYTES } = FrameLayout;
const { TAG, T1, T11, T21, T38, T40, T44, T54, T55, T59, T60, T7001 } = TagWord;
const { S1, S11, S21, S38, S40, S44, S54, S55, S59, S60, S7001 } = TagSum;
const { RECORD_BYTES, HEADER_WORDS, HEADER_DOUBLES, SOURCE_SEQUENCE_DOUBLE } = RecordLayout;
const { ACCOUNT_WORD, STRATEGY_WORD, INSTRUMENT_WORD, RESERVED_WORD, CODES_WORD, RESERVED1_WORD } = RecordLayout;
const { ID_DOUBLES, QUANTITY_DOUBLE, PRICE_DOUBLE, DISPLAY_DOUBLE, MINIMUM_DOUBLE, EXPIRY_DOUBLE } = RecordLayout;
/** Significant digits that a double surely holds. */
const EXACT_DIGITS = 15;

/** Takes orders from `start` on, and returns where the first message starts that it leaves; `header` counts them. */
export type TakeOrders = (
  header: FastHeader,
  lane: OrderLane,
  view: DataView,
  start: number,
  readEnd: number,
) => number;

const MADE = new WeakMap<FixDirectory, TakeOrders>();

/** The one for this directory: of a second closure, the compiler would know no constants. */
export function takeOrdersOf(directory: FixDirectory): TakeOrders {
  const take = MADE.get(directory) ?? makeTakeOrders(directory);
  MADE.set(directory, take);
  return take;
}

function makeTakeOrders({ symbols, lotSize, tickMantissa, tickExponent }: FixDirectory): TakeOrders {
  const found = FOUND;

  /**
   * Which fields there are up to `end`, or 0; their values to FOUND, but the ClOrdID to `words` at `idAt`.
   *
   * The fields stand in an order that clients use, each tested in its turn, so that the processor foresees every branch; a
   * message in another order takes a few turns of the loop.
   */
  function scan(view: DataView, start: number, end: number, lane: OrderLane, words: Int32Array, idAt: number): number {
    found[SEEN] = 0;
    let at = start;
    while (at < end) {
      const turnStart = at;
      at = scanNames(view, at, lane, words, idAt);
      if (at < 0) return 0;
      at = scanTerms(view, at, lane);
      if (at <= turnStart) return 0;
    }
    return at === end ? found[SEEN]! : 0;
  }

  /** ClOrdID, Account, HandlInst, Symbol and Side, as far as they stand here in this order. Behind them, or -1. */
  function scanNames(view: DataView, start: number, lane: OrderLane, words: Int32Array, idAt: number): number {
    let seen = found[SEEN]!;
    let sum = found[SUM]!;
    let at = start;
    let word = view.getInt32(at, true);
    if ((word & TAG) === T11) {
      at = readId(view, (at + 3) | 0, words, idAt);
      if (at < 0 || (seen & Seen.ID) !== 0) return -1;
      seen |= Seen.ID;
      sum = (sum + S11 + found[VALUE_SUM]!) | 0;
      at = (at + 1) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & 0xffff) === T1) {
      at = readAccount(view, (at + 2) | 0, lane.account, lane.accounts);
      if (found[NAME]! < 0 || (seen & Seen.ACCOUNT) !== 0) return -1;
      found[ACCOUNT] = found[NAME]!;
      seen |= Seen.ACCOUNT;
      sum = (sum + S1 + found[VALUE_SUM]!) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T21) {
      const letter = word >>> 24;
      if (view.getUint8((at + 4) | 0) !== SOH || (seen & Seen.HANDLING) !== 0) return -1;
      if (letter < DIGIT_0 + 1 || letter > DIGIT_0 + 3) return -1;
      seen |= Seen.HANDLING;
      sum = (sum + S21 + letter) | 0;
      at = (at + 5) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T55) {
      at = (readName(view, (at + 3) | 0, symbols) + 1) | 0;
      if (found[NAME]! < 0 || (seen & Seen.SYMBOL) !== 0) return -1;
      found[INSTRUMENT] = found[NAME]!;
      seen |= Seen.SYMBOL;
      sum = (sum + S55 + found[VALUE_SUM]!) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T54) {
      if (view.getUint8((at + 4) | 0) !== SOH || (seen & Seen.SIDE) !== 0) return -1;
      found[SIDE] = ((word >>> 24) - DIGIT_0) | 0;
      seen |= Seen.SIDE;
      sum = (sum + S54 + (word >>> 24)) | 0;
      at = (at + 5) | 0;
    }
    found[SEEN] = seen;
    found[SUM] = sum;
    return at;
  }

  /** TransactTime, OrderQty, OrdType, Price, TimeInForce and Strategy, likewise. */
  function scanTerms(view: DataView, start: number, lane: OrderLane): number {
    let seen = found[SEEN]!;
    let sum = found[SUM]!;
    let at = start;
    let word = view.getInt32(at, true);
    if ((word & TAG) === T60) {
      const time = (at + 3) | 0;
      if (!isSendingTime(view, time) && !isInMinute(view, time, lane.transactTime)) return -1;
      if ((seen & Seen.TIME) !== 0) return -1;
      seen |= Seen.TIME;
      sum = (sum + S60 + found[VALUE_SUM]!) | 0;
      at = (at + 4 + TIMESTAMP_BYTES) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T38) {
      at = readQuantity(view, (at + 3) | 0);
      if (view.getUint8((at - 1) | 0) !== SOH || found[DIGITS] === 0 || (seen & Seen.QUANTITY) !== 0) return -1;
      found[QUANTITY] = found[VALUE]!;
      seen |= Seen.QUANTITY;
      sum = (sum + S38 + found[VALUE_SUM]!) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T40) {
      if (view.getUint8((at + 4) | 0) !== SOH || (seen & Seen.TYPE) !== 0) return -1;
      found[ORDER_TYPE] = ((word >>> 24) - DIGIT_0) | 0;
      seen |= Seen.TYPE;
      sum = (sum + S40 + (word >>> 24)) | 0;
      at = (at + 5) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T44) {
      at = readPrice(view, (at + 3) | 0);
      if (at < 0 || (seen & Seen.PRICE) !== 0) return -1;
      seen |= Seen.PRICE;
      sum = (sum + S44 + found[VALUE_SUM]!) | 0;
      word = view.getInt32(at, true);
    }
    if ((word & TAG) === T59) {
      if (view.getUint8((at + 4) | 0) !== SOH || (seen & Seen.TIME_IN_FORCE) !== 0) return -1;
      found[TIME_IN_FORCE] = ((word >>> 24) - DIGIT_0 + 1) | 0;
      seen |= Seen.TIME_IN_FORCE;
      sum = (sum + S59 + (word >>> 24)) | 0;
      at = (at + 5) | 0;
      word = view.getInt32(at, true);
    }
    if (word === T7001 && view.getUint8((at + 4) | 0) === EQUALS) {
      at = (readNumber(view, (at + 5) | 0) + 1) | 0;
      if (view.getUint8((at - 1) | 0) !== SOH || found[DIGITS] === 0 || (seen & Seen.STRATEGY) !== 0) return -1;
      found[STRATEGY] = found[VALUE]!;
      seen |= Seen.STRATEGY;
      sum = (sum + S7001 + found[VALUE_SUM]!) | 0;
    }
    found[SEEN] = seen;
    found[SUM] = sum;
    return at;
  }

  /** OrderQty (38): mostly of few digits, whose second word is then not looked at. Behind what should be its SOH. */
  function readQuantity(view: DataView, start: number): number {
    const at = (readShort(view, start) + 1) | 0;
    return view.getUint8((at - 1) | 0) === SOH ? at : (readNumber(view, start) + 1) | 0;
  }

  /** Price (44): up to four digits, a point and up to four more, as most are; others are read anew. Behind its SOH, or -1. */
  function readPrice(view: DataView, start: number): number {
    let at = (readShort(view, start) + 1) | 0;
    if (view.getUint8((at - 1) | 0) !== DOT || found[DIGITS] === 0) return readAnyPrice(view, start);
    found[PRICE] = found[VALUE]!;
    found[PRICE_DIGITS] = found[DIGITS]!;
    const sum = (found[VALUE_SUM]! + DOT) | 0;
    at = (readShort(view, at) + 1) | 0;
    found[FRACTION] = found[VALUE]!;
    found[DECIMALS] = found[DIGITS]!;
    found[VALUE_SUM] = (found[VALUE_SUM]! + sum) | 0;
    return view.getUint8((at - 1) | 0) === SOH ? at : readAnyPrice(view, start);
  }

  /** Digits, and perhaps a point and more of them. */
  function readAnyPrice(view: DataView, start: number): number {
    let at = (readNumber(view, start) + 1) | 0;
    found[PRICE] = found[VALUE]!;
    found[PRICE_DIGITS] = found[DIGITS]!;
    found[FRACTION] = 0;
    found[DECIMALS] = 0;
    if (found[DIGITS] === 0) return -1;
    const behind = view.getUint8((at - 1) | 0);
    if (behind === SOH) return at;
    if (behind !== DOT) return -1;
    const sum = (found[VALUE_SUM]! + DOT) | 0;
    at = (readNumber(view, at) + 1) | 0;
    found[FRACTION] = found[VALUE]!;
    found[DECIMALS] = found[DIGITS]!;
    found[VALUE_SUM] = (found[VALUE_SUM]! + sum) | 0;
    return view.getUint8((at - 1) | 0) === SOH ? at : -1;
  }

  /** Values that the engine trades; others have answers of their own. */
  function isPlain(seen: number): boolean {
    if ((seen & Seen.TIME_IN_FORCE) === 0) found[TIME_IN_FORCE] = DAY;
    const type = found[ORDER_TYPE]!;
    // One test for both sides: nothing foresees which it is.
    if ((seen & Seen.REQUIRED) !== Seen.REQUIRED || (found[SIDE]! - 1) >>> 0 > 1) return false;
    if (type === LIMIT ? (seen & Seen.PRICE) === 0 : type !== MARKET) return false;
    return found[TIME_IN_FORCE]! >= DAY && found[TIME_IN_FORCE]! <= FOK;
  }

  /** OrderQty in lots; negative: there is no such number. */
  function lots(): number {
    const size = lotSize[found[INSTRUMENT]!]!;
    return size === 1 ? found[QUANTITY]! : toUnits(found[QUANTITY]!, 0, size, 0);
  }

  /** Price in ticks, 0 for a market order; negative: there is no such number. */
  function ticks(): number {
    if (found[ORDER_TYPE] !== LIMIT) return 0;
    const places = found[DECIMALS]!;
    if (((found[PRICE_DIGITS]! + places) | 0) > EXACT_DIGITS) return -1;
    const instrument = found[INSTRUMENT]!;
    const mantissa = tickMantissa[instrument]!;
    const price = found[PRICE]! * INT_POW10[places]! + found[FRACTION]!;
    return mantissa === 1 && tickExponent[instrument] === -places
      ? price
      : toUnits(price, places, mantissa, tickExponent[instrument]!);
  }

  /** The message whose CheckSum is at `trailer`, as a record. */
  function take(view: DataView, start: number, trailer: number, header: FastHeader, lane: OrderLane): boolean {
    const bodyStart = endOfHeader(view, (start + BODY_AT) | 0, header);
    if (bodyStart < 0) return false;
    const { sink } = lane;
    const offset = sink.claim(RECORD_BYTES);
    if (offset < 0) return false;
    const { i32, f64 } = sink.data;
    const at4 = offset >>> 2;
    const at8 = offset >>> 3;
    for (let i = 0; i < ID_DOUBLES; i = (i + 1) | 0) f64[(at8 + HEADER_DOUBLES + i) | 0] = 0;
    const seen = scan(view, bodyStart, trailer, lane, i32, (at4 + HEADER_WORDS) | 0);
    if (!isPlain(seen) || !hasSum(view, trailer)) return false;
    const quantityLots = lots();
    const priceTicks = ticks();
    if (quantityLots < 0 || priceTicks < 0) return false;
    const { f64: template } = lane.header;
    for (let i = 0; i < HEADER_DOUBLES; i = (i + 1) | 0) f64[(at8 + i) | 0] = template[i]!;
    f64[(at8 + SOURCE_SEQUENCE_DOUBLE) | 0] = header.nextSequence;
    i32[(at4 + ACCOUNT_WORD) | 0] = (seen & Seen.ACCOUNT) !== 0 ? found[ACCOUNT]! : lane.defaultAccount;
    i32[(at4 + STRATEGY_WORD) | 0] = (seen & Seen.STRATEGY) !== 0 ? found[STRATEGY]! : lane.defaultStrategy;
    i32[(at4 + INSTRUMENT_WORD) | 0] = found[INSTRUMENT]!;
    i32[(at4 + RESERVED_WORD) | 0] = 0;
    i32[(at4 + CODES_WORD) | 0] = found[SIDE]! | (found[ORDER_TYPE]! << 8) | (found[TIME_IN_FORCE]! << 16);
    i32[(at4 + RESERVED1_WORD) | 0] = 0;
    f64[(at8 + QUANTITY_DOUBLE) | 0] = quantityLots;
    f64[(at8 + PRICE_DOUBLE) | 0] = priceTicks;
    f64[(at8 + DISPLAY_DOUBLE) | 0] = 0;
    f64[(at8 + MINIMUM_DOUBLE) | 0] = 0;
    f64[(at8 + EXPIRY_DOUBLE) | 0] = 0;
    sink.commit();
    return true;
  }

  return (header, lane, view, start, readEnd) => {
    if (!header.isLearned) return start;
    header.expectNext();
    let at = start;
    for (;;) {
      const trailer = findTrailer(view, at, readEnd);
      if (trailer < 0 || !take(view, at, trailer, header, lane)) return at;
      header.advance();
      at = (trailer + TRAILER_BYTES) | 0;
    }
  };
}
