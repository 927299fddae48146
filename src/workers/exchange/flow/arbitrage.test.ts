import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { ExchangeCore, OWNER_BACKGROUND } from '../core.ts';
import { Arbitrage } from './arbitrage.ts';
import { BackgroundFlow, DEFAULT_FLOW } from './background_flow.ts';
import { ReferenceMarket } from './reference_market.ts';

function rests(venue: ExchangeCore, side: number, ticks: number, lots: number): void {
  const id = venue.nextOrderId();
  venue.engine.newOrder(0, id, OWNER_BACKGROUND, side, TimeInForce.GTC, ticks, lots, 0);
  venue.endBatch();
}

const tops = (venue: ExchangeCore): number[] => [venue.bestTicks(0, Side.BUY), venue.bestTicks(0, Side.SELL)];

test('crossed venues are taken on both sides until they are not, and nobody else is touched', () => {
  const venues = [new ExchangeCore(1, 100), new ExchangeCore(1, 100), new ExchangeCore(1, 100)] as const;
  const arbitrage = new Arbitrage(venues);
  rests(venues[0], Side.BUY, 105, 10);
  rests(venues[0], Side.BUY, 103, 10);
  rests(venues[1], Side.SELL, 102, 15);
  rests(venues[1], Side.SELL, 104, 5);
  rests(venues[2], Side.BUY, 100, 10);
  rests(venues[2], Side.SELL, 106, 10);
  arbitrage.look();
  assert.equal(venues.map(tops), [
    [103, 0],
    [0, 104],
    [100, 106],
  ]);
  assert.is(venues[0].engine.bestLots(0, Side.BUY), 5);
  assert.is(arbitrage.trades, 2);
});

test('venues that follow one reference with opinions of their own hardly ever stand crossed', () => {
  const start = [10_000];
  const market = new ReferenceMarket(start, 5, DEFAULT_FLOW);
  const venues = [0, 1].map(() => new ExchangeCore(1, 10_000));
  const flows = venues.map(
    (venue, i) =>
      new BackgroundFlow(venue, start, i, { ...DEFAULT_FLOW, lagSeconds: i / 100, deviationTicks: 0.5 }, market),
  );
  const arbitrage = new Arbitrage(venues);
  let crossed = 0;
  for (let turn = 1; turn <= 5_000; turn++) {
    arbitrage.look();
    flows.forEach((flow, i) => {
      flow.advance(turn * 0.002);
      venues[i]!.endBatch();
    });
    const [first, second] = venues.map(tops);
    if (first![0]! >= second![1]! || second![0]! >= first![1]!) crossed++;
  }
  assert.ok(crossed < 500, `crossed after ${crossed} of 5,000 turns`);
  assert.ok(arbitrage.trades > 10);
});

test.run();
