import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { EventType } from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import * as layout from '../matching/layout.ts';
import type { Levels } from '../matching/levels.ts';
import type { BookMemory } from '../matching/memory.ts';
import type { NewOrders } from '../matching/new_orders.ts';
import type { OrderEvents } from '../matching/order_events.ts';
import type { OrderStore } from '../matching/order_store.ts';
import type { RestingOrders } from '../matching/resting_orders.ts';
import { makeCrossPrice } from './cross_price.ts';
import { makeUncross, type Uncross } from './uncross.ts';

const { KEY, LEVEL, LOTS, MARKET, MARKET_KEY, MAX_ORDER_LOTS, MAX_TICKS, SIDE, F64 } = layout;
const { ACCEPTED, CANCELLED, CANCEL_REJECTED, EXPIRED, REDUCED, REPLACED, REPLACE_REJECTED, RESTED } = EventType;
const { BAD_PRICE, BAD_QUANTITY, NONE, NO_LIQUIDITY, UNKNOWN_ORDER } = VenueReason;
const { BUY } = Side;
const { FOK, IOC } = TimeInForce;

/**
 * The commands of a book that does not trade: orders join their queues whether they cross or not, those that must trade at
 * once expire, market orders wait before all prices, unseen. Apart from the continuous book's commands, over the same
 * memory, so that these know nothing of it.
 */
export interface CallBook extends Uncross {
  newOrder: NewOrders['newOrder'];
  /** A new order's answer where none is taken. */
  refuse: NewOrders['newOrder'];
  cancel(id: number, owner: number): number;
  reduce(id: number, lots: number, owner: number): number;
  replace(id: number, ticks: number, lots: number, owner: number): number;
  refuseReplace(reason: number, id: number, owner: number): number;
  /** Where an order rests: twice its instrument, plus one for sellers; or -1. */
  sideIndexOf(id: number): number;
}

export function makeCallBook(
  memory: BookMemory,
  orders: OrderStore,
  levels: Levels,
  resting: RestingOrders,
  newOrders: NewOrders,
  reports: OrderEvents,
  events: EventBuffer,
): CallBook {
  const { words, doubles } = memory;
  const { emit } = events;
  const { uncross, indicate } = makeUncross(memory, resting, reports, events, makeCrossPrice(memory, levels));

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
    const reason = newOrders.refusal(instrument, id, side, ticks, lots, displayLots);
    if (reason !== NONE) return newOrders.reject(reason, instrument, id, owner, side, ticks, lots);
    const expires = timeInForce === IOC || timeInForce === FOK;
    const display = ticks === MARKET ? 0 : displayLots;
    const part = display !== 0 && display < lots ? display : lots;
    const shown = expires || ticks === MARKET ? 0 : part;
    emit(ACCEPTED | (side << 8), instrument, owner, 0, lots, ticks, lots, shown, id, 0);
    if (expires) emit(EXPIRED | (side << 8) | (NO_LIQUIDITY << 16), instrument, owner, 0, lots, ticks, 0, 0, id, 0);
    else resting.add(instrument * 2 + side - BUY, keyOf(side - BUY, ticks), id, owner, lots, part, display);
    return NONE;
  }

  function refuse(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    _timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number {
    const reason = newOrders.refusal(instrument, id, side, ticks, lots, displayLots);
    const told = reason === NONE ? VenueReason.CLOSED : reason;
    return newOrders.reject(told, instrument, id, owner, side, ticks, lots);
  }

  function cancel(id: number, owner: number): number {
    const order = orders.find(id);
    if (order === 0) return refuseChange(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
    const leaves = resting.leavesOf(order);
    changed(CANCELLED, order, leaves, 0);
    resting.remove(order);
    return leaves;
  }

  function reduce(id: number, lots: number, owner: number): number {
    const order = orders.find(id);
    if (order === 0) return refuseChange(CANCEL_REJECTED, UNKNOWN_ORDER, id, owner);
    if (lots >= resting.leavesOf(order)) return cancel(id, owner);
    reduceInPlace(order, lots);
    return lots;
  }

  function reduceInPlace(order: number, lots: number): void {
    const fromHidden = Math.min(lots, resting.hiddenOf(order));
    resting.reduce(order, lots - fromHidden, fromHidden);
    changed(REDUCED, order, lots, resting.leavesOf(order));
  }

  function replace(id: number, ticks: number, lots: number, owner: number): number {
    const order = orders.find(id);
    let reason: number = NONE;
    if (order === 0) reason = UNKNOWN_ORDER;
    else if (!(lots > 0 && lots <= MAX_ORDER_LOTS)) reason = BAD_QUANTITY;
    else if (!(ticks > 0 && ticks <= MAX_TICKS)) reason = BAD_PRICE;
    if (reason !== NONE) return refuseReplace(reason, id, owner);
    const side = sideOf(order);
    const key = keyOf(side & 1, ticks);
    const leaves = resting.leavesOf(order);
    if (key === words[words[order + LEVEL]! + KEY] && lots <= leaves) reduceInPlace(order, leaves - lots);
    else move(order, side, key, ticks, lots);
    return NONE;
  }

  function move(order: number, side: number, key: number, ticks: number, lots: number): void {
    const owner = resting.ownerOf(order);
    const display = resting.displayOf(order);
    const id = doubles[(order >> 1) + F64]!;
    const part = display !== 0 && display < lots ? display : lots;
    const code = (BUY + (side & 1)) << 8;
    resting.remove(order);
    emit(REPLACED | code, side >> 1, owner, 0, lots, ticks, lots, 0, id, 0);
    resting.add(side, key, id, owner, lots, part, display);
    emit(RESTED | code, side >> 1, owner, 0, lots, ticks, lots, part, id, 0);
  }

  /** Like the continuous book's, but a market order has no price and displays nothing. */
  function changed(type: number, order: number, lots: number, leaves: number): void {
    const key = words[words[order + LEVEL]! + KEY]!;
    const side = sideOf(order);
    const isMarket = key === MARKET_KEY;
    const ticks = isMarket ? MARKET : Math.abs(key);
    const shown = isMarket || leaves === 0 ? 0 : words[order + LOTS]!;
    const code = type | ((BUY + (side & 1)) << 8);
    emit(code, side >> 1, resting.ownerOf(order), 0, lots, ticks, leaves, shown, doubles[(order >> 1) + F64]!, 0);
  }

  function refuseReplace(reason: number, id: number, owner: number): number {
    refuseChange(REPLACE_REJECTED, reason, id, owner);
    return reason;
  }

  function refuseChange(type: number, reason: number, id: number, owner: number): number {
    emit(type | (reason << 16), -1, owner, 0, 0, 0, 0, 0, id, 0);
    return 0;
  }

  function sideOf(order: number): number {
    return words[words[order + LEVEL]! + SIDE]!;
  }

  function sideIndexOf(id: number): number {
    const order = orders.find(id);
    return order === 0 ? -1 : sideOf(order);
  }

  return { newOrder, refuse, cancel, reduce, replace, refuseReplace, sideIndexOf, uncross, indicate };
}

function keyOf(sell: number, ticks: number): number {
  return ticks === MARKET ? MARKET_KEY : Math.imul(ticks, 1 - (sell << 1));
}
