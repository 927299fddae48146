/** Orders that wait for a venue to open, through the whole engine: who may, how they go, and how they end before. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NewAdvancedOrder } from '../../../schemas/generated/engine.ts';
import { Desk as Bench, type Instructed, type Told } from '../../../test/simulation/desk.ts';
import { Contingency, ExecType, OrderStatus, OrderType, Side, StopTrigger, TimeInForce } from '../model/order.ts';
import { ReasonCode } from '../model/reason.ts';
import { RecordType } from '../model/record_type.ts';
import { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } from '../model/trading_phase.ts';
import { ReportKind } from '../model/venue.ts';

const BASE_MS = 1_700_000_000_000;
const TERMS = { side: Side.BUY, ticks: 101, lots: 10 };
const QUEUED = { newOrders: NewOrders.QUEUED };
const CLOSED = { phase: TradingPhase.CLOSED, ...QUEUED };
const OPEN = { phase: TradingPhase.CONTINUOUS, newOrders: NewOrders.TAKEN };
const { CALENDAR, HALT, OPERATOR, RESUME } = TradingChange;

class Desk extends Bench {
  constructor() {
    super();
    this.writer.dayRoll(BASE_MS);
    this.quote().told();
  }

  quote(bid = 100, ask = 102, venue = 0, instrument = 0): this {
    this.writer.quote(instrument, venue, bid, ask);
    return this.drain();
  }

  say(change: number, terms = {}, venue: number = EVERY_VENUE): this {
    this.writer.tradingStatus(venue, change, terms);
    return this.drain();
  }

  order(id: string, more = {}): Told {
    this.writer.order(0, { id, ...TERMS, ...more });
    return this.last(id);
  }

  advanced(id: string, more: object, fields: Partial<NewAdvancedOrder> & { linkId?: string }): Told {
    this.writer.advanced(0, { id, ...TERMS, tif: TimeInForce.GTC, ...more }, fields);
    return this.last(id);
  }

  /** The last that its client was told of it, of all that was told since the last look. */
  last(id: string): Told {
    return this.drain()
      .told()
      .findLast((told) => told.id === id)!;
  }

  /** New orders that left for venues since the last look. */
  placed(): Instructed[] {
    return this.instructed().filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
  }

  get open(): number {
    return this.rig.engines.front.orders.store.pool.size();
  }
}

const shut = (): Desk => new Desk().say(CALENDAR, CLOSED);

test('limit orders that may rest wait: told as new, nowhere sent; others are denied', () => {
  const desk = shut();
  for (const tif of [TimeInForce.DAY, TimeInForce.GTC]) {
    const { execType, status, leaves } = desk.order(`w${tif}`, { tif });
    assert.equal([execType, status, leaves], [ExecType.NEW, OrderStatus.NEW, 10]);
  }
  const dated = { type: OrderType.LIMIT, tif: TimeInForce.GTD };
  assert.is(desk.advanced('gtd', dated, { expireTimeMs: BASE_MS + 60_000 }).status, OrderStatus.NEW);
  for (const more of [
    { tif: TimeInForce.IOC },
    { tif: TimeInForce.FOK },
    { type: OrderType.MARKET },
    { type: OrderType.MARKET, tif: TimeInForce.IOC },
  ]) {
    assert.is(desk.order(JSON.stringify(more), more).reason, ReasonCode.TRADING_CLOSED);
  }
  assert.equal(desk.placed(), []);
  assert.is(desk.open, 3);
});

test('they go with the first quote after a venue has opened, first come first, and their clients are told', () => {
  const desk = shut();
  for (const id of ['A', 'B', 'C']) desk.order(id);
  desk.quote();
  assert.equal(desk.placed(), [], 'a quote before the open');
  desk.say(CALENDAR, OPEN);
  assert.equal(desk.placed(), [], 'no price of now yet');
  desk.quote(100, 0);
  assert.equal(desk.placed(), [], 'one side alone is no price');
  desk.quote(99, 101);
  const placed = desk.placed();
  assert.equal(
    placed.map(({ lots, ticks }) => [lots, ticks]),
    [
      [10, 101],
      [10, 101],
      [10, 101],
    ],
  );
  assert.equal(
    desk.told().map(({ id, execType, status }) => [id, execType, status]),
    ['A', 'B', 'C'].map((id) => [id, ExecType.TRIGGERED, OrderStatus.NEW]),
  );
  for (const { venue, ref } of placed) desk.fill(venue, ref, 10, 10, 10);
  assert.is(desk.told().at(-1)!.status, OrderStatus.FILLED);
  assert.is(desk.open, 0);
});

test('one venue that opens is enough, and takes them all', () => {
  const desk = shut();
  desk.order('A');
  desk.say(OPERATOR, OPEN, 2).quote(99, 101, 0);
  assert.equal(desk.placed(), [], 'a quote of a venue that is shut');
  desk.quote(99, 101, 2);
  assert.equal(
    desk.placed().map(({ venue }) => venue),
    [2],
  );
});

