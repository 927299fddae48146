import * as layout from './layout.ts';
import { type BookMemory, Cell } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { ARRIVALS, ELDERS, FREE_ELDER, NEW_ELDER, OPEN } = Cell;
const { ORDER_SHIFT, PRICE4, REFERENCE, SHARES, SIDE } = layout;

/** What `find` answers when there is no such order. */
export const NO_ORDER = -1;

/**
 * The open orders, by reference: 64 bits in two numbers of 32.
 *
 * References rise over the day, in a few sequences side by side, and most orders live shortly. So the low bits of a
 * reference are its order's place: nothing lies between a reference and its order, and neighbours in time share lines. An
 * order that is still open when a later one comes by its place moves behind the places and becomes an elder, found by a
 * chain. References of more than 32 bits are elders at once.
 */
export interface OrderStore {
  /** The order under a reference, or NO_ORDER. */
  find(high: number, low: number): number;
  /** The caller has seen that there is none under this reference, and that there is room. */
  put(high: number, low: number, side: number, shares: number, price4: number): void;
  remove(order: number): void;
}

export function makeOrderStore(memory: BookMemory): OrderStore {
  const { orders, arrivals, elderHeads, elderNext, elderHigh, cells } = memory;
  const places = 2 ** memory.limits.indexBits;
  const placeMask = places - 1;
  const elderMask = elderHeads.length - 1;

  function find(high: number, low: number): number {
    const place = low & placeMask;
    const at = place << ORDER_SHIFT;
    if (orders[at + REFERENCE] === low && orders[at + SHARES] !== 0 && high === 0) return place;
    return cells[ELDERS] === 0 ? NO_ORDER : findElder(high, low);
  }

  function findElder(high: number, low: number): number {
    let elder = elderHeads[low & elderMask]!;
    while (elder !== 0 && (referenceOf(elder) !== low || elderHigh[elder] !== high)) elder = elderNext[elder]!;
    return elder === 0 ? NO_ORDER : placeMask + elder;
  }

  function referenceOf(elder: number): number {
    return orders[((placeMask + elder) << ORDER_SHIFT) + REFERENCE]!;
  }

  function put(high: number, low: number, side: number, shares: number, price4: number): void {
    let order = low & placeMask;
    if (high !== 0) order = makeElder(high, low);
    else if (orders[(order << ORDER_SHIFT) + SHARES] !== 0) makeWay(order);
    const at = order << ORDER_SHIFT;
    orders[at + REFERENCE] = low;
    orders[at + SHARES] = shares;
    orders[at + PRICE4] = price4;
    orders[at + SIDE] = side;
    arrivals[order] = cells[ARRIVALS]!;
    cells[ARRIVALS]! += 1;
    cells[OPEN]! += 1;
  }

  function makeWay(place: number): void {
    const from = place << ORDER_SHIFT;
    const order = makeElder(0, orders[from + REFERENCE]!);
    const to = order << ORDER_SHIFT;
    for (let word = 0; word < 1 << ORDER_SHIFT; word++) orders[to + word] = orders[from + word]!;
    arrivals[order] = arrivals[place]!;
  }

  /** The number of an order whose record is still to be written. Elders count from 1, and lie behind all places. */
  function makeElder(high: number, low: number): number {
    let elder = cells[FREE_ELDER]!;
    if (elder === 0) elder = cells[NEW_ELDER]!++;
    else cells[FREE_ELDER] = elderNext[elder]!;
    const bucket = low & elderMask;
    elderHigh[elder] = high;
    elderNext[elder] = elderHeads[bucket]!;
    elderHeads[bucket] = elder;
    cells[ELDERS]! += 1;
    return placeMask + elder;
  }

  function remove(order: number): void {
    if (order >= places) removeElder(order - placeMask);
    orders[(order << ORDER_SHIFT) + SHARES] = 0;
    cells[OPEN]! -= 1;
  }

  function removeElder(elder: number): void {
    const bucket = referenceOf(elder) & elderMask;
    const after = elderNext[elder]!;
    let at = elderHeads[bucket]!;
    if (at === elder) elderHeads[bucket] = after;
    else {
      while (elderNext[at] !== elder) at = elderNext[at]!;
      elderNext[at] = after;
    }
    elderNext[elder] = cells[FREE_ELDER]!;
    cells[FREE_ELDER] = elder;
    cells[ELDERS]! -= 1;
  }

  return { find, put, remove };
}
