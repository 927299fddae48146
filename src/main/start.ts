/** `sluice start`: opens the engine, connects its edges, shows it, and takes it down again in order. */

import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { saveCode } from '../ring/code_cache.ts';
import type { Console } from './command_line/console.ts';
import type { StartRequest } from './command_line/start_options.ts';
import { StatusFile } from './command_line/status_file.ts';
import type { Configuration } from './configuration/configuration.ts';
import { loadConfiguration } from './configuration/load.ts';
import { chooseIdle, chooseTopology } from './configuration/topology.ts';
import { demoSettings } from './demo_trader/settings.ts';
import { startDemoThread } from './demo_trader/thread.ts';
import { TradingEngine } from './engine/trading_engine.ts';
import { requireRecording } from './exchange/exchange_settings.ts';
import { render, renderLine, renderSummary } from './live_view/render.ts';
import { reportOf } from './live_view/report.ts';
import { Screen } from './live_view/screen.ts';
import { ExitCode } from './supervision/exit_code.ts';
import { describe, exitCodeOf } from './supervision/fault.ts';
import { openLog } from './supervision/logger.ts';
import { CHECK_INTERVAL_MS, ProgressWatch } from './supervision/progress_watch.ts';
import { watchRunner } from './supervision/runner_watch.ts';
import { Shutdown } from './supervision/shutdown.ts';
import { onStopSignals } from './supervision/signals.ts';
import { guardWorker } from './supervision/worker_guard.ts';

const NS_PER_MS = 1e6;
const STATUS_INTERVAL_MS = 1_000;
const DEMO_STOP_MS = 3_000;
const EDGES_STOP_MS = 3_000;
const ENGINE_STOP_MS = 30_000;

/** Runs until told to stop; answers with the exit code. Errors of the start are thrown. */
export async function start(request: StartRequest, console: Console): Promise<number> {
  const loaded = loadConfiguration(request.configFile, request.overrides);
  if (!loaded.ok) {
    for (const error of loaded.errors) console.error(error);
    return ExitCode.CONFIGURATION;
  }
  const { configuration } = loaded;
  if (request.marketDataFile !== undefined) requireRecording(configuration, request.marketDataFile);
  const cores = availableParallelism();
  const topology = chooseTopology(configuration.engine.topology, cores);
  if (topology === 'single') {
    console.error('engine.topology: single is for tests and replay; start takes auto, shared or dedicated');
    return ExitCode.CONFIGURATION;
  }
  const log = openLog(configuration, process.stdout.isTTY === true);
  const shutdown = new Shutdown({
    info: (text) => log.logger.info(text),
    error: (text) => log.logger.error(text),
  });
  const guard = (name: string, worker: Worker): void => guardWorker(name, worker, shutdown);
  const engine = await TradingEngine.open({
    configuration,
    topology,
    idle: chooseIdle(configuration.engine.idle, cores),
    behaviourVersion: packageVersion(),
    marketDataFile: request.marketDataFile ?? null,
    speed: request.speed,
    guard,
    notice: (text) => log.logger.info(text),
    stop: (reason, exitCode) => void shutdown.request(reason, exitCode),
  });
  // What main cannot go on after, such as an outbound log that cannot be written: nothing more leaves, and the start after
  // this one recovers.
  process.once('uncaughtException', (error) => {
    console.error(`sluice: ${describe(error)}`);
    process.exit(exitCodeOf(error));
  });
  const port = await engine.goLive().catch((error: unknown) => {
    // Its threads run already, and would go on for ever; whatever is half done the next start recovers.
    console.error(`sluice: ${describe(error)}`);
    return process.exit(exitCodeOf(error));
  });
  saveCode();
  // Who started this reads here, or in status.json, where to log on.
  log.logger.info(`FIX sessions are taken on ${configuration.fix.host}:${port}`);
  const statusFile = new StatusFile(configuration.log.directory);
  const ended = runUntilStopped(engine, configuration, request, statusFile, shutdown, guard, port);
  const exitCode = await ended;
  const figures = engine.figures();
  console.print(renderSummary(figures).join('\n'));
  if (request.reportFile !== undefined) {
    writeFileSync(request.reportFile, `${JSON.stringify(reportOf(figures), null, 2)}\n`);
  }
  await statusFile.write({ pid: process.pid, writtenMs: Date.now(), figures }).catch((error: unknown) => {
    console.error(`status file: ${describe(error)}`);
  });
  engine.release();
  await log.close();
  return exitCode;
}

function runUntilStopped(
  engine: TradingEngine,
  configuration: Configuration,
  request: StartRequest,
  statusFile: StatusFile,
  shutdown: Shutdown,
  guard: (name: string, worker: Worker) => void,
  port: number,
): Promise<number> {
  const screen = new Screen(process.stdout, {
    frame: (columns, rows) => render(engine.figures(), columns, rows),
    line: () => renderLine(engine.figures()),
  });
  const demo = configuration.demo.enabled ? startDemoThread(demoSettings(configuration, port, Date.now())) : undefined;
  if (demo !== undefined) guard('demo trader', demo.worker);
  const watch = new ProgressWatch(
    engine.controls.map(({ name, control }) => watchRunner(name, control)),
    performance.now(),
  );
  const timers = [
    setInterval(() => {
      const hung = watch.check(performance.now());
      if (hung !== undefined) void shutdown.request(`${hung} makes no progress`, ExitCode.THREAD_DIED);
    }, CHECK_INTERVAL_MS),
    setInterval(() => {
      const status = { pid: process.pid, writtenMs: Date.now(), figures: engine.figures() };
      statusFile.write(status).catch((error: unknown) => {
        // Trading goes on over a full disk, and so does the status without its file.
        if (exitCodeOf(error) === ExitCode.DISK) return;
        void shutdown.request(`status file: ${String(error)}`, ExitCode.BUG);
      });
    }, STATUS_INTERVAL_MS),
  ];
  screen.start();
  return new Promise((resolve) => {
    const stop = (reason: string): void => void shutdown.request(reason);
    shutdown.step('demo trader', DEMO_STOP_MS, () => demo?.stop());
    shutdown.step('sessions', EDGES_STOP_MS, () => engine.closeClients());
    shutdown.step('snapshot', ENGINE_STOP_MS, () => engine.snapshot());
    shutdown.step('venues', EDGES_STOP_MS, () => engine.closeVenues());
    shutdown.step('engine', ENGINE_STOP_MS, () => engine.stop());
    shutdown.step('view', 1_000, () => {
      for (const timer of timers) clearInterval(timer);
      screen.stop();
    });
    // Whoever asked for the stop, its outcome is this run's.
    shutdown.step('end', 1_000, () => resolve(shutdown.request('ended')));
    onStopSignals((signal) => stop(signal));
    if (request.durationNs !== undefined) {
      setTimeout(() => stop('the duration is over'), request.durationNs / NS_PER_MS);
    }
  });
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
