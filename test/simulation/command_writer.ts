/** Writes commands into an engine's rings as gateways and sessions do: whole records with the source's own numbers. */

import {
  CancelOrder,
  DayRoll,
  EngineStarted,
  FeedStatus,
  KillSwitch,
  MassCancel,
  NewAdvancedOrder,
  NewOrder,
  OrderStatusRequest,
  Quote,
  ReplaceAdvancedOrder,
  ReplaceOrder,
  ResetBreaker,
  ResolveFill,
  SessionRecovered,
  SetAccount,
  SetInstrument,
  SetVenue,
  SetVolumeCurve,
  SnapshotMarker,
  StrayFill,
  TradeChange,
  TradingStatus,
  VenueReport,
  VenueStatus,
} from '../../schemas/generated/engine.ts';
import { MassCancelScope, OrderType, SAME_TIME_IN_FORCE, TimeInForce } from '../../src/workers/model/order.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { CURRENT_RULES } from '../../src/workers/model/rules.ts';
import { EVERY_SESSION } from '../../src/workers/model/source.ts';
import { VenueType } from '../../src/workers/model/venue.ts';
import type { EngineMemory } from '../../src/workers/pipeline/engine_memory.ts';
import { Source } from './source.ts';

const ID_WORDS = NewOrder.CL_ORD_ID_WORDS;

/** ASCII text as the words of a [ubyte:40]. */
export function textWords(text: string, words = ID_WORDS): Int32Array {
  const bytes = new Uint8Array(words * 4);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new Int32Array(bytes.buffer);
}

export function wordsText(word: (index: number) => number, words = ID_WORDS): string {
  const ints = Int32Array.from({ length: words }, (_, i) => word(i));
  const bytes = new Uint8Array(ints.buffer);
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end));
}

function setId(body: { setClOrdIdWord(index: number, word: number): void }, id: string): void {
  textWords(id).forEach((word, i) => {
    body.setClOrdIdWord(i, word);
  });
}

function setOriginal(body: { setOrigClOrdIdWord(index: number, word: number): void }, id: string): void {
  textWords(id).forEach((word, i) => {
    body.setOrigClOrdIdWord(i, word);
  });
}

export interface OrderTerms {
  readonly id: string;
  readonly account?: number;
  readonly strategy?: number;
  readonly instrument?: number;
  readonly side: number;
  readonly type?: number;
  readonly tif?: number;
  readonly lots: number;
  readonly ticks?: number;
  readonly minimum?: number;
  readonly display?: number;
}

/** Beside the record's own fields, the identifier that links it with others. */
export type AdvancedTerms = Partial<NewAdvancedOrder> & { readonly linkId?: string };

export class CommandWriter {
  readonly control: Source;
  readonly venues: Source[];
  readonly quotes: Source[];
  readonly clients: Source[];
  readonly #new = new NewOrder();
  readonly #cancel = new CancelOrder();
  readonly #replace = new ReplaceOrder();
  readonly #mass = new MassCancel();
  readonly #status = new OrderStatusRequest();
  readonly #change = new TradeChange();
  readonly #stray = new StrayFill();
  readonly #report = new VenueReport();
  readonly #quote = new Quote();

  constructor(memory: EngineMemory) {
    this.control = new Source(memory.rings.control[0]!);
    this.venues = memory.rings.venueReports.map((region) => new Source(region));
    this.quotes = memory.rings.quotes.map((region) => new Source(region));
    this.clients = memory.rings.clients.map((region) => new Source(region));
  }

  started(epoch: number, rules: number = CURRENT_RULES): void {
    this.control.send(RecordType.ENGINE_STARTED, new EngineStarted(), EngineStarted.BYTES, (b) => {
      b.epoch = epoch;
      b.rules = rules;
    });
  }

  instrument(instrument: number, overrides: Partial<SetInstrument> = {}): void {
    this.control.send(RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (b) => {
      b.instrument = instrument;
      b.tickSizeExponent = -2;
      b.tickSizeMantissa = 1;
      b.lotSize = 1;
      b.valueMultiplier = 100;
      b.collarBps = 1_000;
      b.priceMaxAgeNs = 1e12;
      Object.assign(b, overrides);
    });
  }

  account(account: number, overrides: Partial<SetAccount> = {}): void {
    this.control.send(RecordType.SET_ACCOUNT, new SetAccount(), SetAccount.BYTES, (b) => {
      b.account = account;
      b.enabled = 1;
      b.maxOrderLots = 10_000;
      b.maxPositionLots = 1_000_000;
      b.maxExposure = 2 ** 50;
      b.maxOrdersPerSecond = 1e9;
      b.orderBurst = 1e9;
      Object.assign(b, overrides);
    });
  }

  /** `lacks`: bits of VenueLack. */
  venue(venue: number, latencyNs = 1_000, venueType: number = VenueType.PRIMARY, lacks = 0): void {
    this.control.send(RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (b) => {
      b.venue = venue;
      b.venueType = venueType;
      b.lacks = lacks;
      b.enabled = 1;
      b.latencyNs = latencyNs;
      b.fillProbability = 0.9;
    });
  }

