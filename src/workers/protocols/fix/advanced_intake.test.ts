/** Stops, pegs and algorithms from FIX: which tags become which terms, and what is refused. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  NewAdvancedOrder,
  NewOrder,
  RecordHeader,
  ReplaceAdvancedOrder,
} from '../../../../schemas/generated/engine.ts';
import { Region } from '../../../ring/memory.ts';
import {
  AdvancedFlag,
  Completion,
  Contingency,
  OrderType,
  PegKind,
  Side,
  StopTrigger,
  TimeInForce,
} from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { get, having, loggedOn, message, ORDER, type Rig, send } from './test_kit.ts';

type Changes = Record<number, string | number | undefined>;

function recordOf(rig: Rig, type: number): Region {
  const region = new Region(new SharedArrayBuffer(512));
  region.u8.set(rig.sink.records.at(-1)!);
  assert.is(new RecordHeader().wrap(region, 0).type, type);
  return region;
}

function taken(changes: Changes): NewAdvancedOrder {
  const rig = loggedOn();
  assert.equal(send(rig, message('D', 2, having(ORDER, changes))), []);
  return new NewAdvancedOrder().wrap(recordOf(rig, RecordType.NEW_ADVANCED_ORDER), RecordHeader.BYTES);
}

test('the record begins as a plain order does, field by field', () => {
  const plain = NewOrder.FIELDS.fields;
  assert.equal(NewAdvancedOrder.FIELDS.fields.slice(0, plain.length), [...plain]);
});

test('a stop has its price, a stop limit both', () => {
  const stop = taken({ 40: 3, 44: undefined, 99: '187.50' });
  assert.equal([stop.orderType, stop.stopTicks, stop.priceTicks], [OrderType.STOP, 18750, 0]);
  assert.equal([stop.side, stop.quantityLots, stop.instrument, stop.account], [Side.BUY, 300, 0, 0]);
  const limit = taken({ 40: 4, 44: '188.00', 99: '187.50', 59: 1 });
  assert.equal([limit.orderType, limit.stopTicks, limit.priceTicks], [OrderType.STOP_LIMIT, 18750, 18800]);
  assert.is(limit.timeInForce, TimeInForce.GTC);
});

test('a schedule: from EffectiveTime to ExpireTime, capped, with its parameters', () => {
  const order = taken({
    847: 1001,
    168: '20261122-14:30:00',
    126: '20261122-15:30:00.500',
    849: '0.15',
    848: 'interval=2.5;variation=0.3;completion=complete',
  });
  assert.is(order.orderType, OrderType.TWAP);
  assert.equal(
    [order.startTimeMs, order.endTimeMs],
    [Date.UTC(2026, 10, 22, 14, 30), Date.UTC(2026, 10, 22, 15, 30, 0, 500)],
  );
  assert.equal([order.participationRate, order.intervalMs, order.variation], [0.15, 2_500, 0.3]);
  assert.equal([order.completion, order.expireTimeMs], [Completion.COMPLETE, 0]);
});

test('every target strategy that we know', () => {
  const end = { 126: '20261122-15:30:00' };
  assert.is(taken({ 847: 1, ...end }).orderType, OrderType.VWAP);
  assert.is(taken({ 847: 1002, ...end, 40: 1, 44: undefined }).orderType, OrderType.IMPLEMENTATION_SHORTFALL);
  const iceberg = taken({ 847: 1003, 111: 100 });
  assert.equal([iceberg.orderType, iceberg.displayLots], [OrderType.ICEBERG, 100]);
});

test('a good-till-date schedule ends and expires at once', () => {
  const order = taken({ 847: 1001, 126: '20261122-15:30:00', 59: 6 });
  assert.is(order.endTimeMs, order.expireTimeMs);
});

test('pegs by the letter of ExecInst, with an offset to either side', () => {
  const peg = taken({ 40: 'P', 18: 'R', 211: '-0.02', 44: undefined });
  assert.equal(
    [peg.orderType, peg.peg, peg.pegOffsetTicks, peg.priceTicks],
    [OrderType.PEGGED, PegKind.PRIMARY, -2, 0],
  );
  assert.is(taken({ 40: 'P', 18: '1 M' }).peg, PegKind.MIDPOINT);
});

test('how a stop is triggered, by words', () => {
  const stop = taken({ 40: 3, 44: undefined, 99: '187.50', 848: 'trigger=mid;through=deny' });
  assert.equal([stop.trigger, stop.flags], [StopTrigger.MID, AdvancedFlag.DENY_IF_THROUGH]);
});

test('linked orders, of any type: the identifier and what it means', () => {
  const order = taken({ 583: 'exit-1', 848: 'contingency=oco' });
  assert.equal([order.orderType, order.priceTicks], [OrderType.LIMIT, 18725]);
  assert.is(order.contingency, Contingency.ONE_CANCELS_OTHER);
  const bytes = Buffer.from(Int32Array.from({ length: 10 }, (_, i) => order.clOrdLinkIdWord(i)).buffer);
  assert.is(bytes.toString('latin1').replace(/\0+$/, ''), 'exit-1');
});

test('orders that update each other, by lots or in proportion', () => {
  const contingencies = ['ouo', 'ouo_proportional'].map((word) => {
    return taken({ 583: 'list-1', 848: `contingency=${word}` }).contingency;
  });
  assert.equal(contingencies, [Contingency.ONE_UPDATES_OTHER, Contingency.ONE_UPDATES_OTHER_IN_PART]);
});

test('an order that triggers others, and what is held for it', () => {
  const contingencies = ['oto', 'triggered', 'exit', 'exit_ouo'].map((word) => {
    return taken({ 583: 'list-1', 848: `contingency=${word}` }).contingency;
  });
  const { EXIT, ONE_TRIGGERS_OTHER, TRIGGERED, UPDATING_EXIT } = Contingency;
  assert.equal(contingencies, [ONE_TRIGGERS_OTHER, TRIGGERED, EXIT, UPDATING_EXIT]);
});

const REFUSED: ReadonlyArray<readonly [string, Changes, RegExp]> = [
  ['a stop without its price', { 40: 3, 44: undefined }, /field missing \(99\)/],
  ['a stop limit without a limit', { 40: 4, 44: undefined, 99: '187.50' }, /field missing \(44\)/],
  ['a stop price off the tick', { 40: 3, 44: undefined, 99: '187.505' }, /StopPx \(99\) 187\.505 is not a multiple/],
  ['a schedule without an end', { 847: 1001 }, /field missing \(126\)/],
  ['an iceberg that shows nothing', { 847: 1003 }, /field missing \(111\)/],
  [
    'a contingency without its link',
    { 40: 3, 44: undefined, 99: '187.50', 848: 'contingency=oco' },
    /field missing \(583\)/,
  ],
  ['a peg to nothing', { 40: 'P' }, /field missing \(18\)/],
  [
    'a parameter that is not known',
    { 847: 1, 126: '20261122-15:30:00', 848: 'urgency=1' },
    /urgency=1: expected name=value/,
  ],
  ['a name of every object', { 847: 1, 126: '20261122-15:30:00', 848: 'constructor=1' }, /expected name=value/],
  [
    'a number that is none',
    { 847: 1, 126: '20261122-15:30:00', 848: 'interval=soon' },
    /interval=soon: expected a number/,
  ],
  [
    'a word that is not one of them',
    { 847: 1, 126: '20261122-15:30:00', 848: 'completion=yes' },
    /expected cancel or complete/,
  ],
];
for (const [name, changes, pattern] of REFUSED) {
  test(`refused: ${name}`, () => {
    const rig = loggedOn();
    const [answer] = send(rig, message('D', 2, having(ORDER, changes)));
    assert.is(get(answer!, 35), 'j');
    assert.match(get(answer!, 58)!, pattern);
    assert.is(rig.sink.records.length, 0);
  });
}

test('rejected: a target strategy that is none', () => {
  const rig = loggedOn();
  const [answer] = send(rig, message('D', 2, having(ORDER, { 847: 2, 126: '20261122-15:30:00' })));
  assert.equal([get(answer!, 35), get(answer!, 373), get(answer!, 371)], ['3', '5', '847']);
});

test('a replace carries the new terms', () => {
  const rig = loggedOn();
  const changes = { 11: 'order-2', 41: 'order-1', 40: 4, 44: '189.00', 99: '188.00', 38: 200 };
  assert.equal(send(rig, message('G', 2, having(ORDER, changes))), []);
  const order = new ReplaceAdvancedOrder().wrap(recordOf(rig, RecordType.REPLACE_ADVANCED_ORDER), RecordHeader.BYTES);
  assert.equal(
    [order.orderType, order.stopTicks, order.priceTicks, order.quantityLots],
    [OrderType.STOP_LIMIT, 18800, 18900, 200],
  );
});

test.run();
