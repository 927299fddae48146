/**
 * A synthetic desk: clients, venues and operators that do what real ones do, in fixed proportions. `life` decides what an
 * order is and what becomes of it; sizes, prices, owners and venues vary, so that no number looks constant.
 */

import {
  CancelOrder,
  EngineStarted,
  ExecutionReport,
  FeedStatus,
  KillSwitch,
  MassCancel,
  NewOrder,
  OrderStatusRequest,
  Quote,
  RecordHeader,
  ReplaceOrder,
  ResetBreaker,
  SessionRecovered,
  SetAccount,
  SetInstrument,
  SetVenue,
  SnapshotMarker,
  VenueStatus,
} from '../../../../schemas/generated/engine.ts';
import { SpscConsumer } from '../../../ring/spsc.ts';
import { BookState, EVERY_INSTRUMENT } from '../../model/book_state.ts';
import { OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { CURRENT_RULES } from '../../model/rules.ts';
import type { Single } from '../single.ts';
import { Sender } from './sender.ts';
import { Venue } from './venue.ts';

const PRICE_TICKS = 10_000;
/** As large as real ones: an epoch of 1 would be a small integer everywhere it goes. */
const EPOCH = 300;
const MOST = 4;
const TIMES_IN_FORCE = [TimeInForce.DAY, TimeInForce.IOC, TimeInForce.GTC, TimeInForce.FOK] as const;
/** The account whose limits trip, where there is more than one. */
const TIGHT_ACCOUNT = 1;

export class Desk {
  /** Orders that were reported as having nothing open. */
  ended = 0;
  readonly #single: Single;
  readonly #control: Sender;
  readonly #client: Sender;
  readonly #quotes: readonly Sender[];
  readonly #venues: readonly Venue[];
  readonly #toClient: SpscConsumer;
  readonly #accounts: number;
  readonly #strategies: number;
  readonly #instruments: number;
  readonly #header = new RecordHeader();
  readonly #told = new ExecutionReport();
  readonly #new = new NewOrder();
  readonly #quote = new Quote();
  readonly #cancel = new CancelOrder();
  readonly #replace = new ReplaceOrder();
  readonly #mass = new MassCancel();
  readonly #status = new OrderStatusRequest();

  constructor(single: Single) {
    const { rings } = single.memory;
    const { accounts, instruments, strategies } = single.engines.capacity;
    this.#single = single;
    this.#accounts = Math.min(MOST, accounts);
    this.#strategies = Math.min(MOST, strategies);
    this.#instruments = Math.min(MOST, instruments);
    this.#control = new Sender(rings.control[0]!);
    this.#client = new Sender(rings.clients[0]!);
    this.#quotes = rings.quotes.map((region) => new Sender(region));
    this.#venues = rings.venueOrders.map((orders, venue) => new Venue(venue, orders, rings.venueReports[venue]!));
    this.#toClient = new SpscConsumer(rings.reports[0]!);
  }

  /** What an engine is told at its start, and once of everything that operators do. */
  open(): void {
    const control = this.#control;
    control.send(RecordType.ENGINE_STARTED, new EngineStarted(), EngineStarted.BYTES, (body) => {
      body.epoch = EPOCH;
      body.rules = CURRENT_RULES;
    });
    for (let instrument = 0; instrument < this.#instruments; instrument++) this.#setInstrument(instrument);
    for (let account = 0; account < this.#accounts; account++) this.#setAccount(account);
    for (let venue = 0; venue < this.#venues.length; venue++) this.#setVenue(venue);
    this.#single.drain();
    for (let instrument = 0; instrument < this.#instruments; instrument++) this.#sendQuote(instrument, 0);
    this.settle();
  }

  /** One order, a quote before it, and now and then what else clients and operators send. */
  trade(life: number): void {
    this.#sendQuote(life, life);
    this.#sendOrder(life);
    // The order of the turn before is open still, or has ended: both are asked for.
    if (life % 7 === 3) this.#sendReplace(life, life - 9);
    if (life % 5 === 2) this.#sendCancel(life, life - 10);
    if (life % 16 === 5) this.#sendStatusRequest(life - 8);
    if (life % 256 === 77) this.#sendMassCancel(life);
    if (life % 512 === 99) this.#operate(life);
  }

  /** Everything under way gets its answers. */
  settle(): void {
    const single = this.#single;
    for (let answers = 1; answers > 0; ) {
      single.drain();
      answers = 0;
      for (const venue of this.#venues) answers += venue.answer();
      this.#takeReports();
    }
  }

  /** Ends what is open. */
  close(): void {
    for (const venue of this.#venues) venue.isObliging = true;
    this.settle();
    // One sweep takes a bounded part of the orders at a step; it goes on by itself.
    this.#sendMassCancel(-1);
    this.settle();
  }

  #setInstrument(instrument: number): void {
    this.#control.send(RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
      body.instrument = instrument;
      body.primaryVenue = instrument % this.#venues.length;
      body.valueMultiplier = instrument % 2 === 0 ? 100 : 1;
      body.priceMaxAgeNs = 1e15;
      body.collarBps = instrument % 2 === 0 ? 500 : 0;
      body.breakerMoveBps = 900;
      body.breakerWindowNs = 1e9;
      body.breakerCooldownNs = 1e6;
    });
  }

  #setAccount(account: number): void {
    const isTight = account === TIGHT_ACCOUNT;
    this.#control.send(RecordType.SET_ACCOUNT, new SetAccount(), SetAccount.BYTES, (body) => {
      body.account = account;
      body.enabled = 1;
      body.maxOrderLots = isTight ? 400 : 1e6;
      body.maxPositionLots = isTight ? 2_000 : 1e9;
      body.maxExposure = isTight ? 1e9 : 2 ** 50;
      body.maxOrdersPerSecond = isTight ? 50_000 : 1e12;
      body.orderBurst = isTight ? 50 : 1e12;
    });
  }

  #setVenue(venue: number): void {
    const control = this.#control;
    control.send(RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
      body.venue = venue;
      body.enabled = 1;
      body.latencyNs = 100_000.5 * (venue + 1);
      body.feeBps = 0.25 * (3 - venue);
      body.fillProbability = 0.9 - 0.1 * venue;
      body.rejectionRate = 0.001 * venue;
    });
    control.send(RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (body) => {
      body.venue = venue;
      body.connected = 1;
    });
    control.send(RecordType.SESSION_RECOVERED, new SessionRecovered(), SessionRecovered.BYTES, (body) => {
      body.venue = venue;
    });
  }

  #sendQuote(which: number, life: number): void {
    const venue = life % this.#quotes.length;
    this.#quotes[venue]!.send(RecordType.QUOTE, this.#quote, Quote.BYTES, (body) => {
      const middle = PRICE_TICKS + (life % 13) - 6;
      body.instrument = which % this.#instruments;
      body.venue = venue;
      body.conflated = 1 + (life % 3);
      body.bidTicks = middle - 1 - (life % 3);
      body.bidLots = life % 11 === 0 ? 0 : 100 + (life % 50);
      body.askTicks = middle + 1 + (life % 2);
      body.askLots = life % 17 === 0 ? 0 : 100 + (life % 70);
      body.lastTicks = life % 4 === 0 ? middle : 0;
      body.volumeLots = life % 4 === 0 ? 10 : 0;
      body.tradeCount = life % 4 === 0 ? 1 : 0;
      // Beyond the breaker's move, a few times.
      if (life % 1_024 === 1_000) body.lastTicks = PRICE_TICKS * 1.5;
    });
  }

  #sendOrder(life: number): void {
    const isMarket = life % 9 === 4;
    this.#client.send(RecordType.NEW_ORDER, this.#new, NewOrder.BYTES, (body) => {
      // A few identifiers come again, and a few are long.
      this.#name(body, life % 97 === 50 ? life - 1 : life, 0);
      body.account = life % 89 === 13 ? -1 : this.#accountOf(life);
      body.strategy = (life >> 2) % this.#strategies;
      body.instrument = life % 101 === 17 ? 1e6 : this.#instrumentOf(life);
      body.side = sideOf(life);
      body.orderType = isMarket ? OrderType.MARKET : OrderType.LIMIT;
      body.timeInForce = TIMES_IN_FORCE[life % 23 === 7 ? 3 : life % 3]!;
      // More than one venue shows: some orders are split.
      body.quantityLots = life % 61 === 9 ? 2_000_000 : 10 + (life % 300);
      body.priceTicks = isMarket ? 0 : PRICE_TICKS + (life % 31) - 15 + (life % 71 === 33 ? 5_000 : 0);
      body.displayLots = life % 19 === 0 ? 10 : 0;
      body.minLots = life % 29 === 0 ? 10 : 0;
    });
  }

  #sendReplace(life: number, original: number): void {
    this.#client.send(RecordType.REPLACE_ORDER, this.#replace, ReplaceOrder.BYTES, (body) => {
      this.#name(body, life, 1);
      this.#nameOriginal(body, original);
      body.account = this.#accountOf(original);
      body.instrument = this.#instrumentOf(original);
      body.side = sideOf(original);
      body.orderType = OrderType.LIMIT;
      body.quantityLots = 5 + (life % 400);
      body.priceTicks = PRICE_TICKS + (life % 9) - 4;
    });
  }

  #sendCancel(life: number, original: number): void {
    this.#client.send(RecordType.CANCEL_ORDER, this.#cancel, CancelOrder.BYTES, (body) => {
      this.#name(body, life, 2);
      this.#nameOriginal(body, original);
      body.instrument = this.#instrumentOf(original);
    });
  }

  #sendStatusRequest(original: number): void {
    this.#client.send(RecordType.ORDER_STATUS_REQUEST, this.#status, OrderStatusRequest.BYTES, (body) => {
      this.#name(body, original, 0);
      body.requestId = original;
    });
  }

  #sendMassCancel(life: number): void {
    this.#client.send(RecordType.MASS_CANCEL, this.#mass, MassCancel.BYTES, (body) => {
      this.#name(body, life, 3);
      body.instrument = life % 3 === 0 ? 0 : -1;
      body.account = -1;
    });
  }

  /** Switches that are thrown and taken back, books lost and found, a snapshot's marker. */
  #operate(life: number): void {
    const control = this.#control;
    const account = life % this.#accounts;
    const instrument = life % this.#instruments;
    for (const engaged of [1, 0]) {
      control.send(RecordType.KILL_SWITCH, new KillSwitch(), KillSwitch.BYTES, (body) => {
        Object.assign(body, { engaged, scope: life % 3, account, instrument });
      });
    }
    control.send(RecordType.RESET_BREAKER, new ResetBreaker(), ResetBreaker.BYTES, (body) => {
      body.instrument = instrument;
    });
    this.#loseBooks(life);
    control.send(RecordType.SNAPSHOT_MARKER, new SnapshotMarker(), SnapshotMarker.BYTES, (body) => {
      body.number = life;
    });
  }

  /** A feed has a gap and fills it; the venue halts an instrument for a moment. */
  #loseBooks(life: number): void {
    const venue = life % this.#quotes.length;
    for (const instrument of [EVERY_INSTRUMENT, life % this.#instruments]) {
      for (const state of [BookState.GAP, BookState.TRUSTED]) {
        this.#quotes[venue]!.send(RecordType.FEED_STATUS, new FeedStatus(), FeedStatus.BYTES, (body) => {
          Object.assign(body, { venue, instrument, state });
        });
      }
    }
  }

  // Steps of different length, so that each account buys and sells of each instrument.

  #accountOf(life: number): number {
    return Math.floor(Math.abs(life) / 3) % this.#accounts;
  }

  #instrumentOf(life: number): number {
    return Math.floor(Math.abs(life) / 5) % this.#instruments;
  }

  /** Identifiers as clients make them: a prefix and a number, of eight to sixteen characters. */
  #name(
    body: NewOrder | CancelOrder | ReplaceOrder | MassCancel | OrderStatusRequest,
    life: number,
    kind: number,
  ): void {
    body.setClOrdIdWord(0, 0x30303041 + kind);
    body.setClOrdIdWord(1, digits(life));
    if (life % 3 === 0) body.setClOrdIdWord(2, 0x31313131);
    if (life % 6 === 0) body.setClOrdIdWord(3, 0x00323232);
  }

  #nameOriginal(body: CancelOrder | ReplaceOrder, life: number): void {
    body.setOrigClOrdIdWord(0, 0x30303041);
    body.setOrigClOrdIdWord(1, digits(life));
    if (life % 3 === 0) body.setOrigClOrdIdWord(2, 0x31313131);
    if (life % 6 === 0) body.setOrigClOrdIdWord(3, 0x00323232);
  }

  /** Reads what the client is told. */
  #takeReports(): void {
    for (let at = this.#toClient.poll(); at >= 0; at = this.#toClient.poll()) {
      const header = this.#header.wrap(this.#toClient.data, at);
      if (header.type !== RecordType.EXECUTION_REPORT) continue;
      const { leavesLots, status } = this.#told.wrap(this.#toClient.data, at + RecordHeader.BYTES);
      if (leavesLots === 0 && status !== OrderStatus.PENDING_NEW) this.ended++;
    }
    this.#toClient.release();
  }
}

function sideOf(life: number): number {
  return (life >> 1) % 2 === 0 ? Side.BUY : Side.SELL;
}

/** Four characters, none of them zero: sixteen bits of the number, a nibble each. */
function digits(number: number): number {
  return 0x40404040 | (number & 0xf) | ((number & 0xf0) << 4) | ((number & 0xf00) << 8) | ((number & 0xf000) << 12);
}