  /** `shares` by quarter of an hour; the others are zero. */
  volumeCurve(instrument: number, days: number, shares: Readonly<Record<number, number>>): void {
    this.control.send(RecordType.SET_VOLUME_CURVE, new SetVolumeCurve(), SetVolumeCurve.BYTES, (b) => {
      b.instrument = instrument;
      b.days = days;
      for (const [bucket, share] of Object.entries(shares)) b.setShares(Number(bucket), share);
    });
  }

  venueStatus(venue: number, connected: boolean): void {
    this.control.send(RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (b) => {
      b.venue = venue;
      b.connected = connected ? 1 : 0;
    });
  }

  recovered(venue: number, sequence: number, outputIndex: number, venueRestarted = false): void {
    this.control.send(RecordType.SESSION_RECOVERED, new SessionRecovered(), SessionRecovered.BYTES, (b) => {
      b.venue = venue;
      b.venueRestarted = venueRestarted ? 1 : 0;
      b.lastStreamSequence = sequence;
      b.lastOutputIndex = outputIndex;
    });
  }

  /** Halts everything, or one account or instrument. */
  killSwitch(engaged: boolean, scope = 0, index = 0): void {
    this.control.send(RecordType.KILL_SWITCH, new KillSwitch(), KillSwitch.BYTES, (b) => {
      b.engaged = engaged ? 1 : 0;
      b.scope = scope;
      b.account = index;
      b.instrument = index;
    });
  }

  /** What a calendar or an operator says of a venue's trading. */
  tradingStatus(venue: number, change: number, terms: Partial<TradingStatus> = {}): void {
    this.control.send(RecordType.TRADING_STATUS, new TradingStatus(), TradingStatus.BYTES, (b) => {
      Object.assign(b, { venue, change, instrument: -1, ...terms });
    });
  }

  resetBreaker(instrument: number): void {
    this.control.send(RecordType.RESET_BREAKER, new ResetBreaker(), ResetBreaker.BYTES, (b) => {
      b.instrument = instrument;
    });
  }

  dayRoll(baseTimeMs: number): void {
    this.control.send(RecordType.DAY_ROLL, new DayRoll(), DayRoll.BYTES, (b) => {
      b.baseTimeMs = baseTimeMs;
      b.tradingDate = 20260105;
    });
  }

  marker(number: number): void {
    this.control.send(RecordType.SNAPSHOT_MARKER, new SnapshotMarker(), SnapshotMarker.BYTES, (b) => {
      b.number = number;
    });
  }

