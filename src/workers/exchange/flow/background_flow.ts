import { Side, TimeInForce } from '../../model/order.ts';
import type { ExchangeCore } from '../core.ts';
import { OWNER_BACKGROUND } from '../core.ts';
import { MARKET } from '../matching/layout.ts';
import { Random } from './random.ts';
import { ReferenceMarket, type ReferencePrices } from './reference_market.ts';

/** What the background participants do; README.md states the distributions. */
export interface FlowOptions {
  /** Mean events a second of one instrument (Poisson). */
  readonly eventsPerSecond: number;
  /** Orders that rest in one book when arrivals and cancels balance. */
  readonly restingOrders: number;
  /** Share of arriving orders that take instead of rest. */
  readonly takerShare: number;
  /** Success probability of the geometric distance from the reference, in ticks. */
  readonly offsetProbability: number;
  readonly medianLots: number;
  readonly lotsSigma: number;
  /** Of the reference: see ReferenceMarket. */
  readonly walkTicks: number;
  readonly reversion: number;
  /** Share of resting orders that show a tenth of themselves. */
  readonly hiddenShare: number;
  /** How far resting orders are priced through the reference: where nothing is displayed they are to meet at its middle. */
  readonly throughTicks: number;
  /** How much later than elsewhere a move of the reference is known here. At most MOST_LAG_SECONDS. */
  readonly lagSeconds: number;
  /** Standard deviation of what is thought here beside the reference; 0: nothing. It halves within a second. */
  readonly deviationTicks: number;
}

export const DEFAULT_FLOW: FlowOptions = {
  eventsPerSecond: 200,
  restingOrders: 300,
  takerShare: 0.1,
  offsetProbability: 0.15,
  medianLots: 100,
  lotsSigma: 0.8,
  walkTicks: 4,
  reversion: 0.05,
  hiddenShare: 0,
  throughTicks: 0,
  lagSeconds: 0,
  deviationTicks: 0,
};

/** Entries of one instrument's list; far above restingOrders, so that a full list is the rare case. */
const LIST_FACTOR = 4;
const MAX_LOTS = 1_000_000;
const HALF_LIFE_SECONDS = 1;
const LOWEST_TICKS = 2;
const SHOWN_PART = 0.1;

/**
 * Seeded participants in every book: they post around the reference and what is thought of it here, take now and then, and
 * cancel. All that they decide comes from the seed, the reference and the time they are advanced to, so a run can be repeated.
 */
export class BackgroundFlow {
  readonly reference: Float64Array;
  readonly random: Random;
  events = 0;
  private readonly core: ExchangeCore;
  private readonly options: FlowOptions;
  private readonly market: ReferencePrices;
  private readonly deviations: Float64Array;
  private readonly nextSeconds: Float64Array;
  private readonly lastSeconds: Float64Array;
  private readonly ids: Float64Array;
  private readonly counts: Int32Array;
  private readonly listSize: number;

  /** An instrument that starts at 0 ticks has no background. */
  constructor(
    core: ExchangeCore,
    startTicks: readonly number[],
    seed: number,
    options: FlowOptions,
    market: ReferencePrices = new ReferenceMarket(startTicks, seed, options),
  ) {
    const instruments = startTicks.length;
    this.core = core;
    this.market = market;
    this.options = options;
    this.random = new Random(seed);
    this.deviations = new Float64Array(instruments);
    this.reference = Float64Array.from(startTicks);
    this.nextSeconds = new Float64Array(instruments);
    this.lastSeconds = new Float64Array(instruments);
    this.listSize = options.restingOrders * LIST_FACTOR;
    this.ids = new Float64Array(instruments * this.listSize);
    this.counts = new Int32Array(instruments);
    for (let instrument = 0; instrument < instruments; instrument++) {
      if (startTicks[instrument] === 0) {
        this.nextSeconds[instrument] = Number.POSITIVE_INFINITY;
        continue;
      }
      for (let order = 0; order < options.restingOrders; order++) this.post(instrument);
      this.nextSeconds[instrument] = this.random.exponential(1 / options.eventsPerSecond);
    }
  }

