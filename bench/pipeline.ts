/**
 * How many orders a second pass the whole pipeline, checked, routed, placed, logged and answered?
 *
 *     this thread                              engine worker, its own core          journal worker
 *     20 instruments, 500 accounts  ─ rings ─▶ sequencer ▸ front ▸ routing ▸        log windows ─▶ disk
 *     a quote per two orders                   execution ▸ portfolio ▸ egress          (tmpfs)      4 GB at most
 *     every output decoded, checked ◀─ rings ─
 *
 * New orders: in bursts; between them, not timed, the venue fills what rests, so that the pool stays as large as a
 * desk's. Complete lives: new, acknowledgement, fill, at full speed throughout. The journal's oldest segments are written
 * again, so the long stream is not kept; that the hashes equal those of `single` is shown on a shorter run kept whole.
 */

import { ExecutionReport, NewOrder, Quote, RecordHeader } from '../schemas/generated/engine.ts';
import type { Views } from '../src/ring/memory.ts';
import { diskFiles } from '../src/workers/durability/journal/files.ts';
import { JournalReader } from '../src/workers/durability/journal/journal_reader.ts';
import { OrderStatus } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { Single } from '../src/workers/pipeline/single.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Outputs } from './pipeline_outputs.ts';
import { checkDiskRoom, PipelineRig } from './pipeline_rig.ts';
import { VENUES } from './pipeline_templates.ts';

export const names = ['pipeline.orders', 'pipeline.orders.nocopy', 'pipeline.lives'] as const;
export const topology = '`shared`: engine worker pinned to the last core; load, check and journal worker on the other';
export const notIncluded = 'sockets, FIX, the exchange: bench/path.ts has them';

const DISK_BYTES = 4 * 2 ** 30;
const BURST_ORDERS = 500_000;
/** Orders between two looks at the outputs; quotes are half as many. */
const STEP_ORDERS = 64;
/** Unanswered at most: what the outbound rings hold while this thread is away. */
const MOST_UNANSWERED = 5_000;
const PATIENCE_MS = 30_000;

export class Driver {
  readonly rig: PipelineRig;
  readonly outputs: Outputs;
  readonly legRefs = new Float64Array(BURST_ORDERS);
  readonly #header = new RecordHeader();
  readonly #report = new ExecutionReport();
  legsWaiting = 0;
  reportsSent = 0;
  acknowledged = 0;
  filled = 0;
  marks = 0;
  #progressMs = 0;
  #progress = 0;
  #filledSide: 'at once' | 'later';
  #filledThrough = 0;

  constructor(rig: PipelineRig, fills: 'at once' | 'later') {
    this.rig = rig;
    this.outputs = new Outputs(rig.templates);
    this.#filledSide = fills;
  }

  /** `orders` new ones, a quote per two; returns when each is answered. */
  offer(orders: number): void {
    const { load } = this.rig;
    const until = load.orders + orders;
    while (this.outputs.answered < until) {
      const room = Math.min(STEP_ORDERS, until - load.orders, MOST_UNANSWERED - this.#underWay);
      for (let i = 0; i < room && load.order(); i++) if ((load.orders & 1) === 0) load.quote();
      load.publish();
      this.take();
      this.#watch();
    }
  }

  /** Orders and reports that the engine has not answered. */
  get #underWay(): number {
    return this.rig.load.orders - this.outputs.answered + this.reportsSent - this.acknowledged - this.filled;
  }

