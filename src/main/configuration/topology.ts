/** Which topology `auto` is, by what the machine has. */

import type { Idle, Topology } from './configuration.ts';

/** Four pipeline threads that spin, one for main, one for exchange, journal and the system. */
const DEDICATED_FROM_CORES = 6;
/** Below this a spinning thread takes the core that another needs. */
const SPIN_FROM_CORES = 4;

export function chooseTopology(configured: Topology | 'auto', cores: number): Topology {
  if (configured !== 'auto') return configured;
  return cores >= DEDICATED_FROM_CORES ? 'dedicated' : 'shared';
}

/** Whether a worker with exchanges in it turns without rest: where main does, and a core is left for what sleeps. */
export function exchangesSpin(idle: Exclude<Idle, 'auto'>, topology: Topology, cores: number): boolean {
  const alreadySpinning = topology === 'dedicated' ? DEDICATED_FROM_CORES - 1 : 2;
  return idle === 'spin' && cores >= alreadySpinning + 2;
}

/** `yield` spins briefly, yields, then parks: what fits a machine whose cores are shared. */
export function chooseIdle(configured: Idle, cores: number): Exclude<Idle, 'auto'> {
  if (configured !== 'auto') return configured;
  return cores >= SPIN_FROM_CORES ? 'spin' : 'yield';
}
