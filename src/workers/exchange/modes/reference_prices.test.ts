import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { QuoteConflator } from '../../protocols/venue_wire/quote_conflator.ts';
import { ExchangeCore } from '../core.ts';
import { WHOLESALE_MAKER } from '../makers/maker_options.ts';
import { CrossType } from '../matching/event_layout.ts';
import { ReferencePrices } from './reference_prices.ts';
import type { VenueMode } from './venue_mode.ts';

const { BUY, SELL } = Side;
const DARK: VenueMode = { kind: 'midpoint', minimumLots: 1, preventsSelfTrades: false };
const MAKER: VenueMode = { kind: 'maker', maker: { ...WHOLESALE_MAKER, refusalShare: 0, improvementShare: 0 } };

function order(core: ExchangeCore, side: number, ticks: number, lots = 10): number {
  const id = core.nextOrderId();
  core.engine.newOrder(0, id, 9, side, TimeInForce.GTC, ticks, lots, 0);
  core.endBatch();
  return id;
}

function venues() {
  const [primary, ecn] = [new ExchangeCore(1, 64), new ExchangeCore(1, 64)];
  const [dark, maker] = [new ExchangeCore(1, 64, { mode: DARK }), new ExchangeCore(1, 64, { mode: MAKER })];
  new ReferencePrices([primary, ecn], [dark, maker]);
  return { primary, ecn, dark, maker };
}

test('a dark venue trades when the lit ones, together, have a bid and an offer', () => {
  const { primary, ecn, dark } = venues();
  order(dark, BUY, 110);
  order(dark, SELL, 90);
  order(primary, BUY, 98);
  dark.endBatch();
  assert.is(dark.trades, 0);
  order(ecn, SELL, 102);
  dark.endBatch();
  assert.is(dark.trades, 1);
  assert.is(dark.bestTicks(0, BUY), 0);
});

test('the best of all counts, and locked prices count for nothing', () => {
  const { primary, ecn, maker } = venues();
  order(primary, BUY, 90);
  order(primary, SELL, 110);
  const better = order(ecn, BUY, 98);
  order(ecn, SELL, 102);
  maker.advance(10);
  assert.equal([maker.bestTicks(0, BUY), maker.bestTicks(0, SELL)], [98, 102]);
  // A bid of the one at the offer of the other.
  const lock = order(primary, BUY, 102);
  assert.equal([maker.bestTicks(0, BUY), maker.bestTicks(0, SELL)], [0, 0]);
  primary.engine.cancel(lock, 9);
  ecn.engine.cancel(better, 9);
  primary.endBatch();
  ecn.endBatch();
  maker.advance(20);
  // Between 90 and 102.
  assert.equal([maker.bestTicks(0, BUY), maker.bestTicks(0, SELL)], [94, 98]);
});

test('a halted venue has no top, for subscribers and for those who trade by it', () => {
  const { primary, maker } = venues();
  const conflator = new QuoteConflator(1);
  let shown: number[] = [];
  conflator.top = (_instrument, bid, _bidLots, ask) => {
    shown = [bid, ask];
    return true;
  };
  primary.subscribe(conflator);
  order(primary, BUY, 98);
  order(primary, SELL, 102);
  maker.advance(10);
  const top = (): number[] => {
    primary.endBatch();
    return [...shown, maker.bestTicks(0, BUY)];
  };
  assert.equal(top(), [98, 102, 98]);
  primary.states!.halt(0);
  assert.equal(top(), [0, 0, 0]);
  primary.states!.call(0, CrossType.HALT, 100);
  assert.equal(top(), [0, 0, 0]);
  primary.states!.resume(0);
  // The maker has heard of it, and quotes when its delay is over.
  assert.equal(top(), [98, 102, 0]);
  maker.advance(20);
  assert.equal(top(), [98, 102, 98]);
});

test.run();
