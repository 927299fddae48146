/** `sluice exchange`: the simulated exchange as a process of its own, until it is told to stop. */

import { mkdirSync } from 'node:fs';
import type { ExchangeCounters } from '../../workers/exchange/exchange.ts';
import { runExchanges } from '../../workers/exchange/exchange_process.ts';
import type { Console } from '../command_line/console.ts';
import type { ExchangeRequest } from '../command_line/exchange_options.ts';
import { loadConfiguration } from '../configuration/load.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { Shutdown } from '../supervision/shutdown.ts';
import { onStopSignals } from '../supervision/signals.ts';
import { exchangeOptions, requireRecording } from './exchange_settings.ts';

const COUNTERS_MS = 10_000;
const STOP_LIMIT_MS = 5_000;

export async function runExchangeCommand(request: ExchangeRequest, console: Console): Promise<ExitCode> {
  const loaded = loadConfiguration(request.configFile);
  if (!loaded.ok) throw new Fault(ExitCode.CONFIGURATION, loaded.errors.join('\n'));
  const { configuration } = loaded;
  const { host, port, logFolder, marketData, speed } = request;
  if (marketData !== null) requireRecording(configuration, marketData);
  const place = { host, port, logFolder, marketData, speed, isOwnProcess: true };
  const venues = configuration.venues.filter(({ enabled, protocol }) => enabled && protocol !== 'fix');
  const options = exchangeOptions(configuration, venues, place);
  for (const { logFolder: folder } of options) if (folder !== null) mkdirSync(folder, { recursive: true });
  const running = await runExchanges(options);
  const tell = (how: string): void => {
    for (const exchange of running.exchanges)
      console.print(`exchange ${exchange.name} ${how}${countersLine(exchange.counters())}`);
  };
  const counters = setInterval(() => tell(''), COUNTERS_MS);
  const stopped = stopRequested(request.durationNs, console, async () => {
    clearInterval(counters);
    await running.stop();
  });
  // Scripts wait for the last of these lines, read the ports from them, and may signal from then on.
  for (const exchange of running.exchanges)
    console.print(`exchange ${exchange.name} listening on ${host}:${exchange.port}`);
  const exitCode = await stopped;
  tell('stopped: ');
  return exitCode;
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
