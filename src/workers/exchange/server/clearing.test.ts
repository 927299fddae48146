/** Shares and cash are conserved over random trading, and fees are what the tiers say. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { ExchangeCore, FIRST_LEG_OWNER, OWNER_BACKGROUND } from '../core.ts';
import { Random } from '../flow/random.ts';
import { Clearing, OTHERS } from './clearing.ts';

const INSTRUMENTS = [
  { symbol: 'AAPL', startTicks: 100, hasFlow: true, tickPrice4: 100, lotShares: 1 },
  { symbol: 'MSFT', startTicks: 100, hasFlow: true, tickPrice4: 50, lotShares: 10 },
];
const TIERS = [
  { fromValue: 0, makerBps: -0.2, takerBps: 0.3 },
  { fromValue: 1_000, makerBps: -0.25, takerBps: 0.28 },
];

interface Venue {
  readonly clearing: Clearing;
  /** Owners from FIRST_LEG_OWNER on are sessions 1, 2 and so on. */
  order(owner: number, side: number, ticks: number, lots: number, instrument?: number): void;
}

function venue(): Venue {
  const core = new ExchangeCore(INSTRUMENTS.length, 10_000);
  const sessionOf = (owner: number): number => (owner >= FIRST_LEG_OWNER ? owner - FIRST_LEG_OWNER + 1 : OTHERS);
  const clearing = new Clearing(INSTRUMENTS, TIERS, sessionOf);
  core.listeners.push((events, index) => clearing.onEvent(events, index));
  return {
    clearing,
    order: (owner, side, ticks, lots, instrument = 0) => {
      core.engine.newOrder(instrument, core.nextOrderId(), owner, side, TimeInForce.GTC, ticks, lots, 0);
      core.drain();
    },
  };
}

test('a trade moves shares and cash, and costs what maker and taker pay by the tier they had before', () => {
  const { clearing, order } = venue();
  const [maker, taker] = [FIRST_LEG_OWNER, FIRST_LEG_OWNER + 1];
  order(maker, Side.SELL, 5_000, 20);
  order(taker, Side.BUY, 5_000, 20);
  // 20 shares at 50.00.
  const value = 1_000 * 10_000;
  const of = (session: number): object => {
    const { cash, traded, fees, shares } = clearing.accounts.get(session)!;
    return { cash, traded, fees, shares: [...shares] };
  };
  assert.equal(of(1), { cash: value, traded: value, fees: -0.2 * value, shares: [-20, 0] });
  assert.equal(of(2), { cash: -value, traded: value, fees: 0.3 * value, shares: [20, 0] });
  order(maker, Side.SELL, 5_000, 20);
  order(taker, Side.BUY, 5_000, 20);
  assert.is(clearing.accounts.get(1)!.fees, -0.45 * value);
  assert.is(clearing.accounts.get(2)!.fees, 0.58 * value);
  // Others pay nothing.
  order(OWNER_BACKGROUND, Side.SELL, 5_000, 20);
  order(OWNER_BACKGROUND, Side.BUY, 5_000, 20);
  assert.is(clearing.accounts.get(OTHERS)!.fees, 0);
});

test('shares, cash and fees sum up to nothing, whatever is traded', () => {
  const { clearing, order } = venue();
  const random = new Random(11);
  for (let i = 0; i < 20_000; i++) {
    const owner = random.below(3) === 0 ? OWNER_BACKGROUND : FIRST_LEG_OWNER + random.below(4);
    const side = random.below(2) === 0 ? Side.BUY : Side.SELL;
    order(owner, side, 4_990 + random.below(20), 1 + random.below(50), random.below(2));
  }
  const accounts = [...clearing.accounts.values()];
  assert.is(accounts.length, 5);
  const sum = (of: (account: (typeof accounts)[number]) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  for (const instrument of [0, 1])
    assert.is(
      sum(({ shares }) => shares[instrument]!),
      0,
    );
  assert.is(
    sum(({ cash }) => cash),
    0,
  );
  assert.is(
    sum(({ fees }) => fees),
    clearing.feesTaken,
  );
  assert.ok(clearing.feesTaken > 0 && sum(({ traded }) => traded) > 1e9);
});

test.run();
