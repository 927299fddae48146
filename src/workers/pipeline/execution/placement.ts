/** Legs: placing them at venues, ending them, and what follows when one ends: a backup venue, or the order settles. */

import * as frontEventCodes from '../../model/front_event.ts';
import * as legRefCodes from '../../model/leg_ref.ts';
import * as orderCodes from '../../model/order.ts';
import * as reasonCodes from '../../model/reason.ts';
import * as venueCodes from '../../model/venue.ts';
import type { Slot } from '../slot.ts';
import type { TradingHours } from '../trading_hours.ts';
import type { Instructions } from './instructions.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { BACKUPS, CANCEL_PENDING, CHILD_IN_FLIGHT, DISPLAY, EPOCH, GENERATION, INSTRUMENT, LAST_END } = layout;
const { LEG_APPLIED, LEG_FINAL, LEG_FLAGS, LEG_LOTS, LEG_PRICE, LEG_STATUS, LEG_VENUE, LIVE_LEGS } = layout;
const { ORDER_TYPE, PENDING_PRICE, PRICE, REPLACED_LEGS, REPLACING_LEGS, SIDE, TIME_IN_FORCE } = layout;
const { UNPLACED, USED_LEGS } = layout;
const { InstructionKind, LegsOutcome, MAX_BACKUPS } = frontEventCodes;
const { LEGS_PER_ORDER } = legRefCodes;
const { OrderType, TimeInForce } = orderCodes;
const { ReasonCode } = reasonCodes;
const { ReportKind } = venueCodes;
const { CancelPending, LegFlag, LegStatus } = legStoreConstants;

/** `LAST_END` of an order whose leg never left the engine before a restart; beside the venues' report kinds. */
export const NEVER_SENT = 100;

/** Who must hear of what becomes of a leg: parts of execution that stand on placement. */
interface LegListeners {
  /** A leg leaves its venue's list: told before it does. */
  onUnlink: (legNumber: number) => void;
  /** A leg that ended may have been the last that a replace waited for. True: it settles. */
  onLegsAnswered: (order: number) => boolean;
}

export type Placement = ReturnType<typeof makePlacement>;

