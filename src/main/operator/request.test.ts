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

test('open orders: filters by name, a page of at most a thousand', () => {
  const parse = (terms: object): unknown => parseRequest(JSON.stringify({ action: 'orders', ...terms }));
  assert.equal(parse({}), { action: 'orders', worked: false, after: 0, limit: 100 });
  assert.equal(parse({ status: 'NEW', parent: 7, limit: 1_000 }), {
    action: 'orders',
    status: 'NEW',
    parent: 7,
    worked: false,
    after: 0,
    limit: 1_000,
  });
  assert.is(
    parse({ status: 'FILLED' }),
    'status: expected one of PENDING_NEW, NEW, PARTIALLY_FILLED, PENDING_CANCEL, PENDING_REPLACE',
  );
  for (const wrong of [{ limit: 1_001 }, { limit: 0 }, { after: -1 }, { side: 'both' }, { colour: 'red' }]) {
    assert.type(parse(wrong), 'string', JSON.stringify(wrong));
  }
  assert.type(parseRequest(JSON.stringify({ action: 'order' })), 'string');
});

test.run();
