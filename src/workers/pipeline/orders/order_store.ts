/**
 * Order records by index: the pool, the day's ClOrdIDs, each session's list in order of acceptance, and the sweeps.
 * What a field means stands in order_layout.ts.
 */

import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import { legOfLegRef, makeLegRef, orderOfLegRef } from '../../model/leg_ref.ts';
import { OrderStatus } from '../../model/order.ts';
import { MAX_SESSIONS } from '../../model/source.ts';
import { EngineState } from '../engine_state.ts';
import { CL_ORD_ID_WORDS, ClOrdIdStore, NO_ENTRY } from './cl_ord_id_store.ts';
import * as L from './order_layout.ts';
import { NO_ORDER, OrderPool } from './order_pool.ts';
import { Sweeps } from './sweeps.ts';

export interface OrdersCapacity {
  /** Open orders at once. */
  readonly orders: number;
  /** ClOrdIDs a trading day: new orders, cancels and replaces. */
  readonly clOrdIds: number;
}

/** A pending cancel that has no ClOrdID of its own: a sweep's. */
export const UNNAMED = -2;

// Registers.
const EPOCH = 0;

export class OrderStore {
  readonly state = new EngineState('orders');
  readonly pool: OrderPool;
  readonly ids: ClOrdIdStore;
  readonly sweeps: Sweeps;
  readonly #registers: Int32Array;
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  readonly #u8: Uint8Array;

  constructor(capacity: OrdersCapacity) {
    this.#registers = this.state.i32('registers', 1);
    this.pool = new OrderPool(this.state, capacity.orders);
    this.ids = new ClOrdIdStore(this.state, capacity.clOrdIds);
    this.sweeps = new Sweeps(this.state);
    this.#heads = this.state.i32('sessions.heads', MAX_SESSIONS).fill(NO_ORDER);
    this.#tails = this.state.i32('sessions.tails', MAX_SESSIONS).fill(NO_ORDER);
    this.#i32 = this.pool.i32;
    this.#f64 = this.pool.f64;
    this.#u8 = this.pool.u8;
  }

  get epoch(): number {
    return this.#registers[EPOCH]!;
  }

  set epoch(epoch: number) {
    this.#registers[EPOCH] = epoch;
  }

  int(order: number, word: number): number {
    return this.#i32[order * L.ORDER_WORDS + word]!;
  }

  setInt(order: number, word: number, value: number): void {
    this.#i32[order * L.ORDER_WORDS + word] = value;
  }

  double(order: number, field: number): number {
    return this.#f64[order * L.ORDER_DOUBLES + field]!;
  }

  setDouble(order: number, field: number, value: number): void {
    this.#f64[order * L.ORDER_DOUBLES + field] = value;
  }

  byte(order: number, at: number): number {
    return this.#u8[order * L.ORDER_BYTES + at]!;
  }

  setByte(order: number, at: number, value: number): void {
    this.#u8[order * L.ORDER_BYTES + at] = value;
  }

  leg(order: number, leg: number, field: number): number {
    return this.#f64[order * L.ORDER_DOUBLES + L.LEGS + leg * L.LEG_DOUBLES + field]!;
  }

  setLeg(order: number, leg: number, field: number, value: number): void {
    this.#f64[order * L.ORDER_DOUBLES + L.LEGS + leg * L.LEG_DOUBLES + field] = value;
  }

  /** Whether index and generation name an order that is in the pool now. */
  isOpen(order: number, generation: number): boolean {
    return (
      order >= 0 &&
      order < this.pool.highWater &&
      this.int(order, L.GENERATION) === generation &&
      this.byte(order, L.STATUS) !== OrderStatus.NONE
    );
  }

  /** The open order that a venue's report names, or NO_ORDER. */
  orderOfReport(legRef: number): number {
    if (!(legRef >= 0 && legRef <= Number.MAX_SAFE_INTEGER)) return NO_ORDER;
    const order = orderOfLegRef(legRef);
    if (order >= this.pool.highWater || this.byte(order, L.STATUS) === OrderStatus.NONE) return NO_ORDER;
    const expected = makeLegRef(this.int(order, L.EPOCH), this.int(order, L.GENERATION), order, legOfLegRef(legRef));
    return expected === legRef ? order : NO_ORDER;
  }

  isCancelPending(order: number): boolean {
    return this.int(order, L.PENDING_CANCEL_ENTRY) !== NO_ENTRY;
  }

  isReplacePending(order: number): boolean {
    return this.int(order, L.PENDING_REPLACE_ENTRY) !== NO_ENTRY;
  }

