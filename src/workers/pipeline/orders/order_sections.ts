/** What sections tell of an order: its terms and totals, as clients know them. */

import { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import type { ClOrdIdStore } from './cl_ord_id_store.ts';
import type { EndedOrders } from './ended_orders.ts';
import type { Executions } from './executions.ts';
import type { OrderFields } from './order_fields.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStates } from './order_states.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ORDER } = orderPool;
const { FrontFlag } = events;
const { ACCOUNT, CL_ENTRY, DISPLAY, FILLED, FILLED_VALUE, GENERATION, INSTRUMENT, MINIMUM } = layout;
const { ORDER_ID, ORDER_TYPE, PARENT_GENERATION, PARENT_PLUS_1, PRICE, QUANTITY, SESSION } = layout;
const { SIDE, STRATEGY, TIME_IN_FORCE } = layout;

export interface OrderRecords {
  readonly ids: ClOrdIdStore;
  readonly executions: Executions;
  readonly fields: OrderFields;
  readonly states: OrderStates;
  readonly ended: EndedOrders;
}

export function makeOrderSections(front: FrontSection, { ids, executions, fields, states, ended }: OrderRecords) {
  const { byte, double, int } = fields;
  const { shownLots, visibleStatus } = states;

  /** Writes the order's terms and totals into a section that was begun. */
  function describe(order: number): void {
    front.order = order;
    front.generation = int(order, GENERATION);
    front.leg = -1;
    front.sweep = -1;
    describeTerms(order);
    const filled = front.filledLots;
    const quantity = shownLots(order, filled);
    front.quantityLots = quantity;
    front.leavesLots = filled < quantity ? quantity - filled : 0;
    front.statusBefore = visibleStatus(order);
    front.status = front.statusBefore;
    const entry = int(order, CL_ENTRY);
    // A child has none.
    if (entry >= 0) front.copyClOrdId(ids.entries, ids.nameAt(entry));
  }

  /** The same of one that has ended and is still there: it has no index any more, and its name only for the day. */
  function describeEnded(order: number): void {
    describeTerms(order);
    front.quantityLots = Math.max(double(order, QUANTITY), front.filledLots);
    front.statusBefore = ended.endedStatus(order);
    front.status = front.statusBefore;
    if (ended.endedDay(order) === executions.day()) front.copyClOrdId(ids.entries, ids.nameAt(int(order, CL_ENTRY)));
  }

  function describeTerms(order: number): void {
    front.session = int(order, SESSION);
    front.account = int(order, ACCOUNT);
    front.strategy = int(order, STRATEGY);
    front.instrument = int(order, INSTRUMENT);
    front.side = byte(order, SIDE);
    front.orderType = byte(order, ORDER_TYPE);
    front.timeInForce = byte(order, TIME_IN_FORCE);
    front.orderId = double(order, ORDER_ID);
    front.priceTicks = double(order, PRICE);
    front.filledLots = double(order, FILLED);
    front.filledValue = double(order, FILLED_VALUE);
    front.displayLots = double(order, DISPLAY);
    front.minLots = double(order, MINIMUM);
  }

  /** The order whose child this is, or NO_ORDER. */
  function parentOf(order: number): number {
    return int(order, PARENT_PLUS_1) - 1;
  }

  /** Names the order's parent in a section that describes either of them. */
  function writeParent(order: number): void {
    front.flags = front.flags | FrontFlag.CHILD;
    front.length = FrontSection.BYTES;
    front.parent = parentOf(order);
    front.parentGeneration = int(order, PARENT_GENERATION);
  }

  /** What clients are told when something becomes of the order: its own terms and totals, or of a child its parent's. */
  function describeAsClientsKnow(order: number): void {
    const parent = parentOf(order);
    if (parent === NO_ORDER) {
      describe(order);
      return;
    }
    describe(parent);
    front.order = order;
    front.generation = int(order, GENERATION);
    writeParent(order);
  }

  /** Copies an identifier into `origClOrdId`; an entry without name leaves it empty. */
  function writeOrigClOrdId(entry: number): void {
    if (entry < 0) return;
    front.copyOrigClOrdId(ids.entries, ids.nameAt(entry));
  }

  function writeLostClOrdId(entry: number): void {
    if (entry < 0) return;
    front.copyLostClOrdId(ids.entries, ids.nameAt(entry));
  }

  return { describe, describeEnded, parentOf, writeParent, describeAsClientsKnow, writeOrigClOrdId, writeLostClOrdId };
}
