/** Times in force, dates and terms of algorithms that a replace changes: when they take effect, and what stays when it is refused. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../../test/simulation/desk.ts';
import { ExecType, OrderType, ReplaceTerm, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { RULES_REPLACE_TERMS } from '../../model/rules.ts';
import { ReportKind } from '../../model/venue.ts';

const BASE_MS = 1_700_000_000_000;
const STOP = { instrument: 0, side: Side.SELL, type: OrderType.STOP, lots: 10 };

function bench(): Desk {
  const desk = new Desk();
  desk.writer.dayRoll(BASE_MS);
  desk.drain().told();
  desk.writer.quote(0, 0, 100, 102);
  desk.drain();
  return desk;
}

/** Moves the clock to `seconds` after the base time. */
function at(desk: Desk, seconds: number): Desk {
  desk.now = seconds * 1e9;
  return desk.drain();
}

const lastOf = (desk: Desk) => desk.told().at(-1)!;

/** A stop that rests, good till ten seconds from the base time. */
function withDatedStop(): Desk {
  const desk = bench();
  const terms = { ...STOP, id: 'S', tif: TimeInForce.GTD };
  desk.writer.advanced(0, terms, { stopTicks: 50, expireTimeMs: BASE_MS + 10_000 });
  desk.drain().told();
  return desk;
}

test('a later date of a stop that rests takes effect', () => {
  const desk = withDatedStop();
  desk.writer.replaceAdvanced(0, 'S2', 'S', STOP, { stopTicks: 50, expireTimeMs: BASE_MS + 20_000 });
  assert.is(lastOf(desk.drain()).execType, ExecType.REPLACED);
  assert.equal(at(desk, 11).told(), []);
  assert.is(lastOf(at(desk, 21)).execType, ExecType.EXPIRED);
});

test('until it is cancelled: no date ends it any more', () => {
  const desk = withDatedStop();
  desk.writer.replaceAdvanced(0, 'S2', 'S', { ...STOP, tif: TimeInForce.GTC }, { stopTicks: 50 });
  assert.is(lastOf(desk.drain()).execType, ExecType.REPLACED);
  assert.equal(at(desk, 1_000).told(), []);
});

test('a replace that names neither leaves both', () => {
  const desk = withDatedStop();
  desk.writer.replaceAdvanced(0, 'S2', 'S', { ...STOP, tif: 0 }, { stopTicks: 51 });
  assert.is(lastOf(desk.drain()).execType, ExecType.REPLACED);
  assert.is(lastOf(at(desk, 11)).execType, ExecType.EXPIRED);
});

/** A limit order that a venue has. */
function withLimit(tif: number) {
  const desk = bench();
  desk.writer.order(0, { id: 'A', side: Side.BUY, lots: 10, ticks: 99, tif });
  const leg = desk.drain().instructed()[0]!;
  desk.report(leg.venue, ReportKind.ACKNOWLEDGED, leg.ref, { orderLots: 10, leavesLots: 10 });
  desk.drain().told();
  const replace = (id: string, to: number, ticks: number, expireTimeMs = 0): Desk => {
    const terms = { side: Side.BUY, type: OrderType.LIMIT, lots: 10, ticks, tif: to };
    desk.writer.replaceAdvanced(0, id, 'A', terms, { expireTimeMs });
    return desk.drain();
  };
  return { desk, leg, replace };
}

test('at a venue, a date takes effect with the price that comes with it, and not where the venue refuses that', () => {
  for (const isTaken of [true, false]) {
    const { desk, leg, replace } = withLimit(TimeInForce.GTC);
    replace('A2', TimeInForce.GTD, 98, BASE_MS + 10_000).told();
    const kind = isTaken ? ReportKind.REPLACED : ReportKind.REPLACE_REJECTED;
    desk.report(leg.venue, kind, leg.ref, { orderLots: 10, leavesLots: 10, priceTicks: 98, request: 1 });
    assert.equal(at(desk, 9).instructed().length, 1, 'the replace');
    const told = at(desk, 11).instructed();
    assert.equal(
      told.map(({ type }) => type),
      isTaken ? [RecordType.VENUE_CANCEL] : [],
    );
  }
});

test('at a venue, a new time alone is the engine’s own: the venue is told nothing', () => {
  const { desk, replace } = withLimit(TimeInForce.GTC);
  assert.is(lastOf(replace('A2', TimeInForce.DAY, 99)).execType, ExecType.REPLACED);
  assert.equal(desk.instructed(), []);
});

test('one that was for the day at its venue cannot outlive it', () => {
  const { replace } = withLimit(TimeInForce.DAY);
  const refused = lastOf(replace('A2', TimeInForce.GTC, 99));
  assert.equal([refused.type, refused.reason], [RecordType.CANCEL_REJECT, ReasonCode.CANNOT_CHANGE_FIELD]);
});

test('journals of before the rule are decided as they were', () => {
  const { desk, replace } = withLimit(TimeInForce.DAY);
  desk.writer.started(2, RULES_REPLACE_TERMS - 1);
  desk.drain().told();
  desk.writer.quote(0, 0, 100, 102);
  assert.is(lastOf(replace('A2', TimeInForce.GTC, 99)).execType, ExecType.REPLACED);
});

test('with a longer interval a schedule goes on with what is due by then', () => {
  const desk = bench();
  const terms = { side: Side.BUY, lots: 100, type: OrderType.TWAP, ticks: 103 };
  desk.writer.advanced(0, { ...terms, id: 'T' }, { endTimeMs: BASE_MS + 100_000, intervalMs: 1_000 });
  const lots: number[] = [];
  const trade = (seconds: number): void => {
    for (const leg of at(desk, seconds).instructed()) {
      if (leg.type !== RecordType.VENUE_NEW_ORDER) continue;
      desk.fill(leg.venue, leg.ref, leg.lots, leg.lots, leg.lots, 102);
      lots.push(leg.lots);
    }
  };
  for (let second = 0; second < 50; second++) trade(second + 0.001);
  const before = lots.length;
  assert.equal([before >= 49, new Set(lots)], [true, new Set([1])]);
  // Few steps of ten lots and more: what was remembered was the fiftieth of many.
  const named = ReplaceTerm.INTERVAL;
  desk.writer.replaceAdvanced(0, 'T2', 'T', { ...terms, tif: 0 }, { named, intervalMs: 10_000 });
  lots.length = 0;
  for (let second = 50; second < 100; second++) trade(second + 0.001);
  const sum = lots.reduce((total, part) => total + part, 0);
  assert.equal([before + sum, lots.length], [100, 5]);
});

test.run();
