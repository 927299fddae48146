/**
 * Where the fields of each message of Nasdaq TotalView-ITCH 5.0 lie; section numbers are the specification's. Numbers are
 * unsigned and big-endian. Prices have four decimals, those of the market-wide circuit breaker eight. Text is ASCII, left
 * aligned, padded with spaces. Times are nanoseconds since midnight, in six bytes unless said otherwise. Each message begins
 *
 *     0      1              3                 5      11
 *     | type | stock locate | tracking number | time | body
 *
 * and has the length of its type, no more and no less.
 */
export const Header = { TYPE: 0, LOCATE: 1, TRACKING: 3, TIME: 5, BYTES: 11 } as const;

/**
 * 4.1 `S`: the day's phases.
 *
 *     11      12
 *     | event |
 */
export const SystemEvent = { EVENT: 11, BYTES: 12 } as const;

/**
 * 4.2.1 `R`: what a stock locate stands for today.
 *
 *     11      19         20          21                25          26      27         29
 *     | stock | category | financial | round lot (u32) | lots only | class | sub type | authenticity
 *
 *     29             30          31    32     33    34               38        39
 *     | authenticity | threshold | IPO | tier | ETP | leverage (u32) | inverse |
 */
export const StockDirectory = {
  STOCK: 11,
  MARKET_CATEGORY: 19,
  FINANCIAL_STATUS: 20,
  ROUND_LOT: 21,
  ROUND_LOTS_ONLY: 25,
  ISSUE_CLASSIFICATION: 26,
  ISSUE_SUB_TYPE: 27,
  AUTHENTICITY: 29,
  SHORT_SALE_THRESHOLD: 30,
  IPO_FLAG: 31,
  LULD_TIER: 32,
  ETP_FLAG: 33,
  ETP_LEVERAGE: 34,
  INVERSE: 38,
  BYTES: 39,
} as const;

/**
 * 4.2.2 `H`: halted, paused, quotation only or trading.
 *
 *     11      19      20         21       25
 *     | stock | state | reserved | reason |
 */
export const TradingAction = { STOCK: 11, STATE: 19, RESERVED: 20, REASON: 21, BYTES: 25 } as const;

/**
 * 4.2.3 `Y`: the short sale price test of Regulation SHO.
 *
 *     11      19       20
 *     | stock | action |
 */
export const RegSho = { STOCK: 11, ACTION: 19, BYTES: 20 } as const;

/**
 * 4.2.4 `L`: a market participant's standing in a stock.
 *
 *     11     15      23        24     25      26
 *     | MPID | stock | primary | mode | state |
 */
export const ParticipantPosition = { MPID: 11, STOCK: 15, PRIMARY: 23, MODE: 24, STATE: 25, BYTES: 26 } as const;

/**
 * 4.2.5.1 `V`: the market-wide circuit breaker's levels, eight decimals each.
 *
 *     11              19              27              35
 *     | level 1 (u64) | level 2 (u64) | level 3 (u64) |
 */
export const DeclineLevels = { LEVEL_1: 11, LEVEL_2: 19, LEVEL_3: 27, BYTES: 35 } as const;

/**
 * 4.2.5.2 `W`: which of them was breached.
 *
 *     11      12
 *     | level |
 */
export const BreakerStatus = { LEVEL: 11, BYTES: 12 } as const;

/**
 * 4.2.6 `K`: when quoting of a new issue begins; seconds since midnight.
 *
 *     11      19                   23          24          28
 *     | stock | release time (u32) | qualifier | price u32 |
 */
export const IpoQuoting = { STOCK: 11, RELEASE_TIME: 19, QUALIFIER: 23, PRICE: 24, BYTES: 28 } as const;

/**
 * 4.2.7 `J`: the price range in which a paused stock may reopen.
 *
 *     11      19              23          27          31              35
 *     | stock | reference u32 | upper u32 | lower u32 | extension u32 |
 */
export const AuctionCollar = { STOCK: 11, REFERENCE: 19, UPPER: 23, LOWER: 27, EXTENSION: 31, BYTES: 35 } as const;

/**
 * 4.2.8 `h`: a halt of one market, not of the stock.
 *
 *     11      19       20       21
 *     | stock | market | action |
 */
