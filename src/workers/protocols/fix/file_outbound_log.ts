/**
 * The outbound log in a file per trading day, only ever appended to.
 *
 *     | length | checksum | number | stream sequence | answered inbound | output index | bytes | epoch | kind | message ... |
 *       i32      i32        f64      f64               f64                i32            i32     i32     i32    padded to 8
 *
 * Entries of a turn are gathered and written with one call before the socket has them: the page cache then holds them,
 * which outlives the process. `sync` adds fdatasync for power loss. At start the file is read once: a torn last entry is cut
 * off; a bad entry with good ones behind it is corruption, and said.
 */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Reserve } from '../reserve.ts';
import type { MessageVisitor, OutboundLog } from './outbound_log.ts';

const ENTRY_BYTES = 48;
const WINDOW_BYTES = 1 << 20;
/** Every so many entries their place is remembered: 16 bytes for 256 messages. */
const INDEX_STRIDE = 256;
const MAX_MESSAGE_BYTES = 262_144;
/** A message, or the start of a numbering. */
const KIND_MESSAGE = 1;
const KIND_START = 2;

export interface FileOutboundLogOptions {
  readonly directory: string;
  /** Of the session: letters, digits, dot, dash, underscore. */
  readonly name: string;
  /** yyyymmdd. */
  readonly tradingDate: number;
  /** fdatasync with every flush. */
  readonly sync?: boolean;
  /** Files of earlier days that are kept. */
  readonly keepDays?: number;
}

export class OutboundLogCorrupted extends Error {
  override readonly name = 'OutboundLogCorrupted';
}

export class FileOutboundLog implements OutboundLog {
  nextOutbound = 1;
  answeredInbound = 0;
  epoch = 1;
  lastStreamSequence = -1;
  lastOutputIndex = -1;
  private readonly directory: string;
  private readonly sessionName: string;
  private readonly sync: boolean;
  private readonly keepDays: number;
  private tradingDate: number;
  private file = -1;
  private reserve: Reserve | undefined;
  /** Bytes in the file; what is gathered comes behind. */
  private fileBytes = 0;
  private gathered = Buffer.alloc(WINDOW_BYTES);
  private readonly gatheredView = new DataView(this.gathered.buffer, this.gathered.byteOffset, this.gathered.length);
  private gatheredBytes = 0;
  /** Number of the first message that can be read, and the place of every INDEX_STRIDE-th from it. */
  private firstNumber = 1;
  private index: number[] = [];

  /** Opens the day's file, or starts it where the last earlier one ended. */
  constructor(options: FileOutboundLogOptions) {
    if (!/^[\w.-]+$/.test(options.name)) throw new RangeError(`session name ${options.name} is not a file name`);
    this.directory = options.directory;
    this.sessionName = options.name;
    this.sync = options.sync ?? false;
    this.keepDays = options.keepDays ?? 5;
    this.tradingDate = options.tradingDate;
    mkdirSync(this.directory, { recursive: true });
    const dates = this.dates().filter((date) => date <= options.tradingDate);
    const last = dates.at(-1);
    if (last !== undefined) this.open(last);
    if (last !== options.tradingDate) this.rotate(options.tradingDate);
  }

  append(
    outboundNumber: number,
    streamSequence: number,
    outputIndex: number,
    answeredInbound: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (outboundNumber !== this.nextOutbound) throw new RangeError(`${outboundNumber} is not ${this.nextOutbound}`);
    if ((outboundNumber - this.firstNumber) % INDEX_STRIDE === 0) this.index.push(this.fileBytes + this.gatheredBytes);
    this.write(KIND_MESSAGE, outboundNumber, streamSequence, outputIndex, answeredInbound, bytes, start, end);
    this.account(outboundNumber, streamSequence, outputIndex, answeredInbound);
  }

  /** The disk is full, and only what is reserved is left. */
  get isLow(): boolean {
    return this.reserve?.isLow === true;
  }

  flush(): void {
    if (this.gatheredBytes === 0) return;
    this.reserve ??= new Reserve(this.file, this.fileBytes);
    this.reserve.keep(this.fileBytes + this.gatheredBytes);
    let written = 0;
    while (written < this.gatheredBytes) {
      written += writeSync(this.file, this.gathered, written, this.gatheredBytes - written, this.fileBytes + written);
    }
    this.fileBytes += this.gatheredBytes;
    this.gatheredBytes = 0;
    if (this.sync) fdatasyncSync(this.file);
  }

