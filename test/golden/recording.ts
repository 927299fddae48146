/**
 * Records a run of `single` as a live engine records it: journal, event log, description, all in one folder. Seeded:
 * the same options give the same bytes.
 */

import { readFileSync } from 'node:fs';
import {
  RecordHeader,
  SetInstrument,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
} from '../../schemas/generated/engine.ts';
import type { Views } from '../../src/ring/memory.ts';
import { SpscConsumer } from '../../src/ring/spsc.ts';
import { JournalReplay } from '../../src/workers/cold/journal_replay.ts';
import { readRunDescription, writeRunDescription } from '../../src/workers/cold/run_description.ts';
import { EventLogWriter } from '../../src/workers/durability/journal/event_log_writer.ts';
import { diskFiles } from '../../src/workers/durability/journal/files.ts';
import { Journal } from '../../src/workers/durability/journal/journal.ts';
import { openJournal } from '../../src/workers/durability/journal/open_journal.ts';
import { SegmentKind } from '../../src/workers/durability/journal/segment_layout.ts';
import { SegmentWriter } from '../../src/workers/durability/journal/segment_writer.ts';
import { OrderType, Side, TimeInForce } from '../../src/workers/model/order.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { ReportKind } from '../../src/workers/model/venue.ts';
import type { EngineCapacity } from '../../src/workers/pipeline/engines.ts';
import { EventAgent, type EventMode, eventStart } from '../../src/workers/pipeline/events/agent.ts';
import { sealRecoveredLog } from '../../src/workers/pipeline/recovery.ts';
import { Single } from '../../src/workers/pipeline/single.ts';
import { CommandWriter, textWords } from '../simulation/command_writer.ts';
import { pick, randomFrom } from './random.ts';

export interface RecordingOptions {
  readonly directory: string;
  readonly seed: number;
  /** Rounds of a few commands each. */
  readonly rounds: number;
  readonly mode?: EventMode;
  readonly capacity?: EngineCapacity;
  /** A snapshot marker every so many rounds. */
  readonly markerRounds?: number;
  readonly segmentBytes?: number;
  readonly behaviourVersion?: string;
  readonly onTold?: (session: number, records: Views, at: number) => void;
}

export const CAPACITY: EngineCapacity = {
  orders: 4_096,
  clOrdIds: 65_536,
  accounts: 4,
  strategies: 2,
  instruments: 4,
  venues: 16,
};
const SYMBOLS = ['ALPHA', 'BRAVO', 'CHARLIE', 'DELTA'];
const SESSIONS = 2;
const VENUES = 2;
const BASE_TIME_MS = Date.UTC(2026, 10, 2);
const SEGMENT_BYTES = 4 << 20;
const STEP_NS = 20_000;
const STORE_ROUNDS = 16;

export interface Recording {
  readonly lastSequence: number;
  readonly stateHashes: Record<string, string>;
  /** Sequences of the snapshot markers. */
  readonly markers: readonly number[];
}

/** A run behind what the folder holds already, if anything: its first commands follow a recovery. */
export async function recordRun(options: RecordingOptions): Promise<Recording> {
  const run = await LiveRun.start(options);
  run.configure();
  for (let round = 1; round <= options.rounds; round++) {
    run.round(round);
    if (round % (options.markerRounds ?? Number.POSITIVE_INFINITY) === 0) run.mark(round);
    if (round % STORE_ROUNDS === 0) await run.store();
  }
  return run.stop();
}

interface Leg {
  readonly venue: number;
  readonly legRef: number;
  lots: number;
  filled: number;
}

class LiveRun {
  readonly #single: Single;
  readonly #writer: CommandWriter;
  readonly #journal: Journal;
  readonly #segments: SegmentWriter;
  readonly #eventLog: EventLogWriter;
  readonly #events: EventAgent;
  readonly #random: () => number;
  readonly #epoch: number;
  readonly #toVenues: readonly SpscConsumer[];
  readonly #toClients: readonly SpscConsumer[];
  readonly #onTold: RecordingOptions['onTold'];
  readonly #legs: Leg[] = [];
  readonly #ids: { session: number; id: string }[] = [];
  readonly #markers: number[] = [];
  readonly #header = new RecordHeader();
  #now: { value: number };
  #number = 0;
  #stepMs = 0;

