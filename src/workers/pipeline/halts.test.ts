/** Halts and closed venues through the whole engine: what is refused, what passes, what stands still and goes on. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NewAdvancedOrder } from '../../../schemas/generated/engine.ts';
import { Desk as Bench, type Instructed, type Told } from '../../../test/simulation/desk.ts';
import { Completion, ExecType, OrderStatus, OrderType, Side, StopTrigger, TimeInForce } from '../model/order.ts';
import { ReasonCode } from '../model/reason.ts';
import { RecordType } from '../model/record_type.ts';
import { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } from '../model/trading_phase.ts';
import { ReportKind } from '../model/venue.ts';

const BASE_MS = 1_700_000_000_000;
const VENUES = 4;
const TERMS = { side: Side.BUY, ticks: 101, lots: 10 };
const SHUT = { phase: TradingPhase.CLOSED, newOrders: NewOrders.REFUSED };
const OPEN = { phase: TradingPhase.CONTINUOUS, newOrders: NewOrders.TAKEN };
const { HALT, OPERATOR, RESUME } = TradingChange;

class Desk extends Bench {
  constructor() {
    super();
    this.writer.dayRoll(BASE_MS);
    this.writer.quote(0, 0, 100, 102);
    this.drain().told();
  }

  say(venue: number, change: number, terms = {}): this {
    this.writer.tradingStatus(venue, change, { newOrders: change === HALT ? NewOrders.REFUSED : 0, ...terms });
    return this.drain();
  }

  order(id: string, more = {}): Told {
    this.writer.order(0, { id, ...TERMS, ...more });
    return this.drain()
      .told()
      .find((told) => told.id === id)!;
  }

  advanced(id: string, more: object, fields: Partial<NewAdvancedOrder>): this {
    this.writer.advanced(0, { id, ...TERMS, ...more }, fields);
    return this.drain();
  }

  /** New orders that left for venues since the last look. */
  placed(): Instructed[] {
    return this.instructed().filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
  }

  at(seconds: number): this {
    this.now = seconds * 1e9;
    return this.drain();
  }
}

test('with every venue halted or closed a new order is denied; the last to open takes it', () => {
  for (const [shut, open, halted] of [
    [HALT, RESUME, VENUES],
    [OPERATOR, OPERATOR, 0],
  ] as const) {
    const desk = new Desk();
    desk.say(EVERY_VENUE, shut, SHUT);
    for (const more of [{}, { type: OrderType.MARKET }, { tif: TimeInForce.IOC }, { tif: TimeInForce.GTC }]) {
      const { status, reason, limit, observed } = desk.order(`d${JSON.stringify(more)}`, more);
      assert.equal([status, reason], [OrderStatus.REJECTED, ReasonCode.TRADING_CLOSED]);
      assert.equal([limit, observed], [VENUES, halted]);
    }
    assert.equal(desk.placed(), []);
    desk.say(3, open, OPEN);
    desk.order('A');
    assert.equal(
      desk.placed().map(({ venue }) => venue),
      [3],
    );
  }
});

test('an instrument that is halted at every venue is denied, another one is not', () => {
  const desk = new Desk();
  desk.writer.quote(1, 0, 100, 102);
  desk.say(EVERY_VENUE, HALT, { instrument: 0 });
  assert.is(desk.order('A').reason, ReasonCode.TRADING_CLOSED);
  desk.order('B', { instrument: 1 });
  assert.is(desk.placed().length, 1);
  desk.say(2, RESUME, { instrument: 0 });
  desk.order('C');
  assert.equal(
    desk.placed().map(({ venue }) => venue),
    [2],
  );
});

test('a kill switch is told before a halt', () => {
  const desk = new Desk();
  desk.say(EVERY_VENUE, HALT);
  desk.writer.killSwitch(true);
  assert.is(desk.drain().order('A').reason, ReasonCode.KILL_SWITCH);
});

test('orders rest through a halt: their cancels and replaces go to the venue', () => {
  const desk = new Desk();
  desk.order('A');
  desk.order('B');
  const [a, b] = desk.placed();
  for (const { venue, ref } of [a!, b!]) desk.report(venue, ReportKind.ACKNOWLEDGED, ref, { orderLots: 10 });
  desk.say(EVERY_VENUE, HALT);
  desk.writer.cancel(0, 'A2', 'A');
  desk.writer.replace(0, 'B2', 'B', { side: Side.BUY, lots: 5, ticks: 101 });
  assert.equal(
    desk
      .drain()
      .instructed()
      .map(({ type }) => type),
    [RecordType.VENUE_CANCEL, RecordType.VENUE_REPLACE],
  );
  desk.told();
  desk.fill(b!.venue, b!.ref, 10, 10, 10);
  assert.is(desk.told().at(-1)!.status, OrderStatus.FILLED);
});

test('a venue that is halted is no backup, and a backup that is halted on the way is passed over', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.order('A');
  const [first] = desk.placed();
  desk.say(1, HALT).say(2, HALT, { instrument: 0 });
  desk.report(first!.venue, ReportKind.REJECTED, first!.ref, { orderLots: 10 });
  assert.equal(
    desk.placed().map(({ venue }) => venue),
    [3],
  );
});

