/**
 * Mass cancels and the day's end in progress. A sweep walks its session's orders in the order of acceptance, one order a step, and acts
 * on those accepted before it: the fence is the stream sequence of the command that started it. An operator's may walk
 * every session, one after the other.
 */

import * as orderModel from '../../model/order.ts';
import * as sources from '../../model/source.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { TimeInForce } = orderModel;
const { MAX_SESSIONS } = sources;

/** A session may hold several while others have none. */
export const MAX_SWEEPS = 63;
/** Kept for the day's end, which nobody's mass cancels may keep from coming. */
export const DAY_END_SWEEP = MAX_SWEEPS;
const ENTRIES = MAX_SWEEPS + 1;
export const NO_SWEEP = -1;

const SWEEP_INTS = 8;
const ACTIVE = 0;
const GENERATION = 1;
const SESSION = 2;
const CURSOR = 3;
const INSTRUMENT = 4;
const ACCOUNT = 5;
const SIDE = 6;
const REACH = 7;

/** Bits of a sweep's reach. The first: it goes on with the next session when it is through with one. */
export const SweepReach = { EVERY_SESSION: 1, DAY_ORDERS: 2 } as const;
const { EVERY_SESSION, DAY_ORDERS } = SweepReach;

export type Sweeps = ReturnType<typeof makeSweeps>;

export function makeSweeps(state: EngineState) {
  const active = state.i32('sweeps.active', 1);
  const i32 = state.i32('sweeps.ints', ENTRIES * SWEEP_INTS);
  const fences = state.f64('sweeps.fence', ENTRIES);
  /** 1 + strategy; 0: every strategy. */
  const strategies = state.laterI32('sweeps.strategy', ENTRIES);

  /** The entry of the day's end, or NO_SWEEP while the last one goes on. */
  function peekDayEnd(): number {
    return i32[DAY_END_SWEEP * SWEEP_INTS + ACTIVE] === 0 ? DAY_END_SWEEP : NO_SWEEP;
  }

  /** A free entry, or NO_SWEEP. */
  function peek(): number {
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) if (i32[sweep * SWEEP_INTS + ACTIVE] === 0) return sweep;
    return NO_SWEEP;
  }

  /**
   * `instrument` and `account` -1, `ofStrategy` (1 + strategy) 0 and `side` 0 match all; `first` is the session's first order, or NO_ORDER. `reach` is of
   * SweepReach: one of every session starts with session 0, one of day orders expires them and leaves the others.
   */
  function start(
    sweep: number,
    session: number,
    reach: number,
    first: number,
    fence: number,
    instrument: number,
    account: number,
    ofStrategy: number,
    side: number,
  ): void {
    const at = sweep * SWEEP_INTS;
    i32[at + ACTIVE] = 1;
    i32[at + SESSION] = session;
    i32[at + CURSOR] = first;
    i32[at + INSTRUMENT] = instrument;
    i32[at + ACCOUNT] = account;
    i32[at + SIDE] = side;
    i32[at + REACH] = reach;
    fences[sweep] = fence;
    strategies[sweep] = ofStrategy;
    active[0] = active[0]! + 1;
  }

  function end(sweep: number): void {
    const at = sweep * SWEEP_INTS;
    i32[at + ACTIVE] = 0;
    i32[at + GENERATION] = (i32[at + GENERATION]! + 1) | 0;
    active[0] = active[0]! - 1;
  }

  function isActive(sweep: number, generation: number): boolean {
    if (sweep < 0 || sweep >= ENTRIES) return false;
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
    return (i32[sweep * SWEEP_INTS + REACH]! & EVERY_SESSION) !== 0 && session + 1 < MAX_SESSIONS;
  }

  /** Whether it ends orders because their day is over, and not because somebody asked for it. */
  function expires(sweep: number): boolean {
    return (i32[sweep * SWEEP_INTS + REACH]! & DAY_ORDERS) !== 0;
  }

  /** Whether an order with these terms is to be cancelled. */
  function matches(
    sweep: number,
    orderId: number,
    instrument: number,
    account: number,
    strategy: number,
    side: number,
    timeInForce: number,
  ): boolean {
    const at = sweep * SWEEP_INTS;
    const wantedInstrument = i32[at + INSTRUMENT]!;
    const wantedAccount = i32[at + ACCOUNT]!;
    const wantedStrategy = strategies[sweep]! - 1;
    const wantedSide = i32[at + SIDE]!;
    return (
      orderId < fences[sweep]! &&
      (wantedInstrument < 0 || wantedInstrument === instrument) &&
      (wantedAccount < 0 || wantedAccount === account) &&
      (wantedStrategy < 0 || wantedStrategy === strategy) &&
      (wantedSide === 0 || wantedSide === side) &&
      (timeInForce === TimeInForce.DAY || (i32[at + REACH]! & DAY_ORDERS) === 0)
    );
  }

  /** An order leaves its list: sweeps that stand on it go on to the next. */
  function orderLeaves(order: number, next: number): void {
    if (active[0] === 0) return;
    for (let sweep = 0; sweep < ENTRIES; sweep++) {
      const at = sweep * SWEEP_INTS;
      if (i32[at + ACTIVE] === 1 && i32[at + CURSOR] === order) i32[at + CURSOR] = next;
    }
  }

  function isPast(sweep: number, orderId: number): boolean {
    return orderId >= fences[sweep]!;
  }

  return {
    peek,
    peekDayEnd,
    start,
    end,
    isActive,
    generation,
    session,
    cursor,
    setCursor,
    goesOnAfter,
    expires,
    matches,
    orderLeaves,
    isPast,
  };
}
