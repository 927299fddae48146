/**
 * Resolution of what execution sends back about orders that the engine works itself: the next child of an algorithm, a
 * stop that the market has reached, a child's cancel, an order whose time is over.
 */

import {
  CancelChild,
  ExpireOrder,
  FrontSection,
  SliceOrder,
  TriggerOrder,
} from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import type { Slot } from '../slot.ts';
import type { Life } from './life.ts';
import * as lifeEvents from './life_event.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import { plain, type SectionWriter } from './section.ts';
import * as stateTable from './state_table.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { FrontEvent, FrontFlag } = events;
const { OrderStatus, typeOnceTriggered } = orderModel;
const { LifeEvent } = lifeEvents;
const { ReasonCode } = reasons;
const { eventOf, reasonOf, toldOf } = stateTable;
const { GENERATION } = layout;

export type WorkedOrders = ReturnType<typeof makeWorkedOrders>;

export function makeWorkedOrders(store: OrderStore, slot: Slot, section: SectionWriter, life: Life) {
  const { front, header } = slot;
  const { begin, deny } = section;
  const { pool } = store;
  const sliceBody = SliceOrder.over(slot.commands);
  const triggerBody = TriggerOrder.over(slot.commands);
  const cancelBody = CancelChild.over(slot.commands);
  const expireBody = ExpireOrder.over(slot.commands);

  /** A child: its parent's account, instrument and side, terms of its own. No client hears of it. */
  function slice(): void {
    const body = sliceBody.move(slot.bodyAt);
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    const parent = body.order;
    if (!store.isOpen(parent, body.generation)) return;
    store.describe(parent);
    const cell = life.meet(parent, LifeEvent.SLICE);
    front.session = -1;
    front.parent = parent;
    front.parentGeneration = body.generation;
    front.flags = FrontFlag.CHILD;
    front.length = FrontSection.BYTES;
    front.orderType = body.orderType;
    front.timeInForce = body.timeInForce;
    front.orderId = header.sequence;
    front.quantityLots = plain(body.lots);
    front.leavesLots = front.quantityLots;
    front.priceTicks = plain(body.priceTicks);
    front.displayLots = plain(body.displayLots);
    front.minLots = plain(body.minLots);
    front.filledLots = 0;
    front.filledValue = 0;
    front.status = toldOf(cell);
    front.event = eventOf(cell);
    const order = pool.peek();
    if (reasonOf(cell) !== ReasonCode.NONE) denySlice(reasonOf(cell), 0, 0);
    else if (order === NO_ORDER) denySlice(ReasonCode.ORDER_POOL_FULL, pool.capacity, pool.size());
    else {
      front.order = order;
      front.generation = order < pool.highWater() ? store.int(order, GENERATION) : 0;
    }
  }

  /** The section names the parent, so that execution finds whose slice it was. */
  function denySlice(reason: number, limit: number, observed: number): void {
    deny(FrontEvent.SLICE_DENIED, reason, limit, observed);
    front.order = NO_ORDER;
    front.generation = -1;
    front.status = OrderStatus.REJECTED;
    front.leavesLots = 0;
  }

  /** From now on the order is what it was to become: a market or a limit order. Ignored where a cancel was faster. */
  function trigger(): void {
    const body = triggerBody.move(slot.bodyAt);
    const order = body.order;
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!store.isOpen(order, body.generation)) return;
    store.describe(order);
    life.write(life.meet(order, LifeEvent.TRIGGER));
    if (front.event === FrontEvent.FOLLOW_UP_IGNORED) return;
    front.orderType = typeOnceTriggered(front.orderType);
    front.lastTicks = plain(body.triggerTicks);
  }

  function cancelChild(): void {
    const body = cancelBody.move(slot.bodyAt);
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!store.isOpen(body.order, body.generation)) return;
    store.describe(body.order);
    letGo(body.order, LifeEvent.CHILD_RECALLED);
  }

  /** Good till a date that has come. An order whose cancel is pending already ends by that. */
  function expire(): void {
    const body = expireBody.move(slot.bodyAt);
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!store.isOpen(body.order, body.generation)) return;
    store.describe(body.order);
    letGo(body.order, LifeEvent.TIME_ENDED);
  }

  /** Its venues are asked to cancel it; nobody waits for an answer. */
  function letGo(order: number, event: number): void {
    life.write(life.meet(order, event));
    if (front.event !== FrontEvent.CANCEL_ACCEPTED) return;
    if (store.parentOf(order) !== NO_ORDER) store.writeParent(order);
  }

  return { slice, trigger, cancelChild, expire };
}
