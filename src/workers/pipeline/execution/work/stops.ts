/**
 * Resting stops by the price that triggers them: a treap for each instrument, trigger and side, nearest to the market
 * first, then oldest first. Finding the nearest is one load; placing, taking out and triggering one take the logarithm of
 * how many rest, whatever the order they came in (Seidel and Aragon 1996, Randomized Search Trees).
 *
 * A node is the order's own index. Its priority is a hash of the order's id: no generator's state, and the same in replay.
 */

import * as orderModel from '../../../model/order.ts';
import type { EngineState } from '../../engine_state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Side } = orderModel;

const NO_ORDER = -1;
/** Sides times triggers. */
const TREES_PER_INSTRUMENT = 6;
const NOTHING = Number.POSITIVE_INFINITY;

// Registers.
const NODES_USED = 0;

export type Stops = ReturnType<typeof makeStops>;

export function makeStops(state: EngineState, orders: number, instruments: number) {
  const trees = instruments * TREES_PER_INSTRUMENT;
  const registers = state.laterI32('stops.registers', 1);
  /** Roots, then two links a node: each names a node plus one, so that zeroed memory is empty. */
  const roots = state.laterI32('stops.roots', trees);
  const links = state.laterI32('stops.links', 2 * orders, () => 2 * registers[NODES_USED]!);
  /** Two a node: the key (the price, negative for sells, so that the nearest is always the least) and the order's id. */
  const keys = state.laterF64('stops.keys', 2 * orders, () => 2 * registers[NODES_USED]!);
  /** By tree: the least key plus one that rests, or 0 where none does: what a quote looks at. */
  const nearest = state.laterF64('stops.nearest', trees);

  /** The tree of an instrument's stops on one side with one StopTrigger. */
  function treeOf(instrument: number, side: number, trigger: number): number {
    return instrument * TREES_PER_INSTRUMENT + trigger * 2 + (side - Side.BUY);
  }

  /** A price in the tree's order: rising towards what is further from triggering. */
  function keyOf(tree: number, ticks: number): number {
    return (tree & 1) === 0 ? ticks : -ticks;
  }

  /** The key of the stop that triggers first, or NOTHING. */
  function nearestKey(tree: number): number {
    const key = nearest[tree]!;
    return key === 0 ? NOTHING : key > 0 ? key - 1 : key;
  }

  /** Whether the market at `ticks` reaches the nearest stop. */
  function isReached(tree: number, ticks: number): boolean {
    return keyOf(tree, ticks) >= nearestKey(tree);
  }

  /** The stop that triggers first, or NO_ORDER. */
  function first(tree: number): number {
    let node = roots[tree]! - 1;
    if (node < 0) return NO_ORDER;
    for (let left = links[2 * node]!; left > 0; left = links[2 * node]!) node = left - 1;
    return node;
  }

  function insert(tree: number, order: number, ticks: number, orderId: number): void {
    if (order >= registers[NODES_USED]!) registers[NODES_USED] = order + 1;
    keys[2 * order] = keyOf(tree, ticks);
    keys[2 * order + 1] = orderId;
    const priority = priorityOf(order);
    // Down to where the node belongs by priority, then what lies below is split around it.
    let parent = -1;
    let isRight = 0;
    let node = roots[tree]! - 1;
    while (node >= 0 && priorityOf(node) >= priority) {
      parent = node;
      isRight = isBefore(order, node) ? 0 : 1;
      node = links[2 * node + isRight]! - 1;
    }
    split(node, order);
    link(tree, parent, isRight, order);
    note(tree);
  }

  function remove(tree: number, order: number): void {
    let parent = -1;
    let isRight = 0;
    for (let node = roots[tree]! - 1; node !== order; node = links[2 * node + isRight]! - 1) {
      if (node < 0) return;
      parent = node;
      isRight = isBefore(order, node) ? 0 : 1;
    }
    let left = links[2 * order]! - 1;
    let right = links[2 * order + 1]! - 1;
    while (left >= 0 && right >= 0) {
      const isLeftUp = priorityOf(left) >= priorityOf(right);
      const up = isLeftUp ? left : right;
      link(tree, parent, isRight, up);
      parent = up;
      isRight = isLeftUp ? 1 : 0;
      if (isLeftUp) left = links[2 * left + 1]! - 1;
      else right = links[2 * right]! - 1;
    }
    link(tree, parent, isRight, left >= 0 ? left : right);
    links[2 * order] = 0;
    links[2 * order + 1] = 0;
    keys[2 * order] = 0;
    keys[2 * order + 1] = 0;
    note(tree);
  }

  /** Makes the nodes below `from` the children of `order`: those before it on the left, the others on the right. */
  function split(from: number, order: number): void {
    let leftAt = 2 * order;
    let rightAt = 2 * order + 1;
    let node = from;
    while (node >= 0) {
      if (isBefore(node, order)) {
        links[leftAt] = node + 1;
        leftAt = 2 * node + 1;
        node = links[leftAt]! - 1;
      } else {
        links[rightAt] = node + 1;
        rightAt = 2 * node;
        node = links[rightAt]! - 1;
      }
    }
    links[leftAt] = 0;
    links[rightAt] = 0;
  }

  function link(tree: number, parent: number, isRight: number, node: number): void {
    if (parent < 0) roots[tree] = node + 1;
    else links[2 * parent + isRight] = node + 1;
  }

  /** A positive key is kept plus one, so that 0 is none; prices are whole, so a negative one never is 0. */
  function note(tree: number): void {
    const order = first(tree);
    if (order === NO_ORDER) nearest[tree] = 0;
    else nearest[tree] = keys[2 * order]! > 0 ? keys[2 * order]! + 1 : keys[2 * order]!;
  }

  function isBefore(a: number, b: number): boolean {
    const difference = keys[2 * a]! - keys[2 * b]!;
    return difference < 0 || (difference === 0 && keys[2 * a + 1]! < keys[2 * b + 1]!);
  }

  /** Bits of the id, mixed: Murmur3's last step. */
  function priorityOf(order: number): number {
    let bits = (keys[2 * order + 1]! % 0x1_0000_0000) | 0;
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  }

  return { keys, treeOf, keyOf, nearestKey, isReached, first, insert, remove };
}
