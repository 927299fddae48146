/**
 * What algorithms with a schedule share: steps over time, a slice a step of what is due and neither filled nor open, the end.
 *
 * After step s of n, `due` says how many lots should be done: whole lots, all of them after the last, so that totals come out
 * to the lot. What one step could not trade the next one catches up with; with a participation cap, at most that part of
 * what the market has traded. A slice trades at once or not at all: IOC at the limit, or at the market without one.
 *
 * With a variation v the times of the steps, but not what is due after each, move by up to v / 2 of an interval either way, by
 * a hash of the order's id and the step, so that others cannot read the clock from the tape.
 */

import * as frontEventCodes from '../../../../model/front_event.ts';
import * as orderModel from '../../../../model/order.ts';
import * as reasonCodes from '../../../../model/reason.ts';
import type { Algorithm, WorkedOrder } from '../algorithm.ts';
import type { Decision } from '../decision.ts';

const { LegsOutcome } = frontEventCodes;
const { Completion, OrderType, TimeInForce } = orderModel;
const { ReasonCode } = reasonCodes;

/** Where the order names no interval. */
const DEFAULT_INTERVAL_MS = 30_000;
/** Between tries to trade what is left when the time is over. */
const COMPLETION_MS = 1_000;

// What is remembered: the last step that sent a slice, when completion was last tried.
const LAST_STEP = 0;
const LAST_TRY = 1;

/** Lots that should be done after `step` of `steps`, both whole; never falls with the step, and is the quantity at the last. */
export type DueLots = (order: WorkedOrder, step: number, steps: number) => number;

export function makeSchedule(name: string, due: DueLots): Algorithm {
  function decide(order: WorkedOrder, decision: Decision): void {
    const { nowMs } = order;
    const isOver = nowMs >= order.endMs;
    if (isOver && order.completion !== Completion.COMPLETE) {
      decision.finish(LegsOutcome.EXPIRED, ReasonCode.SCHEDULE_ENDED);
      return;
    }
    const steps = stepsOf(order);
    const step = stepAt(order, nowMs, steps);
    // One slice at a time: the next one waits for the last one's account.
    if (order.children > 0) {
      if (!isOver) decision.wakeAt(nextWake(order, step, steps));
      return;
    }
    if (isOver) {
      complete(order, decision);
      return;
    }
    decision.wakeAt(nextWake(order, step, steps));
    if (step <= order.recall(LAST_STEP)) return;
    const lots = capped(order, due(order, step, steps) - order.filledLots);
    if (lots < 1) return;
    order.remember(LAST_STEP, step);
    sendSlice(order, decision, lots);
  }

  return { name, decide };
}

/** The rest, as often as it takes, not more often than COMPLETION_MS. */
function complete(order: WorkedOrder, decision: Decision): void {
  const next = order.recall(LAST_TRY) + COMPLETION_MS;
  decision.wakeAt(next);
  if (order.nowMs < next) return;
  order.remember(LAST_TRY, order.nowMs);
  decision.wakeAt(order.nowMs + COMPLETION_MS);
  sendSlice(order, decision, order.quantityLots - order.filledLots);
}

function sendSlice(order: WorkedOrder, decision: Decision, lots: number): void {
  const type = order.priceTicks > 0 ? OrderType.LIMIT : OrderType.MARKET;
  decision.slice(type, TimeInForce.IOC, lots, order.priceTicks);
}

/** As many steps as intervals fit, at least one. */
function stepsOf(order: WorkedOrder): number {
  const interval = order.intervalMs > 0 ? order.intervalMs : DEFAULT_INTERVAL_MS;
  return Math.max(1, Math.floor((order.endMs - order.startMs) / interval));
}

/** Most that the participation rate lets us have of what was traded since the order came. */
function capped(order: WorkedOrder, lots: number): number {
  const rate = order.participationRate;
  if (rate === 0) return lots;
  const room = Math.floor(order.marketLots * rate) - order.filledLots;
  return lots < room ? lots : room;
}

/** How many steps have come: the first one comes with the start. */
function stepAt(order: WorkedOrder, nowMs: number, steps: number): number {
  const length = (order.endMs - order.startMs) / steps;
  const plain = Math.floor((nowMs - order.startMs) / length);
  // A step's time moves by less than an interval: only the neighbours can be on the other side of now.
  let step = Math.max(0, plain - 1);
  while (step < steps && timeOf(order, step, length) <= nowMs) step++;
  return step;
}

/** When step number `step`, counted from 0, is due. The first is due at the start, whatever the variation. */
function timeOf(order: WorkedOrder, step: number, length: number): number {
  const shift = step === 0 ? 0 : order.variation * length * (hashPart(order.orderId, step) - 0.5);
  return order.startMs + step * length + shift;
}

/** When the next step is due, or the end. */
function nextWake(order: WorkedOrder, step: number, steps: number): number {
  if (step >= steps) return order.endMs;
  return Math.min(order.endMs, timeOf(order, step, (order.endMs - order.startMs) / steps));
}

/** A number in [0, 1) from an order's id and a count: Murmur3's finisher. */
export function hashPart(orderId: number, count: number): number {
  let bits = Math.imul((orderId % 0x1_0000_0000) | 0, 0x9e3779b1) ^ Math.imul(count | 0, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 0x1_0000_0000;
}
