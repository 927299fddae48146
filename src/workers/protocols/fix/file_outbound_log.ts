/**
 * The outbound log in a file per trading day, of the entries of `../entry_log.ts`: messages, notes, and the starts
 * of a numbering. A file begins with one; what is read back are the messages after the last.
 */
import { join } from 'node:path';
import { diskFiles, type Files } from '../../durability/journal/files.ts';
import { EntryKind, EntryLog, type EntryWindow, OutboundLogCorrupted, syncNames } from '../entry_log.ts';
import { type MessageVisitor, type OutboundLog, OutboundNumbers } from './outbound_log.ts';

/** Every so many messages their place is remembered: 16 bytes for 256 messages. */
const INDEX_STRIDE = 256;
const NOTHING = new Uint8Array(0);

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
  /** Told at start of every message and note that the newest file has, in their order. */
  readonly onRecovered?: (entry: EntryWindow) => void;
  /** For tests: another disk, and how much of it is kept ahead. */
  readonly files?: Files;
  readonly reserveBytes?: number;
}

export class FileOutboundLog extends OutboundNumbers implements OutboundLog {
  private readonly options: FileOutboundLogOptions;
  private readonly files: Files;
  private readonly sync: boolean;
  private log: EntryLog | undefined;
  private tradingDate: number;
  /** Number of the first message that can be read, and the place of every INDEX_STRIDE-th from it. */
  private firstNumber = 1;
  private index: number[] = [];

  /** Nothing was noted in the day's file before this start. */
  readonly isNewFile: boolean;

  /** Opens the day's file, or starts it where the last earlier one ended. */
  constructor(options: FileOutboundLogOptions) {
    super();
    if (!/^[\w.-]+$/.test(options.name)) throw new RangeError(`session name ${options.name} is not a file name`);
    this.options = options;
    this.files = options.files ?? diskFiles;
    this.sync = options.sync ?? false;
    this.tradingDate = options.tradingDate;
    this.files.makeDirectory(options.directory);
    const isOpen = this.openNewest();
    this.isNewFile = !isOpen || this.tradingDate !== options.tradingDate;
    if (this.isNewFile) this.rotate(options.tradingDate);
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
    this.expect(outboundNumber);
    const { MESSAGE } = EntryKind;
    const { epoch } = this;
    const place = this.entries.append(
      MESSAGE,
      outboundNumber,
      streamSequence,
      answeredInbound,
      outputIndex,
      epoch,
      bytes,
      start,
      end,
    );
    if ((outboundNumber - this.firstNumber) % INDEX_STRIDE === 0) this.index.push(place);
    this.count(outboundNumber, streamSequence, outputIndex, answeredInbound);
  }

  note(bytes: Uint8Array): void {
    const { NOTE } = EntryKind;
    this.entries.append(NOTE, this.nextOutbound - 1, -1, 0, -1, this.epoch, bytes, 0, bytes.length);
  }

  /** The disk is full, and only what is reserved is left. */
  get isLow(): boolean {
    return this.log?.isLow === true;
  }

  flush(): void {
    this.entries.flush();
  }

  read(from: number, to: number, visit: MessageVisitor): void {
    this.flush();
    const first = Math.max(from, this.firstNumber);
    const last = Math.min(to, this.nextOutbound - 1);
    if (first > last) return;
    const place = this.index[Math.floor((first - this.firstNumber) / INDEX_STRIDE)]!;
    this.entries.walk(place, (entry) => {
      const { number } = entry;
      if (number > last) return false;
      if (number >= first && entry.kind === EntryKind.MESSAGE) visit(number, entry.u8, entry.start, entry.end);
      return true;
    });
  }

  reset(epoch: number): void {
    this.restart(epoch);
    this.startNumbering();
    this.flush();
  }

  /** A new trading day: a new file, the numbers go on. Messages before it are not sent again: gaps are filled. */
  rotate(tradingDate: number): void {
    this.log?.release();
    this.tradingDate = tradingDate;
    this.log = this.entryLog(tradingDate, true);
    this.startNumbering();
    this.flush();
    if (this.sync) syncNames(this.files, this.options.directory);
    const dates = this.dates().filter((date) => date < tradingDate);
    const surplus = Math.max(0, dates.length - (this.options.keepDays ?? 5));
    for (const date of dates.slice(0, surplus)) this.files.remove(this.pathOf(date));
  }

  close(): void {
    this.entries.close();
    this.log = undefined;
  }

  private get entries(): EntryLog {
    if (this.log === undefined) throw new Error(`${this.pathOf(this.tradingDate)} is closed`);
    return this.log;
  }

  private startNumbering(): void {
    this.firstNumber = this.nextOutbound;
    this.index = [];
    const { START } = EntryKind;
    const { nextOutbound, lastStreamSequence, answeredInbound, lastOutputIndex, epoch } = this;
    this.entries.append(
      START,
      nextOutbound,
      lastStreamSequence,
      answeredInbound,
      lastOutputIndex,
      epoch,
      NOTHING,
      0,
      0,
    );
  }

  /** A power loss may have left the newest file without its first entry: then the one before has the numbers. */
  private openNewest(): boolean {
    for (const date of this.dates().reverse()) {
      if (date > this.options.tradingDate) continue;
      this.tradingDate = date;
      this.log = this.entryLog(date, false);
      if (this.log.recover((entry) => this.recover(entry))) return true;
      this.log.release();
      this.log = undefined;
    }
    return false;
  }

  private recover(entry: EntryWindow): void {
    const { kind, number, streamSequence, outputIndex, answeredInbound } = entry;
    if (kind === EntryKind.START) {
      this.nextOutbound = number;
      this.firstNumber = number;
      this.index = [];
      this.answeredInbound = answeredInbound;
      this.epoch = entry.epoch;
      this.lastStreamSequence = streamSequence;
      this.lastOutputIndex = outputIndex;
      return;
    }
    this.options.onRecovered?.(entry);
    if (kind === EntryKind.NOTE) return;
    if (number !== this.nextOutbound) {
      throw new OutboundLogCorrupted(`${this.pathOf(this.tradingDate)}: number ${number} at ${entry.place}`);
    }
    if ((number - this.firstNumber) % INDEX_STRIDE === 0) this.index.push(entry.place);
    this.count(number, streamSequence, outputIndex, answeredInbound);
  }

  private entryLog(date: number, isNew: boolean): EntryLog {
    const { files, sync } = this;
    return new EntryLog({ files, path: this.pathOf(date), sync, reserveBytes: this.options.reserveBytes }, isNew);
  }

  private dates(): number[] {
    const prefix = `${this.options.name}.`;
    return this.files
      .list(this.options.directory)
      .filter((name) => name.startsWith(prefix) && /^\d{8}\.fixlog$/.test(name.slice(prefix.length)))
      .map((name) => Number(name.slice(prefix.length, prefix.length + 8)))
      .sort((a, b) => a - b);
  }

  private pathOf(date: number): string {
    return join(this.options.directory, `${this.options.name}.${date}.fixlog`);
  }
}
