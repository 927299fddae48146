/** How the front stage begins and refuses in its section: the same few lines for every command. */

import { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as slots from '../slot.ts';
import * as orderPool from './order_pool.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Verdict } = events;
const { OrderStatus } = orderModel;
const { EMPTY_SECTION_BYTES } = slots;
const { NO_ORDER } = orderPool;

/** The content of a section without a lost replace. */
const CONTENT_BYTES = FrontSection.LOST_CL_ORD_ID_AT;
/** With one. */
const BYTES_WITH_LOST_ID = CONTENT_BYTES + FrontSection.LOST_CL_ORD_ID_BYTES;

export type SectionWriter = ReturnType<typeof makeSectionWriter>;

export function makeSectionWriter(front: FrontSection) {
  /** Nothing that concerns an order. */
  function writeEmpty(): void {
    front.length = EMPTY_SECTION_BYTES;
    front.event = 0;
    front.verdict = 0;
    front.status = 0;
    front.statusBefore = 0;
  }

  /** Zeroes the section and names no order. */
  function begin(event: number): void {
    front.clear();
    front.length = CONTENT_BYTES;
    front.event = event;
    front.session = -1;
    front.order = NO_ORDER;
    front.generation = -1;
    front.leg = -1;
    front.sweep = -1;
    front.account = -1;
    front.instrument = -1;
  }

  /** Turns what was begun into a refusal with the limit and the value that tripped it. */
  function deny(event: number, reason: number, limit: number, observed: number): void {
    front.event = event;
    front.verdict = Verdict.REJECTED;
    front.reason = reason;
    front.limitValue = limit;
    front.observedValue = observed;
    front.riskScore = 1;
  }

  /** A refusal of a new order: it never was in the pool. */
  function denyNew(event: number, reason: number, limit: number, observed: number): void {
    deny(event, reason, limit, observed);
    front.order = NO_ORDER;
    front.generation = -1;
    front.status = OrderStatus.REJECTED;
    front.leavesLots = 0;
  }

  /** Makes room for the identifier of a request that is lost. */
  function growForLostId(): void {
    if (front.length < BYTES_WITH_LOST_ID) front.length = BYTES_WITH_LOST_ID;
  }

  return { writeEmpty, begin, deny, denyNew, growForLostId };
}

/** A number that has one encoding: neither NaN nor -0 may reach a section. Risk refuses what is no quantity or price. */
export function plain(value: number): number {
  return Number.isNaN(value) ? 0 : value + 0;
}
