/**
 * Order records by index: the pool, the day's ClOrdIDs, each session's list in order of acceptance, and the sweeps.
 * What a field means stands in order_layout.ts.
 */

import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import { legOfLegRef, makeLegRef, orderOfLegRef, venueOfLegRef } from '../../model/leg_ref.ts';
import * as model from '../../model/order.ts';
import { EngineState } from '../engine_state.ts';
import { makeClOrdIdStore } from './cl_ord_id_store.ts';
import { makeEndedOrders } from './ended_orders.ts';
import { makeExecutions } from './executions.ts';
import { makeLinkGroups } from './link_groups.ts';
import { makeOrderFields } from './order_fields.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import { makeOrderPool } from './order_pool.ts';
import { makeOrderSections } from './order_sections.ts';
import { makeOrderStates } from './order_states.ts';
import type { OrdersView } from './orders_view.ts';
import { makeSessionLists } from './session_lists.ts';
import { makeSuspense } from './suspense.ts';
import { makeSweeps } from './sweeps.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { OrderStatus } = model;
const {
  CHANGE_DOUBLES,
  CL_ENTRY,
  EPOCH,
  GENERATION,
  LEGS_DONE,
  LINKED,
  PENDING_CANCEL_ENTRY,
  PENDING_REPLACE_ENTRY,
  STATUS,
} = layout;

export interface OrdersCapacity {
  /** Open orders at once. */
  readonly orders: number;
  /** ClOrdIDs a trading day: new orders, cancels and replaces. */
  readonly clOrdIds: number;
  /** Executions of two trading days that can be busted or corrected. */
  readonly fills?: number;
}

export const DEFAULT_FILLS = 65_536;

/** Of identifiers for each order that may be open: its own, and one that is kept for its cancel. */
export const CL_ORD_IDS_PER_ORDER = 2;

// Registers.
const ENGINE_EPOCH = 0;

const NS_PER_MS = 1e6;

export type OrderStore = ReturnType<typeof makeOrderStore>;

