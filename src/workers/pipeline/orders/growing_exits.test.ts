/** Exits that grow with the fills of their entry and reduce each other; busts and late fills of linked orders that have ended. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk as Bench, type Instructed } from '../../../../test/simulation/desk.ts';
import { Contingency, ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { LinkFigure } from './link_windows.ts';

const { EXIT, ONE_CANCELS_OTHER, ONE_TRIGGERS_OTHER, ONE_UPDATES_OTHER, UPDATING_EXIT } = Contingency;
const { VENUE_CANCEL, VENUE_NEW_ORDER, VENUE_REPLACE } = RecordType;
let executions = 0;

class Desk extends Bench {
  limit(id: string, contingency: number, side: number = Side.SELL, ticks = 104): Instructed | undefined {
    const terms = { id, side, lots: 10, ticks, type: OrderType.LIMIT, tif: TimeInForce.GTC };
    this.writer.advanced(0, terms, { contingency, linkId: 'list' });
    const [leg] = this.drain().instructed();
    if (leg !== undefined) this.report(leg.venue, ReportKind.ACKNOWLEDGED, leg.ref, { orderLots: 10, leavesLots: 10 });
    return leg;
  }

  stop(id: string, contingency: number, stopTicks = 95): void {
    const terms = { id, side: Side.SELL, lots: 10, type: OrderType.STOP, tif: TimeInForce.GTC };
    this.writer.advanced(0, terms, { contingency, linkId: 'list', stopTicks });
    this.drain();
  }

  /** A target, a stop, and an entry that is at a venue, each of ten lots. */
  bracket(): Instructed {
    this.limit('T', UPDATING_EXIT);
    this.stop('S', UPDATING_EXIT);
    const entry = this.limit('E', ONE_TRIGGERS_OTHER, Side.BUY, 99)!;
    this.told();
    return entry;
  }

  /** Fills of so many lots up to a sum; answers with the venue's name for it. */
  trade({ venue, ref }: Instructed, lots: number, cumulative: number, ticks = 99): number {
    const executionId = ++executions;
    const body = { executionId, lastLots: lots, lastTicks: ticks, cumLots: cumulative, leavesLots: 10 - cumulative };
    this.report(venue, ReportKind.FILLED, ref, { ...body, orderLots: 10 });
    return executionId;
  }

  replaced({ venue, ref }: Instructed, lots: number, cumLots = 0): void {
    this.report(venue, ReportKind.REPLACED, ref, {
      orderLots: lots,
      cumLots,
      leavesLots: lots - cumLots,
      priceTicks: 104,
    });
  }

  cancelled({ venue, ref }: Instructed, cumLots: number): void {
    this.report(venue, ReportKind.CANCELLED, ref, { cumLots, orderLots: 10 });
  }

  asked(): (readonly [number, number, number])[] {
    return this.instructed().map(({ type, ref, lots }) => [type, ref, lots] as const);
  }

  /** Of each report: whose, of what kind, the order's quantity and what it leaves. */
  brief(): (readonly [string, number, number, number])[] {
    return this.told().map(({ id, execType, quantity, leaves }) => [id, execType, quantity, leaves] as const);
  }

  figure(figure: number): number {
    return this.rig.engines.front.orders.store.links.windows.figures[figure]!;
  }

  get open(): number {
    return this.rig.engines.front.orders.store.pool.size();
  }
}

test('exits are there with the first fill of their entry, and grow with the next', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.trade(entry, 4, 4);
  const [target, ...others] = desk.instructed();
  assert.equal([target!.type, target!.lots, others.length], [VENUE_NEW_ORDER, 4, 0]);
  assert.equal(desk.brief(), [
    ['E', ExecType.TRADE, 10, 6],
    ['S', ExecType.TRIGGERED, 4, 4],
    ['T', ExecType.TRIGGERED, 4, 4],
  ]);
  desk.report(target!.venue, ReportKind.ACKNOWLEDGED, target!.ref, { orderLots: 4, leavesLots: 4 });
  desk.trade(entry, 6, 10);
  assert.equal(desk.asked(), [[VENUE_REPLACE, target!.ref, 10]]);
  desk.replaced(target!, 10);
  assert.equal(desk.brief(), [
    ['E', ExecType.TRADE, 10, 0],
    ['S', ExecType.RESTATED, 10, 10],
    ['T', ExecType.RESTATED, 10, 10],
  ]);
  // From here on as any list whose orders update each other.
  desk.trade(target!, 7, 7, 104);
  assert.equal(desk.brief().at(-1), ['S', ExecType.RESTATED, 3, 3]);
});

