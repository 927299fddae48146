/** Writes executions down as they are booked, and what their order came to when it ends. */

import { VenueReport } from '../../../../schemas/generated/engine.ts';
import type { Slot } from '../slot.ts';
import * as rows from './executions.ts';
import type { LinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import type { OrderStore } from './order_store.ts';
import * as suspended from './suspense.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { CL_ENTRY, EXECUTIONS_HEAD, FILLED, FILLED_VALUE, ORDER_ID, ORDER_TYPE, PRICE, QUANTITY, TIME_IN_FORCE } =
  layout;
const { EXECUTION_ACCOUNT, EXECUTION_CL_ORD_ID, EXECUTION_ID, EXECUTION_INSTRUMENT, EXECUTION_ORDER_ID } = rows;
const { EXECUTION_GENERATION, EXECUTION_ORDER } = rows;
const { EXECUTION_SESSION, EXECUTION_SIDE, EXECUTION_STATUS, EXECUTION_STRATEGY, EXECUTION_TIF } = rows;
const { EXECUTION_TYPE, EXECUTION_VENUE, LEG_REF, LOTS, ROW_BYTES, ROW_DOUBLES, ROW_WORDS, SEQUENCE } = rows;
const { NO_ROW, TICKS, TOLD_BY, TOTAL_FILLED, TOTAL_PRICE, TOTAL_QUANTITY, TOTAL_VALUE } = rows;
const {
  MOST_CORRECTIONS,
  SUSPENDED_DOUBLES,
  SUSPENDED_EXECUTION,
  SUSPENDED_LEG_REF,
  SUSPENDED_VENUE,
  SUSPENDED_WORDS,
} = suspended;
const ID_WORDS = 10;

export type FillRecords = ReturnType<typeof makeFillRecords>;

export function makeFillRecords(store: OrderStore, slot: Slot, linked: LinkedOrders) {
  const { front, header } = slot;
  const { executions, ids, suspense } = store;
  const { f64, i32, u8 } = executions;
  const body = VenueReport.over(slot.commands);

  /** The venue's fill that the section tells of. `order` is the one that its client knows, in the pool or there last. */
  function fill(order: number, generation: number): void {
    body.move(slot.bodyAt);
    const row = begin();
    f64[row * ROW_DOUBLES + EXECUTION_ID] = body.executionId;
    f64[row * ROW_DOUBLES + LEG_REF] = body.legRef;
    f64[row * ROW_DOUBLES + EXECUTION_ORDER_ID] = front.orderId;
    i32[row * ROW_WORDS + EXECUTION_VENUE] = body.venue;
    i32[row * ROW_WORDS + EXECUTION_ORDER] = order;
    i32[row * ROW_WORDS + EXECUTION_GENERATION] = generation;
    executions.link(row);
    store.setInt(order, EXECUTIONS_HEAD, executions.join(row, store.int(order, EXECUTIONS_HEAD) - 1) + 1);
    linked.booked(row, order, store.isOpen(order, generation));
  }

  /** One that an operator assigned: it is of no order, and nobody is told of what becomes of it. */
  function assigned(from: number): void {
    const row = begin();
    f64[row * ROW_DOUBLES + EXECUTION_ID] = suspense.f64[from * SUSPENDED_DOUBLES + SUSPENDED_EXECUTION]!;
    f64[row * ROW_DOUBLES + LEG_REF] = suspense.f64[from * SUSPENDED_DOUBLES + SUSPENDED_LEG_REF]!;
    i32[row * ROW_WORDS + EXECUTION_ORDER] = -1;
    i32[row * ROW_WORDS + EXECUTION_VENUE] = suspense.i32[from * SUSPENDED_WORDS + SUSPENDED_VENUE]!;
    executions.link(row);
    for (let i = 0; i < suspense.corrections(from); i++) {
      executions.addName(row, suspense.names[from * MOST_CORRECTIONS + i]!, header.sequence);
    }
  }

  function begin(): number {
    const row = executions.add();
    const doubles = row * ROW_DOUBLES;
    const words = row * ROW_WORDS;
    f64[doubles + SEQUENCE] = header.sequence;
    f64[doubles + TOLD_BY] = header.sequence;
    f64[doubles + LOTS] = front.lastLots;
    f64[doubles + TICKS] = front.lastTicks;
    i32[words + EXECUTION_SESSION] = front.session;
    i32[words + EXECUTION_ACCOUNT] = front.account;
    i32[words + EXECUTION_STRATEGY] = front.strategy;
    i32[words + EXECUTION_INSTRUMENT] = front.instrument;
    u8[row * ROW_BYTES + EXECUTION_SIDE] = front.side;
    return row;
  }

  /**
   * The order leaves the pool, or was filled late: what is known of it goes to its head. Without a name in the latter
   * case when identifiers of its day were forgotten.
   */
  function close(order: number, status: number, hasName: boolean): void {
    const head = store.int(order, EXECUTIONS_HEAD) - 1;
    if (head === NO_ROW) return;
    const doubles = head * ROW_DOUBLES;
    if (f64[doubles + EXECUTION_ORDER_ID] !== store.double(order, ORDER_ID)) return;
    f64[doubles + TOTAL_FILLED] = store.double(order, FILLED);
    f64[doubles + TOTAL_VALUE] = store.double(order, FILLED_VALUE);
    f64[doubles + TOTAL_QUANTITY] = Math.max(store.double(order, QUANTITY), store.double(order, FILLED));
    f64[doubles + TOTAL_PRICE] = store.double(order, PRICE);
    u8[head * ROW_BYTES + EXECUTION_TYPE] = store.byte(order, ORDER_TYPE);
    u8[head * ROW_BYTES + EXECUTION_TIF] = store.byte(order, TIME_IN_FORCE);
    u8[head * ROW_BYTES + EXECUTION_STATUS] = status;
    const name = ids.nameAt(store.int(order, CL_ENTRY));
    const words = head * ROW_WORDS + EXECUTION_CL_ORD_ID;
    for (let i = 0; i < ID_WORDS; i++) i32[words + i] = hasName ? ids.entries[name + i]! : 0;
  }

  return { fill, assigned, close };
}
