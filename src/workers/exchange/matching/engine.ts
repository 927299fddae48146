import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { makeBooks } from './books.ts';
import { EventType } from './event_layout.ts';
import type { EventBuffer } from './events.ts';
import * as layout from './layout.ts';
import { makeOrderStore } from './order_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { BEST, BEST_LEVEL, HEAD, ID_F64, KEY, LEVEL, LEVEL_SHIFT, LEVEL_SHIFT_F64, LOTS, MARKET_KEY } = layout;
const { MAX_ORDER_LOTS, MAX_TICKS, NEXT, ORDER_SHIFT, ORDER_SHIFT_F64, OWNER, PREV, SIDE, STATE_SHIFT } = layout;
const { ICEBERG, TAIL, TOTAL_F64 } = layout;
const { ACCEPTED, CANCELLED, CANCEL_REJECTED, EXPIRED, FILLED, REDUCED, REFRESHED, REJECTED } = EventType;
const { REPLACED, REPLACE_REJECTED, RESTED } = EventType;
const { BAD_PRICE, BAD_QUANTITY, BOOK_FULL, DUPLICATE, NO_LIQUIDITY, NONE } = VenueReason;
const { UNKNOWN_INSTRUMENT, UNKNOWN_ORDER } = VenueReason;
const { BUY, SELL } = Side;
const { FOK, IOC } = TimeInForce;

/** `ticks` of a market order. */
export const MARKET = 0;
const MARKET_TICKS = MARKET;

/**
 * Books of one exchange, one an instrument, matched by price, then time. It knows no clock, thread or socket.
 *
 * - A fill is at the resting order's price. Orders of one owner trade with each other like any others.
 * - An iceberg shows `displayLots` at a time. When the shown part is used up, the next joins the end of its level's
 *   queue; hidden lots trade only once shown. A fall in quantity takes hidden lots first.
 * - A replace keeps its place only when the price stays and the quantity does not rise.
 * - A market order trades with what there is and the rest expires. FOK trades wholly, hidden lots included, or not at all.
 * - Memory is fixed: an order that finds no free record is rejected, even one that might have traded without resting.
 */
export interface MatchingEngine {
  readonly instruments: number;
  /** Answers with a VenueReason: NONE when accepted. `displayLots` 0 shows everything. */
  newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number;
  /** Answers with the lots taken out of the book, or 0 when the order is not in it. */
  cancel(id: number, owner: number): number;
  /** Takes lots off an order, hidden ones first, without loss of priority; all of them is a cancel. */
  reduce(id: number, lots: number, owner: number): number;
  /** New price and new open quantity. Answers with a VenueReason. */
  replace(id: number, ticks: number, lots: number, owner: number): number;
  bestTicks(instrument: number, side: number): number;
  /** Displayed lots at the best price. */
  bestLots(instrument: number, side: number): number;
  orderCount(): number;
  /** Displayed and hidden lots of a resting order; 0 when it is not in the book. */
  openLots(id: number): number;
  /** For inspection, not for the hot path: every order of a side, best level first, front of the queue first. */
  visitOrders(instrument: number, side: number, visit: OrderVisitor): void;
}

export type OrderVisitor = (ticks: number, id: number, displayed: number, hidden: number, owner: number) => void;

/**
 * The engine is a closure, not a class: with one engine a process the compiler takes its arrays for the constants that
 * they are, instead of loading and checking them at every access.
 */
