import { Side } from '../model/order.ts';
import type { QuoteConflator } from '../protocols/venue_wire/quote_conflator.ts';
import { type MatchingEngine, makeMatchingEngine } from './matching/engine.ts';
import { CODE, EVENT_LOTS, EVENT_WORDS, EventType, INSTRUMENT, TICKS, typeOf } from './matching/event_layout.ts';
import { type EventBuffer, makeEventBuffer } from './matching/events.ts';

/** Whose order it is: nobody hears of the first two's; from FIRST_LEG_OWNER on, the leg table's entry. */
export const OWNER_BACKGROUND = 1;
export const OWNER_RECORDED = 2;
export const FIRST_LEG_OWNER = 16;

export type EventListener = (events: EventBuffer, index: number) => void;

/** The matching engine with the order numbers and the market data that everyone who drives it shares. */
export class ExchangeCore {
  readonly engine: MatchingEngine;
  /** Called for every event that may concern a client session. */
  listener: EventListener | null = null;
  readonly instruments: number;
  trades = 0;
  private readonly events: EventBuffer;
  private readonly conflators: QuoteConflator[] = [];
  private readonly touched: Uint8Array;
  private readonly touchedList: Int32Array;
  private touchedCount = 0;
  private lastOrderId = 0;

  constructor(instruments: number, orderCapacity: number) {
    this.instruments = instruments;
    this.touched = new Uint8Array(instruments);
    this.touchedList = new Int32Array(instruments);
    this.events = makeEventBuffer((events, count) => this.onEvents(events, count));
    this.engine = makeMatchingEngine(instruments, orderCapacity, this.events);
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
    conflator.top(
      instrument,
      engine.bestTicks(instrument, Side.BUY),
      engine.bestLots(instrument, Side.BUY),
      engine.bestTicks(instrument, Side.SELL),
      engine.bestLots(instrument, Side.SELL),
    );
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
      this.listener?.(events, index);
    }
  }

  private touch(instrument: number): void {
    if (this.touched[instrument] === 1) return;
    this.touched[instrument] = 1;
    this.touchedList[this.touchedCount++] = instrument;
  }
}
