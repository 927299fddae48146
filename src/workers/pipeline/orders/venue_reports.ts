/**
 * Resolution of what venues report: which order and leg, whether the report is new, and what it changes.
 *
 * A fill covers the interval (cumulative - last, cumulative] of its leg, and each lot is applied once: a report at or
 * beyond what is known extends it (a jump leaves a gap), one that lies in the gap closes it, any other was seen before.
 * So reports that come twice or out of order change nothing twice and lose nothing.
 */

import { FrontSection, VenueReport } from '../../../../schemas/generated/engine.ts';
import { FrontEvent, FrontFlag } from '../../model/front_event.ts';
import { legOfLegRef } from '../../model/leg_ref.ts';
import { OrderStatus } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { ReportKind } from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import * as L from './order_layout.ts';
import { NO_ORDER } from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import { begin } from './section.ts';

export class VenueReports {
  readonly #store: OrderStore;
  readonly #body = new VenueReport();

  constructor(store: OrderStore) {
    this.#store = store;
  }

  resolve(slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    const body = this.#body.wrap(slot.commands, slot.bodyAt);
    begin(front, FrontEvent.LEG_REPORTED);
    const order = store.orderOfReport(body.legRef);
    if (order === NO_ORDER) {
      front.event = FrontEvent.REPORT_IGNORED;
      front.reason = ReasonCode.UNKNOWN_LEG;
      front.lastLots = body.lastLots;
      front.lastTicks = body.lastTicks;
      return;
    }
    store.describe(order, front);
    const leg = legOfLegRef(body.legRef);
    front.leg = leg;
    switch (body.kind) {
      case ReportKind.ACKNOWLEDGED:
      case ReportKind.STATUS:
        this.#acknowledged(order, slot);
        break;
      case ReportKind.FILLED:
        this.#filled(order, leg, slot);
        break;
      case ReportKind.CANCELLED:
      case ReportKind.EXPIRED:
      case ReportKind.REJECTED:
      case ReportKind.UNKNOWN_ORDER:
        this.#ended(order, leg, slot);
        break;
      default:
        break;
    }
  }

  #acknowledged(order: number, slot: Slot): void {
    if (this.#store.byte(order, L.STATUS) !== OrderStatus.PENDING_NEW) return;
    slot.front.event = FrontEvent.ORDER_ACKNOWLEDGED;
    if (slot.front.status === OrderStatus.PENDING_NEW) slot.front.status = OrderStatus.NEW;
  }

  #ended(order: number, leg: number, slot: Slot): void {
    if ((this.#store.int(order, L.LEGS_DONE) & (1 << leg)) !== 0) {
      slot.front.event = FrontEvent.REPORT_IGNORED;
      slot.front.reason = ReasonCode.DUPLICATE_REPORT;
      return;
    }
    slot.front.event = FrontEvent.LEG_ENDED;
    slot.front.flags = FrontFlag.LEG_DONE;
  }

  #filled(order: number, leg: number, slot: Slot): void {
    const front = slot.front;
    const lots = this.#body.lastLots;
    const reason = this.#judge(order, leg, lots, this.#body.cumLots);
    front.lastLots = lots;
    front.lastTicks = this.#body.lastTicks;
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.REPORT_IGNORED;
      front.reason = reason;
      front.limitValue = this.#store.mostLots(order);
      front.observedValue = front.filledLots + lots;
      return;
    }
    front.event = FrontEvent.ORDER_FILLED;
    const filled = front.filledLots + lots;
    front.filledLots = filled;
    front.filledValue = front.filledValue + lots * this.#body.lastTicks;
    front.leavesLots = filled < front.quantityLots ? front.quantityLots - filled : 0;
    if (this.#body.leavesLots === 0) front.flags = FrontFlag.LEG_DONE;
    if (filled >= this.#store.mostLots(order)) this.#endFilled(order, slot);
    else if (front.status === OrderStatus.NEW || front.status === OrderStatus.PENDING_NEW) {
      front.status = OrderStatus.PARTIALLY_FILLED;
    }
  }

  #endFilled(order: number, slot: Slot): void {
    const store = this.#store;
    const front = slot.front;
    front.status = OrderStatus.FILLED;
    front.flags = front.flags | FrontFlag.ORDER_ENDED;
    if (store.isCancelPending(order)) {
      front.flags = front.flags | FrontFlag.CANCEL_LOST;
      store.writeOrigClOrdId(front, store.int(order, L.PENDING_CANCEL_ENTRY));
    }
    markLostReplace(store, order, front);
  }

  #judge(order: number, leg: number, lots: number, cumulative: number): number {
    const store = this.#store;
    const from = cumulative - lots;
    if (!(lots > 0 && from >= 0)) return ReasonCode.BAD_REPORT;
    if (from < store.leg(order, leg, L.LEG_CUMULATIVE)) {
      const gapFrom = store.leg(order, leg, L.LEG_GAP_FROM);
      const gapTo = store.leg(order, leg, L.LEG_GAP_TO);
      const missing = gapTo - gapFrom - store.leg(order, leg, L.LEG_GAP_APPLIED);
      if (from < gapFrom || cumulative > gapTo || lots > missing) return ReasonCode.DUPLICATE_REPORT;
    }
    return store.double(order, L.FILLED) + lots > store.mostLots(order) ? ReasonCode.OVERFILL : ReasonCode.NONE;
  }

  /** Takes the fill's interval into the leg's record; `resolve` found it new. */
  applyFill(order: number, leg: number, slot: Slot): void {
    const store = this.#store;
    const body = this.#body.wrap(slot.commands, slot.bodyAt);
    const lots = body.lastLots;
    const cumulative = body.cumLots;
    const from = cumulative - lots;
    const known = store.leg(order, leg, L.LEG_CUMULATIVE);
    if (from < known) {
      store.setLeg(order, leg, L.LEG_GAP_APPLIED, store.leg(order, leg, L.LEG_GAP_APPLIED) + lots);
      return;
    }
    store.setLeg(order, leg, L.LEG_CUMULATIVE, cumulative);
    if (from === known) return;
    const gapFrom = store.leg(order, leg, L.LEG_GAP_FROM);
    const gapTo = store.leg(order, leg, L.LEG_GAP_TO);
    const applied = store.leg(order, leg, L.LEG_GAP_APPLIED);
    const isOpen = gapTo - gapFrom > applied;
    // A second gap joins the first: what was applied between them counts as applied within.
    store.setLeg(order, leg, L.LEG_GAP_FROM, isOpen ? gapFrom : known);
    store.setLeg(order, leg, L.LEG_GAP_APPLIED, isOpen ? applied + (known - gapTo) : 0);
    store.setLeg(order, leg, L.LEG_GAP_TO, from);
  }
}

/** An order that ends takes its pending replace with it: whoever asked is told. */
export function markLostReplace(store: OrderStore, order: number, front: FrontSection): void {
  if (!store.isReplacePending(order)) return;
  front.flags = front.flags | FrontFlag.REPLACE_LOST;
  front.length = FrontSection.BYTES;
  store.writeLostClOrdId(front, store.int(order, L.PENDING_REPLACE_ENTRY));
}
