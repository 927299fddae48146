/**
 * Entries one behind the other in a file, only ever appended to: what an outbound log stands on.
 *
 *     | length | checksum | number | stream sequence | answered inbound | output index | bytes | epoch | kind | bytes ... |
 *       i32      i32        f64      f64               f64                i32            i32     i32     i32    padded to 8
 *
 * Entries of a turn are gathered and written with one call before the socket has them: the page cache then holds them,
 * which outlives the process. `sync` adds fdatasync for power loss.
 *
 * At start the file is read once. A bad entry is a torn tail, and is cut off with what stands behind it, unless something
 * proves that its bytes had been synced; then it is damage, and the start is refused with the place. Whole entries behind
 * it prove nothing, since pages written after the last sync reach the disk in any order. What proves it (as in the
 * journal, `durability/journal/tail.ts`):
 *
 * 1. A later mark that tells of a sync beyond it. A mark is an entry without bytes, written when a sync has returned:
 *    before the next entry, and when the log is closed. Its stream sequence is the place up to which the file was synced.
 * 2. A later whole entry in the page where the bad one starts: a page reaches the disk as a whole.
 * 3. The file begins neither with zeros nor with the length of the first entry, which has no bytes: it is no outbound log.
 */
import { basename, dirname } from 'node:path';
import { type Files, PAGE_BYTES } from '../durability/journal/files.ts';
import { Reserve } from './reserve.ts';

const ENTRY_BYTES = 48;
/** Bytes of one entry at most. */
export const MAX_ENTRY_BYTES = 262_144;
const WINDOW_BYTES = 1 << 20;
/** Of the words of an entry. */
const [CHECKSUM, OUTPUT_INDEX, BYTES, EPOCH, KIND] = [1, 8, 9, 10, 11];
/** Of its doubles. */
const [NUMBER, STREAM_SEQUENCE, ANSWERED] = [1, 2, 3];

export const EntryKind = { MESSAGE: 1, START: 2, MARK: 3, NOTE: 4 } as const;

export class OutboundLogCorrupted extends Error {
  override readonly name = 'OutboundLogCorrupted';
}

/** Memory that entries are written in or read into, and one entry in it. */
export class EntryWindow {
  readonly u8: Uint8Array<ArrayBuffer>;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** Where the entry lies, here and in the file. */
  at = 0;
  place = 0;

  /** No larger than what is to be seen through it. */
  constructor(mostBytes: number) {
    const bytes = Math.min(WINDOW_BYTES, Math.ceil(mostBytes / 8) * 8);
    this.u8 = new Uint8Array(bytes);
    this.i32 = new Int32Array(this.u8.buffer);
    this.f64 = new Float64Array(this.u8.buffer);
  }

  get kind(): number {
    return this.i32[(this.at >> 2) + KIND]!;
  }

  get number(): number {
    return this.f64[(this.at >> 3) + NUMBER]!;
  }

  get streamSequence(): number {
    return this.f64[(this.at >> 3) + STREAM_SEQUENCE]!;
  }

  get answeredInbound(): number {
    return this.f64[(this.at >> 3) + ANSWERED]!;
  }

  get outputIndex(): number {
    return this.i32[(this.at >> 2) + OUTPUT_INDEX]!;
  }

  get epoch(): number {
    return this.i32[(this.at >> 2) + EPOCH]!;
  }

  get start(): number {
    return this.at + ENTRY_BYTES;
  }

  get end(): number {
    return this.start + this.i32[(this.at >> 2) + BYTES]!;
  }
}

/** False: enough. */
export type EntryVisitor = (entry: EntryWindow) => boolean;

export interface EntryLogOptions {
  readonly files: Files;
  readonly path: string;
  readonly sync: boolean;
  /** Of the disk, kept ahead; for tests. */
  readonly reserveBytes?: number | undefined;
}

