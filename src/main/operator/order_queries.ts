/**
 * Answers what operators ask about open orders, out of the engine's shared memory while it trades: no index is kept for it. A
 * scan goes through the pool in slices between which main does its other work, and looks at what it finds (OrderReader).
 *
 * An order that is open all the while is found exactly once, because it keeps its place in the pool and its id; one that comes
 * or goes meanwhile may be found or not. Each row is as the order was at one moment of the stream, and each look's rows at the same.
 */

import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { isWorked, OrderStatus, Side } from '../../workers/model/order.ts';
import { WorkReader, type WorkTerms, type WorkView } from '../../workers/pipeline/execution/work/work_reader.ts';
import { ORDERS_PER_LOOK, OrderReader } from '../../workers/pipeline/orders/order_reader.ts';
import { isMeant, type OrderFilter, type OrderRow } from '../../workers/pipeline/orders/order_row.ts';
import type { OrdersView } from '../../workers/pipeline/orders/orders_view.ts';
import type { PipelineMemory } from '../../workers/pipeline/pipeline_memory.ts';
import { StageIndex } from '../../workers/pipeline/stages.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { describe } from '../supervision/fault.ts';
import { Names } from './names.ts';
import { OrderPage } from './order_page.ts';
import { type DetailedOrderView, OrderViews } from './order_view.ts';
import type { OperatorAnswer, OrderRequest, OrdersRequest } from './request.ts';
import { LookError, untilWhole } from './until_whole.ts';

/** Places in a slice of a scan: a tenth of a millisecond, so that main's other work waits no longer. */
const PLACES_PER_SLICE = 8_192;
const PATIENCE_MS = 5_000;
/** Looks between two turns of the event loop: half a millisecond. */
const LOOKS_PER_TURN = 16;
/** Queries that wait for one that is being answered. */
const MOST_WAITING = 16;
/** Of a worked order: children that its own answer names. */
const MOST_CHILDREN = 100;

export interface OrderQueriesOptions {
  readonly configuration: Configuration;
  readonly pipeline: PipelineMemory;
  readonly orders: OrdersView;
  readonly work: WorkView;
  /** How long orders may change, or the engine stand still, under a look before it is given up. */
  readonly patienceMs?: number;
}

class QueryError extends Error {
  override readonly name = 'QueryError';
}

function isTold(error: unknown): error is Error {
  return error instanceof QueryError || error instanceof LookError;
}