test('an instrument that is halted waits alone', () => {
  const desk = new Desk().quote(100, 102, 0, 1).say(HALT, { instrument: 0, ...QUEUED });
  desk.order('A');
  desk.order('B', { instrument: 1 });
  assert.is(desk.placed().length, 1);
  desk.say(RESUME, { instrument: 0 }, 1).quote(100, 102, 1);
  assert.is(desk.placed().length, 1);
});

test('the price’s age is not asked while they wait, and is when they go', () => {
  const desk = shut();
  desk.now += 2e12;
  assert.is(desk.order('A').status, OrderStatus.NEW);
  // Far beyond what the collar lets pass.
  assert.is(desk.order('far', { ticks: 200 }).status, OrderStatus.NEW);
  desk.writer.dayRoll(BASE_MS + 86_400_000);
  assert.is(desk.order('B').status, OrderStatus.NEW, 'with no price at all');
  desk.say(CALENDAR, OPEN).quote();
  assert.is(desk.placed().length, 2);
  const far = desk.told().find(({ id, execType }) => id === 'far' && execType === ExecType.CANCELLED)!;
  assert.is(far.reason, ReasonCode.PRICE_COLLAR);
});

test('limits are heeded while they wait, and what they reserve is given back', () => {
  const desk = shut();
  desk.writer.account(1, { maxPositionLots: 25 });
  desk.order('A', { account: 1 });
  desk.order('B', { account: 1 });
  assert.is(desk.order('C', { account: 1 }).reason, ReasonCode.POSITION);
  desk.writer.cancel(0, 'A2', 'A');
  assert.is(desk.last('A2').status, OrderStatus.CANCELLED);
  assert.is(desk.order('D', { account: 1 }).status, OrderStatus.NEW);
});

test('a cancel ends one in line at once, a replace keeps its place', () => {
  const desk = shut();
  for (const id of ['A', 'B', 'C']) desk.order(id);
  desk.writer.cancel(0, 'B2', 'B');
  assert.equal([desk.last('B2').execType, desk.open], [ExecType.CANCELLED, 2]);
  desk.writer.replace(0, 'A2', 'A', { side: Side.BUY, lots: 7, ticks: 100, tif: TimeInForce.DAY });
  const replaced = desk.last('A2');
  assert.equal([replaced.execType, replaced.quantity, replaced.ticks], [ExecType.REPLACED, 7, 100]);
  desk.say(CALENDAR, OPEN).quote();
  assert.equal(
    desk.placed().map(({ lots, ticks }) => [lots, ticks]),
    [
      [7, 100],
      [10, 101],
    ],
  );
});

test('the day’s end expires those for the day, a date those good till then, and a mass cancel takes the rest', () => {
  const desk = shut();
  desk.order('D');
  desk.order('G', { tif: TimeInForce.GTC });
  desk.advanced('T', { type: OrderType.LIMIT, tif: TimeInForce.GTD }, { expireTimeMs: BASE_MS + 60_000 });
  desk.writer.dayEnd();
  assert.is(desk.last('D').execType, ExecType.EXPIRED);
  desk.now = 60.001e9;
  assert.is(desk.last('T').execType, ExecType.EXPIRED);
  desk.writer.operatorCancel(-1);
  assert.is(desk.last('G').execType, ExecType.CANCELLED);
  assert.is(desk.open, 0);
  desk.say(CALENDAR, OPEN).quote();
  assert.equal(desk.placed(), []);
});

test('a market that shuts before all of them have gone keeps the rest in line', () => {
  const sent = [1, 2, 3, 4].map(shutsAfter);
  assert.ok(sent[0] === 0 && sent.at(-1)! > 0, `sent before: ${sent}`);
});

/** How many had gone when it shut, so many steps after a quote. */
function shutsAfter(steps: number): number {
  const desk = shut();
  for (const id of ['A', 'B', 'C']) desk.order(id);
  desk.say(CALENDAR, OPEN);
  desk.writer.quote(0, 0, 100, 102);
  // Behind the quote, before all the follow-ups that it begins.
  for (let step = 0; step < steps; step++) desk.rig.step();
  desk.say(HALT, QUEUED);
  const before = desk.placed().length;
  assert.is(desk.open, 3);
  desk.say(RESUME).quote();
  assert.is(before + desk.placed().length, 3);
  return before;
}

