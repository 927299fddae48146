/**
 * Order records for people: copied by another thread while the engine writes them, and whole (stage_look.ts says how). The
 * engine keeps no index for it: a glance goes through the pool, a few milliseconds for a million orders, and a look confirms
 * what it found. Cold: allocates.
 */

import type { PipelineMemory } from '../pipeline_memory.ts';
import { StageLook } from '../stage_look.ts';
import { StageIndex } from '../stages.ts';
import { CL_ORD_ID_WORDS, type ClOrdIdStore, ENTRY_WORDS, makeClOrdIdStore, NO_ENTRY } from './cl_ord_id_store.ts';
import * as L from './order_layout.ts';
import { PoolRegister } from './order_pool.ts';
import { makeRows, type OrderFilter, type OrderRow, TERMS_WORDS } from './order_row.ts';
import type { ClOrdIdsView, OrdersView } from './orders_view.ts';

/** Orders that one look copies: more take longer than a pipeline's slots last under load. */
export const ORDERS_PER_LOOK = 64;
const NAME_BYTES = CL_ORD_ID_WORDS * 4;

/** Which order an identifier of the day names. */
export interface NamedOrder {
  /** Place in the pool; -1: the request was denied. */
  readonly order: number;
  readonly generation: number;
}

export class OrderReader {
  readonly #view: OrdersView;
  readonly #pool: Int32Array;
  /** The same memory in doubles. */
  readonly #poolIds: Float64Array;
  readonly #ids: ClOrdIdStore;
  readonly #look: StageLook;
  /** The records of the last look, and their orders' identifiers. */
  readonly #records = new Int32Array(ORDERS_PER_LOOK * L.ORDER_WORDS);
  readonly #names = new Int32Array(ORDERS_PER_LOOK * CL_ORD_ID_WORDS);
  readonly #parentIds = new Float64Array(ORDERS_PER_LOOK);
  readonly #rowOf: (copy: number, order: number) => OrderRow | undefined;
  readonly #updatedMs = new Float64Array(ORDERS_PER_LOOK);
  /** Places of the look whose copies may be torn. */
  readonly #torn = new Set<number>();
  #orders: readonly number[] = [];
  #rolls = 0;

