import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseIdle, chooseTopology } from './topology.ts';

test('auto follows the cores, a configured value stands', () => {
  assert.is(chooseTopology('auto', 2), 'shared');
  assert.is(chooseTopology('auto', 4), 'shared');
  assert.is(chooseTopology('auto', 6), 'dedicated');
  assert.is(chooseTopology('single', 64), 'single');
  assert.is(chooseIdle('auto', 2), 'yield');
  assert.is(chooseIdle('auto', 4), 'spin');
  assert.is(chooseIdle('park', 4), 'park');
});

test.run();
