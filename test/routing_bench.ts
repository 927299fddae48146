/** The routing engine under the fixture, by named steps, and its decisions as plain objects. */

import * as assert from 'uvu/assert';
import { RouteSection } from '../schemas/generated/engine.ts';
import { MAX_BACKUPS } from '../src/workers/model/front_event.ts';
import { OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { makeRoutingEngine, type RoutingEngine } from '../src/workers/pipeline/routing/engine.ts';
import type { Slot } from '../src/workers/pipeline/slot.ts';
import {
  assertCleanContent,
  type FrontTerms,
  PipelineFixture,
  type QuoteTerms,
  type VenueTerms,
} from './pipeline_fixture.ts';

export const ROUTING_OPTIONS = { maxInstruments: 4, maxVenues: 8 };

export interface Decided {
  readonly strategy: number;
  readonly reason: number;
  readonly primaryVenue: number;
  readonly backups: number[];
  readonly fragments: { venue: number; orderType: number; timing: number; lots: number; priceTicks: number }[];
  readonly expectedQuality: number;
  readonly estimatedCost: number;
}

export function decided(route: RouteSection): Decided {
  assertCleanContent(route, RouteSection.FIELDS);
  assert.is(route.length, RouteSection.FRAGMENTS_AT + route.fragmentCount * RouteSection.FRAGMENTS_STRIDE);
  const backups = Array.from({ length: MAX_BACKUPS }, (_, i) => route.backups(i));
  assert.ok(backups.slice(route.backupCount).every((venue) => venue === -1));
  return {
    strategy: route.strategy,
    reason: route.reason,
    primaryVenue: route.primaryVenue,
    backups: backups.slice(0, route.backupCount),
    fragments: Array.from({ length: route.fragmentCount }, (_, i) => ({
      venue: route.fragmentsVenue(i),
      orderType: route.fragmentsOrderType(i),
      timing: route.fragmentsTiming(i),
      lots: route.fragmentsLots(i),
      priceTicks: route.fragmentsPriceTicks(i),
    })),
    expectedQuality: route.expectedQuality,
    estimatedCost: route.estimatedCost,
  };
}

export type RoutedOrder = Omit<FrontTerms, 'event'>;

/** An engine under the fixture, by named steps. */
export class RoutingBench {
  readonly fixture: PipelineFixture;
  readonly engine: RoutingEngine;

  constructor(options: { poison?: number; sequence?: number } = {}) {
    this.fixture = new PipelineFixture(options);
    this.engine = makeRoutingEngine(ROUTING_OPTIONS, this.fixture.slot);
  }

  /** `_slot` is the fixture's, which the engine looks at. */
  run(_slot: Slot): this {
    this.engine.onCommand();
    return this;
  }

  venue(terms: VenueTerms, connected = true): this {
    return this.run(this.fixture.setVenue(terms)).run(this.fixture.venueStatus(terms.venue, connected));
  }

  quote(terms: QuoteTerms): this {
    return this.run(this.fixture.quote(terms));
  }

  order(terms: RoutedOrder): Decided {
    const slot = this.fixture.accepted(terms);
    this.engine.onCommand();
    return decided(slot.route);
  }
}

/** Venues 0, 1, 2 with rising fee, falling latency, and asks of 10 lots at 100, 101, 102. */
export function threeVenues(): RoutingBench {
  const bench = new RoutingBench();
  bench.run(bench.fixture.setInstrument(0, 2));
  for (const venue of [0, 1, 2]) {
    bench.venue({ venue, feeBps: 1 + venue, latencyNs: 300 - venue, fillProbability: 0.5 + venue / 10 });
    bench.quote({ instrument: 0, venue, bidTicks: 90, bidLots: 5, askTicks: 100 + venue, askLots: 10 });
  }
  return bench;
}

export const LIMIT_BUY = { instrument: 0, side: Side.BUY, orderType: OrderType.LIMIT, timeInForce: TimeInForce.DAY };
export const venuesAndLots = (decision: Decided): number[][] =>
  decision.fragments.map(({ venue, lots }) => [venue, lots]);