  /** `stage`: the last of those whose memory is copied in one look with the orders'. */
  constructor(view: OrdersView, pipeline: PipelineMemory, stage: number = StageIndex.FRONT) {
    this.#view = view;
    this.#pool = view.orders;
    this.#ids = idsOver(view.ids);
    this.#look = new StageLook(pipeline, stage);
    this.#poolIds = new Float64Array(view.orders.buffer);
    this.#rowOf = makeRows(this.#records, {
      clOrdIdOf: (copy) => this.#nameOf(copy),
      parentOrderIdOf: (copy) => this.#parentIds[copy]!,
      updatedMsOf: (copy) => this.#updatedMs[copy]!,
    });
  }

  /** One past the highest place ever used: where a glance may end. */
  get places(): number {
    return Math.min(this.#view.capacity, this.#view.pool[PoolRegister.HIGH_WATER]!);
  }

  /**
   * Tells of the places from `from` up to `to` that may hold what is meant, with their orders' ids. A glance at words that
   * never change while an order is open: it misses no order that is open all the while, and what it finds, of any status, has
   * to be looked at.
   */
  glance(filter: OrderFilter, from: number, to: number, found: (order: number, orderId: number) => void): void {
    const words = this.#pool;
    const { orderId, session, parentOrderId, account, strategy, instrument, side } = filter;
    for (let order = from; order < to; order++) {
      const at = order * L.ORDER_WORDS;
      // Status and side are the first bytes of one word; status 0: no order.
      const status = words[at + STATUS_WORD]!;
      if ((status & 0xff) === 0) continue;
      if (side !== undefined && ((status >> 8) & 0xff) !== side) continue;
      if (instrument !== undefined && words[at + L.INSTRUMENT] !== instrument) continue;
      if (account !== undefined && words[at + L.ACCOUNT] !== account) continue;
      if (strategy !== undefined && words[at + L.STRATEGY] !== strategy) continue;
      if (session !== undefined && words[at + L.SESSION] !== session) continue;
      if (parentOrderId !== undefined && this.#parentIdOf(words[at + L.PARENT_PLUS_1]! - 1) !== parentOrderId) continue;
      const id = this.#orderIdAt(order);
      if (orderId === undefined || id === orderId) found(order, id);
    }
  }

  /** Begins a look at these places, at most ORDERS_PER_LOOK: copies them, whatever they hold, and what `beside` copies. */
  look(orders: readonly number[], beside?: () => void): void {
    this.#begin(orders);
    for (const [copy, order] of orders.entries()) this.#copy(copy, order);
    beside?.();
    this.#look.end();
  }

  /** Begins a look for an identifier of the day. Trust the answer when `judge` has said so; undefined: it is not known. */
  lookFor(session: number, clOrdId: string): NamedOrder | undefined {
    this.#begin([]);
    const entry = this.#entryOf(session, clOrdId);
    const named =
      entry === NO_ENTRY ? undefined : { order: this.#ids.order(entry), generation: this.#ids.generation(entry) };
    this.#look.end();
    return named;
  }

  /** Whether the engine has passed every command that the copies may be torn by: only then `judge`. */
  isSettled(): boolean {
    return this.#look.isSettled();
  }

  /** Ends the look: `isWhole` says which copies are. False: none is known to be, and the look is to be begun anew. */
  judge(): boolean {
    this.#torn.clear();
    const isKnown = this.#look.judge(this.#torn);
    return isKnown && Atomics.load(this.#view.rolls, 0) === this.#rolls;
  }

  /** Whether the look's copy at this index is. */
  isWhole(copy: number): boolean {
    return !this.#torn.has(this.#orders[copy]!);
  }

  /** What the copy at this index of the look says; undefined: no open order is there. */
  row(copy: number): OrderRow | undefined {
    return this.#rowOf(copy, this.#orders[copy]!);
  }

  #begin(orders: readonly number[]): void {
    if (orders.length > ORDERS_PER_LOOK) throw new RangeError(`${orders.length} orders are too many for one look`);
    this.#orders = orders;
    // Pairs with the addition behind the day's roll, and comes before the look begins: a roll in between shows as one.
    this.#rolls = Atomics.load(this.#view.rolls, 0);
    this.#look.begin();
  }

  #copy(copy: number, order: number): void {
    const from = order * L.ORDER_WORDS;
    const to = copy * L.ORDER_WORDS;
    for (let i = 0; i < TERMS_WORDS; i++) this.#records[to + i] = this.#pool[from + i]!;
    this.#updatedMs[copy] = this.#view.changes[order * L.CHANGE_DOUBLES + L.Change.UPDATED]!;
    this.#parentIds[copy] = this.#parentIdOf(this.#records[to + L.PARENT_PLUS_1]! - 1);
    // The entry may be a torn word: it is read where there is one, and judged with the rest.
    const entry = this.#records[to + L.CL_ENTRY]!;
    const { entries } = this.#ids;
    const isThere = entry >= 0 && entry < this.#ids.capacity;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) {
      this.#names[copy * CL_ORD_ID_WORDS + i] = isThere ? entries[entry * ENTRY_WORDS + i]! : 0;
    }
  }

  #orderIdAt(order: number): number {
    return this.#poolIds[order * L.ORDER_DOUBLES + L.ORDER_ID]!;
  }

  /** A parent outlives its children: a child that is whole has the id of its own. 0: none, or the place is a torn word. */
  #parentIdOf(parent: number): number {
    return parent >= 0 && parent < this.#view.capacity ? this.#orderIdAt(parent) : 0;
  }

  #nameOf(copy: number): string {
    const bytes = new Uint8Array(this.#names.buffer, copy * NAME_BYTES, NAME_BYTES);
    const end = bytes.indexOf(0);
    return Buffer.from(bytes.subarray(0, end < 0 ? NAME_BYTES : end)).toString('latin1');
  }

  #entryOf(session: number, clOrdId: string): number {
    const bytes = new Uint8Array(NAME_BYTES);
    const name = Buffer.from(clOrdId, 'latin1');
    if (name.byteLength > NAME_BYTES) return NO_ENTRY;
    bytes.set(name);
    this.#ids.setKey(new Int32Array(bytes.buffer), 0);
    return this.#ids.find(session);
  }
}

const STATUS_WORD = L.STATUS >> 2;

/** The engine's identifiers, to find some by; the key that is looked for is the reader's own. */
function idsOver({ capacity, registers, entries, table }: ClOrdIdsView): ClOrdIdStore {
  const arrays: Readonly<Record<string, Int32Array>> = {
    'ids.registers': registers,
    'ids.entries': entries,
    'ids.table': table,
  };
  return makeClOrdIdStore({ i32: (name) => arrays[name]! }, capacity);
}