  /** What clients are told: pending changes hide the state beneath. */
  visibleStatus(order: number): number {
    if (this.isCancelPending(order)) return OrderStatus.PENDING_CANCEL;
    if (this.isReplacePending(order)) return OrderStatus.PENDING_REPLACE;
    return this.byte(order, L.STATUS);
  }

  /** The most that the order may come to, a pending replace included. */
  mostLots(order: number): number {
    const quantity = this.double(order, L.QUANTITY);
    if (!this.isReplacePending(order)) return quantity;
    const pending = this.double(order, L.PENDING_QUANTITY);
    return pending > quantity ? pending : quantity;
  }

  /** Writes the order's terms and totals into a section that was begun. */
  describe(order: number, front: FrontSection): void {
    front.order = order;
    front.generation = this.int(order, L.GENERATION);
    front.leg = -1;
    front.sweep = -1;
    front.session = this.int(order, L.SESSION);
    front.account = this.int(order, L.ACCOUNT);
    front.strategy = this.int(order, L.STRATEGY);
    front.instrument = this.int(order, L.INSTRUMENT);
    front.side = this.byte(order, L.SIDE);
    front.orderType = this.byte(order, L.ORDER_TYPE);
    front.timeInForce = this.byte(order, L.TIME_IN_FORCE);
    front.orderId = this.double(order, L.ORDER_ID);
    const quantity = this.double(order, L.QUANTITY);
    const filled = this.double(order, L.FILLED);
    front.quantityLots = quantity;
    front.priceTicks = this.double(order, L.PRICE);
    front.filledLots = filled;
    front.leavesLots = filled < quantity ? quantity - filled : 0;
    front.filledValue = this.double(order, L.FILLED_VALUE);
    front.displayLots = this.double(order, L.DISPLAY);
    front.minLots = this.double(order, L.MINIMUM);
    front.statusBefore = this.visibleStatus(order);
    front.status = front.statusBefore;
    const entry = this.int(order, L.CL_ENTRY);
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) front.setClOrdIdWord(i, this.ids.word(entry, i));
  }

  /** Copies an identifier into `origClOrdId`; an entry without name leaves it empty. */
  writeOrigClOrdId(front: FrontSection, entry: number): void {
    if (entry < 0) return;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) front.setOrigClOrdIdWord(i, this.ids.word(entry, i));
  }

  writeLostClOrdId(front: FrontSection, entry: number): void {
    if (entry < 0) return;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) front.setLostClOrdIdWord(i, this.ids.word(entry, i));
  }

  /** First order of the session's list. */
  first(session: number): number {
    return this.#heads[session]!;
  }

  next(order: number): number {
    return this.int(order, L.SESSION_NEXT);
  }

  /** Appends to the session's list. */
  link(order: number, session: number): void {
    const tail = this.#tails[session]!;
    this.setInt(order, L.SESSION_PREVIOUS, tail);
    this.setInt(order, L.SESSION_NEXT, NO_ORDER);
    if (tail === NO_ORDER) this.#heads[session] = order;
    else this.setInt(tail, L.SESSION_NEXT, order);
    this.#tails[session] = order;
  }

  /** Takes the order out of its session's list and the pool. */
  release(order: number): void {
    const session = this.int(order, L.SESSION);
    const previous = this.int(order, L.SESSION_PREVIOUS);
    const next = this.int(order, L.SESSION_NEXT);
    if (previous === NO_ORDER) this.#heads[session] = next;
    else this.setInt(previous, L.SESSION_NEXT, next);
    if (next === NO_ORDER) this.#tails[session] = previous;
    else this.setInt(next, L.SESSION_PREVIOUS, previous);
    this.sweeps.orderLeaves(order, next);
    this.pool.free(order);
  }

  /** A new trading day: identifiers of ended orders may be used again. */
  rollDay(): void {
    this.ids.roll(
      (entry) => this.#isReferenced(entry),
      (from, to) => this.#entryMoved(from, to),
    );
  }

  #isReferenced(entry: number): boolean {
    const order = this.ids.order(entry);
    return order !== NO_ORDER && this.isOpen(order, this.ids.generation(entry));
  }

  #entryMoved(from: number, to: number): void {
    const order = this.ids.order(to);
    if (this.int(order, L.CL_ENTRY) === from) this.setInt(order, L.CL_ENTRY, to);
    if (this.int(order, L.PENDING_CANCEL_ENTRY) === from) this.setInt(order, L.PENDING_CANCEL_ENTRY, to);
    if (this.int(order, L.PENDING_REPLACE_ENTRY) === from) this.setInt(order, L.PENDING_REPLACE_ENTRY, to);
  }
}
