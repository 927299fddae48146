import { Side } from '../model/order.ts';
import type { QuoteConflator } from '../protocols/venue_wire/quote_conflator.ts';
import type { TradingStates } from './auctions/trading_states.ts';
import type { MatchingEngine } from './matching/engine.ts';
import {
  CODE,
  CrossType,
  EVENT_LOTS,
  EVENT_WORDS,
  EventType,
  INSTRUMENT,
  TICKS,
  TradingState,
  typeOf,
} from './matching/event_layout.ts';
import { type EventBuffer, makeEventBuffer } from './matching/events.ts';
import { makeVenueEngine, type VenueEngine } from './modes/venue_engine.ts';
import { CONTINUOUS_MODE, type VenueMode } from './modes/venue_mode.ts';

/** Whose order it is: nobody hears of the first three's; from FIRST_LEG_OWNER on, the leg table's entry. */
export const OWNER_BACKGROUND = 1;
export const OWNER_RECORDED = 2;
export const OWNER_MAKER = 3;
export const FIRST_LEG_OWNER = 16;

export type EventListener = (events: EventBuffer, index: number) => void;

/** How a core matches, where it is not a continuous book that prevents nothing. */
export interface CoreOptions {
  readonly mode: VenueMode;
  /** Where prices begin, by instrument, in ticks: the reference of an opening cross. */
  readonly startTicks: readonly number[];
  readonly seed: number;
  /** Legs that have self-trade groups. */
  readonly legCapacity: number;
}

/** The matching engine with the order numbers and the market data that everyone who drives it shares. */
export class ExchangeCore {
  readonly engine: MatchingEngine;
  /** Each is called for every event, in their order. */
  readonly listeners: EventListener[] = [];
  /** Called at the end of a batch, with each instrument whose top may have changed. */
  readonly topListeners: Array<(instrument: number) => void> = [];
  /** Orders may have a minimum quantity; elsewhere one says nothing. */
  readonly hasMinimums: boolean;
  readonly instruments: number;
  /** Halts and calls, where the venue has them. */
  readonly states: TradingStates | null;
  trades = 0;
  private readonly venue: VenueEngine;
  private readonly groups: Int32Array;
  private readonly events: EventBuffer;
  private readonly conflators: QuoteConflator[] = [];
  private readonly touched: Uint8Array;
  private readonly touchedList: Int32Array;
  private touchedCount = 0;
  private lastOrderId = 0;

  constructor(instruments: number, orderCapacity: number, options: Partial<CoreOptions> = {}) {
    this.instruments = instruments;
    this.touched = new Uint8Array(instruments);
    this.touchedList = new Int32Array(instruments);
    this.groups = new Int32Array(FIRST_LEG_OWNER + (options.legCapacity ?? 0) + 1);
    this.events = makeEventBuffer((events, count) => this.onEvents(events, count));
    const terms = {
      startTicks: options.startTicks ?? new Array<number>(instruments).fill(0),
      orderCapacity,
      seed: options.seed ?? 1,
      groups: this.groups,
      makerOwner: OWNER_MAKER,
      nextOrderId: () => this.nextOrderId(),
    };
    this.venue = makeVenueEngine(options.mode ?? CONTINUOUS_MODE, terms, this.events);
    this.engine = this.venue.engine;
    this.hasMinimums = options.mode?.kind === 'midpoint';
    this.states = this.venue.states;
  }

  /** The group within which self-trades are prevented, where they are; 0: none. */
  setGroup(owner: number, group: number): void {
    this.groups[owner] = group;
  }

  /** Does what the venue's mode has due by this time: calls, crosses, a maker's quotes. */
  advance(seconds: number): void {
    this.venue.advance(seconds);
  }

