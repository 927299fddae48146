/** What commands about linked orders have in common: what they write into their section, and what they leave behind in the group. */

import * as events from '../../model/front_event.ts';
import * as reasons from '../../model/reason.ts';
import type { Slot } from '../slot.ts';
import * as layout from './order_layout.ts';
import type { OrderStore } from './order_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontFlag } = events;
const { ReasonCode } = reasons;
const { FILLED, QUANTITY } = layout;

export function makeLinkedMarks(store: OrderStore, slot: Slot) {
  const { front, header } = slot;
  const { links } = store;
  const { windows } = links;

  /** The next step through the group comes after this one. */
  function goOnWith(group: number, generation: number): void {
    front.flags = front.flags | FrontFlag.LINKED;
    front.sweep = group;
    front.requestId = generation;
  }

  /** So many lots of the fill are more than the list was to trade. */
  function beyond(lots: number): void {
    front.reason = ReasonCode.ANOTHER_HAS_TRADED;
    front.observedValue = lots;
  }

  /** Exits follow what is filled of their entry. */
  function follow(entry: number, group: number): void {
    links.grow(group, store.double(entry, FILLED), store.double(entry, QUANTITY));
    watch(group);
  }

  /** Opens and closes the group's exposure window. */
  function watch(group: number): void {
    const isExposed = links.isAnyGoing(group);
    if (isExposed === windows.isOpen(group)) return;
    if (isExposed) windows.open(group, store.wallMs(header.time));
    else windows.close(group, store.wallMs(header.time));
  }

  return { goOnWith, beyond, follow, watch };
}
