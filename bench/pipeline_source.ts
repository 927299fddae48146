/** One source's end of its ring. */
import { RecordHeader } from '../schemas/generated/engine.ts';
import type { Views } from '../src/ring/memory.ts';
import { FULL, SpscProducer } from '../src/ring/spsc.ts';

export interface Struct {
  wrap(views: Views, at: number): unknown;
  clear(): void;
}

/** A whole record a call, visible after `publish`. */
export class Source {
  readonly producer: SpscProducer;
  readonly #header = new RecordHeader();
  /** Of the last record begun. */
  number = 0;

  constructor(region: ConstructorParameters<typeof SpscProducer>[0]) {
    this.producer = new SpscProducer(region);
  }

  /** Byte offset of the body, or FULL. */
  begin(type: number, bodyBytes: number, ingressTime: number): number {
    const at = this.producer.claim(RecordHeader.BYTES + bodyBytes);
    if (at === FULL) return FULL;
    const header = this.#header.wrap(this.producer.data, at);
    header.clear();
    header.length = RecordHeader.BYTES + bodyBytes;
    header.type = type;
    header.version = 1;
    header.sourceSequence = ++this.number;
    header.ingressTime = ingressTime;
    return at + RecordHeader.BYTES;
  }
}