  /**
   * From now on nothing trades, until the answer is called: for orders that are put back, which a call or a halt may have
   * collected across one another.
   */
  holdTrading(): () => void {
    const { states } = this;
    if (states === null) return () => undefined;
    const held: number[] = [];
    for (let instrument = 0; instrument < this.instruments; instrument++) {
      if (states.stateOf(instrument) === TradingState.CONTINUOUS) held.push(instrument);
    }
    for (const instrument of held) states.call(instrument, CrossType.HALT, 0);
    return () => {
      for (const instrument of held) states.resume(instrument);
      this.endBatch();
    };
  }

  /** The best bid and offer by which a venue trades that shows none of its own; others have no use for it. */
  setReference(instrument: number, bidTicks: number, askTicks: number): void {
    this.venue.setReference?.(instrument, bidTicks, askTicks);
  }

  /** The best price at which an arriving order would trade; 0: there is none, or no continuous trading. */
  bestTicks(instrument: number, side: number): number {
    return this.isTrading(instrument) ? this.engine.bestTicks(instrument, side) : 0;
  }

  /** Numbers of all participants come from one sequence, so that the index finds them side by side. */
  nextOrderId(): number {
    this.lastOrderId++;
    return this.lastOrderId;
  }

  /** After recovery numbers go on above those that were told. */
  skipOrderIds(lastUsed: number): void {
    if (lastUsed > this.lastOrderId) this.lastOrderId = lastUsed;
  }

  /** Shows the engine's events to the listener. Needed after every command whose effects the caller relies on. */
  drain(): void {
    this.events.drain();
  }

  /** Ends a batch of commands: events are read, and the tops of the books that they touched go to all subscribers. */
  endBatch(): void {
    this.events.drain();
    for (let i = 0; i < this.touchedCount; i++) {
      const instrument = this.touchedList[i]!;
      this.touched[instrument] = 0;
      for (const conflator of this.conflators) this.showTop(conflator, instrument);
      for (const listener of this.topListeners) listener(instrument);
    }
    this.touchedCount = 0;
  }

  /** A new subscriber has every instrument's top at once, and from then on what changes. */
  subscribe(conflator: QuoteConflator): void {
    this.conflators.push(conflator);
    for (let instrument = 0; instrument < this.instruments; instrument++) {
      this.showTop(conflator, instrument);
      conflator.refresh(instrument);
    }
  }

  unsubscribe(conflator: QuoteConflator): void {
    const index = this.conflators.indexOf(conflator);
    if (index >= 0) this.conflators.splice(index, 1);
  }

  private showTop(conflator: QuoteConflator, instrument: number): void {
    const engine = this.engine;
    // What a call has collected is no offer to trade, and may be crossed.
    if (!this.isTrading(instrument)) {
      conflator.top(instrument, 0, 0, 0, 0);
      return;
    }
    conflator.top(
      instrument,
      engine.bestTicks(instrument, Side.BUY),
      engine.bestLots(instrument, Side.BUY),
      engine.bestTicks(instrument, Side.SELL),
      engine.bestLots(instrument, Side.SELL),
    );
  }

  private isTrading(instrument: number): boolean {
    return this.states === null || this.states.stateOf(instrument) === TradingState.CONTINUOUS;
  }

  private onEvents(events: EventBuffer, count: number): void {
    for (let index = 0; index < count; index++) {
      const at = index * EVENT_WORDS;
      const instrument = events.words[at + INSTRUMENT]!;
      const type = typeOf(events.words[at + CODE]!);
      if (instrument >= 0 && instrument < this.instruments) this.touch(instrument);
      if (type === EventType.FILLED) {
        this.trades++;
        const ticks = events.words[at + TICKS]!;
        for (const conflator of this.conflators) conflator.trade(instrument, ticks, events.words[at + EVENT_LOTS]!);
      }
      for (const listener of this.listeners) listener(events, index);
    }
  }

  private touch(instrument: number): void {
    if (this.touched[instrument] === 1) return;
    this.touched[instrument] = 1;
    this.touchedList[this.touchedCount++] = instrument;
  }
}
