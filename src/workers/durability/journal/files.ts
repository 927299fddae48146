/**
 * The few file operations that the durable parts stand on, as an interface: tests put a disk behind it that fills up,
 * fails, or loses its power between two calls.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What reaches the disk as a whole. */
export const PAGE_BYTES = 4096;

export interface Files {
  /** Makes the folder, and those above it. */
  makeDirectory(path: string): void;
  /** Names in a folder, sorted. */
  list(directory: string): string[];
  openForRead(path: string): number;
  openForWrite(path: string): number;
  /** An empty file, also where one was. */
  create(path: string): number;
  close(file: number): void;
  size(file: number): number;
  /** Bytes read: fewer than `length` only at the end of the file. */
  read(file: number, target: Uint8Array, offset: number, length: number, position: number): number;
  /** Writes all of them, or throws. */
  write(file: number, source: Uint8Array, offset: number, length: number, position: number): void;
  truncate(file: number, bytes: number): void;
  fdatasync(file: number): void;
  /** The same on another thread: what was written before the call is synced when the promise resolves. */
  fdatasyncLater(file: number): Promise<void>;
  /** The old name's file takes the new name; lasting after `syncDirectory`. */
  rename(from: string, to: string): void;
  remove(path: string): void;
  syncDirectory(directory: string): void;
  /** A file of zeros, written and synced, off the caller's thread: allocated but unwritten extents stall fdatasync. */
  allocate(path: string, bytes: number): Promise<void>;
}

const ZERO_SLICE_BYTES = 1 << 20;
/** A sync of everything at once would hold up the commits of the segment in use. */
const ZERO_SYNC_BYTES = 16 << 20;

export const diskFiles: Files = {
  makeDirectory(path) {
    mkdirSync(path, { recursive: true });
  },
  list(directory) {
    return readdirSync(directory).sort();
  },
  openForRead(path) {
    return openSync(path, 'r');
  },
  openForWrite(path) {
    return openSync(path, 'r+');
  },
  create(path) {
    return openSync(path, 'w');
  },
  close(file) {
    closeSync(file);
  },
  size(file) {
    return fstatSync(file).size;
  },
  read(file, target, offset, length, position) {
    let done = 0;
    while (done < length) {
      const count = readSync(file, target, offset + done, length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  },
  write(file, source, offset, length, position) {
    for (let done = 0; done < length; ) {
      done += writeSync(file, source, offset + done, length - done, position + done);
    }
  },
  truncate(file, bytes) {
    ftruncateSync(file, bytes);
  },
  fdatasync(file) {
    fdatasyncSync(file);
  },
  fdatasyncLater(file) {
    return new Promise((resolve, reject) => fdatasync(file, (error) => (error === null ? resolve() : reject(error))));
  },
  rename(from, to) {
    renameSync(from, to);
  },
  remove(path) {
    unlinkSync(path);
  },
  syncDirectory(directory) {
    const file = openSync(directory, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  async allocate(path, bytes) {
    const zeros = new Uint8Array(ZERO_SLICE_BYTES);
    const handle = await open(path, 'w');
    try {
      for (let position = 0; position < bytes; position += ZERO_SLICE_BYTES) {
        const length = Math.min(ZERO_SLICE_BYTES, bytes - position);
        for (let done = 0; done < length; ) {
          done += (await handle.write(zeros, done, length - done, position + done)).bytesWritten;
        }
        if ((position + length) % ZERO_SYNC_BYTES === 0) await handle.datasync();
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.syncDirectory(dirname(path));
  },
};

/**
 * For the event log, whose syncs nobody waits for: a new segment is a hole that reads as zeros, and what would have been
 * written twice is written once. A full disk then shows at a write.
 */
export const sparseFiles: Files = {
  ...diskFiles,
  async allocate(path, bytes) {
    const handle = await open(path, 'w');
    try {
      await handle.truncate(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    diskFiles.syncDirectory(dirname(path));
  },
};

/** Errors after which the same call may succeed once somebody has made room. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
