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
/** When execution needs a tick. */
const TICK_DUE = STAGES.length + 1;
const LINES = STAGES.length + 2;
/** Times in an Int32: 4.1 us each, compared by wrapped difference within 2.4 hours. */
const NS_PER_DUE_UNIT = 2 ** 12;
const FURTHEST_DUE_NS = 2 * 3600e9;

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

  /**
   * Written by execution before its cursor: the time of the stream at which a tick is needed; infinity: none is. One that is
   * further away than two hours is published as two hours from `now`, and again by the ticks until then.
   */
  publishTickDue(time: number, now: number): void {
    const due = time === Number.POSITIVE_INFINITY ? 0 : dueUnits(Math.min(time, now + FURTHEST_DUE_NS));
    Atomics.store(this.#words, TICK_DUE * WORDS_PER_LINE, due);
  }

  /** In the units of `unitOfTime`; 0: no tick is needed. */
  tickDue(): number {
    return Atomics.load(this.#words, TICK_DUE * WORDS_PER_LINE);
  }

  /** All cursors at `cursor`: before anyone runs. Tests start shortly before the wrap. */
  startAt(cursor: number): void {
    for (let stage = 0; stage < STAGES.length; stage++) this.publish(stage, cursor | 0);
  }
}

/** A time of the stream in due units, rounded up; never 0, which is none. */
function dueUnits(time: number): number {
  return Math.ceil(time / NS_PER_DUE_UNIT) | 0 || 1;
}

/** The due unit that a time of the stream lies in. */
export function unitOfTime(time: number): number {
  return Math.floor(time / NS_PER_DUE_UNIT) | 0;
}
