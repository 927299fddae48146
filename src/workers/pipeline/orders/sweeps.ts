/**
 * Mass cancels in progress. A sweep walks its session's orders in the order of acceptance, one order a step, and acts
 * on those accepted before it: the fence is the stream sequence of the command that started it. An operator's may walk
 * every session, one after the other.
 */

import * as sources from '../../model/source.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MAX_SESSIONS } = sources;

/** As many as sessions, so that each can have one; a session may hold several while others have none. */
export const MAX_SWEEPS = 64;
export const NO_SWEEP = -1;

const SWEEP_INTS = 8;
const ACTIVE = 0;
const GENERATION = 1;
const SESSION = 2;
const CURSOR = 3;
const INSTRUMENT = 4;
const ACCOUNT = 5;
const SIDE = 6;
/** 1: the sweep goes on with the next session when it is through with one. */
const EVERY_SESSION = 7;

export type Sweeps = ReturnType<typeof makeSweeps>;

export function makeSweeps(state: EngineState) {
  const active = state.i32('sweeps.active', 1);
  const i32 = state.i32('sweeps.ints', MAX_SWEEPS * SWEEP_INTS);
  const fences = state.f64('sweeps.fence', MAX_SWEEPS);

  /** A free entry, or NO_SWEEP. */
  function peek(): number {
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) if (i32[sweep * SWEEP_INTS + ACTIVE] === 0) return sweep;
    return NO_SWEEP;
  }

  /**
   * `instrument` and `account` -1 and `side` 0 match all; `first` is the session's first order, or NO_ORDER. One of
   * every session starts with session 0.
   */
  function start(
    sweep: number,
    session: number,
    everySession: boolean,
    first: number,
    fence: number,
    instrument: number,
    account: number,
    side: number,
  ): void {
    const at = sweep * SWEEP_INTS;
    i32[at + ACTIVE] = 1;
    i32[at + SESSION] = session;
    i32[at + CURSOR] = first;
    i32[at + INSTRUMENT] = instrument;
    i32[at + ACCOUNT] = account;
    i32[at + SIDE] = side;
    i32[at + EVERY_SESSION] = everySession ? 1 : 0;
    fences[sweep] = fence;
    active[0] = active[0]! + 1;
  }

  function end(sweep: number): void {
    const at = sweep * SWEEP_INTS;
    i32[at + ACTIVE] = 0;
    i32[at + GENERATION] = (i32[at + GENERATION]! + 1) | 0;
    active[0] = active[0]! - 1;
  }

  function isActive(sweep: number, generation: number): boolean {
    if (sweep < 0 || sweep >= MAX_SWEEPS) return false;
    const at = sweep * SWEEP_INTS;
    return i32[at + ACTIVE] === 1 && i32[at + GENERATION] === generation;
  }

  function generation(sweep: number): number {
    return i32[sweep * SWEEP_INTS + GENERATION]!;
  }

  function session(sweep: number): number {
    return i32[sweep * SWEEP_INTS + SESSION]!;
  }

  function cursor(sweep: number): number {
    return i32[sweep * SWEEP_INTS + CURSOR]!;
  }

  /** `session` is whose list the order stands in. */
  function setCursor(sweep: number, session: number, order: number): void {
    const at = sweep * SWEEP_INTS;
    i32[at + SESSION] = session;
    i32[at + CURSOR] = order;
  }

  /** Whether further sessions come when it is through with this one. */
  function goesOnAfter(sweep: number, session: number): boolean {
    return i32[sweep * SWEEP_INTS + EVERY_SESSION] === 1 && session + 1 < MAX_SESSIONS;
  }

  /** Whether an order with these terms is to be cancelled. */
  function matches(sweep: number, orderId: number, instrument: number, account: number, side: number): boolean {
    const at = sweep * SWEEP_INTS;
    const wantedInstrument = i32[at + INSTRUMENT]!;
    const wantedAccount = i32[at + ACCOUNT]!;
    const wantedSide = i32[at + SIDE]!;
    return (
      orderId < fences[sweep]! &&
      (wantedInstrument < 0 || wantedInstrument === instrument) &&
      (wantedAccount < 0 || wantedAccount === account) &&
      (wantedSide === 0 || wantedSide === side)
    );
  }

  /** An order leaves its list: sweeps that stand on it go on to the next. */
  function orderLeaves(order: number, next: number): void {
    if (active[0] === 0) return;
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      const at = sweep * SWEEP_INTS;
      if (i32[at + ACTIVE] === 1 && i32[at + CURSOR] === order) i32[at + CURSOR] = next;
    }
  }

  function isPast(sweep: number, orderId: number): boolean {
    return orderId >= fences[sweep]!;
  }

  return {
    peek,
    start,
    end,
    isActive,
    generation,
    session,
    cursor,
    setCursor,
    goesOnAfter,
    matches,
    orderLeaves,
    isPast,
  };
}
