/** At which price an open order is reserved, from acceptance through replaces to its end. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../../test/simulation/desk.ts';
import { Side } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import { OPEN_BUY_VALUE, OPEN_SELL_VALUE } from './risk_layout.ts';

const TRUSTED = 101;

/** An order of 10 lots, acknowledged; what is reserved for it, in tick-lots. */
function open(side: number, ticks: number): { desk: Desk; ref: number; reserved: () => number } {
  const desk = new Desk();
  desk.writer.quote(0, 0, 100, 102, 100, TRUSTED);
  desk.drain();
  desk.writer.order(0, { id: 'A', side, ticks, lots: 10 });
  const [sent] = desk.drain().instructed();
  desk.report(sent!.venue, ReportKind.ACKNOWLEDGED, sent!.ref, { orderLots: 10, leavesLots: 10 });
  const { risk } = desk.rig.engines.front.risk;
  const at = risk.pairAt(0, 0) + (side === Side.BUY ? OPEN_BUY_VALUE : OPEN_SELL_VALUE);
  return { desk, ref: sent!.ref, reserved: () => risk.pairs[at]! };
}

for (const [name, side, ticks, newTicks, before, pending, after] of [
  ['a sell below the market', Side.SELL, 99, 98, TRUSTED, TRUSTED, TRUSTED],
  ['a sell that comes below the market', Side.SELL, 105, 98, 105, 105, TRUSTED],
  ['a sell above the market', Side.SELL, 105, 107, 105, 107, 107],
  ['a buy below the market', Side.BUY, 99, 98, 99, 99, 98],
  ['a buy above the market', Side.BUY, 102, 103, 102, 103, 103],
] as const) {
  test(`${name} reserves its worst fill: accepted, being replaced, replaced, and gone`, () => {
    const { desk, ref, reserved } = open(side, ticks);
    assert.is(reserved(), 10 * before);
    desk.writer.replace(0, 'R', 'A', { side, ticks: newTicks, lots: 20 });
    desk.drain();
    assert.is(reserved(), 20 * pending);
    desk.report(0, ReportKind.REPLACED, ref, { orderLots: 20, leavesLots: 20, priceTicks: newTicks });
    assert.is(reserved(), 20 * after);
    desk.report(0, ReportKind.CANCELLED, ref, { orderLots: 20 });
    assert.is(reserved(), 0);
  });

  test(`${name} reserves as before when its replace is refused`, () => {
    const { desk, ref, reserved } = open(side, ticks);
    desk.writer.replace(0, 'R', 'A', { side, ticks: newTicks, lots: 20 });
    desk.drain();
    desk.report(0, ReportKind.REPLACE_REJECTED, ref, { orderLots: 10, leavesLots: 10 });
    assert.is(reserved(), 10 * before);
  });
}

test.run();
