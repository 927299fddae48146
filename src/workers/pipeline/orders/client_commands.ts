/** Resolution of what clients ask: which order, and whether the request can be taken at all. Risk speaks afterwards. */

import {
  CancelOrder,
  MassCancel,
  NewOrder,
  OrderStatusRequest,
  ReplaceOrder,
} from '../../../../schemas/generated/engine.ts';
import { FrontEvent, Verdict } from '../../model/front_event.ts';
import { OrderStatus, OrderType } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { sessionOf } from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import { CL_ORD_ID_WORDS, NO_ENTRY } from './cl_ord_id_store.ts';
import * as L from './order_layout.ts';
import { NO_ORDER } from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import { begin, deny, denyNew, plain } from './section.ts';
import { MAX_SWEEPS, NO_SWEEP } from './sweeps.ts';

/** New orders stop while this part of the identifiers is left for cancels and replaces. */
const RESERVED_PART = 1 / 16;

export class ClientCommands {
  readonly #store: OrderStore;
  readonly #idsForNew: number;
  readonly #new = new NewOrder();
  readonly #cancel = new CancelOrder();
  readonly #replace = new ReplaceOrder();
  readonly #mass = new MassCancel();
  readonly #statusRequest = new OrderStatusRequest();

  constructor(store: OrderStore) {
    this.#store = store;
    this.#idsForNew = Math.ceil(store.ids.capacity * (1 - RESERVED_PART));
  }

  newOrder(slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    const body = this.#new.wrap(slot.commands, slot.bodyAt);
    begin(front, FrontEvent.ORDER_ACCEPTED);
    const session = sessionOf(slot.header.source);
    const key = store.ids.key;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) {
      const word = body.clOrdIdWord(i);
      key[i] = word;
      front.setClOrdIdWord(i, word);
    }
    front.session = session;
    front.account = body.account;
    front.strategy = body.strategy;
    front.instrument = body.instrument;
    front.side = body.side;
    front.orderType = body.orderType;
    front.timeInForce = body.timeInForce;
    front.orderId = slot.header.sequence;
    front.quantityLots = plain(body.quantityLots);
    front.leavesLots = front.quantityLots;
    front.priceTicks = plain(body.priceTicks);
    front.displayLots = plain(body.displayLots);
    front.minLots = plain(body.minLots);
    front.status = OrderStatus.PENDING_NEW;
    const ids = store.ids;
    const order = store.pool.peek();
    if (ids.find(session) !== NO_ENTRY) {
      denyNew(front, FrontEvent.ORDER_DENIED, ReasonCode.DUPLICATE_CL_ORD_ID, 0, 0);
    } else if (ids.count >= this.#idsForNew) {
      denyNew(front, FrontEvent.ORDER_DENIED, ReasonCode.CL_ORD_ID_STORE_FULL, this.#idsForNew, ids.count);
    } else if (order === NO_ORDER) {
      denyNew(front, FrontEvent.ORDER_DENIED, ReasonCode.ORDER_POOL_FULL, store.pool.capacity, store.pool.size);
    } else {
      front.order = order;
      front.generation = order < store.pool.highWater ? store.int(order, L.GENERATION) : 0;
    }
  }

