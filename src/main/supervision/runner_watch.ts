/** A runner's control words as the watch reads them. */

import { type RunnerControl, RunnerState } from '../../ring/runner.ts';
import type { WatchedWorker } from './progress_watch.ts';

/** One that has not begun to turn is not watched: it may restore a snapshot first, and that takes what it takes. */
export function watchRunner(name: string, control: RunnerControl): WatchedWorker {
  return {
    name,
    progress: () => control.turns,
    stopped: () =>
      control.isStopping || (control.state !== RunnerState.RUNNING && control.state !== RunnerState.PARKED),
  };
}
