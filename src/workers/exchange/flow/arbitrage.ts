/**
 * Somebody who keeps lit venues from standing crossed: where one bids no less than another asks, both are taken, for as many
 * lots as both show. He looks at what changed since his last look, once a turn of the host.
 */

import { Side, TimeInForce } from '../../model/order.ts';
import { type ExchangeCore, OWNER_BACKGROUND } from '../core.ts';

const { BUY, SELL } = Side;
/** Pairs that he takes of one instrument in one look. */
const MOST_PAIRS = 8;

export class Arbitrage {
  readonly #venues: readonly ExchangeCore[];
  readonly #changed = new Set<number>();
  trades = 0;

  constructor(venues: readonly ExchangeCore[]) {
    this.#venues = venues;
    for (const venue of venues) venue.topListeners.push((instrument) => this.#changed.add(instrument));
  }

  look(): void {
    // What he does changes tops again: they are for the next look.
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const instrument of changed) {
      for (let pairs = 0; pairs < MOST_PAIRS && this.#takeOne(instrument); pairs++);
    }
  }

  #takeOne(instrument: number): boolean {
    const bidder = this.#best(instrument, BUY);
    const offerer = this.#best(instrument, SELL);
    if (bidder === undefined || offerer === undefined || bidder === offerer) return false;
    const bid = bidder.bestTicks(instrument, BUY);
    const ask = offerer.bestTicks(instrument, SELL);
    if (bid < ask) return false;
    const lots = Math.min(bidder.engine.bestLots(instrument, BUY), offerer.engine.bestLots(instrument, SELL));
    this.#take(bidder, instrument, SELL, bid, lots);
    this.#take(offerer, instrument, BUY, ask, lots);
    this.trades++;
    return true;
  }

  #take(venue: ExchangeCore, instrument: number, side: number, ticks: number, lots: number): void {
    const id = venue.nextOrderId();
    venue.engine.newOrder(instrument, id, OWNER_BACKGROUND, side, TimeInForce.IOC, ticks, lots, 0);
    venue.drain();
  }

  /** The venue with the highest bid, or the lowest offer. */
  #best(instrument: number, side: number): ExchangeCore | undefined {
    let found: ExchangeCore | undefined;
    let best = 0;
    for (const venue of this.#venues) {
      const ticks = venue.bestTicks(instrument, side);
      if (ticks === 0) continue;
      if (best === 0 || (side === BUY ? ticks > best : ticks < best)) {
        found = venue;
        best = ticks;
      }
    }
    return found;
  }
}
