import { Timetable } from '../auctions/timetable.ts';
import { makeTradingStates, type TradingStates } from '../auctions/trading_states.ts';
import { Random } from '../flow/random.ts';
import { makeMakerEngine } from '../makers/engine.ts';
import { type MatchingEngine, makeMatchingEngine } from '../matching/engine.ts';
import type { EventBuffer } from '../matching/events.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import { makeMidpointEngine } from '../midpoint/engine.ts';
import type { LitMode, MakerMode, MidpointMode, VenueMode } from './venue_mode.ts';

/** What a venue's engine stands on, whatever its mode. */
export interface VenueTerms {
  /** Where each instrument's prices begin, in ticks; there are as many instruments. */
  readonly startTicks: readonly number[];
  readonly orderCapacity: number;
  readonly seed: number;
  /** The self-trade group of each owner; 0: none. */
  readonly groups: Int32Array;
  /** Whose orders a maker's quotes are. */
  readonly makerOwner: number;
  nextOrderId(): number;
}

/** A matching engine of any mode, and what only some have. */
export interface VenueEngine {
  readonly engine: MatchingEngine;
  /** Halts, calls and closing; null: the venue trades whenever its reference lets it. */
  readonly states: TradingStates | null;
  /** Does what is due by this time. */
  advance(seconds: number): void;
  /** The lit venues' best bid and offer, where the mode trades by them. */
  readonly setReference: ((instrument: number, bidTicks: number, askTicks: number) => void) | null;
}

export function makeVenueEngine(mode: VenueMode, terms: VenueTerms, events: EventBuffer): VenueEngine {
  if (mode.kind === 'lit') return litEngine(mode, terms, events);
  return mode.kind === 'midpoint' ? midpointEngine(mode, terms, events) : makerEngine(mode, terms, events);
}

function litEngine(mode: LitMode, terms: VenueTerms, events: EventBuffer): VenueEngine {
  const { startTicks, orderCapacity, groups } = terms;
  const prevention = { mode: mode.selfTrade, groups };
  const book = makeMatchingEngine(startTicks.length, orderCapacity, events, prevention);
  const states = makeTradingStates(book, events, mode.queuesWhenHalted);
  const timetable = mode.timetable === null ? null : new Timetable(states, startTicks, mode.timetable);
  return { engine: states, states, advance: (seconds) => timetable?.advance(seconds), setReference: null };
}

function midpointEngine(mode: MidpointMode, terms: VenueTerms, events: EventBuffer): VenueEngine {
  const { startTicks, orderCapacity, groups } = terms;
  const prevention = mode.preventsSelfTrades ? { mode: SelfTrade.CANCEL_NEWEST, groups } : null;
  const engine = makeMidpointEngine(startTicks.length, orderCapacity, events, prevention, mode.minimumLots);
  return { engine, states: null, advance: () => undefined, setReference: engine.setReference };
}

function makerEngine(mode: MakerMode, terms: VenueTerms, events: EventBuffer): VenueEngine {
  const { startTicks, orderCapacity, makerOwner, seed } = terms;
  const book = makeMatchingEngine(startTicks.length, orderCapacity, events);
  const engine = makeMakerEngine(book, events, makerOwner, () => terms.nextOrderId(), new Random(seed), mode.maker);
  return { engine, states: null, advance: engine.advance, setReference: engine.setReference };
}
