/**
 * Resolution of what venues report: which order and leg, whether the report is new, and what it changes. A report of a leg
 * that another venue has changes nothing, whatever it says.
 *
 * A fill covers the interval (cumulative - last, cumulative] of its leg, and each lot is applied once: a report at or
 * beyond what is known extends it (a jump leaves a gap), one that lies in a gap fills it, any other was seen before.
 * So reports that come twice or out of order change nothing twice and lose nothing. Beyond GAPS gaps in one leg at once,
 * gaps are joined: the lots stay right, for a leg takes what is missing and no more (decision 5).
 */

import { VenueReport } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import { legOfLegRef, venueOfLegRef } from '../../model/leg_ref.ts';
import * as reasons from '../../model/reason.ts';
import * as sources from '../../model/source.ts';
import * as venueModel from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { Life } from './life.ts';
import * as lifeEvents from './life_event.ts';
import type { LinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import { plain, type SectionWriter } from './section.ts';
import * as stateTable from './state_table.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { FrontEvent, FrontFlag } = events;
const { LifeEvent } = lifeEvents;
const { ReasonCode } = reasons;
const { Cell, eventOf, toldOf } = stateTable;
const { SOURCE_VENUE_FIRST } = sources;
const { ReportKind } = venueModel;
const { FILLED, GAPS, LEGS_DONE, LEG_APPLIED, LEG_CUMULATIVE, LEG_GAPS, LINKED, PENDING_REPLACE_ENTRY } = layout;
const { QUANTITY } = layout;

/** What an int32 holds; products of two such numbers, but for the largest, stay exact. */
const MOST_WHOLE = 2 ** 31 - 1;

export type VenueReports = ReturnType<typeof makeVenueReports>;

export function makeVenueReports(
  store: OrderStore,
  slot: Slot,
  section: SectionWriter,
  life: Life,
  linked: LinkedOrders,
) {
  const { front, header } = slot;
  const { begin, growForLostId } = section;
  const body = VenueReport.over(slot.commands);

  function resolve(): void {
    body.move(slot.bodyAt);
    begin(FrontEvent.LEG_REPORTED);
    const order = store.orderOfReport(body.legRef);
    if (order === NO_ORDER) {
      front.event = FrontEvent.REPORT_IGNORED;
      front.reason = ReasonCode.UNKNOWN_LEG;
      front.lastLots = plain(body.lastLots);
      front.lastTicks = plain(body.lastTicks);
      return;
    }
    store.describeAsClientsKnow(order);
    const leg = legOfLegRef(body.legRef);
    front.leg = leg;
    const venue = venueOfLegRef(body.legRef);
    const teller = header.source - SOURCE_VENUE_FIRST;
    if (teller !== venue || body.venue !== venue) {
      front.event = FrontEvent.REPORT_IGNORED;
      front.reason = ReasonCode.WRONG_VENUE;
      front.limitValue = venue;
      front.observedValue = teller === venue ? plain(body.venue) : teller;
      return;
    }
    switch (body.kind) {
      case ReportKind.ACKNOWLEDGED:
      case ReportKind.STATUS:
        acknowledged(order);
        break;
      case ReportKind.FILLED:
        filled(order, leg);
        break;
      case ReportKind.CANCELLED:
      case ReportKind.EXPIRED:
      case ReportKind.REJECTED:
      case ReportKind.UNKNOWN_ORDER:
        ended(order, leg);
        break;
      default:
        break;
    }
  }

  /** A fill without an open order, or beyond what its order may come to: `resolve` ignored it, and it is somebody's. */
  function isStray(): boolean {
    if (front.event !== FrontEvent.REPORT_IGNORED || body.kind !== ReportKind.FILLED) return false;
    return front.reason === ReasonCode.UNKNOWN_LEG || front.reason === ReasonCode.OVERFILL;
  }

  function acknowledged(order: number): void {
    if (isChild()) {
      const cell = life.meet(order, LifeEvent.CHILD_ACKNOWLEDGED);
      front.event = eventOf(cell);
      // Its parent was told to be open when it was accepted.
      if ((cell & Cell.UNTOLD) !== 0) front.session = -1;
    } else life.write(life.meet(order, LifeEvent.ACKNOWLEDGED));
  }

  function ended(order: number, leg: number): void {
    if ((store.int(order, LEGS_DONE) & (1 << leg)) !== 0) {
      front.event = FrontEvent.REPORT_IGNORED;
      front.reason = ReasonCode.DUPLICATE_REPORT;
      return;
    }
    front.event = FrontEvent.LEG_ENDED;
    front.flags = front.flags | FrontFlag.LEG_DONE;
  }

  function filled(order: number, leg: number): void {
    const reason = judge(order, leg, body.lastLots, body.cumLots, store.mostLots(order));
    const lots = reason === ReasonCode.NONE ? lotsTaken(order, leg, body.lastLots, body.cumLots) : body.lastLots;
    front.lastLots = plain(lots);
    front.lastTicks = plain(body.lastTicks);
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.REPORT_IGNORED;
      front.reason = reason;
      front.limitValue = store.mostLots(order);
      front.observedValue = front.filledLots + front.lastLots;
      return;
    }
    const filled = front.filledLots + lots;
    front.filledLots = filled;
    front.filledValue = front.filledValue + lots * body.lastTicks;
    const owner = isChild() ? front.parent : order;
    const quantity = store.shownLots(owner, filled);
    front.quantityLots = quantity;
    front.leavesLots = filled < quantity ? quantity - filled : 0;
    if (body.leavesLots === 0) front.flags = front.flags | FrontFlag.LEG_DONE;
    if (owner !== order) {
      const isLast = store.double(order, FILLED) + lots >= store.double(order, QUANTITY);
      life.write(life.meetChild(order, isLast ? LifeEvent.CHILD_LAST_FILL : LifeEvent.CHILD_FILL));
    }
    const cell = life.meet(owner, fillEvent(owner, filled));
    front.event = eventOf(cell);
    front.status = toldOf(cell);
    if ((cell & Cell.ENDS) !== 0) endFilled(owner, cell);
    if ((store.int(owner, LEGS_DONE) & LINKED) !== 0) linked.nameFill(owner);
  }

  /** What a fill is by what it leaves open. */
  function fillEvent(order: number, filled: number): number {
    if (filled >= store.mostLots(order)) return LifeEvent.LAST_FILL;
    return filled < store.double(order, QUANTITY) ? LifeEvent.FILL : LifeEvent.FILL_OF_ORDERED;
  }

  function isChild(): boolean {
    return (front.flags & FrontFlag.CHILD) !== 0;
  }

  /** The order that the client knows. */
  function endFilled(order: number, cell: number): void {
    front.flags = front.flags | (isChild() ? FrontFlag.PARENT_ENDED : FrontFlag.ORDER_ENDED);
    if ((cell & Cell.CANCEL_LOST) !== 0) {
      front.flags = front.flags | FrontFlag.CANCEL_LOST;
      store.writeOrigClOrdId(store.cancelEntry(order));
    }
    if ((cell & Cell.REPLACE_LOST) !== 0) markLostReplace(order);
  }

  /** Of a fill of an order that has ended, and is still in its place. */
  function judgeLate(order: number, leg: number): number {
    body.move(slot.bodyAt);
    return judge(order, leg, body.lastLots, body.cumLots, store.double(order, QUANTITY));
  }

  /** Whole numbers in their range, and lots that no report before covered; an order comes to `most` lots. */
  function judge(order: number, leg: number, lots: number, cumulative: number, most: number): number {
    const from = cumulative - lots;
    if (!(isWhole(lots) && isWhole(cumulative) && from >= 0 && isWhole(body.lastTicks))) {
      return ReasonCode.BAD_REPORT;
    }
    const isNew = from >= store.leg(order, leg, LEG_CUMULATIVE) || gapAround(order, leg, from, cumulative) >= 0;
    if (!isNew) return ReasonCode.DUPLICATE_REPORT;
    const taken = lotsTaken(order, leg, lots, cumulative);
    return store.double(order, FILLED) + taken > most ? ReasonCode.OVERFILL : ReasonCode.NONE;
  }

  /** In a gap at most what is missing, which tells apart only when gaps were joined. */
  function lotsTaken(order: number, leg: number, lots: number, cumulative: number): number {
    const known = store.leg(order, leg, LEG_CUMULATIVE);
    if (cumulative > known) return lots;
    const missing = known - store.leg(order, leg, LEG_APPLIED);
    return lots < missing ? lots : missing;
  }

  /** The gap that the interval lies in, or -1. */
  function gapAround(order: number, leg: number, from: number, to: number): number {
    for (let gap = 0; gap < GAPS; gap++) {
      const at = LEG_GAPS + 2 * gap;
      if (from >= store.leg(order, leg, at) && to <= store.leg(order, leg, at + 1)) return gap;
    }
    return -1;
  }

  /** Takes the fill's interval into the leg's record; `resolve` found it new. */
  function applyFill(order: number, leg: number): void {
    body.move(slot.bodyAt);
    const to = body.cumLots;
    const from = to - body.lastLots;
    const known = store.leg(order, leg, LEG_CUMULATIVE);
    const applied = store.leg(order, leg, LEG_APPLIED) + front.lastLots;
    store.setLeg(order, leg, LEG_APPLIED, applied);
    if (from >= known) {
      store.setLeg(order, leg, LEG_CUMULATIVE, to);
      if (from > known) addGap(order, leg, known, from);
      return;
    }
    if (applied === known) {
      clearGaps(order, leg);
      return;
    }
    const at = LEG_GAPS + 2 * gapAround(order, leg, from, to);
    const gapFrom = store.leg(order, leg, at);
    const gapTo = store.leg(order, leg, at + 1);
    store.setLeg(order, leg, at, 0);
    store.setLeg(order, leg, at + 1, 0);
    if (gapFrom < from) addGap(order, leg, gapFrom, from);
    if (to < gapTo) addGap(order, leg, to, gapTo);
  }

  function clearGaps(order: number, leg: number): void {
    for (let at = LEG_GAPS; at < LEG_GAPS + 2 * GAPS; at++) store.setLeg(order, leg, at, 0);
  }

  /**
   * Into a free place. With none, the highest gap grows over what lies between: nothing that is missing is refused, and a
   * repeat of what lies between could be taken for it. It takes five gaps in one leg at once to get there.
   */
  function addGap(order: number, leg: number, from: number, to: number): void {
    let at = LEG_GAPS;
    let highest = at;
    for (let gap = 0; gap < GAPS; gap++, at += 2) {
      const end = store.leg(order, leg, at + 1);
      if (end === 0) {
        store.setLeg(order, leg, at, from);
        store.setLeg(order, leg, at + 1, to);
        return;
      }
      if (end > store.leg(order, leg, highest + 1)) highest = at;
    }
    if (from < store.leg(order, leg, highest)) store.setLeg(order, leg, highest, from);
    if (to > store.leg(order, leg, highest + 1)) store.setLeg(order, leg, highest + 1, to);
  }

  /** An order that ends takes its pending replace with it: whoever asked is told. */
  function markLostReplace(order: number): void {
    if (!store.isReplacePending(order)) return;
    front.flags = front.flags | FrontFlag.REPLACE_LOST;
    growForLostId();
    store.writeLostClOrdId(store.int(order, PENDING_REPLACE_ENTRY));
  }

  return { resolve, isStray, judgeLate, lotsTaken, applyFill, markLostReplace };
}

/** A number of lots or ticks that a venue may name. */
function isWhole(value: number): boolean {
  return value > 0 && value <= MOST_WHOLE && value === Math.floor(value);
}
