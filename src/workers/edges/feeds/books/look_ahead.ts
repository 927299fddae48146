import * as itch from '../../../protocols/itch/layout.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AddOrder, Header, OrderDeleted } = itch;
const { ADD, ADD_ATTRIBUTED } = ItchType;
const { AT, CENT_PRICE4, DOLLAR_PRICE4, LAST, LEVEL, MASK, NEXT, NODE_SHIFT, STATE_SHIFT, TOP_KEY } = layout;
const { LOCATE } = Header;
const LENGTH_BYTES = 2;
const SELL = 0x53;
/** As many as a packet has. Their lines stay in the first cache until they are worked on. */
const MESSAGES = 40;

/**
 * Loads what the next messages of a block will need: entry of the index, order, level, the order's neighbour, in four rounds. The loads of a
 * round do not wait for each other, as those of one message do, which is most of the time when each misses the cache.
 * It reads only, and a guess that is wrong (an Add to a far level) costs a line and nothing else.
 *
 * Answers with where the messages that it looked at end; what is cut off by the end of the block is not looked at.
 */
export function makeLookAhead(memory: BookMemory): (block: DataView, from: number, to: number) => number {
  const { index, orders, levels, state } = memory;
  const places = index.length - 1;
  const keyBits = 32 - memory.limits.indexBits;
  const lastOrder = memory.limits.orders;
  const lastLevel = (levels.length >> NODE_SHIFT) - 1;
  /** By message: the order that it names, then its level; or minus the level that an Add will join. */
  const needed = new Int32Array(MESSAGES);
  /** By message: an order that will be linked anew, before or behind the one that comes or goes. */
  const neighbours = new Int32Array(MESSAGES);
  /** What was loaded is stored, so that the compiler does not find it useless. */
  const loaded = new Int32Array(1);

  function lookAhead(block: DataView, from: number, to: number): number {
    let at = from;
    let count = 0;
    while (count < MESSAGES && at + LENGTH_BYTES <= to) {
      const length = block.getUint16(at);
      const message = at + LENGTH_BYTES;
      if (message + length > to) break;
      needed[count] = length < itch.OrderDeleted.BYTES ? 0 : need(block, message, length);
      at = message + length;
      count++;
    }
    load(count);
    return at;
  }

  function need(block: DataView, at: number, length: number): number {
    const type = block.getUint8(at);
    if ((type === ADD || type === ADD_ATTRIBUTED) && length >= AddOrder.BYTES) return -levelOfAdd(block, at);
    const order = index[block.getInt32(at + OrderDeleted.REFERENCE + 4) & places]! >>> keyBits;
    return order <= lastOrder ? order : 0;
  }

  function levelOfAdd(block: DataView, at: number): number {
    const isAsk = block.getUint8(at + AddOrder.SIDE) === SELL;
    const price4 = block.getInt32(at + AddOrder.PRICE);
    const ticks = price4 < DOLLAR_PRICE4 ? price4 : DOLLAR_PRICE4 + (((price4 - DOLLAR_PRICE4) / CENT_PRICE4) | 0);
    const key = isAsk ? TOP_KEY - ticks : (ticks + 1) | 0;
    const stateAt = (block.getUint16(at + LOCATE) * 2 + (isAsk ? 1 : 0)) << STATE_SHIFT;
    // The index has the order's entry soon, in a line that its neighbours have, too.
    return state[stateAt + AT]! + (key & state[stateAt + MASK]!);
  }

  function load(count: number): void {
    for (let i = 0; i < count; i++) {
      const order = needed[i]!;
      neighbours[i] = order > 0 ? orders[(order << NODE_SHIFT) + NEXT]! : 0;
      needed[i] = order > 0 ? orders[(order << NODE_SHIFT) + LEVEL]! : order;
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const level = needed[i]!;
      if (level >= 0) sum ^= levels[level << NODE_SHIFT]!;
      else if (-level <= lastLevel) neighbours[i] = levels[(-level << NODE_SHIFT) + LAST]!;
    }
    for (let i = 0; i < count; i++) sum ^= orders[neighbours[i]! << NODE_SHIFT]!;
    loaded[0] = sum;
  }

  return lookAhead;
}
