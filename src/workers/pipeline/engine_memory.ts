/** All shared memory of one engine, laid out as the map says, and how it travels to other threads. */

import { broadcastRegionBytes } from '../../ring/broadcast.ts';
import { allocateRegion, Region, type RegionTransfer } from '../../ring/memory.ts';
import { RUNNER_REGION_BYTES } from '../../ring/runner.ts';
import { spscRegionBytes } from '../../ring/spsc.ts';
import { initialiseLog, type LogIdentity } from '../durability/log/log_header.ts';
import { LOG_HEADER_BYTES } from '../durability/log/log_layout.ts';
import type { EnginePlace } from './engines.ts';
import { ORDER_EVENTS_BYTES, RING_MAP } from './map.ts';
import { PipelineMemory, type PipelineTransfer } from './pipeline_memory.ts';
import { FeedRingControl } from './sequencer/feed_ring_control.ts';
import { STAGES } from './stages.ts';

export interface EngineMemoryShape {
  readonly slots: number;
  readonly sessions: number;
  readonly venues: number;
  /** The log: from `mapFile` at durability `process` and above, else from `allocateRegion`. */
  readonly log: Region;
  /** By venue: where another program writes the quotes. */
  readonly feedRings?: readonly (FeedRingPlace | undefined)[];
}

/** A ring of quotes in a file, and what main and the sequencer tell each other about it. */
export interface FeedRingPlace {
  readonly ring: Region;
  readonly control: FeedRingControl;
  readonly instruments: number;
}

export interface EngineMemoryTransfer {
  readonly pipeline: PipelineTransfer;
  readonly log: RegionTransfer;
  readonly rings: Readonly<Record<keyof typeof RING_MAP, readonly RegionTransfer[]>>;
  readonly runners: readonly RegionTransfer[];
  readonly orderEvents: RegionTransfer;
  readonly feedRings: readonly ({ readonly control: RegionTransfer; readonly instruments: number } | undefined)[];
}

type Rings = Readonly<Record<keyof typeof RING_MAP, readonly Region[]>>;

/** Runner control blocks: one for each worker that a topology may have. */
const MOST_WORKERS = STAGES.length;

export class EngineMemory {
  readonly pipeline: PipelineMemory;
  readonly log: Region;
  /** The log's data area: commands, as stages see them. */
  readonly commands: Region;
  readonly rings: Rings;
  readonly runners: readonly Region[];
  /** A copy of everything that clients are told; whoever reads too slowly is told what he lost. */
  readonly orderEvents: Region;
  /** By venue; `rings.quotes` has the ring itself. */
  readonly feedRings: readonly (Omit<FeedRingPlace, 'ring'> | undefined)[];

  private constructor(
    pipeline: PipelineMemory,
    log: Region,
    rings: Rings,
    runners: readonly Region[],
    orderEvents: Region,
    feedRings: EngineMemory['feedRings'],
  ) {
    this.pipeline = pipeline;
    this.log = log;
    this.commands = log.slice(LOG_HEADER_BYTES, log.byteLength - LOG_HEADER_BYTES);
    this.rings = rings;
    this.runners = runners;
    this.orderEvents = orderEvents;
    this.feedRings = feedRings;
  }

  static allocate(shape: EngineMemoryShape): EngineMemory {
    const counts = { engine: 1, session: shape.sessions, venue: shape.venues, stage: STAGES.length };
    const feedRings = shape.feedRings ?? [];
    const entries = Object.values(RING_MAP).map((entry) => {
      const regions = Array.from({ length: counts[entry.per] }, (_, number) => {
        const inFile = entry.name === 'quotes' ? feedRings[number]?.ring : undefined;
        return inFile ?? allocateRegion(spscRegionBytes(entry.bytes));
      });
      return [entry.name, regions] as const;
    });
    const runners = Array.from({ length: MOST_WORKERS }, () => allocateRegion(RUNNER_REGION_BYTES));
    const rings = Object.fromEntries(entries) as unknown as Rings;
    return new EngineMemory(
      PipelineMemory.allocate(shape.slots),
      shape.log,
      rings,
      runners,
      allocateRegion(broadcastRegionBytes(ORDER_EVENTS_BYTES)),
      feedRings,
    );
  }

  /** Where engines find commands and sections. */
  get place(): EnginePlace {
    return { commands: this.commands, sections: this.pipeline.sections };
  }

  /** Readies the log for a run; before any agent is made. */
  initialiseLog(identity: LogIdentity, lastSequence: number): void {
    initialiseLog(this.log, identity, { lastSequence });
  }

  static from(transfer: EngineMemoryTransfer): EngineMemory {
    const rings = Object.fromEntries(
      Object.entries(transfer.rings).map(([name, regions]) => [name, regions.map((region) => Region.from(region))]),
    ) as unknown as Rings;
    return new EngineMemory(
      PipelineMemory.from(transfer.pipeline),
      Region.from(transfer.log),
      rings,
      transfer.runners.map((region) => Region.from(region)),
      Region.from(transfer.orderEvents),
      transfer.feedRings.map((place) => place && { ...place, control: FeedRingControl.from(place.control) }),
    );
  }

  transfer(): EngineMemoryTransfer {
    const rings = Object.fromEntries(
      Object.entries(this.rings).map(([name, regions]) => [name, regions.map((region) => region.transfer())]),
    ) as unknown as EngineMemoryTransfer['rings'];
    return {
      pipeline: this.pipeline.transfer(),
      log: this.log.transfer(),
      rings,
      runners: this.runners.map((region) => region.transfer()),
      orderEvents: this.orderEvents.transfer(),
      feedRings: this.feedRings.map(
        (place) => place && { instruments: place.instruments, control: place.control.transfer() },
      ),
    };
  }
}
