import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Engines } from '../engines.ts';
import { Single } from '../single.ts';
import { warmUp } from './warm_up.ts';

const CAPACITY = { orders: 64, clOrdIds: 4_096, accounts: 2, strategies: 2, instruments: 2, venues: 2 };

const single = (): Single => new Single({ engines: CAPACITY, sessions: 1, venues: 1 });

test('engines that were warmed up remember nothing of it, in no byte that a later order could find', () => {
  const { memory, engines: fresh } = single();
  const warm = new Engines(CAPACITY, memory.place);
  const { ended, open } = warmUp(warm, memory, 1_000);
  assert.ok(ended > 500, `most orders were seen to their end: ${ended} of 1,000`);
  assert.is(open, 0, 'nothing was left open');
  assert.equal(warm.stateHashes(), fresh.stateHashes());
  const bytes = (engines: Engines): string[] =>
    engines.states.flatMap((state) => state.arrays().map(({ buffer }) => Buffer.from(buffer).toString('base64')));
  assert.equal(bytes(warm), bytes(fresh));
});

test.run();
