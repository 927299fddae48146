/**
 * A whole world on one thread: clients, venues and an engine, under virtual time and one seed. Agents are turned in any
 * order and any batch, rings are small, sessions lose, repeat and delay, venues refuse and fall silent, and the engine is
 * killed and recovers. Whoever looks on checks the invariants of the design; `quiesce` brings everything to rest.
 */

import { RecordHeader } from '../../schemas/generated/engine.ts';
import { EMPTY, SpscConsumer } from '../../src/ring/spsc.ts';
import { OrderType, TimeInForce } from '../../src/workers/model/order.ts';
import * as sources from '../../src/workers/model/source.ts';
import type { Engines } from '../../src/workers/pipeline/engines.ts';
import { ORDER_TYPE, TIME_IN_FORCE } from '../../src/workers/pipeline/orders/order_layout.ts';
import { Channel } from './channel.ts';
import { ClientModel } from './client_model.ts';
import { ClientTraffic, type Lists } from './client_traffic.ts';
import { CommandWriter } from './command_writer.ts';
import { checkAgreement, checkFront, checkLegs, checkQuiet, openOrders } from './engine_checks.ts';
import { resolveFills } from './fill_resolver.ts';
import { MarketTraffic } from './market_traffic.ts';
import { OperatorTraffic } from './operator_traffic.ts';
import { Random } from './random.ts';
import { ReaderGaps } from './reader_gaps.ts';
import { RecordedLog } from './recorded_log.ts';
import { Rig } from './rig.ts';
import { SectionObserver, type Untold } from './section_observer.ts';
import { stagingMemory } from './staging.ts';
import { VenueModel } from './venue_model.ts';
import { checkViews } from './view_checks.ts';
import { CAPACITY, configure, KNOWN_ACCOUNTS, ringBytes, VirtualClock } from './world_setup.ts';

const { SOURCE_CLIENT_FIRST, SOURCE_CONTROL, SOURCE_QUOTE_FIRST, SOURCE_VENUE_FIRST } = sources;
const STEPS_PER_CHECK = 64;
const DAY_MS = 86_400_000;
/** In which a world settles; far above what any takes. */
const MOST_TURNS = 20_000;

export interface WorldOptions {
  readonly seed: number;
  /** Spoils every engine of the world, for a canary. */
  readonly sabotage?: (engines: Engines) => void;
  /** Where all cursors start; the kind of lists of linked orders besides which clients send nothing; false: venues are always open. */
  readonly startAt?: number;
  readonly restarts?: boolean;
  readonly lists?: Lists | undefined;
  readonly halts?: boolean;
}

export class World {
  readonly options: WorldOptions;
  readonly random: Random;
  readonly log = new RecordedLog();
  readonly clients: ClientModel[];
  readonly venues: VenueModel[];
  readonly sessions: number;
  rig: Rig;
  steps = 0;
  restarts = 0;
  lostOutputs = 0;
  readonly events = new Float64Array(64);
  readonly reasons = new Float64Array(600);
  waited = 0;
  readonly #clock = new VirtualClock();
  readonly #writer: CommandWriter;
  readonly #channels: { readonly channel: Channel; readonly source: number; readonly ring: (rig: Rig) => unknown }[];
  readonly #header = new RecordHeader();
  readonly #sessionGaps = new ReaderGaps();
  readonly #venueGaps = new ReaderGaps();
  #observer: SectionObserver;
  #reports: SpscConsumer[] = [];
  #orders: SpscConsumer[] = [];
  /** Last venue output that left, by venue. */
  readonly #left: { sequence: number; index: number }[];
  /** Steps until the venue answers, or the client reads, again. */
  readonly #silentUntil: number[];
  readonly #stalledUntil: number[];
  /** What positions changed by without a client being told, by the command that did it: each is seen again in a replay. */
  readonly #untold: Untold = new Map();
  #snapshot: { parts: Map<string, Uint8Array>; sequence: number } | null = null;
  #epoch = 1;
  #days = 0;
  readonly #traffic: ClientTraffic;
  readonly #operator: OperatorTraffic;
  readonly #market: MarketTraffic;

