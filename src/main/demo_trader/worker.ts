/** The demo trader's own thread: its parsing must not stand between the engine's clients and their answers. */

import { parentPort, workerData } from 'node:worker_threads';
import { type DemoSettings, DemoTrader } from './demo_trader.ts';

const COUNTS_MS = 250;

const trader = new DemoTrader(workerData as DemoSettings);
const timer = setInterval(() => parentPort!.postMessage(trader.counts()), COUNTS_MS);
trader.start();
parentPort!.once('message', async () => {
  await trader.stop();
  clearInterval(timer);
  parentPort!.postMessage(trader.counts());
  parentPort!.close();
});