export const OperationalHalt = { STOCK: 11, MARKET: 19, ACTION: 20, BYTES: 21 } as const;

/**
 * 4.3.1 `A` and 4.3.2 `F`: an order joins the book; `F` says whose it is.
 *
 *     11              19     20           24      32          36            40
 *     | reference u64 | side | shares u32 | stock | price u32 | attribution |
 */
export const AddOrder = { REFERENCE: 11, SIDE: 19, SHARES: 20, STOCK: 24, PRICE: 32, BYTES: 36 } as const;
export const AttributedAddOrder = { ATTRIBUTION: 36, BYTES: 40 } as const;

/**
 * 4.4.1 `E` and 4.4.2 `C`: an order traded, at its price or at another one.
 *
 *     11              19           23          31          32          36
 *     | reference u64 | shares u32 | match u64 | printable | price u32 |
 */
export const OrderExecuted = { REFERENCE: 11, SHARES: 19, MATCH: 23, BYTES: 31 } as const;
export const OrderExecutedWithPrice = { PRINTABLE: 31, PRICE: 32, BYTES: 36 } as const;

/**
 * 4.4.3 `X`: part of an order is cancelled.
 *
 *     11              19           23
 *     | reference u64 | shares u32 |
 */
export const OrderReduced = { REFERENCE: 11, SHARES: 19, BYTES: 23 } as const;

/**
 * 4.4.4 `D`: an order leaves the book.
 *
 *     11              19
 *     | reference u64 |
 */
export const OrderDeleted = { REFERENCE: 11, BYTES: 19 } as const;

/**
 * 4.4.5 `U`: an order leaves the book and another one of its stock and side joins it.
 *
 *     11             19            27           31          35
 *     | original u64 | new one u64 | shares u32 | price u32 |
 */
export const OrderReplaced = { REFERENCE: 11, NEW_REFERENCE: 19, SHARES: 27, PRICE: 31, BYTES: 35 } as const;

/**
 * 4.5.1 `P`: a trade with an order that was never displayed.
 *
 *     11              19     20           24      32          36          44
 *     | reference u64 | side | shares u32 | stock | price u32 | match u64 |
 */
export const Trade = { REFERENCE: 11, SIDE: 19, SHARES: 20, STOCK: 24, PRICE: 32, MATCH: 36, BYTES: 44 } as const;

/**
 * 4.5.2 `Q`: the bulk print of a cross.
 *
 *     11           19      27          31          39           40
 *     | shares u64 | stock | price u32 | match u64 | cross type |
 */
export const CrossTrade = { SHARES: 11, STOCK: 19, PRICE: 27, MATCH: 31, CROSS_TYPE: 39, BYTES: 40 } as const;

/**
 * 4.5.3 `B`: a trade was broken; the book does not change.
 *
 *     11          19
 *     | match u64 |
 */
export const BrokenTrade = { MATCH: 11, BYTES: 19 } as const;

/**
 * 4.6 `I`: what the next cross would be.
 *
 *     11           19              27          28      36        40         44              48           49          50
 *     | paired u64 | imbalance u64 | direction | stock | far u32 | near u32 | reference u32 | cross type | variation |
 */
export const Imbalance = {
  PAIRED: 11,
  IMBALANCE: 19,
  DIRECTION: 27,
  STOCK: 28,
  FAR: 36,
  NEAR: 40,
  REFERENCE: 44,
  CROSS_TYPE: 48,
  VARIATION: 49,
  BYTES: 50,
} as const;

/**
 * 4.7 `N`: on which sides retail price improvement is offered.
 *
 *     11      19         20
 *     | stock | interest |
 */
export const RetailInterest = { STOCK: 11, INTEREST: 19, BYTES: 20 } as const;

/**
 * 4.8 `O`: price discovery of a direct listing with capital raise. The near time is an u64 of nanoseconds.
 *
 *     11      19         20        24        28         32              40          44          48
 *     | stock | eligible | min u32 | max u32 | near u32 | near time u64 | lower u32 | upper u32 |
 */
export const CapitalRaise = {
  STOCK: 11,
  ELIGIBLE: 19,
  MINIMUM: 20,
  MAXIMUM: 24,
  NEAR: 28,
  NEAR_TIME: 32,
  LOWER: 40,
  UPPER: 44,
  BYTES: 48,
} as const;
