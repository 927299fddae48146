import { type CallBook, makeCallBook } from '../auctions/call_book.ts';
import { makeArrivals } from './arrivals.ts';
import { type BookView, makeBookView } from './book_view.ts';
import { makeChanges } from './changes.ts';
import type { EventBuffer } from './events.ts';
import { makeLevels } from './levels.ts';
import { makeMatcher } from './matcher.ts';
import { allocateBooks } from './memory.ts';
import { makeNewOrders, type NewOrders } from './new_orders.ts';
import { makeOrderEvents } from './order_events.ts';
import { makeOrderStore } from './order_store.ts';
import { makePreventingMatcher } from './preventing_matcher.ts';
import { makeRestingOrders } from './resting_orders.ts';
import { SelfTrade, type SelfTradePrevention } from './self_trade.ts';

/**
 * Books of one exchange, one an instrument, matched by price, then time. It knows no clock, thread or socket.
 *
 * - A fill is at the resting order's price. Orders of one owner trade with each other unless self-trade prevention is on.
 * - An iceberg shows `displayLots` at a time. When the shown part is used up, the next joins the end of its level's
 *   queue; hidden lots trade only once shown. A fall in quantity takes hidden lots first.
 * - A replace keeps its place only when the price stays and the quantity does not rise.
 * - A market order trades with what there is and the rest expires. FOK trades wholly, hidden lots included, or not at all.
 * - Memory is fixed: an order that finds no free record is rejected, even one that might have traded without resting.
 */
export interface MatchingEngine extends BookView {
  readonly instruments: number;
  /**
   * Answers with a VenueReason: NONE when accepted. `displayLots` 0 shows everything. No fill is smaller than
   * `minimumLots` where an engine has minimum quantities: see its own rules.
   */
  newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
    minimumLots?: number,
  ): number;
  /** Answers with the lots taken out of the book, or 0 when the order is not in it. */
  cancel(id: number, owner: number): number;
  /** Takes lots off an order, hidden ones first, without loss of priority; all of them is a cancel. */
  reduce(id: number, lots: number, owner: number): number;
  /** New price and new open quantity. Answers with a VenueReason. */
  replace(id: number, ticks: number, lots: number, owner: number): number;
  orderCount(): number;
  /** Displayed and hidden lots of a resting order; 0 when it is not in the book. */
  openLots(id: number): number;
}

/** An engine that shows its books: with what those need that stand between it and who sends orders. */
export interface LitEngine extends MatchingEngine {
  readonly callBook: CallBook;
  readonly newOrders: NewOrders;
}

/**
 * The engine is closures, not classes: with one engine a process the compiler takes its arrays for the constants that
 * they are, instead of loading and checking them at every access.
 */
export function makeMatchingEngine(
  instruments: number,
  orderCapacity: number,
  events: EventBuffer,
  prevention: SelfTradePrevention | null = null,
): LitEngine {
  const memory = allocateBooks(instruments, orderCapacity);
  const orders = makeOrderStore(memory);
  const levels = makeLevels(memory);
  const resting = makeRestingOrders(memory, orders, levels);
  const reports = makeOrderEvents(memory, resting, events);
  const plain = makeMatcher(memory, levels, resting, reports, events);
  const matcher =
    prevention === null || prevention.mode === SelfTrade.ALLOWED
      ? plain
      : makePreventingMatcher(memory, levels, resting, reports, events, plain, prevention);
  const arrivals = makeArrivals(resting, matcher, events);
  const newOrders = makeNewOrders(memory, orders, resting, arrivals, events);
  const { cancel, reduce, replace } = makeChanges(memory, orders, resting, arrivals, reports, events);
  const callBook = makeCallBook(memory, orders, levels, resting, newOrders, reports, events);
  const view = makeBookView(memory, levels, resting);

  function openLots(id: number): number {
    const order = orders.find(id);
    return order === 0 ? 0 : resting.leavesOf(order);
  }

  return {
    instruments,
    newOrder: newOrders.newOrder,
    cancel,
    reduce,
    replace,
    bestTicks: view.bestTicks,
    bestLots: view.bestLots,
    visitOrders: view.visitOrders,
    orderCount: orders.count,
    openLots,
    callBook,
    newOrders,
  };
}
