import type { ItchFields } from './itch_fields.ts';
import * as layout from './layout.ts';
import { ItchType } from './message_type.ts';
import { TOO_WIDE, wholeAt } from './wide_numbers.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AddOrder, AttributedAddOrder, AuctionCollar, BreakerStatus, BrokenTrade, CapitalRaise, CrossTrade } = layout;
const { DeclineLevels, Imbalance, IpoQuoting, OperationalHalt, OrderDeleted, OrderExecuted } = layout;
const { OrderExecutedWithPrice, OrderReduced, OrderReplaced, ParticipantPosition, RegSho, RetailInterest } = layout;
const { StockDirectory, SystemEvent, Trade, TradingAction } = layout;
const { ADD, ADD_ATTRIBUTED, AUCTION_COLLAR, BREAKER_STATUS, BROKEN_TRADE, CAPITAL_RAISE, CROSS_TRADE } = ItchType;
const { DECLINE_LEVELS, DELETED, EXECUTED, EXECUTED_WITH_PRICE, IMBALANCE, IPO_QUOTING, OPERATIONAL_HALT } = ItchType;
const { PARTICIPANT_POSITION, REDUCED, REG_SHO, REPLACED, RETAIL_INTEREST, STOCK_DIRECTORY, SYSTEM_EVENT } = ItchType;
const { TRADE, TRADING_ACTION } = ItchType;

const BUY = 0x42;
const SELL = 0x53;

/** Reads what lies behind the header of a message of known type and right length; false: a field has no legal value. */
export function decodeBody(message: ItchFields, view: DataView, at: number, type: number): boolean {
  switch (type) {
    case ADD:
      return addOrder(message, view, at);
    case DELETED:
      message.reference = wholeAt(view, at + OrderDeleted.REFERENCE);
      return message.reference !== TOO_WIDE;
    case EXECUTED:
      return orderExecuted(message, view, at);
    case REPLACED:
      return orderReplaced(message, view, at);
    case REDUCED:
      message.reference = wholeAt(view, at + OrderReduced.REFERENCE);
      message.shares = view.getUint32(at + OrderReduced.SHARES);
      return message.reference !== TOO_WIDE;
    case ADD_ATTRIBUTED:
      message.participant = view.getInt32(at + AttributedAddOrder.ATTRIBUTION);
      return addOrder(message, view, at);
    case EXECUTED_WITH_PRICE:
      message.printable = view.getUint8(at + OrderExecutedWithPrice.PRINTABLE);
      message.price4 = view.getUint32(at + OrderExecutedWithPrice.PRICE);
      return orderExecuted(message, view, at);
    case TRADE:
      message.matchNumber = wholeAt(view, at + Trade.MATCH);
      return addOrder(message, view, at) && message.matchNumber !== TOO_WIDE;
    case CROSS_TRADE:
      return crossTrade(message, view, at);
    case BROKEN_TRADE:
      message.matchNumber = wholeAt(view, at + BrokenTrade.MATCH);
      return message.matchNumber !== TOO_WIDE;
    case IMBALANCE:
      return imbalance(message, view, at);
    case CAPITAL_RAISE:
      return capitalRaise(message, view, at);
    case DECLINE_LEVELS:
      return declineLevels(message, view, at);
    default:
      decodeStanding(message, view, at, type);
      return true;
  }
}