test('an exit that trades ends its entry; what that trades meanwhile has its exits still', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.trade(entry, 4, 4);
  const [target] = desk.instructed();
  desk.trade(target!, 1, 1, 104);
  assert.equal(desk.asked(), [[VENUE_CANCEL, entry.ref, 0]]);
  assert.is(desk.figure(LinkFigure.OPEN), 1);
  desk.told();
  desk.trade(entry, 2, 6);
  assert.equal(desk.asked(), [[VENUE_REPLACE, target!.ref, 6]]);
  desk.replaced(target!, 6, 1);
  desk.cancelled(entry, 6);
  assert.equal(desk.brief(), [
    ['E', ExecType.TRADE, 10, 4],
    ['S', ExecType.RESTATED, 5, 5],
    ['T', ExecType.RESTATED, 6, 5],
    ['E', ExecType.CANCELLED, 10, 0],
  ]);
  assert.equal([desk.open, desk.figure(LinkFigure.OPEN)], [2, 0]);
});

test('a bust of the entry takes its lots back from the exits, open or ended', () => {
  for (const isEnded of [false, true]) {
    const desk = new Desk();
    const entry = desk.bracket();
    const first = desk.trade(entry, 4, 4);
    const [target] = desk.instructed();
    desk.trade(entry, 3, 7);
    desk.replaced(target!, 7);
    if (isEnded) desk.cancelled(entry, 7);
    desk.told();
    desk.asked();
    desk.changeTrade(entry.venue, first, { executionId: ++executions });
    assert.equal(desk.asked(), [[VENUE_REPLACE, target!.ref, 3]], `ended ${isEnded}`);
    desk.replaced(target!, 3);
    assert.equal(desk.brief().slice(1), [
      ['S', ExecType.RESTATED, 3, 3],
      ['T', ExecType.RESTATED, 3, 3],
    ]);
  }
});

test('a late fill of the entry lets the exits grow', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.trade(entry, 4, 4);
  const [target] = desk.instructed();
  desk.cancelled(entry, 4);
  desk.told();
  desk.trade(entry, 2, 6);
  assert.equal(desk.asked(), [[VENUE_REPLACE, target!.ref, 6]]);
  const [late] = desk.told();
  assert.equal([late!.id, late!.execType, late!.status, late!.reason], ['E', ExecType.TRADE, OrderStatus.CANCELLED, 0]);
});

test('an entry that ends with less than an exit needs for a lot ends it', () => {
  const desk = new Desk();
  const terms = { id: 'H', side: Side.SELL, lots: 2, ticks: 104, type: OrderType.LIMIT, tif: TimeInForce.GTC };
  desk.writer.advanced(0, terms, { contingency: UPDATING_EXIT, linkId: 'list' });
  desk.drain();
  const entry = desk.limit('E', ONE_TRIGGERS_OTHER, Side.BUY, 99)!;
  desk.trade(entry, 4, 4);
  assert.equal(desk.asked(), []);
  desk.cancelled(entry, 4);
  assert.equal(desk.brief().at(-1), ['H', ExecType.CANCELLED, 2, 0]);
  assert.is(desk.open, 0);
});

