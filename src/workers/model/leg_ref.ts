/**
 * Our ClOrdID at a venue, a whole number below 2^53, so that a report finds its order without a look-up:
 *
 *     | engine epoch, 11 bits | generation, 14 bits | pool index, 26 bits | leg, 2 bits |
 *
 * The pool index and leg are the low 28 bits; the leg is the position in the parent's first wave. A generation counts
 * how often the pool entry was used; the free list is a queue, so that a late report meets its own generation or none.
 */

const LEG_BITS = 2;
export const LEGS_PER_ORDER = 1 << LEG_BITS;
export const MAX_POOL_ORDERS = 2 ** 26;
const LOW_BITS = 2 ** 28;
export const GENERATIONS = 2 ** 14;
export const EPOCHS = 2 ** 11;

export function makeLegRef(epoch: number, generation: number, order: number, leg: number): number {
  return ((epoch % EPOCHS) * GENERATIONS + generation) * LOW_BITS + order * LEGS_PER_ORDER + leg;
}

export function epochOfLegRef(legRef: number): number {
  return Math.floor(legRef / (LOW_BITS * GENERATIONS));
}

export function generationOfLegRef(legRef: number): number {
  return Math.floor(legRef / LOW_BITS) % GENERATIONS;
}

// Masks take the low bits of any whole number below 2^53; a remainder of doubles is a call of fmod.

export function orderOfLegRef(legRef: number): number {
  return (legRef & (LOW_BITS - 1)) >> LEG_BITS;
}

export function legOfLegRef(legRef: number): number {
  return legRef & (LEGS_PER_ORDER - 1);
}
