/**
 * The venues where one order could trade at once, in the order in which a strategy would take them, and the market as all
 * usable venues show it. Scratch for one command: nothing here outlives it.
 */
import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as orderCodes from '../../model/order.ts';
import * as venueCodes from '../../model/venue.ts';
import type { TradingHours } from '../trading_hours.ts';
import type { QuoteTable } from './quotes.ts';
import type { VenueTable } from './venues.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { OrderType, Side } = orderCodes;
const { MAX_VENUES } = venueCodes;

export type Candidates = ReturnType<typeof makeCandidates>;

export function makeCandidates(front: FrontSection, venues: VenueTable, quotes: QuoteTable, hours: TradingHours) {
  const { cheapest, clearedAt, fastest } = venues;
  let candidateCount = 0;
  const venueAt = new Int32Array(MAX_VENUES);
  const ticksAt = new Float64Array(MAX_VENUES);
  const lotsAt = new Float64Array(MAX_VENUES);
  /**
   * Middle of the best bid and ask of all usable venues, the one side that is quoted, or 0. An array, because a double in
   * an object's field is a heap number and may be allocated anew.
   */
  const reference = new Float64Array(1);

  /** Venues whose opposite quote is within the limit: by price, then as the ranking has them (fee, number). */
  function collectByPrice(unable: number): void {
    collect(OrderType.LIMIT, cheapest, unable);
  }

  /** Venues with an opposite quote at any price: as the ranking has them (latency, number). */
  function collectBySpeed(unable: number): void {
    collect(OrderType.MARKET, fastest, unable);
  }

  /** `unable`: a bit for each venue that cannot take the order; its prices are of the market all the same. */
  function collect(orderType: number, ranking: Int32Array, unable: number): void {
    const { instrument, side, priceTicks: limitTicks } = front;
    const usableCount = venues.usableCount();
    const halted = hours.haltedVenues(instrument);
    const sign = Side.BUY + Side.SELL - 2 * side;
    let bestOwn = 0;
    let bestOpposite = 0;
    candidateCount = 0;
    for (let i = 0; i < usableCount; i++) {
      const venue = ranking[i]!;
      if ((halted & (1 << venue)) !== 0) continue;
      const row = quotes.rowOf(instrument, venue);
      if (!quotes.isLive(row, clearedAt, venue)) continue;
      const own = quotes.ownTicks(row, side);
      if (own !== 0 && (bestOwn === 0 || sign * (own - bestOwn) > 0)) bestOwn = own;
      const ticks = quotes.oppositeTicks(row, side);
      if (ticks === 0) continue;
      if (bestOpposite === 0 || sign * (bestOpposite - ticks) > 0) bestOpposite = ticks;
      if ((unable & (1 << venue)) !== 0) continue;
      const lots = quotes.oppositeLots(row, side);
      if (orderType === OrderType.MARKET) insert(candidateCount, venue, ticks, lots);
      else if (sign * (limitTicks - ticks) >= 0) insert(placeByPrice(sign, ticks), venue, ticks, lots);
    }
    reference[0] = bestOwn === 0 ? bestOpposite : bestOpposite === 0 ? bestOwn : (bestOwn + bestOpposite) / 2;
  }

  /** Behind equals: the ranking decides between them. */
  function placeByPrice(sign: number, ticks: number): number {
    let at = candidateCount;
    while (at > 0 && sign * (ticksAt[at - 1]! - ticks) > 0) at--;
    return at;
  }

  function insert(at: number, venue: number, ticks: number, lots: number): void {
    for (let i = candidateCount; i > at; i--) {
      venueAt[i] = venueAt[i - 1]!;
      ticksAt[i] = ticksAt[i - 1]!;
      lotsAt[i] = lotsAt[i - 1]!;
    }
    venueAt[at] = venue;
    ticksAt[at] = ticks;
    lotsAt[at] = lots;
    candidateCount++;
  }

  /** The first that shows at least `lots`, or -1. */
  function firstShowing(lots: number): number {
    for (let i = 0; i < candidateCount; i++) if (lotsAt[i]! >= lots) return i;
    return -1;
  }

  function count(): number {
    return candidateCount;
  }

  return { count, venueAt, ticksAt, lotsAt, reference, collectByPrice, collectBySpeed, firstShowing };
}
