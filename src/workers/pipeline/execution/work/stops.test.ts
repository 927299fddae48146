/** The treaps against a plain sorted list: nearest to the market first, then oldest first. */

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, StopTrigger } from '../../../model/order.ts';
import { EngineState } from '../../engine_state.ts';
import { makeStops } from './stops.ts';

const ORDERS = 24;
const RUNS = process.env.SLUICE_LONG === undefined ? 300 : 30_000;

for (const [name, side] of Object.entries(Side)) {
  test(`${name}: stops come nearest first, oldest first among equals, through inserts and removals`, () => {
    const step = fc.record({ order: fc.nat(ORDERS - 1), ticks: fc.integer({ min: 1, max: 8 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const stops = makeStops(new EngineState('test'), ORDERS, 2);
        const tree = stops.treeOf(1, side, StopTrigger.QUOTE);
        const sign = side === Side.BUY ? 1 : -1;
        const plain = new Map<number, { ticks: number; id: number }>();
        const nearestFirst = (): number[] =>
          [...plain].sort(([, a], [, b]) => sign * (a.ticks - b.ticks) || a.id - b.id).map(([order]) => order);
        steps.forEach(({ order, ticks }, index) => {
          if (plain.has(order)) {
            plain.delete(order);
            stops.remove(tree, order);
          } else {
            const id = 1e10 + index * 7;
            plain.set(order, { ticks, id });
            stops.insert(tree, order, ticks, id);
          }
          const first = nearestFirst()[0];
          assert.is(stops.first(tree), first ?? -1);
          const at = first === undefined ? undefined : plain.get(first)!.ticks;
          for (let market = 1; market <= 8; market++) {
            assert.is(stops.isReached(tree, market), at !== undefined && sign * (market - at) >= 0);
          }
        });
        for (const order of nearestFirst()) {
          assert.is(stops.first(tree), order);
          stops.remove(tree, order);
        }
        assert.is(stops.first(tree), -1);
        assert.is(stops.nearestKey(tree), Number.POSITIVE_INFINITY);
      }),
      { numRuns: RUNS },
    );
  });
}

test('a hundred thousand stops in rising order make no list: the nearest lies a few links away', () => {
  const state = new EngineState('test');
  const stops = makeStops(state, 100_000, 1);
  const tree = stops.treeOf(0, Side.BUY, StopTrigger.LAST);
  for (let order = 0; order < 100_000; order++) stops.insert(tree, order, 1 + order, order);
  const links = state.arrays()[2]!;
  let deepest = 0;
  const walk: [number, number][] = [[state.arrays()[1]![0]! - 1, 1]];
  for (let next = walk.pop(); next !== undefined; next = walk.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    for (const link of [links[2 * node]!, links[2 * node + 1]!]) if (link !== 0) walk.push([link - 1, depth + 1]);
  }
  // Twice what a perfectly balanced one has is 34; random priorities come out below 60.
  assert.ok(deepest < 60, `${deepest} deep`);
});

test.run();
