/**
 * Orders: who is meant, and what becomes of it. `resolve` reads and writes the section; risk may turn it into a denial;
 * `apply` then changes the store as the section says. Both follow section by section the same table of events.
 */

import { EngineStarted, type FrontSection } from '../../../../schemas/generated/engine.ts';
import { FrontEvent, FrontFlag } from '../../model/front_event.ts';
import { OrderStatus } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import { NO_ENTRY } from './cl_ord_id_store.ts';
import { ClientCommands } from './client_commands.ts';
import { FollowUps } from './follow_ups.ts';
import * as L from './order_layout.ts';
import { NO_ORDER } from './order_pool.ts';
import { OrderStore, type OrdersCapacity, UNNAMED } from './order_store.ts';
import { writeEmpty } from './section.ts';
import { VenueReports } from './venue_reports.ts';

export class OrdersEngine {
  readonly store: OrderStore;
  readonly #clients: ClientCommands;
  readonly #reports: VenueReports;
  readonly #followUps: FollowUps;
  readonly #started = new EngineStarted();

  constructor(capacity: OrdersCapacity) {
    this.store = new OrderStore(capacity);
    this.#clients = new ClientCommands(this.store);
    this.#reports = new VenueReports(this.store);
    this.#followUps = new FollowUps(this.store);
  }

  resolve(slot: Slot): void {
    switch (slot.header.type) {
      case RecordType.NEW_ORDER:
        this.#clients.newOrder(slot);
        break;
      case RecordType.VENUE_REPORT:
        this.#reports.resolve(slot);
        break;
      case RecordType.CANCEL_ORDER:
        this.#clients.cancelOrder(slot);
        break;
      case RecordType.REPLACE_ORDER:
        this.#clients.replaceOrder(slot);
        break;
      case RecordType.MASS_CANCEL:
        this.#clients.massCancel(slot);
        break;
      case RecordType.ORDER_STATUS_REQUEST:
        this.#clients.statusRequest(slot);
        break;
      case RecordType.LEGS_SETTLED:
        this.#followUps.legsSettled(slot);
        break;
      case RecordType.CHILD_ORDER:
        this.#followUps.childOrder(slot);
        break;
      case RecordType.SWEEP:
        this.#followUps.sweep(slot);
        break;
      default:
        writeEmpty(slot.front);
        break;
    }
  }

  apply(slot: Slot): void {
    const front = slot.front;
    const order = front.order;
    switch (front.event) {
      case FrontEvent.NONE:
        this.#applyControl(slot);
        break;
      case FrontEvent.ORDER_ACCEPTED:
        this.#insert(slot);
        break;
      case FrontEvent.ORDER_FILLED:
        this.#fill(slot);
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
        this.store.setByte(order, L.STATUS, OrderStatus.NEW);
        break;
      case FrontEvent.ORDER_DENIED:
        this.#denied(front);
        break;
      case FrontEvent.CANCEL_ACCEPTED:
        this.#cancel(front);
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        this.#replace(front);
        break;
      case FrontEvent.LEG_ENDED:
        this.store.setInt(order, L.LEGS_DONE, this.store.int(order, L.LEGS_DONE) | (1 << front.leg));
        break;
      case FrontEvent.ORDER_REPLACED:
        this.#replaced(front);
        break;
      case FrontEvent.CANCEL_REFUSED:
        this.store.setInt(order, L.PENDING_CANCEL_ENTRY, NO_ENTRY);
        break;
      case FrontEvent.REPLACE_REFUSED:
        this.store.setInt(order, L.PENDING_REPLACE_ENTRY, NO_ENTRY);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
        this.#startSweep(slot);
        break;
      case FrontEvent.SWEEP_STEPPED:
        this.store.sweeps.setCursor(front.sweep, order);
        break;
      case FrontEvent.SWEEP_ENDED:
        this.store.sweeps.end(front.sweep);
        break;
      default:
        break;
    }
    if (front.event !== FrontEvent.NONE && (front.flags & FrontFlag.ORDER_ENDED) !== 0) this.store.release(order);
  }

