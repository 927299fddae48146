/**
 * When orders want to be woken: a binary heap by time, then by order, with each order's place in it, so that one can be
 * moved or taken out. At most one time an order.
 *
 * Times are ms since 1970 with their fraction: 2^-12 ms apart at today's size, and no day's roll changes them.
 */

import type { EngineState } from '../../engine_state.ts';

export const NEVER = Number.POSITIVE_INFINITY;
const NO_ORDER = -1;

// Registers.
const COUNT = 0;
const PLACES_USED = 1;

export type Timers = ReturnType<typeof makeTimers>;

/** `name`: of its state. */
export function makeTimers(state: EngineState, orders: number, name = 'timers') {
  const registers = state.laterI32(`${name}.registers`, 2);
  const heap = state.laterI32(`${name}.heap`, orders, () => registers[COUNT]!);
  /** By order: its place in the heap plus one; 0: none. */
  const places = state.laterI32(`${name}.places`, orders, () => registers[PLACES_USED]!);
  const times = state.laterF64(`${name}.times`, orders, () => registers[PLACES_USED]!);

  function isSet(): boolean {
    return registers[COUNT] !== 0;
  }

  /** When the first is due, or NEVER. */
  function nextMs(): number {
    return registers[COUNT] === 0 ? NEVER : times[heap[0]!]!;
  }

  /** The order that is due first, or NO_ORDER. */
  function first(): number {
    return registers[COUNT] === 0 ? NO_ORDER : heap[0]!;
  }

  /** When the order wants to be woken, or NEVER. */
  function timeOf(order: number): number {
    return order < registers[PLACES_USED]! && places[order] !== 0 ? times[order]! : NEVER;
  }

  /** Wakes the order at `ms` and no earlier; whatever was set before is forgotten. NEVER: not at all. */
  function set(order: number, ms: number): void {
    if (ms === NEVER) {
      remove(order);
      return;
    }
    if (order >= registers[PLACES_USED]!) registers[PLACES_USED] = order + 1;
    times[order] = ms;
    if (places[order] === 0) {
      const last = registers[COUNT]!;
      registers[COUNT] = last + 1;
      put(last, order);
    }
    up(places[order]! - 1);
    down(places[order]! - 1);
  }

  function remove(order: number): void {
    if (order >= registers[PLACES_USED]! || places[order] === 0) return;
    const at = places[order]! - 1;
    places[order] = 0;
    times[order] = 0;
    const last = registers[COUNT]! - 1;
    registers[COUNT] = last;
    const moved = heap[last]!;
    heap[last] = 0;
    if (at === last) return;
    put(at, moved);
    up(at);
    down(places[moved]! - 1);
  }

  function up(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function down(from: number): void {
    const count = registers[COUNT]!;
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= count) return;
      const right = left + 1;
      const least = right < count && isBefore(heap[right]!, heap[left]!) ? right : left;
      if (!isBefore(heap[least]!, heap[at]!)) return;
      swap(at, least);
      at = least;
    }
  }

  function isBefore(a: number, b: number): boolean {
    const difference = times[a]! - times[b]!;
    return difference < 0 || (difference === 0 && a < b);
  }

  function swap(a: number, b: number): void {
    const order = heap[a]!;
    put(a, heap[b]!);
    put(b, order);
  }

  function put(at: number, order: number): void {
    heap[at] = order;
    places[order] = at + 1;
  }

  return { times, isSet, nextMs, first, timeOf, set, remove };
}
