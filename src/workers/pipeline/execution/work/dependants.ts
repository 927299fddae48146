/**
 * Orders that are held until the one that triggers them has ended: they are at no venue and in no tree of stops. The front
 * stage says who is let go and when; it goes through their group one a step (linked.ts).
 */

import { NewAdvancedOrder, ReplaceAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../../model/front_event.ts';
import { namedTerms } from '../../../model/named_terms.ts';
import * as orderModel from '../../../model/order.ts';
import * as reasonCodes from '../../../model/reason.ts';
import * as recordTypes from '../../../model/record_type.ts';
import type { Slot } from '../../slot.ts';
import type { Instructions } from '../instructions.ts';
import type { LegStore } from '../leg_store.ts';
import * as legStoreCodes from '../leg_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ReplaceTerm, isDependant } = orderModel;
const { LegsOutcome } = frontEventCodes;
const { ReasonCode } = reasonCodes;
const { RecordType } = recordTypes;
const { DISPLAY, GENERATION, HELD, HELD_TRIGGER, Held, PENDING_PRICE, PRICE } = legStoreCodes;

export type Dependants = ReturnType<typeof makeDependants>;

export function makeDependants(legs: LegStore, instructions: Instructions, slot: Slot) {
  const { front, header } = slot;
  const body = NewAdvancedOrder.over(slot.commands);
  const replacement = ReplaceAdvancedOrder.over(slot.commands);

  /** Whether the order that was accepted is to be held. */
  function isToBeHeld(): boolean {
    return header.type === RecordType.NEW_ADVANCED_ORDER && isDependant(body.move(slot.bodyAt).contingency);
  }

  /** The order's record has begun. */
  function accept(): void {
    const { order } = front;
    const { stopTicks, trigger } = body.move(slot.bodyAt);
    legs.setByte(order, HELD, Held.DEPENDANT);
    legs.setByte(order, HELD_TRIGGER, trigger);
    legs.setDouble(order, PENDING_PRICE, stopTicks);
  }

  /** Nothing of it is anywhere: a cancel ends it at once. */
  function cancel(order: number): void {
    legs.setByte(order, HELD, Held.NOTHING);
    instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.CANCELLED, ReasonCode.NONE, 0, 0);
  }

  function replace(order: number): void {
    const { displayLots, quantityLots, priceTicks } = front;
    legs.setDouble(order, PRICE, priceTicks);
    legs.setDouble(order, DISPLAY, displayLots);
    const generation = legs.int(order, GENERATION);
    instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, quantityLots, priceTicks);
    if (header.type !== RecordType.REPLACE_ADVANCED_ORDER) return;
    const { stopTicks, trigger } = replacement.move(slot.bodyAt);
    if (stopTicks !== 0) legs.setDouble(order, PENDING_PRICE, stopTicks);
    if ((namedTerms(header, replacement) & ReplaceTerm.TRIGGER) !== 0) legs.setByte(order, HELD_TRIGGER, trigger);
  }

  return { isToBeHeld, accept, cancel, replace };
}
