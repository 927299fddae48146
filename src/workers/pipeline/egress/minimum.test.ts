/** What venues are told of an order's minimum quantity: in the message, and by which rules. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../../test/simulation/desk.ts';
import { Side } from '../../model/order.ts';
import { RULES_MINIMUM_TO_VENUES } from '../../model/rules.ts';
import { ReportKind } from '../../model/venue.ts';

const TERMS = { id: 'A', side: Side.BUY, ticks: 101, lots: 10, minimum: 6 };

const told = (desk: Desk): number[][] => desk.instructed().map(({ lots, minimum }) => [lots, minimum]);

test('the venue is told the minimum, and the next one too when it refuses', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.order(0, TERMS);
  const [first, ...others] = desk.drain().instructed();
  assert.equal(others, []);
  assert.equal([first!.lots, first!.minimum], [10, 6]);
  desk.report(first!.venue, ReportKind.REJECTED, first!.ref, { orderLots: 10 });
  assert.equal(told(desk), [[10, 6]]);
});

test('an order without one says so, and so does what is left of one that has filled enough', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.order(0, { ...TERMS, id: 'plain', minimum: 0 });
  assert.equal(told(desk.drain()), [[10, 0]]);
  for (const [filled, minimum] of [
    [6, 0],
    [4, 2],
  ] as const) {
    desk.writer.order(0, { ...TERMS, id: `filled ${filled}` });
    const [leg] = desk.drain().instructed();
    desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10, leavesLots: 10 });
    desk.fill(leg!.venue, leg!.ref, filled, filled, 10);
    desk.report(leg!.venue, ReportKind.REJECTED, leg!.ref, { orderLots: 10, cumLots: filled });
    const next = told(desk);
    // Where it is placed again at all, the rest asks for what is missing.
    assert.ok(
      next.every(([lots, least]) => lots === 10 - filled && least === minimum),
      JSON.stringify(next),
    );
  }
});

test('journals of before the rule are decided as they were', () => {
  const desk = new Desk();
  desk.spread(1);
  desk.writer.started(2, RULES_MINIMUM_TO_VENUES - 1);
  desk.drain().instructed();
  desk.spread(1);
  desk.writer.order(0, TERMS);
  assert.equal(told(desk.drain()), [[10, 0]]);
});

test.run();
