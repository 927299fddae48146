/** When a command last changed an open order: by the command's own time, written at the end of what it does. */

import * as events from '../../model/front_event.ts';
import type { Slot } from '../slot.ts';
import * as layout from './order_layout.ts';
import type { OrderStore } from './order_store.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, FrontFlag } = events;
const { UPDATED } = layout.Change;

/** By FrontEvent: 1 where the order that it names is another one afterwards. */
const CHANGES_ORDER = new Uint8Array(256);
for (const event of [
  FrontEvent.ORDER_ACCEPTED,
  FrontEvent.SLICE_ACCEPTED,
  FrontEvent.ORDER_TRIGGERED,
  FrontEvent.ORDER_ACKNOWLEDGED,
  FrontEvent.ORDER_FILLED,
  FrontEvent.TRADE_CANCELLED,
  FrontEvent.TRADE_CORRECTED,
  FrontEvent.LEG_ENDED,
  FrontEvent.CANCEL_ACCEPTED,
  FrontEvent.CANCEL_REFUSED,
  FrontEvent.REPLACE_ACCEPTED,
  FrontEvent.REPLACE_REFUSED,
  FrontEvent.ORDER_REPLACED,
]) {
  CHANGES_ORDER[event] = 1;
}

export function makeChangeTimes(store: OrderStore, { front, header }: Slot): () => void {
  return () => {
    const { event, flags, order } = front;
    if (CHANGES_ORDER[event] === 0 || order < 0) return;
    const now = store.wallMs(header.time);
    store.setChange(order, UPDATED, now);
    // Its totals have changed, too.
    if (event === FrontEvent.ORDER_FILLED && (flags & FrontFlag.CHILD) !== 0) {
      store.setChange(front.parent, UPDATED, now);
    }
  };
}
