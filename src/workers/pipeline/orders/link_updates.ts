/**
 * Lots that a linked order is still to give up because others of its list have traded. A double: shares of a list whose
 * orders differ in size are no whole lots, and what is over is kept, so that rounding does not add up.
 */

import type { EngineState } from '../engine_state.ts';

/** Sums of shares are off by less. */
const ROUNDING = 1e-6;

export type LinkUpdates = ReturnType<typeof makeLinkUpdates>;

/** `used`: how many of the orders there can be have been linked. */
export function makeLinkUpdates(state: EngineState, orders: number, used: () => number) {
  const lots = state.laterF64('links.due', orders, used);

  /** May be below zero by less than a lot: as much too much was given up. */
  function due(order: number): number {
    return lots[order]!;
  }

  function setDue(order: number, due: number): void {
    // Neither -0 nor what is left of rounding.
    lots[order] = Math.abs(due) < ROUNDING ? 0 : due;
  }

  /** Whole lots that are to go: rounded up, so that all of a list never come to more than was asked for. */
  function lotsDue(order: number): number {
    const whole = Math.ceil(lots[order]! - ROUNDING);
    return whole > 0 ? whole : 0;
  }

  /** Of `traded` lots of an order of which `left` were not yet given up, the whole ones that are beyond. */
  function lotsBeyond(traded: number, left: number): number {
    const beyond = Math.floor(traded - Math.max(0, left) + ROUNDING);
    return beyond > 0 ? beyond : 0;
  }

  return { due, setDue, lotsDue, lotsBeyond };
}
