/** Ctrl-C and friends: the first drains, a later one forces. */

import type { EventEmitter } from 'node:events';
import { ExitCode } from './exit_code.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C can arrive twice: the terminal signals the whole process group, and npm passes on what it got itself.
 * A person who means it waits longer than this.
 */
export const REPEAT_IGNORED_MS = 500;

export interface SignalActions {
  drain(signal: string): void;
  force(signal: string): void;
  nowMs(): number;
}

/** Returns what removes the handlers again. */
export function onSignals(source: EventEmitter, { drain, force, nowMs }: SignalActions): () => void {
  let firstMs: number | undefined;
  const handle = (signal: string): void => {
    if (firstMs === undefined) {
      firstMs = nowMs();
      drain(signal);
    } else if (nowMs() - firstMs > REPEAT_IGNORED_MS) {
      force(signal);
    }
  };
  for (const signal of SIGNALS) source.on(signal, handle);
  return () => {
    for (const signal of SIGNALS) source.removeListener(signal, handle);
  };
}

/** Of this process, whose second signal ends it at once. Returns what removes the handlers again. */
export function onStopSignals(drain: (signal: string) => void): () => void {
  return onSignals(process, {
    drain,
    force: () => process.exit(ExitCode.FORCED),
    nowMs: () => performance.now(),
  });
}
