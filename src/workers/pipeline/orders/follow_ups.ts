/** Resolution of what execution sends back: a child to place, legs that settled, a sweep's next step. */

import { ChildOrder, LegsSettled, Sweep } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as reasons from '../../model/reason.ts';
import type { Slot } from '../slot.ts';
import type { Life } from './life.ts';
import * as lifeEvents from './life_event.ts';
import type { LinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import * as orderStates from './order_states.ts';
import type { OrderStore } from './order_store.ts';
import type { SectionWriter } from './section.ts';
import * as stateTable from './state_table.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { UNNAMED } = orderStates;
const { FrontEvent, FrontFlag, LegsOutcome, Verdict } = events;
const { LifeEvent } = lifeEvents;
const { ReasonCode } = reasons;
const { Cell, eventOf, reasonOf, toldOf } = stateTable;
const { ACCOUNT, CL_ENTRY, INSTRUMENT, LEGS_DONE, LINKED, ORDER_ID, PENDING_CANCEL_ENTRY, PENDING_PRICE } = layout;
const { Change, PENDING_QUANTITY, PENDING_REPLACE_ENTRY, QUANTITY, SIDE, STRATEGY, TIME_IN_FORCE } = layout;

/** Orders that one step of a sweep looks at: it cancels at most one of them. */
const LOOKED_AT_PER_STEP = 16;

export type FollowUps = ReturnType<typeof makeFollowUps>;

export function makeFollowUps(
  store: OrderStore,
  slot: Slot,
  section: SectionWriter,
  life: Life,
  markLostReplace: (order: number) => void,
  linked: LinkedOrders,
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
    // A late fill may have left less of the order than was to be placed; when another of its list has traded, nothing is.
    const isLinked = (store.int(body.order, LEGS_DONE) & LINKED) !== 0;
    const isReduced = isLinked && store.links.lotsDue(body.order) > 0;
    const left = isReduced ? 0 : store.mostLots(body.order) - front.filledLots;
    front.lastLots = body.lots < left ? body.lots : left;
    front.lastTicks = body.priceTicks;
    const cell = life.meet(body.order, LifeEvent.FURTHER_LEG);
    front.event = eventOf(cell);
    if (reasonOf(cell) !== ReasonCode.NONE) deny(eventOf(cell), reasonOf(cell), 0, 0);
    else if (front.lastLots === 0) deny(FrontEvent.CHILD_DENIED, ReasonCode.TOO_LATE, 0, body.lots);
  }

  function legsSettled(): void {
    const body = settledBody.move(slot.bodyAt);
    const order = body.order;
    begin(FrontEvent.FOLLOW_UP_IGNORED);
    if (!store.isOpen(order, body.generation)) return;
    store.describe(order);
    front.reason = body.reason;
    const cell = life.meet(order, settledEvent(order, body));
    front.event = eventOf(cell);
    if (reasonOf(cell) !== ReasonCode.NONE) front.reason = reasonOf(cell);
    switch (front.event) {
      case FrontEvent.FOLLOW_UP_IGNORED:
        break;
      case FrontEvent.CHILD_ENDED:
        store.writeParent(order);
        front.flags = front.flags | FrontFlag.ORDER_ENDED;
        break;
      case FrontEvent.ORDER_REPLACED:
        if (body.outcome === LegsOutcome.REPLACED) replaced(order, cell, body.quantityLots, body.priceTicks);
        else replacedByFills(order, cell);
        break;
      case FrontEvent.REPLACE_REFUSED:
        replaceRefused(order, cell);
        break;
      case FrontEvent.CANCEL_REFUSED:
        name(order, store.int(order, PENDING_CANCEL_ENTRY));
        front.verdict = Verdict.REJECTED;
        front.status = toldOf(cell);
        // Nobody waits for the answer to a sweep's cancel.
        if ((cell & Cell.UNTOLD) !== 0) front.session = -1;
        if ((store.int(order, LEGS_DONE) & LINKED) !== 0) linked.nameRefused(order);
        break;
      default:
        ended(order, cell);
        break;
    }
  }

  /** What the word of execution is by what is filled. */
  function settledEvent(order: number, settled: LegsSettled): number {
    const { outcome } = settled;
    if (outcome === LegsOutcome.CANCEL_REFUSED) return LifeEvent.CANCEL_REFUSED;
    if (store.parentOf(order) !== NO_ORDER) return LifeEvent.CHILD_SETTLED;
    const { filledLots } = front;
    if (outcome === LegsOutcome.REPLACED) {
      return settled.quantityLots > filledLots ? LifeEvent.REPLACED : LifeEvent.REPLACED_TO_FILLED;
    }
    // All of it is filled and it is open only while a replace for more is pending.
    const ordered = store.double(order, QUANTITY);
    const isFilled = filledLots >= ordered && store.isReplacePending(order);
    if (outcome === LegsOutcome.REPLACE_REFUSED) {
      if (!isFilled) return LifeEvent.REPLACE_REFUSED;
      return filledLots > ordered ? LifeEvent.REPLACE_REFUSED_BEYOND : LifeEvent.REPLACE_REFUSED_FILLED;
    }
    if (isFilled) return filledLots > ordered ? LifeEvent.SETTLED_BEYOND : LifeEvent.SETTLED_FILLED;
    if (store.isReplacePending(order) && store.double(order, PENDING_QUANTITY) <= filledLots) {
      return LifeEvent.SETTLED_AS_ASKED;
    }
    if (outcome === LegsOutcome.EXPIRED) return LifeEvent.SETTLED_EXPIRED;
    return outcome === LegsOutcome.REJECTED ? LifeEvent.SETTLED_REJECTED : LifeEvent.SETTLED_CANCELLED;
  }

  /** Told under the name of the cancel that was pending, if a client asked for it. */
  function ended(order: number, cell: number): void {
    front.flags = FrontFlag.ORDER_ENDED;
    front.leavesLots = 0;
    front.status = toldOf(cell);
    name(order, store.int(order, PENDING_CANCEL_ENTRY));
    if ((cell & Cell.REPLACE_LOST) !== 0) markLostReplace(order);
  }

  /** The replace took effect: more than was ordered is filled, whatever is said of it, or no more than it asked for. */
  function replacedByFills(order: number, cell: number): void {
    front.reason = ReasonCode.NONE;
    replaced(order, cell, front.filledLots, store.double(order, PENDING_PRICE));
  }

  /** The order is what its legs came to: a venue may have refused a part of the change. */
  function replaced(order: number, cell: number, settled: number, priceTicks: number): void {
    name(order, store.int(order, PENDING_REPLACE_ENTRY));
    const filled = front.filledLots;
    // Fills that crossed the replace may exceed it: the order then is what was filled.
    front.quantityLots = settled > filled ? settled : filled;
    front.leavesLots = front.quantityLots - filled;
    front.priceTicks = priceTicks;
    // None is known of a replace that was pending when an earlier release made the snapshot.
    const timeInForce = store.change(order, Change.PENDING_TIME_IN_FORCE);
    if (timeInForce !== 0) {
      front.timeInForce = timeInForce;
      front.displayLots = store.change(order, Change.PENDING_DISPLAY);
    }
    front.status = toldOf(cell);
    // Nobody asked for the engine's own: it is told as what it is.
    if (isOwnReplace(order)) front.reason = ReasonCode.LIST_UPDATED;
    nameReplaced(order);
    if ((cell & Cell.ENDS) !== 0) endBesides(order, cell);
  }

  /** That an exit does not grow, or that the order has ended meanwhile, its client is told; else nobody asked. */
  function tellOwnRefusal(order: number, cell: number): void {
    if ((cell & Cell.ENDS) !== 0 || linked.isForgone(order)) front.reason = ReasonCode.EXIT_NOT_GROWN;
    else front.session = -1;
  }

  function isOwnReplace(order: number): boolean {
    return store.int(order, PENDING_REPLACE_ENTRY) === UNNAMED;
  }

  function nameReplaced(order: number): void {
    if ((store.int(order, LEGS_DONE) & LINKED) !== 0) linked.nameReplaced(order);
  }

  function replaceRefused(order: number, cell: number): void {
    name(order, store.int(order, PENDING_REPLACE_ENTRY));
    if (isOwnReplace(order)) tellOwnRefusal(order, cell);
    nameReplaced(order);
    front.verdict = Verdict.REJECTED;
    front.quantityLots = store.double(order, QUANTITY);
    front.leavesLots = front.quantityLots - front.filledLots;
    front.status = toldOf(cell);
    if ((cell & Cell.ENDS) !== 0) endBesides(order, cell);
  }

  /** The settled replace leaves nothing open: a cancel that is still pending is lost with the order. */
  function endBesides(order: number, cell: number): void {
    front.flags = front.flags | FrontFlag.ORDER_ENDED;
    if ((cell & Cell.CANCEL_LOST) === 0) return;
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
      front.status = toldOf(life.meet(order, sweeps.expires(sweep) ? LifeEvent.DAY_ENDED : LifeEvent.SWEPT));
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
        store.int(order, STRATEGY),
        store.byte(order, SIDE),
        store.byte(order, TIME_IN_FORCE),
      )
    );
  }

  return { childOrder, legsSettled, sweep };
}
