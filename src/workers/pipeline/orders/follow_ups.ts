/** Resolution of what execution sends back: a child to place, legs that settled, a sweep's next step. */

import { ChildOrder, LegsSettled, Sweep } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import type { Slot } from '../slot.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import * as orderStates from './order_states.ts';
import type { OrderStore } from './order_store.ts';
import type { SectionWriter } from './section.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { EXPIRING, UNNAMED } = orderStates;
const { FrontEvent, FrontFlag, LegsOutcome, Verdict } = events;
const { OrderStatus } = orderModel;
const { ReasonCode } = reasons;
const { ACCOUNT, CL_ENTRY, INSTRUMENT, ORDER_ID, PENDING_CANCEL_ENTRY, PENDING_PRICE, QUANTITY } = layout;
const { PENDING_REPLACE_ENTRY, SIDE, STATUS, TIME_IN_FORCE } = layout;

/** Orders that one step of a sweep looks at: it cancels at most one of them. */
const LOOKED_AT_PER_STEP = 16;

export type FollowUps = ReturnType<typeof makeFollowUps>;

export function makeFollowUps(
  store: OrderStore,
  slot: Slot,
  section: SectionWriter,
  markLostReplace: (order: number) => void,
) {
  const { front } = slot;
  const { begin, deny, growForLostId } = section;
  const { ids, sweeps } = store;
  const childBody = ChildOrder.over(slot.commands);
  const settledBody = LegsSettled.over(slot.commands);
  const sweepBody = Sweep.over(slot.commands);

  function childOrder(): void {
    const body = childBody.move(slot.bodyAt);
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!store.isOpen(body.order, body.generation)) return;
    store.describe(body.order);
    front.leg = body.attempt;
    front.lastLots = body.lots;
    front.lastTicks = body.priceTicks;
    front.event = FrontEvent.CHILD_ACCEPTED;
    if (store.isCancelPending(body.order)) deny(FrontEvent.CHILD_DENIED, ReasonCode.PENDING_CHANGE, 0, 0);
  }

  function legsSettled(): void {
    const body = settledBody.move(slot.bodyAt);
    const order = body.order;
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!store.isOpen(order, body.generation)) return;
    store.describe(order);
    front.reason = body.reason;
    switch (body.outcome) {
      case LegsOutcome.REPLACED:
        if (store.isReplacePending(order)) replaced(order, body.quantityLots, body.priceTicks);
        break;
      case LegsOutcome.REPLACE_REFUSED:
        if (store.isReplacePending(order)) replaceRefused(order);
        break;
      case LegsOutcome.CANCEL_REFUSED:
        if (store.isCancelPending(order)) refused(order, FrontEvent.CANCEL_REFUSED);
        break;
      default:
        ended(order, body.outcome);
        break;
    }
  }

  function ended(order: number, outcome: number): void {
    if (store.parentOf(order) !== NO_ORDER) {
      store.writeParent(order);
      front.flags = front.flags | FrontFlag.ORDER_ENDED;
      front.event = FrontEvent.CHILD_ENDED;
      return;
    }
    // All of it was filled while a replace for more was pending: the order is filled, and the replace refused, unless
    // the fills show that it took effect.
    if (front.filledLots >= store.double(order, QUANTITY) && store.isReplacePending(order)) {
      front.reason = ReasonCode.TOO_LATE;
      replaceRefused(order);
      return;
    }
    front.flags = FrontFlag.ORDER_ENDED;
    front.leavesLots = 0;
    const base = store.byte(order, STATUS);
    const isExpiring = store.int(order, PENDING_CANCEL_ENTRY) === EXPIRING;
    if (!isExpiring && store.isCancelPending(order)) {
      name(order, store.int(order, PENDING_CANCEL_ENTRY));
      front.event = FrontEvent.ORDER_CANCELLED;
      front.status = OrderStatus.CANCELLED;
    } else if (isExpiring || outcome === LegsOutcome.EXPIRED) {
      front.event = FrontEvent.ORDER_EXPIRED;
      front.status = OrderStatus.EXPIRED;
    } else if (outcome === LegsOutcome.REJECTED && base === OrderStatus.PENDING_NEW) {
      front.event = FrontEvent.ORDER_REJECTED;
      front.status = OrderStatus.REJECTED;
    } else {
      front.event = FrontEvent.ORDER_CANCELLED;
      front.status = OrderStatus.CANCELLED;
    }
    markLostReplace(order);
  }

  /** Unless the fills show that it took effect: more than was ordered was filled, whatever is said of it. */
  function replaceRefused(order: number): void {
    if (front.filledLots > store.double(order, QUANTITY)) {
      front.reason = ReasonCode.NONE;
      replaced(order, front.filledLots, store.double(order, PENDING_PRICE));
    } else refused(order, FrontEvent.REPLACE_REFUSED);
  }

  /** The order is what its legs came to: a venue may have refused a part of the change. */
  function replaced(order: number, settled: number, priceTicks: number): void {
    name(order, store.int(order, PENDING_REPLACE_ENTRY));
    front.event = FrontEvent.ORDER_REPLACED;
    const filled = front.filledLots;
    // Fills that crossed the replace may exceed it: the order then is what was filled.
    front.quantityLots = settled > filled ? settled : filled;
    front.leavesLots = front.quantityLots - filled;
    front.priceTicks = priceTicks;
    front.status = statusWithoutReplace(order, front.leavesLots);
    // What a venue has changed it knows, though its acknowledgement comes later.
    if (front.status === OrderStatus.PENDING_NEW) front.status = OrderStatus.NEW;
    if (front.leavesLots === 0) endBesides(order);
  }

  function refused(order: number, event: number): void {
    const isReplace = event === FrontEvent.REPLACE_REFUSED;
    name(order, store.int(order, isReplace ? PENDING_REPLACE_ENTRY : PENDING_CANCEL_ENTRY));
    front.event = event;
    front.verdict = Verdict.REJECTED;
    if (isReplace) {
      const ordered = store.double(order, QUANTITY);
      front.quantityLots = front.filledLots > ordered ? front.filledLots : ordered;
      front.leavesLots = front.quantityLots - front.filledLots;
      front.status = statusWithoutReplace(order, front.leavesLots);
      if (front.leavesLots === 0) endBesides(order);
    } else {
      // Nobody waits for the answer to a sweep's cancel.
      const request = store.int(order, PENDING_CANCEL_ENTRY);
      if (request === UNNAMED || request === EXPIRING) front.session = -1;
      front.status = store.isReplacePending(order) ? OrderStatus.PENDING_REPLACE : store.byte(order, STATUS);
    }
  }

  function statusWithoutReplace(order: number, leaves: number): number {
    if (leaves === 0) return OrderStatus.FILLED;
    if (store.isCancelPending(order)) return OrderStatus.PENDING_CANCEL;
    return store.byte(order, STATUS);
  }

  /** The settled replace leaves nothing open: a cancel that is still pending is lost with the order. */
  function endBesides(order: number): void {
    front.flags = front.flags | FrontFlag.ORDER_ENDED;
    if (!store.isCancelPending(order)) return;
    front.flags = front.flags | FrontFlag.CANCEL_LOST;
    growForLostId();
    store.writeLostClOrdId(store.cancelEntry(order));
  }

  /** The request's identifier in front, the order's own as the original. */
  function name(order: number, request: number): void {
    if (request < 0) return;
    store.writeOrigClOrdId(store.int(order, CL_ENTRY));
    front.copyClOrdId(ids.entries, ids.nameAt(request));
  }

  /** Finds the sweep's next order among a bounded number: cancel it, step on, or end. */
  function sweep(): void {
    const body = sweepBody.move(slot.bodyAt);
    const sweep = body.sweep;
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!sweeps.isActive(sweep, body.generation)) return;
    let order = sweeps.cursor(sweep);
    let session = sweeps.session(sweep);
    let event: number = FrontEvent.SWEEP_STEPPED;
    for (let looked = 0; looked < LOOKED_AT_PER_STEP; looked++) {
      if (order === NO_ORDER || sweeps.isPast(sweep, store.double(order, ORDER_ID))) {
        if (sweeps.goesOnAfter(sweep, session)) {
          session++;
          order = store.lists.first(session);
          continue;
        }
        event = FrontEvent.SWEEP_ENDED;
        break;
      }
      if (isSwept(sweep, order)) {
        event = FrontEvent.CANCEL_ACCEPTED;
        break;
      }
      order = store.lists.next(order);
    }
    if (event === FrontEvent.CANCEL_ACCEPTED) {
      store.describe(order);
      front.flags = FrontFlag.SWEEP_STEP;
      front.status = OrderStatus.PENDING_CANCEL;
    } else {
      front.order = order;
      front.session = session;
    }
    front.event = event;
    front.sweep = sweep;
    front.requestId = body.generation;
  }

  function isSwept(sweep: number, order: number): boolean {
    return (
      !store.isCancelPending(order) &&
      store.sweeps.matches(
        sweep,
        store.double(order, ORDER_ID),
        store.int(order, INSTRUMENT),
        store.int(order, ACCOUNT),
        store.byte(order, SIDE),
        store.byte(order, TIME_IN_FORCE),
      )
    );
  }

  return { childOrder, legsSettled, sweep };
}
