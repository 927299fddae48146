/** The final figures as JSON, for scripts and for comparing runs. Keys are published: they are added, never renamed. */

import type { LatencyFigures, LiveFigures, StallFigures } from './figures.ts';

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly count: number;
}

export interface Report {
  readonly topology: string;
  readonly durability: string;
  readonly elapsedMs: number;
  readonly orders: LiveFigures['orders'];
  readonly denials: Readonly<Record<string, number>>;
  readonly latencyNs: Readonly<Record<string, Percentiles>>;
  /** Of the thread that gates orders. */
  readonly stallNs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly stallNsByThread: Readonly<
    Record<string, { readonly p50: number; readonly p99: number; readonly max: number }>
  >;
  readonly stores: LiveFigures['stores'];
  readonly links: LiveFigures['links'];
  readonly positions: LiveFigures['positions'];
  readonly feeds: LiveFigures['feeds'];
  readonly journal: LiveFigures['journal'];
}

const NO_LATENCY: LatencyFigures = { name: 'submit', count: 0, p50Ns: 0, p99Ns: 0, p999Ns: 0, maxNs: 0 };
const NO_STALL: StallFigures = { thread: 'main', p50Ns: 0, p99Ns: 0, maxNs: 0 };

export function reportOf(figures: LiveFigures): Report {
  const { topology, durability, elapsedMs, orders, denials, latencies, stalls } = figures;
  const { stores, links, positions, feeds, journal } = figures;
  return {
    topology,
    durability,
    elapsedMs,
    orders,
    denials: Object.fromEntries(denials.map(({ reason, count }) => [reason, count])),
    // A run without an order still has the row that scripts read.
    latencyNs: Object.fromEntries([NO_LATENCY, ...latencies].map((row) => [row.name, percentilesOf(row)])),
    stallNs: stallOf(stalls[0] ?? NO_STALL),
    stallNsByThread: Object.fromEntries(stalls.map((stall) => [stall.thread, stallOf(stall)])),
    stores,
    links,
    positions,
    feeds,
    journal,
  };
}

function percentilesOf({ p50Ns, p99Ns, p999Ns, maxNs, count }: LatencyFigures): Percentiles {
  return { p50: p50Ns, p99: p99Ns, p999: p999Ns, max: maxNs, count };
}

function stallOf({ p50Ns, p99Ns, maxNs }: StallFigures): { p50: number; p99: number; max: number } {
  return { p50: p50Ns, p99: p99Ns, max: maxNs };
}
