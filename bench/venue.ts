/**
 * How long is an order's way to an embedded venue and its acknowledgement's way back?
 *
 *     this thread: ring of orders ─▶ VenueSession ─▶ shared memory ─▶ exchange worker: session, book
 *                  ring of reports ◀─ VenueSession ◀───────────────────────┘
 *
 * Open loop: orders are due at even times and are stamped with them, whether this thread was there or not. Each is sent as the
 * engine's egress sends it, into the venue's ring, and counts as answered when its ACKNOWLEDGED lies in the ring of reports. They are
 * limit orders that trade at once or not at all in an empty book, so that none stays. Between two windows this thread only
 * reads the clock: that is the window's floor, which is taken off; windows count where it has a p99 under half the bar.
 */
import '../src/ring/inlining.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { RecordHeader, VenueNewOrder, VenueReport } from '../schemas/generated/engine.ts';
import { Histogram } from '../src/ring/histogram.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { allocateMemoryLink, type MemoryEnd, memoryClient } from '../src/ring/memory_socket.ts';
import { EMPTY, FULL, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { WAKER_REGION_BYTES } from '../src/ring/wake.ts';
import { MemoryOutboundLog } from '../src/workers/edges/venue_session/outbound_log.ts';
import { VENUE_SESSION_DEFAULTS, VenueSession } from '../src/workers/edges/venue_session/venue_session.ts';
import { EXCHANGE_DEFAULTS, type ExchangeOptions } from '../src/workers/exchange/options.ts';
import type { ExchangesListening, ExchangeWorkerData } from '../src/workers/exchange/worker.ts';
import { OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { formatNs, measureStallFloor } from './floor.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { median } from './windows.ts';

export const names = ['venue.p99'] as const;
export const topology = 'session and rings on this thread, the exchange in a worker; neither has a core of its own';
export const notIncluded = 'the pipeline before and behind; main spins its event loop';

const BAR_US = 15;
const RATE = 2_000;
const WINDOW_S = 1;
const WINDOWS = 40;
const QUICK_WINDOWS = 8;
const LEAST_CALM = 10;
/** Of the rings between two turns of the event loop, as main has it. */
const POLLS = 8;
const RING_BYTES = 1 << 20;
const INSTRUMENTS = [{ symbol: 'AAPL', startTicks: 0, hasFlow: false, tickPrice4: 100, lotShares: 1 }];
const EXCHANGE: ExchangeOptions = { ...EXCHANGE_DEFAULTS, instruments: INSTRUMENTS, flow: null };

/** The engine's ends of a venue's rings, and the session between. */
class Line {
  readonly session: VenueSession;
  readonly #orders: SpscProducer;
  readonly #reports: SpscConsumer;
  readonly #header = new RecordHeader();
  readonly #order = new VenueNewOrder();
  readonly #report = new VenueReport();
  #sent = 0;
  isConnected = false;
  answered = 0;

  constructor(memory: MemoryEnd) {
    const [orders, reports] = [
      allocateRegion(spscRegionBytes(RING_BYTES)),
      allocateRegion(spscRegionBytes(RING_BYTES)),
    ];
    this.#orders = new SpscProducer(orders);
    this.#reports = new SpscConsumer(reports);
    this.session = new VenueSession({
      ...VENUE_SESSION_DEFAULTS,
      port: 0,
      memory,
      venue: 0,
      orders: new SpscConsumer(orders),
      reports: new SpscProducer(reports),
      clock: () => 0,
      onStatus: (isConnected) => {
        this.isConnected = isConnected;
      },
      onMissing: () => check(false, 'a ring was full'),
      session: 1,
      instruments: INSTRUMENTS.length,
      engineEpoch: 1,
      quotes: undefined,
      log: new MemoryOutboundLog(),
      nextReportNumber: 1,
      exchangeEpoch: 0,
      gapFill: true,
    });
    this.session.start();
  }

  /** As egress does: a record, published. */
  send(): void {
    const at = this.#orders.claim(RecordHeader.BYTES + VenueNewOrder.BYTES);
    check(at !== FULL, 'the ring of orders has room');
    const { data } = this.#orders;
    const header = this.#header.wrap(data, at);
    header.clear();
    header.length = RecordHeader.BYTES + VenueNewOrder.BYTES;
    header.type = RecordType.VENUE_NEW_ORDER;
    header.version = 1;
    header.sequence = ++this.#sent;
    header.outputIndex = 1;
    const order = this.#order.wrap(data, at + RecordHeader.BYTES);
    order.clear();
    order.side = Side.BUY;
    order.orderType = OrderType.LIMIT;
    order.timeInForce = TimeInForce.IOC;
    order.legRef = this.#sent;
    order.lots = 1;
    order.priceTicks = 10_000;
    this.#orders.commit();
    this.#orders.publish();
  }

  /** Takes reports; `seen` is told the number of each order that is acknowledged. */
  take(seen: (order: number) => void): void {
    for (let at = this.#reports.poll(); at !== EMPTY; at = this.#reports.poll()) {
      const report = this.#report.wrap(this.#reports.data, at + RecordHeader.BYTES);
      if (report.kind !== ReportKind.ACKNOWLEDGED) continue;
      this.answered++;
      seen(report.legRef);
    }
    this.#reports.release();
  }

  get sent(): number {
    return this.#sent;
  }
}

interface Window {
  readonly latency: Histogram;
  readonly floorP99Ns: number;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const waker = allocateRegion(WAKER_REGION_BYTES);
  const link = allocateMemoryLink(waker, allocateRegion(WAKER_REGION_BYTES));
  const memory = { links: [link], waker: waker.transfer(), isSpinning: true };
  const workerData: ExchangeWorkerData = { exchanges: [EXCHANGE], memory };
  const worker = new Worker(new URL('../src/workers/exchange/worker.ts', import.meta.url), { workerData });
  await new Promise<ExchangesListening>((resolve) => worker.once('message', resolve));
  const line = new Line(memoryClient(link));
  while (!line.isConnected) {
    line.session.poll();
    await turn();
  }
  await window(line, 2 * WINDOW_S);
  const windows: Window[] = [];
  for (let i = 0; i < (options.quick ? QUICK_WINDOWS : WINDOWS); i++) {
    const floor = measureStallFloor(WINDOW_S / 4);
    windows.push({ latency: await window(line, WINDOW_S), floorP99Ns: floor.p99Ns });
  }
  await line.session.stop();
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage({ kind: 'stop' });
  await ended;
  return [judged(options, windows)];
}

function judged(options: BenchOptions, windows: readonly Window[]): BenchResult {
  options.print('floor p99 | order to acknowledgement p50 p99');
  for (const { floorP99Ns, latency } of windows) {
    const [p50, p99] = [latency.percentile(0.5), latency.percentile(0.99)].map(formatNs);
    options.print(`  ${formatNs(floorP99Ns)} | ${p50} ${p99}`);
  }
  const calm = windows.filter(({ floorP99Ns }) => floorP99Ns < (BAR_US * 1_000) / 2);
  const isMeasurable = calm.length >= LEAST_CALM;
  const counted = isMeasurable ? calm : windows;
  const value = median(counted.map(({ latency, floorP99Ns }) => (latency.percentile(0.99) - floorP99Ns) / 1_000));
  const floor = median(counted.map(({ floorP99Ns }) => floorP99Ns / 1_000));
  const result = judge({ name: 'venue.p99', value, unit: 'us', bar: BAR_US, floor, better: 'lower' });
  const of = `${calm.length} of ${windows.length} windows calm; the floor is taken off`;
  return isMeasurable
    ? { ...result, note: of }
    : { ...result, met: false, note: `not measurable here: ${of}; the value is of all` };
}

/** Orders at even times for so many seconds, and what each waited from the time that it was due. */
async function window(line: Line, seconds: number): Promise<Histogram> {
  const latency = new Histogram();
  const stepNs = 1e9 / RATE;
  const first = line.sent;
  const count = Math.round(seconds * RATE);
  const start = performance.now() * 1e6;
  const seen = (order: number): void => {
    latency.record(performance.now() * 1e6 - (start + (order - first - 1) * stepNs));
  };
  const answeredBefore = line.answered;
  while (line.answered - answeredBefore < count) {
    const due = Math.min(count, Math.floor((performance.now() * 1e6 - start) / stepNs) + 1);
    while (line.sent - first < due) line.send();
    for (let i = 0; i < POLLS && line.session.poll() === 0; i++) Atomics.pause();
    line.take(seen);
    await turn();
  }
  check(latency.count === count, `${latency.count} of ${count} orders were acknowledged`);
  return latency;
}
