/** One engine with its clients and venues at hand: commands by name, outputs as plain objects. For tests of one thing. */

import {
  CancelReject,
  ExecutionReport,
  RecordHeader,
  type TradeChange,
  VenueNewOrder,
  VenueReplace,
  type VenueReport,
} from '../../schemas/generated/engine.ts';
import { EMPTY, SpscConsumer } from '../../src/ring/spsc.ts';
import { InstructionKind } from '../../src/workers/model/front_event.ts';
import { legOfLegRef, orderOfLegRef } from '../../src/workers/model/leg_ref.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { ReportKind, TradeChangeKind, VenueLack, VenueType } from '../../src/workers/model/venue.ts';
import { CommandWriter, wordsText } from './command_writer.ts';
import { RecordedLog } from './recorded_log.ts';
import { Rig, type RigOptions } from './rig.ts';

export interface Told {
  readonly type: number;
  readonly id: string;
  readonly original: string;
  readonly execType: number;
  readonly status: number;
  readonly reason: number;
  readonly quantity: number;
  readonly ticks: number;
  readonly filled: number;
  readonly leaves: number;
  readonly limit: number;
  readonly observed: number;
  readonly last: number;
  readonly lastTicks: number;
  readonly executionId: number;
  /** Of a trade that was taken back or corrected: the `executionId` of the report that it refers to. */
  readonly refersTo: number;
}

export interface Instructed {
  readonly venue: number;
  readonly type: number;
  readonly ref: number;
  readonly lots: number;
  readonly ticks: number;
  /** Of a new order: what is shown of it, 0: all; the smallest fill that is wanted. */
  readonly display: number;
  readonly minimum: number;
  readonly sequence: number;
  readonly outputIndex: number;
}

const CAPACITY = { orders: 64, clOrdIds: 256, accounts: 4, strategies: 2, instruments: 4, venues: 4 };

/** Turns in which an engine has done all that it was told; far above what any test takes. */
const MOST_TURNS = 20_000;

export type DeskOptions = Partial<RigOptions> & { readonly isConfigured?: boolean };

export class Desk {
  readonly rig: Rig;
  readonly writer: CommandWriter;
  readonly log = new RecordedLog();
  now = 1_000;
  readonly #reports: SpscConsumer[];
  readonly #orders: SpscConsumer[];
  readonly #header = new RecordHeader();

  /** `live: false` leaves the engine for a replay, as recovery does. */
  constructor(options: DeskOptions = {}, live = true) {
    const clock = { now: () => this.now, rebase: () => undefined };
    this.rig = new Rig({ capacity: CAPACITY, sessions: 2, venues: 4, clock, ...options });
    this.writer = new CommandWriter(this.rig.memory);
    this.#reports = this.rig.memory.rings.reports.map((region) => new SpscConsumer(region));
    this.#orders = this.rig.memory.rings.venueOrders.map((region) => new SpscConsumer(region));
    if (live) this.rig.goLive();
    if (live && options.isConfigured !== false) this.#configure();
  }

