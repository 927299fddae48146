import type { ItchFields } from './itch_fields.ts';
import * as layout from './layout.ts';
import { ItchType } from './message_type.ts';
import { writeWhole } from './wide_numbers.ts';

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

/** Writes what lies behind the header. */
export function encodeBody(message: ItchFields, view: DataView, at: number): void {
  switch (message.type) {
    case ADD:
      addOrder(message, view, at);
      break;
    case DELETED:
      writeWhole(view, at + OrderDeleted.REFERENCE, message.reference);
      break;
    case EXECUTED:
      orderExecuted(message, view, at);
      break;
    case REPLACED:
      orderReplaced(message, view, at);
      break;
    case REDUCED:
      writeWhole(view, at + OrderReduced.REFERENCE, message.reference);
      view.setUint32(at + OrderReduced.SHARES, message.shares);
      break;
    case ADD_ATTRIBUTED:
      view.setInt32(at + AttributedAddOrder.ATTRIBUTION, message.participant);
      addOrder(message, view, at);
      break;
    case EXECUTED_WITH_PRICE:
      view.setUint8(at + OrderExecutedWithPrice.PRINTABLE, message.printable);
      view.setUint32(at + OrderExecutedWithPrice.PRICE, message.price4);
      orderExecuted(message, view, at);
      break;
    case TRADE:
      writeWhole(view, at + Trade.MATCH, message.matchNumber);
      addOrder(message, view, at);
      break;
    case CROSS_TRADE:
      crossTrade(message, view, at);
      break;
    case BROKEN_TRADE:
      writeWhole(view, at + BrokenTrade.MATCH, message.matchNumber);
      break;
    case IMBALANCE:
      imbalance(message, view, at);
      break;
    case CAPITAL_RAISE:
      capitalRaise(message, view, at);
      break;
    case DECLINE_LEVELS:
      declineLevels(message, view, at);
      break;
    default:
      encodeStanding(message, view, at);
  }
}

/** What is said of a stock or the market, seldom. */
function encodeStanding(message: ItchFields, view: DataView, at: number): void {
  switch (message.type) {
    case SYSTEM_EVENT:
      view.setUint8(at + SystemEvent.EVENT, message.eventCode);
      break;
    case STOCK_DIRECTORY:
      stockDirectory(message, view, at);
      break;
    case TRADING_ACTION:
      stock(message, view, at + TradingAction.STOCK);
      view.setUint8(at + TradingAction.STATE, message.tradingState);
      view.setUint8(at + TradingAction.RESERVED, message.reserved);
      view.setInt32(at + TradingAction.REASON, message.reason);
      break;
    case REG_SHO:
      stock(message, view, at + RegSho.STOCK);
      view.setUint8(at + RegSho.ACTION, message.regShoAction);
      break;
    case PARTICIPANT_POSITION:
      view.setInt32(at + ParticipantPosition.MPID, message.participant);
      stock(message, view, at + ParticipantPosition.STOCK);
      view.setUint8(at + ParticipantPosition.PRIMARY, message.primaryMarketMaker);
      view.setUint8(at + ParticipantPosition.MODE, message.marketMakerMode);
      view.setUint8(at + ParticipantPosition.STATE, message.participantState);
      break;
    case BREAKER_STATUS:
      view.setUint8(at + BreakerStatus.LEVEL, message.breachedLevel);
      break;
    case IPO_QUOTING:
      stock(message, view, at + IpoQuoting.STOCK);
      view.setUint32(at + IpoQuoting.RELEASE_TIME, message.releaseTimeSeconds);
      view.setUint8(at + IpoQuoting.QUALIFIER, message.releaseQualifier);
      view.setUint32(at + IpoQuoting.PRICE, message.price4);
      break;
    case AUCTION_COLLAR:
      stock(message, view, at + AuctionCollar.STOCK);
      view.setUint32(at + AuctionCollar.REFERENCE, message.referencePrice4);
      view.setUint32(at + AuctionCollar.UPPER, message.upperPrice4);
      view.setUint32(at + AuctionCollar.LOWER, message.lowerPrice4);
      view.setUint32(at + AuctionCollar.EXTENSION, message.extensions);
      break;
    case OPERATIONAL_HALT:
      stock(message, view, at + OperationalHalt.STOCK);
      view.setUint8(at + OperationalHalt.MARKET, message.marketCode);
      view.setUint8(at + OperationalHalt.ACTION, message.haltAction);
      break;
    case RETAIL_INTEREST:
      stock(message, view, at + RetailInterest.STOCK);
      view.setUint8(at + RetailInterest.INTEREST, message.interest);
      break;
  }
}

function stock(message: ItchFields, view: DataView, at: number): void {
  view.setInt32(at, message.stockHigh);
  view.setInt32(at + 4, message.stockLow);
}

