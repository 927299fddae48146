/** What routing remembers: venue characteristics with their rankings, quotes, and each instrument's primary venue. */
import { EngineState } from '../engine_state.ts';
import type { Slot } from '../slot.ts';
import { makeTradingHours } from '../trading_hours.ts';
import { makeQuoteTable } from './quotes.ts';
import { makeVenueTable } from './venues.ts';

export interface RoutingOptions {
  readonly maxInstruments: number;
  readonly maxVenues: number;
}

export type RoutingState = ReturnType<typeof makeRoutingState>;

export function makeRoutingState({ maxInstruments, maxVenues }: RoutingOptions, slot: Slot) {
  const state = new EngineState('routing');
  const venues = makeVenueTable(state, maxVenues);
  const quotes = makeQuoteTable(state, maxInstruments, maxVenues, venues.feedStates);
  const hours = makeTradingHours(state, maxInstruments, slot);
  /** Venue number plus one, so that zeroed memory means none. */
  const primaries = state.i32('primary_venue', maxInstruments);
  /** By which it decides, rules.ts. */
  const rules = state.laterI32('rules', 1);

  function setPrimaryVenue(instrument: number, venue: number): void {
    if (instrument < 0 || instrument >= maxInstruments) return;
    primaries[instrument] = venue + 1;
  }

  /** -1: none. */
  function primaryVenue(instrument: number): number {
    return primaries[instrument]! - 1;
  }

  return { state, venues, quotes, hours, rules, maxInstruments, setPrimaryVenue, primaryVenue };
}