  cancelOrder(slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    const body = this.#cancel.wrap(slot.commands, slot.bodyAt);
    begin(front, FrontEvent.CANCEL_ACCEPTED);
    const session = sessionOf(slot.header.source);
    const key = store.ids.key;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) key[i] = body.origClOrdIdWord(i);
    const original = store.ids.find(session);
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) key[i] = body.clOrdIdWord(i);
    const order = this.#describeOriginal(slot, original, session);
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) {
      front.setClOrdIdWord(i, body.clOrdIdWord(i));
      front.setOrigClOrdIdWord(i, body.origClOrdIdWord(i));
    }
    const refusal = this.#refusal(order, original, session);
    if (refusal !== ReasonCode.NONE) {
      deny(front, FrontEvent.CANCEL_DENIED, refusal, 0, 0);
    } else if (store.isCancelPending(order)) {
      deny(front, FrontEvent.CANCEL_DENIED, ReasonCode.PENDING_CHANGE, 0, 0);
    } else {
      front.verdict = Verdict.APPROVED;
      front.status = OrderStatus.PENDING_CANCEL;
    }
  }

  replaceOrder(slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    const body = this.#replace.wrap(slot.commands, slot.bodyAt);
    begin(front, FrontEvent.REPLACE_ACCEPTED);
    const session = sessionOf(slot.header.source);
    const key = store.ids.key;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) key[i] = body.origClOrdIdWord(i);
    const original = store.ids.find(session);
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) key[i] = body.clOrdIdWord(i);
    const order = this.#describeOriginal(slot, original, session);
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) {
      front.setClOrdIdWord(i, body.clOrdIdWord(i));
      front.setOrigClOrdIdWord(i, body.origClOrdIdWord(i));
    }
    const refusal = this.#refusal(order, original, session);
    if (refusal !== ReasonCode.NONE) {
      deny(front, FrontEvent.REPLACE_DENIED, refusal, 0, 0);
      return;
    }
    const filled = store.double(order, L.FILLED);
    if (store.isCancelPending(order) || store.isReplacePending(order)) {
      deny(front, FrontEvent.REPLACE_DENIED, ReasonCode.PENDING_CHANGE, 0, 0);
    } else if (!this.#mayChange(order, body)) {
      deny(front, FrontEvent.REPLACE_DENIED, ReasonCode.CANNOT_CHANGE_FIELD, 0, 0);
    } else if (!(body.quantityLots > filled)) {
      deny(front, FrontEvent.REPLACE_DENIED, ReasonCode.QUANTITY_BELOW_FILLED, filled, plain(body.quantityLots));
    } else {
      front.quantityLots = body.quantityLots;
      front.leavesLots = body.quantityLots - filled;
      front.priceTicks = plain(body.priceTicks);
      front.status = OrderStatus.PENDING_REPLACE;
    }
  }

  massCancel(slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    const body = this.#mass.wrap(slot.commands, slot.bodyAt);
    begin(front, FrontEvent.MASS_CANCEL_ACCEPTED);
    const session = sessionOf(slot.header.source);
    front.session = session;
    front.instrument = body.instrument;
    front.account = body.account;
    front.side = body.side;
    const key = store.ids.key;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) {
      key[i] = body.clOrdIdWord(i);
      front.setClOrdIdWord(i, body.clOrdIdWord(i));
    }
    const sweep = store.sweeps.peek();
    if (store.ids.find(session) !== NO_ENTRY) {
      deny(front, FrontEvent.MASS_CANCEL_DENIED, ReasonCode.DUPLICATE_CL_ORD_ID, 0, 0);
    } else if (sweep === NO_SWEEP) {
      deny(front, FrontEvent.MASS_CANCEL_DENIED, ReasonCode.SWEEPS_EXHAUSTED, MAX_SWEEPS, MAX_SWEEPS);
    } else {
      front.sweep = sweep;
      front.requestId = store.sweeps.generation(sweep);
      front.verdict = Verdict.APPROVED;
    }
  }

  statusRequest(slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    const body = this.#statusRequest.wrap(slot.commands, slot.bodyAt);
    begin(front, FrontEvent.STATUS_REPORTED);
    const session = sessionOf(slot.header.source);
    const key = store.ids.key;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) key[i] = body.clOrdIdWord(i);
    const entry = store.ids.find(session);
    const order = this.#describeOriginal(slot, entry, session);
    front.requestId = plain(body.requestId);
    if (order === NO_ORDER) {
      for (let i = 0; i < CL_ORD_ID_WORDS; i++) front.setClOrdIdWord(i, body.clOrdIdWord(i));
      front.instrument = body.instrument;
      front.side = body.side;
      deny(front, FrontEvent.STATUS_DENIED, entry === NO_ENTRY ? ReasonCode.UNKNOWN_ORDER : ReasonCode.TOO_LATE, 0, 0);
      front.status = OrderStatus.REJECTED;
    }
  }

  /** The open order behind an entry, described, or NO_ORDER. */
  #describeOriginal(slot: Slot, entry: number, session: number): number {
    const store = this.#store;
    slot.front.session = session;
    if (entry === NO_ENTRY) return NO_ORDER;
    const order = store.ids.order(entry);
    if (order === NO_ORDER || !store.isOpen(order, store.ids.generation(entry))) return NO_ORDER;
    store.describe(order, slot.front);
    return order;
  }

  /** What refuses a cancel or replace whose own identifier is the key. Leaves the key ready to insert. */
  #refusal(order: number, original: number, session: number): number {
    const ids = this.#store.ids;
    if (ids.find(session) !== NO_ENTRY) return ReasonCode.DUPLICATE_CL_ORD_ID;
    if (original === NO_ENTRY) return ReasonCode.UNKNOWN_ORDER;
    if (order === NO_ORDER) return ReasonCode.TOO_LATE;
    return ids.count < ids.capacity ? ReasonCode.NONE : ReasonCode.CL_ORD_ID_STORE_FULL;
  }

  /** Quantity and price change; the rest is what the order is. A market order has no price to change. */
  #mayChange(order: number, body: ReplaceOrder): boolean {
    const store = this.#store;
    return (
      body.instrument === store.int(order, L.INSTRUMENT) &&
      body.side === store.byte(order, L.SIDE) &&
      body.orderType === store.byte(order, L.ORDER_TYPE) &&
      body.orderType !== OrderType.MARKET
    );
  }
}
