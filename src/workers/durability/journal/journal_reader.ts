import { allocateRegion, type Region } from '../../../ring/memory.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { RecordType } from '../../model/record_type.ts';
import { recordChecksum } from '../log/checksum.ts';
import { MAX_RECORD_BYTES, PADDING_TYPE, RECORD_HEADER_BYTES } from '../log/log_layout.ts';
import { upcastRecord } from '../upcast/upcast.ts';
import { BlockChain, FIRST_CHAIN, MARK_BYTES, markChain, readMark } from './block_mark.ts';
import { JournalCorruptedError } from './corruption.ts';
import type { Files } from './files.ts';
import { type OpenSegment, openSegment, segmentNumbers } from './segment_files.ts';
import { type SegmentHeader, SegmentKind } from './segment_layout.ts';
import { evidenceAfter } from './tail.ts';

export interface JournalReaderOptions {
  readonly files: Files;
  readonly directory: string;
  readonly kind?: SegmentKind;
  /** First sequence to return; what lies before it in its segment is verified too. */
  readonly fromSequence?: number;
  /** Last sequence to return. */
  readonly toSequence?: number;
}

/** Where reading ended: the place where a restart cuts. */
export interface JournalTail {
  readonly segmentNumber: number;
  readonly offset: number;
  readonly headerBytes: number;
  readonly lastSequence: number;
  readonly chain: Uint8Array;
  /** Why the record at `offset` is none; undefined where the segment simply ends. */
  readonly torn: string | undefined;
}

const BUFFER_BYTES = 8 << 20;
/** A segment is zero-filled before it is used: where the zeros begin, an orderly journal ends. */
const UNWRITTEN = 'a record expected, found zeros';

/**
 * Reads a journal folder from a sequence on, verifying everything it passes: checksums, consecutive sequences, marks
 * and their chain, segment after segment. Throws JournalCorruptedError with file and offset where something is wrong
 * that no crash explains; a torn tail just ends the journal.
 */
export class JournalReader {
  /** Records lie here until the next `next`, which returns byte offsets into it. */
  readonly data: Region = allocateRegion(BUFFER_BYTES);
  /** Bytes and sequence of the record last returned. */
  length = 0;
  lastSequence = 0;
  /** Of the segment being read. */
  header: SegmentHeader | undefined;
  tail: JournalTail | undefined;
  private readonly options: JournalReaderOptions;
  private readonly kind: SegmentKind;
  private readonly fromSequence: number;
  private readonly toSequence: number;
  private readonly numbers: number[];
  private numberIndex = 0;
  private segment: OpenSegment | undefined;
  private chain = new BlockChain(FIRST_CHAIN);
  /** Records since the last mark. */
  private openBlock = false;
  private blockStart = 0;
  /** Where in the segment the next record starts; `data` holds bytes [bufferStart, bufferEnd) of it. */
  private offset = 0;
  private bufferStart = 0;
  /** Where a bad record with evidence behind it was seen once. */
  private suspect = -1;
  private bufferEnd = 0;

  constructor(options: JournalReaderOptions) {
    this.options = options;
    this.kind = options.kind ?? SegmentKind.INPUT;
    this.fromSequence = options.fromSequence ?? 1;
    this.toSequence = options.toSequence ?? Number.POSITIVE_INFINITY;
    this.numbers = segmentNumbers(options.files, options.directory, this.kind);
    this.start();
  }

  /** Byte offset in `data` of the next record, or EMPTY at the end of the journal (`tail` says how it ends). */
  next(): number {
    while (this.segment !== undefined) {
      const at = this.load(8);
      if (at < 0) {
        this.endOfFile();
        continue;
      }
      const type = this.data.u16[(at + 4) >> 1]!;
      if (type === PADDING_TYPE && this.isPadding(at)) {
        this.nextSegment(undefined);
        continue;
      }
      const record = this.loadRecord();
      if (record < 0) continue;
      if (type === RecordType.BLOCK_MARK) {
        this.passMark(record);
        continue;
      }
      if (this.passRecord(record)) return record;
    }
    return EMPTY;
  }