export function makeOrderStore(capacity: OrdersCapacity, front: FrontSection) {
  checkCapacity(capacity);
  const state = new EngineState('orders');
  const registers = state.i32('registers', 1);
  const rulesInForce = state.laterI32('rules', 1);
  const baseTime = state.laterF64('base_time', 1);
  const pool = makeOrderPool(state, capacity.orders);
  const changes = state.laterF64('changes', capacity.orders * CHANGE_DOUBLES, () => pool.highWater() * CHANGE_DOUBLES);
  const ids = makeClOrdIdStore(state, capacity.clOrdIds);
  const sweeps = makeSweeps(state);
  const lists = makeSessionLists(state, pool);
  const links = makeLinkGroups(state, capacity.orders);
  const executions = makeExecutions(state, capacity.fills ?? DEFAULT_FILLS);
  const suspense = makeSuspense(state);
  const fields = makeOrderFields(pool);
  const states = makeOrderStates(fields);
  const ended = makeEndedOrders(pool, fields);
  const sections = makeOrderSections(front, { ids, executions, fields, states, ended });
  const { byte, int, setInt } = fields;
  const { parentOf } = sections;
  /** How often the day has rolled since the engine was made: no state, but for those who look from other threads. */
  const rolls = new Int32Array(new SharedArrayBuffer(4));

  /** Of the engine: how often it was started. */
  function epoch(): number {
    return registers[ENGINE_EPOCH]!;
  }

  function start(epoch: number, rules: number): void {
    registers[ENGINE_EPOCH] = epoch;
    rulesInForce[0] = rules;
  }

  /** By which the engine decides since it was started last: model/rules.ts. */
  function rules(): number {
    return rulesInForce[0]!;
  }

  /** A time of the stream in ms since 1970. */
  function wallMs(time: number): number {
    return baseTime[0]! + time / NS_PER_MS;
  }

  /** Whether index and generation name an order that is in the pool now. */
  function isOpen(order: number, generation: number): boolean {
    return (
      order >= 0 &&
      order < pool.highWater() &&
      int(order, GENERATION) === generation &&
      byte(order, STATUS) !== OrderStatus.NONE
    );
  }

  /** The open order that a venue's report names, or NO_ORDER. Which venue may name it is another question. */
  function orderOfReport(legRef: number): number {
    if (!(legRef >= 0 && legRef <= Number.MAX_SAFE_INTEGER)) return NO_ORDER;
    const order = orderOfLegRef(legRef);
    if (order >= pool.highWater() || byte(order, STATUS) === OrderStatus.NONE) return NO_ORDER;
    const venue = venueOfLegRef(legRef);
    const expected = makeLegRef(int(order, EPOCH), int(order, GENERATION), order, venue, legOfLegRef(legRef));
    return expected === legRef ? order : NO_ORDER;
  }

  /** Identifiers that are free for other requests than cancels: one is kept for each open order, to cancel it by. */
  function freeIds(): number {
    return ids.capacity - ids.count() - pool.size();
  }

  function change(order: number, field: number): number {
    return changes[order * CHANGE_DOUBLES + field]!;
  }

  function setChange(order: number, field: number, value: number): void {
    changes[order * CHANGE_DOUBLES + field] = value;
  }

  /** Takes the order out of its session's list and the pool, with the status that it ended in. */
  function release(order: number, status: number): void {
    ended.noteEnd(order, executions.day(), status);
    if (parentOf(order) === NO_ORDER) sweeps.orderLeaves(order, lists.unlink(order));
    if ((int(order, LEGS_DONE) & LINKED) !== 0) links.leave(order);
    pool.free(order);
  }

  /** A new trading day: identifiers of ended orders may be used again. */
  function rollDay(baseTimeMs: number): void {
    baseTime[0] = baseTimeMs;
    executions.rollDay();
    ids.roll(
      (entry) => isReferenced(entry),
      (from, to) => entryMoved(from, to),
    );
    // Pairs with the loads in OrderReader: who finds the same number before and after saw no identifier move.
    Atomics.add(rolls, 0, 1);
  }

  /** For other threads. */
  function view(): OrdersView {
    return {
      capacity: pool.capacity,
      orders: pool.i32,
      changes,
      pool: pool.registers,
      ids: { capacity: ids.capacity, registers: ids.registers, entries: ids.entries, table: ids.table },
      rolls,
      fills: { capacity: executions.capacity, registers: executions.registers, figures: executions.figures },
      suspense: { figures: suspense.figures, rows: suspense.i32, names: suspense.names },
      links: { windows: links.windows.windows, figures: links.windows.figures },
    };
  }

  function isReferenced(entry: number): boolean {
    const order = ids.order(entry);
    return order !== NO_ORDER && isOpen(order, ids.generation(entry));
  }

  function entryMoved(from: number, to: number): void {
    const order = ids.order(to);
    if (int(order, CL_ENTRY) === from) setInt(order, CL_ENTRY, to);
    if (int(order, PENDING_CANCEL_ENTRY) === from) setInt(order, PENDING_CANCEL_ENTRY, to);
    if (int(order, PENDING_REPLACE_ENTRY) === from) setInt(order, PENDING_REPLACE_ENTRY, to);
  }

  return {
    state,
    pool,
    ids,
    sweeps,
    executions,
    suspense,
    epoch,
    start,
    rules,
    ...fields,
    ...states,
    ...ended,
    ...sections,
    isOpen,
    change,
    setChange,
    orderOfReport,
    wallMs,
    freeIds,
    lists,
    links,
    release,
    rollDay,
    view,
  };
}

function checkCapacity({ orders, clOrdIds }: OrdersCapacity): void {
  if (clOrdIds >= CL_ORD_IDS_PER_ORDER * orders) return;
  throw new RangeError(`${clOrdIds} ClOrdIDs are too few for ${orders} orders and their cancels`);
}
