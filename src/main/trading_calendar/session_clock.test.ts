/** What the engine is told of phases, and when: at a start, at each change, after a clock that jumped. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NewOrders, TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import { parseConfiguration } from '../configuration/load.ts';
import type { TradingStatement } from '../engine/control_source.ts';
import { TradingStates } from '../operator/trading_states.ts';
import { SessionClock } from './session_clock.ts';

const TOML = `
[engine]
calendar = "A"
[[calendars]]
name = "A"
open = "09:00"
closingAuction = "16:55"
close = "17:00"
[[calendars]]
name = "B"
preOpen = "08:00"
open = "09:00"
close = "12:00"
[[venues]]
name = "XA"
feed = "orders"
[[venues]]
name = "XB"
feed = "orders"
address = "127.0.0.1:9001"
calendar = "B"
[[venues]]
name = "XC"
feed = "orders"
address = "127.0.0.1:9002"
calendar = "none"
`;
const NOTHING = { calendar: [], operator: [], halted: [], haltedAt: [] };
const { CLOSED, CLOSING_AUCTION, CONTINUOUS, NONE, PRE_OPEN } = TradingPhase;

/** A Monday. */
const at = (time: string): number => Date.parse(`2026-01-05T${time}Z`);

function make(time: string, found: ConstructorParameters<typeof TradingStates>[0] = NOTHING) {
  const result = parseConfiguration(TOML, []);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  const trading = new TradingStates(found, 3);
  let nowMs = at(time);
  let told: TradingStatement[] = [];
  const notices: string[] = [];
  const clock = new SessionClock({
    configuration: result.configuration,
    control: { tradingStatus: (statement) => told.push(statement) },
    trading,
    notice: (text) => notices.push(text),
    now: () => nowMs,
  });
  /** Venue and phase of each statement since the last look. */
  const look = (later?: string): number[][] => {
    if (later !== undefined) {
      nowMs = at(later);
      clock.look();
    }
    const said = told.map(({ venue, phase }) => [venue, phase]);
    told = [];
    return said;
  };
  return { clock, look, trading, notices, told: () => told };
}

test('a start tells the phase of each venue that has a calendar', () => {
  const { clock, look, notices, told } = make('08:30');
  clock.start();
  assert.equal(told()[0], {
    venue: 0,
    instrument: -1,
    change: TradingChange.CALENDAR,
    phase: CLOSED,
    newOrders: NewOrders.REFUSED,
  });
  assert.equal(look(), [
    [0, CLOSED],
    [1, PRE_OPEN],
  ]);
  assert.equal(notices, ['venue XA: closed', 'venue XB: pre open']);
  clock.stop();
});

test('each change is told once, of several that were slept through the last', () => {
  const { clock, look } = make('08:30');
  clock.start();
  look();
  assert.equal(look('08:59:59'), []);
  assert.equal(look('09:00'), [
    [0, CONTINUOUS],
    [1, CONTINUOUS],
  ]);
  assert.equal(look('09:00:01'), []);
  assert.equal(look('12:00'), [[1, CLOSED]]);
  assert.equal(look('17:30'), [[0, CLOSED]]);
  assert.equal(look('16:56'), [[0, CLOSING_AUCTION]], 'a clock that was set back');
  clock.stop();
});

test('a venue that has no calendar any more is open', () => {
  const { clock, look, trading } = make('10:00', { ...NOTHING, calendar: [CLOSED, CLOSED, CLOSED] });
  clock.start();
  assert.equal(look(), [
    [2, NONE],
    [0, CONTINUOUS],
    [1, CONTINUOUS],
  ]);
  assert.is(trading.calendarPhase(2), NONE);
  clock.stop();
});

test.run();
