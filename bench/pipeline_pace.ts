/**
 * Requests at a fixed rate, each at its intended time, and how long each took until its answer was here.
 *
 *     intended time ─▶ client ring ─▶ engine ─▶ venue ring, or client ring for a denial ─▶ seen by this thread: latency
 *       (late or not, the clock of a request starts when it was due, so a stall is charged to all that it delayed)
 *
 * Of four requests two are submits, one a replace and one the cancel of an order replaced a while before; every other
 * order is filled at once. The venue, this thread too, answers everything, so that the book of open orders stays as it is.
 *
 * A rate beyond the engine's capacity ends like any other: a full ring makes requests wait, what is denied because the
 * pool is full is counted, and what was never sent is in the last window with the time that it has waited by then.
 */
import { performance } from 'node:perf_hooks';
import { CancelReject, RecordHeader, VenueCancel, VenueNewOrder, VenueReplace } from '../schemas/generated/engine.ts';
import type { HistogramSnapshot } from '../src/ring/histogram.ts';
import type { Views } from '../src/ring/memory.ts';
import { SpscConsumer } from '../src/ring/spsc.ts';
import { ReasonCode } from '../src/workers/model/reason.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { SOURCE_CLIENT_FIRST } from '../src/workers/model/source.ts';
import { waitPercentiles } from './floor.ts';
import { check } from './harness.ts';
import { OpenBook } from './pace_book.ts';
import { CANCEL, MODIFY, Requests, SUBMIT, UNTIMED } from './pace_requests.ts';
import { PaceVenue } from './pace_venue.ts';
import { Outputs } from './pipeline_outputs.ts';
import type { PipelineRig } from './pipeline_rig.ts';
import { BESIDE_INSTRUMENT } from './pipeline_templates.ts';
import { GAP_BUCKETS, gapBucket } from './pipeline_worker.ts';

/** Identifiers of replaces and cancels, beyond those of orders. */
const OTHER_IDS = 500_000_000_000;
/** Requests written before the outputs are looked at again: when this thread is late it catches up in such steps. */
const MOST_AT_ONCE = 16;
/** Under way at most while the book is filled up or emptied: then nobody looks at the time. */
const MOST_UNTIMED = 2_000;
/** Orders between the one that is replaced and the one that is cancelled. */
const DISTANCE = 256;
/** Looks in a row that find nothing under way: by then a follow-up has come round, too. */
const IDLE_LOOKS = 10_000;
const LOOKS_PER_FREE_LOG = 64;
const PATIENCE_MS = 10_000;
const NS_PER_MS = 1e6;
const MOST_GAP_NS = 2 ** 31 - 1;
/** What an engine may answer that is asked for more than it can do. */
const FULL_REASONS: readonly number[] = [ReasonCode.ORDER_POOL_FULL, ReasonCode.CL_ORD_ID_STORE_FULL];
/** After a stall a cancel may meet its order while the replace is still under way: one of them is told that it is lost. */
const OVERTAKEN_REASONS: readonly number[] = [ReasonCode.TOO_LATE, ReasonCode.PENDING_CHANGE];
/** The kinds of four requests in turn. */
const TURNS = [SUBMIT, MODIFY, SUBMIT, CANCEL];

export interface Window {
  readonly latencies: readonly HistogramSnapshot[];
  /** Service time a command, by stage. */
  readonly stages: readonly HistogramSnapshot[];
  /** p99 wait of a random moment, ns: the worse of this thread's and the engine's. */
  readonly floorP99Ns: number;
  readonly answered: number;
  /** Of those answered: denied because the engine was full. */
  readonly denied: number;
}

/** Where all counts stood when a window began. */
interface Mark {
  readonly latencies: readonly HistogramSnapshot[];
  readonly stages: readonly HistogramSnapshot[];
  readonly engineGaps: Float64Array;
  readonly answered: number;
  readonly denied: number;
}

/** What goes on in the engine beside the paced requests: the venue's part of it, on the same thread. */
export interface Beside {
  /** A message of `type` to the venue about the instrument beside, with its body at `bodyAt`. */
  takeMessage(views: Views, type: number, bodyAt: number): void;
  /** Answers what had no room; false: there is more. */
  flush(): boolean;
}

export interface PaceOptions {
  readonly rate: number;
  /** Open orders to keep. */
  readonly open: number;
  /** Replaces and cancels take a random open order, not the oldest. */
  readonly random?: () => number;
  readonly beside?: Beside;
}

