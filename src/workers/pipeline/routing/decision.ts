/**
 * RoutingDecision of the specification, as it is made and then written to the section: fragments, backups, and what both
 * should bring. Scratch for one command.
 */
import { RouteSection as RouteLayout } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as reasonCodes from '../../model/reason.ts';
import type { Slot } from '../slot.ts';
import type { Candidates } from './candidates.ts';
import type { VenueTable } from './venues.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MAX_BACKUPS, MAX_FRAGMENTS } = frontEventCodes;
const { OrderType, Side } = orderCodes;
const { ReasonCode } = reasonCodes;

/** `timing` of a RouteFragment: timing_strategy of the specification. */
export const Timing = { IMMEDIATE: 1 } as const;

export type Decision = ReturnType<typeof makeDecision>;

export function makeDecision({ front, route }: Slot, venues: VenueTable, candidates: Candidates) {
  const { acceptance, feeRate, fillProbability } = venues;
  const { lotsAt, reference, ticksAt, venueAt } = candidates;
  let fragmentCount = 0;
  let backupCount = 0;
  const fragmentVenue = new Int32Array(MAX_FRAGMENTS);
  const fragmentLots = new Float64Array(MAX_FRAGMENTS);
  /** What the fragment's venue shows, at what price; 0 lots: nothing that the order may take. */
  const fragmentShownLots = new Float64Array(MAX_FRAGMENTS);
  const fragmentShownTicks = new Float64Array(MAX_FRAGMENTS);
  const backups = new Int32Array(MAX_BACKUPS);
  /** A bit a venue that is a fragment's or a backup, or can be none. */
  let taken = 0;

  function begin(): void {
    fragmentCount = 0;
    backupCount = 0;
    taken = 0;
  }

  function addFragment(venue: number, lots: number, shownLots: number, shownTicks: number): void {
    const i = fragmentCount++;
    fragmentVenue[i] = venue;
    fragmentLots[i] = lots;
    fragmentShownLots[i] = shownLots;
    fragmentShownTicks[i] = shownTicks;
    taken |= 1 << venue;
  }

  function addCandidate(index: number, lots: number): void {
    addFragment(venueAt[index]!, lots, lotsAt[index]!, ticksAt[index]!);
  }

  /** Candidates that were not needed come first: they could trade at once too. Then the ranking. `barred`: a bit a venue that is none. */
  function addBackups(ranking: Int32Array, usableCount: number, barred: number): void {
    for (let i = 0; i < candidates.count(); i++) addBackup(venueAt[i]!);
    taken |= barred;
    for (let i = 0; i < usableCount; i++) addBackup(ranking[i]!);
  }

  function addBackup(venue: number): void {
    if (backupCount === MAX_BACKUPS || (taken & (1 << venue)) !== 0) return;
    backups[backupCount++] = venue;
    taken |= 1 << venue;
  }

  /** README.md states both formulas. The order of operations is fixed: replay must give the same last bit. */
  function write(strategy: number): void {
    const { side, orderType, quantityLots, priceTicks } = front;
    const referenceTicks = reference[0]!;
    const sign = Side.BUY + Side.SELL - 2 * side;
    const isMarket = orderType === OrderType.MARKET;
    let fillable = 0;
    let cost = 0;
    for (let i = 0; i < fragmentCount; i++) {
      const venue = fragmentVenue[i]!;
      const lots = fragmentLots[i]!;
      const shownTicks = fragmentShownTicks[i]!;
      const shown = Math.min(lots, fragmentShownLots[i]!);
      const restTicks = isMarket ? (shownTicks === 0 ? referenceTicks : shownTicks) : priceTicks;
      const arrivalTicks = referenceTicks === 0 ? restTicks : referenceTicks;
      const fee = feeRate[venue]!;
      fillable += acceptance[venue]! * (shown + (lots - shown) * fillProbability[venue]!);
      cost += shown * (sign * (shownTicks - arrivalTicks) + shownTicks * fee);
      cost += (lots - shown) * (sign * (restTicks - arrivalTicks) + restTicks * fee);
      route.setFragmentsVenue(i, venue);
      route.setFragmentsOrderType(i, orderType);
      route.setFragmentsTiming(i, Timing.IMMEDIATE);
      route.setFragmentsReserved(i, 0);
      route.setFragmentsLots(i, lots);
      route.setFragmentsPriceTicks(i, isMarket ? 0 : priceTicks);
    }
    route.length = RouteLayout.FRAGMENTS_AT + fragmentCount * RouteLayout.FRAGMENTS_STRIDE;
    route.strategy = strategy;
    route.fragmentCount = fragmentCount;
    route.backupCount = backupCount;
    route.reserved = 0;
    route.primaryVenue = fragmentCount === 0 ? -1 : fragmentVenue[0]!;
    route.reason = fragmentCount === 0 ? ReasonCode.NO_VENUE : ReasonCode.NONE;
    for (let i = 0; i < MAX_BACKUPS; i++) route.setBackups(i, i < backupCount ? backups[i]! : -1);
    route.expectedQuality = Math.min(1, fillable / quantityLots);
    route.estimatedCost = cost + 0;
  }

  /** What nobody shows goes with the first. */
  function addToFirst(lots: number): void {
    fragmentLots[0] = fragmentLots[0]! + lots;
  }

  return { begin, addFragment, addCandidate, addBackups, addToFirst, write };
}
