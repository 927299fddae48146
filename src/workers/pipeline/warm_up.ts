/**
 * Runs marked synthetic commands through the engines before they have any state, so that the optimising compiler has
 * seen the hot paths before the first real order; what the engines remember is then put back, byte for byte.
 *
 * The very engines that will trade, because the compiler's code is bound to the closures it has seen, and to the memory: the
 * sections are the engine's own, and the synthetic commands lie in a small log within the data area of the real one, which is
 * empty as yet (what an earlier run left there is in the journal). Nothing is published by the real log or the real cursors.
 * Rings are the warm-up's own.
 */

import {
  ExecutionReport,
  NewOrder,
  Quote,
  RecordHeader,
  SetAccount,
  SetInstrument,
  SetVenue,
  VenueNewOrder,
  VenueReport,
  VenueStatus,
} from '../../../schemas/generated/engine.ts';
import type { Views } from '../../ring/memory.ts';
import { FULL, SpscConsumer, SpscProducer } from '../../ring/spsc.ts';
import { logRegionBytes } from '../durability/log/log_layout.ts';
import { OrderStatus, OrderType, Side, TimeInForce } from '../model/order.ts';
import { RecordType } from '../model/record_type.ts';
import { ReportKind } from '../model/venue.ts';
import { anchorClock, EngineClock } from './engine_clock.ts';
import type { EngineMemory } from './engine_memory.ts';
import type { Engines } from './engines.ts';
import { Single } from './single.ts';

const LIVES = 20_000;
/** More than a batch of eight lives takes: the warm-up drains between batches. */
const LOG_BYTES = 1 << 17;
const SYNTHETIC = 1;
const PRICE_TICKS = 10_000;

interface Struct {
  wrap(views: Views, at: number): unknown;
  clear(): void;
}

/** `engines` have just been made, and are as if just made afterwards. Answers with the orders that ended. */
export function warmUp(engines: Engines, memory: EngineMemory, mostLives = LIVES): number {
  const blank = new Map(engines.save().map(({ name, bytes }) => [name, bytes]));
  const lives = Math.min(mostLives, engines.capacity.clOrdIds >> 1);
  // The engine's own clock: a second kind of clock at the same call would be one more thing that V8 must tell apart.
  const anchor = anchorClock();
  const clock = new EngineClock(anchor, anchor.wallMs);
  const log = memory.commands.slice(0, logRegionBytes(LOG_BYTES));
  const { slots } = memory.pipeline;
  const single = new Single({ engines, sessions: 1, venues: 1, clock, slots, log });
  single.goLive();
  const scratch = new Scratch(single);
  scratch.configure();
  for (let life = 0; life < lives; life++) {
    scratch.quote(life);
    scratch.order(life);
    if (life % 8 === 7) {
      single.drain();
      scratch.answerVenue();
      single.drain();
      scratch.takeReports();
    }
  }
  single.drain();
  scratch.answerVenue();
  single.drain();
  scratch.takeReports();
  engines.load(blank);
  return scratch.ended;
}

class Scratch {
  readonly #single: Single;
  readonly #control: SpscProducer;
  readonly #client: SpscProducer;
  readonly #reports: SpscProducer;
  readonly #quotes: SpscProducer;
  readonly #toVenue: SpscConsumer;
  readonly #toClient: SpscConsumer;
  readonly #header = new RecordHeader();
  readonly #new = new NewOrder();
  readonly #quote = new Quote();
  readonly #report = new VenueReport();
  readonly #order = new VenueNewOrder();
  readonly #told = new ExecutionReport();
  #number = 0;
  /** Orders that were reported as having nothing open. */
  ended = 0;

  constructor(single: Single) {
    this.#single = single;
    const { rings } = single.memory;
    this.#control = new SpscProducer(rings.control[0]!);
    this.#client = new SpscProducer(rings.clients[0]!);
    this.#reports = new SpscProducer(rings.venueReports[0]!);
    this.#quotes = new SpscProducer(rings.quotes[0]!);
    this.#toVenue = new SpscConsumer(rings.venueOrders[0]!);
    this.#toClient = new SpscConsumer(rings.reports[0]!);
  }

