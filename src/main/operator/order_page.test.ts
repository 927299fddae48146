import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OrderRow } from '../../workers/pipeline/orders/order_row.ts';
import { OrderPage } from './order_page.ts';

const rowOf = (orderId: number): OrderRow => ({ orderId }) as OrderRow;

test('whatever order they are found in: the lowest ids behind the last page, and whether there are more', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 12 }), fc.nat(60), (found, limit, after) => {
      const page = new OrderPage(limit, after);
      for (const id of found) if (page.wants(id)) page.add(rowOf(id));
      const behind = found.filter((id) => id > after).sort((a, b) => a - b);
      assert.equal(
        page.rows.map(({ orderId }) => orderId),
        behind.slice(0, limit),
      );
      assert.is(page.hasMore, behind.length > limit);
    }),
  );
});

test('pages follow one another until all were on one', () => {
  const ids = [9, 2, 7, 4, 5, 1];
  const seen: number[] = [];
  for (let hasMore = true; hasMore; ) {
    const page = new OrderPage(4, seen.at(-1) ?? 0);
    for (const id of ids) if (page.wants(id)) page.add(rowOf(id));
    seen.push(...page.rows.map(({ orderId }) => orderId));
    hasMore = page.hasMore;
  }
  assert.equal(seen, [1, 2, 4, 5, 7, 9]);
});

test.run();
