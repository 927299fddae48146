import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../test/market_data.ts';
import { TestClient } from '../../../test/venue_test_client.ts';
import { MemoryOutboundLog } from '../edges/venue_session/outbound_log.ts';
import { ReportKind } from '../model/venue.ts';
import { DEFAULT_FLOW } from './flow/background_flow.ts';
import { Random } from './flow/random.ts';
import { EXCHANGE_DEFAULTS, type ExchangeOptions } from './options.ts';
import type { ExchangeWorkerData } from './worker.ts';

const KILLS = process.env.SLUICE_LONG === '1' ? 20 : 4;
/** Below what the client's ring and the exchange's tables hold at once. */
const MAX_LEGS = 30_000;
const INSTRUMENTS = ['AAPL', 'MSFT'].map((symbol, index) => ({
  symbol,
  startTicks: 40_000,
  hasFlow: index > 0,
  tickPrice4: 100,
  lotShares: 1,
}));
const OPTIONS: ExchangeOptions = { ...EXCHANGE_DEFAULTS, instruments: INSTRUMENTS, flow: null };

async function spawnExchange(options: ExchangeOptions): Promise<{ child: ChildProcess; port: number }> {
  const module = new URL('./exchange_process.ts', import.meta.url).href;
  const script = `import { serveExchanges } from '${module}';
    await serveExchanges([${JSON.stringify(options)}], ([port]) => console.log(port));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout! }), 'line');
  return { child, port: Number(line) };
}

test('killed at random points, the exchange loses nothing that it acknowledged and doubles nothing', async () => {
  const logFolder = mkdtempSync(join(tmpdir(), 'exchange-kill-'));
  const random = new Random(Date.now());
  let exchange = await spawnExchange({ ...OPTIONS, logFolder });
  const { port } = exchange;
  const client = new TestClient(port, new MemoryOutboundLog());
  client.session.start();
  let legs = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const until = performance.now() + 50 + random.below(150);
    while (performance.now() < until) {
      for (let i = 0; i < 20 && legs < MAX_LEGS && legs - client.reports.length < 500; i++)
        client.order(++legs, 10, 50);
      client.session.poll();
      client.read();
      await new Promise((resolve) => setImmediate(resolve));
    }
    exchange.child.kill('SIGKILL');
    await once(exchange.child, 'exit');
    exchange = await spawnExchange({ ...OPTIONS, logFolder, port });
  }
  await client.until('every order is answered', () => client.reports.length === legs);
  client.assertNumbered();
  // One by one: the difference of two lists this long would take minutes to print.
  client.reports.forEach((report, index) => {
    assert.is(report.leg, index + 1);
    assert.is(report.kind, ReportKind.ACKNOWLEDGED);
  });
  assert.ok(client.session.counters.connects > 1);
  for (let leg = 1; leg <= legs; leg++) client.cancel(leg);
  await client.until('every order is cancelled', () => client.reports.length === 2 * legs);
  assert.ok(client.reports.slice(legs).every((report) => report.kind === ReportKind.CANCELLED));
  await client.session.stop();
  exchange.child.kill('SIGTERM');
  const [code] = await once(exchange.child, 'exit');
  assert.is(code, 0);
  rmSync(logFolder, { recursive: true });
});

test('as a worker it posts its port, quotes its instruments, and stops when told', async () => {
  const recording = marketDataFile('AAPL_20191230.itch50') ?? null;
  const exchange = { ...OPTIONS, flow: DEFAULT_FLOW, marketDataFile: recording, speed: 50 };
  const workerData: ExchangeWorkerData = { exchanges: [exchange] };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const [listening] = await once(worker, 'message');
  const client = new TestClient(listening.venues[0].port, new MemoryOutboundLog());
  client.session.start();
  const quoted = recording === null ? [1] : [0, 1];
  await client.until('both trade', () =>
    quoted.every((instrument) => client.quotes.some((quote) => quote.instrument === instrument && quote.count > 0)),
  );
  worker.postMessage({ kind: 'counters' });
  const [answer] = await once(worker, 'message');
  assert.ok(answer.counters[0].flowEvents > 0);
  assert.ok(recording === null || answer.counters[0].player.played > 0);
  await client.session.stop();
  worker.postMessage({ kind: 'stop' });
  const [code] = await once(worker, 'exit');
  assert.is(code, 0);
});

test.run();