export class Pace {
  readonly #rig: PipelineRig;
  readonly #random: (() => number) | undefined;
  readonly #beside: Beside | undefined;
  readonly #rate: number;
  readonly #outputs: Outputs;
  readonly #book: OpenBook;
  readonly #venue: PaceVenue;
  readonly #requests = new Requests();
  readonly #refusals: SpscConsumer;
  readonly #header = new RecordHeader();
  readonly #new = new VenueNewOrder();
  readonly #replace = new VenueReplace();
  readonly #cancel = new VenueCancel();
  readonly #reject = new CancelReject();
  readonly #gaps = new Float64Array(GAP_BUCKETS);
  #turn = 0;
  #looks = 0;
  #otherIds = OTHER_IDS;
  /** A cancel for each replace. */
  #isReplaced = false;
  /** Turns that found no order to replace or cancel. */
  skipped = 0;
  /** Replaces and cancels that met the other one, or the order's end. */
  overtaken = 0;
  /** Requests denied because the engine was full, or refused because its log was. */
  denied = 0;
  /** Due in the last run, but never sent. */
  unsent = 0;
  /** Sent, but their answers were lost. */
  lost = 0;

  constructor(rig: PipelineRig, options: PaceOptions) {
    this.#rig = rig;
    this.#rate = options.rate;
    this.#random = options.random;
    this.#beside = options.beside;
    this.#outputs = new Outputs(rig.templates);
    this.#book = new OpenBook(options.open);
    this.#venue = new PaceVenue(rig.load, this.#book, options.open);
    this.#refusals = new SpscConsumer(rig.memory.rings.refusals[0]!);
  }

  /** Open orders as the venue knows them. */
  get open(): number {
    return this.#book.size;
  }

  get sent(): number {
    return this.#requests.sent;
  }

