/** Keeps this process off the engine's core, so that what the bench needs is never in the engine's way. */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { libc } from '../src/ring/libc.ts';

const MAX_CORES = 1_024;

/** How many there are is asked once: a thread that has left a core no longer counts it. */
export const ENGINE_CORE = availableParallelism() - 1;

/**
 * Every thread that there is so far, V8's compilers too, leaves the engine's core, the last; threads made later inherit
 * that, and the engine's pins itself there. Without the right to do so all stay where they are, and the stall floor shows it.
 */
export function leaveEngineCore(): void {
  const c = libc();
  if (c === undefined || ENGINE_CORE < 1) return;
  const mask = new Uint8Array(MAX_CORES / 8);
  for (let core = 0; core < ENGINE_CORE; core++) mask[core >> 3]! |= 1 << (core & 7);
  for (const thread of readdirSync('/proc/self/task')) c.sched_setaffinity(Number(thread), mask.length, mask);
}
