import * as layout from './layout.ts';

/** Character codes of the types. */
export const ItchType = {
  SYSTEM_EVENT: 0x53, // S
  STOCK_DIRECTORY: 0x52, // R
  TRADING_ACTION: 0x48, // H
  REG_SHO: 0x59, // Y
  PARTICIPANT_POSITION: 0x4c, // L
  DECLINE_LEVELS: 0x56, // V
  BREAKER_STATUS: 0x57, // W
  IPO_QUOTING: 0x4b, // K
  AUCTION_COLLAR: 0x4a, // J
  OPERATIONAL_HALT: 0x68, // h
  ADD: 0x41, // A
  ADD_ATTRIBUTED: 0x46, // F
  EXECUTED: 0x45, // E
  EXECUTED_WITH_PRICE: 0x43, // C
  REDUCED: 0x58, // X
  DELETED: 0x44, // D
  REPLACED: 0x55, // U
  TRADE: 0x50, // P
  CROSS_TRADE: 0x51, // Q
  BROKEN_TRADE: 0x42, // B
  IMBALANCE: 0x49, // I
  RETAIL_INTEREST: 0x4e, // N
  CAPITAL_RAISE: 0x4f, // O
} as const;

/** What people call them, and how long they are; in the order of the specification. */
export const MESSAGE_TYPES: readonly { readonly type: number; readonly name: string; readonly bytes: number }[] = [
  { type: ItchType.SYSTEM_EVENT, name: 'system event', bytes: layout.SystemEvent.BYTES },
  { type: ItchType.STOCK_DIRECTORY, name: 'stock directory', bytes: layout.StockDirectory.BYTES },
  { type: ItchType.TRADING_ACTION, name: 'trading action', bytes: layout.TradingAction.BYTES },
  { type: ItchType.REG_SHO, name: 'Reg SHO restriction', bytes: layout.RegSho.BYTES },
  { type: ItchType.PARTICIPANT_POSITION, name: 'participant position', bytes: layout.ParticipantPosition.BYTES },
  { type: ItchType.DECLINE_LEVELS, name: 'circuit breaker levels', bytes: layout.DeclineLevels.BYTES },
  { type: ItchType.BREAKER_STATUS, name: 'circuit breaker status', bytes: layout.BreakerStatus.BYTES },
  { type: ItchType.IPO_QUOTING, name: 'IPO quoting period', bytes: layout.IpoQuoting.BYTES },
  { type: ItchType.AUCTION_COLLAR, name: 'auction collar', bytes: layout.AuctionCollar.BYTES },
  { type: ItchType.OPERATIONAL_HALT, name: 'operational halt', bytes: layout.OperationalHalt.BYTES },
  { type: ItchType.ADD, name: 'add', bytes: layout.AddOrder.BYTES },
  { type: ItchType.ADD_ATTRIBUTED, name: 'attributed add', bytes: layout.AttributedAddOrder.BYTES },
  { type: ItchType.EXECUTED, name: 'executed', bytes: layout.OrderExecuted.BYTES },
  { type: ItchType.EXECUTED_WITH_PRICE, name: 'executed at a price', bytes: layout.OrderExecutedWithPrice.BYTES },
  { type: ItchType.REDUCED, name: 'reduced', bytes: layout.OrderReduced.BYTES },
  { type: ItchType.DELETED, name: 'deleted', bytes: layout.OrderDeleted.BYTES },
  { type: ItchType.REPLACED, name: 'replaced', bytes: layout.OrderReplaced.BYTES },
  { type: ItchType.TRADE, name: 'hidden trade', bytes: layout.Trade.BYTES },
  { type: ItchType.CROSS_TRADE, name: 'cross trade', bytes: layout.CrossTrade.BYTES },
  { type: ItchType.BROKEN_TRADE, name: 'broken trade', bytes: layout.BrokenTrade.BYTES },
  { type: ItchType.IMBALANCE, name: 'imbalance', bytes: layout.Imbalance.BYTES },
  { type: ItchType.RETAIL_INTEREST, name: 'retail interest', bytes: layout.RetailInterest.BYTES },
  { type: ItchType.CAPITAL_RAISE, name: 'capital raise', bytes: layout.CapitalRaise.BYTES },
];

/** By type: the length of its messages; 0 for what is no type. */
export const lengthOfType = new Uint8Array(256);
for (const { type, bytes } of MESSAGE_TYPES) lengthOfType[type] = bytes;
