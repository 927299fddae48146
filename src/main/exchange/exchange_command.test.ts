import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../test/market_data.ts';
import type { ExchangeOptions } from '../../workers/exchange/options.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { loadConfiguration } from '../configuration/load.ts';
import { type ExchangePlace, exchangeOptions } from './exchange_settings.ts';
import { recordedSymbols } from './recorded_symbols.ts';

const CLI = new URL('../cli.ts', import.meta.url).pathname;
const PLACE = { host: '127.0.0.1', port: 0, logFolder: null, marketData: null, speed: 1, isOwnProcess: false };

const loaded = loadConfiguration();
if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
const configuration = loaded.configuration;

/** Of the first venue. */
const optionsOf = (of: Configuration, place: ExchangePlace): ExchangeOptions =>
  exchangeOptions(of, of.venues, place)[0]!;

test('the exchange gets the instruments in their order, in its own units', () => {
  const options = optionsOf(configuration, PLACE);
  assert.equal(options.instruments[0], {
    symbol: 'AAPL',
    startTicks: 28_950,
    hasFlow: true,
    tickPrice4: 100,
    lotShares: 1,
  });
  assert.is(options.instruments.length, configuration.instruments.length);
  assert.is(options.flow?.eventsPerSecond, 200);
  const still = {
    ...configuration,
    exchange: { ...configuration.exchange, flow: { ...configuration.exchange.flow, enabled: false } },
  };
  assert.is(optionsOf(still, PLACE).flow, null);
});

const file = marketDataFile('AAPL_20191230.itch50');

(file === undefined ? test.skip : test)('a recorded stock has no background flow, the others have', () => {
  assert.equal(recordedSymbols(file!), new Set(['AAPL']));
  const { instruments } = optionsOf(configuration, { ...PLACE, marketData: file! });
  assert.equal(
    instruments.filter(({ hasFlow }) => !hasFlow).map((instrument) => instrument.symbol),
    ['AAPL'],
  );
});

test('sluice exchange says where it listens and stops on a signal', async () => {
  const child = spawn(process.execPath, [CLI, 'exchange', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => {
    lines.push(line);
    if (lines.length === configuration.venues.length) child.kill('SIGTERM');
  });
  const [code] = await once(child, 'exit');
  assert.is(code, 0);
  const names = configuration.venues.map(({ name }) => name);
  assert.equal(
    lines.slice(0, names.length).map((line) => line.match(/^exchange (\S+) listening on 127\.0\.0\.1:\d+$/)?.[1]),
    names,
  );
  assert.is(lines[names.length], 'stopping: SIGTERM');
  assert.match(lines.at(-1)!, /^exchange XWMM stopped: orders 0 {2}reports 0/);
});

test('what it cannot start with is a sentence and an exit code', () => {
  const noFile = spawnSync(process.execPath, [CLI, 'exchange', '--market-data', '/none.itch50'], { encoding: 'utf8' });
  assert.equal([noFile.status, noFile.stderr], [2, 'sluice: --market-data: /none.itch50 is no file\n']);
  const noHost = spawnSync(process.execPath, [CLI, 'exchange', '--host', '192.0.2.1'], { encoding: 'utf8' });
  assert.is(noHost.status, 6, noHost.stderr);
});

test.run();
