import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { GENERATIONS } from '../../model/leg_ref.ts';
import { EngineState } from '../engine_state.ts';
import { GENERATION, ORDER_WORDS } from './order_layout.ts';
import { makeOrderPool, NO_ORDER, type OrderPool } from './order_pool.ts';

const generationOf = (pool: OrderPool, order: number): number => pool.i32[order * ORDER_WORDS + GENERATION]!;

test('an index and its generation never name two orders at once, nor one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 200 }), (steps) => {
      const pool = makeOrderPool(new EngineState('x'), 16);
      const open: number[] = [];
      const seen = new Set<string>();
      for (const step of steps) {
        if (step > 0) {
          const expected = pool.peek();
          const order = pool.allocate();
          assert.is(order, expected);
          assert.is(order === NO_ORDER, open.length === 16);
          if (order === NO_ORDER) continue;
          const name = `${order}/${generationOf(pool, order)}`;
          assert.not(seen.has(name), name);
          seen.add(name);
          open.push(order);
        } else if (open.length > 0) {
          pool.free(open.splice(step % open.length, 1)[0]!);
        }
        assert.is(pool.size(), open.length);
      }
    }),
  );
});

test('a freed entry waits in quarantine while there are fresh ones', () => {
  const pool = makeOrderPool(new EngineState('x'), 16);
  for (let i = 0; i < 8; i++) pool.allocate();
  for (const order of [5, 1, 3, 0]) pool.free(order);
  // A quarter of the pool waits; only what goes beyond is used again, the longest waiting first.
  assert.is(pool.allocate(), 8);
  pool.free(7);
  assert.is(pool.allocate(), 5);
  for (let i = 9; i < 16; i++) assert.is(pool.allocate(), i);
  assert.equal(
    [1, 2, 3, 4].map(() => pool.allocate()),
    [1, 3, 0, 7],
  );
  assert.is(pool.allocate(), NO_ORDER);
});

test('generations come round', () => {
  const pool = makeOrderPool(new EngineState('x'), 1);
  for (let i = 0; i < GENERATIONS; i++) pool.free(pool.allocate());
  assert.is(generationOf(pool, pool.allocate()), 0);
});

test.run();