/** What is said of a stock or the market, seldom. */
function decodeStanding(message: ItchFields, view: DataView, at: number, type: number): void {
  switch (type) {
    case SYSTEM_EVENT:
      message.eventCode = view.getUint8(at + SystemEvent.EVENT);
      break;
    case STOCK_DIRECTORY:
      stockDirectory(message, view, at);
      break;
    case TRADING_ACTION:
      stock(message, view, at + TradingAction.STOCK);
      message.tradingState = view.getUint8(at + TradingAction.STATE);
      message.reserved = view.getUint8(at + TradingAction.RESERVED);
      message.reason = view.getInt32(at + TradingAction.REASON);
      break;
    case REG_SHO:
      stock(message, view, at + RegSho.STOCK);
      message.regShoAction = view.getUint8(at + RegSho.ACTION);
      break;
    case PARTICIPANT_POSITION:
      message.participant = view.getInt32(at + ParticipantPosition.MPID);
      stock(message, view, at + ParticipantPosition.STOCK);
      message.primaryMarketMaker = view.getUint8(at + ParticipantPosition.PRIMARY);
      message.marketMakerMode = view.getUint8(at + ParticipantPosition.MODE);
      message.participantState = view.getUint8(at + ParticipantPosition.STATE);
      break;
    case BREAKER_STATUS:
      message.breachedLevel = view.getUint8(at + BreakerStatus.LEVEL);
      break;
    case IPO_QUOTING:
      stock(message, view, at + IpoQuoting.STOCK);
      message.releaseTimeSeconds = view.getUint32(at + IpoQuoting.RELEASE_TIME);
      message.releaseQualifier = view.getUint8(at + IpoQuoting.QUALIFIER);
      message.price4 = view.getUint32(at + IpoQuoting.PRICE);
      break;
    case AUCTION_COLLAR:
      stock(message, view, at + AuctionCollar.STOCK);
      message.referencePrice4 = view.getUint32(at + AuctionCollar.REFERENCE);
      message.upperPrice4 = view.getUint32(at + AuctionCollar.UPPER);
      message.lowerPrice4 = view.getUint32(at + AuctionCollar.LOWER);
      message.extensions = view.getUint32(at + AuctionCollar.EXTENSION);
      break;
    case OPERATIONAL_HALT:
      stock(message, view, at + OperationalHalt.STOCK);
      message.marketCode = view.getUint8(at + OperationalHalt.MARKET);
      message.haltAction = view.getUint8(at + OperationalHalt.ACTION);
      break;
    case RETAIL_INTEREST:
      stock(message, view, at + RetailInterest.STOCK);
      message.interest = view.getUint8(at + RetailInterest.INTEREST);
      break;
  }
}

function stock(message: ItchFields, view: DataView, at: number): void {
  message.stockHigh = view.getInt32(at);
  message.stockLow = view.getInt32(at + 4);
}

/** Of an Add, attributed or not, and of a trade, which begins in the same way. */
function addOrder(message: ItchFields, view: DataView, at: number): boolean {
  const side = view.getUint8(at + AddOrder.SIDE);
  message.reference = wholeAt(view, at + AddOrder.REFERENCE);
  message.isBuy = side === BUY;
  message.shares = view.getUint32(at + AddOrder.SHARES);
  stock(message, view, at + AddOrder.STOCK);
  message.price4 = view.getUint32(at + AddOrder.PRICE);
  return (side === BUY || side === SELL) && message.reference !== TOO_WIDE;
}

function orderExecuted(message: ItchFields, view: DataView, at: number): boolean {
  message.reference = wholeAt(view, at + OrderExecuted.REFERENCE);
  message.shares = view.getUint32(at + OrderExecuted.SHARES);
  message.matchNumber = wholeAt(view, at + OrderExecuted.MATCH);
  return message.reference !== TOO_WIDE && message.matchNumber !== TOO_WIDE;
}

function orderReplaced(message: ItchFields, view: DataView, at: number): boolean {
  message.reference = wholeAt(view, at + OrderReplaced.REFERENCE);
  message.newReference = wholeAt(view, at + OrderReplaced.NEW_REFERENCE);
  message.shares = view.getUint32(at + OrderReplaced.SHARES);
  message.price4 = view.getUint32(at + OrderReplaced.PRICE);
  return message.reference !== TOO_WIDE && message.newReference !== TOO_WIDE;
}

