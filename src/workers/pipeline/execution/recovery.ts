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

export type Recovery = ReturnType<typeof makeRecovery>;

export function makeRecovery(state: EngineState, legs: LegStore, instructions: Instructions, placement: Placement) {
  const registers = state.i32('recovery.registers', QUEUED + 2 * MAX_VENUES);
  registers[VENUE] = -1;
  const positions = state.f64('recovery.positions', MAX_VENUES);
  const fence = state.f64('recovery.fence', 1);
  placement.listeners.onUnlink = (leg) => legLeaves(leg);

  /** An engine started: what it places from here on is in no doubt, however late a venue's sweep comes round. */
  function engineStarted(sequence: number): void {
    fence[0] = outputPosition(sequence, 0);
  }

  /** Starts the venue's sweep, or queues it behind the one that runs. */
  function begin(body: SessionRecovered): void {
    const venue = body.venue;
    if (venue < 0 || venue >= MAX_VENUES) return;
    registers[RESTARTED + venue] = body.venueRestarted;
    positions[venue] = outputPosition(body.lastStreamSequence, body.lastOutputIndex);
    if (registers[VENUE] !== -1) {
      registers[QUEUED + venue] = 1;
      return;
    }
    start(venue);
  }

  /** One step: VENUE_SWEEP was met in the stream. */
  function step(): void {
    const venue = registers[VENUE]!;
    if (venue === -1) return;
    let leg = registers[CURSOR]!;
    for (let looked = 0; looked < LOOKED_AT_PER_STEP && leg !== NO_LEG; looked++) {
      registers[CURSOR] = legs.nextAt(leg);
      if (act(leg, venue)) break;
      leg = registers[CURSOR]!;
    }
    if (registers[WAITING] === 1) return;
    if (registers[CURSOR] !== NO_LEG) instructions.sweepVenueOn(venue);
    else startNext();
  }

  /** An order settled: the sweep that waited for it goes on. */
  function settled(): void {
    if (registers[WAITING] === 0) return;
    registers[WAITING] = 0;
    instructions.sweepVenueOn(registers[VENUE]!);
  }

  function start(venue: number): void {
    registers[VENUE] = venue;
    registers[CURSOR] = legs.firstAt(venue);
    instructions.sweepVenueOn(venue);
  }

  function startNext(): void {
    registers[VENUE] = -1;
    for (let venue = 0; venue < MAX_VENUES; venue++) {
      if (registers[QUEUED + venue] === 0) continue;
      registers[QUEUED + venue] = 0;
      start(venue);
      return;
    }
  }

  /** True when the leg needed something. */
  function act(legNumber: number, venue: number): boolean {
    const order = Math.floor(legNumber / LEGS_PER_ORDER);
    const leg = legNumber % LEGS_PER_ORDER;
    const status = legs.legByte(order, leg, LEG_STATUS);
    const flags = legs.legByte(order, leg, LEG_FLAGS);
    // A venue that has forgotten its orders says so of each when asked, and the leg ends by that answer.
    const isForgotten = registers[RESTARTED + venue] !== 0;
    const sent = legs.legDouble(order, leg, LEG_SENT);
    if (sent > fence[0]! && !isForgotten) return false;
    if (status === LegStatus.SENT && sent <= fence[0]! && sent > positions[venue]!) {
      endNeverSent(order, leg);
      return true;
    }
    // Asked again when the last start left it in doubt: that question may never have left.
    const isInDoubt = status === LegStatus.SENT || status === LegStatus.IN_DOUBT;
    if (isInDoubt) legs.setLegByte(order, leg, LEG_STATUS, LegStatus.IN_DOUBT);
    const isReplacing = (flags & LegFlag.REPLACE_SENT) !== 0;
    const isAsked = isInDoubt || isForgotten || isReplacing;
    if (isReplacing) placement.addFlag(order, leg, LegFlag.REPLACE_ASKED);
    const isCancelled = (flags & LegFlag.CANCEL_SENT) !== 0;
    if (isAsked) instructions.tell(InstructionKind.STATUS, order, leg, 0, 0);
    if (isCancelled) instructions.tell(InstructionKind.CANCEL, order, leg, 0, 0);
    return isAsked || isCancelled;
  }

  function endNeverSent(order: number, leg: number): void {
    legs.setByte(order, LAST_END, NEVER_SENT);
    placement.endLeg(order, leg, 0);
    const hasSettled =
      placement.settleIfIdle(order) ||
      placement.listeners.onLegsAnswered(order) ||
      placement.settleCancelIfRefused(order);
    if (hasSettled) registers[WAITING] = 1;
  }

  function legLeaves(legNumber: number): void {
    if (registers[VENUE] !== -1 && registers[CURSOR] === legNumber) {
      registers[CURSOR] = legs.nextAt(legNumber);
    }
  }

  return { engineStarted, begin, step, settled };
}
