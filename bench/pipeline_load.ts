/**
 * The stream that the pipeline's benches offer, and the check of what comes back.
 *
 *     Load                                 engine                                 Outputs
 *     orders of session 0  ─▶ clients ring ─▶ ...  ─▶ venueOrders ring ─▶ one leg per approved order, in order
 *     quotes of venue 0    ─▶ quotes ring  ─▶      ─▶ reports ring     ─▶ one denial per denied order, in order;
 *     acks, fills, cancels ─▶ venueReports ring        a report per acknowledgement and fill
 *
 * 20 instruments by Zipf's law, 500 accounts, 5 % of the orders denied (half beyond the collar, half too large). Order `n`
 * is template `n` modulo their number with an identifier of its own, so that the check needs to remember nothing.
 */
import {
  CancelOrder,
  EngineStarted,
  ExecutionReport,
  NewOrder,
  Quote,
  RecordHeader,
  ReplaceOrder,
  SetAccount,
  SetInstrument,
  SetVenue,
  SnapshotMarker,
  VenueNewOrder,
  VenueReport,
  VenueStatus,
} from '../schemas/generated/engine.ts';
import type { Views } from '../src/ring/memory.ts';
import { FULL, SpscProducer } from '../src/ring/spsc.ts';
import { OrderStatus, OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { ReasonCode } from '../src/workers/model/reason.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import type { EngineMemory } from '../src/workers/pipeline/engine_memory.ts';
import { check } from './harness.ts';

export const INSTRUMENTS = 20;
export const ACCOUNTS = 500;
export const STRATEGIES = 8;
export const VENUES = 1;
const TEMPLATES = 1 << 16;
const MOST_LOTS = 1_000;
const MIDDLE_TICKS = 10_000;
const COLLAR_BPS = 500;
const DENIED_SHARE = 0.05;
const HALF_SPREAD_TICKS = 2;

/** Mulberry's mixing of a counter: enough for a load, the same on every machine. */
export function makeRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Order `n` has the terms of row `n % TEMPLATES`. */
export class Templates {
  readonly account = new Int32Array(TEMPLATES);
  readonly strategy = new Int32Array(TEMPLATES);
  readonly instrument = new Int32Array(TEMPLATES);
  readonly side = new Int32Array(TEMPLATES);
  readonly ticks = new Float64Array(TEMPLATES);
  readonly lots = new Float64Array(TEMPLATES);
  /** ReasonCode.NONE: approved. */
  readonly reason = new Int32Array(TEMPLATES);
  readonly approved: number;

  constructor(seed: number) {
    const random = makeRandom(seed);
    const zipf = cumulativeZipf(INSTRUMENTS);
    let approved = 0;
    for (let i = 0; i < TEMPLATES; i++) {
      const isBuy = random() < 0.5;
      const share = random();
      this.account[i] = Math.floor(random() * ACCOUNTS);
      this.strategy[i] = Math.floor(random() * STRATEGIES);
      this.instrument[i] = zipf.findIndex((sum) => share < sum);
      this.side[i] = isBuy ? Side.BUY : Side.SELL;
      this.lots[i] = 1 + Math.floor(random() * 100);
      const away = Math.floor(random() * 20) - 10;
      this.ticks[i] = middleOf(this.instrument[i]!) + away;
      const isDenied = random() < DENIED_SHARE;
      if (!isDenied) approved++;
      else if (random() < 0.5) {
        this.reason[i] = ReasonCode.PRICE_COLLAR;
        this.ticks[i] = isBuy ? MIDDLE_TICKS * 4 : 1;
      } else {
        this.reason[i] = ReasonCode.ORDER_SIZE;
        this.lots[i] = MOST_LOTS + 1;
      }
    }
    this.approved = approved;
  }

  row(order: number): number {
    return order & (TEMPLATES - 1);
  }

  /** How many of the first `orders` are approved. */
  approvedOf(orders: number): number {
    let approved = Math.floor(orders / TEMPLATES) * this.approved;
    for (let i = 0; i < orders % TEMPLATES; i++) if (this.reason[i] === ReasonCode.NONE) approved++;
    return approved;
  }
}

function middleOf(instrument: number): number {
  return MIDDLE_TICKS + 100 * instrument;
}

function cumulativeZipf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight / total;
    return sum;
  });
}

const REPORT_ROOM_BYTES = 1_024;

