import { allocateRegion, type Region, type Views } from '../../../ring/memory.ts';
import { RECORD_HEADER_BYTES } from '../log/log_layout.ts';
import { isDiskFull } from './files.ts';
import { SegmentKind } from './segment_layout.ts';
import { SegmentWriter, type SegmentWriterOptions } from './segment_writer.ts';

const BUFFER_BYTES = 4 << 20;
/** Its agent flushes after each duty cycle with events; a sync every so often keeps the loss at a power cut small. */
const SYNC_BYTES = 8 << 20;

/**
 * Appends verdicts, routes, outcomes and stage hashes to `events-*.seg`. A reader beside the pipeline that gates
 * nothing calls it: what does not fit because the disk is slow or full is dropped, counted, and named by its caller
 * in an EVENT_GAP record once there is room again.
 */
export class EventLogWriter {
  /** Records that `append` had no room for. */
  droppedRecords = 0;
  readonly writer: SegmentWriter;
  private readonly buffer: Region = allocateRegion(BUFFER_BYTES);
  private used = 0;
  private written = 0;

  constructor(options: Omit<SegmentWriterOptions, 'kind'>) {
    this.writer = new SegmentWriter({ ...options, kind: SegmentKind.EVENTS });
  }

  /** Copies one sealed record (sequences never fall). False: dropped, because the buffer is full. */
  append(views: Views, byteOffset: number, lengthBytes: number): boolean {
    if (this.used + lengthBytes > BUFFER_BYTES) {
      this.droppedRecords++;
      return false;
    }
    // As Int32: two neighbouring -1 are a NaN to Float64, whose bits need not survive a copy.
    const target = this.buffer.i32;
    const source = views.i32;
    const from = byteOffset >> 2;
    const to = this.used >> 2;
    for (let word = 0; word < lengthBytes >> 2; word++) target[to + word] = source[from + word]!;
    this.used += lengthBytes;
    return true;
  }

  /** Writes what has been appended. True when the buffer is empty: false while a segment is being made or the disk is full. */
  flush(): boolean {
    this.writer.prepare();
    try {
      while (this.written < this.used) if (!this.writeExtent()) return false;
      if (this.writer.uncommittedBytes >= SYNC_BYTES) this.writer.commit();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      return false;
    }
    this.used = 0;
    this.written = 0;
    return true;
  }

  /** `flush` and sync. */
  commit(): boolean {
    const isFlushed = this.flush();
    this.writer.commit();
    return isFlushed;
  }

  /** Bytes appended and not yet in the file. */
  get lagBytes(): number {
    return this.used - this.written;
  }

  close(): void {
    this.commit();
    this.writer.close();
  }

  /** As many whole records as the open segment takes. */
  private writeExtent(): boolean {
    const { i32, f64 } = this.buffer;
    let end = this.written;
    let sequence = this.writer.lastSequence;
    while (end < this.used) {
      const length = i32[end >> 2]!;
      if (length < RECORD_HEADER_BYTES || end + length - this.written > this.writer.roomBytes) break;
      sequence = f64[(end >> 3) + 2]!;
      end += length;
    }
    if (end === this.written) return this.writer.roll();
    const start = this.written;
    this.writer.append(this.buffer, start, end - start, sequence);
    this.written = end;
    return true;
  }
}
