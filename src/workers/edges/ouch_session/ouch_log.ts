import { dirname } from 'node:path';
import { diskFiles, type Files } from '../../durability/journal/files.ts';
import { EntryKind, EntryLog, type EntryWindow, exists, syncNames } from '../../protocols/entry_log.ts';

/** Beside those of `entry_log.ts`: what happened to the session, in the order in which it did. */
export const OuchEntry = {
  /** A record of the engine's, and the login that it went to. */
  RECORD: EntryKind.MESSAGE,
  /** A sequenced message of a login's. */
  ANSWER: 16,
  /** The SoupBinTCP session that a login is in, by name: another than before has forgotten everything. */
  SESSION: 17,
  DISCONNECTED: 18,
  /** The engine has started again. */
  RESTARTED: 19,
  /** An Account Query left; its number is 1 if it is the first of a connection. */
  ASKED: 20,
} as const;

const NOTHING = new Uint8Array(0);

export interface OuchLogOptions {
  /** fdatasync with every flush. */
  readonly sync?: boolean;
  /** For tests: another disk. */
  readonly files?: Files;
}

/**
 * All that a session was told, by the engine and by the venue, in one file and one order, written before it is acted upon: the
 * session's state is a function of it. Nothing of it is safe before `flush`.
 */
export class OuchLog {
  /** Of the life of the report numbers: a new one begins with a new file. */
  epoch: number;
  lastStreamSequence = -1;
  lastOutputIndex = -1;
  readonly #log: EntryLog;
  readonly #isNew: boolean;

  constructor(path: string, newEpoch: number, { sync = false, files = diskFiles }: OuchLogOptions = {}) {
    const folder = dirname(path);
    files.makeDirectory(folder);
    const isNew = !exists(files, path);
    this.#log = new EntryLog({ files, path, sync }, isNew);
    if (sync) syncNames(files, folder);
    this.epoch = newEpoch;
    this.#isNew = isNew || !this.#recover();
    if (this.#isNew) this.#append(EntryKind.START, 0, -1, -1, newEpoch, NOTHING, 0, 0);
  }

  get isLow(): boolean {
    return this.#log.isLow;
  }

  /** Shows everything from the beginning. */
  replay(visit: (entry: EntryWindow) => void): void {
    this.#log.walk(0, (entry) => {
      if (entry.kind >= OuchEntry.ANSWER || entry.kind === OuchEntry.RECORD) visit(entry);
      return true;
    });
  }

  record(login: number, streamSequence: number, outputIndex: number, bytes: Uint8Array, at: number, end: number): void {
    this.lastStreamSequence = streamSequence;
    this.lastOutputIndex = outputIndex;
    this.#append(OuchEntry.RECORD, 0, streamSequence, outputIndex, login, bytes, at, end);
  }

  answer(login: number, sequence: number, bytes: Uint8Array, at: number, end: number): void {
    this.#append(OuchEntry.ANSWER, sequence, -1, -1, login, bytes, at, end);
  }

  session(login: number, name: string): void {
    const bytes = Buffer.from(name, 'latin1');
    this.#append(OuchEntry.SESSION, 0, -1, -1, login, bytes, 0, bytes.length);
  }

  disconnected(login: number): void {
    this.#append(OuchEntry.DISCONNECTED, 0, -1, -1, login, NOTHING, 0, 0);
  }

  asked(login: number, isFirst: boolean): void {
    this.#append(OuchEntry.ASKED, isFirst ? 1 : 0, -1, -1, login, NOTHING, 0, 0);
  }

  restarted(): void {
    this.#append(OuchEntry.RESTARTED, 0, -1, -1, 0, NOTHING, 0, 0);
  }

  flush(): void {
    this.#log.flush();
  }

  close(): void {
    this.#log.close();
  }

  #append(
    kind: number,
    number: number,
    streamSequence: number,
    outputIndex: number,
    login: number,
    bytes: Uint8Array,
    at: number,
    end: number,
  ): void {
    this.#log.append(kind, number, streamSequence, 0, outputIndex, login, bytes, at, end);
  }

  #recover(): boolean {
    return this.#log.recover((entry) => {
      if (entry.kind === EntryKind.START) this.epoch = entry.epoch;
      if (entry.kind !== OuchEntry.RECORD) return;
      this.lastStreamSequence = entry.streamSequence;
      this.lastOutputIndex = entry.outputIndex;
    });
  }
}
