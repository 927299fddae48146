/** Where inbound application messages become records: the producer's side of a ring, as far as a session needs it. */
import type { Views } from '../../../ring/memory.ts';

export interface RecordSink {
  readonly data: Views;
  /** Byte offset of a record in `data`, 8-byte aligned, holding old bytes; negative: no room. Uncommitted, it is claimed anew. */
  claim(byteLength: number): number;
  commit(): void;
  publish(): void;
}
