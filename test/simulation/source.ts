/** One source's end of its ring. */

import { RecordHeader } from '../../schemas/generated/engine.ts';
import type { Region, Views } from '../../src/ring/memory.ts';
import { FULL, SpscProducer } from '../../src/ring/spsc.ts';

interface Struct {
  wrap(views: Views, at: number): unknown;
  clear(): void;
}

/** Writes whole records with the source's own numbers. */
export class Source {
  readonly #producer: SpscProducer;
  readonly #header = new RecordHeader();
  epoch = 0;
  sequence = 0;

  constructor(region: Region) {
    this.#producer = new SpscProducer(region);
  }

  /** False when the ring is full: nothing was sent, and the number is not used up. */
  send<S extends Struct>(type: number, body: S, bytes: number, fill: (body: S) => void, sequence?: number): boolean {
    const at = this.#producer.claim(RecordHeader.BYTES + bytes);
    if (at === FULL) return false;
    const data = this.#producer.data;
    const header = this.#header.wrap(data, at);
    header.clear();
    header.length = RecordHeader.BYTES + bytes;
    header.type = type;
    header.version = 1;
    header.sourceEpoch = this.epoch;
    header.sourceSequence = sequence ?? ++this.sequence;
    body.wrap(data, at + RecordHeader.BYTES);
    body.clear();
    fill(body);
    this.#producer.commit();
    this.#producer.publish();
    return true;
  }
}