  /** Does everything that is due by this time, at most `limit` events; false when some had to wait. */
  advance(seconds: number, limit = 100_000): boolean {
    for (let done = 0; done < limit; done++) {
      const instrument = this.earliest();
      const due = this.nextSeconds[instrument]!;
      if (due > seconds) return true;
      this.walk(instrument, due);
      this.act(instrument);
      this.events++;
      this.nextSeconds[instrument] = due + this.random.exponential(1 / this.options.eventsPerSecond);
    }
    return false;
  }

  private earliest(): number {
    const next = this.nextSeconds;
    let best = 0;
    for (let i = 1; i < next.length; i++) if (next[i]! < next[best]!) best = i;
    return best;
  }

  /** The reference as it is known here, and an Ornstein-Uhlenbeck deviation from it, in steps from event to event. */
  private walk(instrument: number, seconds: number): void {
    const { deviationTicks, lagSeconds } = this.options;
    const step = seconds - this.lastSeconds[instrument]!;
    this.lastSeconds[instrument] = seconds;
    if (deviationTicks > 0) {
      const kept = 0.5 ** (step / HALF_LIFE_SECONDS);
      const news = deviationTicks * Math.sqrt(1 - kept * kept) * this.random.normal();
      this.deviations[instrument] = kept * this.deviations[instrument]! + news;
    }
    const known = this.market.at(instrument, seconds - lagSeconds);
    this.reference[instrument] = Math.max(LOWEST_TICKS, known + this.deviations[instrument]!);
  }

  /** Each resting order is cancelled at the same rate: the more there are, the likelier the event is a cancel. */
  private act(instrument: number): void {
    const cancelProbability = Math.min(0.9, (0.5 * this.counts[instrument]!) / this.options.restingOrders);
    if (this.random.unit() < cancelProbability) this.cancelOne(instrument);
    else if (this.random.unit() < this.options.takerShare) this.take(instrument);
    else this.post(instrument);
  }

  private post(instrument: number): void {
    if (this.counts[instrument] === this.listSize) this.cancelOne(instrument);
    const side = this.random.unit() < 0.5 ? Side.BUY : Side.SELL;
    const offset = this.random.geometric(this.options.offsetProbability);
    const reference = this.reference[instrument]!;
    const distance = 1 + offset - this.options.throughTicks;
    const ticks = side === Side.BUY ? Math.ceil(reference) - distance : Math.floor(reference) + distance;
    const id = this.core.nextOrderId();
    const lots = this.lots();
    const limit = Math.max(1, ticks);
    const shown = this.shownOf(lots);
    this.core.engine.newOrder(instrument, id, OWNER_BACKGROUND, side, TimeInForce.GTC, limit, lots, shown);
    if (this.core.engine.openLots(id) === 0) return;
    this.ids[instrument * this.listSize + this.counts[instrument]!] = id;
    this.counts[instrument]! += 1;
  }

  private take(instrument: number): void {
    const side = this.random.unit() < 0.5 ? Side.BUY : Side.SELL;
    const id = this.core.nextOrderId();
    this.core.engine.newOrder(instrument, id, OWNER_BACKGROUND, side, TimeInForce.IOC, MARKET, this.lots(), 0);
  }

  /** One from the list, at random; one that has traded meanwhile only leaves the list. */
  private cancelOne(instrument: number): void {
    const count = this.counts[instrument]!;
    if (count === 0) return;
    const first = instrument * this.listSize;
    const place = first + this.random.below(count);
    const id = this.ids[place]!;
    this.ids[place] = this.ids[first + count - 1]!;
    this.counts[instrument] = count - 1;
    if (this.core.engine.openLots(id) > 0) this.core.engine.cancel(id, OWNER_BACKGROUND);
  }

  /** 0: all of it. */
  private shownOf(lots: number): number {
    const { hiddenShare } = this.options;
    if (hiddenShare === 0 || this.random.unit() >= hiddenShare) return 0;
    return Math.max(1, Math.floor(lots * SHOWN_PART));
  }

  private lots(): number {
    const lots = Math.round(this.random.logNormal(this.options.medianLots, this.options.lotsSigma));
    return Math.min(MAX_LOTS, Math.max(1, lots));
  }
}
