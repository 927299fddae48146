/** What venues say besides what becomes of their orders: quotes, and things that are not theirs to say. */

import { BookState, EVERY_INSTRUMENT } from '../../src/workers/model/book_state.ts';
import { ReportKind } from '../../src/workers/model/venue.ts';
import { MIDDLE_TICKS } from './client_traffic.ts';
import type { CommandWriter } from './command_writer.ts';
import type { Random } from './random.ts';
import type { VenueModel } from './venue_model.ts';
import { CAPACITY } from './world_setup.ts';

export class MarketTraffic {
  readonly #random: Random;
  readonly #writer: CommandWriter;

  constructor(random: Random, writer: CommandWriter) {
    this.#random = random;
    this.#writer = writer;
  }

  quote(venue: number): void {
    const random = this.#random;
    const middle = MIDDLE_TICKS + random.between(-8, 8) * (random.oneIn(300) ? 12 : 1);
    const last = random.oneIn(4) ? middle : 0;
    this.#writer.quote(
      random.below(CAPACITY.instruments),
      venue,
      middle - random.between(0, 3),
      middle + random.between(1, 3),
      random.between(1, 40),
      last,
      { volumeLots: last === 0 ? 0 : random.between(1, 60), tradeCount: last === 0 ? 0 : 1 },
    );
  }

  /** A feed loses and finds its books, one or all of them; now and then it speaks of a venue that is not its own. */
  feedStatus(venue: number): void {
    const random = this.#random;
    const state = random.oneIn(2) ? BookState.TRUSTED : random.pick(Object.values(BookState));
    const of = random.oneIn(20) ? random.between(-1, CAPACITY.venues) : venue;
    this.#writer.feedStatus(venue, random.between(EVERY_INSTRUMENT, CAPACITY.instruments), state, of);
  }

  /** Whatever a feed had lost it has found. */
  trustAll(venue: number): void {
    this.#writer.feedStatus(venue, EVERY_INSTRUMENT, BookState.TRUSTED);
    for (let instrument = 0; instrument < CAPACITY.instruments; instrument++) {
      this.#writer.feedStatus(venue, instrument, BookState.TRUSTED);
    }
  }

  /** A venue reports what happened to the order of another one, or names another one for its own. */
  tellFalsely(venue: VenueModel, venues: readonly VenueModel[]): void {
    const random = this.#random;
    const other = random.pick(venues);
    const names = random.below(CAPACITY.venues);
    if (other.liveLegs.length === 0 || (other === venue && names === venue.number)) return;
    const { ref: legRef, lots, cumulative } = random.pick(other.liveLegs);
    const kind = random.pick(Object.values(ReportKind));
    const cumLots = random.between(cumulative, lots);
    const said = { kind, legRef, lastLots: cumLots - cumulative, lastTicks: MIDDLE_TICKS, cumLots };
    this.#writer.report(venue.number, (report) => Object.assign(report, said, { venue: names }));
  }

  /** A fill of somebody else's order, told twice at times. */
  tellStrayFill(venue: number): void {
    const random = this.#random;
    const executionId = 1e9 + random.below(1e6);
    const fill = { executionId, instrument: random.between(-1, CAPACITY.instruments - 1), side: random.between(0, 2) };
    for (let times = random.between(1, 2); times > 0; times--) {
      this.#writer.strayFill(venue, { ...fill, lastLots: random.between(1, 9), lastTicks: MIDDLE_TICKS });
    }
  }
}
