/**
 * Time-weighted average price: equal slices over equal intervals from start to end.
 *
 * The schedule is a staircase: after step k of n, floor(quantity x k / n) lots are due (exact in whole lots: totals come
 * out to the lot, and no slice differs from another by more than one). A slice is what is due and neither filled nor open,
 * so that what one interval could not trade the next one catches up with; with a participation cap, at most that part of
 * what the market has traded. A slice trades at once or not at all: IOC at the limit, or at the market without one.
 *
 * With a variation v the times of the steps, but not their sizes, move by up to v / 2 of an interval either way, by a hash
 * of the order's id and the step, so that others cannot read the clock from the tape.
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

// What it remembers: the last step that sent a slice, when completion was last tried.
const LAST_STEP = 0;
const LAST_TRY = 1;

export const twap: Algorithm = { name: 'TWAP', decide };

function decide(order: WorkedOrder, decision: Decision): void {
  const { nowMs } = order;
  const steps = stepsOf(order);
  const step = stepAt(order, nowMs, steps);
  const isOver = nowMs >= order.endMs;
  const done = order.filledLots + order.openLots;
  const isCompleting = isOver && order.completion === Completion.COMPLETE;
  if (isOver && !isCompleting) {
    decision.finish(LegsOutcome.EXPIRED, ReasonCode.SCHEDULE_ENDED);
    return;
  }
  // One slice at a time: the next one waits for the last one's account.
  if (order.children > 0) {
    if (!isOver) decision.wakeAt(nextWake(order, step, steps));
    return;
  }
  if (isCompleting) {
    complete(order, decision);
    return;
  }
  decision.wakeAt(nextWake(order, step, steps));
  // What a step could not trade, the next one does.
  if (step <= order.recall(LAST_STEP)) return;
  const lots = capped(order, scheduledLots(order.quantityLots, step, steps) - done);
  if (lots < 1) return;
  order.remember(LAST_STEP, step);
  sendSlice(order, decision, lots);
}

/** The rest, as often as it takes, not more often than COMPLETION_MS. */
function complete(order: WorkedOrder, decision: Decision): void {
  const next = order.recall(LAST_TRY) + COMPLETION_MS;
  decision.wakeAt(Math.max(next, order.nowMs + 1));
  if (order.nowMs < next) return;
  order.remember(LAST_TRY, order.nowMs);
  decision.wakeAt(order.nowMs + COMPLETION_MS);
  sendSlice(order, decision, order.quantityLots - order.filledLots);
}

function sendSlice(order: WorkedOrder, decision: Decision, lots: number): void {
  const type = order.priceTicks > 0 ? OrderType.LIMIT : OrderType.MARKET;
  decision.slice(type, TimeInForce.IOC, lots, order.priceTicks);
}

/** Of steps: as many intervals as fit, at least one. */
function stepsOf(order: WorkedOrder): number {
  const interval = order.intervalMs > 0 ? order.intervalMs : DEFAULT_INTERVAL_MS;
  return Math.max(1, Math.floor((order.endMs - order.startMs) / interval));
}

/** Lots that should be done after `step` of `steps`: whole lots, all of them at the last. */
export function scheduledLots(quantityLots: number, step: number, steps: number): number {
  return Math.floor((quantityLots * step) / steps);
}

/** Most that the participation rate lets us have of what was traded since the order came. */
function capped(order: WorkedOrder, lots: number): number {
  const rate = order.participationRate;
  if (rate === 0) return lots;
  const room = Math.floor(order.marketLots * rate) - order.filledLots - order.openLots;
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

/** A number in [0, 1) from an order's id and a step: Murmur3's finisher. */
export function hashPart(orderId: number, step: number): number {
  let bits = Math.imul((orderId % 0x1_0000_0000) | 0, 0x9e3779b1) ^ Math.imul(step | 0, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 0x1_0000_0000;
}
