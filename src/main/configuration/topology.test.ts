import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseIdle, chooseTopology, exchangesSpin } from './topology.ts';

test('auto follows the cores, a configured value stands', () => {
  assert.is(chooseTopology('auto', 2), 'shared');
  assert.is(chooseTopology('auto', 4), 'shared');
  assert.is(chooseTopology('auto', 6), 'dedicated');
  assert.is(chooseTopology('single', 64), 'single');
  assert.is(chooseIdle('auto', 2), 'yield');
  assert.is(chooseIdle('auto', 4), 'spin');
  assert.is(chooseIdle('park', 4), 'park');
});

test('exchanges in the daemon spin where a core is left for them and one for what sleeps', () => {
  assert.not.ok(exchangesSpin('yield', 'shared', 64));
  assert.not.ok(exchangesSpin('spin', 'shared', 3));
  assert.ok(exchangesSpin('spin', 'shared', 4));
  assert.not.ok(exchangesSpin('spin', 'dedicated', 6));
  assert.ok(exchangesSpin('spin', 'dedicated', 7));
});

test.run();
