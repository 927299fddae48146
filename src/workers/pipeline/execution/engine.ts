/**
 * Execution: what faces venues. It keeps a leg for each child order at a venue, tells venues what the front stage
 * decided, and says by follow-ups what must happen next: the next backup venue, or that all legs have settled.
 *
 * An order that is open has a live leg, or a follow-up about it is under way: so it always ends.
 */

import {
  ChildOrder,
  EngineStarted,
  SessionRecovered,
  VenueReport,
  VenueStatus,
} from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import { groupsOf } from '../../model/linked.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import * as rules from '../../model/rules.ts';
import * as sourceCodes from '../../model/source.ts';
import * as venueCodes from '../../model/venue.ts';
import { EngineState } from '../engine_state.ts';
import type { Slot } from '../slot.ts';
import { makeTradingHours } from '../trading_hours.ts';
import { makeInstructions } from './instructions.ts';
import { makeLegReports } from './leg_reports.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';
import { makeLegStore } from './leg_store.ts';
import { makeOutbox } from './outbox.ts';
import { makePlacement } from './placement.ts';
import { makeRecovery } from './recovery.ts';
import { makeReplacing } from './replacing.ts';
import { makeTakenBack } from './taken_back.ts';
import { makeVenueMeans } from './venue_means.ts';
import { makeAgenda } from './work/agenda.ts';
import { makeDependants } from './work/dependants.ts';
import { makeDesk } from './work/desk.ts';
import { makeLinked } from './work/linked.ts';
import { makeMarket } from './work/market.ts';
import { makeRestingStops } from './work/resting_stops.ts';
import { makeTimers } from './work/timers.ts';
import { makeVolumeCurves } from './work/volume_curves.ts';
import { makeWaiting } from './work/waiting.ts';
import type { WorkView } from './work/work_reader.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { CANCEL_PENDING, HELD, Held, LEG_APPLIED, LEG_STATUS, UNPLACED, USED_LEGS } = layout;
const { OrderStatus, OrderType } = orderCodes;
const { RULES_WAITING } = rules;
const { FrontEvent, FrontFlag, InstructionKind } = frontEventCodes;
const { RecordType } = recordTypeCodes;
const { SOURCE_FOLLOW_UP } = sourceCodes;
const { MAX_VENUES, ReportKind } = venueCodes;
const { CancelPending, LegFlag, LegStatus } = legStoreConstants;

// Registers.
const EPOCH = 0;

export type ExecutionEngine = ReturnType<typeof makeExecutionEngine>;

export interface ExecutionCapacity {
  readonly orders: number;
  readonly instruments: number;
  readonly venues: number;
}

