/** The table of who trades, against a model written otherwise, over every short run of statements and random long ones. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SetVenue, TradingStatus } from '../../../schemas/generated/engine.ts';
import { PipelineFixture } from '../../../test/pipeline_fixture.ts';
import { RecordType } from '../model/record_type.ts';
import { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } from '../model/trading_phase.ts';
import { EngineState } from './engine_state.ts';
import { countVenues, makeTradingHours, tradingFound } from './trading_hours.ts';

const INSTRUMENTS = 2;
const VENUES = 2;

interface Statement {
  readonly venue: number;
  readonly instrument?: number;
  readonly change: number;
  readonly phase?: number;
  readonly newOrders?: number;
}

/** One venue as a person would keep it. */
class VenueModel {
  calendar = { phase: 0, orders: 0 };
  operator: { phase: number; orders: number } | null = null;
  isHalted = false;
  halted = new Set<number>();
  queuesHalted = false;

  say({ instrument = -1, change, phase = 0, newOrders: orders = 0 }: Statement): void {
    if (change === TradingChange.CALENDAR) {
      if (phase !== this.calendar.phase) this.operator = null;
      this.calendar = { phase, orders };
    } else if (change === TradingChange.OPERATOR) {
      this.operator = { phase, orders };
    } else {
      const isHalt = change === TradingChange.HALT;
      if (isHalt) this.queuesHalted = orders === NewOrders.QUEUED;
      if (instrument < 0) this.isHalted = isHalt;
      else if (isHalt) this.halted.add(instrument);
      else this.halted.delete(instrument);
    }
  }

  ordersAt(instrument: number): number {
    if (this.isHalted || this.halted.has(instrument)) return this.queuesHalted ? NewOrders.QUEUED : NewOrders.REFUSED;
    return (this.operator ?? this.calendar).orders;
  }
}

class Pair {
  readonly fixture = new PipelineFixture();
  readonly state = new EngineState('test');
  readonly hours = makeTradingHours(this.state, INSTRUMENTS, this.fixture.slot);
  readonly models = Array.from({ length: VENUES }, () => new VenueModel());
  readonly enabled = new Set<number>();

  venue(venue: number, enabled = 1): void {
    this.fixture.command(RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
      Object.assign(body, { venue, enabled });
    });
    assert.not.ok(this.hours.onCommand());
    if (enabled === 0) this.enabled.delete(venue);
    else this.enabled.add(venue);
  }

  say(statement: Statement): void {
    this.fixture.command(RecordType.TRADING_STATUS, new TradingStatus(), TradingStatus.BYTES, (body) => {
      Object.assign(body, { instrument: -1, ...statement });
    });
    assert.ok(this.hours.onCommand());
    this.models.forEach((model, venue) => {
      if (statement.venue === venue || (statement.venue === EVERY_VENUE && this.enabled.has(venue)))
        model.say(statement);
    });
  }

  check(): void {
    for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
      const orders = this.models.map((model) => model.ordersAt(instrument));
      const enabled = [...this.enabled];
      orders.forEach((of, venue) => {
        assert.is(this.hours.isOpenAt(instrument, venue), of === NewOrders.TAKEN);
      });
      const isShut = enabled.length > 0 && enabled.every((venue) => orders[venue] !== NewOrders.TAKEN);
      assert.is(this.hours.isShut(instrument), isShut);
      if (isShut)
        assert.is(
          this.hours.queues(instrument),
          enabled.some((venue) => orders[venue] === NewOrders.QUEUED),
        );
      assert.is(countVenues(this.hours, instrument, false), enabled.length);
      const halted = enabled.filter(
        (venue) => this.models[venue]!.isHalted || this.models[venue]!.halted.has(instrument),
      );
      assert.is(countVenues(this.hours, instrument, true), halted.length);
    }
    const found = tradingFound(this.hours);
    this.models.forEach((model, venue) => {
      assert.is(found.calendar[venue], model.calendar.phase);
      assert.is(found.operator[venue], model.operator?.phase ?? TradingPhase.NONE);
      assert.is(found.halted.includes(venue), model.isHalted);
    });
  }

  /** What a snapshot would bring back. */
  restored(): Pair {
    const other = new Pair();
    other.state.load(new Map(this.state.save().map(({ name, bytes }) => [name, bytes])));
    for (const venue of this.enabled) other.enabled.add(venue);
    this.models.forEach((model, venue) => void Object.assign(other.models[venue]!, structuredClone(model)));
    return other;
  }
}

const PHASES = Object.values(TradingPhase).filter((phase) => phase !== TradingPhase.NONE);
const ORDERS = Object.values(NewOrders);
const { CALENDAR, OPERATOR, HALT, RESUME } = TradingChange;

function statements(venues: readonly number[]): Statement[] {
  return venues.flatMap((venue) => [
    ...[CALENDAR, OPERATOR].flatMap((change) =>
      PHASES.flatMap((phase) => ORDERS.map((newOrders) => ({ venue, change, phase, newOrders }))),
    ),
    ...[-1, 0, 1].flatMap((instrument) => [
      ...[NewOrders.REFUSED, NewOrders.QUEUED].map((newOrders) => ({ venue, instrument, change: HALT, newOrders })),
      { venue, instrument, change: RESUME },
    ]),
  ]);
}

function withVenues(): Pair {
  const pair = new Pair();
  for (let venue = 0; venue < VENUES; venue++) pair.venue(venue);
  return pair;
}

test('with nothing said every venue trades, and no venue at all is shut', () => {
  new Pair().check();
  withVenues().check();
});

test('every three statements of one venue, after another has been shut', () => {
  const all = statements([0]);
  const before = withVenues();
  before.say({ venue: 1, change: OPERATOR, phase: TradingPhase.CLOSED, newOrders: NewOrders.REFUSED });
  for (const first of all) {
    for (const second of all) {
      const pair = before.restored();
      pair.say(first);
      pair.say(second);
      pair.check();
      // Of the third the kinds alone: what a phase or its orders are called changes nothing else.
      for (const third of [all[0]!, all[all.length >> 1]!, all.at(-1)!]) {
        pair.say(third);
        pair.check();
      }
    }
  }
});

test('long runs over all venues, with snapshots in between', () => {
  const all = statements([0, 1, EVERY_VENUE]);
  let pair = withVenues();
  let seed = 7;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >>> 8) % limit;
  };
  for (let i = 0; i < 3_000; i++) {
    if (below(50) === 0) pair.venue(below(VENUES), below(2));
    pair.say(all[below(all.length)]!);
    if (below(30) === 0) pair = pair.restored();
    pair.check();
  }
});

test('venues and instruments that do not exist change nothing', () => {
  const pair = withVenues();
  const before = pair.state.hash();
  const say = (statement: Statement): void => pair.say({ newOrders: NewOrders.REFUSED, ...statement });
  say({ venue: 16, change: HALT });
  say({ venue: -2, change: HALT });
  say({ venue: 0, change: 9, phase: 5 });
  assert.is(pair.state.hash(), before);
  say({ venue: 0, instrument: INSTRUMENTS, change: HALT });
  pair.models[0]!.halted.clear();
  pair.check();
});

test.run();