export function makeMatchingEngine(instruments: number, orderCapacity: number, events: EventBuffer): MatchingEngine {
  const orders = makeOrderStore(orderCapacity);
  const books = makeBooks(instruments * 2, orderCapacity);
  const { words, ids, hidden: hiddenOf, display: displayOf } = orders;
  const { words: levelWords, totals, hidden: levelHidden, state } = books;
  const { emit } = events;

  function newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number {
    const reason = refusal(instrument, id, ticks, lots, displayLots);
    if (reason !== NONE) {
      const code = REJECTED | (side << 8) | (reason << 16);
      emit(code, instrument, owner, 0, lots, ticks, 0, 0, id, 0);
      return reason;
    }
    const sideIndex = sideIndexOf(instrument, side);
    const key = ticks === MARKET_TICKS ? MARKET_KEY : side === BUY ? ticks : -ticks;
    const opposite = sideIndex ^ 1;
    const oppositeBest = state[(opposite << STATE_SHIFT) + BEST]!;
    const rests = ticks !== MARKET_TICKS && timeInForce !== IOC && timeInForce !== FOK;
    const code = ACCEPTED | (side << 8);
    if (rests && key + oppositeBest < 0) {
      const shown = displayLots !== 0 && displayLots < lots ? displayLots : lots;
      rest(sideIndex, id, owner, key, lots, shown, displayLots);
      emit(code, instrument, owner, 0, lots, ticks, lots, shown, id, 0);
      return NONE;
    }
    emit(code, instrument, owner, 0, lots, ticks, lots, 0, id, 0);
    const fillable = timeInForce !== FOK || canFill(opposite, key, lots);
    const leaves = fillable ? match(opposite, instrument, id, owner, side, key, lots) : lots;
    if (leaves > 0) {
      if (rests) restRemainder(sideIndex, instrument, id, owner, side, key, leaves, displayLots);
      else expire(instrument, id, owner, side, ticks, leaves);
    }
    return NONE;
  }

  function cancel(id: number, owner: number): number {
    const order = orders.find(id);
    if (order === 0) {
      refuseChange(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
      return 0;
    }
    const leaves = leavesOf(order);
    emitChange(CANCELLED, order, leaves, 0, 0);
    remove(order);
    return leaves;
  }

  function reduce(id: number, lots: number, owner: number): number {
    const order = orders.find(id);
    if (order === 0) {
      refuseChange(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
      return 0;
    }
    if (lots >= leavesOf(order)) return cancel(id, owner);
    reduceInPlace(order, lots);
    return lots;
  }

  function replace(id: number, ticks: number, lots: number, owner: number): number {
    const order = orders.find(id);
    let reason: number = NONE;
    if (order === 0) reason = UNKNOWN_ORDER;
    else if (!(lots > 0 && lots <= MAX_ORDER_LOTS)) reason = BAD_QUANTITY;
    else if (!(ticks > 0 && ticks <= MAX_TICKS)) reason = BAD_PRICE;
    if (reason !== NONE) {
      refuseChange(REPLACE_REJECTED, reason, id, owner);
      return reason;
    }
    const levelAt = words[(order << ORDER_SHIFT) + LEVEL]! << LEVEL_SHIFT;
    const sideIndex = levelWords[levelAt + SIDE]!;
    const key = (sideIndex & 1) === 0 ? ticks : -ticks;
    const leaves = leavesOf(order);
    if (key === levelWords[levelAt + KEY] && lots <= leaves) {
      reduceInPlace(order, leaves - lots);
      return NONE;
    }
    moveOrder(order, sideIndex, id, key, lots);
    return NONE;
  }

  function bestTicks(instrument: number, side: number): number {
    const at = sideIndexOf(instrument, side) << STATE_SHIFT;
    const best = state[at + BEST]!;
    return state[at + BEST_LEVEL] === 0 ? 0 : side === BUY ? best : -best;
  }

  function bestLots(instrument: number, side: number): number {
    const level = state[(sideIndexOf(instrument, side) << STATE_SHIFT) + BEST_LEVEL]!;
    return level === 0 ? 0 : totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]!;
  }

  function openLots(id: number): number {
    const order = orders.find(id);
    return order === 0 ? 0 : leavesOf(order);
  }

  function visitOrders(instrument: number, side: number, visit: OrderVisitor): void {
    const sideIndex = sideIndexOf(instrument, side);
    const best = state[(sideIndex << STATE_SHIFT) + BEST_LEVEL]!;
    for (let level = best; level !== 0; level = books.next(sideIndex, level)) {
      const key = levelWords[(level << LEVEL_SHIFT) + KEY]!;
      let order = levelWords[(level << LEVEL_SHIFT) + HEAD]!;
      for (; order !== 0; order = words[(order << ORDER_SHIFT) + NEXT]!) {
        const at = order << ORDER_SHIFT;
        visit(Math.abs(key), idOf(order), words[at + LOTS]!, hiddenLots(order), ownerOf(order));
      }
    }
  }

  function refusal(instrument: number, id: number, ticks: number, lots: number, displayLots: number): number {
    if (!(instrument >= 0 && instrument < instruments)) return UNKNOWN_INSTRUMENT;
    // Whole numbers only: a fraction would be cut off silently by the integer records.
    if (!(lots > 0 && lots <= MAX_ORDER_LOTS) || (lots | 0) !== lots) return BAD_QUANTITY;
    if (!(displayLots >= 0 && displayLots <= MAX_ORDER_LOTS) || (displayLots | 0) !== displayLots) return BAD_QUANTITY;
    if (!(ticks >= 0 && ticks <= MAX_TICKS) || (ticks | 0) !== ticks) return BAD_PRICE;
    if (orders.count() === orders.capacity) return BOOK_FULL;
    if (orders.find(id) !== 0) return DUPLICATE;
    return NONE;
  }

  /** Trades against the opposite side while prices cross; answers with what is left. */
  function match(
    opposite: number,
    instrument: number,
    id: number,
    owner: number,
    side: number,
    key: number,
    lots: number,
  ): number {
    const code = FILLED | (side << 8);
    let leaves = lots;
    const at = opposite << STATE_SHIFT;
    while (leaves > 0 && key + state[at + BEST]! >= 0) {
      const level = state[at + BEST_LEVEL]!;
      const best = state[at + BEST]!;
      const ticks = side === BUY ? -best : best;
      const maker = levelWords[(level << LEVEL_SHIFT) + HEAD]!;
      const makerAt = maker << ORDER_SHIFT;
      const makerLots = words[makerAt + LOTS]!;
      const traded = Math.min(makerLots, leaves);
      leaves -= traded;
      const shownLeft = makerLots - traded;
      words[makerAt + LOTS] = shownLeft;
      totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! -= traded;
      const makerLeaves = shownLeft + hiddenLots(maker);
      const makerId = idOf(maker);
      emit(code, instrument, owner, ownerOf(maker), traded, ticks, leaves, makerLeaves, id, makerId);
      if (makerLeaves === 0) remove(maker);
      else if (shownLeft === 0) refresh(maker, level);
    }
    return leaves;
  }

  function canFill(opposite: number, key: number, lots: number): boolean {
    let wanted = lots;
    const best = state[(opposite << STATE_SHIFT) + BEST_LEVEL]!;
    for (let level = best; level !== 0; level = books.next(opposite, level)) {
      if (key + levelWords[(level << LEVEL_SHIFT) + KEY]! < 0) return false;
      wanted -= totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! + levelHidden[level]!;
      if (wanted <= 0) return true;
    }
    return false;
  }

  function rest(
    sideIndex: number,
    id: number,
    owner: number,
    key: number,
    lots: number,
    shown: number,
    display: number,
  ): void {
    const order = orders.take(id);
    const level = books.levelFor(sideIndex, key);
    const at = order << ORDER_SHIFT;
    words[at + LEVEL] = level;
    words[at + LOTS] = shown;
    words[at + OWNER] = display === 0 ? owner : owner | ICEBERG;
    if (display !== 0) {
      hiddenOf[order] = lots - shown;
      displayOf[order] = display;
    }
    totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! += shown;
    if (lots !== shown) levelHidden[level]! += lots - shown;
    append(order, level);
  }

  function restRemainder(
    sideIndex: number,
    instrument: number,
    id: number,
    owner: number,
    side: number,
    key: number,
    lots: number,
    display: number,
  ): void {
    const shown = display !== 0 && display < lots ? display : lots;
    rest(sideIndex, id, owner, key, lots, shown, display);
    const code = RESTED | (side << 8);
    emit(code, instrument, owner, 0, lots, side === BUY ? key : -key, lots, shown, id, 0);
  }

  function expire(instrument: number, id: number, owner: number, side: number, ticks: number, leaves: number): void {
    const code = EXPIRED | (side << 8) | (NO_LIQUIDITY << 16);
    emit(code, instrument, owner, 0, leaves, ticks, 0, 0, id, 0);
  }

  function append(order: number, level: number): void {
    const at = order << ORDER_SHIFT;
    const levelAt = level << LEVEL_SHIFT;
    const tail = levelWords[levelAt + TAIL]!;
    words[at + NEXT] = 0;
    words[at + PREV] = tail;
    if (tail === 0) levelWords[levelAt + HEAD] = order;
    else words[(tail << ORDER_SHIFT) + NEXT] = order;
    levelWords[levelAt + TAIL] = order;
  }

  function unlink(order: number, level: number): void {
    const at = order << ORDER_SHIFT;
    const next = words[at + NEXT]!;
    const previous = words[at + PREV]!;
    if (previous === 0) levelWords[(level << LEVEL_SHIFT) + HEAD] = next;
    else words[(previous << ORDER_SHIFT) + NEXT] = next;
    if (next === 0) levelWords[(level << LEVEL_SHIFT) + TAIL] = previous;
    else words[(next << ORDER_SHIFT) + PREV] = previous;
  }

  /** Out of its level, the level out of the book when it was the last, and the record back to the store. */
  function remove(order: number): void {
    const at = order << ORDER_SHIFT;
    const level = words[at + LEVEL]!;
    const levelAt = level << LEVEL_SHIFT;
    unlink(order, level);
    if (levelWords[levelAt + HEAD] === 0) {
      books.close(level);
    } else {
      totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! -= words[at + LOTS]!;
      const hidden = hiddenLots(order);
      if (hidden !== 0) levelHidden[level]! -= hidden;
    }
    orders.give(order);
  }

  function refresh(order: number, level: number): void {
    const hidden = hiddenOf[order]!;
    const display = displayOf[order]!;
    const shown = Math.min(display, hidden);
    hiddenOf[order] = hidden - shown;
    words[(order << ORDER_SHIFT) + LOTS] = shown;
    totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! += shown;
    levelHidden[level]! -= shown;
    unlink(order, level);
    append(order, level);
    emitChange(REFRESHED, order, shown, hidden, shown);
  }

  function reduceInPlace(order: number, lots: number): void {
    const at = (order << ORDER_SHIFT) + LOTS;
    const level = words[(order << ORDER_SHIFT) + LEVEL]!;
    const hidden = hiddenLots(order);
    const fromHidden = Math.min(lots, hidden);
    const fromShown = lots - fromHidden;
    const shown = words[at]! - fromShown;
    words[at] = shown;
    totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! -= fromShown;
    if (fromHidden !== 0) {
      hiddenOf[order] = hidden - fromHidden;
      levelHidden[level]! -= fromHidden;
    }
    emitChange(REDUCED, order, lots, shown + hidden - fromHidden, shown);
  }

  /** A replace that loses priority: out of the book, and in again as if new, with the same id, owner and display. */
  function moveOrder(order: number, sideIndex: number, id: number, key: number, lots: number): void {
    const owner = ownerOf(order);
    const display = words[(order << ORDER_SHIFT) + OWNER]! < 0 ? displayOf[order]! : 0;
    const side = (sideIndex & 1) === 0 ? BUY : SELL;
    const instrument = sideIndex >> 1;
    const code = REPLACED | (side << 8);
    remove(order);
    emit(code, instrument, owner, 0, lots, side === BUY ? key : -key, lots, 0, id, 0);
    const leaves = match(sideIndex ^ 1, instrument, id, owner, side, key, lots);
    if (leaves > 0) restRemainder(sideIndex, instrument, id, owner, side, key, leaves, display);
  }

  function emitChange(type: number, order: number, lots: number, leaves: number, displayed: number): void {
    const at = order << ORDER_SHIFT;
    const levelAt = words[at + LEVEL]! << LEVEL_SHIFT;
    const sideIndex = levelWords[levelAt + SIDE]!;
    const side = (sideIndex & 1) === 0 ? BUY : SELL;
    const key = levelWords[levelAt + KEY]!;
    const ticks = side === BUY ? key : -key;
    const owner = ownerOf(order);
    emit(type | (side << 8), sideIndex >> 1, owner, 0, lots, ticks, leaves, displayed, idOf(order), 0);
  }

  function refuseChange(type: number, reason: number, id: number, owner: number): void {
    emit(type | (reason << 16), -1, owner, 0, 0, 0, 0, 0, id, 0);
  }

  function leavesOf(order: number): number {
    return words[(order << ORDER_SHIFT) + LOTS]! + hiddenLots(order);
  }

  /** Only icebergs have an entry in the arrays beside the records: the others must not fetch two more cache lines. */
  function hiddenLots(order: number): number {
    return words[(order << ORDER_SHIFT) + OWNER]! < 0 ? hiddenOf[order]! : 0;
  }

  function ownerOf(order: number): number {
    return words[(order << ORDER_SHIFT) + OWNER]! & ~ICEBERG;
  }

  function idOf(order: number): number {
    return ids[(order << ORDER_SHIFT_F64) + ID_F64]!;
  }

  return {
    instruments,
    newOrder,
    cancel,
    reduce,
    replace,
    bestTicks,
    bestLots,
    orderCount: orders.count,
    openLots,
    visitOrders,
  };
}

function sideIndexOf(instrument: number, side: number): number {
  return instrument * 2 + (side === BUY ? 0 : 1);
}
