/**
 * What execution remembers of an order and its legs.
 *
 * Most orders have one leg, which lies beside its order (128 bytes together); the others lie in blocks of three.
 *
 *     order, 64 bytes                          leg, 64 bytes
 *      0  generation                            0  status, flags, bytes
 *      4  epoch                                 4  venue, cancels, replaces, status requests, bytes
 *      8  side, type, TIF, flags, bytes         8  venue's list: previous leg
 *     12  instrument                           12  venue's list: next leg
 *     16  live, used, replacing, replaced      16  lots, double
 *     20  backup venues + 1, 4 bytes           24  price
 *     24  block of further legs, or -1         32  applied: lots of fills seen
 *     28  child in flight, last reason         40  final: cumulative lots when it ended, or -1
 *     32  unplaced lots, double                48  sent: stream sequence x 16 + output index
 *     40  price  48  display  56 pending price 56  pending lots
 */

import * as legRefCodes from '../../model/leg_ref.ts';
import * as venueCodes from '../../model/venue.ts';
import type { EngineState } from '../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LEGS_PER_ORDER } = legRefCodes;
const { MAX_VENUES } = venueCodes;

export const NO_LEG = -1;
const NO_BLOCK = -1;
const ORDER_BYTES = 128;
const LEG_BYTES = 64;
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

export const LegStatus = { NONE: 0, SENT: 1, OPEN: 2, IN_DOUBT: 3, ENDING: 4, DONE: 5 } as const;
/** REFUSED: the front stage is being told. */
export const CancelPending = { NONE: 0, ASKED: 1, REFUSED: 2 } as const;
/** REPLACE_ASKED: the venue was asked, after a start, whether the replace took effect. */
export const LegFlag = { CANCEL_SENT: 1, REPLACE_SENT: 2, DROPPED_BY_REPLACE: 4, REPLACE_ASKED: 8 } as const;

// Registers.
const ORDERS_USED = 0;
const BLOCKS_USED = 1;
const FREE_BLOCK = 2;

export class LegStore {
  readonly #registers: Int32Array;
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  readonly #u8: Uint8Array;
  readonly #blocks32: Int32Array;
  readonly #blocks64: Float64Array;
  readonly #blocks8: Uint8Array;
  readonly #blockCapacity: number;
  readonly #heads: Int32Array;