// Identifiers: 4 characters that all share and 12 digits, as clients number their orders.
const ID_PREFIX = 0x2d44524f; // "ORD-"
const DIGITS = 10_000;
const DIGIT_WORDS = Int32Array.from({ length: DIGITS }, (_, value) => {
  const text = String(value).padStart(4, '0');
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24);
});

/** The three words behind the prefix of identifier `number`. */
export function idWord(number: number, word: number): number {
  if (word === 3) return DIGIT_WORDS[number % DIGITS]!;
  const thousands = Math.floor(number / DIGITS);
  return word === 2 ? DIGIT_WORDS[thousands % DIGITS]! : DIGIT_WORDS[Math.floor(thousands / DIGITS)]!;
}

interface Struct {
  wrap(views: Views, at: number): unknown;
  clear(): void;
}

/** One source's end of its ring: a whole record a call, visible after `publish`. */
class Source {
  readonly producer: SpscProducer;
  readonly #header = new RecordHeader();
  #number = 0;

  constructor(region: ConstructorParameters<typeof SpscProducer>[0]) {
    this.producer = new SpscProducer(region);
  }

  /** Byte offset of the body, or FULL. */
  begin(type: number, bodyBytes: number, ingressTime: number): number {
    const at = this.producer.claim(RecordHeader.BYTES + bodyBytes);
    if (at === FULL) return FULL;
    const header = this.#header.wrap(this.producer.data, at);
    header.clear();
    header.length = RecordHeader.BYTES + bodyBytes;
    header.type = type;
    header.version = 1;
    header.sourceSequence = ++this.#number;
    header.ingressTime = ingressTime;
    return at + RecordHeader.BYTES;
  }
}

export class Load {
  readonly templates: Templates;
  readonly #control: Source;
  readonly #client: Source;
  readonly #quotes: Source;
  readonly #reports: Source;
  readonly #new = new NewOrder();
  readonly #cancel = new CancelOrder();
  readonly #replace = new ReplaceOrder();
  readonly #quote = new Quote();
  readonly #report = new VenueReport();
  readonly #random: () => number;
  /** Orders and quotes written so far. */
  orders = 0;
  quotes = 0;

  constructor(memory: EngineMemory, templates: Templates, seed: number) {
    this.templates = templates;
    this.#control = new Source(memory.rings.control[0]!);
    this.#client = new Source(memory.rings.clients[0]!);
    this.#quotes = new Source(memory.rings.quotes[0]!);
    this.#reports = new Source(memory.rings.venueReports[0]!);
    this.#random = makeRandom(~seed);
  }

