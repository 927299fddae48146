/** Waits as the commands do that run until what they hear has ended. */

import { onStopSignals } from '../supervision/signals.ts';

/** How long after the end it is noticed. */
const LOOK_MS = 20;

/** Resolves once it is over, after `durationNs` if that is given, or when the process is told to stop. */
export function untilOver(isOver: () => boolean, durationNs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(look);
      clearTimeout(limit);
      resolve();
    };
    const look = setInterval(() => {
      if (isOver()) end();
    }, LOOK_MS);
    const limit = durationNs === undefined ? undefined : setTimeout(end, durationNs / 1e6);
    onStopSignals(end);
  });
}
