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
import * as recordTypeCodes from '../../model/record_type.ts';
import * as sourceCodes from '../../model/source.ts';
import * as venueCodes from '../../model/venue.ts';
import { EngineState } from '../engine_state.ts';
import type { Engine, Slot } from '../slot.ts';
import { Instructions } from './instructions.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';
import { LegStore } from './leg_store.ts';
import { Outbox } from './outbox.ts';
import { Placement } from './placement.ts';
import { Recovery } from './recovery.ts';
import { Replacing } from './replacing.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { CANCEL_PENDING, LEG_APPLIED, LEG_STATUS, USED_LEGS } = layout;
const { FrontEvent, FrontFlag, InstructionKind } = frontEventCodes;
const { RecordType } = recordTypeCodes;
const { SOURCE_FOLLOW_UP } = sourceCodes;
const { MAX_VENUES, ReportKind, VenueReason } = venueCodes;
const { CancelPending, LegFlag, LegStatus } = legStoreConstants;

// Registers.
const EPOCH = 0;

export class ExecutionEngine implements Engine {
  readonly state = new EngineState('execution');
  readonly outbox: Outbox;
  readonly legs: LegStore;
  readonly #registers: Int32Array;
  readonly #connected: Uint8Array;
  readonly #instructions: Instructions;
  readonly #placement: Placement;
  readonly #replacing: Replacing;
  readonly #recovery: Recovery;
  readonly #report = new VenueReport();
  readonly #child = new ChildOrder();
  readonly #started = new EngineStarted();
  readonly #venueStatus = new VenueStatus();
  readonly #recovered = new SessionRecovered();

  constructor(capacity: { readonly orders: number }) {
    this.#registers = this.state.i32('registers', 1);
    this.#connected = this.state.u8('venues.connected', MAX_VENUES);
    this.outbox = new Outbox(this.state);
    this.legs = new LegStore(this.state, capacity.orders);
    this.#instructions = new Instructions(this.legs, this.outbox);
    this.#placement = new Placement(this.legs, this.#instructions, this.#connected);
    this.#replacing = new Replacing(this.legs, this.#instructions, this.#placement);
    this.#recovery = new Recovery(this.state, this.legs, this.#instructions, this.#placement);
  }

  onCommand(slot: Slot): void {
    this.#instructions.begin(slot);
    if (slot.header.source === SOURCE_FOLLOW_UP) this.outbox.met(slot.header.type, slot.header.sourceSequence);
    switch (slot.front.event) {
      case FrontEvent.NONE:
        this.#onControl(slot);
        break;
      case FrontEvent.ORDER_ACCEPTED:
        this.#placement.placeFirstWave(slot, this.#registers[EPOCH]!);
        break;
      case FrontEvent.ORDER_FILLED:
        this.#onFill(slot);
        break;
      case FrontEvent.ORDER_ACKNOWLEDGED:
      case FrontEvent.LEG_REPORTED:
        this.#onLegReport(slot);
        break;
      case FrontEvent.LEG_ENDED:
        this.#onLegEnd(slot);
        break;
      case FrontEvent.CANCEL_ACCEPTED:
        this.#onCancel(slot);
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        this.#replacing.begin(slot);
        break;
      case FrontEvent.CHILD_ACCEPTED:
        this.#placement.placeChild(slot, this.#child.wrap(slot.commands, slot.bodyAt).venue);
        break;
      case FrontEvent.CHILD_DENIED:
        this.#placement.childDenied(slot.front.order, slot.front.reason);
        break;
      case FrontEvent.CANCEL_REFUSED:
        this.legs.setByte(slot.front.order, CANCEL_PENDING, CancelPending.NONE);
        break;
      case FrontEvent.MASS_CANCEL_ACCEPTED:
      case FrontEvent.SWEEP_STEPPED:
        this.#instructions.sweepOn(slot.front.sweep, slot.front.requestId);
        break;
      default:
        break;
    }
    this.#afterEvent(slot);
    this.#instructions.end();
  }

  #afterEvent(slot: Slot): void {
    const front = slot.front;
    if (front.event === FrontEvent.NONE) return;
    if ((front.flags & FrontFlag.ORDER_ENDED) !== 0) this.#placement.release(front.order);
    if (slot.header.type !== RecordType.LEGS_SETTLED) return;
    // One follow-up a follow-up: a sweep that waits goes on with the next that settles.
    const isOpen = front.order >= 0 && (front.flags & FrontFlag.ORDER_ENDED) === 0;
    if (!isOpen || !this.#placement.settleCancelIfRefused(front.order)) this.#recovery.settled();
  }

