import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type OuchExchange, ouchExchange } from '../../../../test/ouch_exchange.ts';
import { CuttableWire, type OuchClientOptions, OuchTestClient } from '../../../../test/ouch_test_client.ts';
import { Random } from '../../exchange/flow/random.ts';
import type { ExchangeServer } from '../../exchange/server/exchange_server.ts';
import { LegState } from '../../exchange/server/leg_table.ts';
import { Side, TimeInForce } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { LegState as OurState } from './legs.ts';

const isLong = process.env.SLUICE_LONG === '1';
const LIVES = isLong ? 40 : 3;
const STEPS = isLong ? 4_000 : 600;
/** At most one turn's records. */
const UNREAD_LEGS = 1_000;
const test = suite('OUCH session');
/** Until a life has come to rest; above it something waits in vain, and both sides are shown. */
const REST_MS = 60_000;
/** What has to be closed, also after a test that failed: what stayed open would keep the process alive. */
const closings: Array<() => unknown> = [];

/** Last opened, first closed. */
async function closeAll(): Promise<void> {
  for (let close = closings.pop(); close !== undefined; close = closings.pop()) await close();
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ouch-session-'));
  closings.push(() => rmSync(path, { recursive: true }));
  return path;
}

async function openExchange(...options: Parameters<typeof ouchExchange>): Promise<OuchExchange> {
  const exchange = await ouchExchange(...options);
  closings.push(() => exchange.server.close());
  return exchange;
}

async function openWire(target: () => number, nextCut = () => Number.POSITIVE_INFINITY): Promise<CuttableWire> {
  const wire = await CuttableWire.open(target, nextCut);
  closings.push(() => wire.close());
  return wire;
}

function openClient(options: OuchClientOptions): OuchTestClient {
  const client = new OuchTestClient(options);
  closings.push(() => client.session.stop());
  return client;
}

test.after.each(closeAll);

const { ACKNOWLEDGED, FILLED, REPLACED, REPLACE_REJECTED, STATUS, CANCELLED, CANCEL_REJECTED } = ReportKind;

test('a minimum quantity is said, and heeded where orders meet in the dark', async () => {
  const { port, core } = await openExchange(null, 0, 1_000, {
    kind: 'midpoint',
    minimumLots: 1,
    preventsSelfTrades: false,
  });
  core.setReference(0, 48, 52);
  const client = openClient({ port, logPath: join(folder(), 'log'), logins: 1 });
  await client.until('the venue is met', () => client.session.isConnected);
  client.order(1, 30, 60, Side.BUY, TimeInForce.GTC, 15);
  client.order(2, 10, 40, Side.SELL);
  await client.until('both wait', () => client.reports.length === 2);
  client.order(3, 15, 40, Side.SELL);
  await client.until('the larger offer is filled', () => client.kinds(3).includes(FILLED));
  assert.equal([client.kinds(1), client.kinds(2)], [[ACKNOWLEDGED, FILLED], [ACKNOWLEDGED]]);
  assert.is(core.trades, 1);
});

test('a lit venue takes no minimum but all at once', async () => {
  const { port } = await openExchange(null);
  const client = openClient({ port, logPath: join(folder(), 'log'), logins: 1 });
  await client.until('the venue is met', () => client.session.isConnected);
  client.order(1, 20, 60, Side.BUY, TimeInForce.GTC, 15);
  client.order(2, 20, 60, Side.BUY, TimeInForce.IOC, 20);
  await client.until('both are answered', () => client.kinds(1).length > 0 && client.kinds(2).length > 1);
  assert.equal([client.kinds(1), client.kinds(2)], [[ReportKind.REJECTED], [ACKNOWLEDGED, ReportKind.EXPIRED]]);
});

