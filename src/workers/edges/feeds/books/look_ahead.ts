import * as itch from '../../../protocols/itch/layout.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import * as layout from './layout.ts';
import type { BookMemory } from './memory.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { AddOrder, Header, OrderDeleted } = itch;
const { ADD, ADD_ATTRIBUTED } = ItchType;
const { AT, CENT_PRICE4, DOLLAR_PRICE4, LEVEL_SHIFT, MASK, ORDER_SHIFT, PRICE4, SIDE, STATE_SHIFT, TOP_KEY } = layout;
const { LOCATE } = Header;
const ADD_BYTES = AddOrder.BYTES;
const DELETED_BYTES = OrderDeleted.BYTES;
const LENGTH_BYTES = 2;
const SELL = 0x53;
/** As many as a packet has. Their lines stay in the first cache until they are worked on. */
const MESSAGES = 40;

/**
 * Loads what the next messages of a block will need, in two rounds: the orders that they name and the levels that they add to,
 * then the levels of those orders. The loads of a round do not wait for each other, as those of one message do, which is most
 * of the time when each misses the cache. It reads only, and a guess that is wrong (an elder, a far level, an instrument of
 * finer ticks) costs a line and nothing else.
 *
 * Answers with where the messages that it looked at end; what is cut off by the end of the block is not looked at.
 */
export function makeLookAhead(memory: BookMemory): (block: DataView, from: number, to: number) => number {
  const { orders, levels, state } = memory;
  const placeMask = 2 ** memory.limits.indexBits - 1;
  const levelCount = levels.length >> LEVEL_SHIFT;
  const stateMask = state.length - 1;
  /** The orders that the messages name: where their records lie. */
  const named = new Int32Array(MESSAGES);
  /** What was loaded is stored, so that the compiler does not find it useless. */
  const loaded = new Int32Array(1);

  function lookAhead(block: DataView, from: number, to: number): number {
    let at = from;
    let count = 0;
    let sum = 0;
    for (let messages = 0; messages < MESSAGES && at + LENGTH_BYTES <= to; messages++) {
      const length = block.getUint16(at);
      const message = at + LENGTH_BYTES;
      if (message + length > to) break;
      at = message + length;
      if (length < DELETED_BYTES) continue;
      const type = block.getUint8(message);
      if ((type === ADD || type === ADD_ATTRIBUTED) && length >= ADD_BYTES) {
        const isAsk = block.getUint8(message + AddOrder.SIDE) === SELL;
        sum ^= load(block.getUint16(message + LOCATE) * 2 + (isAsk ? 1 : 0), block.getInt32(message + AddOrder.PRICE));
      } else {
        const orderAt = (block.getInt32(message + OrderDeleted.REFERENCE + 4) & placeMask) << ORDER_SHIFT;
        named[count] = orderAt;
        sum ^= orders[orderAt]!;
        count++;
      }
    }
    for (let i = 0; i < count; i++) sum ^= load(orders[named[i]! + SIDE]!, orders[named[i]! + PRICE4]!);
    loaded[0] = sum;
    return at;
  }

  /** A word of the level where a price of a side would be. */
  function load(side: number, price4: number): number {
    const ticks = price4 < DOLLAR_PRICE4 ? price4 : DOLLAR_PRICE4 + (((price4 - DOLLAR_PRICE4) / CENT_PRICE4) | 0);
    const key = (side & 1) === 0 ? ticks + 1 : TOP_KEY - ticks;
    const stateAt = (side << STATE_SHIFT) & stateMask;
    const level = state[stateAt + AT]! + (key & state[stateAt + MASK]!);
    return level < levelCount ? levels[level << LEVEL_SHIFT]! : 0;
  }

  return lookAhead;
}
