/**
 * RoutingDecision of the specification, as it is made and then written to the section: fragments, backups, and what both
 * should bring. Scratch for one command.
 */
import type { FrontSection, RouteSection } from '../../../../schemas/generated/engine.ts';
import { RouteSection as RouteLayout } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as reasonCodes from '../../model/reason.ts';
import type { Candidates } from './candidates.ts';
import type { VenueTable } from './venues.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MAX_BACKUPS, MAX_FRAGMENTS } = frontEventCodes;
const { OrderType, Side } = orderCodes;
const { ReasonCode } = reasonCodes;

/** `timing` of a RouteFragment: timing_strategy of the specification. */
export const Timing = { IMMEDIATE: 1 } as const;

export class Decision {
  fragmentCount = 0;
  backupCount = 0;
  readonly venue = new Int32Array(MAX_FRAGMENTS);
  readonly lots = new Float64Array(MAX_FRAGMENTS);
  /** What the fragment's venue shows, at what price; 0 lots: nothing that the order may take. */
  readonly shownLots = new Float64Array(MAX_FRAGMENTS);
  readonly shownTicks = new Float64Array(MAX_FRAGMENTS);
  readonly backups = new Int32Array(MAX_BACKUPS);
  /** A bit a venue that is a fragment's or a backup. */
  #taken = 0;

  begin(): void {
    this.fragmentCount = 0;
    this.backupCount = 0;
    this.#taken = 0;
  }

  addFragment(venue: number, lots: number, shownLots: number, shownTicks: number): void {
    const i = this.fragmentCount++;
    this.venue[i] = venue;
    this.lots[i] = lots;
    this.shownLots[i] = shownLots;
    this.shownTicks[i] = shownTicks;
    this.#taken |= 1 << venue;
  }

  addCandidate(candidates: Candidates, index: number, lots: number): void {
    this.addFragment(candidates.venue[index]!, lots, candidates.lots[index]!, candidates.ticks[index]!);
  }

  /** Candidates that were not needed come first: they could trade at once too. Then the ranking. */
  addBackups(candidates: Candidates, ranking: Int32Array, usableCount: number): void {
    for (let i = 0; i < candidates.count; i++) this.#addBackup(candidates.venue[i]!);
    for (let i = 0; i < usableCount; i++) this.#addBackup(ranking[i]!);
  }

  #addBackup(venue: number): void {
    if (this.backupCount === MAX_BACKUPS || (this.#taken & (1 << venue)) !== 0) return;
    this.backups[this.backupCount++] = venue;
    this.#taken |= 1 << venue;
  }

  /** README.md states both formulas. The order of operations is fixed: replay must give the same last bit. */
  write(route: RouteSection, front: FrontSection, strategy: number, venues: VenueTable, candidates: Candidates): void {
    const { fragmentCount, backupCount } = this;
    const { side, orderType, quantityLots, priceTicks } = front;
    const referenceTicks = candidates.reference[0]!;
    const sign = Side.BUY + Side.SELL - 2 * side;
    const isMarket = orderType === OrderType.MARKET;
    let fillable = 0;
    let cost = 0;
    for (let i = 0; i < fragmentCount; i++) {
      const venue = this.venue[i]!;
      const lots = this.lots[i]!;
      const shownTicks = this.shownTicks[i]!;
      const shown = Math.min(lots, this.shownLots[i]!);
      const restTicks = isMarket ? (shownTicks === 0 ? referenceTicks : shownTicks) : priceTicks;
      const arrivalTicks = referenceTicks === 0 ? restTicks : referenceTicks;
      const feeRate = venues.feeRate[venue]!;
      fillable += venues.acceptance[venue]! * (shown + (lots - shown) * venues.fillProbability[venue]!);
      cost += shown * (sign * (shownTicks - arrivalTicks) + shownTicks * feeRate);
      cost += (lots - shown) * (sign * (restTicks - arrivalTicks) + restTicks * feeRate);
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
    route.primaryVenue = fragmentCount === 0 ? -1 : this.venue[0]!;
    route.reason = fragmentCount === 0 ? ReasonCode.NO_VENUE : ReasonCode.NONE;
    for (let i = 0; i < MAX_BACKUPS; i++) route.setBackups(i, i < backupCount ? this.backups[i]! : -1);
    route.expectedQuality = Math.min(1, fillable / quantityLots);
    route.estimatedCost = cost + 0;
  }
}
