/**
 * Fills that no open order can take. One of an order that has ended, and is still remembered, is its late fill: booked to
 * its account, told to its client. Any other is kept apart until an operator says whose it is (`RESOLVE_FILL`); to the
 * leg that it was reported of, if that is open, it is a fill that was taken back at once.
 */

import { ResolveFill, StrayFill, VenueReport } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import { legOfLegRef, venueOfLegRef } from '../../model/leg_ref.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as records from '../../model/record_type.ts';
import * as rules from '../../model/rules.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import * as rows from './executions.ts';
import type { FillRecords } from './fill_records.ts';
import type { LinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import { plain, type SectionWriter } from './section.ts';
import * as suspended from './suspense.ts';
import type { VenueReports } from './venue_reports.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { NO_ROW } = rows;
const { FrontEvent, FrontFlag } = events;
const { OrderStatus, Side } = orderModel;
const { ReasonCode } = reasons;
const { RecordType } = records;
const { RULES_EXITS_GROW, RULES_SUSPENDED_ONCE } = rules;
const { SOURCE_VENUE_FIRST } = sources;
const { ACCOUNT, BUSTED, FILLED, FILLED_VALUE, INSTRUMENT, LEGS_DONE, QUANTITY, SIDE } = layout;
const { NOT_SUSPENDED, SUSPENDED_ACCOUNT, SUSPENDED_DOUBLES, SUSPENDED_EXECUTION, SUSPENDED_INSTRUMENT } = suspended;
const { SUSPENDED_LEG_REF, SUSPENDED_LOTS, SUSPENDED_SEQUENCE, SUSPENDED_SIDE, SUSPENDED_TICKS } = suspended;
const { SUSPENDED_TIME, SUSPENDED_VENUE, SUSPENDED_VENUE_ORDER, SUSPENDED_WORDS, SuspendedState } = suspended;

const MOST_WHOLE = 2 ** 31 - 1;

export type StrayFills = ReturnType<typeof makeStrayFills>;

export function makeStrayFills(
  store: OrderStore,
  slot: Slot,
  section: SectionWriter,
  reports: VenueReports,
  fillRecords: FillRecords,
  linked: LinkedOrders,
) {
  const { front, header } = slot;
  const { executions, suspense } = store;
  const reportBody = VenueReport.over(slot.commands);
  const strayBody = StrayFill.over(slot.commands);
  const resolution = ResolveFill.over(slot.commands);
  /** The ended order that a late fill is of, or the one that a fill which is kept apart may be of. */
  let order = NO_ORDER;
  /** That order as its client knows it: its parent where it is a child. */
  let owner = NO_ORDER;
  /** The place of a fill that is kept apart, or that is resolved. */
  let place = NOT_SUSPENDED;

  /** A fill that a venue reports of an order which is not in the pool; the section was begun. */
  function report(): void {
    const body = reportBody.move(slot.bodyAt);
    const { legRef } = body;
    const teller = header.source - SOURCE_VENUE_FIRST;
    order = NO_ORDER;
    front.event = FrontEvent.REPORT_IGNORED;
    front.lastLots = plain(body.lastLots);
    front.lastTicks = plain(body.lastTicks);
    const isNamed = legRef > 0 && legRef <= Number.MAX_SAFE_INTEGER;
    if (teller !== body.venue || (isNamed && venueOfLegRef(legRef) !== teller)) {
      front.reason = ReasonCode.WRONG_VENUE;
      front.limitValue = isNamed ? venueOfLegRef(legRef) : teller;
      front.observedValue = teller;
      return;
    }
    if (!(isWhole(body.lastLots) && isWhole(body.lastTicks) && isWhole(body.cumLots))) {
      front.reason = ReasonCode.BAD_REPORT;
      return;
    }
    if (executions.find(teller, body.executionId, legRef) !== NO_ROW || isKeptApart(teller, body)) {
      front.reason = ReasonCode.DUPLICATE_REPORT;
      return;
    }
    order = store.endedOrderOfReport(legRef);
    if (order === NO_ORDER) keepApart(teller, plain(body.executionId), plain(legRef));
    else late(order, teller);
  }

  /** What was beyond its order when it came first is not taken when it comes again, though a bust has made room for it. */
  function isKeptApart(venue: number, { executionId, legRef }: VenueReport): boolean {
    if (executionId === 0 || store.rules() < RULES_SUSPENDED_ONCE) return false;
    return suspense.find(venue, executionId, legRef) !== NOT_SUSPENDED;
  }

  function late(ended: number, venue: number): void {
    const body = reportBody.move(slot.bodyAt);
    const reason = reports.judgeLate(ended, legOfLegRef(body.legRef));
    owner = store.parentOf(ended) === NO_ORDER ? ended : store.endedParentOf(ended);
    // A parent that is still worked may have placed those lots again: a person must see what it comes to.
    const isBeyond = reason === ReasonCode.NONE && (owner === NO_ORDER || exceeds(owner));
    if (reason === ReasonCode.OVERFILL || isBeyond) {
      keepApart(venue, plain(body.executionId), plain(body.legRef));
      return;
    }
    if (reason !== ReasonCode.NONE) {
      front.reason = reason;
      return;
    }
    store.describeEnded(owner);
    front.leg = legOfLegRef(body.legRef);
    front.event = FrontEvent.LATE_FILL;
    const lots = reports.lotsTaken(ended, front.leg, body.lastLots, body.cumLots);
    front.lastLots = lots;
    front.filledLots = front.filledLots + lots;
    front.filledValue = front.filledValue + lots * body.lastTicks;
    if (front.filledLots === front.quantityLots) front.status = OrderStatus.FILLED;
    if (store.rules() < RULES_EXITS_GROW) return;
    // Why no open order takes it is not for the client: it knows the order.
    front.reason = ReasonCode.NONE;
    linked.nameLate(owner);
  }

  function exceeds(ended: number): boolean {
    return store.double(ended, FILLED) + reportBody.lastLots > store.double(ended, QUANTITY);
  }

  /** A fill of an order that the venue's session does not know: a STRAY_FILL. */
  function stray(): void {
    const body = strayBody.move(slot.bodyAt);
    section.begin(FrontEvent.REPORT_IGNORED);
    order = NO_ORDER;
    front.lastLots = plain(body.lastLots);
    front.lastTicks = plain(body.lastTicks);
    const teller = header.source - SOURCE_VENUE_FIRST;
    if (teller !== body.venue) {
      front.reason = ReasonCode.WRONG_VENUE;
      front.limitValue = teller;
      front.observedValue = plain(body.venue);
    } else if (!(isWhole(body.lastLots) && isWhole(body.lastTicks)) || !isSide(body.side)) {
      front.reason = ReasonCode.BAD_REPORT;
    } else if (executions.find(teller, body.executionId, 0) !== NO_ROW) {
      front.reason = ReasonCode.DUPLICATE_REPORT;
    } else {
      front.instrument = body.instrument;
      front.side = body.side;
      keepApart(teller, plain(body.executionId), 0);
    }
  }

  function keepApart(venue: number, executionId: number, legRef: number): void {
    if (executionId !== 0 && suspense.find(venue, executionId, legRef) !== NOT_SUSPENDED) {
      front.reason = ReasonCode.DUPLICATE_REPORT;
      return;
    }
    place = suspense.place();
    if (place === NOT_SUSPENDED) {
      front.reason = ReasonCode.SUSPENSE_FULL;
      front.limitValue = suspended.MOST_SUSPENDED;
      front.observedValue = suspended.MOST_SUSPENDED;
      return;
    }
    front.event = FrontEvent.FILL_SUSPENDED;
    front.requestId = suspense.nextNumber();
    if (front.order !== NO_ORDER && reportBody.leavesLots === 0) front.flags = front.flags | FrontFlag.LEG_DONE;
    if (order === NO_ORDER) return;
    front.account = store.int(order, ACCOUNT);
    front.instrument = store.int(order, INSTRUMENT);
    front.side = store.byte(order, SIDE);
  }

  /** RESOLVE_FILL: risk may still refuse the account or the instrument. */
  function resolve(): void {
    const body = resolution.move(slot.bodyAt);
    section.begin(FrontEvent.RESOLUTION_DENIED);
    place = suspense.byNumber(body.number);
    front.requestId = plain(body.number);
    if (place === NOT_SUSPENDED) {
      section.deny(FrontEvent.RESOLUTION_DENIED, ReasonCode.UNKNOWN_SUSPENDED_FILL, 0, plain(body.number));
      return;
    }
    const words = place * SUSPENDED_WORDS;
    const doubles = place * SUSPENDED_DOUBLES;
    const known = suspense.i32[words + SUSPENDED_INSTRUMENT]!;
    const side = suspense.i32[words + SUSPENDED_SIDE]!;
    front.account = body.account;
    front.strategy = body.strategy;
    front.instrument = known < 0 ? body.instrument : known;
    front.side = side === 0 ? body.side : side;
    front.lastLots = suspense.f64[doubles + SUSPENDED_LOTS]!;
    front.lastTicks = suspense.f64[doubles + SUSPENDED_TICKS]!;
    if (body.assigned === 0) {
      front.event = FrontEvent.SUSPENDED_FILL_DROPPED;
    } else if (front.side !== Side.BUY && front.side !== Side.SELL) {
      section.deny(FrontEvent.RESOLUTION_DENIED, ReasonCode.BAD_REPORT, 0, front.side);
    } else front.event = FrontEvent.FILL_ASSIGNED;
  }

  function applyLate(): void {
    const leg = front.leg;
    reports.applyFill(order, leg);
    if (owner !== order) store.setDouble(order, FILLED, store.double(order, FILLED) + front.lastLots);
    store.setDouble(owner, FILLED, front.filledLots);
    store.setDouble(owner, FILLED_VALUE, front.filledValue);
    store.setEndedStatus(owner, front.status);
    linked.late(owner);
    fillRecords.fill(owner, store.generationOfEnded(owner));
    fillRecords.close(owner, front.status, store.endedDay(owner) === executions.day());
  }

  function applySuspended(): void {
    suspense.take(place);
    const words = place * SUSPENDED_WORDS;
    const doubles = place * SUSPENDED_DOUBLES;
    const { i32, f64 } = suspense;
    f64[doubles + SUSPENDED_SEQUENCE] = header.sequence;
    f64[doubles + SUSPENDED_TIME] = header.time;
    f64[doubles + SUSPENDED_LOTS] = front.lastLots;
    f64[doubles + SUSPENDED_TICKS] = front.lastTicks;
    i32[words + SUSPENDED_VENUE] = header.source - SOURCE_VENUE_FIRST;
    i32[words + SUSPENDED_INSTRUMENT] = front.instrument;
    i32[words + SUSPENDED_SIDE] = front.side;
    i32[words + SUSPENDED_ACCOUNT] = front.account;
    if (header.type === RecordType.STRAY_FILL) {
      const body = strayBody.move(slot.bodyAt);
      f64[doubles + SUSPENDED_EXECUTION] = plain(body.executionId);
      f64[doubles + SUSPENDED_VENUE_ORDER] = plain(body.venueOrderId);
    } else {
      const body = reportBody.move(slot.bodyAt);
      f64[doubles + SUSPENDED_EXECUTION] = plain(body.executionId);
      f64[doubles + SUSPENDED_VENUE_ORDER] = plain(body.venueOrderId);
      f64[doubles + SUSPENDED_LEG_REF] = plain(body.legRef);
      if (front.order !== NO_ORDER) passBy(front.order);
    }
  }

  /** The leg had the fill, and its order did not. */
  function passBy(open: number): void {
    reports.applyFill(open, front.leg);
    store.setDouble(open, BUSTED, store.double(open, BUSTED) + front.lastLots);
    if ((front.flags & FrontFlag.LEG_DONE) === 0) return;
    store.setInt(open, LEGS_DONE, store.int(open, LEGS_DONE) | (1 << front.leg));
  }

  function applyAssigned(): void {
    fillRecords.assigned(place);
    suspense.settle(place, SuspendedState.FREE);
  }

  /** What was decided of a fill that no open order takes. */
  function apply(): void {
    switch (front.event) {
      case FrontEvent.LATE_FILL:
        applyLate();
        break;
      case FrontEvent.FILL_SUSPENDED:
        applySuspended();
        break;
      case FrontEvent.FILL_ASSIGNED:
        applyAssigned();
        break;
      default:
        suspense.settle(place, SuspendedState.DROPPED);
        break;
    }
  }

  return { report, stray, resolve, apply };
}

function isWhole(value: number): boolean {
  return value > 0 && value <= MOST_WHOLE && value === Math.floor(value);
}

function isSide(side: number): boolean {
  return side === 0 || side === Side.BUY || side === Side.SELL;
}
