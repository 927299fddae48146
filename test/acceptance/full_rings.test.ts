/**
 * Outbound rings that are full: the session or venue behind one comes back while the engine runs, and at a start; nothing
 * is told twice, nothing is lost. The engine runs in this process, with smaller rings, and their readers can be held up.
 */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../../src/main/configuration/load.ts';
import { TradingEngine } from '../../src/main/engine/trading_engine.ts';
import { ClientLink } from '../../src/main/fix_gateway/client_link.ts';
import { VenueSession } from '../../src/workers/edges/venue_session/venue_session.ts';
import { RING_MAP } from '../../src/workers/pipeline/map.ts';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { limitOrder, massCancel, statusOf } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

/** About 2,400 reports, and 1,800 orders: more than one read of a socket brings. */
const REPORTS_RING_BYTES = 1024 * 1024;
const VENUE_RING_BYTES = 256 * 1024;
const BURST = 200;
const SURELY_FULL = 5000;
const MOST_SENT = 60_000;

(RING_MAP.reports as { bytes: number }).bytes = REPORTS_RING_BYTES;
(RING_MAP.venueOrders as { bytes: number }).bytes = VENUE_RING_BYTES;

let areSessionsHeldUp = false;
let areVenuesHeldUp = false;
const { poll: pollLink } = ClientLink.prototype;
const { poll: pollVenue } = VenueSession.prototype;
ClientLink.prototype.poll = function (): number {
  return areSessionsHeldUp ? 0 : pollLink.call(this);
};
VenueSession.prototype.poll = function (): number {
  return areVenuesHeldUp ? 0 : pollVenue.call(this);
};

let world: World;
let engine: TradingEngine;
let port: number;
let said: string[] = [];
let count = 0;
const alpha = new FixClient('ALPHA');
const beta = new FixClient('BETA');
const alphaOrders = new ToldOrders(alpha);
const betaOrders = new ToldOrders(beta);

async function start(): Promise<void> {
  const loaded = loadConfiguration(world.configFile);
  if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
  said = [];
  engine = await TradingEngine.open({
    configuration: loaded.configuration,
    topology: 'shared',
    idle: 'park',
    behaviourVersion: '0.1.0',
    marketDataFile: null,
    speed: 1,
    guard: (name, worker) => worker.on('error', (error) => said.push(`${name}: ${error}`)),
    notice: (text) => said.push(text),
    stop: (reason) => said.push(reason),
  });
  port = await engine.goLive();
}

async function stop(): Promise<void> {
  await engine.closeClients();
  await engine.snapshot();
  await engine.closeVenues();
  await engine.stop();
  engine.release();
}

function hasSaid(pattern: RegExp): boolean {
  return said.some((text) => pattern.test(text));
}

async function rests(client: FixClient, orders: ToldOrders): Promise<string> {
  for (;;) {
    const clOrdId = `rest-${++count}`;
    orders.request(clOrdId, 'D', limitOrder(clOrdId, '275.00'));
    await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
    if (orders.open().some((open) => open.clOrdId === clOrdId && open.status === '0')) return clOrdId;
    // No price yet: denied.
    assert.ok(client.isOn);
    await sleep(50);
  }
}

/** Asks about an order over and over while nobody reads the ring; answers with how often. */
async function askUntilLost(clOrdId: string, first: number): Promise<number> {
  let asked = 0;
  areSessionsHeldUp = true;
  while (!hasSaid(/ALPHA: reports found its ring full/)) {
    for (let i = 0; i < BURST && alpha.isOn; i++, asked++) {
      alpha.send('H', statusOf(clOrdId, first + asked));
    }
    await engineTurn(asked);
  }
  return asked;
}

/** The engine's threads may stand still for as long as the machine likes: what fills a ring is then sent more slowly. */
async function engineTurn(sent: number): Promise<void> {
  assert.ok(sent < MOST_SENT, 'the ring never was full');
  await sleep(sent < SURELY_FULL ? 1 : 100);
}

function statusReports(): number {
  return [...alpha.told.values()].filter(({ message }) => message.text(150) === 'I').length;
}

function noFaults(): void {
  const faults = [...alpha.faults, ...beta.faults, ...alphaOrders.faults, ...betaOrders.faults];
  assert.equal(faults.slice(0, 5), [], `${faults.length} faults`);
}

test.before(async () => {
  world = await World.make({ accountDefaults: 'maxOrdersPerSecond = 1000000\norderBurst = 1000000' });
  await start();
  await alpha.connect(port);
  await beta.connect(port);
});

test.after(() => world.remove());

test('a session whose ring was full comes back, with every report once', async () => {
  const resting = await rests(alpha, alphaOrders);
  const asked = await askUntilLost(resting, 1);
  areSessionsHeldUp = false;
  await rests(beta, betaOrders);
  await until('it is logged out', () => !alpha.isOn);
  assert.match(alpha.logoutText, /reports were lost on the way/);
  alpha.drop();
  await until('its reports are made again', () => hasSaid(/ALPHA: \d+ reports made again/));
  await alpha.connect(port);
  await until(`each of ${asked} is answered`, () => alphaOrders.statuses.size + alphaOrders.statusesRefused >= asked);
  assert.is(statusReports(), alphaOrders.statuses.size, 'none twice');
  await rests(alpha, alphaOrders);
  noFaults();
});

test('a session that was lost when the engine stopped is whole after the start', async () => {
  const before = statusReports() + alphaOrders.statusesRefused;
  said = [];
  const resting = await rests(alpha, alphaOrders);
  const asked = await askUntilLost(resting, 1_000_000);
  // What recovery finds undelivered is more than the ring holds.
  await stop();
  areSessionsHeldUp = false;
  assert.not.ok(hasSaid(/snapshot at/), 'a snapshot would leave out what the session lacks');
  alpha.drop();
  beta.drop();
  await start();
  await alpha.connect(port);
  await beta.connect(port);
  await until(
    `each of ${asked} is answered`,
    () => alphaOrders.statuses.size + alphaOrders.statusesRefused >= before + asked,
  );
  assert.is(statusReports(), alphaOrders.statuses.size, 'none twice');
  await rests(alpha, alphaOrders);
  noFaults();
});

test('a venue whose ring was full comes back, and every order there is in no doubt', async () => {
  areVenuesHeldUp = true;
  for (let burst = 1; !hasSaid(/venue XSIM: messages found its ring full/); burst++) {
    for (let i = 0; i < BURST; i++) {
      const clOrdId = `burst-${burst}-${i}`;
      betaOrders.request(clOrdId, 'D', limitOrder(clOrdId, '275.00'));
    }
    await engineTurn(burst * BURST);
  }
  areVenuesHeldUp = false;
  await until('its ring goes on', () => hasSaid(/venue XSIM: its ring goes on/));
  await until('each of the burst is answered', () => betaOrders.unanswered().length === 0);
  await rests(beta, betaOrders);
  for (const [orders, name] of [
    [alphaOrders, 'all-alpha'],
    [betaOrders, 'all-beta'],
  ] as const) {
    orders.request(name, 'q', massCancel(name));
  }
  await until('every order has ended', () => alphaOrders.open().length + betaOrders.open().length === 0);
  noFaults();
});

test('it ends in good order', async () => {
  await alpha.logout();
  await beta.logout();
  await stop();
  assert.ok(hasSaid(/snapshot at/), said.join('\n'));
});

test.run();
