import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Engines } from './engines.ts';
import { warmUp } from './warm_up.ts';

const CAPACITY = { orders: 64, clOrdIds: 4_096, accounts: 2, strategies: 2, instruments: 2, venues: 2 };

test('engines that were warmed up remember nothing of it, in no byte that a later order could find', () => {
  const fresh = new Engines(CAPACITY);
  const warm = new Engines(CAPACITY);
  assert.is(warmUp(warm, 500), 500, 'every order was reported on');
  assert.equal(warm.stateHashes(), fresh.stateHashes());
  const bytes = (engines: Engines): string[] =>
    engines.states.flatMap((state) => state.arrays().map(({ buffer }) => Buffer.from(buffer).toString('base64')));
  assert.equal(bytes(warm), bytes(fresh));
});

test.run();
