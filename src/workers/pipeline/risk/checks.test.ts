/** Every check trips with the limit and the value that tripped it, and one lot or tick less passes. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SetAccount, SetInstrument } from '../../../../schemas/generated/engine.ts';
import type { OrderTerms } from '../../../../test/simulation/command_writer.ts';
import { Desk, type Told } from '../../../../test/simulation/desk.ts';
import { BookState, EVERY_INSTRUMENT } from '../../model/book_state.ts';
import { ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';

const TERMS = { side: Side.BUY, lots: 10, ticks: 101 };
/** What each tick-lot of the desk's instruments counts. */
const MULTIPLIER = 100;

interface Case {
  readonly reason: keyof typeof ReasonCode;
  readonly limit?: number;
  readonly observed?: number;
  readonly account?: Partial<SetAccount>;
  readonly instrument?: Partial<SetInstrument>;
  readonly denied: Partial<OrderTerms>;
  /** The nearest order that passes. */
  readonly passes?: Partial<OrderTerms>;
  readonly before?: (desk: Desk) => void;
  readonly relief?: (desk: Desk) => void;
}

const send = (desk: Desk, id: string, terms: Partial<OrderTerms>): Told => {
  desk.writer.order(0, { ...TERMS, ...terms, id });
  desk.drain();
  // An accepted order is told only when its venue has acknowledged it.
  const told = desk.told();
  return told.at(-1) ?? { ...EMPTY, id };
};
const EMPTY = {
  type: 0,
  original: '',
  execType: 0,
  status: 0,
  reason: 0,
  quantity: 0,
  ticks: 0,
  filled: 0,
  leaves: 0,
  limit: 0,
  observed: 0,
  last: 0,
  lastTicks: 0,
  executionId: 0,
  refersTo: 0,
};

