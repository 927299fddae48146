/**
 * Requests at a fixed rate, each at its intended time, and how long each took until its message to the venue was here.
 *
 *     intended time ─▶ client ring ─▶ engine ─▶ venue ring ─▶ seen by this thread: latency
 *       (late or not, the clock of a request starts when it was due, so a stall is charged to all that it delayed)
 *
 * Of four requests two are submits, one a replace and one the cancel of an order replaced a while before; every other
 * order is filled at once. The venue, this thread too, answers everything, so that the book of open orders stays as it is.
 */
import {
  CancelReject,
  RecordHeader,
  VenueCancel,
  type VenueNewOrder,
  VenueReplace,
} from '../schemas/generated/engine.ts';
import { Histogram, type HistogramSnapshot } from '../src/ring/histogram.ts';
import { ReasonCode } from '../src/workers/model/reason.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { waitPercentiles } from './floor.ts';
import { check } from './harness.ts';
import { Outputs } from './pipeline_outputs.ts';
import type { PipelineRig } from './pipeline_rig.ts';
import { GAP_BUCKETS, gapBucket } from './pipeline_worker.ts';

export const KINDS = ['submit', 'modify', 'cancel'] as const;
export type Kind = (typeof KINDS)[number];
const SUBMIT = 0;
const MODIFY = 1;
const CANCEL = 2;

/** Identifiers of replaces and cancels, beyond those of orders; both by the order's number. */
const REPLACE_IDS = 300_000_000_000;
const CANCEL_IDS = 600_000_000_000;
/** Requests written before the outputs are looked at again: when this thread is late it catches up in such steps. */
const MOST_AT_ONCE = 16;
/** Cancels between an order's replace and its cancel. */
const DISTANCE = 256;
/** Looks in a row that find nothing under way: by then a follow-up has come round, too. */
const IDLE_LOOKS = 10_000;
const NS_PER_MS = 1e6;

export interface Window {
  readonly latencies: readonly HistogramSnapshot[];
  /** p99 wait of a random moment, ns: the worse of this thread's and the engine's. */
  readonly floorP99Ns: number;
}

