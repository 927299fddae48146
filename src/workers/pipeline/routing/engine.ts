/** Routing: which venues an accepted order goes to, in which parts, and who follows if one fails. A pure state machine. */
import {
  EngineStarted,
  FeedStatus,
  Quote,
  SetInstrument,
  SetVenue,
  VenueStatus,
} from '../../../../schemas/generated/engine.ts';
import * as bookStates from '../../model/book_state.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import * as ruleCodes from '../../model/rules.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import { makeCandidates } from './candidates.ts';
import { makeDecision } from './decision.ts';
import { makeRoutingState, type RoutingOptions } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, MAX_FRAGMENTS, RoutingStrategy } = frontEventCodes;
const { OrderStatus, OrderType, TimeInForce } = orderCodes;
const { RecordType } = recordTypeCodes;
const { EVERY_INSTRUMENT } = bookStates;
const { RULES_PART_SHOWN_ONCE } = ruleCodes;
const { SOURCE_QUOTE_FIRST } = sources;
const { EMPTY_SECTION_BYTES } = slotConstants;

/** The specification's: an order of more is worked unseen. */
const TYPICAL_SIZES_A_BLOCK = 10;

export type RoutingEngine = ReturnType<typeof makeRoutingEngine>;

export function makeRoutingEngine(options: RoutingOptions, slot: Slot) {
  const { front, header, route } = slot;
  const started = EngineStarted.over(slot.commands);
  const quote = Quote.over(slot.commands);
  const setInstrument = SetInstrument.over(slot.commands);
  const setVenue = SetVenue.over(slot.commands);
  const venueStatus = VenueStatus.over(slot.commands);
  const feedStatus = FeedStatus.over(slot.commands);
  const routing = makeRoutingState(options, slot);
  const state = routing.state;
  const { hours, rules, venues } = routing;
  const candidates = makeCandidates(front, venues, routing.quotes, hours);
  const decision = makeDecision(slot, venues, candidates);
  /** Of the order at hand: a part of it is shown, and at one venue only; a bit for each venue that cannot take it. */
  let isPartShown = false;
  let unable = 0;

  function onCommand(): void {
    switch (front.event) {
      case FrontEvent.ORDER_ACCEPTED:
        // What the engine works itself goes nowhere yet.
        if (front.orderType > OrderType.LIMIT || front.status === OrderStatus.NEW) break;
        onOrderAccepted();
        return;
      case FrontEvent.ORDER_TRIGGERED:
        // A stop that was held rests from now on.
        if (front.orderType > OrderType.LIMIT) break;
        onOrderAccepted();
        return;
      case FrontEvent.SLICE_ACCEPTED:
        onOrderAccepted();
        return;
      default:
        break;
    }
    writeNothing();
    switch (header.type) {
      case RecordType.QUOTE:
        quote.move(slot.bodyAt);
        routing.quotes.put(quote, header);
        break;
      case RecordType.ENGINE_STARTED:
        rules[0] = started.move(slot.bodyAt).rules;
        break;
      case RecordType.FEED_STATUS:
        onFeedStatus();
        break;
      case RecordType.SET_INSTRUMENT:
        onSetInstrument();
        break;
      case RecordType.SET_VENUE:
        hours.onCommand();
        onSetVenue();
        break;
      case RecordType.TRADING_STATUS:
        hours.onCommand();
        venues.setShut(hours.shutVenues());
        break;
      case RecordType.VENUE_STATUS:
        onVenueStatus();
        break;
    }
  }

  function onSetInstrument(): void {
    const body = setInstrument.move(slot.bodyAt);
    routing.setPrimaryVenue(body.instrument, body.primaryVenue);
  }

  function onSetVenue(): void {
    venues.set(setVenue.move(slot.bodyAt));
  }

  function onVenueStatus(): void {
    const body = venueStatus.move(slot.bodyAt);
    venues.setConnected(body.venue, body.connected !== 0, header.sequence);
  }

  /** A feed speaks of the venue whose ring it writes, and of no other. */
  function onFeedStatus(): void {
    const { venue, instrument, state: bookState } = feedStatus.move(slot.bodyAt);
    if (header.source !== SOURCE_QUOTE_FIRST + venue || venue < 0 || venue >= options.maxVenues) return;
    if (instrument === EVERY_INSTRUMENT) venues.setFeedState(venue, bookState, header.sequence);
    else routing.quotes.setState(instrument, venue, bookState);
  }

  function onOrderAccepted(): void {
    const usableCount = venues.usableCount();
    const isMarket = front.orderType === OrderType.MARKET;
    const ranking = isMarket ? venues.fastest : venues.likeliest;
    const { displayLots } = front;
    isPartShown = displayLots > 0 && displayLots < front.quantityLots && rules[0]! >= RULES_PART_SHOWN_ONCE;
    unable = isPartShown ? venues.partlessVenues() : 0;
    const strategy = strategyOf(isMarket);
    decision.begin();
    if (isMarket) candidates.collectBySpeed(unable);
    else candidates.collectByPrice(unable);
    if (strategy === RoutingStrategy.MINIMUM_IMPACT) decision.addFragment(darkVenue(), front.quantityLots, 0, 0);
    else if (strategy === RoutingStrategy.STEALTH) hideHalf(ranking);
    else if (best(ranking) >= 0) fragment(isMarket, ranking);
    decision.addBackups(ranking, usableCount, barredVenues());
    decision.write(strategy);
  }

  /** A bit for each venue that the order may not go to. */
  function barredVenues(): number {
    return hours.haltedVenues(front.instrument) | unable;
  }

  /** The first of a ranking that the order may go to, or -1. */
  function best(ranking: Int32Array): number {
    const usableCount = venues.usableCount();
    const barred = barredVenues();
    for (let i = 0; i < usableCount; i++) if ((barred & (1 << ranking[i]!)) === 0) return ranking[i]!;
    return -1;
  }

  /** The dark venue to try, or -1. */
  function darkVenue(): number {
    const venue = venues.darkVenue();
    return venue >= 0 && hours.isOpenAt(front.instrument, venue) ? venue : -1;
  }

  /** README.md has the table. Without a dark venue to go to, the others serve. */
  function strategyOf(isMarket: boolean): number {
    if (darkVenue() >= 0 && front.minLots === 0 && !isPartShown) {
      if (front.event === FrontEvent.SLICE_ACCEPTED && front.timeInForce === TimeInForce.IOC) {
        return RoutingStrategy.MINIMUM_IMPACT;
      }
      if (!isMarket && isBlock() && mayRest()) return RoutingStrategy.STEALTH;
    }
    return isMarket ? RoutingStrategy.SPEED : RoutingStrategy.BEST_PRICE;
  }

  function isBlock(): boolean {
    const typical = routing.quotes.typicalLots[front.instrument]!;
    return typical > 0 && front.quantityLots > TYPICAL_SIZES_A_BLOCK * typical;
  }

  function mayRest(): boolean {
    return front.timeInForce !== TimeInForce.IOC && front.timeInForce !== TimeInForce.FOK;
  }

  /** Half of it where nobody sees it, the rest as any order. */
  function hideHalf(ranking: Int32Array): void {
    const hidden = Math.floor(front.quantityLots / 2);
    const lots = front.quantityLots - hidden;
    if (candidates.count() === 0) sendToPrimary(ranking, lots);
    else sweep(lots, MAX_FRAGMENTS - 1);
    decision.addFragment(darkVenue(), hidden, 0, 0);
  }

  function fragment(isMarket: boolean, ranking: Int32Array): void {
    const { quantityLots, minLots } = front;
    const wholeLots = front.timeInForce === TimeInForce.FOK ? quantityLots : Math.min(minLots, quantityLots);
    if (wholeLots > 0) sendWhole(wholeLots, ranking);
    else if (isMarket && candidates.count() === 0) decision.addFragment(best(ranking), quantityLots, 0, 0);
    else if (isMarket) decision.addCandidate(0, quantityLots);
    else if (candidates.count() === 0) sendToPrimary(ranking, quantityLots);
    else sweep(quantityLots, isPartShown ? 1 : MAX_FRAGMENTS);
  }

  /** Two venues cannot promise together what must happen at once: the order is never split. */
  function sendWhole(wholeLots: number, ranking: Int32Array): void {
    const index = candidates.firstShowing(wholeLots);
    if (index < 0) sendToPrimary(ranking, front.quantityLots);
    else decision.addCandidate(index, front.quantityLots);
  }

  function sendToPrimary(ranking: Int32Array, lots: number): void {
    const primary = routing.primaryVenue(front.instrument);
    const isPrimary = venues.isUsable(primary) && (barredVenues() & (1 << primary)) === 0;
    const venue = isPrimary ? primary : best(ranking);
    decision.addFragment(venue, lots, 0, 0);
  }

  /** Takes what is shown, best first; what nobody shows goes with the best. */
  function sweep(quantityLots: number, most: number): void {
    const limit = Math.min(candidates.count(), most);
    let remaining = quantityLots;
    for (let i = 0; i < limit && remaining > 0; i++) {
      const lots = Math.min(remaining, candidates.lotsAt[i]!);
      decision.addCandidate(i, lots);
      remaining -= lots;
    }
    decision.addToFirst(remaining);
  }

  function writeNothing(): void {
    route.length = EMPTY_SECTION_BYTES;
    route.strategy = RoutingStrategy.NONE;
    route.fragmentCount = 0;
    route.backupCount = 0;
    route.reserved = 0;
  }

  return { state, onCommand };
}
