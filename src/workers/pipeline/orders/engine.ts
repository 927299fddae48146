/**
 * Orders: who is meant, and what becomes of it. `resolve` reads and writes the section; risk may turn it into a denial;
 * `apply` then changes the store as the section says. Both follow section by section the same table of events.
 */

import { EngineStarted, type FrontSection } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as records from '../../model/record_type.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import * as idStore from './cl_ord_id_store.ts';
import { makeClientCommands } from './client_commands.ts';
import { makeFollowUps } from './follow_ups.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import * as orderStore from './order_store.ts';
import { makeOrderStore, type OrdersCapacity } from './order_store.ts';
import { writeEmpty } from './section.ts';
import { makeVenueReports } from './venue_reports.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ENTRY } = idStore;
const { NO_ORDER } = orderPool;
const { UNNAMED } = orderStore;
const { FrontEvent, FrontFlag } = events;
const { OrderStatus } = orderModel;
const { ReasonCode } = reasons;
const { RecordType } = records;
const { SOURCE_CONTROL } = sources;
const { ACCOUNT, CL_ENTRY, DISPLAY, EPOCH, FILLED, FILLED_VALUE, GENERATION, INSTRUMENT, LEGS_DONE } = layout;
const { MINIMUM, ORDER_ID, ORDER_TYPE, PENDING_CANCEL_ENTRY, PENDING_PRICE, PENDING_QUANTITY } = layout;
const { PENDING_REPLACE_ENTRY, PRICE, QUANTITY, SESSION, SIDE, STATUS, STRATEGY, TIME_IN_FORCE } = layout;

export type OrdersEngine = ReturnType<typeof makeOrdersEngine>;