  #configure(): void {
    const { writer } = this;
    writer.started(1);
    for (let instrument = 0; instrument < 2; instrument++) writer.instrument(instrument);
    for (let account = 0; account < 2; account++) writer.account(account);
    for (let venue = 0; venue < 4; venue++) {
      writer.venue(venue, 1_000 + venue);
      writer.venueStatus(venue, true);
    }
    writer.quote(0, 0, 100, 102);
    this.drain();
  }

  /** These venues show no part of an order. */
  withoutDisplay(...venues: readonly number[]): this {
    for (const venue of venues) this.writer.venue(venue, 1_000 + venue, VenueType.PRIMARY, VenueLack.DISPLAY);
    return this.drain();
  }

  /** Asks of 10 lots at 101 at the first `venues` venues: an order for more is split over them. */
  spread(venues: number): void {
    for (let venue = 0; venue < 4; venue++) this.writer.quote(0, venue, 99, venue < venues ? 101 : 150, 10);
    this.drain();
  }

  drain(): this {
    let turns = 0;
    do {
      this.rig.record(this.log);
      if (++turns > MOST_TURNS)
        throw new Error(`the engine does not come to rest: ${MOST_TURNS} turns, and more to do`);
    } while (this.rig.step() > 0);
    this.rig.record(this.log);
    return this;
  }

  report(venue: number, kind: number, ref: number, body: Partial<VenueReport> = {}): this {
    // An answer is one to the last request of its kind, if nothing else is said.
    const request = this.#lastRequest(kind, ref);
    this.writer.report(venue, (report) => Object.assign(report, { kind, request, legRef: ref, ...body }));
    return this.drain();
  }

  #lastRequest(kind: number, ref: number): number {
    const { CANCEL_REJECTED, REPLACED, REPLACE_REJECTED, STATUS } = ReportKind;
    const { CANCEL, REPLACE, STATUS: ASK } = InstructionKind;
    const asked = { [CANCEL_REJECTED]: CANCEL, [REPLACED]: REPLACE, [REPLACE_REJECTED]: REPLACE, [STATUS]: ASK }[kind];
    const { legs } = this.rig.engines.execution;
    return asked === undefined ? 0 : legs.lastRequest(orderOfLegRef(ref), legOfLegRef(ref), asked);
  }

  /** A venue takes the trade back that it reported as `original`, or corrects it. */
  changeTrade(venue: number, original: number, terms: Partial<TradeChange> = {}): this {
    const kind = terms.lastLots === undefined ? TradeChangeKind.CANCELLED : TradeChangeKind.CORRECTED;
    this.writer.tradeChange(venue, { kind, originalExecutionId: original, ...terms });
    return this.drain();
  }

  fill(venue: number, ref: number, lots: number, cumulative: number, of: number, ticks = 101): this {
    return this.report(venue, 2, ref, {
      lastLots: lots,
      lastTicks: ticks,
      cumLots: cumulative,
      leavesLots: of - cumulative,
      orderLots: of,
    });
  }

  /** What the session was told since the last call. */
  told(session = 0): Told[] {
    const consumer = this.#reports[session]!;
    const told: Told[] = [];
    const execution = new ExecutionReport();
    const reject = new CancelReject();
    for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
      const { type } = this.#header.wrap(consumer.data, at);
      const isExecution = type === RecordType.EXECUTION_REPORT;
      const body = (isExecution ? execution : reject).wrap(consumer.data, at + RecordHeader.BYTES);
      const of = isExecution ? execution : null;
      told.push({
        type,
        id: wordsText((i) => body.clOrdIdWord(i)),
        original: wordsText((i) => body.origClOrdIdWord(i)),
        execType: of?.execType ?? 0,
        status: body.status,
        reason: body.reason,
        quantity: of?.quantityLots ?? 0,
        ticks: of?.priceTicks ?? 0,
        filled: of?.filledLots ?? 0,
        leaves: of?.leavesLots ?? 0,
        limit: of?.limitValue ?? 0,
        observed: of?.observedValue ?? 0,
        last: of?.lastLots ?? 0,
        lastTicks: of?.lastTicks ?? 0,
        executionId: of?.executionId ?? 0,
        refersTo: of?.requestId ?? 0,
      });
    }
    consumer.release();
    return told;
  }

  /** What left for venues since the last call, in the order of the stream. */
  instructed(): Instructed[] {
    return this.#orders
      .flatMap((_, venue) => this.#instructedAt(venue))
      .sort((a, b) => a.sequence - b.sequence || a.outputIndex - b.outputIndex);
  }

  #instructedAt(venue: number): Instructed[] {
    const consumer = this.#orders[venue]!;
    const instructed: Instructed[] = [];
    const order = new VenueNewOrder();
    const replace = new VenueReplace();
    for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
      const { type, sequence, outputIndex } = this.#header.wrap(consumer.data, at);
      const isNew = type === RecordType.VENUE_NEW_ORDER;
      const body = (isNew ? order : replace).wrap(consumer.data, at + RecordHeader.BYTES);
      const hasTerms = isNew || type === RecordType.VENUE_REPLACE;
      instructed.push({
        venue,
        type,
        ref: body.legRef,
        lots: hasTerms ? body.lots : 0,
        ticks: hasTerms ? body.priceTicks : 0,
        display: isNew ? order.displayLots : 0,
        minimum: isNew ? order.minLots : 0,
        sequence,
        outputIndex,
      });
    }
    consumer.release();
    return instructed;
  }
}
