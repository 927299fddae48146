/** The writer of an outcome section: instructions to venues and follow-ups to the stream. */

import {
  CancelChild,
  CancelLinked,
  ChildOrder,
  ExpireOrder,
  LegsSettled,
  OutcomeSection,
  SliceOrder,
  Sweep,
  TriggerOrder,
  VenueSweep,
  WorkStep,
} from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import { makeLegRef } from '../../model/leg_ref.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import type { Outbox } from './outbox.ts';
import type { Decision } from './work/decision.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { DISPLAY, EPOCH, GENERATION, INSTRUMENT, LEG_SENT, LEG_VENUE, ORDER_TYPE, SIDE } = layout;
const { TIME_IN_FORCE } = layout;
const { InstructionKind, MAX_FOLLOW_UPS, MAX_OUTPUTS } = frontEventCodes;
const { RecordType } = recordTypeCodes;

/** Content of an outcome section without instructions. */
const HEAD_BYTES = 32;
const INSTRUCTION_BYTES = (OutcomeSection.BYTES - HEAD_BYTES) / MAX_OUTPUTS;
/** A leg's `sent` counts outputs, so that recovery can tell which side of a crash it was on. */
const OUTPUTS_PER_COMMAND = 16;

export function outputPosition(sequence: number, outputIndex: number): number {
  return sequence * OUTPUTS_PER_COMMAND + outputIndex;
}

export type Instructions = ReturnType<typeof makeInstructions>;