  private constructor(
    options: RecordingOptions,
    single: Single,
    segments: SegmentWriter,
    log: EventLogWriter,
    now: { value: number },
  ) {
    this.#single = single;
    this.#segments = segments;
    this.#eventLog = log;
    this.#now = now;
    const { memory, engines } = single;
    this.#epoch = engines.front.orders.store.epoch() + 1;
    this.#writer = new CommandWriter(memory);
    for (const source of [
      this.#writer.control,
      ...this.#writer.venues,
      ...this.#writer.quotes,
      ...this.#writer.clients,
    ]) {
      source.epoch = this.#epoch;
    }
    this.#journal = new Journal({ log: memory.log, writer: segments, durability: 'process' });
    this.#events = new EventAgent(memory, eventStart(memory, engines.sequencer.sequence), options.mode ?? 'full', log);
    this.#random = randomFrom(options.seed + this.#epoch);
    this.#toVenues = memory.rings.venueOrders.map((region) => new SpscConsumer(region));
    this.#onTold = options.onTold;
    this.#toClients = memory.rings.reports.map((region) => new SpscConsumer(region));
  }

  static async start(options: RecordingOptions): Promise<LiveRun> {
    const { directory, capacity = CAPACITY } = options;
    const files = diskFiles;
    const opened = openJournal({ files, directory });
    const firstSequence = opened.lastSequence + 1;
    writeRunDescription(directory, { firstSequence, capacity, sessions: SESSIONS, venues: VENUES });
    const now = { value: 0 };
    const single = new Single({
      engines: capacity,
      sessions: SESSIONS,
      venues: VENUES,
      clock: { now: () => now.value, rebase: () => undefined },
    });
    if (opened.lastSequence > 0) {
      // With the capacities that each part was written with; the state moves over to this run's.
      const replay = new JournalReplay({ directory, runs: readRunDescription(directory), snapshot: undefined });
      replay.advanceTo(opened.lastSequence);
      replay.close();
      single.engines.load(new Map(replay.engines.save().map(({ name, bytes }) => [name, bytes])));
    }
    now.value = single.engines.sequencer.time;
    sealRecoveredLog(single.memory.log, opened.lastSequence, new Int32Array(4));
    const writer = {
      files,
      directory,
      segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
      baseTimeMs: BASE_TIME_MS,
      engineEpoch: single.engines.front.orders.store.epoch() + 1,
      behaviourVersion: options.behaviourVersion ?? '0.1.0',
      schema: Uint8Array.from(readFileSync(new URL('../../schemas/generated/engine.bfbs', import.meta.url))),
    };
    const segments = new SegmentWriter({ ...writer, kind: SegmentKind.INPUT, start: opened });
    const events = openJournal({ files, directory, kind: SegmentKind.EVENTS, lastSequence: opened.lastSequence });
    const log = new EventLogWriter({ ...writer, start: events });
    await Promise.all([segments.prepareNow(), log.writer.prepareNow()]);
    const run = new LiveRun(options, single, segments, log, now);
    single.goLive();
    return run;
  }

