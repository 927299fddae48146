import { join } from 'node:path';
import { FIRST_CHAIN } from './block_mark.ts';
import type { Files } from './files.ts';
import { JournalReader, type JournalTail } from './journal_reader.ts';
import { openSegment, segmentNumbers } from './segment_files.ts';
import { preparedName, SegmentKind, segmentName } from './segment_layout.ts';
import type { SegmentFile, SegmentStart } from './segment_writer.ts';

export interface OpenJournalOptions {
  readonly files: Files;
  readonly directory: string;
  readonly kind?: SegmentKind;
  /** Ends the journal after this sequence: what follows is written again from the log (see salvage.ts). */
  readonly lastSequence?: number;
}

export interface OpenedJournal extends SegmentStart {
  /** Why bytes behind the last record were cut off; undefined where the journal had ended in order. */
  readonly torn: string | undefined;
}

/**
 * Gets a journal folder ready to be written to: verifies the last segment, cuts it behind its last whole record, syncs
 * that, and says where to go on. A restart never writes into an old segment, so nothing of a torn tail stays around.
 */
export function openJournal(options: OpenJournalOptions): OpenedJournal {
  const { files, directory } = options;
  const kind = options.kind ?? SegmentKind.INPUT;
  files.makeDirectory(directory);
  if (files.list(directory).includes(preparedName(kind))) files.remove(join(directory, preparedName(kind)));
  const numbers = segmentNumbers(files, directory, kind);
  const segments = numbers.map((number) => describe(files, directory, kind, number));
  const next = (options.lastSequence ?? Number.POSITIVE_INFINITY) + 1;
  const first = segments.findLastIndex(({ firstSequence }) => firstSequence <= next);
  if (first < 0 && segments.length > 0) {
    throw new RangeError(`${directory} begins at sequence ${segments[0]!.firstSequence}: ${next} is no longer in it`);
  }
  if (first < 0) return { nextNumber: 1, lastSequence: 0, chain: FIRST_CHAIN, segments: [], torn: undefined };
  const tail = readToTail({ ...options, kind, fromSequence: segments[first]!.firstSequence });
  for (const { number } of segments.splice(first + 1)) files.remove(join(directory, segmentName(kind, number)));
  cut(files, directory, kind, tail);
  const last = segments.pop()!;
  if (tail.offset > tail.headerBytes) segments.push({ ...last, bytes: tail.offset });
  files.syncDirectory(directory);
  return {
    nextNumber: tail.offset > tail.headerBytes ? tail.segmentNumber + 1 : tail.segmentNumber,
    lastSequence: tail.lastSequence,
    chain: tail.chain,
    segments,
    torn: tail.torn,
  };
}

/**
 * The operator's `--truncate-at`: gives up everything from `offset` of one segment on. The caller has asked twice.
 * Later segments are renamed, not removed.
 */
export function truncateJournal(
  files: Files,
  directory: string,
  kind: SegmentKind,
  number: number,
  offset: number,
): void {
  for (const later of segmentNumbers(files, directory, kind).filter((other) => other > number)) {
    const path = join(directory, segmentName(kind, later));
    files.rename(path, `${path}.cut`);
  }
  const file = files.openForWrite(join(directory, segmentName(kind, number)));
  files.truncate(file, offset);
  files.fdatasync(file);
  files.close(file);
  files.syncDirectory(directory);
}

function describe(files: Files, directory: string, kind: SegmentKind, number: number): SegmentFile {
  const segment = openSegment(files, directory, kind, number);
  files.close(segment.file);
  return { number, bytes: segment.bytes, firstSequence: segment.header.firstSequence };
}

function readToTail(options: OpenJournalOptions & { kind: SegmentKind; fromSequence: number }): JournalTail {
  const { lastSequence, ...rest } = options;
  const reader = new JournalReader({ ...rest, toSequence: lastSequence ?? Number.POSITIVE_INFINITY });
  while (reader.next() >= 0);
  return reader.tail!;
}

/** An empty segment goes altogether: its number and first sequence are the next one's. */
function cut(files: Files, directory: string, kind: SegmentKind, tail: JournalTail): void {
  const path = join(directory, segmentName(kind, tail.segmentNumber));
  if (tail.offset === tail.headerBytes) {
    files.remove(path);
    return;
  }
  const file = files.openForWrite(path);
  files.truncate(file, tail.offset);
  files.fdatasync(file);
  files.close(file);
}