export function makeExecutionEngine(capacity: ExecutionCapacity, slot: Slot) {
  const { front, header } = slot;
  const state = new EngineState('execution');
  const reportBody = VenueReport.over(slot.commands);
  const child = ChildOrder.over(slot.commands);
  const started = EngineStarted.over(slot.commands);
  const venueStatus = VenueStatus.over(slot.commands);
  const recovered = SessionRecovered.over(slot.commands);
  const registers = state.i32('registers', 1);
  const rulesInForce = state.laterI32('rules', 1);
  const connected = state.u8('venues.connected', MAX_VENUES);
  const outbox = makeOutbox(state);
  const legs = makeLegStore(state, capacity.orders);
  const instructions = makeInstructions(legs, outbox, slot);
  const hours = makeTradingHours(state, capacity.instruments, slot);
  const placement = makePlacement(legs, instructions, connected, hours, slot);
  const replacing = makeReplacing(legs, instructions, placement, slot);
  const legReports = makeLegReports(legs, instructions, placement, replacing, slot);
  const recovery = makeRecovery(state, legs, instructions, placement);
  const means = makeVenueMeans(state, connected, hours, rulesInForce, slot);
  const market = makeMarket(state, capacity.instruments, capacity.venues, hours, slot);
  const curves = makeVolumeCurves(state, capacity.instruments, slot);
  const timers = makeTimers(state, capacity.orders);
  const desk = makeDesk(state, capacity, legs, instructions, market, means, curves, timers, hours, slot);
  const takenBack = makeTakenBack(legs, instructions, placement, desk, slot);
  const stops = makeRestingStops(state, capacity, legs, instructions, market, slot);
  const dependants = makeDependants(legs, instructions, slot);
  const linked = makeLinked(state, groupsOf(capacity.orders), instructions, slot);
  const waiting = makeWaiting(state, capacity, legs, instructions, market, hours, slot);
  const agenda = makeAgenda(state, legs, instructions, timers, desk, stops, linked, waiting, slot);

  function onCommand(): void {
    instructions.begin();
    if (header.source === SOURCE_FOLLOW_UP) outbox.met(header.type, header.sourceSequence);
    switch (front.event) {
      case FrontEvent.NONE:
        onControl();
        break;
      case FrontEvent.ORDER_ACCEPTED:
        if (front.status === OrderStatus.NEW) hold();
        else placement.placeFirstWave(registers[EPOCH]!);
        agenda.accept();
        break;
      case FrontEvent.SLICE_ACCEPTED:
        desk.childAccepted();
        placement.placeFirstWave(registers[EPOCH]!);
        legs.setByte(front.order, HELD, Held.CHILD);
        break;
      case FrontEvent.SLICE_DENIED:
        desk.childDenied(agenda.nowMs());
        break;
      case FrontEvent.CHILD_ENDED:
        desk.childEnded(agenda.nowMs());
        break;
      case FrontEvent.ORDER_TRIGGERED:
        triggered();
        break;
      case FrontEvent.ORDER_FILLED:
        onFill();
        break;
      case FrontEvent.FILL_SUSPENDED:
        if (front.order >= 0) takenBack.passBy();
        break;
      case FrontEvent.TRADE_CANCELLED:
        takenBack.change(front.observedValue);
        break;
      case FrontEvent.TRADE_CORRECTED:
        takenBack.change(front.observedValue - front.lastLots);
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
      case FrontEvent.LEG_REPORTED:
        legReports.onReport();
        break;
      case FrontEvent.LEG_ENDED:
        onLegEnd();
        break;
      case FrontEvent.CANCEL_ACCEPTED:
        onCancel();
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        replace();
        break;
      case FrontEvent.ORDER_REPLACED:
        agenda.replaced();
        break;
      case FrontEvent.CHILD_ACCEPTED:
        placement.placeChild(child.move(slot.bodyAt).venue);
        break;
      case FrontEvent.CHILD_DENIED:
        placement.childDenied(front.order, front.reason);
        break;
      case FrontEvent.CANCEL_REFUSED:
        legs.setByte(front.order, CANCEL_PENDING, CancelPending.NONE);
        if (legs.byte(front.order, HELD) === Held.CHILD) desk.childCancelRefused(front.order, agenda.nowMs());
        break;
      case FrontEvent.FOLLOW_UP_IGNORED:
        if (header.type === RecordType.TRIGGER_ORDER && front.order >= 0) placement.settleIfIdle(front.order);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
      case FrontEvent.SWEEP_STEPPED:
        instructions.sweepOn(front.sweep, front.requestId);
        break;
      default:
        break;
    }
    afterEvent();
    agenda.goOn();
    instructions.end();
  }

  /** Nothing of the order goes to a venue yet. */
  function hold(): void {
    placement.begin(registers[EPOCH]!);
    if (dependants.isToBeHeld()) dependants.accept();
    else if (front.orderType === OrderType.STOP || front.orderType === OrderType.STOP_LIMIT) stops.accept();
    else if (front.orderType <= OrderType.LIMIT) waiting.accept(front.order);
    else desk.accept(agenda.nowMs());
  }

  /** The front stage knows its legs by the epoch in which it accepted the order. */
  function triggered(): void {
    const { order, orderType, instrument } = front;
    if (orderType > OrderType.LIMIT) {
      stops.release(order);
    } else if (hours.isShut(instrument) && rulesInForce[0]! >= RULES_WAITING) {
      placement.begin(legs.int(order, layout.EPOCH));
      waiting.accept(order);
    } else {
      placement.placeFirstWave(legs.int(order, layout.EPOCH));
    }
  }

  function replace(): void {
    agenda.replaceAsked();
    switch (legs.byte(front.order, HELD)) {
      case Held.STOP:
      case Held.TRIGGERED:
        stops.replace(front.order);
        break;
      case Held.WORK:
        desk.replace(front.order);
        break;
      case Held.DEPENDANT:
        dependants.replace(front.order);
        break;
      case Held.WAITING:
        waiting.replace(front.order);
        break;
      default:
        replacing.begin();
        break;
    }
  }

  /** What a late fill left over at other venues: nobody wants it any more. */
  function cancelRest(order: number): void {
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      if (legs.isOpenLeg(order, leg)) instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    }
  }

  /** The order left the pool: nobody holds it any more. */
  function forget(order: number): void {
    const held = legs.byte(order, HELD);
    if (held === Held.WAITING) waiting.forget(order);
    if (held === Held.WORK) desk.forget(order);
    else if (held !== Held.NOTHING) stops.forget(order);
    agenda.forget(order);
    cancelRest(order);
    placement.release(order);
  }

  function afterEvent(): void {
    if (front.event === FrontEvent.NONE) return;
    if ((front.flags & FrontFlag.LINKED) !== 0) linked.onLinked(agenda.nowMs());
    if ((front.flags & FrontFlag.ORDER_ENDED) !== 0) forget(front.order);
    if ((front.flags & FrontFlag.PARENT_ENDED) !== 0) forget(front.parent);
    if (header.type !== RecordType.LEGS_SETTLED) return;
    // One follow-up a follow-up: a sweep that waits goes on with the next that settles.
    const isOpen = front.order >= 0 && (front.flags & FrontFlag.ORDER_ENDED) === 0;
    if (!isOpen || !placement.settleCancelIfRefused(front.order)) recovery.settled();
  }

  function onFill(): void {
    const { order, leg, lastLots, flags } = front;
    if ((flags & FrontFlag.CHILD) !== 0) desk.childFilled();
    if (leg >= legs.byte(order, USED_LEGS)) return;
    const applied = legs.legDouble(order, leg, LEG_APPLIED) + lastLots;
    legs.setLegDouble(order, leg, LEG_APPLIED, applied);
    const status = legs.legByte(order, leg, LEG_STATUS);
    if (status === LegStatus.SENT || status === LegStatus.IN_DOUBT) {
      legs.setLegByte(order, leg, LEG_STATUS, LegStatus.OPEN);
    } else if (status === LegStatus.DONE) {
      // A late fill: what was left of the leg is to be placed by less, or was placed elsewhere by too much.
      legs.setDouble(order, UNPLACED, legs.double(order, UNPLACED) - lastLots);
    }
    if ((flags & FrontFlag.LEG_DONE) !== 0) {
      const report = reportBody.move(slot.bodyAt);
      placement.legEnding(order, leg, report.cumLots, ReportKind.FILLED);
    }
    if ((flags & FrontFlag.ORDER_ENDED) === 0) placement.legMayBeDone(order, leg);
  }

  function onLegEnd(): void {
    const { order, leg } = front;
    const report = reportBody.move(slot.bodyAt);
    if (leg >= legs.byte(order, USED_LEGS)) return;
    const isUnknown = report.kind === ReportKind.UNKNOWN_ORDER || report.kind === ReportKind.REJECTED;
    const final = isUnknown ? legs.legDouble(order, leg, LEG_APPLIED) : report.cumLots;
    placement.legEnding(order, leg, final, report.kind);
    placement.legMayBeDone(order, leg);
  }

  function onCancel(): void {
    const order = front.order;
    const held = legs.byte(order, HELD);
    if (held === Held.WORK) desk.cancel(order);
    else if (held === Held.STOP) stops.cancel(order);
    else if (held === Held.DEPENDANT) dependants.cancel(order);
    else if (held === Held.WAITING) waiting.cancel(order);
    legs.setByte(order, CANCEL_PENDING, CancelPending.ASKED);
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      const status = legs.legByte(order, leg, LEG_STATUS);
      if (status !== LegStatus.SENT && status !== LegStatus.OPEN && status !== LegStatus.IN_DOUBT) continue;
      placement.addFlag(order, leg, LegFlag.CANCEL_SENT);
      instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    }
    if ((front.flags & FrontFlag.SWEEP_STEP) !== 0) instructions.sweepOn(front.sweep, front.requestId);
  }

  function onControl(): void {
    switch (header.type) {
      case RecordType.ENGINE_STARTED:
        registers[EPOCH] = started.move(slot.bodyAt).epoch;
        rulesInForce[0] = started.rules;
        recovery.engineStarted(header.sequence);
        break;
      case RecordType.QUOTE: {
        const instrument = market.onQuote();
        if (instrument < 0) break;
        const lots = market.tradedLots();
        if (lots > 0) curves.add(instrument, agenda.nowMs(), lots);
        // What a venue shows that does not trade moves nobody.
        if (!hours.isOpenAt(instrument, market.quotedVenue())) break;
        stops.onQuote(instrument);
        desk.followers.onQuote(instrument);
        waiting.onQuote(instrument);
        break;
      }
      case RecordType.FEED_STATUS:
        market.onFeedStatus();
        break;
      case RecordType.SET_VOLUME_CURVE:
        curves.set();
        break;
      case RecordType.DAY_ROLL:
        curves.rollDay();
        agenda.rollDay();
        break;
      case RecordType.VENUE_STATUS: {
        const body = venueStatus.move(slot.bodyAt);
        if (body.venue >= 0 && body.venue < MAX_VENUES) connected[body.venue] = body.connected === 0 ? 0 : 1;
        market.onVenueStatus();
        break;
      }
      case RecordType.SET_VENUE:
        hours.onCommand();
        means.set();
        break;
      case RecordType.TRADING_STATUS:
        hours.onCommand();
        desk.resume();
        break;
      case RecordType.SESSION_RECOVERED:
        recovery.begin(recovered.move(slot.bodyAt));
        break;
      case RecordType.VENUE_SWEEP:
        recovery.step();
        break;
      default:
        break;
    }
  }

  /** For other threads. */
  function workView(): WorkView {
    const { works } = desk;
    const { capacity: most, records, registers: counts, rows } = works;
    const { trades } = market;
    return { capacity: most, counts, records, rows, legs: legs.u8, stopKeys: stops.keys, times: timers.times, trades };
  }

  return { state, outbox, legs, works: desk.works, waiting, dueTime: agenda.dueTime, onCommand, workView };
}
