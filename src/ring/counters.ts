/**
 * Named counters in shared memory: one writer each, read by anyone at any time.
 *
 *     line 0            line 1            line 2
 *     +-----------------+-----------------+-----------------+
 *     | writer 0's slots| writer 1's slots| ...             |   16 slots of 8 bytes a line, more lines a writer if needed
 *     +-----------------+-----------------+-----------------+
 *
 * Each writer's slots lie in lines of their own, so that counting costs it a store into its own cache and nothing else. Names
 * and places are data made once at start (CounterLayout); only they cross threads as messages.
 *
 * Slots are Float64: whole numbers up to 2^53, and an aligned 8-byte store is one store on every 64-bit machine that V8 runs
 * on, so a reader meets an old value or a new one and never half of each. Readers promise no order between two counters.
 */
import { allocateRegion, CACHE_LINE_BYTES, Region, type RegionTransfer } from './memory.ts';

const SLOT_BYTES = 8;
const SLOTS_PER_LINE = CACHE_LINE_BYTES / SLOT_BYTES;

/** Counter names by writer, in slot order. */
export type CounterNames = Readonly<Record<string, readonly string[]>>;

export interface CountersTransfer {
  readonly names: CounterNames;
  readonly region: RegionTransfer;
}

export function countersRegionBytes(names: CounterNames): number {
  return Object.values(names).reduce((bytes, slots) => bytes + linesFor(slots) * CACHE_LINE_BYTES, 0);
}

/** Every writer's counters: how a reader lists them, and where a writer takes its own. */
export class Counters {
  declare readonly names: CounterNames;
  declare private readonly region: Region;
  private readonly groups = new Map<string, CounterGroup>();

  constructor(names: CounterNames, region: Region = allocateRegion(countersRegionBytes(names))) {
    this.names = names;
    this.region = region;
    let byteOffset = 0;
    for (const [writer, slots] of Object.entries(names)) {
      const bytes = linesFor(slots) * CACHE_LINE_BYTES;
      this.groups.set(writer, new CounterGroup(slots, region.slice(byteOffset, bytes)));
      byteOffset += bytes;
    }
  }

  static from(transfer: CountersTransfer): Counters {
    return new Counters(transfer.names, Region.from(transfer.region));
  }

  transfer(): CountersTransfer {
    return { names: this.names, region: this.region.transfer() };
  }

  group(writer: string): CounterGroup {
    const group = this.groups.get(writer);
    if (group === undefined) {
      throw new RangeError(`no counters of '${writer}'; there are: ${[...this.groups.keys()].join(', ')}`);
    }
    return group;
  }

  /** All values by writer and name; for people and reports. */
  snapshot(): Record<string, Record<string, number>> {
    return Object.fromEntries([...this.groups].map(([writer, group]) => [writer, group.snapshot()]));
  }
}

/** One writer's counters. Hold the index that `indexOf` gave at start; `add` and `set` are the hot path. */
export class CounterGroup {
  declare readonly names: readonly string[];
  declare private readonly slots: Float64Array<SharedArrayBuffer>;

  constructor(names: readonly string[], region: Region) {
    this.names = names;
    this.slots = region.f64;
  }

  indexOf(name: string): number {
    const index = this.names.indexOf(name);
    if (index < 0) throw new RangeError(`no counter '${name}'; there are: ${this.names.join(', ')}`);
    return index;
  }

  /** For the one writer only: a plain read and a plain write. */
  add(index: number, amount = 1): void {
    this.slots[index] = this.slots[index]! + amount;
  }

  set(index: number, value: number): void {
    this.slots[index] = value;
  }

  get(index: number): number {
    return this.slots[index]!;
  }

  snapshot(): Record<string, number> {
    return Object.fromEntries(this.names.map((name, index) => [name, this.slots[index]!]));
  }
}

function linesFor(slots: readonly string[]): number {
  return Math.max(1, Math.ceil(slots.length / SLOTS_PER_LINE));
}
