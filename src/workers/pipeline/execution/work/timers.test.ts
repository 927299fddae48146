/** The heap of times against a plain list that is sorted anew for each question. */

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineState } from '../../engine_state.ts';
import { makeTimers, NEVER } from './timers.ts';

const ORDERS = 16;
const RUNS = process.env.SLUICE_LONG === undefined ? 300 : 30_000;

test('the first is the earliest, among equals the lowest order, whatever was set, moved and removed', () => {
  const step = fc.record({ order: fc.nat(ORDERS - 1), ms: fc.option(fc.nat(20), { nil: NEVER }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const timers = makeTimers(new EngineState('test'), ORDERS);
      const plain = new Map<number, number>();
      for (const { order, ms } of steps) {
        timers.set(order, ms);
        if (ms === NEVER) plain.delete(order);
        else plain.set(order, ms);
        const sorted = [...plain].sort(([a, at], [b, bt]) => at - bt || a - b);
        assert.is(timers.isSet(), sorted.length > 0);
        assert.is(timers.nextMs(), sorted[0]?.[1] ?? NEVER);
        assert.is(timers.first(), sorted[0]?.[0] ?? -1);
        assert.is(timers.timeOf(order), plain.get(order) ?? NEVER);
      }
      // Taken out one by one they come in order.
      const rest = [...plain].sort(([a, at], [b, bt]) => at - bt || a - b).map(([order]) => order);
      for (const order of rest) {
        assert.is(timers.first(), order);
        timers.remove(order);
      }
      assert.not(timers.isSet());
    }),
    { numRuns: RUNS },
  );
});

test('a state with all timers removed is the state of one that never had any, but for what was used', () => {
  const state = new EngineState('test');
  const timers = makeTimers(state, ORDERS);
  for (const order of [3, 1, 2]) timers.set(order, 10 - order);
  for (const order of [1, 2, 3]) timers.remove(order);
  assert.ok(
    state
      .arrays()
      .slice(1)
      .every((array) => array.every((value) => value === 0)),
  );
});

test.run();
