/**
 * How many orders a second are put into the store, and how many of their states changed?
 *
 *     this thread: records in memory ─▶ orders engine: find, describe, change ─▶ front section
 *        a batch: 1,024 new orders in │ their acknowledgements │ their fills, which end them and free their places
 *
 * Nothing is between the orders engine and its records: no risk, sequencer, ring or hash. Each part of a batch is timed by
 * itself; the figures are medians of batches. The heap is compared over a run of batches, after the compiler is done.
 */
import '../src/ring/inlining.ts';
import { performance } from 'node:perf_hooks';
import { NewOrder, RecordHeader, VenueReport } from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { FrontEvent } from '../src/workers/model/front_event.ts';
import { makeLegRef } from '../src/workers/model/leg_ref.ts';
import { OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { SOURCE_CLIENT_FIRST, SOURCE_VENUE_FIRST } from '../src/workers/model/source.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { EngineState } from '../src/workers/pipeline/engine_state.ts';
import { makeOrdersEngine } from '../src/workers/pipeline/orders/engine.ts';
import { SectionRings, Slot } from '../src/workers/pipeline/slot.ts';
import { makeTradingHours } from '../src/workers/pipeline/trading_hours.ts';
import { type BenchOptions, type BenchResult, judge } from './harness.ts';
import { collect, HeapMeter } from './heap_meter.ts';
import { ID_PREFIX, idWord } from './pipeline_templates.ts';
import { median } from './windows.ts';

export const names = ['store.inserts', 'store.updates', 'store.heap'] as const;
export const topology = 'one thread: records in memory, orders engine, front sections';
export const notIncluded = 'risk, sequencer, rings, section hash';

const BAR = 2e6;
const HEAP_BAR_BYTES = 65_536;
const BATCH = 1_024;
const RECORD_BYTES = 512;
const CAPACITY = { orders: 1 << 17, clOrdIds: 1 << 24 };
const OPEN = 50_000;
const BATCHES = { full: 8_000, quick: 1_500 } as const;
const HEAP_BATCHES = 500;
const LOTS = 100;
const TICKS = 10_000;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const store = new StoreRig();
  store.fill(OPEN);
  const batches = BATCHES[options.quick ? 'quick' : 'full'];
  const times = { inserts: new Float64Array(batches), updates: new Float64Array(batches) };
  for (let batch = 0; batch < batches; batch++) store.batch(times, batch);
  const meter = new HeapMeter();
  const ignored = { inserts: new Float64Array(1), updates: new Float64Array(1) };
  collect();
  meter.start();
  for (let batch = 0; batch < HEAP_BATCHES; batch++) store.batch(ignored, 0);
  const { collections, newBytes, codeBytes, otherBytes } = meter.stop();
  const bytes = newBytes + codeBytes + otherBytes;
  options.print(`${OPEN} orders open besides; ${HEAP_BATCHES * BATCH} orders while the heap was looked at`);
  options.print(`${collections} collections, new objects ${newBytes}, code ${codeBytes}, other ${otherBytes} bytes`);
  const rate = (timesMs: Float64Array, perOrder: number): number =>
    (perOrder * BATCH * 1_000) / median([...timesMs.subarray(batches >> 1)]);
  return [
    judge({ name: 'store.inserts', value: rate(times.inserts, 1), unit: 'orders/s', bar: BAR, better: 'higher' }),
    judge({ name: 'store.updates', value: rate(times.updates, 2), unit: 'updates/s', bar: BAR, better: 'higher' }),
    judge({ name: 'store.heap', value: bytes, unit: 'bytes', bar: HEAP_BAR_BYTES, better: 'lower' }),
  ];
}

/** By batch, in ms. */
interface Times {
  readonly inserts: Float64Array;
  readonly updates: Float64Array;
}

class StoreRig {
  readonly #slot: Slot;
  readonly #orders: ReturnType<typeof makeOrdersEngine>;
  readonly #header: RecordHeader;
  readonly #order: NewOrder;
  readonly #report: VenueReport;
  /** Legs of the batch's orders. */
  readonly #legs = new Float64Array(BATCH);
  #cursor = 0;
  #number = 0;

