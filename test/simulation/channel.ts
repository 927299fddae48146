/**
 * One source's session with the engine: what it ever sent, numbered, and how far the engine's ring has taken it. As a
 * session does, it sends again what the engine has not logged, and may send again what it has.
 */

import { RecordHeader } from '../../schemas/generated/engine.ts';
import type { Region } from '../../src/ring/memory.ts';
import { EMPTY, FULL, SpscConsumer, SpscProducer } from '../../src/ring/spsc.ts';

/** Sent records kept for repeats and restarts; the engine's log holds all older ones. */
const KEPT = 4_096;

export class Channel {
  readonly #staging: SpscConsumer;
  #producer: SpscProducer;
  #records: Int32Array[] = [];
  /** Number of records[0] less one. */
  #base = 0;
  #next = 0;

  /** `staging` is the ring that a CommandWriter writes; `ring` the engine's. */
  constructor(staging: Region, ring: Region) {
    this.#staging = new SpscConsumer(staging);
    this.#producer = new SpscProducer(ring);
  }

  /** Records not yet put into the engine's ring. */
  get waiting(): number {
    this.#collect();
    return this.#records.length - this.#next;
  }

  /** Puts up to `most` records into the ring; returns how many it took. */
  pump(most: number): number {
    this.#collect();
    let sent = 0;
    while (sent < most && this.#next < this.#records.length && this.#send(this.#records[this.#next]!)) {
      this.#next++;
      sent++;
    }
    if (sent > 0) this.#producer.publish();
    this.#trim();
    return sent;
  }

  /** Sends a record again that went before. */
  repeat(back: number): void {
    const index = this.#next - 1 - back;
    if (index >= 0 && this.#send(this.#records[index]!)) this.#producer.publish();
  }

  /** A new engine, which has logged this source up to `last`: the rest is sent again, or forgotten. */
  reconnect(ring: Region, last: number, forget: boolean): void {
    this.#collect();
    this.#producer = new SpscProducer(ring);
    // -1: nothing of this source was ever logged.
    this.#next = forget ? this.#records.length : Math.max(0, last) - this.#base;
    if (this.#next < 0) throw new Error(`the engine asks for ${last + 1} again: kept from ${this.#base + 1}`);
  }

  #send(record: Int32Array): boolean {
    const at = this.#producer.claim(record.byteLength);
    if (at === FULL) return false;
    this.#producer.data.i32.set(record, at >> 2);
    this.#producer.commit();
    return true;
  }

  #collect(): void {
    for (let at = this.#staging.poll(); at !== EMPTY; at = this.#staging.poll()) {
      const { data, length } = this.#staging;
      const header = new RecordHeader().wrap(data, at);
      if (header.sourceSequence !== this.#base + this.#records.length + 1) throw new Error('a number was left out');
      this.#records.push(data.i32.slice(at >> 2, (at + length) >> 2));
    }
    this.#staging.release();
  }

  #trim(): void {
    if (this.#next < 2 * KEPT) return;
    this.#records = this.#records.slice(KEPT);
    this.#base += KEPT;
    this.#next -= KEPT;
  }
}
