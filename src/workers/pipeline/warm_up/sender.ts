/** Synthetic commands into the warm-up's rings, each marked as such. */

import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Region, Views } from '../../../ring/memory.ts';
import { FULL, SpscProducer } from '../../../ring/spsc.ts';

const SYNTHETIC = 1;

interface Struct {
  wrap(views: Views, at: number): unknown;
  clear(): void;
}

export class Sender {
  readonly #ring: SpscProducer;
  readonly #header = new RecordHeader();
  #number = 0;

  constructor(region: Region) {
    this.#ring = new SpscProducer(region);
  }

  /** A full ring drops the command: the warm-up wants paths seen, not orders done. */
  send<S extends Struct>(type: number, body: S, bytes: number, fill: (body: S) => void): void {
    const ring = this.#ring;
    const at = ring.claim(RecordHeader.BYTES + bytes);
    if (at === FULL) return;
    const header = this.#header.wrap(ring.data, at);
    header.clear();
    header.length = RecordHeader.BYTES + bytes;
    header.type = type;
    header.version = 1;
    header.flags = SYNTHETIC;
    header.sourceSequence = this.#number++;
    // Long ago: what is shown is nobody's.
    header.ingressTime = 1;
    body.wrap(ring.data, at + RecordHeader.BYTES);
    body.clear();
    fill(body);
    ring.commit();
    ring.publish();
  }
}