export function makeOrdersEngine(capacity: OrdersCapacity) {
  const store = makeOrderStore(capacity);
  const clients = makeClientCommands(store);
  const reports = makeVenueReports(store);
  const followUps = makeFollowUps(store);
  const started = new EngineStarted();

  function resolve(slot: Slot): void {
    switch (slot.header.type) {
      case RecordType.NEW_ORDER:
        clients.newOrder(slot);
        break;
      case RecordType.VENUE_REPORT:
        reports.resolve(slot);
        break;
      case RecordType.CANCEL_ORDER:
        clients.cancelOrder(slot);
        break;
      case RecordType.REPLACE_ORDER:
        clients.replaceOrder(slot);
        break;
      case RecordType.MASS_CANCEL:
        clients.massCancel(slot);
        break;
      case RecordType.ORDER_STATUS_REQUEST:
        clients.statusRequest(slot);
        break;
      case RecordType.LEGS_SETTLED:
        followUps.legsSettled(slot);
        break;
      case RecordType.CHILD_ORDER:
        followUps.childOrder(slot);
        break;
      case RecordType.SWEEP:
        followUps.sweep(slot);
        break;
      default:
        writeEmpty(slot.front);
        break;
    }
  }

  function apply(slot: Slot): void {
    const front = slot.front;
    const order = front.order;
    switch (front.event) {
      case FrontEvent.NONE:
        applyControl(slot);
        break;
      case FrontEvent.ORDER_ACCEPTED:
        insert(slot);
        break;
      case FrontEvent.ORDER_FILLED:
        fill(slot);
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
        store.setByte(order, STATUS, OrderStatus.NEW);
        break;
      case FrontEvent.ORDER_DENIED:
        denied(front);
        break;
      case FrontEvent.CANCEL_ACCEPTED:
        cancel(front);
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        replace(front);
        break;
      case FrontEvent.LEG_ENDED:
        store.setInt(order, LEGS_DONE, store.int(order, LEGS_DONE) | (1 << front.leg));
        break;
      case FrontEvent.ORDER_REPLACED:
        replaced(front);
        break;
      case FrontEvent.CANCEL_REFUSED:
        store.setInt(order, PENDING_CANCEL_ENTRY, NO_ENTRY);
        break;
      case FrontEvent.REPLACE_REFUSED:
        store.setInt(order, PENDING_REPLACE_ENTRY, NO_ENTRY);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
        startSweep(slot);
        break;
      case FrontEvent.SWEEP_STEPPED:
        store.sweeps.setCursor(front.sweep, front.session, order);
        break;
      case FrontEvent.SWEEP_ENDED:
        store.sweeps.end(front.sweep);
        break;
      default:
        break;
    }
    if (front.event !== FrontEvent.NONE && (front.flags & FrontFlag.ORDER_ENDED) !== 0) store.release(order);
  }

  function applyControl(slot: Slot): void {
    if (slot.header.type === RecordType.ENGINE_STARTED) {
      store.setEpoch(started.wrap(slot.commands, slot.bodyAt).epoch);
    } else if (slot.header.type === RecordType.DAY_ROLL) {
      store.rollDay();
    }
  }

  function insert(slot: Slot): void {
    const front = slot.front;
    const order = store.pool.allocate();
    const generation = store.int(order, GENERATION);
    store.setInt(order, SESSION, front.session);
    store.setInt(order, ACCOUNT, front.account);
    store.setInt(order, STRATEGY, front.strategy);
    store.setInt(order, INSTRUMENT, front.instrument);
    store.setInt(order, CL_ENTRY, store.ids.insert(front.session, order, generation));
    store.setInt(order, PENDING_CANCEL_ENTRY, NO_ENTRY);
    store.setInt(order, PENDING_REPLACE_ENTRY, NO_ENTRY);
    store.setInt(order, EPOCH, store.epoch());
    store.setByte(order, STATUS, OrderStatus.PENDING_NEW);
    store.setByte(order, SIDE, front.side);
    store.setByte(order, ORDER_TYPE, front.orderType);
    store.setByte(order, TIME_IN_FORCE, front.timeInForce);
    store.setDouble(order, ORDER_ID, front.orderId);
    store.setDouble(order, QUANTITY, front.quantityLots);
    store.setDouble(order, PRICE, front.priceTicks);
    store.setDouble(order, DISPLAY, front.displayLots);
    store.setDouble(order, MINIMUM, front.minLots);
    store.lists.append(order, front.session);
  }

  /** A denied order's identifier is used all the same, where there is room and it is not a duplicate. */
  function denied(front: FrontSection): void {
    if (front.reason === ReasonCode.DUPLICATE_CL_ORD_ID || front.reason === ReasonCode.CL_ORD_ID_STORE_FULL) return;
    store.ids.insert(front.session, NO_ORDER, 0);
  }

  function fill(slot: Slot): void {
    const front = slot.front;
    const order = front.order;
    store.setDouble(order, FILLED, front.filledLots);
    store.setDouble(order, FILLED_VALUE, front.filledValue);
    store.setByte(order, STATUS, OrderStatus.PARTIALLY_FILLED);
    if ((front.flags & FrontFlag.LEG_DONE) !== 0) {
      store.setInt(order, LEGS_DONE, store.int(order, LEGS_DONE) | (1 << front.leg));
    }
    reports.applyFill(order, front.leg, slot);
  }

  function cancel(front: FrontSection): void {
    const order = front.order;
    if ((front.flags & FrontFlag.SWEEP_STEP) !== 0) {
      store.setInt(order, PENDING_CANCEL_ENTRY, UNNAMED);
      store.sweeps.setCursor(front.sweep, front.session, store.lists.next(order));
    } else {
      store.setInt(order, PENDING_CANCEL_ENTRY, store.ids.insert(front.session, order, front.generation));
    }
  }

  function replace(front: FrontSection): void {
    const order = front.order;
    store.setInt(order, PENDING_REPLACE_ENTRY, store.ids.insert(front.session, order, front.generation));
    store.setDouble(order, PENDING_QUANTITY, front.quantityLots);
    store.setDouble(order, PENDING_PRICE, front.priceTicks);
  }

  function replaced(front: FrontSection): void {
    const order = front.order;
    store.setInt(order, CL_ENTRY, store.int(order, PENDING_REPLACE_ENTRY));
    store.setInt(order, PENDING_REPLACE_ENTRY, NO_ENTRY);
    store.setDouble(order, QUANTITY, front.quantityLots);
    store.setDouble(order, PRICE, front.priceTicks);
    if (store.byte(order, STATUS) === OrderStatus.PENDING_NEW) store.setByte(order, STATUS, OrderStatus.NEW);
  }

  function startSweep(slot: Slot): void {
    const front = slot.front;
    const session = front.session < 0 ? 0 : front.session;
    // A full store refuses no cancel; this identifier's repeat will go unnoticed. An operator's has none.
    if (slot.header.source !== SOURCE_CONTROL && store.ids.count() < store.ids.capacity) {
      store.ids.insert(session, NO_ORDER, 0);
    }
    store.sweeps.start(
      front.sweep,
      session,
      front.session < 0,
      store.lists.first(session),
      slot.header.sequence,
      front.instrument,
      front.account,
      front.side,
    );
  }

  return { store, resolve, apply };
}