  close(): void {
    if (this.segment !== undefined) this.options.files.close(this.segment.file);
    this.segment = undefined;
  }

  /** Opens the segment that holds `fromSequence`: the last one that does not begin after it. */
  private start(): void {
    const { files, directory } = this.options;
    for (let index = this.numbers.length - 1; index >= 0; index--) {
      const segment = openSegment(files, directory, this.kind, this.numbers[index]!);
      if (segment.header.firstSequence <= this.fromSequence || index === 0) {
        if (segment.header.firstSequence > this.fromSequence && this.kind === SegmentKind.INPUT) {
          files.close(segment.file);
          throw new RangeError(
            `${directory} begins at sequence ${segment.header.firstSequence}: ${this.fromSequence} is no longer in it`,
          );
        }
        this.numberIndex = index;
        this.chain = new BlockChain(segment.header.chain);
        this.lastSequence = segment.header.firstSequence - 1;
        this.enter(segment);
        return;
      }
      files.close(segment.file);
    }
  }

  private enter(segment: OpenSegment): void {
    this.segment = segment;
    this.header = segment.header;
    this.offset = segment.headerBytes;
    this.blockStart = this.offset;
    this.openBlock = false;
    this.suspect = -1;
    this.bufferStart = 0;
    this.bufferEnd = 0;
  }

  /** A segment with a successor was whole on disk before that began, so its end is never torn. */
  private nextSegment(torn: string | undefined): void {
    const segment = this.segment!;
    const { files, directory } = this.options;
    if (this.openBlock) this.chain.finishBlock();
    this.openBlock = false;
    if (this.numberIndex === this.numbers.length - 1) {
      this.finish(torn);
      return;
    }
    const number = this.numbers[++this.numberIndex]!;
    this.close();
    if (number !== segment.number + 1) {
      throw new JournalCorruptedError(
        segment.path,
        this.offset,
        `segment ${segment.number + 1} is missing`,
        this.lastSequence,
      );
    }
    const next = openSegment(files, directory, this.kind, number);
    this.enter(next);
    const expected = this.lastSequence + 1;
    const found = next.header.firstSequence;
    if (this.kind === SegmentKind.INPUT && found !== expected) {
      this.corrupted(0, `first sequence expected ${expected}, found ${found}: the segment before it is not whole`);
    }
    if (!sameBytes(next.header.chain, this.chain.value)) {
      this.corrupted(0, `chain expected ${hex(this.chain.value)}, found ${hex(next.header.chain)}`);
    }
  }

  private finish(torn: string | undefined): void {
    const segment = this.segment!;
    if (this.openBlock) this.chain.finishBlock();
    this.openBlock = false;
    this.tail = {
      segmentNumber: segment.number,
      offset: this.offset,
      headerBytes: segment.headerBytes,
      lastSequence: this.lastSequence,
      chain: this.chain.value,
      torn,
    };
    this.close();
  }

  /** Where in `data` the bytes at `offset` lie, once at least `bytes` of them are there; -1: the file ends before. */
  private load(bytes: number): number {
    if (this.offset + bytes > this.bufferEnd) {
      const { file, bytes: sizeBytes } = this.segment!;
      if (this.offset + bytes > sizeBytes) return -1;
      const length = Math.min(BUFFER_BYTES, sizeBytes - this.offset);
      this.bufferStart = this.offset;
      this.bufferEnd = this.offset + this.options.files.read(file, this.data.u8, 0, length, this.offset);
      if (this.offset + bytes > this.bufferEnd) return -1;
    }
    return this.offset - this.bufferStart;
  }

  private endOfFile(): void {
    if (this.offset === this.segment!.bytes) this.nextSegment(undefined);
    else this.bad(`a record expected, found the end of the file at ${this.segment!.bytes}`);
  }