export class EntryLog {
  readonly #files: Files;
  readonly #path: string;
  readonly #sync: boolean;
  readonly #file: number;
  readonly #gathered = new EntryWindow(WINDOW_BYTES);
  readonly #reserve: Reserve;
  #gatheredBytes = 0;
  /** Of the file; what is gathered comes behind. */
  #bytes = 0;
  #syncedBytes = 0;
  /** What the last mark told. */
  #markedBytes = 0;

  constructor({ files, path, sync, reserveBytes }: EntryLogOptions, isNew: boolean) {
    this.#files = files;
    this.#path = path;
    this.#sync = sync;
    if (isNew) files.close(files.create(path));
    this.#file = files.openForWrite(path);
    this.#reserve = new Reserve(files, this.#file, reserveBytes);
  }

  /** The disk is full, and only what is reserved is left. */
  get isLow(): boolean {
    return this.#reserve.isLow;
  }

  /** Shows every entry but marks, and cuts a torn tail off. False: there is not even a first one. */
  recover(visit: (entry: EntryWindow) => void): boolean {
    let end = 0;
    this.walk(0, (entry) => {
      end = entry.place + entry.i32[entry.at >> 2]!;
      if (entry.kind === EntryKind.MARK) this.#markedBytes = entry.streamSequence;
      else visit(entry);
      return true;
    });
    const fileBytes = this.#files.size(this.#file);
    const evidence = end < fileBytes ? this.#evidenceAfter(end, fileBytes) : undefined;
    if (evidence !== undefined) {
      this.#files.close(this.#file);
      throw new OutboundLogCorrupted(`${this.#path}: bad entry at ${end} of ${fileBytes}: ${evidence}`);
    }
    if (end < fileBytes) this.#files.truncate(this.#file, end);
    // What was cut off must not come back behind entries of this life, and what was read must not go.
    this.#files.fdatasync(this.#file);
    this.#bytes = end;
    this.#syncedBytes = end;
    return end > 0;
  }

