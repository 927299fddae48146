/**
 * Is a bad record the torn tail of a crash, or damage?
 *
 * Writes that no fdatasync has confirmed may reach the disk in any order, page by page: after a power loss bad bytes
 * may be followed by good records of the same unsynced stretch. So only what proves that the bad bytes themselves
 * were on disk makes them damage:
 *
 * 1. A later segment: one begins only when the one before is synced whole.
 * 2. A later mark: it tells up to where the segment had been synced when it was written.
 * 3. A later record in the page where the bad one starts: a page reaches the disk as a whole, and records are written
 *    in order.
 *
 * Marks of an earlier life of the file (a segment written again) tell lower sequences.
 */
import { allocateRegion, type Region } from '../../../ring/memory.ts';
import { RecordType } from '../../model/record_type.ts';
import { verifyRecord } from '../log/checksum.ts';
import { MAX_RECORD_BYTES, RECORD_HEADER_BYTES } from '../log/log_layout.ts';
import { MARK_BYTES, readMark } from './block_mark.ts';
import { type Files, PAGE_BYTES } from './files.ts';

const SCAN_BYTES = 4 << 20;

/** What proves that the bytes at `badOffset` had been synced, in words; undefined: nothing does. */
export function evidenceAfter(
  files: Files,
  file: number,
  sizeBytes: number,
  badOffset: number,
  lastSequence: number,
): string | undefined {
  const buffer = allocateRegion(SCAN_BYTES);
  for (let start = badOffset; start < sizeBytes; start += SCAN_BYTES - MAX_RECORD_BYTES) {
    const read = files.read(file, buffer.u8, 0, Math.min(SCAN_BYTES, sizeBytes - start), start);
    const inPage = start === badOffset ? PAGE_BYTES - (badOffset % PAGE_BYTES) : 0;
    for (let at = start === badOffset ? 8 : 0; at + RECORD_HEADER_BYTES <= read; at += 8) {
      if (buffer.i32[at >> 2] === MARK_BYTES) {
        if (isProof(buffer, at, read, start, badOffset, lastSequence))
          return `a mark at byte ${start + at} shows it had been synced`;
      }
      if (at < inPage && isLaterRecord(buffer, at, read, lastSequence)) {
        return `a later record stands whole in the same page, at byte ${start + at}`;
      }
    }
  }
  return undefined;
}

/** A whole mark of this life of the file that was written when the bad bytes had been synced. */
function isProof(
  buffer: Region,
  at: number,
  read: number,
  start: number,
  badOffset: number,
  lastSequence: number,
): boolean {
  if (at + MARK_BYTES > read || buffer.u16[(at + 4) >> 1] !== RecordType.BLOCK_MARK) return false;
  const mark = readMark(buffer, at);
  const isOfThisLife = mark.lastSequence > lastSequence && mark.syncedBytes <= start + at;
  return isOfThisLife && mark.syncedBytes > badOffset && verifyRecord(buffer.i32, at, MARK_BYTES);
}

function isLaterRecord(buffer: Region, at: number, read: number, lastSequence: number): boolean {
  const length = buffer.i32[at >> 2]!;
  if (length < RECORD_HEADER_BYTES || length > MAX_RECORD_BYTES || (length & 7) !== 0 || at + length > read)
    return false;
  const sequence = buffer.f64[(at >> 3) + 2]!;
  return sequence > lastSequence && verifyRecord(buffer.i32, at, length);
}