function crossTrade(message: ItchFields, view: DataView, at: number): boolean {
  message.shares = wholeAt(view, at + CrossTrade.SHARES);
  stock(message, view, at + CrossTrade.STOCK);
  message.price4 = view.getUint32(at + CrossTrade.PRICE);
  message.matchNumber = wholeAt(view, at + CrossTrade.MATCH);
  message.crossType = view.getUint8(at + CrossTrade.CROSS_TYPE);
  return message.shares !== TOO_WIDE && message.matchNumber !== TOO_WIDE;
}

function imbalance(message: ItchFields, view: DataView, at: number): boolean {
  message.pairedShares = wholeAt(view, at + Imbalance.PAIRED);
  message.imbalanceShares = wholeAt(view, at + Imbalance.IMBALANCE);
  message.imbalanceDirection = view.getUint8(at + Imbalance.DIRECTION);
  stock(message, view, at + Imbalance.STOCK);
  message.farPrice4 = view.getUint32(at + Imbalance.FAR);
  message.nearPrice4 = view.getUint32(at + Imbalance.NEAR);
  message.referencePrice4 = view.getUint32(at + Imbalance.REFERENCE);
  message.crossType = view.getUint8(at + Imbalance.CROSS_TYPE);
  message.priceVariation = view.getUint8(at + Imbalance.VARIATION);
  return message.pairedShares !== TOO_WIDE && message.imbalanceShares !== TOO_WIDE;
}

function capitalRaise(message: ItchFields, view: DataView, at: number): boolean {
  stock(message, view, at + CapitalRaise.STOCK);
  message.eligible = view.getUint8(at + CapitalRaise.ELIGIBLE);
  message.minimumPrice4 = view.getUint32(at + CapitalRaise.MINIMUM);
  message.maximumPrice4 = view.getUint32(at + CapitalRaise.MAXIMUM);
  message.nearPrice4 = view.getUint32(at + CapitalRaise.NEAR);
  message.nearTimeNs = wholeAt(view, at + CapitalRaise.NEAR_TIME);
  message.lowerPrice4 = view.getUint32(at + CapitalRaise.LOWER);
  message.upperPrice4 = view.getUint32(at + CapitalRaise.UPPER);
  return message.nearTimeNs !== TOO_WIDE;
}

function declineLevels(message: ItchFields, view: DataView, at: number): boolean {
  message.level1Price8 = wholeAt(view, at + DeclineLevels.LEVEL_1);
  message.level2Price8 = wholeAt(view, at + DeclineLevels.LEVEL_2);
  message.level3Price8 = wholeAt(view, at + DeclineLevels.LEVEL_3);
  return message.level1Price8 !== TOO_WIDE && message.level2Price8 !== TOO_WIDE && message.level3Price8 !== TOO_WIDE;
}

function stockDirectory(message: ItchFields, view: DataView, at: number): void {
  stock(message, view, at + StockDirectory.STOCK);
  message.marketCategory = view.getUint8(at + StockDirectory.MARKET_CATEGORY);
  message.financialStatus = view.getUint8(at + StockDirectory.FINANCIAL_STATUS);
  message.roundLotShares = view.getUint32(at + StockDirectory.ROUND_LOT);
  message.roundLotsOnly = view.getUint8(at + StockDirectory.ROUND_LOTS_ONLY);
  message.issueClassification = view.getUint8(at + StockDirectory.ISSUE_CLASSIFICATION);
  message.issueSubType = view.getUint16(at + StockDirectory.ISSUE_SUB_TYPE);
  message.authenticity = view.getUint8(at + StockDirectory.AUTHENTICITY);
  message.shortSaleThreshold = view.getUint8(at + StockDirectory.SHORT_SALE_THRESHOLD);
  message.ipoFlag = view.getUint8(at + StockDirectory.IPO_FLAG);
  message.luldTier = view.getUint8(at + StockDirectory.LULD_TIER);
  message.etpFlag = view.getUint8(at + StockDirectory.ETP_FLAG);
  message.etpLeverage = view.getUint32(at + StockDirectory.ETP_LEVERAGE);
  message.inverse = view.getUint8(at + StockDirectory.INVERSE);
}
