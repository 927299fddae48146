/**
 * The memory that stages share: cursors and section rings. Commands lie in the log windows.
 *
 * A cursor counts the commands that a stage has finished, as an Int32 that wraps; each has two cache lines of its own.
 * A stage stores its cursor once a batch, after its sections; the next stage loads it before it reads them.
 */

import { allocateRegion, CACHE_LINE_BYTES, Region, type RegionTransfer } from '../../ring/memory.ts';
import { SectionRings } from './slot.ts';
import { STAGES } from './stages.ts';

const WORDS_PER_LINE = CACHE_LINE_BYTES / 4;
/** Further words with one writer each, beside the cursors: how many follow-ups execution has made. */
const FOLLOW_UPS_MADE = STAGES.length;
const LINES = STAGES.length + 1;

export interface PipelineTransfer {
  readonly region: RegionTransfer;
  readonly slots: number;
}

export class PipelineMemory {
  readonly slots: number;
  readonly sections: SectionRings;
  readonly #region: Region;
  readonly #words: Int32Array<SharedArrayBuffer>;

  private constructor(region: Region, slots: number) {
    this.slots = slots;
    this.#region = region;
    this.#words = region.i32;
    const cursorBytes = LINES * CACHE_LINE_BYTES;
    this.sections = new SectionRings(region.slice(cursorBytes, SectionRings.bytes(slots)), slots);
  }

  /** `slots`, a power of two, is how many commands can be between sequencer and egress. */
  static allocate(slots: number): PipelineMemory {
    return new PipelineMemory(allocateRegion(LINES * CACHE_LINE_BYTES + SectionRings.bytes(slots)), slots);
  }

  static from(transfer: PipelineTransfer): PipelineMemory {
    return new PipelineMemory(Region.from(transfer.region), transfer.slots);
  }

  transfer(): PipelineTransfer {
    return { region: this.#region.transfer(), slots: this.slots };
  }

  /** Pairs with `publish` of the stage: its sections up to here are written. */
  cursor(stage: number): number {
    return Atomics.load(this.#words, stage * WORDS_PER_LINE);
  }

  /** Pairs with `cursor`: read by the stage behind, and by the sequencer for room. */
  publish(stage: number, cursor: number): void {
    Atomics.store(this.#words, stage * WORDS_PER_LINE, cursor);
  }

  /** Written by execution before its cursor, so that whoever reads the cursor first sees at least its follow-ups. */
  publishFollowUpsMade(count: number): void {
    Atomics.store(this.#words, FOLLOW_UPS_MADE * WORDS_PER_LINE, count | 0);
  }

  followUpsMade(): number {
    return Atomics.load(this.#words, FOLLOW_UPS_MADE * WORDS_PER_LINE);
  }

  /** All cursors at `cursor`: before anyone runs. Tests start shortly before the wrap. */
  startAt(cursor: number): void {
    for (let stage = 0; stage < STAGES.length; stage++) this.publish(stage, cursor | 0);
  }
}
