/** Nothing twice and nothing lost: repeats, gaps, lost connections, restarts, numbers that begin anew. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TimeInForce } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import type { FileOutboundLog } from '../../protocols/fix/file_outbound_log.ts';
import { get } from '../../protocols/fix/test_kit.ts';
import type { VenueDialect } from '../../protocols/fix/venue_dialect.ts';
import { openLinkLog } from './link_log.ts';
import { DIALECT, Engine, INSTRUMENTS, Rig, report, START_MS } from './test_kit.ts';

const { ACKNOWLEDGED, FILLED, CANCELLED, REPLACED, REJECTED } = ReportKind;
const { REPLACE_REJECTED, STATUS, UNKNOWN_ORDER } = ReportKind;
const PLACES = 2 ** 20;
const test = suite('fix initiator: recovery');
const folders: string[] = [];

test.after(() => {
  for (const path of folders) rmSync(path, { recursive: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fix-initiator-'));
  folders.push(path);
  return path;
}

function types(messages: readonly string[]): string[] {
  return messages.map((text) => `${get(text, 35)}${get(text, 34)}`);
}

/** An end with its log in a folder, and an engine that has logged reports up to `heard`. */
function life(
  directory: string,
  heard = { epoch: 0, sequence: 0 },
  {
    dialect = DIALECT,
    date = 20261123,
    startMs = START_MS,
  }: { dialect?: VenueDialect; date?: number; startMs?: number } = {},
): Rig {
  const { log, legs } = openLinkLog({ directory, name: 'venue-X', tradingDate: date }, INSTRUMENTS, dialect, heard);
  return new Rig({ dialect, engine: new Engine(heard), log, legs, startMs });
}

function close(rig: Rig): void {
  (rig.log as FileOutboundLog).close();
}

test('a report under PossDup, and one beyond a gap, come once and in order', () => {
  const rig = new Rig();
  rig.logOn();
  rig.engine.order(1);
  rig.poll();
  rig.say('8', report('1', '0', '0', { lots: 100, leaves: 100 }));
  const fill = report('1', 'F', '1', { cum: 10, leaves: 90, last: 10, lastPx: '180' });
  const late = report('1', 'F', '1', { cum: 30, leaves: 70, last: 20, lastPx: '181' });
  rig.sayAs(4, '8', late);
  assert.equal(types(rig.transport.take()), ['23']);
  const again = [
    [43, 'Y'],
    [122, '20261123-09:00:00.000'],
  ] as const;
  rig.sayAs(2, '8', report('1', '0', '0', { lots: 100, leaves: 100 }), again);
  rig.sayAs(3, '8', fill, again);
  rig.sayAs(4, '8', late, again);
  rig.sayAs(4, '8', late, again);
  assert.equal(
    rig.engine.take().map(({ number, kind, cum }) => [number / PLACES, kind, cum]),
    [
      [2, ACKNOWLEDGED, 0],
      [3, FILLED, 10],
      [4, FILLED, 30],
    ],
  );
});

test('while the venue is away new orders and replaces are refused, cancels and questions wait for it', () => {
  const rig = new Rig();
  rig.engine.order(1);
  rig.engine.status(1, 1);
  assert.equal(rig.poll(), []);
  assert.equal(
    rig.engine.take().map(({ kind, reason }) => [kind, reason]),
    [
      [REJECTED, VenueReason.CLOSED],
      [UNKNOWN_ORDER, VenueReason.UNKNOWN_ORDER],
    ],
  );
  rig.logOn();
  rig.engine.order(2);
  rig.poll();
  rig.say('8', report('2', '0', '0', { lots: 100, leaves: 100 }));
  rig.disconnect();
  rig.engine.replace(2, 50, 18_000, 1);
  rig.engine.cancel(2, 1);
  rig.engine.status(2, 2);
  rig.poll();
  assert.equal(
    rig.engine.take().map(({ kind, request, reason }) => [kind, request, reason]),
    [
      [ACKNOWLEDGED, 0, 0],
      [REPLACE_REJECTED, 1, VenueReason.CLOSED],
    ],
  );
  assert.equal(types(rig.logOn()), ['H4', 'F5']);
  assert.equal(rig.engine.statuses, [
    [true, false],
    [false, false],
    [true, false],
  ]);
});