  configure(): void {
    this.#send(this.#control, RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
      body.valueMultiplier = 1;
      body.priceMaxAgeNs = 1e15;
    });
    this.#send(this.#control, RecordType.SET_ACCOUNT, new SetAccount(), SetAccount.BYTES, (body) => {
      body.enabled = 1;
      body.maxOrderLots = 1e6;
      body.maxPositionLots = 1e9;
      body.maxExposure = 2 ** 50;
      body.maxOrdersPerSecond = 1e12;
      body.orderBurst = 1e12;
    });
    this.#send(this.#control, RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
      body.enabled = 1;
    });
    this.#send(this.#control, RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (body) => {
      body.connected = 1;
    });
    this.#single.drain();
  }

  quote(life: number): void {
    this.#send(this.#quotes, RecordType.QUOTE, this.#quote, Quote.BYTES, (body) => {
      body.bidTicks = PRICE_TICKS - 1 - (life % 3);
      body.bidLots = 100;
      body.askTicks = PRICE_TICKS + 1 + (life % 3);
      body.askLots = 100;
    });
  }

  order(life: number): void {
    this.#send(this.#client, RecordType.NEW_ORDER, this.#new, NewOrder.BYTES, (body) => {
      body.setClOrdIdWord(0, life + 1);
      body.setClOrdIdWord(1, 0x30303030);
      body.side = life % 2 === 0 ? Side.BUY : Side.SELL;
      body.orderType = life % 5 === 0 ? OrderType.MARKET : OrderType.LIMIT;
      body.timeInForce = life % 3 === 0 ? TimeInForce.IOC : TimeInForce.DAY;
      body.quantityLots = 10;
      body.priceTicks = body.orderType === OrderType.LIMIT ? PRICE_TICKS : 0;
    });
  }

  /** Each leg is acknowledged and filled in two parts. */
  answerVenue(): void {
    for (let at = this.#toVenue.poll(); at >= 0; at = this.#toVenue.poll()) {
      const header = this.#header.wrap(this.#toVenue.data, at);
      if (header.type !== RecordType.VENUE_NEW_ORDER) continue;
      const order = this.#order.wrap(this.#toVenue.data, at + RecordHeader.BYTES);
      const { legRef, lots } = order;
      this.#answer(ReportKind.ACKNOWLEDGED, legRef, 0, 0, lots);
      this.#answer(ReportKind.FILLED, legRef, lots / 2, lots / 2, lots);
      this.#answer(ReportKind.FILLED, legRef, lots / 2, lots, lots);
    }
    this.#toVenue.release();
  }

  /** Reads what the client is told. */
  takeReports(): void {
    for (let at = this.#toClient.poll(); at >= 0; at = this.#toClient.poll()) {
      const header = this.#header.wrap(this.#toClient.data, at);
      if (header.type !== RecordType.EXECUTION_REPORT) continue;
      const { leavesLots, status } = this.#told.wrap(this.#toClient.data, at + RecordHeader.BYTES);
      if (leavesLots === 0 && status !== OrderStatus.PENDING_NEW) this.ended++;
    }
    this.#toClient.release();
  }

  #answer(kind: number, legRef: number, last: number, cumulative: number, lots: number): void {
    this.#send(this.#reports, RecordType.VENUE_REPORT, this.#report, VenueReport.BYTES, (body) => {
      body.kind = kind;
      body.legRef = legRef;
      body.lastLots = last;
      body.lastTicks = PRICE_TICKS;
      body.cumLots = cumulative;
      body.leavesLots = lots - cumulative;
      body.orderLots = lots;
    });
  }

  #send<S extends Struct>(ring: SpscProducer, type: number, body: S, bytes: number, fill: (body: S) => void): void {
    const at = ring.claim(RecordHeader.BYTES + bytes);
    if (at === FULL) return;
    const header = this.#header.wrap(ring.data, at);
    header.clear();
    header.length = RecordHeader.BYTES + bytes;
    header.type = type;
    header.version = 1;
    header.flags = SYNTHETIC;
    header.sourceSequence = this.#number++;
    body.wrap(ring.data, at + RecordHeader.BYTES);
    body.clear();
    fill(body);
    ring.commit();
    ring.publish();
  }
}
