/**
 * Egress's agent: hands outputs to one ring a destination, when their command is as safe as configured.
 *
 * A full client ring never holds the pipeline: that session is lost from there on, counted, and told by its gateway.
 * The same goes for a venue's ring. The next mark (a snapshot marker) opens a lost ring again, and says that outputs
 * before it are missing: whoever reads the ring gets those from the journal.
 *
 * In recovery nothing goes to venues, and to a client only what its session's outbound log lacks; then a full ring
 * waits for its reader, because nobody else is served yet.
 */

import type { BroadcastProducer } from '../../../ring/broadcast.ts';
import type { Views } from '../../../ring/memory.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import type { SpscProducer } from '../../../ring/spsc.ts';
import * as spscConstants from '../../../ring/spsc.ts';
import { StageAgent, type StagePlace } from '../stage_agent.ts';
import type { StageHash } from '../stage_hash.ts';
import * as stagesConstants from '../stages.ts';
import type { EgressDisplay } from './display.ts';
import type { EgressEngine } from './engine.ts';
import type { OutputSink } from './output.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FULL } = spscConstants;
const { StageIndex } = stagesConstants;

const SCRATCH_BYTES = 1_024;
/** How long recovery waits for the reader of one full ring. */
const WAIT_MS = 1;
const MOST_WAITS = 60_000;

/** Recovery found a ring full, and nobody reads it. */
export class UnreadRingError extends Error {
  override readonly name = 'UnreadRingError';
}

/** A destination's ring, and what of it was lost. */
class Destination {
  readonly producer: SpscProducer;
  isLost = false;
  /** Outputs at or before this position had left before the restart. */
  deliveredSequence = -1;
  deliveredIndex = -1;
  hasNew = false;

  constructor(producer: SpscProducer) {
    this.producer = producer;
  }
}

/** How many destinations there are, told apart from their rings: a replay has none, and must compose the same outputs. */
export interface Destinations {
  readonly sessions: number;
  readonly venues: number;
}

export interface DeliveredPosition {
  readonly sequence: number;
  readonly outputIndex: number;
}

/** Rings to all destinations as one sink. Every output is hashed, whether or not it is delivered. */
export class RingSink implements OutputSink {
  readonly sessions: number;
  readonly venues: number;
  views: Views;
  at = 0;
  /** Outputs that found their ring full. */
  lost = 0;
  /** Times that a ring was lost or opened again: what is shown of them is old when this has moved. */
  changes = 0;
  delivered = 0;
  isRecovering = true;
  /** Somebody reads the rings while the engine recovers, on another thread: a full one is waited for. */
  isReadInRecovery = false;
  readonly #hash: StageHash;
  readonly #scratch = allocateRegion(SCRATCH_BYTES);
  readonly #sessions: Destination[];
  readonly #venues: Destination[];
  readonly #events: BroadcastProducer | null;
  #target: Destination | null = null;
  #isForClient = false;
  #length = 0;

  constructor(
    hash: StageHash,
    sessions: readonly SpscProducer[],
    venues: readonly SpscProducer[],
    destinations: Destinations = { sessions: sessions.length, venues: venues.length },
    events: BroadcastProducer | null = null,
  ) {
    this.#hash = hash;
    this.#events = events;
    this.#sessions = sessions.map((producer) => new Destination(producer));
    this.#venues = venues.map((producer) => new Destination(producer));
    this.sessions = destinations.sessions;
    this.venues = destinations.venues;
    this.views = this.#scratch;
  }

  setDelivered(session: number, position: DeliveredPosition): void {
    const destination = this.#sessions[session]!;
    destination.deliveredSequence = position.sequence;
    destination.deliveredIndex = position.outputIndex;
  }

  toSession(session: number, byteLength: number): void {
    this.#isForClient = true;
    this.#claim(session < this.#sessions.length ? this.#sessions[session]! : null, byteLength);
  }

  toVenue(venue: number, byteLength: number): void {
    this.#isForClient = false;
    this.#claim(this.isRecovering || venue >= this.#venues.length ? null : this.#venues[venue]!, byteLength);
  }

  markSession(session: number, byteLength: number): boolean {
    this.#isForClient = true;
    return this.#reopen(session < this.#sessions.length ? this.#sessions[session]! : null, byteLength);
  }

  markVenue(venue: number, byteLength: number): boolean {
    this.#isForClient = false;
    return this.#reopen(this.isRecovering || venue >= this.#venues.length ? null : this.#venues[venue]!, byteLength);
  }

