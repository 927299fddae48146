/** Stops through the whole engine: what triggers them, when, and what a client is told. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NewAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import { Desk } from '../../../../../test/simulation/desk.ts';
import {
  AdvancedFlag,
  ExecType,
  OrderStatus,
  OrderType,
  Side,
  StopTrigger,
  TimeInForce,
} from '../../../model/order.ts';
import { ReasonCode } from '../../../model/reason.ts';
import { RecordType } from '../../../model/record_type.ts';
import { ReportKind } from '../../../model/venue.ts';

/** The market stands at 100 to 102. */
function withStop(more: Partial<NewAdvancedOrder> = {}, side: number = Side.BUY, terms: object = {}): Desk {
  const desk = new Desk();
  const stopTicks = side === Side.BUY ? 105 : 95;
  desk.writer.advanced(0, { id: 'S', side, lots: 10, type: OrderType.STOP, ...terms }, { stopTicks, ...more });
  return desk.drain();
}

const types = (desk: Desk): number[] => desk.told().map(({ execType }) => execType);
const placed = (desk: Desk) => desk.instructed().filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);

test('a stop rests in the engine: its client is told that it is new, no venue hears of it', () => {
  const desk = withStop();
  const [told] = desk.told();
  assert.is(told!.execType, ExecType.NEW);
  assert.is(told!.status, OrderStatus.NEW);
  assert.equal(desk.instructed(), []);
});

const TRIGGERS: { name: string; trigger: number; side: number; quiet: Quoted; reaches: Quoted }[] = [
  { name: 'a trade', trigger: StopTrigger.LAST, side: Side.BUY, quiet: [110, 112, 104], reaches: [100, 102, 105] },
  { name: 'a trade', trigger: StopTrigger.LAST, side: Side.SELL, quiet: [90, 92, 96], reaches: [100, 102, 95] },
  { name: 'the offer', trigger: StopTrigger.QUOTE, side: Side.BUY, quiet: [103, 104, 200], reaches: [103, 105, 0] },
  { name: 'the bid', trigger: StopTrigger.QUOTE, side: Side.SELL, quiet: [96, 98, 1], reaches: [95, 98, 0] },
  { name: 'the middle', trigger: StopTrigger.MID, side: Side.BUY, quiet: [102, 107, 200], reaches: [103, 107, 0] },
  { name: 'the middle', trigger: StopTrigger.MID, side: Side.SELL, quiet: [93, 98, 1], reaches: [93, 97, 0] },
];
type Quoted = readonly [bid: number, ask: number, last: number];

for (const { name, trigger, side, quiet, reaches } of TRIGGERS) {
  test(`${name} triggers a ${side === Side.BUY ? 'buy' : 'sell'} stop, and nothing else does`, () => {
    const desk = withStop({ trigger }, side);
    desk.told();
    desk.writer.quote(0, 0, quiet[0], quiet[1], 100, quiet[2]);
    assert.equal(placed(desk.drain()), []);
    desk.writer.quote(0, 0, reaches[0], reaches[1], 100, reaches[2]);
    assert.is(placed(desk.drain()).length, 1);
    assert.equal(types(desk), [ExecType.TRIGGERED]);
  });
}

test('conflation hides no trade: the highest one since the last record triggers, though the last did not reach', () => {
  const desk = withStop();
  desk.writer.quote(0, 0, 100, 102, 100, 101, { highTicks: 106, lowTicks: 99 });
  assert.is(placed(desk.drain()).length, 1);
});

test('a triggered stop is filled as any order, and ends; its reservation is gone', () => {
  const desk = withStop();
  desk.writer.quote(0, 0, 104, 106, 100, 106);
  const [leg] = placed(desk.drain());
  desk.told();
  desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10, leavesLots: 10 });
  assert.equal(types(desk), []);
  desk.fill(leg!.venue, leg!.ref, 10, 10, 10, 106);
  const [told] = desk.told();
  assert.is(told!.status, OrderStatus.FILLED);
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
  assert.is(desk.rig.engines.front.risk.risk.reservations[0], 0);
});

test('a stop limit goes to venues with its limit', () => {
  const desk = withStop({}, Side.BUY, { type: OrderType.STOP_LIMIT, ticks: 107 });
  desk.writer.quote(0, 0, 104, 106, 100, 106);
  assert.is(placed(desk.drain())[0]!.ticks, 107);
});

