/** What routing remembers: venue characteristics with their rankings, quotes, and each instrument's primary venue. */
import { EngineState } from '../engine_state.ts';
import { QuoteTable } from './quotes.ts';
import { VenueTable } from './venues.ts';

export interface RoutingOptions {
  readonly maxInstruments: number;
  readonly maxVenues: number;
}

export class RoutingState {
  readonly state = new EngineState('routing');
  readonly venues: VenueTable;
  readonly quotes: QuoteTable;
  readonly maxInstruments: number;
  /** Venue number plus one, so that zeroed memory means none. */
  readonly #primaryVenue: Int32Array;

  constructor({ maxInstruments, maxVenues }: RoutingOptions) {
    this.venues = new VenueTable(this.state, maxVenues);
    this.quotes = new QuoteTable(this.state, maxInstruments, maxVenues);
    this.#primaryVenue = this.state.i32('primary_venue', maxInstruments);
    this.maxInstruments = maxInstruments;
  }

  setPrimaryVenue(instrument: number, venue: number): void {
    if (instrument < 0 || instrument >= this.maxInstruments) return;
    this.#primaryVenue[instrument] = venue + 1;
  }

  /** -1: none. */
  primaryVenue(instrument: number): number {
    return this.#primaryVenue[instrument]! - 1;
  }
}