  read(from: number, to: number, visit: MessageVisitor): void {
    this.flush();
    const first = Math.max(from, this.firstNumber);
    const last = Math.min(to, this.nextOutbound - 1);
    if (first > last) return;
    const place = this.index[Math.floor((first - this.firstNumber) / INDEX_STRIDE)]!;
    this.walk(place, (entry, at) => {
      const number = entry.readDoubleLE(at + 8);
      if (number > last) return false;
      const start = at + ENTRY_BYTES;
      if (number >= first && isKind(entry, at, KIND_MESSAGE)) {
        visit(number, entry, start, start + entry.readInt32LE(at + 36));
      }
      return true;
    });
  }

  reset(epoch: number): void {
    this.nextOutbound = 1;
    this.answeredInbound = 0;
    this.epoch = epoch;
    this.startNumbering();
    this.flush();
  }

  /** A new trading day: a new file, the numbers go on. Messages before it are not sent again: gaps are filled. */
  rotate(tradingDate: number): void {
    this.flush();
    if (this.file >= 0) this.closeFile();
    this.tradingDate = tradingDate;
    this.file = openSync(this.pathOf(tradingDate), 'w+');
    this.fileBytes = 0;
    this.startNumbering();
    this.flush();
    if (this.sync) syncEntriesOf(this.directory);
    const dates = this.dates().filter((date) => date < tradingDate);
    for (const date of dates.slice(0, Math.max(0, dates.length - this.keepDays))) rmSync(this.pathOf(date));
  }

  close(): void {
    this.flush();
    this.closeFile();
    this.file = -1;
  }

  private closeFile(): void {
    this.reserve?.giveBack(this.fileBytes);
    this.reserve = undefined;
    closeSync(this.file);
  }

  private startNumbering(): void {
    this.firstNumber = this.nextOutbound;
    this.index = [];
    const { lastStreamSequence, lastOutputIndex, answeredInbound } = this;
    const none = new Uint8Array(0);
    this.write(KIND_START, this.nextOutbound, lastStreamSequence, lastOutputIndex, answeredInbound, none, 0, 0);
  }

  private write(
    kind: number,
    number: number,
    streamSequence: number,
    outputIndex: number,
    answeredInbound: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const byteLength = end - start;
    const length = ENTRY_BYTES + Math.ceil(byteLength / 8) * 8;
    if (this.gatheredBytes + length > this.gathered.length) this.flush();
    const at = this.gatheredBytes;
    const entry = this.gatheredView;
    // Padding first: what is not padding is written over it.
    entry.setFloat64(at + length - 8, 0, true);
    entry.setInt32(at, length, true);
    entry.setFloat64(at + 8, number, true);
    entry.setFloat64(at + 16, streamSequence, true);
    entry.setFloat64(at + 24, answeredInbound, true);
    entry.setInt32(at + 32, outputIndex, true);
    entry.setInt32(at + 36, byteLength, true);
    entry.setInt32(at + 40, this.epoch, true);
    entry.setInt32(at + 44, kind, true);
    this.gathered.set(bytes.subarray(start, end), at + ENTRY_BYTES);
    entry.setInt32(at + 4, checksum(entry, at, length), true);
    this.gatheredBytes += length;
  }

  private account(number: number, streamSequence: number, outputIndex: number, answeredInbound: number): void {
    this.nextOutbound = number + 1;
    if (answeredInbound > this.answeredInbound) this.answeredInbound = answeredInbound;
    if (streamSequence < 0) return;
    this.lastStreamSequence = streamSequence;
    this.lastOutputIndex = outputIndex;
  }

  private open(date: number): void {
    this.tradingDate = date;
    this.file = openSync(this.pathOf(date), 'r+');
    const fileBytes = fstatSync(this.file).size;
    this.fileBytes = fileBytes;
    let end = 0;
    this.walk(0, (entry, at, place) => {
      this.recover(entry, at, place);
      end = place + entry.readInt32LE(at);
      return true;
    });
    if (end === fileBytes) return;
    this.refuseValidBehind(end, fileBytes);
    ftruncateSync(this.file, end);
    this.fileBytes = end;
  }