  constructor(options: WorldOptions) {
    this.options = options;
    this.random = new Random(options.seed);
    this.sessions = this.random.between(2, 4);
    const venues = this.random.between(1, CAPACITY.venues);
    const staging = stagingMemory(this.sessions, venues);
    this.#writer = new CommandWriter(staging);
    this.rig = this.#makeRig(venues);
    this.clients = Array.from({ length: this.sessions }, (_, session) => new ClientModel(session));
    this.#traffic = new ClientTraffic(this.random, this.#writer, this.#clock, KNOWN_ACCOUNTS, CAPACITY.instruments);
    this.#traffic.lists = options.lists;
    this.#operator = new OperatorTraffic(this.random, this.#writer, this.sessions, options.halts !== false);
    this.#market = new MarketTraffic(this.random, this.#writer);
    this.venues = Array.from({ length: venues }, (_, venue) => {
      const model = new VenueModel(venue, CAPACITY.instruments, this.random, {
        report: (body) => this.#writer.report(venue, (report) => Object.assign(report, body)),
        change: (body) => this.#writer.tradeChange(venue, body),
      });
      model.shuffles = this.random.oneIn(3);
      model.harshness = options.lists === undefined ? 1 : 5;
      return model;
    });
    this.#left = this.venues.map(() => ({ sequence: 0, index: -1 }));
    this.#silentUntil = this.venues.map(() => 0);
    this.#stalledUntil = this.clients.map(() => 0);
    this.#channels = [
      { source: SOURCE_CONTROL, ring: (rig: Rig) => rig.memory.rings.control[0]!, staged: staging.rings.control[0]! },
      ...this.venues.map((_, v) => ({
        source: SOURCE_VENUE_FIRST + v,
        ring: (rig: Rig) => rig.memory.rings.venueReports[v]!,
        staged: staging.rings.venueReports[v]!,
      })),
      ...this.clients.map((_, s) => ({
        source: SOURCE_CLIENT_FIRST + s,
        ring: (rig: Rig) => rig.memory.rings.clients[s]!,
        staged: staging.rings.clients[s]!,
      })),
      ...this.venues.map((_, v) => ({
        source: SOURCE_QUOTE_FIRST + v,
        ring: (rig: Rig) => rig.memory.rings.quotes[v]!,
        staged: staging.rings.quotes[v]!,
      })),
    ].map(({ source, ring, staged }) => ({ source, ring, channel: new Channel(staged, ring(this.rig)) }));
    this.#observer = new SectionObserver(this.rig, this.#untold);
    this.#connectOutputs();
    configure(this.#writer, this.#epoch, venues);
    this.rig.goLive();
  }

  get commands(): number {
    return this.log.count;
  }

  /** Runs until so many commands are in the log. */
  run(commands: number): void {
    const target = this.commands + commands;
    while (this.commands < target) this.step();
  }

  step(): void {
    this.steps++;
    this.#clock.time += this.random.between(1, 200_000);
    this.#clientsAct();
    this.#venuesAct();
    this.#operator.act(this.steps);
    if (this.random.oneIn(15_000)) this.#rollDay();
    for (const { channel } of this.#channels) {
      if (this.random.oneIn(3)) channel.pump(this.random.between(1, 12));
      // A source that is not sure what arrived says it again.
      if (this.random.oneIn(40)) channel.repeat(this.random.below(6));
    }
    for (let turn = this.random.between(1, 8); turn > 0; turn--) this.#turn(this.random.below(this.rig.agents.length));
    for (let venue = 0; venue < this.venues.length; venue++) if (this.random.oneIn(2)) this.#readVenue(venue);
    for (let session = 0; session < this.clients.length; session++) if (this.random.oneIn(2)) this.#readClient(session);
    if (this.steps % STEPS_PER_CHECK === 0) this.check();
    if (this.steps % 2_048 === 0) for (const client of this.clients) client.forget();
    if (this.options.restarts !== false && this.random.oneIn(1_500)) this.restart();
    if (this.random.oneIn(4_000)) this.#takeSnapshot();
  }

  check(): void {
    checkFront(this.rig.engines);
    checkLegs(this.rig.engines, CAPACITY.orders, this.venues.length);
  }

