/** Fills that are kept apart, as operators see them, while the engine takes more of them and gives some away. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../test/simulation/desk.ts';
import { Side } from '../../workers/model/order.ts';
import { ReportKind } from '../../workers/model/venue.ts';
import { SuspenseReader } from '../../workers/pipeline/orders/suspense_reader.ts';
import { parseConfiguration } from '../configuration/load.ts';
import { KeptApartWatch } from '../engine/kept_apart_watch.ts';
import { FillQueries } from './fill_queries.ts';

const instrument = (symbol: string): string =>
  `[[instruments]]\nsymbol = "${symbol}"\nreferencePrice = "5.00"\ntickSize = "0.05"\nlotSize = 100`;
const venue = (name: string, port: number): string => `[[venues]]\nname = "${name}"\naddress = "127.0.0.1:${port}"`;
const loaded = parseConfiguration(
  [
    '[[accounts]]\nname = "DESK"\n[[accounts]]\nname = "FUND"',
    '[[fix.sessions]]\ntargetCompId = "ALPHA"\naccounts = ["DESK"]',
    venue('NORTH', 4001),
    venue('SOUTH', 4002),
    instrument('AAPL'),
    instrument('MSFT'),
    '[demo]\nenabled = false',
  ].join('\n'),
);
if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
const { configuration } = loaded;

function queriesOver(desk: Desk, patienceMs = 5_000): FillQueries {
  const { engines, memory } = desk.rig;
  const { suspense } = engines.front.orders.store.view();
  return new FillQueries({ configuration, pipeline: memory.pipeline, suspense, patienceMs });
}

async function fillsOf(desk: Desk): Promise<object[]> {
  const answer = await queriesOver(desk).answer();
  if (!answer.ok || !('fills' in answer)) throw new Error(JSON.stringify(answer));
  return [...answer.fills];
}

/** A fill of an order that has ended, beyond what it came to: nobody's. */
function stray(desk: Desk, executionId: number): void {
  desk.writer.strayFill(1, {
    instrument: 1,
    side: Side.SELL,
    venueOrderId: 9,
    executionId,
    lastLots: 3,
    lastTicks: 101,
  });
  desk.drain();
}

test('none, one that a venue named no order for, and one beyond its order, as far as they are known', async () => {
  const desk = new Desk();
  assert.equal(await fillsOf(desk), []);
  stray(desk, 501);
  desk.writer.order(0, { id: 'A', side: Side.BUY, ticks: 100, lots: 4, account: 1 });
  const [leg] = desk.drain().instructed();
  desk.fill(leg!.venue, leg!.ref, 4, 4, 4, 100);
  const beyond = { executionId: 77, lastLots: 2, lastTicks: 100, cumLots: 6, leavesLots: 0, orderLots: 4 };
  desk.report(leg!.venue, ReportKind.FILLED, leg!.ref, beyond);
  const [first, second] = (await fillsOf(desk)) as Record<string, unknown>[];
  assert.is(typeof first!.command, 'number');
  assert.equal(
    { ...first, command: 0 },
    {
      ...{ fill: 1, venue: 'SOUTH', symbol: 'MSFT', side: 'sell', quantity: 300, price: 5.05 },
      ...{ venueOrderId: 9, executionId: 501, command: 0 },
    },
  );
  assert.equal(
    { ...second, command: 0 },
    {
      ...{ fill: 2, venue: 'NORTH', symbol: 'AAPL', side: 'buy', quantity: 200, price: 5, account: 'FUND' },
      ...{ legRef: leg!.ref, executionId: 77, command: 0 },
    },
  );
});

test('a correction shows, and what is assigned or dropped is gone', async () => {
  const desk = new Desk();
  for (const execution of [501, 502, 503]) stray(desk, execution);
  desk.changeTrade(1, 502, { executionId: 600, lastLots: 2, lastTicks: 100 });
  desk.writer.resolveFill(1, { assigned: 1, account: 0 });
  desk.drain();
  const fills = (await fillsOf(desk)) as Record<string, unknown>[];
  assert.equal(
    fills.map(({ fill, quantity, price, corrections }) => [fill, quantity, price, corrections]),
    [
      [2, 200, 5, 1],
      [3, 300, 5.05, undefined],
    ],
  );
});

test('a look that a fill came into is no look', () => {
  const desk = new Desk();
  const { engines, memory } = desk.rig;
  const reader = new SuspenseReader(engines.front.orders.store.view().suspense, memory.pipeline);
  stray(desk, 501);
  reader.look();
  assert.ok(reader.isSettled() && reader.judge());
  assert.is(reader.waiting().length, 1);
  desk.writer.strayFill(1, { instrument: 1, side: Side.SELL, executionId: 502, lastLots: 3, lastTicks: 101 });
  // The sequencer has it and the front stage has not.
  desk.rig.sequencer!.doWork();
  reader.look();
  assert.not(reader.isSettled());
  desk.drain();
  assert.ok(reader.isSettled());
  assert.not(reader.judge());
});

test('operators are told of each once, and at a start of those that wait', () => {
  const desk = new Desk();
  const { figures } = desk.rig.engines.front.orders.store.suspense;
  const told: string[] = [];
  const watch = KeptApartWatch.start(figures, (text) => told.push(text));
  stray(desk, 501);
  watch.look();
  watch.look();
  for (const execution of [502, 503]) stray(desk, execution);
  watch.look();
  watch.stop();
  KeptApartWatch.start(figures, (text) => told.push(text)).stop();
  assert.equal(
    told.map((text) => text.slice(0, text.indexOf(':'))),
    ['fill 1 is kept apart', 'fills 2 to 3 are kept apart', 'fills kept apart'],
  );
});

test.run();
