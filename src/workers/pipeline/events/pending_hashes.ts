/** Stage hashes on their way to the event log: the oldest of each stage's ring, until its sequence is reached. */

import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Region } from '../../../ring/memory.ts';
import { EMPTY, SpscConsumer } from '../../../ring/spsc.ts';
import { sealRecord } from '../../durability/log/checksum.ts';

export class PendingHashes {
  readonly #rings: readonly SpscConsumer[];
  readonly #header = new RecordHeader();
  /** By ring: where the record that waits lies, and its sequence. */
  readonly #at: Int32Array;
  readonly #sequences: Float64Array;
  readonly #startSequence: number;
  /** The least of those that wait. */
  nextSequence = Number.POSITIVE_INFINITY;

  /** What recovery found again, up to `startSequence`, is no hash of a live run: it is passed over. */
  constructor(rings: readonly Region[], startSequence: number) {
    this.#rings = rings.map((region) => new SpscConsumer(region));
    this.#at = new Int32Array(rings.length).fill(EMPTY);
    this.#sequences = new Float64Array(rings.length).fill(Number.POSITIVE_INFINITY);
    this.#startSequence = startSequence;
  }

  get isEmpty(): boolean {
    this.poll();
    return this.nextSequence === Number.POSITIVE_INFINITY;
  }

  /** Looks into every ring whose last record was taken. */
  poll(): void {
    for (let ring = 0; ring < this.#rings.length; ring++) if (this.#at[ring] === EMPTY) this.#pollRing(ring);
    this.#findNext();
  }

  isDue(sequence: number): boolean {
    return this.nextSequence <= sequence;
  }

  /** The ring whose record is to be written now, lowest sequence first; -1: none up to `sequence`. */
  due(sequence: number): number {
    return this.isDue(sequence) ? this.#sequences.indexOf(this.nextSequence) : -1;
  }

  /** The record that waits in `ring`, sealed, at the start of `target`; returns its bytes. */
  copyTo(ring: number, target: Region): number {
    const from = this.#at[ring]! >> 2;
    const source = this.#rings[ring]!.data.i32;
    const length = source[from]!;
    for (let i = 0; i < length >> 2; i++) target.i32[i] = source[from + i]!;
    sealRecord(target.i32, 0, length);
    return length;
  }

  /** The record of `ring` is written. */
  take(ring: number): void {
    this.#rings[ring]!.release();
    this.#pollRing(ring);
    this.#findNext();
  }

  #pollRing(ring: number): void {
    const consumer = this.#rings[ring]!;
    this.#at[ring] = EMPTY;
    this.#sequences[ring] = Number.POSITIVE_INFINITY;
    for (let at = consumer.poll(); at !== EMPTY; at = consumer.poll()) {
      const { sequence } = this.#header.wrap(consumer.data, at);
      if (sequence > this.#startSequence) {
        this.#at[ring] = at;
        this.#sequences[ring] = sequence;
        return;
      }
      consumer.release();
    }
  }

  #findNext(): void {
    let next = Number.POSITIVE_INFINITY;
    for (let ring = 0; ring < this.#sequences.length; ring++) next = Math.min(next, this.#sequences[ring]!);
    this.nextSequence = next;
  }
}
