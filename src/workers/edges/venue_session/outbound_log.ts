import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writevSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import { Reserve } from '../../protocols/reserve.ts';
import { StreamReader } from '../../protocols/venue_wire/stream_reader.ts';

/**
 * What a session sent to its venue, written before the socket has it: resends read it, and after a restart it says
 * which outputs of the engine had left.
 */
export interface OutboundLog {
  /** Number of the last message; 0: none. */
  readonly lastNumber: number;
  /** Stream position of the last message that carries one; -1: none. */
  readonly lastStreamSequence: number;
  readonly lastOutputIndex: number;
  /** Whole messages, numbered on from `lastNumber`. */
  append(batch: readonly Uint8Array[], position: LogPosition): void;
  /** The venue has every message up to this number. */
  acknowledged(number: number): void;
  /** Whole messages, in order, from `number` on and perhaps some before it. */
  read(number: number, visit: (messages: Uint8Array<ArrayBuffer>) => void): void;
  close(): void;
}

/** Of the last message in a batch. */
export interface LogPosition {
  readonly number: number;
  readonly streamSequence: number;
  readonly outputIndex: number;
}

/** Forgets with the process: for simulations, and venues whose orders do not outlive it. */
export class MemoryOutboundLog implements OutboundLog {
  lastNumber = 0;
  lastStreamSequence = -1;
  lastOutputIndex = -1;
  private batches: Array<{ readonly last: number; readonly bytes: Uint8Array<ArrayBuffer> }> = [];

  append(batch: readonly Uint8Array[], position: LogPosition): void {
    for (const bytes of batch) this.batches.push({ last: position.number, bytes: bytes.slice() });
    this.lastNumber = position.number;
    this.lastStreamSequence = position.streamSequence;
    this.lastOutputIndex = position.outputIndex;
  }

  acknowledged(number: number): void {
    const firstKept = this.batches.findIndex((batch) => batch.last > number);
    this.batches = firstKept < 0 ? [] : this.batches.slice(firstKept);
  }

  read(number: number, visit: (messages: Uint8Array<ArrayBuffer>) => void): void {
    for (const batch of this.batches) if (batch.last >= number) visit(batch.bytes);
  }

  close(): void {
    this.batches = [];
  }
}

/** A place to start reading from, every so many bytes, so that a late reconnect does not read the whole day. */
const MARK_BYTES = 1 << 20;
const READ_BYTES = 1 << 17;

/**
 * Messages one after the other in a file. What the kernel has taken survives the process; an unfinished one is cut off.
 * With `sync` it survives power loss, too: a start takes an order that is not here for one that never left, and ends it.
 */
export class FileOutboundLog implements OutboundLog {
  lastNumber = 0;
  lastStreamSequence = -1;
  lastOutputIndex = -1;
  private readonly file: number;
  private readonly reserve: Reserve;
  private end = 0;
  private readonly sync: boolean;
  private readonly marks: Array<{ readonly number: number; readonly at: number }> = [];

  constructor(path: string, sync = false) {
    this.sync = sync;
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    this.file = openSync(path, existsSync(path) ? 'r+' : 'w+');
    if (sync) for (const each of [folder, dirname(folder)]) syncDirectory(each);
    this.recover();
    this.reserve = new Reserve(this.file, this.end);
  }

  /** The disk is full, and only what is reserved is left. */
  get isLow(): boolean {
    return this.reserve.isLow;
  }

  append(batch: readonly Uint8Array[], position: LogPosition): void {
    this.mark(this.lastNumber + 1, this.end);
    let length = 0;
    for (const bytes of batch) length += bytes.length;
    this.reserve.keep(this.end + length);
    const written = writevSync(this.file, batch as Uint8Array[], this.end);
    if (written !== length) throw new Error(`outbound log: ${written} of ${length} bytes written`);
    if (this.sync) fdatasyncSync(this.file);
    this.end += length;
    this.lastNumber = position.number;
    this.lastStreamSequence = position.streamSequence;
    this.lastOutputIndex = position.outputIndex;
  }

  acknowledged(): void {
    // The file is the record of the day; nothing is taken out of it.
  }

  read(number: number, visit: (messages: Uint8Array<ArrayBuffer>) => void): void {
    let at = 0;
    for (const mark of this.marks) if (mark.number <= number) at = mark.at;
    while (at < this.end) {
      const bytes = new Uint8Array(Math.min(READ_BYTES, this.end - at));
      const got = readSync(this.file, bytes, 0, bytes.length, at);
      if (got === 0) break;
      visit(bytes.subarray(0, got));
      at += got;
    }
  }

  close(): void {
    this.reserve.giveBack(this.end);
    closeSync(this.file);
  }

  private mark(number: number, at: number): void {
    const last = this.marks.at(-1);
    if (last === undefined || at - last.at >= MARK_BYTES) this.marks.push({ number, at });
  }

  private recover(): void {
    const header = new RecordHeader();
    const reader = new StreamReader((view, message, at, end) => {
      header.wrap(view, message.headerAt);
      this.mark(header.sourceSequence, this.end);
      this.lastNumber = header.sourceSequence;
      this.lastStreamSequence = header.sequence;
      this.lastOutputIndex = header.outputIndex;
      this.end += end - at;
      return true;
    });
    const size = fstatSync(this.file).size;
    const bytes = new Uint8Array(READ_BYTES);
    for (let at = 0; at < size; ) {
      const got = readSync(this.file, bytes, 0, READ_BYTES, at);
      reader.feed(bytes.subarray(0, got));
      if (got === 0 || reader.drain() < 0) break;
      at += got;
    }
    if (this.end < size) ftruncateSync(this.file, this.end);
  }
}

function syncDirectory(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
