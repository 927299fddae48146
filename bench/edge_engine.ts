/** The daemon's engine and edges as the edge benches run them: main is the calling thread, everything else as `start` has it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Configuration } from '../src/main/configuration/configuration.ts';
import { parseConfiguration } from '../src/main/configuration/load.ts';
import { chooseIdle, chooseTopology } from '../src/main/configuration/topology.ts';
import { TradingEngine } from '../src/main/engine/trading_engine.ts';
import type { LiveFigures } from '../src/main/live_view/figures.ts';
import { check } from './harness.ts';

export const SENDER_COMP_ID = 'SLUICE';
export const CLIENT_COMP_ID = 'BENCH';
const INSTRUMENTS = 20;
const DEFAULT_CL_ORD_IDS = 2 ** 20;
/** Quotes of all instruments have arrived long before, and the orders need them to be priced. */
const QUOTES_MS = 400;

/** A market in which only the bench trades: quotes stand a tick or more from the reference price and never move. */
const STILL_MARKET = `
[exchange]
orders = 65536
[exchange.flow]
eventsPerSecond = 0.01
restingOrders = 50
takerShare = 0
walkTicks = 0
`;

const GENEROUS = `
[accountDefaults]
maxOrderLots = 1000000
maxPositionLots = 1000000000
maxExposure = "10000000000000"
maxOrdersPerSecond = 10000000
orderBurst = 10000000
[instrumentDefaults]
collarBps = 0
priceMaxAge = "30d"
breakerMoveBps = 0
`;

export interface EdgeInstrument {
  readonly symbol: string;
  /** A tick is a hundredth, so that prices are two digits behind the point. */
  readonly priceTicks: number;
}

export const EDGE_INSTRUMENTS: readonly EdgeInstrument[] = Array.from({ length: INSTRUMENTS }, (_, i) => ({
  symbol: `SYM${String.fromCharCode(65 + i)}`,
  priceTicks: 10_000 + 731 * i,
}));

export class EdgeEngine {
  readonly engine: TradingEngine;
  readonly configuration: Configuration;
  readonly idle: string;
  port = 0;
  readonly #folder: string;
  #isStopping = false;

  private constructor(engine: TradingEngine, configuration: Configuration, idle: string, folder: string) {
    this.engine = engine;
    this.configuration = configuration;
    this.idle = idle;
    this.#folder = folder;
  }

  /** `orders`: how many the run sends at most. */
  static async open(orders: number): Promise<EdgeEngine> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-edge-'));
    const configuration = configure(folder, orders);
    const cores = availableParallelism();
    const topology = chooseTopology(configuration.engine.topology, cores);
    check(topology !== 'single', 'a topology with threads');
    const idle = chooseIdle(configuration.engine.idle, cores);
    let opened: EdgeEngine | undefined;
    const engine = await TradingEngine.open({
      configuration,
      topology,
      idle,
      behaviourVersion: 'bench',
      marketDataFile: null,
      speed: 1,
      guard: (name: string, worker: Worker) => {
        worker.on('error', (error) => fail(`${name}: ${error.stack}`));
        worker.on('exit', (code) => {
          if (opened === undefined || !opened.#isStopping || code !== 0) fail(`${name} ended with code ${code}`);
        });
      },
      notice: () => undefined,
      stop: (reason) => fail(reason),
    });
    opened = new EdgeEngine(engine, configuration, idle, folder);
    opened.port = await engine.goLive();
    await new Promise((resolve) => setTimeout(resolve, QUOTES_MS));
    return opened;
  }

  figures(): LiveFigures {
    return this.engine.figures();
  }

  async close(): Promise<LiveFigures> {
    await this.engine.closeClients();
    this.#isStopping = true;
    await this.engine.closeVenues();
    await this.engine.stop();
    const figures = this.engine.figures();
    this.engine.release();
    rmSync(this.#folder, { recursive: true, force: true });
    return figures;
  }
}

/** A thread of the engine is gone: nothing that is measured from here on means anything. */
function fail(why: string): never {
  console.error(`  the engine stopped: ${why}`);
  process.exit(1);
}

function configure(folder: string, orders: number): Configuration {
  const clOrdIds = Math.max(DEFAULT_CL_ORD_IDS, 2 ** Math.ceil(Math.log2(orders)));
  const instruments = EDGE_INSTRUMENTS.map(
    ({ symbol, priceTicks }) => `[[instruments]]\nsymbol = "${symbol}"\nreferencePrice = "${priceTicks / 100}"\n`,
  );
  const result = parseConfiguration(`
[engine]
clOrdIds = ${clOrdIds}
[log]
directory = "${folder}"
retention = "1 GiB"
[fix]
port = 0
senderCompId = "${SENDER_COMP_ID}"
[[fix.sessions]]
targetCompId = "${CLIENT_COMP_ID}"
accounts = ["BENCH"]
[demo]
enabled = false
[[accounts]]
name = "BENCH"
${GENEROUS}${STILL_MARKET}${instruments.join('')}`);
  check(result.ok, result.ok ? '' : `the configuration is accepted: ${result.errors.join('; ')}`);
  return result.configuration;
}
