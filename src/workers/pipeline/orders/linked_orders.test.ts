/** One cancels the others: by fills, partial ones too, within a session, whatever the types. */

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk as Bench, type Instructed } from '../../../../test/simulation/desk.ts';
import { Contingency, ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { EngineState } from '../engine_state.ts';
import { MOST_MEMBERS, makeLinkGroups, NO_GROUP } from './link_groups.ts';
import { LinkFigure, windowPercentileMs } from './link_windows.ts';

class Desk extends Bench {
  /** A limit order of ten lots that rests, linked by `linkId`. */
  link(id: string, linkId: string, session = 0, contingency: number = Contingency.ONE_CANCELS_OTHER): Instructed {
    const terms = { id, side: Side.BUY, lots: 10, ticks: 99, type: OrderType.LIMIT, tif: TimeInForce.GTC };
    this.writer.advanced(session, terms, { contingency, linkId });
    const [leg] = this.drain()
      .instructed()
      .filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
    if (leg !== undefined) this.report(leg.venue, ReportKind.ACKNOWLEDGED, leg.ref, { orderLots: 10, leavesLots: 10 });
    return leg!;
  }

  cancelled(): number[] {
    return this.instructed()
      .filter(({ type }) => type === RecordType.VENUE_CANCEL)
      .map(({ ref }) => ref);
  }

  get figures(): Float64Array {
    return this.rig.engines.front.orders.store.links.windows.figures;
  }

  figure(figure: number): number {
    return this.figures[figure]!;
  }

  get open(): number {
    return this.rig.engines.front.orders.store.pool.size();
  }
}

test('a fill of one, even of a part, cancels the others and leaves it', () => {
  const desk = new Desk();
  const [a, b, c] = ['A', 'B', 'C'].map((id) => desk.link(id, 'group'));
  desk.link('D', 'another');
  desk.fill(b!.venue, b!.ref, 4, 4, 10, 99);
  assert.equal(new Set(desk.cancelled()), new Set([a!.ref, c!.ref]));
  // Further fills cancel nobody again.
  desk.fill(b!.venue, b!.ref, 6, 10, 10, 99);
  assert.equal(desk.cancelled(), []);
  desk.told();
  for (const leg of [a!, c!]) desk.report(leg.venue, ReportKind.CANCELLED, leg.ref, { cumLots: 0, orderLots: 10 });
  const told = desk.told();
  assert.equal(
    told.map(({ execType, id }) => [execType, id]),
    [
      [ExecType.CANCELLED, 'A'],
      [ExecType.CANCELLED, 'C'],
    ],
  );
  assert.is(desk.open, 1);
});

test('a stop and a target: the one that trades ends the other, which rests in the engine', () => {
  const desk = new Desk();
  const target = desk.link('T', 'exit');
  const stop = { id: 'S', side: Side.SELL, lots: 10, type: OrderType.STOP };
  desk.writer.advanced(0, stop, { stopTicks: 95, contingency: Contingency.ONE_CANCELS_OTHER, linkId: 'exit' });
  desk.drain().told();
  desk.fill(target.venue, target.ref, 10, 10, 10, 99);
  const told = desk.told();
  assert.equal(
    told.map(({ id, status }) => [id, status]),
    [
      ['T', OrderStatus.FILLED],
      ['S', OrderStatus.CANCELLED],
    ],
  );
  assert.is(desk.open, 0);
});

test('the same identifier of another session is another group', () => {
  const desk = new Desk();
  const mine = desk.link('A', 'group', 0);
  desk.link('B', 'group', 1);
  desk.fill(mine.venue, mine.ref, 10, 10, 10, 99);
  assert.equal(desk.cancelled(), []);
});

test('a group that has ended is forgotten: its identifier begins anew', () => {
  const desk = new Desk();
  const first = desk.link('A', 'group');
  desk.fill(first.venue, first.ref, 10, 10, 10, 99);
  desk.link('B', 'group');
  assert.equal(desk.cancelled(), []);
  assert.is(desk.open, 1);
});

test('what crosses: both trade before the cancel arrives, and neither is told more than it was', () => {
  const desk = new Desk();
  const [a, b] = ['A', 'B'].map((id) => desk.link(id, 'group'));
  desk.fill(a!.venue, a!.ref, 10, 10, 10, 99);
  desk.told();
  desk.fill(b!.venue, b!.ref, 3, 3, 10, 99);
  desk.report(b!.venue, ReportKind.CANCELLED, b!.ref, { cumLots: 3, orderLots: 10 });
  const told = desk.told();
  assert.equal(
    told.map(({ execType, filled }) => [execType, filled]),
    [
      [ExecType.TRADE, 3],
      [ExecType.CANCELLED, 3],
    ],
  );
  assert.is(desk.open, 0);
});

test('the one that trades first stays, though another crosses it, and that one is told so', () => {
  const desk = new Desk();
  const [a, b] = ['A', 'B'].map((id) => desk.link(id, 'group'));
  desk.fill(a!.venue, a!.ref, 4, 4, 10, 99);
  assert.equal(desk.cancelled(), [b!.ref]);
  desk.told();
  desk.fill(b!.venue, b!.ref, 3, 3, 10, 99);
  assert.equal(desk.cancelled(), [], 'the first is not cancelled for it');
  const [crossing] = desk.told();
  assert.equal(
    [crossing!.id, crossing!.execType, crossing!.reason, crossing!.observed],
    ['B', ExecType.TRADE, ReasonCode.ANOTHER_HAS_TRADED, 3],
  );
  desk.report(b!.venue, ReportKind.CANCELLED, b!.ref, { cumLots: 3, orderLots: 10 });
  desk.fill(a!.venue, a!.ref, 6, 10, 10, 99);
  assert.equal(
    desk.told().map(({ id, status, reason }) => [id, status, reason]),
    [
      ['B', OrderStatus.CANCELLED, ReasonCode.CANCELLED_AT_VENUE],
      ['A', OrderStatus.FILLED, ReasonCode.NONE],
    ],
  );
});

test('the exposure window is measured from the fill to the end of the last that goes', () => {
  const desk = new Desk();
  const [a, b, c] = ['A', 'B', 'C'].map((id) => desk.link(id, 'group'));
  desk.fill(a!.venue, a!.ref, 4, 4, 10, 99);
  assert.is(desk.figure(LinkFigure.OPEN), 1);
  desk.now += 2e6;
  desk.fill(b!.venue, b!.ref, 3, 3, 10, 99);
  desk.report(b!.venue, ReportKind.CANCELLED, b!.ref, { cumLots: 3, orderLots: 10 });
  assert.is(desk.figure(LinkFigure.CLOSED), 0, 'C is still there');
  desk.now += 3e6;
  desk.report(c!.venue, ReportKind.CANCELLED, c!.ref, { cumLots: 0, orderLots: 10 });
  assert.equal([desk.figure(LinkFigure.OPEN), desk.figure(LinkFigure.CLOSED)], [0, 1]);
  assert.ok(Math.abs(desk.figure(LinkFigure.LONGEST_MS) - 5) < 0.001);
  const p99 = windowPercentileMs(desk.figures, 0.99);
  assert.ok(p99 >= 5 * 0.999 && p99 <= 5 * 1.25, `${p99} ms`);
  assert.equal([desk.figure(LinkFigure.CROSSING_FILLS), desk.figure(LinkFigure.MOST_CROSSING_LOTS)], [1, 3]);
});

test('while the window is open, what all of them may still trade is reserved: nothing new comes in on top', () => {
  const desk = new Desk();
  desk.writer.account(0, { maxPositionLots: 20 });
  const [a, b] = ['A', 'B'].map((id) => desk.link(id, 'group'));
  desk.fill(a!.venue, a!.ref, 4, 4, 10, 99);
  desk.told();
  const one = { side: Side.BUY, lots: 1, ticks: 99, type: OrderType.LIMIT, tif: TimeInForce.GTC };
  desk.writer.order(0, { ...one, id: 'N1' });
  assert.is(desk.drain().told()[0]!.reason, ReasonCode.POSITION);
  desk.report(b!.venue, ReportKind.CANCELLED, b!.ref, { cumLots: 0, orderLots: 10 });
  desk.told();
  desk.writer.order(0, { ...one, id: 'N2' });
  assert.equal(desk.drain().told(), [], 'it goes to a venue');
});

test('a cancel that a venue refuses is sent again, a second later, until the order has ended', () => {
  const desk = new Desk();
  const [a, b] = ['A', 'B'].map((id) => desk.link(id, 'group'));
  desk.fill(a!.venue, a!.ref, 4, 4, 10, 99);
  for (let times = 1; times <= 3; times++) {
    assert.equal(desk.cancelled(), [b!.ref]);
    desk.report(b!.venue, ReportKind.CANCEL_REJECTED, b!.ref, { reason: VenueReason.THROTTLED });
    assert.equal(desk.cancelled(), []);
    assert.is(desk.figure(LinkFigure.REFUSED), times);
    desk.now += 1.01e9;
    desk.drain();
  }
  assert.equal(desk.cancelled(), [b!.ref]);
  desk.report(b!.venue, ReportKind.CANCELLED, b!.ref, { cumLots: 0, orderLots: 10 });
  desk.now += 5e9;
  desk.drain();
  assert.equal(desk.cancelled(), []);
  assert.equal([desk.open, desk.figure(LinkFigure.CLOSED)], [1, 1]);
});

test('a list that has traded takes no more orders, and one of 32 is full', () => {
  const desk = new Desk();
  const [a] = ['A', 'B'].map((id) => desk.link(id, 'group'));
  desk.fill(a!.venue, a!.ref, 4, 4, 10, 99);
  desk.told();
  desk.link('C', 'group');
  assert.is(desk.told()[0]!.reason, ReasonCode.LIST_HAS_TRADED);
  for (let i = 0; i < MOST_MEMBERS; i++) desk.link(`M${i}`, 'long');
  assert.ok(desk.told().every(({ execType }) => execType === ExecType.NEW));
  desk.link('M', 'long');
  const [denied] = desk.told();
  assert.equal([denied!.reason, denied!.limit], [ReasonCode.LIST_FULL, MOST_MEMBERS]);
});

test('one whose replace its venue has not answered is cancelled at once, and nothing turns meanwhile', () => {
  const desk = new Desk();
  const [a, b] = ['A', 'B'].map((id) => desk.link(id, 'group'));
  desk.writer.replace(0, 'B2', 'B', {
    side: Side.BUY,
    lots: 8,
    ticks: 98,
    type: OrderType.LIMIT,
    tif: TimeInForce.GTC,
  });
  desk.drain();
  const commands = desk.log.count;
  desk.fill(a!.venue, a!.ref, 4, 4, 10, 99);
  assert.equal(desk.cancelled(), [b!.ref]);
  assert.ok(desk.log.count < commands + 10, `${desk.log.count - commands} commands`);
});

test('a contingency that is not spoken here is denied by name', () => {
  const desk = new Desk();
  const BID_AND_OFFER = 100;
  desk.link('A', 'group', 0, BID_AND_OFFER);
  assert.is(desk.told()[0]!.reason, ReasonCode.UNSUPPORTED_CONTINGENCY);
});

test('groups against a plain map, through joins and leaves, until there is no room', () => {
  const RUNS = process.env.SLUICE_LONG === undefined ? 200 : 20_000;
  const step = fc.record({ order: fc.nat(39), name: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const links = makeLinkGroups(new EngineState('test'), 40);
      const plain = new Map<number, number>();
      const words = new Int32Array(10);
      for (const { order, name } of steps) {
        if (plain.has(order)) {
          links.leave(order);
          plain.delete(order);
        } else {
          words[0] = name;
          const names = new Set(plain.values());
          const hasRoom = names.has(name) || names.size < links.capacity;
          assert.is(links.hasRoom(name % 3, words, 0), hasRoom);
          if (!hasRoom) continue;
          links.join(order, links.groupNamed(name % 3, words, 0));
          plain.set(order, name);
        }
        for (const [member, of] of plain) {
          const group = links.groupOf(member);
          const expected = [...plain].filter(([, other]) => other === of).map(([number]) => number);
          const listed: number[] = [];
          for (let at = links.first(group); at >= 0; at = links.next(at)) listed.push(at);
          assert.equal(new Set(listed), new Set(expected));
          assert.is(links.hasOthers(group), expected.length > 1);
          assert.ok(links.isCurrent(group, links.generation(group)));
        }
        assert.is(links.groupOf(39 - order) === NO_GROUP, !plain.has(39 - order));
      }
    }),
    { numRuns: RUNS },
  );
});

test.run();