  /** Every leg that waits is filled whole; returns when the client has heard of each. */
  fillAll(): void {
    const { templates } = this.rig;
    let order = this.#filledThrough;
    let next = 0;
    while (next < this.legsWaiting || this.filled < this.reportsSent) {
      for (let i = 0; i < STEP_ORDERS && next < this.legsWaiting; i++) {
        if (this.reportsSent - this.filled >= MOST_UNANSWERED) break;
        while (templates.reason[templates.row(order)] !== 0) order++;
        const row = templates.row(order);
        const lots = templates.lots[row]!;
        if (!this.#tell(ReportKind.FILLED, this.legRefs[next]!, lots, lots, templates.ticks[row]!)) break;
        order++;
        next++;
      }
      this.rig.load.publish();
      this.take();
      this.#watch();
    }
    this.#filledThrough = order;
    this.legsWaiting = 0;
  }

  /** Until nothing is under way. */
  settle(): void {
    while (this.acknowledged + this.filled < this.reportsSent) {
      this.rig.load.publish();
      this.take();
      this.#watch();
    }
  }

  take(): void {
    const { toVenue, toClient } = this.rig;
    for (let at = toVenue.poll(); at >= 0; at = toVenue.poll()) {
      if (this.#isMark(toVenue.data, at)) continue;
      const { legRef, lots, priceTicks } = this.outputs.checkLeg(toVenue.data, at);
      if (this.#filledSide === 'later') this.legRefs[this.legsWaiting++] = legRef;
      else this.#answer(legRef, lots, priceTicks);
    }
    toVenue.release();
    for (let at = toClient.poll(); at >= 0; at = toClient.poll()) {
      if (!this.#isMark(toClient.data, at)) this.#takeReport(at);
    }
    toClient.release();
    this.rig.freeLog();
  }

  /** A snapshot marker's word to every destination. */
  #isMark(views: Views, at: number): boolean {
    if (this.#header.wrap(views, at).type !== RecordType.OUTPUT_MARK) return false;
    this.marks++;
    return true;
  }

  #answer(legRef: number, lots: number, ticks: number): void {
    const isSent =
      this.#tell(ReportKind.ACKNOWLEDGED, legRef, lots, 0, ticks) &&
      this.#tell(ReportKind.FILLED, legRef, lots, lots, ticks);
    check(isSent, 'the venue ring takes what is unanswered');
  }

  #tell(kind: number, legRef: number, lots: number, cumulative: number, ticks: number): boolean {
    if (!this.rig.load.report(kind, legRef, cumulative, cumulative, lots, ticks)) return false;
    this.reportsSent++;
    return true;
  }

  #takeReport(at: number): void {
    const { data } = this.rig.toClient;
    const report = this.#report.wrap(data, at + RecordHeader.BYTES);
    switch (report.status) {
      case OrderStatus.REJECTED:
        this.outputs.checkDenial(data, at);
        break;
      case OrderStatus.NEW:
        this.acknowledged++;
        break;
      case OrderStatus.FILLED:
        if (report.filledLots !== report.quantityLots || report.leavesLots !== 0)
          throw new Error('filled, but not whole');
        this.filled++;
        break;
      default:
        throw new Error(`a report of status ${report.status} from type ${this.#header.wrap(data, at).type}`);
    }
  }

  /** An engine that died answers nothing: the bench says so instead of waiting for ever. */
  #watch(): void {
    const progress = this.outputs.answered + this.acknowledged + this.filled + this.rig.load.orders;
    if (progress !== this.#progress) {
      this.#progress = progress;
      this.#progressMs = 0;
      return;
    }
    const now = performance.now();
    if (this.#progressMs === 0) this.#progressMs = now;
    else check(now - this.#progressMs < PATIENCE_MS, `the engine answers (${this.outputs.answered} orders so far)`);
  }
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const seconds = options.quick ? 3 : 20;
  if (options.wants('pipeline.orders')) results.push(await measureOrders(options, seconds, true));
  if (options.wants('pipeline.orders.nocopy'))
    results.push(await measureOrders(options, Math.ceil(seconds / 2), false));
  if (options.wants('pipeline.lives')) results.push(await measureLives(options, seconds));
  await proveEqual(options);
  return results;
}

async function measureOrders(options: BenchOptions, seconds: number, copies: boolean): Promise<BenchResult> {
  checkDiskRoom(DISK_BYTES * 1.2);
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 20,
    clOrdIds: seconds * 2_200_000 + 4 * BURST_ORDERS,
    retainBytes: copies ? DISK_BYTES : 0,
    reuses: true,
  });
  const driver = new Driver(rig, 'later');
  driver.offer(BURST_ORDERS);
  driver.fillAll();
  const before = { orders: rig.load.orders };
  const rates: number[] = [];
  let elapsedMs = 0;
  const most = rig.capacity.clOrdIds * 0.9;
  while (elapsedMs < seconds * 1_000 && rig.load.orders + BURST_ORDERS < most) {
    const start = performance.now();
    driver.offer(BURST_ORDERS);
    const burstMs = performance.now() - start;
    elapsedMs += burstMs;
    rates.push(BURST_ORDERS / burstMs / 1e3);
    driver.fillAll();
  }
  rig.checkNothingLost();
  const orders = rig.load.orders - before.orders;
  checkCounts(driver);
  const stopped = await rig.stop();
  rig.removeFiles();
  const value = (orders / elapsedMs) * 1e3;
  rates.sort((a, b) => a - b);
  options.print(
    `${copies ? 'orders' : 'orders without the copy'}: ${orders} in ${(elapsedMs / 1e3).toFixed(1)} s, bursts of ${BURST_ORDERS} ` +
      `from ${rates[0]!.toFixed(2)} to ${rates.at(-1)!.toFixed(2)} M/s; engine ${stopped.place}`,
  );
  if (copies) printBytes(options, rig.journalBytes, stopped.sequence, orders / elapsedMs);
  const name = copies ? 'pipeline.orders' : 'pipeline.orders.nocopy';
  return judge({ name, value, unit: 'orders/s', bar: 1_500_000, better: 'higher' });
}

