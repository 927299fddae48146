/**
 * Venue characteristics and the three rankings that routing walks. Rankings are rebuilt when a venue's characteristics or
 * connection change, which is rare, so that an order only reads them.
 */
import type { SetVenue } from '../../../../schemas/generated/engine.ts';
import * as bookStates from '../../model/book_state.ts';
import * as venueCodes from '../../model/venue.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MAX_VENUES, VenueLack, VenueType } = venueCodes;
const { TRUSTED } = bookStates.BookState;

const BPS = 10_000;

const USABLE_COUNT = 0;
const REGISTERS = 1;

export type VenueTable = ReturnType<typeof makeVenueTable>;

export function makeVenueTable(state: EngineState, maxVenues: number) {
  if (maxVenues < 1 || maxVenues > MAX_VENUES)
    throw new RangeError(`maxVenues must be 1 to ${MAX_VENUES}: ${maxVenues}`);
  const registers = state.i32('venue_registers', REGISTERS);
  const enabled = state.u8('venue_enabled', maxVenues);
  const connected = state.u8('venue_connected', maxVenues);
  /** Stream sequence of the last disconnect, or of the feed's last failing: quotes not newer are gone. One store clears every instrument. */
  const clearedAt = state.f64('venue_cleared_at', maxVenues);
  const latencyNs = state.f64('venue_latency_ns', maxVenues);
  /** A fraction of the value. */
  const feeRate = state.f64('venue_fee_rate', maxVenues);
  /** Chance that the venue takes an order at all. */
  const acceptance = state.f64('venue_acceptance', maxVenues);
  /** Chance that what it took and what rests there is filled. */
  const fillProbability = state.f64('venue_fill_probability', maxVenues);
  /** Of the venue's feed as a whole, a BookState. */
  const feedStates = state.laterI32('venue_feed_state', maxVenues);
  /** Usable venues, best first; only the first `usableCount` elements count. */
  const cheapest = state.i32('venue_cheapest', maxVenues);
  const likeliest = state.i32('venue_likeliest', maxVenues);
  const fastest = state.i32('venue_fastest', maxVenues);
  /** Which venues show nothing, and the likeliest of those that are usable, plus one; 0: none is. */
  const isDark = state.laterI32('venue_dark', maxVenues);
  const darkRegisters = state.laterI32('venue_dark_registers', 1);

  /** A bit for each venue that cannot show a part of an order: it shows all of it, or nothing of any. */
  const partless = state.laterI32('venue_partless', 1);

  /** A bit for each venue that trades nothing now. */
  const shut = state.laterI32('venue_shut', 1);

  function usableCount(): number {
    return registers[USABLE_COUNT]!;
  }

  /** Enabled, connected, and trading. False for numbers that are no venue. */
  function isUsable(venue: number): boolean {
    return enabled[venue] === 1 && connected[venue] === 1 && (shut[0]! & (1 << venue)) === 0;
  }

  /** A bit for each venue that cannot take an order of which a part is shown. */
  function partlessVenues(): number {
    return partless[0]!;
  }

  /** The dark venue to try, or -1. */
  function darkVenue(): number {
    return darkRegisters[0]! - 1;
  }

  function set(terms: SetVenue): void {
    const { venue } = terms;
    if (venue < 0 || venue >= maxVenues) return;
    enabled[venue] = terms.enabled === 0 ? 0 : 1;
    isDark[venue] = terms.venueType === VenueType.DARK ? 1 : 0;
    const showsParts = (terms.lacks & VenueLack.DISPLAY) === 0 && isDark[venue] === 0;
    partless[0] = showsParts ? partless[0]! & ~(1 << venue) : partless[0]! | (1 << venue);
    latencyNs[venue] = finite(terms.latencyNs);
    feeRate[venue] = finite(terms.feeBps) / BPS;
    fillProbability[venue] = probability(terms.fillProbability);
    acceptance[venue] = 1 - probability(terms.rejectionRate);
    rank();
  }

  /** A venue that is gone shows nothing that could still be taken: its quotes end with the connection. */
  function setConnected(venue: number, isConnected: boolean, sequence: number): void {
    if (venue < 0 || venue >= maxVenues) return;
    connected[venue] = isConnected ? 1 : 0;
    if (!isConnected) clearedAt[venue] = sequence;
    rank();
  }

  /** Quotes of a venue that is shut stay: it goes on from the book that it had, and tells what has changed. */
  function setShut(venueBits: number): void {
    shut[0] = venueBits;
    rank();
  }

  /** What the feed's books say cannot be believed: the venue can still be traded with, unseen. */
  function setFeedState(venue: number, bookState: number, sequence: number): void {
    feedStates[venue] = bookState;
    if (bookState !== TRUSTED) clearedAt[venue] = sequence;
  }

  function rank(): void {
    let count = 0;
    for (let venue = 0; venue < maxVenues; venue++) {
      if (!isUsable(venue)) continue;
      insert(cheapest, count, venue, isCheaper);
      insert(likeliest, count, venue, isLikelier);
      insert(fastest, count, venue, isFaster);
      count++;
    }
    // What lies beyond the count is part of the state too: equal venues must leave equal bytes.
    cheapest.fill(0, count);
    likeliest.fill(0, count);
    fastest.fill(0, count);
    registers[USABLE_COUNT] = count;
    darkRegisters[0] = 0;
    for (let i = count - 1; i >= 0; i--) if (isDark[likeliest[i]!] !== 0) darkRegisters[0] = likeliest[i]! + 1;
  }

  function isCheaper(a: number, b: number): boolean {
    return feeRate[a]! < feeRate[b]!;
  }

  function isFaster(a: number, b: number): boolean {
    return latencyNs[a]! < latencyNs[b]!;
  }

  function isLikelier(a: number, b: number): boolean {
    const chanceA = fillProbability[a]! * acceptance[a]!;
    const chanceB = fillProbability[b]! * acceptance[b]!;
    return chanceA > chanceB || (chanceA === chanceB && feeRate[a]! < feeRate[b]!);
  }

  return {
    clearedAt,
    latencyNs,
    feeRate,
    acceptance,
    fillProbability,
    cheapest,
    likeliest,
    fastest,
    usableCount,
    isUsable,
    partlessVenues,
    darkVenue,
    set,
    setConnected,
    setShut,
    feedStates,
    setFeedState,
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
