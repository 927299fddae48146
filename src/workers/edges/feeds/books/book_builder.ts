import * as itch from '../../../protocols/itch/layout.ts';
import { ItchType, lengthOfType } from '../../../protocols/itch/message_type.ts';
import { type BookView, makeBookView } from './book_view.ts';
import { type BookCounters, Fault, makeCounters } from './counters.ts';
import { type InstrumentStates, makeInstrumentStates } from './instruments.ts';
import * as layout from './layout.ts';
import { makeLevels } from './levels.ts';
import { makeLookAhead } from './look_ahead.ts';
import { allocateBooks, type BookLimits, clearBooks } from './memory.ts';
import { makeOrderStore, NO_ORDER } from './order_store.ts';
import { isPrice4, makePrices } from './prices.ts';
import { makeRestingOrders } from './resting_orders.ts';
import { makeTrades, type Trades } from './trades.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AddOrder, BrokenTrade, CrossTrade, Header, OrderDeleted, OrderExecuted, OrderExecutedWithPrice } = itch;
const { OrderReduced, OrderReplaced, Trade } = itch;
const { ADD, ADD_ATTRIBUTED, BROKEN_TRADE, CROSS_TRADE, DELETED, EXECUTED, EXECUTED_WITH_PRICE } = ItchType;
const { REDUCED, REPLACED, TRADE } = ItchType;
const { BAD_PRICE, BAD_SHARES, DUPLICATE_ADD, FINER_TICK, MALFORMED, OVER_CANCELLED, OVER_EXECUTED } = Fault;
const { UNKNOWN_ORDER, UNKNOWN_TRADE, UNKNOWN_TYPE } = Fault;
const { MAX_CROSS_SHARES, ORDER_SHIFT, PRICE4, SHARES, SIDE } = layout;
const lengths = lengthOfType;
const none = NO_ORDER;
const { LOCATE } = Header;
const LENGTH_BYTES = 2;
const BUY = 0x42;
const SELL = 0x53;
const NOT_PRINTABLE = 0x4e;
const HIGH = 2 ** 32;

/**
 * The books of all instruments of one ITCH feed, every order in its queue, from its messages in sequence. An instrument is
 * the stock locate of its messages; an order's later messages find it by reference and change the book that it is in.
 *
 * - What is traded is the executed part of open orders, trades with hidden orders, and crosses. Executions that are not
 *   printable come again in a cross's bulk print and are not counted as traded.
 * - A broken trade leaves the book alone and is taken out of the day's volume, not out of what was told since.
 * - Halts and crosses change no book: the venue deletes and adds what it means to.
 * - Everything that cannot be so is defined and counted: counters.ts. Nothing throws, and nothing allocates.
 */
export interface BookBuilder extends BookView {
  readonly counters: BookCounters;
  readonly trades: Trades;
  readonly instruments: InstrumentStates;
  /** One message, without its length. */
  onMessage(view: DataView, at: number, length: number): void;
  /**
   * Messages behind their two-byte lengths, as in files and MoldUDP64 packets. Answers with the place of what is cut off
   * by the end, or the end. A length of 0 is passed over.
   */
  onBlock(view: DataView, from: number, to: number): number;
  /** Forgets all: a new session, or a gap that cannot be filled. */
  clear(): void;
}

/**
 * Closures, not classes: with one builder a process the compiler takes its arrays for the constants that they are.
 * `looksAhead`: load what a block's messages will need before working on them. It pays where books miss the cache.
 */