  /** Brings the book to `open` orders, as fast as it goes, and keeps it there from then on. */
  hold(open: number): void {
    const { load } = this.#rig;
    this.#venue.kept = open;
    while (this.#book.size !== open) {
      for (let i = 0; i < 64 && this.#requests.underWay < MOST_UNTIMED; i++) {
        if (this.#book.size > open ? !this.#cancelOldest(UNTIMED) : !this.#submit(UNTIMED)) break;
        if (this.#book.size === open) break;
      }
      load.publish();
      this.#take(0);
    }
    this.drain();
  }

  /** `count` records of the caller's, as fast as the engine takes them; nobody looks at the time. */
  give(count: number, write: (index: number) => boolean): void {
    const { load } = this.#rig;
    for (let given = 0; given < count; ) {
      for (let i = 0; i < 64 && given < count && write(given); i++) given++;
      load.publish();
      this.#take(0);
    }
    this.drain();
  }

  /** `windows` windows of `windowMs`, without a break between them; `begin` is told of each as it begins, from 0 on. */
  run(windows: number, windowMs: number, begin: (window: number) => void = () => undefined): Window[] {
    const intervalNs = 1e9 / this.#rate;
    const results: Window[] = [];
    const startNs = performance.now() * NS_PER_MS + 1e5;
    const endNs = startNs + windows * windowMs * NS_PER_MS;
    let dueNs = startNs;
    let previousNs = 0;
    for (let window = 1; window <= windows; window++) {
      const before = this.#mark();
      begin(window - 1);
      const windowEndNs = startNs + window * windowMs * NS_PER_MS;
      for (let nowNs = performance.now() * NS_PER_MS; nowNs < windowEndNs; nowNs = performance.now() * NS_PER_MS) {
        if (previousNs !== 0) this.#gaps[gapBucket(Math.min(nowNs - previousNs, MOST_GAP_NS) | 0)]!++;
        let work = 0;
        // A full ring makes a request wait; its clock runs since it was due.
        for (; work < MOST_AT_ONCE && dueNs <= nowNs && this.#request(dueNs); work++) dueNs += intervalNs;
        if (work > 0) this.#rig.load.publish();
        previousNs = this.#take(nowNs) || work > 0 ? 0 : nowNs;
      }
      if (window === windows) this.#finish(dueNs, endNs, intervalNs);
      results.push(this.#since(before));
    }
    return results;
  }

  /** What is still under way belongs to the last window, and so does what was due and never sent. */
  #finish(dueNs: number, endNs: number, intervalNs: number): void {
    this.unsent = 0;
    for (let due = dueNs; due < endNs; due += intervalNs) {
      this.#requests.record(TURNS[(this.#turn + this.unsent++) & 3]!, endNs - due);
    }
    this.drain();
  }

  /** Until every request is answered and everything that follows from it has gone through the engine. */
  drain(): void {
    const start = performance.now();
    let idleLooks = 0;
    while (idleLooks < IDLE_LOOKS) {
      const nowNs = performance.now() * NS_PER_MS;
      const isBusy =
        this.#take(nowNs) ||
        this.#requests.underWay > 0 ||
        this.#venue.waiting > 0 ||
        this.#beside?.flush() === false ||
        !this.#rig.isIdle;
      idleLooks = isBusy ? 0 : idleLooks + 1;
      if (nowNs / NS_PER_MS - start < PATIENCE_MS) continue;
      this.lost += this.#requests.giveUp(nowNs);
      return;
    }
  }

  #mark(): Mark {
    this.#gaps.fill(0);
    return {
      latencies: this.#requests.snapshots(),
      stages: this.#rig.telemetry.stages.map((stage) => stage.snapshot()),
      engineGaps: Float64Array.from(this.#rig.engineGaps),
      answered: this.#requests.answered,
      denied: this.denied,
    };
  }

  #since(mark: Mark): Window {
    const engineGaps = this.#rig.engineGaps.map((count, bucket) => count - mark.engineGaps[bucket]!);
    return {
      latencies: this.#requests.snapshots().map((latency, kind) => latency.since(mark.latencies[kind]!)),
      stages: this.#rig.telemetry.stages.map((stage, index) => stage.snapshot().since(mark.stages[index]!)),
      floorP99Ns: Math.max(waitPercentiles(this.#gaps).p99Ns, waitPercentiles(engineGaps).p99Ns),
      answered: this.#requests.answered - mark.answered,
      denied: this.denied - mark.denied,
    };
  }

  /** False: the ring is full, try again. */
  #request(dueNs: number): boolean {
    const turn = this.#turn & 3;
    const kind = TURNS[turn];
    const isSent =
      kind === SUBMIT ? this.#submit(dueNs) : kind === MODIFY ? this.#replaceOne(dueNs) : this.#cancelOne(dueNs);
    if (!isSent) return false;
    if (turn === 0) this.#rig.load.quote();
    this.#turn++;
    return true;
  }

  #submit(dueNs: number): boolean {
    const { load } = this.#rig;
    const order = load.orders;
    if (!load.order(dueNs)) return false;
    this.#requests.add(load.request, SUBMIT, order, dueNs);
    return true;
  }

  /** The oldest is cancelled, an order some way behind it replaced: so that the replace is long answered by the cancel. */
  #replaceOne(dueNs: number): boolean {
    const { load } = this.#rig;
    const book = this.#book;
    if (book.size < Math.max(this.#venue.kept / 2, DISTANCE + 1)) {
      this.skipped++;
      return true;
    }
    if (this.#random !== undefined) book.swap(DISTANCE, DISTANCE + Math.floor(this.#random() * (book.size - DISTANCE)));
    const order = book.order(DISTANCE);
    if (!load.replace(this.#otherIds, order, order, book.lots(DISTANCE) + 1, dueNs)) return false;
    this.#otherIds++;
    this.#requests.add(load.request, MODIFY, order, dueNs);
    this.#isReplaced = true;
    return true;
  }

  #cancelOne(dueNs: number): boolean {
    if (!this.#isReplaced) {
      this.skipped++;
      return true;
    }
    if (!this.#cancelOldest(dueNs)) return false;
    this.#isReplaced = false;
    return true;
  }

  #cancelOldest(dueNs: number): boolean {
    const { load } = this.#rig;
    const order = this.#book.order(0);
    if (!load.cancel(this.#otherIds, order, dueNs)) return false;
    this.#otherIds++;
    this.#book.dropOldest();
    this.#requests.add(load.request, CANCEL, order, dueNs);
    return true;
  }

  /** Takes what has come; true if anything had. */
  #take(nowNs: number): boolean {
    const { toVenue, toClient, load } = this.#rig;
    let hasWork = false;
    for (let at = toVenue.poll(); at >= 0; at = toVenue.poll()) {
      hasWork = true;
      this.#takeMessage(at);
    }
    toVenue.release();
    for (let at = toClient.poll(); at >= 0; at = toClient.poll()) {
      hasWork = true;
      this.#takeReport(at);
    }
    toClient.release();
    this.#venue.flush();
    this.#beside?.flush();
    if (hasWork) load.publish();
    if ((++this.#looks & (LOOKS_PER_FREE_LOG - 1)) === 0) {
      this.#rig.freeLog();
      this.#takeRefusals(nowNs);
    }
    return hasWork;
  }

  /** The engine's message for a request; what it says is checked before the venue answers. */
  #takeMessage(at: number): void {
    const { data } = this.#rig.toVenue;
    const { type, source, sourceSequence: request } = this.#header.wrap(data, at);
    if (this.#beside !== undefined && this.#isBeside(type, at + RecordHeader.BYTES)) {
      this.#beside.takeMessage(data, type, at + RecordHeader.BYTES);
      return;
    }
    check(source === SOURCE_CLIENT_FIRST, 'a message to the venue is the answer to a request');
    const order = this.#requests.order(request);
    this.#requests.answer(request, performance.now() * NS_PER_MS);
    if (type === RecordType.VENUE_NEW_ORDER) this.#venue.takeNew(this.#outputs.checkLegOf(data, at, order), order);
    else if (type === RecordType.VENUE_REPLACE) {
      const { legRef, lots, priceTicks, request } = this.#replace.wrap(data, at + RecordHeader.BYTES);
      this.#venue.takeReplace(legRef, lots, priceTicks, request);
    } else if (type === RecordType.VENUE_CANCEL) {
      this.#venue.takeCancel(this.#cancel.wrap(data, at + RecordHeader.BYTES).legRef);
    } else throw new Error(`a message of type ${type} to the venue`);
  }

  #isBeside(type: number, bodyAt: number): boolean {
    const { data } = this.#rig.toVenue;
    if (type === RecordType.VENUE_NEW_ORDER) return this.#new.wrap(data, bodyAt).instrument === BESIDE_INSTRUMENT;
    return type === RecordType.VENUE_CANCEL && this.#cancel.wrap(data, bodyAt).instrument === BESIDE_INSTRUMENT;
  }

  #takeReport(at: number): void {
    const { data } = this.#rig.toClient;
    const { type, source, sourceSequence: request } = this.#header.wrap(data, at);
    const isAnswer = source === SOURCE_CLIENT_FIRST;
    if (type === RecordType.CANCEL_REJECT) this.#takeReject(at, isAnswer ? request : 0);
    else if (type === RecordType.EXECUTION_REPORT && isAnswer && this.#outputs.isDenial(data, at)) {
      this.#takeDenial(at, request);
    }
  }

  #takeDenial(at: number, request: number): void {
    const { templates } = this.#rig;
    const order = this.#requests.order(request);
    const reason = this.#outputs.reasonOf(this.#rig.toClient.data, at, order);
    if (FULL_REASONS.includes(reason)) this.denied++;
    else check(reason === templates.reason[templates.row(order)], `order ${order} is denied: reason ${reason}`);
    this.#requests.answer(request, performance.now() * NS_PER_MS);
  }

  /** `request` 0: told so by a report of the venue, after its message had left. */
  #takeReject(at: number, request: number): void {
    const { reason } = this.#reject.wrap(this.#rig.toClient.data, at + RecordHeader.BYTES);
    const isFull = FULL_REASONS.includes(reason);
    check(isFull || OVERTAKEN_REASONS.includes(reason), `no replace or cancel is refused: reason ${reason}`);
    if (isFull) this.denied++;
    else this.overtaken++;
    if (request === 0) return;
    if (this.#requests.kind(request) === CANCEL && reason !== ReasonCode.TOO_LATE) this.#reopen(request);
    this.#requests.answer(request, performance.now() * NS_PER_MS);
  }

  /** A cancel that was refused leaves its order open. */
  #reopen(request: number): void {
    const { templates } = this.#rig;
    const order = this.#requests.order(request);
    this.#book.push(order, templates.lots[templates.row(order)]! + 1);
  }

  /** New orders that were sent back because hardly any log was free. */
  #takeRefusals(nowNs: number): void {
    const refusals = this.#refusals;
    for (let at = refusals.poll(); at >= 0; at = refusals.poll()) {
      this.denied++;
      this.#requests.answer(this.#header.wrap(refusals.data, at).sourceSequence, nowNs);
    }
    refusals.release();
  }
}