/** Orders in the order in which they came: number, leg and quantity. */
class Queue {
  readonly #order: Float64Array;
  readonly #leg: Float64Array;
  readonly #lots: Float64Array;
  readonly #capacity: number;
  head = 0;
  tail = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#order = new Float64Array(capacity);
    this.#leg = new Float64Array(capacity);
    this.#lots = new Float64Array(capacity);
  }

  get size(): number {
    return this.tail - this.head;
  }

  push(order: number, leg: number, lots: number): void {
    check(this.size < this.#capacity, 'the queue of open orders has room');
    const at = this.tail++ % this.#capacity;
    this.#order[at] = order;
    this.#leg[at] = leg;
    this.#lots[at] = lots;
  }

  /** Number and quantity of the entry `distance` behind the head. */
  order(distance: number): number {
    return this.#order[(this.head + distance) % this.#capacity]!;
  }

  lots(distance: number): number {
    return this.#lots[(this.head + distance) % this.#capacity]!;
  }

  /** Two entries, by their distance behind the head. */
  swap(one: number, other: number): void {
    const a = (this.head + one) % this.#capacity;
    const b = (this.head + other) % this.#capacity;
    for (const column of [this.#order, this.#leg, this.#lots]) {
      const held = column[a]!;
      column[a] = column[b]!;
      column[b] = held;
    }
  }
}

export interface PaceOptions {
  readonly rate: number;
  /** Open orders to keep. */
  readonly open: number;
  /** Replaces and cancels take a random open order, not the oldest. */
  readonly random?: () => number;
}

export class Pace {
  readonly #rig: PipelineRig;
  readonly #options: PaceOptions;
  readonly #outputs: Outputs;
  readonly #open: Queue;
  readonly #header = new RecordHeader();
  readonly #replace = new VenueReplace();
  readonly #cancel = new VenueCancel();
  readonly #reject = new CancelReject();
  readonly #latencies = KINDS.map(() => new Histogram());
  readonly #gaps = new Float64Array(GAP_BUCKETS);
  /** Legs so far: every other one is filled at once. */
  #legs = 0;
  #requests = 0;
  /** A cancel for each replace. */
  #isReplaced = false;
  sent = 0;
  seen = 0;
  skipped = 0;
  late = 0;

  constructor(rig: PipelineRig, options: PaceOptions) {
    this.#rig = rig;
    this.#options = options;
    this.#outputs = new Outputs(rig.templates);
    this.#open = new Queue(2 ** Math.ceil(Math.log2(options.open * 2 + 65_536)));
  }

  /** Open orders as the venue knows them. */
  get open(): number {
    return this.#open.size;
  }

  /** Fills the book up, as fast as it goes. */
  fill(): void {
    const { load } = this.#rig;
    while (this.#open.size < this.#options.open) {
      for (let i = 0; i < 64 && load.orders - this.#outputs.answered < 4_000 && load.order(); i++) load.quote();
      load.publish();
      this.#take(0);
    }
    this.drain();
  }

  /** `windows` windows of `windowMs`, without a break between them. */
  run(windows: number, windowMs: number): Window[] {
    const intervalNs = 1e9 / this.#options.rate;
    const results: Window[] = [];
    const startNs = performance.now() * NS_PER_MS + 1e5;
    let dueNs = startNs;
    let previousNs = 0;
    for (let window = 1; window <= windows; window++) {
      const endNs = startNs + window * windowMs * NS_PER_MS;
      const before = this.#latencies.map((latency) => latency.snapshot());
      const engineBefore = Float64Array.from(this.#rig.engineGaps);
      this.#gaps.fill(0);
      for (let nowNs = performance.now() * NS_PER_MS; dueNs < endNs; nowNs = performance.now() * NS_PER_MS) {
        if (previousNs !== 0) this.#gaps[gapBucket(nowNs - previousNs)]!++;
        let work = 0;
        // A full ring makes a request wait; its clock runs since it was due.
        for (; work < MOST_AT_ONCE && dueNs <= nowNs && this.#request(dueNs); work++) dueNs += intervalNs;
        if (work > 0) this.#rig.load.publish();
        previousNs = this.#take(nowNs) || work > 0 ? 0 : nowNs;
      }
      const latencies = this.#latencies.map((latency, kind) => latency.snapshot().since(before[kind]!));
      const engineGaps = this.#rig.engineGaps.map((count, bucket) => count - engineBefore[bucket]!);
      const floorP99Ns = Math.max(waitPercentiles(this.#gaps).p99Ns, waitPercentiles(engineGaps).p99Ns);
      results.push({ latencies, floorP99Ns });
    }
    this.drain();
    check(this.seen === this.sent, `every request is answered: ${this.seen} of ${this.sent}`);
    return results;
  }

  /** Until every order and request is answered. */
  drain(): void {
    const start = performance.now();
    while (this.#outputs.answered < this.#rig.load.orders || this.seen < this.sent) {
      this.#take(0);
      check(performance.now() - start < 30_000, `the engine answers: ${this.seen} of ${this.sent} requests`);
    }
    // What was answered last goes through the engine once more, and so does what follows from it.
    for (let idleLooks = 0; idleLooks < IDLE_LOOKS; )
      idleLooks = this.#take(0) || !this.#rig.isIdle ? 0 : idleLooks + 1;
  }

  /** False: the ring is full, try again. */
  #request(dueNs: number): boolean {
    const { load } = this.#rig;
    const turn = this.#requests & 3;
    const isSent = turn === 1 ? this.#replaceOne(dueNs) : turn === 3 ? this.#cancelOne(dueNs) : load.order(dueNs);
    if (!isSent) return false;
    if (turn === 0) load.quote();
    this.#requests++;
    return true;
  }

  /** The head is cancelled, an order some way behind it replaced: so that the replace is long answered by the cancel. */
  #replaceOne(dueNs: number): boolean {
    const { load } = this.#rig;
    const open = this.#open;
    if (open.size < this.#options.open / 2) {
      this.skipped++;
      return true;
    }
    const { random } = this.#options;
    if (random !== undefined) open.swap(DISTANCE, DISTANCE + Math.floor(random() * (open.size - DISTANCE)));
    const order = open.order(DISTANCE);
    if (!load.replace(REPLACE_IDS + order, order, order, open.lots(DISTANCE) + 1, dueNs)) return false;
    this.#isReplaced = true;
    this.sent++;
    return true;
  }

  #cancelOne(dueNs: number): boolean {
    if (!this.#isReplaced) {
      this.skipped++;
      return true;
    }
    const order = this.#open.order(0);
    if (!this.#rig.load.cancel(CANCEL_IDS + order, order, dueNs)) return false;
    this.#open.head++;
    this.#isReplaced = false;
    this.sent++;
    return true;
  }

  /** Takes what has come; true if anything had. */
  #take(nowNs: number): boolean {
    const { toVenue, toClient, load } = this.#rig;
    let hasWork = false;
    while (load.hasReportRoom) {
      const at = toVenue.poll();
      if (at < 0) break;
      hasWork = true;
      this.#takeMessage(at, nowNs !== 0);
    }
    toVenue.release();
    for (let at = toClient.poll(); at >= 0; at = toClient.poll()) {
      hasWork = true;
      this.#takeReport(at);
    }
    toClient.release();
    if (hasWork) load.publish();
    this.#rig.freeLog();
    return hasWork;
  }

  #takeMessage(at: number, isTimed: boolean): void {
    const { data } = this.#rig.toVenue;
    const header = this.#header.wrap(data, at);
    const kind = kindOf(header.type);
    if (isTimed && header.ingressTime > 0) {
      this.#latencies[kind]!.record(Math.max(0, performance.now() * NS_PER_MS - header.ingressTime));
    }
    if (kind === SUBMIT) this.#answerNew(this.#outputs.checkLeg(data, at), this.#outputs.legOrder);
    else if (kind === MODIFY) this.#answerReplace(this.#replace.wrap(data, at + RecordHeader.BYTES));
    else this.#answerCancel(this.#cancel.wrap(data, at + RecordHeader.BYTES).legRef);
  }

  #answerNew({ legRef, lots, priceTicks }: VenueNewOrder, order: number): void {
    const { load } = this.#rig;
    load.report(ReportKind.ACKNOWLEDGED, legRef, 0, 0, lots, priceTicks);
    const isFilled = (this.#legs++ & 1) === 0 && this.#open.size >= this.#options.open * 0.75;
    if (isFilled || this.#open.size >= this.#options.open) {
      load.report(ReportKind.FILLED, legRef, lots, lots, lots, priceTicks);
    } else this.#open.push(order, legRef, lots);
  }

  #answerReplace(message: VenueReplace): void {
    this.seen++;
    this.#rig.load.report(ReportKind.REPLACED, message.legRef, 0, 0, message.lots, message.priceTicks);
  }

  #answerCancel(legRef: number): void {
    this.seen++;
    this.#rig.load.report(ReportKind.CANCELLED, legRef, 0, 0, 1, 0);
  }

  /** After a stall a cancel may meet its order while the replace is still under way: that replace is told it is lost. */
  #takeReject(at: number): void {
    const { reason } = this.#reject.wrap(this.#rig.toClient.data, at + RecordHeader.BYTES);
    check(reason === ReasonCode.TOO_LATE, `no replace or cancel is refused: reason ${reason}`);
    this.late++;
  }

  #takeReport(at: number): void {
    const { data } = this.#rig.toClient;
    const header = this.#header.wrap(data, at);
    if (header.type === RecordType.CANCEL_REJECT) this.#takeReject(at);
    if (header.type === RecordType.EXECUTION_REPORT && this.#outputs.isDenial(data, at)) {
      this.#outputs.checkDenial(data, at);
    }
  }
}

function kindOf(type: number): number {
  if (type === RecordType.VENUE_NEW_ORDER) return SUBMIT;
  if (type === RecordType.VENUE_REPLACE) return MODIFY;
  if (type === RecordType.VENUE_CANCEL) return CANCEL;
  throw new Error(`a message of type ${type} to the venue`);
}