  private isPadding(at: number): boolean {
    const remaining = this.segment!.bytes - this.offset;
    if (this.data.i32[at >> 2] !== remaining || remaining > BUFFER_BYTES || this.load(remaining) < 0) return false;
    const from = this.offset - this.bufferStart;
    for (let byte = from + 6; byte < from + remaining; byte++) if (this.data.u8[byte] !== 0) return false;
    return true;
  }

  /** Where in `data` a record with the right checksum lies; -1: the bad one has been judged. */
  private loadRecord(): number {
    const length = this.data.i32[(this.offset - this.bufferStart) >> 2]!;
    if (length === 0) return this.bad(UNWRITTEN);
    if (length < RECORD_HEADER_BYTES || length > MAX_RECORD_BYTES || (length & 7) !== 0) {
      return this.bad(`a record's length expected ${RECORD_HEADER_BYTES} to ${MAX_RECORD_BYTES}, found ${length}`);
    }
    const at = this.load(length);
    if (at < 0)
      return this.bad(
        `a record's end expected before the file's at ${this.segment!.bytes}, found ${this.offset + length}`,
      );
    const expected = recordChecksum(this.data.i32, at, length);
    const found = this.data.i32[(at >> 2) + 2]!;
    if (expected !== found) return this.bad(`checksum expected ${hex32(expected)}, found ${hex32(found)}`);
    this.length = length;
    return at;
  }

  private passMark(at: number): void {
    const mark = readMark(this.data, at);
    const isHere = mark.syncedBytes <= this.offset && mark.lastSequence === this.lastSequence;
    if (this.length !== MARK_BYTES || !isHere || mark.blockBytes !== this.offset - this.blockStart) {
      this.bad(
        `a mark expected for byte ${this.offset}, sequence ${this.lastSequence}, found one for byte ${mark.syncedBytes}, sequence ${mark.lastSequence}`,
      );
      return;
    }
    const expected = this.chain.finishBlock();
    const found = markChain(this.data, at);
    if (!sameBytes(expected, found))
      this.corrupted(this.offset, `chain expected ${hex(expected)}, found ${hex(found)}`);
    this.offset += MARK_BYTES;
    this.blockStart = this.offset;
    this.openBlock = false;
  }

  /** True when the record is to be returned. */
  private passRecord(at: number): boolean {
    const sequence = this.data.f64[(at >> 3) + 2]!;
    const follows =
      this.kind === SegmentKind.INPUT ? sequence === this.lastSequence + 1 : sequence >= this.lastSequence;
    if (!follows) {
      this.bad(`sequence expected ${this.lastSequence + 1}, found ${sequence}`);
      return false;
    }
    if (sequence > this.toSequence) {
      this.finish(undefined);
      return false;
    }
    this.chain.add(this.data.i32[(at >> 2) + 2]!);
    this.openBlock = true;
    this.lastSequence = sequence;
    this.offset += this.length;
    if (sequence < this.fromSequence) return false;
    upcastRecord(this.data, at);
    return true;
  }

  /** A record that is none: the torn tail of the last segment, or damage. */
  private bad(what: string): number {
    const segment = this.segment!;
    if (this.numberIndex < this.numbers.length - 1)
      this.corrupted(this.offset, `${what}, and a later segment shows it had been synced`);
    const evidence = evidenceAfter(this.options.files, segment.file, segment.bytes, this.offset, this.lastSequence);
    if (evidence !== undefined) {
      if (this.suspect === this.offset) this.corrupted(this.offset, `${what}, and ${evidence}`);
      // A journal that is being written may have got both since this was read: damage is still there at a second look.
      this.suspect = this.offset;
      this.bufferEnd = 0;
      return -1;
    }
    this.finish(what === UNWRITTEN ? undefined : what);
    return -1;
  }

  private corrupted(offset: number, what: string): never {
    const path = this.segment!.path;
    this.close();
    throw new JournalCorruptedError(path, offset, what, this.lastSequence);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
