import { Side } from '../../model/order.ts';
import { ItchMessage } from '../../protocols/itch/itch_message.ts';
import { ItchType } from '../../protocols/itch/message_type.ts';
import { wordOf } from '../../protocols/itch/text.ts';
import { CrossType, TradingState } from '../matching/event_layout.ts';

/** As the exchange's options have it. */
export interface PublishedInstrument {
  readonly symbol: string;
  /** Price of a tick in ten-thousandths. */
  readonly tickPrice4: number;
  readonly lotShares: number;
}

/** Takes a message; the bytes are the writer's again when it returns. */
export type TakeMessage = (bytes: Uint8Array, at: number, length: number) => void;

/** Codes of system events, in the order of a day. */
export const SystemEvent = {
  START_OF_MESSAGES: 0x4f,
  START_OF_SYSTEM_HOURS: 0x53,
  START_OF_MARKET_HOURS: 0x51,
  END_OF_MARKET_HOURS: 0x4d,
  END_OF_SYSTEM_HOURS: 0x45,
  END_OF_MESSAGES: 0x43,
} as const;

const MAX_SYMBOL_CHARACTERS = 8;
const MAX_LOCATE = 0xffff;
/** 200,000.0000 dollars: the specification's. */
const MAX_PRICE4 = 2_000_000_000;
const MAX_SHARES = 2 ** 31 - 1;
const MESSAGE_BYTES = 64;

const [YES, NO, SPACE, BUYERS, SELLERS, NEITHER] = [0x59, 0x4e, 0x20, 0x42, 0x53, 0x4e];
/** A common stock, no sub-type, on a live market. */
const COMMON_STOCK = 0x43;
const NO_SUB_TYPE = wordOf('Z', 2);
const LIVE = 0x50;
const NO_REASON = wordOf('', 4);

const STATES = new Uint8Array(4);
STATES[TradingState.CONTINUOUS] = 0x54;
STATES[TradingState.CALL] = 0x51;
STATES[TradingState.HALTED] = 0x48;
// The specification has no state for one stock's end of the day; nothing trades until the next.
STATES[TradingState.CLOSED] = 0x48;

const CROSSES = new Uint8Array(4).fill(0x48);
CROSSES[CrossType.OPENING] = 0x4f;
CROSSES[CrossType.CLOSING] = 0x43;
CROSSES[CrossType.HALT] = 0x48;

