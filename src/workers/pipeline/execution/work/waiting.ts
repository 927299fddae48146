/**
 * Orders that wait until a venue trades their instrument: those that came while none did and may wait, and those that were
 * triggered or let go then. They stand in line, by instrument, first come first.
 *
 * What opens is not enough to let them go: risk judges each anew, by a price of now. So they go with the first quote that
 * brings one, after a venue has opened: back through the stream, one at a time.
 */

import * as frontEventCodes from '../../../model/front_event.ts';
import * as reasonCodes from '../../../model/reason.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';
import type { TradingHours } from '../../trading_hours.ts';
import type { Instructions } from '../instructions.ts';
import type { LegStore } from '../leg_store.ts';
import * as legStoreCodes from '../leg_store.ts';
import type { Market } from './market.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LegsOutcome } = frontEventCodes;
const { ReasonCode } = reasonCodes;
const { GENERATION, HELD, Held, INSTRUMENT, PRICE } = legStoreCodes;

// Registers: instruments whose orders are let go, in the order in which they were quoted; instrument plus one, 0 is none. And
// one past the highest order that ever waited.
const HEAD = 0;
const TAIL = 1;
const ORDERS_USED = 2;

// An order's links: its neighbours in line plus one, 0 is none.
const LINKS = 2;
const PREVIOUS = 0;
const NEXT = 1;

export type Waiting = ReturnType<typeof makeWaiting>;

export function makeWaiting(
  state: EngineState,
  capacity: { readonly orders: number; readonly instruments: number },
  legs: LegStore,
  instructions: Instructions,
  market: Market,
  hours: TradingHours,
  slot: Slot,
) {
  const { front } = slot;
  const registers = state.laterI32('waiting.registers', 3);
  const links = state.laterI32('waiting.links', capacity.orders * LINKS, () => registers[ORDERS_USED]! * LINKS);
  /** By instrument: the first and the last in line, the next instrument of those let go, and whether it is one; each plus one. */
  const firsts = state.laterI32('waiting.firsts', capacity.instruments);
  const lasts = state.laterI32('waiting.lasts', capacity.instruments);
  const nextQuoted = state.laterI32('waiting.next', capacity.instruments);
  const isQuoted = state.laterI32('waiting.quoted', capacity.instruments);

  /** Puts an order in line whose record has begun. */
  function accept(order: number): void {
    const instrument = legs.int(order, INSTRUMENT);
    if (order >= registers[ORDERS_USED]!) registers[ORDERS_USED] = order + 1;
    const last = lasts[instrument]!;
    links[order * LINKS + PREVIOUS] = last;
    links[order * LINKS + NEXT] = 0;
    if (last === 0) firsts[instrument] = order + 1;
    else links[(last - 1) * LINKS + NEXT] = order + 1;
    lasts[instrument] = order + 1;
    legs.setByte(order, HELD, Held.WAITING);
  }

  /** A venue that trades the instrument has quoted it. */
  function onQuote(instrument: number): void {
    if (firsts[instrument] === 0 || isQuoted[instrument] !== 0 || !market.hasPrice()) return;
    isQuoted[instrument] = 1;
    if (registers[HEAD] === 0) registers[HEAD] = instrument + 1;
    else nextQuoted[registers[TAIL]! - 1] = instrument + 1;
    registers[TAIL] = instrument + 1;
  }

  function isWaiting(): boolean {
    return registers[HEAD] !== 0;
  }

  /** Lets the next order go; its follow-up's number, or -1 when nobody was left of the first instrument, or it has shut again. */
  function step(): number {
    const instrument = registers[HEAD]! - 1;
    const order = firsts[instrument]! - 1;
    if (order < 0 || hours.isShut(instrument)) {
      leaveQueue(instrument);
      return -1;
    }
    takeOut(order);
    legs.setByte(order, HELD, Held.TRIGGERED);
    return instructions.trigger(order, legs.int(order, GENERATION), 0);
  }

  function leaveQueue(instrument: number): void {
    registers[HEAD] = nextQuoted[instrument]!;
    if (registers[HEAD] === 0) registers[TAIL] = 0;
    nextQuoted[instrument] = 0;
    isQuoted[instrument] = 0;
  }

  /** Nothing of it is anywhere: a cancel ends it at once. */
  function cancel(order: number): void {
    takeOut(order);
    legs.setByte(order, HELD, Held.NOTHING);
    instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.CANCELLED, ReasonCode.NONE, 0, 0);
  }

  /** It keeps its place. */
  function replace(order: number): void {
    const { quantityLots, priceTicks } = front;
    legs.setDouble(order, PRICE, priceTicks);
    const generation = legs.int(order, GENERATION);
    instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, quantityLots, priceTicks);
  }

  /** Takes the order out of the line, where it is in one. */
  function forget(order: number): void {
    if (legs.byte(order, HELD) === Held.WAITING) takeOut(order);
  }

  function takeOut(order: number): void {
    const instrument = legs.int(order, INSTRUMENT);
    const previous = links[order * LINKS + PREVIOUS]!;
    const next = links[order * LINKS + NEXT]!;
    if (previous === 0) firsts[instrument] = next;
    else links[(previous - 1) * LINKS + NEXT] = next;
    if (next === 0) lasts[instrument] = previous;
    else links[(next - 1) * LINKS + PREVIOUS] = previous;
    links[order * LINKS + PREVIOUS] = 0;
    links[order * LINKS + NEXT] = 0;
  }

  /** The orders that wait for the instrument, first come first. For tests. */
  function inLine(instrument: number): number[] {
    const orders: number[] = [];
    for (let order = firsts[instrument]! - 1; order >= 0; order = links[order * LINKS + NEXT]! - 1) orders.push(order);
    return orders;
  }

  return { inLine, accept, onQuote, isWaiting, step, cancel, replace, forget };
}
