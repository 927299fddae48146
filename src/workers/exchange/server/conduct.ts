/** Orders that an exchange refuses by its own rules: prices between its ticks, and a share of all for no reason of theirs. */

import { VenueReason } from '../../model/venue.ts';
import { Random } from '../flow/random.ts';
import type { ExchangeConduct, TickBand } from '../options.ts';

export class Conduct {
  readonly #bands: ExchangeConduct['tickBands'];
  readonly #hasDisplayQuantity: boolean;
  readonly #rejectRate: number;
  readonly #random: Random;

  constructor({ tickBands, rejectRate, hasDisplayQuantity }: ExchangeConduct, seed: number) {
    this.#hasDisplayQuantity = hasDisplayQuantity;
    this.#bands = tickBands;
    this.#rejectRate = rejectRate;
    this.#random = new Random(seed);
  }

  /**
   * Why a new order at this price is refused; NONE: it is not. A market order has price 0, which is on every tick. `isPartShown`:
   * it names a display quantity of less than all of it.
   */
  refusalOf(instrument: number, ticks: number, isPartShown: boolean): number {
    if (isPartShown && !this.#hasDisplayQuantity) return VenueReason.UNSUPPORTED;
    if (!this.isPrice(instrument, ticks)) return VenueReason.BAD_PRICE;
    const isUnlucky = this.#rejectRate > 0 && this.#random.unit() < this.#rejectRate;
    return isUnlucky ? VenueReason.THROTTLED : VenueReason.NONE;
  }

  isPrice(instrument: number, ticks: number): boolean {
    const bands = this.#bands[instrument];
    if (bands === undefined) return true;
    let found: TickBand | undefined;
    for (const band of bands) if (ticks >= band.fromTicks) found = band;
    return found === undefined || ticks % found.everyTicks === 0;
  }
}
