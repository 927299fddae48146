/**
 * The sequencer: the one place where commands get their order. It takes records from the rings of all sources by
 * quota, drops what is not newer than what it has of that source, stamps them in the log and publishes a batch.
 *
 *     admitted while                                              refused otherwise
 *     a slot and log room are free, for everyone                  waits in its ring
 *     the outbox can take what is in flight, for outside sources  waits in its ring
 *     a window of log is left, for new orders                     told at once, by the refusals ring
 */

import { DayRoll, RecordHeader, Tick } from '../../../../schemas/generated/engine.ts';
import { FULL, type SpscConsumer, type SpscProducer } from '../../../ring/spsc.ts';
import { sealRecord } from '../../durability/log/checksum.ts';
import { copyRecord } from '../../durability/log/copy_record.ts';
import type { LogWriter } from '../../durability/log/log_writer.ts';
import { MAX_FOLLOW_UPS } from '../../model/front_event.ts';
import { RecordType } from '../../model/record_type.ts';
import {
  SOURCE_CLIENT_FIRST,
  SOURCE_CLOCK,
  SOURCE_CONTROL,
  SOURCE_FOLLOW_UP,
  SOURCE_QUOTE_FIRST,
  SOURCE_VENUE_FIRST,
} from '../../model/source.ts';
import type { Clock } from '../clock.ts';
import { type PipelineMemory, unitOfTime } from '../pipeline_memory.ts';
import { StageIndex } from '../stages.ts';
import type { FeedRingInput } from './feed_ring_input.ts';
import type { SequencerState } from './state.ts';

export interface SequencerInput {
  readonly source: number;
  readonly consumer: SpscConsumer;
}

/** Read for every record: as constants of this file they are folded, imported ones are loaded and checked at each use. */
const { NEW_ADVANCED_ORDER, NEW_ORDER, DAY_ROLL } = RecordType;
const HEADER_BYTES = RecordHeader.BYTES;

/** Records of one source a round, by kind: control, venue reports, follow-ups, clients, quotes. */
const QUOTA_CONTROL = 64;
const QUOTA = 8;
/** An order's life is one request and several reports: with equal shares reports would pile up behind new orders. */
const QUOTA_REPORTS = 4 * QUOTA;
const QUOTA_QUOTES = 4;
/** Rounds a batch: enough to fill one when few sources are busy. */
const MOST_PER_BATCH = 256;
const TICK_INTERVAL_NS = 1e9;
/** Between ticks for one and the same due time, in units of it: 65 us. */
const RETRY_UNITS = 16;
/** The longest command, with room to grow: so much log is free before a record is polled. */
const MOST_COMMAND_BYTES = 512;
/** New orders are refused when less of the log than one of its eight windows is free. */
const LEAST_FREE_LOG = 1 / 8;
const LOOKS_PER_LOG_CHECK = 64;

/** A source, and what its rounds need at hand. */
interface Source {
  readonly consumer: SpscConsumer;
  readonly source: number;
  readonly quota: number;
  readonly isFollowUp: boolean;
  /** Over the ring's bytes for good: wrapping it anew for each record would store every view again. */
  readonly header: RecordHeader;
  /** Records were left when it was last looked at, or nobody has looked in this batch. */
  isBusy: boolean;
}

/** The same where the writer is a program that is not trusted, and the records are numbered here. */
interface FeedRing {
  readonly input: FeedRingInput;
  readonly source: number;
  isBusy: boolean;
}

export interface SequencerOptions {
  readonly pipeline: PipelineMemory;
  readonly log: LogWriter;
  readonly state: SequencerState;
  readonly clock: Clock;
  readonly inputs: readonly SequencerInput[];
  readonly feedRings?: readonly FeedRingInput[];
  /** Refused new orders go back this way: their headers. */
  readonly refusals: SpscProducer;
  readonly outboxCapacity: number;
}

export class SequencerAgent {
  readonly name = 'sequencer';
  readonly #pipeline: PipelineMemory;
  readonly #log: LogWriter;
  readonly #state: SequencerState;
  readonly #clock: Clock;
  readonly #sources: readonly Source[];
  readonly #feedRings: readonly FeedRing[];
  readonly #refusals: SpscProducer;
  readonly #outboxCapacity: number;
  readonly #header = new RecordHeader();
  readonly #refused = new RecordHeader();
  readonly #tick = new Tick();
  readonly #dayRoll = new DayRoll();
  #cursor: number;
  #followUpsTaken: number;
  #room = 0;
  #outsideRoom = 0;
  #time = 0;
  #isLogLow = false;
  #looks = 0;
  #lastDue = 0;
  #lastDueUnit = 0;
  /** Records dropped because they were not newer than what the log has of their source. */
  duplicates = 0;
  refusedOrders = 0;
  /** Records whose length no command has. */
  malformed = 0;