  private recover(entry: Buffer, at: number, place: number): void {
    const number = entry.readDoubleLE(at + 8);
    const answered = entry.readDoubleLE(at + 24);
    if (isKind(entry, at, KIND_START)) {
      this.nextOutbound = number;
      this.firstNumber = number;
      this.index = [];
      this.answeredInbound = answered;
      this.epoch = entry.readInt32LE(at + 40);
      this.lastStreamSequence = entry.readDoubleLE(at + 16);
      this.lastOutputIndex = entry.readInt32LE(at + 32);
      return;
    }
    if (number !== this.nextOutbound) {
      throw new OutboundLogCorrupted(`${this.pathOf(this.tradingDate)}: number ${number} at ${place}`);
    }
    if ((number - this.firstNumber) % INDEX_STRIDE === 0) this.index.push(place);
    this.account(number, entry.readDoubleLE(at + 16), entry.readInt32LE(at + 32), answered);
  }

  /** Visits whole, valid entries from `place` on, until one is not or `visit` says false. */
  private walk(place: number, visit: (entry: Buffer, at: number, place: number) => boolean): void {
    const window = Buffer.alloc(WINDOW_BYTES);
    let windowPlace = place;
    for (;;) {
      const held = readSync(this.file, window, 0, window.length, windowPlace);
      let at = 0;
      for (;;) {
        const length = validLength(window, at, held);
        if (length < 0) break;
        if (!visit(window, at, windowPlace + at)) return;
        at += length;
      }
      if (at === 0) return;
      windowPlace += at;
    }
  }

  private refuseValidBehind(place: number, fileBytes: number): void {
    const window = Buffer.alloc(WINDOW_BYTES);
    const held = readSync(this.file, window, 0, window.length, place);
    for (let at = 8; at + ENTRY_BYTES <= held; at += 8) {
      if (validLength(window, at, held) < 0) continue;
      const path = this.pathOf(this.tradingDate);
      closeSync(this.file);
      throw new OutboundLogCorrupted(`${path}: bad entry at ${place} of ${fileBytes}, a good one at ${place + at}`);
    }
  }

  private dates(): number[] {
    const prefix = `${this.sessionName}.`;
    return readdirSync(this.directory)
      .filter((name) => name.startsWith(prefix) && /^\d{8}\.fixlog$/.test(name.slice(prefix.length)))
      .map((name) => Number(name.slice(prefix.length, prefix.length + 8)))
      .sort((a, b) => a - b);
  }

  private pathOf(date: number): string {
    return join(this.directory, `${this.sessionName}.${date}.fixlog`);
  }
}

/** A file is as lasting as its entry in the directory, and that one's in its own. */
function syncEntriesOf(directory: string): void {
  for (const path of [directory, dirname(directory)]) {
    const folder = openSync(path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
}

function isKind(entry: Buffer, at: number, kind: number): boolean {
  return entry.readInt32LE(at + 44) === kind;
}

/** Length of the entry at `at`, or -1 when it is not whole and valid within `held` bytes. */
function validLength(window: Buffer, at: number, held: number): number {
  if (at + ENTRY_BYTES > held) return -1;
  const length = window.readInt32LE(at);
  if (length < ENTRY_BYTES || length > ENTRY_BYTES + MAX_MESSAGE_BYTES || length % 8 !== 0 || at + length > held) {
    return -1;
  }
  return window.readInt32LE(at + 4) ===
    checksum(new DataView(window.buffer, window.byteOffset, window.length), at, length)
    ? length
    : -1;
}

/** Over the entry but its own four bytes; a turn and a multiplication a word. */
function checksum(view: DataView, at: number, length: number): number {
  const end = at + length;
  let hash = Math.imul(view.getInt32(at, true) ^ 0x5f1d_36a7, 0x9e37_79b1);
  for (let i = at + 8; i < end; i += 4) {
    hash = Math.imul(((hash << 13) | (hash >>> 19)) ^ view.getInt32(i, true), 0x9e37_79b1);
  }
  return hash ^ (hash >>> 16);
}
