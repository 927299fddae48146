/** `sluice exchange`: the simulated exchange as a process of its own, until it is told to stop. */

import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { ExchangeCounters } from '../../workers/exchange/exchange.ts';
import { runExchanges } from '../../workers/exchange/exchange_process.ts';
import type { Console } from '../command_line/console.ts';
import type { ExchangeRequest } from '../command_line/exchange_options.ts';
import { loadConfiguration } from '../configuration/load.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { describe, Fault } from '../supervision/fault.ts';
import { Shutdown } from '../supervision/shutdown.ts';
import { onStopSignals } from '../supervision/signals.ts';
import { exchangeOptions, requireRecording } from './exchange_settings.ts';
import { placeLine, type VenuePlace, venuePlace } from './venue_places.ts';

const COUNTERS_MS = 10_000;
const STOP_LIMIT_MS = 5_000;

export async function runExchangeCommand(request: ExchangeRequest, console: Console): Promise<ExitCode> {
  const loaded = loadConfiguration(request.configFile);
  if (!loaded.ok) throw new Fault(ExitCode.CONFIGURATION, loaded.errors.join('\n'));
  const { configuration } = loaded;
  const { host, port, logFolder, marketData, speed, placesFile } = request;
  if (marketData !== null) requireRecording(configuration, marketData);
  const place = { host, port, logFolder, marketData, speed, isOwnProcess: true };
  const venues = configuration.venues.filter(({ enabled, protocol }) => enabled && protocol !== 'fix');
  const options = exchangeOptions(configuration, venues, place);
  for (const { logFolder: folder } of options) if (folder !== null) mkdirSync(folder, { recursive: true });
  const running = await runExchanges(options);
  const places = running.exchanges.map((exchange, i) => venuePlace(exchange, venues[i]!.type, host));
  if (placesFile !== null) {
    await writePlaces(placesFile, places).catch(async (error: unknown) => {
      await running.stop();
      throw new Fault(ExitCode.RESOURCES, `--ports: ${describe(error)}`);
    });
  }
  const tell = (how: string): void => {
    for (const exchange of running.exchanges)
      console.print(`exchange ${exchange.name} ${how}${countersLine(exchange.counters())}`);
  };
  const counters = setInterval(() => tell(''), COUNTERS_MS);
  const stopped = stopRequested(request.durationNs, console, async () => {
    clearInterval(counters);
    await running.stop();
  });
  // Scripts wait for the last of these lines, read the ports from them or from the file, and may signal from then on.
  for (const place of places) console.print(placeLine(place));
  const exitCode = await stopped;
  tell('stopped: ');
  return exitCode;
}

/** Whole whenever it is there: whoever waits for the file may read it. */
async function writePlaces(file: string, places: readonly VenuePlace[]): Promise<void> {
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify({ venues: places }, null, 2)}\n`);
  await rename(partial, file);
}

/** Resolves with the exit code once a signal or the duration has ended the exchange. */
function stopRequested(durationNs: number | undefined, console: Console, stop: () => Promise<void>): Promise<ExitCode> {
  const shutdown = new Shutdown({ info: console.print, error: console.error });
  shutdown.step('exchange', STOP_LIMIT_MS, stop);
  return new Promise((resolve) => {
    const end = async (reason: string): Promise<void> => {
      const exitCode = await shutdown.request(reason);
      clearTimeout(timer);
      resolve(exitCode);
    };
    const timer =
      durationNs === undefined ? undefined : setTimeout(() => void end('the duration is over'), durationNs / 1e6);
    onStopSignals((signal) => void end(signal));
  });
}

function countersLine({ server, trades, restingOrders, flowEvents, player }: ExchangeCounters): string {
  const parts = [
    `orders ${server.orders}`,
    `reports ${server.reports}`,
    `trades ${trades}`,
    `resting ${restingOrders}`,
    `flow ${flowEvents}`,
  ];
  if (player !== null) parts.push(`played ${player.played}`);
  return parts.join('  ');
}