test('what a lost connection took with it is sent again while it is fresh; stale orders are asked about instead', () => {
  for (const staleMs of [0, 60_000]) {
    const rig = new Rig();
    rig.logOn();
    rig.engine.order(1);
    rig.poll();
    rig.say('8', report('1', '0', '0', { lots: 100, leaves: 100 }));
    rig.engine.order(2);
    rig.engine.replace(1, 50, 18_000, 1);
    rig.engine.cancel(1, 1);
    assert.equal(types(rig.poll()), ['D3', 'G4', 'F5']);
    rig.disconnect();
    rig.clock.ms += staleMs;
    rig.logOn();
    rig.say('2', [
      [7, 3],
      [16, 0],
    ]);
    const said = rig.transport.take();
    if (staleMs === 0) {
      assert.equal(types(said), ['D3', 'G4', 'F5', '46']);
      assert.ok(said.slice(0, 3).every((text) => get(text, 43) === 'Y' && get(text, 122) !== undefined));
      continue;
    }
    // The gap is filled over order and replace, the cancel comes again, and both legs are asked about.
    assert.equal(types(said), ['43', 'F5', '46', 'H7', 'H8']);
    assert.is(get(said[0]!, 36), '5');
    assert.equal(
      said
        .slice(3)
        .map((text) => get(text, 11))
        .sort(),
      ['1', '2'],
    );
    rig.say(
      '8',
      report('1', 'I', '0', { lots: 100, leaves: 100, price: '187.25', more: [[790, get(said[3]!, 790)!]] }),
    );
    rig.say('8', report('2', 'I', '8', { more: [[103, 5]] }));
    assert.equal(
      rig.engine.take().map(({ leg, kind, request }) => [leg, kind, request]),
      [
        [1, ACKNOWLEDGED, 0],
        [1, REPLACE_REJECTED, 1],
        [1, ACKNOWLEDGED, 0],
        [2, UNKNOWN_ORDER, 0],
      ],
    );
  }
});

test('a mass cancel is not said again: it would cancel what came after it', () => {
  const rig = new Rig();
  rig.logOn();
  rig.end.massCancel();
  rig.transport.take();
  rig.say('2', [
    [7, 2],
    [16, 0],
  ]);
  assert.equal(types(rig.transport.take()), ['42']);
});

test('after a restart no order is sent again, and every leg can be cancelled and asked about as before', () => {
  const directory = folder();
  const first = life(directory);
  first.logOn();
  first.engine.order(1, { timeInForce: TimeInForce.GTC, displayLots: 20 });
  first.engine.order(2);
  first.engine.order(3);
  first.poll();
  for (const leg of ['1', '2', '3']) first.say('8', report(leg, '0', '0', { lots: 100, leaves: 100 }));
  first.engine.replace(1, 80, 18_000, 1);
  first.engine.cancel(2, 1);
  first.poll();
  first.say('8', report('1R1', '5', '0', { lots: 80, leaves: 80, price: '180', more: [[41, '1']] }));
  first.say('8', report('3', '4', '4', { lots: 100 }));
  // The engine dies before it has logged the last report.
  const reports = first.engine.take();
  assert.equal(
    reports.map(({ kind }) => kind),
    [ACKNOWLEDGED, ACKNOWLEDGED, ACKNOWLEDGED, REPLACED, CANCELLED],
  );
  close(first);

  const second = life(directory, { epoch: 1, sequence: reports[3]!.number });
  second.number = first.number;
  assert.equal(second.end.leftBefore, { streamSequence: 5, outputIndex: 1 });
  assert.is(second.legs.count, 3);
  const asked = second.logOn();
  // Its Logon is number 7, and the one report that the engine lacks is asked for.
  assert.equal(
    asked.map((text) => [get(text, 35), get(text, 7)]),
    [['2', '6']],
  );
  second.say('2', [
    [7, 2],
    [16, 0],
  ]);
  assert.equal(types(second.transport.take()), ['42', 'F6', '47']);
  second.sayAs(6, '8', report('3', '4', '4', { lots: 100 }), [
    [43, 'Y'],
    [122, '20261123-09:00:00.000'],
  ]);
  assert.equal(
    second.engine.take().map(({ leg, kind, number }) => [leg, kind, number / PLACES]),
    [[3, CANCELLED, 6]],
  );
  assert.is(second.legs.count, 2);
  second.number = 8;
  second.sayAs(
    7,
    '4',
    [
      [36, 8],
      [123, 'Y'],
    ],
    [
      [43, 'Y'],
      [122, '20261123-09:00:00.000'],
    ],
  );
  second.engine.cancel(1, 2);
  second.engine.cancel(2, 1);
  second.engine.replace(1, 60, 17_990, 1);
  const said = second.poll();
  assert.equal(
    said.map((text) => [get(text, 11), get(text, 41), get(text, 38), get(text, 59), get(text, 111)]),
    [
      ['1C2', '1R1', '80', undefined, undefined],
      ['2C65537', '2', '100', undefined, undefined],
      ['1R65537', '1R1', '60', '1', '20'],
    ],
  );
  close(second);
});