test('an order lives: acknowledged, filled in parts, replaced, cancelled, and asked about', async () => {
  const { port } = await openExchange(null);
  const client = openClient({ port, logPath: join(folder(), 'log'), logins: 1 });
  await client.until('the venue is met', () => client.session.isConnected);
  assert.equal(client.statuses, [[true, false]]);
  client.order(1, 100, 50);
  client.order(2, 30, 50, Side.SELL, TimeInForce.IOC);
  client.replace(1, 90, 50, 1);
  client.replace(1, 120, 49, 2);
  client.replace(1, 30, 49, 3);
  await client.until('the first replace is done', () => client.kinds(1).includes(REPLACED));
  client.replace(1, 120, 49, 4);
  client.status(1, 5);
  client.cancel(1, 6);
  client.cancel(1, 7);
  client.cancel(99, 8);
  client.status(99, 9);
  client.order(3, 10, 0, Side.BUY);
  client.order(1, 10, 10);
  await client.until('all are answered', () => client.reports.length === 15);
  client.cancel(1, 10);
  client.status(1, 11);
  await client.until('so are those', () => client.reports.length === 17);
  client.assertNumbered();
  assert.equal(
    client.reports
      .filter(({ leg }) => leg === 1)
      .map(({ kind, request, reason, last, cum, leaves, lots }) => [kind, request, reason, last, cum, leaves, lots]),
    [
      [REPLACE_REJECTED, 2, VenueReason.THROTTLED, 0, 0, 100, 100],
      [REPLACE_REJECTED, 3, VenueReason.THROTTLED, 0, 0, 100, 100],
      [ACKNOWLEDGED, 0, 0, 0, 0, 100, 100],
      [FILLED, 0, 0, 30, 30, 70, 100],
      [REPLACED, 1, 0, 0, 30, 60, 90],
      [ReportKind.REJECTED, 0, VenueReason.DUPLICATE, 0, 0, 0, 0],
      [REPLACED, 4, 0, 0, 30, 90, 120],
      [STATUS, 5, 0, 0, 30, 90, 120],
      [CANCELLED, 0, 0, 0, 30, 0, 120],
      [CANCEL_REJECTED, 10, VenueReason.TOO_LATE, 0, 30, 0, 120],
      [STATUS, 11, 0, 0, 30, 0, 120],
    ],
  );
  assert.equal(client.kinds(2), [ACKNOWLEDGED, FILLED]);
  assert.equal(client.kinds(3), [ACKNOWLEDGED, ReportKind.EXPIRED]);
  assert.equal(client.kinds(99), [CANCEL_REJECTED, ReportKind.UNKNOWN_ORDER]);
});

test('a login that is refused is told, and the session stays down', async () => {
  const { port } = await openExchange(null);
  const client = openClient({ port, logPath: join(folder(), 'log'), logins: 1, password: 'wrong' });
  await client.until('it is told', () => client.notices.length > 0);
  assert.equal(client.notices, ['ONE: login refused: not authorized']);
  assert.equal(client.statuses, []);
});

test('after a restart what had not left never leaves, and is unknown to the venue', async () => {
  const logPath = join(folder(), 'log');
  const { server, port } = await openExchange(null);
  const wire = await openWire(() => port);
  const before = openClient({ port: wire.port, logPath, logins: 1 });
  before.order(1, 10, 50);
  before.order(2, 20, 50);
  await before.until('both are acknowledged', () => before.reports.length === 2);
  wire.cutAll();
  await before.until('the wire is cut', () => !before.session.isConnected);
  before.order(3, 30, 50);
  before.replace(1, 15, 50, 1);
  before.cancel(2, 2);
  assert.is(before.session.poll(), 3);
  before.session.abandon();
  const heard = { epoch: 7, sequence: 2 };
  const after = openClient({ port: wire.port, logPath, logins: 1, heard });
  assert.equal(after.session.leftBefore, { streamSequence: 5, outputIndex: 1 });
  after.status(1, 11);
  after.status(2, 12);
  after.status(3, 13);
  after.status(4, 14);
  await after.until('all are answered', () => after.reports.length === 4);
  assert.equal(
    after.reports.map(({ number, leg, kind, request, leaves }) => [number, leg, kind, request, leaves]),
    [
      [3, 1, STATUS, 11, 10],
      [4, 2, STATUS, 12, 20],
      [5, 3, ReportKind.UNKNOWN_ORDER, 13, 0],
      [6, 4, ReportKind.UNKNOWN_ORDER, 14, 0],
    ],
  );
  assert.is(server.ouch!.accounts[0]!.lastUserRefNum, 2);
});

test('a full ring holds answers back and loses none', async () => {
  const { port } = await openExchange(null);
  const client = openClient({ port, logPath: join(folder(), 'log'), logins: 1, ringBytes: 1 << 12 });
  for (let leg = 1; leg <= 400; leg++) client.order(leg, 1, 50);
  await client.until('all are acknowledged', () => client.reports.length === 400);
  client.assertNumbered();
});

test('a socket that was left unread is read on, whoever made the room', async () => {
  const { port } = await openExchange(null);
  const client = openClient({ port, logPath: join(folder(), 'log'), logins: 1, ringBytes: 1 << 12 });
  await client.until('the venue is met', () => client.session.isConnected);
  // The answers are longer than one read, and the first has more of them than the ring has room for.
  for (let leg = 1; leg <= UNREAD_LEGS; leg++) client.order(leg, 1, 50, Side.BUY, TimeInForce.IOC);
  assert.is(client.session.poll(), UNREAD_LEGS);
  const { counters } = client.session;
  while (counters.answers <= 100) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(counters.answers < 2 * UNREAD_LEGS);
  // Reports take the room within this turn of the event loop, on the way of something else.
  for (let turn = 0; turn < UNREAD_LEGS; turn++) {
    client.read();
    client.session.massCancel();
  }
  await client.until('all are answered', () => client.reports.length === 2 * UNREAD_LEGS);
  assert.is(client.session.figures().pool.reconnects, 0, 'its silence ended the connection');
  client.assertNumbered();
});

