/** How main and the event log's worker talk: a word to stop, and how far it is. */

import { allocateRegion, CACHE_LINE_BYTES, Region, type RegionTransfer } from '../../../ring/memory.ts';

const STOP = 0;
const SEQUENCE_F64 = CACHE_LINE_BYTES / 8;
const LOST_F64 = SEQUENCE_F64 + 1;

export class EventControl {
  readonly #region: Region;

  constructor(region: Region = allocateRegion(2 * CACHE_LINE_BYTES)) {
    this.#region = region;
  }

  static from(transfer: RegionTransfer): EventControl {
    return new EventControl(Region.from(transfer));
  }

  transfer(): RegionTransfer {
    return this.#region.transfer();
  }

  /** By main, when the engine's workers have ended: what is left is written, then the worker ends. */
  stop(): void {
    Atomics.store(this.#region.i32, STOP, 1);
    Atomics.notify(this.#region.i32, STOP);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#region.i32, STOP) !== 0;
  }

  /** By the worker: sleeps until told to stop, or so long. */
  sleep(ms: number): void {
    Atomics.wait(this.#region.i32, STOP, 0, ms);
  }

  /** By the worker, for display. */
  show(sequence: number, lostCommands: number): void {
    this.#region.f64[SEQUENCE_F64] = sequence;
    this.#region.f64[LOST_F64] = lostCommands;
  }

  /** The event log has dealt with the commands up to here. */
  get sequence(): number {
    return this.#region.f64[SEQUENCE_F64]!;
  }

  /** Commands whose sections the event log lacks, because the disk or this machine was too slow for them. */
  get lostCommands(): number {
    return this.#region.f64[LOST_F64]!;
  }
}