  constructor(state: EngineState, orders: number) {
    this.#registers = state.i32('legs.registers', 3);
    const registers = this.#registers;
    registers[FREE_BLOCK] = NO_BLOCK;
    this.#u8 = state.u8('legs.orders', orders * ORDER_BYTES, () => registers[ORDERS_USED]! * ORDER_BYTES);
    this.#i32 = new Int32Array(this.#u8.buffer);
    this.#f64 = new Float64Array(this.#u8.buffer);
    this.#blockCapacity = Math.max(16, orders >> 3);
    this.#blocks8 = state.u8(
      'legs.blocks',
      this.#blockCapacity * BLOCK_BYTES,
      () => registers[BLOCKS_USED]! * BLOCK_BYTES,
    );
    this.#blocks32 = new Int32Array(this.#blocks8.buffer);
    this.#blocks64 = new Float64Array(this.#blocks8.buffer);
    this.#heads = state.i32('legs.heads', MAX_VENUES).fill(NO_LEG);
  }

  int(order: number, word: number): number {
    return this.#i32[(order * ORDER_BYTES) / 4 + word]!;
  }

  setInt(order: number, word: number, value: number): void {
    this.#i32[(order * ORDER_BYTES) / 4 + word] = value;
  }

  byte(order: number, at: number): number {
    return this.#u8[order * ORDER_BYTES + at]!;
  }

  setByte(order: number, at: number, value: number): void {
    this.#u8[order * ORDER_BYTES + at] = value;
  }

  double(order: number, field: number): number {
    return this.#f64[(order * ORDER_BYTES) / 8 + field]!;
  }

  setDouble(order: number, field: number, value: number): void {
    this.#f64[(order * ORDER_BYTES) / 8 + field] = value;
  }

  /** Zeroes the order's record and its first leg's. */
  begin(order: number): void {
    if (order >= this.#registers[ORDERS_USED]!) this.#registers[ORDERS_USED] = order + 1;
    const from = (order * ORDER_BYTES) / 8;
    for (let i = 0; i < ORDER_BYTES / 8; i++) this.#f64[from + i] = 0;
    this.setInt(order, BLOCK, NO_BLOCK);
  }

  /** Makes room for more than one leg; false when the blocks are used up. */
  reserveBlock(order: number): boolean {
    if (this.int(order, BLOCK) !== NO_BLOCK) return true;
    const registers = this.#registers;
    let block = registers[FREE_BLOCK]!;
    if (block !== NO_BLOCK) {
      registers[FREE_BLOCK] = this.#blocks32[(block * BLOCK_BYTES) / 4]!;
    } else {
      block = registers[BLOCKS_USED]!;
      if (block === this.#blockCapacity) return false;
      registers[BLOCKS_USED] = block + 1;
    }
    const from = (block * BLOCK_BYTES) / 8;
    for (let i = 0; i < BLOCK_BYTES / 8; i++) this.#blocks64[from + i] = 0;
    this.setInt(order, BLOCK, block);
    return true;
  }

  /** Forgets the order; its legs have left their venues' lists. */
  end(order: number): void {
    const block = this.int(order, BLOCK);
    if (block === NO_BLOCK) return;
    this.#blocks32[(block * BLOCK_BYTES) / 4] = this.#registers[FREE_BLOCK]!;
    this.#registers[FREE_BLOCK] = block;
    this.setInt(order, BLOCK, NO_BLOCK);
  }

  legInt(order: number, leg: number, word: number): number {
    return leg === 0
      ? this.#i32[(order * ORDER_BYTES + LEG_BYTES) / 4 + word]!
      : this.#blocks32[this.#blockByte(order, leg) / 4 + word]!;
  }

  setLegInt(order: number, leg: number, word: number, value: number): void {
    if (leg === 0) this.#i32[(order * ORDER_BYTES + LEG_BYTES) / 4 + word] = value;
    else this.#blocks32[this.#blockByte(order, leg) / 4 + word] = value;
  }

  legByte(order: number, leg: number, at: number): number {
    return leg === 0
      ? this.#u8[order * ORDER_BYTES + LEG_BYTES + at]!
      : this.#blocks8[this.#blockByte(order, leg) + at]!;
  }

  setLegByte(order: number, leg: number, at: number, value: number): void {
    if (leg === 0) this.#u8[order * ORDER_BYTES + LEG_BYTES + at] = value;
    else this.#blocks8[this.#blockByte(order, leg) + at] = value;
  }

  legDouble(order: number, leg: number, field: number): number {
    return leg === 0
      ? this.#f64[(order * ORDER_BYTES + LEG_BYTES) / 8 + field]!
      : this.#blocks64[this.#blockByte(order, leg) / 8 + field]!;
  }

  setLegDouble(order: number, leg: number, field: number, value: number): void {
    if (leg === 0) this.#f64[(order * ORDER_BYTES + LEG_BYTES) / 8 + field] = value;
    else this.#blocks64[this.#blockByte(order, leg) / 8 + field] = value;
  }

  /** Numbers the next cancel, replace or status request of the leg; 0 is none. */
  nextRequest(order: number, leg: number, kind: number): number {
    const number = (this.legByte(order, leg, LEG_REQUESTS + kind) % MAX_REQUEST) + 1;
    this.setLegByte(order, leg, LEG_REQUESTS + kind, number);
    return number;
  }

  lastRequest(order: number, leg: number, kind: number): number {
    return this.legByte(order, leg, LEG_REQUESTS + kind);
  }

  /** Live legs at a venue, linked: a leg's number is order x LEGS_PER_ORDER + leg. */
  firstAt(venue: number): number {
    return this.#heads[venue]!;
  }

  nextAt(legNumber: number): number {
    return this.legInt(Math.floor(legNumber / LEGS_PER_ORDER), legNumber % LEGS_PER_ORDER, LEG_NEXT);
  }

  link(order: number, leg: number, venue: number): void {
    const number = order * LEGS_PER_ORDER + leg;
    const head = this.#heads[venue]!;
    this.setLegInt(order, leg, LEG_PREVIOUS, NO_LEG);
    this.setLegInt(order, leg, LEG_NEXT, head);
    if (head !== NO_LEG) {
      this.setLegInt(Math.floor(head / LEGS_PER_ORDER), head % LEGS_PER_ORDER, LEG_PREVIOUS, number);
    }
    this.#heads[venue] = number;
  }

  unlink(order: number, leg: number, venue: number): void {
    const previous = this.legInt(order, leg, LEG_PREVIOUS);
    const next = this.legInt(order, leg, LEG_NEXT);
    if (previous === NO_LEG) this.#heads[venue] = next;
    else this.setLegInt(Math.floor(previous / LEGS_PER_ORDER), previous % LEGS_PER_ORDER, LEG_NEXT, next);
    if (next !== NO_LEG) {
      this.setLegInt(Math.floor(next / LEGS_PER_ORDER), next % LEGS_PER_ORDER, LEG_PREVIOUS, previous);
    }
  }

  #blockByte(order: number, leg: number): number {
    return this.int(order, BLOCK) * BLOCK_BYTES + (leg - 1) * LEG_BYTES;
  }
}
