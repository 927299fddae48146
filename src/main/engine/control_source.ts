/** Main's own commands: the day, the configuration, what venues' sessions report of themselves, markers, and what operators ask. */

import {
  DayRoll,
  EngineStarted,
  KillSwitch,
  MassCancel,
  RecordHeader,
  ResetBreaker,
  ResolveFill,
  SessionRecovered,
  SetAccount,
  SetInstrument,
  SetVenue,
  SetVolumeCurve,
  SnapshotMarker,
  TradingStatus,
  VenueStatus,
} from '../../../schemas/generated/engine.ts';
import type { Region, Views } from '../../ring/memory.ts';
import { FULL, SpscProducer } from '../../ring/spsc.ts';
import { MassCancelScope } from '../../workers/model/order.ts';
import { RecordType } from '../../workers/model/record_type.ts';
import { CURRENT_RULES } from '../../workers/model/rules.ts';
import { EVERY_SESSION } from '../../workers/model/source.ts';
import type { NewOrders, TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import { VenueLack, VenueType } from '../../workers/model/venue.ts';
import type {
  AccountConfiguration,
  InstrumentConfiguration,
  VenueConfiguration,
} from '../configuration/configuration.ts';

/** What is said of a venue's trading: fields of a TRADING_STATUS. */
export interface TradingStatement {
  /** -1: every venue. */
  readonly venue: number;
  /** -1: all of the venue. */
  readonly instrument: number;
  readonly change: TradingChange;
  readonly phase: TradingPhase;
  readonly newOrders: NewOrders;
}

interface Struct {
  wrap(views: Views, byteOffset: number): unknown;
  clear(): void;
}

/** Exposure counts in 1/10,000 of the currency. */
const MONEY_EXPONENT = 4;

export class ControlRingFullError extends Error {
  override readonly name = 'ControlRingFullError';
}

export class ControlSource {
  readonly epoch: number;
  readonly #producer: SpscProducer;
  readonly #wake: () => void;
  readonly #header = new RecordHeader();
  #sequence = 0;

  /** `epoch` is the engine's: each start is a new incarnation of this source. */
  constructor(region: Region, epoch: number, wake: () => void) {
    this.#producer = new SpscProducer(region);
    this.epoch = epoch;
    this.#wake = wake;
  }

  /** `tradingDate` is yyyymmdd; `baseTimeMs` its midnight, UTC. */
  dayRoll(baseTimeMs: number, tradingDate: number): void {
    this.#send(RecordType.DAY_ROLL, new DayRoll(), DayRoll.BYTES, (body) => {
      body.baseTimeMs = baseTimeMs;
      body.tradingDate = tradingDate;
    });
  }

  engineStarted(wallTimeMs: number): void {
    this.#send(RecordType.ENGINE_STARTED, new EngineStarted(), EngineStarted.BYTES, (body) => {
      body.epoch = this.epoch;
      body.rules = CURRENT_RULES;
      body.wallTimeMs = wallTimeMs;
    });
  }

  setInstrument(instrument: number, terms: InstrumentConfiguration): void {
    this.#send(RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
      putText(terms.symbol, SetInstrument.SYMBOL_WORDS, (i, word) => body.setSymbolWord(i, word));
      body.instrument = instrument;
      body.primaryVenue = terms.primaryVenue;
      body.tickSizeExponent = terms.tickSizeExponent;
      body.tickSizeMantissa = terms.tickSizeMantissa;
      body.lotSize = terms.lotSize;
      body.valueMultiplier = tickLotValue(terms);
      body.collarBps = terms.collarBps;
      body.priceMaxAgeNs = terms.priceMaxAgeNs;
      body.breakerMoveBps = terms.breakerMoveBps;
      body.breakerWindowNs = terms.breakerWindowNs;
      body.breakerCooldownNs = terms.breakerCooldownNs;
    });
  }

  /** `valuePerTickLot` turns the configured tick-lots of exposure into money. */
  setAccount(account: number, terms: AccountConfiguration, valuePerTickLot: number): void {
    this.#send(RecordType.SET_ACCOUNT, new SetAccount(), SetAccount.BYTES, (body) => {
      putText(terms.name, SetAccount.NAME_WORDS, (i, word) => body.setNameWord(i, word));
      body.account = account;
      body.enabled = terms.enabled ? 1 : 0;
      body.maxOrderLots = terms.maxOrderLots;
      body.maxPositionLots = terms.maxPositionLots;
      body.maxExposure = terms.maxExposureTickLots * valuePerTickLot;
      body.maxOrdersPerSecond = terms.maxOrdersPerSecond;
      body.orderBurst = terms.orderBurst;
    });
  }

  setVenue(venue: number, terms: VenueConfiguration): void {
    this.#send(RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
      putText(terms.name, SetVenue.NAME_WORDS, (i, word) => body.setNameWord(i, word));
      body.venue = venue;
      body.venueType = VenueType[terms.type];
      body.enabled = terms.enabled ? 1 : 0;
      body.lacks = terms.displayQuantity ? 0 : VenueLack.DISPLAY;
      body.latencyNs = terms.latencyNs;
      body.feeBps = terms.feeBps;
      body.fillProbability = terms.fillProbability;
      body.rejectionRate = terms.rejectionRate;
    });
  }

  /** `shares`: millionths of the day's volume, a quarter of an hour each, UTC, as the mean of so many days. */
  setVolumeCurve(instrument: number, days: number, shares: Int32Array): void {
    this.#send(RecordType.SET_VOLUME_CURVE, new SetVolumeCurve(), SetVolumeCurve.BYTES, (body) => {
      body.instrument = instrument;
      body.days = days;
      for (let bucket = 0; bucket < SetVolumeCurve.SHARES_COUNT; bucket++) body.setShares(bucket, shares[bucket]!);
    });
  }

  venueStatus(venue: number, connected: boolean): void {
    this.#send(RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (body) => {
      body.venue = venue;
      body.connected = connected ? 1 : 0;
    });
  }

  /** What of this venue's messages had left before the restart: up to this output. */
  sessionRecovered(venue: number, lastSequence: number, lastOutputIndex: number, venueRestarted: boolean): void {
    this.#send(RecordType.SESSION_RECOVERED, new SessionRecovered(), SessionRecovered.BYTES, (body) => {
      body.venue = venue;
      body.venueRestarted = venueRestarted ? 1 : 0;
      body.lastStreamSequence = lastSequence;
      body.lastOutputIndex = lastOutputIndex;
    });
  }

  snapshotMarker(number: number): void {
    this.#send(RecordType.SNAPSHOT_MARKER, new SnapshotMarker(), SnapshotMarker.BYTES, (body) => {
      body.number = number;
    });
  }

  /** Answers with the command's number among ours. Scope 0 is everything, 1 the account, 2 the instrument. */
  killSwitch(engaged: boolean, scope: 0 | 1 | 2, account = -1, instrument = -1): number {
    return this.#send(RecordType.KILL_SWITCH, new KillSwitch(), KillSwitch.BYTES, (body) => {
      body.engaged = engaged ? 1 : 0;
      body.scope = scope;
      body.account = account;
      body.instrument = instrument;
    });
  }

  /** Session, account, strategy and instrument -1 are all of them, side 0 both. */
  massCancel(session: number, account: number, strategy: number, instrument: number, side: number): number {
    return this.#send(RecordType.MASS_CANCEL, new MassCancel(), MassCancel.BYTES, (body) => {
      body.ofSession = session < 0 ? EVERY_SESSION : 1 + session;
      body.account = account;
      body.ofStrategy = 1 + strategy;
      body.instrument = instrument;
      body.side = side;
      body.scope = instrument < 0 ? MassCancelScope.ALL : MassCancelScope.INSTRUMENT;
    });
  }

  /** Orders for the day that were accepted before this expire; answers with the command's number among ours. */
  dayEnd(): number {
    return this.#send(RecordType.MASS_CANCEL, new MassCancel(), MassCancel.BYTES, (body) => {
      body.ofSession = EVERY_SESSION;
      body.account = -1;
      body.instrument = -1;
      body.side = 0;
      body.scope = MassCancelScope.DAY_END;
    });
  }

  /** A phase of a venue's day, or a halt or its end, of an instrument too; answers with the command's number among ours. */
  tradingStatus({ venue, instrument, change, phase, newOrders }: TradingStatement): number {
    return this.#send(RecordType.TRADING_STATUS, new TradingStatus(), TradingStatus.BYTES, (body) => {
      body.venue = venue;
      body.instrument = instrument;
      body.change = change;
      body.phase = phase;
      body.newOrders = newOrders;
    });
  }

  resetBreaker(instrument: number): number {
    return this.#send(RecordType.RESET_BREAKER, new ResetBreaker(), ResetBreaker.BYTES, (body) => {
      body.instrument = instrument;
    });
  }

  /**
   * A fill that was kept apart, by its number: booked to `account` (strategy, instrument -1 and side 0: not named), or
   * dropped with account -1. Answers with the command's number among ours.
   */
  resolveFill(number: number, account: number, strategy: number, instrument: number, side: number): number {
    return this.#send(RecordType.RESOLVE_FILL, new ResolveFill(), ResolveFill.BYTES, (body) => {
      body.number = number;
      body.assigned = account < 0 ? 0 : 1;
      body.account = account;
      body.strategy = strategy;
      body.instrument = instrument;
      body.side = side;
    });
  }

  #send<S extends Struct>(type: number, body: S, bodyBytes: number, fill: (body: S) => void): number {
    const at = this.#producer.claim(RecordHeader.BYTES + bodyBytes);
    // The ring holds thousands of commands of a source that sends a few a second: full means that nobody takes them.
    if (at === FULL) throw new ControlRingFullError('the engine takes no control commands');
    const data = this.#producer.data;
    const header = this.#header.wrap(data, at);
    header.clear();
    header.length = RecordHeader.BYTES + bodyBytes;
    header.type = type;
    header.version = 1;
    header.sourceEpoch = this.epoch;
    header.sourceSequence = ++this.#sequence;
    body.wrap(data, at + RecordHeader.BYTES);
    body.clear();
    fill(body);
    this.#producer.commit();
    this.#producer.publish();
    this.#wake();
    return this.#sequence;
  }
}

/** A tick-lot in 1/10,000 of the currency: whole, because configuration refuses ticks that are not. */
export function tickLotValue({ tickSizeMantissa, tickSizeExponent, lotSize }: InstrumentConfiguration): number {
  return Math.round(tickSizeMantissa * 10 ** (tickSizeExponent + MONEY_EXPONENT)) * lotSize;
}

function putText(text: string, words: number, put: (index: number, word: number) => void): void {
  const bytes = new Uint8Array(words * 4);
  bytes.set(new TextEncoder().encode(text).subarray(0, bytes.length));
  new Int32Array(bytes.buffer).forEach((word, index) => {
    put(index, word);
  });
}
