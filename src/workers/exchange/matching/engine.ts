import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { BookSide } from './book_side.ts';
import type { EventBuffer } from './events.ts';
import { EventType } from './events.ts';
import {
  HEAD,
  ID_F64,
  KEY,
  LEVEL,
  LEVEL_SHIFT,
  LEVEL_SHIFT_F64,
  LOTS,
  MARKET_KEY,
  MAX_ORDER_LOTS,
  MAX_TICKS,
  NEXT,
  ORDER_SHIFT,
  ORDER_SHIFT_F64,
  OWNER,
  PREV,
  SIDE,
  TAIL,
  TOTAL_F64,
} from './layout.ts';
import { LevelPool } from './level_pool.ts';
import { OrderStore } from './order_store.ts';

/** `ticks` of a market order. */
export const MARKET = 0;

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
export class MatchingEngine {
  readonly instruments: number;
  private readonly events: EventBuffer;
  private readonly orders: OrderStore;
  private readonly levels: LevelPool;
  /** Two an instrument: bids, asks. */
  private readonly sides: BookSide[] = [];

  constructor(instruments: number, orderCapacity: number, events: EventBuffer) {
    this.instruments = instruments;
    this.events = events;
    this.orders = new OrderStore(orderCapacity);
    this.levels = new LevelPool(orderCapacity);
    for (let side = 0; side < instruments * 2; side++) this.sides.push(new BookSide(side, this.levels));
  }

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
  ): number {
    const reason = this.refusal(instrument, id, ticks, lots, displayLots);
    if (reason !== VenueReason.NONE) {
      const code = EventType.REJECTED | (side << 8) | (reason << 16);
      this.events.emit(code, instrument, owner, 0, lots, ticks, 0, 0, id, 0);
      return reason;
    }
    const sideIndex = instrument * 2 + (side === Side.BUY ? 0 : 1);
    const key = ticks === MARKET ? MARKET_KEY : side === Side.BUY ? ticks : -ticks;
    const opposite = this.sides[sideIndex ^ 1]!;
    const rests = ticks !== MARKET && timeInForce !== TimeInForce.IOC && timeInForce !== TimeInForce.FOK;
    const code = EventType.ACCEPTED | (side << 8);
    if (rests && key + opposite.best < 0) {
      const shown = displayLots !== 0 && displayLots < lots ? displayLots : lots;
      this.rest(sideIndex, id, owner, key, lots, shown, displayLots);
      this.events.emit(code, instrument, owner, 0, lots, ticks, lots, shown, id, 0);
      return VenueReason.NONE;
    }
    this.events.emit(code, instrument, owner, 0, lots, ticks, lots, 0, id, 0);
    const fillable = timeInForce !== TimeInForce.FOK || this.canFill(opposite, key, lots);
    const leaves = fillable ? this.match(opposite, instrument, id, owner, side, key, lots) : lots;
    if (leaves > 0) {
      if (rests) this.restRemainder(sideIndex, instrument, id, owner, side, key, leaves, displayLots);
      else this.expire(instrument, id, owner, side, ticks, leaves);
    }
    return VenueReason.NONE;
  }

  /** Answers with the lots taken out of the book, or 0 when the order is not in it. */
  cancel(id: number, owner: number): number {
    const order = this.orders.find(id);
    if (order === 0) {
      this.refuseChange(EventType.CANCEL_REJECTED, VenueReason.UNKNOWN_ORDER, id, owner);
      return 0;
    }
    const leaves = this.leavesOf(order);
    this.emitChange(EventType.CANCELLED, order, leaves, 0, 0);
    this.remove(order);
    return leaves;
  }

  /** Takes lots off an order, hidden ones first, without loss of priority; all of them is a cancel. */
  reduce(id: number, lots: number, owner: number): number {
    const order = this.orders.find(id);
    if (order === 0) {
      this.refuseChange(EventType.CANCEL_REJECTED, VenueReason.UNKNOWN_ORDER, id, owner);
      return 0;
    }
    if (lots >= this.leavesOf(order)) return this.cancel(id, owner);
    this.reduceInPlace(order, lots);
    return lots;
  }

  /** New price and new open quantity. Answers with a VenueReason. */
  replace(id: number, ticks: number, lots: number, owner: number): number {
    const order = this.orders.find(id);
    let reason: number = VenueReason.NONE;
    if (order === 0) reason = VenueReason.UNKNOWN_ORDER;
    else if (!(lots > 0 && lots <= MAX_ORDER_LOTS)) reason = VenueReason.BAD_QUANTITY;
    else if (!(ticks > 0 && ticks <= MAX_TICKS)) reason = VenueReason.BAD_PRICE;
    if (reason !== VenueReason.NONE) {
      this.refuseChange(EventType.REPLACE_REJECTED, reason, id, owner);
      return reason;
    }
    const levelAt = this.orders.words[(order << ORDER_SHIFT) + LEVEL]! << LEVEL_SHIFT;
    const sideIndex = this.levels.words[levelAt + SIDE]!;
    const key = (sideIndex & 1) === 0 ? ticks : -ticks;
    const leaves = this.leavesOf(order);
    if (key === this.levels.words[levelAt + KEY] && lots <= leaves) {
      this.reduceInPlace(order, leaves - lots);
      return VenueReason.NONE;
    }
    this.moveOrder(order, sideIndex, id, key, lots);
    return VenueReason.NONE;
  }

  bestTicks(instrument: number, side: number): number {
    const book = this.sides[instrument * 2 + (side === Side.BUY ? 0 : 1)]!;
    return book.bestLevel === 0 ? 0 : side === Side.BUY ? book.best : -book.best;
  }

  /** Displayed lots at the best price. */
  bestLots(instrument: number, side: number): number {
    const level = this.sides[instrument * 2 + (side === Side.BUY ? 0 : 1)]!.bestLevel;
    return level === 0 ? 0 : this.levels.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]!;
  }

  get orderCount(): number {
    return this.orders.count;
  }

  /** Displayed and hidden lots of a resting order; 0 when it is not in the book. */
  openLots(id: number): number {
    const order = this.orders.find(id);
    return order === 0 ? 0 : this.leavesOf(order);
  }

  /** For inspection, not for the hot path: every order of a side, best level first, front of the queue first. */
  visitOrders(
    instrument: number,
    side: number,
    visit: (ticks: number, id: number, displayed: number, hidden: number, owner: number) => void,
  ): void {
    const book = this.sides[instrument * 2 + (side === Side.BUY ? 0 : 1)]!;
    const words = this.orders.words;
    for (let level = book.bestLevel; level !== 0; level = book.next(level)) {
      const key = this.levels.words[(level << LEVEL_SHIFT) + KEY]!;
      let order = this.levels.words[(level << LEVEL_SHIFT) + HEAD]!;
      for (; order !== 0; order = words[(order << ORDER_SHIFT) + NEXT]!) {
        const at = order << ORDER_SHIFT;
        visit(Math.abs(key), this.idOf(order), words[at + LOTS]!, this.orders.hidden[order]!, words[at + OWNER]!);
      }
    }
  }

  private refusal(instrument: number, id: number, ticks: number, lots: number, displayLots: number): number {
    if (!(instrument >= 0 && instrument < this.instruments)) return VenueReason.UNKNOWN_INSTRUMENT;
    // Whole numbers only: a fraction would be cut off silently by the integer records.
    if (!(lots > 0 && lots <= MAX_ORDER_LOTS) || (lots | 0) !== lots) return VenueReason.BAD_QUANTITY;
    if (!(displayLots >= 0 && displayLots <= MAX_ORDER_LOTS) || (displayLots | 0) !== displayLots)
      return VenueReason.BAD_QUANTITY;
    if (!(ticks >= 0 && ticks <= MAX_TICKS) || (ticks | 0) !== ticks) return VenueReason.BAD_PRICE;
    if (this.orders.count === this.orders.capacity) return VenueReason.BOOK_FULL;
    if (this.orders.find(id) !== 0) return VenueReason.DUPLICATE;
    return VenueReason.NONE;
  }

  /** Trades against the opposite side while prices cross; answers with what is left. */
  private match(
    opposite: BookSide,
    instrument: number,
    id: number,
    owner: number,
    side: number,
    key: number,
    lots: number,
  ): number {
    const words = this.orders.words;
    const levelWords = this.levels.words;
    const totals = this.levels.totals;
    const hidden = this.orders.hidden;
    const code = EventType.FILLED | (side << 8);
    let leaves = lots;
    while (leaves > 0 && key + opposite.best >= 0) {
      const level = opposite.bestLevel;
      const ticks = side === Side.BUY ? -opposite.best : opposite.best;
      const maker = levelWords[(level << LEVEL_SHIFT) + HEAD]!;
      const at = maker << ORDER_SHIFT;
      const makerLots = words[at + LOTS]!;
      const traded = Math.min(makerLots, leaves);
      leaves -= traded;
      const shownLeft = makerLots - traded;
      words[at + LOTS] = shownLeft;
      totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! -= traded;
      const makerLeaves = shownLeft + hidden[maker]!;
      const makerId = this.idOf(maker);
      this.events.emit(code, instrument, owner, words[at + OWNER]!, traded, ticks, leaves, makerLeaves, id, makerId);
      if (makerLeaves === 0) this.remove(maker);
      else if (shownLeft === 0) this.refresh(maker, level);
    }
    return leaves;
  }

  private canFill(opposite: BookSide, key: number, lots: number): boolean {
    let wanted = lots;
    for (let level = opposite.bestLevel; level !== 0; level = opposite.next(level)) {
      if (key + this.levels.words[(level << LEVEL_SHIFT) + KEY]! < 0) return false;
      wanted -= this.levels.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! + this.levels.hidden[level]!;
      if (wanted <= 0) return true;
    }
    return false;
  }

  private rest(
    sideIndex: number,
    id: number,
    owner: number,
    key: number,
    lots: number,
    shown: number,
    display: number,
  ): void {
    const order = this.orders.take(id);
    const level = this.sides[sideIndex]!.levelFor(key);
    const at = order << ORDER_SHIFT;
    const words = this.orders.words;
    words[at + LEVEL] = level;
    words[at + LOTS] = shown;
    words[at + OWNER] = owner;
    this.orders.hidden[order] = lots - shown;
    this.orders.display[order] = display;
    this.levels.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! += shown;
    if (lots !== shown) this.levels.hidden[level]! += lots - shown;
    this.append(order, level);
  }

  private restRemainder(
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
    this.rest(sideIndex, id, owner, key, lots, shown, display);
    const code = EventType.RESTED | (side << 8);
    this.events.emit(code, instrument, owner, 0, lots, side === Side.BUY ? key : -key, lots, shown, id, 0);
  }

  private expire(instrument: number, id: number, owner: number, side: number, ticks: number, leaves: number): void {
    const code = EventType.EXPIRED | (side << 8) | (VenueReason.NO_LIQUIDITY << 16);
    this.events.emit(code, instrument, owner, 0, leaves, ticks, 0, 0, id, 0);
  }

  private append(order: number, level: number): void {
    const words = this.orders.words;
    const levelWords = this.levels.words;
    const at = order << ORDER_SHIFT;
    const levelAt = level << LEVEL_SHIFT;
    const tail = levelWords[levelAt + TAIL]!;
    words[at + NEXT] = 0;
    words[at + PREV] = tail;
    if (tail === 0) levelWords[levelAt + HEAD] = order;
    else words[(tail << ORDER_SHIFT) + NEXT] = order;
    levelWords[levelAt + TAIL] = order;
  }

  private unlink(order: number, level: number): void {
    const words = this.orders.words;
    const levelWords = this.levels.words;
    const at = order << ORDER_SHIFT;
    const next = words[at + NEXT]!;
    const previous = words[at + PREV]!;
    if (previous === 0) levelWords[(level << LEVEL_SHIFT) + HEAD] = next;
    else words[(previous << ORDER_SHIFT) + NEXT] = next;
    if (next === 0) levelWords[(level << LEVEL_SHIFT) + TAIL] = previous;
    else words[(next << ORDER_SHIFT) + PREV] = previous;
  }

  /** Out of its level, the level out of the book when it was the last, and the record back to the store. */
  private remove(order: number): void {
    const at = order << ORDER_SHIFT;
    const level = this.orders.words[at + LEVEL]!;
    const levelAt = level << LEVEL_SHIFT;
    this.unlink(order, level);
    if (this.levels.words[levelAt + HEAD] === 0) {
      this.sides[this.levels.words[levelAt + SIDE]!]!.close(level);
    } else {
      this.levels.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! -= this.orders.words[at + LOTS]!;
      const hidden = this.orders.hidden[order]!;
      if (hidden !== 0) this.levels.hidden[level]! -= hidden;
    }
    this.orders.give(order);
  }

  private refresh(order: number, level: number): void {
    const hidden = this.orders.hidden[order]!;
    const display = this.orders.display[order]!;
    const shown = Math.min(display, hidden);
    this.orders.hidden[order] = hidden - shown;
    this.orders.words[(order << ORDER_SHIFT) + LOTS] = shown;
    this.levels.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! += shown;
    this.levels.hidden[level]! -= shown;
    this.unlink(order, level);
    this.append(order, level);
    this.emitChange(EventType.REFRESHED, order, shown, hidden, shown);
  }

  private reduceInPlace(order: number, lots: number): void {
    const at = (order << ORDER_SHIFT) + LOTS;
    const level = this.orders.words[(order << ORDER_SHIFT) + LEVEL]!;
    const hidden = this.orders.hidden[order]!;
    const fromHidden = Math.min(lots, hidden);
    const fromShown = lots - fromHidden;
    const shown = this.orders.words[at]! - fromShown;
    this.orders.words[at] = shown;
    this.levels.totals[(level << LEVEL_SHIFT_F64) + TOTAL_F64]! -= fromShown;
    if (fromHidden !== 0) {
      this.orders.hidden[order] = hidden - fromHidden;
      this.levels.hidden[level]! -= fromHidden;
    }
    this.emitChange(EventType.REDUCED, order, lots, shown + hidden - fromHidden, shown);
  }

  /** A replace that loses priority: out of the book, and in again as if new, with the same id, owner and display. */
  private moveOrder(order: number, sideIndex: number, id: number, key: number, lots: number): void {
    const owner = this.orders.words[(order << ORDER_SHIFT) + OWNER]!;
    const display = this.orders.display[order]!;
    const side = (sideIndex & 1) === 0 ? Side.BUY : Side.SELL;
    const instrument = sideIndex >> 1;
    const code = EventType.REPLACED | (side << 8);
    this.remove(order);
    this.events.emit(code, instrument, owner, 0, lots, side === Side.BUY ? key : -key, lots, 0, id, 0);
    const leaves = this.match(this.sides[sideIndex ^ 1]!, instrument, id, owner, side, key, lots);
    if (leaves > 0) this.restRemainder(sideIndex, instrument, id, owner, side, key, leaves, display);
  }

  private emitChange(type: number, order: number, lots: number, leaves: number, displayed: number): void {
    const at = order << ORDER_SHIFT;
    const levelAt = this.orders.words[at + LEVEL]! << LEVEL_SHIFT;
    const sideIndex = this.levels.words[levelAt + SIDE]!;
    const side = (sideIndex & 1) === 0 ? Side.BUY : Side.SELL;
    const key = this.levels.words[levelAt + KEY]!;
    const ticks = side === Side.BUY ? key : -key;
    const owner = this.orders.words[at + OWNER]!;
    this.events.emit(type | (side << 8), sideIndex >> 1, owner, 0, lots, ticks, leaves, displayed, this.idOf(order), 0);
  }

  private refuseChange(type: number, reason: number, id: number, owner: number): void {
    this.events.emit(type | (reason << 16), -1, owner, 0, 0, 0, 0, 0, id, 0);
  }

  private leavesOf(order: number): number {
    return this.orders.words[(order << ORDER_SHIFT) + LOTS]! + this.orders.hidden[order]!;
  }

  private idOf(order: number): number {
    return this.orders.ids[(order << ORDER_SHIFT_F64) + ID_F64]!;
  }
}
