/**
 * What execution remembers of an order and its legs.
 *
 * Most orders have one leg, which lies beside its order (128 bytes together); the others lie in blocks of three.
 *
 *     order, 64 bytes                          leg, 64 bytes
 *      0  generation                            0  status, flags, of the first leg: busted, bytes
 *      4  epoch                                 4  venue, cancels, replaces, status requests, bytes
 *      8  side, type, TIF, flags, bytes         8  venue's list: previous leg
 *     12  instrument                           12  venue's list: next leg
 *     16  live, used, replacing, replaced      16  lots, double
 *     20  backup venues + 1, 4 bytes           24  price
 *     24  block of further legs, or -1         32  applied: lots of fills seen
 *     28  child in flight, last end, held, trigger   40  final: cumulative lots when it ended, or -1
 *     32  unplaced lots, double                48  sent: stream sequence x 16 + output index
 *     40  price  48  display  56 pending price 56  pending lots
 */

import * as legRefCodes from '../../model/leg_ref.ts';
import * as venueCodes from '../../model/venue.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LEGS_PER_ORDER, MAX_POOL_ORDERS } = legRefCodes;
/** A mask: with it the compiler knows that no product of an order's index overflows. */
const MOST_INDEX = MAX_POOL_ORDERS - 1;
const { MAX_VENUES } = venueCodes;

export const NO_LEG = -1;
const NO_BLOCK = -1;
export const ORDER_BYTES = 128;
const ORDER_WORDS = ORDER_BYTES / 4;
const ORDER_DOUBLES = ORDER_BYTES / 8;
const LEG_BYTES = 64;
const LEG_WORDS = LEG_BYTES / 4;
const LEG_DOUBLES = LEG_BYTES / 8;
/** An answer that comes again after so many more requests would be taken for the new one's. */
const MAX_REQUEST = 255;
const LEGS_PER_BLOCK = LEGS_PER_ORDER - 1;
const BLOCK_BYTES = LEG_BYTES * LEGS_PER_BLOCK;

// An order's fields, in 32-bit words, bytes and doubles of its record.
export const GENERATION = 0;
export const EPOCH = 1;
export const INSTRUMENT = 3;
const BLOCK = 6;
export const SIDE = 8;
export const ORDER_TYPE = 9;
export const TIME_IN_FORCE = 10;
export const CANCEL_PENDING = 11;
export const LIVE_LEGS = 16;
export const USED_LEGS = 17;
export const REPLACING_LEGS = 18;
export const REPLACED_LEGS = 19;
export const BACKUPS = 20;
export const CHILD_IN_FLIGHT = 28;
export const LAST_END = 29;
/** How the engine itself holds the order, of Held. */
export const HELD = 30;
/** StopTrigger of a stop. */
export const HELD_TRIGGER = 31;
/** 1: some of its fills were taken back; how many lots stands in a table of its own, since hardly an order has any. */
const HAS_BUSTED = 66;
export const UNPLACED = 4;
export const PRICE = 5;
export const DISPLAY = 6;
export const PENDING_PRICE = 7;

// A leg's fields.
export const LEG_STATUS = 0;
export const LEG_FLAGS = 1;
export const LEG_VENUE = 4;
/** By InstructionKind: how many of it were sent, from 1 to 255 and round again. */
const LEG_REQUESTS = 3;
const LEG_PREVIOUS = 2;
const LEG_NEXT = 3;
export const LEG_LOTS = 2;
export const LEG_PRICE = 3;
export const LEG_APPLIED = 4;
export const LEG_FINAL = 5;
export const LEG_SENT = 6;
export const LEG_PENDING_LOTS = 7;

/**
 * STOP: it rests until the market reaches its price. TRIGGERED: that, or the end of its wait, is on its way through the stream.
 * WORK: an algorithm works it. CHILD: it is a part of such an order. DEPENDANT: it waits for another's end; a stop's price is
 * PENDING_PRICE. WAITING: it waits for a venue to open.
 */
export const Held = { NOTHING: 0, STOP: 1, TRIGGERED: 2, WORK: 3, CHILD: 4, DEPENDANT: 5, WAITING: 6 } as const;
export const LegStatus = { NONE: 0, SENT: 1, OPEN: 2, IN_DOUBT: 3, ENDING: 4, DONE: 5 } as const;
/** REFUSED: the front stage is being told. */
export const CancelPending = { NONE: 0, ASKED: 1, REFUSED: 2 } as const;
/** REPLACE_ASKED: the venue was asked, after a start, whether the replace took effect. */
export const LegFlag = { CANCEL_SENT: 1, REPLACE_SENT: 2, DROPPED_BY_REPLACE: 4, REPLACE_ASKED: 8 } as const;