/** 100 lots in ten slices, one each ten seconds from the tenth second on. */
function withTwap(more: Partial<NewAdvancedOrder> = {}): Desk {
  const desk = new Desk();
  const terms = { startTimeMs: BASE_MS + 10_000, endTimeMs: BASE_MS + 110_000, intervalMs: 10_000, ...more };
  desk.advanced('T', { lots: 100, type: OrderType.TWAP, ticks: 103, tif: TimeInForce.GTC }, terms).told();
  return desk;
}

function fillAll(desk: Desk): number[] {
  return desk.placed().map(({ venue, ref, lots }) => {
    desk.fill(venue, ref, lots, lots, lots, 102);
    return lots;
  });
}

for (const instrument of [-1, 0]) {
  test(`a schedule stands still in a halt of ${instrument < 0 ? 'venues' : 'its instrument'}, and catches up afterwards`, () => {
    const desk = withTwap();
    assert.equal(fillAll(desk.at(10.001)), [10]);
    desk.say(EVERY_VENUE, HALT, { instrument });
    const commands = desk.log.count;
    for (const second of [20.001, 30.001, 45]) assert.equal(fillAll(desk.at(second)), []);
    // Nothing but the clock's ticks: who stands still is not asked again and again.
    assert.ok(desk.log.count <= commands + 8);
    desk.say(1, RESUME, { instrument });
    assert.equal(fillAll(desk), [30]);
    const rest: number[] = [];
    for (let second = 50; second < 110; second += 10) rest.push(...fillAll(desk.at(second + 0.001)));
    assert.equal(rest, [10, 10, 10, 10, 10, 10]);
    assert.is(desk.told().at(-1)!.status, OrderStatus.FILLED);
  });
}

test('a schedule whose time ends in a halt expires; one that is to be completed waits for the end of the halt', () => {
  const expiring = withTwap();
  expiring.say(EVERY_VENUE, HALT).at(110.001);
  const last = expiring.told().at(-1)!;
  assert.equal([last.execType, last.reason], [ExecType.EXPIRED, ReasonCode.SCHEDULE_ENDED]);
  const completing = withTwap({ completion: Completion.COMPLETE });
  completing.say(EVERY_VENUE, HALT);
  for (const second of [110.001, 115, 200]) assert.equal(fillAll(completing.at(second)), []);
  completing.say(EVERY_VENUE, RESUME);
  assert.equal(fillAll(completing), [100]);
});

test('a worked order that stands still is cancelled, replaced and expired as ever', () => {
  const desk = withTwap();
  desk.say(EVERY_VENUE, HALT).at(20);
  const change = { type: OrderType.TWAP, side: Side.BUY, tif: TimeInForce.GTC, lots: 50, ticks: 103 };
  desk.writer.replaceAdvanced(0, 'T2', 'T', change);
  assert.is(desk.drain().told().at(-1)!.quantity, 50);
  desk.writer.cancel(0, 'T3', 'T2');
  assert.is(desk.drain().told().at(-1)!.status, OrderStatus.CANCELLED);
  const dated = new Desk();
  const terms = { expireTimeMs: BASE_MS + 60_000, startTimeMs: BASE_MS, endTimeMs: BASE_MS + 900_000 };
  dated.advanced('G', { type: OrderType.TWAP, ticks: 103, tif: TimeInForce.GTD }, { ...terms, intervalMs: 60_000 });
  dated.say(EVERY_VENUE, HALT).told();
  dated.at(60.001);
  assert.is(dated.told().at(-1)!.status, OrderStatus.EXPIRED);
});

test('a halted venue’s trades trigger no stop', () => {
  const desk = new Desk();
  desk.say(0, HALT);
  desk.writer.quote(0, 1, 100, 102);
  desk.advanced('S', { type: OrderType.STOP, ticks: 0 }, { stopTicks: 110, trigger: StopTrigger.LAST });
  desk.writer.quote(0, 0, 112, 114, 100, 113, { highTicks: 115, lowTicks: 112, volumeLots: 5 });
  assert.equal(desk.drain().placed(), []);
  desk.say(0, RESUME);
  desk.writer.quote(0, 0, 112, 114, 100, 113, { highTicks: 115, lowTicks: 112, volumeLots: 5 });
  assert.is(desk.drain().placed().length, 1);
});

test('a snapshot in a halt continues as the engine does', () => {
  const desk = withTwap();
  desk.say(EVERY_VENUE, HALT, { instrument: 0 }).say(2, OPERATOR, SHUT).at(30);
  const other = new Desk();
  other.rig.engines.load(new Map(desk.rig.engines.save().map(({ name, bytes }) => [name, bytes])));
  assert.equal(other.rig.engines.stateHashes(), desk.rig.engines.stateHashes());
  const { front } = other.rig.engines;
  assert.ok(front.hours.isShut(0));
  assert.ok(front.hours.isOpenAt(1, 1));
  assert.not.ok(front.hours.isOpenAt(1, 2));
});

test.run();
