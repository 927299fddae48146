import * as layout from './layout.ts';
import { type BookMemory, Cell } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { ELDERS } = Cell;
const { MAX_SHARES } = layout;

/**
 * Which order a reference names: 64 bits in two numbers of 32.
 *
 * References rise over the day, in a few sequences side by side, and most orders live shortly. So the low bits of a
 * reference are its place in the index, sixteen neighbours to a cache line, and an entry holds the remaining bits to be
 * told from others. An order that is still open when a later one comes by its place becomes an elder, found by a chain.
 * References of more than 32 bits are elders at once.
 */
export interface OrderIndex {
  /** The order under a reference, or 0. */
  find(high: number, low: number): number;
  /** The caller has seen that there is none under this reference. */
  put(high: number, low: number, order: number): void;
  remove(high: number, low: number, order: number): void;
}

export function makeOrderIndex(memory: BookMemory): OrderIndex {
  const { index, elderHeads, elderNext, elderLow, elderHigh, cells } = memory;
  const { indexBits } = memory.limits;
  const places = index.length - 1;
  const keyBits = 32 - indexBits;
  const keyMask = MAX_SHARES >>> (31 - keyBits);
  const elderMask = elderHeads.length - 1;

  function find(high: number, low: number): number {
    const entry = index[low & places]!;
    if (entry !== 0 && high === 0 && (entry & keyMask) === low >>> indexBits) return entry >>> keyBits;
    return cells[ELDERS] === 0 ? 0 : findElder(high, low);
  }

  function findElder(high: number, low: number): number {
    let order = elderHeads[low & elderMask]!;
    while (order !== 0 && (elderLow[order] !== low || elderHigh[order] !== high)) order = elderNext[order]!;
    return order;
  }

  function put(high: number, low: number, order: number): void {
    if (high !== 0) {
      putElder(high, low, order);
      return;
    }
    const place = low & places;
    const entry = index[place]!;
    if (entry !== 0) putElder(0, ((entry & keyMask) << indexBits) | place, entry >>> keyBits);
    index[place] = (order << keyBits) | (low >>> indexBits);
  }

  function putElder(high: number, low: number, order: number): void {
    const bucket = low & elderMask;
    elderLow[order] = low;
    elderHigh[order] = high;
    elderNext[order] = elderHeads[bucket]!;
    elderHeads[bucket] = order;
    cells[ELDERS]! += 1;
  }

  function remove(high: number, low: number, order: number): void {
    const place = low & places;
    if (high === 0 && index[place]! >>> keyBits === order) index[place] = 0;
    else removeElder(low, order);
  }

  function removeElder(low: number, order: number): void {
    const bucket = low & elderMask;
    const after = elderNext[order]!;
    let at = elderHeads[bucket]!;
    if (at === order) elderHeads[bucket] = after;
    else {
      while (elderNext[at] !== order) at = elderNext[at]!;
      elderNext[at] = after;
    }
    cells[ELDERS]! -= 1;
  }

  return { find, put, remove };
}
