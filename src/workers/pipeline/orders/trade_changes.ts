/**
 * Resolution of what venues say of trades afterwards: a bust takes one back, a correction gives it other lots or another
 * price. A trade is named by its execution id, and found among the executions of two days. Its order may be open: then
 * what is taken back is open again. One that has ended stays ended (FIX 4.4, appendix D): its client is told what it comes
 * to now, with nothing left.
 */

import { TradeChange } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as rules from '../../model/rules.ts';
import * as sources from '../../model/source.ts';
import * as venueModel from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import * as rows from './executions.ts';
import type { LinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import { plain, type SectionWriter } from './section.ts';
import * as suspended from './suspense.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { FrontEvent } = events;
const { OrderStatus } = orderModel;
const { ReasonCode } = reasons;
const { SOURCE_VENUE_FIRST } = sources;
const { TradeChangeKind } = venueModel;
const { BUSTED, FILLED, FILLED_VALUE, STATUS } = layout;
const { EXECUTION_ACCOUNT, EXECUTION_CL_ORD_ID, EXECUTION_INSTRUMENT, EXECUTION_ORDER_ID, EXECUTION_SESSION } = rows;
const { EXECUTION_SIDE, EXECUTION_STATUS, EXECUTION_STRATEGY, EXECUTION_TIF, EXECUTION_TYPE, LOTS } = rows;
const { EXECUTION_GENERATION, EXECUTION_ORDER } = rows;
const { NO_ROW, ROW_BYTES, ROW_DOUBLES, ROW_WORDS, SEQUENCE, TICKS, TOLD_BY, TOTAL_FILLED, TOTAL_PRICE } = rows;
const { TOTAL_QUANTITY, TOTAL_VALUE } = rows;
const { MOST_CORRECTIONS, NOT_SUSPENDED, SUSPENDED_DOUBLES, SUSPENDED_LOTS, SUSPENDED_NUMBER, SUSPENDED_STATE } =
  suspended;
const { SUSPENDED_TICKS, SUSPENDED_WORDS, SuspendedState } = suspended;
const { RULES_SUSPENDED_CORRECTED } = rules;

const MOST_WHOLE = 2 ** 31 - 1;

export type TradeChanges = ReturnType<typeof makeTradeChanges>;

export function makeTradeChanges(store: OrderStore, slot: Slot, section: SectionWriter, linked: LinkedOrders) {
  const { front, header } = slot;
  const { executions, suspense } = store;
  const { f64, i32, u8 } = executions;
  const body = TradeChange.over(slot.commands);
  /** What `resolve` found, for `apply`: a row of the executions or of the suspended fills. */
  let found = NO_ROW;

  function resolve(): void {
    body.move(slot.bodyAt);
    section.begin(FrontEvent.REPORT_IGNORED);
    found = NO_ROW;
    const teller = header.source - SOURCE_VENUE_FIRST;
    if (teller !== body.venue) {
      ignore(ReasonCode.WRONG_VENUE, teller, plain(body.venue));
      return;
    }
    const isCorrection = body.kind === TradeChangeKind.CORRECTED;
    const isCancel = body.kind === TradeChangeKind.CANCELLED;
    if (!isCancel && !(isCorrection && isWhole(body.lastLots) && isWhole(body.lastTicks))) {
      ignore(ReasonCode.BAD_REPORT, 0, plain(body.lastLots));
      return;
    }
    const named = executions.find(teller, body.originalExecutionId, body.legRef);
    const row = named === NO_ROW ? NO_ROW : executions.meant(named);
    if (row !== NO_ROW) change(row, isCancel);
    else unknown(teller, isCancel);
  }

  function ignore(reason: number, limit: number, observed: number): void {
    front.reason = reason;
    front.limitValue = limit;
    front.observedValue = observed;
  }

  function unknown(venue: number, isCancel: boolean): void {
    const row = suspense.find(venue, body.originalExecutionId, body.legRef);
    const isWaiting =
      row !== NOT_SUSPENDED && suspense.i32[row * SUSPENDED_WORDS + SUSPENDED_STATE] === SuspendedState.WAITING;
    if (isWaiting && isCancel) {
      found = row;
      front.event = FrontEvent.SUSPENDED_FILL_DROPPED;
      front.requestId = suspense.f64[row * SUSPENDED_DOUBLES + SUSPENDED_NUMBER]!;
      return;
    }
    if (isWaiting && store.rules() >= RULES_SUSPENDED_CORRECTED) {
      correctSuspended(venue, row);
      return;
    }
    const isDropped = row !== NOT_SUSPENDED && !isWaiting;
    ignore(isDropped ? ReasonCode.DUPLICATE_REPORT : ReasonCode.UNKNOWN_EXECUTION, 0, plain(body.originalExecutionId));
  }

  /** Of a fill that waits for an operator, who is to find it as it is now. */
  function correctSuspended(venue: number, row: number): void {
    const doubles = row * SUSPENDED_DOUBLES;
    const before = suspense.f64[doubles + SUSPENDED_LOTS]!;
    const isSame = body.lastLots === before && body.lastTicks === suspense.f64[doubles + SUSPENDED_TICKS];
    if (isSame || suspense.find(venue, body.executionId, body.legRef) !== NOT_SUSPENDED) {
      ignore(ReasonCode.DUPLICATE_REPORT, before, plain(body.lastLots));
      return;
    }
    const count = suspense.corrections(row);
    if (count === MOST_CORRECTIONS) {
      ignore(ReasonCode.SUSPENSE_FULL, MOST_CORRECTIONS, count);
      return;
    }
    found = row;
    front.event = FrontEvent.SUSPENDED_FILL_CORRECTED;
    front.requestId = suspense.f64[doubles + SUSPENDED_NUMBER]!;
    front.lastLots = body.lastLots;
    front.lastTicks = body.lastTicks;
    front.observedValue = before;
  }

  function change(row: number, isCancel: boolean): void {
    const doubles = row * ROW_DOUBLES;
    const lots = isCancel ? 0 : body.lastLots;
    const ticks = isCancel ? f64[doubles + TICKS]! : body.lastTicks;
    const before = f64[doubles + LOTS]!;
    const isSame = lots === before && (isCancel || ticks === f64[doubles + TICKS]);
    // A trade that was taken back is not corrected any more, and a correction that comes again is old.
    const isOld = before === 0 || executions.find(body.venue, body.executionId, body.legRef) !== NO_ROW;
    const words = row * ROW_WORDS;
    const isOpen = store.isOpen(i32[words + EXECUTION_ORDER]!, i32[words + EXECUTION_GENERATION]!);
    const order = isOpen ? i32[words + EXECUTION_ORDER]! : NO_ORDER;
    if (order !== NO_ORDER) store.describe(order);
    else describeEnded(row);
    front.lastLots = isCancel ? before : lots;
    front.lastTicks = ticks;
    if (isSame || isOld) {
      ignore(ReasonCode.DUPLICATE_REPORT, before, lots);
      return;
    }
    const filled = front.filledLots - before + lots;
    if (lots > before && (order !== NO_ORDER || (front.session >= 0 && filled > front.quantityLots))) {
      ignore(order === NO_ORDER ? ReasonCode.OVERFILL : ReasonCode.CORRECTION_RAISES, before, lots);
      return;
    }
    found = row;
    front.event = isCancel ? FrontEvent.TRADE_CANCELLED : FrontEvent.TRADE_CORRECTED;
    front.limitValue = f64[doubles + SEQUENCE]!;
    front.observedValue = before;
    front.requestId = f64[doubles + TOLD_BY]!;
    linked.nameChange(row);
    if (order === NO_ORDER && front.session < 0) return;
    front.filledLots = filled;
    front.filledValue = front.filledValue - before * f64[doubles + TICKS]! + lots * ticks;
    if (order === NO_ORDER) endedStatus(filled);
    else openStatus(order, filled);
  }

  /** Filled it is no more, and nothing of it will trade. */
  function endedStatus(filled: number): void {
    if (front.status === OrderStatus.FILLED && filled < front.quantityLots) front.status = OrderStatus.CANCELLED;
  }

  function openStatus(order: number, filled: number): void {
    const quantity = store.shownLots(order, filled);
    front.quantityLots = quantity;
    front.leavesLots = filled < quantity ? quantity - filled : 0;
    if (front.status === OrderStatus.PARTIALLY_FILLED && filled === 0) front.status = OrderStatus.NEW;
  }

  /** Who it was, from the executions; what it came to, where its head is still known, and then its client is told. */
  function describeEnded(row: number): void {
    const words = row * ROW_WORDS;
    front.account = i32[words + EXECUTION_ACCOUNT]!;
    front.strategy = i32[words + EXECUTION_STRATEGY]!;
    front.instrument = i32[words + EXECUTION_INSTRUMENT]!;
    front.side = u8[row * ROW_BYTES + EXECUTION_SIDE]!;
    front.orderId = f64[row * ROW_DOUBLES + EXECUTION_ORDER_ID]!;
    const head = executions.headOf(row);
    if (head === NO_ROW) return;
    const doubles = head * ROW_DOUBLES;
    front.session = i32[words + EXECUTION_SESSION]!;
    front.orderType = u8[head * ROW_BYTES + EXECUTION_TYPE]!;
    front.timeInForce = u8[head * ROW_BYTES + EXECUTION_TIF]!;
    front.statusBefore = u8[head * ROW_BYTES + EXECUTION_STATUS]!;
    front.status = front.statusBefore;
    front.quantityLots = f64[doubles + TOTAL_QUANTITY]!;
    front.priceTicks = f64[doubles + TOTAL_PRICE]!;
    front.filledLots = f64[doubles + TOTAL_FILLED]!;
    front.filledValue = f64[doubles + TOTAL_VALUE]!;
    front.copyClOrdId(i32, head * ROW_WORDS + EXECUTION_CL_ORD_ID);
  }

  function apply(): void {
    switch (front.event) {
      case FrontEvent.SUSPENDED_FILL_CORRECTED:
        applySuspendedCorrection();
        break;
      case FrontEvent.SUSPENDED_FILL_DROPPED:
        // The venue took back a fill that waited for an operator.
        suspense.settle(found, SuspendedState.DROPPED);
        break;
      default:
        applyChange();
        break;
    }
  }

  function applyChange(): void {
    const row = found;
    const doubles = row * ROW_DOUBLES;
    const lots = front.event === FrontEvent.TRADE_CANCELLED ? 0 : front.lastLots;
    f64[doubles + LOTS] = lots;
    f64[doubles + TICKS] = front.lastTicks;
    f64[doubles + TOLD_BY] = header.sequence;
    if (front.order !== NO_ORDER) {
      const { order } = front;
      store.setDouble(order, BUSTED, store.double(order, BUSTED) + front.observedValue - lots);
      put(order);
      if (front.filledLots === 0 && store.byte(order, STATUS) === OrderStatus.PARTIALLY_FILLED) {
        store.setByte(order, STATUS, OrderStatus.NEW);
      }
    } else if (front.session >= 0) {
      const head = executions.headOf(row) * ROW_DOUBLES;
      f64[head + TOTAL_FILLED] = front.filledLots;
      f64[head + TOTAL_VALUE] = front.filledValue;
      u8[executions.headOf(row) * ROW_BYTES + EXECUTION_STATUS] = front.status;
      // A late fill goes by the record, as long as it is there.
      const ended = i32[row * ROW_WORDS + EXECUTION_ORDER]!;
      if (store.isEnded(ended, i32[row * ROW_WORDS + EXECUTION_GENERATION]!)) {
        put(ended);
        store.setEndedStatus(ended, front.status);
      }
    }
    linked.changed(row, lots - front.observedValue);
    body.move(slot.bodyAt);
    if (body.executionId !== 0) executions.addName(row, body.executionId, header.sequence);
  }

  function put(order: number): void {
    store.setDouble(order, FILLED, front.filledLots);
    store.setDouble(order, FILLED_VALUE, front.filledValue);
  }

  function applySuspendedCorrection(): void {
    const doubles = found * SUSPENDED_DOUBLES;
    suspense.f64[doubles + SUSPENDED_LOTS] = front.lastLots;
    suspense.f64[doubles + SUSPENDED_TICKS] = front.lastTicks;
    body.move(slot.bodyAt);
    if (body.executionId === 0) return;
    suspense.names[found * MOST_CORRECTIONS + suspense.corrections(found)] = body.executionId;
  }

  return { resolve, apply };
}

function isWhole(value: number): boolean {
  return value > 0 && value <= MOST_WHOLE && value === Math.floor(value);
}
