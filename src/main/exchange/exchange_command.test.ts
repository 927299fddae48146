import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../test/market_data.ts';
import { makeBookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { WHOLE_MARKET } from '../../workers/edges/feeds/books/memory.ts';
import { openNetworkFeed } from '../../workers/edges/feeds/network_feed.ts';
import type { ExchangeOptions } from '../../workers/exchange/options.ts';
import { parseFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { loadConfiguration } from '../configuration/load.ts';
import { type ExchangePlace, exchangeOptions } from './exchange_settings.ts';
import { recordedSymbols } from './recorded_symbols.ts';
import { placeLine, type VenuePlace, venuePlace } from './venue_places.ts';

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

test('ports follow one another: orders and lines, then requests and snapshots, then OUCH', () => {
  const venues = configuration.venues.map((venue) => ({
    ...venue,
    ...(venue.name === 'XECN'
      ? { protocol: 'ouch' as const, ouchLogins: [{ username: 'A', password: 'B' }] }
      : venue.name === 'XRMM' && { feed: 'mold://127.0.0.1:7000' }),
  }));
  const options = exchangeOptions(configuration, venues, { ...PLACE, port: 9_000, isOwnProcess: true });
  assert.equal(
    options.map(({ port, ouch, publication }) => [port, ouch?.port, publication]),
    [
      [9_000, undefined, { address: groups(9_000, 9_005) }],
      [9_001, 9_011, { address: groups(9_001, 9_006) }],
      [9_002, undefined, undefined],
      [9_003, undefined, { address: 'mold://127.0.0.1:7000' }],
      [9_004, undefined, { address: groups(9_004, 9_009) }],
    ],
  );
  assert.throws(
    () => exchangeOptions(configuration, venues, { ...PLACE, port: 65_530, isOwnProcess: true }),
    /--port: 5 venues take the ports up to 65544, and 65535 is the last/,
  );
});

function groups(lines: number, answers: number): string {
  const at = `127.0.0.1:${answers}`;
  return `mold://239.255.0.1:${lines}?b=239.255.0.2:${lines}&requests=${at}&snapshot=FEED:SNAPSHOT@${at}&interface=127.0.0.1`;
}

test('where each venue is, for people and for programs', () => {
  const listening = { name: 'XECN', port: 9_001, ouchPort: 9_011, feed: groups(9_001, 9_006) };
  const place = venuePlace(listening, 'ECN', '127.0.0.1');
  assert.equal(place, {
    name: 'XECN',
    type: 'ECN',
    orders: '127.0.0.1:9001',
    ouch: '127.0.0.1:9011',
    feed: groups(9_001, 9_006),
    snapshot: 'soup://FEED:SNAPSHOT@127.0.0.1:9006',
  });
  assert.is(
    placeLine(place),
    `exchange XECN listening on 127.0.0.1:9001, OUCH on 127.0.0.1:9011, feed ${place.feed}, snapshots ${place.snapshot}`,
  );
  const dark = venuePlace({ name: 'XDRK', port: 9_002, ouchPort: 0, feed: '' }, 'DARK', '127.0.0.1');
  assert.equal([dark.ouch, dark.feed, dark.snapshot], [null, null, null]);
  assert.is(placeLine(dark), 'exchange XDRK listening on 127.0.0.1:9002');
});

test('the file of ports is read, and a feed of it is heard from the beginning', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-exchange-'));
  const file = join(folder, 'ports.json');
  const args = [CLI, 'exchange', '--port', '0', '--ports', file];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    // Told when all can be connected to, and the file is there before.
    await once(createInterface({ input: child.stdout }), 'line');
    const { venues } = JSON.parse(readFileSync(file, 'utf8')) as { venues: VenuePlace[] };
    assert.equal(
      venues.map(({ name }) => name),
      configuration.venues.map(({ name }) => name),
    );
    const books = makeBookBuilder(WHOLE_MARKET, true);
    const feed = await openNetworkFeed(parseFeedAddress(`${venues[0]!.feed}&from=1`), books);
    while (feed.figures().messages < 1_000 || feed.figures().state !== 'live') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.is(feed.figures().lost, 0);
    feed.close();
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a port that is taken ends it, whichever it is', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  // Of orders of the second, then of snapshots of the first.
  for (const first of [port - 1, port - configuration.venues.length]) {
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'exchange', '--port', String(first)], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.is(status, 6, stderr);
  }
  taken.close();
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
    lines.slice(0, names.length).map((line) => line.match(/^exchange (\S+) listening on 127\.0\.0\.1:\d+(,|$)/)?.[1]),
    names,
  );
  // What displays nothing publishes nothing.
  assert.equal(
    lines.slice(0, names.length).map((line) => /, feed mold:\/\/239.*, snapshots soup:\/\//.test(line)),
    configuration.venues.map(({ type }) => type !== 'DARK'),
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