export function makeBookBuilder(limits: BookLimits, looksAhead: boolean): BookBuilder {
  const memory = allocateBooks(limits);
  const { orders } = memory;
  const counters = makeCounters();
  const { messages, faults } = counters;
  const store = makeOrderStore(memory);
  const { find } = store;
  const levels = makeLevels(memory);
  const prices = makePrices(memory, levels, () => fault(FINER_TICK));
  const { add, remove, reduce, markChanged } = makeRestingOrders(memory, store, levels, prices, counters);
  const trades = makeTrades();
  const { add: addTrade, break: breakTrade } = trades;
  const instruments = makeInstrumentStates();
  const { isNamed, name, onMessage: onStanding } = instruments;
  const view = makeBookView(memory, levels, prices);
  const lookAhead = makeLookAhead(memory);

  function fault(which: number): void {
    faults[which]! += 1;
  }

  function onBlock(block: DataView, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const end = looksAhead ? lookAhead(block, at, to) : to;
      if (end === at) break;
      while (at + LENGTH_BYTES <= end) {
        const length = block.getUint16(at);
        if (at + LENGTH_BYTES + length > to) return at;
        if (length !== 0) onMessage(block, at + LENGTH_BYTES, length);
        at += LENGTH_BYTES + length;
      }
      if (!looksAhead) break;
    }
    return at;
  }

  function onMessage(block: DataView, at: number, length: number): void {
    const type = length === 0 ? 0 : block.getUint8(at);
    if (lengths[type] !== length || length === 0) {
      fault(length !== 0 && lengths[type] === 0 ? UNKNOWN_TYPE : MALFORMED);
      return;
    }
    messages[type]! += 1;
    switch (type) {
      case ADD:
      case ADD_ATTRIBUTED:
        onAdd(block, at);
        break;
      case DELETED:
        onDeleted(block, at);
        break;
      case EXECUTED:
        onExecuted(block, at);
        break;
      case EXECUTED_WITH_PRICE:
        onExecutedWithPrice(block, at);
        break;
      case REPLACED:
        onReplaced(block, at);
        break;
      case REDUCED:
        onReduced(block, at);
        break;
      case TRADE:
        onTrade(block, at);
        break;
      case CROSS_TRADE:
        onCross(block, at);
        break;
      case BROKEN_TRADE:
        if (!breakTrade(block.getInt32(at + BrokenTrade.MATCH), block.getInt32(at + BrokenTrade.MATCH + 4))) {
          fault(UNKNOWN_TRADE);
        }
        break;
      default:
        onStanding(block, at, length);
    }
  }

  function onAdd(block: DataView, at: number): void {
    const code = block.getUint8(at + AddOrder.SIDE);
    if (code !== BUY && code !== SELL) {
      fault(MALFORMED);
      return;
    }
    const instrument = block.getUint16(at + LOCATE);
    if (!isNamed(instrument)) name(instrument, block, at + AddOrder.STOCK);
    const high = block.getInt32(at + AddOrder.REFERENCE);
    const low = block.getInt32(at + AddOrder.REFERENCE + 4);
    const side = instrument * 2 + (code === SELL ? 1 : 0);
    enter(side, high, low, block.getInt32(at + AddOrder.SHARES), block.getInt32(at + AddOrder.PRICE));
  }

  /** Shares and price above 31 bits come as negative numbers, and go with the other bad ones. */
  function enter(side: number, high: number, low: number, shares: number, price4: number): void {
    if (shares <= 0) fault(BAD_SHARES);
    else if (!isPrice4(price4)) fault(BAD_PRICE);
    else if (find(high, low) !== none) fault(DUPLICATE_ADD);
    else add(high, low, side, shares, price4);
  }

  function onDeleted(block: DataView, at: number): void {
    const high = block.getInt32(at + OrderDeleted.REFERENCE);
    const low = block.getInt32(at + OrderDeleted.REFERENCE + 4);
    const order = find(high, low);
    if (order === none) fault(UNKNOWN_ORDER);
    else remove(order);
  }

  /** Takes up to `shares` off an order and answers with how many. `over` is counted when they were more than it had. */
  function takeOff(order: number, shares: number, over: number): number {
    const open = orders[(order << ORDER_SHIFT) + SHARES]!;
    if (shares >= 0 && shares < open) {
      reduce(order, shares);
      return shares;
    }
    if (shares !== open) fault(over);
    remove(order);
    return open;
  }

  function onReduced(block: DataView, at: number): void {
    const high = block.getInt32(at + OrderReduced.REFERENCE);
    const low = block.getInt32(at + OrderReduced.REFERENCE + 4);
    const order = find(high, low);
    if (order === none) fault(UNKNOWN_ORDER);
    else takeOff(order, block.getInt32(at + OrderReduced.SHARES), OVER_CANCELLED);
  }

  function onExecuted(block: DataView, at: number): void {
    const high = block.getInt32(at + OrderExecuted.REFERENCE);
    const low = block.getInt32(at + OrderExecuted.REFERENCE + 4);
    const order = find(high, low);
    if (order === none) {
      fault(UNKNOWN_ORDER);
      return;
    }
    const orderAt = order << ORDER_SHIFT;
    execute(block, at, order, orders[orderAt + SIDE]! >> 1, orders[orderAt + PRICE4]!);
  }

  function onExecutedWithPrice(block: DataView, at: number): void {
    const high = block.getInt32(at + OrderExecuted.REFERENCE);
    const low = block.getInt32(at + OrderExecuted.REFERENCE + 4);
    const order = find(high, low);
    if (order === none) {
      fault(UNKNOWN_ORDER);
      return;
    }
    if (block.getUint8(at + OrderExecutedWithPrice.PRINTABLE) === NOT_PRINTABLE) {
      takeOff(order, block.getInt32(at + OrderExecuted.SHARES), OVER_EXECUTED);
      return;
    }
    const instrument = orders[(order << ORDER_SHIFT) + SIDE]! >> 1;
    execute(block, at, order, instrument, block.getInt32(at + OrderExecutedWithPrice.PRICE));
  }

  function execute(block: DataView, at: number, order: number, instrument: number, price4: number): void {
    const shares = takeOff(order, block.getInt32(at + OrderExecuted.SHARES), OVER_EXECUTED);
    traded(block, at + OrderExecuted.MATCH, instrument, price4, shares);
  }

  function traded(block: DataView, matchAt: number, instrument: number, price4: number, shares: number): void {
    if (!isPrice4(price4)) {
      fault(BAD_PRICE);
      return;
    }
    addTrade(instrument, price4, shares, block.getInt32(matchAt), block.getInt32(matchAt + 4));
    markChanged(instrument);
  }

  function onReplaced(block: DataView, at: number): void {
    const high = block.getInt32(at + OrderReplaced.REFERENCE);
    const low = block.getInt32(at + OrderReplaced.REFERENCE + 4);
    const order = find(high, low);
    if (order === none) {
      fault(UNKNOWN_ORDER);
      return;
    }
    const side = orders[(order << ORDER_SHIFT) + SIDE]!;
    remove(order);
    const newHigh = block.getInt32(at + OrderReplaced.NEW_REFERENCE);
    const newLow = block.getInt32(at + OrderReplaced.NEW_REFERENCE + 4);
    enter(side, newHigh, newLow, block.getInt32(at + OrderReplaced.SHARES), block.getInt32(at + OrderReplaced.PRICE));
  }

  function onTrade(block: DataView, at: number): void {
    const instrument = block.getUint16(at + LOCATE);
    if (!isNamed(instrument)) name(instrument, block, at + Trade.STOCK);
    traded(block, at + Trade.MATCH, instrument, block.getInt32(at + Trade.PRICE), block.getUint32(at + Trade.SHARES));
  }

  function onCross(block: DataView, at: number): void {
    onStanding(block, at, CrossTrade.BYTES);
    const shares = block.getUint32(at + CrossTrade.SHARES) * HIGH + block.getUint32(at + CrossTrade.SHARES + 4);
    // A cross that did not happen is told with no shares, and may have no price.
    if (shares === 0) return;
    if (shares > MAX_CROSS_SHARES) {
      fault(BAD_SHARES);
      return;
    }
    const instrument = block.getUint16(at + LOCATE);
    traded(block, at + CrossTrade.MATCH, instrument, block.getInt32(at + CrossTrade.PRICE), shares);
  }

  function clear(): void {
    clearBooks(memory);
    trades.clear();
    instruments.clear();
  }

  return { counters, trades, instruments, onMessage, onBlock, clear, ...view };
}