function printBytes(options: BenchOptions, bytes: number, commands: number, ordersPerMs: number): void {
  const orderBytes = RecordHeader.BYTES * 1.5 + NewOrder.BYTES + Quote.BYTES / 2;
  options.print(
    `journal: ${(bytes / commands).toFixed(0)} bytes a command of all, ${(bytes / 1e6).toFixed(0)} MB in all; ` +
      `an order with its half quote is ${orderBytes} bytes: ${((ordersPerMs * orderBytes) / 1e3).toFixed(0)} MB/s while timed`,
  );
}

function checkCounts(driver: Driver): void {
  const { rig, outputs } = driver;
  const approved = rig.templates.approvedOf(rig.load.orders);
  check(outputs.legs === approved, `a leg per approved order: ${outputs.legs} of ${approved}`);
  check(outputs.denials === rig.load.orders - approved, 'a denial per denied order');
  check(driver.filled === approved, `every approved order ends filled: ${driver.filled} of ${approved}`);
}

async function measureLives(options: BenchOptions, seconds: number): Promise<BenchResult> {
  checkDiskRoom(DISK_BYTES * 1.2);
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 16,
    clOrdIds: seconds * 1_500_000 + 1_000_000,
    retainBytes: DISK_BYTES,
    reuses: true,
  });
  const driver = new Driver(rig, 'at once');
  driver.offer(300_000);
  driver.settle();
  const before = { filled: driver.filled, bytes: rig.journalBytes, sequence: rig.sequence };
  const start = performance.now();
  const most = rig.capacity.clOrdIds * 0.9;
  while (performance.now() - start < seconds * 1_000 && rig.load.orders < most) driver.offer(20_000);
  driver.settle();
  const elapsedMs = performance.now() - start;
  rig.checkNothingLost();
  checkCounts(driver);
  const lives = driver.filled - before.filled;
  const commands = rig.sequence - before.sequence;
  await rig.stop();
  rig.removeFiles();
  const bytes = rig.journalBytes - before.bytes;
  options.print(
    `lives: ${lives} in ${(elapsedMs / 1e3).toFixed(1)} s, ${(commands / elapsedMs / 1e3).toFixed(2)} M commands/s, ` +
      `${(bytes / commands).toFixed(0)} bytes a command, ${(bytes / 1e3 / elapsedMs).toFixed(0)} MB/s to disk`,
  );
  const value = (lives / elapsedMs) * 1e3;
  return judge({ name: 'pipeline.lives', value, unit: 'lives/s', bar: 500_000, better: 'higher' });
}

/** A run whose stream is kept whole, then replayed in `single`. */
async function proveEqual(options: BenchOptions): Promise<void> {
  const orders = options.quick ? 300_000 : 3_000_000;
  const rig = await PipelineRig.start({
    seed: options.seed,
    orders: 1 << 16,
    clOrdIds: orders * 2,
    retainBytes: DISK_BYTES,
  });
  const driver = new Driver(rig, 'at once');
  driver.offer(orders);
  driver.settle();
  checkCounts(driver);
  const stopped = await rig.stop();
  const single = new Single({ engines: rig.capacity, sessions: 1, venues: VENUES });
  const reader = new JournalReader({ files: diskFiles, directory: rig.directory, fromSequence: 1 });
  const replayed = single.replay(reader);
  reader.close();
  rig.removeFiles();
  check(replayed === stopped.sequence, `the journal holds all ${stopped.sequence} commands: ${replayed}`);
  const live = JSON.stringify(stopped.stages);
  const again = JSON.stringify(single.engines.stageHashes());
  check(live === again, `hashes of \`shared\` equal those of \`single\`: ${live} and ${again}`);
  options.print(
    `equality: ${replayed} commands logged live and replayed in \`single\`, the hashes of every stage are equal`,
  );
}
