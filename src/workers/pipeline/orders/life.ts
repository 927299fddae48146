/**
 * What becomes of the order that a command is about: the table of states asked once a command, when it is resolved. What
 * was decided is remembered until it is applied, within the same command; of a denial by risk between the two only the
 * section is changed.
 */

import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as layout from './order_layout.ts';
import type { OrderStore } from './order_store.ts';
import * as stateTable from './state_table.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontFlag } = events;
const { STATUS } = layout;
const { Cell, ENDED_STATES, NEVER_WAS, STATES_BITS, STATE_TABLE, baseOf, eventOf, nextOf, toldOf } = stateTable;
/** However it ended: an order that has left the pool is refused the same. */
const ENDED = ENDED_STATES[0]!;

export type Life = ReturnType<typeof makeLife>;

export function makeLife(store: OrderStore, front: FrontSection) {
  let cell = 0;
  let childCell = 0;

  /** The decision about an open order. */
  function meet(order: number, event: number): number {
    cell = STATE_TABLE[(event << STATES_BITS) | store.stateOf(order)]!;
    return cell;
  }

  /** About one that is not in the pool: it has ended, or was never there. */
  function meetGone(hasEnded: boolean, event: number): number {
    cell = STATE_TABLE[(event << STATES_BITS) | (hasEnded ? ENDED : NEVER_WAS)]!;
    return cell;
  }

  /** About a child, beside the decision about its parent. */
  function meetChild(child: number, event: number): number {
    childCell = STATE_TABLE[(event << STATES_BITS) | store.stateOf(child)]!;
    return childCell;
  }

  /** Writes the finding and the status that is told, and whether the order leaves the pool. */
  function write(decided: number): void {
    front.event = eventOf(decided);
    front.status = toldOf(decided);
    if ((decided & Cell.ENDS) !== 0) front.flags = front.flags | FrontFlag.ORDER_ENDED;
  }

  /** The base status of a new order. */
  function base(): number {
    return baseOf(nextOf(cell));
  }

  /** Changes the order's base status; one that ends keeps its own until it leaves the pool. */
  function apply(order: number): void {
    const next = baseOf(nextOf(cell));
    if (next !== 0) store.setByte(order, STATUS, next);
  }

  function applyToChild(child: number): void {
    const next = baseOf(nextOf(childCell));
    if (next !== 0) store.setByte(child, STATUS, next);
  }

  return { meet, meetGone, meetChild, write, base, apply, applyToChild };
}
