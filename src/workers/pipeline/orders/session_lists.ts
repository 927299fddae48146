/** Each session's open orders in the order of acceptance: a doubly linked list through the order records. */

import { MAX_SESSIONS } from '../../model/source.ts';
import type { EngineState } from '../engine_state.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ORDER_WORDS, SESSION, SESSION_NEXT, SESSION_PREVIOUS } = layout;
const { NO_ORDER } = orderPool;

export type SessionLists = ReturnType<typeof makeSessionLists>;

export function makeSessionLists(state: EngineState, { i32 }: orderPool.OrderPool) {
  const heads = state.i32('sessions.heads', MAX_SESSIONS).fill(NO_ORDER);
  const tails = state.i32('sessions.tails', MAX_SESSIONS).fill(NO_ORDER);

  /** The session's oldest order, or NO_ORDER. */
  function first(session: number): number {
    return heads[session]!;
  }

  function next(order: number): number {
    return i32[order * ORDER_WORDS + SESSION_NEXT]!;
  }

  function append(order: number, session: number): void {
    const tail = tails[session]!;
    i32[order * ORDER_WORDS + SESSION_PREVIOUS] = tail;
    i32[order * ORDER_WORDS + SESSION_NEXT] = NO_ORDER;
    if (tail === NO_ORDER) heads[session] = order;
    else i32[tail * ORDER_WORDS + SESSION_NEXT] = order;
    tails[session] = order;
  }

  /** Takes the order out; answers with the one that came after it. */
  function unlink(order: number): number {
    const at = order * ORDER_WORDS;
    const session = i32[at + SESSION]!;
    const previous = i32[at + SESSION_PREVIOUS]!;
    const following = i32[at + SESSION_NEXT]!;
    if (previous === NO_ORDER) heads[session] = following;
    else i32[previous * ORDER_WORDS + SESSION_NEXT] = following;
    if (following === NO_ORDER) tails[session] = previous;
    else i32[following * ORDER_WORDS + SESSION_PREVIOUS] = previous;
    return following;
  }

  return { first, next, append, unlink };
}