  /** Fits into the control ring: the caller lets the engine take it before anything else is sent. */
  configure(): void {
    this.#configureOne(RecordType.ENGINE_STARTED, new EngineStarted(), EngineStarted.BYTES, (body) => {
      body.epoch = 1;
    });
    for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
      this.#configureOne(RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
        body.instrument = instrument;
        body.tickSizeExponent = -2;
        body.tickSizeMantissa = 1;
        body.lotSize = 1;
        body.valueMultiplier = 1;
        body.collarBps = COLLAR_BPS;
        body.priceMaxAgeNs = 1e12;
        body.breakerMoveBps = 1_000;
        body.breakerWindowNs = 1e9;
        body.breakerCooldownNs = 1e9;
      });
    }
    for (let account = 0; account < ACCOUNTS; account++) {
      this.#configureOne(RecordType.SET_ACCOUNT, new SetAccount(), SetAccount.BYTES, (body) => {
        body.account = account;
        body.enabled = 1;
        body.maxOrderLots = MOST_LOTS;
        body.maxPositionLots = 2 ** 40;
        body.maxExposure = 2 ** 50;
        body.maxOrdersPerSecond = 1e9;
        body.orderBurst = 1e9;
      });
    }
    this.#configureOne(RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
      body.venueType = 1;
      body.enabled = 1;
      body.latencyNs = 1_000;
      body.feeBps = 0.3;
      body.fillProbability = 0.9;
      body.rejectionRate = 0.01;
    });
    this.#configureOne(RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (body) => {
      body.connected = 1;
    });
  }

  marker(number: number): void {
    this.#configureOne(RecordType.SNAPSHOT_MARKER, new SnapshotMarker(), SnapshotMarker.BYTES, (body) => {
      body.number = number;
    });
  }

  #configureOne<S extends Struct>(type: number, body: S, bytes: number, fill: (body: S) => void): void {
    const at = this.#control.begin(type, bytes, 0);
    check(at !== FULL, 'the control ring holds the configuration');
    body.wrap(this.#control.producer.data, at);
    body.clear();
    fill(body);
    this.#control.producer.commit();
    this.#control.producer.publish();
  }

  /** A quote of every instrument: before the first order, because an order without a price is denied. */
  quoteAll(): void {
    for (let instrument = 0; instrument < INSTRUMENTS; instrument++)
      check(this.#quoteOf(instrument), 'room for quotes');
    this.publish();
  }

  /** A quote of the instrument of the order `quotes` times two from the start. False: the ring is full. */
  quote(): boolean {
    return this.#quoteOf(this.templates.instrument[this.templates.row(this.quotes * 2)]!);
  }

  #quoteOf(instrument: number): boolean {
    const at = this.#quotes.begin(RecordType.QUOTE, Quote.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#quote.wrap(this.#quotes.producer.data, at);
    const middle = middleOf(instrument) + Math.floor(this.#random() * 5) - 2;
    body.instrument = instrument;
    body.venue = 0;
    body.conflated = 1;
    body.tradeCount = 0;
    body.bidTicks = middle - HALF_SPREAD_TICKS;
    body.bidLots = 200;
    body.askTicks = middle + HALF_SPREAD_TICKS;
    body.askLots = 200;
    body.lastTicks = 0;
    body.highTicks = 0;
    body.lowTicks = 0;
    body.volumeLots = 0;
    this.#quotes.producer.commit();
    this.quotes++;
    return true;
  }

  /** The next order. False: the ring is full. */
  order(ingressTime = 0): boolean {
    const at = this.#client.begin(RecordType.NEW_ORDER, NewOrder.BYTES, ingressTime);
    if (at === FULL) return false;
    const { templates } = this;
    const row = templates.row(this.orders);
    const body = this.#new.wrap(this.#client.producer.data, at);
    body.clear();
    this.#nameNew(body, this.orders);
    body.account = templates.account[row]!;
    body.strategy = templates.strategy[row]!;
    body.instrument = templates.instrument[row]!;
    body.side = templates.side[row]!;
    body.orderType = OrderType.LIMIT;
    body.timeInForce = TimeInForce.DAY;
    body.quantityLots = templates.lots[row]!;
    body.priceTicks = templates.ticks[row]!;
    this.#client.producer.commit();
    this.orders++;
    return true;
  }

  #nameNew(body: NewOrder, number: number): void {
    body.setClOrdIdWord(0, ID_PREFIX);
    body.setClOrdIdWord(1, idWord(number, 1));
    body.setClOrdIdWord(2, idWord(number, 2));
    body.setClOrdIdWord(3, idWord(number, 3));
  }

  /** Cancels order `order` under the identifier `number`, which no order has. */
  cancel(number: number, order: number, ingressTime = 0): boolean {
    const at = this.#client.begin(RecordType.CANCEL_ORDER, CancelOrder.BYTES, ingressTime);
    if (at === FULL) return false;
    const body = this.#cancel.wrap(this.#client.producer.data, at);
    const row = this.templates.row(order);
    body.clear();
    body.setClOrdIdWord(0, ID_PREFIX);
    body.setOrigClOrdIdWord(0, ID_PREFIX);
    for (let word = 1; word <= 3; word++) {
      body.setClOrdIdWord(word, idWord(number, word));
      body.setOrigClOrdIdWord(word, idWord(order, word));
    }
    body.instrument = this.templates.instrument[row]!;
    body.side = this.templates.side[row]!;
    this.#client.producer.commit();
    return true;
  }

  /** Replaces what is known as `original` of order `order` by one lot more, under the identifier `number`. */
  replace(number: number, original: number, order: number, lots: number, ingressTime = 0): boolean {
    const at = this.#client.begin(RecordType.REPLACE_ORDER, ReplaceOrder.BYTES, ingressTime);
    if (at === FULL) return false;
    const { templates } = this;
    const row = templates.row(order);
    const body = this.#replace.wrap(this.#client.producer.data, at);
    body.clear();
    body.setClOrdIdWord(0, ID_PREFIX);
    body.setOrigClOrdIdWord(0, ID_PREFIX);
    for (let word = 1; word <= 3; word++) {
      body.setClOrdIdWord(word, idWord(number, word));
      body.setOrigClOrdIdWord(word, idWord(original, word));
    }
    body.account = templates.account[row]!;
    body.instrument = templates.instrument[row]!;
    body.side = templates.side[row]!;
    body.orderType = OrderType.LIMIT;
    body.timeInForce = TimeInForce.DAY;
    body.quantityLots = lots;
    body.priceTicks = templates.ticks[row]!;
    this.#client.producer.commit();
    return true;
  }

  /** What the venue says of a leg. False: the ring is full. */
  report(kind: number, legRef: number, last: number, cumulative: number, lots: number, ticks: number): boolean {
    const at = this.#reports.begin(RecordType.VENUE_REPORT, VenueReport.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#report.wrap(this.#reports.producer.data, at);
    body.clear();
    body.kind = kind;
    body.legRef = legRef;
    body.lastLots = last;
    body.lastTicks = ticks;
    body.cumLots = cumulative;
    body.leavesLots = kind === ReportKind.CANCELLED ? 0 : lots - cumulative;
    body.orderLots = lots;
    body.priceTicks = ticks;
    this.#reports.producer.commit();
    return true;
  }

  /** Room for the reports that one message from the engine may call for: without it, none is taken. */
  get hasReportRoom(): boolean {
    return this.#reports.producer.freeBytes() > REPORT_ROOM_BYTES;
  }

  /** The engine has read all that was published. */
  get isTaken(): boolean {
    return [this.#control, this.#client, this.#quotes, this.#reports].every(
      ({ producer }) => producer.fillFraction() === 0,
    );
  }

  publish(): void {
    this.#client.producer.publish();
    this.#quotes.producer.publish();
    this.#reports.producer.publish();
  }
}

