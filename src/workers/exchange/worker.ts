/** Exchanges as a worker: posts their ports when they listen, ends when told to, and then says so by exiting. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ExchangeMemory, runExchanges } from './exchange_process.ts';
import type { ExchangeOptions } from './options.ts';

/** The worker's data. */
export interface ExchangeWorkerData {
  readonly exchanges: readonly ExchangeOptions[];
  /** undefined: clients come by TCP alone. */
  readonly memory?: ExchangeMemory;
}

/** What the worker posts when every exchange can be connected to, in the order of its data. */
export interface ExchangesListening {
  readonly kind: 'listening';
  readonly venues: readonly {
    readonly name: string;
    readonly port: number;
    readonly ouchPort: number;
    /** Where its book is published; '': nowhere. */
    readonly feed: string;
  }[];
}

const port = parentPort;
if (port === null) throw new Error('exchange/worker.ts is started as a worker; `sluice exchange` runs it as a process');

const { exchanges, memory } = workerData as ExchangeWorkerData;
const running = await runExchanges(exchanges, memory);
const venues = running.exchanges.map((exchange) => ({
  name: exchange.name,
  port: exchange.port,
  ouchPort: exchange.ouchPort,
  feed: exchange.feed,
}));
port.postMessage({ kind: 'listening', venues } satisfies ExchangesListening);
port.on('message', (message: { readonly kind: string }) => {
  if (message.kind === 'counters') {
    port.postMessage({ kind: 'counters', counters: running.exchanges.map((exchange) => exchange.counters()) });
  }
  if (message.kind === 'stop') void running.stop().then(() => port.close());
});