/** Writes ITCH 5.0 messages about instruments as the exchange counts them, in ticks and lots. */
export class ItchMessages {
  /** Stamped on what is written from now on: nanoseconds since midnight. */
  timeNs = 0;
  private readonly message = new ItchMessage();
  private readonly bytes = new Uint8Array(MESSAGE_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly instruments: readonly PublishedInstrument[];
  private readonly stocks: Int32Array;
  private readonly tickPrice4: Float64Array;
  private readonly lotShares: Float64Array;
  private readonly take: TakeMessage;

  constructor(instruments: readonly PublishedInstrument[], take: TakeMessage) {
    if (instruments.length > MAX_LOCATE) throw new RangeError(`ITCH has no more than ${MAX_LOCATE} stocks`);
    const long = instruments.find(({ symbol }) => symbol.length > MAX_SYMBOL_CHARACTERS);
    if (long !== undefined) throw new RangeError(`ITCH: '${long.symbol}' is longer than ${MAX_SYMBOL_CHARACTERS}`);
    this.instruments = instruments;
    this.take = take;
    this.stocks = Int32Array.from(instruments.flatMap(({ symbol }) => [wordOf(symbol, 4), wordOf(symbol.slice(4), 4)]));
    this.tickPrice4 = Float64Array.from(instruments, ({ tickPrice4 }) => tickPrice4);
    this.lotShares = Float64Array.from(instruments, ({ lotShares }) => lotShares);
  }

  /** Whether the fields of a message hold this order. */
  fits(instrument: number, ticks: number, lots: number): boolean {
    return ticks * this.tickPrice4[instrument]! <= MAX_PRICE4 && lots * this.lotShares[instrument]! <= MAX_SHARES;
  }

  systemEvent(code: number): void {
    this.message.locate = 0;
    this.message.eventCode = code;
    this.write(ItchType.SYSTEM_EVENT);
  }

  directory(instrument: number): void {
    const { message } = this;
    const { lotShares } = this.instruments[instrument]!;
    this.name(instrument);
    message.marketCategory = SPACE;
    message.financialStatus = SPACE;
    message.roundLotShares = lotShares;
    message.roundLotsOnly = lotShares === 1 ? NO : YES;
    message.issueClassification = COMMON_STOCK;
    message.issueSubType = NO_SUB_TYPE;
    message.authenticity = LIVE;
    message.shortSaleThreshold = NO;
    message.ipoFlag = NO;
    message.luldTier = SPACE;
    message.etpFlag = NO;
    message.etpLeverage = 0;
    message.inverse = NO;
    this.write(ItchType.STOCK_DIRECTORY);
  }

  tradingState(instrument: number, state: number): void {
    this.name(instrument);
    this.message.tradingState = STATES[state]!;
    this.message.reserved = SPACE;
    this.message.reason = NO_REASON;
    this.write(ItchType.TRADING_ACTION);
  }

  add(instrument: number, side: number, reference: number, lots: number, ticks: number): void {
    this.name(instrument);
    this.order(instrument, reference, lots);
    this.message.isBuy = side === Side.BUY;
    this.message.price4 = ticks * this.tickPrice4[instrument]!;
    this.write(ItchType.ADD);
  }

  executed(instrument: number, reference: number, lots: number, match: number): void {
    this.order(instrument, reference, lots);
    this.message.matchNumber = match;
    this.write(ItchType.EXECUTED);
  }

  /** At another price than the order's own, or, not to be printed, in a cross. */
  executedAt(
    instrument: number,
    reference: number,
    lots: number,
    match: number,
    ticks: number,
    isPrinted: boolean,
  ): void {
    this.order(instrument, reference, lots);
    this.message.matchNumber = match;
    this.message.printable = isPrinted ? YES : NO;
    this.message.price4 = ticks * this.tickPrice4[instrument]!;
    this.write(ItchType.EXECUTED_WITH_PRICE);
  }

  reduced(instrument: number, reference: number, lots: number): void {
    this.order(instrument, reference, lots);
    this.write(ItchType.REDUCED);
  }

  deleted(instrument: number, reference: number): void {
    this.order(instrument, reference, 0);
    this.write(ItchType.DELETED);
  }

  replaced(instrument: number, reference: number, newReference: number, lots: number, ticks: number): void {
    this.order(instrument, reference, lots);
    this.message.newReference = newReference;
    this.message.price4 = ticks * this.tickPrice4[instrument]!;
    this.write(ItchType.REPLACED);
  }

  /** Of an order that was not shown; the specification says neither which nor on which side. */
  trade(instrument: number, lots: number, match: number, ticks: number): void {
    this.name(instrument);
    this.order(instrument, 0, lots);
    this.message.isBuy = true;
    this.message.matchNumber = match;
    this.message.price4 = ticks * this.tickPrice4[instrument]!;
    this.write(ItchType.TRADE);
  }

  cross(instrument: number, lots: number, match: number, ticks: number, crossType: number): void {
    this.name(instrument);
    this.order(instrument, 0, lots);
    this.message.matchNumber = match;
    this.message.price4 = ticks * this.tickPrice4[instrument]!;
    this.message.crossType = CROSSES[crossType]!;
    this.write(ItchType.CROSS_TRADE);
  }

  /** What a call would trade now: all prices are the one at which it would. */
  imbalance(
    instrument: number,
    pairedLots: number,
    side: number,
    lots: number,
    ticks: number,
    crossType: number,
  ): void {
    const { message } = this;
    const price4 = ticks * this.tickPrice4[instrument]!;
    this.name(instrument);
    message.pairedShares = pairedLots * this.lotShares[instrument]!;
    message.imbalanceShares = lots * this.lotShares[instrument]!;
    message.imbalanceDirection = side === 0 ? NEITHER : side === Side.BUY ? BUYERS : SELLERS;
    message.farPrice4 = price4;
    message.nearPrice4 = price4;
    message.referencePrice4 = price4;
    message.crossType = CROSSES[crossType]!;
    message.priceVariation = SPACE;
    this.write(ItchType.IMBALANCE);
  }

  private name(instrument: number): void {
    this.message.locate = instrument + 1;
    this.message.stockHigh = this.stocks[instrument * 2]!;
    this.message.stockLow = this.stocks[instrument * 2 + 1]!;
  }

  private order(instrument: number, reference: number, lots: number): void {
    this.message.locate = instrument + 1;
    this.message.reference = reference;
    this.message.shares = lots * this.lotShares[instrument]!;
  }

  private write(type: number): void {
    this.message.type = type;
    this.message.timeNs = this.timeNs;
    this.take(this.bytes, 0, this.message.encode(this.view, 0));
  }
}