/** Decodes every output and compares it with the order that it must belong to. */
export class Outputs {
  readonly #templates: Templates;
  readonly #header = new RecordHeader();
  readonly #leg = new VenueNewOrder();
  readonly #report = new ExecutionReport();
  /** The order that the next leg, and the next denial, belongs to. */
  #nextApproved = 0;
  #nextDenied = 0;
  legs = 0;
  denials = 0;

  constructor(templates: Templates) {
    this.#templates = templates;
  }

  /** Orders whose leg or denial has come: all before this number. */
  get answered(): number {
    return this.legs + this.denials;
  }

  /** A record from the venue's ring: the leg of the next approved order. Returns it. */
  checkLeg(views: Views, at: number): VenueNewOrder {
    const { reason, instrument, side, lots, ticks } = this.#templates;
    const mask = TEMPLATES - 1;
    while (reason[this.#nextApproved & mask] !== ReasonCode.NONE) this.#nextApproved++;
    const row = this.#nextApproved & mask;
    const header = this.#header.wrap(views, at);
    const leg = this.#leg.wrap(views, at + RecordHeader.BYTES);
    const isRight =
      header.type === RecordType.VENUE_NEW_ORDER &&
      leg.instrument === instrument[row] &&
      leg.side === side[row] &&
      leg.lots === lots[row] &&
      leg.priceTicks === ticks[row] &&
      leg.venue === 0 &&
      leg.orderType === OrderType.LIMIT;
    if (!isRight) {
      const told = `${header.type}: instrument ${leg.instrument}, side ${leg.side}, ${leg.lots} at ${leg.priceTicks}`;
      const due = `instrument ${instrument[row]}, side ${side[row]}, ${lots[row]} at ${ticks[row]}`;
      throw new Error(`leg of order ${this.#nextApproved} should be ${due}, is ${told}`);
    }
    this.#nextApproved++;
    this.legs++;
    return leg;
  }

  /** The order of the leg last checked. */
  get legOrder(): number {
    return this.#nextApproved - 1;
  }

  isDenial(views: Views, at: number): boolean {
    return this.#report.wrap(views, at + RecordHeader.BYTES).status === OrderStatus.REJECTED;
  }

  /** A denial from the client's ring: of the next denied order, with its reason. */
  checkDenial(views: Views, at: number): void {
    const { reason } = this.#templates;
    const mask = TEMPLATES - 1;
    while (reason[this.#nextDenied & mask] === ReasonCode.NONE) this.#nextDenied++;
    const number = this.#nextDenied;
    const report = this.#report.wrap(views, at + RecordHeader.BYTES);
    const isRight =
      report.reason === reason[number & mask] &&
      report.clOrdIdWord(0) === ID_PREFIX &&
      report.clOrdIdWord(3) === idWord(number, 3) &&
      report.clOrdIdWord(2) === idWord(number, 2);
    if (!isRight) throw new Error(`denial of order ${number} is not: reason ${report.reason}`);
    this.#nextDenied++;
    this.denials++;
  }
}
