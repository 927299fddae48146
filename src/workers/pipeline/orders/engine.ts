/**
 * Orders: who is meant, and what becomes of it. `resolve` reads and writes the section; risk may turn it into a denial;
 * `apply` then changes the store as the section says. Both follow section by section the same table of events.
 */

import { DayRoll, EngineStarted, MassCancel } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import { MAX_POOL_ORDERS } from '../../model/leg_ref.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as records from '../../model/record_type.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import type { TradingHours } from '../trading_hours.ts';
import { makeChangeTimes } from './change_times.ts';
import * as idStore from './cl_ord_id_store.ts';
import { makeClientCommands } from './client_commands.ts';
import { makeFillRecords } from './fill_records.ts';
import { makeFollowUps } from './follow_ups.ts';
import { makeLife } from './life.ts';
import { makeLinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import * as orderStates from './order_states.ts';
import { makeOrderStore, type OrdersCapacity } from './order_store.ts';
import { makeSectionWriter } from './section.ts';
import { makeStrayFills } from './stray_fills.ts';
import * as sweepTable from './sweeps.ts';
import { makeTradeChanges } from './trade_changes.ts';
import { makeVenueReports } from './venue_reports.ts';
import { makeWorkedOrders } from './worked_orders.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ENTRY } = idStore;
const { NO_ORDER } = orderPool;
const MOST_INDEX = MAX_POOL_ORDERS - 1;
const { EXPIRING, NAMELESS, UNNAMED } = orderStates;
const { FrontEvent, FrontFlag } = events;
const { MassCancelScope, OrderType } = orderModel;
const { ReasonCode } = reasons;
const { RecordType } = records;
const { SOURCE_CONTROL, SOURCE_FOLLOW_UP } = sources;
const { DAY_ORDERS, EVERY_SESSION } = sweepTable.SweepReach;
const { ACCEPTED, ACCOUNT, CL_ENTRY, DISPLAY, EPOCH, FILLED, FILLED_VALUE, GENERATION, INSTRUMENT, LEGS_DONE } = layout;
const { LINKED, MINIMUM, ORDER_DOUBLES, ORDER_ID, ORDER_TYPE, ORDER_WORDS, PENDING_CANCEL_ENTRY, PENDING_PRICE } =
  layout;
const { PARENT_GENERATION, PARENT_PLUS_1, PENDING_QUANTITY, PENDING_REPLACE_ENTRY, PRICE, QUANTITY, SESSION } = layout;
const { SIDE, STATUS, STRATEGY, TIME_IN_FORCE } = layout;

export type OrdersEngine = ReturnType<typeof makeOrdersEngine>;

export function makeOrdersEngine(capacity: OrdersCapacity, hours: TradingHours, slot: Slot) {
  const { front, header } = slot;
  const store = makeOrderStore(capacity, front);
  const { f64, i32 } = store.pool;
  const section = makeSectionWriter(front);
  const life = makeLife(store, front);
  const linked = makeLinkedOrders(store, slot, section, life);
  const clients = makeClientCommands(store, hours, slot, section, life, linked);
  const reports = makeVenueReports(store, slot, section, life, linked);
  const noteChangeTime = makeChangeTimes(store, slot);
  const followUps = makeFollowUps(store, slot, section, life, reports.markLostReplace, linked);
  const worked = makeWorkedOrders(store, slot, section, life);
  const fillRecords = makeFillRecords(store, slot, linked);
  const strays = makeStrayFills(store, slot, section, reports, fillRecords, linked);
  const tradeChanges = makeTradeChanges(store, slot, section, linked);
  const dayRoll = DayRoll.over(slot.commands);
  const started = EngineStarted.over(slot.commands);
  const massCancel = MassCancel.over(slot.commands);

  function resolve(): void {
    switch (header.type) {
      case RecordType.NEW_ORDER:
        clients.newOrder();
        break;
      case RecordType.VENUE_REPORT:
        reports.resolve();
        if (reports.isStray()) strays.report();
        break;
      case RecordType.TRADE_CHANGE:
        tradeChanges.resolve();
        break;
      case RecordType.STRAY_FILL:
        strays.stray();
        break;
      case RecordType.RESOLVE_FILL:
        strays.resolve();
        break;
      case RecordType.CANCEL_ORDER:
        clients.cancelOrder();
        break;
      case RecordType.REPLACE_ORDER:
        clients.replaceOrder();
        break;
      case RecordType.MASS_CANCEL:
        clients.massCancel();
        break;
      case RecordType.ORDER_STATUS_REQUEST:
        clients.statusRequest();
        break;
      case RecordType.LEGS_SETTLED:
        followUps.legsSettled();
        break;
      case RecordType.CHILD_ORDER:
        followUps.childOrder();
        break;
      case RecordType.SWEEP:
        followUps.sweep();
        break;
      case RecordType.NEW_ADVANCED_ORDER:
        clients.newOrder();
        break;
      case RecordType.REPLACE_ADVANCED_ORDER:
        clients.replaceOrder();
        break;
      case RecordType.SLICE_ORDER:
        worked.slice();
        break;
      case RecordType.TRIGGER_ORDER:
        worked.trigger();
        break;
      case RecordType.CANCEL_CHILD:
        worked.cancelChild();
        break;
      case RecordType.EXPIRE_ORDER:
        worked.expire();
        break;
      case RecordType.CANCEL_LINKED:
        linked.step();
        break;
      default:
        section.writeEmpty();
        break;
    }
  }

  function apply(): void {
    const order = front.order;
    switch (front.event) {
      case FrontEvent.NONE:
        applyControl();
        break;
      case FrontEvent.ORDER_ACCEPTED:
        insert();
        break;
      case FrontEvent.ORDER_TRIGGERED:
        triggered();
        break;
      case FrontEvent.SLICE_ACCEPTED:
        insertChild();
        break;
      case FrontEvent.ORDER_FILLED:
        fill();
        break;
      case FrontEvent.LATE_FILL:
      case FrontEvent.FILL_SUSPENDED:
      case FrontEvent.FILL_ASSIGNED:
        strays.apply();
        break;
      case FrontEvent.TRADE_CANCELLED:
      case FrontEvent.TRADE_CORRECTED:
      case FrontEvent.SUSPENDED_FILL_CORRECTED:
        tradeChanges.apply();
        break;
      case FrontEvent.SUSPENDED_FILL_DROPPED:
        if (header.type === RecordType.RESOLVE_FILL) strays.apply();
        else tradeChanges.apply();
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
        life.apply(order);
        break;
      case FrontEvent.ORDER_DENIED:
        denied();
        break;
      case FrontEvent.CANCEL_ACCEPTED:
        cancel();
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        replace();
        break;
      case FrontEvent.REPLACE_DENIED:
        if (header.type === RecordType.CANCEL_LINKED) linked.growthDenied(order);
        break;
      case FrontEvent.LEG_ENDED:
        store.setInt(order, LEGS_DONE, store.int(order, LEGS_DONE) | (1 << front.leg));
        break;
      case FrontEvent.ORDER_REPLACED:
        replaced();
        break;
      case FrontEvent.CANCEL_REFUSED:
        store.setInt(order, PENDING_CANCEL_ENTRY, NO_ENTRY);
        if ((front.flags & FrontFlag.LINKED) !== 0) store.links.windows.refused();
        break;
      case FrontEvent.REPLACE_REFUSED:
        replaceRefused();
        break;
      case FrontEvent.ORDER_CANCELLED:
        // Risk may have ended a stop whose replace was pending: a trigger that it denies.
        reports.markLostReplace(order);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
        startSweep();
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
    finish(order);
  }

  function finish(order: number): void {
    if (front.event === FrontEvent.NONE) return;
    noteChangeTime();
    if ((front.flags & FrontFlag.ORDER_ENDED) !== 0) release(order);
    if ((front.flags & FrontFlag.PARENT_ENDED) !== 0) release(front.parent);
  }

  function release(order: number): void {
    fillRecords.close(order, front.status, true);
    if ((store.int(order, LEGS_DONE) & LINKED) !== 0) {
      const group = store.links.groupOf(order);
      linked.endTrigger(order);
      store.release(order, front.status);
      linked.left(group);
    } else store.release(order, front.status);
  }

  function applyControl(): void {
    if (header.type === RecordType.ENGINE_STARTED) {
      const { epoch, rules } = started.move(slot.bodyAt);
      store.start(epoch, rules);
    } else if (header.type === RecordType.DAY_ROLL) {
      store.rollDay(dayRoll.move(slot.bodyAt).baseTimeMs);
    }
  }

  function insert(): void {
    const order = store.pool.allocate();
    const words = (order & MOST_INDEX) * ORDER_WORDS;
    const generation = i32[words + GENERATION]!;
    i32[words + SESSION] = front.session;
    i32[words + CL_ENTRY] = store.ids.insert(front.session, order, generation);
    insertTerms(order, life.base());
    store.lists.append(order, front.session);
    if (header.type === RecordType.NEW_ADVANCED_ORDER) linked.link(order);
  }

  /** In no list and under no identifier: its parent is. */
  function insertChild(): void {
    const order = store.pool.allocate();
    store.setInt(order, SESSION, -1);
    store.setInt(order, CL_ENTRY, NO_ENTRY);
    store.setInt(order, PARENT_PLUS_1, front.parent + 1);
    store.setInt(order, PARENT_GENERATION, front.parentGeneration);
    insertTerms(order, front.status);
  }

  function insertTerms(order: number, status: number): void {
    // The row once, instead of with every field.
    const words = (order & MOST_INDEX) * ORDER_WORDS;
    const doubles = (order & MOST_INDEX) * ORDER_DOUBLES;
    i32[words + ACCOUNT] = front.account;
    i32[words + STRATEGY] = front.strategy;
    i32[words + INSTRUMENT] = front.instrument;
    i32[words + PENDING_CANCEL_ENTRY] = NO_ENTRY;
    i32[words + PENDING_REPLACE_ENTRY] = NO_ENTRY;
    i32[words + EPOCH] = store.epoch();
    store.setByte(order, STATUS, status);
    store.setByte(order, SIDE, front.side);
    store.setByte(order, ORDER_TYPE, front.orderType);
    store.setByte(order, TIME_IN_FORCE, front.timeInForce);
    f64[doubles + ORDER_ID] = front.orderId;
    f64[doubles + QUANTITY] = front.quantityLots;
    f64[doubles + PRICE] = front.priceTicks;
    f64[doubles + DISPLAY] = front.displayLots;
    f64[doubles + MINIMUM] = front.minLots;
    f64[doubles + ACCEPTED] = store.wallMs(header.time);
  }

  /** A stop is a market order from now on, and has nothing that could be replaced; a stop limit is still what its client calls it. */
  function triggered(): void {
    const { order } = front;
    if (front.orderType === OrderType.MARKET) store.setByte(order, ORDER_TYPE, OrderType.MARKET);
    if (header.type !== RecordType.CANCEL_LINKED) return;
    store.setDouble(order, QUANTITY, front.quantityLots);
    linked.released(order);
  }

  /** A denied order's identifier is used all the same, where there is room and it is not a duplicate. */
  function denied(): void {
    if (front.reason === ReasonCode.DUPLICATE_CL_ORD_ID || front.reason === ReasonCode.CL_ORD_ID_STORE_FULL) return;
    store.ids.insert(front.session, NO_ORDER, 0);
  }

  function fill(): void {
    const order = front.order;
    if ((front.flags & FrontFlag.CHILD) !== 0) {
      store.setDouble(order, FILLED, store.double(order, FILLED) + front.lastLots);
      store.setDouble(order, FILLED_VALUE, store.double(order, FILLED_VALUE) + front.lastLots * front.lastTicks);
      life.applyToChild(order);
      takeFill(front.parent);
    } else {
      takeFill(order);
    }
    if ((front.flags & FrontFlag.LEG_DONE) !== 0) {
      store.setInt(order, LEGS_DONE, store.int(order, LEGS_DONE) | (1 << front.leg));
    }
    reports.applyFill(order, front.leg);
    if ((front.flags & FrontFlag.CHILD) !== 0) fillRecords.fill(front.parent, front.parentGeneration);
    else fillRecords.fill(order, front.generation);
  }

  /** Totals of the order that the client knows. */
  function takeFill(order: number): void {
    store.setDouble(order, FILLED, front.filledLots);
    store.setDouble(order, FILLED_VALUE, front.filledValue);
    if ((store.int(order, LEGS_DONE) & LINKED) !== 0) linked.traded(order);
    life.apply(order);
  }

  function cancel(): void {
    const order = front.order;
    if ((front.flags & FrontFlag.SWEEP_STEP) !== 0) {
      store.setInt(order, PENDING_CANCEL_ENTRY, store.sweeps.expires(front.sweep) ? EXPIRING : UNNAMED);
      store.sweeps.setCursor(front.sweep, front.session, store.lists.next(order));
    } else if (header.source === SOURCE_FOLLOW_UP) {
      store.setInt(order, PENDING_CANCEL_ENTRY, header.type === RecordType.EXPIRE_ORDER ? EXPIRING : UNNAMED);
    } else {
      // Repeated cancels may have used up what was kept for them: this one is let through all the same.
      const hasRoom = store.ids.count() < store.ids.capacity;
      const entry = hasRoom ? store.ids.insert(front.session, order, front.generation) : NAMELESS;
      store.setInt(order, PENDING_CANCEL_ENTRY, entry);
    }
  }

  function replace(): void {
    const order = front.order;
    const isOwn = header.source === SOURCE_FOLLOW_UP;
    const entry = isOwn ? UNNAMED : store.ids.insert(front.session, order, front.generation);
    store.setInt(order, PENDING_REPLACE_ENTRY, entry);
    store.setDouble(order, PENDING_QUANTITY, front.quantityLots);
    store.setDouble(order, PENDING_PRICE, front.priceTicks);
    store.setChange(order, layout.Change.PENDING_TIME_IN_FORCE, front.timeInForce);
    store.setChange(order, layout.Change.PENDING_DISPLAY, front.displayLots);
  }

  function replaced(): void {
    const order = front.order;
    const entry = store.int(order, PENDING_REPLACE_ENTRY);
    const lotsBefore = store.double(order, QUANTITY);
    if (entry !== UNNAMED) store.setInt(order, CL_ENTRY, entry);
    store.setInt(order, PENDING_REPLACE_ENTRY, NO_ENTRY);
    store.setDouble(order, QUANTITY, front.quantityLots);
    store.setDouble(order, PRICE, front.priceTicks);
    store.setDouble(order, DISPLAY, front.displayLots);
    store.setByte(order, TIME_IN_FORCE, front.timeInForce);
    life.apply(order);
    if ((store.int(order, LEGS_DONE) & LINKED) !== 0) linked.replaced(order, lotsBefore, entry === UNNAMED);
  }

  function replaceRefused(): void {
    const { order } = front;
    if (store.int(order, PENDING_REPLACE_ENTRY) === UNNAMED) linked.replaceRefused(order);
    store.setInt(order, PENDING_REPLACE_ENTRY, NO_ENTRY);
  }

  function startSweep(): void {
    const session = front.session < 0 ? 0 : front.session;
    const isOperator = header.source === SOURCE_CONTROL;
    // A full store refuses no cancel; this identifier's repeat will go unnoticed. An operator's has none.
    if (!isOperator && store.freeIds() > 0) store.ids.insert(session, NO_ORDER, 0);
    const isDayEnd = isOperator && massCancel.move(slot.bodyAt).scope === MassCancelScope.DAY_END;
    store.sweeps.start(
      front.sweep,
      session,
      (front.session < 0 ? EVERY_SESSION : 0) | (isDayEnd ? DAY_ORDERS : 0),
      store.lists.first(session),
      header.sequence,
      front.instrument,
      front.account,
      front.strategy,
      front.side,
    );
  }

  return { store, resolve, apply };
}
