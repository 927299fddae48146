import '../../ring/inlining.ts';
import { openItchFile } from '../protocols/itch/itch_file.ts';
import { ExchangeCore } from './core.ts';
import { BackgroundFlow } from './flow/background_flow.ts';
import { CONTINUOUS_MODE } from './modes/venue_mode.ts';
import type { ExchangeOptions } from './options.ts';
import type { PlayerCounters } from './player/itch_player.ts';
import { ItchPlayer } from './player/itch_player.ts';
import { ExchangeServer } from './server/exchange_server.ts';
import type { ServerCounters } from './server/options.ts';

/** How often what is due of flow and recording is done: the grain of the market, far finer than its events. */
const TURN_MS = 2;

export interface RunningExchange {
  readonly port: number;
  /** 0: OUCH is not spoken. */
  readonly ouchPort: number;
  readonly server: ExchangeServer;
  readonly core: ExchangeCore;
  counters(): ExchangeCounters;
  /** Ends connections and closes the log. */
  stop(): Promise<void>;
}

export interface ExchangeCounters {
  readonly server: ServerCounters;
  readonly player: PlayerCounters | null;
  readonly flowEvents: number;
  readonly trades: number;
  readonly restingOrders: number;
}

/** Starts an exchange in this thread; its clock starts with it. */
export async function runExchange(options: ExchangeOptions): Promise<RunningExchange> {
  const startTicks = options.instruments.map((instrument) => instrument.referenceTicks);
  const { mode = CONTINUOUS_MODE, seed, legCapacity } = options;
  const core = new ExchangeCore(startTicks.length, options.orderCapacity, { mode, startTicks, seed, legCapacity });
  // Seconds since 1970 rise from start to start, and fit the record's epoch until 2038.
  const server = new ExchangeServer(core, { ...options, epoch: Math.floor(Date.now() / 1000) });
  const player =
    options.marketDataFile === null
      ? null
      : new ItchPlayer(core, options.instruments, openItchFile(options.marketDataFile), options.speed);
  const flow = options.flow === null ? null : new BackgroundFlow(core, startTicks, options.seed, options.flow);
  core.endBatch();
  const port = await server.listen();
  const startMs = performance.now();
  const turns = setInterval(() => {
    const elapsedMs = performance.now() - startMs;
    core.advance(elapsedMs / 1000);
    flow?.advance(elapsedMs / 1000);
    player?.advance(elapsedMs);
    server.endTurn();
  }, TURN_MS);
  return {
    port,
    ouchPort: server.ouchPort,
    server,
    core,
    counters: () => ({
      server: server.counters,
      player: player?.counters ?? null,
      flowEvents: flow?.events ?? 0,
      trades: core.trades,
      restingOrders: core.engine.orderCount(),
    }),
    stop: async () => {
      clearInterval(turns);
      await server.close();
    },
  };
}

/** The exchange as a process of its own: tells its port, and ends cleanly when it is asked to. */
export async function serveExchange(
  options: ExchangeOptions,
  onListening: (port: number, ouchPort: number) => void,
): Promise<void> {
  const exchange = await runExchange(options);
  onListening(exchange.port, exchange.ouchPort);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await exchange.stop();
}
