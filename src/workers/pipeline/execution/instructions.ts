/** The writer of an outcome section: instructions to venues and follow-ups to the stream. */

import { ChildOrder, LegsSettled, OutcomeSection, Sweep, VenueSweep } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import { makeLegRef } from '../../model/leg_ref.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import type { LegStore } from './leg_store.ts';
import * as layout from './leg_store.ts';
import type { Outbox } from './outbox.ts';

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

export class Instructions {
  readonly #legs: LegStore;
  readonly #outbox: Outbox;
  readonly #child = new ChildOrder();
  readonly #settled = new LegsSettled();
  readonly #sweep = new Sweep();
  readonly #venueSweep = new VenueSweep();
  #section = new OutcomeSection();
  #sequence = 0;
  #count = 0;
  #followUps = 0;

  constructor(legs: LegStore, outbox: Outbox) {
    this.#legs = legs;
    this.#outbox = outbox;
  }

  begin(slot: Slot): void {
    this.#section = slot.outcome;
    this.#sequence = slot.header.sequence;
    this.#count = 0;
    this.#followUps = 0;
  }

  /** Closes the section: its content ends behind the last instruction, or at once when there is nothing. */
  end(): void {
    const section = this.#section;
    section.instructionCount = this.#count;
    section.followUpCount = this.#followUps;
    section.reserved = 0;
    if (this.#count === 0 && this.#followUps === 0) {
      section.length = 8;
      return;
    }
    section.length = HEAD_BYTES + this.#count * INSTRUCTION_BYTES;
    for (let i = this.#followUps; i < MAX_FOLLOW_UPS; i++) {
      section.setFollowUpTypes(i, 0);
      section.setFollowUpNumbers(i, 0);
    }
  }

  /** Tells a leg's venue something about it, with `lots` and `ticks` where the kind needs them. */
  tell(kind: number, order: number, leg: number, lots: number, ticks: number): void {
    const legs = this.#legs;
    const section = this.#section;
    const i = this.#count;
    this.#count = i + 1;
    const isNew = kind === InstructionKind.NEW;
    const venue = legs.legByte(order, leg, LEG_VENUE);
    section.setInstructionsKind(i, kind);
    section.setInstructionsOrderType(i, legs.byte(order, ORDER_TYPE));
    section.setInstructionsTimeInForce(i, legs.byte(order, TIME_IN_FORCE));
    section.setInstructionsSide(i, legs.byte(order, SIDE));
    section.setInstructionsVenue(i, venue);
    section.setInstructionsInstrument(i, legs.int(order, INSTRUMENT));
    section.setInstructionsRequest(i, isNew ? 0 : legs.nextRequest(order, leg, kind));
    const generation = legs.int(order, GENERATION);
    section.setInstructionsLegRef(i, makeLegRef(legs.int(order, EPOCH), generation, order, venue, leg));
    section.setInstructionsLots(i, lots);
    section.setInstructionsPriceTicks(i, ticks);
    section.setInstructionsDisplayLots(i, isNew ? legs.double(order, DISPLAY) : 0);
    if (isNew) legs.setLegDouble(order, leg, LEG_SENT, outputPosition(this.#sequence, i));
  }

  placeChild(order: number, generation: number, venue: number, leg: number, lots: number, ticks: number): void {
    const number = this.#add(RecordType.CHILD_ORDER, ChildOrder.BYTES);
    const body = this.#child.wrap(this.#outbox.entries, this.#outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    body.venue = venue;
    body.orderType = this.#legs.byte(order, ORDER_TYPE);
    body.attempt = leg;
    body.lots = lots;
    body.priceTicks = ticks;
  }

  settle(order: number, generation: number, outcome: number, reason: number, lots: number, ticks: number): void {
    const number = this.#add(RecordType.LEGS_SETTLED, LegsSettled.BYTES);
    const body = this.#settled.wrap(this.#outbox.entries, this.#outbox.bodyAt(number));
    body.order = order;
    body.generation = generation;
    body.outcome = outcome;
    body.reason = reason;
    body.quantityLots = lots;
    body.priceTicks = ticks;
  }

  sweepOn(sweep: number, generation: number): void {
    const number = this.#add(RecordType.SWEEP, Sweep.BYTES);
    const body = this.#sweep.wrap(this.#outbox.entries, this.#outbox.bodyAt(number));
    body.sweep = sweep;
    body.generation = generation;
  }

  sweepVenueOn(venue: number): void {
    const number = this.#add(RecordType.VENUE_SWEEP, VenueSweep.BYTES);
    this.#venueSweep.wrap(this.#outbox.entries, this.#outbox.bodyAt(number)).venue = venue;
  }

  #add(type: number, bodyBytes: number): number {
    const number = this.#outbox.add(type, bodyBytes);
    this.#section.setFollowUpTypes(this.#followUps, type);
    this.#section.setFollowUpNumbers(this.#followUps, number);
    this.#followUps++;
    return number;
  }
}
