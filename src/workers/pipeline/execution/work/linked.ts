/**
 * Groups of linked orders one of which has traded: the others go, one a step. A group that trades again meanwhile keeps its
 * place. Where a venue refuses to cancel one, its group's turn comes again a second later, for as long as it takes.
 */

import * as frontEventCodes from '../../../model/front_event.ts';
import * as reasonCodes from '../../../model/reason.ts';
import type { EngineState } from '../../engine_state.ts';
import type { Slot } from '../../slot.ts';
import type { Instructions } from '../instructions.ts';
import { makeTimers } from './timers.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, FrontFlag } = frontEventCodes;
const { ReasonCode } = reasonCodes;

// Words of a group's row: the next in the queue plus one, whether it is in it, its generation, the order that stays and its own.
const NEXT = 0;
const IS_QUEUED = 1;
const GENERATION = 2;
const ORDER = 3;
const ORDER_GENERATION = 4;
const ROW_WORDS = 8;

// Registers: the queue, group plus one, 0 is none; and how many groups have had a row.
const HEAD = 0;
const TAIL = 1;
const ROWS_USED = 2;

const RETRY_MS = 1_000;

export type Linked = ReturnType<typeof makeLinked>;

export function makeLinked(state: EngineState, groups: number, instructions: Instructions, slot: Slot) {
  const { front } = slot;
  const registers = state.laterI32('linked.registers', 3);
  const retries = makeTimers(state, groups, 'linked.retries');
  const rows = state.laterI32('linked.rows', groups * ROW_WORDS, () => registers[ROWS_USED]! * ROW_WORDS);

  /** A fill that names a group, a sibling's cancel or replace, after which the next one's turn comes, or the refusal of one. */
  function onLinked(nowMs: number): void {
    const group = front.sweep;
    const at = group * ROW_WORDS;
    if (group >= registers[ROWS_USED]!) registers[ROWS_USED] = group + 1;
    if (isToRetry()) {
      rows[at + GENERATION] = front.requestId;
      retries.set(group, nowMs + RETRY_MS);
      return;
    }
    if (front.event !== FrontEvent.CANCEL_ACCEPTED) {
      const isChild = (front.flags & FrontFlag.CHILD) !== 0;
      rows[at + GENERATION] = generationNamed();
      rows[at + ORDER] = isChild ? front.parent : front.order;
      rows[at + ORDER_GENERATION] = isChild ? front.parentGeneration : front.generation;
    }
    enqueue(group);
  }

  /**
   * A refusal: a reduction that a venue refused is followed by a cancel at once; what came at a wrong time waits for a better
   * one. An order that ends with it is awaited by others.
   */
  function isToRetry(): boolean {
    if (front.event === FrontEvent.CANCEL_REFUSED) return true;
    if (front.event !== FrontEvent.REPLACE_REFUSED || (front.flags & FrontFlag.ORDER_ENDED) !== 0) return false;
    return front.reason !== ReasonCode.VENUE_REFUSED_CHANGE;
  }

  /** The group's, which a changed trade names where no leg is. */
  function generationNamed(): number {
    const { event } = front;
    const isChange = event === FrontEvent.TRADE_CANCELLED || event === FrontEvent.TRADE_CORRECTED;
    return isChange ? front.leg : front.requestId;
  }

  function enqueue(group: number): void {
    const at = group * ROW_WORDS;
    if (rows[at + IS_QUEUED] !== 0) return;
    rows[at + IS_QUEUED] = 1;
    rows[at + NEXT] = 0;
    if (registers[HEAD] === 0) registers[HEAD] = group + 1;
    else rows[(registers[TAIL]! - 1) * ROW_WORDS + NEXT] = group + 1;
    registers[TAIL] = group + 1;
  }

  /** Whether a group's turn has come; `untilMs`: what is due by then is due. */
  function isWaiting(untilMs: number): boolean {
    return registers[HEAD] !== 0 || retries.nextMs() <= untilMs;
  }

  /** Sends the first group's next step; its number. */
  function step(untilMs: number): number {
    if (retries.nextMs() <= untilMs) {
      const due = retries.first();
      retries.remove(due);
      enqueue(due);
    }
    const group = registers[HEAD]! - 1;
    const at = group * ROW_WORDS;
    registers[HEAD] = rows[at + NEXT]!;
    if (registers[HEAD] === 0) registers[TAIL] = 0;
    rows[at + NEXT] = 0;
    rows[at + IS_QUEUED] = 0;
    return instructions.cancelLinked(group, rows[at + GENERATION]!, rows[at + ORDER]!, rows[at + ORDER_GENERATION]!);
  }

  return { onLinked, nextMs: retries.nextMs, isWaiting, step };
}
