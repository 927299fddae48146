import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Report, TestClient } from '../../../../test/venue_test_client.ts';
import { MemoryOutboundLog } from '../../edges/venue_session/outbound_log.ts';
import { Side } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { type CoreOptions, ExchangeCore } from '../core.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import { CONTINUOUS_MODE, type VenueMode } from '../modes/venue_mode.ts';
import { PLAIN_CONDUCT } from '../options.ts';
import { ExchangeServer } from './exchange_server.ts';

const MEMBER = 5;
const OTHER = 6;
const { BUY, SELL } = Side;
const folder = mkdtempSync(join(tmpdir(), 'exchange-modes-'));
test.after(() => rmSync(folder, { recursive: true }));

function serverOn(logFolder: string | null, mode: VenueMode): { server: ExchangeServer; core: ExchangeCore } {
  const legCapacity = 64;
  const options: Partial<CoreOptions> = { mode, legCapacity };
  const core = new ExchangeCore(1, 64, options);
  const terms = {
    host: '127.0.0.1',
    port: 0,
    logFolder,
    epoch: 1000,
    storedReports: 64,
    heartbeatMs: 50,
    instruments: [],
    seed: 1,
    conduct: PLAIN_CONDUCT,
  };
  return { core, server: new ExchangeServer(core, { ...terms, legCapacity }) };
}

function client(port: number, session: number): TestClient {
  const made = new TestClient(port, new MemoryOutboundLog(), { session });
  made.session.start();
  return made;
}

const rows = (reports: readonly Report[]): number[][] =>
  reports.map(({ leg, kind, reason, cum, leaves, lots }) => [leg, kind, reason, cum, leaves, lots]);

test('a session is one group: its orders do not trade with each other, and those of two sessions do', async () => {
  const { server } = serverOn(null, { ...CONTINUOUS_MODE, selfTrade: SelfTrade.DECREMENT });
  const port = await server.listen();
  const [member, other] = [client(port, MEMBER), client(port, OTHER)];
  member.order(1, 10, 50, SELL);
  await member.until('the offer rests', () => member.reports.length === 1);
  other.order(1, 4, 50, BUY);
  await other.until('the bid is filled', () => other.reports.length === 2);
  await member.until('the offer is filled in part', () => member.reports.length === 2);
  member.order(2, 16, 50, BUY);
  await member.until('the offer and ten of sixteen are gone', () => member.reports.length === 5);
  const { NONE, SELF_TRADE } = VenueReason;
  assert.equal(rows(member.reports), [
    [1, ReportKind.ACKNOWLEDGED, NONE, 0, 10, 10],
    [1, ReportKind.FILLED, NONE, 4, 6, 10],
    [2, ReportKind.ACKNOWLEDGED, NONE, 0, 16, 16],
    [1, ReportKind.CANCELLED, SELF_TRADE, 4, 0, 10],
    [2, ReportKind.REPLACED, SELF_TRADE, 0, 10, 10],
  ]);
  // Unasked: no request of the client's is answered.
  assert.is(member.reports.at(-1)!.request, 0);
  await Promise.all([member.session.stop(), other.session.stop()]);
  await server.close();
});

test('orders that a call has collected across one another trade at its end, also when the exchange was killed meanwhile', async () => {
  const logFolder = join(folder, 'call');
  const opening = { openingCallSeconds: 10, tradingSeconds: 0, closingCallSeconds: 0, indicateSeconds: 0, halts: [] };
  const mode = { ...CONTINUOUS_MODE, timetable: opening };
  const first = serverOn(logFolder, mode);
  const port = await first.server.listen();
  const [member, other] = [client(port, MEMBER), client(port, OTHER)];
  member.order(1, 10, 48, SELL);
  other.order(1, 10, 52, BUY);
  await member.until('the offer rests', () => member.reports.length === 1);
  await other.until('the bid rests', () => other.reports.length === 1);
  await Promise.all([member.session.stop(), other.session.stop()]);
  await first.server.close();

  for (const [restartMode, waits] of [
    [mode, true],
    // As after a halt: nothing says that the book is to wait.
    [CONTINUOUS_MODE, false],
  ] as const) {
    const { server, core } = serverOn(logFolder, restartMode);
    assert.is(server.counters.restoredOrders, 2);
    const isOpen = core.engine.orderCount() === 2;
    assert.is(isOpen, waits);
    if (waits) {
      await server.close();
      continue;
    }
    server.endTurn();
    const again = client(await server.listen(), MEMBER);
    await again.until('the cross is told', () => again.reports.some((report) => report.kind === ReportKind.FILLED));
    const fill = again.reports.find((report) => report.kind === ReportKind.FILLED)!;
    assert.equal([fill.cum, fill.leaves], [10, 0]);
    await again.session.stop();
    await server.close();
  }
});

test('in the dark no fill is smaller than an order wants, also after the exchange was killed', async () => {
  const logFolder = join(folder, 'dark');
  const mode: VenueMode = { kind: 'midpoint', minimumLots: 1, preventsSelfTrades: false };
  const first = serverOn(logFolder, mode);
  first.core.setReference(0, 48, 52);
  const port = await first.server.listen();
  const [member, other] = [client(port, MEMBER), client(port, OTHER)];
  member.order(1, 30, 60, BUY, undefined, 15);
  await member.until('the bid waits', () => member.reports.length === 1);
  other.order(1, 10, 40, SELL);
  await other.until('the offer waits', () => other.reports.length === 1);
  assert.equal(
    [member.reports, other.reports].map((reports) => reports[0]!.kind),
    [ReportKind.ACKNOWLEDGED, ReportKind.ACKNOWLEDGED],
  );
  await Promise.all([member.session.stop(), other.session.stop()]);
  await first.server.close();

  const { server, core } = serverOn(logFolder, mode);
  core.setReference(0, 48, 52);
  server.endTurn();
  assert.equal([core.trades, core.engine.orderCount()], [0, 2]);
  const again = client(await server.listen(), OTHER);
  again.order(2, 15, 40, SELL);
  await again.until('the larger offer is filled', () => again.reports.some(({ leg, cum }) => leg === 2 && cum === 15));
  assert.is(core.trades, 1);
  await again.session.stop();
  await server.close();
});

test.run();
