/**
 * The desk: works orders by their algorithms. It asks an algorithm when something happened that concerns its order, turns
 * the answer into one follow-up, and keeps account of children: what is open, what was filled, which are to be cancelled.
 */

import { NewAdvancedOrder, ReplaceAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../../model/front_event.ts';
import { namedTerms } from '../../../model/named_terms.ts';
import * as orderModel from '../../../model/order.ts';
import * as reasonCodes from '../../../model/reason.ts';
import * as recordTypes from '../../../model/record_type.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';
import type { TradingHours } from '../../trading_hours.ts';
import type { Instructions } from '../instructions.ts';
import type { LegStore } from '../leg_store.ts';
import * as legStoreCodes from '../leg_store.ts';
import type { VenueMeans } from '../venue_means.ts';
import { WorkedOrder } from './algorithm.ts';
import { algorithmOf } from './algorithms/registry.ts';
import { changeTerms } from './changed_terms.ts';
import * as decisionCodes from './decision.ts';
import { Decision } from './decision.ts';
import { makeFollowers } from './followers.ts';
import type { Market } from './market.ts';
import * as marketCodes from './market.ts';
import type { Timers } from './timers.ts';
import * as timerCodes from './timers.ts';
import type { VolumeCurves } from './volume_curves.ts';
import * as workCodes from './works.ts';
import { makeWorks } from './works.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontFlag, LegsOutcome } = frontEventCodes;
const { TimeInForce } = orderModel;
const { ReasonCode } = reasonCodes;
const { RecordType } = recordTypes;
const { GENERATION, HELD, Held } = legStoreCodes;
const { Action } = decisionCodes;
const { MarketFigure } = marketCodes;
const { NEVER } = timerCodes;
const { NO_WORK, WorkDouble, WorkFlag, WorkInt, WorkPhase } = workCodes;

/** After risk denied a child, or a venue refused a cancel that is needed. */
const RETRY_MS = 1_000;
const LEAST_WAIT_MS = 1;
/** After a child came back of which nothing was filled: a market that has nothing, or a venue that refuses, is not asked without end. */
const UNFILLED_RETRY_MS = 100;
/** One in so many orders may be worked at once, and never fewer than so many. */
const ORDERS_PER_WORK = 8;
const LEAST_WORKS = 64;

// Registers: works that wait to be asked, oldest first; work plus one, 0 is none.
const READY_HEAD = 0;
const READY_TAIL = 1;

export type Desk = ReturnType<typeof makeDesk>;

export function makeDesk(
  state: EngineState,
  capacity: { readonly orders: number; readonly instruments: number },
  legs: LegStore,
  instructions: Instructions,
  market: Market,
  means: VenueMeans,
  curves: VolumeCurves,
  timers: Timers,
  hours: TradingHours,
  slot: Slot,
) {
  const { front, header } = slot;
  const registers = state.laterI32('desk.registers', 2);
  const works = makeWorks(state, capacity.orders, Math.max(LEAST_WORKS, Math.floor(capacity.orders / ORDERS_PER_WORK)));
  const followers = makeFollowers(state, capacity.instruments, works);
  const decision = new Decision();
  const worked = new WorkedOrder(works, market, means, curves);
  const body = NewAdvancedOrder.over(slot.commands);
  const replacement = ReplaceAdvancedOrder.over(slot.commands);

  /** An order that an algorithm works was accepted. Its record among the legs has begun. */
  function accept(nowMs: number): void {
    const { order } = front;
    const work = works.allocate(order);
    if (work === NO_WORK) {
      const reason = ReasonCode.WORKED_ORDERS_FULL;
      instructions.settle(order, front.generation, LegsOutcome.REJECTED, reason, 0, 0);
      return;
    }
    body.move(slot.bodyAt);
    legs.setByte(order, HELD, Held.WORK);
    works.setInt(work, WorkInt.ORDER, order);
    works.setInt(work, WorkInt.GENERATION, front.generation);
    works.setInt(work, WorkInt.ORDER_TYPE, front.orderType);
    works.setInt(work, WorkInt.INSTRUMENT, front.instrument);
    works.setInt(work, WorkInt.SIDE, front.side);
    works.setInt(work, WorkInt.PEG, body.peg);
    works.setInt(work, WorkInt.COMPLETION, body.completion);
    works.setDouble(work, WorkDouble.ORDER_ID, front.orderId);
    works.setDouble(work, WorkDouble.QUANTITY, front.quantityLots);
    works.setDouble(work, WorkDouble.PRICE, front.priceTicks);
    works.setDouble(work, WorkDouble.DISPLAY, front.displayLots);
    works.setDouble(work, WorkDouble.MINIMUM, front.minLots);
    works.setDouble(work, WorkDouble.ACCEPTED, nowMs);
    works.setDouble(work, WorkDouble.START, body.startTimeMs > nowMs ? body.startTimeMs : nowMs);
    works.setDouble(work, WorkDouble.END, body.endTimeMs);
    works.setDouble(work, WorkDouble.EXPIRY, front.timeInForce === TimeInForce.GTD ? body.expireTimeMs : NEVER);
    works.setDouble(work, WorkDouble.INTERVAL, body.intervalMs);
    works.setDouble(work, WorkDouble.PARTICIPATION, body.participationRate);
    works.setDouble(work, WorkDouble.VARIATION, body.variation);
    works.setDouble(work, WorkDouble.PEG_OFFSET, body.pegOffsetTicks);
    works.setDouble(work, WorkDouble.REPRICE, body.repriceTicks);
    works.setDouble(work, WorkDouble.RISK_AVERSION, body.riskAversion);
    works.setDouble(work, WorkDouble.VOLATILITY, body.volatility);
    works.setDouble(work, WorkDouble.IMPACT, body.impact);
    noteArrival(work);
    ready(work);
  }

  /** What the order is measured against. */
  function noteArrival(work: number): void {
    market.look(front.instrument);
    const { figures } = market;
    const bid = figures[MarketFigure.BID]!;
    const ask = figures[MarketFigure.ASK]!;
    works.setDouble(work, WorkDouble.ARRIVAL, bid > 0 && ask > 0 ? (bid + ask) / 2 : figures[MarketFigure.LAST]!);
    works.setDouble(work, WorkDouble.START_VOLUME, figures[MarketFigure.VOLUME]!);
    works.setDouble(work, WorkDouble.START_VALUE, figures[MarketFigure.VALUE]!);
  }

  /** The child passed risk: it is placed as any order is, and is the parent's from now on. */
  function childAccepted(): void {
    const { order, parent, quantityLots } = front;
    const work = works.workOf(parent);
    works.addChild(work, order);
    works.setDouble(work, WorkDouble.OPEN, works.double(work, WorkDouble.OPEN) + quantityLots);
    sliceMet(work);
  }

  /** Risk let the child not pass, or the parent is ending: the algorithm may try again later. */
  function childDenied(nowMs: number): void {
    const work = works.workOf(front.parent);
    works.setDouble(work, WorkDouble.RETRY_AT, nowMs + RETRY_MS);
    sliceMet(work);
  }

  function sliceMet(work: number): void {
    works.setInt(work, WorkInt.FLAGS, works.int(work, WorkInt.FLAGS) & ~WorkFlag.SLICING);
    ready(work);
  }

  /** A fill of a child. The parent may be complete with it, and then leaves the pool with this command. */
  function childFilled(): void {
    const { flags, lastLots, lastTicks, order } = front;
    const work = works.workOf(order);
    works.setDouble(work, WorkDouble.FILLED, works.double(work, WorkDouble.FILLED) + lastLots);
    works.setDouble(work, WorkDouble.FILLED_VALUE, works.double(work, WorkDouble.FILLED_VALUE) + lastLots * lastTicks);
    works.setDouble(work, WorkDouble.OPEN, works.double(work, WorkDouble.OPEN) - lastLots);
    if ((flags & FrontFlag.ORDER_ENDED) !== 0) works.removeChild(work, order);
    if ((flags & FrontFlag.PARENT_ENDED) === 0) ready(work);
  }

  /** Fills of its children that venues took back or corrected: what is missing is worked again. */
  function takenBack(order: number): void {
    const work = works.workOf(order);
    works.setDouble(work, WorkDouble.FILLED, front.filledLots);
    works.setDouble(work, WorkDouble.FILLED_VALUE, front.filledValue);
    ready(work);
  }

  /** The section tells the child's own totals. */
  function childEnded(nowMs: number): void {
    const work = works.workOf(front.order);
    if (front.filledLots === 0 && !works.isCancelled(front.order)) {
      works.setDouble(work, WorkDouble.RETRY_AT, nowMs + UNFILLED_RETRY_MS);
    }
    works.setDouble(work, WorkDouble.OPEN, works.double(work, WorkDouble.OPEN) - front.leavesLots);
    works.removeChild(work, front.order);
    ready(work);
  }

  /** The venue keeps a child that was to go: it is tried again, unless it ends before. */
  function childCancelRefused(child: number, nowMs: number): void {
    const work = works.workOf(child);
    works.cancelRefused(child);
    works.setDouble(work, WorkDouble.RETRY_AT, nowMs + RETRY_MS);
    ready(work);
  }

  function cancel(order: number): void {
    end(works.workOf(order), LegsOutcome.CANCELLED, ReasonCode.NONE);
  }

  function end(work: number, outcome: number, reason: number): void {
    works.setInt(work, WorkInt.PHASE, WorkPhase.ENDING);
    works.setInt(work, WorkInt.OUTCOME, outcome);
    works.setInt(work, WorkInt.REASON, reason);
    ready(work);
  }

  /** New terms: what is open at venues goes first, so that no child outlives the terms that it was made by. */
  function replace(order: number): void {
    const work = works.workOf(order);
    if (works.int(work, WorkInt.PHASE) !== WorkPhase.WORKING) {
      const generation = works.int(work, WorkInt.GENERATION);
      instructions.settle(order, generation, LegsOutcome.REPLACE_REFUSED, ReasonCode.TOO_LATE, 0, 0);
      return;
    }
    works.setInt(work, WorkInt.PHASE, WorkPhase.REPLACING);
    works.setDouble(work, WorkDouble.QUANTITY, front.quantityLots);
    works.setDouble(work, WorkDouble.PRICE, front.priceTicks);
    if (header.type === RecordType.REPLACE_ADVANCED_ORDER) {
      replacement.move(slot.bodyAt);
      if (replacement.displayLots > 0) works.setDouble(work, WorkDouble.DISPLAY, replacement.displayLots);
      if (replacement.endTimeMs > 0) works.setDouble(work, WorkDouble.END, replacement.endTimeMs);
      if (replacement.expireTimeMs > 0) works.setDouble(work, WorkDouble.EXPIRY, replacement.expireTimeMs);
      changeTerms(works, work, replacement, namedTerms(header, replacement));
    }
    if (front.timeInForce !== TimeInForce.GTD) works.setDouble(work, WorkDouble.EXPIRY, NEVER);
    ready(work);
  }

  /** The order's time has come. True: it is over, and is to expire; one that is ending already goes on with that. */
  function onTime(order: number, nowMs: number): boolean {
    const work = works.workOf(order);
    const isEnding = works.int(work, WorkInt.PHASE) === WorkPhase.ENDING;
    if (!isEnding && works.double(work, WorkDouble.EXPIRY) <= nowMs) return true;
    ready(work);
    return false;
  }

  function isWaiting(): boolean {
    return registers[READY_HEAD] !== 0;
  }

  /** Asks the work that waits longest; the number of the follow-up that it made, or -1. */
  function step(nowMs: number): number {
    const work = registers[READY_HEAD]! - 1;
    registers[READY_HEAD] = works.int(work, WorkInt.NEXT_READY);
    if (registers[READY_HEAD] === 0) registers[READY_TAIL] = 0;
    works.setInt(work, WorkInt.NEXT_READY, 0);
    works.setInt(work, WorkInt.FLAGS, works.int(work, WorkInt.FLAGS) & ~WorkFlag.READY);
    if (works.int(work, WorkInt.PHASE) !== WorkPhase.GONE) return ask(work, nowMs);
    works.free(work);
    return -1;
  }

  /** The same for the next work that follows a quote. */
  function stepQuoted(nowMs: number): number {
    const work = followers.take();
    return work === NO_WORK ? -1 : ask(work, nowMs);
  }

  function ready(work: number): void {
    const flags = works.int(work, WorkInt.FLAGS);
    if ((flags & WorkFlag.READY) !== 0) return;
    works.setInt(work, WorkInt.FLAGS, flags | WorkFlag.READY);
    if (registers[READY_HEAD] === 0) registers[READY_HEAD] = work + 1;
    else works.setInt(registers[READY_TAIL]! - 1, WorkInt.NEXT_READY, work + 1);
    registers[READY_TAIL] = work + 1;
  }

  function ask(work: number, nowMs: number): number {
    // A child on its way is known only when it comes back: nothing can be decided beside it.
    if ((works.int(work, WorkInt.FLAGS) & WorkFlag.SLICING) !== 0) return -1;
    if (works.int(work, WorkInt.PHASE) !== WorkPhase.WORKING) return closeDown(work, nowMs);
    const end = works.double(work, WorkDouble.END);
    const isShut = hours.isShut(works.int(work, WorkInt.INSTRUMENT));
    if (isShut && (end === 0 || end > nowMs)) {
      standStill(work, end);
      return -1;
    }
    const retryAt = works.double(work, WorkDouble.RETRY_AT);
    if (retryAt > nowMs) {
      wakeAt(work, retryAt);
      return -1;
    }
    decision.clear();
    worked.moveTo(work, nowMs);
    algorithmOf(works.int(work, WorkInt.ORDER_TYPE)).decide(worked, decision);
    // A time that has passed would ask for ever.
    wakeAt(work, decision.wakeMs > nowMs ? decision.wakeMs : nowMs + LEAST_WAIT_MS);
    followers.set(work, decision.followsQuotes);
    if (isShut && decision.action === Action.SLICE) {
      standStill(work, 0);
      return -1;
    }
    return act(work, nowMs);
  }

  /** Nobody trades its instrument: it is asked again when somebody does, or when its time is over; 0: it has no end. */
  function standStill(work: number, endMs: number): void {
    followers.set(work, true);
    wakeAt(work, endMs === 0 ? NEVER : endMs);
  }

  /** Venues have opened or closed: whoever follows the quotes of what trades now is asked, and so is who stood still. */
  function resume(): void {
    for (let instrument = 0; instrument < capacity.instruments; instrument++) {
      if (!hours.isShut(instrument)) followers.onQuote(instrument);
    }
  }

  function act(work: number, nowMs: number): number {
    const order = works.int(work, WorkInt.ORDER);
    const generation = works.int(work, WorkInt.GENERATION);
    switch (decision.action) {
      case Action.SLICE: {
        const taken = works.double(work, WorkDouble.FILLED) + works.double(work, WorkDouble.OPEN);
        decision.cutTo(works.double(work, WorkDouble.QUANTITY) - taken);
        if (!(decision.lots >= 1)) return -1;
        works.setInt(work, WorkInt.FLAGS, works.int(work, WorkInt.FLAGS) | WorkFlag.SLICING);
        return instructions.slice(order, generation, decision);
      }
      case Action.CANCEL_CHILDREN:
        return cancelNextChild(work);
      case Action.FINISH:
        works.setInt(work, WorkInt.PHASE, WorkPhase.ENDING);
        works.setInt(work, WorkInt.OUTCOME, decision.outcome);
        works.setInt(work, WorkInt.REASON, decision.reason);
        return closeDown(work, nowMs);
      default:
        return -1;
    }
  }

  /** Ending or being replaced: children go one by one, then the order settles. */
  function closeDown(work: number, nowMs: number): number {
    const retryAt = works.double(work, WorkDouble.RETRY_AT);
    if (retryAt > nowMs && works.int(work, WorkInt.CHILDREN) > 0) {
      wakeAt(work, retryAt);
      return -1;
    }
    if (works.int(work, WorkInt.CHILDREN) > 0) return cancelNextChild(work);
    const order = works.int(work, WorkInt.ORDER);
    const generation = works.int(work, WorkInt.GENERATION);
    if (works.int(work, WorkInt.PHASE) === WorkPhase.REPLACING) {
      works.setInt(work, WorkInt.PHASE, WorkPhase.WORKING);
      ready(work);
      const lots = works.double(work, WorkDouble.QUANTITY);
      const ticks = works.double(work, WorkDouble.PRICE);
      return instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, lots, ticks);
    }
    const outcome = works.int(work, WorkInt.OUTCOME);
    // Told once: what comes until the answer is met finds nothing to do.
    if (outcome === 0) return -1;
    works.setInt(work, WorkInt.OUTCOME, 0);
    wakeAt(work, NEVER);
    return instructions.settle(order, generation, outcome, works.int(work, WorkInt.REASON), 0, 0);
  }

  function cancelNextChild(work: number): number {
    const child = works.takeChildToCancel(work);
    if (child < 0) return -1;
    ready(work);
    return instructions.cancelChild(child, legs.int(child, GENERATION));
  }

  /** At the time that the algorithm asked for, or when the order's time is over. */
  function wakeAt(work: number, ms: number): void {
    const isEnding = works.int(work, WorkInt.PHASE) === WorkPhase.ENDING;
    const expiry = isEnding ? NEVER : works.double(work, WorkDouble.EXPIRY);
    timers.set(works.int(work, WorkInt.ORDER), ms < expiry ? ms : expiry);
  }

  /** The parent left the pool. */
  function forget(order: number): void {
    const work = works.workOf(order);
    if (work === NO_WORK) return;
    followers.set(work, false);
    timers.remove(order);
    legs.setByte(order, HELD, Held.NOTHING);
    works.unbind(order);
    // One that waits to be asked is in the middle of a list.
    if ((works.int(work, WorkInt.FLAGS) & WorkFlag.READY) === 0) works.free(work);
    else works.setInt(work, WorkInt.PHASE, WorkPhase.GONE);
  }

  return {
    works,
    followers,
    accept,
    resume,
    childAccepted,
    childDenied,
    childFilled,
    takenBack,
    childEnded,
    childCancelRefused,
    cancel,
    replace,
    onTime,
    isWaiting,
    step,
    stepQuoted,
    forget,
  };
}
