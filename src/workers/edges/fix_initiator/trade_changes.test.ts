/** Busts and corrections of a FIX venue, as dialogues: what the engine is told, and what counts from then on. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ReportKind, TradeChangeKind } from '../../model/venue.ts';
import { get } from '../../protocols/fix/test_kit.ts';
import { CHANGE_KINDS, Rig, report } from './test_kit.ts';

const CANCELLED = CHANGE_KINDS + TradeChangeKind.CANCELLED;
const CORRECTED = CHANGE_KINDS + TradeChangeKind.CORRECTED;
const LEG = 1_099_511_627_776 * 17 + 5;
const ID = String(LEG);

/** Logged on, with an order for 100 of which 30 and 20 are filled; the engine has been told. */
function filled(instrument = 0): { rig: Rig; executions: number[] } {
  const rig = new Rig();
  rig.logOn();
  rig.engine.order(LEG, instrument === 0 ? {} : { instrument, ticks: 8_000 });
  rig.poll();
  rig.say('8', report(ID, '0', '0', { lots: 100, leaves: 100 }));
  rig.say('8', report(ID, 'F', '1', { lots: 100, cum: 30, leaves: 70, last: 30, lastPx: '187.24' }));
  rig.say('8', report(ID, 'F', '1', { lots: 100, cum: 50, leaves: 50, last: 20, lastPx: '187.25' }));
  return { rig, executions: rig.engine.take().map(({ execution }) => execution) };
}

/** ExecIDs as `report` makes them. */
const FIRST = `exec-${ID}-F-30`;
const SECOND = `exec-${ID}-F-50`;

test('a bust names the execution by the number that it was told under, and what fills later goes on behind it', () => {
  const { rig, executions } = filled();
  rig.say('8', report(ID, 'H', '1', { lots: 100, cum: 20, leaves: 80, last: 30, more: [[19, FIRST]] }));
  rig.say('8', report(ID, 'F', '1', { lots: 100, cum: 60, leaves: 40, last: 40, lastPx: '187.20' }));
  const [bust, fill] = rig.engine.take();
  assert.equal(
    [bust!.kind, bust!.leg, bust!.original, bust!.reopened, bust!.last],
    [CANCELLED, LEG, executions[1], 1, 0],
  );
  // 50 told, 40 more: the venue itself counts 60.
  assert.equal([fill!.kind, fill!.last, fill!.cum, fill!.leaves, fill!.lots], [ReportKind.FILLED, 40, 90, 40, 130]);
});

test('what is open again is part of the quantity that a replace asks for, and of the one that its report tells', () => {
  const { rig } = filled();
  rig.say('8', report(ID, 'H', '1', { lots: 100, cum: 20, leaves: 80, last: 30, more: [[19, FIRST]] }));
  rig.engine.replace(LEG, 150, 18_700, 1);
  const [message] = rig.poll();
  assert.is(get(message!, 38), '120');
  rig.say('8', report(`${ID}R1`, '5', '1', { lots: 120, cum: 20, leaves: 100, price: '187.00', more: [[41, ID]] }));
  const replaced = rig.engine.take().at(-1)!;
  assert.equal([replaced.kind, replaced.lots, replaced.cum, replaced.leaves], [ReportKind.REPLACED, 150, 50, 100]);
});

test('a venue that keeps closed what it takes back', () => {
  const { rig } = filled();
  rig.say('8', report(ID, 'H', '1', { lots: 100, cum: 30, leaves: 50, last: 20, more: [[19, SECOND]] }));
  rig.say('8', report(ID, 'F', '1', { lots: 100, cum: 40, leaves: 40, last: 10, lastPx: '187.20' }));
  const [bust, fill] = rig.engine.take();
  assert.equal([bust!.kind, bust!.reopened], [CANCELLED, 0]);
  assert.equal([fill!.last, fill!.cum, fill!.lots], [10, 60, 100]);
});

test('a correction, and one of the correction', () => {
  const { rig, executions } = filled();
  const correction = report(ID, 'G', '1', {
    ...{ lots: 100, cum: 45, leaves: 55, last: 25, lastPx: '187.22' },
    more: [[19, FIRST]],
  });
  rig.say('8', correction);
  const again = report(ID, 'G', '1', {
    ...{ lots: 100, cum: 40, leaves: 60, last: 20, lastPx: '187.22' },
    more: [[19, `exec-${ID}-G-45`]],
  });
  rig.say('8', again);
  const [first, second] = rig.engine.take();
  assert.equal(
    [first!.kind, first!.original, first!.last, first!.ticks, first!.reopened],
    [CORRECTED, executions[1], 25, 18_722, 1],
  );
  assert.equal([second!.kind, second!.original, second!.last], [CORRECTED, first!.execution, 20]);
});

test('of an order that has ended the engine is told, and a person of what the venue opens again', () => {
  const { rig, executions } = filled();
  rig.say('8', report(ID, 'F', '2', { lots: 100, cum: 100, leaves: 0, last: 50, lastPx: '187.25' }));
  rig.engine.take();
  rig.say('8', report(ID, 'H', '2', { lots: 100, cum: 80, leaves: 0, last: 20, more: [[19, SECOND]] }));
  assert.equal(
    rig.engine.take().map(({ kind, original, reopened }) => [kind, original, reopened]),
    [[CANCELLED, executions[2], 0]],
  );
  assert.equal(rig.notices, []);
  rig.say('8', report(ID, 'H', '1', { lots: 100, cum: 50, leaves: 50, last: 30, more: [[19, FIRST]] }));
  assert.is(rig.engine.take().length, 1);
  assert.match(rig.notices[0]!, /has ended here, and the venue has 50 lots of it open again/);
});

test('an order that a bust leaves with nothing open is asked about', () => {
  const { rig } = filled();
  rig.say('8', report(ID, 'H', '4', { lots: 100, cum: 20, leaves: 0, last: 30, more: [[19, FIRST]] }));
  assert.is(rig.engine.take()[0]!.kind, CANCELLED);
  assert.is(get(rig.transport.take()[0]!, 35), 'H');
});

test('what names no execution, or is no whole number of lots, is for a person', () => {
  const { rig } = filled();
  rig.say('8', report(ID, 'H', '1', { lots: 100, cum: 20, leaves: 80, last: 30 }));
  rig.say('8', report(ID, 'G', '1', { lots: 100, cum: 20, leaves: 80, more: [[19, SECOND]] }));
  assert.equal(rig.engine.take(), []);
  assert.equal(rig.end.answers.tradeChanges.counters, { told: 0, unclear: 2 });
  assert.match(rig.notices[0]!, /a bust of a trade of .* names no execution/);
  assert.match(rig.notices[1]!, /a correction of a trade of .* has no whole lots/);
});

test.run();
