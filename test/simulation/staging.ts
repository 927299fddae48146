/** Rings that a CommandWriter writes into instead of the engine's: from there, channels carry the records on. */

import { Region } from '../../src/ring/memory.ts';
import { spscRegionBytes } from '../../src/ring/spsc.ts';
import type { EngineMemory } from '../../src/workers/pipeline/engine_memory.ts';

const BYTES = 1 << 18;

export function stagingMemory(sessions: number, venues: number): EngineMemory {
  const make = (count: number): Region[] =>
    Array.from({ length: count }, () => new Region(new SharedArrayBuffer(spscRegionBytes(BYTES))));
  const rings = { control: make(1), venueReports: make(venues), quotes: make(venues), clients: make(sessions) };
  return { rings } as unknown as EngineMemory;
}