  constructor(options: SequencerOptions) {
    this.#pipeline = options.pipeline;
    this.#log = options.log;
    this.#state = options.state;
    this.#clock = options.clock;
    this.#header.wrap(options.log.data, 0);
    this.#sources = options.inputs.map(sourceOf);
    this.#feedRings = (options.feedRings ?? []).map((input) => this.#feedRingOf(input));
    this.#refusals = options.refusals;
    this.#outboxCapacity = options.outboxCapacity;
    this.#cursor = options.pipeline.cursor(StageIndex.SEQUENCER);
    this.#followUpsTaken = options.state.lastOf(SOURCE_FOLLOW_UP) + 1;
  }

  doWork(): number {
    const before = this.#cursor;
    this.#lookForRoom();
    if (this.#room > 0) {
      this.#stampTime();
      this.#takeTick();
      this.#takeRounds(before);
    }
    const taken = (this.#cursor - before) | 0;
    if (taken > 0) {
      this.#log.publish(this.#state.sequence);
      this.#pipeline.publish(StageIndex.SEQUENCER, this.#cursor);
    }
    return taken;
  }

  #takeRounds(before: number): void {
    const sources = this.#sources;
    const feedRings = this.#feedRings;
    for (let i = 0; i < sources.length; i++) sources[i]!.isBusy = true;
    for (let i = 0; i < feedRings.length; i++) feedRings[i]!.isBusy = true;
    for (;;) {
      let inRound = 0;
      for (let i = 0; i < sources.length; i++) if (sources[i]!.isBusy) inRound += this.#takeFrom(sources[i]!);
      for (let i = 0; i < feedRings.length; i++) if (feedRings[i]!.isBusy) inRound += this.#takeQuotes(feedRings[i]!);
      if (inRound === 0 || this.#room <= 0 || ((this.#cursor - before) | 0) >= MOST_PER_BATCH) return;
    }
  }

  /**
   * Takes up to the quota of one source. What is refused or dropped counts as taken. A ring found empty is left alone for
   * the rest of the batch: a look at an empty ring costs an atomic, and rounds are short.
   */
  #takeFrom(from: Source): number {
    const { consumer, quota, isFollowUp } = from;
    let taken = 0;
    while (taken < quota && this.#room > 0 && (isFollowUp || this.#outsideRoom > 0)) {
      const target = this.#log.reserve(MOST_COMMAND_BYTES);
      if (target < 0) break;
      const at = consumer.poll();
      if (at < 0) {
        from.isBusy = false;
        break;
      }
      if (isWellFormed(consumer.length)) this.#take(from, at, target);
      else this.malformed++;
      taken++;
    }
    if (taken > 0) consumer.release();
    return taken;
  }