test('a stop that was triggered waits where nobody trades any more, whatever becomes of new orders', () => {
  for (const newOrders of [NewOrders.REFUSED, NewOrders.QUEUED]) {
    const desk = new Desk();
    const stop = { stopTicks: 105, trigger: StopTrigger.LAST };
    for (const id of ['S', 'T']) {
      assert.is(desk.advanced(id, { type: OrderType.STOP, ticks: 0 }, stop).status, OrderStatus.NEW);
    }
    desk.writer.quote(0, 0, 104, 106, 100, 105, { highTicks: 105, lowTicks: 105, volumeLots: 1 });
    desk.rig.step();
    desk.say(HALT, { newOrders });
    const before = desk.placed().length;
    assert.ok(before < 2);
    assert.ok(desk.told().some(({ execType }) => execType === ExecType.TRIGGERED));
    assert.is(desk.open, 2);
    desk.say(RESUME).quote(104, 106);
    assert.is(before + desk.placed().length, 2);
    const rejected = desk.told().filter(({ status }) => status === OrderStatus.REJECTED);
    assert.equal(rejected, []);
  }
});

test('a bracket waits as its entry does, and its exits go when it was filled', () => {
  const desk = shut();
  const linked = { linkId: 'L' };
  const tif = TimeInForce.GTC;
  desk.advanced(
    'X',
    { type: OrderType.LIMIT, side: Side.SELL, ticks: 110 },
    { contingency: Contingency.EXIT, ...linked },
  );
  desk.advanced('E', { type: OrderType.LIMIT, tif }, { contingency: Contingency.ONE_TRIGGERS_OTHER, ...linked });
  assert.is(desk.open, 2);
  desk.say(CALENDAR, OPEN).quote();
  const [entry, ...others] = desk.placed();
  assert.equal([entry!.ticks, others.length], [101, 0]);
  // The market shuts, and the entry is filled by what was under way.
  desk.say(CALENDAR, CLOSED).fill(entry!.venue, entry!.ref, 10, 10, 10);
  assert.equal(desk.placed(), []);
  assert.is(desk.open, 1);
  desk.say(CALENDAR, OPEN).quote();
  assert.equal(
    desk.placed().map(({ ticks, lots }) => [ticks, lots]),
    [[110, 10]],
  );
});

test('worked orders are taken while all is shut, and begin with the open', () => {
  const desk = shut();
  const terms = { startTimeMs: BASE_MS + 1_000, endTimeMs: BASE_MS + 101_000, intervalMs: 10_000 };
  assert.is(desk.advanced('T', { type: OrderType.TWAP, lots: 100, ticks: 103 }, terms).status, OrderStatus.NEW);
  desk.now = 15e9;
  assert.equal(desk.drain().placed(), []);
  desk.say(CALENDAR, OPEN).quote();
  assert.equal(
    desk.placed().map(({ lots }) => lots),
    [20],
  );
});

test('under a kill switch nothing is taken, and what is let go is cancelled', () => {
  const desk = shut();
  desk.order('A');
  desk.writer.killSwitch(true);
  assert.is(desk.order('B').reason, ReasonCode.KILL_SWITCH);
  desk.say(CALENDAR, OPEN).quote();
  assert.equal(desk.placed(), []);
  assert.is(desk.last('A').reason, ReasonCode.KILL_SWITCH);
});

test('auctions and halts queue or refuse by their own words', () => {
  const desk = new Desk();
  const auction = { phase: TradingPhase.OPENING_AUCTION };
  desk.say(CALENDAR, { ...auction, ...QUEUED });
  assert.is(desk.order('A').status, OrderStatus.NEW);
  desk.say(HALT, { newOrders: NewOrders.REFUSED });
  assert.is(desk.order('B').reason, ReasonCode.TRADING_CLOSED, 'a halt goes before the phase');
  desk.say(RESUME);
  assert.is(desk.order('C').status, OrderStatus.NEW);
  desk.say(CALENDAR, { ...auction, phase: TradingPhase.CLOSED, newOrders: NewOrders.REFUSED });
  assert.is(desk.order('D').reason, ReasonCode.TRADING_CLOSED);
  assert.is(desk.open, 2);
});

test('a snapshot with orders in line continues as the engine does', () => {
  const desk = shut();
  for (const id of ['A', 'B', 'C']) desk.order(id);
  const other = new Desk();
  other.rig.engines.load(new Map(desk.rig.engines.save().map(({ name, bytes }) => [name, bytes])));
  assert.equal(other.rig.engines.stateHashes(), desk.rig.engines.stateHashes());
  desk.writer.cancel(0, 'A2', 'A');
  desk.drain().say(CALENDAR, OPEN).quote();
  assert.is(desk.placed().length, 2);
  // A leg that ends leaves nothing behind.
  const { legs } = desk.rig.engines.execution;
  assert.ok(legs.byte(1, 30) === 0);
});

test('an acknowledgement after the wait is told no second time', () => {
  const desk = shut();
  desk.order('A');
  desk.say(CALENDAR, OPEN).quote();
  const [leg] = desk.placed();
  desk.told();
  desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10 });
  assert.equal(desk.told(), []);
});

test.run();