  #onFill(slot: Slot): void {
    const { order, leg, lastLots, flags } = slot.front;
    const legs = this.legs;
    if (leg >= legs.byte(order, USED_LEGS)) return;
    const applied = legs.legDouble(order, leg, LEG_APPLIED) + lastLots;
    legs.setLegDouble(order, leg, LEG_APPLIED, applied);
    const status = legs.legByte(order, leg, LEG_STATUS);
    if (status === LegStatus.SENT || status === LegStatus.IN_DOUBT) {
      legs.setLegByte(order, leg, LEG_STATUS, LegStatus.OPEN);
    }
    if ((flags & FrontFlag.LEG_DONE) !== 0) {
      const report = this.#report.wrap(slot.commands, slot.bodyAt);
      this.#placement.legEnding(order, leg, report.cumLots, ReportKind.FILLED);
    }
    if ((flags & FrontFlag.ORDER_ENDED) === 0) this.#placement.legMayBeDone(order, leg);
  }

  #onLegEnd(slot: Slot): void {
    const { order, leg } = slot.front;
    const report = this.#report.wrap(slot.commands, slot.bodyAt);
    if (leg >= this.legs.byte(order, USED_LEGS)) return;
    const isUnknown = report.kind === ReportKind.UNKNOWN_ORDER || report.kind === ReportKind.REJECTED;
    const final = isUnknown ? this.legs.legDouble(order, leg, LEG_APPLIED) : report.cumLots;
    this.#placement.legEnding(order, leg, final, report.kind);
    this.#placement.legMayBeDone(order, leg);
  }

  #onLegReport(slot: Slot): void {
    const { order, leg } = slot.front;
    const legs = this.legs;
    const report = this.#report.wrap(slot.commands, slot.bodyAt);
    if (leg >= legs.byte(order, USED_LEGS)) return;
    const status = legs.legByte(order, leg, LEG_STATUS);
    if (status === LegStatus.NONE || status === LegStatus.DONE) return;
    const asked = requestAnsweredBy(report.kind);
    // The repeat of an earlier answer, or one that was overtaken: what was asked since is still to be answered.
    if (asked !== 0 && report.request !== legs.lastRequest(order, leg, asked)) return;
    const isRefusal = report.kind === ReportKind.CANCEL_REJECTED || report.kind === ReportKind.REPLACE_REJECTED;
    if (isRefusal && report.reason === VenueReason.UNKNOWN_ORDER) {
      // The order may have been lost on its way: unasked, it would be open here for ever.
      this.#instructions.tell(InstructionKind.STATUS, order, leg, 0, 0);
    } else if (status === LegStatus.SENT || status === LegStatus.IN_DOUBT) {
      legs.setLegByte(order, leg, LEG_STATUS, LegStatus.OPEN);
    }
    switch (report.kind) {
      case ReportKind.REPLACED:
      case ReportKind.REPLACE_REJECTED:
      case ReportKind.STATUS:
        this.#replacing.answered(order, leg, report);
        break;
      case ReportKind.CANCEL_REJECTED:
        this.#cancelRejected(order, leg);
        break;
      default:
        break;
    }
  }

  #onCancel(slot: Slot): void {
    const front = slot.front;
    const legs = this.legs;
    const order = front.order;
    legs.setByte(order, CANCEL_PENDING, CancelPending.ASKED);
    for (let leg = 0; leg < legs.byte(order, USED_LEGS); leg++) {
      const status = legs.legByte(order, leg, LEG_STATUS);
      if (status !== LegStatus.SENT && status !== LegStatus.OPEN && status !== LegStatus.IN_DOUBT) continue;
      this.#placement.addFlag(order, leg, LegFlag.CANCEL_SENT);
      this.#instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    }
    if ((front.flags & FrontFlag.SWEEP_STEP) !== 0) this.#instructions.sweepOn(front.sweep, front.requestId);
  }

  #cancelRejected(order: number, leg: number): void {
    this.#placement.dropFlag(order, leg, LegFlag.CANCEL_SENT);
    if (!this.#replacing.dropRefused(order, leg)) this.#placement.settleCancelIfRefused(order);
  }

  #onControl(slot: Slot): void {
    switch (slot.header.type) {
      case RecordType.ENGINE_STARTED:
        this.#registers[EPOCH] = this.#started.wrap(slot.commands, slot.bodyAt).epoch;
        this.#recovery.engineStarted(slot.header.sequence);
        break;
      case RecordType.VENUE_STATUS: {
        const body = this.#venueStatus.wrap(slot.commands, slot.bodyAt);
        if (body.venue >= 0 && body.venue < MAX_VENUES) this.#connected[body.venue] = body.connected === 0 ? 0 : 1;
        break;
      }
      case RecordType.SESSION_RECOVERED:
        this.#recovery.begin(this.#recovered.wrap(slot.commands, slot.bodyAt));
        break;
      case RecordType.VENUE_SWEEP:
        this.#recovery.step();
        break;
      default:
        break;
    }
  }
}

/** The InstructionKind that a report of this kind answers; 0: it is news. */
function requestAnsweredBy(kind: number): number {
  switch (kind) {
    case ReportKind.CANCEL_REJECTED:
      return InstructionKind.CANCEL;
    case ReportKind.REPLACED:
    case ReportKind.REPLACE_REJECTED:
      return InstructionKind.REPLACE;
    case ReportKind.STATUS:
      return InstructionKind.STATUS;
    default:
      return 0;
  }
}
