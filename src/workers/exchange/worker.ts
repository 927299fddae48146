/** The exchange as a worker: posts its port when it listens, ends when told to, and then says so by exiting. */
import { parentPort, workerData } from 'node:worker_threads';
import { runExchange } from './exchange_process.ts';
import type { ExchangeOptions } from './options.ts';

const port = parentPort;
if (port === null) throw new Error('exchange/worker.ts is started as a worker; `sluice exchange` runs it as a process');

const exchange = await runExchange(workerData as ExchangeOptions);
port.postMessage({ kind: 'listening', port: exchange.port, ouchPort: exchange.ouchPort });
port.on('message', (message: { readonly kind: string }) => {
  if (message.kind === 'counters') port.postMessage({ kind: 'counters', counters: exchange.counters() });
  if (message.kind === 'stop') void exchange.stop().then(() => port.close());
});