  constructor() {
    const commands = allocateRegion(BATCH * RECORD_BYTES);
    const sections = new SectionRings(allocateRegion(SectionRings.bytes(BATCH)), BATCH);
    this.#slot = new Slot(commands, sections);
    this.#orders = makeOrdersEngine(CAPACITY, makeTradingHours(new EngineState('hours'), 1, this.#slot), this.#slot);
    this.#orders.store.state.touch();
    this.#orders.store.start(1, 0);
    this.#header = RecordHeader.over(commands);
    this.#order = NewOrder.over(commands);
    this.#report = VenueReport.over(commands);
  }

  /** Orders that stay: so many lie in the pool and are found among by all others. */
  fill(count: number): void {
    for (let i = 0; i < count; i += BATCH) {
      this.#writeOrders();
      this.#work(FrontEvent.ORDER_ACCEPTED);
    }
  }

  batch(times: Times, at: number): void {
    this.#writeOrders();
    times.inserts[at] = this.#work(FrontEvent.ORDER_ACCEPTED);
    this.#writeReports(ReportKind.ACKNOWLEDGED);
    const acknowledged = this.#work(FrontEvent.ORDER_ACKNOWLEDGED);
    this.#writeReports(ReportKind.FILLED);
    times.updates[at] = acknowledged + this.#work(FrontEvent.ORDER_FILLED);
  }

  /** Milliseconds of a batch; every command comes to `event`. */
  #work(event: number): number {
    const slot = this.#slot;
    const orders = this.#orders;
    const legs = this.#legs;
    const { front } = slot;
    const isNew = event === FrontEvent.ORDER_ACCEPTED;
    let right = 0;
    const start = performance.now();
    for (let i = 0; i < BATCH; i++) {
      slot.moveTo(this.#cursor + i, i * RECORD_BYTES);
      orders.resolve();
      orders.apply();
      if (front.event === event) right++;
      if (isNew) legs[i] = makeLegRef(1, front.generation, front.order, 0, 0);
    }
    const elapsed = performance.now() - start;
    this.#cursor = (this.#cursor + BATCH) | 0;
    // The text is made where it is needed: it would be all of the garbage.
    if (right !== BATCH) throw new Error(`${right} of ${BATCH} commands came to event ${event}`);
    return elapsed;
  }

  #writeOrders(): void {
    for (let i = 0; i < BATCH; i++) {
      this.#begin(i, RecordType.NEW_ORDER, NewOrder.BYTES, SOURCE_CLIENT_FIRST);
      const order = this.#order.move(i * RECORD_BYTES + RecordHeader.BYTES);
      order.clear();
      const number = this.#number++;
      order.setClOrdIdWord(0, ID_PREFIX);
      for (let word = 1; word <= 3; word++) order.setClOrdIdWord(word, idWord(number, word));
      order.side = Side.BUY;
      order.orderType = OrderType.LIMIT;
      order.timeInForce = TimeInForce.DAY;
      order.quantityLots = LOTS;
      order.priceTicks = TICKS;
    }
  }

  #writeReports(kind: number): void {
    const filled = kind === ReportKind.FILLED ? LOTS : 0;
    for (let i = 0; i < BATCH; i++) {
      this.#begin(i, RecordType.VENUE_REPORT, VenueReport.BYTES, SOURCE_VENUE_FIRST);
      const report = this.#report.move(i * RECORD_BYTES + RecordHeader.BYTES);
      report.clear();
      report.kind = kind;
      report.legRef = this.#legs[i]!;
      report.lastLots = filled;
      report.lastTicks = TICKS;
      report.cumLots = filled;
      report.leavesLots = LOTS - filled;
      report.orderLots = LOTS;
      report.priceTicks = TICKS;
    }
  }

  #begin(index: number, type: number, bodyBytes: number, source: number): void {
    const header = this.#header.move(index * RECORD_BYTES);
    header.clear();
    header.length = RecordHeader.BYTES + bodyBytes;
    header.type = type;
    header.version = 1;
    header.source = source;
    header.sequence = this.#cursor + index + 1;
  }
}
