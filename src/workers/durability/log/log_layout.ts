/**
 * Where things lie in the log: a header page, then the data area that is both command ring and log windows.
 *
 *    byte 0            128              256             384             512              65,536        + data bytes
 *     +-----------------+----------------+---------------+---------------+----------------+--------------------+
 *     | identity        | published      | copied        | durable       | journal state  | records, padding   |
 *     | written once    | by sequencer   | by journal    | by journal    | by journal     | by sequencer       |
 *     +-----------------+----------------+---------------+---------------+----------------+--------------------+
 *
 * A position counts 8-byte words since the log began, wraps as Int32 and is compared by wrapped difference. Beside each
 * lies the sequence of the last record before it, a double. Each pair has one writer, which stores the sequence first
 * and the position with Atomics: who loads the position sees a sequence at least as new.
 *
 * A record starts with its length (i32, bytes, multiple of 8) and its type (u16), and never straddles the end of the
 * data area: what is left there is one padding record, of which only these first eight bytes count.
 */
import { CACHE_LINE_BYTES, PAGE_BYTES } from '../../../ring/memory.ts';

export const LOG_HEADER_BYTES = PAGE_BYTES;
export const LOG_MAGIC = 0x474f4c53; // "SLOG" in a little-endian dump
export const LOG_FORMAT_VERSION = 1;
export const WORD_BYTES = 8;

/** Identity, Int32 elements of the region unless they end in F64. */
export const MAGIC_INDEX = 0;
export const FORMAT_VERSION_INDEX = 1;
export const BOOT_ID_INDEX = 2;
export const BOOT_ID_WORDS = 4;
export const ENGINE_EPOCH_INDEX = 6;
export const DATA_BYTES_F64 = 4;
export const BASE_TIME_MS_F64 = 5;

const PUBLISHED_BYTE = CACHE_LINE_BYTES;
const COPIED_BYTE = 2 * CACHE_LINE_BYTES;
const DURABLE_BYTE = 3 * CACHE_LINE_BYTES;
const JOURNAL_BYTE = 4 * CACHE_LINE_BYTES;

export const PUBLISHED_WORDS_INDEX = PUBLISHED_BYTE / 4;
export const PUBLISHED_SEQUENCE_F64 = PUBLISHED_BYTE / 8 + 1;
export const COPIED_WORDS_INDEX = COPIED_BYTE / 4;
export const COPIED_SEQUENCE_F64 = COPIED_BYTE / 8 + 1;
export const DURABLE_WORDS_INDEX = DURABLE_BYTE / 4;
export const DURABLE_SEQUENCE_F64 = DURABLE_BYTE / 8 + 1;

/** The journal worker's own counters, for the live view and supervision. */
export const JOURNAL_STATE_INDEX = JOURNAL_BYTE / 4;
export const JOURNAL_STOP_INDEX = JOURNAL_STATE_INDEX + 1;
export const JOURNAL_COMMITS_F64 = JOURNAL_BYTE / 8 + 1;
export const JOURNAL_BYTES_F64 = JOURNAL_COMMITS_F64 + 1;
export const JOURNAL_DISK_FULL_F64 = JOURNAL_COMMITS_F64 + 2;
export const JOURNAL_SEGMENTS_F64 = JOURNAL_COMMITS_F64 + 3;
/** When the journal last went round, for supervision. */
export const JOURNAL_BEAT_F64 = JOURNAL_COMMITS_F64 + 4;
/** Written by who keeps snapshots: older segments may be written again. On a line of its own. */
export const JOURNAL_COVERED_F64 = (JOURNAL_BYTE + CACHE_LINE_BYTES) / 8;

/** Byte offsets within a record: RecordHeader of schemas/engine.fbs (a test compares). */
export const RECORD_LENGTH_BYTE = 0;
export const RECORD_TYPE_BYTE = 4;
export const RECORD_VERSION_BYTE = 6;
export const RECORD_CHECKSUM_BYTE = 8;
export const RECORD_SEQUENCE_BYTE = 16;
export const RECORD_HEADER_BYTES = 64;

/** No RecordType: the rest of the data area, or of a segment, holds nothing. */
export const PADDING_TYPE = 0xffff;

/**
 * The data area is a power of two, so that positions index it across their wrap; beyond 1 GiB a byte offset would
 * leave Int32. A record may take a quarter of it at most, so that padding never eats the room it needs itself.
 */
const MIN_DATA_BYTES = 4096;
export const MAX_DATA_BYTES = 1 << 30;
export const MAX_RECORD_BYTES = 1 << 16;

/** Eight windows of 64 MB: 1.5 s of disk stall at 1.5 M orders/s. */
export const DEFAULT_DATA_BYTES = 8 * 64 * 1024 * 1024;

export function maxRecordBytes(dataBytes: number): number {
  return Math.min(MAX_RECORD_BYTES, dataBytes / 4);
}

export function logRegionBytes(dataBytes: number): number {
  const isPowerOfTwo = Number.isInteger(dataBytes) && (dataBytes & (dataBytes - 1)) === 0;
  if (!isPowerOfTwo || dataBytes < MIN_DATA_BYTES || dataBytes > MAX_DATA_BYTES) {
    throw new RangeError(
      `log data must be a power of two from ${MIN_DATA_BYTES} to ${MAX_DATA_BYTES} bytes, not ${dataBytes}`,
    );
  }
  return LOG_HEADER_BYTES + dataBytes;
}