const CASES: readonly Case[] = [
  { reason: 'UNKNOWN_ACCOUNT', denied: { account: 2 }, passes: { account: 1 } },
  { reason: 'UNKNOWN_ACCOUNT', denied: { account: -1 } },
  { reason: 'UNKNOWN_ACCOUNT', denied: { account: 4 } },
  { reason: 'UNKNOWN_INSTRUMENT', denied: { instrument: 2 }, passes: { instrument: 0 } },
  { reason: 'UNKNOWN_INSTRUMENT', denied: { instrument: -1 } },
  { reason: 'UNKNOWN_INSTRUMENT', denied: { instrument: 4 } },
  { reason: 'UNKNOWN_STRATEGY', limit: 2, observed: 2, denied: { strategy: 2 }, passes: { strategy: 1 } },
  { reason: 'BAD_QUANTITY', limit: 2 ** 31, observed: 0, denied: { lots: 0 }, passes: { lots: 1 } },
  { reason: 'BAD_QUANTITY', limit: 2 ** 31, observed: -1, denied: { lots: -1 } },
  { reason: 'BAD_QUANTITY', limit: 2 ** 31, observed: 1.5, denied: { lots: 1.5 } },
  { reason: 'BAD_QUANTITY', limit: 2 ** 31, observed: 0, denied: { lots: Number.NaN } },
  { reason: 'BAD_QUANTITY', limit: 2 ** 31, observed: 2 ** 31 + 1, denied: { lots: 2 ** 31 + 1 } },
  { reason: 'BAD_PRICE', limit: 2 ** 31, observed: 0, denied: { ticks: 0 } },
  { reason: 'BAD_PRICE', limit: 2 ** 31, observed: 100.5, denied: { ticks: 100.5 } },
  { reason: 'BAD_PRICE', limit: 2 ** 31, observed: 0, denied: { ticks: Number.NaN } },
  { reason: 'UNSUPPORTED_ORDER_TYPE', observed: OrderType.STOP, denied: { type: OrderType.STOP } },
  { reason: 'UNSUPPORTED_ORDER_TYPE', observed: 3, denied: { side: 3 } },
  { reason: 'UNSUPPORTED_TIME_IN_FORCE', observed: 6, denied: { tif: 6 } },
  { reason: 'EXPIRE_TIME_PASSED', observed: 0, denied: { tif: TimeInForce.GTD } },
  {
    reason: 'ACCOUNT_DISABLED',
    account: { enabled: 0 },
    denied: {},
    relief: (desk) => desk.writer.account(0),
    passes: {},
  },
  {
    reason: 'ORDER_SIZE',
    limit: 50,
    observed: 51,
    account: { maxOrderLots: 50 },
    denied: { lots: 51 },
    passes: { lots: 50 },
  },
  {
    reason: 'POSITION',
    limit: 50,
    observed: 51,
    account: { maxPositionLots: 50 },
    before: (desk) => void send(desk, 'first', { lots: 40 }),
    denied: { lots: 11 },
    passes: { lots: 10 },
  },
  {
    reason: 'POSITION',
    limit: 50,
    observed: 51,
    account: { maxPositionLots: 50 },
    denied: { side: Side.SELL, lots: 51 },
    passes: { side: Side.SELL, lots: 50 },
  },
  {
    reason: 'EXPOSURE',
    limit: 101 * 20 * MULTIPLIER,
    observed: 101 * 21 * MULTIPLIER,
    account: { maxExposure: 101 * 20 * MULTIPLIER },
    before: (desk) => void send(desk, 'first', { lots: 10 }),
    denied: { lots: 11 },
    passes: { lots: 10 },
  },
  {
    // A sale below the market counts at the market.
    reason: 'EXPOSURE',
    limit: 1_000 * MULTIPLIER,
    observed: 1_010 * MULTIPLIER,
    account: { maxExposure: 1_000 * MULTIPLIER },
    denied: { side: Side.SELL, ticks: 95, lots: 10 },
    passes: { side: Side.SELL, ticks: 95, lots: 9 },
  },
  {
    reason: 'ORDER_RATE',
    limit: 10,
    observed: 2,
    account: { maxOrdersPerSecond: 10, orderBurst: 2 },
    before: (desk) => {
      // The desk's account had a full bucket of its first terms.
      desk.now += 1e9;
      for (const id of ['first', 'second']) assert.is(send(desk, id, {}).reason, 0);
    },
    denied: {},
    relief: (desk) => {
      desk.now += 1e8;
    },
    passes: {},
  },
  {
    reason: 'BREAKER_OPEN',
    limit: 5_000_001_000,
    observed: 1_000,
    instrument: { breakerMoveBps: 100, breakerWindowNs: 1e9, breakerCooldownNs: 5e9 },
    before: (desk) => {
      desk.writer.quote(0, 0, 100, 102);
      desk.writer.quote(0, 0, 102, 104);
    },
    denied: {},
    relief: (desk) => desk.writer.resetBreaker(0),
    passes: {},
  },
  {
    reason: 'BREAKER_OPEN',
    limit: 5_000_001_000,
    observed: 5_000_000_999,
    instrument: { breakerMoveBps: 100, breakerWindowNs: 1e9, breakerCooldownNs: 5e9 },
    before: (desk) => {
      desk.writer.quote(0, 0, 100, 102);
      desk.writer.quote(0, 0, 102, 104);
      desk.drain();
      desk.now = 5_000_000_999;
    },
    denied: {},
    relief: (desk) => {
      desk.now++;
    },
    passes: {},
  },
  {
    reason: 'NO_TRUSTED_PRICE',
    denied: { instrument: 1 },
    relief: (desk) => void desk.writer.quote(1, 0, 100, 102),
    passes: { instrument: 1 },
  },
  {
    reason: 'STALE_PRICE',
    limit: 500,
    observed: 501,
    instrument: { priceMaxAgeNs: 500 },
    before: (desk) => {
      desk.now += 501;
    },
    denied: {},
    relief: (desk) => void desk.writer.quote(0, 0, 100, 102),
    passes: {},
  },
  {
    // The venue and its state.
    reason: 'UNTRUSTED_BOOKS',
    observed: BookState.GAP,
    before: (desk) => void desk.writer.feedStatus(0, 0, BookState.GAP),
    denied: {},
    relief: (desk) => {
      desk.writer.feedStatus(0, 0, BookState.TRUSTED);
      desk.writer.quote(0, 0, 100, 102);
    },
    passes: {},
  },
  {
    reason: 'UNTRUSTED_BOOKS',
    limit: 2,
    observed: BookState.SILENT,
    before: (desk) => {
      desk.writer.quote(0, 2, 100, 102);
      desk.drain();
      desk.writer.feedStatus(0, EVERY_INSTRUMENT, BookState.INCOMPLETE);
      desk.writer.feedStatus(2, EVERY_INSTRUMENT, BookState.SILENT);
    },
    denied: {},
    relief: (desk) => {
      desk.writer.feedStatus(0, EVERY_INSTRUMENT, BookState.TRUSTED);
      desk.writer.quote(0, 0, 100, 102);
    },
    passes: {},
  },
  {
    // A quote of a book that is not trusted changes nothing, and trust without a quote neither.
    reason: 'UNTRUSTED_BOOKS',
    before: (desk) => {
      desk.writer.feedStatus(0, EVERY_INSTRUMENT, BookState.GAP);
      desk.writer.quote(0, 0, 100, 102);
      desk.writer.feedStatus(0, EVERY_INSTRUMENT, BookState.TRUSTED);
    },
    denied: {},
    relief: (desk) => void desk.writer.quote(0, 0, 100, 102),
    passes: {},
  },
  {
    // The price of another venue whose book is trusted counts instead: 201 to 203, so that a purchase may cost more.
    reason: 'PRICE_COLLAR',
    limit: 222,
    observed: 223,
    before: (desk) => {
      desk.writer.quote(0, 1, 201, 203);
      desk.writer.quote(0, 0, 100, 102);
      desk.writer.feedStatus(0, 0, BookState.HALTED);
    },
    denied: { ticks: 223 },
    passes: { ticks: 222 },
  },
  {
    // What a feed says of another's venue is not believed.
    reason: 'PRICE_COLLAR',
    limit: 111,
    observed: 112,
    before: (desk) => void desk.writer.feedStatus(1, EVERY_INSTRUMENT, BookState.GAP, 0),
    denied: { ticks: 112 },
    passes: { ticks: 111 },
  },
  { reason: 'PRICE_COLLAR', limit: 111, observed: 112, denied: { ticks: 112 }, passes: { ticks: 111 } },
  {
    reason: 'PRICE_COLLAR',
    limit: 91,
    observed: 90,
    denied: { side: Side.SELL, ticks: 90 },
    passes: { side: Side.SELL, ticks: 91 },
  },
  {
    reason: 'KILL_SWITCH',
    before: (desk) => desk.writer.killSwitch(true),
    denied: {},
    relief: (desk) => desk.writer.killSwitch(false),
    passes: {},
  },
  {
    reason: 'KILL_SWITCH',
    before: (desk) => desk.writer.killSwitch(true, 1, 0),
    denied: {},
    passes: { account: 1 },
  },
  {
    reason: 'KILL_SWITCH',
    before: (desk) => {
      desk.writer.quote(1, 0, 100, 102);
      desk.writer.killSwitch(true, 2, 0);
    },
    denied: {},
    passes: { instrument: 1 },
  },
];