/** Of an Add, attributed or not, and of a trade, which begins in the same way. */
function addOrder(message: ItchFields, view: DataView, at: number): void {
  writeWhole(view, at + AddOrder.REFERENCE, message.reference);
  view.setUint8(at + AddOrder.SIDE, message.isBuy ? BUY : SELL);
  view.setUint32(at + AddOrder.SHARES, message.shares);
  stock(message, view, at + AddOrder.STOCK);
  view.setUint32(at + AddOrder.PRICE, message.price4);
}

function orderExecuted(message: ItchFields, view: DataView, at: number): void {
  writeWhole(view, at + OrderExecuted.REFERENCE, message.reference);
  view.setUint32(at + OrderExecuted.SHARES, message.shares);
  writeWhole(view, at + OrderExecuted.MATCH, message.matchNumber);
}

function orderReplaced(message: ItchFields, view: DataView, at: number): void {
  writeWhole(view, at + OrderReplaced.REFERENCE, message.reference);
  writeWhole(view, at + OrderReplaced.NEW_REFERENCE, message.newReference);
  view.setUint32(at + OrderReplaced.SHARES, message.shares);
  view.setUint32(at + OrderReplaced.PRICE, message.price4);
}

function crossTrade(message: ItchFields, view: DataView, at: number): void {
  writeWhole(view, at + CrossTrade.SHARES, message.shares);
  stock(message, view, at + CrossTrade.STOCK);
  view.setUint32(at + CrossTrade.PRICE, message.price4);
  writeWhole(view, at + CrossTrade.MATCH, message.matchNumber);
  view.setUint8(at + CrossTrade.CROSS_TYPE, message.crossType);
}

function imbalance(message: ItchFields, view: DataView, at: number): void {
  writeWhole(view, at + Imbalance.PAIRED, message.pairedShares);
  writeWhole(view, at + Imbalance.IMBALANCE, message.imbalanceShares);
  view.setUint8(at + Imbalance.DIRECTION, message.imbalanceDirection);
  stock(message, view, at + Imbalance.STOCK);
  view.setUint32(at + Imbalance.FAR, message.farPrice4);
  view.setUint32(at + Imbalance.NEAR, message.nearPrice4);
  view.setUint32(at + Imbalance.REFERENCE, message.referencePrice4);
  view.setUint8(at + Imbalance.CROSS_TYPE, message.crossType);
  view.setUint8(at + Imbalance.VARIATION, message.priceVariation);
}

function capitalRaise(message: ItchFields, view: DataView, at: number): void {
  stock(message, view, at + CapitalRaise.STOCK);
  view.setUint8(at + CapitalRaise.ELIGIBLE, message.eligible);
  view.setUint32(at + CapitalRaise.MINIMUM, message.minimumPrice4);
  view.setUint32(at + CapitalRaise.MAXIMUM, message.maximumPrice4);
  view.setUint32(at + CapitalRaise.NEAR, message.nearPrice4);
  writeWhole(view, at + CapitalRaise.NEAR_TIME, message.nearTimeNs);
  view.setUint32(at + CapitalRaise.LOWER, message.lowerPrice4);
  view.setUint32(at + CapitalRaise.UPPER, message.upperPrice4);
}

function declineLevels(message: ItchFields, view: DataView, at: number): void {
  writeWhole(view, at + DeclineLevels.LEVEL_1, message.level1Price8);
  writeWhole(view, at + DeclineLevels.LEVEL_2, message.level2Price8);
  writeWhole(view, at + DeclineLevels.LEVEL_3, message.level3Price8);
}

function stockDirectory(message: ItchFields, view: DataView, at: number): void {
  stock(message, view, at + StockDirectory.STOCK);
  view.setUint8(at + StockDirectory.MARKET_CATEGORY, message.marketCategory);
  view.setUint8(at + StockDirectory.FINANCIAL_STATUS, message.financialStatus);
  view.setUint32(at + StockDirectory.ROUND_LOT, message.roundLotShares);
  view.setUint8(at + StockDirectory.ROUND_LOTS_ONLY, message.roundLotsOnly);
  view.setUint8(at + StockDirectory.ISSUE_CLASSIFICATION, message.issueClassification);
  view.setUint16(at + StockDirectory.ISSUE_SUB_TYPE, message.issueSubType);
  view.setUint8(at + StockDirectory.AUTHENTICITY, message.authenticity);
  view.setUint8(at + StockDirectory.SHORT_SALE_THRESHOLD, message.shortSaleThreshold);
  view.setUint8(at + StockDirectory.IPO_FLAG, message.ipoFlag);
  view.setUint8(at + StockDirectory.LULD_TIER, message.luldTier);
  view.setUint8(at + StockDirectory.ETP_FLAG, message.etpFlag);
  view.setUint32(at + StockDirectory.ETP_LEVERAGE, message.etpLeverage);
  view.setUint8(at + StockDirectory.INVERSE, message.inverse);
}
