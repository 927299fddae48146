/**
 * After a restart, venue by venue: no order leaves that had not left before. What the venue's session had not written
 * when the engine died never left, and ends; what it may have sent is in doubt, and the venue is asked.
 *
 * It is a sweep over the venue's live legs: each step acts on one leg and sends itself again.
 */

import type { SessionRecovered } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as legRefCodes from '../../model/leg_ref.ts';
import * as venueCodes from '../../model/venue.ts';
import type { EngineState } from '../engine_state.ts';
import { type Instructions, outputPosition } from './instructions.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import * as legStoreConstants from './leg_store.ts';
import type { Placement } from './placement.ts';
import * as placementConstants from './placement.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LAST_END, LEG_FLAGS, LEG_SENT, LEG_STATUS } = layout;
const { InstructionKind } = frontEventCodes;
const { LEGS_PER_ORDER } = legRefCodes;
const { MAX_VENUES } = venueCodes;
const { LegFlag, LegStatus, NO_LEG } = legStoreConstants;
const { NEVER_SENT } = placementConstants;

/** Legs that one step looks at: it acts on at most one. */
const LOOKED_AT_PER_STEP = 16;

// Registers: the venue being swept or -1, and whether it waits for an order to settle.
const VENUE = 0;
const WAITING = 1;
const CURSOR = 2;
const QUEUED = 3; // first of MAX_VENUES flags
const RESTARTED = QUEUED + MAX_VENUES; // first of MAX_VENUES flags

export class Recovery {
  readonly #registers: Int32Array;
  readonly #positions: Float64Array;
  readonly #fence: Float64Array;
  readonly #legs: LegStore;
  readonly #instructions: Instructions;
  readonly #placement: Placement;

  constructor(state: EngineState, legs: LegStore, instructions: Instructions, placement: Placement) {
    this.#registers = state.i32('recovery.registers', QUEUED + 2 * MAX_VENUES);
    this.#registers[VENUE] = -1;
    this.#positions = state.f64('recovery.positions', MAX_VENUES);
    this.#fence = state.f64('recovery.fence', 1);
    this.#legs = legs;
    this.#instructions = instructions;
    this.#placement = placement;
    placement.onUnlink = (leg) => this.#legLeaves(leg);
  }

  /** An engine started: what it places from here on is in no doubt, however late a venue's sweep comes round. */
  engineStarted(sequence: number): void {
    this.#fence[0] = outputPosition(sequence, 0);
  }

  /** Starts the venue's sweep, or queues it behind the one that runs. */
  begin(body: SessionRecovered): void {
    const registers = this.#registers;
    const venue = body.venue;
    if (venue < 0 || venue >= MAX_VENUES) return;
    registers[RESTARTED + venue] = body.venueRestarted;
    this.#positions[venue] = outputPosition(body.lastStreamSequence, body.lastOutputIndex);
    if (registers[VENUE] !== -1) {
      registers[QUEUED + venue] = 1;
      return;
    }
    this.#start(venue);
  }

  /** One step: VENUE_SWEEP was met in the stream. */
  step(): void {
    const registers = this.#registers;
    const venue = registers[VENUE]!;
    if (venue === -1) return;
    let leg = registers[CURSOR]!;
    for (let looked = 0; looked < LOOKED_AT_PER_STEP && leg !== NO_LEG; looked++) {
      registers[CURSOR] = this.#legs.nextAt(leg);
      if (this.#act(leg, venue)) break;
      leg = registers[CURSOR]!;
    }
    if (registers[WAITING] === 1) return;
    if (registers[CURSOR] !== NO_LEG) this.#instructions.sweepVenueOn(venue);
    else this.#startNext();
  }

  /** An order settled: the sweep that waited for it goes on. */
  settled(): void {
    const registers = this.#registers;
    if (registers[WAITING] === 0) return;
    registers[WAITING] = 0;
    this.#instructions.sweepVenueOn(registers[VENUE]!);
  }

  #start(venue: number): void {
    this.#registers[VENUE] = venue;
    this.#registers[CURSOR] = this.#legs.firstAt(venue);
    this.#instructions.sweepVenueOn(venue);
  }

  #startNext(): void {
    const registers = this.#registers;
    registers[VENUE] = -1;
    for (let venue = 0; venue < MAX_VENUES; venue++) {
      if (registers[QUEUED + venue] === 0) continue;
      registers[QUEUED + venue] = 0;
      this.#start(venue);
      return;
    }
  }

  /** True when the leg needed something. */
  #act(legNumber: number, venue: number): boolean {
    const legs = this.#legs;
    const order = Math.floor(legNumber / LEGS_PER_ORDER);
    const leg = legNumber % LEGS_PER_ORDER;
    const status = legs.legByte(order, leg, LEG_STATUS);
    const flags = legs.legByte(order, leg, LEG_FLAGS);
    // A venue that has forgotten its orders says so of each when asked, and the leg ends by that answer.
    const isForgotten = this.#registers[RESTARTED + venue] !== 0;
    const sent = legs.legDouble(order, leg, LEG_SENT);
    if (sent > this.#fence[0]! && !isForgotten) return false;
    if (status === LegStatus.SENT && sent <= this.#fence[0]! && sent > this.#positions[venue]!) {
      this.#endNeverSent(order, leg);
      return true;
    }
    // Asked again when the last start left it in doubt: that question may never have left.
    const isInDoubt = status === LegStatus.SENT || status === LegStatus.IN_DOUBT;
    if (isInDoubt) legs.setLegByte(order, leg, LEG_STATUS, LegStatus.IN_DOUBT);
    const isReplacing = (flags & LegFlag.REPLACE_SENT) !== 0;
    const isAsked = isInDoubt || isForgotten || isReplacing;
    if (isReplacing) this.#placement.addFlag(order, leg, LegFlag.REPLACE_ASKED);
    const isCancelled = (flags & LegFlag.CANCEL_SENT) !== 0;
    if (isAsked) this.#instructions.tell(InstructionKind.STATUS, order, leg, 0, 0);
    if (isCancelled) this.#instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    return isAsked || isCancelled;
  }

  #endNeverSent(order: number, leg: number): void {
    this.#legs.setByte(order, LAST_END, NEVER_SENT);
    this.#placement.endLeg(order, leg, 0);
    const placement = this.#placement;
    const hasSettled =
      placement.settleIfIdle(order) || placement.onLegsAnswered(order) || placement.settleCancelIfRefused(order);
    if (hasSettled) this.#registers[WAITING] = 1;
  }

  #legLeaves(legNumber: number): void {
    if (this.#registers[VENUE] !== -1 && this.#registers[CURSOR] === legNumber) {
      this.#registers[CURSOR] = this.#legs.nextAt(legNumber);
    }
  }
}
