/** How large a simulated world is, its time, and what an operator tells its engine first. */

import { VenueLack, VenueType } from '../../src/workers/model/venue.ts';
import type { Clock } from '../../src/workers/pipeline/clock.ts';
import type { EngineCapacity } from '../../src/workers/pipeline/engines.ts';
import type { RING_MAP } from '../../src/workers/pipeline/map.ts';
import type { CommandWriter } from './command_writer.ts';
import type { Random } from './random.ts';

export const CAPACITY: EngineCapacity = {
  orders: 256,
  clOrdIds: 1 << 17,
  fills: 1 << 13,
  accounts: 4,
  strategies: 2,
  instruments: 3,
  venues: 4,
};
/** Where slices go first, in worlds that have so many venues. */
const DARK_VENUE = 2;
/** Of the lit venues, which take orders of which a part is shown. */
export const showsParts = (venue: number): boolean => venue === 1 || venue === 3;
/** One fewer than there is room for. */
export const KNOWN_ACCOUNTS = 3;

/** Virtual time: it moves by the step, and with it everything that has a deadline. */
export class VirtualClock implements Clock {
  time = 1e9;
  now(): number {
    return this.time;
  }
  #baseMs = 0;

  rebase(baseTimeMs: number): void {
    this.time = 0;
    this.#baseMs = baseTimeMs;
  }

  /** The time in ms since 1970. */
  get wallMs(): number {
    return this.#baseMs + this.time / 1e6;
  }
}

/** Limits are such that each trips now and then. */
export function configure(writer: CommandWriter, epoch: number, venues: number): void {
  writer.started(epoch);
  for (let instrument = 0; instrument < CAPACITY.instruments; instrument++) {
    writer.instrument(instrument, {
      collarBps: 2_000,
      breakerMoveBps: 400,
      breakerWindowNs: 1e8,
      breakerCooldownNs: 2e6,
    });
  }
  for (let account = 0; account < KNOWN_ACCOUNTS; account++) {
    writer.account(account, {
      maxOrderLots: 90,
      maxPositionLots: account === 0 ? 600 : 100_000,
      maxExposure: account === 1 ? 1.5e8 : 2 ** 50,
      maxOrdersPerSecond: account === 2 ? 5_000 : 1e9,
      orderBurst: account === 2 ? 200 : 1e9,
    });
  }
  for (let venue = 0; venue < venues; venue++) {
    const type = venue === DARK_VENUE ? VenueType.DARK : VenueType.PRIMARY;
    writer.venue(venue, 1_000 * (venue + 1), type, showsParts(venue) ? 0 : VenueLack.DISPLAY);
    writer.venueStatus(venue, true);
  }
}

export function ringBytes(random: Random, isRoomy: boolean): Partial<Record<keyof typeof RING_MAP, number>> {
  return {
    control: 1 << 14,
    clients: 1 << 11,
    venueReports: 1 << 12,
    quotes: 1 << 11,
    followUps: random.pick([1 << 9, 1 << 14]),
    // Small ones overflow now and then: that session or venue is lost until the next start.
    reports: isRoomy ? 1 << 18 : random.pick([1 << 13, 1 << 16, 1 << 16]),
    venueOrders: isRoomy ? 1 << 18 : random.pick([1 << 12, 1 << 16, 1 << 16]),
  };
}
