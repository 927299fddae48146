/** Routing: which venues an accepted order goes to, in which parts, and who follows if one fails. A pure state machine. */
import type { FrontSection, RouteSection } from '../../../../schemas/generated/engine.ts';
import { Quote, SetInstrument, SetVenue, VenueStatus } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { EngineState } from '../engine_state.ts';
import type { Engine, Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import { Candidates } from './candidates.ts';
import { Decision } from './decision.ts';
import { type RoutingOptions, RoutingState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, MAX_FRAGMENTS, RoutingStrategy } = frontEventCodes;
const { OrderType, TimeInForce } = orderCodes;
const { RecordType } = recordTypeCodes;
const { EMPTY_SECTION_BYTES } = slotConstants;

export class RoutingEngine implements Engine {
  readonly state: EngineState;
  readonly #routing: RoutingState;
  readonly #candidates: Candidates;
  readonly #decision = new Decision();
  readonly #quote = new Quote();
  readonly #setInstrument = new SetInstrument();
  readonly #setVenue = new SetVenue();
  readonly #venueStatus = new VenueStatus();

  constructor(options: RoutingOptions) {
    this.#routing = new RoutingState(options);
    this.state = this.#routing.state;
    this.#candidates = new Candidates(this.#routing.venues, this.#routing.quotes);
  }

  onCommand(slot: Slot): void {
    if (slot.front.event === FrontEvent.ORDER_ACCEPTED) {
      this.#onOrderAccepted(slot.front, slot.route);
      return;
    }
    writeNothing(slot.route);
    switch (slot.header.type) {
      case RecordType.QUOTE:
        this.#quote.wrap(slot.commands, slot.bodyAt);
        this.#routing.quotes.put(this.#quote, slot.header);
        break;
      case RecordType.SET_INSTRUMENT:
        this.#onSetInstrument(slot);
        break;
      case RecordType.SET_VENUE:
        this.#onSetVenue(slot);
        break;
      case RecordType.VENUE_STATUS:
        this.#onVenueStatus(slot);
        break;
    }
  }

  #onSetInstrument(slot: Slot): void {
    const body = this.#setInstrument.wrap(slot.commands, slot.bodyAt);
    this.#routing.setPrimaryVenue(body.instrument, body.primaryVenue);
  }

  #onSetVenue(slot: Slot): void {
    const body = this.#setVenue.wrap(slot.commands, slot.bodyAt);
    const { venue, enabled, latencyNs, feeBps, fillProbability, rejectionRate } = body;
    this.#routing.venues.set(venue, enabled, latencyNs, feeBps, fillProbability, rejectionRate);
  }

  #onVenueStatus(slot: Slot): void {
    const body = this.#venueStatus.wrap(slot.commands, slot.bodyAt);
    this.#routing.venues.setConnected(body.venue, body.connected, slot.header.sequence);
  }

  #onOrderAccepted(front: FrontSection, route: RouteSection): void {
    const { venues } = this.#routing;
    const { usableCount } = venues;
    const candidates = this.#candidates;
    const decision = this.#decision;
    const isMarket = front.orderType === OrderType.MARKET;
    const ranking = isMarket ? venues.fastest : venues.likeliest;
    decision.begin();
    if (isMarket) candidates.collectBySpeed(front);
    else candidates.collectByPrice(front);
    if (usableCount > 0) this.#fragment(front, isMarket, ranking);
    decision.addBackups(candidates, ranking, usableCount);
    const strategy = isMarket ? RoutingStrategy.SPEED : RoutingStrategy.BEST_PRICE;
    decision.write(route, front, strategy, venues, candidates);
  }

  #fragment(front: FrontSection, isMarket: boolean, ranking: Int32Array): void {
    const { quantityLots, minLots } = front;
    const wholeLots = front.timeInForce === TimeInForce.FOK ? quantityLots : Math.min(minLots, quantityLots);
    if (wholeLots > 0) this.#sendWhole(front, wholeLots, ranking);
    else if (isMarket && this.#candidates.count === 0) this.#decision.addFragment(ranking[0]!, quantityLots, 0, 0);
    else if (isMarket) this.#decision.addCandidate(this.#candidates, 0, quantityLots);
    else if (this.#candidates.count === 0) this.#sendToPrimary(front, ranking);
    else this.#sweep(quantityLots);
  }

  /** Two venues cannot promise together what must happen at once: the order is never split. */
  #sendWhole(front: FrontSection, wholeLots: number, ranking: Int32Array): void {
    const index = this.#candidates.firstShowing(wholeLots);
    if (index < 0) this.#sendToPrimary(front, ranking);
    else this.#decision.addCandidate(this.#candidates, index, front.quantityLots);
  }

  #sendToPrimary(front: FrontSection, ranking: Int32Array): void {
    const primary = this.#routing.primaryVenue(front.instrument);
    const venue = this.#routing.venues.isUsable(primary) ? primary : ranking[0]!;
    this.#decision.addFragment(venue, front.quantityLots, 0, 0);
  }

  /** Takes what is shown, best first; what nobody shows goes with the best. */
  #sweep(quantityLots: number): void {
    const candidates = this.#candidates;
    const decision = this.#decision;
    const limit = Math.min(candidates.count, MAX_FRAGMENTS);
    let remaining = quantityLots;
    for (let i = 0; i < limit && remaining > 0; i++) {
      const lots = Math.min(remaining, candidates.lots[i]!);
      decision.addCandidate(candidates, i, lots);
      remaining -= lots;
    }
    decision.lots[0] = decision.lots[0]! + remaining;
  }
}

function writeNothing(route: RouteSection): void {
  route.length = EMPTY_SECTION_BYTES;
  route.strategy = RoutingStrategy.NONE;
  route.fragmentCount = 0;
  route.backupCount = 0;
  route.reserved = 0;
}
