/**
 * Lots that a linked order is still to give up because others of its list have traded, or, below zero, to gain because the
 * one that it exits has. A double: shares of orders that differ in size are no whole lots, and what is over is kept, so that
 * rounding does not add up.
 */

import type { EngineState } from '../engine_state.ts';

/** Sums of shares are off by less. */
const ROUNDING = 1e-6;

export type LinkUpdates = ReturnType<typeof makeLinkUpdates>;

/** `used`: how many of the orders there can be have been linked. */
export function makeLinkUpdates(state: EngineState, orders: number, used: () => number) {
  const lots = state.laterF64('links.due', orders, used);
  /** Of an exit that grows with its entry: what it is to come to, and what of that the entry's fills have given it so far. */
  const asked = state.laterF64('links.asked', orders, used);
  const shares = state.laterF64('links.shares', orders, used);

  /** Of one that does not grow it may be below zero by less than a lot: as much too much was given up. */
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

  /** Whole lots that an exit may gain, rounded down for the same reason. */
  function lotsToGain(order: number): number {
    const whole = Math.floor(ROUNDING - lots[order]!);
    return whole > 0 ? whole : 0;
  }

  /** The order is linked, of so many lots. */
  function begin(order: number, quantity: number): void {
    lots[order] = 0;
    asked[order] = quantity;
    shares[order] = 0;
  }

  /** The client of an exit that is held asks for another quantity. */
  function askFor(order: number, quantity: number): void {
    asked[order] = quantity;
  }

  /** Its entry is filled so far: the exit gains its share, or gives back what a bust took from the entry. */
  function follow(order: number, filled: number, ordered: number): void {
    const share = filled >= ordered ? asked[order]! : (asked[order]! * filled) / ordered;
    setDue(order, lots[order]! - share + shares[order]!);
    shares[order] = share;
  }

  /** Of `traded` lots of an order of which `left` were not yet given up, the whole ones that are beyond. */
  function lotsBeyond(traded: number, left: number): number {
    const beyond = Math.floor(traded - Math.max(0, left) + ROUNDING);
    return beyond > 0 ? beyond : 0;
  }

  return { due, setDue, lotsDue, lotsToGain, lotsBeyond, begin, askFor, follow };
}