test('a stop that the market has passed is triggered at once, or denied where it says so', () => {
  const at = withStop({ stopTicks: 101, trigger: StopTrigger.QUOTE });
  assert.is(placed(at).length, 1);
  const denied = withStop({ stopTicks: 101, trigger: StopTrigger.QUOTE, flags: AdvancedFlag.DENY_IF_THROUGH });
  assert.is(denied.told()[0]!.reason, ReasonCode.STOP_PASSED);
});

test('a cancel ends a resting stop without asking anybody', () => {
  const desk = withStop();
  desk.told();
  desk.writer.cancel(0, 'C', 'S');
  desk.drain();
  const [told] = desk.told();
  assert.is(told!.execType, ExecType.CANCELLED);
  assert.equal([told!.id, told!.original], ['C', 'S']);
  desk.writer.quote(0, 0, 110, 112, 100, 111);
  assert.equal(placed(desk.drain()), []);
});

test('a cancel that overtakes the trigger wins: nothing goes to a venue, and the client is told once', () => {
  const desk = withStop();
  desk.told();
  // Both in one batch: the trigger comes back through the stream behind the cancel.
  desk.writer.quote(0, 0, 104, 106, 100, 106);
  desk.writer.cancel(0, 'C', 'S');
  desk.drain();
  assert.equal(placed(desk), []);
  assert.equal(types(desk), [ExecType.CANCELLED]);
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
});

test('a replace moves the stop price', () => {
  const desk = withStop();
  desk.writer.replaceAdvanced(0, 'R', 'S', { side: Side.BUY, lots: 15 }, { stopTicks: 108 });
  desk.drain();
  assert.is(desk.told().at(-1)!.execType, ExecType.REPLACED);
  desk.writer.quote(0, 0, 104, 106, 100, 107);
  assert.equal(placed(desk.drain()), []);
  desk.writer.quote(0, 0, 104, 106, 100, 108);
  assert.is(placed(desk.drain())[0]!.lots, 15);
});

test('a stop that was triggered is a market order, and cannot be replaced any more', () => {
  const desk = withStop();
  desk.writer.quote(0, 0, 104, 106, 100, 106);
  desk.drain().told();
  desk.writer.replaceAdvanced(0, 'R', 'S', { side: Side.BUY, lots: 15 }, { stopTicks: 108 });
  desk.drain();
  assert.is(desk.told().at(-1)!.reason, ReasonCode.CANNOT_CHANGE_FIELD);
});

test('under the kill switch a triggered stop ends, with the reason', () => {
  const desk = withStop();
  desk.told();
  desk.writer.killSwitch(true);
  desk.writer.quote(0, 0, 104, 106, 100, 106);
  desk.drain();
  const [told] = desk.told();
  assert.equal([told!.execType, told!.reason], [ExecType.CANCELLED, ReasonCode.KILL_SWITCH]);
  assert.equal(placed(desk), []);
});

test('many stops at once trigger nearest first, oldest first, none twice', () => {
  const desk = new Desk();
  for (let i = 0; i < 40; i++) {
    desk.writer.advanced(0, { id: `S${i}`, side: Side.BUY, lots: i + 1 }, { stopTicks: 103 + (i % 4) });
  }
  desk.drain();
  desk.writer.quote(0, 0, 104, 105, 100, 105);
  desk.drain();
  // Those of 103, then of 104, then of 105; 106 stays.
  const expected = [0, 1, 2].flatMap((step) => Array.from({ length: 10 }, (_, i) => 4 * i + step + 1));
  assert.equal(
    placed(desk).map(({ lots }) => lots),
    expected,
  );
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 40);
});

test('a good-till-date order expires when its time comes, wherever it rests', () => {
  const desk = new Desk();
  desk.writer.dayRoll(1e12);
  desk.drain();
  desk.writer.quote(0, 0, 100, 102);
  desk.drain();
  desk.writer.advanced(
    0,
    { id: 'S', side: Side.BUY, lots: 10, tif: TimeInForce.GTD },
    { stopTicks: 105, expireTimeMs: 1e12 + 5 },
  );
  desk.drain();
  assert.is(desk.told().at(-1)!.execType, ExecType.NEW);
  desk.now += 4e6;
  assert.equal(desk.drain().told(), []);
  desk.now += 2e6;
  const [told] = desk.drain().told();
  assert.equal([told!.execType, told!.status], [ExecType.EXPIRED, OrderStatus.EXPIRED]);
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
});

test.run();