  /** Answers with the place of the entry. */
  append(
    kind: number,
    number: number,
    streamSequence: number,
    answeredInbound: number,
    outputIndex: number,
    epoch: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): number {
    const byteLength = end - start;
    if (byteLength > MAX_ENTRY_BYTES) throw new RangeError(`an entry of ${byteLength} bytes`);
    const length = ENTRY_BYTES + Math.ceil(byteLength / 8) * 8;
    if (this.#gatheredBytes + length > WINDOW_BYTES) this.flush();
    if (this.#gatheredBytes === 0 && this.#syncedBytes > this.#markedBytes) this.#mark();
    const at = this.#gatheredBytes;
    const { u8, i32, f64 } = this.#gathered;
    // Padding first: what is not padding is written over it.
    f64[(at + length - 8) >> 3] = 0;
    i32[at >> 2] = length;
    f64[(at >> 3) + NUMBER] = number;
    f64[(at >> 3) + STREAM_SEQUENCE] = streamSequence;
    f64[(at >> 3) + ANSWERED] = answeredInbound;
    i32[(at >> 2) + OUTPUT_INDEX] = outputIndex;
    i32[(at >> 2) + BYTES] = byteLength;
    i32[(at >> 2) + EPOCH] = epoch;
    i32[(at >> 2) + KIND] = kind;
    u8.set(bytes.subarray(start, end), at + ENTRY_BYTES);
    i32[(at >> 2) + CHECKSUM] = checksum(i32, at, length);
    this.#gatheredBytes += length;
    return this.#bytes + at;
  }

  /** Before each write to the socket: what was appended is then safe from the process's end, and with `sync` from the host's. */
  flush(): void {
    if (this.#gatheredBytes === 0) return;
    this.#reserve.keep(this.#bytes + this.#gatheredBytes);
    this.#files.write(this.#file, this.#gathered.u8, 0, this.#gatheredBytes, this.#bytes);
    this.#bytes += this.#gatheredBytes;
    this.#gatheredBytes = 0;
    if (this.#sync) this.#syncFile();
  }

  /** Visits whole, valid entries from `place` on, until one is not or `visit` says false. */
  walk(place: number, visit: EntryVisitor): void {
    const window = new EntryWindow(this.#files.size(this.#file) - place);
    for (let windowPlace = place; ; ) {
      const held = this.#files.read(this.#file, window.u8, 0, window.u8.length, windowPlace);
      let at = 0;
      for (let length = validLength(window, at, held); length > 0; length = validLength(window, at, held)) {
        window.at = at;
        window.place = windowPlace + at;
        if (!visit(window)) return;
        at += length;
      }
      if (at === 0) return;
      windowPlace += at;
    }
  }

  /** Nothing more comes; what is here is known to be on the disk when it is opened next. */
  close(): void {
    this.flush();
    if (this.#syncedBytes < this.#bytes) this.#syncFile();
    if (this.#syncedBytes > this.#markedBytes) this.#mark();
    this.release();
  }

  /** The same where nobody asks for the file's end again. */
  release(): void {
    this.flush();
    this.#reserve.giveBack(this.#bytes);
    this.#files.close(this.#file);
  }

  #syncFile(): void {
    this.#files.fdatasync(this.#file);
    this.#syncedBytes = this.#bytes;
  }

  #mark(): void {
    this.#markedBytes = this.#syncedBytes;
    this.append(EntryKind.MARK, 0, this.#syncedBytes, 0, -1, 0, this.#gathered.u8, 0, 0);
  }

  /** What proves that the bytes at `badPlace` had been on the disk, in words; undefined: nothing does. */
  #evidenceAfter(badPlace: number, fileBytes: number): string | undefined {
    const window = new EntryWindow(fileBytes - badPlace);
    const pageEnd = badPlace + PAGE_BYTES - (badPlace % PAGE_BYTES);
    for (let place = badPlace; place < fileBytes; place += WINDOW_BYTES - ENTRY_BYTES) {
      const held = this.#files.read(this.#file, window.u8, 0, window.u8.length, place);
      if (place === 0 && window.i32[0] !== 0 && window.i32[0] !== ENTRY_BYTES) return 'it is no outbound log';
      for (let at = place === badPlace ? 8 : 0; at + ENTRY_BYTES <= held; at += 8) {
        if (validLength(window, at, held) < 0) continue;
        window.at = at;
        if (place + at < pageEnd) return `a later one stands whole in the same page, at ${place + at}`;
        const isProof = window.kind === EntryKind.MARK && window.streamSequence > badPlace;
        if (isProof && window.streamSequence <= place + at) return `a mark at ${place + at} shows it had been synced`;
      }
    }
    return undefined;
  }
}

/** A log is as lasting as its name in the folder, and the folder's in its own. */
export function syncNames(files: Files, directory: string): void {
  files.syncDirectory(directory);
  files.syncDirectory(dirname(directory));
}

export function exists(files: Files, path: string): boolean {
  return files.list(dirname(path)).includes(basename(path));
}

/** Length of the entry at `at`, or -1 when it is not whole and valid within `held` bytes. */
function validLength({ i32 }: EntryWindow, at: number, held: number): number {
  if (at + ENTRY_BYTES > held) return -1;
  const length = i32[at >> 2]!;
  if (length < ENTRY_BYTES || length > ENTRY_BYTES + MAX_ENTRY_BYTES || (length & 7) !== 0 || at + length > held) {
    return -1;
  }
  return i32[(at >> 2) + CHECKSUM] === checksum(i32, at, length) ? length : -1;
}

/** Over the entry but its own four bytes; a turn and a multiplication a word. */
function checksum(words: Int32Array, at: number, length: number): number {
  const end = (at + length) >> 2;
  let hash = Math.imul(words[at >> 2]! ^ 0x5f1d_36a7, 0x9e37_79b1);
  for (let word = (at >> 2) + 2; word < end; word++) {
    hash = Math.imul(((hash << 13) | (hash >>> 19)) ^ words[word]!, 0x9e37_79b1);
  }
  return hash ^ (hash >>> 16);
}
