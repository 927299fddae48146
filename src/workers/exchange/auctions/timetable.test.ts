import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { makeMatchingEngine } from '../matching/engine.ts';
import { CrossType, EventType, TradingState } from '../matching/event_layout.ts';
import { recordEvents } from '../matching/recorded_events.ts';
import { Timetable, type TimetableOptions } from './timetable.ts';
import { makeTradingStates } from './trading_states.ts';

const { CALL, CLOSED, CONTINUOUS, HALTED } = TradingState;
const DAY: TimetableOptions = {
  openingCallSeconds: 10,
  tradingSeconds: 100,
  closingCallSeconds: 20,
  indicateSeconds: 0,
  halts: [],
};

function scene(options: TimetableOptions) {
  const { buffer, events } = recordEvents(4);
  const states = makeTradingStates(makeMatchingEngine(2, 100, buffer), buffer, true);
  const timetable = new Timetable(states, [100, 200], options);
  const told = (type: number) => {
    buffer.drain();
    return events.filter((event) => event.type === type);
  };
  let lastId = 0;
  const order = (side: number, ticks: number): number =>
    states.newOrder(0, ++lastId, 9, side, TimeInForce.GTC, ticks, 5, 0);
  const statesAt = (times: readonly number[]): number[] =>
    times.map((seconds) => {
      timetable.advance(seconds);
      return states.stateOf(0);
    });
  return { states, timetable, told, order, statesAt };
}

test('a day: opening call, continuous trading, closing call, closed', () => {
  const { states, statesAt } = scene(DAY);
  assert.equal([states.stateOf(0), states.stateOf(1)], [CALL, CALL]);
  assert.equal(statesAt([9.9, 10, 109.9, 110, 129.9, 130, 1000]), [
    CALL,
    CONTINUOUS,
    CONTINUOUS,
    CALL,
    CALL,
    CLOSED,
    CLOSED,
  ]);
  assert.is(states.stateOf(1), CLOSED);
});

test('crosses have their types and references: the first prices at the opening, the middle of the book at the closing', () => {
  const { timetable, order, told } = scene(DAY);
  order(Side.BUY, 105);
  order(Side.SELL, 95);
  timetable.advance(10);
  order(Side.BUY, 90);
  order(Side.SELL, 98);
  timetable.advance(110);
  order(Side.BUY, 101);
  order(Side.BUY, 99);
  timetable.advance(500);
  const crosses = told(EventType.CROSSED).map((event) => [event.reason, event.ticks, event.lots]);
  // The seller at 98 meets one buyer; at 100 and 101 no more is wanted than that. The middle was 94.
  assert.equal(crosses, [
    [CrossType.OPENING, 100, 5],
    [CrossType.CLOSING, 100, 5],
  ]);
});

test('without an opening call or an end, it trades from the start on', () => {
  const { statesAt, told } = scene({ ...DAY, openingCallSeconds: 0, tradingSeconds: 0 });
  assert.equal(statesAt([0, 1e6]), [CONTINUOUS, CONTINUOUS]);
  assert.is(told(EventType.STATE_CHANGED).length, 0);
});

test('a planned halt ends in a call of its own, and the other instrument trades on', () => {
  const halts = [{ instrument: 0, atSeconds: 30, seconds: 10, callSeconds: 5 }];
  const { states, statesAt } = scene({ ...DAY, halts });
  assert.equal(statesAt([29, 30, 39, 40, 44, 45]), [CONTINUOUS, HALTED, HALTED, CALL, CALL, CONTINUOUS]);
  assert.is(states.stateOf(1), CONTINUOUS);
});

test('a closing call takes the place of a halt, whose end then changes nothing', () => {
  const halts = [
    { instrument: 0, atSeconds: 105, seconds: 10, callSeconds: 5 },
    { instrument: 0, atSeconds: 115, seconds: 1, callSeconds: 1 },
  ];
  const { statesAt } = scene({ ...DAY, halts });
  assert.equal(statesAt([109, 111, 116, 121, 130]), [HALTED, CALL, CALL, CALL, CLOSED]);
});

test('indications come while a call lasts, and only then', () => {
  const { timetable, told } = scene({ ...DAY, indicateSeconds: 3 });
  timetable.advance(1000);
  // Three and six a call, for each of two instruments.
  assert.is(told(EventType.INDICATIVE).length, 2 * (3 + 6));
  const types = told(EventType.INDICATIVE).map((event) => event.reason);
  assert.equal([...new Set(types)], [CrossType.OPENING, CrossType.CLOSING]);
});

test.run();
