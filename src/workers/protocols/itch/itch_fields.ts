import { stockOf, wordOf } from './text.ts';

/**
 * The fields of all types of messages together, each under one name however many types have it. Those that a type does
 * not have keep old values.
 *
 * Text is numbers (see text.ts), single characters their codes. Numbers of 64 bits are doubles; one that no double holds
 * makes the message malformed.
 */
export class ItchFields {
  type = 0;
  locate = 0;
  tracking = 0;
  timeNs = 0;

  /** Text of eight characters in two numbers: use `stock()` and `setStock()` off the hot path. */
  stockHigh = 0;
  stockLow = 0;
  /** Four characters: who is quoted (L), or whose order it is (F). */
  participant = 0;
  reference = 0;
  newReference = 0;
  matchNumber = 0;
  isBuy = false;
  /** Of an order, a trade or a cross. */
  shares = 0;
  /** Ten-thousandths, as all fields that end so: of an order, a trade, a cross or a new issue. */
  price4 = 0;
  printable = 0;
  crossType = 0;

  eventCode = 0;
  marketCategory = 0;
  financialStatus = 0;
  roundLotShares = 0;
  roundLotsOnly = 0;
  issueClassification = 0;
  /** Two characters. */
  issueSubType = 0;
  authenticity = 0;
  shortSaleThreshold = 0;
  ipoFlag = 0;
  luldTier = 0;
  etpFlag = 0;
  etpLeverage = 0;
  inverse = 0;
  tradingState = 0;
  reserved = 0;
  /** Four characters. */
  reason = 0;
  regShoAction = 0;
  primaryMarketMaker = 0;
  marketMakerMode = 0;
  participantState = 0;
  /** Hundred-millionths. */
  level1Price8 = 0;
  level2Price8 = 0;
  level3Price8 = 0;
  breachedLevel = 0;
  releaseTimeSeconds = 0;
  releaseQualifier = 0;
  marketCode = 0;
  haltAction = 0;
  pairedShares = 0;
  imbalanceShares = 0;
  imbalanceDirection = 0;
  farPrice4 = 0;
  nearPrice4 = 0;
  nearTimeNs = 0;
  /** What a collar or an imbalance is reckoned from. */
  referencePrice4 = 0;
  lowerPrice4 = 0;
  upperPrice4 = 0;
  /** How many times the collar was extended. */
  extensions = 0;
  priceVariation = 0;
  interest = 0;
  eligible = 0;
  minimumPrice4 = 0;
  maximumPrice4 = 0;

  /** Without its padding. */
  stock(): string {
    return stockOf(this.stockHigh, this.stockLow);
  }

  setStock(symbol: string): void {
    this.stockHigh = wordOf(symbol, 4);
    this.stockLow = wordOf(symbol.slice(4), 4);
  }
}