// Registers.
const ORDERS_USED = 0;
const BLOCKS_USED = 1;
const FREE_BLOCK = 2;

export type LegStore = ReturnType<typeof makeLegStore>;

export function makeLegStore(state: EngineState, orders: number) {
  const registers = state.i32('legs.registers', 3);
  registers[FREE_BLOCK] = NO_BLOCK;
  const u8 = state.u8('legs.orders', orders * ORDER_BYTES, () => registers[ORDERS_USED]! * ORDER_BYTES);
  const i32 = new Int32Array(u8.buffer);
  const f64 = new Float64Array(u8.buffer);
  const blockCapacity = Math.max(16, orders >> 3);
  const blocks8 = state.u8('legs.blocks', blockCapacity * BLOCK_BYTES, () => registers[BLOCKS_USED]! * BLOCK_BYTES);
  const blocks32 = new Int32Array(blocks8.buffer);
  const blocks64 = new Float64Array(blocks8.buffer);
  const heads = state.i32('legs.heads', MAX_VENUES).fill(NO_LEG);
  const bustedLots = state.laterF64('legs.busted', orders, () => registers[ORDERS_USED]!);

  function int(order: number, word: number): number {
    return i32[(order & MOST_INDEX) * ORDER_WORDS + word]!;
  }

  function setInt(order: number, word: number, value: number): void {
    i32[(order & MOST_INDEX) * ORDER_WORDS + word] = value;
  }

  function byte(order: number, at: number): number {
    return u8[order * ORDER_BYTES + at]!;
  }

  function setByte(order: number, at: number, value: number): void {
    u8[order * ORDER_BYTES + at] = value;
  }

  function double(order: number, field: number): number {
    return f64[(order & MOST_INDEX) * ORDER_DOUBLES + field]!;
  }

  function setDouble(order: number, field: number, value: number): void {
    f64[(order & MOST_INDEX) * ORDER_DOUBLES + field] = value;
  }

  /** One past the highest order that ever had a record. */
  function used(): number {
    return registers[ORDERS_USED]!;
  }

  /** Whether the leg is at its venue, or may be: not ended, nor ending. */
  function isOpenLeg(order: number, leg: number): boolean {
    const status = legByte(order, leg, LEG_STATUS);
    return status === LegStatus.SENT || status === LegStatus.OPEN || status === LegStatus.IN_DOUBT;
  }

  /** Lots of its legs' fills that venues took back. */
  function busted(order: number): number {
    return byte(order, HAS_BUSTED) === 0 ? 0 : bustedLots[order]!;
  }

  function addBusted(order: number, lots: number): void {
    bustedLots[order] = busted(order) + lots;
    setByte(order, HAS_BUSTED, 1);
  }

  /** Zeroes the order's record and its first leg's. */
  function begin(order: number): void {
    if (order >= registers[ORDERS_USED]!) registers[ORDERS_USED] = order + 1;
    const from = (order & MOST_INDEX) * ORDER_DOUBLES;
    for (let at = from; at < from + ORDER_DOUBLES; at += 8) {
      f64[at] = 0;
      f64[at + 1] = 0;
      f64[at + 2] = 0;
      f64[at + 3] = 0;
      f64[at + 4] = 0;
      f64[at + 5] = 0;
      f64[at + 6] = 0;
      f64[at + 7] = 0;
    }
    setInt(order, BLOCK, NO_BLOCK);
  }

  /** Makes room for more than one leg; false when the blocks are used up. */
  function reserveBlock(order: number): boolean {
    if (int(order, BLOCK) !== NO_BLOCK) return true;
    let block = registers[FREE_BLOCK]!;
    if (block !== NO_BLOCK) {
      registers[FREE_BLOCK] = blocks32[(block * BLOCK_BYTES) / 4]!;
    } else {
      block = registers[BLOCKS_USED]!;
      if (block === blockCapacity) return false;
      registers[BLOCKS_USED] = block + 1;
    }
    const from = (block * BLOCK_BYTES) / 8;
    for (let i = 0; i < BLOCK_BYTES / 8; i++) blocks64[from + i] = 0;
    setInt(order, BLOCK, block);
    return true;
  }

  /** Forgets the order; its legs have left their venues' lists. */
  function end(order: number): void {
    const block = int(order, BLOCK);
    if (block === NO_BLOCK) return;
    blocks32[(block * BLOCK_BYTES) / 4] = registers[FREE_BLOCK]!;
    registers[FREE_BLOCK] = block;
    setInt(order, BLOCK, NO_BLOCK);
  }

  function legInt(order: number, leg: number, word: number): number {
    return leg === 0
      ? i32[(order & MOST_INDEX) * ORDER_WORDS + LEG_WORDS + word]!
      : blocks32[blockByte(order, leg) / 4 + word]!;
  }

  function setLegInt(order: number, leg: number, word: number, value: number): void {
    if (leg === 0) i32[(order & MOST_INDEX) * ORDER_WORDS + LEG_WORDS + word] = value;
    else blocks32[blockByte(order, leg) / 4 + word] = value;
  }

  function legByte(order: number, leg: number, at: number): number {
    return leg === 0 ? u8[order * ORDER_BYTES + LEG_BYTES + at]! : blocks8[blockByte(order, leg) + at]!;
  }

  function setLegByte(order: number, leg: number, at: number, value: number): void {
    if (leg === 0) u8[order * ORDER_BYTES + LEG_BYTES + at] = value;
    else blocks8[blockByte(order, leg) + at] = value;
  }

  function legDouble(order: number, leg: number, field: number): number {
    return leg === 0
      ? f64[(order & MOST_INDEX) * ORDER_DOUBLES + LEG_DOUBLES + field]!
      : blocks64[blockByte(order, leg) / 8 + field]!;
  }

  function setLegDouble(order: number, leg: number, field: number, value: number): void {
    if (leg === 0) f64[(order & MOST_INDEX) * ORDER_DOUBLES + LEG_DOUBLES + field] = value;
    else blocks64[blockByte(order, leg) / 8 + field] = value;
  }

  /** Numbers the next cancel, replace or status request of the leg; 0 is none. */
  function nextRequest(order: number, leg: number, kind: number): number {
    const number = (legByte(order, leg, LEG_REQUESTS + kind) % MAX_REQUEST) + 1;
    setLegByte(order, leg, LEG_REQUESTS + kind, number);
    return number;
  }

  function lastRequest(order: number, leg: number, kind: number): number {
    return legByte(order, leg, LEG_REQUESTS + kind);
  }

  /** Live legs at a venue, linked: a leg's number is order x LEGS_PER_ORDER + leg. */
  function firstAt(venue: number): number {
    return heads[venue]!;
  }

  function nextAt(legNumber: number): number {
    return legInt(Math.floor(legNumber / LEGS_PER_ORDER), legNumber % LEGS_PER_ORDER, LEG_NEXT);
  }

  function link(order: number, leg: number, venue: number): void {
    const number = order * LEGS_PER_ORDER + leg;
    const head = heads[venue]!;
    setLegInt(order, leg, LEG_PREVIOUS, NO_LEG);
    setLegInt(order, leg, LEG_NEXT, head);
    if (head !== NO_LEG) {
      setLegInt(Math.floor(head / LEGS_PER_ORDER), head % LEGS_PER_ORDER, LEG_PREVIOUS, number);
    }
    heads[venue] = number;
  }

  function unlink(order: number, leg: number, venue: number): void {
    const previous = legInt(order, leg, LEG_PREVIOUS);
    const next = legInt(order, leg, LEG_NEXT);
    if (previous === NO_LEG) heads[venue] = next;
    else setLegInt(Math.floor(previous / LEGS_PER_ORDER), previous % LEGS_PER_ORDER, LEG_NEXT, next);
    if (next !== NO_LEG) {
      setLegInt(Math.floor(next / LEGS_PER_ORDER), next % LEGS_PER_ORDER, LEG_PREVIOUS, previous);
    }
  }

  function blockByte(order: number, leg: number): number {
    return int(order, BLOCK) * BLOCK_BYTES + (leg - 1) * LEG_BYTES;
  }

  return {
    u8,
    int,
    setInt,
    byte,
    setByte,
    double,
    setDouble,
    capacity: orders,
    used,
    isOpenLeg,
    busted,
    addBusted,
    begin,
    reserveBlock,
    end,
    legInt,
    setLegInt,
    legByte,
    setLegByte,
    legDouble,
    setLegDouble,
    nextRequest,
    lastRequest,
    firstAt,
    nextAt,
    link,
    unlink,
  };
}
