/**
 * The usual NewOrderSingle, straight from the receive buffer into its record.
 *
 * Takes only what is certainly valid: known fields, each once, plain values, the minute of the last message. At the first
 * doubt it returns false, nothing committed, and the general scanner decides; both give the same record (tested).
 */
import { NewOrder } from '../../../../schemas/generated/engine.ts';
import { OrderType, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { DIGIT_0, SOH, word4 } from './ascii.ts';
import { toUnits } from './decimal.ts';
import type { OrderIntake } from './order_intake.ts';
import { copyId, findSoh } from './text_field.ts';
import { TIMESTAMP_BYTES, TimestampReader } from './timestamp.ts';

/** A tag and its equals sign as the low three bytes of a load. */
const T11 = word4('11=');
const T21 = word4('21=');
const T38 = word4('38=');
const T40 = word4('40=');
const T44 = word4('44=');
const T54 = word4('54=');
const T55 = word4('55=');
const T59 = word4('59=');
const T60 = word4('60=');
const T1 = word4('1=');
const T7001 = word4('7001');

const SEEN_ID = 1;
const SEEN_SYMBOL = 2;
const SEEN_SIDE = 4;
const SEEN_QUANTITY = 8;
const SEEN_TYPE = 16;
const SEEN_TIME = 32;
const SEEN_PRICE = 64;
const SEEN_TIME_IN_FORCE = 128;
const SEEN_ACCOUNT = 256;
const SEEN_HANDLING = 512;
const SEEN_STRATEGY = 1024;
const REQUIRED = SEEN_ID | SEEN_SYMBOL | SEEN_SIDE | SEEN_QUANTITY | SEEN_TYPE | SEEN_TIME;

/** Digits and point that a double takes exactly whatever they are. */
const MAX_NUMBER_BYTES = 15;
const NAME_WINDOW_BYTES = 20;

export class FastOrder {
  readonly transactTime = new TimestampReader();
  private readonly intake: OrderIntake;
  private readonly order = new NewOrder();
  /** The number last read. */
  private readonly mantissa = new Float64Array(1);
  private decimals = 0;

  constructor(intake: OrderIntake) {
    this.intake = intake;
  }

  /** The body fields from `start` to `end` (at tag 10). */
  take(view: DataView, start: number, end: number, sequence: number, nowNs: number): boolean {
    const { intake, mantissa } = this;
    const body = intake.claim(RecordType.NEW_ORDER, NewOrder.BYTES, 0, sequence, nowNs);
    if (body < 0) return false;
    const order = this.order.wrap(intake.sink.data, body);
    const { defaults } = intake;
    let { account, strategy } = defaults;
    let instrument = -1;
    let side = 0;
    let type = 0;
    let timeInForce: number = TimeInForce.DAY;
    let price = 0;
    let priceDecimals = 0;
    let quantity = 0;
    let quantityDecimals = 0;
    let seen = 0;
    let at = start;
    while (at < end) {
      const word = view.getInt32(at, true);
      const tag = word & 0xff_ffff;
      let bit = 0;
      let next = -1;
      if (tag === T11) {
        bit = SEEN_ID;
        next = copyId(view, at + 3, order.i32, body >>> 2);
      } else if (tag === T55) {
        bit = SEEN_SYMBOL;
        next = findSoh(view, at + 3, NAME_WINDOW_BYTES);
        instrument = intake.directory.symbols.find(view, at + 3, next - at - 3);
      } else if (tag === T54) {
        bit = SEEN_SIDE;
        side = (word >>> 24) - DIGIT_0;
        next = at + 4;
      } else if (tag === T38) {
        bit = SEEN_QUANTITY;
        next = this.number(view, at + 3);
        quantity = mantissa[0]!;
        quantityDecimals = this.decimals;
      } else if (tag === T44) {
        bit = SEEN_PRICE;
        next = this.number(view, at + 3);
        price = mantissa[0]!;
        priceDecimals = this.decimals;
      } else if (tag === T40) {
        bit = SEEN_TYPE;
        type = (word >>> 24) - DIGIT_0;
        next = at + 4;
      } else if (tag === T59) {
        bit = SEEN_TIME_IN_FORCE;
        timeInForce = (word >>> 24) - DIGIT_0 + 1;
        next = at + 4;
      } else if (tag === T60) {
        bit = SEEN_TIME;
        next = this.transactTime.read(view, at + 3) < 0 ? -1 : at + 3 + TIMESTAMP_BYTES;
      } else if ((word & 0xffff) === T1) {
        bit = SEEN_ACCOUNT;
        next = findSoh(view, at + 2, NAME_WINDOW_BYTES);
        account = intake.accounts.find(view, at + 2, next - at - 2);
      } else if (tag === T21) {
        bit = SEEN_HANDLING;
        next = isHandling((word >>> 24) - DIGIT_0) ? at + 4 : -1;
      } else if (word === T7001 && view.getUint8(at + 4) === 0x3d) {
        bit = SEEN_STRATEGY;
        next = this.number(view, at + 5);
        strategy = mantissa[0]!;
        if (this.decimals >= 0 || strategy >= 2 ** 31) return false;
      }
      if (next < 0 || (seen & bit) !== 0 || view.getUint8(next) !== SOH) return false;
      seen |= bit;
      at = next + 1;
    }
    if ((seen & REQUIRED) !== REQUIRED || at !== end || instrument < 0) return false;
    if (side !== 1 && side !== 2) return false;
    if (type === OrderType.LIMIT ? (seen & SEEN_PRICE) === 0 : type !== OrderType.MARKET) return false;
    if (timeInForce < 1 || timeInForce > TimeInForce.FOK) return false;
    const { lotSize, tickMantissa, tickExponent } = intake.directory;
    const lots = toUnits(quantity, quantityDecimals < 0 ? 0 : quantityDecimals, lotSize[instrument]!, 0);
    const ticks =
      type === OrderType.MARKET
        ? 0
        : toUnits(price, priceDecimals < 0 ? 0 : priceDecimals, tickMantissa[instrument]!, tickExponent[instrument]!);
    if (lots < 0 || ticks < 0) return false;
    order.account = account;
    order.strategy = strategy;
    order.instrument = instrument;
    order.reserved = 0;
    order.side = side;
    order.orderType = type;
    order.timeInForce = timeInForce;
    order.flags = 0;
    order.reserved1 = 0;
    order.quantityLots = lots;
    order.priceTicks = ticks;
    order.displayLots = 0;
    order.minLots = 0;
    order.expireTimeMs = 0;
    intake.sink.commit();
    return true;
  }

  /** Reads digits with at most one point; where they end, or -1. `decimals` is -1 without a point. */
  private number(view: DataView, start: number): number {
    let position = start;
    let value = 0;
    let point = -1;
    for (;;) {
      const digit = view.getUint8(position) - DIGIT_0;
      if (digit >>> 0 <= 9) value = value * 10 + digit;
      else if (digit === -2 && point < 0) point = position;
      else break;
      position++;
    }
    const byteCount = position - start;
    if (byteCount > MAX_NUMBER_BYTES || byteCount === 0 || (byteCount === 1 && point >= 0)) return -1;
    this.mantissa[0] = value;
    this.decimals = point < 0 ? -1 : position - point - 1;
    return position;
  }
}

function isHandling(digit: number): boolean {
  return digit >= 1 && digit <= 3;
}