  /** What is left out counts as taken. */
  #takeQuotes(from: FeedRing): number {
    const { input } = from;
    let taken = 0;
    while (taken < QUOTA_QUOTES && this.#room > 0 && this.#outsideRoom > 0) {
      const target = this.#log.reserve(MOST_COMMAND_BYTES);
      if (target < 0) break;
      const length = input.take(target);
      if (length < 0) {
        from.isBusy = false;
        break;
      }
      taken++;
      if (length === 0) continue;
      this.#stamp(target, length, from.source, input.epoch, input.number);
      this.#outsideRoom--;
    }
    if (taken > 0) input.release();
    return taken;
  }

  /** Its records go on from the last one of the venue's quotes that the log has. */
  #feedRingOf(input: FeedRingInput): FeedRing {
    const source = SOURCE_QUOTE_FIRST + input.venue;
    input.bind(this.#log.data, this.#state.epochOf(source), this.#state.lastOf(source));
    return { input, source, isBusy: true };
  }

  #take(from: Source, at: number, target: number): void {
    const { consumer, source, header } = from;
    const { length } = consumer;
    header.move(at);
    const epoch = header.sourceEpoch;
    const sourceSequence = header.sourceSequence;
    if (!this.#state.isNewer(source, epoch, sourceSequence)) {
      this.duplicates++;
      return;
    }
    if (this.#isLogLow && (header.type === NEW_ORDER || header.type === NEW_ADVANCED_ORDER)) {
      this.#refuse(header, source);
      return;
    }
    copyRecord(consumer.data, at, this.#log.data, target, length);
    this.#stamp(target, length, source, epoch, sourceSequence);
    if (from.isFollowUp) this.#followUpsTaken++;
    else this.#outsideRoom--;
  }

  #stamp(target: number, length: number, source: number, epoch: number, sourceSequence: number): void {
    const state = this.#state;
    const header = this.#header;
    header.move(target);
    const sequence = state.sequence + 1;
    if (header.type === DAY_ROLL) this.#rollDay(target);
    header.length = length;
    header.source = source;
    header.sequence = sequence;
    header.time = this.#time;
    header.outputIndex = 0;
    sealRecord(this.#log.data.i32, target, length);
    this.#log.append(length);
    state.took(sequence, this.#time, source, epoch, sourceSequence);
    this.#cursor = (this.#cursor + 1) | 0;
    this.#room--;
  }

  /** The record itself carries the first stamp of the new day. */
  #rollDay(target: number): void {
    const baseTimeMs = this.#dayRoll.wrap(this.#log.data, target + RecordHeader.BYTES).baseTimeMs;
    this.#state.rollDay(baseTimeMs);
    this.#clock.rebase(baseTimeMs);
    this.#stampTime();
  }

  #takeTick(): void {
    const state = this.#state;
    if (this.#time - state.tickTime < TICK_INTERVAL_NS && !this.#isTickDue()) return;
    const bytes = RecordHeader.BYTES + Tick.BYTES;
    const target = this.#log.reserve(bytes);
    if (target === FULL) return;
    state.tickTime = this.#time;
    const header = this.#header;
    header.move(target);
    header.clear();
    header.type = RecordType.TICK;
    header.version = 1;
    header.sourceSequence = state.sequence + 1;
    this.#tick.wrap(this.#log.data, target + RecordHeader.BYTES).deadline = this.#time;
    this.#stamp(target, bytes, SOURCE_CLOCK, 0, state.sequence + 1);
  }

  /** Execution waits for a time that has come. Not again at once, while it has not seen the first. */
  #isTickDue(): boolean {
    const due = this.#pipeline.tickDue();
    if (due === 0) return false;
    const unit = unitOfTime(this.#time);
    if (((unit - due) | 0) < 0 || (due === this.#lastDue && ((unit - this.#lastDueUnit) | 0) < RETRY_UNITS))
      return false;
    this.#lastDue = due;
    this.#lastDueUnit = unit;
    return true;
  }

  #refuse(incoming: RecordHeader, source: number): void {
    const at = this.#refusals.claim(RecordHeader.BYTES);
    this.refusedOrders++;
    if (at === FULL) return;
    const refused = this.#refused.wrap(this.#refusals.data, at);
    refused.clear();
    refused.length = RecordHeader.BYTES;
    refused.type = incoming.type;
    refused.source = source;
    refused.sourceEpoch = incoming.sourceEpoch;
    refused.sourceSequence = incoming.sourceSequence;
    this.#refusals.commit();
    this.#refusals.publish();
  }

  /** Slots free up to egress; follow-ups outstanding and possible against the outbox. */
  #lookForRoom(): void {
    const pipeline = this.#pipeline;
    const inFlight = (this.#cursor - pipeline.cursor(StageIndex.EGRESS)) | 0;
    this.#room = Math.min(MOST_PER_BATCH * 2, pipeline.slots - inFlight);
    const behindExecution = (this.#cursor - pipeline.cursor(StageIndex.EXECUTION)) | 0;
    const outstanding = (pipeline.followUpsMade() - this.#followUpsTaken) | 0;
    const free = this.#outboxCapacity - outstanding - MAX_FOLLOW_UPS * behindExecution;
    this.#outsideRoom = Math.floor(free / MAX_FOLLOW_UPS);
    if (++this.#looks % LOOKS_PER_LOG_CHECK === 0) this.#isLogLow = this.#log.isFreeBelow(LEAST_FREE_LOG);
  }

  #stampTime(): void {
    const now = this.#clock.now();
    const last = this.#state.time;
    this.#time = now > last ? now : last;
  }
}

function isWellFormed(byteLength: number): boolean {
  return byteLength >= HEADER_BYTES && byteLength <= MOST_COMMAND_BYTES && (byteLength & 7) === 0;
}

function sourceOf({ source, consumer }: SequencerInput): Source {
  const isFollowUp = source === SOURCE_FOLLOW_UP;
  const header = new RecordHeader().wrap(consumer.data, 0);
  return { consumer, source, quota: quotaOf(source), isFollowUp, header, isBusy: true };
}

function quotaOf(source: number): number {
  if (source === SOURCE_CONTROL) return QUOTA_CONTROL;
  if (source >= SOURCE_QUOTE_FIRST && source < SOURCE_CLIENT_FIRST) return QUOTA_QUOTES;
  return source >= SOURCE_VENUE_FIRST && source < SOURCE_QUOTE_FIRST ? QUOTA_REPORTS : QUOTA;
}