  configure(): void {
    const writer = this.#writer;
    writer.started(this.#epoch);
    for (let instrument = 0; instrument < SYMBOLS.length; instrument++) {
      writer.control.send(RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
        textWords(SYMBOLS[instrument]!, SetInstrument.SYMBOL_WORDS).forEach((word, i) => {
          body.setSymbolWord(i, word);
        });
        body.instrument = instrument;
        body.primaryVenue = instrument % VENUES;
        body.tickSizeExponent = -2;
        body.tickSizeMantissa = 1;
        body.lotSize = 1;
        body.valueMultiplier = 100;
        body.collarBps = 1_000;
        body.priceMaxAgeNs = 1e12;
      });
    }
    for (let account = 0; account < 4; account++) writer.account(account);
    for (let venue = 0; venue < VENUES; venue++) {
      writer.venue(venue, 1_000 * (venue + 1));
      writer.venueStatus(venue, true);
      if (this.#epoch > 1) writer.recovered(venue, this.#single.engines.sequencer.sequence, 8);
    }
    this.#drain();
  }

  /** Quotes, orders, cancels, replaces, mass cancels and what the venues answer. */
  round(round: number): void {
    const writer = this.#writer;
    const random = this.#random;
    const instrument = pick(random, SYMBOLS.length);
    const middle = 10_000 + pick(random, 40);
    writer.quote(instrument, pick(random, VENUES), middle - 1, middle + 1, 50 + pick(random, 100), middle);
    for (let i = 0; i < 2; i++) this.#order(instrument, middle);
    if (pick(random, 4) === 0) this.#change(instrument, middle);
    if (round % 61 === 0)
      writer.massCancel(pick(random, SESSIONS), this.#nextId(), pick(random, 3) === 0 ? -1 : instrument);
    if (round % 97 === 0) writer.venueStatus(1, round % 194 !== 0);
    this.#drain();
    this.#answer();
    this.#drain();
  }

  mark(number: number): void {
    this.#writer.marker(number);
    this.#drain();
    this.#markers.push(this.#single.engines.sequencer.sequence);
  }

  async store(): Promise<void> {
    for (let isStored = false; !isStored; ) {
      this.#stepMs += 1;
      this.#journal.step(this.#stepMs);
      isStored = this.#eventLog.flush() && this.#journal.copier.lagBytes === 0;
      // Segments are made ready by the thread pool.
      if (!isStored) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  async stop(): Promise<Recording> {
    this.#drain();
    this.#single.assembly.sendHashes();
    while (!(this.#events.doWork() === 0 && this.#events.isDrained && this.#eventLog.flush())) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await this.store();
    while (this.#segments.isSyncing) {
      this.#journal.step(this.#stepMs);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#journal.close();
    this.#segments.close();
    this.#eventLog.close();
    const { engines } = this.#single;
    return { lastSequence: engines.sequencer.sequence, stateHashes: engines.stateHashes(), markers: this.#markers };
  }

  #order(instrument: number, middle: number): void {
    const random = this.#random;
    const session = pick(random, SESSIONS);
    const side = pick(random, 2) === 0 ? Side.BUY : Side.SELL;
    const type = pick(random, 6) === 0 ? OrderType.MARKET : OrderType.LIMIT;
    const tif = [TimeInForce.DAY, TimeInForce.DAY, TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK][pick(random, 5)]!;
    // One in twenty is denied: an unknown account, or a price far outside the collar.
    const account = pick(random, 40) === 0 ? 9 : pick(random, 4);
    const ticks = pick(random, 40) === 0 ? middle * 3 : middle - 3 + pick(random, 7);
    const id = this.#nextId();
    const lots = 1 + pick(random, 300);
    this.#writer.order(session, {
      id,
      account,
      instrument,
      side,
      type,
      tif,
      lots,
      ticks: type === OrderType.MARKET ? 0 : ticks,
    });
    this.#ids.push({ session, id });
    if (this.#ids.length > 200) this.#ids.shift();
  }

  #change(instrument: number, middle: number): void {
    const { session, id } = this.#ids[pick(this.#random, this.#ids.length)]!;
    const kind = pick(this.#random, 3);
    const lots = 1 + pick(this.#random, 300);
    if (kind === 0) this.#writer.cancel(session, this.#nextId(), id);
    else if (kind === 1) this.#writer.statusRequest(session, id);
    else this.#writer.replace(session, this.#nextId(), id, { instrument, side: Side.BUY, lots, ticks: middle });
  }

  #nextId(): string {
    return `E${this.#epoch}N${++this.#number}`;
  }

  #drain(): void {
    const { assembly } = this.#single;
    do {
      this.#now.value += STEP_NS;
      while (this.#events.doWork() > 0);
    } while (this.#single.step() > 0);
    if (assembly.sink!.lost > 0) throw new Error('a ring of the recording is full');
    this.#toClients.forEach((ring, session) => {
      for (let at = ring.poll(); at >= 0; at = ring.poll()) this.#onTold?.(session, ring.data, at);
      ring.release();
    });
  }

  #answer(): void {
    this.#toVenues.forEach((ring, venue) => {
      for (let at = ring.poll(); at >= 0; at = ring.poll()) this.#answerOne(venue, ring, at);
      ring.release();
    });
    for (let i = 0; i < 2 && this.#legs.length > 0; i++) this.#fill(this.#legs[pick(this.#random, this.#legs.length)]!);
  }

  #answerOne(venue: number, ring: SpscConsumer, at: number): void {
    const bodyAt = at + RecordHeader.BYTES;
    switch (this.#header.wrap(ring.data, at).type) {
      case RecordType.VENUE_NEW_ORDER: {
        const { legRef, lots, timeInForce } = new VenueNewOrder().wrap(ring.data, bodyAt);
        const leg: Leg = { venue, legRef, lots, filled: 0 };
        if (pick(this.#random, 30) === 0) {
          this.#report(leg, ReportKind.REJECTED, 0);
          break;
        }
        this.#report(leg, ReportKind.ACKNOWLEDGED, 0);
        if (timeInForce === TimeInForce.DAY || timeInForce === TimeInForce.GTC) this.#legs.push(leg);
        else if (pick(this.#random, 2) === 0) this.#report(leg, ReportKind.FILLED, lots);
        else this.#report(leg, ReportKind.EXPIRED, 0);
        break;
      }
      case RecordType.VENUE_CANCEL: {
        const { legRef, request } = new VenueCancel().wrap(ring.data, bodyAt);
        const leg = this.#remove(legRef);
        this.#report(
          leg ?? { venue, legRef, lots: 0, filled: 0 },
          leg ? ReportKind.CANCELLED : ReportKind.CANCEL_REJECTED,
          0,
          leg ? 0 : request,
        );
        break;
      }
      case RecordType.VENUE_REPLACE: {
        const { legRef, lots, request } = new VenueReplace().wrap(ring.data, bodyAt);
        const leg = this.#legs.find((known) => known.legRef === legRef);
        if (leg === undefined) {
          this.#report({ venue, legRef, lots, filled: 0 }, ReportKind.REPLACE_REJECTED, 0, request);
          break;
        }
        leg.lots = Math.max(lots, leg.filled);
        this.#report(leg, ReportKind.REPLACED, 0, request);
        break;
      }
      default:
        break;
    }
  }

  #fill(leg: Leg): void {
    const open = leg.lots - leg.filled;
    const lots = Math.min(open, 1 + pick(this.#random, 100));
    if (lots > 0) this.#report(leg, ReportKind.FILLED, lots);
    if (leg.filled >= leg.lots) this.#remove(leg.legRef);
  }

  #report(leg: Leg, kind: number, lots: number, request = 0): void {
    leg.filled += lots;
    const isOver = kind === ReportKind.REJECTED || kind === ReportKind.EXPIRED || kind === ReportKind.CANCELLED;
    this.#writer.report(leg.venue, (report) => {
      report.kind = kind;
      report.request = request;
      report.legRef = leg.legRef;
      report.venueOrderId = leg.legRef % 1_000_000;
      report.executionId = ++this.#number;
      report.lastLots = lots;
      report.lastTicks = lots > 0 ? 10_000 : 0;
      report.cumLots = leg.filled;
      report.leavesLots = isOver ? 0 : leg.lots - leg.filled;
      report.orderLots = leg.lots;
    });
  }

  #remove(legRef: number): Leg | undefined {
    const index = this.#legs.findIndex((leg) => leg.legRef === legRef);
    return index < 0 ? undefined : this.#legs.splice(index, 1)[0];
  }
}