  /** Lets everything answer until nothing moves, then judges what is left. */
  quiesce(): void {
    for (const venue of this.venues) venue.isMoody = false;
    this.#settle();
    // What was denied or refused is tried again in a second, and may be refused once more.
    this.#settle(2e9);
    this.#settle(2e9);
    resolveFills(this.rig.engines, this.venues, this.random, this.#writer);
    this.#settle();
    // What a full ring lost comes with the next start, here with room for all of it.
    while (this.rig.assembly.sink!.lost > 0) {
      this.restart(true);
      this.#settle();
      this.#settle(2e9);
    }
    this.check();
    checkAgreement(this.rig.engines);
    checkQuiet(this.rig.engines);
    for (const client of this.clients) client.checkLists();
    checkViews(this.rig.engines, this.clients, this.venues, this.#untold);
    for (const venue of this.venues) venue.isMoody = true;
  }

  /** Cancels all that is open, halted or not, and checks that nothing is left behind. */
  close(): void {
    this.quiesce();
    if (this.random.oneIn(2)) this.#writer.killSwitch(true);
    for (const venue of this.venues) venue.isMoody = false;
    this.#endDay();
    // By the clients themselves, or by the operator for all of them at once.
    if (this.random.oneIn(2)) this.#writer.operatorCancel(-1);
    else for (const client of this.clients) this.#traffic.massCancel(client);
    this.quiesce();
    if (openOrders(this.rig.engines).length > 0) throw new Error('orders are open after all were cancelled');
  }

  /** Orders for the day expire, and no others end. */
  #endDay(): void {
    const count = (isForDay: boolean): number => {
      const { store } = this.rig.engines.front.orders;
      // Worked orders, their children and linked ones may come to their end while the world settles.
      const isSuch = (order: number): boolean =>
        (store.byte(order, TIME_IN_FORCE) === TimeInForce.DAY) === isForDay &&
        store.byte(order, ORDER_TYPE) <= OrderType.STOP_LIMIT &&
        Math.max(store.parentOf(order), isForDay ? -1 : store.links.groupOf(order)) < 0;
      return openOrders(this.rig.engines).filter(isSuch).length;
    };
    const others = count(false);
    this.#writer.dayEnd();
    this.quiesce();
    if (count(true) > 0) throw new Error('orders for the day are open after its end');
    if (count(false) < others) throw new Error(`${others} orders were not for the day, ${count(false)} are left`);
  }

  /** The engine dies where it stands, and a new one recovers: from the newest snapshot, then the log. */
  restart(isRoomy = false): void {
    this.restarts++;
    this.rig.record(this.log);
    this.lostOutputs += this.rig.assembly.sink!.lost;
    this.note();
    for (const venue of this.venues) if (this.random.oneIn(3)) venue.loseInbox();
    this.rig = this.#makeRig(this.venues.length, isRoomy);
    this.#observer = new SectionObserver(this.rig, this.#untold);
    this.#connectOutputs();
    const from = this.#recover();
    this.#observer.takeHours();
    this.rig.replay(this.log.source(from), () => {
      this.#observer.look();
      for (let session = 0; session < this.clients.length; session++) this.#readClient(session, true);
    });
    for (const { channel, source, ring } of this.#channels) {
      const isQuote = source >= SOURCE_QUOTE_FIRST && source < SOURCE_CLIENT_FIRST;
      channel.reconnect(ring(this.rig) as never, this.rig.engines.sequencer.lastOf(source), isQuote);
    }
    this.rig.goLive();
    this.#writer.started(++this.#epoch);
    this.#left.forEach(({ sequence, index }, venue) => {
      this.#writer.recovered(venue, sequence, index);
    });
    while (this.#channels[0]!.channel.waiting > 0) this.#channels[0]!.channel.pump(1_000);
  }

  /** Where a failure stands, for its message. */
  describe(): string {
    return `seed ${this.options.seed}, step ${this.steps}, command ${this.commands}, ${this.restarts} restarts`;
  }

  /** Adds what the engine of now has been through to the world's counts. */
  note(): void {
    this.#observer.moveCountsTo(this);
  }