export function makePlacement(
  legs: LegStore,
  instructions: Instructions,
  connected: Uint8Array,
  hours: TradingHours,
  slot: Slot,
) {
  const { front, route } = slot;
  const listeners: LegListeners = { onUnlink: () => undefined, onLegsAnswered: () => false };

  /** The order's record, from the terms that the front stage accepted. */
  function begin(epoch: number): void {
    const order = front.order;
    legs.begin(order);
    legs.setInt(order, GENERATION, front.generation);
    legs.setInt(order, EPOCH, epoch);
    legs.setInt(order, INSTRUMENT, front.instrument);
    legs.setByte(order, SIDE, front.side);
    legs.setByte(order, ORDER_TYPE, front.orderType);
    legs.setByte(order, TIME_IN_FORCE, front.timeInForce);
    legs.setDouble(order, PRICE, front.priceTicks);
    legs.setDouble(order, DISPLAY, front.displayLots);
  }

  function placeFirstWave(epoch: number): void {
    const order = front.order;
    begin(epoch);
    const count = route.fragmentCount;
    if (count === 0) {
      const reason = route.reason === 0 ? ReasonCode.NO_VENUE : route.reason;
      instructions.settle(order, front.generation, LegsOutcome.REJECTED, reason, 0, 0);
      return;
    }
    for (let i = 0; i < route.backupCount && i < MAX_BACKUPS; i++) {
      legs.setByte(order, BACKUPS + i, route.backups(i) + 1);
    }
    // Without a block for further legs the whole order goes to the first fragment's venue.
    if (count > 1 && !legs.reserveBlock(order)) {
      place(order, route.fragmentsVenue(0), front.quantityLots, route.fragmentsPriceTicks(0));
      return;
    }
    for (let i = 0; i < count; i++) {
      place(order, route.fragmentsVenue(i), route.fragmentsLots(i), route.fragmentsPriceTicks(i));
    }
  }

  /** The front stage let a later child pass. Its venue may have gone or shut meanwhile: then the next one is tried. */
  function placeChild(venue: number): void {
    const { order, lastLots, lastTicks } = front;
    legs.setByte(order, CHILD_IN_FLIGHT, 0);
    if (!mayTake(order, venue)) {
      legs.setByte(order, LAST_END, ReportKind.REJECTED);
      decide(order);
      return;
    }
    place(order, venue, lastLots, lastTicks);
    legs.setDouble(order, UNPLACED, legs.double(order, UNPLACED) - lastLots);
    // A leg that ended meanwhile left more to place.
    decide(order);
  }

  function childDenied(order: number, reason: number): void {
    legs.setByte(order, CHILD_IN_FLIGHT, 0);
    if (legs.byte(order, LIVE_LEGS) > 0) return;
    instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.CANCELLED, reason, 0, 0);
  }

  /** The venue says that nothing of the leg is open: it is done when fills up to `final` lots have been seen. */
  function legEnding(order: number, leg: number, final: number, kind: number): void {
    if (legs.legByte(order, leg, LEG_STATUS) === LegStatus.DONE) return;
    legs.setLegByte(order, leg, LEG_STATUS, LegStatus.ENDING);
    legs.setLegDouble(order, leg, LEG_FINAL, final);
    legs.setByte(order, LAST_END, kind);
  }

  function legMayBeDone(order: number, leg: number): void {
    if (legs.legByte(order, leg, LEG_STATUS) !== LegStatus.ENDING) return;
    const final = legs.legDouble(order, leg, LEG_FINAL);
    if (legs.legDouble(order, leg, LEG_APPLIED) < final) return;
    endLeg(order, leg, final);
    decide(order);
  }

  /** Takes a leg out of its venue's list; what was not filled waits to be placed again. */
  function endLeg(order: number, leg: number, final: number): void {
    unlink(order, leg);
    legs.setLegByte(order, leg, LEG_STATUS, LegStatus.DONE);
    legs.setByte(order, LIVE_LEGS, legs.byte(order, LIVE_LEGS) - 1);
    const flags = legs.legByte(order, leg, LEG_FLAGS);
    const isDropped = (flags & LegFlag.DROPPED_BY_REPLACE) !== 0;
    const rest = legs.legDouble(order, leg, LEG_LOTS) - final;
    // Filled beyond its lots: the replace took effect, though the venue's word of it comes later or never.
    if ((isDropped && rest > 0) || rest < 0) {
      legs.setByte(order, REPLACED_LEGS, legs.byte(order, REPLACED_LEGS) + 1);
    }
    if ((flags & (LegFlag.REPLACE_SENT | LegFlag.DROPPED_BY_REPLACE)) !== 0) {
      legs.setByte(order, REPLACING_LEGS, legs.byte(order, REPLACING_LEGS) - 1);
    }
    if (rest > 0 && !isDropped) legs.setDouble(order, UNPLACED, legs.double(order, UNPLACED) + rest);
  }

  /** After a leg ended: try the next backup with what is unplaced, or settle when nothing is live. */
  function decide(order: number): void {
    if (legs.byte(order, CHILD_IN_FLIGHT) !== 0) return;
    if (legs.byte(order, CANCEL_PENDING) === 0 && tryBackup(order)) return;
    settleIfIdle(order);
    if (legs.byte(order, LIVE_LEGS) === 0) return;
    listeners.onLegsAnswered(order);
    settleCancelIfRefused(order);
  }

  /** A refused cancel is told when no leg is being cancelled any more and the order lives on. True: it settles. */
  function settleCancelIfRefused(order: number): boolean {
    if (legs.byte(order, CANCEL_PENDING) !== CancelPending.ASKED || legs.byte(order, LIVE_LEGS) === 0) return false;
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      const isLive = legs.legByte(order, leg, LEG_STATUS) !== LegStatus.DONE;
      if (isLive && (legs.legByte(order, leg, LEG_FLAGS) & LegFlag.CANCEL_SENT) !== 0) return false;
    }
    legs.setByte(order, CANCEL_PENDING, CancelPending.REFUSED);
    const reason = ReasonCode.VENUE_REFUSED_CHANGE;
    instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.CANCEL_REFUSED, reason, 0, 0);
    return true;
  }

  /** Settles an order that has neither a live leg nor a child under way. */
  function settleIfIdle(order: number): boolean {
    if (legs.byte(order, LIVE_LEGS) > 0 || legs.byte(order, CHILD_IN_FLIGHT) !== 0) return false;
    const generation = legs.int(order, GENERATION);
    switch (legs.byte(order, LAST_END)) {
      case ReportKind.REJECTED:
        instructions.settle(order, generation, LegsOutcome.REJECTED, ReasonCode.VENUE_REJECTED, 0, 0);
        break;
      case ReportKind.EXPIRED:
        instructions.settle(order, generation, LegsOutcome.EXPIRED, ReasonCode.EXPIRED_AT_VENUE, 0, 0);
        break;
      case ReportKind.UNKNOWN_ORDER:
      case NEVER_SENT:
        instructions.settle(order, generation, LegsOutcome.REJECTED, ReasonCode.ENGINE_RESTART, 0, 0);
        break;
      default:
        instructions.settle(order, generation, LegsOutcome.CANCELLED, ReasonCode.CANCELLED_AT_VENUE, 0, 0);
        break;
    }
    return true;
  }

  /** The order left the pool: whatever of it is still listed is forgotten. */
  function release(order: number): void {
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      const status = legs.legByte(order, leg, LEG_STATUS);
      if (status === LegStatus.NONE || status === LegStatus.DONE) continue;
      unlink(order, leg);
      legs.setLegByte(order, leg, LEG_STATUS, LegStatus.DONE);
    }
    legs.end(order);
    legs.setByte(order, USED_LEGS, 0);
    legs.setByte(order, LIVE_LEGS, 0);
  }

  function addFlag(order: number, leg: number, flag: number): void {
    legs.setLegByte(order, leg, LEG_FLAGS, legs.legByte(order, leg, LEG_FLAGS) | flag);
  }

  function dropFlag(order: number, leg: number, flag: number): void {
    legs.setLegByte(order, leg, LEG_FLAGS, legs.legByte(order, leg, LEG_FLAGS) & ~flag);
  }

  function place(order: number, venue: number, lots: number, ticks: number): void {
    const leg = legs.byte(order, USED_LEGS);
    legs.setByte(order, USED_LEGS, leg + 1);
    legs.setByte(order, LIVE_LEGS, legs.byte(order, LIVE_LEGS) + 1);
    legs.setLegByte(order, leg, LEG_STATUS, LegStatus.SENT);
    legs.setLegByte(order, leg, LEG_FLAGS, 0);
    legs.setLegByte(order, leg, LEG_VENUE, venue);
    legs.setLegDouble(order, leg, LEG_LOTS, lots);
    legs.setLegDouble(order, leg, LEG_PRICE, ticks);
    legs.setLegDouble(order, leg, LEG_APPLIED, 0);
    legs.setLegDouble(order, leg, LEG_FINAL, -1);
    legs.link(order, leg, venue);
    instructions.tell(InstructionKind.NEW, order, leg, lots, ticks);
  }

  function unlink(order: number, leg: number): void {
    listeners.onUnlink(order * LEGS_PER_ORDER + leg);
    legs.unlink(order, leg, legs.legByte(order, leg, LEG_VENUE));
  }

  function tryBackup(order: number): boolean {
    const lots = legs.double(order, UNPLACED);
    const leg = legs.byte(order, USED_LEGS);
    if (lots <= 0 || leg >= LEGS_PER_ORDER || !mayGoElsewhere(order)) return false;
    // While a replace is pending nobody knows at which price.
    if (legs.double(order, PENDING_PRICE) !== 0) return false;
    const venue = takeBackup(order);
    if (venue < 0 || !legs.reserveBlock(order)) return false;
    // The lots stay unplaced until the child passes the front stage: it may be denied.
    legs.setByte(order, CHILD_IN_FLIGHT, 1);
    instructions.placeChild(order, legs.int(order, GENERATION), venue, leg, lots, legs.double(order, PRICE));
    return true;
  }

  /** A refused leg, or the rest of one that had to trade at once, may trade at another venue; a cancelled one may not. */
  function mayGoElsewhere(order: number): boolean {
    switch (legs.byte(order, LAST_END)) {
      case ReportKind.REJECTED:
        return true;
      case ReportKind.EXPIRED:
      case ReportKind.CANCELLED:
        return (
          legs.byte(order, ORDER_TYPE) === OrderType.MARKET ||
          legs.byte(order, TIME_IN_FORCE) === TimeInForce.IOC ||
          legs.byte(order, TIME_IN_FORCE) === TimeInForce.FOK
        );
      default:
        return false;
    }
  }

  function mayTake(order: number, venue: number): boolean {
    return connected[venue] !== 0 && hours.isOpenAt(legs.int(order, INSTRUMENT), venue);
  }

  function takeBackup(order: number): number {
    for (let i = 0; i < MAX_BACKUPS; i++) {
      const venue = legs.byte(order, BACKUPS + i) - 1;
      if (venue < 0) continue;
      legs.setByte(order, BACKUPS + i, 0);
      if (mayTake(order, venue)) return venue;
    }
    return -1;
  }

  return {
    listeners,
    begin,
    placeFirstWave,
    placeChild,
    childDenied,
    legEnding,
    legMayBeDone,
    endLeg,
    settleCancelIfRefused,
    settleIfIdle,
    release,
    addFlag,
    dropFlag,
  };
}
