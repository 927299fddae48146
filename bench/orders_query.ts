/**
 * How long is main busy with a question about a million open orders?
 *
 *     the pool, 1,000,000 orders of 1,000 instruments ─▶ glance, 8,192 places a slice ─▶ looks, 64 orders each ─▶ rows
 *
 * `orders.scan` is the whole scan by one instrument, the median over instruments, with the slowest slice of a scan beside it, since
 * that is what main's other work waits for. `orders.look` is an order copied, judged and read. The floor of the scan is one word
 * of each record added up. The engine stores nothing for it, so that its own figures are those of bench/stages.ts.
 */

import { FrontSection } from '../schemas/generated/engine.ts';
import { OrderStatus, Side } from '../src/workers/model/order.ts';
import * as L from '../src/workers/pipeline/orders/order_layout.ts';
import { ORDERS_PER_LOOK, OrderReader } from '../src/workers/pipeline/orders/order_reader.ts';
import { isMeant } from '../src/workers/pipeline/orders/order_row.ts';
import { makeOrderStore, type OrderStore } from '../src/workers/pipeline/orders/order_store.ts';
import { PipelineMemory } from '../src/workers/pipeline/pipeline_memory.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { median } from './windows.ts';

export const names = ['orders.scan', 'orders.look'] as const;
export const topology = 'one thread: the reader over a pool that stands still';
export const notIncluded = 'lines that the engine has changed since, names, JSON and the socket';

const ORDERS = 1_000_000;
const INSTRUMENTS = 1_000;
const SLICE = 8_192;
const SLOTS = 1_024;
const SCAN_BAR_MS = 50;
/** A page of 1,000 orders in 2 ms. */
const LOOK_BAR_NS = 2_000;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const store = fill();
  const reader = new OrderReader(store.view(), PipelineMemory.allocate(SLOTS));
  const scans = options.quick ? 10 : 60;
  const totals: number[] = [];
  const floors: number[] = [];
  const slowest: number[] = [];
  const looks: number[] = [];
  for (let instrument = 0; instrument < scans; instrument++) {
    floors.push(timed(() => check(sumOfWords(store) > 0, 'there are orders')));
    const found: number[] = [];
    const slices: number[] = [];
    for (let from = 0; from < reader.places; from += SLICE) {
      const to = Math.min(reader.places, from + SLICE);
      slices.push(timed(() => reader.glance({ instrument }, from, to, (order) => found.push(order))));
    }
    totals.push(slices.reduce((sum, ms) => sum + ms, 0));
    slowest.push(Math.max(...slices));
    check(found.length === ORDERS / INSTRUMENTS, `${found.length} orders of instrument ${instrument}`);
    const ms = timed(() => check(rows(reader, found, instrument) === found.length, 'every order is read'));
    looks.push((ms * 1e6) / found.length);
  }
  // The first half compiles it.
  const [value, floor, slice, look] = [totals, floors, slowest, looks].map((all) => median(all.slice(scans / 2)));
  return [
    judge({
      name: 'orders.scan',
      value: value!,
      unit: 'ms',
      bar: SCAN_BAR_MS,
      floor: floor!,
      better: 'lower',
      note: `a million orders by instrument; slowest slice ${slice!.toFixed(2)} ms`,
    }),
    judge({ name: 'orders.look', value: look!, unit: 'ns an order', bar: LOOK_BAR_NS, better: 'lower' }),
  ].filter(({ name }) => options.wants(name));
}

/** Records as the front stage leaves them, of which only what a reader looks at is there. */
function fill(): OrderStore {
  const store = makeOrderStore({ orders: ORDERS, clOrdIds: 2 * ORDERS }, new FrontSection());
  for (let i = 0; i < ORDERS; i++) {
    const order = store.pool.allocate();
    store.setByte(order, L.STATUS, OrderStatus.NEW);
    store.setByte(order, L.SIDE, (i & 1) === 0 ? Side.BUY : Side.SELL);
    store.setInt(order, L.INSTRUMENT, i % INSTRUMENTS);
    store.setInt(order, L.CL_ENTRY, i);
    store.setInt(order, L.PENDING_CANCEL_ENTRY, -1);
    store.setInt(order, L.PENDING_REPLACE_ENTRY, -1);
    store.setDouble(order, L.ORDER_ID, i + 1);
    store.setDouble(order, L.QUANTITY, 100);
  }
  return store;
}

function rows(reader: OrderReader, orders: readonly number[], instrument: number): number {
  let count = 0;
  for (let at = 0; at < orders.length; at += ORDERS_PER_LOOK) {
    const places = orders.slice(at, at + ORDERS_PER_LOOK);
    reader.look(places);
    check(reader.isSettled() && reader.judge(), 'nothing moves');
    for (const copy of places.keys()) {
      const row = reader.row(copy);
      if (row !== undefined && isMeant(row, { instrument })) count++;
    }
  }
  return count;
}

function sumOfWords({ pool }: OrderStore): number {
  const { i32 } = pool;
  let sum = 0;
  for (let at = 0; at < ORDERS * L.ORDER_WORDS; at += L.ORDER_WORDS) sum += i32[at + (L.STATUS >> 2)]!;
  return sum;
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
