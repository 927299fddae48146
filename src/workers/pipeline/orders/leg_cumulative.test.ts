import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../../test/simulation/desk.ts';
import { GENERATIONS, MAX_POOL_ORDERS } from '../../model/leg_ref.ts';
import { Side } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import { legCumulative } from './leg_cumulative.ts';

test('an open order has what its legs were told of; one that has ended, or another generation, has nothing', () => {
  const desk = new Desk();
  desk.writer.order(0, { side: Side.BUY, ticks: 101, id: 'A', lots: 10 });
  const { venue, ref } = desk.drain().instructed()[0]!;
  const view = desk.rig.engines.front.orders.store.view();
  assert.is(legCumulative(view, ref), 0);
  desk.fill(venue, ref, 4, 4, 10);
  assert.is(legCumulative(view, ref), 4);
  assert.is(legCumulative(view, ref + 2 ** 30), -1);
  assert.is(legCumulative(view, ref + 2 ** 30 * GENERATIONS), -1);
  assert.is(legCumulative(view, (MAX_POOL_ORDERS - 1) * 64), -1);
  desk.report(venue, ReportKind.CANCELLED, ref, { cumLots: 4, orderLots: 10 });
  assert.is(legCumulative(view, ref), -1);
});

test.run();
