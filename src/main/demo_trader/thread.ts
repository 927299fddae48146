/** The demo trader as main sees it: a thread that can be asked for its counts and told to stop. */

import { Worker } from 'node:worker_threads';
import type { DemoCounts, DemoSettings } from './demo_trader.ts';

export interface DemoThread {
  readonly worker: Worker;
  /** At most a quarter of a second old; undefined until the first. */
  counts(): DemoCounts | undefined;
  /** Logs out; resolves when the thread has ended. */
  stop(): Promise<DemoCounts | undefined>;
}

export function startDemoThread(settings: DemoSettings): DemoThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings, name: 'demo trader' });
  let latest: DemoCounts | undefined;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (counts: DemoCounts) => {
    latest = counts;
  });
  return {
    worker,
    counts: () => latest,
    stop: async () => {
      worker.postMessage('stop');
      await ended;
      return latest;
    },
  };
}