  #applyControl(slot: Slot): void {
    if (slot.header.type === RecordType.ENGINE_STARTED) {
      this.store.epoch = this.#started.wrap(slot.commands, slot.bodyAt).epoch;
    } else if (slot.header.type === RecordType.DAY_ROLL) {
      this.store.rollDay();
    }
  }

  #insert(slot: Slot): void {
    const store = this.store;
    const front = slot.front;
    const order = store.pool.allocate();
    const generation = store.int(order, L.GENERATION);
    store.setInt(order, L.SESSION, front.session);
    store.setInt(order, L.ACCOUNT, front.account);
    store.setInt(order, L.STRATEGY, front.strategy);
    store.setInt(order, L.INSTRUMENT, front.instrument);
    store.setInt(order, L.CL_ENTRY, store.ids.insert(front.session, order, generation));
    store.setInt(order, L.PENDING_CANCEL_ENTRY, NO_ENTRY);
    store.setInt(order, L.PENDING_REPLACE_ENTRY, NO_ENTRY);
    store.setInt(order, L.EPOCH, store.epoch);
    store.setByte(order, L.STATUS, OrderStatus.PENDING_NEW);
    store.setByte(order, L.SIDE, front.side);
    store.setByte(order, L.ORDER_TYPE, front.orderType);
    store.setByte(order, L.TIME_IN_FORCE, front.timeInForce);
    store.setDouble(order, L.ORDER_ID, front.orderId);
    store.setDouble(order, L.QUANTITY, front.quantityLots);
    store.setDouble(order, L.PRICE, front.priceTicks);
    store.setDouble(order, L.DISPLAY, front.displayLots);
    store.setDouble(order, L.MINIMUM, front.minLots);
    store.link(order, front.session);
  }

  /** A denied order's identifier is used all the same, where there is room and it is not a duplicate. */
  #denied(front: FrontSection): void {
    if (front.reason === ReasonCode.DUPLICATE_CL_ORD_ID || front.reason === ReasonCode.CL_ORD_ID_STORE_FULL) return;
    this.store.ids.insert(front.session, NO_ORDER, 0);
  }

  #fill(slot: Slot): void {
    const store = this.store;
    const front = slot.front;
    const order = front.order;
    store.setDouble(order, L.FILLED, front.filledLots);
    store.setDouble(order, L.FILLED_VALUE, front.filledValue);
    store.setByte(order, L.STATUS, OrderStatus.PARTIALLY_FILLED);
    if ((front.flags & FrontFlag.LEG_DONE) !== 0) {
      store.setInt(order, L.LEGS_DONE, store.int(order, L.LEGS_DONE) | (1 << front.leg));
    }
    this.#reports.applyFill(order, front.leg, slot);
  }

  #cancel(front: FrontSection): void {
    const store = this.store;
    const order = front.order;
    if ((front.flags & FrontFlag.SWEEP_STEP) !== 0) {
      store.setInt(order, L.PENDING_CANCEL_ENTRY, UNNAMED);
      store.sweeps.setCursor(front.sweep, store.next(order));
    } else {
      store.setInt(order, L.PENDING_CANCEL_ENTRY, store.ids.insert(front.session, order, front.generation));
    }
  }

  #replace(front: FrontSection): void {
    const store = this.store;
    const order = front.order;
    store.setInt(order, L.PENDING_REPLACE_ENTRY, store.ids.insert(front.session, order, front.generation));
    store.setDouble(order, L.PENDING_QUANTITY, front.quantityLots);
    store.setDouble(order, L.PENDING_PRICE, front.priceTicks);
  }

  #replaced(front: FrontSection): void {
    const store = this.store;
    const order = front.order;
    store.setInt(order, L.CL_ENTRY, store.int(order, L.PENDING_REPLACE_ENTRY));
    store.setInt(order, L.PENDING_REPLACE_ENTRY, NO_ENTRY);
    store.setDouble(order, L.QUANTITY, front.quantityLots);
    store.setDouble(order, L.PRICE, front.priceTicks);
    if (store.byte(order, L.STATUS) === OrderStatus.PENDING_NEW) store.setByte(order, L.STATUS, OrderStatus.NEW);
  }

  #startSweep(slot: Slot): void {
    const store = this.store;
    const front = slot.front;
    // A full store refuses no cancel; this identifier's repeat will go unnoticed.
    if (store.ids.count < store.ids.capacity) store.ids.insert(front.session, NO_ORDER, 0);
    store.sweeps.start(
      front.sweep,
      front.session,
      store.first(front.session),
      slot.header.sequence,
      front.instrument,
      front.account,
      front.side,
    );
  }
}
