/**
 * Stops that rest in the engine until the market reaches their price, and what happens then: each goes back through the
 * stream, one at a time, so that ten thousand of them delay nobody else.
 *
 * A level that was reached stays reached until every stop of its tree that lies within it was triggered: a market that
 * springs back saves none. A stop that is accepted meanwhile counts as having seen that level.
 */

import { NewAdvancedOrder, ReplaceAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../../model/front_event.ts';
import { namedTerms } from '../../../model/named_terms.ts';
import * as orderModel from '../../../model/order.ts';
import * as reasonCodes from '../../../model/reason.ts';
import * as recordTypes from '../../../model/record_type.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';
import type { Instructions } from '../instructions.ts';
import type { LegStore } from '../leg_store.ts';
import * as legStoreCodes from '../leg_store.ts';
import type { Market } from './market.ts';
import * as marketCodes from './market.ts';
import { makeStops } from './stops.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ReplaceTerm, Side, StopTrigger } = orderModel;
const { LegsOutcome } = frontEventCodes;
const { ReasonCode } = reasonCodes;
const { RecordType } = recordTypes;
const { DISPLAY, GENERATION, HELD, HELD_TRIGGER, Held, INSTRUMENT, PENDING_PRICE, PRICE, SIDE } = legStoreCodes;
const { MarketFigure } = marketCodes;

const TREES_PER_INSTRUMENT = 6;

// Registers: trees with a reached level, in the order in which they were reached; tree plus one, 0 is none.
const HEAD = 0;
const TAIL = 1;

export type RestingStops = ReturnType<typeof makeRestingStops>;

export function makeRestingStops(
  state: EngineState,
  capacity: { readonly orders: number; readonly instruments: number },
  legs: LegStore,
  instructions: Instructions,
  market: Market,
  slot: Slot,
) {
  const { front, header } = slot;
  const registers = state.laterI32('stop_queue.registers', 2);
  const stops = makeStops(state, capacity.orders, capacity.instruments);
  const resting = state.laterI32('stop_queue.resting', capacity.instruments);
  /** By tree: the next one in the queue, plus one; and whether it is in it. */
  const nextTree = state.laterI32('stop_queue.next', capacity.instruments * TREES_PER_INSTRUMENT);
  const isQueued = state.laterI32('stop_queue.queued', capacity.instruments * TREES_PER_INSTRUMENT);
  /** By tree: the key that the market reached, while it is queued. */
  const levels = state.laterF64('stop_queue.levels', capacity.instruments * TREES_PER_INSTRUMENT);
  const body = NewAdvancedOrder.over(slot.commands);
  const replacement = ReplaceAdvancedOrder.over(slot.commands);

  /** A stop was accepted. The order's record has begun. */
  function accept(): void {
    const { order } = front;
    legs.setByte(order, HELD_TRIGGER, body.move(slot.bodyAt).trigger);
    rest(order, body.stopTicks);
  }

  /** A stop that was held begins to rest. */
  function release(order: number): void {
    rest(order, legs.double(order, PENDING_PRICE));
  }

  function rest(order: number, stopTicks: number): void {
    const tree = treeOf(order);
    legs.setByte(order, HELD, Held.STOP);
    stops.insert(tree, order, stopTicks, front.orderId);
    const instrument = legs.int(order, INSTRUMENT);
    resting[instrument] = resting[instrument]! + 1;
    market.look(instrument);
    reach(tree, priceNow(legs.byte(order, SIDE), legs.byte(order, HELD_TRIGGER)));
  }

  /** A quote came: whichever trees it reaches are queued. */
  function onQuote(instrument: number): void {
    if (resting[instrument] === 0) return;
    const high = market.highTicks();
    if (high > 0) {
      reach(stops.treeOf(instrument, Side.BUY, StopTrigger.LAST), high);
      reach(stops.treeOf(instrument, Side.SELL, StopTrigger.LAST), market.lowTicks());
    }
    market.look(instrument);
    for (let side: number = Side.BUY; side <= Side.SELL; side++) {
      reach(stops.treeOf(instrument, side, StopTrigger.QUOTE), priceNow(side, StopTrigger.QUOTE));
      reach(stops.treeOf(instrument, side, StopTrigger.MID), priceNow(side, StopTrigger.MID));
    }
  }

  /** Of the instrument that was looked at; 0: no such price. */
  function priceNow(side: number, trigger: number): number {
    const { figures } = market;
    if (trigger === StopTrigger.LAST) return figures[MarketFigure.LAST]!;
    const bid = figures[MarketFigure.BID]!;
    const ask = figures[MarketFigure.ASK]!;
    if (trigger === StopTrigger.QUOTE) return side === Side.BUY ? ask : bid;
    return bid > 0 && ask > 0 ? (bid + ask) / 2 : 0;
  }

  function reach(tree: number, ticks: number): void {
    if (ticks <= 0 || !stops.isReached(tree, ticks)) return;
    const key = stops.keyOf(tree, ticks);
    if (isQueued[tree] !== 0) {
      if (key > levels[tree]!) levels[tree] = key;
      return;
    }
    isQueued[tree] = 1;
    levels[tree] = key;
    if (registers[HEAD] === 0) registers[HEAD] = tree + 1;
    else nextTree[registers[TAIL]! - 1] = tree + 1;
    registers[TAIL] = tree + 1;
  }

  function isWaiting(): boolean {
    return registers[HEAD] !== 0;
  }

  /** Sends one reached stop into the stream; its number, or -1 when the first tree had none left. */
  function step(): number {
    const tree = registers[HEAD]! - 1;
    const level = levels[tree]!;
    const order = stops.nearestKey(tree) <= level ? stops.first(tree) : -1;
    if (order < 0) {
      leaveQueue(tree);
      return -1;
    }
    takeOut(order);
    legs.setByte(order, HELD, Held.TRIGGERED);
    return instructions.trigger(order, legs.int(order, GENERATION), level < 0 ? -level : level);
  }

  function leaveQueue(tree: number): void {
    registers[HEAD] = nextTree[tree]!;
    if (registers[HEAD] === 0) registers[TAIL] = 0;
    nextTree[tree] = 0;
    isQueued[tree] = 0;
    levels[tree] = 0;
  }

  /** A cancel of a stop that rests ends it; one that was triggered ends when its trigger comes back and finds the cancel. */
  function cancel(order: number): void {
    if (legs.byte(order, HELD) !== Held.STOP) return;
    takeOut(order);
    legs.setByte(order, HELD, Held.NOTHING);
    instructions.settle(order, legs.int(order, GENERATION), LegsOutcome.CANCELLED, ReasonCode.NONE, 0, 0);
  }

  /** New terms of a stop that rests; one that was triggered goes to venues with the old ones. */
  function replace(order: number): void {
    const generation = legs.int(order, GENERATION);
    if (legs.byte(order, HELD) !== Held.STOP) {
      instructions.settle(order, generation, LegsOutcome.REPLACE_REFUSED, ReasonCode.TOO_LATE, 0, 0);
      return;
    }
    legs.setDouble(order, PRICE, front.priceTicks);
    legs.setDouble(order, DISPLAY, front.displayLots);
    instructions.settle(order, generation, LegsOutcome.REPLACED, ReasonCode.NONE, front.quantityLots, front.priceTicks);
    if (header.type !== RecordType.REPLACE_ADVANCED_ORDER) return;
    const { stopTicks, trigger } = replacement.move(slot.bodyAt);
    if (stopTicks === 0) return;
    takeOut(order);
    if ((namedTerms(header, replacement) & ReplaceTerm.TRIGGER) !== 0) legs.setByte(order, HELD_TRIGGER, trigger);
    rest(order, stopTicks);
  }

  /** Takes the order out of its tree, where it is in one. */
  function forget(order: number): void {
    if (legs.byte(order, HELD) === Held.STOP) takeOut(order);
    legs.setByte(order, HELD, Held.NOTHING);
  }

  function takeOut(order: number): void {
    const instrument = legs.int(order, INSTRUMENT);
    resting[instrument] = resting[instrument]! - 1;
    stops.remove(treeOf(order), order);
  }

  function treeOf(order: number): number {
    return stops.treeOf(legs.int(order, INSTRUMENT), legs.byte(order, SIDE), legs.byte(order, HELD_TRIGGER));
  }

  return { keys: stops.keys, accept, release, onQuote, isWaiting, step, cancel, replace, forget };
}
