/**
 * Mass cancels in progress. A sweep walks its session's orders in the order of acceptance, one order a step, and acts
 * on those accepted before it: the fence is the stream sequence of the command that started it.
 */

import type { EngineState } from '../engine_state.ts';

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

export class Sweeps {
  readonly #i32: Int32Array;
  readonly #fence: Float64Array;
  readonly #active: Int32Array;

  constructor(state: EngineState) {
    this.#active = state.i32('sweeps.active', 1);
    this.#i32 = state.i32('sweeps.ints', MAX_SWEEPS * SWEEP_INTS);
    this.#fence = state.f64('sweeps.fence', MAX_SWEEPS);
  }

  /** A free entry, or NO_SWEEP. */
  peek(): number {
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) if (this.#i32[sweep * SWEEP_INTS + ACTIVE] === 0) return sweep;
    return NO_SWEEP;
  }

  /** `instrument` and `account` -1 and `side` 0 match all; `first` is the session's first order, or NO_ORDER. */
  start(
    sweep: number,
    session: number,
    first: number,
    fence: number,
    instrument: number,
    account: number,
    side: number,
  ): void {
    const at = sweep * SWEEP_INTS;
    this.#i32[at + ACTIVE] = 1;
    this.#i32[at + SESSION] = session;
    this.#i32[at + CURSOR] = first;
    this.#i32[at + INSTRUMENT] = instrument;
    this.#i32[at + ACCOUNT] = account;
    this.#i32[at + SIDE] = side;
    this.#fence[sweep] = fence;
    this.#active[0] = this.#active[0]! + 1;
  }

  end(sweep: number): void {
    const at = sweep * SWEEP_INTS;
    this.#i32[at + ACTIVE] = 0;
    this.#i32[at + GENERATION] = (this.#i32[at + GENERATION]! + 1) | 0;
    this.#active[0] = this.#active[0]! - 1;
  }

  isActive(sweep: number, generation: number): boolean {
    if (sweep < 0 || sweep >= MAX_SWEEPS) return false;
    const at = sweep * SWEEP_INTS;
    return this.#i32[at + ACTIVE] === 1 && this.#i32[at + GENERATION] === generation;
  }

  generation(sweep: number): number {
    return this.#i32[sweep * SWEEP_INTS + GENERATION]!;
  }

  session(sweep: number): number {
    return this.#i32[sweep * SWEEP_INTS + SESSION]!;
  }

  cursor(sweep: number): number {
    return this.#i32[sweep * SWEEP_INTS + CURSOR]!;
  }

  setCursor(sweep: number, order: number): void {
    this.#i32[sweep * SWEEP_INTS + CURSOR] = order;
  }

  /** Whether an order with these terms is to be cancelled. */
  matches(sweep: number, orderId: number, instrument: number, account: number, side: number): boolean {
    const at = sweep * SWEEP_INTS;
    const wantedInstrument = this.#i32[at + INSTRUMENT]!;
    const wantedAccount = this.#i32[at + ACCOUNT]!;
    const wantedSide = this.#i32[at + SIDE]!;
    return (
      orderId < this.#fence[sweep]! &&
      (wantedInstrument < 0 || wantedInstrument === instrument) &&
      (wantedAccount < 0 || wantedAccount === account) &&
      (wantedSide === 0 || wantedSide === side)
    );
  }

  /** An order leaves its list: sweeps that stand on it go on to the next. */
  orderLeaves(order: number, next: number): void {
    if (this.#active[0] === 0) return;
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      const at = sweep * SWEEP_INTS;
      if (this.#i32[at + ACTIVE] === 1 && this.#i32[at + CURSOR] === order) this.#i32[at + CURSOR] = next;
    }
  }

  isPast(sweep: number, orderId: number): boolean {
    return orderId >= this.#fence[sweep]!;
  }
}