test('what risk or the venue keeps an exit from gaining its client is told, and it stays as it is', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.trade(entry, 4, 4);
  const [target] = desk.instructed();
  desk.writer.killSwitch(true);
  desk.trade(entry, 3, 7);
  assert.equal(desk.asked(), []);
  const told = desk.told();
  // The stop rests: nothing of it goes to a venue yet.
  const restated = told.filter(({ execType }) => execType === ExecType.RESTATED);
  assert.equal(
    restated.map(({ id, quantity, reason }) => [id, quantity, reason]),
    [
      ['S', 7, ReasonCode.LIST_UPDATED],
      ['T', 4, ReasonCode.KILL_SWITCH],
    ],
  );
  desk.writer.killSwitch(false);
  desk.trade(entry, 3, 10);
  assert.equal(desk.asked(), [[VENUE_REPLACE, target!.ref, 7]]);
  desk.told();
  desk.report(target!.venue, ReportKind.REPLACE_REJECTED, target!.ref, { reason: VenueReason.TOO_LATE });
  const [refused] = desk.told();
  assert.equal(
    [refused!.id, refused!.execType, refused!.quantity, refused!.reason],
    ['T', ExecType.RESTATED, 4, ReasonCode.EXIT_NOT_GROWN],
  );
  assert.equal(desk.asked(), []);
});

test('the growth of an exit is within the limits or is not', () => {
  const desk = new Desk();
  const entry = desk.bracket();
  desk.trade(entry, 4, 4);
  desk.told();
  // Another's order has taken what the exits have not used yet.
  desk.writer.account(0, { maxPositionLots: 5 });
  desk.trade(entry, 3, 7);
  const restated = desk.told().filter(({ execType }) => execType === ExecType.RESTATED);
  assert.equal(
    restated.map(({ id, reason }) => [id, reason]),
    [
      ['S', ReasonCode.LIST_UPDATED],
      ['T', ReasonCode.POSITION],
    ],
  );
});

test('what trades at once is no exit that grows, and exits of a list are of one kind', () => {
  const desk = new Desk();
  const terms = { id: 'M', side: Side.SELL, lots: 10, type: OrderType.MARKET, tif: TimeInForce.DAY };
  desk.writer.advanced(0, terms, { contingency: UPDATING_EXIT, linkId: 'list' });
  assert.is(desk.drain().told()[0]!.reason, ReasonCode.UNSUPPORTED_CONTINGENCY);
  desk.limit('A', UPDATING_EXIT);
  desk.limit('B', EXIT);
  assert.is(desk.told().at(-1)!.reason, ReasonCode.LINKS_MIXED);
});

test('a late fill of an order that has ended cancels or reduces the others, as if it were open', () => {
  for (const contingency of [ONE_CANCELS_OTHER, ONE_UPDATES_OTHER]) {
    const desk = new Desk();
    const a = desk.limit('A', contingency)!;
    const b = desk.limit('B', contingency)!;
    desk.writer.cancel(0, 'C', 'A');
    desk.drain();
    desk.cancelled(a, 0);
    desk.asked();
    desk.told();
    desk.trade(a, 4, 4, 104);
    const isReduced = contingency === ONE_UPDATES_OTHER;
    assert.equal(desk.asked(), [isReduced ? [VENUE_REPLACE, b.ref, 6] : [VENUE_CANCEL, b.ref, 0]]);
    const [late] = desk.told();
    assert.equal([late!.id, late!.execType, late!.reason], ['A', ExecType.TRADE, ReasonCode.NONE]);
  }
});

test('a late fill of one that went because another traded is beyond, and without its list is told so', () => {
  const desk = new Desk();
  const a = desk.limit('A', ONE_CANCELS_OTHER)!;
  const b = desk.limit('B', ONE_CANCELS_OTHER)!;
  desk.trade(a, 4, 4, 104);
  desk.cancelled(b, 0);
  desk.told();
  desk.trade(b, 3, 3, 104);
  const [beyond] = desk.told();
  assert.equal([beyond!.id, beyond!.reason, beyond!.observed], ['B', ReasonCode.ANOTHER_HAS_TRADED, 3]);
  assert.is(desk.figure(LinkFigure.CROSSING_LOTS), 3);
  desk.trade(a, 6, 10, 104);
  desk.told();
  desk.trade(b, 1, 4, 104);
  assert.is(desk.told()[0]!.reason, ReasonCode.LIST_GONE);
});

test.run();
