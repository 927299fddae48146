/**
 * Order records by index: the pool, the day's ClOrdIDs, each session's list in order of acceptance, and the sweeps.
 * What a field means stands in order_layout.ts.
 */

import { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
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
import { makeOrderStates } from './order_states.ts';
import { makeSessionLists } from './session_lists.ts';
import { makeSuspense } from './suspense.ts';
import { makeSweeps } from './sweeps.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { OrderStatus } = model;
const { FrontFlag } = events;
const { ACCOUNT, CL_ENTRY, DISPLAY, EPOCH, FILLED, FILLED_VALUE, GENERATION, INSTRUMENT, LEGS_DONE, LINKED, MINIMUM } =
  layout;
const { ORDER_ID, ORDER_TYPE, PARENT_GENERATION, PARENT_PLUS_1 } = layout;
const { PENDING_CANCEL_ENTRY, PENDING_REPLACE_ENTRY, PRICE, QUANTITY, SESSION } = layout;
const { SIDE, STATUS, STRATEGY, TIME_IN_FORCE } = layout;

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
  const ids = makeClOrdIdStore(state, capacity.clOrdIds);
  const sweeps = makeSweeps(state);
  const lists = makeSessionLists(state, pool);
  const links = makeLinkGroups(state, capacity.orders);
  const executions = makeExecutions(state, capacity.fills ?? DEFAULT_FILLS);
  const suspense = makeSuspense(state);
  const fields = makeOrderFields(pool);
  const states = makeOrderStates(fields);
  const ended = makeEndedOrders(pool, fields);
  const { byte, double, int, setInt } = fields;
  const { shownLots, visibleStatus } = states;

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

  /** Writes the order's terms and totals into a section that was begun. */
  function describe(order: number): void {
    front.order = order;
    front.generation = int(order, GENERATION);
    front.leg = -1;
    front.sweep = -1;
    describeTerms(order);
    const filled = front.filledLots;
    const quantity = shownLots(order, filled);
    front.quantityLots = quantity;
    front.leavesLots = filled < quantity ? quantity - filled : 0;
    front.statusBefore = visibleStatus(order);
    front.status = front.statusBefore;
    const entry = int(order, CL_ENTRY);
    // A child has none.
    if (entry >= 0) front.copyClOrdId(ids.entries, ids.nameAt(entry));
  }

  /** The same of one that has ended and is still there: it has no index any more, and its name only for the day. */
  function describeEnded(order: number): void {
    describeTerms(order);
    front.quantityLots = Math.max(double(order, QUANTITY), front.filledLots);
    front.statusBefore = ended.endedStatus(order);
    front.status = front.statusBefore;
    if (ended.endedDay(order) === executions.day()) front.copyClOrdId(ids.entries, ids.nameAt(int(order, CL_ENTRY)));
  }

  function describeTerms(order: number): void {
    front.session = int(order, SESSION);
    front.account = int(order, ACCOUNT);
    front.strategy = int(order, STRATEGY);
    front.instrument = int(order, INSTRUMENT);
    front.side = byte(order, SIDE);
    front.orderType = byte(order, ORDER_TYPE);
    front.timeInForce = byte(order, TIME_IN_FORCE);
    front.orderId = double(order, ORDER_ID);
    front.priceTicks = double(order, PRICE);
    front.filledLots = double(order, FILLED);
    front.filledValue = double(order, FILLED_VALUE);
    front.displayLots = double(order, DISPLAY);
    front.minLots = double(order, MINIMUM);
  }

  /** The order whose child this is, or NO_ORDER. */
  function parentOf(order: number): number {
    return int(order, PARENT_PLUS_1) - 1;
  }

  /** Names the order's parent in a section that describes either of them. */
  function writeParent(order: number): void {
    front.flags = front.flags | FrontFlag.CHILD;
    front.length = FrontSection.BYTES;
    front.parent = parentOf(order);
    front.parentGeneration = int(order, PARENT_GENERATION);
  }

  /** What clients are told when something becomes of the order: its own terms and totals, or of a child its parent's. */
  function describeAsClientsKnow(order: number): void {
    const parent = parentOf(order);
    if (parent === NO_ORDER) {
      describe(order);
      return;
    }
    describe(parent);
    front.order = order;
    front.generation = int(order, GENERATION);
    writeParent(order);
  }

  /** Copies an identifier into `origClOrdId`; an entry without name leaves it empty. */
  function writeOrigClOrdId(entry: number): void {
    if (entry < 0) return;
    front.copyOrigClOrdId(ids.entries, ids.nameAt(entry));
  }

  function writeLostClOrdId(entry: number): void {
    if (entry < 0) return;
    front.copyLostClOrdId(ids.entries, ids.nameAt(entry));
  }

  /** Identifiers that are free for other requests than cancels: one is kept for each open order, to cancel it by. */
  function freeIds(): number {
    return ids.capacity - ids.count() - pool.size();
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
    isOpen,
    orderOfReport,
    wallMs,
    describe,
    parentOf,
    writeParent,
    describeAsClientsKnow,
    describeEnded,
    writeOrigClOrdId,
    writeLostClOrdId,
    freeIds,
    lists,
    links,
    release,
    rollDay,
  };
}

function checkCapacity({ orders, clOrdIds }: OrdersCapacity): void {
  if (clOrdIds >= CL_ORD_IDS_PER_ORDER * orders) return;
  throw new RangeError(`${clOrdIds} ClOrdIDs are too few for ${orders} orders and their cancels`);
}
