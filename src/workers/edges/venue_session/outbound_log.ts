import { dirname } from 'node:path';
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import { diskFiles, type Files } from '../../durability/journal/files.ts';
import { EntryKind, EntryLog, exists, OutboundLogCorrupted, syncNames } from '../../protocols/entry_log.ts';
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
  /** The disk is full, and only what is reserved is left. */
  readonly isLow: boolean;
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
  readonly isLow = false;
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
const NOTHING = new Uint8Array(0);

export interface FileOutboundLogOptions {
  /** fdatasync with every batch: a start takes an order that is not here for one that never left, and ends it. */
  readonly sync?: boolean;
  /** For tests: another disk, and how much of it is kept ahead. */
  readonly files?: Files;
  readonly reserveBytes?: number;
}

/** Messages in entries of `../../protocols/entry_log.ts`, which tells what survives what. */
export class FileOutboundLog implements OutboundLog {
  lastNumber = 0;
  lastStreamSequence = -1;
  lastOutputIndex = -1;
  private readonly log: EntryLog;
  private readonly marks: Array<{ readonly number: number; readonly place: number }> = [];

  constructor(path: string, { sync = false, files = diskFiles, reserveBytes }: FileOutboundLogOptions = {}) {
    const folder = dirname(path);
    files.makeDirectory(folder);
    const options = { files, path, sync, reserveBytes };
    const isNew = !exists(files, path);
    this.log = new EntryLog(options, isNew);
    if (sync) syncNames(files, folder);
    const isBegun = !isNew && this.recover();
    if (!isBegun) this.log.append(EntryKind.START, 1, -1, 0, -1, 0, NOTHING, 0, 0);
  }

  get isLow(): boolean {
    return this.log.isLow;
  }

  append(batch: readonly Uint8Array[], position: LogPosition): void {
    const { number, streamSequence, outputIndex } = position;
    for (const bytes of batch) {
      const place = this.log.append(
        EntryKind.MESSAGE,
        number,
        streamSequence,
        0,
        outputIndex,
        0,
        bytes,
        0,
        bytes.length,
      );
      this.mark(this.lastNumber + 1, place);
    }
    this.log.flush();
    this.lastNumber = number;
    this.lastStreamSequence = streamSequence;
    this.lastOutputIndex = outputIndex;
  }

  acknowledged(): void {
    // The file is the record of the day; nothing is taken out of it.
  }

  read(number: number, visit: (messages: Uint8Array<ArrayBuffer>) => void): void {
    let place = 0;
    for (const mark of this.marks) if (mark.number <= number) place = mark.place;
    this.log.walk(place, (entry) => {
      if (entry.kind === EntryKind.MESSAGE) visit(entry.u8.slice(entry.start, entry.end));
      return true;
    });
  }

  close(): void {
    this.log.close();
  }

  /** Before `number`, what is at `place` need not be read. */
  private mark(number: number, place: number): void {
    const last = this.marks.at(-1);
    if (last === undefined || place - last.place >= MARK_BYTES) this.marks.push({ number, place });
  }

  private recover(): boolean {
    const header = new RecordHeader();
    const reader = new StreamReader((view, message) => {
      header.wrap(view, message.headerAt);
      this.lastNumber = header.sourceSequence;
      this.lastStreamSequence = header.sequence;
      this.lastOutputIndex = header.outputIndex;
      return true;
    });
    return this.log.recover((entry) => {
      if (entry.kind !== EntryKind.MESSAGE) return;
      this.mark(this.lastNumber + 1, entry.place);
      reader.feed(entry.u8.subarray(entry.start, entry.end));
      if (reader.drain() < 0) throw new OutboundLogCorrupted(`no message in the entry at ${entry.place}`);
    });
  }
}