  quote(
    instrument: number,
    venue: number,
    bid: number,
    ask: number,
    lots = 100,
    last = 0,
    more: Partial<Quote> = {},
  ): boolean {
    return this.quotes[venue]!.send(RecordType.QUOTE, this.#quote, Quote.BYTES, (b) => {
      b.instrument = instrument;
      b.venue = venue;
      b.conflated = 1;
      b.bidTicks = bid;
      b.bidLots = lots;
      b.askTicks = ask;
      b.askLots = lots;
      b.lastTicks = last;
      Object.assign(b, more);
    });
  }

  feedStatus(venue: number, instrument: number, state: number, of = venue): boolean {
    return this.quotes[venue]!.send(RecordType.FEED_STATUS, new FeedStatus(), FeedStatus.BYTES, (b) => {
      b.venue = of;
      b.instrument = instrument;
      b.state = state;
    });
  }

  order(session: number, terms: OrderTerms): boolean {
    return this.clients[session]!.send(RecordType.NEW_ORDER, this.#new, NewOrder.BYTES, (b) => {
      setId(b, terms.id);
      b.account = terms.account ?? 0;
      b.strategy = terms.strategy ?? 0;
      b.instrument = terms.instrument ?? 0;
      b.side = terms.side;
      b.orderType = terms.type ?? OrderType.LIMIT;
      b.timeInForce = terms.tif ?? TimeInForce.DAY;
      b.quantityLots = terms.lots;
      b.priceTicks = terms.ticks ?? 0;
      b.minLots = terms.minimum ?? 0;
      b.displayLots = terms.display ?? 0;
    });
  }

  /** An order that the engine works: the terms of its type beside those of every order. */
  advanced(session: number, terms: OrderTerms, more: AdvancedTerms = {}): boolean {
    const body = new NewAdvancedOrder();
    return this.clients[session]!.send(RecordType.NEW_ADVANCED_ORDER, body, NewAdvancedOrder.BYTES, (b) => {
      setId(b, terms.id);
      b.account = terms.account ?? 0;
      b.strategy = terms.strategy ?? 0;
      b.instrument = terms.instrument ?? 0;
      b.side = terms.side;
      b.orderType = terms.type ?? OrderType.STOP;
      b.timeInForce = terms.tif ?? TimeInForce.GTC;
      b.quantityLots = terms.lots;
      b.priceTicks = terms.ticks ?? 0;
      const { linkId, ...fields } = more;
      Object.assign(b, fields);
      if (linkId !== undefined) textWords(linkId).forEach((word, at) => void b.setClOrdLinkIdWord(at, word));
    });
  }

  replaceAdvanced(
    session: number,
    id: string,
    original: string,
    terms: Omit<OrderTerms, 'id'>,
    more: Partial<ReplaceAdvancedOrder> = {},
  ): boolean {
    const body = new ReplaceAdvancedOrder();
    return this.clients[session]!.send(RecordType.REPLACE_ADVANCED_ORDER, body, ReplaceAdvancedOrder.BYTES, (b) => {
      setId(b, id);
      setOriginal(b, original);
      b.instrument = terms.instrument ?? 0;
      b.side = terms.side;
      b.orderType = terms.type ?? OrderType.STOP;
      b.timeInForce = terms.tif ?? SAME_TIME_IN_FORCE;
      b.quantityLots = terms.lots;
      b.priceTicks = terms.ticks ?? 0;
      Object.assign(b, more);
    });
  }

  cancel(session: number, id: string, original: string): boolean {
    return this.clients[session]!.send(RecordType.CANCEL_ORDER, this.#cancel, CancelOrder.BYTES, (b) => {
      setId(b, id);
      setOriginal(b, original);
    });
  }

  replace(session: number, id: string, original: string, terms: Omit<OrderTerms, 'id'>): boolean {
    return this.clients[session]!.send(RecordType.REPLACE_ORDER, this.#replace, ReplaceOrder.BYTES, (b) => {
      setId(b, id);
      setOriginal(b, original);
      b.instrument = terms.instrument ?? 0;
      b.side = terms.side;
      b.orderType = terms.type ?? OrderType.LIMIT;
      b.timeInForce = terms.tif ?? SAME_TIME_IN_FORCE;
      b.quantityLots = terms.lots;
      b.priceTicks = terms.ticks ?? 0;
    });
  }

  massCancel(session: number, id: string, instrument = -1, account = -1, side = 0, strategy = -1): boolean {
    return this.clients[session]!.send(RecordType.MASS_CANCEL, this.#mass, MassCancel.BYTES, (b) => {
      setId(b, id);
      b.instrument = instrument;
      b.account = account;
      b.side = side;
      b.ofStrategy = 1 + strategy;
      b.scope = instrument < 0 ? 7 : 1;
    });
  }

  /** An operator's, of one session or, with -1, of every session. */
  operatorCancel(session: number, instrument = -1, account = -1, side = 0, strategy = -1): boolean {
    return this.control.send(RecordType.MASS_CANCEL, this.#mass, MassCancel.BYTES, (b) => {
      b.ofSession = session < 0 ? EVERY_SESSION : 1 + session;
      b.instrument = instrument;
      b.account = account;
      b.side = side;
      b.ofStrategy = 1 + strategy;
      b.scope = instrument < 0 ? 7 : 1;
    });
  }

  /** Orders for the day expire. */
  dayEnd(): boolean {
    return this.control.send(RecordType.MASS_CANCEL, this.#mass, MassCancel.BYTES, (b) => {
      b.ofSession = EVERY_SESSION;
      b.instrument = -1;
      b.account = -1;
      b.scope = MassCancelScope.DAY_END;
    });
  }

  statusRequest(session: number, id: string, requestId = 0): boolean {
    return this.clients[session]!.send(RecordType.ORDER_STATUS_REQUEST, this.#status, OrderStatusRequest.BYTES, (b) => {
      b.requestId = requestId;
      setId(b, id);
    });
  }

  report(venue: number, fill: (report: VenueReport) => void, sequence?: number): boolean {
    return this.venues[venue]!.send(
      RecordType.VENUE_REPORT,
      this.#report,
      VenueReport.BYTES,
      (b) => {
        b.venue = venue;
        fill(b);
      },
      sequence,
    );
  }

  tradeChange(venue: number, terms: Partial<TradeChange>): boolean {
    return this.venues[venue]!.send(RecordType.TRADE_CHANGE, this.#change, TradeChange.BYTES, (b) => {
      Object.assign(b, { venue, ...terms });
    });
  }

  strayFill(venue: number, terms: Partial<StrayFill>): boolean {
    return this.venues[venue]!.send(RecordType.STRAY_FILL, this.#stray, StrayFill.BYTES, (b) => {
      Object.assign(b, { venue, ...terms });
    });
  }

  resolveFill(number: number, terms: Partial<ResolveFill> = {}): boolean {
    return this.control.send(RecordType.RESOLVE_FILL, new ResolveFill(), ResolveFill.BYTES, (b) => {
      Object.assign(b, { number, strategy: -1, instrument: -1, ...terms });
    });
  }
}
