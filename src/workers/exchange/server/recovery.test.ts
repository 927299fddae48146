import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TestClient } from '../../../../test/venue_test_client.ts';
import { MemoryOutboundLog } from '../../edges/venue_session/outbound_log.ts';
import { Side } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import { ExchangeCore } from '../core.ts';
import { PLAIN_CONDUCT } from '../options.ts';
import { ClientSessions } from './client_sessions.ts';
import { ExchangeServer } from './exchange_server.ts';
import { LegState, LegTable } from './leg_table.ts';
import { noCounts, type ServerOptions } from './options.ts';
import { OrderRecovery } from './order_recovery.ts';

const SELLER = 5;
const BUYER = 6;
const folder = mkdtempSync(join(tmpdir(), 'exchange-recovery-'));
test.after(() => rmSync(folder, { recursive: true }));

function optionsOn(logFolder: string): ServerOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    logFolder,
    epoch: 1000,
    legCapacity: 64,
    storedReports: 64,
    heartbeatMs: 50,
    instruments: [],
    seed: 1,
    conduct: PLAIN_CONDUCT,
  };
}

function serverOn(logFolder: string): { server: ExchangeServer; core: ExchangeCore } {
  const core = new ExchangeCore(1, 64);
  return { core, server: new ExchangeServer(core, optionsOn(logFolder)) };
}

function client(port: number, session: number): TestClient {
  const made = new TestClient(port, new MemoryOutboundLog(), { session });
  made.session.start();
  return made;
}

function filledOf(legs: LegTable, session: number): number {
  let lots = 0;
  for (let leg = 1; leg <= legs.capacity; leg++) if (legs.session[leg] === session) lots += legs.cumLots[leg]!;
  return lots;
}

test('two sessions that trade with each other: the log cut at any byte has both sides of a trade or neither', async () => {
  const logFolder = join(folder, 'trades');
  const { server, core } = serverOn(logFolder);
  const port = await server.listen();
  const [seller, buyer] = [client(port, SELLER), client(port, BUYER)];
  for (let leg = 1; leg <= 3; leg++) seller.order(leg, 10, 50, Side.SELL);
  await seller.until('the offers rest', () => seller.reports.length === 3);
  for (let leg = 1; leg <= 3; leg++) {
    buyer.order(leg, 7, 50);
    await buyer.until('it is filled', () => buyer.reports.length >= 2 * leg);
  }
  await seller.until('the seller knows', () => seller.kinds(3).includes(ReportKind.FILLED));
  await Promise.all([seller.session.stop(), buyer.session.stop()]);
  await server.close();
  assert.is(filledOf(server.desk.legs, SELLER), 21);
  const whole = readFileSync(join(logFolder, 'exchange.log'));
  const cutFolder = join(folder, 'cut');
  mkdirSync(cutFolder);
  const seen = new Set<number>();
  for (let bytes = 64; bytes <= whole.length; bytes++) {
    writeFileSync(join(cutFolder, 'exchange.log'), whole.subarray(0, bytes));
    const legs = new LegTable(64);
    const sessions = new ClientSessions(optionsOn(cutFolder), noCounts());
    sessions.recover(new OrderRecovery(legs, core));
    sessions.close();
    const sold = filledOf(legs, SELLER);
    assert.is(filledOf(legs, BUYER), sold, `cut at byte ${bytes} of ${whole.length}`);
    seen.add(sold);
  }
  assert.equal([...seen], [0, 7, 14, 21]);
});

test('orders of two sessions stand behind one another as before the restart', async () => {
  const logFolder = join(folder, 'queue');
  const first = serverOn(logFolder).server;
  const port = await first.listen();
  const [seller, buyer] = [client(port, SELLER), client(port, BUYER)];
  // The one who comes first has had many reports by then, the other none.
  for (let leg = 1; leg <= 5; leg++) seller.order(leg, 10, 40 + leg);
  seller.order(6, 10, 60, Side.SELL);
  await seller.until('all rest', () => seller.reports.length === 6);
  buyer.order(1, 10, 60, Side.SELL);
  await buyer.until('it rests behind', () => buyer.reports.length === 1);
  await Promise.all([seller.session.stop(), buyer.session.stop()]);
  await first.close();
  const { server, core } = serverOn(logFolder);
  core.engine.newOrder(0, core.nextOrderId(), 1, Side.BUY, 0, 60, 10, 0);
  server.endTurn();
  const legs = server.desk.legs;
  const endedOf = (session: number, legRef: number): boolean =>
    legs.state[legs.find(session, legRef)] === LegState.ENDED;
  assert.equal([endedOf(SELLER, 6), endedOf(BUYER, 1)], [true, false]);
  await server.close();
});

test.run();
