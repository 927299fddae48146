import { Side } from '../../model/order.ts';
import { lengthOfType } from '../../protocols/itch/message_type.ts';
import { SnapshotEnd, writeSnapshotEnd } from '../../protocols/itch/snapshot_end.ts';
import { MessageStore } from '../../protocols/message_store.ts';
import type { ExchangeCore } from '../core.ts';
import { TradingState } from '../matching/event_layout.ts';
import type { DisplayedOrders } from './displayed_orders.ts';
import { ItchMessages, type PublishedInstrument, SystemEvent } from './itch_messages.ts';

/** The longest message, the end of the snapshot among them, behind its length. */
const MESSAGE_BYTES = Math.max(SnapshotEnd.BYTES, ...lengthOfType) + 2;

/** Said of each instrument before its orders. */
export function tellInstruments(messages: ItchMessages, core: ExchangeCore): void {
  for (let instrument = 0; instrument < core.instruments; instrument++) messages.directory(instrument);
  for (let instrument = 0; instrument < core.instruments; instrument++) {
    messages.tradingState(instrument, core.states?.stateOf(instrument) ?? TradingState.CONTINUOUS);
  }
}

/**
 * The state between two turns, as messages that build it from nothing, in the manner of Nasdaq's GLIMPSE 5.0: phase, directory,
 * trading states, an Add for each order shown, front of its queue first, and where the live feed goes on.
 */
export function makeSnapshot(
  core: ExchangeCore,
  instruments: readonly PublishedInstrument[],
  orders: DisplayedOrders,
  timeNs: number,
  nextSequence: number,
): MessageStore {
  const count = orders.count + instruments.length * 2 + 2;
  const store = new MessageStore(count * MESSAGE_BYTES, count);
  const messages = new ItchMessages(instruments, (bytes, at, length) => store.append(bytes, at, length));
  messages.timeNs = timeNs;
  messages.systemEvent(SystemEvent.START_OF_MARKET_HOURS);
  tellInstruments(messages, core);
  for (let instrument = 0; instrument < core.instruments; instrument++) {
    for (const side of [Side.BUY, Side.SELL]) {
      core.engine.visitOrders(instrument, side, (_ticks, id) => {
        if (orders.find(id)) messages.add(instrument, side, orders.reference, orders.lots, orders.ticks);
      });
    }
  }
  const end = new Uint8Array(SnapshotEnd.BYTES);
  writeSnapshotEnd(end, nextSequence);
  store.append(end, 0, end.length);
  return store;
}
