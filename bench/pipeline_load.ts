/**
 * The stream that the pipeline's benches offer, and the check of what comes back.
 *
 *     Load                                 engine                                 Outputs
 *     orders of session 0  ─▶ clients ring ─▶ ...  ─▶ venueOrders ring ─▶ one leg per approved order, in order
 *     quotes of venue 0    ─▶ quotes ring  ─▶      ─▶ reports ring     ─▶ one denial per denied order, in order;
 *     acks, fills, cancels ─▶ venueReports ring        a report per acknowledgement and fill
 */
import {
  CancelOrder,
  MassCancel,
  NewAdvancedOrder,
  NewOrder,
  Quote,
  ReplaceOrder,
  VenueReport,
} from '../schemas/generated/engine.ts';
import { FULL } from '../src/ring/spsc.ts';
import { MassCancelScope, OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import type { EngineMemory } from '../src/workers/pipeline/engine_memory.ts';
import { check } from './harness.ts';
import { configure, mark } from './pipeline_configuration.ts';
import { Source } from './pipeline_source.ts';
import {
  BESIDE_INSTRUMENT,
  ID_PREFIX,
  INSTRUMENTS,
  idWord,
  makeRandom,
  middleOf,
  type Templates,
} from './pipeline_templates.ts';

const HALF_SPREAD_TICKS = 2;

export class Load {
  readonly templates: Templates;
  readonly #control: Source;
  readonly #client: Source;
  readonly #quotes: Source;
  readonly #reports: Source;
  readonly #new = new NewOrder();
  readonly #advanced = new NewAdvancedOrder();
  readonly #massCancel = new MassCancel();
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

  /** The number of the client's last request, which its answer carries. */
  get request(): number {
    return this.#client.number;
  }

  /** The caller lets the engine take it before anything else is sent. */
  configure(): void {
    configure(this.#control);
  }

  marker(number: number): void {
    mark(this.#control, number);
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

  /** An order beside the measured ones, under the identifier `number`, which no other has. False: the ring is full. */
  orderBeside(number: number, lots: number, ticks: number): boolean {
    const at = this.#client.begin(RecordType.NEW_ORDER, NewOrder.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#new.wrap(this.#client.producer.data, at);
    body.clear();
    this.#nameNew(body, number);
    body.instrument = BESIDE_INSTRUMENT;
    body.side = Side.BUY;
    body.orderType = OrderType.LIMIT;
    body.timeInForce = TimeInForce.GTC;
    body.quantityLots = lots;
    body.priceTicks = ticks;
    this.#client.producer.commit();
    return true;
  }

  /** The same of one that the engine works itself; `terms` are what its type needs. */
  advancedBeside(number: number, terms: Partial<NewAdvancedOrder>): boolean {
    const at = this.#client.begin(RecordType.NEW_ADVANCED_ORDER, NewAdvancedOrder.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#advanced.wrap(this.#client.producer.data, at);
    body.clear();
    this.#nameNew(body, number);
    body.instrument = BESIDE_INSTRUMENT;
    body.side = Side.BUY;
    body.timeInForce = TimeInForce.GTC;
    Object.assign(body, terms);
    this.#client.producer.commit();
    return true;
  }

  /** Cancels all orders beside. */
  massCancelBeside(number: number): boolean {
    const at = this.#client.begin(RecordType.MASS_CANCEL, MassCancel.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#massCancel.wrap(this.#client.producer.data, at);
    body.clear();
    this.#nameNew(body, number);
    body.scope = MassCancelScope.INSTRUMENT;
    body.instrument = BESIDE_INSTRUMENT;
    body.account = -1;
    this.#client.producer.commit();
    return true;
  }

  /** A quote of the instrument beside, with a trade at `lastTicks`. */
  quoteBeside(lastTicks: number): boolean {
    const at = this.#quotes.begin(RecordType.QUOTE, Quote.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#quote.wrap(this.#quotes.producer.data, at);
    body.clear();
    body.instrument = BESIDE_INSTRUMENT;
    body.conflated = 1;
    body.tradeCount = 1;
    body.bidTicks = lastTicks - HALF_SPREAD_TICKS;
    body.bidLots = 200;
    body.askTicks = lastTicks + HALF_SPREAD_TICKS;
    body.askLots = 200;
    body.lastTicks = lastTicks;
    body.volumeLots = 1;
    this.#quotes.producer.commit();
    return true;
  }

  #nameNew(body: NewOrder | NewAdvancedOrder | MassCancel, number: number): void {
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
  report(
    kind: number,
    legRef: number,
    last: number,
    cumulative: number,
    lots: number,
    ticks: number,
    request = 0,
  ): boolean {
    const at = this.#reports.begin(RecordType.VENUE_REPORT, VenueReport.BYTES, 0);
    if (at === FULL) return false;
    const body = this.#report.wrap(this.#reports.producer.data, at);
    body.clear();
    body.kind = kind;
    body.request = request;
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
