/** Events of an engine as objects, for tests: readable, and kept for as long as they are looked at. */

import { Side } from '../../model/order.ts';
import {
  CODE,
  DISPLAYED,
  EVENT_DOUBLES,
  EVENT_LOTS,
  EVENT_OWNER,
  EVENT_WORDS,
  EventType,
  INSTRUMENT,
  LEAVES,
  MAKER_ID_F64,
  MAKER_OWNER,
  ORDER_ID_F64,
  reasonOf,
  sideOf,
  TICKS,
  typeOf,
} from './event_layout.ts';
import { type EventBuffer, makeEventBuffer } from './events.ts';

export interface RecordedEvent {
  type: number;
  instrument: number;
  side: number;
  reason: number;
  owner: number;
  makerOwner: number;
  lots: number;
  ticks: number;
  leaves: number;
  /** Of a fill: what its maker has left. */
  displayed: number;
  id: number;
  makerId: number;
}

export interface RecordedFill {
  taker: number;
  maker: number;
  lots: number;
  ticks: number;
}

export function recordEvents(capacity: number): { buffer: EventBuffer; events: RecordedEvent[] } {
  const events: RecordedEvent[] = [];
  const buffer = makeEventBuffer((source, count) => {
    for (let i = 0; i < count; i++) events.push(eventAt(source, i));
  }, capacity);
  return { buffer, events };
}

export function eventAt(source: EventBuffer, index: number): RecordedEvent {
  const at = index * EVENT_WORDS;
  const code = source.words[at + CODE]!;
  return {
    type: typeOf(code),
    instrument: source.words[at + INSTRUMENT]!,
    side: sideOf(code),
    reason: reasonOf(code),
    owner: source.words[at + EVENT_OWNER]!,
    makerOwner: source.words[at + MAKER_OWNER]!,
    lots: source.words[at + EVENT_LOTS]!,
    ticks: source.words[at + TICKS]!,
    leaves: source.words[at + LEAVES]!,
    displayed: source.words[at + DISPLAYED]!,
    id: source.doubles[index * EVENT_DOUBLES + ORDER_ID_F64]!,
    makerId: source.doubles[index * EVENT_DOUBLES + MAKER_ID_F64]!,
  };
}

export function fillsOf(events: readonly RecordedEvent[]): RecordedFill[] {
  return events
    .filter((event) => event.type === EventType.FILLED)
    .map(({ id, makerId, lots, ticks }) => ({ taker: id, maker: makerId, lots, ticks }));
}

/**
 * The lots that every open order has, from what events say alone: each comes in with lots, and loses what trades, falls,
 * is cancelled or expires. Throws where an event says that an order has left what its past does not leave it.
 */
export function openFromEvents(events: readonly RecordedEvent[]): Map<number, number> {
  const open = new Map<number, number>();
  const take = (id: number, lots: number, leaves: number): void => {
    const left = open.get(id)! - lots;
    if (left !== leaves) throw new Error(`order ${id} has ${left} lots left, and an event says ${leaves}`);
    if (left === 0) open.delete(id);
    else open.set(id, left);
  };
  for (const { type, id, makerId, lots, leaves, displayed } of events) {
    if (type === EventType.ACCEPTED || type === EventType.REPLACED) open.set(id, lots);
    if (type === EventType.FILLED) {
      take(id, lots, leaves);
      take(makerId, lots, displayed);
    }
    const falls = type === EventType.REDUCED || type === EventType.CANCELLED || type === EventType.EXPIRED;
    if (falls) take(id, lots, leaves);
  }
  return open;
}

/** What an owner has bought less what it has sold, in lots, and been paid less what it has paid, in lots times ticks. */
export function positionOf(events: readonly RecordedEvent[], owner: number): { lots: number; cash: number } {
  const position = { lots: 0, cash: 0 };
  for (const { type, side, owner: taker, makerOwner, lots, ticks } of events) {
    if (type !== EventType.FILLED) continue;
    const bought = side === Side.BUY ? lots : -lots;
    const change = (taker === owner ? bought : 0) - (makerOwner === owner ? bought : 0);
    position.lots += change;
    position.cash -= change * ticks;
  }
  return position;
}
