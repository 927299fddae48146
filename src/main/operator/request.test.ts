import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRequest } from './request.ts';

test('a fill that was kept apart goes to an account, or is rejected: one of the two', () => {
  const parse = (terms: object): unknown => parseRequest(JSON.stringify({ action: 'assign', fill: 7, ...terms }));
  const either = 'account, reject: expected one of the two';
  assert.is(parse({}), either);
  assert.is(parse({ account: 'DESK', reject: true }), either);
  assert.type(parse({ account: 'DESK', strategy: 'S', symbol: 'AAPL', side: 'sell' }), 'object');
  assert.type(parse({ reject: true }), 'object');
  assert.type(parse({ account: 'DESK', fill: 0 }), 'string');
  assert.type(parse({ account: 'DESK', side: 'both' }), 'string');
});

test.run();
