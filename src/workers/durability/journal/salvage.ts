/**
 * What `process` durability promises: after kill -9 the log windows still hold what the journal did not. Their tail is
 * appended to the journal and synced before anything else starts.
 *
 * Everything after the last *durable* record is written again, not only what was never copied: after a failed fdatasync
 * the copied part may be in the page cache and not on the disk.
 */
import type { Region } from '../../../ring/memory.ts';
import { recordChecksum } from '../log/checksum.ts';
import { checkedLogDataBytes, durableSequence, LogFormatError } from '../log/log_header.ts';
import {
  BASE_TIME_MS_F64,
  BOOT_ID_INDEX,
  DURABLE_WORDS_INDEX,
  ENGINE_EPOCH_INDEX,
  LOG_HEADER_BYTES,
  MAX_RECORD_BYTES,
  PADDING_TYPE,
  PUBLISHED_WORDS_INDEX,
  RECORD_HEADER_BYTES,
  WORD_BYTES,
} from '../log/log_layout.ts';
import { PAGE_BYTES } from './files.ts';
import { type OpenedJournal, openJournal } from './open_journal.ts';
import { SegmentKind, segmentHeaderBytes } from './segment_layout.ts';
import { SegmentWriter, type SegmentWriterOptions } from './segment_writer.ts';

/** The log windows of the last run contradict themselves or the journal: starting would lose what they hold. */
export class SalvageError extends Error {
  override readonly name = 'SalvageError';
}

export type SalvageOptions = Pick<SegmentWriterOptions, 'files' | 'directory' | 'behaviourVersion' | 'schema'> & {
  /** The window file of the last run, mapped; undefined where there is none. */
  readonly log: Region | undefined;
  readonly bootId: Int32Array;
};

export interface RecoveredJournal extends OpenedJournal {
  readonly salvagedRecords: number;
  /** Why the windows of the last run were not used; undefined where they were. */
  readonly ignoredLog: string | undefined;
}

/** Opens the input journal as it has to be: cut behind its last record, completed from the windows of the last run. */
export async function recoverJournal(options: SalvageOptions): Promise<RecoveredJournal> {
  const { log, files, directory } = options;
  const ignoredLog = log === undefined ? 'there is no window file' : whyNotOurs(log, options.bootId);
  if (log === undefined || ignoredLog !== undefined) {
    return { ...openJournal({ files, directory }), salvagedRecords: 0, ignoredLog };
  }
  const durable = durableSequence(log);
  const opened = openJournal({ files, directory, lastSequence: durable });
  if (opened.lastSequence !== durable) {
    throw new SalvageError(
      `${directory} ends at sequence ${opened.lastSequence}, but the last run had synced it up to ${durable}`,
    );
  }
  const extents = findExtents(log, durable);
  if (extents.length === 0) return { ...opened, salvagedRecords: 0, ignoredLog };
  await append(options, log, opened, extents);
  const completed = openJournal({ files, directory });
  return { ...completed, torn: opened.torn, salvagedRecords: completed.lastSequence - durable, ignoredLog };
}

/** Contiguous whole records of the log. */
interface Extent {
  readonly start: number;
  bytes: number;
  lastSequence: number;
}

function whyNotOurs(log: Region, bootId: Int32Array): string | undefined {
  try {
    checkedLogDataBytes(log);
  } catch (error) {
    if (error instanceof LogFormatError) return error.message;
    throw error;
  }
  const isThisBoot = bootId.every((word, index) => log.i32[BOOT_ID_INDEX + index] === word);
  return isThisBoot ? undefined : 'the host has been restarted since';
}

/** Walks from the durable to the published position, past what is durable already, and verifies every record. */
function findExtents(log: Region, durable: number): Extent[] {
  const data = log.slice(LOG_HEADER_BYTES, log.byteLength - LOG_HEADER_BYTES);
  const mask = data.byteLength / WORD_BYTES - 1;
  const published = Atomics.load(log.i32, PUBLISHED_WORDS_INDEX);
  const extents: Extent[] = [];
  let position = Atomics.load(log.i32, DURABLE_WORDS_INDEX);
  let last = durable;
  while (((published - position) | 0) > 0) {
    const at = (position & mask) << 3;
    const length = data.i32[at >> 2]!;
    if (data.u16[(at + 4) >> 1] === PADDING_TYPE) {
      position = (position + (data.byteLength - at) / WORD_BYTES) | 0;
      continue;
    }
    const sequence = data.f64[(at >> 3) + 2]!;
    const isSane = length >= RECORD_HEADER_BYTES && length <= MAX_RECORD_BYTES && (length & 7) === 0;
    const expected = sequence <= durable ? sequence : last + 1;
    const checksum = data.i32[(at >> 2) + 2]!;
    const isWhole = isSane && at + length <= data.byteLength && recordChecksum(data.i32, at, length) === checksum;
    if (!isWhole || sequence !== expected) {
      throw new SalvageError(
        `log windows, byte ${at}: a whole record of sequence ${expected} expected, found ${sequence}, length ${length}`,
      );
    }
    position = (position + length / WORD_BYTES) | 0;
    if (sequence <= durable) continue;
    last = sequence;
    const extent = extents.at(-1);
    if (extent !== undefined && extent.start + extent.bytes === at) {
      extent.bytes += length;
      extent.lastSequence = sequence;
    } else {
      extents.push({ start: at, bytes: length, lastSequence: sequence });
    }
  }
  return extents;
}

/** Into one segment of its own, sized for what there is. */
async function append(options: SalvageOptions, log: Region, start: OpenedJournal, extents: Extent[]): Promise<void> {
  const bytes = extents.reduce((sum, extent) => sum + extent.bytes, 0);
  const needed = segmentHeaderBytes(options.schema.byteLength) + bytes + MAX_RECORD_BYTES + PAGE_BYTES;
  const writer = new SegmentWriter({
    ...options,
    kind: SegmentKind.INPUT,
    segmentBytes: Math.ceil(needed / PAGE_BYTES) * PAGE_BYTES,
    baseTimeMs: log.f64[BASE_TIME_MS_F64]!,
    engineEpoch: log.i32[ENGINE_EPOCH_INDEX]!,
    start,
  });
  await writer.prepareNow();
  writer.roll();
  const data = log.slice(LOG_HEADER_BYTES, log.byteLength - LOG_HEADER_BYTES);
  for (const extent of extents) writer.append(data, extent.start, extent.bytes, extent.lastSequence);
  writer.commit();
  writer.close();
}
