import type { Region } from '../../../ring/memory.ts';
import {
  BASE_TIME_MS_F64,
  BOOT_ID_INDEX,
  BOOT_ID_WORDS,
  COPIED_SEQUENCE_F64,
  COPIED_WORDS_INDEX,
  DATA_BYTES_F64,
  DURABLE_SEQUENCE_F64,
  DURABLE_WORDS_INDEX,
  ENGINE_EPOCH_INDEX,
  FORMAT_VERSION_INDEX,
  JOURNAL_COVERED_F64,
  LOG_FORMAT_VERSION,
  LOG_HEADER_BYTES,
  LOG_MAGIC,
  logRegionBytes,
  MAGIC_INDEX,
  PUBLISHED_SEQUENCE_F64,
  PUBLISHED_WORDS_INDEX,
} from './log_layout.ts';

export class LogFormatError extends Error {
  override readonly name = 'LogFormatError';
}

export interface LogIdentity {
  /** Of this boot of the host: memory of another boot holds nothing of ours. */
  readonly bootId: Int32Array;
  readonly engineEpoch: number;
  readonly baseTimeMs: number;
}

export interface LogStart {
  /** Sequence of the last record before this log: the next one is one more. */
  readonly lastSequence?: number;
  /** Tests start shortly before the Int32 wrap. */
  readonly position?: number;
}

/** Makes an empty log of the region, before anyone reads or writes it. The magic comes last: half a header is none. */
export function initialiseLog(region: Region, identity: LogIdentity, start: LogStart = {}): void {
  const { i32, f64 } = region;
  const dataBytes = region.byteLength - LOG_HEADER_BYTES;
  logRegionBytes(dataBytes);
  i32.fill(0, 0, LOG_HEADER_BYTES / 4);
  i32[FORMAT_VERSION_INDEX] = LOG_FORMAT_VERSION;
  for (let word = 0; word < BOOT_ID_WORDS; word++) i32[BOOT_ID_INDEX + word] = identity.bootId[word] ?? 0;
  i32[ENGINE_EPOCH_INDEX] = identity.engineEpoch;
  f64[DATA_BYTES_F64] = dataBytes;
  f64[BASE_TIME_MS_F64] = identity.baseTimeMs;
  for (const index of [PUBLISHED_SEQUENCE_F64, COPIED_SEQUENCE_F64, DURABLE_SEQUENCE_F64]) {
    f64[index] = start.lastSequence ?? 0;
  }
  for (const index of [PUBLISHED_WORDS_INDEX, COPIED_WORDS_INDEX, DURABLE_WORDS_INDEX]) {
    Atomics.store(i32, index, (start.position ?? 0) | 0);
  }
  Atomics.store(i32, MAGIC_INDEX, LOG_MAGIC);
}

/** The bytes of the data area, once the header has shown that this is a log of this format. */
export function checkedLogDataBytes(region: Region): number {
  if (Atomics.load(region.i32, MAGIC_INDEX) !== LOG_MAGIC) throw new LogFormatError('not a log: its magic is missing');
  const version = region.i32[FORMAT_VERSION_INDEX]!;
  if (version !== LOG_FORMAT_VERSION) {
    throw new LogFormatError(`log format ${version}: this release reads format ${LOG_FORMAT_VERSION}`);
  }
  const dataBytes = region.f64[DATA_BYTES_F64]!;
  if (logRegionBytes(dataBytes) !== region.byteLength) {
    throw new LogFormatError(`log header tells ${dataBytes} bytes of data in a region of ${region.byteLength}`);
  }
  return dataBytes;
}

/** Everything up to here can be lost only with the host: the gate of durability `process`. */
export function publishedSequence(region: Region): number {
  Atomics.load(region.i32, PUBLISHED_WORDS_INDEX);
  return region.f64[PUBLISHED_SEQUENCE_F64]!;
}

/** Everything up to here survives power loss: the gate of durability `disk`. Pairs with the journal's store. */
export function durableSequence(region: Region): number {
  Atomics.load(region.i32, DURABLE_WORDS_INDEX);
  return region.f64[DURABLE_SEQUENCE_F64]!;
}

/** Written to the journal's files, whether synced or not. */
export function copiedSequence(region: Region): number {
  Atomics.load(region.i32, COPIED_WORDS_INDEX);
  return region.f64[COPIED_SEQUENCE_F64]!;
}

/** Snapshots cover the stream up to here: the journal may write older segments again, once it has enough of them. */
export function allowReuse(region: Region, coveredSequence: number): void {
  region.f64[JOURNAL_COVERED_F64] = coveredSequence;
}