test('an exchange that has begun anew has forgotten: every order is unknown, and new ones are taken', async () => {
  const first = await openExchange(null);
  let { port } = first;
  const wire = await openWire(() => port);
  const client = openClient({ port: wire.port, logPath: join(folder(), 'log') });
  client.order(1, 10, 50);
  client.order(2, 10, 50);
  await client.until('both are acknowledged', () => client.reports.length === 2);
  await first.server.close();
  const second = await openExchange(null, 0, 2_000);
  port = second.port;
  await client.until('it is met', () => client.statuses.some(([, hasForgotten]) => hasForgotten === true));
  client.status(1, 1);
  client.status(2, 2);
  client.order(3, 10, 50);
  await client.until('all are answered', () => client.reports.length === 5);
  assert.equal(
    [1, 2, 3].map((leg) => client.kinds(leg)),
    [[ACKNOWLEDGED, ReportKind.UNKNOWN_ORDER], [ACKNOWLEDGED, ReportKind.UNKNOWN_ORDER], [ACKNOWLEDGED]],
  );
  client.assertNumbered();
});

/** What the engine makes of the reports of a leg. */
interface Seen {
  cum: number;
  leaves: number;
  lots: number;
  bought: number;
  isAcknowledged: boolean;
  isEnded: boolean;
}

/** Every report of a leg follows from the one before: nothing is told twice, nothing left out. */
function legsSeen(client: OuchTestClient, seen: Map<number, Seen>, sides: ReadonlyMap<number, number>): void {
  for (const { leg, kind, last, cum, leaves, lots } of client.reports.splice(0)) {
    const before = seen.get(leg) ?? { cum: 0, leaves: 0, lots: 0, bought: 0, isAcknowledged: false, isEnded: false };
    const isChange = kind <= ReportKind.EXPIRED;
    assert.is(cum, before.cum + last, `leg ${leg}, kind ${kind}`);
    assert.not(isChange && before.isEnded && kind !== ReportKind.REJECTED, `leg ${leg} had ended, kind ${kind}`);
    if (kind === FILLED) assert.is(leaves, before.leaves - last);
    if (kind === ACKNOWLEDGED) assert.not(before.isAcknowledged, `leg ${leg} acknowledged twice`);
    const bought = before.bought + (sides.get(leg) === Side.BUY ? last : -last);
    const isAcknowledged = before.isAcknowledged || kind === ACKNOWLEDGED;
    seen.set(leg, { cum, leaves, lots, bought, isAcknowledged, isEnded: before.isEnded || (isChange && leaves === 0) });
  }
}

/** Each order that is open at the exchange is what the engine was told of it; answers with how many there are. */
function assertSame(client: OuchTestClient, server: ExchangeServer, seen: ReadonlyMap<number, Seen>): number {
  const table = server.desk.legs;
  const { legs: ours } = client.session.orders;
  let open = 0;
  for (let i = 1; i <= table.capacity; i++) {
    if (table.state[i] !== LegState.OPEN) continue;
    open++;
    const our = ours.findUserRef(table.session[i]! - (1 << 20), table.legRef[i]!);
    const { cum, leaves, lots } = seen.get(ours.legRef[our]!)!;
    assert.equal([cum, leaves, lots], [table.cumLots[i], table.leavesLots[i], table.orderLots[i]]);
    assert.is(ours.priceTicks[our], table.priceTicks[i]);
  }
  return open;
}

/** Nothing is under way, either way: what leaves late may still trade with what has answered. */
function isSettled({ session }: OuchTestClient, server: ExchangeServer): boolean {
  const { isCurrent, legs } = session.orders;
  const hasAll = server.ouch!.accounts.every(({ store }, login) => {
    return login >= isCurrent.length || (isCurrent[login] === 1 && store.next === session.nextAnswers[login]);
  });
  return hasAll && legs.waiting.every((waiting, leg) => waiting === 0 || legs.state[leg] === OurState.ENDED);
}

/** One request at random, of a new order or of one of those so far; answers with how many there are. */
function act(client: OuchTestClient, random: Random, legs: number, sides: Map<number, number>): number {
  const leg = 1 + random.below(Math.max(1, legs));
  const what = random.below(20);
  if (what < 10) {
    const next = legs + 1;
    sides.set(next, random.below(2) === 0 ? Side.BUY : Side.SELL);
    const tif = [TimeInForce.GTC, TimeInForce.DAY, TimeInForce.IOC, TimeInForce.FOK][random.below(4)];
    client.order(next, 1 + random.below(50), 100 + random.below(5), sides.get(next), tif);
    return next;
  }
  if (what < 14) client.replace(leg, 1 + random.below(60), 100 + random.below(5), 1 + random.below(1_000));
  else if (what < 18) client.cancel(leg, 1 + random.below(1_000));
  else client.status(leg, 1 + random.below(1_000));
  return legs;
}

