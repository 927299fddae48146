import { join } from 'node:path';
import { JournalCorruptedError } from './corruption.ts';
import type { Files } from './files.ts';
import {
  decodeSegmentHeader,
  peekHeaderBytes,
  type SegmentHeader,
  type SegmentKind,
  segmentName,
  segmentNumber,
} from './segment_layout.ts';

export interface OpenSegment {
  readonly number: number;
  readonly path: string;
  readonly file: number;
  readonly bytes: number;
  readonly headerBytes: number;
  readonly header: SegmentHeader;
}

/** Numbers of the segments in a folder, ascending. */
export function segmentNumbers(files: Files, directory: string, kind: SegmentKind): number[] {
  const numbers = files.list(directory).map((name) => segmentNumber(kind, name));
  return numbers.filter((number) => number >= 0).sort((a, b) => a - b);
}

/** A segment has its name only once its header is synced: a header that is not whole is damage. */
export function openSegment(files: Files, directory: string, kind: SegmentKind, number: number): OpenSegment {
  const path = join(directory, segmentName(kind, number));
  const file = files.openForRead(path);
  try {
    const start = new Uint8Array(16);
    const peeked = peekHeaderBytes(start.subarray(0, files.read(file, start, 0, 16, 0)));
    if (typeof peeked === 'string') throw new JournalCorruptedError(path, 0, peeked);
    const bytes = new Uint8Array(peeked);
    const read = files.read(file, bytes, 0, peeked, 0);
    const header = read === peeked ? decodeSegmentHeader(bytes) : `the file ends within the header, at ${read}`;
    if (typeof header === 'string') throw new JournalCorruptedError(path, 0, header);
    if (header.kind !== kind) throw new JournalCorruptedError(path, 0, `kind expected ${kind}, found ${header.kind}`);
    return { number, path, file, bytes: files.size(file), headerBytes: peeked, header };
  } catch (error) {
    files.close(file);
    throw error;
  }
}
