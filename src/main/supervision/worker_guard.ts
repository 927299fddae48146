/** A worker that ends without being told to stops the engine, with the cause as the exit code's reason. */

import type { Worker } from 'node:worker_threads';
import { ExitCode } from './exit_code.ts';
import { describe, exitCodeOf } from './fault.ts';
import type { Shutdown } from './shutdown.ts';

/** Call at creation: an error before the first look would otherwise be an uncaught one in main. */
export function guardWorker(name: string, worker: Worker, shutdown: Shutdown): void {
  worker.on('error', (error) => {
    const foreseen = exitCodeOf(error);
    void shutdown.request(`${name}: ${describe(error)}`, foreseen === ExitCode.BUG ? ExitCode.THREAD_DIED : foreseen);
  });
  worker.on('exit', (code) => {
    // A worker that ends while the engine stops has done what it was told, unless it says otherwise.
    if (shutdown.requested && code === 0) return;
    void shutdown.request(`${name} ended with code ${code}`, ExitCode.THREAD_DIED);
  });
}
