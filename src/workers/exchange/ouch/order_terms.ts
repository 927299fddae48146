import type { VenueNewOrder } from '../../../../schemas/generated/engine.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { DisplayCode, MARKET_PRICE, NO, RejectReason, SideCode, TimeInForceCode } from '../../protocols/ouch/codes.ts';
import { Field, Tag } from '../../protocols/ouch/layout.ts';
import type { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import type { ExchangeInstrument } from '../options.ts';

const NO_REASON = 0;

/** Symbols, shares and prices of OUCH, and instruments, lots and ticks of the order desk. */
export class OrderTerms {
  readonly instruments: readonly ExchangeInstrument[];
  private readonly bySymbol: ReadonlyMap<string, number>;
  private readonly hasMinimums: boolean;

  /** `hasMinimums`: minimum quantities are taken; elsewhere only one that is all of the order, at once. */
  constructor(instruments: readonly ExchangeInstrument[], hasMinimums: boolean) {
    this.instruments = instruments;
    this.hasMinimums = hasMinimums;
    this.bySymbol = new Map(instruments.map(({ symbol }, number) => [symbol, number]));
  }

  /** -1: there is none. */
  instrumentOf(symbol: string): number {
    return this.bySymbol.get(symbol) ?? -1;
  }

  lotsOf(instrument: number, shares: number): number {
    return shares / this.instruments[instrument]!.lotShares;
  }

  sharesOf(instrument: number, lots: number): number {
    return lots * this.instruments[instrument]!.lotShares;
  }

  ticksOf(instrument: number, price: number): number {
    return price / this.instruments[instrument]!.tickPrice4;
  }

  priceOf(instrument: number, ticks: number): number {
    return ticks === 0 ? MARKET_PRICE : ticks * this.instruments[instrument]!.tickPrice4;
  }

  /** Writes an Enter Order as the desk takes it; a reject reason, or 0. */
  read(message: OuchMessage, order: VenueNewOrder): number {
    const instrument = this.instrumentOf(message.text(Field.SYMBOL));
    if (instrument < 0) return RejectReason.INVALID_SYMBOL;
    const reason = refusalOfTerms(message) || this.refusalOfMinimum(message);
    if (reason !== NO_REASON) return reason;
    order.clear();
    order.instrument = instrument;
    order.legRef = message.get(Field.USER_REF_NUM);
    order.side = message.get(Field.SIDE) === SideCode.BUY ? Side.BUY : Side.SELL;
    order.timeInForce = timeInForceOf(message);
    order.minLots = this.hasMinimums ? this.lotsOf(instrument, minimumOf(message)) : 0;
    order.lots = this.lotsOf(instrument, message.get(Field.QUANTITY));
    order.displayLots = message.has(Tag.MAX_FLOOR) ? this.lotsOf(instrument, message.option(Tag.MAX_FLOOR)) : 0;
    const isMarket = message.get(Field.PRICE) === MARKET_PRICE;
    order.orderType = isMarket ? OrderType.MARKET : order.displayLots > 0 ? OrderType.ICEBERG : OrderType.LIMIT;
    order.priceTicks = isMarket ? 0 : this.ticksOf(instrument, message.get(Field.PRICE));
    if (!isWhole(order.minLots)) return RejectReason.INVALID_MIN_QUANTITY;
    if (!isWhole(order.lots) || !isWhole(order.displayLots)) return RejectReason.INVALID_QUANTITY;
    return isWhole(order.priceTicks) ? NO_REASON : RejectReason.INVALID_PRICE;
  }

  private refusalOfMinimum(message: OuchMessage): number {
    const minimum = minimumOf(message);
    const isKnown = this.hasMinimums
      ? minimum <= message.get(Field.QUANTITY)
      : minimum === 0 || isAllOrNothing(message);
    return isKnown ? NO_REASON : RejectReason.INVALID_MIN_QUANTITY;
  }
}

/** The matching engine counts in 32 bits. */
export function isWhole(value: number): boolean {
  return (value | 0) === value;
}

function refusalOfTerms(message: OuchMessage): number {
  const side = message.get(Field.SIDE);
  const tif = message.get(Field.TIME_IN_FORCE);
  const display = message.get(Field.DISPLAY);
  const isSide = side === SideCode.BUY || isSell(side);
  if (!isSide || (tif !== TimeInForceCode.DAY && tif !== TimeInForceCode.IOC)) return RejectReason.OTHER;
  if (display !== DisplayCode.VISIBLE && display !== DisplayCode.ATTRIBUTABLE) return RejectReason.INVALID_DISPLAY;
  if (message.get(Field.CROSS_TYPE) !== NO) return RejectReason.INVALID_CROSS;
  return NO_REASON;
}

function minimumOf(message: OuchMessage): number {
  return message.has(Tag.MIN_QUANTITY) ? message.option(Tag.MIN_QUANTITY) : 0;
}

function isAllOrNothing(message: OuchMessage): boolean {
  const isNow = message.get(Field.TIME_IN_FORCE) === TimeInForceCode.IOC;
  return isNow && minimumOf(message) === message.get(Field.QUANTITY);
}

export function isSell(side: number): boolean {
  return side === SideCode.SELL || side === SideCode.SHORT || side === SideCode.SHORT_EXEMPT;
}

function timeInForceOf(message: OuchMessage): number {
  if (message.get(Field.TIME_IN_FORCE) === TimeInForceCode.DAY) return TimeInForce.DAY;
  return isAllOrNothing(message) ? TimeInForce.FOK : TimeInForce.IOC;
}

/** Why the desk refused an order, in OUCH's numbers. */
export function rejectReasonOf(reason: number): number {
  return REJECT_REASONS.get(reason) ?? RejectReason.OTHER;
}

const REJECT_REASONS = new Map<number, number>([
  [VenueReason.UNKNOWN_INSTRUMENT, RejectReason.INVALID_SYMBOL],
  [VenueReason.BAD_PRICE, RejectReason.INVALID_PRICE],
  [VenueReason.BAD_QUANTITY, RejectReason.INVALID_QUANTITY],
  [VenueReason.CLOSED, RejectReason.DESTINATION_CLOSED],
  [VenueReason.THROTTLED, RejectReason.PORT_MESSAGE_RATE],
  [VenueReason.BOOK_FULL, RejectReason.PROCESSING_ERROR],
]);
