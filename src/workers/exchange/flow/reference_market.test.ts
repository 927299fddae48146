import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ExchangeCore } from '../core.ts';
import { BackgroundFlow, DEFAULT_FLOW } from './background_flow.ts';
import { ReferenceMarket } from './reference_market.ts';

const WALK = { walkTicks: 4, reversion: 0.05 };
const START = [5_000, 20_000];

test('a price at a time is the same whoever asks, and when', () => {
  const [often, once] = [new ReferenceMarket(START, 7, WALK), new ReferenceMarket(START, 7, WALK)];
  for (let at = 0; at < 3; at += 0.001) often.at(0, at);
  for (const seconds of [3, 2.995, 2.5, 1])
    for (const instrument of [0, 1]) assert.is(often.at(instrument, seconds), once.at(instrument, seconds));
  assert.is.not(often.at(0, 3), new ReferenceMarket(START, 8, WALK).at(0, 3));
});

test('it walks as stated', () => {
  const market = new ReferenceMarket(Array.from({ length: 400 }).fill(10_000) as number[], 1, WALK);
  let squares = 0;
  for (let instrument = 0; instrument < 400; instrument++) squares += (market.at(instrument, 1) - 10_000) ** 2;
  // The variance of 400 draws is within a third of the stated one, but for one seed in a million.
  assert.ok(Math.abs(squares / 400 - 16) < 16 / 3, `${squares / 400}`);
});

test('what is observed somewhere is the price, with the time it was seen at', () => {
  let seen = 0;
  const market = new ReferenceMarket(START, 1, WALK, (instrument) => (instrument === 0 ? seen : 0));
  assert.is.not(market.at(0, 1), 0);
  seen = 6_000.5;
  assert.is(market.at(0, 1.01), 6_000.5);
  seen = 7_000;
  assert.is(market.at(0, 2), 7_000);
  assert.is(market.at(0, 1.01), 6_000.5);
  assert.ok(market.at(1, 2) > 19_900 && market.at(1, 2) < 20_100);
});

test('venues follow one reference, one of them later and with an opinion of its own', () => {
  const market = new ReferenceMarket(START, 3, WALK);
  const [early, late] = [0, 0.5].map((lagSeconds, index) => {
    const options = { ...DEFAULT_FLOW, lagSeconds, deviationTicks: index };
    return new BackgroundFlow(new ExchangeCore(START.length, 50_000), START, index, options, market);
  });
  let together = 0;
  for (let now = 0.5; now < 20; now += 0.01) {
    early!.advance(now);
    late!.advance(now);
    // The last event of the late one is at most moments old.
    together += Math.abs(late!.reference[0]! - market.at(0, now - 0.5)) < 5 ? 1 : 0;
  }
  assert.ok(together > 1_900, `${together} of 1,950`);
  assert.is.not(early!.reference[0], late!.reference[0]);
});

test.run();
