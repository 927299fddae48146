/** Fields of order records by index, as order_layout.ts names them. */

import * as layout from './order_layout.ts';
import type { OrderPool } from './order_pool.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { LEGS, LEG_WORDS, ORDER_BYTES, ORDER_DOUBLES, ORDER_WORDS } = layout;

export type OrderFields = ReturnType<typeof makeOrderFields>;

export function makeOrderFields({ f64, i32, u8 }: Pick<OrderPool, 'f64' | 'i32' | 'u8'>) {
  function int(order: number, word: number): number {
    return i32[order * ORDER_WORDS + word]!;
  }

  function setInt(order: number, word: number, value: number): void {
    i32[order * ORDER_WORDS + word] = value;
  }

  function double(order: number, field: number): number {
    return f64[order * ORDER_DOUBLES + field]!;
  }

  function setDouble(order: number, field: number, value: number): void {
    f64[order * ORDER_DOUBLES + field] = value;
  }

  function byte(order: number, at: number): number {
    return u8[order * ORDER_BYTES + at]!;
  }

  function setByte(order: number, at: number, value: number): void {
    u8[order * ORDER_BYTES + at] = value;
  }

  function leg(order: number, leg: number, field: number): number {
    return i32[order * ORDER_WORDS + LEGS + leg * LEG_WORDS + field]!;
  }

  function setLeg(order: number, leg: number, field: number, value: number): void {
    i32[order * ORDER_WORDS + LEGS + leg * LEG_WORDS + field] = value;
  }

  return { int, setInt, double, setDouble, byte, setByte, leg, setLeg };
}