CASES.forEach(({ reason, limit = 0, observed = 0, account, instrument, denied, passes, before, relief }, index) => {
  test(`${reason}, case ${index}`, () => {
    const desk = new Desk();
    if (account !== undefined) desk.writer.account(0, account);
    if (instrument !== undefined) desk.writer.instrument(0, instrument);
    desk.drain();
    before?.(desk);
    desk.drain().told();
    const told = send(desk, 'denied', denied);
    assert.equal(
      { ...told, quantity: 0, ticks: 0 },
      {
        ...told,
        quantity: 0,
        ticks: 0,
        execType: ExecType.REJECTED,
        status: OrderStatus.REJECTED,
        reason: ReasonCode[reason],
        limit,
        observed,
        leaves: 0,
      },
    );
    assert.is(desk.instructed().filter(({ sequence }) => sequence >= desk.log.count).length, 0, 'nothing left');
    relief?.(desk);
    desk.drain();
    if (passes !== undefined) assert.is(send(desk, 'passes', passes).reason, 0);
  });
});

test('a cancel passes under the kill switch, a replace does not', () => {
  const desk = new Desk();
  desk.writer.order(0, { ...TERMS, id: 'A' });
  desk.drain();
  const ref = desk.instructed()[0]!.ref;
  desk.report(0, 1, ref, { orderLots: 10, leavesLots: 10 }).told();
  desk.writer.killSwitch(true);
  desk.writer.replace(0, 'R', 'A', { ...TERMS, lots: 12 });
  desk.drain();
  assert.equal(
    desk.told().map(({ id, reason }) => [id, reason]),
    [['R', ReasonCode.KILL_SWITCH]],
  );
  desk.writer.cancel(0, 'C', 'A');
  desk.drain();
  assert.equal(
    desk.instructed().map(({ type, ref: cancelled }) => [type, cancelled]),
    [[81, ref]],
  );
  desk.report(0, 3, ref, { orderLots: 10 });
  assert.equal(
    desk.told().map(({ id, status }) => [id, status]),
    [['C', OrderStatus.CANCELLED]],
  );
  assert.is(desk.rig.engines.front.risk.risk.accounts[9], 0, 'no exposure is left');
});

test.run();
