/**
 * Our ClOrdID at a venue, a whole number below 2^53, so that a report finds its order without a look-up:
 *
 *     | engine epoch, 9 bits | generation, 14 bits | pool index, 24 bits | venue, 4 bits | leg, 2 bits |
 *
 * The pool index, venue and leg are the low 30 bits; the leg is the position in the parent's first wave. The venue is the
 * one that the leg was sent to: the front stage, which does not know where legs are, finds out by it that a report comes
 * from another. A generation counts how often the pool entry was used; the free list is a queue, so that a late report
 * meets its own generation or none.
 */

import { MAX_VENUES } from './venue.ts';

const LEG_BITS = 2;
const VENUE_BITS = 4;
const ORDER_SHIFT = LEG_BITS + VENUE_BITS;
export const LEGS_PER_ORDER = 1 << LEG_BITS;
export const MAX_POOL_ORDERS = 2 ** 24;
const LOW_BITS = 2 ** 30;
export const GENERATIONS = 2 ** 14;
export const EPOCHS = 2 ** 9;

if (MAX_VENUES > 1 << VENUE_BITS) throw new RangeError(`a leg reference cannot name ${MAX_VENUES} venues`);

export function makeLegRef(epoch: number, generation: number, order: number, venue: number, leg: number): number {
  return (
    ((epoch % EPOCHS) * GENERATIONS + generation) * LOW_BITS + ((order << ORDER_SHIFT) | (venue << LEG_BITS) | leg)
  );
}

export function epochOfLegRef(legRef: number): number {
  return Math.floor(legRef / (LOW_BITS * GENERATIONS));
}

export function generationOfLegRef(legRef: number): number {
  return Math.floor(legRef / LOW_BITS) % GENERATIONS;
}

// Masks take the low bits of any whole number below 2^53; a remainder of doubles is a call of fmod.

export function orderOfLegRef(legRef: number): number {
  return (legRef & (LOW_BITS - 1)) >> ORDER_SHIFT;
}

export function venueOfLegRef(legRef: number): number {
  return (legRef >> LEG_BITS) & ((1 << VENUE_BITS) - 1);
}

export function legOfLegRef(legRef: number): number {
  return legRef & (LEGS_PER_ORDER - 1);
}