export function makeInstructions(legs: LegStore, outbox: Outbox, slot: Slot) {
  const { header, outcome } = slot;
  const child = ChildOrder.over(outbox.entries);
  const settled = LegsSettled.over(outbox.entries);
  const sweepBody = Sweep.over(outbox.entries);
  const venueSweep = VenueSweep.over(outbox.entries);
  const triggerBody = TriggerOrder.over(outbox.entries);
  const sliceBody = SliceOrder.over(outbox.entries);
  const cancelChildBody = CancelChild.over(outbox.entries);
  const expireBody = ExpireOrder.over(outbox.entries);
  const linkedBody = CancelLinked.over(outbox.entries);
  let count = 0;
  let followUps = 0;

  function begin(): void {
    count = 0;
    followUps = 0;
  }

  /** Closes the section: its content ends behind the last instruction, or at once when there is nothing. */
  function end(): void {
    outcome.instructionCount = count;
    outcome.followUpCount = followUps;
    outcome.reserved = 0;
    if (count === 0 && followUps === 0) {
      outcome.length = 8;
      return;
    }
    outcome.length = HEAD_BYTES + count * INSTRUCTION_BYTES;
    for (let i = followUps; i < MAX_FOLLOW_UPS; i++) {
      outcome.setFollowUpTypes(i, 0);
      outcome.setFollowUpNumbers(i, 0);
    }
  }

  /** Tells a leg's venue something about it, with `lots` and `ticks` where the kind needs them. */
  function tell(kind: number, order: number, leg: number, lots: number, ticks: number): void {
    const i = count;
    count = i + 1;
    const isNew = kind === InstructionKind.NEW;
    const venue = legs.legByte(order, leg, LEG_VENUE);
    outcome.setInstructionsKind(i, kind);
    outcome.setInstructionsOrderType(i, legs.byte(order, ORDER_TYPE));
    outcome.setInstructionsTimeInForce(i, legs.byte(order, TIME_IN_FORCE));
    outcome.setInstructionsSide(i, legs.byte(order, SIDE));
    outcome.setInstructionsVenue(i, venue);
    outcome.setInstructionsInstrument(i, legs.int(order, INSTRUMENT));
    outcome.setInstructionsRequest(i, isNew ? 0 : legs.nextRequest(order, leg, kind));
    const generation = legs.int(order, GENERATION);
    outcome.setInstructionsLegRef(i, makeLegRef(legs.int(order, EPOCH), generation, order, venue, leg));
    outcome.setInstructionsLots(i, lots);
    outcome.setInstructionsPriceTicks(i, ticks);
    outcome.setInstructionsDisplayLots(i, isNew ? legs.double(order, DISPLAY) : 0);
    if (isNew) legs.setLegDouble(order, leg, LEG_SENT, outputPosition(header.sequence, i));
  }

  function placeChild(
    order: number,
    generation: number,
    venue: number,
    leg: number,
    lots: number,
    ticks: number,
  ): void {
    const number = add(RecordType.CHILD_ORDER, ChildOrder.BYTES);
    const body = child.move(outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    body.venue = venue;
    body.orderType = legs.byte(order, ORDER_TYPE);
    body.attempt = leg;
    body.lots = lots;
    body.priceTicks = ticks;
  }

  function settle(
    order: number,
    generation: number,
    outcome: number,
    reason: number,
    lots: number,
    ticks: number,
  ): number {
    const number = add(RecordType.LEGS_SETTLED, LegsSettled.BYTES);
    const body = settled.move(outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    body.outcome = outcome;
    body.reason = reason;
    body.quantityLots = lots;
    body.priceTicks = ticks;
    return number;
  }

  function sweepOn(sweep: number, generation: number): void {
    const number = add(RecordType.SWEEP, Sweep.BYTES);
    const body = sweepBody.move(outbox.bodyAt(number));
    body.sweep = sweep;
    body.generation = generation;
  }

  function sweepVenueOn(venue: number): void {
    const number = add(RecordType.VENUE_SWEEP, VenueSweep.BYTES);
    venueSweep.move(outbox.bodyAt(number)).venue = venue;
  }

  function trigger(order: number, generation: number, ticks: number): number {
    const number = add(RecordType.TRIGGER_ORDER, TriggerOrder.BYTES);
    const body = triggerBody.move(outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    body.triggerTicks = ticks;
    return number;
  }

  /** A child of `order` with the terms that the decision names. */
  function slice(order: number, generation: number, decision: Decision): number {
    const number = add(RecordType.SLICE_ORDER, SliceOrder.BYTES);
    const body = sliceBody.move(outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    body.orderType = decision.orderType;
    body.timeInForce = decision.timeInForce;
    body.lots = decision.lots;
    body.priceTicks = decision.ticks;
    body.displayLots = decision.displayLots;
    body.minLots = 0;
    return number;
  }

  function cancelChild(order: number, generation: number): number {
    const number = add(RecordType.CANCEL_CHILD, CancelChild.BYTES);
    const body = cancelChildBody.move(outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    return number;
  }

  function expire(order: number, generation: number): number {
    const number = add(RecordType.EXPIRE_ORDER, ExpireOrder.BYTES);
    const body = expireBody.move(outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    return number;
  }

  /** The next of a group but for the order that traded. */
  function cancelLinked(group: number, groupGeneration: number, order: number, generation: number): number {
    const number = add(RecordType.CANCEL_LINKED, CancelLinked.BYTES);
    const body = linkedBody.move(outbox.bodyAt(number));
    body.group = group;
    body.generation = groupGeneration;
    body.order = order;
    body.orderGeneration = generation;
    return number;
  }

  function workOn(): number {
    return add(RecordType.WORK_STEP, WorkStep.BYTES);
  }

  /** Whether the command has made as many follow-ups as one may. */
  function isFull(): boolean {
    return followUps === MAX_FOLLOW_UPS;
  }

  function add(type: number, bodyBytes: number): number {
    const number = outbox.add(type, bodyBytes);
    outcome.setFollowUpTypes(followUps, type);
    outcome.setFollowUpNumbers(followUps, number);
    followUps++;
    return number;
  }

  return {
    begin,
    end,
    tell,
    placeChild,
    settle,
    sweepOn,
    sweepVenueOn,
    trigger,
    slice,
    cancelChild,
    expire,
    cancelLinked,
    workOn,
    isFull,
  };
}
