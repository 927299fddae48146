/**
 * Venue characteristics and the three rankings that routing walks. Rankings are rebuilt when a venue's characteristics or
 * connection change, which is rare, so that an order only reads them.
 */
import * as venueCodes from '../../model/venue.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MAX_VENUES } = venueCodes;

const BPS = 10_000;

const USABLE_COUNT = 0;
const REGISTERS = 1;

export class VenueTable {
  readonly #registers: Int32Array;
  readonly #enabled: Uint8Array;
  readonly #connected: Uint8Array;
  /** Stream sequence of the last disconnect: quotes not newer are gone. One store clears every instrument. */
  readonly clearedAt: Float64Array;
  readonly latencyNs: Float64Array;
  /** A fraction of the value. */
  readonly feeRate: Float64Array;
  /** Chance that the venue takes an order at all. */
  readonly acceptance: Float64Array;
  /** Chance that what it took and what rests there is filled. */
  readonly fillProbability: Float64Array;
  /** Usable venues, best first; only the first `usableCount` elements count. */
  readonly cheapest: Int32Array;
  readonly likeliest: Int32Array;
  readonly fastest: Int32Array;

  constructor(state: EngineState, maxVenues: number) {
    if (maxVenues < 1 || maxVenues > MAX_VENUES)
      throw new RangeError(`maxVenues must be 1 to ${MAX_VENUES}: ${maxVenues}`);
    this.#registers = state.i32('venue_registers', REGISTERS);
    this.#enabled = state.u8('venue_enabled', maxVenues);
    this.#connected = state.u8('venue_connected', maxVenues);
    this.clearedAt = state.f64('venue_cleared_at', maxVenues);
    this.latencyNs = state.f64('venue_latency_ns', maxVenues);
    this.feeRate = state.f64('venue_fee_rate', maxVenues);
    this.acceptance = state.f64('venue_acceptance', maxVenues);
    this.fillProbability = state.f64('venue_fill_probability', maxVenues);
    this.cheapest = state.i32('venue_cheapest', maxVenues);
    this.likeliest = state.i32('venue_likeliest', maxVenues);
    this.fastest = state.i32('venue_fastest', maxVenues);
  }

  get usableCount(): number {
    return this.#registers[USABLE_COUNT]!;
  }

  /** Enabled and connected. False for numbers that are no venue. */
  isUsable(venue: number): boolean {
    return this.#enabled[venue] === 1 && this.#connected[venue] === 1;
  }

  set(
    venue: number,
    enabled: number,
    latencyNs: number,
    feeBps: number,
    fillProbability: number,
    rejectionRate: number,
  ): void {
    if (venue < 0 || venue >= this.#enabled.length) return;
    this.#enabled[venue] = enabled === 0 ? 0 : 1;
    this.latencyNs[venue] = finite(latencyNs);
    this.feeRate[venue] = finite(feeBps) / BPS;
    this.fillProbability[venue] = probability(fillProbability);
    this.acceptance[venue] = 1 - probability(rejectionRate);
    this.#rank();
  }

  /** A venue that is gone shows nothing that could still be taken: its quotes end with the connection. */
  setConnected(venue: number, connected: number, sequence: number): void {
    if (venue < 0 || venue >= this.#enabled.length) return;
    this.#connected[venue] = connected === 0 ? 0 : 1;
    if (connected === 0) this.clearedAt[venue] = sequence;
    this.#rank();
  }

  #rank(): void {
    let count = 0;
    for (let venue = 0; venue < this.#enabled.length; venue++) {
      if (!this.isUsable(venue)) continue;
      insert(this.cheapest, count, venue, this.#isCheaper);
      insert(this.likeliest, count, venue, this.#isLikelier);
      insert(this.fastest, count, venue, this.#isFaster);
      count++;
    }
    // What lies beyond the count is part of the state too: equal venues must leave equal bytes.
    this.cheapest.fill(0, count);
    this.likeliest.fill(0, count);
    this.fastest.fill(0, count);
    this.#registers[USABLE_COUNT] = count;
  }

  readonly #isCheaper = (a: number, b: number): boolean => this.feeRate[a]! < this.feeRate[b]!;

  readonly #isFaster = (a: number, b: number): boolean => this.latencyNs[a]! < this.latencyNs[b]!;

  readonly #isLikelier = (a: number, b: number): boolean => {
    const chanceA = this.fillProbability[a]! * this.acceptance[a]!;
    const chanceB = this.fillProbability[b]! * this.acceptance[b]!;
    return chanceA > chanceB || (chanceA === chanceB && this.feeRate[a]! < this.feeRate[b]!);
  };
}

/** Venues come in rising number, so that among equals the lower number stays in front. */
function insert(ranking: Int32Array, count: number, venue: number, isBefore: (a: number, b: number) => boolean): void {
  let at = count;
  while (at > 0 && isBefore(venue, ranking[at - 1]!)) {
    ranking[at] = ranking[at - 1]!;
    at--;
  }
  ranking[at] = venue;
}

/** No NaN, no infinity, no -0 in state. */
function finite(value: number): number {
  return Number.isFinite(value) ? value + 0 : 0;
}

function probability(value: number): number {
  return Math.min(1, Math.max(0, finite(value)));
}
