/** Routing while venues, or instruments there, are halted or closed. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Decided, LIMIT_BUY, threeVenues, venuesAndLots } from '../../../../test/routing_bench.ts';
import { OrderType, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } from '../../model/trading_phase.ts';
import { VenueType } from '../../model/venue.ts';

test('a venue that is halted or closed gets nothing, nor does one where the instrument is halted', () => {
  const order = { ...LIMIT_BUY, quantityLots: 15, priceTicks: 102 };
  const bench = threeVenues();
  const { fixture } = bench;
  const say = (change: number, terms: object = {}): void => void bench.run(fixture.tradingStatus(0, change, terms));
  const isShut = (decision: Decided): boolean =>
    decision.fragments.every(({ venue }) => venue !== 0) && !decision.backups.includes(0);
  const closed = { phase: TradingPhase.CLOSED, newOrders: NewOrders.REFUSED };
  const open = { phase: TradingPhase.CONTINUOUS, newOrders: NewOrders.TAKEN };
  const endings: readonly (readonly [number, object, number, object])[] = [
    [TradingChange.HALT, {}, TradingChange.RESUME, {}],
    [TradingChange.HALT, { instrument: 0 }, TradingChange.RESUME, { instrument: 0 }],
    [TradingChange.OPERATOR, closed, TradingChange.OPERATOR, open],
    [TradingChange.CALENDAR, closed, TradingChange.CALENDAR, open],
  ];
  for (const [shut, shutTerms, open, openTerms] of endings) {
    say(shut, shutTerms);
    for (const orderType of [OrderType.LIMIT, OrderType.MARKET]) {
      for (const timeInForce of [TimeInForce.DAY, TimeInForce.IOC, TimeInForce.FOK]) {
        assert.ok(isShut(bench.order({ ...order, orderType, timeInForce })));
      }
    }
    // Its primary venue is 2, and nobody shows anything at this price.
    assert.equal(venuesAndLots(bench.order({ ...order, priceTicks: 95 })), [[2, 15]]);
    say(open, openTerms);
    // The book that it had counts again.
    assert.equal(venuesAndLots(bench.order(order)), [
      [0, 10],
      [1, 5],
    ]);
  }
  say(TradingChange.HALT, { instrument: 1 });
  assert.is(bench.order(order).primaryVenue, 0);
});

test('with every venue shut there is none to go to, and a dark one that is shut is not tried', () => {
  const bench = threeVenues();
  const { fixture } = bench;
  bench.venue({ venue: 3, venueType: VenueType.DARK });
  const block = { ...LIMIT_BUY, quantityLots: 1_000, priceTicks: 102 };
  const isDark = ({ fragments }: Decided): boolean => fragments.some(({ venue }) => venue === 3);
  assert.ok(isDark(bench.order(block)));
  for (const instrument of [-1, 0]) {
    bench.run(fixture.tradingStatus(3, TradingChange.HALT, { instrument }));
    assert.not.ok(isDark(bench.order(block)));
    bench.run(fixture.tradingStatus(3, TradingChange.RESUME, { instrument }));
    assert.ok(isDark(bench.order(block)));
    bench.run(fixture.tradingStatus(EVERY_VENUE, TradingChange.HALT, { instrument }));
    for (const orderType of [OrderType.LIMIT, OrderType.MARKET]) {
      assert.is(bench.order({ ...block, orderType }).reason, ReasonCode.NO_VENUE);
    }
    bench.run(fixture.tradingStatus(EVERY_VENUE, TradingChange.RESUME, { instrument }));
  }
});

test.run();