  #makeRig(venues: number, isRoomy = false): Rig {
    const rig = new Rig({
      capacity: CAPACITY,
      sessions: this.sessions,
      venues,
      clock: this.#clock,
      slots: this.random.pick([16, 64, 256]),
      startAt: this.options.startAt ?? (this.random.oneIn(2) ? 2 ** 31 - this.random.below(2_000) : 0),
      ringBytes: ringBytes(this.random, isRoomy),
    });
    this.options.sabotage?.(rig.engines);
    return rig;
  }

  #connectOutputs(): void {
    this.#sessionGaps.close();
    this.#venueGaps.close();
    this.#reports = this.rig.memory.rings.reports.map((region) => new SpscConsumer(region));
    this.#orders = this.rig.memory.rings.venueOrders.map((region) => new SpscConsumer(region));
  }

  #recover(): number {
    const { sink } = this.rig.assembly;
    for (const { session, sequence, outputIndex } of this.clients)
      sink!.setDelivered(session, { sequence, outputIndex });
    if (this.#snapshot === null || this.random.oneIn(2)) return 0;
    this.rig.engines.load(this.#snapshot.parts);
    return this.#snapshot.sequence;
  }

  #turn(index: number): number {
    const work = this.rig.agents[index]!.doWork();
    if (index === 0) this.rig.record(this.log);
    else if (index === this.rig.agents.length - 1) this.#observer.look();
    return work;
  }

  // ------------------------------------------------------------------ clients

  #clientsAct(): void {
    for (const client of this.clients) {
      // A client waits for its session to take what it has: it cannot run ahead without end.
      if (this.random.oneIn(4) && this.#waiting(SOURCE_CLIENT_FIRST + client.session) <= 20) this.#traffic.act(client);
    }
  }

  #waiting(source: number): number {
    return this.#channels.find((entry) => entry.source === source)!.channel.waiting;
  }

  // ------------------------------------------------------------------ venues and operators

  #venuesAct(): void {
    for (const venue of this.venues) {
      if (this.#silentUntil[venue.number]! > this.steps) continue;
      if (this.random.oneIn(2_000)) this.#silentUntil[venue.number] = this.steps + this.random.between(50, 800);
      if (this.#waiting(SOURCE_VENUE_FIRST + venue.number) > 200) continue;
      if (this.random.oneIn(3)) venue.work(this.random.between(1, 6));
      if (this.random.oneIn(4)) venue.trade();
      if (this.random.oneIn(3)) venue.flush();
      if (this.random.oneIn(400)) this.#market.tellStrayFill(venue.number);
      if (this.random.oneIn(60)) this.#market.tellFalsely(venue, this.venues);
      if (this.random.oneIn(6)) this.#market.quote(venue.number);
      if (this.random.oneIn(300)) this.#market.feedStatus(venue.number);
      else if (this.random.oneIn(150)) this.#market.trustAll(venue.number);
      if (this.random.oneIn(6_000)) this.#writer.venueStatus(venue.number, this.random.oneIn(2));
      else if (this.random.oneIn(500)) this.#writer.venueStatus(venue.number, true);
    }
    for (let session = 0; session < this.clients.length; session++) {
      if (this.random.oneIn(3_000)) this.#stalledUntil[session] = this.steps + this.random.between(100, 1_500);
    }
  }

  /** Identifiers may be used again from the roll on: duplicates stop until it has gone through. */
  #rollDay(): void {
    this.#traffic.repeatsIdentifiers = false;
    this.#settle();
    this.#writer.dayRoll(++this.#days * DAY_MS);
    for (const venue of this.venues) venue.day = this.#days;
    this.#settle();
    this.#traffic.forgetIdentifiers();
  }

  // ------------------------------------------------------------------ outputs

  #readVenue(venue: number): void {
    if (this.#silentUntil[venue]! > this.steps) return;
    const consumer = this.#orders[venue]!;
    for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
      const header = this.#header.wrap(consumer.data, at);
      if (this.#venueGaps.isBehind(venue, header)) continue;
      this.#left[venue] = { sequence: header.sequence, index: header.outputIndex };
      this.venues[venue]!.receive(consumer.data.i32.slice(at >> 2, (at + consumer.length) >> 2));
    }
    consumer.release();
  }

  #readClient(session: number, evenIfStalled = false): void {
    if (!evenIfStalled && this.#stalledUntil[session]! > this.steps) return;
    const consumer = this.#reports[session]!;
    for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
      if (this.#sessionGaps.isBehind(session, this.#header.wrap(consumer.data, at))) continue;
      this.clients[session]!.onReport(consumer.data, at);
    }
    consumer.release();
  }

  /** Everyone answers, reads and works until nothing moves. */
  #settle(laterNs = 0): void {
    this.#clock.time += laterNs;
    let turns = 0;
    for (let idle = 0; idle < 3; ) {
      let work = 0;
      if (++turns > MOST_TURNS) throw new Error(`the world does not come to rest: ${MOST_TURNS} turns, and more to do`);
      this.#silentUntil.fill(0);
      this.#stalledUntil.fill(0);
      for (const { channel } of this.#channels) work += channel.pump(16);
      for (let agent = 0; agent < this.rig.agents.length; agent++) work += this.#turn(agent);
      for (const venue of this.venues) {
        this.#readVenue(venue.number);
        work += venue.waiting;
        venue.work(8);
        venue.flush();
      }
      for (let session = 0; session < this.clients.length; session++) this.#readClient(session);
      for (const { channel } of this.#channels) work += channel.waiting;
      idle = work === 0 ? idle + 1 : 0;
    }
  }

  /** At rest, so that all clients have heard what is in it: their sessions need nothing from before. */
  #takeSnapshot(): void {
    this.#settle();
    if (this.rig.assembly.sink!.lost > 0) return;
    const parts = new Map(this.rig.engines.save().map(({ name, bytes }) => [name, bytes]));
    this.#snapshot = { parts, sequence: this.commands };
  }
}
