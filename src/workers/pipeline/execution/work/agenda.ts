/**
 * What waits to be done for orders that rest in the engine, one thing a step: times that have come, works to be asked,
 * stops that were reached, orders linked with one that traded, quotes that are followed, orders that waited for a venue to open, each in turn so that none keeps the others waiting.
 *
 * One follow-up of all of these is under way at any time, so that they add one to what may be outstanding, however many
 * wait. When it comes back in the stream, the next thing is done by the command that it is.
 */

import { DayRoll, NewOrder, ReplaceAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import * as orderModel from '../../../model/order.ts';
import * as recordTypes from '../../../model/record_type.ts';
import * as sources from '../../../model/source.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';
import type { Instructions } from '../instructions.ts';
import type { LegStore } from '../leg_store.ts';
import * as legStoreCodes from '../leg_store.ts';
import type { Desk } from './desk.ts';
import type { Linked } from './linked.ts';
import type { RestingStops } from './resting_stops.ts';
import type { Timers } from './timers.ts';
import * as timerCodes from './timers.ts';
import type { Waiting } from './waiting.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { SOURCE_FOLLOW_UP } = sources;
const { TimeInForce } = orderModel;
const { RecordType } = recordTypes;
const { GENERATION, HELD, Held, TIME_IN_FORCE } = legStoreCodes;
const { NEVER } = timerCodes;

const NS_PER_MS = 1e6;
/** Things that one command looks at when most come to nothing. */
const LOOKED_AT_PER_STEP = 16;
/** An expiry that a venue's refusal, or a change under way, kept from taking effect is tried again. */
const EXPIRE_RETRY_MS = 1_000;
const TURNS = 6;
const NONE = -1;

/** What is due within a microsecond is due: times are ms with a fraction, and rounded. */
const SOON_MS = 0.001;

// Registers, doubles: number of the follow-up under way plus one (0: none), base time of the day in ms since 1970, whose
// turn it is.
const UNDER_WAY = 0;
const BASE_MS = 1;
const TURN = 2;

export type Agenda = ReturnType<typeof makeAgenda>;

export function makeAgenda(
  state: EngineState,
  legs: LegStore,
  instructions: Instructions,
  timers: Timers,
  desk: Desk,
  stops: RestingStops,
  linked: Linked,
  waiting: Waiting,
  slot: Slot,
) {
  const { front, header } = slot;
  const registers = state.laterF64('agenda.registers', 3);
  /** By order: ms since 1970; 0: as it is. */
  const pendingExpiry = state.laterF64('agenda.pending_expiry', legs.capacity, legs.used);
  const replacement = ReplaceAdvancedOrder.over(slot.commands);
  const newOrder = NewOrder.over(slot.commands);
  const dayRoll = DayRoll.over(slot.commands);

  /** The command's time in ms since 1970. */
  function nowMs(): number {
    return registers[BASE_MS]! + header.time / NS_PER_MS;
  }

  /** When a tick is needed, as a time of the stream; NEVER: no timer is set, or what is due is being done. */
  function dueTime(): number {
    if (registers[UNDER_WAY] !== 0) return NEVER;
    return (Math.min(timers.nextMs(), linked.nextMs()) - registers[BASE_MS]!) * NS_PER_MS;
  }

  function rollDay(): void {
    registers[BASE_MS] = dayRoll.move(slot.bodyAt).baseTimeMs;
  }

  /** An order that goes to venues at once, good till a date. */
  function accept(): void {
    if (front.timeInForce !== TimeInForce.GTD) return;
    timers.set(front.order, newOrder.move(slot.bodyAt).expireTimeMs);
  }

  /** When the order is to expire if the replace that was accepted takes effect. */
  function replaceAsked(): void {
    const isAdvanced = header.type === RecordType.REPLACE_ADVANCED_ORDER;
    const isDated = isAdvanced && front.timeInForce === TimeInForce.GTD;
    pendingExpiry[front.order] = isDated ? replacement.move(slot.bodyAt).expireTimeMs : 0;
  }

  /** It did; where the order has ended with it, it is forgotten behind this. The desk keeps the times of what it works itself. */
  function replaced(): void {
    const { order, timeInForce } = front;
    legs.setByte(order, TIME_IN_FORCE, timeInForce);
    const expiry = pendingExpiry[order]!;
    pendingExpiry[order] = 0;
    if (legs.byte(order, HELD) === Held.WORK) return;
    if (timeInForce !== TimeInForce.GTD) timers.remove(order);
    else if (expiry > 0) timers.set(order, expiry);
  }

  /** At the end of each command: the next thing, where nothing is under way. */
  function goOn(): void {
    if (header.source === SOURCE_FOLLOW_UP && header.sourceSequence === registers[UNDER_WAY]! - 1) {
      registers[UNDER_WAY] = 0;
    }
    if (registers[UNDER_WAY] !== 0 || !isWaiting() || instructions.isFull()) return;
    const now = nowMs();
    for (let looked = 0; looked < LOOKED_AT_PER_STEP; looked++) {
      const number = takeTurn(now);
      if (number !== NONE) {
        registers[UNDER_WAY] = number + 1;
        return;
      }
      if (!isWaiting()) return;
    }
    registers[UNDER_WAY] = instructions.workOn() + 1;
  }

  function isWaiting(): boolean {
    if (isDue() || desk.isWaiting() || stops.isWaiting() || desk.followers.isWaiting()) return true;
    if (waiting.isWaiting()) return true;
    return linked.isWaiting(nowMs() + SOON_MS);
  }

  function isDue(): boolean {
    return timers.isSet() && timers.nextMs() <= nowMs() + SOON_MS;
  }

  /** Does one thing of the next kind that has something to do. */
  function takeTurn(now: number): number {
    for (let tried = 0; tried < TURNS; tried++) {
      const turn = registers[TURN]!;
      registers[TURN] = turn + 1 === TURNS ? 0 : turn + 1;
      switch (turn) {
        case 0:
          if (isDue()) return wake(now);
          break;
        case 1:
          if (desk.isWaiting()) return desk.step(now);
          break;
        case 2:
          if (stops.isWaiting()) return stops.step();
          break;
        case 3:
          if (linked.isWaiting(now + SOON_MS)) return linked.step(now + SOON_MS);
          break;
        case 4:
          if (desk.followers.isWaiting()) return desk.stepQuoted(now);
          break;
        default:
          if (waiting.isWaiting()) return waiting.step();
          break;
      }
    }
    return NONE;
  }

  function wake(now: number): number {
    const order = timers.first();
    timers.remove(order);
    const isOver = legs.byte(order, HELD) !== Held.WORK || desk.onTime(order, now);
    if (isOver) timers.set(order, now + EXPIRE_RETRY_MS);
    return isOver ? instructions.expire(order, legs.int(order, GENERATION)) : NONE;
  }

  /** The order left the pool. */
  function forget(order: number): void {
    if (timers.timeOf(order) !== NEVER) timers.remove(order);
  }

  return { nowMs, dueTime, rollDay, accept, replaceAsked, replaced, goOn, forget };
}