export class OrderQueries {
  readonly #configuration: Configuration;
  readonly #names: Names;
  readonly #views: OrderViews;
  readonly #reader: OrderReader;
  /** Of one order with what execution holds of it. */
  readonly #detailReader: OrderReader;
  readonly #work: WorkReader;
  readonly #patienceMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor({ configuration, pipeline, orders, work, patienceMs = PATIENCE_MS }: OrderQueriesOptions) {
    this.#patienceMs = patienceMs;
    this.#configuration = configuration;
    this.#names = new Names(configuration);
    this.#views = new OrderViews(configuration);
    this.#reader = new OrderReader(orders, pipeline);
    this.#detailReader = new OrderReader(orders, pipeline, StageIndex.EXECUTION);
    this.#work = new WorkReader(work);
  }

  /** One after the other: they share what orders are copied to. */
  async answer(request: OrdersRequest | OrderRequest): Promise<OperatorAnswer> {
    if (this.#waiting >= MOST_WAITING) return { ok: false, error: `${MOST_WAITING} queries wait already: ask again` };
    this.#waiting++;
    const mine = this.#last.then(() => (request.action === 'orders' ? this.#list(request) : this.#find(request)));
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } catch (error) {
      // A defect in what only looks is told to who asked, and stops no trading.
      return { ok: false, error: isTold(error) ? error.message : `the query failed: ${describe(error)}` };
    } finally {
      this.#waiting--;
    }
  }

  async #list(request: OrdersRequest): Promise<OperatorAnswer> {
    const filter = this.#filterOf(request);
    const page = new OrderPage(request.limit, request.after);
    if (request.worked) return await this.#listWorked(filter, page);
    await this.#scan(filter, page);
    return { ok: true, orders: page.rows.map((row) => this.#views.view(row)), more: page.hasMore };
  }

  /** Each with its terms and how far it is; one that ended since it was found is left out. */
  async #listWorked(filter: OrderFilter, page: OrderPage): Promise<OperatorAnswer> {
    await this.#scan(filter, page, ({ orderType }) => isWorked(orderType));
    const orders: DetailedOrderView[] = [];
    for (const { order, orderId } of page.rows) {
      const found = await this.#detail(order);
      if (found?.row.orderId === orderId) orders.push(this.#views.detailed(found.row, found.terms, [], Date.now()));
    }
    return { ok: true, orders, more: page.hasMore };
  }

  async #find({ order, session }: OrderRequest): Promise<OperatorAnswer> {
    const sessions = this.#sessionsOf(session);
    const orderId = session === undefined && /^\d{1,15}$/.test(order) ? Number(order) : 0;
    const places = orderId > 0 ? await this.#placesWith(orderId) : [];
    const rows: { row: OrderRow; terms: WorkTerms }[] = [];
    for (const place of places) {
      const found = await this.#detail(place);
      if (found?.row.orderId === orderId) rows.push(found);
    }
    let isKnown = false;
    for (const number of rows.length > 0 ? [] : sessions) {
      const named = await this.#untilWhole(this.#reader, () => this.#reader.lookFor(number, order));
      isKnown ||= named !== undefined;
      if (named === undefined || named.order < 0) continue;
      const found = await this.#detail(named.order);
      if (found?.row.generation === named.generation) rows.push(found);
    }
    if (rows.length === 0) return { ok: false, error: notOpen(order, isKnown) };
    const orders = [];
    for (const { row, terms } of rows) {
      orders.push(this.#views.detailed(row, terms, await this.#childrenOf(row), Date.now()));
    }
    return { ok: true, orders, more: false };
  }

  #filterOf(request: OrdersRequest): OrderFilter {
    const { account, parent, session, side, status, strategy, symbol } = request;
    const filter: Record<string, number> = {};
    const put = (field: keyof OrderFilter, value: number | string): void => {
      if (typeof value === 'string') throw new QueryError(value);
      filter[field] = value;
    };
    if (account !== undefined) put('account', this.#names.account(account));
    if (session !== undefined) put('session', this.#names.session(session));
    if (strategy !== undefined) put('strategy', this.#names.strategy(strategy));
    if (symbol !== undefined) put('instrument', this.#names.instrument(symbol));
    if (side !== undefined) put('side', side === 'buy' ? Side.BUY : Side.SELL);
    if (status !== undefined) put('status', OrderStatus[status]);
    if (parent !== undefined) put('parentOrderId', parent);
    return filter;
  }

  #sessionsOf(session: string | undefined): readonly number[] {
    if (session === undefined) return this.#configuration.fix.sessions.map((_, number) => number);
    const number = this.#names.session(session);
    if (typeof number === 'string') throw new QueryError(number);
    return [number];
  }

  async #scan(filter: OrderFilter, page: OrderPage, isWanted = (_row: OrderRow): boolean => true): Promise<void> {
    for (let from = 0; from < this.#reader.places; from += PLACES_PER_SLICE) {
      const to = Math.min(this.#reader.places, from + PLACES_PER_SLICE);
      const found: { order: number; orderId: number }[] = [];
      this.#reader.glance(filter, from, to, (order, orderId) => {
        if (page.wants(orderId)) found.push({ order, orderId });
      });
      found.sort((a, b) => a.orderId - b.orderId);
      for (let at = 0; at < found.length; at += ORDERS_PER_LOOK) {
        const places = found.slice(at, at + ORDERS_PER_LOOK).filter(({ orderId }) => page.wants(orderId));
        for (const row of await this.#rows(places.map(({ order }) => order))) {
          if (isMeant(row, filter) && isWanted(row)) page.add(row);
        }
        if ((at / ORDERS_PER_LOOK) % LOOKS_PER_TURN === LOOKS_PER_TURN - 1) await turnEventLoop();
      }
      await turnEventLoop();
    }
  }

  /** Rows of the orders at these places; those that a look found torn are looked at again. */
  async #rows(places: readonly number[]): Promise<OrderRow[]> {
    const reader = this.#reader;
    const rows: OrderRow[] = [];
    const limitMs = performance.now() + this.#patienceMs;
    for (let left = places; left.length > 0; ) {
      const looked = left;
      await this.#untilWhole(reader, () => reader.look(looked));
      left = looked.filter((_, copy) => !reader.isWhole(copy));
      for (const copy of looked.keys()) {
        const row = reader.isWhole(copy) ? reader.row(copy) : undefined;
        if (row !== undefined) rows.push(row);
      }
      if (left.length > 0 && performance.now() > limitMs)
        throw new QueryError('orders change faster than they are read');
    }
    return rows;
  }

  async #placesWith(orderId: number): Promise<number[]> {
    const places: number[] = [];
    for (let from = 0; from < this.#reader.places; from += PLACES_PER_SLICE) {
      const to = Math.min(this.#reader.places, from + PLACES_PER_SLICE);
      this.#reader.glance({ orderId }, from, to, (order) => places.push(order));
      await turnEventLoop();
    }
    return places;
  }

  async #detail(place: number): Promise<{ row: OrderRow; terms: WorkTerms } | undefined> {
    const reader = this.#detailReader;
    const limitMs = performance.now() + this.#patienceMs;
    do {
      await this.#untilWhole(reader, () => reader.look([place], () => this.#work.copy(place)));
      if (!reader.isWhole(0)) continue;
      const row = reader.row(0);
      return row && { row, terms: this.#work.terms(row.orderType, row.generation) };
    } while (performance.now() < limitMs);
    throw new QueryError('the order changes faster than it is read');
  }

  async #childrenOf({ orderId, orderType }: OrderRow): Promise<number[]> {
    if (!isWorked(orderType)) return [];
    const page = new OrderPage(MOST_CHILDREN, 0);
    await this.#scan({ parentOrderId: orderId }, page);
    return page.rows.map((row) => row.orderId);
  }

  #untilWhole<T>(reader: OrderReader, look: () => T): Promise<T> {
    return untilWhole(reader, look, (seen) => seen, this.#patienceMs);
  }
}

function notOpen(order: string, isKnown: boolean): string {
  const name = JSON.stringify(order);
  if (isKnown) return `order ${name} has ended or was denied: \`sluice journal DIR --order ${order}\` has its life`;
  return `no open order ${name}: expected an order id, or a ClOrdID of today`;
}