test('an order that outlives the day outlives its file', () => {
  const directory = folder();
  const first = life(directory);
  first.logOn();
  first.engine.order(1, { timeInForce: TimeInForce.GTC });
  first.engine.order(2);
  first.poll();
  first.say('8', report('1', '0', '0', { lots: 100, leaves: 100 }));
  close(first);
  const heard = { epoch: 1, sequence: 2 * PLACES };
  const second = life(directory, heard, { date: 20261124 });
  close(second);
  const third = life(directory, heard, { date: 20261124 });
  assert.is(third.legs.count, 1);
  third.number = first.number;
  third.logOn();
  third.engine.cancel(1, 1);
  assert.equal(
    third.poll().map((text) => [get(text, 35), get(text, 11), get(text, 55)]),
    [['F', '1C1', 'AAPL']],
  );
  close(third);
});

test('numbers that begin anew: the engine is told, and lost fills are told by what the venue says next', () => {
  const directory = folder();
  const dialect = { ...DIALECT, resetOnLogon: true };
  const first = life(directory, undefined, { dialect });
  const logOn = (rig: Rig) => {
    rig.number = 1;
    return rig.logOn([[141, 'Y']]);
  };
  logOn(first);
  for (const leg of [1, 2, 3]) first.engine.order(leg);
  first.poll();
  for (const leg of ['1', '2', '3']) {
    first.say(
      '8',
      report(leg, 'F', '1', { lots: 100, cum: 10, leaves: 90, last: 10, lastPx: '187.00', averagePx: '187.00' }),
    );
  }
  first.disconnect();
  logOn(first);
  assert.equal(first.engine.statuses, [
    [true, true],
    [false, false],
    [true, true],
  ]);
  const before = first.engine.take();
  assert.equal(
    before.map(({ epoch, number }) => [epoch, number / PLACES]),
    [
      [2, 2],
      [2, 3],
      [2, 4],
    ],
  );
  // Leg 1 was filled by 20 more at 187.10; leg 2 by as much and cancelled; leg 3 wholly.
  for (const leg of [1, 2, 3]) first.engine.status(leg, 1);
  first.poll();
  first.say('8', report('1', 'I', '1', { lots: 100, cum: 30, leaves: 70, averagePx: '187.066667' }));
  first.say('8', report('2', 'I', '4', { lots: 100, cum: 30, averagePx: '187.066667' }));
  const told = first.engine.take();
  assert.equal(
    told.map(({ leg, epoch, number, kind, last, ticks, cum, leaves }) => [
      leg,
      epoch,
      number,
      kind,
      last,
      ticks,
      cum,
      leaves,
    ]),
    [
      [1, 3, 2 * PLACES - 2, FILLED, 20, 18_711, 30, 70],
      [1, 3, 2 * PLACES, STATUS, 0, 0, 30, 70],
      [2, 3, 3 * PLACES - 2, FILLED, 20, 18_711, 30, 1],
      [2, 3, 3 * PLACES, CANCELLED, 0, 0, 30, 0],
    ],
  );
  close(first);
  // After a restart too: what the engine had logged of fills is in the notes.
  const second = life(directory, { epoch: 3, sequence: 2 * PLACES }, { dialect });
  logOn(second);
  second.engine.status(3, 2);
  second.poll();
  second.say('8', report('3', 'I', '2', { lots: 100, cum: 100, averagePx: '187.09' }));
  assert.equal(
    second.engine.take().map(({ kind, last, ticks, cum, leaves }) => [kind, last, ticks, cum, leaves]),
    [
      [FILLED, 90, 18_710, 100, 0],
      [STATUS, 0, 0, 100, 0],
    ],
  );
  assert.is(second.legs.count, 2);
  close(second);
});

test('a full ring of reports leaves the venue unread, and loses nothing', () => {
  const engine = new Engine(undefined, 1 << 16);
  const rig = new Rig({ engine });
  rig.logOn();
  rig.engine.order(1, { lots: 10_000 });
  rig.poll();
  let isHeld = false;
  for (let cum = 1; cum <= 2_000; cum++) {
    rig.say('8', report('1', 'F', '1', { lots: 10_000, cum, leaves: 10_000 - cum, last: 1, lastPx: '187.25' }));
    if (!rig.end.isHolding) continue;
    isHeld = true;
    engine.read();
    assert.is(rig.end.drain(), true);
  }
  engine.read();
  assert.ok(isHeld);
  assert.equal(
    engine.reports.map(({ cum }) => cum),
    Array.from({ length: 2_000 }, (_, i) => i + 1),
  );
});

test.run();
