/**
 * The map: which stages there are, which rings connect them and the world, which thread runs what. In flow order, as
 * data: nothing else makes a ring, and the README's drawing is made from this table.
 */

import type { Stage } from './stages.ts';

export interface StageEntry {
  readonly stage: Stage;
  /** The one thing that it writes for the stages behind it. */
  readonly writes: string;
  readonly owns: string;
  /** Worker of the `dedicated` topology; in `shared` one worker, `engine`, runs them all in this order. */
  readonly worker: string;
}

export const STAGE_MAP: readonly StageEntry[] = [
  { stage: 'sequencer', writes: 'command log', owns: 'order of events, source positions', worker: 'front' },
  { stage: 'front', writes: 'front section', owns: 'orders, ClOrdIDs, reservations, limits', worker: 'front' },
  { stage: 'routing', writes: 'route section', owns: 'quotes, venue characteristics', worker: 'routing' },
  { stage: 'execution', writes: 'outcome section', owns: 'legs, backups, follow-ups', worker: 'execution' },
  { stage: 'portfolio', writes: 'portfolio section', owns: 'positions, P&L', worker: 'tail' },
  { stage: 'egress', writes: 'outputs', owns: 'nothing', worker: 'tail' },
];

export interface RingEntry {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** One a session, one a venue, or one. */
  readonly per: 'engine' | 'session' | 'venue' | 'stage';
  readonly bytes: number;
  /** What happens when it is full. */
  readonly whenFull: string;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Sizes: an inbound client ring holds 6,000 new orders, beyond which the gateway refuses; outbound rings hold 100 ms of
 * reports at the rate that one session or venue is built for (500,000 a second). Pages that nobody has used are not there.
 */
export const RING_MAP = {
  control: {
    name: 'control',
    from: 'main',
    to: 'sequencer',
    per: 'engine',
    bytes: MIB,
    whenFull: 'main waits',
  },
  venueReports: {
    name: 'venueReports',
    from: 'venue session',
    to: 'sequencer',
    per: 'venue',
    bytes: 4 * MIB,
    whenFull: 'the session stops reading its socket',
  },
  quotes: {
    name: 'quotes',
    from: 'venue session',
    to: 'sequencer',
    per: 'venue',
    bytes: 2 * MIB,
    whenFull: 'quotes are conflated by instrument',
  },
  clients: {
    name: 'clients',
    from: 'FIX gateway',
    to: 'sequencer',
    per: 'session',
    bytes: MIB,
    whenFull: 'new orders are refused, the rest waits in the socket',
  },
  followUps: {
    name: 'followUps',
    from: 'execution',
    to: 'sequencer',
    per: 'engine',
    bytes: 4 * MIB,
    whenFull: 'they wait in the outbox',
  },
  refusals: {
    name: 'refusals',
    from: 'sequencer',
    to: 'FIX gateway',
    per: 'engine',
    bytes: 256 * KIB,
    whenFull: 'the refusal is counted, and the client hears nothing of it',
  },
  reports: {
    name: 'reports',
    from: 'egress',
    to: 'FIX gateway',
    per: 'session',
    bytes: 16 * MIB,
    whenFull: 'the session is logged out until its reports are made again from the journal',
  },
  venueOrders: {
    name: 'venueOrders',
    from: 'egress',
    to: 'venue session',
    per: 'venue',
    bytes: 8 * MIB,
    whenFull: 'nothing is routed to the venue until it was asked about its orders',
  },
  stageHashes: {
    name: 'stageHashes',
    from: 'every stage',
    to: 'event log',
    per: 'stage',
    bytes: 16 * KIB,
    whenFull: 'the hash is lost, counted',
  },
} as const satisfies Record<string, RingEntry>;

/** Order events, from egress to whoever listens: the one broadcast. The newest 12,000 or so. */
export const ORDER_EVENTS_BYTES = 4 * MIB;

/** Commands between sequencer and egress. Small enough to stay in a core's cache when one worker runs all stages. */
export const SLOTS_SHARED = 1_024;
export const SLOTS_DEDICATED = 8_192;

export const TOPOLOGIES = ['shared', 'dedicated', 'single'] as const;
export type Topology = (typeof TOPOLOGIES)[number];

/** `dedicated` needs a core for each worker, and one for main. */
export const CORES_FOR_DEDICATED = 6;

export function topologyFor(cores: number): Topology {
  return cores >= CORES_FOR_DEDICATED ? 'dedicated' : 'shared';
}

/** The workers of a topology with their stages, in flow order. */
export function workersOf(topology: Topology): { worker: string; stages: Stage[] }[] {
  if (topology !== 'dedicated') return [{ worker: 'engine', stages: STAGE_MAP.map(({ stage }) => stage) }];
  const workers: { worker: string; stages: Stage[] }[] = [];
  for (const { worker, stage } of STAGE_MAP) {
    const known = workers.find((entry) => entry.worker === worker);
    if (known === undefined) workers.push({ worker, stages: [stage] });
    else known.stages.push(stage);
  }
  return workers;
}
