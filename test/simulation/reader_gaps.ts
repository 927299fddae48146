import type { RecordHeader } from '../../schemas/generated/engine.ts';
import { MarkFlag, RecordType } from '../../src/workers/model/record_type.ts';

/** A mark may say that outputs before it are missing: nobody reads on behind the gap, and the next start closes it. */
export class ReaderGaps {
  readonly #readers = new Set<number>();

  isBehind(reader: number, { type, flags }: RecordHeader): boolean {
    if (type === RecordType.OUTPUT_MARK && (flags & MarkFlag.OUTPUTS_MISSING) !== 0) this.#readers.add(reader);
    return this.#readers.has(reader);
  }

  close(): void {
    this.#readers.clear();
  }
}
