/** Looks into the engine's memory until one is whole: see `../../workers/pipeline/stage_look.ts`. */

import { setImmediate as turnEventLoop } from 'node:timers/promises';

/** The engine stands still, or goes on too fast. */
export class LookError extends Error {
  override readonly name = 'LookError';
}

interface Reader {
  isSettled(): boolean;
  judge(): boolean;
}

/** What `read` says of the first look that is whole: it waits for the engine to pass what a look may be torn by. */
export async function untilWhole<S, T>(
  reader: Reader,
  look: () => S,
  read: (seen: S) => T,
  patienceMs: number,
): Promise<T> {
  const limitMs = performance.now() + patienceMs;
  for (;;) {
    const seen = look();
    while (!reader.isSettled()) {
      if (performance.now() > limitMs) throw new LookError(`the engine stands still for ${patienceMs / 1_000} s`);
      await turnEventLoop();
    }
    if (reader.judge()) return read(seen);
    if (performance.now() > limitMs) throw new LookError('the engine goes on too fast to be read');
    await turnEventLoop();
  }
}
