/**
 * The venues where one order could trade at once, in the order in which a strategy would take them, and the market as all
 * usable venues show it. Scratch for one command: nothing here outlives it.
 */
import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as orderCodes from '../../model/order.ts';
import * as venueCodes from '../../model/venue.ts';
import type { QuoteTable } from './quotes.ts';
import type { VenueTable } from './venues.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { OrderType, Side } = orderCodes;
const { MAX_VENUES } = venueCodes;

export class Candidates {
  count = 0;
  readonly venue = new Int32Array(MAX_VENUES);
  readonly ticks = new Float64Array(MAX_VENUES);
  readonly lots = new Float64Array(MAX_VENUES);
  /**
   * Middle of the best bid and ask of all usable venues, the one side that is quoted, or 0. An array, because a double in
   * an object's field is a heap number and may be allocated anew.
   */
  readonly reference = new Float64Array(1);
  readonly #venues: VenueTable;
  readonly #quotes: QuoteTable;

  constructor(venues: VenueTable, quotes: QuoteTable) {
    this.#venues = venues;
    this.#quotes = quotes;
  }

  /** Venues whose opposite quote is within the limit: by price, then as the ranking has them (fee, number). */
  collectByPrice(front: FrontSection): void {
    this.#collect(front, OrderType.LIMIT, this.#venues.cheapest);
  }

  /** Venues with an opposite quote at any price: as the ranking has them (latency, number). */
  collectBySpeed(front: FrontSection): void {
    this.#collect(front, OrderType.MARKET, this.#venues.fastest);
  }

  #collect(front: FrontSection, orderType: number, ranking: Int32Array): void {
    const { instrument, side, priceTicks: limitTicks } = front;
    const quotes = this.#quotes;
    const { clearedAt, usableCount } = this.#venues;
    const sign = Side.BUY + Side.SELL - 2 * side;
    let bestOwn = 0;
    let bestOpposite = 0;
    this.count = 0;
    for (let i = 0; i < usableCount; i++) {
      const venue = ranking[i]!;
      const row = quotes.rowOf(instrument, venue);
      if (!quotes.isLive(row, clearedAt, venue)) continue;
      const own = quotes.ownTicks(row, side);
      if (own !== 0 && (bestOwn === 0 || sign * (own - bestOwn) > 0)) bestOwn = own;
      const ticks = quotes.oppositeTicks(row, side);
      if (ticks === 0) continue;
      if (bestOpposite === 0 || sign * (bestOpposite - ticks) > 0) bestOpposite = ticks;
      const lots = quotes.oppositeLots(row, side);
      if (orderType === OrderType.MARKET) this.#insert(this.count, venue, ticks, lots);
      else if (sign * (limitTicks - ticks) >= 0) this.#insert(this.#placeByPrice(sign, ticks), venue, ticks, lots);
    }
    this.reference[0] = bestOwn === 0 ? bestOpposite : bestOpposite === 0 ? bestOwn : (bestOwn + bestOpposite) / 2;
  }

  /** Behind equals: the ranking decides between them. */
  #placeByPrice(sign: number, ticks: number): number {
    let at = this.count;
    while (at > 0 && sign * (this.ticks[at - 1]! - ticks) > 0) at--;
    return at;
  }

  #insert(at: number, venue: number, ticks: number, lots: number): void {
    for (let i = this.count; i > at; i--) {
      this.venue[i] = this.venue[i - 1]!;
      this.ticks[i] = this.ticks[i - 1]!;
      this.lots[i] = this.lots[i - 1]!;
    }
    this.venue[at] = venue;
    this.ticks[at] = ticks;
    this.lots[at] = lots;
    this.count++;
  }

  /** The first that shows at least `lots`, or -1. */
  firstShowing(lots: number): number {
    for (let i = 0; i < this.count; i++) if (this.lots[i]! >= lots) return i;
    return -1;
  }
}