  done(): void {
    this.#hash.add(this.views.i32, this.at, this.#length);
    if (this.#isForClient && !this.isRecovering && this.#events !== null) this.#broadcast(this.#events);
    this.#deliver();
  }

  /** How many destinations there are is no part of the stream: marks are neither hashed nor broadcast. */
  markDone(): void {
    const target = this.#target;
    if (target === null) return;
    // In recovery, too: a mark may say what the reports behind it count their time from.
    target.producer.commit();
    target.hasNew = true;
  }

  #deliver(): void {
    const target = this.#target;
    if (target === null) return;
    if (this.isRecovering && !this.#isUndelivered(target)) return;
    target.producer.commit();
    target.hasNew = true;
    this.delivered++;
  }

  /** Makes the batch's outputs visible. */
  publish(): void {
    for (const destination of this.#sessions) publishNew(destination);
    for (const destination of this.#venues) publishNew(destination);
    this.#events?.publish();
  }

  isSessionLost(session: number): boolean {
    return this.#sessions[session]?.isLost === true;
  }

  isVenueLost(venue: number): boolean {
    return this.#venues[venue]?.isLost === true;
  }

  /** What clients are told is what happened to orders: whoever listens gets a copy, and nobody waits for him. */
  #broadcast(events: BroadcastProducer): void {
    const target = events.claim(this.#length) >> 2;
    const from = this.at >> 2;
    const source = this.views.i32;
    const data = events.data.i32;
    for (let i = 0; i < this.#length >> 2; i++) data[target + i] = source[from + i]!;
    events.commit();
  }

  #claim(destination: Destination | null, byteLength: number): void {
    this.#length = byteLength;
    this.#target = destination;
    this.views = this.#scratch;
    this.at = 0;
    if (destination === null || destination.isLost) {
      this.#target = null;
      return;
    }
    let at = destination.producer.claim(byteLength);
    if (at === FULL && this.isRecovering && this.isReadInRecovery) at = waitForRoom(destination.producer, byteLength);
    if (at === FULL) {
      this.#target = null;
      destination.isLost = true;
      this.lost++;
      this.changes++;
      return;
    }
    this.views = destination.producer.data;
    this.at = at;
  }

  /** A ring that was lost has been read empty, or its reader is as slow as before: then it stays lost until the next mark. */
  #reopen(destination: Destination | null, byteLength: number): boolean {
    if (destination?.isLost !== true) {
      this.#claim(destination, byteLength);
      return false;
    }
    destination.isLost = false;
    this.changes++;
    this.#claim(destination, byteLength);
    return true;
  }

  /** Position of the record just written against what the session had written before the restart. */
  #isUndelivered(target: Destination): boolean {
    const word = this.at >> 3;
    const sequence = this.views.f64[word + 2]!;
    const outputIndex = this.views.i32[(this.at >> 2) + 9]!;
    if (sequence !== target.deliveredSequence) return sequence > target.deliveredSequence;
    return outputIndex > target.deliveredIndex;
  }
}

/** What the reader is to make room by reading must be visible to it. */
function waitForRoom(producer: SpscProducer, byteLength: number): number {
  producer.publish();
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    Atomics.wait(never, 0, 0, WAIT_MS);
    const at = producer.claim(byteLength);
    if (at !== FULL) return at;
  }
  throw new UnreadRingError(`recovery waited ${(MOST_WAITS * WAIT_MS) / 1_000} s for the reader of a full ring`);
}

function publishNew(destination: Destination): void {
  if (!destination.hasNew) return;
  destination.hasNew = false;
  destination.producer.publish();
}

export class EgressAgent extends StageAgent {
  readonly #sink: RingSink;
  readonly #safeCursor: () => number;
  readonly #display: EgressDisplay | null;

  /** `safeCursor` tells how many commands are as durable as outputs must wait for. */
  constructor(
    engine: EgressEngine,
    sink: RingSink,
    place: StagePlace,
    safeCursor: () => number,
    display: EgressDisplay | null,
  ) {
    super(engine, place);
    engine.connect(sink);
    this.#sink = sink;
    this.#safeCursor = safeCursor;
    this.#display = display;
  }

  protected override limit(): number {
    const published = this.pipeline.cursor(StageIndex.EGRESS - 1);
    const safe = this.#safeCursor();
    return ((safe - published) | 0) < 0 ? safe : published;
  }

  /** Outputs are hashed one by one as they are written. */
  protected override work(count: number): void {
    const { walk, engine } = this;
    const display = this.#display;
    for (let i = 0; i < count; i++) {
      const slot = walk.enter();
      engine.onCommand(slot);
      display?.note(slot);
      walk.passed();
    }
  }

  protected override beforePublish(): void {
    // First: whoever finds the mark that opened a ring again must not see that ring as lost any more.
    this.#display?.showLosses(this.#sink);
    this.#sink.publish();
    this.#display?.batchDone();
  }
}