/** Both sides, for whoever finds out why they wait. */
function stateOf({ session }: OuchTestClient, server: ExchangeServer): string {
  const { unanswered, isCurrent, legs } = session.orders;
  const waiting = legs.waiting.filter((is, leg) => is !== 0 && legs.state[leg] !== OurState.ENDED).length;
  const ours = { ...session.figures().pool, unanswered, waiting, isCurrent, next: session.nextAnswers };
  const theirs = server.ouch!.accounts.map(({ store, lastUserRefNum, connection }) => {
    return { next: store.next, lastUserRefNum, isLive: connection?.isLive ?? false };
  });
  return JSON.stringify({ ours, theirs });
}

/**
 * The engine asks about all that it knows, since what was in a ring at a restart never left, and waits until nothing is under
 * way. Answers with the kind of report that each leg's question got; `take` is shown the reports of each turn.
 */
async function askAll(
  client: OuchTestClient,
  server: ExchangeServer,
  legs: number,
  take: () => void,
): Promise<Map<number, number>> {
  const asked = new Map<number, number>();
  const end = performance.now() + REST_MS;
  for (let leg = 1; leg <= legs; leg++) client.status(leg, leg);
  while (asked.size < legs || !isSettled(client, server)) {
    if (performance.now() > end) throw new Error(`${legs - asked.size} are not answered: ${stateOf(client, server)}`);
    client.session.poll();
    client.read();
    for (const { leg, kind, request } of client.reports) {
      if (request === leg && (kind === STATUS || kind === ReportKind.UNKNOWN_ORDER)) asked.set(leg, kind);
    }
    take();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return asked;
}

test('random lives with cut connections and restarts of the engine: its orders are the exchange’s', async () => {
  // A life may end with all of its orders traded; one in which none was ever compared would prove nothing.
  let openInAll = 0;
  for (let seed = 1; seed <= LIVES; seed++) {
    // Apart: how often the wire draws is a matter of time, and must not decide what the life is.
    const random = new Random(seed);
    const cuts = new Random(1_000 + seed);
    const logPath = join(folder(), 'log');
    const { server, port } = await openExchange(folder());
    const wire = await openWire(
      () => port,
      () => 200 + cuts.below(6_000),
    );
    const seen = new Map<number, Seen>();
    const sides = new Map<number, number>();
    let client = openClient({ port: wire.port, logPath });
    let heard = { epoch: 7, sequence: 0 };
    let legs = 0;
    let restarts = 0;
    const take = (): void => {
      client.read();
      const newest = client.reports.at(-1);
      client.reports.forEach(({ number, epoch }, i) => {
        assert.is(epoch, 7);
        assert.is(number, heard.sequence + 1 + i);
      });
      if (newest !== undefined) heard = { epoch: 7, sequence: newest.number };
      legsSeen(client, seen, sides);
    };
    for (let step = 0; step < STEPS; step++) {
      legs = act(client, random, legs, sides);
      if (random.below(4) === 0) client.session.poll();
      if (random.below(3) === 0) await new Promise((resolve) => setImmediate(resolve));
      take();
      const isRestarted = random.below(200) === 0 || step === STEPS >> 1;
      if (!isRestarted) continue;
      restarts++;
      client.session.abandon();
      client = openClient({ port: wire.port, logPath, heard });
    }
    const asked = await askAll(client, server, legs, take);
    client.read();
    take();
    assert.is(client.session.orders.unanswered, 0);
    let bought = 0;
    let open = 0;
    for (const [leg, kind] of asked) {
      const state = seen.get(leg)!;
      bought += state.bought;
      if (kind === ReportKind.UNKNOWN_ORDER) assert.is(state.cum, 0);
      else if (state.leaves > 0) open++;
    }
    assert.is(
      bought,
      0,
      `every share bought was sold: seed ${seed}, unknown ${client.session.orders.unknown}, sent twice ${server.ouch!.counters().ignored}`,
    );
    const openThere = assertSame(client, server, seen);
    assert.is(open, openThere);
    assert.ok(wire.cuts > 0 && restarts > 0, `cuts ${wire.cuts}, restarts ${restarts}`);
    openInAll += openThere;
    assert.is(client.session.counters.lostAnswers + client.session.orders.malformed, 0);
    await closeAll();
  }
  assert.ok(openInAll > 0, 'no order was open at the end of any life');
});

test.run();
