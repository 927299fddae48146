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

/** `yield` spins briefly, yields, then parks: what fits a machine whose cores are shared. */
export function chooseIdle(configured: Idle, cores: number): Exclude<Idle, 'auto'> {
  if (configured !== 'auto') return configured;
  return cores >= SPIN_FROM_CORES ? 'spin' : 'yield';
}
